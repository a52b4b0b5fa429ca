"""`west-midlands`: real areas and numbers of people; invented organisations, services and ties."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecosystem.data.text import LIST_MARK, make_slug

from .tables import (
    ADVICE,
    AREA_SOURCES,
    ATTRIBUTION,
    OGL,
    describe,
    draw_one,
    draw_position,
    draw_some,
    list_areas,
    list_demand,
    place_organisations,
    read_rows,
)
from .west_midlands_rows import (
    ADVICE_SERVICES,
    ALSO_SHARING_INFORMATION,
    CLOSED_FOR_NOW,
    CORE,
    GROUPS,
    MEMBERSHIPS,
    MUTUAL,
    ORGANISATIONS,
    OTHER_SERVICES,
    PARTNERS,
    PLACES,
    PROFILES,
    RELATIONSHIPS,
    WIDER_TIES,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

SEED = 20240930

LANGUAGES = (
    "Albanian",
    "Amharic",
    "Arabic",
    "Bengali",
    "Dari",
    "Farsi",
    "French",
    "Kurdish Sorani",
    "Pashto",
    "Punjabi",
    "Somali",
    "Spanish",
    "Tigrinya",
    "Ukrainian",
    "Urdu",
    "Vietnamese",
)
ELIGIBILITY = (
    "people seeking asylum",
    "refugees",
    "people with no recourse to public funds",
    "migrant workers",
    "families",
    "women",
    "young people",
)
ACCESS = ("open access", "drop-in", "appointment", "self-referral", "agency referral")
ACCEPTING = ("yes", "yes", "yes", "limited", "waiting list", "no")
SHARE_FILLED = 0.8
SLOW_PLACES = ("cov", "sto")


def make(facts: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return real areas and demand with invented organisations, services and ties."""
    rng = np.random.default_rng(SEED)
    facts = facts[facts["region"] == "West Midlands"]
    by_name = facts.set_index("name")
    places = by_name.loc[list(PLACES.values())].set_axis(list(PLACES))
    organisations = list_organisations(places, rng)
    services = list_services(organisations, rng)
    ids = organisations["organisation_id"]
    return {
        "organisations": organisations,
        "services": services,
        "providers": list_providers(services, ids),
        "sites": list_sites(services, organisations, places, rng),
        "catchments": list_catchments(services, places),
        "areas": list_areas(facts),
        "demand": list_demand(facts, "2024-09-30"),
        "referrals": draw_referrals(organisations, services, rng),
        "relationships": draw_relationships(organisations, rng),
        "groups": list_groups(places),
        "memberships": list_memberships(ids, places),
        "about": describe(
            title="West Midlands refugee and migration support (sample)",
            area="West Midlands",
            snapshot_date="2024-09-30",
            prepared_by="the makers of sector-ecosystem",
            licence=f"{OGL} for the public figures, MIT for the invented rows",
            sources=f"{AREA_SOURCES} All else is invented. {ATTRIBUTION}.",
        ),
    }


