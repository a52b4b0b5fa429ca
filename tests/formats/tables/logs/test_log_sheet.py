"""Logs of referrals as people keep them, a row a referral, and what is counted of them."""

import datetime as dt

import pandas as pd
import pytest
from written_tables import write_book

import ecosystem as eco

HEADINGS = ["Date", "Initials", "From", "To", "Need", "Outcome", "Comments"]
LAW, FOOD, MIND = "Ash Law Centre", "Beech Food Bank", "Cedar Minds CIC"


def make_rows(*rows, year=2025):
    """Return rows of a log on days of their own: from, to, need, outcome."""
    return [
        [dt.date(year, 5, 1) + dt.timedelta(days=number), f"A{chr(65 + number)}", *row, None]
        for number, row in enumerate(rows)
    ]


@pytest.fixture
def read_log(tmp_path):
    """Return a reader of one sheet with these rows below the headings."""

    def read(*rows, headings=HEADINGS, name="Log", title=None):
        above = [[title]] if title else []
        return eco.read(write_book(tmp_path / "log.xlsx", **{name: [*above, headings, *rows]}))

    return read


def list_counts(e, *columns):
    """Return columns of the referrals as tuples, empty cells as None."""
    wanted = ["from_id", "to_id", *columns]
    frame = e.referrals.reindex(columns=wanted).astype(object)
    return [tuple(row) for row in frame.where(frame.notna(), None).itertuples(index=False)]


def find(e, words):
    """Return the problems whose message has these words."""
    return e.problems[e.problems["message"].str.contains(words, regex=False)]


HANDED = make_rows(
    (LAW, FOOD, "food", "Accepted"),
    (LAW, FOOD, "food", "accepted"),
    (LAW, FOOD, "Housing", "Seen"),
    (LAW, MIND, "Mental health", "DNA"),
    (LAW, MIND, "Mental health", "Accepted"),
    (FOOD, LAW, "Housing", "Declined - full"),
    (FOOD, MIND, "ESOL", "Waiting"),
    (FOOD, MIND, "ESOL", None),
    (MIND, LAW, "Housing", "No reply"),
)


def test_a_log_is_counted_by_pair_and_no_row_of_it_stays(read_log):
    """Nine referrals over five pairs, below a title and above a total.

    Ash to Beech: three, all taken on, one of them came. Ash to Cedar: one taken on, one stayed away
    (DNA), who may have been taken on or not: from 1 to 2. Beech to Ash: one, declined. Beech to
    Cedar: of the two that wait or of which nothing is written neither is known. Cedar to Ash: no
    reply, which is no no. Of no pair five have one need, so none stands by itself.
    """
    e = read_log(*HANDED, [], ["Total", None, None, None, 9], title="Referrals log 2025-26")
    ash, beech, cedar = "ash-law-centre", "beech-food-bank", "cedar-minds-cic"
    assert list_counts(e, "sent", "accepted", "accepted_low", "accepted_high", "period") == [
        (ash, beech, 3, 3, None, None, "2025-26"),
        (ash, cedar, 2, None, "1", "2", "2025-26"),
        (beech, ash, 1, 0, None, None, "2025-26"),
        (beech, cedar, 2, None, None, None, "2025-26"),
        (cedar, ash, 1, None, None, None, "2025-26"),
    ]
    assert list_counts(e, "reached", "ended_without_help", "reason")[2] == (
        beech,
        ash,
        0,
        1,
        "full",
    )
    assert e.referrals["service_type"].isna().all()
    assert e.relationships.empty
    kept = set(e.referrals.astype(object).map(str).to_numpy().ravel())
    assert not {"AA", "Housing", "Mental health", "2025-05-01"} & kept
    assert not {"Initials", "Comments", "Outcome"} & set(e.referrals.columns)
    assert sorted(e.organisations["name"]) == [LAW, FOOD, MIND]


