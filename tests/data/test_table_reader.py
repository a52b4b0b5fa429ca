"""A frame becomes one of our tables; what cannot be read is said at its place."""

import numpy as np
import pandas as pd
import pytest
from table_problems import THREE, find_problems, take_only

import ecosystem as eco
from ecosystem.data.sources import PlacedProblems
from ecosystem.data.table_reader import read_table
from ecosystem.data.tables import TABLES


def test_a_missing_column_is_named_with_its_heading_and_meaning():
    row = take_only(find_problems(organisations=pd.DataFrame({"organisation_id": ["a"]})))
    assert row["message"] == "the column name is missing."
    assert "'Name'" in row["suggestion"]


def test_data_about_clients_are_refused_and_contacts_dropped():
    problems = find_problems(organisations=THREE.assign(DOB="x", **{"E-mail": "y"}))
    assert take_only(problems, column="DOB")["severity"] == "error"
    assert take_only(problems, column="E-mail")["severity"] == "note"
    e = eco.Ecosystem(organisations=THREE.assign(Phone="y"))
    assert "Phone" not in e.organisations


@pytest.mark.parametrize("word", ["NA", "None", "-", "tbc"])
def test_an_id_that_reads_as_not_known_is_refused(word):
    frame = pd.DataFrame({"organisation_id": [word], "name": ["A"]})
    assert "cannot be an id" in take_only(find_problems(organisations=frame))["message"]


def _read(table, frame):
    problems = PlacedProblems()
    return read_table(TABLES[table], frame, problems), list(problems.problems)


def test_every_column_is_there_in_its_type():
    read, problems = _read("services", pd.DataFrame({"service_id": ["s"], "capacity": ["1,200"]}))
    assert list(read.columns) == TABLES["services"].names
    assert read["capacity"].tolist() == [1200.0]
    assert read["start"].dtype == "datetime64[us]"
    assert read["legal_aid"].dtype == "boolean"
    assert [problem.column for problem in problems] == ["name", "service_type"]


def test_a_table_that_is_not_there_lacks_nothing():
    read, problems = _read("services", pd.DataFrame())
    assert (len(read), problems) == (0, [])


def test_labels_of_the_caller_are_no_rows():
    """Row labels 9 and 4 stay with the problems; the table counts from 0."""
    frame = pd.DataFrame({"area_code": ["x", "y"], "name": ["X", None]}, index=[9, 4])
    read, problems = _read("areas", frame)
    assert list(read.index) == [0, 1]
    assert [(problem.row, problem.message) for problem in problems] == [(4, "Name is empty.")]


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        (["name", "name"], "the column 'name' is there twice."),
        (["name", "Name *"], "the column 'Name *' is there twice."),
        (["name", ""], "a column has no name."),
        (["name", "organisation"], "the column 'organisation' is no column of services."),
    ],
)
def test_columns_that_are_not_clear_are_refused(columns, message):
    frame = pd.DataFrame(
        [["s", "food", "A", "B"]], columns=["service_id", "service_type", *columns]
    )
    _, problems = _read("services", frame)
    assert [problem.message for problem in problems] == [message]
    assert problems[0].suggestion


def test_ids_lose_what_programs_add_to_them():
    """7.0 is 7 as a spreadsheet counts; the register is in capitals; the third is as it was."""
    frame = pd.DataFrame({"organisation_id": ["7.0", "gb-chc-1", "ach"], "name": list("ABC")})
    read, problems = _read("organisations", frame)
    assert read["organisation_id"].tolist() == ["7", "GB-CHC-1", "ach"]
    assert [problem.message for problem in problems] == ["2 ids put in one form, as '7.0' to '7'."]


def test_a_cell_that_was_refused_is_not_called_empty_too():
    frame = pd.DataFrame(
        {"from_id": ["a"], "to_id": ["b"], "kind": ["x"], "start": ["soon"], "strength": [9]}
    )
    _, problems = _read("relationships", frame)
    assert sorted(problem.column for problem in problems) == ["start", "strength"]


def test_an_empty_record_of_the_data_set_is_none():
    read, _ = _read("about", pd.DataFrame({"title": [None, "Map"], "area": [np.nan, None]}))
    assert read["title"].tolist() == ["Map"]
