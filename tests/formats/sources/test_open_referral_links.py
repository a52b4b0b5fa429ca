"""Open Referral with links that go round, that lead out of the file, or that are not there."""

import json

import pytest
from network_files import join_messages, pairs, save
from written_tables import write_csv

import ecosystem as eco

HALL = {"id": "l1", "name": "Hall", "latitude": 53.8, "longitude": -1.5}
FOOD = {"id": "s1", "name": "Food parcels", "status": "active"}


def read_json(tmp_path, data, **options):
    return eco.read(save(tmp_path, "records.json", json.dumps(data)), **options)


def read_folder(tmp_path, *, set_aside=False, **tables):
    return eco.read(write_csv(tmp_path / "package", **tables), set_aside=set_aside)


def test_a_page_of_organisations_holds_no_service(tmp_path):
    """Two records with a name and a description and no status are organisations."""
    contents = [
        {"id": "a1", "name": "Harbour Aid", "description": "x"},
        {"id": "a2", "name": "River Trust", "description": "y"},
    ]
    e = read_json(tmp_path, {"total_items": 2, "contents": contents})
    assert list(e.organisations["name"]) == ["Harbour Aid", "River Trust"]
    assert len(e.services) == 0


@pytest.mark.parametrize("heading", ["organizations", "services"])
def test_a_list_is_what_its_heading_says(tmp_path, heading):
    """What has a name only is told by the name of its list."""
    e = read_json(tmp_path, {heading: [{"id": "a", "name": "A", "description": "x"}]})
    assert (len(e.organisations), len(e.services)) == (
        (1, 0) if heading == "organizations" else (0, 1)
    )


def test_one_whole_organisation_has_its_services_and_its_place(tmp_path):
    """Its one location is where it is; nothing says that the food is given there."""
    e = read_json(
        tmp_path, {"id": "a1", "name": "Harbour Aid", "services": [FOOD], "locations": [HALL]}
    )
    assert pairs(e.organisations, "organisation_id", "latitude") == [("a1", 53.8)]
    assert pairs(e.providers, "service_id", "organisation_id") == [("s1", "a1")]
    assert len(e.sites) == 0


def test_an_organisation_with_two_locations_is_placed_at_neither(tmp_path):
    other = HALL | {"id": "l2", "latitude": 54.0}
    e = read_json(
        tmp_path, {"id": "a1", "name": "A", "services": [FOOD], "locations": [HALL, other]}
    )
    assert e.organisations["latitude"].isna().all()


@pytest.mark.parametrize("is_page", [True, False])
def test_services_at_locations_are_read(tmp_path, is_page):
    """The record is the link: the service, its organisation and its place stand inside it."""
    record = {
        "id": "x1",
        "service": FOOD | {"organization": {"id": "o1", "name": "Harbour"}},
        "location": HALL,
    }
    e = read_json(tmp_path, {"contents": [record]} if is_page else record)
    assert pairs(e.services, "service_id", "name") == [("s1", "Food parcels")]
    assert pairs(e.providers, "service_id", "organisation_id") == [("s1", "o1")]
    assert pairs(e.sites, "service_id", "latitude", "longitude") == [("s1", 53.8, -1.5)]
    assert e.organisations["latitude"].isna().all()


def test_a_service_at_two_locations_is_one_service(tmp_path):
    service = FOOD | {"organization": {"id": "o1", "name": "Harbour"}}
    records = [
        {"id": "x1", "service": service, "location": HALL},
        {"id": "x2", "service": service, "location": HALL | {"id": "l2", "latitude": 54.0}},
    ]
    e = read_json(tmp_path, records)
    assert (len(e.services), len(e.providers)) == (1, 1)
    assert list(e.sites["latitude"]) == [53.8, 54.0]


def test_services_taxonomy_is_read_by_its_other_name(tmp_path):
    e = read_folder(
        tmp_path,
        organizations=[["id", "name"], ["o1", "A"]],
        services=[["id", "organization_id", "name"], ["s1", "o1", "Food"]],
        taxonomy=[["id", "name"], ["T1", "Food banks"]],
        services_taxonomy=[["id", "service_id", "taxonomy_id"], ["1", "s1", "T1"]],
    )
    assert list(e.services["service_type"]) == ["Food banks"]
    assert "not read" not in join_messages(e)


def test_what_is_said_of_a_place_is_no_type_of_the_service_there(tmp_path):
    term = {"id": "t1", "taxonomy_term": {"id": "T1", "name": "step-free"}}
    place = {"id": "x", "location": HALL | {"attributes": [term]}}
    service = FOOD | {"organization": {"id": "o1", "name": "A"}, "service_at_locations": [place]}
    e = read_json(tmp_path, [service])
    assert list(e.services["service_type"]) == ["not stated"]


