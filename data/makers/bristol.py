"""`bristol`: five steer, fifteen were interviewed, each need is to have one lead."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd

from ecosystem.data.text import LIST_MARK, make_slug
from ecosystem.questions.contacts import hash_contacts

from .tables import (
    ADVICE,
    AREA_SOURCES,
    ATTRIBUTION,
    OGL,
    describe,
    draw_one,
    list_areas,
    list_demand,
    place_organisations,
    read_rows,
)

SEED = 20240930

PLACES = {
    "bri": "Bristol, City of",
    "sgl": "South Gloucestershire",
    "bat": "Bath and North East Somerset",
    "nso": "North Somerset",
}

STEERING = ("avonside", "harbour", "crescent", "market", "bridgework")

# key; name; sector; based in; stated role; interviewed; tied to these of the steering group
ORGANISATIONS = """
avonside; Avonside Refugee Rights; voluntary; bri; core; yes;
harbour; Floating Harbour Hosts; voluntary; bri; core; yes;
crescent; Lifeline Crescent Bristol; voluntary; bri; core; yes;
market; Old Market Meeting Place; voluntary; bri; core; yes;
bridgework; Bridgework Homes; voluntary; bri; core; yes;
easton; Easton Open Kitchen; faith; bri; ; yes; market crescent
ashley; Ashley Vale Advice; voluntary; bri; ; yes; avonside crescent market
trym; Trym Valley Befrienders; voluntary; bri; ; yes; harbour crescent
gorge; Gorge English Classes; voluntary; bri; ; yes; avonside market
lawrence; Lawrence Hill Women Together; voluntary; bri; ; yes; avonside market
kingswood; Kingswood Welcome; voluntary; sgl; ; yes; crescent bridgework
combe; Combe Down Sanctuary; faith; bat; ; yes; harbour avonside
council; Bristol council newcomer team; statutory; bri; ; yes; bridgework
clinic; Avon Plateau University law clinic; academic; bri; ; yes;
quay; Redcliffe Quay Solicitors; commercial; bri; ; yes;
support; Severn Beach Voluntary Support; voluntary; bri; ; no; avonside
seafront; Seafront Friends of Weston; voluntary; nso; ; no;
health; Bristol arrivals health team; statutory; bri; ; no;
fund; Clifton Rocks Fund; funder; bri; ; no;
"""

# The few ties inside the wider network: a; b
WIDER_TIES = """
ashley; gorge
ashley; lawrence
easton; trym
council; clinic
"""

# type; organisation; what; level; capacity; beside English; for whom; how to get in; hours; reaches
SERVICES = f"""
{ADVICE}; avonside; advice drop-in; 2; 260; ar ti; all; drop-in; Mon-Thu 10-3; bri
{ADVICE}; ashley; advice by appointment; 1; 120; so; all; appointment; Tue Thu 9-1; bri
{ADVICE}; clinic; appeals project; 3; 40; ; asylum; agency referral; term time; bri
{ADVICE}; quay; asylum and immigration law; 3; 90; fa; all; appointment; Mon-Fri 9-5; bri sgl
food; market; community lunch; ; 150; ar; all; drop-in; Tue Wed 12-2; bri
food; easton; food parcels; ; 80; so ar; all; drop-in; Fri 10-1; bri
food; crescent; food vouchers; ; ; ; asylum refugees; agency referral; ; bri sgl
move-on housing; harbour; hosting; ; 45; ; nrpf; agency referral; ; bri bat
move-on housing; bridgework; refugee tenancies; ; 70; ar ti; refugees; self-referral; ; bri sgl
move-on housing; council; move-on team; ; ; ; refugees; agency referral; ; bri
welfare calls; avonside; weekly calls; ; ; ar fa; asylum; agency referral; ; bri
welfare calls; crescent; weekly calls; ; ; ar fa; asylum; agency referral; ; bri
welfare calls; trym; telephone befriending; ; ; ; all; self-referral; ; bri
English classes; gorge; English for beginners; ; 110; ; all; self-referral; Mon-Wed 10-12; bri
English classes; market; conversation club; ; 40; ar; all; drop-in; Thu 1-3; bri
English classes; kingswood; conversation club; ; 20; ; all; drop-in; Mon 10-12; sgl
wellbeing; lawrence; women's group; ; 30; so ar; women; self-referral; Wed 10-12; bri
wellbeing; combe; walking group; ; 15; ; all; open access; Sat 10; bat
"""
SHORT = {
    "ar": "Arabic",
    "fa": "Farsi",
    "so": "Somali",
    "ti": "Tigrinya",
    "all": "anyone",
    "asylum": "people seeking asylum",
    "nrpf": "people with no recourse to public funds",
}
"""What short words in the rows stand for."""

# What each of the five said in turn that it could lead on: organisation; type; score, 3 is best
SCORES = """
avonside; phone credit; 3
avonside; immigration advice; 3
avonside; welfare calls; 2
crescent; immigration advice; 2
crescent; welfare calls; 2
crescent; food; 2
market; food; 3
market; immigration advice; 1
harbour; move-on housing; 3
harbour; food; 1
bridgework; move-on housing; 2
"""

# Which of the people are called by whom: organisation; from; to
IN_TOUCH = """
avonside; 0; 34
crescent; 10; 42
trym; 20; 46
"""
EVERYONE = 60
"""People in the accommodation: the last fourteen are on nobody's list."""

