"""Tests of journeys: what each step is, how they end, and the routes they take."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from referral_logs import FIVE, ORGANISATIONS, make

import ecosystem as eco

steps = st.lists(
    st.tuples(
        st.integers(0, 4),
        st.integers(0, 4),
        st.sampled_from(["requested", "accepted", "rejected", "cancelled", "failed", "completed"]),
        st.integers(0, 3),
    ).filter(lambda step: step[0] != step[1]),
    min_size=1,
    max_size=7,
)


def _mark_step(step, before, seen):
    """Return what a step is, given the one before it and who had the person so far."""
    if (step[0], step[1]) == (before[1], before[0]):
        return {"bounces"}
    if step[0] != before[0]:
        return {"loops"} if step[1] in seen | {step[0]} else set()
    again = step[3] > before[3] and before[2] in {"requested", "rejected", "cancelled"}
    return {"retries"} if again else set()


def _count_by_hand(journeys):
    """Return what the definitions say, a step at a time."""
    found = dict.fromkeys(["bounces", "loops", "retries", "dead_ends", "in_hand"], 0)
    for written in journeys:
        # A row that repeats one before it in everything is the same referral, written twice.
        journey = list(dict.fromkeys(written))
        seen, marks = set(journey[0][:2]), set()
        for before, step in pairwise(journey):
            marks |= _mark_step(step, before, seen)
            seen |= set(step[:2])
        states = {status for _, _, status, _ in journey}
        if "completed" not in states:
            if "accepted" in states:
                marks.add("in_hand")
            elif journey[-1][2] in {"rejected", "cancelled", "failed"}:
                marks.add("dead_ends")
        for mark in marks:
            found[mark] += 1
    return found


@given(st.lists(steps, min_size=1, max_size=8), st.randoms(use_true_random=False))
@settings(max_examples=50, deadline=None)
def test_journeys_equal_a_walk_through_each(journeys, random):
    rows = []
    for number, journey in enumerate(journeys):
        day = 0
        for place, (source, target, status, gap) in enumerate(journey):
            day += gap
            journey[place] = (source, target, status, day)
            rows.append((f"c{number}", source, target, status, day))
    frame = pd.DataFrame(rows, columns=["case", "from", "to", "status", "day"])
    frame["from"] = [ORGANISATIONS[one] for one in frame["from"]]
    frame["to"] = [ORGANISATIONS[one] for one in frame["to"]]
    frame["sent"] = np.datetime64("2024-01-01") + frame["day"].to_numpy().astype("timedelta64[D]")
    order = sorted(range(len(frame)), key=lambda row: (frame["case"][row], random.random()))
    # Cases in any order, but each case's rows in theirs: on one day the log's order counts.
    cases = list(dict.fromkeys(frame["case"].iloc[order]))
    random.shuffle(cases)
    mixed = pd.concat([frame[frame["case"] == case] for case in cases]).drop(columns="day")
    found = eco.find_pathways(FIVE, log=mixed, as_of="2024-12-31")
    expected = _count_by_hand(journeys)
    assert found.summary[list(expected)].to_dict() == expected
    assert found.table["bounces"].sum() >= expected["bounces"]
    assert found.journeys["people"].sum() == len(journeys)


def test_parallel_referrals_are_neither_retries_nor_a_chain():
    """One case sent to two organisations on one day: parallel; a week later again: a retry."""
    log = pd.DataFrame(
        [
            ("c1", "food", "advice", "2024-01-01", "rejected"),
            ("c1", "food", "housing", "2024-01-01", "rejected"),
            ("c1", "food", "law", "2024-01-08", "accepted"),
        ],
        columns=["case", "from", "to", "sent", "status"],
    )
    numbers = eco.find_pathways(make(), log=log).summary
    assert numbers["parallel_share"] == pytest.approx(1 / 3)
    assert (numbers["retries"], numbers["bounces"], numbers["loops"]) == (1, 0, 0)


def test_routes_of_fewer_than_five_people_are_not_told_apart():
    one = pd.DataFrame(
        {"case": [f"c{n}" for n in range(5)], "from": "food", "to": "law", "sent": "2024-01-01"}
    ).assign(status="completed")
    two = one.assign(case=[f"d{n}" for n in range(5)], to=["advice"] * 4 + ["housing"])
    routes = eco.find_pathways(make(), log=pd.concat([one, two])).journeys
    assert list(routes["route"]) == ["food > law", "others"]
    assert list(routes["people"]) == [5, 5]
    assert list(routes["served"]) == [5, 5]
