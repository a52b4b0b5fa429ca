"""Our checks beside those of frictionless, by the Table Schema that we publish and write along."""

import csv
from pathlib import Path

import pandas as pd
import pytest

import ecosystem as eco

frictionless = pytest.importorskip(
    "frictionless", reason="the dependency group bench is not installed"
)
pytestmark = pytest.mark.filterwarnings("ignore")

_PUBLISHED = Path(__file__).parents[2] / "docs" / "schema.json"

_FAULTS = {
    "a number out of range": ("sites", 5, "latitude", "152"),
    "no number": ("referrals", 6, "sent", "12x"),
    "an empty name": ("services", 3, "name", ""),
    "an area that is not there": ("catchments", 7, "area_code", "E99999999"),
    "no choice": ("providers", 4, "role", "the one who knows"),
    "an id that is there twice": ("organisations", 3, "organisation_id", "2"),
}
"""What is wrong, to the table, its row as a spreadsheet shows it, the column, and the cell put
there; of an id that of another row."""


def write_sample(folder):
    """Write the sample as tables, beside which the schema is the one that the docs have."""
    path = eco.write_tables(
        eco.read_sample("west-midlands"), folder / "tables", visibility="private"
    )
    (path / "datapackage.json").write_text(_PUBLISHED.read_text(encoding="utf-8"))
    return path


def validate(path):
    """Return table, row and column of what frictionless finds wrong; a key is of its first."""
    report = frictionless.validate(str(path / "datapackage.json"))
    return {
        (
            task.name,
            getattr(error, "row_number", None),
            getattr(error, "field_name", None) or (getattr(error, "field_names", None) or [""])[0],
        )
        for task in report.tasks
        for error in task.errors
    }


def check(path):
    """Return table, row and column of what our check finds wrong."""
    found = eco.check(path).query("severity == 'error'")
    return {tuple(place) for place in found[["table", "row", "column"]].to_numpy().tolist()}


def edit(path, table, row, column, cell):
    """Put a cell into a row of a table; a number stands for the cell of that row."""
    file = path / f"{table}.csv"
    with file.open(encoding="utf-8-sig", newline="") as source:
        rows = list(csv.reader(source))
    at = rows[0].index(column)
    rows[row - 1][at] = rows[int(cell) - 1][at] if cell == "2" else cell
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(rows)


def test_tables_without_a_fault_have_none_for_either(tmp_path):
    path = write_sample(tmp_path)
    assert validate(path) == check(path) == set()


@pytest.mark.parametrize("fault", _FAULTS)
def test_a_fault_is_found_by_both_and_in_one_place(tmp_path, fault):
    """Whatever names a row that is no more there is found by both as well."""
    path = write_sample(tmp_path)
    table, row, column, cell = _FAULTS[fault]
    edit(path, table, row, column, cell)
    ours, theirs = check(path), validate(path)
    assert (table, row, column) in ours
    # A key that is there twice is said of the row, of no column of it.
    assert {place[:2] for place in ours} == {place[:2] for place in theirs}


def test_a_number_in_words_is_no_fault_of_what_is_written_for_all(tmp_path):
    """Three people read "under 5" for the public, which the schema then has as no number."""
    e = eco.Ecosystem(
        organisations=pd.DataFrame({"organisation_id": ["a", "b"], "name": ["A", "B"]}),
        referrals=pd.DataFrame({"from_id": ["a"], "to_id": ["b"], "sent": [3]}),
    )
    path = eco.write_tables(e, tmp_path / "tables")
    assert "under 5" in (path / "referrals.csv").read_text(encoding="utf-8")
    assert validate(path) == check(path) == set()
    edit(path, "referrals", 2, "sent", "under 6")
    assert validate(path) == {("referrals", 2, "sent")}
