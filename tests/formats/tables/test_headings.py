"""Headings in other words mean our columns, where their cells fit."""

import pandas as pd
import pytest
from sheets_by_hand import ORGANISATIONS, say_of, write_texts

import ecosystem as eco


def test_headings_in_other_words(tmp_path):
    e = eco.read(
        write_texts(
            tmp_path / "x",
            organisations="Organisation,Type of organisation\nACH,Charity\nBCC,council\n",
            services="Service,Type of service,Provider,IAA level,Places per year,Referral route\n"
            "Advice,advice,ACH,Level 2,300,Drop in\n",
            referrals="From,To,Year,Number sent,Number accepted\nBCC,ACH,2024-25,40,35\n",
        )
    )
    assert list(e.organisations["sector"]) == ["voluntary", "statutory"]
    service = e.services.iloc[0]
    assert [service[name] for name in ("level", "capacity", "access")] == [2, 300, "drop-in"]
    referral = e.referrals.iloc[0]
    assert [referral[name] for name in ("period", "sent", "accepted")] == ["2024-25", 40, 35]
    assert "'Charity' as voluntary" in say_of(e, "Type of organisation")


@pytest.mark.parametrize(
    ("headings", "sent"),
    [("Number,From,To,People sent", 40), ("Number,From,To,Notes", 1), ("Sent,From,To,Count", 1)],
)
def test_a_number_is_that_of_the_row_if_another_column_counts_people(tmp_path, headings, sent):
    path = write_texts(
        tmp_path / "x", organisations=ORGANISATIONS, referrals=f"{headings}\n1,ACH,ACH,40\n"
    )
    assert eco.read(path).referrals["sent"].tolist() == [sent]


def test_the_day_of_a_referral_is_no_period_of_which_only_the_last_would_count(tmp_path):
    path = write_texts(
        tmp_path / "x",
        organisations=ORGANISATIONS,
        referrals="From,To,Date,Sent\nACH,Bristol City Council,01/02/2024,30\n",
    )
    referral = eco.read(path).referrals.iloc[0]
    assert pd.isna(referral["period"])
    assert referral["Date"] == "01/02/2024"


def test_another_word_for_a_choice_counts_only_where_it_is_a_choice():
    frame = pd.DataFrame({"organisation_id": ["a"], "name": ["A"], "status": ["council"]})
    with pytest.raises(eco.DataError, match="'council' is not one of the choices"):
        eco.Ecosystem(organisations=frame)


def test_a_column_of_choices_in_other_words_that_fits_nowhere_is_kept_as_it_is(tmp_path):
    text = "Name,Type of organisation\nACH,CIC in region 7\n"
    e = eco.read(write_texts(tmp_path / "x", organisations=text))
    assert e.organisations.loc[0, "Type of organisation"] == "CIC in region 7"
    assert e.organisations["sector"].isna().all()


def test_one_cell_that_fits_no_choice_is_said_among_those_that_do(tmp_path):
    text = "Name,Type of organisation\nACH,charity\nBor,CIC in region 7\n"
    path = write_texts(tmp_path / "x", organisations=text)
    told = eco.check(path).query("severity == 'warning' and value == 'CIC in region 7'")
    assert told["row"].tolist() == [3]


@pytest.mark.parametrize(
    "heading", ["Capacity per week", "Why not accepting referrals", "Median wait days (months)"]
)
def test_a_heading_that_counts_otherwise_is_not_taken_for_a_column(tmp_path, heading):
    """20 a week are not 20 a year, and why not is not whether."""
    table = "referrals" if "wait" in heading else "services"
    start, row = (
        ("From,To", "ACH,Bristol City Council") if "wait" in heading else ("Name,Type", "S,x")
    )
    texts = {table: f"{start},{heading}\n{row},20\n"}
    e = eco.read(write_texts(tmp_path / "x", organisations=ORGANISATIONS, **texts))
    assert f"the column '{heading}' is kept, but no answer uses it." in " ".join(
        e.problems["message"]
    )
    assert "use that as its heading" not in " ".join(e.problems["suggestion"])
