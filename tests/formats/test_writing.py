"""What is written reads back equal, and what cannot be written is said."""

import csv
import json
import re

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st
from written_tables import assert_equal, make_full, make_tables

import ecosystem as eco
from ecosystem.data.tables import TABLES
from ecosystem.formats.writing import _write_workbook

_TEXT = st.text(max_size=12)


_FILLED = _TEXT.filter(lambda text: re.sub(r"[\W_]", "", text))


_DAY = st.dates(min_value=pd.Timestamp("1000-01-01").date()).map(str)


_COUNT = st.none() | st.floats(min_value=0, allow_nan=False, allow_infinity=False)


def _cells(column):
    if column.kind in {"number", "people"}:
        low = 0 if column.low is None else column.low
        high = column.high
        if column.whole:
            return st.none() | st.integers(int(low), int(high))
        return st.none() | st.floats(low, high, allow_nan=False, allow_infinity=False)
    if column.kind == "choice":
        return st.none() | st.sampled_from(column.choices)
    if column.kind == "yes/no":
        return st.none() | st.booleans()
    if column.kind == "date":
        return st.none() | _DAY
    return st.none() | _TEXT


@st.composite
def ecosystems(draw):
    """Any organisations, services, ties and groups, with any text and any columns of one's own."""
    ids = draw(
        st.lists(st.integers(0, 999).map(lambda n: f"id{n}"), min_size=1, max_size=4, unique=True)
    )
    services = draw(st.lists(st.integers(0, 9).map(lambda n: f"s{n}"), max_size=3, unique=True))
    tables = {}
    for name, keys in (("organisations", ids), ("services", services), ("groups", services)):
        rows = []
        for one in keys:
            row = {}
            for column in TABLES[name].columns:
                if column.links_to:
                    continue
                wanted = _FILLED if column.must_be_filled else _cells(column)
                row[column.name] = one if column.name == TABLES[name].key[0] else draw(wanted)
            rows.append(row)
        tables[name] = pd.DataFrame(rows, columns=list(rows[0]) if rows else None)
    own = draw(st.lists(_FILLED, max_size=2, unique_by=lambda text: text.strip().casefold()))
    for name in own:
        tables["organisations"][name] = draw(st.lists(_TEXT, min_size=len(ids), max_size=len(ids)))
    ends = st.sampled_from(ids)
    tables["referrals"] = pd.DataFrame(
        draw(
            st.lists(
                st.fixed_dictionaries(
                    {"from_id": ends, "to_id": ends, "sent": _COUNT, "period": _FILLED}
                ),
                max_size=3,
                unique_by=lambda row: row["period"].strip(),
            )
        )
    )
    try:
        return eco.Ecosystem(**{name: frame for name, frame in tables.items() if len(frame)})
    except eco.DataError:
        # Two names that came to the same, or a word that means "not known": refused, as it should.
        reject()


@pytest.mark.parametrize("name", ["copy", "copy.xlsx"])
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(e=ecosystems())
def test_any_tables_written_and_read_back_are_equal(tmp_path, name, e):
    assert_equal(eco.read(eco.write_tables(e, tmp_path / name, visibility="private")), e)


def test_numbers_keep_all_their_figures_in_a_workbook(tmp_path):
    number = 0.1 + 0.2
    e = make_tables(
        organisations=pd.DataFrame(
            {
                "organisation_id": ["a", "b", "c"],
                "name": ["A", "B", "C"],
                "latitude": [number] * 3,
                "longitude": [1e-300] * 3,
            }
        )
    )
    again = eco.read(eco.write_tables(e, tmp_path / "copy.xlsx", visibility="private"))
    assert again.organisations["latitude"].tolist()[0] == number
    assert again.organisations["longitude"].tolist()[0] == 1e-300


def test_texts_that_excel_reads_as_codes_come_back_as_they_were(tmp_path):
    e = make_tables(about=pd.DataFrame({"title": ["_x0041_ and _x000D_"], "sources": ["#N/A"]}))
    for name in ("copy", "copy.xlsx"):
        assert_equal(eco.read(eco.write_tables(e, tmp_path / name, visibility="private")), e)


def test_a_text_too_long_for_a_workbook_is_said_and_not_cut(tmp_path):
    e = make_tables(about=pd.DataFrame({"title": ["x" * 40_000]}))
    with pytest.raises(ValueError, match="40,000 letters"):
        eco.write_tables(e, tmp_path / "copy.xlsx", visibility="private")
    assert not list(tmp_path.iterdir())
    assert_equal(eco.read(eco.write_tables(e, tmp_path / "copy", visibility="private")), e)


