"""Make the two sample data sets in `data/sample` from public figures and a seed.

`west-midlands` has real areas and real numbers of people, and invented organisations, services and
ties. `legal-aid-2015` has public figures only. Run `python data/make_samples.py` with the package
installed; it reads `ecosystem/formats/tables/places/uk_areas.csv` and nothing else. The same seed
writes the same bytes.
"""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecosystem.data.tables import SCHEMA_VERSION, TABLES
from ecosystem.data.text import LIST_MARK, make_slug

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SEED = 20240930
HERE = Path(__file__).resolve().parent
FACTS = HERE.parent / "ecosystem" / "formats" / "tables" / "places" / "uk_areas.csv"

ADVICE = "immigration advice"
OGL = "Open Government Licence v3.0"
ATTRIBUTION = f"Contains public sector information licensed under the {OGL}"
AREA_SOURCES = (
    "Office for National Statistics: area codes, names, population-weighted positions and Census "
    "population. Home Office: people in receipt of asylum support."
)
DEMAND_SOURCE = "Home Office, people in receipt of asylum support"
COUNTED_AS = "people on asylum support"

PLACES = {
    "bir": "Birmingham",
    "cov": "Coventry",
    "dud": "Dudley",
    "her": "Herefordshire, County of",
    "mal": "Malvern Hills",
    "ncl": "Newcastle-under-Lyme",
    "nun": "Nuneaton and Bedworth",
    "rug": "Rugby",
    "san": "Sandwell",
    "shr": "Shropshire",
    "sol": "Solihull",
    "sto": "Stoke-on-Trent",
    "str": "Stratford-on-Avon",
    "tel": "Telford and Wrekin",
    "wal": "Walsall",
    "war": "Warwick",
    "wol": "Wolverhampton",
    "wor": "Worcester",
    "wyc": "Wychavon",
}

CORE = ("canalside", "three-spires", "wulfrun", "potteries")

# key; name; sector; based in; stated role; tied to these of the core
ORGANISATIONS = """
canalside; Canalside Welcome; voluntary; bir; core;
three-spires; Three Spires Refugee Advice; voluntary; cov; core;
wulfrun; Wulfrun Migrant Support; voluntary; wol; core;
potteries; Potteries Newcomers Network; voluntary; sto; wider network;
bullring; Bullring Refugee Alliance; voluntary; bir; core; canalside wulfrun
hockley; Hockley Brook Solicitors; commercial; bir; wider network; canalside three-spires
gosta; Gosta Green Solicitors; commercial; bir; ; canalside wulfrun
law-clinic; Midland Plateau University law clinic; academic; bir; ; canalside three-spires
lozells; Lozells Open Larder; faith; bir; wider network; canalside
ladywood; Ladywood Lock Food Share; voluntary; bir; ; canalside
sparkbrook; Sparkbrook Kitchen Table; voluntary; bir; ; canalside wulfrun
bir-council; Birmingham council newcomer team; statutory; bir; wider network; canalside
rea-valley; Rea Valley Wellbeing; voluntary; bir; ; canalside potteries
salford-bridge; Salford Bridge English School; voluntary; bir; ; canalside
city-fund; Second City Community Fund; funder; bir; ; canalside wulfrun
godiva; Godiva Newcomers Classes; voluntary; cov; wider network; three-spires
foleshill; Foleshill Open Classroom; faith; cov; ; three-spires
sherbourne; Sherbourne Valley University English unit; academic; cov; ; three-spires
spon-street; Spon Street Welcome; voluntary; cov; wider network; three-spires
cov-council; Coventry council newcomer team; statutory; cov; ; three-spires
rugby-friends; Rugby Station Friends; voluntary; rug; ; three-spires
penn-fields; Penn Fields Job Club; voluntary; wol; ; wulfrun
whitmore; Whitmore Reans Work Club; faith; wol; ; wulfrun
goldthorn; Goldthorn Hill Solicitors; commercial; wol; wider network; wulfrun potteries
wol-council; Wolverhampton council migration team; statutory; wol; ; wulfrun
bottle-kiln; Bottle Kiln Welcome; voluntary; sto; wider network; potteries
etruria; Etruria Road Fellowship; faith; sto; ; potteries
six-towns; Six Towns Women Together; voluntary; sto; ; potteries
sto-council; Stoke-on-Trent council migration team; statutory; sto; wider network; potteries
trentside; Trentside Housing; commercial; sto; ; potteries canalside
cobridge; Cobridge Cross Solicitors; commercial; sto; ; potteries three-spires
chainmakers; Chainmakers Advice; voluntary; san; wider network; wulfrun
san-council; Sandwell council new arrivals team; statutory; san; ; wulfrun
galton; Galton Bridge Health Access; voluntary; san; ; wulfrun
glasshouse; Glasshouse Welcome; voluntary; dud; ; wulfrun canalside
saddlers; Saddlers Newcomer Support; voluntary; wal; wider network; wulfrun canalside
ironbridge; Ironbridge Gorge Sanctuary; voluntary; tel; ; wulfrun potteries
arden; Arden Hosting Circle; voluntary; sol; ; canalside three-spires
severnside; Severnside Welcome; voluntary; wor; ; canalside potteries
shires-fund; Heart of the Shires Foundation; funder; war; ; three-spires potteries
smethwick; Smethwick Junction Friends; voluntary; san; ;
leam; Leam Valley Refugee Friends; voluntary; war; ;
wye; Wye Valley Befrienders; faith; her; ;
long-mynd; Long Mynd Migrant Advice; voluntary; shr; ;
"""

