"""Luton: who hears back, which doors are wrong, who moves into the core, and what it was worth.

The sample `luton`. Its outcomes are the figures that the council gave (Ling 2018): 120,000 pounds
saved by keeping 26 families in their homes, 360,000 for the Department for Work and Pensions,
22,000 for the NHS, and 680,000 in work, debts resolved and income. All else is invented.
"""

from pathlib import Path

import pandas as pd
import pytest

import ecosystem as eco

BESIDE = Path(__file__).parents[2] / "data" / "sample" / "luton" / "beside"
OUTCOMES = pd.read_csv(BESIDE / "outcomes.csv")
LOG = pd.read_csv(BESIDE / "referral-log.csv", dtype=str, keep_default_na=False)


@pytest.fixture(scope="module")
def luton():
    return eco.read_sample("luton")


@pytest.fixture(scope="module")
def pathways(luton):
    return eco.find_pathways(luton, log=BESIDE / "referral-log.csv", as_of="2024-12-31")


def test_what_it_was_worth(luton):
    """120,000 + 360,000 + 22,000 + 680,000 = 1,182,000 in nine months; twelve ninths 1,576,000."""
    value = eco.find_value(luton, OUTCOMES, months=9)
    assert value.headline == (
        "£1,182,000 over 9 months, £1,576,000 a year at that rate, if the unit values hold."
    )
    assert value.summary["value_low"] == pytest.approx(1_182_000, abs=1)
    assert value.summary["value_a_year_high"] == pytest.approx(1_576_000, abs=1)
    # The 120,000 for 26 families are 4,615 each.
    assert value.explain("Homes kept") == (
        "Homes kept: 26 families at £4,615 each (The council, in Ling 2018): £120,000."
    )
    assert value.explain("GP time").endswith(": £22,000.")


def test_nothing_is_worth_anything_without_a_source(luton):
    is_time = OUTCOMES["outcome"] == "GP time"
    with pytest.raises(ValueError, match="the value of GP time says not where it comes from"):
        eco.find_value(luton, OUTCOMES.assign(source=OUTCOMES["source"].mask(is_time, "")))


def test_one_of_the_wider_network_is_in_the_core_by_now(luton):
    """Eleven ties, to the four that are stated as core and to seven of the ten others."""
    core = eco.find_core(luton)
    in_core = core.table[core.table["role"] == "core"]
    assert len(in_core) == 5
    assert set(in_core["stated_role"]) == {"core", "wider network"}
    assert core.explain("marsh-farm-families") == (
        "Marsh Farm Families is in the core: it is tied to all 4 other core organisations and to 7 "
        "of the 10 in the wider network, though the partnership has it as wider network."
    )


def test_the_core_is_of_two_sectors_and_others_are_of_the_wider_network(luton):
    core = eco.find_core(luton)
    found = eco.find_ties(luton, core=core).findings
    assert "No academic, commercial or faith organisation is in the core by ties." in found
    assert not any("No statutory" in one and "the core by ties" in one for one in found)


def test_whoever_knocked_at_a_wrong_door_was_sent_back_first(pathways):
    """A case with more than one row was turned away at its first step; counted in the file."""
    steps = LOG.groupby("case").size()
    assert set(steps) == {1, 3}
    sent_on = int((steps > 1).sum())
    assert (
        f"{sent_on} people of {sent_on} who were sent on more than once were sent straight back."
        in pathways.findings
    )
    first = LOG[LOG["case"].isin(steps.index[steps > 1])].groupby("case").first()
    doors = pathways.doors["referrals"]
    assert set(first["from"]) == set(doors.index[doors > 1])


def test_senders_hear_back_from_the_core(pathways):
    """Closed: the end is recorded. Counted in the file, over all that were sent to each."""
    ended = LOG["status"].isin(["completed", "failed", "rejected"])
    shares = ended.groupby(LOG["to"]).mean()
    table = pathways.table
    for one in ("bury-park-advice", "marsh-farm-families", "stopsley-health-group"):
        assert table.loc[one, "closed_loop_share"] == pytest.approx(shares[one])
    assert shares["bury-park-advice"] > 0.9
    assert shares["stopsley-health-group"] < 0.5


def test_agencies_visit_one_another_across_sectors(luton):
    """Nine lead on a type each, four of them voluntary: each can visit one of another sector."""
    reviews = eco.find_focus(luton).reviews
    assert len(reviews) == 9
    assert reviews["is_other_sector"].all()
    visits = set(zip(reviews.index, reviews["reviews"], strict=True))
    assert not visits & {(other, one) for one, other in visits}


def test_of_the_twelve_factors_only_what_is_recorded_is_told(luton):
    factors = eco.find_factors(luton)
    assert factors.headline == (
        "These data hold evidence on 11 of the 12 success factors; nothing on communication."
    )
    assert factors.explain("key partners") == (
        "Key partners: Of 15 organisations the sector is recorded: voluntary 8, statutory 3, "
        "commercial 2, academic 1, faith 1."
    )
