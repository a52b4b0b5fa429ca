"""Tests of what is open: cells mended, what cannot be read left out, and what is tried undone."""

import io

import openpyxl
import pytest

import ecosystem as eco
from ecosystem.app.actions import ACTIONS, DOWNLOADS
from ecosystem.app.state import EMPTY, open_file

DIRECTORY = b"""\
name,sector,area
Ash Advice,voluntary,Coventry
Birch House,council-ish,Coventry
Cedar Law,statutory,Nowhere-on-Sea
"""


def do(state, name, **asked):
    return ACTIONS[name](state, asked)


def make_workbook(rows, sheet="Organisations"):
    book = openpyxl.Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_cell_is_mended_in_a_copy_and_undone(kind):
    rows = [line.split(",") for line in DIRECTORY.decode().splitlines()]
    data = DIRECTORY if kind == "csv" else make_workbook(rows)
    state = open_file(f"sector.{kind}", data)
    state, shown = do(state, "look")
    cell = next(one for one in shown["cells"] if one["value"] == "council-ish")
    assert "statutory" in cell["offered"]
    place = {name: cell[name] for name in ("sheet", "row", "column")}
    mended, shown = do(state, "mend", **place, text="statutory")
    assert not any(one["value"] == "council-ish" for one in shown["cells"])
    assert mended.before.organisations["sector"].tolist().count("statutory") == 2
    assert mended.data == data
    back, shown = do(mended, "undo-mend")
    assert any(one["value"] == "council-ish" for one in shown["cells"])
    assert back.edits == ()


def test_cells_that_say_the_same_are_mended_by_one_click_and_undone_by_one():
    rows = b"name,sector\nAsh,council-ish\nBirch,faith\nCedar,council-ish\n"
    state = open_file("sector.csv", rows)
    state, shown = do(state, "mend", sheet="", row=2, column="sector", text="statutory")
    assert state.before.organisations["sector"].tolist() == ["statutory", "faith", "statutory"]
    assert shown["mended"] == 2
    # Mended twice, the last holds.
    state, _ = do(state, "mend", sheet="", row=4, column="sector", text="faith")
    assert state.before.organisations["sector"].tolist() == ["faith"] * 3
    state, _ = do(state, "undo-mend")
    state, shown = do(state, "undo-mend")
    assert (shown["mended"], shown["warnings"] > 0) == (0, True)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_where_a_cell_must_be_filled_the_row_is_left_out(kind):
    rows = [["from", "to", "kind"], ["Ash", "Birch", "meets"], ["Ash", "all", "meets"]]
    text = "\n".join(",".join(row) for row in rows).encode()
    data = text if kind == "csv" else make_workbook(rows, "Relationships")
    state, shown = do(open_file(f"relationships.{kind}", data), "look")
    cell = next(one for one in shown["cells"] if one["value"] == "all")
    assert cell["is_needed"]
    state, shown = do(state, "mend", sheet=cell["sheet"], row=3, column="", text="")
    assert not [one for one in shown["cells"] if one["row"] == 3]
    assert len(state.before.relationships) == 1


def test_a_place_is_chosen_from_a_list():
    state = open_file("sector.csv", DIRECTORY.replace(b"Nowhere-on-Sea", b"North Staffs"))
    cell = next(one for one in do(state, "look")[1]["cells"] if one["value"] == "North Staffs")
    assert cell["is_place"]
    assert {"Stafford", "Tamworth"} <= set(cell["offered"])
    assert {"Stafford", "Coventry"} <= set(do(state, "look")[1]["places"])


def test_what_is_wrong_with_a_whole_column_is_shown_without_a_row():
    state = open_file("sector.csv", b"sector,area\nfaith,Coventry\n")
    shown = do(state, "look")[1]
    assert not shown["is_read"]
    assert any(one["row"] is None and one["severity"] == "error" for one in shown["cells"])


@pytest.mark.parametrize("name", ["sector.graphml", "sector.json"])
def test_a_kind_of_file_without_cells_is_said_to_have_none(name, tmp_path):
    path = tmp_path / name
    if name.endswith("json"):
        e = eco.read_sample("west-midlands")
        eco.write_tables(e, path, format="kumu")
    else:
        path.write_text(
            '<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><graph edgedefault="directed">'
            '<node id="a"/><node id="b"/><edge source="a" target="b"/></graph></graphml>'
        )
    state, shown = do(open_file(name, path.read_bytes()), "look")
    assert (shown["can_mend"], shown["places"], shown["is_read"]) == (False, [], True)
    assert len(DOWNLOADS["as-understood.xlsx"](state)) > 1000


