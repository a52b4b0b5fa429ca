"""Cells with several places: what of them is read, and what is asked about."""

import pytest

from ecosystem.formats.tables.places.cell_reading import find_nearby, read_cell
from ecosystem.formats.tables.places.neighbourhoods import find_neighbourhoods
from ecosystem.formats.tables.places.uk_areas import find_uk_area, list_areas_and_larger_places

STAFFORDSHIRE = ["Stoke-on-Trent", "Stafford", "Newcastle-under-Lyme"]


def read(cell, rows=STAFFORDSHIRE, own=()):
    """Return the names of the places of a cell, and the words that were not read."""
    reading = read_cell(cell, find_nearby(rows, own))
    areas = list_areas_and_larger_places()
    places = [areas.get(find_uk_area(place), {"name": place})["name"] for place in reading.places]
    return places, [name.text for name in reading.unread]


@pytest.mark.parametrize(
    ("cell", "places"),
    [
        ("Shelton, Hanley", ["Stoke-on-Trent"]),
        ("Stoke & Staffs", ["Stoke-on-Trent", "Staffordshire"]),
        ("Stoke on Trent, Staffs", ["Stoke-on-Trent", "Staffordshire"]),
        (
            "Stoke, Newcastle under Lyme and Staffs Moorlands",
            ["Stoke-on-Trent", "Newcastle-under-Lyme", "Staffordshire Moorlands"],
        ),
        (
            "Stafford; Cannock Chase; South Staffordshire",
            ["Stafford", "Cannock Chase", "South Staffordshire"],
        ),
        (
            "Stoke / Newcastle + Leek",
            ["Stoke-on-Trent", *STAFFORDSHIRE[2:], "Staffordshire Moorlands"],
        ),
        ("Brighton and Hove", ["Brighton and Hove"]),
        ("Bath & NE Somerset, Bristol", ["Bath and North East Somerset", "Bristol, City of"]),
        ("Telford & Wrekin", ["Telford and Wrekin"]),
        ("Barking & Dagenham and Havering", ["Barking and Dagenham", "Havering"]),
        ("Kensington & Chelsea", ["Kensington and Chelsea"]),
        ("Bournemouth, Christchurch and Poole", ["Bournemouth, Christchurch and Poole"]),
        ("Bristol, City of", ["Bristol, City of"]),
        ("Newry, Mourne and Down; Belfast", ["Newry, Mourne and Down", "Belfast"]),
        ("Handsworth (Sheffield)", ["Sheffield"]),
        ("Hanley, Stoke-on-Trent", ["Stoke-on-Trent"]),
        ("Stafford\nLichfield", ["Stafford", "Lichfield"]),
        ("all of Kent", ["Kent"]),
        ("Leeds (all), Bradford", ["Leeds", "Bradford"]),
        ("Coventry - city wide", ["Coventry"]),
        ("London Borough of Hackney; LB Newham", ["Hackney", "Newham"]),
        ("Pan-London", ["London"]),
        ("Bradford MDC / Leeds CC", ["Bradford", "Leeds"]),
        ("Edinburgh, Caerdydd", ["City of Edinburgh", "Cardiff"]),
        ("UK wide", ["United Kingdom"]),
    ],
)
def test_a_cell_holds_what_it_lists_and_a_name_with_and_in_it_is_one(cell, places):
    assert read(cell) == (places, [])


@pytest.mark.parametrize(
    ("cell", "places", "unread"),
    [
        ("Stoke on Trent, Borsetshire", ["Stoke-on-Trent"], ["Borsetshire"]),
        ("Stoke and surrounding areas", ["Stoke-on-Trent"], ["surrounding areas"]),
        ("mainly Stoke", ["Stoke-on-Trent"], ["mainly Stoke"]),
        ("Greater Stoke", ["Stoke-on-Trent"], ["Greater Stoke"]),
        ("Stoke, county wide", ["Stoke-on-Trent"], ["county wide"]),
        ("x" * 500 + ", Stoke", ["Stoke-on-Trent"], ["x" * 500]),
        ("Stoke, North Staffs", ["Stoke-on-Trent"], ["North Staffs"]),
        ("Cats and Dogs", [], ["Cats and Dogs"]),
        ("hotels in Stoke", [], ["hotels in Stoke"]),
        ("hotels, Stafford", ["Stafford"], ["hotels"]),
    ],
)
def test_what_cannot_be_read_is_named_and_the_rest_is_read(cell, places, unread):
    assert read(cell) == (places, unread)


