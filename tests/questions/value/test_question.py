"""What outcomes are worth: worked by hand, with what is not known left not known."""

import pandas as pd
import pytest

import ecosystem as eco

SOURCE = "Our council, 2024"


def make(**columns):
    """Return outcomes: a list a column, one source for all unless given."""
    rows = {"outcome": ["Homes kept"], "unit_value": [4000], "source": SOURCE}
    return pd.DataFrame(rows | columns)


def test_units_times_their_value(tiny):
    """20 families at 4,000 to 5,000: 80,000 to 100,000 in 6 months, twice that in 12."""
    outcomes = make(units=[20], unit=["families"], unit_value=4000, unit_value_high=5000)
    value = eco.find_value(tiny, outcomes, months=6)
    assert value.headline == (
        "Between £80,000 and £100,000 over 6 months, between £160,000 and £200,000 a year at that "
        "rate, if the unit values hold."
    )
    assert value.explain("Homes kept") == (
        "Homes kept: 20 families at between £4,000 and £5,000 each (Our council, 2024): between "
        "£80,000 and £100,000."
    )
    assert value.table.loc["Homes kept", ["value_low", "value_high"]].tolist() == [80_000, 100_000]
    assert value.settings["visibility"] == "public"


def test_without_months_no_year_is_told(tiny):
    value = eco.find_value(tiny, make(units=[20]))
    assert value.headline == "£80,000, if the unit values hold."
    assert value.summary.isna()["value_a_year_low"]
    assert any(note.startswith("Over how many months") for note in value.notes)


def test_a_value_without_a_source_is_refused_and_named(tiny):
    outcomes = make(outcome=["Homes kept", "Debt"], units=[2, 3], unit_value=[5, 6])
    for source in ([SOURCE, None], [SOURCE, " "]):
        with pytest.raises(ValueError, match="source: the value of Debt says not where it comes"):
            eco.find_value(tiny, outcomes.assign(source=source))
    with pytest.raises(ValueError, match="the value of Homes kept and Debt says"):
        eco.find_value(tiny, outcomes.drop(columns="source"))


def test_what_is_not_known_is_no_nought(tiny):
    """10 at 4,000 is 40,000; of the second the number, of the third the value is not known."""
    outcomes = make(
        outcome=["Homes kept", "Debt", "Work"],
        units=[10, None, 7],
        unit_value=[4000, 100, None],
        unit=["families", "", "people"],
    )
    value = eco.find_value(tiny, outcomes, months=1)
    assert value.headline == (
        "£40,000 over 1 month, £480,000 a year at that rate, if the unit values hold, from 1 of 3 "
        "outcomes; what the other 2 outcomes are worth is not known."
    )
    assert value.explain("Debt") == (
        "Debt: how many there were is not known, so neither is what it is worth."
    )
    assert value.explain("Work") == "Work: 7 people; what one is worth is not known."
    assert any(note.startswith("Of Debt it is not known how many") for note in value.notes)
    none = eco.find_value(tiny, outcomes.iloc[1:])
    assert none.headline == "Of no outcome are both the number and the unit value known."
    nothing = eco.find_value(tiny, outcomes.iloc[:0])
    assert nothing.headline.startswith("No outcome is given")
    assert nothing.notes == ()


def test_of_none_the_worth_is_none_whatever_a_unit_is_worth(tiny):
    value = eco.find_value(tiny, make(units=[0], unit_value=[None], source=[None]))
    assert value.table["value_low"].tolist() == [0]
    assert value.headline == "£0, if the unit values hold."


def test_small_numbers_are_shown_to_nobody(tiny, tmp_path):
    """3 families at 4,000 are 12,000, from which the 3 would follow."""
    value = eco.find_value(tiny, make(units=[3], unit=["families"]))
    assert value.settings["visibility"] == "private"
    with pytest.raises(ValueError, match="exact counts from 1 to 4"):
        eco.write_result(value, tmp_path / "value.json")
    said = [value.headline, value.explain("Homes kept"), *value.notes]
    path = eco.write_result(value, tmp_path / "value.json", visibility="private")
    for text in (*said, path.read_text(encoding="utf-8"), value._repr_html_()):
        assert "12,000" not in text
        assert "12000" not in text
    assert value.explain("Homes kept") == (
        "Homes kept: under 5 families at £4,000 each (Our council, 2024)."
    )