def test_a_mended_cell_is_no_formula():
    state = open_file(
        "sector.xlsx", make_workbook([["name", "sector"], ["Ash", "faith"], ["Birch", "faith"]])
    )
    state, _ = do(state, "mend", sheet="Organisations", row=2, column="name", text="=1+1")
    assert state.before.organisations["name"].tolist() == ["=1+1", "Birch"]


def test_a_heading_that_stands_above_no_column_is_refused():
    state = open_file("sector.csv", DIRECTORY)
    with pytest.raises(ValueError, match="stands above no column"):
        do(state, "mend", sheet="", row=2, column="colour", text="blue")


def test_rows_are_shown_as_they_stand_with_what_is_remarked():
    state = open_file("sector.csv", DIRECTORY)
    _, shown = do(state, "rows", sheet="sector.csv", start=0)
    assert shown["headings"] == ["name", "sector", "area"]
    assert shown["rows"][1] == {"number": 3, "cells": ["Birch House", "council-ish", "Coventry"]}
    assert "3:sector" in shown["marked"]


def open_sample():
    return ACTIONS["sample"](EMPTY, {})[0]


def test_what_is_tried_equals_the_library_and_undo_is_exact():
    state = open_sample()
    before = state.before
    one, two = before.organisations["organisation_id"].iloc[[3, 7]]
    tried, _ = do(state, "try", kind="close", about={"organisation": one})
    tried, shown = do(tried, "try", kind="close", about={"organisation": two})
    assert [step["words"] for step in shown["steps"]] == [
        f"{name} closes" for name in before.organisations["name"].iloc[[3, 7]]
    ]
    afresh = before.without(one).without(two)
    for table in ("organisations", "services", "relationships", "referrals"):
        assert getattr(tried.after, table).equals(getattr(afresh, table)), table
    back, shown = do(tried, "undo", number=0)
    assert back.after.organisations.equals(before.without(two).organisations)
    back, shown = do(back, "undo")
    assert (back.steps, shown["steps"]) == ((), [])
    assert back.after is before


@pytest.mark.parametrize(
    ("kind", "about"),
    [
        ("close", {"organisation": "nobody"}),
        ("places", {"service": "none", "capacity": "3"}),
        ("places", {"service": "", "capacity": "many"}),
        ("fly", {}),
    ],
)
def test_what_cannot_be_tried_is_refused(kind, about):
    with pytest.raises(ValueError, match=r"nobody|none|not"):
        do(open_sample(), "try", kind=kind, about=about)


def test_a_service_places_and_a_tie_can_be_tried():
    state = open_sample()
    e = state.before
    organisation, area = e.organisations["organisation_id"].iloc[0], e.areas["area_code"].iloc[0]
    about = {"service_type": "legal advice", "organisation": organisation, "areas": [area]}
    state, _ = do(state, "try", kind="service", about=about | {"capacity": "40"})
    new = state.after.services.set_index("service_id").loc["new-service-1"]
    assert (new["capacity"], new["service_type"]) == (40, "legal advice")
    service = e.services["service_id"].iloc[0]
    state, _ = do(state, "try", kind="places", about={"service": service, "capacity": "7"})
    assert state.after.services.set_index("service_id").loc[service, "capacity"] == 7
    other = e.organisations["organisation_id"].iloc[1]
    state, _ = do(state, "try", kind="tie", about={"from": organisation, "to": other})
    assert len(state.after.relationships) == len(e.relationships) + 1
    assert len(state.steps) == 3


def test_steps_that_name_what_is_there_no_longer_are_dropped():
    state = open_file("organisations.csv", b"name,sector\nAsh,faith\nBirch,faith\n")
    state, _ = do(state, "try", kind="close", about={"organisation": "ash"})
    state, _ = do(state, "mend", sheet="", row=2, column="name", text="Oak")
    assert state.steps == ()
    assert state.after.organisations["name"].tolist() == ["Birch", "Oak"]


def test_slides_are_the_answers_of_the_library():
    state = open_sample()
    _, shown = do(state, "wall")
    seen = eco.read_sample("west-midlands").select(visibility="public")
    asked = {slide["question"]: slide["answer"] for slide in shown["slides"]}
    assert asked["Who is the core, and who the wider network?"] == eco.find_core(seen).headline
    assert len(asked) == 5


def test_a_question_of_yes_or_no_is_answered_by_one_click():
    rows = [["from", "to", "sent", "feedback"], ["Ash", "Birch", "9", "sometimes"]]
    _, shown = do(open_file("referrals.xlsx", make_workbook(rows, "Referrals")), "look")
    cell = next(one for one in shown["cells"] if one["value"] == "sometimes")
    assert {"yes", "no"} <= set(cell["offered"])


def test_without_services_and_need_there_is_no_map_of_places_to_offer():
    assert not do(open_file("a.csv", b"name,sector\nAsh,faith\n"), "look")[1]["has_places"]
    assert do(open_sample(), "look")[1]["has_places"]