def test_what_a_log_is_is_said_in_one_line_and_its_words_are_asked_about(read_log):
    e = read_log(*HANDED, ["Total", None, None, None, 9], name="Referrals 25-26")
    (said,) = find(e, "a log, one row a referral")["message"]
    assert said == (
        "Sheet 'Referrals 25-26': a log, one row a referral; 9 referrals over 5 pairs of "
        "organisations, 1 May 2025 to 9 May 2025. Only counts are kept."
    )
    (read,) = find(e, "outcomes read as")["message"]
    assert read == (
        "outcomes read as taken on (4): 'Accepted' (3) and 'Seen' (1); not taken on (1): 'Declined "
        "- full' (1); no answer yet, or withdrawn (1): 'No reply' (1); not recorded: 1."
    )
    asked = find(e, "leaves open").iloc[0]
    assert asked["severity"] == "warning"
    assert "'DNA' (1) and 'Waiting' (1)" in asked["message"]
    assert asked["column"] == "Outcome"
    assert find(e, "about single people")["column"].tolist() == ["Initials"]
    assert len(find(e, "neither sender nor receiver")) == 1
    assert not (e.problems["severity"] == "error").any()


def test_a_need_stands_by_itself_from_five_of_a_pair(read_log):
    """Of seven five need food; the other two are counted for the pair."""
    rows = [(LAW, FOOD, "Food" if number < 5 else "beds", "Seen") for number in range(7)]
    e = read_log(*make_rows(*rows))
    assert list_counts(e, "service_type", "sent", "accepted")[0][2:] == ("Food", 5, 5)
    assert list_counts(e, "service_type", "sent", "accepted")[1][2:] == (None, 2, 2)


def test_what_is_written_before_the_question_answers_it(read_log):
    """What the warning asks to write reads as meant: a day offered after they were taken on."""
    outcomes = ["accepted, did not attend", "accepted, waiting", "declined, full"]
    e = read_log(*make_rows(*[(LAW, FOOD, "", word) for word in outcomes]))
    assert list_counts(e, "sent", "accepted", "ended_without_help")[0][2:] == (3, 2, 1)
    assert find(e, "leaves open").empty


def test_rows_that_are_no_referral_of_two_organisations_are_counted_and_said(read_log):
    """Of eight rows two count; the others repeat, lack an end, name two, or nobody sent them."""
    repeat = [dt.date(2025, 6, 1), "ZZ", LAW, FOOD, "food", "Seen", None]
    e = read_log(
        repeat,
        repeat,
        [None, "BB", LAW, FOOD, "food", "Seen", None],
        *make_rows(
            (LAW, None, "food", "Seen"),
            ("Self-referral", FOOD, "food", "Seen"),
            ("walk in", MIND, "food", "Seen"),
            (LAW, "Beech Food Bank / Cedar Minds", "food", "Seen"),
            (LAW, FOOD, "food", "entered in error"),
        ),
    )
    assert list_counts(e, "sent") == [("ash-law-centre", "beech-food-bank", 2)]
    assert find(e, "counted once")["row"].tolist() == [3]
    assert find(e, "without a day")["row"].tolist() == [4]
    assert find(e, "without a sender or a receiver")["row"].tolist() == [5]
    assert find(e, "nobody referred")["message"].str.startswith("2 rows").all()
    assert find(e, "several organisations")["value"].tolist() == ["Beech Food Bank / Cedar Minds"]
    assert len(find(e, "no referral, as 'entered in error'")) == 1
    assert MIND in set(e.organisations["name"])


@pytest.mark.parametrize(
    ("headings", "row"),
    [
        (
            ["Date of referral", "Referred by", "Referred to", "Support needed", "Status"],
            ["03/04/25", LAW, FOOD, "food", "taken on"],
        ),
        (
            ["Outcome", "Agency", "Referring agency", "When (date)"],
            ["attended", FOOD, LAW, 45797],
        ),
        (["Day sent", "To", "From", "Date sent", "Result"], ["x", FOOD, LAW, "Apr 2025", "helped"]),
        (["Date", "Organisation", "Referred to", "Taken on (Y/N)"], ["17.4.25", LAW, FOOD, "Y"]),
        (["Recd", "Agency from", "Agency to", "Response"], ["Mon 7 April 2025", LAW, FOOD, "acc."]),
        (
            ["When", "Who by", "Signposted to", "Happened?", "For"],
            ["7/4/25", LAW, FOOD, "Engaged x2", "visa"],
        ),
    ],
)
def test_a_log_is_known_in_other_words_and_orders(read_log, headings, row):
    e = read_log(row, headings=headings, name="Sheet1", title="Our log")
    assert list_counts(e, "sent", "accepted") == [("ash-law-centre", "beech-food-bank", 1, 1)]
    assert e.referrals["period"].tolist() == ["2025-26"]