@pytest.mark.parametrize(
    ("cell", "part", "whole"),
    [
        ("Leek, Staffs", "Staffordshire Moorlands", "Staffs"),
        ("Croydon, London", "Croydon", "London"),
        ("London (Croydon)", "Croydon", "London"),
        ("Coventry, UK", "Coventry", "UK"),
    ],
)
def test_a_larger_place_beside_one_in_it_may_only_say_where_it_is(cell, part, whole):
    """Croydon alone is sure; all of London is not."""
    assert read(cell) == ([part], [whole])


@pytest.mark.parametrize("cell", ["Croydon and all of London", "Leek & Staffs"])
def test_a_larger_place_that_is_listed_is_reached(cell):
    places, unread = read(cell)
    assert len(places) == 2
    assert unread == []


@pytest.mark.parametrize(
    "cell",
    [
        *("city wide", "City-wide", "borough wide", "boroughwide", "county wide", "countywide"),
        *("local", "locally", "hotels", "asylum hotels", "all areas", "everywhere", "various"),
        *("various locations", "the whole city", "across the county", "north of the county"),
        *("other areas", "surrounding areas", "community venues", "schools", "rest of the county"),
    ],
)
def test_words_that_name_no_place_are_asked_about(cell):
    assert read(cell) == ([], [cell])


def test_city_wide_suggests_the_one_authority_that_all_other_rows_name():
    (asked,) = read_cell("city wide", find_nearby(["Coventry", "Coventry"], ())).unread
    assert asked.suggestion == "Name the place that is meant. If it is Coventry, write that."
    (asked,) = read_cell("city wide", find_nearby(["Coventry", "Solihull"], ())).unread
    assert asked.suggestion == "Name the place that is meant."


def test_what_the_areas_table_lists_is_a_place_whatever_it_is_called():
    assert read("City wide", own=["City wide"]) == (["City wide"], [])
    assert read("Hanley and Shelton; Leek", own=["Hanley and Shelton"])[0] == [
        "Hanley and Shelton",
        "Staffordshire Moorlands",
    ]


def test_a_neighbourhood_is_read_in_the_county_of_the_rows_and_not_in_the_region_alone():
    """Leek lies in Staffordshire as Stafford does. Hillfields is in Coventry and in Bristol: among
    rows of Stafford Coventry is in the region only. Sutton Coldfield is there once in the country.
    """
    assert find_neighbourhoods("Hillfields") == ("E06000023", "E08000026")
    assert read("Leek") == (["Staffordshire Moorlands"], [])
    assert read("Hillfields") == ([], ["Hillfields"])
    assert read("Sutton Coldfield") == (["Birmingham"], [])


def test_a_short_name_is_not_that_of_an_authority_where_the_rows_lie_by_another_place():
    """Stoke is a part of Plymouth; Newport a town of Telford and Wrekin and a city in Wales."""
    assert read("Stoke", ["Plymouth"]) == ([], ["Stoke"])
    assert read("Stoke", ["Stafford"]) == (["Stoke-on-Trent"], [])
    assert read("Newport", ["Telford and Wrekin", "Shropshire"]) == ([], ["Newport"])
    assert read("Newport", ["Cardiff"]) == (["Newport"], [])


def test_an_authority_comes_before_a_neighbourhood_of_its_name():
    """Stockton on the Forest is in York, and York in North Yorkshire, as Middlesbrough is. But all
    rows lie in the North East, and there Stockton-on-Tees is called so itself.
    """
    assert read("Stockton", ["Middlesbrough", "Gateshead"]) == (["Stockton-on-Tees"], [])


@pytest.mark.parametrize(
    ("cell", "places", "unread"),
    [
        ("Staffordshire (not Cannock Chase)", [], ["Staffordshire"]),
        ("Staffordshire (not Stoke)", ["Staffordshire"], []),
        ("Stafford (not the hotel)", ["Stafford"], ["not the hotel"]),
    ],
)
def test_a_place_that_is_left_out(cell, places, unread):
    """Cannock Chase is one of the districts of Staffordshire, and Stoke is none of them."""
    assert read(cell) == (places, unread)