# The few ties inside the wider network.
WIDER_TIES = """
lozells; ladywood
lozells; bir-council
salford-bridge; bir-council
godiva; foleshill
foleshill; cov-council
spon-street; cov-council
sherbourne; cov-council
rugby-friends; spon-street
penn-fields; wol-council
whitmore; wol-council
chainmakers; san-council
bottle-kiln; sto-council
etruria; bottle-kiln
six-towns; sto-council
galton; san-council
"""

# organisation; what; level; legal aid; capacity; delivered in; reaches
ADVICE_SERVICES = """
canalside; advice drop-in; 1; no; 600; bir; bir
canalside; immigration casework; 2; no; 300; bir; bir
bullring; advice line; 1; no; 900; bir; bir cov wol sto san wal dud sol tel
bullring; immigration casework; 2; no; 250; bir; bir sol
hockley; asylum and immigration law; 3; yes; 1400; bir; bir sol
hockley; outreach clinic; 3; yes; 90; cov; cov
gosta; asylum and immigration law; 3; yes; 900; bir; bir san sol
law-clinic; appeals project; 3; no; 150; bir; bir
three-spires; advice drop-in; 1; no; 700; cov nun; cov war nun
three-spires; immigration casework; 2; no; 180; cov; cov
spon-street; advice drop-in; 1; no; 300; cov; cov
rugby-friends; advice session; 1; no; 150; rug; rug
wulfrun; advice drop-in; 1; no; 260; wol; wol
wulfrun; immigration casework; 2; no; 380; wol; wol
wulfrun; Walsall casework; 2; no; 260; wal; wal
goldthorn; asylum and immigration law; 3; yes; 1300; wol; wol dud tel
goldthorn; outreach clinic; 3; yes; 400; wal; wal
potteries; advice drop-in; 1; no; 400; sto; sto ncl
potteries; immigration casework; 2; no; 130; sto; sto
bottle-kiln; advice session; 1; no; 180; sto; sto
six-towns; advice for women; 1; no; 90; sto; sto
cobridge; asylum and immigration law; 3; yes; 110; sto; sto ncl
chainmakers; immigration casework; 2; no; 300; san; san
chainmakers; appeals and representation; 3; no; 500; san; san
smethwick; advice session; 1; no; 200; san; san
glasshouse; advice drop-in; 1; no; 80; dud; dud
glasshouse; immigration casework; 2; no; 220; dud; dud
saddlers; advice drop-in; 1; no; 120; wal; wal
saddlers; immigration casework; 2; no; 200; wal; wal
ironbridge; advice drop-in; 1; no; 60; tel; tel
ironbridge; immigration casework; 2; no; 150; tel; tel
arden; immigration casework; 2; no; 60; sol; sol
severnside; advice session; 1; no; ; wor; wor wyc
leam; advice session; 1; no; 40; war; war str
wye; advice session; 1; no; ; her; her mal
long-mynd; immigration casework; 2; no; ; shr; shr
"""

