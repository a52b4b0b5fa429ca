"""Tests of the least and the most: true whoever sits where."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markets import find, make, random_ecosystem
from scipy.optimize import linprog

from ecosystem.graph import find_positions
from ecosystem.questions.closures.bounds import count_least_lost, count_most_lost, settle_widely
from ecosystem.questions.closures.losses import settle
from ecosystem.questions.closures.market import read_field
from ecosystem.questions.closures.offer import Offer


def _sum_by(group, size):
    """Return (size, groups) the matrix that sums variables of the same number."""
    sums = np.zeros((size, len(group)))
    sums[group, np.arange(len(group))] = 1
    return sums


def _seat(market, served, random):
    """Return cell, service and people: one of the many ways in which as many have a place."""
    cell, service = market.reach.tocoo().coords
    sums = np.vstack([_sum_by(cell, len(market.people)), _sum_by(service, len(market.places))])
    found = linprog(
        random.random(len(cell)),
        A_ub=sums,
        b_ub=np.concatenate([market.people, market.places]) + 1e-6,
        A_eq=np.ones((1, len(cell))),
        b_eq=[served],
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
    """Five random seatings of each world, of those in which most have a place.

    The loss of each by the loose and the strict rule.
    """
    e = random_ecosystem(seed, organisations=6, areas=4, offers=True)
    field = read_field(e, find_positions(e), None, None)
    settled = settle(field)
    low, high = count_least_lost(settle_widely(field), 6), count_most_lost(settled, 6)
    random = np.random.default_rng(seed)
    (part,) = settled
    for _ in range(5):
        seats = _seat(part.market, part.use.sum() - 1e-5, random)
        for organisation, (column,) in part.sole.items():
            loose = _lose(part.market, seats, column, Offer.may_suit)
            strict = _lose(part.market, seats, column, Offer.surely_suits)
            assert low[organisation] - 1e-3 <= loose <= strict + 1e-3
            assert strict <= high[organisation] + 1e-3


def test_who_may_come_from_elsewhere_is_not_sure_of_a_place():
    """20 people share 60 places: 6.7 at each. Oak reaches area 1, Elm area 2, both have room.

    Ash's people find it, wherever they are from. But neither Oak nor Elm reaches all of them, so
    the most counts on neither: all 20 may be at Ash.
    """
    both = {"eligibility": "women|men"}
    services = [
        ("ash", 20, ["1", "2"], {"eligibility": "women"}),
        ("oak", 20, ["1"], both),
        ("elm", 20, ["2"], both),
    ]
    row = find(make({"1": 10, "2": 10}, services)).table.loc["ash"]
    assert (row["unserved_low"], row["unserved"]) == (0, 0)
    assert (row["people_served"], row["unserved_high"]) == (pytest.approx(6.667), 20)


def test_the_most_counts_on_free_places_that_are_sure():
    """30 people, 20 places at Ash, 25 at Oak, which surely takes Ash's, not of Elm's 30.

    With all of Ash full, at most 10 are elsewhere: of Oak's 25 places at least 15 are free. So
    at most 5 of Ash's 20 find none: 20 and 25 hold at most 30, less the 25 of Oak. If Oak closes,
    all its 25 may be lost, for Ash is not sure: women only.
    """
    services = [
        ("ash", 20, ["1"], {"eligibility": "women"}),
        ("oak", 25, ["1"], {"eligibility": "women|men"}),
        ("elm", 30, ["1"], {"eligibility": None}),
    ]
    table = find(make({"1": 30}, services)).table
    assert table["unserved_high"].tolist() == [5, 30, 25]


def test_pairs_have_the_same_bounds_as_singles():
    """Ash and Oak have 10 places each for 10 people, and whether they take people is not known.

    Losing both leaves all 10 whatever is recorded. Beside Elm's 6 places, of which the same is not
    known, it leaves 4 at the least; at the most all 10, who are at the two and not sure of Elm.
    """
    blank = {"accepting_referrals": None}
    both = [("ash", 10, ["1"], blank), ("oak", 10, ["1"], blank)]
    pair = find(make({"1": 10}, both)).pairs.iloc[0]
    assert pair[["unserved_both_low", "unserved_both", "unserved_both_high"]].tolist() == [10] * 3
    answer = find(make({"1": 10}, [*both, ("elm", 6, ["1"], blank)]))
    row = answer.pairs[(answer.pairs["a"] == "ash") & (answer.pairs["b"] == "oak")].iloc[0]
    assert row[["unserved_both_low", "unserved_both", "unserved_both_high"]].tolist() == [4, 4, 10]
    said = answer.explain("ash + oak")
    assert said.startswith("By what is recorded, Ash and Oak cover for each other")
    assert "(between" not in said


@pytest.mark.parametrize("seed", range(5))
def test_the_bounds_of_pairs_hold(seed):
    """As of one organisation: the least, the best guess and the most in order, no less than one."""
    answer = find(random_ecosystem(seed, offers=True))
    pairs, table = answer.pairs, answer.table
    low, both, high = (pairs[f"unserved_both{end}"] for end in ("_low", "", "_high"))
    assert ((low <= both) & (both <= high)).all()
    for name in ("a", "b"):
        assert (low + 1e-3 >= table.loc[pairs[name], "unserved_low"].to_numpy()).all()
        assert (high + 1e-3 >= table.loc[pairs[name], "unserved_high"].to_numpy()).all()


FILLED = {
    "eligibility": ["women", "women|men", "anyone"],
    "languages": ["English", "Farsi"],
    "accepting_referrals": ["yes", "no", "waiting list"],
    "capacity": [0, 5, 30],
}
SERVICE = st.fixed_dictionaries(
    {name: st.sampled_from([None, values[0]]) for name, values in FILLED.items()}
    | {"areas": st.sampled_from([["1"], ["2"], ["1", "2"]])}
)


@given(st.lists(SERVICE, min_size=2, max_size=4), st.data())
@settings(max_examples=60, deadline=None)
def test_filling_an_empty_cell_stays_within_the_bounds(rows, data):
    """What is certain of the loss before is so after; whose own places were not known is apart."""

    def ask(given_rows):
        services = [
            (f"o{number}", row["capacity"], row["areas"], {name: row[name] for name in FILLED})
            for number, row in enumerate(given_rows)
        ]
        return find(make({"1": 20, "2": 10}, services)).table

    empty = [(at, name) for at, row in enumerate(rows) for name in FILLED if row[name] is None]
    if not empty:
        return
    at, name = data.draw(st.sampled_from(empty))
    full = [dict(row) for row in rows]
    full[at][name] = data.draw(st.sampled_from(FILLED[name]))
    before, after = ask(rows), ask(full)
    is_known = before["unserved_high"].notna()
    assert (after["unserved_low"] + 1e-3 >= before["unserved_low"])[is_known].all()
    assert (after["unserved_high"] - 1e-3 <= before["unserved_high"])[is_known].all()
