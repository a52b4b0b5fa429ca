"""Counts of referrals by month: a row a month and pair, or a column a month; totals left out."""

import datetime as dt

import pytest
from written_tables import write_book

import ecosystem as eco

WELCOME, LAW, FOOD = "Elm Welcome", "Fen Law Project", "Gorse Kitchen Table"
LONG = ["Month", "Sent by", "Went to", "How many", "Notes"]
APRIL = [dt.date(2025, month, 1) for month in (4, 5, 6)]


@pytest.fixture
def read_book(tmp_path):
    """Return a reader of sheets of rows."""

    def read(sheets):
        return eco.read(write_book(tmp_path / "counts.xlsx", **sheets))

    return read


def list_sent(e):
    """Return from, to, period and how many, None where that is not known."""
    frame = e.referrals[["from_id", "to_id", "period", "sent"]].astype(object)
    return sorted(
        frame.where(frame.notna(), None).itertuples(index=False, name=None), key=lambda row: row[:3]
    )


def find(e, words):
    """Return the problems whose message has these words."""
    return e.problems[e.problems["message"].str.contains(words, regex=False)]


def test_a_month_is_written_once_and_totals_stand_between(read_book):
    """2024: Elm to Fen 6 in April and about 5 in May, 11; Gorse to Elm 4 in April and lots in May.

    Left out are 12 of a hotel, 3 who came alone, 2 within Elm, and the totals 10 and 23. 2025: Elm
    to Fen 7, Gorse to Elm under five, of which no number is made.
    """
    e = read_book(
        {
            "2024": [
                ["Who sent who where"],
                LONG,
                ["April", WELCOME, LAW, 6, "1 turned away"],
                [None, "Gorse Kitchen", WELCOME, 4, None],
                ["Total April", None, None, 10, None],
                [],
                ["may", "EW", "Fen Law", "approx 5", None],
                [None, FOOD, WELCOME, "lots", "asked Ada, 01234 567890"],
                [None, "hotel", WELCOME, 12, None],
                [None, "self", WELCOME, 3, None],
                [None, WELCOME, WELCOME, 2, "internal"],
                ["Aug", "-", None, None, "closed"],
                ["TOTAL 2024", None, None, "23 + the lot", None],
            ],
            "2025": [
                LONG,
                ["Jan", WELCOME, LAW, 7, None],
                ["Feb", FOOD, WELCOME, "<5", None],
                ["EW = Elm Welcome (us)"],
                ["Filled in by Ada, 01234 567890"],
            ],
        }
    )
    elm, fen, gorse = "elm-welcome", "fen-law-project", "gorse-kitchen-table"
    assert list_sent(e) == [
        (elm, fen, "2024", 11),
        (elm, fen, "2025", 7),
        (gorse, elm, "2024", 4),
        (gorse, elm, "2025", None),
    ]
    assert sorted(e.organisations["name"]) == [WELCOME, LAW, FOOD]
    assert e.referrals["accepted"].isna().all()
    (said,) = find(e, "'2024': counts of referrals by month")["message"]
    assert "15 referrals over 2 pairs of organisations, April 2024 to May 2024." in said
    assert (
        find(e, "without one number")["message"].str.contains("'lots'|'<5'").tolist() == [True] * 2
    )
    assert len(find(e, "within one organisation")) == 1
    assert find(e, "totals and remarks")["value"].tolist() == ["Total April", ""]
    assert not e.problems.astype(str).apply(lambda cells: cells.str.contains("Ada")).any(axis=None)


def test_in_and_out_by_month_are_of_whom_the_title_names(read_book):
    """Fen to Elm 4, 0 and 2: 6; Elm to Gorse 1, 1 (a family) and none: 2; Elm to Fen not known.

    The column Total and the rows TOTAL count nothing again.
    """
    e = read_book(
        {
            "Services": [["Org", "Service"], [WELCOME, "drop-in"], [LAW, "legal advice"]],
            "Referrals 25-26": [
                ["Elm Welcome referrals 25/26"],
                ["IN"],
                ["From", *APRIL, "Total"],
                ["Fen Law", 4, 0, 2, 6],
                ["Self / walk in", 20, 20, "20ish", 60],
                ["TOTAL", 24, 20, 22, 66],
                [],
                ["OUT"],
                ["To", *APRIL, "Total"],
                [FOOD, 1, "1 (family of 5)", 0, 2],
                [LAW, "-", "?", None, None],
                ["Food banks", 9, 8, 7, 24],
            ],
        }
    )
    assert list_sent(e) == [
        ("elm-welcome", "fen-law-project", "2025-26", None),
        ("elm-welcome", "gorse-kitchen-table", "2025-26", 2),
        ("fen-law-project", "elm-welcome", "2025-26", 6),
    ]
    assert find(e, "taken to be Elm Welcome, from the title")["severity"].tolist() == ["warning"]
    assert find(e, "a kind of sender or receiver")["value"].tolist() == ["Food banks"]
    assert "Food banks" not in set(e.organisations["name"])


