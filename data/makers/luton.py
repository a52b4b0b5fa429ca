"""`luton`: a log of referrals with wrong doors, a core that one more joins, and public value."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecosystem.data.text import make_slug

from .tables import (
    AREA_SOURCES,
    ATTRIBUTION,
    OGL,
    describe,
    list_areas,
    list_demand,
    place_organisations,
    read_rows,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

SEED = 20240930
FIRST_DAY, DAYS = np.datetime64("2024-01-02"), 270
"""Nine months are logged, as the council's figures are of nine months."""

COLUMNS = (
    *("case", "from", "to", "service_type", "sent", "status", "responded", "closed"),
    *("got_help", "reason"),
)
"""Of the log."""

PLACES = ("Luton", "Central Bedfordshire", "Bedford")

# key; name; sector; based in; stated role
ORGANISATIONS = """
council; Luton council welcome desk; statutory; Luton; core
law; Farley Hill Law Centre; voluntary; Luton; core
advice; Bury Park Advice; voluntary; Luton; core
work; High Town work and benefits team; statutory; Luton; core
marsh; Marsh Farm Families; voluntary; Luton; wider network
health; Stopsley health group; statutory; Luton; wider network
pantry; Wardown Pantry; faith; Luton;
dallow; Dallow Road Welcome; voluntary; Luton; wider network
classes; Hat Quarter English Classes; voluntary; Luton;
homes; Leagrave Homes; commercial; Luton; wider network
lawyers; Vauxhall Way Solicitors; commercial; Luton; wider network
clinic; Chiltern Edge University law clinic; academic; Luton; wider network
friends; Sundon Befrienders; voluntary; Luton;
women; Biscot Women's Circle; voluntary; Luton;
downs; Downs Edge Welcome; voluntary; Central Bedfordshire;
"""
CORE = ("council", "law", "advice", "work", "marsh")

# type; organisation; what; level
SERVICES = """
housing; council; homelessness prevention;
immigration advice; law; asylum and immigration law; 3
immigration advice; clinic; appeals project; 3
immigration advice; dallow; advice session; 1
debt advice; advice; debt casework;
benefits and work; work; work and benefits coaching;
families and schools; marsh; family support;
health access; health; GP registration help;
food; pantry; food parcels;
housing; homes; refugee tenancies;
English classes; classes; English for beginners;
wellbeing; friends; befriending;
wellbeing; women; women's circle;
"""

# How people were passed on: each journey from its door, step by step; need; how many people.
# Who is named twice in a row of three has had the person sent straight back.
JOURNEYS = """
council law; immigration advice; 21
council advice; debt advice; 26
council work; benefits and work; 18
council marsh; families and schools; 12
law council; housing; 17
law advice; debt advice; 13
law work; benefits and work; 11
law marsh; families and schools; 9
advice council; housing; 22
advice law; immigration advice; 16
advice work; benefits and work; 15
advice marsh; families and schools; 8
work council; housing; 14
work law; immigration advice; 12
work advice; debt advice; 17
work marsh; families and schools; 10
marsh council; housing; 15
marsh law; immigration advice; 11
marsh advice; debt advice; 12
marsh work; benefits and work; 9
health council health law; immigration advice; 16
health council; housing; 9
health advice; debt advice; 7
pantry homes pantry council; housing; 18
pantry advice; debt advice; 8
dallow lawyers dallow law; immigration advice; 14
dallow law; immigration advice; 9
dallow council; housing; 6
classes work; benefits and work; 8
classes law; immigration advice; 5
friends council; housing; 6
friends marsh; families and schools; 6
women marsh; families and schools; 9
women law; immigration advice; 6
women health; health access; 7
clinic law; immigration advice; 7
lawyers law; immigration advice; 6
downs advice; debt advice; 6
homes council; housing; 8
council classes; English classes; 10
marsh friends; wellbeing; 6
health marsh; families and schools; 7
health work; benefits and work; 6
pantry marsh; families and schools; 8
pantry work; benefits and work; 6
dallow marsh; families and schools; 6
dallow work; benefits and work; 7
dallow advice; debt advice; 6
classes marsh; families and schools; 6
classes advice; debt advice; 6
friends work; benefits and work; 6
friends advice; debt advice; 7
women work; benefits and work; 6
women advice; debt advice; 5
downs work; benefits and work; 6
downs council; housing; 7
homes advice; debt advice; 9
homes marsh; families and schools; 6
clinic council; housing; 6
lawyers advice; debt advice; 5
"""

# What the council gave for nine months (Ling 2018): outcome; units; unit; pounds in all
OUTCOMES = """
Homes kept; 26; families; 120000
Complex cases; 360000; pounds; 360000
GP time; 22000; pounds; 22000
Work, debts and income; 680000; pounds; 680000
"""
TOLD_BY = "The council, in Ling 2018"

AGREED_SHARE = 0.92
OTHER_SHARE = 0.35
"""Of what became of people the core tells nearly always, others one time in three."""


