"""Tests of the least and the most: true whoever sits where."""

import numpy as np
import pytest
from markets import find, make, random_ecosystem
from scipy.optimize import linprog

from ecosystem.graph import find_positions
from ecosystem.questions.closures.bounds import count_least_lost, count_most_lost
from ecosystem.questions.closures.losses import settle
from ecosystem.questions.closures.market import read_field
from ecosystem.questions.closures.offer import Offer


def _sum_by(group, size):
    """Return (size, groups) the matrix that sums variables of the same number."""
    sums = np.zeros((size, len(group)))
    sums[group, np.arange(len(group))] = 1
    return sums


def _seat(market, use, random):
    """Return cell, service and people: one of the many ways to fill the even uses."""
    cell, service = market.reach.tocoo().coords
    found = linprog(
        random.random(len(cell)),
        A_ub=_sum_by(cell, len(market.people)),
        b_ub=market.people + 1e-6,
        A_eq=_sum_by(service, len(use)),
        b_eq=use,
    )
    assert found.success
    return cell, service, found.x


def _lose(market, seats, closed, rule):
    """Return how many lose their place, by linear program: all stay or go where the rule lets."""
    cell, service, people = seats
    reach = market.reach.toarray()
    offers = [market.offers[kind] for kind in market.offer]
    moves = [
        (seat, to)
        for seat, (area, here) in enumerate(zip(cell, service, strict=True))
        for to in range(len(offers))
        if to != closed and reach[area, to] and (to == here or rule(offers[to], offers[here]))
    ]
    if not moves:
        return people.sum()
    seat, to = np.array(moves).T
    found = linprog(
        -np.ones(len(moves)),
        A_ub=np.vstack([_sum_by(seat, len(people)), _sum_by(to, len(offers))]),
        b_ub=np.concatenate([people, market.places]),
    )
    return people.sum() + found.fun


@pytest.mark.parametrize("seed", range(5))
def test_no_seating_loses_less_than_the_least_or_more_than_the_most(seed):
    """Three random seatings of each world; the loss of each by the loose and the strict rule."""
    e = random_ecosystem(seed, organisations=6, areas=4, offers=True)
    field = read_field(e, find_positions(e), None, None)
    settled = settle(field)
    low, high = count_least_lost(field, 6), count_most_lost(settled, 6)
    random = np.random.default_rng(seed)
    (part,) = settled
    for _ in range(3):
        seats = _seat(part.market, part.use, random)
        for organisation, (column,) in part.sole.items():
            loose = _lose(part.market, seats, column, Offer.may_suit)
            strict = _lose(part.market, seats, column, Offer.surely_suits)
            assert low[organisation] - 1e-3 <= loose <= strict + 1e-3
            assert strict <= high[organisation] + 1e-3


def test_who_may_come_from_elsewhere_is_not_sure_of_a_place():
    """20 people share 60 places: 6.7 at each. Oak reaches area 1, Elm area 2, both have room.

    Ash's people find it, wherever they are from. But neither Oak nor Elm reaches all of them, so
    the most counts on neither.
    """
    both = {"eligibility": "women|men"}
    services = [
        ("ash", 20, ["1", "2"], {"eligibility": "women"}),
        ("oak", 20, ["1"], both),
        ("elm", 20, ["2"], both),
    ]
    row = find(make({"1": 10, "2": 10}, services)).table.loc["ash"]
    assert (row["unserved_low"], row["unserved"]) == (0, 0)
    assert row["unserved_high"] == row["people_served"] == pytest.approx(6.667)