# type; organisation; what; delivered in; reaches; profile, where it is the same on purpose
OTHER_SERVICES = """
food; lozells; food parcels; bir; bir; larder
food; ladywood; food parcels; bir; bir; larder
food; sparkbrook; food parcels; bir; bir; larder
food; spon-street; pantry; cov; cov;
food; etruria; food bank; sto; sto ncl;
food; smethwick; shared meal; san; ;
food; wulfrun; food vouchers; wol; wol;
food; saddlers; pantry; wal; wal;
food; ironbridge; food parcels; tel; tel;
food; severnside; shared meal; wor; ;
housing; canalside; move-on housing advice; bir; bir sol;
housing; trentside; refugee tenancies; sto; sto ncl;
housing; arden; hosting scheme; sol; sol bir cov;
housing; three-spires; move-on housing advice; cov; cov rug;
housing; wulfrun; tenancy support; wol; wol dud;
housing; cov-council; resettlement homes; cov; cov;
housing; ironbridge; hosting scheme; tel; tel shr;
English classes; godiva; beginners' English; cov; cov; classroom
English classes; foleshill; beginners' English; cov; cov; classroom
English classes; sherbourne; beginners' English; cov; cov; classroom
English classes; salford-bridge; English for work; bir; bir;
English classes; wulfrun; conversation club; wol; wol;
English classes; bottle-kiln; conversation club; sto; sto;
English classes; glasshouse; English with childcare; dud; dud;
English classes; ironbridge; beginners' English; tel; tel;
English classes; rugby-friends; conversation club; rug; rug;
English classes; leam; conversation club; war; war str;
English classes; severnside; conversation club; wor; wor wyc mal;
wellbeing; rea-valley; counselling; bir; bir sol san;
wellbeing; six-towns; women's wellbeing group; sto; sto;
wellbeing; galton; talking therapies; san; san;
wellbeing; potteries; allotment group; sto; sto ncl;
wellbeing; three-spires; peer support; cov; cov;
wellbeing; wye; walking group; her; her;
employment support; penn-fields; job club; wol; wol; work
employment support; whitmore; job club; wol; wol; work
employment support; bullring; routes to work; bir; bir san;
employment support; potteries; work mentors; sto; sto;
employment support; spon-street; skills exchange; cov; cov nun;
employment support; saddlers; volunteering into work; wal; wal;
welcome and befriending; canalside; welcome mornings; bir; bir;
welcome and befriending; spon-street; open house; cov; cov;
welcome and befriending; bottle-kiln; open house; sto; ;
welcome and befriending; wulfrun; befriending; wol; wol;
welcome and befriending; glasshouse; welcome mornings; dud; dud;
welcome and befriending; chainmakers; befriending; san; san;
welcome and befriending; arden; befriending; sol; sol;
welcome and befriending; rugby-friends; open house; rug; rug;
welcome and befriending; wye; befriending; her; her mal;
health access; galton; GP registration help; san; san dud;
health access; canalside; health drop-in; bir; bir;
health access; bir-council; new arrivals health check; bir; bir;
health access; sto-council; new arrivals health check; sto; sto;
health access; three-spires; maternity link; cov; cov;
families and schools; bir-council; school places team; bir; bir;
families and schools; cov-council; school places team; cov; cov;
families and schools; wol-council; family support; wol; wol;
families and schools; sto-council; family support; sto; sto;
families and schools; san-council; family support; san; san;
families and schools; six-towns; mothers and toddlers; sto; sto;
families and schools; saddlers; homework club; wal; ;
"""

# languages; eligibility; access
PROFILES = {
    "larder": (
        "English|Arabic|Kurdish Sorani|Tigrinya",
        "people seeking asylum|refugees|families",
        "agency referral",
    ),
    "classroom": (
        "English|Arabic|Farsi",
        "people seeking asylum|refugees",
        "self-referral",
    ),
    "work": (
        "English|Punjabi|Arabic|Farsi",
        "refugees|migrant workers",
        "drop-in",
    ),
}

CLOSED_FOR_NOW = ("Etruria Road Fellowship: food bank", "Saddlers Newcomer Support: homework club")

# service's organisation; what; second organisation; its role
PARTNERS = """
canalside; health drop-in; rea-valley; partner
three-spires; advice drop-in; spon-street; host
potteries; advice drop-in; bottle-kiln; host
three-spires; move-on housing advice; arden; partner
chainmakers; immigration casework; wulfrun; partner
wulfrun; Walsall casework; saddlers; host
sto-council; family support; six-towns; partner
"""

