"""`shared-infrastructure`: hubs, calls and trainings that more than three hundred take part in."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ecosystem.data.text import make_slug

from .tables import AREA_SOURCES, ATTRIBUTION, OGL, describe, draw_one, list_areas, read_rows

SEED = 20240930
SIZE = 312

FIRST = [
    "Alder",
    "Apple",
    "Ash",
    "Aspen",
    "Bay",
    "Beech",
    "Birch",
    "Box",
    "Cedar",
    "Cherry",
    "Cypress",
    "Dogwood",
    "Elder",
    "Elm",
    "Fir",
    "Hazel",
    "Holly",
    "Hornbeam",
    "Juniper",
    "Larch",
    "Lime",
    "Maple",
    "Medlar",
    "Mulberry",
    "Oak",
    "Pear",
    "Pine",
    "Plum",
    "Poplar",
    "Rowan",
    "Spruce",
    "Sycamore",
    "Walnut",
    "Whitebeam",
    "Willow",
    "Yew",
]
SECOND = [
    "Anchor",
    "Beacon",
    "Bridge",
    "Compass",
    "Harbour",
    "Kettle",
    "Lantern",
    "Table",
    "Thread",
]
"""Names are a tree and a thing: 36 times 9 are 324, and none that says what is done there."""

SECTORS = (*["voluntary"] * 8, "faith", "academic")

# key; name; kind; meetings a year; hours a meeting
GROUPS = """
community; Good practice community; information hub; ;
data-hub; Information and data hub; information hub; 12; 1.5
insight; Insight circle; information hub; 6; 2
accommodation; Accommodation update; call; 26; 1
barracks; Barracks call; call; 26; 1
vaccine; Health access group; call; 12; 1
leaders; Charity leaders' circle; peer support; 6; 2
care; Rest and care workshops; training; 8; 3
anti-racism; Anti-racism workshops; training; 4; 3
women; Women's messaging group; messaging; ;
"""

# Who takes part, by place in the list of names: group; from; to; how many drawn of them
SEATS = """
community; 0; 301; 301
data-hub; 0; 301; 186
insight; 0; 120; 40
accommodation; 20; 100; 58
barracks; 20; 100; 0
vaccine; 60; 200; 45
leaders; 100; 250; 24
care; 0; 301; 70
anti-racism; 0; 301; 55
women; 180; 305; 104
"""
BARRACKS = 23
"""Who sits in the barracks call: the first of those in the accommodation update."""


def make(facts: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return invented organisations all over the United Kingdom, and what they share."""
    rng = np.random.default_rng(SEED)
    areas = facts[facts["population"] != ""]
    share = areas["population"].astype(float)
    names = rng.permutation([f"{one} {other}" for one in FIRST for other in SECOND])[:SIZE]
    based = rng.choice(len(areas), SIZE, p=share / share.sum())
    organisations = pd.DataFrame(
        {
            "organisation_id": [make_slug(one) for one in names],
            "name": names,
            "sector": [draw_one(SECTORS, rng) for _ in names],
            "area_code": areas["area_code"].to_numpy()[based],
        }
    )
    return {
        "organisations": organisations,
        "areas": list_areas(areas.iloc[np.unique(based)]),
        "groups": read_rows(GROUPS, "group_id name kind meetings_per_year hours_per_meeting"),
        "memberships": list_seats(organisations["organisation_id"], rng),
        "about": describe(
            title="Shared infrastructure of the migration sector (sample)",
            area="United Kingdom",
            snapshot_date="2021-04-30",
            prepared_by="the makers of sector-ecosystem",
            licence=f"{OGL} for the public figures, MIT for the invented rows",
            sources=f"{AREA_SOURCES} All else is invented. {ATTRIBUTION}.",
        ),
    }


def list_seats(ids: pd.Series, rng: np.random.Generator) -> pd.DataFrame:
    """Return who takes part in what."""
    members = {}
    for row in read_rows(SEATS, "group start end size").itertuples():
        pool = np.arange(int(row.start), int(row.end))
        members[row.group] = np.sort(rng.permutation(pool)[: int(row.size)])
    members["barracks"] = members["accommodation"][:BARRACKS]
    rows = [(group, ids[place]) for group, places in members.items() for place in places]
    return pd.DataFrame(rows, columns=["group_id", "organisation_id"]).assign(role="member")