def test_whose_numbers_are_not_named_is_asked_and_not_guessed(read_book):
    sheets = {
        "Organisations": [["Name"], [WELCOME], [LAW]],
        "Numbers": [["Monthly figures"], ["From", "Apr", "May", "Jun"], [LAW, 4, 0, 2]],
    }
    e = read_book(sheets)
    assert len(find(e, "nothing says whose they are")) == 1
    assert e.referrals.empty


@pytest.mark.parametrize(
    ("headings", "row", "period"),
    [
        (["When", "From", "To", "No. of people"], ["Mar-25", LAW, FOOD, 8], "2024-25"),
        (["To", "Referred by", "Month", "Referrals"], [FOOD, LAW, "Oct/Nov 2024", 8], "2024-25"),
        (["Date", "Came from", "Went to", "Count"], ["05/06/2025", LAW, FOOD, 8], "2025-26"),
        (["From", "To", "Jan 25", "Feb 25", "March 25"], [LAW, FOOD, 5, None, 3], "2024-25"),
    ],
)
def test_counts_are_known_in_other_words_and_orders(read_book, headings, row, period):
    e = read_book({"Sheet1": [headings, row]})
    assert list_sent(e) == [("fen-law-project", "gorse-kitchen-table", period, 8)]


def test_a_sheet_a_month_is_added_up_to_a_year(read_book):
    """Fen to Gorse 5 in April and 6 in May: 11; the totals count nothing again."""
    headings = ["From", "To", "Number of referrals"]
    e = read_book(
        {
            "April 2025": [headings, [LAW, FOOD, 5], ["Total", None, 5]],
            "May 2025": [headings, [LAW, FOOD, 6], ["Total", None, 6]],
        }
    )
    assert list_sent(e) == [("fen-law-project", "gorse-kitchen-table", "2025", 11)]


def test_people_counted_in_a_log_do_not_make_it_counts(read_book):
    """A family of three is one referral, and what became of it is read."""
    headings = ["Date", "From", "To", "People", "Outcome"]
    e = read_book({"Log": [headings, ["2025-06-01", LAW, FOOD, 3, "accepted"]]})
    assert e.referrals[["sent", "accepted"]].values.tolist() == [[1, 1]]


def test_months_of_another_kind_of_sheet_are_left_to_it(read_book):
    sheets = {
        "Organisations": [["Name"], [WELCOME]],
        "Budget": [["Item", "Jan", "Feb", "Mar"], ["Rent", 100, 100, 100]],
    }
    e = read_book(sheets)
    assert find(e, "by month").empty
    assert e.referrals.empty


def test_ties_of_several_kinds_with_a_start_and_people_are_no_counts_by_month(tmp_path):
    """Of three ties one has a number of people; the others are ties all the same."""
    path = tmp_path / "ties.csv"
    path.write_text(
        "from_id,to_id,kind,start,sent\nAsh,Birch,referral,,7\nFund,Ash,funds,2024-04-01,\n"
        "Fund,Birch,funds,2025-04-01,\n",
        encoding="utf-8",
    )
    e = eco.read(path)
    assert sorted(e.relationships["kind"]) == ["funds", "funds", "referral"]
    assert len(e.referrals) == 0


def test_who_took_people_that_came_by_themselves_is_the_listed_one(read_book):
    """Elm sent 5 to "Fen Law", which took 9 who came alone: one organisation, as listed."""
    e = read_book(
        {
            "Partners": [
                ["Organisation", "What they do"],
                [WELCOME, "befriending"],
                [LAW, "immigration advice"],
                [FOOD, "food"],
            ],
            "Referrals": [
                ["From", "To", "Jan", "Feb", "Mar"],
                [WELCOME, "Fen Law", 5, 0, 0],
                ["Self", "Fen Law", 9, 0, 0],
                ["Self", "Gorse Kitchen", 1, 0, 0],
            ],
        }
    )
    assert e.organisations["name"].tolist() == [WELCOME, LAW, FOOD]
    assert find(e, "'Gorse Kitchen' was read as Gorse Kitchen Table")["severity"].tolist() == [
        "note"
    ]
