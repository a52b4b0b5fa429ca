"""Names of places as people write them, each in a file of that part of the country.

Every expectation is by hand: what a person of that partnership means. An empty meaning is one that
only a person can tell; then nothing outside the places in brackets may be suggested.
"""

import re

import pytest

from ecosystem.formats.tables.places.cell_reading import find_nearby, read_cell
from ecosystem.formats.tables.places.uk_areas import (
    find_uk_area,
    list_areas_and_larger_places,
)

ROWS = {
    "Staffordshire": ["Stoke-on-Trent", "Stafford", "Newcastle-under-Lyme"],
    "West Midlands": ["Birmingham", "Coventry", "Walsall"],
    "Yorkshire": ["Leeds", "Bradford", "Kirklees"],
    "London": ["Hackney", "Newham", "Tower Hamlets"],
    "North East": ["Gateshead", "Sunderland", "Newcastle upon Tyne"],
    "Kent": ["Canterbury", "Dover", "Thanet"],
    "Wales": ["Cardiff", "Newport", "Swansea"],
    "Scotland": ["Glasgow City", "City of Edinburgh", "Fife"],
    "nothing": [],
}

READ = {
    "Staffordshire": {
        "Staffordshire": "Staffordshire",
        "Staffs": "Staffordshire",
        "South Staffs": "South Staffordshire",
        "Hanley": "Stoke-on-Trent",
        "Burslem": "Stoke-on-Trent",
        "Leek": "Staffordshire Moorlands",
        "Newcastle": "Newcastle-under-Lyme",
        "Staffs Moorlands": "Staffordshire Moorlands",
        "Cannock": "Cannock Chase",
        "Burton on Trent": "East Staffordshire",
        "Kidsgrove": "Newcastle-under-Lyme",
        "Stoke city centre": "Stoke-on-Trent",
    },
    "West Midlands": {
        "Handsworth": "Birmingham",
        "W Mids": "West Midlands",
        "Telford": "Telford and Wrekin",
        "Worcs": "Worcestershire",
        "Worcestershire": "Worcestershire",
        "Hillfields": "Coventry",
        "Sutton Coldfield": "Birmingham",
        "West Bromwich": "Sandwell",
        "South Birmingham": "Birmingham",
    },
    "Yorkshire": {
        "South Yorkshire": "South Yorkshire",
        "S Yorks": "South Yorkshire",
        "Huddersfield": "Kirklees",
        "Halifax": "Calderdale",
        "Keighley": "Bradford",
        "Harehills": "Leeds",
        "Hull": "Kingston upon Hull, City of",
        "East Yorkshire": "East Riding of Yorkshire",
    },
    "London": {
        "London": "London",
        "Ilford": "Redbridge",
        "Tottenham": "Haringey",
        "Stratford": "Newham",
        "Kensington": "Kensington and Chelsea",
        "Richmond": "Richmond upon Thames",
        "Kingston": "Kingston upon Thames",
        "Hammersmith & Fulham": "Hammersmith and Fulham",
    },
    "North East": {
        "Newcastle": "Newcastle upon Tyne",
        "Tees Valley": "Tees Valley",
        "Stockton": "Stockton-on-Tees",
        "Durham": "County Durham",
        "Tyne & Wear": "Tyne and Wear",
        "South Shields": "South Tyneside",
    },
    "Kent": {
        "Kent": "Kent",
        "Margate": "Thanet",
        "Folkestone": "Folkestone and Hythe",
        "Chatham": "Medway",
        "Brighton": "Brighton and Hove",
    },
    "Wales": {
        "RCT": "Rhondda Cynon Taf",
        "Merthyr": "Merthyr Tydfil",
        "Llanelli": "Carmarthenshire",
        "Splott": "Cardiff",
    },
    "Scotland": {
        "Glasgow": "Glasgow City",
        "Govan": "Glasgow City",
        "Paisley": "Renfrewshire",
        "Highlands": "Highland",
        "Perth": "Perth and Kinross",
    },
    "nothing": {"Brighton": "Brighton and Hove", "Telford": "Telford and Wrekin", "Kent": "Kent"},
}