def test_a_parent_outside_the_file_is_left_out_and_said(tmp_path):
    """A page of services never holds the parents of those that run them."""
    organisation = {"id": "o1", "name": "Harbour", "parent_organization_id": "o9"}
    e = read_json(tmp_path, [FOOD | {"organization": organisation}])
    assert len(e.relationships) == 0
    (warning,) = e.problems[e.problems["severity"] == "warning"].to_dict("records")
    assert (warning["row"], warning["value"]) == (1, "o9")
    assert "a parent organisation that is not in this file" in warning["message"]


def test_rows_with_an_empty_link_are_said(tmp_path):
    """Of three rows one names no service (left out), one a location that is not there (kept)."""
    e = read_folder(
        tmp_path,
        organizations=[["id", "name"], ["1", "A"]],
        services=[["id", "organization_id", "name"], ["1", "1", "Food"]],
        locations=[["id", "latitude", "longitude"], ["10", "53.8", "-1.5"]],
        services_at_location=[
            ["id", "service_id", "location_id"],
            ["1", "1", "10"],
            ["2", "", "8"],
            ["3", "1", "99"],
        ],
    )
    assert len(e.sites) == 2
    warnings = e.problems[e.problems["severity"] == "warning"]
    assert set(warnings["file"]) == {"services_at_location.csv"}
    assert warnings["row"].tolist() == [3, 4]
    first, second = warnings["message"]
    assert first == "1 row of 'service_at_location' with nothing under service_id was left out."
    assert "a location that is not in this file" in second


def test_no_area_read_of_any_service_is_said_too(tmp_path):
    e = read_folder(
        tmp_path,
        organizations=[["id", "name"], ["1", "A"]],
        services=[["id", "organization_id", "name"], ["1", "1", "Food"]],
        service_areas=[["id", "service_id", "service_area"], ["1", "1", "Over there"]],
    )
    assert "1 service area with no ONS code" in join_messages(e)


def test_early_services_reach_their_organisation_through_their_location(tmp_path):
    """Ohana: the service stands at a location, and the location is the organisation's."""
    e = read_folder(
        tmp_path,
        organizations=[["id", "name"], ["1", "A"]],
        locations=[["id", "organization_id", "latitude", "longitude"], ["7", "1", "53.8", "-1.5"]],
        services=[["id", "location_id", "name", "taxonomy_ids"], ["10", "7", "Food", "101, 102"]],
        taxonomy=[["taxonomy_id", "name"], ["101", "Food banks"], ["102", "Meals"]],
    )
    ids = ["10", "10-meals"]
    assert pairs(e.providers, "service_id", "organisation_id") == [(one, "1") for one in ids]
    assert pairs(e.sites, "service_id", "latitude") == [(one, 53.8) for one in ids]
    assert list(e.services["service_type"]) == ["Food banks", "Meals"]
    assert "'Food' as Food banks and Meals" in join_messages(e)


def test_a_service_reaches_its_organisation_through_its_program(tmp_path):
    e = read_folder(
        tmp_path,
        organizations=[["id", "name"], ["1", "A"]],
        programs=[["id", "organization_id", "name"], ["5", "1", "Welcome"]],
        services=[["id", "program_id", "name"], ["10", "5", "Food"]],
    )
    assert pairs(e.providers, "service_id", "organisation_id") == [("10", "1")]


def test_postal_addresses_and_websites_are_no_places(tmp_path):
    e = read_folder(
        tmp_path,
        organizations=[["id", "name"], ["1", "A"]],
        services=[["id", "organization_id", "name"], ["1", "1", "Food"]],
        locations=[
            ["id", "location_type", "latitude"],
            ["8", "postal", "53"],
            ["9", "virtual", ""],
        ],
        service_at_locations=[
            ["id", "service_id", "location_id"],
            ["1", "1", "8"],
            ["2", "1", "9"],
        ],
    )
    assert len(e.sites) == 0


def test_a_directory_with_broken_links_is_read_without_them(tmp_path):
    """One service of an unknown organisation, one place of an unknown service: both are said."""
    tables = {
        "organizations": [["id", "name"], ["653", "A"]],
        "services": [["id", "organization_id", "name"], ["1", "653", "Food"], ["2", "6253", "B"]],
        "service_at_locations": [["id", "service_id", "location_id"], ["1", "77", "8"]],
        "locations": [["id", "latitude", "longitude"], ["8", "53.8", "-1.5"]],
    }
    with pytest.raises(eco.DataError) as caught:
        read_folder(tmp_path, **tables)
    # One number near another is no reason to think that it was meant.
    assert not caught.value.problems["suggestion"].str.contains("Did you mean").any()
    e = eco.read(tmp_path / "package", set_aside=True)
    assert pairs(e.providers, "service_id", "organisation_id") == [("1", "653")]
    assert (len(e.services), len(e.sites)) == (2, 0)
    assert "'6253' is not in organisations. The row was left out." in join_messages(e)
    assert "'77' is not in services. The row was left out." in join_messages(e)
