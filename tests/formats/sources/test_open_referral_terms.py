"""The taxonomy terms of a service of Open Referral: each that says what is done is a type."""

import json

import pytest
from network_files import join_messages, pairs, save
from written_tables import write_csv

import ecosystem as eco

BASE = {
    "organizations": [["id", "name"], ["o", "Ash House"]],
    "services": [["id", "organization_id", "name"], ["s", "o", "Meals and debt"]],
}


def read_folder(tmp_path, **tables):
    return eco.read(write_csv(tmp_path / "package", **BASE, **tables))


def test_a_service_with_two_terms_is_found_by_each_and_counted_once(tmp_path):
    """Ash House feeds and advises up to 40 people in Leeds: 40 at most of each, 80 of none."""
    e = read_folder(
        tmp_path,
        service_capacities=[["id", "service_id", "maximum"], ["1", "s", "40"]],
        service_areas=[["id", "service_id", "name"], ["1", "s", "Leeds"]],
        locations=[["id", "latitude", "longitude"], ["l", "53.8", "-1.5"]],
        service_at_locations=[["id", "service_id", "location_id"], ["1", "s", "l"]],
        taxonomy_terms=[["id", "name"], ["t", "Food bank"], ["u", "Debt advice"]],
        attributes=[
            ["id", "link_id", "link_entity", "taxonomy_term_id"],
            ["1", "s", "service", "t"],
            ["2", "s", "service", "u"],
        ],
    )
    ids = ["s", "s-food-bank"]
    assert pairs(e.services, "service_id", "service_type", "service_in_file") == [
        ("s", "Debt advice", "s"),
        ("s-food-bank", "Food bank", "s"),
    ]
    assert e.services["capacity"].isna().all()
    assert list(e.services["capacity_high"]) == ["40", "40"]
    for table in (e.providers, e.sites, e.catchments):
        assert list(table["service_id"]) == ids
    said = join_messages(e)
    assert "1 service with several taxonomy terms, each listed once for each term" in said
    assert "'Meals and debt' as Debt advice and Food bank" in said


def test_a_term_makes_no_id_that_another_service_has(tmp_path):
    tables = {
        "organizations": BASE["organizations"],
        "services": [["id", "name"], ["s", "Meals"], ["s-food", "Other"]],
        "taxonomy": [["id", "name"], ["1", "Advice"], ["2", "Food"]],
        "services_taxonomy": [["service_id", "taxonomy_id"], ["s", "1"], ["s", "2"]],
    }
    e = eco.read(write_csv(tmp_path / "package", **tables))
    assert list(e.services["service_id"]) == ["s", "s-food", "s-food-2"]


@pytest.mark.parametrize(
    "terms",
    [
        [
            ["id", "name", "vocabulary"],
            ["1", "Advice", ""],
            ["2", "Lone parents", "esdCircumstances"],
        ],
        [
            ["id", "name", "parent_id"],
            ["1", "Advice", ""],
            ["2", "Lone parents", "3"],
            ["3", "Human Situations", ""],
        ],
    ],
    ids=["by the vocabulary", "by the term above"],
)
def test_whom_a_service_is_for_is_no_type_of_it(tmp_path, terms):
    e = read_folder(
        tmp_path,
        taxonomy=terms,
        services_taxonomy=[["service_id", "taxonomy_id"], ["s", "2"], ["s", "1"]],
    )
    assert pairs(e.services, "service_type", "taxonomy_terms") == [
        ("Advice", "Advice|Lone parents")
    ]
    assert "kept in 'taxonomy_terms', as Lone parents of 'Meals and debt'" in join_messages(e)


def test_a_service_of_which_only_the_audience_is_told_has_no_type(tmp_path):
    """HSDS 3 says by the type of a link what a term is about."""
    record = {
        "id": "s",
        "name": "Drop-in",
        "status": "active",
        "organization": {"id": "o", "name": "Ash"},
        "attributes": [
            {
                "id": "1",
                "link_type": "intended audience",
                "taxonomy_term": {"id": "t", "name": "Men"},
            }
        ],
    }
    e = eco.read(save(tmp_path, "one.json", json.dumps(record)))
    assert pairs(e.services, "service_type", "taxonomy_terms") == [("not stated", "Men")]


def test_terms_in_a_circle_are_followed_once(tmp_path):
    e = read_folder(
        tmp_path,
        taxonomy=[["id", "name", "parent_id"], ["1", "Food", "2"], ["2", "Meals", "1"]],
        services_taxonomy=[["service_id", "taxonomy_id"], ["s", "1"]],
    )
    assert list(e.services["service_type"]) == ["Food"]


@pytest.mark.parametrize("ending", ["", ".json"])
def test_whom_a_service_is_for_is_read_again_as_the_list_it_was(tmp_path, ending):
    """Four groups, one with a comma in it."""
    groups = "asylum seekers, any stage|women|families (with children)|under 18"
    e = eco.Ecosystem(
        organisations=eco.read(write_csv(tmp_path / "a", **BASE)).organisations,
        services=eco.read(write_csv(tmp_path / "b", **BASE)).services.assign(eligibility=groups),
        providers=eco.read(write_csv(tmp_path / "c", **BASE)).providers,
    )
    path = tmp_path / f"directory{ending}"
    eco.write_tables(e, path, format="open referral")
    again = eco.read(path)
    assert list(again.services["eligibility"]) == [groups]
    assert list(again.services["service_type"]) == ["not stated"]
    assert "asylum seekers, any stage, women" in (
        path if ending else path / "services.csv"
    ).read_text(encoding="utf-8")
