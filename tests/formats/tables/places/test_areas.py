"""Areas that rows name: of today, of the past, and none."""

import csv

import pytest
from odd_workbooks import join_problems

import ecosystem as eco


def demand(tmp_path, *rows, headings=("area", "service_type", "people")):
    folder = tmp_path / "d"
    folder.mkdir()
    (folder / "organisations.csv").write_text("name\nACH\n", encoding="utf-8")
    with (folder / "demand.csv").open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([headings, *rows])
    return folder


def test_codes_and_names_of_the_past_are_changed_and_said(tmp_path):
    rows = [["E08000019", "x", "5"], ["Harrogate", "x", "5"], ["E07000165", "y", "5"]]
    e = eco.read(demand(tmp_path, *rows))
    assert sorted(e.demand["area_code"]) == ["E06000065", "E06000065", "E08000039"]
    assert "the area 'E08000019' is now Sheffield (E08000039)" in join_problems(e.problems)
    assert "the area 'Harrogate' is now North Yorkshire" in join_problems(e.problems)


def test_a_place_that_was_split_is_never_guessed(tmp_path):
    problems = eco.check(demand(tmp_path, ["E10000006", "x", "5"]))
    errors = problems[problems["severity"] == "error"]
    assert errors["row"].tolist() == [2]
    assert errors["suggestion"].str.contains("split into Cumberland and Westmorland").all()


def test_a_larger_place_is_read_as_such_and_never_as_one_of_its_parts(tmp_path):
    e = eco.read(demand(tmp_path, ["Cumbria", "x", "5"], ["West Midlands", "x", "6"]))
    assert e.areas.set_index("area_code")["kind"].to_dict() == {
        "Cumbria": "ceremonial county",
        "E12000005": "region",
    }


def test_a_code_and_a_name_that_disagree_are_an_error(tmp_path):
    headings = ("area_code", "local authority", "service_type", "people")
    folder = demand(
        tmp_path,
        ["E06000010", "Kingston upon Hull", "x", "5"],
        ["E06000010", "Harrogate", "y", "5"],
        headings=headings,
    )
    problems = eco.check(folder)
    (row,) = problems[problems["severity"] == "error"].to_dict("records")
    assert row["row"] == 3
    assert (
        "is the code of Kingston upon Hull, City of, but the row says 'Harrogate'" in row["message"]
    )


def test_uk_wide_is_one_area(tmp_path):
    e = eco.read(demand(tmp_path, ["UK wide", "x", "5"], ["England Wide", "x", "6"]))
    assert list(e.areas["name"]) == ["England", "United Kingdom"]


def test_an_area_misspelt_is_asked_about(tmp_path):
    problems = eco.check(demand(tmp_path, ["Covntry", "x", "5"], ["N/A - Section 4", "x", "5"]))
    errors = problems[problems["severity"] == "error"]
    assert errors["row"].tolist() == [2, 3]
    assert "Did you mean 'Coventry'?" in errors["suggestion"].iloc[0]


def test_an_areas_table_may_go_by_codes_of_the_past(tmp_path):
    folder = demand(tmp_path, ["E08000039", "x", "5"])
    (folder / "areas.csv").write_text("area_code,name\nE08000019,Sheffield\n", encoding="utf-8")
    e = eco.read(folder)
    assert e.areas["area_code"].tolist() == ["E08000039"]


def test_other_words_for_a_place_are_not_said_to_be_of_the_past(tmp_path):
    """The United Kingdom was never called "UK wide", nor is BCP gone."""
    e = eco.read(demand(tmp_path, ["UK wide", "x", "5"], ["BCP", "y", "5"]))
    assert "is now" not in join_problems(e.problems)


@pytest.mark.parametrize("code", ["358", "E0800009", ""])
def test_the_name_beside_a_code_that_is_none_tells_the_area(tmp_path, code):
    """358 is the number that schools have for Trafford; E0800009 lacks a figure."""
    text = f"name,area_code,local_authority_name\nAsh,{code},Trafford\nElm,E08000035,\n"
    (tmp_path / "organisations.csv").write_text(text, encoding="utf-8")
    e = eco.read(tmp_path)
    assert list(e.organisations["area_code"]) == ["E08000009", "E08000035"]
    assert "1 area read by the name under 'local_authority_name'" in e.problems["message"].str.cat()