# from; to; kind; pounds a year
RELATIONSHIPS = """
city-fund; canalside; funds; 60000
city-fund; wulfrun; funds; 40000
shires-fund; three-spires; funds; 25000
shires-fund; potteries; funds; 30000
bir-council; canalside; funds; 85000
cov-council; three-spires; funds; 55000
wol-council; wulfrun; funds; 60000
sto-council; potteries; funds; 48000
san-council; wulfrun; funds; 30000
san-council; chainmakers; funds; 22000
wol-council; penn-fields; funds; 9000
cov-council; spon-street; funds; 12000
bir-council; lozells; funds; 6000
three-spires; spon-street; trains;
three-spires; rugby-friends; trains;
wulfrun; chainmakers; trains;
potteries; bottle-kiln; trains;
potteries; six-towns; trains;
potteries; etruria; trains;
wulfrun; glasshouse; trains;
wulfrun; saddlers; trains;
hockley; three-spires; trains;
goldthorn; potteries; trains;
law-clinic; canalside; trains;
canalside; salford-bridge; hosts;
three-spires; godiva; hosts;
potteries; cobridge; hosts;
wulfrun; whitmore; hosts;
etruria; bottle-kiln; hosts;
canalside; rea-valley; co-located;
three-spires; spon-street; co-located;
galton; san-council; co-located;
"""
MUTUAL = ("steering", "shares information", "co-located")
ALSO_SHARING_INFORMATION = 16

# key; name; kind; parent; area; meetings a year; hours a meeting
GROUPS = """
partnership; Heart of England Newcomer Partnership; strategic; ; ; 4; 3
steering; Newcomer Partnership steering group; steering; partnership; ; 12; 2
advice; Immigration Advice Forum; forum; partnership; ; 6; 2
warwickshire; Coventry and Warwickshire Newcomers Forum; forum; partnership; cov; 6; 2
staffordshire; North Staffordshire Newcomers Forum; forum; partnership; sto; 4; 1.5
black-country; Black Country arrivals group; operational; steering; wol; 24; 1
"""

# group; organisation; role; speaks for; elected
MEMBERSHIPS = """
partnership; canalside; chair; ; yes
partnership; three-spires; core; ;
partnership; wulfrun; core; ;
partnership; potteries; core; ;
partnership; bullring; representative; bir; yes
partnership; spon-street; representative; cov; yes
partnership; bottle-kiln; representative; sto; no
partnership; chainmakers; representative; san; yes
partnership; saddlers; representative; wal; no
partnership; wol-council; member; ;
partnership; bir-council; member; ;
partnership; city-fund; observer; ;
steering; three-spires; chair; ; yes
steering; canalside; core; ;
steering; wulfrun; core; ;
steering; potteries; core; ;
advice; wulfrun; chair; ; no
advice; three-spires; member; ;
advice; canalside; member; ;
advice; hockley; member; ;
advice; gosta; member; ;
advice; goldthorn; member; ;
advice; chainmakers; member; ;
advice; law-clinic; observer; ;
warwickshire; three-spires; chair; ; yes
warwickshire; cov-council; member; ;
warwickshire; godiva; member; ;
warwickshire; sherbourne; member; ;
warwickshire; rugby-friends; representative; rug; yes
staffordshire; potteries; chair; ; yes
staffordshire; sto-council; member; ;
staffordshire; bottle-kiln; member; ;
staffordshire; etruria; member; ;
staffordshire; six-towns; member; ;
staffordshire; trentside; member; ;
black-country; wulfrun; chair; ; no
black-country; wol-council; member; ;
black-country; san-council; member; ;
black-country; chainmakers; member; ;
black-country; saddlers; member; ;
black-country; glasshouse; representative; dud; no
black-country; galton; member; ;
"""

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
JITTER_DEGREES = 0.02
SLOW_PLACES = ("cov", "sto")


def write_samples(folder: Path) -> None:
    """Write both samples, a folder each."""
    facts = pd.read_csv(FACTS, dtype=str, keep_default_na=False)
    rng = np.random.default_rng(SEED)
    write_tables(make_west_midlands(facts, rng), folder / "west-midlands")
    write_tables(make_legal_aid(facts), folder / "legal-aid-2015")


def write_tables(tables: Mapping[str, pd.DataFrame], folder: Path) -> None:
    """Write one CSV file a table: columns that hold something, rows in key order."""
    for name, frame in tables.items():
        table = TABLES[name]
        used = [one for one in table.names if one in frame and (frame[one] != "").any()]
        key = [one for one in table.key if one in used]
        ordered = frame.sort_values(key) if key else frame
        path = folder / f"{name}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        ordered[used].to_csv(path, index=False, encoding="utf-8", lineterminator="\n")