@pytest.mark.parametrize(
    ("headings", "row"),
    [
        (["From", "To", "Kind", "Start"], [LAW, FOOD, "funds", "2025-04-01"]),
        (["From", "To", "Date", "Amount"], [LAW, FOOD, "2025-04-01", "500"]),
        (["From", "To", "Sent", "Accepted"], [LAW, FOOD, "40", "30"]),
        (["From", "To", "Notes"], [LAW, FOOD, "2025-04-01"]),
    ],
)
def test_a_list_of_ties_or_counts_is_no_log(read_log, headings, row):
    e = read_log(row, headings=headings, name="Sheet1")
    assert find(e, "a log").empty


@pytest.mark.parametrize("name", ["Health and Housing", "Ash & Birch Trust", "24/7 Support"])
def test_a_name_of_several_words_is_one_organisation(read_log, name):
    """Others are called Health Team and Housing Trust: these are not the parts of it."""
    rows = [(LAW, name), ("Health Team", LAW), ("Housing Trust", FOOD)]
    e = read_log(*make_rows(*[(*ends, "", "Seen") for ends in rows]))
    assert e.referrals["sent"].sum() == 3
    assert name in set(e.organisations["name"])


def test_yes_and_no_are_an_answer_only_where_it_is_asked_for(read_log):
    """Below Outcome a yes may mean anything; below Accepted it says so, and Outcome says more."""
    headings = ["Date", "From", "To", "Accepted?", "Outcome"]
    days = ["2025-06-01", "2025-06-02", "2025-06-03"]
    rows = [[day, LAW, FOOD, *said] for day, said in zip(days, ["YC", "NF", "  "], strict=True)]
    rows[0][4], rows[1][4] = "Closed - helped", "Full"
    e = read_log(*rows, headings=headings)
    assert list_counts(e, "sent", "accepted_low", "accepted_high", "got_help")[0][2:] == (
        3,
        "1",
        "2",
        1,
    )
    plain = read_log(*[[*row[:3], "yes"] for row in rows], headings=[*headings[:3], "Outcome"])
    assert find(plain, "leaves open")["message"].str.contains("'yes' \\(3\\)").all()


def test_marks_stand_for_the_cell_above_and_months_may_come_first(read_log):
    headings = ["Date", "Sent from", "Sent to", "Status"]
    rows = [["05/20/2025", LAW, FOOD, "Accepted"], ["06/02/2025", '"', "ditto", '"'], ["June"]]
    e = read_log(*rows, ["06/21/2025", '"', '"', "Declined"], headings=headings)
    assert list_counts(e, "sent", "accepted") == [("ash-law-centre", "beech-food-bank", 3, 2)]
    assert find(e, "month first")["value"].tolist() == ["05/20/2025"]
    assert "20 May 2025 to 21 June 2025" in find(e, "a log, one row")["message"].iloc[0]


def test_a_log_with_one_end_says_which_column_is_missing(read_log):
    """Whoever keeps a log of their own does not write who they are."""
    with pytest.raises(eco.DataError) as refused:
        read_log(
            ["2025-06-01", "AB", FOOD, "Seen"],
            headings=["Date", "Client", "Referred to", "Outcome"],
        )
    said = refused.value.problems["message"] + refused.value.problems["suggestion"]
    assert said.str.contains("no column says who sent them.Add a column From").any()
    assert not said.str.contains("Client").any()


