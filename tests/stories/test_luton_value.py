"""Luton: what the partnership was worth in nine months, and who reviewed whose referrals.

The figures are those that the council gave (Ling 2018): 120,000 pounds saved by keeping 26 families
in their homes, 360,000 for the Department for Work and Pensions, 22,000 for the NHS, and 680,000 in
work, debts resolved and income.
"""

import pandas as pd
import pytest

import ecosystem as eco

STORY = "Luton council, in Ling 2018"


@pytest.fixture
def luton():
    names = ["Council", "Law centre", "Citizens advice", "Job centre", "Health group"]
    sectors = ["statutory", "voluntary", "voluntary", "statutory", "statutory"]
    columns = {"organisation_id": list("abcde"), "name": names, "sector": sectors}
    return eco.Ecosystem(organisations=pd.DataFrame(columns))


OUTCOMES = pd.DataFrame(
    {
        "outcome": ["Homes kept", "Complex cases", "GP time", "Work, debts and income"],
        "units": [26, 360_000, 22_000, 680_000],
        "unit": ["families", "pounds", "pounds", "pounds"],
        "unit_value": [120_000 / 26, 1, 1, 1],
        "source": STORY,
    }
)


def test_what_it_was_worth(luton):
    """120,000 + 360,000 + 22,000 + 680,000 = 1,182,000 in nine months; twelve ninths 1,576,000."""
    value = eco.find_value(luton, OUTCOMES, months=9)
    assert value.headline == (
        "£1,182,000 over 9 months, £1,576,000 a year at that rate, if the unit values hold."
    )
    assert value.summary["value_low"] == pytest.approx(1_182_000)
    assert value.summary["value_a_year_high"] == pytest.approx(1_576_000)
    # The 120,000 for 26 families are 4,615 each.
    assert value.explain("Homes kept") == (
        "Homes kept: 26 families at £4,615 each (Luton council, in Ling 2018): £120,000."
    )
    assert value.explain("GP time").endswith(": £22,000.")


def test_nothing_is_worth_anything_without_a_source(luton):
    with pytest.raises(ValueError, match="the value of GP time says not where it comes from"):
        eco.find_value(luton, OUTCOMES.assign(source=[STORY, STORY, "", STORY]))


def test_agencies_visit_one_another_across_sectors(luton):
    """Three statutory and two voluntary leads: four of five visits can join the two sectors."""
    leads = [(one, f"kind {one}", 1) for one in "abcde"]
    scores = pd.DataFrame(leads, columns=["organisation_id", "service_type", "score"])
    reviews = eco.find_focus(luton, scores=scores).reviews
    assert reviews["is_other_sector"].sum() == 4
    visits = set(zip(reviews.index, reviews["reviews"], strict=True))
    assert len(visits) == 5
    assert not visits & {(other, one) for one, other in visits}


def test_of_the_twelve_factors_only_what_is_recorded_is_told(luton):
    factors = eco.find_factors(luton)
    assert factors.headline.startswith("These data hold evidence on 1 of the 12 success factors")
    assert factors.explain("key partners") == (
        "Key partners: Of 5 organisations the sector is recorded: statutory 3, voluntary 2, and "
        "none academic or commercial."
    )
