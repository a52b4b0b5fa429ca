"""What leaves the house: which rows and numbers, and that no text runs."""

import csv

import openpyxl
import pandas as pd
import pytest
from written_tables import make_full, make_tables

import ecosystem as eco


@pytest.mark.parametrize("name", ["copy", "copy.xlsx"])
def test_public_copies_leave_out_what_is_not_public(tmp_path, name):
    again = eco.read(eco.write_tables(make_full(), tmp_path / name))
    assert list(again.referrals["to_id"]) == ["bor"]
    assert list(again.groups["name"]) == ["Forum"]
    assert again.groups["parent_id"].isna().all()
    assert list(again.memberships["group_id"]) == ["g"]
    assert list(again.sites["service_id"]) == ["s1"]


def test_small_numbers_of_people_are_under_5_in_public(tmp_path):
    """Counts of people only: a capacity of 3 is none of clients. Of few sent no part is told."""
    folder = eco.write_tables(make_full(), tmp_path / "copy")
    (row,) = pd.read_csv(folder / "referrals.csv", dtype=str).to_dict("records")
    assert row["sent"] == "under 5"
    assert pd.isna(row["accepted"])
    assert pd.read_csv(folder / "services.csv")["capacity"].tolist() == [3, 120.5]
    again = eco.read(folder)
    assert again.referrals["sent"].isna().all()
    assert again.problems["message"].str.contains("under 5").any()


def test_partners_see_their_rows_and_no_private_one(tmp_path):
    again = eco.read(eco.write_tables(make_full(), tmp_path / "copy", visibility="partners"))
    assert list(again.referrals["to_id"]) == ["bor", "uni"]
    assert list(again.referrals["from_id"]) == ["ach", "bor"]


def test_text_like_a_formula_runs_in_no_spreadsheet(tmp_path):
    e = make_full()
    folder = eco.write_tables(e, tmp_path / "copy", visibility="private")
    with (folder / "organisations.csv").open(encoding="utf-8", newline="") as lines:
        cells = [cell for row in csv.reader(lines) for cell in row]
    assert {"'=SUM(A1)", "''=quoted", "'+44 117 000"} <= set(cells)
    path = eco.write_tables(e, tmp_path / "copy.xlsx", visibility="private")
    sheet = openpyxl.load_workbook(path)["Organisations"]
    assert not [cell for row in sheet for cell in row if cell.data_type == "f"]
    risky = next(cell for row in sheet for cell in row if cell.value == "=SUM(A1)")
    assert risky.quotePrefix


@pytest.mark.parametrize("ending", ["graphml", "gexf", "geojson"])
def test_private_rows_are_in_no_public_file(tmp_path, ending):
    e = make_tables(
        relationships=pd.DataFrame(
            {"from_id": ["a"], "to_id": ["c"], "kind": ["secret word"], "visibility": ["private"]}
        )
    )
    path = eco.write_tables(e, tmp_path / f"map.{ending}")
    assert "secret word" not in path.read_text(encoding="utf-8")
