"""Which cells settle most: sets worked by hand, and every set and answer tried on small ones."""

from itertools import chain, combinations, product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from ecosystem.access import ask_all_needed, make_cells
from ecosystem.access.value_of_information import MOST_CELLS, OpenQuestions, list_to_ask


def list_cells(costs):
    """Return a row a cell: unit u costs `costs[u]` cells, called u0.0, u0.1, …"""
    unit = np.repeat(np.arange(len(costs)), costs)
    column = [f"c{number}" for cost in costs for number in range(cost)]
    ids = pd.Series([f"u{number}" for number in range(len(costs))])
    names = pd.Series(["U"] * len(costs))
    return make_cells("services", column, unit=unit, ids=ids, names=names)


def ask(needs, people, costs=None, gain=None, missing=None):
    """Return what to ask of subjects (rows of `needs`) of so many people."""
    needs = np.array(needs, dtype=float)
    subjects, units = needs.shape
    weights = np.column_stack([np.ones(subjects), np.zeros(subjects), people])
    cells = list_cells(costs or [1] * units)
    if gain is None:
        return ask_all_needed(cells, needs.nonzero(), weights)
    return list_to_ask(
        OpenQuestions(
            cells=cells,
            needs=sparse.csc_array(needs),
            needs_least=sparse.csc_array(needs),
            gain=sparse.csc_array(np.array(gain, dtype=float)),
            gain_high=sparse.csc_array(np.array(gain, dtype=float)),
            missing=np.array(missing, dtype=float),
            chance=np.full(units, 0.5),
            weights=weights,
        )
    )


def test_the_cheapest_people_come_first():
    """A (100 people) needs u0 and u1, 50 a cell; B (60) needs u2 alone, 60 a cell; C (10) is u1's.

    B first. Then u0 and u1 settle A and C: 110 for two cells, 55 a cell; u1 alone settles only C.
    Within that step u1 settles something at once, so it comes before u0.
    """
    frame = ask([[1, 1, 0], [0, 0, 1], [0, 1, 0]], [100, 60, 10])
    assert frame["id"].tolist() == ["u2", "u1", "u0"]
    assert frame["people"].tolist() == [60, 70, 170]
    assert frame["areas"].tolist() == [1, 2, 3]
    assert frame["people_high"].tolist() == [60, 70, 170]


def test_a_yes_that_is_enough_settles_before_all_are_asked():
    """A wants 0.5. u0 brings 0.6 if yes, u1 0.2: u0 alone settles A in half of its answers."""
    frame = ask([[1, 1]], [100], gain=[[0.6, 0.2]], missing=[0.5])
    assert frame["id"].tolist() == ["u0", "u1"]
    assert frame["people"].tolist() == [0, 100]
    assert frame["people_high"].tolist() == [100, 100]


def test_a_unit_of_two_cells_settles_with_its_second():
    frame = ask([[1]], [7], costs=[2])
    assert frame["column"].tolist() == ["c0", "c1"]
    assert frame["people"].tolist() == [0, 7]


def test_ten_cells_are_listed_and_no_set_that_does_not_fit():
    """Of twelve subjects with a cell each ten are listed; one that needs eleven cells never is."""
    frame = ask(np.eye(12), range(12, 0, -1))
    assert len(frame) == MOST_CELLS
    assert frame["people"].iloc[-1] == sum(range(3, 13))
    assert ask(np.ones((1, 11)), [1000]).empty


def test_who_is_not_counted_weighs_as_one():
    assert ask([[1, 0], [0, 1]], [np.nan, 3])["id"].tolist() == ["u1", "u0"]


def test_nothing_open_is_an_empty_frame_of_the_same_types():
    empty, full = ask([[0, 0]], [5]), ask([[1, 0]], [5])
    assert empty.empty
    assert empty.dtypes.to_dict() == full.dtypes.to_dict()


DRAWN = st.integers(1, 5).flatmap(
    lambda units: st.lists(
        st.tuples(
            st.lists(st.booleans(), min_size=units, max_size=units),
            st.integers(0, 50),
            st.sampled_from([0.4, 0.9, np.inf]),
        ),
        min_size=1,
        max_size=5,
    )
)


@settings(max_examples=60)
@given(subjects=DRAWN, seed=st.integers(0, 99))
def test_no_set_settles_more_for_each_cell_than_the_first_step(subjects, seed):
    """Every set of cells and every answer to them, one by one; the first step is the best of all.

    Which rows are the first step is not said, so the best of the beginnings of the list stands
    for it: nothing can be better than the step, and the step is one of them.
    """
    rng = np.random.default_rng(seed)
    needs = np.array([row for row, _, _ in subjects], dtype=float)
    people = np.array([count for _, count, _ in subjects])
    missing = np.array([short for _, _, short in subjects])
    gain = needs * rng.choice([0.0, 0.3, 0.5], size=needs.shape)
    units = needs.shape[1]
    is_open = needs.any(axis=1)
    frame = ask(needs, people, gain=gain, missing=missing)

    def settle(asked, answers):
        """Return which subjects are settled by these answers, 1 or 0, to the units asked."""
        left = [unit for unit in range(units) if unit not in asked]
        told = gain[:, list(asked)] @ np.array(answers, dtype=float)
        return is_open & (~needs[:, left].any(axis=1) | (told >= missing * (1 - 1e-9)))

    def tell(asked):
        ways = [settle(asked, answers) for answers in product([0, 1], repeat=len(asked))]
        return np.array(ways)

    def rate(asked):
        return tell(asked).mean(axis=0) @ (1 + people) / len(asked)

    sets = chain.from_iterable(combinations(range(units), size) for size in range(1, units + 1))
    best = max(rate(some) for some in sets)
    listed = [int(name[1:]) for name in frame["id"]]
    if best == 0:
        assert frame.empty
        return
    beginnings = [tuple(listed[: size + 1]) for size in range(len(listed))]
    assert max(rate(some) for some in beginnings) == pytest.approx(best)
    for some, (_, row) in zip(beginnings, frame.iterrows(), strict=True):
        ways = tell(some)
        assert row["people"] == people[ways.all(axis=0)].sum()
        assert row["people_high"] == people[ways.any(axis=0)].sum()
        assert row["areas"] == ways.all(axis=0).sum()
