"""Leads are the best there can be, and changes cost what they cost: held against every plan."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosystem.questions.focus.assignment import (
    NOBODY,
    assign_leads,
    find_least_capacity,
    measure_changes,
)


def list_plans(fit, capacity):
    """Return every plan, with how many types it leads and the sum of its fits."""
    types, organisations = fit.shape
    plans = {}
    for plan in product(range(-1, organisations), repeat=types):
        led = [(kind, lead) for kind, lead in enumerate(plan) if lead != NOBODY]
        load = np.bincount([lead for _, lead in led], minlength=organisations)
        if all(fit[pair] > 0 for pair in led) and (load <= capacity).all():
            plans[plan] = (len(led), float(sum(fit[pair] for pair in led)))
    return plans


def draw(seed, *, most=5, whole=True):
    """Return fits of some types and organisations, in part not recorded, and room.

    Of every second there is room for one at each: changes there go by long ways.
    """
    random = np.random.default_rng(seed)
    is_tight = seed % 2
    shape = random.integers(1 + 2 * is_tight, most + 1), random.integers(1 + is_tight, most)
    fit = random.integers(0, 5, shape).astype(float) if whole else random.random(shape) * 3
    fit[random.random(shape) < 0.3] = np.nan
    return fit, random.integers(is_tight, 4 - 2 * is_tight, shape[1])


def measure(fit, lead):
    led = np.flatnonzero(lead != NOBODY)
    return len(led), float(fit[led, lead[led]].sum())


def check(fit, capacity):
    """Hold the plan and each change against all plans there are."""
    plans = list_plans(fit, capacity)
    best = max(plans.values())
    lead = assign_leads(fit, capacity)
    assert measure(fit, lead) == pytest.approx(best)
    changes = measure_changes(fit, capacity, lead)
    for kind in range(len(fit)):
        others = {}
        for plan, value in plans.items():
            if plan[kind] not in {NOBODY, lead[kind]}:
                others[plan[kind]] = max(value, others.get(plan[kind], (0, 0.0)))
        if not others:
            assert changes.next_best[kind] == NOBODY
            assert np.isnan(changes.less[kind])
            continue
        after = best[0] - changes.lost[kind], best[1] - changes.less[kind]
        assert after == pytest.approx(max(others.values()))
        assert after == pytest.approx(others[changes.next_best[kind]])


@pytest.mark.parametrize("seed", range(200))
def test_no_plan_is_better_and_no_change_is_cheaper(seed):
    check(*draw(seed))


@settings(max_examples=25)
@given(seed=st.integers(0, 10**6))
def test_nor_where_fits_are_no_whole_numbers(seed):
    check(*draw(seed, most=4, whole=False))


def test_by_hand_a_chain_of_two_moves():
    """Food: Ash 3, Birch 2. Advice: Ash 2. Calls: Birch 2, Cedar 1. One type each.

    Advice has Ash only, so food goes to Birch (2) and calls to Cedar (1): 2 + 2 + 1 = 5, all led.
    With Ash on food (3), nobody is left for advice; Birch takes calls (2): 2 led, 3 + 2 = 5: one
    lead lost, no fit. Cedar on calls is all there is: with Birch there (2) food goes to Ash (3),
    advice to nobody: again one lead lost and 5 - 5 = 0.
    """
    fit = np.array([[3, 2, 0], [2, 0, 0], [0, 2, 1]], dtype=float)
    room = np.ones(3, dtype=int)
    lead = assign_leads(fit, room)
    assert lead.tolist() == [1, 0, 2]
    changes = measure_changes(fit, room, lead)
    assert changes.next_best.tolist() == [0, NOBODY, 1]
    assert changes.lost.tolist() == [1, 0, 1]
    assert changes.less[[0, 2]].tolist() == [0.0, 0.0]


def test_a_place_that_falls_free_counts_in_the_cost():
    """Food: Ash 5, Birch 4. Calls: Ash 5, Cedar 2. One type each: 4 + 5 = 9 beats 5 + 2 = 7.

    Ash leads on calls. With Cedar there instead (2) Ash is free, and takes food from Birch: 5 + 2
    = 7. So the change costs 2, not the 3 by which Cedar is worse.
    """
    fit = np.array([[5, 4, 0], [5, 0, 2]], dtype=float)
    room = np.ones(3, dtype=int)
    lead = assign_leads(fit, room)
    assert lead.tolist() == [1, 0]
    assert measure_changes(fit, room, lead).less.tolist() == [2.0, 2.0]


def test_a_lead_is_worth_more_than_any_fit():
    """Ash fits food by 1,000 and is the only one for calls, by 0.5: Birch, 1, takes the food."""
    fit = np.array([[1000, 1], [0.5, 0]])
    assert assign_leads(fit, np.ones(2, dtype=int)).tolist() == [1, 0]


@pytest.mark.parametrize(
    ("fit", "least"),
    [
        # Three types that only the first could lead on: it has to take all three.
        ([[1, 0], [1, 0], [1, 0]], 3),
        # The third may go to the other: two and one.
        ([[1, 0], [1, 0], [1, 1]], 2),
        # A type that nobody could lead on asks for no more room.
        ([[1, 0], [0, 1], [0, 0]], 1),
        ([[0, 0]], 1),
    ],
)
def test_nobody_leads_on_more_than_is_needed(fit, least):
    is_open = np.ones(2, dtype=bool)
    assert find_least_capacity(np.array(fit, dtype=float), np.zeros(2, dtype=int), is_open) == least


def test_room_that_is_given_stays_as_it_is():
    """The first may take one only; the second, who could take two, is asked for two."""
    fit = np.ones((3, 2))
    assert find_least_capacity(fit, np.array([1, 0]), np.array([False, True])) == 2


def test_without_types_or_organisations_there_is_a_plan_all_the_same():
    for shape in ((0, 3), (2, 0), (0, 0)):
        fit, room = np.zeros(shape), np.ones(shape[1], dtype=int)
        lead = assign_leads(fit, room)
        assert lead.tolist() == [NOBODY] * shape[0]
        assert measure_changes(fit, room, lead).next_best.tolist() == [NOBODY] * shape[0]
        assert find_least_capacity(fit, room, np.ones(shape[1], dtype=bool)) == 1


def test_what_adding_fractions_leaves_is_no_cost():
    """0.1 + 0.3 and 0.2 + 0.2 are as good, though as sums of floats they differ by 9e-16."""
    fit = np.array([[0.1, 0.2], [0.2, 0.3]])
    room = np.ones(2, dtype=int)
    assert measure_changes(fit, room, assign_leads(fit, room)).less.tolist() == [0.0, 0.0]