def list_organisations(places: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Return the invented organisations by key, each near the middle of its area."""
    rows = read_rows(ORGANISATIONS, "key name sector place stated_role core_ties")
    return place_organisations(rows, places, rng)


def list_services(organisations: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Return the invented services: the planted copies as written, the others drawn."""
    advice = read_rows(
        ADVICE_SERVICES, "organisation what level legal_aid capacity delivered_in reaches"
    ).assign(service_type=ADVICE, profile="")
    others = read_rows(
        OTHER_SERVICES, "service_type organisation what delivered_in reaches profile"
    )
    others = others.assign(
        capacity=[str(10 * rng.integers(2, 21)) if rng.random() < 0.6 else "" for _ in others.index]
    )
    rows = pd.concat([advice, others], ignore_index=True).fillna("")
    name = rows["organisation"].map(organisations["name"]) + ": " + rows["what"]
    drawn = pd.DataFrame([draw_profile(one, rng) for one in rows["profile"]])
    drawn.loc[rows["what"] == "advice line", "access"] = "remote only"
    return rows.assign(
        name=name,
        service_id=name.map(make_slug),
        status=np.where(name.isin(CLOSED_FOR_NOW), "temporarily closed", ""),
        **drawn,
    )


def draw_profile(planted: str, rng: np.random.Generator) -> dict[str, str]:
    """Return languages, eligibility and access: those planted, else drawn and partly empty."""
    accepting = draw_one(ACCEPTING, rng) if rng.random() < 0.9 else ""
    if planted:
        languages, eligibility, access = PROFILES[planted]
    else:
        languages = LIST_MARK.join(["English", *draw_some(LANGUAGES, int(rng.integers(1, 5)), rng)])
        eligibility = LIST_MARK.join(draw_some(ELIGIBILITY, int(rng.integers(1, 4)), rng))
        languages = languages if rng.random() < SHARE_FILLED else ""
        eligibility = eligibility if rng.random() < SHARE_FILLED else ""
        access = draw_one(ACCESS, rng) if rng.random() < 0.9 else ""
    return {
        "languages": languages,
        "eligibility": eligibility,
        "access": access,
        "accepting_referrals": accepting,
    }


def list_providers(services: pd.DataFrame, ids: pd.Series) -> pd.DataFrame:
    """Return who runs each service: one lead, and a second organisation for a few."""
    leads = services[["service_id", "organisation"]].assign(role="lead")
    partners = read_rows(PARTNERS, "lead what organisation role").merge(
        services.rename(columns={"organisation": "lead"})[["lead", "what", "service_id"]]
    )
    both = pd.concat([leads, partners[leads.columns]])
    return both.assign(organisation_id=both["organisation"].map(ids))


def list_sites(
    services: pd.DataFrame,
    organisations: pd.DataFrame,
    places: pd.DataFrame,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Return the places of each service: the organisation's base, or a spot in another area."""
    rows = []
    for service in services.itertuples():
        base = organisations.loc[service.organisation]
        for place in service.delivered_in.split():
            at_base = place == base["place"]
            position = base[["latitude", "longitude"]].to_dict()
            rows.append(
                {
                    "service_id": service.service_id,
                    "area_code": places.loc[place, "area_code"],
                    **(position if at_base else draw_position(places.loc[place], rng)),
                }
            )
    return pd.DataFrame(rows)


def list_catchments(services: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """Return the areas each service takes people from, where it says so."""
    return pd.DataFrame(
        [
            {"service_id": service.service_id, "area_code": places.loc[place, "area_code"]}
            for service in services.itertuples()
            for place in service.reaches.split()
        ]
    )


def list_ties(organisations: pd.DataFrame) -> list[tuple[str, str]]:
    """Return every tied pair: the whole core, the core with others, and a few others."""
    core = list(combinations(CORE, 2))
    to_core = [
        (key, one) for key, ties in organisations["core_ties"].items() for one in ties.split()
    ]
    wider = read_rows(WIDER_TIES, "a b").itertuples(index=False, name=None)
    return core + to_core + list(wider)


def draw_referrals(
    organisations: pd.DataFrame, services: pd.DataFrame, rng: np.random.Generator
) -> pd.DataFrame:
    """Return referrals along the ties, each for something the receiver offers."""
    offers = services.groupby("organisation")["service_type"].unique()
    rows = []
    for pair in list_ties(organisations):
        for sender, receiver in (pair, pair[::-1]):
            if organisations.loc[sender, "sector"] == "funder" or receiver not in offers:
                continue
            for kind in draw_types(sender, receiver, list(offers[receiver]), rng):
                slow = kind == ADVICE and organisations.loc[receiver, "place"] in SLOW_PLACES
                wait = rng.integers(35, 90) if slow else rng.integers(2, 30)
                reporter = draw_one([sender, receiver, ""], rng)
                rows.append(
                    {
                        "from_id": organisations.loc[sender, "organisation_id"],
                        "to_id": organisations.loc[receiver, "organisation_id"],
                        "service_type": kind,
                        "period": "2023-24",
                        **draw_numbers(int(wait), rng),
                        "feedback": draw_one(["yes", "yes", "no", "no", ""], rng),
                        "agreement": draw_one(["yes", "no", "no", ""], rng),
                        "reported_by": organisations["organisation_id"].get(reporter, ""),
                    }
                )
    return pd.DataFrame(rows)


def draw_types(
    sender: str, receiver: str, offered: Sequence[str], rng: np.random.Generator
) -> list[str]:
    """Return what the sender refers for: two types in the core, one or none elsewhere."""
    if sender in CORE and receiver in CORE:
        return draw_some(offered, 2, rng)
    inward = receiver in CORE
    return draw_some(offered, 1, rng) if inward or rng.random() < 0.6 else []


def draw_numbers(wait: int, rng: np.random.Generator) -> dict[str, str]:
    """Return people sent, accepted and reached, and the wait; one row in twelve is not known."""
    sent = rng.integers(2, 50)
    accepted = rng.binomial(sent, 0.85)
    reached = rng.binomial(accepted, 0.85)
    if rng.random() < 1 / 12:
        return {}
    known = rng.random() < 0.85
    return {
        "sent": str(sent),
        "accepted": str(accepted) if known else "",
        "reached": str(reached) if known else "",
        "median_wait_days": str(wait) if known else "",
    }


def draw_relationships(organisations: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Return the standing links: those written above, the core's own, and some that share."""
    written = read_rows(RELATIONSHIPS, "a b kind amount")
    core = list(combinations(CORE, 2))
    outside = list_ties(organisations)[len(core) :]
    linked = {frozenset(pair) for pair in zip(written["a"], written["b"], strict=True)}
    free = [pair for pair in outside if frozenset(pair) not in linked]
    sharing = [free[one] for one in sorted(rng.permutation(len(free))[:ALSO_SHARING_INFORMATION])]
    more = [(a, b, kind, "") for kind in ("steering", "shares information") for a, b in core]
    more += [(a, b, "shares information", "") for a, b in sharing]
    rows = pd.concat([written, pd.DataFrame(more, columns=written.columns)], ignore_index=True)
    ids = organisations["organisation_id"]
    in_core = rows["a"].isin(CORE) & rows["b"].isin(CORE)
    return rows.assign(
        from_id=rows["a"].map(ids),
        to_id=rows["b"].map(ids),
        direction=np.where(rows["kind"].isin(MUTUAL), "both ways", "one way"),
        strength=[str(rng.integers(4, 6) if one else rng.integers(1, 5)) for one in in_core],
        start=[f"{rng.integers(2017, 2024)}-04-01" if rng.random() < 0.7 else "" for _ in in_core],
        reported_by=np.where(rng.random(len(rows)) < 0.5, rows["a"].map(ids), ""),
    )


def list_groups(places: pd.DataFrame) -> pd.DataFrame:
    """Return the groups that meet."""
    rows = read_rows(
        GROUPS, "group_id name kind parent_id place meetings_per_year hours_per_meeting"
    )
    return rows.assign(area_code=rows["place"].map(places["area_code"]).fillna(""))


def list_memberships(ids: pd.Series, places: pd.DataFrame) -> pd.DataFrame:
    """Return who sits in the groups."""
    rows = read_rows(MEMBERSHIPS, "group_id organisation role place is_elected")
    return rows.assign(
        organisation_id=rows["organisation"].map(ids),
        represents_area_code=rows["place"].map(places["area_code"]).fillna(""),
    )
