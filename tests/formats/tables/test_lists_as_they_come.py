"""Lists that people hand out: of councils, of services, with names headed in their own words."""

import pytest
from network_files import pairs, save

import ecosystem as eco


def test_a_list_of_a_council_is_read_with_its_categories(tmp_path):
    text = """Organisation Name,Description,Address,Postcode,Ward,Telephone,Website,Category
Harbour Hub,A place to meet,1 High St,M33 1AA,Sale,0161 496 0000,www.h.example,Community
River Trust,Helps families,2 High St,M33 2AA,Urmston,0161 496 0001,,Families
River Trust,Helps families,9 Low St,M33 9AA,Sale,0161 496 0001,,Families
"""
    e = eco.read(save(tmp_path, "council.csv", text))
    assert e.organisations["name"].tolist() == ["Harbour Hub", "River Trust"]
    assert not [column for column in e.organisations if "phone" in column.casefold()]
    assert len(e.services) == 2


def test_a_list_of_services_with_a_taxonomy_is_of_services(tmp_path):
    """Drop has no word that tells its type: it has that of its taxonomy."""
    text = """Name,Organisation,Taxonomy
Food parcels,Harbour Hub,Food
Drop,River Trust,Legal advice
"""
    e = eco.read(save(tmp_path, "list.csv", text))
    assert e.organisations["name"].tolist() == ["Harbour Hub", "River Trust"]
    assert pairs(e.services, "name", "service_type") == [
        ("Food parcels", "food"),
        ("Drop", "legal advice"),
    ]


@pytest.mark.parametrize(
    "headings",
    ["nonprofit_name,city", "Agency name,City", "Name,Other names", "name,area_name,area_code"],
)
def test_names_under_other_headings_are_organisations(tmp_path, headings):
    cells = "Harbour," + ("Leeds,E08000035" if "area" in headings else "x")
    e = eco.read(save(tmp_path, "list.csv", f"{headings}\n{cells}\n"))
    assert e.organisations["name"].tolist() == ["Harbour"]


def test_a_list_that_is_not_known_names_the_column_that_may_be_the_name(tmp_path):
    path = save(tmp_path, "list.csv", "Site code,Trading name\n7,Harbour\n")
    with pytest.raises(eco.DataError, match="If 'Trading name' names an organisation"):
        eco.read(path)
