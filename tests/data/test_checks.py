"""What is wrong with tables, at the place each row came from."""

import numpy as np
import pandas as pd
import pytest
from table_problems import THREE, find_problems, take_only

import ecosystem as eco
from ecosystem.data.tables import TABLES
from ecosystem.graph import find_positions


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
    about = pd.DataFrame({"snapshot_date": ["2024-06-01"]})
    problems = find_problems(referrals=referrals, organisations=organisations, about=about)
    assert sorted(problems["column"]) == ["accepted", "end", "latitude", "reached"]
    assert set(problems["severity"]) == {"warning"}


def make_needs(areas, **demand):
    return eco.Ecosystem(
        organisations=THREE,
        areas=pd.DataFrame(areas),
        demand=pd.DataFrame(demand),
    ).problems


def test_needs_of_a_larger_place_beside_those_of_its_parts_are_a_warning():
    """Kent needs 100 food and 5 advice, Dover in it 40 food, the hamlet in Dover 3 food.

    Food of Kent has two parts beside it and food of Dover one; advice of Kent has none.
    """
    areas = {
        "area_code": ["k", "d", "h"],
        "name": ["Kent", "Dover", "Hamlet"],
        "parent_code": [None, "k", "d"],
    }
    problems = make_needs(
        areas,
        area_code=["k", "k", "d", "h"],
        service_type=["food", "advice", "food", "food"],
        people=[100, 5, 40, 3],
    )
    found = problems[["severity", "row", "value"]].to_numpy().tolist()
    assert found == [["warning", 2, "d"], ["warning", 0, "k"]]
    assert problems["message"].tolist() == [
        "needs of Dover (food) are not added to those of its parts: Hamlet.",
        "needs of Kent (food) are not added to those of its parts: Dover and Hamlet.",
    ]


def test_needs_of_a_region_are_known_to_hold_those_of_its_authorities():
    """No parent is given: that Coventry is in the West Midlands is known of the country."""
    areas = {
        "area_code": ["E12000005", "E08000026", "E06000023"],
        "name": ["West Midlands", "Coventry", "Bristol"],
    }
    codes = areas["area_code"]
    problems = make_needs(areas, area_code=codes, service_type="food", people=[9, 5, 4])
    assert problems["value"].tolist() == ["E12000005"]
    unknown = make_needs(areas, area_code=codes, service_type="food", people=[9, None, 4])
    assert unknown.empty


def test_a_service_that_reaches_a_larger_place_is_nothing_to_warn_of():
    """It reaches all that lies in it, so that it need not list the parts."""
    e = eco.Ecosystem(
        organisations=THREE,
        services=pd.DataFrame({"service_id": ["x"], "name": ["X"], "service_type": ["food"]}),
        providers=pd.DataFrame({"service_id": ["x"], "organisation_id": ["ach"]}),
        catchments=pd.DataFrame({"service_id": ["x"], "area_code": ["k"]}),
        areas=pd.DataFrame(
            {"area_code": ["k", "d"], "name": ["Kent", "Dover"], "parent_code": [None, "k"]}
        ),
    )
    assert e.problems.empty


@pytest.mark.parametrize("column", ["start", "end"])
@pytest.mark.parametrize("table", ["organisations", "services", "relationships"])
def test_without_a_snapshot_date_a_filled_day_is_judged_by_the_day_of_reading(table, column):
    tables = {
        "organisations": THREE,
        "services": pd.DataFrame({"service_id": ["s"], "name": ["S"], "service_type": ["food"]}),
        "providers": pd.DataFrame({"service_id": ["s"], "organisation_id": ["ach"]}),
        "relationships": pd.DataFrame({"from_id": ["ach"], "to_id": ["bor"], "kind": ["funds"]}),
    }
    assert find_problems(**tables).empty
    day = "2020-01-31" if column == "start" else "2090-01-31"
    tables[table] = tables[table].assign(**{column: day})
    today = pd.Timestamp.now()
    row = take_only(find_problems(**tables))
    assert (row["severity"], row["table"], row["column"]) == ("note", "about", "snapshot_date")
    assert row["message"] == (
        "no snapshot date is given: what runs is judged by the day of reading, "
        f"{today.day} {today:%B %Y}."
    )
    about = pd.DataFrame({"snapshot_date": ["2024-06-01"]})
    assert find_problems(about=about, **tables).empty


def list_left_services(organisations, providers, **service):
    problems = find_problems(
        organisations=THREE.assign(**organisations),
        services=pd.DataFrame(
            {"service_id": ["s"], "name": ["Shut advice"], "service_type": ["advice"], **service}
        ),
        providers=pd.DataFrame(providers),
        about=pd.DataFrame({"snapshot_date": ["2024-06-01"]}),
    )
    return problems[problems["column"] == "status"]["message"].tolist()


@pytest.mark.parametrize(
    "gone",
    [
        {"status": ["closed", None, None]},
        {"status": ["merged", None, None]},
        {"end": ["2024-05-31", None, None]},
    ],
)
def test_a_running_service_of_closed_organisations_is_a_warning(gone):
    """ACH runs it and is gone; another open provider, or a closed service, is nothing odd."""
    only = {"service_id": ["s"], "organisation_id": ["ach"]}
    two = {"service_id": ["s", "s"], "organisation_id": ["ach", "bor"]}
    (message,) = list_left_services(gone, only)
    assert message == (
        "'Shut advice' is not marked as closed, but nobody who runs it is running: ACH. "
        "It is not counted as help."
    )
    assert list_left_services(gone, two) == []
    assert list_left_services(gone, only, status=["closed"]) == []
    assert list_left_services(gone, only, end=["2024-01-01"]) == []


def test_a_host_neither_keeps_a_service_going_nor_ends_it():
    closed = {"status": ["closed", None, None]}
    hosted = {"service_id": ["s", "s"], "organisation_id": ["ach", "bor"], "role": ["lead", "host"]}
    assert len(list_left_services(closed, hosted)) == 1
    alone = {"service_id": ["s"], "organisation_id": ["ach"], "role": ["host"]}
    assert list_left_services(closed, alone) == []


def test_the_warning_and_what_is_offered_go_by_one_rule():
    """Ten services of ten organisations, each with another status or day: warned of is exactly
    what runs by its own row and is not offered."""
    states = [None, "active", "inactive", "closed", "merged"] * 2
    ends = [None] * 5 + ["2024-06-01", "2024-05-31", None, "2030-01-01", "2010-01-01"]
    ids = [f"o{number}" for number in range(10)]
    e = eco.Ecosystem(
        organisations=pd.DataFrame(
            {"organisation_id": ids, "name": ids, "status": states, "end": ends}
        ),
        services=pd.DataFrame({"service_id": ids, "name": ids, "service_type": "food"}),
        providers=pd.DataFrame({"service_id": ids, "organisation_id": ids}),
        about=pd.DataFrame({"snapshot_date": ["2024-06-01"]}),
    )
    warned = e.problems[e.problems["column"] == "status"]["row"].tolist()
    assert warned == np.flatnonzero(~find_positions(e).is_offered).tolist()
    assert 0 < len(warned) < 10


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