def test_two_years_on_two_sheets_are_one_log_with_two_periods(tmp_path):
    """Six of Ash to Beech in one year, four in the next; the pair is a row in each."""
    sheets = {
        "2024-25": [HEADINGS, *make_rows(*[(LAW, FOOD, "", "Seen")] * 6, year=2024)],
        "2025-26": [HEADINGS, *make_rows(*[(LAW, FOOD, "", "DNA")] * 4, year=2025)],
    }
    e = eco.read(write_book(tmp_path / "log.xlsx", **sheets))
    assert list_counts(e, "period", "sent", "accepted") == [
        ("ash-law-centre", "beech-food-bank", "2024-25", 6, 6),
        ("ash-law-centre", "beech-food-bank", "2025-26", 4, None),
    ]
    assert len(find(e, "a log, one row")) == 2


def test_sheets_of_one_year_are_added_up(tmp_path):
    sheets = {
        month: [HEADINGS, *make_rows(*[(LAW, FOOD, "food", "Seen")] * 3)]
        for month in ("May", "June")
    }
    sheets["June"][1][1] = "other"
    sheets["June"][2][1] = "another"
    e = eco.read(write_book(tmp_path / "log.xlsx", **sheets))
    assert list_counts(e, "service_type", "sent") == [
        ("ash-law-centre", "beech-food-bank", "food", 5)
    ]
    assert find(e, "counted once")["sheet"].tolist() == ["June"]


def test_a_slip_of_the_pen_in_a_year_makes_no_period(read_log):
    rows = make_rows(*[(LAW, FOOD, "", "Seen")] * 3)
    rows[1][0] = dt.date(2052, 5, 2)
    e = read_log(*rows)
    assert e.referrals["period"].tolist() == ["2025-26"]
    assert e.referrals["sent"].tolist() == [3]
    assert len(find(e, "without a day")) == 1


@pytest.mark.parametrize(
    ("days", "period"),
    [
        (("2025-04-01", "2026-03-31"), {"2025-26"}),
        (("2025-01-10", "2025-12-20"), {"2025"}),
        (("2024-10-01", "2025-09-30"), {"2024-10 to 2025-09"}),
        (("2024-04-01", "2025-05-01"), {"2024-25", "2025-26"}),
    ],
)
def test_a_log_of_a_year_or_less_is_of_one_period(read_log, days, period):
    rows = make_rows(*[(LAW, FOOD, "", "Seen")] * 2)
    for row, day in zip(rows, days, strict=True):
        row[0] = day
    assert set(read_log(*rows).referrals["period"]) == period


def test_remarks_in_place_of_an_outcome_are_not_repeated(read_log):
    """A word may be quoted; what names somebody, or is longer, may not."""
    words = ["rang Amina", "moved in with her sister in Leeds last week", "paused"]
    e = read_log(*make_rows(*[(LAW, FOOD, "", word) for word in words]))
    (said,) = find(e, "leaves open")["message"]
    assert said.endswith("taken on: 'paused' (1) and 2 in other words.")
    assert (
        not e.problems.astype(str)
        .apply(lambda cells: cells.str.contains("Amina|sister"))
        .any(axis=None)
    )


def test_a_log_beside_a_list_adds_whom_only_it_names(tmp_path):
    """The surgery is in no list; the pair that the table counts is not counted again."""
    sheets = {
        "Organisations": [["Name", "Sector"], [LAW, "voluntary"], [FOOD, "voluntary"]],
        "Referrals": [["From", "To", "Sent"], [LAW, FOOD, 40]],
        "Log": [
            HEADINGS,
            *make_rows(
                (LAW, FOOD, "", "Seen"), ("Elm Surgery", LAW, "", "Seen"), (FOOD, LAW, "", "")
            ),
        ],
    }
    e = eco.read(write_book(tmp_path / "sector.xlsx", **sheets))
    assert list_counts(e, "sent") == [
        ("ash-law-centre", "beech-food-bank", 40),
        ("beech-food-bank", "ash-law-centre", 1),
        ("elm-surgery", "ash-law-centre", 1),
    ]
    assert find(e, "in no list of organisations")["severity"].tolist() == ["warning"]
    assert find(e, "has a number for the same pair")["row"].tolist() == [2]


