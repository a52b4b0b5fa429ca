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


@pytest.mark.parametrize("headings", ["Name,Category,Cost", "Service,Service type,Price"])
def test_services_of_nobody_are_no_organisations(tmp_path, headings):
    """What has a cost is a service; who runs it has to be told."""
    path = save(tmp_path, "list.csv", f"{headings}\nFood parcels,food,free\nAdvice,advice,free\n")
    said = "If it lists services, add a column Organisation: who runs each"
    with pytest.raises(eco.DataError, match=said):
        eco.read(path)
    told = save(tmp_path, "told.csv", f"{headings},Organisation\nFood parcels,food,free,Harbour\n")
    assert eco.read(told).organisations["name"].tolist() == ["Harbour"]


@pytest.mark.parametrize("name", ["Copy of Referrals", "Referrals-Table 1", "Old numbers"])
def test_referrals_are_known_by_how_many_were_sent(tmp_path, name):
    text = "From,To,Sent,Accepted\nAsh,Elm,10,7\n"
    e = eco.read(save(tmp_path, f"{name}.csv", text))
    assert e.referrals[["sent", "accepted"]].to_numpy().tolist() == [[10, 7]]
    assert e.relationships.empty


def test_a_copy_of_a_sheet_is_not_read_beside_it(tmp_path):
    """Ten people were sent, not twenty."""
    text = "From,To,Sent\nAsh,Elm,10\n"
    for name in ("Referrals", "Copy of Referrals"):
        save(tmp_path, f"{name}.csv", text)
    e = eco.read(tmp_path)
    assert e.referrals["sent"].tolist() == [10]
    said = " ".join(e.problems["message"])
    assert "'Copy of Referrals' is not one of the tables and was not read" in said


@pytest.mark.parametrize("name", ["Demand - Table 1", "Copy of Demand"])
def test_demand_is_known_by_people_in_areas(tmp_path, name):
    save(tmp_path, f"{name}.csv", "Area,Service type,People\nLeeds,advice,30\n")
    save(tmp_path, "organisations.csv", "Name\nAsh\n")
    assert eco.read(tmp_path).demand["people"].tolist() == [30]


def test_a_kind_of_tie_beside_gephis_direction_is_its_kind(tmp_path):
    text = "Source,Target,Type,edge_type\na,b,Directed,funds\nb,c,Undirected,trusts\n"
    e = eco.read(save(tmp_path, "edges.csv", text))
    assert pairs(e.relationships, "kind", "direction") == [
        ("funds", "one way"),
        ("trusts", "both ways"),
    ]


def test_services_without_names_are_told_of_that_alone(tmp_path):
    """Who runs them needs no table of its own: it is read once they have names."""
    with pytest.raises(eco.DataError) as caught:
        eco.read(save(tmp_path, "services.csv", "Organization Name,Comments\nHarbour,feeds\n"))
    errors = caught.value.problems.query("severity == 'error'")
    assert sorted(errors["column"]) == ["name", "service_id", "service_type"]
