"""Areas of the United Kingdom by code and name, of today and of the past."""

import pytest

from ecosystem.formats.tables.places.uk_areas import (
    find_area_by_name,
    find_uk_area,
    list_areas_and_larger_places,
    list_old_codes,
    list_parts,
    list_uk_areas,
)


def test_every_authority_is_found_by_its_code_and_its_name():
    areas = list_uk_areas()
    assert len(areas) == 361
    for code, area in areas.items():
        assert find_uk_area(code.lower()) == code
        assert find_uk_area(area["name"]) == code


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Bristol, City of", "E06000023"),
        ("city of bristol", "E06000023"),
        ("Stoke on Trent", "E06000021"),
        ("Hull", "E06000010"),
        ("Coventry City Council", "E08000026"),
        ("King's Lynn & West Norfolk", "E07000146"),
        ("scotland", "S92000003"),
        ("Atlantis", ""),
        ("", ""),
    ],
)
def test_names_as_people_write_them(name, code):
    assert find_area_by_name(name) == code


def test_codes_of_the_past_lead_to_codes_of_today():
    for old, now in list_old_codes().items():
        assert old not in list_uk_areas()
        assert set(now) <= set(list_areas_and_larger_places())
        assert find_uk_area(old) == (now[0] if len(now) == 1 else "")


def test_an_area_that_was_split_has_parts_and_others_have_none():
    assert list_parts("Cumbria") == ("Cumberland", "Westmorland and Furness")
    assert list_parts("Coventry") == ()


@pytest.mark.parametrize(
    ("welsh", "english"),
    [
        *(("Ynys M\u00f4n", "Isle of Anglesey"), ("Sir Gaerfyrddin", "Carmarthenshire")),
        *(("Bro Morgannwg", "Vale of Glamorgan"), ("Pen-y-bont ar Ogwr", "Bridgend")),
        *(("Sir Ddinbych", "Denbighshire"), ("Sir y Fflint", "Flintshire")),
        *(("Sir Benfro", "Pembrokeshire"), ("Sir Fynwy", "Monmouthshire")),
        *(("Castell-nedd Port Talbot", "Neath Port Talbot"), ("Caerffili", "Caerphilly")),
        *(("Merthyr Tudful", "Merthyr Tydfil"), ("Rhondda Cynon Taff", "Rhondda Cynon Taf")),
    ],
)
def test_authorities_of_wales_go_by_their_welsh_names(welsh, english):
    assert find_uk_area(welsh) == find_uk_area(english) != ""