def make_west_midlands(facts: pd.DataFrame, rng: np.random.Generator) -> dict[str, pd.DataFrame]:
    """Return real areas and demand with invented organisations, services and ties."""
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


def make_legal_aid(facts: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return where immigration legal aid was to be had in England and Wales in 2015."""
    facts = facts[facts["area_code"].str[0].isin(["E", "W"])]
    services = pd.DataFrame(
        [
            {"name": f"Immigration legal aid {word} {number}, {area['name']}", "area_code": code}
            for code, area in facts.set_index("area_code").iterrows()
            for word, places in (
                ("place", area["immigration_legal_aid_offices_2015_11"]),
                ("outreach place", area["immigration_legal_aid_outreach_2015_11"]),
            )
            for number in range(1, int(places) + 1)
        ]
    )
    services = services.assign(
        service_id=services["name"].map(make_slug), service_type=ADVICE, legal_aid="yes"
    )
    agency = {"name": "Legal Aid Agency", "sector": "statutory"}
    return {
        "organisations": pd.DataFrame([{"organisation_id": make_slug(agency["name"]), **agency}]),
        "services": services,
        "sites": services[["service_id", "area_code"]],
        "areas": list_areas(facts),
        "demand": list_demand(facts, "2015-12-31"),
        "about": describe(
            title="Immigration legal aid in England and Wales, 2015",
            area="England and Wales",
            snapshot_date="2015-12-31",
            prepared_by="compiled for this sample from public figures",
            licence=OGL,
            sources=(
                f"{AREA_SOURCES} Legal Aid Agency: directory of providers, November 2015; 10 of "
                f"294 places had no position and are left out. {ATTRIBUTION}."
            ),
        ),
    }


def list_areas(facts: pd.DataFrame) -> pd.DataFrame:
    """Return the areas as published."""
    columns = ["area_code", "name", "latitude", "longitude", "population"]
    return facts[columns].assign(kind="local authority")


def list_demand(facts: pd.DataFrame, day: str) -> pd.DataFrame:
    """Return the people on asylum support that day; areas without a figure are left out."""
    people = facts[f"asylum_supported_{day.replace('-', '_')}"]
    return pd.DataFrame(
        {
            "area_code": facts["area_code"],
            "service_type": ADVICE,
            "people": people,
            "counted_as": COUNTED_AS,
            "period": day,
            "source": DEMAND_SOURCE,
        }
    )[people != ""]


def describe(**record: str) -> pd.DataFrame:
    """Return the one row of about."""
    return pd.DataFrame([{**record, "schema_version": SCHEMA_VERSION}])


def list_organisations(places: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Return the invented organisations by key, each near the middle of its area."""
    rows = read_rows(ORGANISATIONS, "key name sector place stated_role core_ties")
    positions = pd.DataFrame([draw_position(places.loc[one], rng) for one in rows["place"]])
    return rows.assign(
        organisation_id=rows["name"].map(make_slug),
        area_code=rows["place"].map(places["area_code"]),
        **positions,
    ).set_index("key")


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


def read_rows(text: str, columns: str) -> pd.DataFrame:
    """Return the rows of a table written as lines with semicolons."""
    rows = [[cell.strip() for cell in line.split(";")] for line in text.strip().splitlines()]
    return pd.DataFrame(rows, columns=columns.split(), dtype=str)


def draw_position(area: pd.Series, rng: np.random.Generator) -> dict[str, str]:
    """Return a spot near the middle of an area."""
    north, east = rng.uniform(-JITTER_DEGREES, JITTER_DEGREES, 2)
    return {
        "latitude": f"{float(area['latitude']) + north:.5f}",
        "longitude": f"{float(area['longitude']) + east:.5f}",
    }


def draw_one(options: Sequence[str], rng: np.random.Generator) -> str:
    """Return one of the options."""
    return options[rng.integers(len(options))]


def draw_some(options: Sequence[str], size: int, rng: np.random.Generator) -> list[str]:
    """Return so many different options, in their own order; all of them if there are fewer."""
    return [options[one] for one in sorted(rng.permutation(len(options))[:size])]


if __name__ == "__main__":
    write_samples(HERE / "sample")