def test_a_second_file_is_counted_into_the_referrals(tmp_path):
    sector = write_book(tmp_path / "sector.xlsx", Organisations=[["Name"], [LAW], [FOOD], [MIND]])
    log = write_book(tmp_path / "log.xlsx", Sheet1=[HEADINGS, *HANDED])
    e = eco.read(sector, log=log)
    assert e.referrals["sent"].sum() == 9
    assert len(e.organisations) == 3
    with pytest.raises(eco.DataError, match="this is no log of referrals"):
        eco.read(sector, log=sector)
    with pytest.raises(ValueError, match=r"log '.*nothing.xlsx' is not there"):
        eco.read(sector, log=tmp_path / "nothing.xlsx")


def test_rows_and_sheets_in_another_order_are_the_same_counts(tmp_path):
    forwards = write_book(tmp_path / "a.xlsx", Log=[HEADINGS, *HANDED])
    backwards = write_book(tmp_path / "b.xlsx", Log=[HEADINGS, *HANDED[::-1]])
    one, two = eco.read(forwards), eco.read(backwards)
    pd.testing.assert_frame_equal(one.referrals, two.referrals)
    assert one.about.equals(two.about)


def test_a_log_of_cases_in_words_of_its_own(read_log):
    """Of nine rows four count, over two pairs; the other five are said.

    Ash to Beech: one taken on; one waits; one was chased twice, without an answer. Cedar to Ash: no
    reply. Case 2 stands on two rows and counts once. One came alone, one was sent by a GP and one
    by a hotel, and the total adds up the others. The day without a year is of 2025, as all are.
    """
    headings = ["Case ref", "Rec'd", "Came from", "Went to", "Reason", "Result", "Notes"]
    e = read_log(
        ["C1", "2025-04-03", LAW, "Beech Food Bnk", "food", "acc.", "lives in Derby"],
        ["C2", "14 April", "Ash Law Ctr", FOOD, "food", "w/l", "asked"],
        ["C2", "14 April", LAW, FOOD, "food", "w/l", "asked again"],
        ["C3", "Sept 16", LAW, FOOD, "bed", "chased 2x nothing", None],
        ["C4", "2025-10-01", "CMC", LAW, "appeal", "no word back", None],
        ["C5", "2025-10-02", "Self ref", LAW, "appeal", "Seen", None],
        ["C6", "2025-10-03", "GP", LAW, "appeal", "DNA x3 closed", None],
        ["C7", "2025-10-04", "Hotel (Derby)", LAW, "appeal", "Seen", None],
        ["Total", None, 8, None, None, None, None],
        ["CMC = Cedar Minds CIC    w/l = waiting list"],
        headings=headings,
        title="Log",
    )
    assert list_counts(e, "sent", "accepted_low", "accepted_high", "period") == [
        ("ash-law-centre", "beech-food-bank", 3, "1", "3", "2025-26"),
        ("cedar-minds-cic", "ash-law-centre", 1, None, None, "2025-26"),
    ]
    assert sorted(e.organisations["name"]) == [LAW, FOOD, "Cedar Minds CIC"]
    assert find(e, "further down")["row"].tolist() == [4]
    assert find(e, "only a kind of sender")["message"].str.startswith("2 rows").all()
    assert find(e, "nobody referred")["value"].tolist() == ["Self ref"]


def test_names_that_may_be_one_are_asked_about_and_stay_apart(read_log):
    """All words of Elm Friends are in Elm Refugee Friends, and so they may be two all the same."""
    names = ("Elm Friends", "Elm Refugee Friends")
    e = read_log(*make_rows(*[(LAW, name, "", "Seen") for name in names]))
    assert len(e.referrals) == 2
    (said,) = find(e, "much like another")["message"]
    assert "'Elm Friends' may be 'Elm Refugee Friends'" in said


def test_a_log_of_people_who_came_alone_is_of_no_pair(read_log):
    e = read_log(*make_rows(*[("self", LAW, "", "Seen")] * 2))
    assert e.referrals.empty
    assert e.organisations["name"].tolist() == [LAW]
