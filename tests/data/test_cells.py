"""One column from what a spreadsheet holds to its type."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem.data import TABLES
from ecosystem.data.cells import as_text, read_column
from ecosystem.data.columns import Column

_LEVEL = Column(name="level", about="", kind="number", low=1, high=3, whole=True)
_LATITUDE = Column(name="latitude", about="", kind="number", low=-90, high=90)
_PEOPLE = Column(name="people", about="", kind="people", low=0)
_DAY = Column(name="start", about="", kind="date")
_LEGAL_AID = Column(name="legal_aid", about="", kind="yes/no")
_ROLE = Column(name="role", about="", kind="choice", choices=("core", "wider network"))
_LANGUAGES = Column(name="languages", about="", kind="list")
_NAME = Column(name="name", about="", required=True)
_LINK = Column(name="from_id", about="Who.", links_to="organisations")


def read(column, *cells):
    return read_column(column, pd.Series(cells, dtype=object))


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("12", 12),
        (" 12 ", 12),
        ("1,200", 1200),
        ("-0.5", -0.5),
        (".5", 0.5),
        ("1e1", 10),
        (7.0, 7),
        (np.int64(7), 7),
        ("", None),
        ("n/a", None),
        ("Not known", None),
        (None, None),
        (float("nan"), None),
    ],
)
def test_numbers(cell, number):
    made = read(Column(name="x", about="", kind="number"), cell)
    assert not made.faults
    assert made.cells.tolist() == [number] or (number is None and made.cells.isna().all())


@pytest.mark.parametrize("cell", ["about 12", "12 people", "1,20", "1 2", "--", "e5", "1.2.3", "."])
def test_what_is_no_number_is_a_fault_and_empty(cell):
    made = read(_LATITUDE, cell)
    ((position, value, message, suggestion),) = made.faults
    assert (position, value) == (0, cell)
    assert message == f"'{cell}' is not a number."
    assert suggestion
    assert made.cells.isna().all()


def test_limits_are_part_of_what_to_do():
    assert [fault[2:] for fault in read(_LEVEL, "4", "0", "1.5").faults] == [
        ("4 is out of range.", "Give a number from 1 to 3."),
        ("0 is out of range.", "Give a number from 1 to 3."),
        ("1.5 is not a whole number.", "Give 1 to 3, whole."),
    ]
    assert read(_PEOPLE, "-1").faults[0][3] == "Give a number 0 or more."
    assert not read(_LATITUDE, "-90", "90").faults
    assert [fault[2] for fault in read(_LATITUDE, "1e999").faults] == ["'1e999' is too large."]


@pytest.mark.parametrize("cell", ["under 5", "<5", "Fewer than 5", "less than 10"])
def test_a_limit_on_people_is_not_known_and_said(cell):
    made = read(_PEOPLE, cell)
    assert made.cells.isna().all()
    assert [remark[0] for remark in made.remarks] == ["note"]


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2024-03-31", dt.date(2024, 3, 31)),
        ("31/03/2024", dt.date(2024, 3, 31)),
        ("1.2.2024", dt.date(2024, 2, 1)),
        (dt.datetime(2024, 3, 31), dt.date(2024, 3, 31)),  # noqa: DTZ001 - as openpyxl gives it
        (dt.date(2024, 3, 31), dt.date(2024, 3, 31)),
        ("2024-03-31 00:00:00", dt.date(2024, 3, 31)),
        ("2024-03-31T10:30:00Z", dt.date(2024, 3, 31)),
        ("31/03/2024 00:00", dt.date(2024, 3, 31)),
        ("31/03/24", dt.date(2024, 3, 31)),
        ("31 March 2024", dt.date(2024, 3, 31)),
        ("31st mar. 2024", dt.date(2024, 3, 31)),
        ("31-Mar-24", dt.date(2024, 3, 31)),
        ("March 31, 2024", dt.date(2024, 3, 31)),
        ("March 2024", dt.date(2024, 3, 1)),
        ("Mar-24", dt.date(2024, 3, 1)),
        ("2024-03", dt.date(2024, 3, 1)),
        ("2024", dt.date(2024, 1, 1)),
        ("20240331", dt.date(2024, 3, 31)),
        ("45382", dt.date(2024, 3, 31)),
    ],
)
def test_days(cell, day):
    made = read(_DAY, cell)
    assert not made.faults
    assert made.cells.dt.date.tolist() == [day]


@pytest.mark.parametrize(
    "cell", ["2024-02-30", "31/13/2024", "yesterday", "31 Foo 2024", "99999999", "12"]
)
def test_what_is_no_day_is_a_fault(cell):
    assert [fault[1] for fault in read(_DAY, cell).faults] == [cell]


def test_day_first_is_said_once_with_the_first_cell():
    made = read(_DAY, "2024-03-31", "31/01/2024", "29/02/2024")
    words = "2 cells with a date like 31/03/2024, read day first, as in Britain."
    assert made.remarks == [("note", 1, "31/01/2024", words, "")]


def test_a_day_that_can_be_read_two_ways_is_said_with_both():
    ((severity, position, value, message, _),) = read(_DAY, "03/04/2024", "03/04/2024").remarks
    assert (severity, position, value) == ("warning", 0, "03/04/2024")
    assert "day first, as 3 April 2024, not 4 March 2024" in message


def test_a_date_with_the_month_first_is_asked_about():
    ((_, _, _, suggestion),) = read(_DAY, "03/31/2024").faults
    assert suggestion == "Did you mean 2024-03-31? Write it so."


@pytest.mark.parametrize("cell", ["1970-01-01", "31/12/1969", "1899-12-30"])
def test_dates_that_programs_write_for_none_are_not_known(cell):
    made = read(_DAY, cell)
    assert made.cells.isna().all()
    assert made.remarks[0][0] == "warning"


def test_a_month_ends_on_its_last_day():
    end = Column(name="end", about="", kind="date")
    days = read(end, "February 2024", "2023").cells.dt.date.tolist()
    assert days == [dt.date(2024, 2, 29), dt.date(2023, 12, 31)]


_POSTCODE = Column(name="postcode", about="Where.")
_COMPANY = Column(name="company_number", about="Number.")
_CHARITY = Column(name="charity_number", about="Number.")


def test_postcodes_are_put_in_one_form_and_said():
    made = read(_POSTCODE, "S1 3FG", "s13fg.", "SW1A1AA", "bs1", "n/a")
    assert made.cells.tolist()[:4] == ["S1 3FG", "S1 3FG", "SW1A 1AA", "BS1"]
    assert made.cells.isna().tolist()[4]
    assert [remark[3].split(" with")[0] for remark in made.remarks] == ["2 cells", "1 cell"]


@pytest.mark.parametrize(
    ("cell", "meant"), [("E8 IHE", "E8 1HE"), ("SE1 OEH", "SE1 0EH"), ("LI 9AA", "L1 9AA")]
)
def test_letters_for_figures_in_postcodes_are_only_asked_about(cell, meant):
    made = read(_POSTCODE, cell)
    assert made.cells.tolist() == [cell]
    ((severity, _, _, _, suggestion),) = made.remarks
    assert severity == "warning"
    assert f"Did you mean {meant}" in suggestion


def test_what_is_no_postcode_is_kept_and_doubted():
    made = read(_POSTCODE, "EX16 5J", "near the park")
    assert made.cells.tolist() == ["EX16 5J", "near the park"]
    assert [remark[0] for remark in made.remarks] == ["warning", "warning"]


def test_lost_zeros_of_company_numbers_are_put_back_and_said():
    made = read(_COMPANY, "738693", 738693.0, "00738693", "sc123456", "Exempt charity")
    assert made.cells.tolist()[:4] == ["00738693", "00738693", "00738693", "SC123456"]
    assert {remark[0] for remark in made.remarks} == {"warning", "note"}


def test_charity_numbers_lose_the_name_of_their_register():
    made = read(_CHARITY, "GB-CHC-1077116", "SC042386", "Expempt Charity with")
    assert made.cells.tolist()[:2] == ["1077116", "SC042386"]
    assert made.remarks[-1][3] == "'Expempt Charity with' is not a charity number."


def test_money_may_have_its_sign():
    made = read(Column(name="amount", about="", kind="number"), "\u00a312,000", "$5", "1 \u20ac")
    assert made.cells.tolist() == [12000, 5, 1]


def test_yes_and_no():
    cells = ["Yes", "y", "TRUE", True, 1, "no", "N", False, 0, "", "unknown"]
    made = read(_LEGAL_AID, *cells)
    assert not made.faults
    assert made.cells.tolist() == [True] * 5 + [False] * 4 + [pd.NA] * 2
    assert read(_LEGAL_AID, "perhaps").faults[0][2] == "'perhaps' is neither yes nor no."


def test_choices_take_any_case_and_underscores():
    made = read(_ROLE, "Core", "WIDER NETWORK", "wider_network", "tbc")
    assert made.cells.tolist()[:3] == ["core", "wider network", "wider network"]
    assert made.cells.isna().tolist() == [False] * 3 + [True]
    ((_, _, _, suggestion),) = read(_ROLE, "wider net").faults
    assert suggestion.startswith("Did you mean 'wider network'? Choose core or wider network")


def test_lists_lose_spaces_empty_parts_and_repeats():
    assert read(_LANGUAGES, "Arabic | Farsi||Arabic").cells.tolist() == ["Arabic|Farsi"]
    assert read(_LANGUAGES, " | ").cells.isna().all()


def test_names_are_kept_as_they_are_but_links_may_be_not_known():
    assert read(_NAME, "NA", "None").cells.tolist() == ["NA", "None"]
    assert read(_LINK, "n/a", "-").cells.isna().all()


def test_hidden_characters_are_taken_off_and_said():
    made = read(_NAME, "\ufeffACH\u200b\x07 ", "Two\r\nlines")
    assert made.cells.tolist() == ["ACH", "Two\nlines"]
    assert made.remarks[0][3].startswith("2 cells with spaces or hidden characters")


def test_each_faulty_cell_is_named_even_when_values_repeat():
    made = read(_LATITUDE, "x", "1", "x", "y")
    assert [fault[:2] for fault in made.faults] == [(0, "x"), (2, "x"), (3, "y")]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (7.0, "7"),
        (0.1, "0.1"),
        (True, "yes"),
        (np.bool_(False), "no"),  # noqa: FBT003 - a cell
        (dt.datetime(2024, 3, 31), "2024-03-31"),  # noqa: DTZ001 - as openpyxl gives it
        (dt.datetime(2024, 3, 31, 10), "2024-03-31T10:00:00"),  # noqa: DTZ001
        (np.datetime64("2024-03-31"), "2024-03-31"),
        (["a", 2.0], "a|2"),
        (1e20, "1e+20"),
    ],
)
def test_cells_as_text(value, text):
    assert as_text(value) == text


@given(st.lists(st.one_of(st.none(), st.text(), st.floats(), st.dates(), st.booleans())))
def test_any_cells_are_read_or_at_fault(cells):
    """Nothing raises; a cell is typed, empty, or among the faults with its position."""
    for column in (_LEVEL, _PEOPLE, _DAY, _LEGAL_AID, _ROLE, _LANGUAGES, _NAME):
        made = read(column, *cells)
        assert len(made.cells) == len(cells)
        assert made.cells[[position for position, *_ in made.faults]].isna().all()


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-90, max_value=90))
def test_numbers_survive_as_text(number):
    assert read(_LATITUDE, as_text(number)).cells.tolist() == [number]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Everyone", "anyone"),
        ("open to all", "anyone"),
        ("All | women", "anyone"),
        ("General public.", "anyone"),
        ("women|families", "women|families"),
        ("all women", "all women"),
    ],
)
def test_the_words_for_open_to_all_are_one_word(written, read):
    cells = read_column(TABLES["services"].column("eligibility"), pd.Series([written, None]))
    assert cells.cells.fillna("not known").tolist() == [read, "not known"]


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("demand", "people"),
        ("referrals", "sent"),
        ("referrals", "accepted"),
        ("services", "capacity"),
        ("areas", "population"),
        ("relationships", "amount"),
    ],
)
def test_a_point_before_three_figures_is_asked_about(table, column):
    """2.350 may be 2350: it is read as 2.35, and never silently; 1.200 is another such cell."""
    got = read(TABLES[table].column(column), *["2.350", "850", "1.200", "2.000"])
    assert got.cells.tolist() == [2.35, 850, 1.2, 2]
    ((severity, position, value, message, suggestion),) = got.remarks
    assert (severity, position, value) == ("warning", 0, "2.350")
    assert message == "3 cells with a point before three figures: '2.350' was read as 2.35."
    assert suggestion == "If thousands are meant, write 2350."


@pytest.mark.parametrize("column", ["people", "capacity"])
def test_a_fraction_of_a_person_is_a_warning(column):
    table = "demand" if column == "people" else "services"
    got = read(TABLES[table].column(column), *["2.5", "3", "0.125"])
    ((severity, _, _, message, _),) = got.remarks
    assert (severity, message) == (
        "warning",
        "2 cells with a fraction of a person, which was kept.",
    )
    assert read(TABLES["relationships"].column("amount"), *["2.5"]).remarks == []
    assert read(TABLES["areas"].column("latitude"), *["2.350"]).remarks == []


@pytest.mark.parametrize(("text", "meant"), [("51,5", "51.5"), ("1.234.567", "1234567")])
def test_a_number_in_another_notation_is_refused_with_what_may_be_meant(text, meant):
    ((_, _, _, suggestion),) = read(TABLES["services"].column("capacity"), *[text]).faults
    assert suggestion.startswith(f"Did you mean {meant}?")
