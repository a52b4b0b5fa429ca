"""What is wrong with tables, at the place each row came from."""

import pandas as pd
import pytest
from table_problems import THREE, find_problems, take_only

import ecosystem as eco
from ecosystem.data.tables import TABLES


def test_good_tables_have_no_problems():
    assert find_problems().empty


def test_a_link_that_leads_nowhere_comes_with_the_nearest_id_or_name():
    ties = pd.DataFrame({"from_id": ["ach", "achh"], "to_id": ["borr", "bor"], "kind": "funds"})
    problems = find_problems(relationships=ties)
    row = take_only(problems, column="to_id")
    assert (row["severity"], row["table"], row["row"]) == ("error", "relationships", 0)
    assert row["message"] == "'borr' is not in organisations."
    assert row["suggestion"].startswith("Did you mean 'bor'?")
    assert take_only(problems, column="from_id")["row"] == 1


def test_an_id_that_is_there_twice_names_the_earlier_row():
    frame = pd.DataFrame({"organisation_id": ["a", "b", "a"], "name": ["A", "B", "C"]})
    row = take_only(find_problems(organisations=frame))
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
    assert take_only(problems)["row"] == 2


@pytest.mark.parametrize("table", ["referrals", "relationships"])
def test_a_tie_to_itself_is_a_warning(table):
    tie = pd.DataFrame({"from_id": ["ach"], "to_id": ["ach"], "kind": ["funds"]})
    row = take_only(find_problems(**{table: tie}))
    assert (row["severity"], row["column"]) == ("warning", "to_id")


def test_odd_numbers_and_days_are_warnings():
    referrals = pd.DataFrame(
        {"from_id": ["ach"], "to_id": ["bor"], "sent": [5], "accepted": [6], "reached": [7]}
    )
    organisations = THREE.assign(
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


def test_a_second_record_of_the_data_set_is_refused():
    about = pd.DataFrame({"title": ["a", "b"]})
    assert take_only(find_problems(about=about))["row"] == 1


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


def test_organisations_of_one_name_are_listed_with_the_slip_between_their_numbers():
    """Case and signs aside the names are one; 1077116 and 1077161 are two swapped figures."""
    organisations = pd.DataFrame(
        {
            "organisation_id": ["x", "y", "z"],
            "name": ["Red Cross", "red-cross", "Ash"],
            "charity_number": ["1077116", "1077161", None],
        }
    )
    row = take_only(find_problems(organisations=organisations))
    assert (row["severity"], row["row"], row["column"]) == ("warning", 1, "name")
    assert row["message"] == (
        "'red-cross' is also the name of x. 1077161 and 1077116 differ by one slip of the figures."
    )


def test_organisations_of_one_number_or_of_ids_in_another_case_are_listed():
    organisations = pd.DataFrame(
        {
            "organisation_id": ["ach", "ACH", "z"],
            "name": ["A", "B", "C"],
            "company_number": ["00738693", None, "00738693"],
        }
    )
    problems = find_problems(organisations=organisations)
    assert take_only(problems, column="company_number")["message"] == "'ach' has the same number."
    assert "only in capital letters" in take_only(problems, column="organisation_id")["message"]


def test_a_name_that_several_have_is_answered_with_their_ids():
    organisations = THREE.assign(name=["ACH", "Twin", "twin"])
    ties = pd.DataFrame({"from_id": ["ach"], "to_id": ["Twin"], "kind": ["funds"]})
    row = take_only(
        find_problems(organisations=organisations, relationships=ties), severity="error"
    )
    assert "It is the name of bor and uni: give the id." in row["suggestion"]


def test_services_that_nobody_runs_are_counted():
    services = pd.DataFrame(
        {"service_id": ["s", "t"], "name": ["S", "T"], "service_type": ["food", "food"]}
    )
    providers = pd.DataFrame({"service_id": ["s"], "organisation_id": ["ach"]})
    row = take_only(find_problems(services=services, providers=providers))
    assert (row["severity"], row["message"]) == ("note", "1 service without a known organisation.")
