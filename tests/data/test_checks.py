"""What is wrong with tables, at the place each row came from."""

import pandas as pd
import pytest

import ecosystem as eco
from ecosystem.data.tables import TABLES

_THREE = pd.DataFrame({"organisation_id": ["ach", "bor", "uni"], "name": ["ACH", "Bor", "Uni"]})


def find_problems(**tables):
    try:
        return eco.Ecosystem(**({"organisations": _THREE} | tables)).problems
    except eco.DataError as error:
        return error.problems


def one(problems, **where):
    for column, value in where.items():
        problems = problems[problems[column] == value]
    (row,) = problems.to_dict("records")
    return row


def test_good_tables_have_no_problems():
    assert find_problems().empty


def test_a_missing_column_is_named_with_its_heading_and_meaning():
    row = one(find_problems(organisations=pd.DataFrame({"organisation_id": ["a"]})))
    assert row["message"] == "the column name is missing."
    assert "'Name'" in row["suggestion"]


def test_a_link_that_leads_nowhere_comes_with_the_nearest_id_or_name():
    ties = pd.DataFrame({"from_id": ["ach", "achh"], "to_id": ["borr", "bor"], "kind": "funds"})
    problems = find_problems(relationships=ties)
    row = one(problems, column="to_id")
    assert (row["severity"], row["table"], row["row"]) == ("error", "relationships", 0)
    assert row["message"] == "'borr' is not in organisations."
    assert row["suggestion"].startswith("Did you mean 'bor'?")
    assert one(problems, column="from_id")["row"] == 1


def test_an_id_that_is_there_twice_names_the_earlier_row():
    frame = pd.DataFrame({"organisation_id": ["a", "b", "a"], "name": ["A", "B", "C"]})
    row = one(find_problems(organisations=frame))
    assert (row["row"], row["value"]) == (2, "a")
    assert row["message"] == "'a' is there already, in row 0."


def test_a_repeated_tie_is_an_error_and_another_period_is_none():
    referrals = pd.DataFrame(
        {
            "from_id": ["ach"] * 3,
            "to_id": ["bor"] * 3,
            "period": ["2023", "2024", "2024"],
        }
    )
    problems = find_problems(referrals=referrals)
    assert one(problems)["row"] == 2


@pytest.mark.parametrize("table", ["referrals", "relationships"])
def test_a_tie_to_itself_is_a_warning(table):
    tie = pd.DataFrame({"from_id": ["ach"], "to_id": ["ach"], "kind": ["funds"]})
    row = one(find_problems(**{table: tie}))
    assert (row["severity"], row["column"]) == ("warning", "to_id")


def test_odd_numbers_and_days_are_warnings():
    referrals = pd.DataFrame(
        {"from_id": ["ach"], "to_id": ["bor"], "sent": [5], "accepted": [6], "reached": [7]}
    )
    organisations = _THREE.assign(
        start=["2024-02-01", None, None],
        end=["2024-01-01", None, None],
        latitude=[None, 51.0, None],
    )
    problems = find_problems(referrals=referrals, organisations=organisations)
    assert sorted(problems["column"]) == ["accepted", "end", "latitude", "reached"]
    assert set(problems["severity"]) == {"warning"}


def test_a_place_is_not_counted_as_the_areas_inside_it():
    """x reaches all of Kent by name; y lists its two districts as well; z reaches one of them."""
    e = eco.Ecosystem(
        organisations=pd.DataFrame({"organisation_id": ["a"], "name": ["Ash"]}),
        services=pd.DataFrame(
            {"service_id": list("xyz"), "name": list("XYZ"), "service_type": ["food"] * 3}
        ),
        catchments=pd.DataFrame(
            {"service_id": list("xyyyz"), "area_code": ["k", "k", "d1", "d2", "d1"]}
        ),
        areas=pd.DataFrame(
            {
                "area_code": ["k", "d1", "d2"],
                "name": ["Kent", "Dover", "Ashford"],
                "parent_code": [None, "k", "k"],
            }
        ),
    )
    found = e.problems[e.problems["table"] == "catchments"]
    assert found[["severity", "row", "value"]].to_numpy().tolist() == [["warning", 0, "k"]]
    assert "'Kent' is not counted as Ashford and Dover inside it." in found["message"].iloc[0]


def test_data_about_clients_are_refused_and_contacts_dropped():
    problems = find_problems(organisations=_THREE.assign(DOB="x", **{"E-mail": "y"}))
    assert one(problems, column="DOB")["severity"] == "error"
    assert one(problems, column="E-mail")["severity"] == "note"
    e = eco.Ecosystem(organisations=_THREE.assign(Phone="y"))
    assert "Phone" not in e.organisations


@pytest.mark.parametrize("word", ["NA", "None", "-", "tbc"])
def test_an_id_that_reads_as_not_known_is_refused(word):
    frame = pd.DataFrame({"organisation_id": [word], "name": ["A"]})
    assert "cannot be an id" in one(find_problems(organisations=frame))["message"]


def test_a_second_record_of_the_data_set_is_refused():
    about = pd.DataFrame({"title": ["a", "b"]})
    assert one(find_problems(about=about))["row"] == 1


def test_everything_is_said_at_once():
    """A fault in each of several tables: none hides another."""
    problems = find_problems(
        organisations=pd.DataFrame({"organisation_id": ["a", "a"], "name": ["A", None]}),
        services=pd.DataFrame({"service_id": ["s"], "name": ["S"], "level": [9]}),
        areas=pd.DataFrame({"area_code": ["x"], "name": ["X"], "latitude": ["north"]}),
        memberships=pd.DataFrame({"group_id": ["g"], "organisation_id": ["b"]}),
    )
    errors = problems[problems["severity"] == "error"]
    assert sorted(zip(errors["table"], errors["column"], strict=True)) == [
        ("areas", "latitude"),
        ("memberships", "group_id"),
        ("memberships", "organisation_id"),
        ("organisations", "name"),
        ("organisations", "organisation_id"),
        ("services", "level"),
        ("services", "service_type"),
    ]
    assert set(problems["table"]) <= set(TABLES)
