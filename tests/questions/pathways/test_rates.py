"""Tests of rates and waits: published cases, brute force, and a planted truth."""

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from referral_logs import FIVE, make

import ecosystem as eco
from ecosystem.questions.pathways.log_reading import read_log
from ecosystem.questions.pathways.rates import list_waits, measure_waits, rate


def _median(times, is_over):
    return measure_waits(
        np.array(times, dtype=float),
        np.array(is_over, dtype=bool),
        np.zeros(len(times), dtype=np.intp),
        1,
    )["median_wait_days"].iloc[0]


def test_leukaemia_remission_of_freireich_1963():
    """The 6-MP trial, the standard example of Kaplan-Meier: medians 23 and 8 weeks.

    Freireich and others (1963), The effect of 6-mercaptopurine on the duration of steroid-induced
    remissions in acute leukemia, Blood 21, 699-716.
    """
    drug = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
    over = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
    placebo = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]
    assert _median(drug, over) == 23
    assert _median(placebo, [1] * 21) == 8


def test_acute_myelogenous_leukaemia_of_embury_1977():
    """The data `aml` of R's survival package: medians 31 weeks (maintained) and 23 weeks (not).

    Embury and others (1977), Remission maintenance therapy in acute myelogenous leukemia, Western
    Journal of Medicine 126, 267-272.
    """
    maintained = [9, 13, 13, 18, 23, 28, 31, 34, 45, 48, 161]
    assert _median(maintained, [1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 0]) == 31
    others = [5, 5, 8, 8, 12, 16, 23, 27, 30, 33, 43, 45]
    assert _median(others, [1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1]) == 23


@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.integers(0, 9), st.booleans()), min_size=1, max_size=40
    )
)
@settings(max_examples=80, deadline=None)
def test_waits_equal_the_product_over_answer_days(rows):
    group, days, is_over = (np.array(part) for part in zip(*rows, strict=True))
    found = measure_waits(days.astype(float), is_over, group, 4)
    for one in range(4):
        mine = group == one
        left, median = 1.0, np.nan
        for day in range(10):
            risk = (days[mine] >= day).sum()
            over = (is_over[mine] & (days[mine] == day)).sum()
            left *= 1 - over / risk if risk else 1
            if over and left <= 0.5 + 1e-12:
                median = day
                break
        np.testing.assert_equal(found["median_wait_days"].iloc[one], median)


def test_waits_are_near_the_truth_when_a_quarter_is_never_answered():
    """True waits are exponential with a mean of 20 days; three in four are ever answered.

    Half of all are answered when 0.75 (1 - exp(-t/20)) = 0.5: t = 20 ln 3 = 21.97 days. The
    median of the answered alone is near 20 ln 2 = 13.9, 37 % too short.
    """
    random = np.random.default_rng(5)
    size, days = 6000, 730
    sent = random.integers(0, days, size)
    wait = np.where(random.random(size) < 0.25, np.inf, random.exponential(20, size))
    over = sent + wait <= days
    start = np.datetime64("2022-01-01")
    log = pd.DataFrame(
        {
            "case": [f"c-{number}" for number in range(size)],
            "from": "food",
            "to": "housing",
            "sent": start + sent.astype("timedelta64[D]"),
            "status": np.where(over, "accepted", "requested"),
        }
    )
    answered = start + (sent + np.where(over, np.ceil(wait), 0)).astype("timedelta64[D]")
    log["responded"] = pd.Series(answered).where(over)
    answer = eco.find_pathways(make(), log=log, as_of="2024-01-01")
    truth = 20 * np.log(3)
    assert abs(answer.table.loc["housing", "median_wait_days"] - truth) / truth < 0.05
    assert np.median(np.ceil(wait[over])) < 0.75 * truth


def test_wilson_limits_of_the_published_example():
    """Newcombe (1998), table I, method 3: 81 of 263 gives 0.2553 to 0.3662."""
    limits = rate("x", np.array([81.0]), np.array([263.0]))
    assert round(limits["x_low"][0], 4) == 0.2553
    assert round(limits["x_high"][0], 4) == 0.3662


def test_who_waits_and_until_when():
    """Looked at on 1 July: six kinds of referrals sent on 1 June.

    Answered on the 11th: 10 days, over. Asked, no answer: 30 days so far. Withdrawn on the 6th: 5
    days, not over. Withdrawn, no day: not known. Accepted, no day of it: not known. Answered before
    it was sent: not known.
    """
    log = pd.DataFrame(
        [
            ("accepted", "2024-06-11", None),
            ("requested", None, None),
            ("cancelled", None, "2024-06-06"),
            ("cancelled", None, None),
            ("accepted", None, None),
            ("accepted", "2024-05-20", None),
        ],
        columns=["status", "responded", "closed"],
    ).assign(case=[f"c-{number}" for number in range(6)], sent="2024-06-01", to="law")
    waits, unknown = list_waits(read_log(FIVE, log.assign(**{"from": "food"}), "2024-07-01"))
    assert waits["row"].tolist() == [0, 1, 2]
    assert waits["days"].tolist() == [10, 30, 5]
    assert waits["is_over"].tolist() == [True, False, False]
    assert unknown == 3


def test_no_share_is_given_of_fewer_than_five():
    shares = rate("x", np.array([4.0, 5.0]), np.array([4.0, 5.0]))
    assert np.isnan([shares[name][0] for name in shares]).all()
    assert shares["x"][1] == shares["x_high"][1] == 1