def make_referrals(tiny, **columns):
    frame = pd.DataFrame({"from_id": ["a", "b"], "to_id": ["c", "c"], "service_type": "advice"})
    return tiny.replace(referrals=frame.assign(**columns))


COUNTED = {"service_type": ["advice"], "unit_value": [10]}


def test_help_that_is_recorded_is_counted_where_no_number_is_given(tiny):
    """12 and 8 got help: 20 at £10."""
    e = make_referrals(tiny, sent=[30, 20], got_help=[12, 8])
    value = eco.find_value(e, make(**COUNTED))
    assert value.explain("Homes kept") == (
        "Homes kept: 20 referrals that ended in help at £10 each (Our council, 2024): £200."
    )
    assert any(note.startswith("Counted in the referrals of these data") for note in value.notes)


def test_where_it_is_not_recorded_who_got_help_it_may_be_none_or_all_but_those_who_did_not(tiny):
    """12, and of 20 of whom 5 ended without help 0 to 15: 12 to 27. Of unknown many: 12 or more."""
    e = make_referrals(tiny, sent=[30, 20], got_help=[12, None], ended_without_help=[None, 5])
    value = eco.find_value(e, make(**COUNTED))
    assert "12 to 27 referrals that ended in help" in value.explain("Homes kept")
    assert value.headline == "Between £120 and £270, if the unit values hold."
    e = make_referrals(tiny, sent=[30, None], got_help=[12, None])
    assert eco.find_value(e, make(**COUNTED)).headline == "At least £120, if the unit values hold."


def test_two_reports_of_one_link_are_counted_once(tiny):
    """Both ends report one link, 12 and 14 who got help: 12 to 14, not 26."""
    reports = {"from_id": "a", "reported_by": ["a", "c"], "sent": [30, 30], "got_help": [12, 14]}
    value = eco.find_value(make_referrals(tiny, **reports), make(**COUNTED))
    assert "12 to 14 referrals" in value.explain("Homes kept")


def test_up_to_so_many_where_the_least_is_none(tiny):
    e = make_referrals(tiny, sent=[30, 20], got_help=[None, None])
    assert "up to 50 referrals" in eco.find_value(e, make(**COUNTED)).explain("Homes kept")


def test_an_answer_from_exact_small_counts_is_private(tiny):
    e = make_referrals(tiny, sent=[30, 3], got_help=[12, 2])
    assert eco.find_value(e, make(**COUNTED)).settings["visibility"] == "private"
    seen = eco.find_value(e.select(visibility="public"), make(**COUNTED))
    assert seen.settings["visibility"] == "public"


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"units": [-2]}, "units: '-2' is no number from 0 up"),
        ({"units": ["some"]}, "units: 'some' is no number from 0 up"),
        ({"unit_value_high": [5]}, "the low value of Homes kept is above the high one"),
        ({"outcome": ["a", "a"], "unit_value": [1, 1]}, "each row needs a name of its own"),
        ({"outcome": [None]}, "each row needs a name of its own"),
        ({"service_type": ["advise"]}, "no referral is for 'advise'"),
    ],
)
def test_wrong_outcomes_are_refused(tiny, columns, words):
    with pytest.raises(ValueError, match=words):
        eco.find_value(tiny, make(**columns))


def test_columns_and_months_are_checked(tiny):
    with pytest.raises(ValueError, match="needs the columns outcome and unit_value_low"):
        eco.find_value(tiny, pd.DataFrame({"outcome": ["a"]}))
    for months in (0, -1, float("inf")):
        with pytest.raises(ValueError, match="is not a time"):
            eco.find_value(tiny, make(units=[1]), months=months)


def test_pence_are_told_where_a_unit_is_worth_little(tiny):
    value = eco.find_value(tiny, make(units=[100], unit_value=[0.5], unit=["texts"]))
    assert value.explain("Homes kept") == (
        "Homes kept: 100 texts at £0.50 each (Our council, 2024): £50."
    )