ASKED = {
    "Staffordshire": {
        "North Staffs": [
            *("Cannock Chase", "East Staffordshire", "Lichfield", "Newcastle-under-Lyme"),
            *("South Staffordshire", "Stafford", "Staffordshire Moorlands"),
            *("Stoke-on-Trent", "Tamworth"),
        ],
        "the Potteries": ["Newcastle-under-Lyme", "Stoke-on-Trent"],
        "Tooting": [],
        "city wide": [],
    },
    "West Midlands": {"Black Country": ["Dudley", "Sandwell", "Walsall", "Wolverhampton"]},
    "Yorkshire": {
        "Yorkshire": [
            *("East Riding of Yorkshire", "North Yorkshire", "South Yorkshire", "West Yorkshire")
        ],
        "Handsworth": ["Sheffield"],
    },
    "London": {"East London": []},
    "North East": {"Teesside": ["Middlesbrough", "Redcar and Cleveland", "Stockton-on-Tees"]},
    "Kent": {"East Kent": []},
    "Wales": {"South Wales": []},
    "Scotland": {
        "Ayrshire": ["East Ayrshire", "North Ayrshire", "South Ayrshire"],
        "West Derby": [],
    },
    "nothing": {
        "Newcastle": ["Newcastle upon Tyne", "Newcastle-under-Lyme"],
        "Hanley": ["Malvern Hills", "Stoke-on-Trent"],
        "Handsworth": ["Birmingham", "Sheffield"],
        "Burslem": ["Stoke-on-Trent"],
    },
}


def list_cases(by_region):
    return [(where, *pair) for where, names in by_region.items() for pair in names.items()]


def name_of(place):
    return list_areas_and_larger_places()[find_uk_area(place)]["name"]


def test_there_are_65_names_and_more():
    assert len(list_cases(READ)) + len(list_cases(ASKED)) >= 65


@pytest.mark.parametrize(("where", "name", "meant"), list_cases(READ))
def test_a_name_is_read_as_who_writes_it_means_it(where, name, meant):
    reading = read_cell(name, find_nearby(ROWS[where], ()))
    assert [name_of(place) for place in reading.places] == [meant]
    assert not reading.unread


@pytest.mark.parametrize(("where", "name", "meant"), list_cases(ASKED))
def test_a_name_that_only_a_person_can_tell_is_asked_with_what_it_may_be(where, name, meant):
    reading = read_cell(name, find_nearby(ROWS[where], ()))
    assert reading.places == []
    (asked,) = reading.unread
    said = f"{asked.problem} {asked.suggestion}".removeprefix(f"'{name}'")
    # The longest names first, so that Stafford is not found in Staffordshire.
    names = sorted(
        (area["name"] for area in list_areas_and_larger_places().values()), key=len, reverse=True
    )
    found = set(re.findall("|".join(map(re.escape, names)), said))
    wholes = {whole for whole in ("Staffordshire", "London", "Kent", "Wales") if whole in name}
    assert found - wholes - {"Staffordshire", "London", "Kent", "Wales"} == set(meant)


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("Staffordshire", "East Staffordshire"),
        ("Staffs", "Stafford"),
        ("North Staffs", "Did you mean"),
        ("Hanley", "Hackney"),
        ("Kent", "Brent"),
        ("London", "Maldon"),
        ("Brighton", "Warrington"),
        ("Telford", "Watford"),
        ("Tees Valley", "Test Valley"),
        ("Newcastle", "Lancaster"),
        ("West Midlands", "West Lindsey"),
        ("Worcestershire", "West Berkshire"),
        ("Handsworth", "Wandsworth"),
        ("South Yorkshire", "South Ayrshire"),
        ("Hackny", "Hackney"),
    ],
)
@pytest.mark.parametrize("where", ["Staffordshire", "Yorkshire", "Wales"])
def test_no_spelling_sends_people_elsewhere(where, name, wrong):
    """What newcomers were told, in files of three parts of the country."""
    reading = read_cell(name, find_nearby(ROWS[where], ()))
    said = [reading.places, *((one.why, one.problem, one.suggestion) for one in reading.names)]
    assert not re.search(rf"\b{wrong}\b", str(said))


def test_every_authority_and_larger_place_is_read_as_itself_whatever_the_rows_are_about():
    names = [area["name"] for area in list_areas_and_larger_places().values()]
    for rows in ([], ROWS["Staffordshire"], names):
        nearby = find_nearby(rows, ())
        assert [name for name in names if read_cell(name, nearby).places != [name]] == []