def test_the_folder_describes_itself(tmp_path):
    folder = eco.write_tables(make_tables(), tmp_path / "copy")
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        with (folder / resource["path"]).open(encoding="utf-8", newline="") as lines:
            heading = next(csv.reader(lines))
        assert [field["name"] for field in resource["schema"]["fields"]] == heading


def test_the_workbook_has_what_check_said_on_a_sheet_that_is_not_read(tmp_path):
    e = make_tables(
        relationships=pd.DataFrame({"from_id": ["a"], "to_id": ["a"], "kind": ["funds"]})
    )
    path = eco.write_tables(e, tmp_path / "copy.xlsx", visibility="private")
    sheet = openpyxl.load_workbook(path)["Problems"]
    assert "tied to itself" in sheet["H2"].value
    assert_equal(eco.read(path), e)


@pytest.mark.parametrize(
    ("name", "options", "said"),
    [
        ("map.json", {}, "say format='kumu' or format='open referral'"),
        ("map.csv", {}, "give a folder"),
        ("map.xlsx", {"format": "gexf"}, r"must end in \.gexf"),
        ("map.gexf", {"format": "gefx"}, "Did you mean 'gexf'"),
    ],
)
def test_a_path_that_does_not_fit_is_said(tmp_path, name, options, said):
    with pytest.raises(ValueError, match=said):
        eco.write_tables(make_tables(), tmp_path / name, **options)


@pytest.mark.parametrize("name", ["copy", "copy.xlsx"])
def test_private_copies_read_back_equal(tmp_path, name):
    e = make_full()
    again = eco.read(eco.write_tables(e, tmp_path / name, visibility="private"))
    assert_equal(again, e)


@pytest.mark.parametrize("sample", ["west-midlands", "legal-aid-2015"])
@pytest.mark.parametrize("name", ["copy", "copy.xlsx"])
def test_samples_read_back_equal(tmp_path, sample, name):
    e = eco.read_sample(sample)
    assert_equal(eco.read(eco.write_tables(e, tmp_path / name, visibility="private")), e)


def test_a_wrong_audience_writes_nothing(tmp_path):
    with pytest.raises(ValueError, match="visibility 'everyone'"):
        eco.write_tables(make_full(), tmp_path / "copy", visibility="everyone")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["nowhere/copy", "nowhere/copy.xlsx"])
def test_a_missing_folder_above_is_said(tmp_path, name):
    with pytest.raises(ValueError, match="does not exist"):
        eco.write_tables(make_full(), tmp_path / name)


def test_writing_again_replaces_what_was_there(tmp_path):
    eco.write_tables(make_full(), tmp_path / "copy", visibility="private")
    small = eco.Ecosystem(organisations=pd.DataFrame({"organisation_id": ["z"], "name": ["Z"]}))
    assert_equal(eco.read(eco.write_tables(small, tmp_path / "copy")), small)


def test_rows_of_a_workbook_are_text_as_people_wrote_it(tmp_path):
    """What would end a cell's text, read as a letter's number, or run stands as it is."""
    texts = ["a & b < c > d", "_x0041_", "=1+1", "-5 °C", "  two  spaces ", "line\nbreak", "007"]
    frame = pd.DataFrame({"note": [*texts, None], "sent": [*range(7), 0.1 + 0.2]}, dtype=object)
    path = tmp_path / "book.xlsx"
    _write_workbook({"Notes": frame, "Empty": frame.head(0)}, path, None)
    sheet = openpyxl.load_workbook(path)["Notes"]
    assert sheet.dimensions == "A1:B9"
    assert sheet.freeze_panes == "A2"
    assert [cell.value for cell in sheet["A"]] == [
        "note",
        *texts[:1],
        "_x005F_x0041_",
        *texts[2:],
        None,
    ]
    assert [cell.data_type for cell in sheet["A"]][1:8] == ["s"] * 7
    assert [cell.quotePrefix for cell in sheet["A"]][1:8] == [
        False,
        False,
        True,
        True,
        *[False] * 3,
    ]
    assert [cell.value for cell in sheet["B"]] == ["sent", *range(7), 0.1 + 0.2]
    rows = openpyxl.load_workbook(path, read_only=True)["Notes"].iter_rows(values_only=True)
    assert len(list(rows)) == 9
