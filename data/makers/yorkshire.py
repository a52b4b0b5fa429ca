"""`yorkshire`: three tiers of meetings, and representatives elected by their peers for a year."""

from __future__ import annotations

import numpy as np
import pandas as pd

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

SEED = 20240930

# key; name; sector; based in
ORGANISATIONS = """
partnership; Ridings Migration Partnership; statutory; Leeds
home-office; Border casework office North; statutory; Sheffield
housing; Northern Asylum Homes; commercial; Leeds
police; Pennine police liaison team; statutory; Wakefield
health; Humber and Dales health team; statutory; Kingston upon Hull, City of
specialist; Dales Trafficking Recovery; voluntary; Leeds
women; Lister Park Women's Refuge Line; voluntary; Bradford
wool; Wool Exchange Advice; voluntary; Bradford
mill; Salt Mill Welcome; faith; Bradford
aire; Aire Bridge Refugee Centre; voluntary; Leeds
burley; Burley Road Kitchen; faith; Leeds
hyde; Hyde Park Corner Classes; voluntary; Leeds
piece; Piece Hall Newcomers; voluntary; Calderdale
castle; Castle Hill Friends; voluntary; Kirklees
colne; Colne Valley Hosts; voluntary; Kirklees
chantry; Chantry Bridge Welcome; voluntary; Wakefield
minority; Don Side Minorities Alliance; voluntary; Rotherham
church; Clifton Lane Church Kitchen; faith; Rotherham
steel; Steel Valley Sanctuary; voluntary; Sheffield
seven; Seven Hills Law; commercial; Sheffield
locke; Locke Park Befrienders; voluntary; Barnsley
town-moor; Town Moor Drop-in; voluntary; Doncaster
paull; Paull Point Refugee Help; voluntary; Kingston upon Hull, City of
fish; Fish Trail Kitchen; faith; Kingston upon Hull, City of
dock; Dock Tower Welcome; voluntary; North East Lincolnshire
bar; Micklegate Bar Welcome; voluntary; York
ouse; Ouse Bank Language Café; faith; York
"""

# key; name; kind; reports to; meetings a year; hours; area; confidential
GROUPS = """
smg; Strategic Migration Group; strategic; ; 3; 3; ; no
west; West Yorkshire sub-regional group; sub-regional; smg; 8; ; ; yes
south; South Yorkshire and Humber sub-regional group; sub-regional; smg; 8; ; ; yes
bradford; Bradford multi-agency meeting; multi-agency; west; ; ; Bradford; no
leeds; Leeds multi-agency meeting; multi-agency; west; 6; 2; Leeds; no
kirklees; Kirklees multi-agency meeting; multi-agency; west; 4; 2; Kirklees; no
rotherham; Rotherham multi-agency meeting; multi-agency; south; 6; ; Rotherham; no
sheffield; Sheffield multi-agency meeting; multi-agency; south; 6; 2; Sheffield; no
hull; Hull multi-agency meeting; multi-agency; south; 4; 2; Kingston upon Hull, City of; no
days; Voluntary sector engagement days; engagement; ; 2; 6; ; no
"""

# group; organisations with a seat, who speak for nobody but themselves
SEATS = """
smg; partnership home-office housing police health specialist
west; partnership police housing
south; partnership health home-office
bradford; women wool mill
leeds; aire burley hyde
kirklees; castle colne
rotherham; minority church
sheffield; steel seven
hull; paull fish
"""

# organisation; speaks for; in the group; elected; since
REPRESENTATIVES = """
women; Bradford; west; yes; 2023-10-01
aire; Leeds; west; yes; 2023-10-01
castle; Kirklees; west; yes; 2023-10-01
chantry; Wakefield; west; no; 2023-10-01
minority; Rotherham; south; yes; 2023-10-01
steel; Sheffield; south; yes; 2023-10-01
locke; Barnsley; south; yes; 2023-10-01
paull; Kingston upon Hull, City of; south; yes; 2023-10-01
dock; North East Lincolnshire; south; ; 2023-10-01
"""

# from; to; kind; who may see it
RELATIONSHIPS = """
partnership; women; funds; public
partnership; minority; funds; public
women; wool; trusts; private
minority; church; trusts; private
steel; seven; trusts; private
partnership; home-office; shares information; partners
women; minority; shares information; public
aire; women; shares information; public
aire; castle; shares information; public
minority; steel; shares information; public
steel; locke; shares information; public
steel; paull; shares information; public
"""


def make(facts: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the authorities of Yorkshire and the Humber and an invented partnership of theirs."""
    rng = np.random.default_rng(SEED)
    facts = facts[facts["region"] == "Yorkshire and The Humber"]
    places = facts.set_index("name")
    rows = read_rows(ORGANISATIONS, "key name sector place")
    organisations = place_organisations(rows, places, rng)
    ids = organisations["organisation_id"]
    groups = read_rows(
        GROUPS,
        "group_id name kind parent_id meetings_per_year hours_per_meeting place is_confidential",
    )
    ties = read_rows(RELATIONSHIPS, "a b kind visibility")
    return {
        "organisations": organisations,
        "areas": list_areas(facts),
        "demand": list_demand(facts, "2024-09-30"),
        "groups": groups.assign(area_code=groups["place"].map(places["area_code"]).fillna("")),
        "memberships": list_seats(ids, places),
        "relationships": ties.assign(
            from_id=ties["a"].map(ids),
            to_id=ties["b"].map(ids),
            direction=["one way" if kind == "funds" else "both ways" for kind in ties["kind"]],
        ),
        "about": describe(
            title="Yorkshire and the Humber migration partnership (sample)",
            area="Yorkshire and the Humber",
            snapshot_date="2024-06-30",
            prepared_by="the makers of sector-ecosystem",
            licence=f"{OGL} for the public figures, MIT for the invented rows",
            sources=f"{AREA_SOURCES} All else is invented. {ATTRIBUTION}.",
        ),
    }


def list_seats(ids: pd.Series, places: pd.DataFrame) -> pd.DataFrame:
    """Return who sits where: members, and those who speak for an area and come to the days."""
    seats = read_rows(SEATS, "group_id organisation")
    seats = seats.assign(organisation=seats["organisation"].str.split()).explode("organisation")
    speaks = read_rows(REPRESENTATIVES, "organisation place group_id is_elected start").assign(
        role="representative"
    )
    days = speaks[["organisation"]].assign(group_id="days")
    members = pd.concat([seats, days]).assign(role="member")
    rows = pd.concat([members, speaks]).fillna("")
    return rows.assign(
        organisation_id=rows["organisation"].map(ids),
        represents_area_code=rows["place"].map(places["area_code"]).fillna(""),
    )