def make(facts: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return Luton and its neighbours with an invented partnership; its log, counted."""
    rng = np.random.default_rng(SEED)
    facts = facts[facts["name"].isin(PLACES)]
    places = facts.set_index("name")
    rows = read_rows(ORGANISATIONS, "key name sector place stated_role")
    organisations = place_organisations(rows, places, rng).assign(answered="yes")
    services = read_rows(SERVICES, "service_type organisation what level")
    name = services["organisation"].map(organisations["name"]) + ": " + services["what"]
    services = services.assign(
        name=name,
        service_id=name.map(make_slug),
        organisation_id=services["organisation"].map(organisations["organisation_id"]),
        area_code=services["organisation"].map(organisations["area_code"]),
        role="lead",
    )
    ids = organisations["organisation_id"]
    return {
        "organisations": organisations,
        "services": services,
        "providers": services,
        "sites": services,
        "catchments": services,
        "areas": list_areas(facts),
        "demand": list_demand(facts, "2024-09-30"),
        "referrals": count(make_log(ids), set(ids[list(CORE)])),
        "relationships": list_relationships(ids),
        "about": describe(
            title="Luton advice partnership (sample)",
            area="Luton and round it",
            snapshot_date="2024-12-31",
            prepared_by="the makers of sector-ecosystem",
            licence=f"{OGL} for the public figures, MIT for the invented rows",
            sources=f"{AREA_SOURCES} All else is invented. {ATTRIBUTION}.",
        ),
    }


def make_beside() -> dict[str, pd.DataFrame]:
    """Return what is no table of the map: the log, and what outcomes are worth."""
    ids = read_rows(ORGANISATIONS, "key name sector place stated_role")
    outcomes = read_rows(OUTCOMES, "outcome units unit pounds")
    worth = outcomes["pounds"].astype(float) / outcomes["units"].astype(float)
    return {
        "referral-log": make_log(ids.set_index("key")["name"].map(make_slug)),
        "outcomes": outcomes.drop(columns="pounds").assign(
            unit_value=worth.map("{:.4f}".format), source=TOLD_BY
        ),
    }


def make_log(ids: pd.Series) -> pd.DataFrame:
    """Return a row a referral, of nine months."""
    rng = np.random.default_rng(SEED)
    rows = []
    for way, need, people in read_rows(JOURNEYS, "way need people").itertuples(index=False):
        for _ in range(int(people)):
            day = FIRST_DAY + np.timedelta64(int(rng.integers(DAYS)))
            rows += [{"service_type": need, **step} for step in follow(way.split(), day, rng)]
    log = pd.DataFrame(rows)
    # Numbered by the day of the first step, as an office would.
    order = log["case"].drop_duplicates().sort_values()
    number = pd.Series([f"c-{place:04}" for place in range(1, len(order) + 1)], order)
    log = log.assign(case=log["case"].map(number))
    log["from"], log["to"] = log["from"].map(ids), log["to"].map(ids)
    return log.sort_values(["sent", "case"], kind="stable")[list(COLUMNS)]


def follow(
    way: Sequence[str], day: np.datetime64, rng: np.random.Generator
) -> list[dict[str, object]]:
    """Return the steps of one person: turned away at each but the last, or sent back."""
    case = f"{day} {rng.integers(1 << 40)}"
    steps = []
    for place, (sender, receiver) in enumerate(pairwise(way)):
        answer = day + np.timedelta64(int(rng.integers(2, 15)))
        step: dict[str, object] = {"case": case, "from": sender, "to": receiver, "sent": day}
        is_last = place == len(way) - 2
        if is_last:
            step |= end(receiver, answer, rng)
        elif receiver == way[0]:
            step |= {"status": "accepted", "responded": answer}
        else:
            step |= {"status": "rejected", "responded": answer, "closed": answer}
            step |= {"got_help": "no", "reason": "not what we do"}
        steps.append(step)
        day = answer
    return steps


def end(receiver: str, answer: np.datetime64, rng: np.random.Generator) -> dict[str, object]:
    """Return how the last step went, as far as the receiver tells."""
    if rng.random() > (AGREED_SHARE if receiver in CORE else OTHER_SHARE):
        is_answered = rng.random() < 0.6
        return (
            {"status": "accepted", "responded": answer} if is_answered else {"status": "requested"}
        )
    closed = answer + np.timedelta64(int(rng.integers(7, 60)))
    if rng.random() < 0.85:
        return {"status": "completed", "responded": answer, "closed": closed, "got_help": "yes"}
    reason = ("no longer in touch", "moved away", "no space")[rng.integers(3)]
    ended = {"status": "failed", "responded": answer, "closed": closed, "got_help": "no"}
    return {**ended, "reason": reason}


def count(log: pd.DataFrame, core: set[str]) -> pd.DataFrame:
    """Return the log counted by link and need; the core tells what became of people."""
    is_accepted = log["status"].isin(["accepted", "completed", "failed"])
    rows = log.assign(
        accepted=is_accepted,
        got_help=log["got_help"] == "yes",
        ended_without_help=log["got_help"] == "no",
    )
    told = ["accepted", "got_help", "ended_without_help"]
    counts = rows.groupby(["from", "to", "service_type"])[told].sum()
    counts.insert(0, "sent", rows.groupby(["from", "to", "service_type"]).size())
    links = counts.astype(str).reset_index()
    links = links.rename(columns={"from": "from_id", "to": "to_id"})
    is_both = links["from_id"].isin(core) & links["to_id"].isin(core)
    return links.assign(
        period="2024",
        feedback=["yes" if one in core else "no" for one in links["to_id"]],
        agreement=["yes" if one else "" for one in is_both],
        reported_by=links["from_id"],
    )


def list_relationships(ids: pd.Series) -> pd.DataFrame:
    """Return who works in one building, trusts whom, and is paid by whom."""
    rows = [
        ("council", "advice", "co-located", "both ways", ""),
        ("council", "work", "co-located", "both ways", ""),
        ("law", "advice", "trusts", "both ways", ""),
        ("council", "law", "trusts", "both ways", ""),
        ("marsh", "advice", "trusts", "both ways", ""),
        ("council", "law", "funds", "one way", "70000"),
        ("council", "advice", "funds", "one way", "55000"),
    ]
    frame = pd.DataFrame(rows, columns=["a", "b", "kind", "direction", "amount"])
    return frame.assign(from_id=frame["a"].map(ids), to_id=frame["b"].map(ids), start="2022-04-01")