KEY = "this key is printed here, so it is no secret"
"""A key of a real round is drawn anew, told by voice and written nowhere."""

SYLLABLES = ("ba", "de", "fu", "gi", "ku", "la", "mo", "ne", "ri", "su", "tu", "wo")


def make(facts: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the four authorities round Bristol and an invented partnership."""
    rng = np.random.default_rng(SEED)
    facts = facts[facts["name"].isin(PLACES.values())]
    places = facts.set_index("name").loc[list(PLACES.values())].set_axis(list(PLACES))
    rows = read_rows(ORGANISATIONS, "key name sector place stated_role answered core_ties")
    organisations = place_organisations(rows, places, rng)
    ids = organisations["organisation_id"]
    services = list_services(organisations)
    run = services.assign(organisation_id=services["organisation"].map(ids), role="lead")
    based = services["organisation"].map(organisations["area_code"])
    seats = pd.DataFrame({"organisation_id": ids[[*STEERING, "support"]], "group_id": "steering"})
    return {
        "organisations": organisations,
        "services": services,
        "providers": run,
        "sites": services.assign(area_code=based),
        "catchments": services.assign(place=services["reaches"].str.split())
        .explode("place")
        .assign(area_code=lambda rows: rows["place"].map(places["area_code"])),
        "areas": list_areas(facts),
        "demand": list_demand(facts, "2024-09-30"),
        "relationships": list_relationships(organisations),
        "groups": pd.DataFrame(
            {
                "group_id": ["steering"],
                "name": ["the steering group"],
                "kind": ["steering"],
                "area_code": places.loc["bri", "area_code"],
                "meetings_per_year": "24",
                "hours_per_meeting": "2",
            }
        ),
        "memberships": seats.assign(
            role=["core" if key in STEERING else "observer" for key in seats.index]
        ),
        "about": describe(
            title="Bristol refugee and migration partnership (sample)",
            area="Bristol and round it",
            snapshot_date="2024-09-30",
            prepared_by="the makers of sector-ecosystem",
            licence=f"{OGL} for the public figures, MIT for the invented rows",
            sources=f"{AREA_SOURCES} All else is invented. {ATTRIBUTION}.",
        ),
    }


def make_beside() -> dict[str, pd.DataFrame]:
    """Return what is no table of the map: what each could lead on, and hashed lists of people."""
    ids = read_rows(ORGANISATIONS, "key name sector place stated_role answered core_ties")
    ids = ids.set_index("key")["name"].map(make_slug)
    scores = read_rows(SCORES, "organisation service_type score")
    scores.insert(0, "organisation_id", scores.pop("organisation").map(ids))
    return {"scores": scores, **hash_lists(ids)}


def hash_lists(ids: pd.Series) -> dict[str, pd.DataFrame]:
    """Return the hashed lists of who is called, and of all who live in the accommodation."""
    rng = np.random.default_rng(SEED)
    people = invent_people(rng)
    lists = {"everyone": people}
    for row in read_rows(IN_TOUCH, "organisation start end").itertuples():
        listed = people.iloc[int(row.start) : int(row.end)].copy()
        # Each writes a few names in its own way, as from hearing them.
        slips = rng.permutation(len(listed))[:4]
        column = listed.columns.get_loc("name")
        listed.iloc[slips, column] = listed.iloc[slips, column].str.replace("ph", "f")
        lists[ids[row.organisation]] = listed
    return {f"in-touch/{name}": number(listed, rng) for name, listed in lists.items()}


def number(people: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Return a list hashed, its numbers drawn again so that the same bytes come out."""
    hashed = hash_contacts(people, key=KEY).sort_index()
    return hashed.assign(person=rng.permutation(len(hashed)) + 1).sort_values("person")


def invent_people(rng: np.random.Generator) -> pd.DataFrame:
    """Return invented people: names of syllables that are nobody's."""
    pairs = [f"{a}{b}ph".capitalize() for a, b in combinations(SYLLABLES, 2)]
    first, last = rng.permutation(pairs)[:EVERYONE], rng.permutation(pairs)[:EVERYONE]
    return pd.DataFrame(
        {
            "name": [f"{one} {other}" for one, other in zip(first, last, strict=True)],
            "date of birth": [
                f"{rng.integers(1950, 2004)}-{rng.integers(1, 13):02}-{rng.integers(2, 29):02}"
                for _ in first
            ],
            "postcode": [f"ZZ{rng.integers(1, 9)} {rng.integers(1, 9)}ZZ" for _ in first],
        }
    )


def list_services(organisations: pd.DataFrame) -> pd.DataFrame:
    """Return the services, as a leaflet would print them."""
    columns = "service_type organisation what level capacity languages eligibility access"
    rows = read_rows(SERVICES, f"{columns} opening_hours reaches")
    name = rows["organisation"].map(organisations["name"]) + ": " + rows["what"]
    return rows.assign(
        name=name,
        service_id=name.map(make_slug),
        languages=("English " + rows["languages"]).map(spell_out),
        eligibility=rows["eligibility"].map(spell_out),
        accepting_referrals="yes",
    )


def spell_out(words: str) -> str:
    """Return a list with its short words written out."""
    return LIST_MARK.join(SHORT.get(word, word) for word in words.split())


def list_relationships(organisations: pd.DataFrame) -> pd.DataFrame:
    """Return who shares information: as told by the interviewed, and who funds."""
    rng = np.random.default_rng(SEED + 1)
    pairs = [*combinations(STEERING, 2)]
    pairs += [
        (key, one) for key, ties in organisations["core_ties"].items() for one in ties.split()
    ]
    pairs += read_rows(WIDER_TIES, "a b").itertuples(index=False, name=None)
    ids = organisations["organisation_id"]
    told = organisations["answered"] == "yes"
    shared = pd.DataFrame(
        {
            "from_id": [ids[a] for a, _ in pairs],
            "to_id": [ids[b] for _, b in pairs],
            "kind": "shares information",
            "direction": "both ways",
            "strength": [draw_one(["3", "4", "5"], rng) for _ in pairs],
            "reported_by": [ids[a] if told[a] else ids[b] for a, b in pairs],
        }
    )
    funds = pd.DataFrame(
        {
            "from_id": ids["fund"],
            "to_id": ids[["avonside", "market"]],
            "kind": "funds",
            "direction": "one way",
            "amount": ["30000", "20000"],
        }
    )
    return pd.concat([shared, funds]).fillna("")
