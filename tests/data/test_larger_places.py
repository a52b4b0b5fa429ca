"""Larger places of the United Kingdom, and the authorities in them."""

import ecosystem as eco
from ecosystem.data import list_inside, list_larger_places
from ecosystem.formats.tables.places.uk_areas import find_uk_area, list_uk_areas


def test_nations_make_up_the_kingdom():
    assert list_inside("K02000001") == set(list_uk_areas())
    assert len(list_inside("E92000001")) + len(list_inside("W92000004")) == 296 + 22
    assert list_inside("K04000001") == list_inside("E92000001") | list_inside("W92000004")


def test_every_authority_lies_in_a_nation_and_a_region_only_in_england():
    regions = [place for place in list_larger_places().values() if place.kind == "region"]
    assert len(regions) == 9
    assert sum(len(place.inside) for place in regions) == len(list_inside("E92000001"))


def test_a_name_means_the_widest_place_called_so_unless_an_authority_is():
    assert find_uk_area("West Midlands") == "E12000005"
    assert find_uk_area("West Midlands combined authority") == "E47000007"
    assert find_uk_area("Kent") == find_uk_area("Kent wide") == "E10000016"
    assert find_uk_area("Berkshire") == "Berkshire"
    assert find_uk_area("Bristol") == "E06000023"
    assert find_uk_area("City of London") == "E09000001"
    assert find_uk_area("Maldon") == "E07000074"
    assert find_uk_area("London") == "E12000007"


def test_a_service_that_reaches_a_county_is_read_and_reaches_what_is_in_it(tmp_path):
    """Dartford lies in Kent, Medway only in the ceremonial county, Leeds in neither."""
    (tmp_path / "organisations.csv").write_text("name\nAsh House\n")
    (tmp_path / "services.csv").write_text(
        "name,service_type,organisation,areas_reached\nLine,food,Ash House,Kent\n"
    )
    (tmp_path / "demand.csv").write_text(
        "area,service_type,people\nDartford,food,40\nMedway,food,30\nLeeds,food,20\n"
    )
    e = eco.read(tmp_path)
    gaps = eco.find_gaps(e, "food").table
    assert gaps["providers_in_reach"].to_dict() == {
        "E06000035": 0,
        "E07000107": 1,
        "E08000035": 0,
        "E10000016": 1,
    }
