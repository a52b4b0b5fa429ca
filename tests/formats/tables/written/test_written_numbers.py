"""What a cell says of a number, as people write numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem.formats.tables.written.written_numbers import read_written


def _number(text, counted="places"):
    read = read_written(text, counted)
    return read and (read.kind, read.number)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("approx 20", "20"),
        ("Approx. 20", "20"),
        ("20 (approx)", "20"),
        ("about 20", "20"),
        ("c. 900", "900"),
        ("c900", "900"),
        ("circa 1,200", "1200"),
        ("~15", "15"),
        ("20ish", "20"),
        ("20 or so", "20"),
        ("est. 40", "40"),
        ("2k", "2000"),
        ("1.5k", "1500"),
        ("1.2 million", "1200000"),
        ("2 350", "2350"),
        ("twenty", "20"),
        ("twenty-five", "25"),
        ("a dozen", "12"),
        ("nil", "0"),
    ],
)
def test_a_number_in_other_signs_is_that_number(text, number):
    assert _number(text) == ("number", number)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("50+", "50", ""),
        ("50 plus", "50", ""),
        ("at least 50", "50", ""),
        ("over 50", "50", ""),
        ("50 or more", "50", ""),
        ("\u226550 people", "50", ""),
        ("min 10", "10", ""),
        ("under 50", "", "50"),
        ("<50", "", "50"),
        ("up to 50", "", "50"),
        ("no more than 50", "", "50"),
        ("50 (max)", "", "50"),
        ("10-15", "10", "15"),
        ("10 \u2013 15", "10", "15"),
        ("10 to 15", "10", "15"),
        ("between 10 and 15", "10", "15"),
        ("about 10-15 clients", "10", "15"),
        ("2-3k", "2000", "3000"),
        ("900-1.2k", "900", "1200"),
        ("100-150 people a year", "100", "150"),
    ],
)
def test_limits_are_no_number_between_them(text, low, high):
    read = read_written(text, "places")
    assert (read.kind, read.number, read.low, read.high) == ("limits", "", low, high)


@pytest.mark.parametrize(
    ("text", "counted", "kind", "number"),
    [
        ("120 places", "places", "unit", "120"),
        ("30 clients", "people", "unit", "30"),
        ("20 per year", "places", "unit", "20"),
        ("20 pa", "places", "unit", "20"),
        ("8 beds", "places", "judged", "8"),
        ("6 weeks", "days", "unit", "42"),
        ("6wks", "days", "unit", "42"),
        ("a fortnight", "days", "unit", "14"),
        ("10 days", "days", "unit", "10"),
        ("3 months", "days", "judged", "90"),
        ("same day", "days", "number", "0"),
        ("\u00a312k", "pounds", "number", "12000"),
        ("\u00a35,000 pa", "pounds", "unit", "5000"),
        ("\u00a31.2m", "pounds", "number", "1200000"),
        ("\u00a31,234,567.89", "pounds", "number", "1234567.89"),
        ("48 hours", "days", "unit", "2"),
        ("90 mins", "hours", "unit", "1.5"),
        ("monthly", "meetings", "number", "12"),
        ("6 times a year", "meetings", "unit", "6"),
    ],
)
def test_a_unit_of_the_column_is_read(text, counted, kind, number):
    assert _number(text, counted) == (kind, number)


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("30 families", "places"),
        ("2 days a week", "places"),
        ("20 per week", "places"),
        ("20/week", "places"),
        ("20 a month", "people"),
        ("20pw", "places"),
        ("20 at a time", "places"),
        ("40 cases", "people"),
        ("8 beds", "people"),
        ("2.5 people", "people"),
        ("15-10", "places"),
        ("80%", "people"),
        ("\u00a320", "places"),
        ("20?", "places"),
        ("120 places (60 ESOL)", "places"),
        ("\u00a3500 pm", "pounds"),
        ("\u20ac5,000", "pounds"),
        ("\u00a312,000 over 3 years", "pounds"),
        ("10 working days", "days"),
        ("every 6 weeks", "meetings"),
    ],
)
def test_what_may_count_something_else_is_asked_about(text, counted):
    assert _number(text, counted) == ("asked", "")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("lots", "vague"),
        ("a few", "vague"),
        ("varies", "vague"),
        ("as needed", "vague"),
        ("Unlimited", "vague"),
        ("?", "said unknown"),
        ("tbc", "said unknown"),
        ("don\u2019t know", "said unknown"),
        ("none", "none"),
        ("15-Oct", "date"),
        ("2025-10-15", "date"),
    ],
)
def test_words_without_a_number_are_told_apart(text, kind):
    assert _number(text) == (kind, "")


@pytest.mark.parametrize("text", ["", "n/a", "-", "120", "1,200", "2.350", "-5", "12.5"])
def test_plain_digits_and_empty_cells_are_left_to_the_checks(text):
    assert read_written(text, "places") is None


@pytest.mark.parametrize("text", ["Bristol", "see leaflet", "3,5,7", "12o", "k", "~", "10-15-20"])
def test_what_is_hopeless_is_left_to_be_refused(text):
    assert read_written(text, "places") is None


@given(st.text(max_size=70), st.sampled_from(["people", "places", "pounds", "days", "hours"]))
def test_any_text_is_read_or_left_and_never_fails(text, counted):
    read = read_written(text, counted)
    if read is not None:
        assert all(not side or float(side) >= 0 for side in (read.number, read.low, read.high))
        assert not (read.number and (read.low or read.high))


@given(st.integers(0, 10**6), st.sampled_from(["about {}", "~{}", "{} people", "{:,} places"]))
def test_a_whole_number_is_never_another_number(number, form):
    assert read_written(form.format(number), "places").number == str(number)
