"""Open Referral in its versions, as tables and as JSON."""

import csv
import json
import zipfile

import pytest
from network_files import join_messages, pairs

import ecosystem as eco


def folder(tmp_path, **tables):
    path = tmp_path / "package"
    path.mkdir()
    for name, rows in tables.items():
        with (path / f"{name}.csv").open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows(rows)
    return path


def hsds_1(tmp_path):
    """HSDS 1.1: taxonomy, service_taxonomy, physical_addresses; ORUK 1 is close to it."""
    return folder(
        tmp_path,
        organizations=[
            ["id", "name", "description", "email", "url", "year_incorporated"],
            ["o1", "ACH ", "Help", "x@example.org", "https://example.org", "1999"],
            ["o2", "Borderlands", "", "", "", ""],
        ],
        services=[
            ["id", "organization_id", "name", "description", "status"],
            ["s1", "o1", "Advice", "Long text", "active"],
            ["s1", "o2", "Advice", "Long text", "active"],
            ["s2", "o2", "Food", "", "defunct"],
        ],
        locations=[["id", "name", "latitude", "longitude"], ["l1", "House", "51.45", "-2.58"]],
        physical_addresses=[
            ["id", "location_id", "address_1", "city", "postal_code", "country"],
            ["a1", "l1", "1 Street", "Bristol", "bs14st", "GB"],
        ],
        services_at_location=[["id", "service_id", "location_id"], ["x1", "s1", "l1"]],
        service_areas=[
            ["id", "service_id", "service_area", "uri"],
            ["1", "s1", "Bristol", ""],
            ["2", "s2", "", "http://statistics.data.gov.uk/id/statistical-geography/E08000019"],
            ["3", "s2", "Somewhere over there", ""],
        ],
        languages=[["id", "service_id", "language"], ["1", "s1", "Arabic"], ["2", "s1", "Farsi"]],
        eligibility=[["id", "service_id", "eligibility"], ["1", "s1", "adults"]],
        taxonomy=[["id", "name"], ["t1", "legal advice"], ["t2", "food"]],
        service_taxonomy=[
            ["id", "service_id", "taxonomy_id"],
            ["1", "s1", "t1"],
            ["2", "s2", "t2"],
        ],
        phones=[["id", "service_id", "number"], ["1", "s1", "0117"]],
    )


def test_hsds_1_tables_are_read(tmp_path):
    e = eco.read(hsds_1(tmp_path))
    assert pairs(e.organisations, "organisation_id", "name") == [
        ("o1", "ACH"),
        ("o2", "Borderlands"),
    ]
    assert str(e.organisations.loc[0, "start"].date()) == "1999-01-01"
    assert pairs(e.services, "service_id", "name", "service_type", "status", "languages")[0] == (
        "s1",
        "Advice",
        "legal advice",
        "active",
        "Arabic|Farsi",
    )
    assert e.services["status"].tolist()[1] == "closed"
    assert pairs(e.providers, "service_id", "organisation_id", "role") == [
        ("s1", "o1", "lead"),
        ("s1", "o2", "partner"),
        ("s2", "o2", "lead"),
    ]
    assert pairs(e.sites, "service_id", "latitude", "postcode") == [("s1", 51.45, "BS1 4ST")]
    assert pairs(e.catchments, "service_id", "area_code") == [
        ("s1", "E06000023"),
        ("s2", "E08000039"),
    ]
    assert "email" not in e.organisations


def test_what_has_no_home_is_said(tmp_path):
    e = eco.read(hsds_1(tmp_path))
    assert "1 row of 'phone' not read" in join_messages(e)
    assert "as 'Somewhere over there', not read" in join_messages(e)


def test_a_zipped_package_is_read_the_same(tmp_path):
    path = hsds_1(tmp_path)
    zipped = tmp_path / "package.zip"
    with zipfile.ZipFile(zipped, "w") as archive:
        for file in path.iterdir():
            archive.write(file, f"package/{file.name}")
    assert eco.read(zipped).services.equals(eco.read(path).services)


def test_a_package_that_keeps_its_tables_in_a_folder_called_data(tmp_path):
    path = hsds_1(tmp_path)
    outer = tmp_path / "outer"
    outer.mkdir()
    path.rename(outer / "data")
    assert len(eco.read(outer).services) == 2


def test_services_without_a_listed_organisation_are_named_each(tmp_path):
    path = folder(
        tmp_path,
        organization=[["id", "name"], ["o1", "ACH"]],
        service=[
            ["id", "organization_id", "name"],
            ["s1", "o1", "A"],
            ["s2", "gone", "B"],
            ["s3", "gone", "C"],
        ],
    )
    problems = eco.check(path)
    errors = problems[problems["severity"] == "error"]
    assert errors["row"].tolist() == [3, 4]
    assert set(errors["value"]) == {"gone"}


