"""Pairs in blocks: whatever the blocks and tables, the same pairs and the same answer."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from overlapping_services import make, named, to_dimension

import ecosystem as eco
from ecosystem.questions.duplication.search import PairSearch

SEARCH = "ecosystem.questions.duplication.search."
FRAMES = ("table", "pairs", "clusters", "cells", "to_ask")

HELD = {"_PAIRS_AT_ONCE": 1, "_LISTED_AT_ONCE": 1}
NONE_HELD = HELD | {"_MOST_HELD": -1}
FEW_HELD = HELD | {"_MOST_HELD": 2}
WITHOUT_TABLE = {"_PAIRS_AT_ONCE": 3, "_MOST_IN_TABLE": 0, "_MOST_HELD": 2}
WITHOUT_NUMBERS = {"_MOST_IN_TABLE": 0, "_MOST_NUMBERS": 1, "_MOST_HELD": -1}


def niches(values, *, low=0):
    return st.frozensets(st.integers(0, values - 1), min_size=low, max_size=4)


NICHE = st.tuples(niches(2, low=1), niches(4), niches(3), niches(70))


def search(rows, counts=None):
    names = ("service_type", "area", "eligibility", "languages")
    dimensions = [
        to_dimension(name, [row[at] for row in rows], is_needed=at < 2)
        for at, name in enumerate(names)
    ]
    return PairSearch(dimensions, 0.1, counts)


def list_found(found, group=None):
    """Return the pairs with how alike they are in each respect, in order."""
    rows = [
        (a, b, *np.nan_to_num(alike, nan=-1).tolist())
        for pairs in found.blocks(group)
        for a, b, alike in zip(
            pairs.a.tolist(), pairs.b.tolist(), pairs.cases.alike[pairs.case], strict=True
        )
    ]
    return sorted(rows)


LIMITS = [HELD, NONE_HELD, FEW_HELD, WITHOUT_TABLE, WITHOUT_NUMBERS]


@pytest.mark.parametrize("limits", LIMITS)
@settings(deadline=None, max_examples=25)
@given(rows=st.lists(NICHE, min_size=2, max_size=10), data=st.data())
def test_blocks_and_tables_change_no_pair(limits, rows, data):
    """In blocks of one, held or listed anew, and without a table, each pair is alike as before."""
    counts = np.array(data.draw(st.lists(st.integers(0, 3), min_size=10, max_size=10)))[: len(rows)]
    group = np.array(data.draw(st.lists(st.integers(-1, 1), min_size=10, max_size=10)))[: len(rows)]
    whole = search(rows, counts)
    expected = list_found(whole)
    with pytest.MonkeyPatch.context() as patched:
        for name, value in limits.items():
            patched.setattr(SEARCH + name, value)
        cut = search(rows, counts)
        assert list_found(cut) == expected
        assert list_found(cut, group) == list_found(whole, group)
        assert cut.times.sum() == whole.times.sum()
    inside = [row for row in expected if group[row[0]] == group[row[1]] >= 0]
    assert list_found(whole, group) == inside


def test_how_many_pairs_are_alike_in_each_way():
    """Three rows stand for 2, 1 and 3: of the same, 1 + 0 + 3 and 2 + 6 + 3 pairs."""
    rows = [(frozenset({0}), frozenset({0}), frozenset(), frozenset())] * 3
    found = search(rows, np.array([2, 1, 3]))
    assert found.times.tolist() == [15]
    assert [row[:2] for row in list_found(found)] == [(0, 0), (0, 1), (0, 2), (1, 2), (2, 2)]


def draw_sector(seed, size=150):
    """Return services of three types in six areas, some of several organisations or of none."""
    random = np.random.default_rng(seed)

    def choose(values):
        return [values[number] for number in random.integers(len(values), size=size)]

    names = ("a", "b", "c", "d", "e", "f")
    columns = {
        "by": choose([f"body{number}" for number in range(size // 2)] + ["", "body1|body2"]),
        "in_": ["|".join(random.permutation(names)[: random.integers(1, 4)]) for _ in range(size)],
        "service_type": choose(["food", "advice", "classes"]),
        "eligibility": choose(["women", "anyone", "women|men", None]),
        "languages": choose(["Arabic", "Arabic|Farsi", None]),
        "capacity": choose([None, 0, 200, 200]),
        "accepting_referrals": choose(["yes", "yes", "yes", "waiting list", None]),
    }
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    needs = [(area, kind) for area in names for kind in ("food", "advice", "classes")]
    people = [(*cell, int(random.choice([0, 90, 900]))) for cell in needs]
    return make(named(rows), demand=people, areas=names)


@pytest.mark.parametrize("seed", range(3))
def test_in_blocks_the_answer_is_the_same_to_the_last_byte(monkeypatch, seed):
    """A hundred and fifty services at once, and pair by pair: every frame and note is the same."""
    e = draw_sector(seed)
    whole = eco.find_duplication(e)
    for name, value in (NONE_HELD | {"_MOST_IN_TABLE": 0}).items():
        monkeypatch.setattr(SEARCH + name, value)
    monkeypatch.setattr("ecosystem.questions.duplication.gathering._MET_AT_ONCE", 1)
    monkeypatch.setattr("ecosystem.questions.duplication.leiden._LINKS_AT_ONCE", 1)
    cut = eco.find_duplication(e)
    for name in FRAMES:
        pd.testing.assert_frame_equal(getattr(whole, name), getattr(cut, name), rtol=0, atol=0)
    assert whole.notes == cut.notes
    assert len(whole.pairs) > 500


def test_beyond_many_pairs_what_is_summed_one_by_one_is_the_same(monkeypatch):
    """The sums of many pairs are added in another way, and are the same but for a last digit."""
    e = draw_sector(5)
    whole = eco.find_duplication(e)
    monkeypatch.setattr("ecosystem.questions.duplication.gathering.MOST_PAIRS", 0)
    cut = eco.find_duplication(e)
    for name in FRAMES:
        pd.testing.assert_frame_equal(getattr(whole, name), getattr(cut, name), rtol=1e-12)