def test_hsds_3_tables_are_read(tmp_path):
    """HSDS 3: attributes, addresses, identifiers, eligibility on the service; 3.1: capacity."""
    path = folder(
        tmp_path,
        organizations=[
            ["id", "name", "website", "parent_organization_id"],
            ["o1", "ACH", "https://example.org", ""],
            ["o2", "ACH North", "", "o1"],
        ],
        organization_identifiers=[
            ["id", "organization_id", "identifier_scheme", "identifier"],
            ["1", "o1", "GB-CHC", "1164883"],
        ],
        services=[
            ["id", "organization_id", "name", "status", "eligibility_description"],
            ["s1", "o1", "Advice", "temporarily closed", "adults | families"],
        ],
        service_at_locations=[["id", "service_id", "location_id"], ["1", "s1", "l1"]],
        locations=[
            ["id", "location_type", "latitude", "longitude"],
            ["l1", "physical", "51", "-2"],
        ],
        addresses=[
            ["id", "location_id", "postal_code", "address_type"],
            ["1", "l1", "60601", "physical"],
        ],
        taxonomy_terms=[["id", "name"], ["t", "legal advice"]],
        attributes=[
            ["id", "link_id", "link_entity", "taxonomy_term_id"],
            ["1", "s1", "service", "t"],
        ],
        languages=[["id", "service_id", "name", "code"], ["1", "s1", "", "ar"]],
        service_capacities=[["id", "service_id", "maximum"], ["1", "s1", "40"]],
    )
    e = eco.read(path)
    assert e.organisations["charity_number"].tolist()[0] == "1164883"
    assert pairs(e.relationships, "from_id", "to_id", "kind") == [("o1", "o2", "parent of")]
    row = e.services.iloc[0]
    assert (row["service_type"], row["capacity"], row["languages"]) == ("legal advice", 40, "ar")
    assert row["status"] == "temporarily closed"
    assert row["eligibility"] == "adults / families"
    assert e.sites["postal_code"].tolist() == ["60601"]
    assert e.sites["postcode"].isna().all()


_RECORD = {
    "id": "s1",
    "name": "Advice",
    "status": "active",
    "organization": {"id": "o1", "name": "ACH", "website": "https://example.org"},
    "service_at_locations": [
        {
            "id": "x",
            "location": {
                "id": "l1",
                "latitude": 51.45,
                "longitude": -2.58,
                "addresses": [{"id": "a", "postal_code": "BS1 4ST", "address_type": "physical"}],
            },
        }
    ],
    "service_areas": [{"id": "1", "name": "Bristol"}],
    "languages": [{"id": "1", "name": "Arabic"}, {"id": "2", "name": "Farsi"}],
    "attributes": [{"id": "1", "taxonomy_term": {"id": "t", "name": "legal advice"}}],
    "cost_options": [{"id": "1", "option": "free"}],
}


@pytest.mark.parametrize(
    "data",
    [
        [_RECORD],
        {"total_items": 1, "total_pages": 1, "page_number": 1, "contents": [_RECORD]},
        {"totalElements": 1, "content": [_RECORD]},
        _RECORD,
    ],
    ids=["list", "page of 3", "page of ORUK 1", "one record"],
)
def test_open_referral_json_is_read_in_each_form(tmp_path, data):
    path = tmp_path / "services.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    e = eco.read(path)
    assert pairs(e.organisations, "organisation_id", "name") == [("o1", "ACH")]
    assert pairs(e.services, "service_id", "service_type", "languages") == [
        ("s1", "legal advice", "Arabic|Farsi")
    ]
    assert pairs(e.providers, "service_id", "organisation_id") == [("s1", "o1")]
    assert pairs(e.sites, "service_id", "latitude", "postcode") == [("s1", 51.45, "BS1 4ST")]
    assert list(e.catchments["area_code"]) == ["E06000023"]
    assert "1 row of 'cost_option' not read" in join_messages(e)


def test_whole_tables_in_one_json_are_read(tmp_path):
    data = {
        "organizations": [{"id": "o1", "name": "ACH"}, {"id": "o2", "name": "Bor"}],
        "services": [{"id": "s1", "name": "Advice", "organization_id": "o1"}],
    }
    path = tmp_path / "all.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    e = eco.read(path)
    assert list(e.organisations["name"]) == ["ACH", "Bor"]
    assert pairs(e.providers, "service_id", "organisation_id") == [("s1", "o1")]


def test_oruk_1_json_with_its_own_plurals_is_read(tmp_path):
    record = {
        "id": "s1",
        "name": "Advice",
        "attending_access": "drop-in",
        "organization": {"id": "o1", "name": "ACH"},
        "eligibilitys": [{"id": "1", "eligibility": "adults"}],
        "service_taxonomys": [{"id": "1", "taxonomy": {"id": "t", "name": "legal advice"}}],
        "service_areas": [{"id": "1", "service_area": "Leeds"}],
        "reviews": [{"id": "1"}],
    }
    path = tmp_path / "page.json"
    path.write_text(json.dumps({"totalPages": 1, "content": [record]}), encoding="utf-8")
    e = eco.read(path)
    assert pairs(e.services, "service_type", "eligibility", "access") == [
        ("legal advice", "adults", "drop-in")
    ]
    assert list(e.catchments["area_code"]) == ["E08000035"]


def test_one_page_of_many_is_said(tmp_path):
    path = tmp_path / "page.json"
    page = {"total_pages": 7, "page_number": 2, "contents": [_RECORD]}
    path.write_text(json.dumps(page), encoding="utf-8")
    assert "this is page 2 of 7" in join_messages(eco.read(path))


def test_the_capacities_of_a_service_in_json_are_those_of_the_table(tmp_path):
    """HSDS 3.1 calls the list `capacities`, and the table service_capacity: 12 places at most."""
    service = {
        "id": "s1",
        "name": "Drop-in",
        "status": "active",
        "organization": {"id": "o1", "name": "Anna's Kitchen"},
        "capacities": [{"id": "c1", "available": 3, "maximum": 12}],
    }
    path = tmp_path / "page.json"
    path.write_text(json.dumps([service]), encoding="utf-8")
    e = eco.read(path)
    assert e.services["capacity"].tolist() == [12]
    assert not e.problems["message"].str.contains("capacity").any()
