"""Tests of what closings take: worked by hand, and equal to full recomputation."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from markets import (
    RING,
    find,
    make,
    most_placed,
    plain,
    random_ecosystem,
    without_places,
)
from scipy import sparse

from ecosystem.graph import find_positions
from ecosystem.questions.closures import stability
from ecosystem.questions.closures.losses import (
    choose_unit,
    count_lost,
    settle,
    sum_served,
)
from ecosystem.questions.closures.market import read_field
from ecosystem.questions.closures.stability import count_top


def test_ring_of_backups():
    """Three organisations with 20 places; each two share an area with 10 people.

    When one closes, its two areas go to the others, who then have 10 + 10 and 5 + 5 more: all 30
    fit in 40 places. When two close, the area between them has nobody: 10 are left.
    """
    answer = find(RING)
    assert answer.table["people_served"].tolist() == [10, 10, 10]
    assert answer.table["unserved"].tolist() == [0, 0, 0]
    assert answer.table["rerouted"].tolist() == [10, 10, 10]
    assert answer.pairs[["a", "b"]].to_numpy().tolist() == [["a", "b"], ["a", "c"], ["b", "c"]]
    assert answer.pairs["unserved_both"].tolist() == [10, 10, 10]
    assert answer.headline == (
        "No single closure would leave anyone without help; the loss of both A and B would leave "
        "10 people without."
    )
    assert answer.explain("a") == (
        "A serves 10 people; if it closed, all could be placed elsewhere."
    )
    assert (
        answer.explain("a + b")
        == answer.explain("b + a")
        == (
            "A and B cover for each other: if either is lost nobody loses help, if both are lost "
            "10 people do."
        )
    )


def test_people_move_up_so_that_others_fit():
    """Food bank a has 10 people of area 1 only; b serves areas 1 and 2, c only area 2.

    a: 10 places, b: 10, c: 10; 10 people in each of two areas. b has room for all of area 1 if c
    takes all of area 2, so closing a leaves nobody without, though b is full when c is not used.
    Closing c is the same the other way round; closing b: a and c take all.
    """
    e = make({"1": 10, "2": 10}, plain(("a", 10, ["1"]), ("b", 10, ["1", "2"]), ("c", 10, ["2"])))
    assert find(e).table["unserved"].tolist() == [0, 0, 0]
    pairs = find(e).pairs
    assert pairs["unserved_both"].tolist() == [10, 10, 10]


def test_a_chain_that_looking_only_next_door_would_miss():
    """Five areas of 10 people in a line, six services of 10 places, each between two areas.

    When one closes there are 50 places for 50 people, and they fit if everybody moves up. Next
    door to the first, only 1.7 of 10 places are free.
    """
    line = [["0"], ["0", "1"], ["1", "2"], ["2", "3"], ["3", "4"], ["4"]]
    e = make({str(n): 10 for n in range(5)}, plain(*[(f"s{n}", 10, a) for n, a in enumerate(line)]))
    table = find(e).table
    np.testing.assert_allclose(table["people_served"], 50 / 6, atol=1e-3)
    assert table["unserved"].tolist() == [0, 0, 0, 0, 0, 0]
    assert find(e).pairs["unserved_both"].tolist() == [10] * 15


def test_use_of_places_is_as_even_as_can_be():
    """30 people who can go to a (20 places) or b (40): 10 and 20, half of each.

    With 10 more whom only a reaches: 40 people in 60 places, two thirds of each is 13.3 and 26.7.
    """
    e = make({"1": 30}, plain(("a", 20, ["1"]), ("b", 40, ["1"])))
    assert find(e).table["people_served"].tolist() == [10, 20]
    e = make({"1": 30, "2": 10}, plain(("a", 20, ["1", "2"]), ("b", 40, ["1"])))
    assert find(e).table["people_served"].tolist() == [13.333, 26.667]


def test_a_service_of_several_goes_on_until_the_last_closes():
    """Ash and Oak run one service with 10 places for 10 people: only both closing takes it."""
    e = make({"1": 10}, plain(("ash|oak", 10, ["1"])))
    answer = find(e)
    assert answer.table["people_served"].tolist() == [5, 5]
    assert answer.table["unserved"].tolist() == [0, 0]
    assert answer.pairs["unserved_both"].tolist() == [10]
    assert any("1 service is run by several organisations" in note for note in answer.notes)


@pytest.mark.parametrize("seed", range(6))
def test_public_answer_equals_full_recomputation(seed):
    """Every closure and every pair, by networkx on the tables of what is left."""
    e = random_ecosystem(seed)
    answer = find(e)
    reach = sparse.csr_array(
        pd.crosstab(e.catchments["area_code"], e.catchments["service_id"])
        .reindex(index=e.areas["area_code"], columns=e.services["service_id"], fill_value=0)
        .to_numpy()
    )
    people = e.demand["people"].to_numpy(dtype=int)
    places = e.services["capacity"].to_numpy(dtype=int)
    most = most_placed(people, places, reach)
    lost = {
        closed: most - most_placed(people, without_places(places, closed), reach)
        for size in (1, 2)
        for closed in combinations(range(len(places)), size)
    }
    assert answer.table["unserved"].tolist() == [lost[n,] for n in range(len(places))]
    hidden = {
        (f"o{a}", f"o{b}"): lost[a, b]
        for a, b in combinations(range(len(places)), 2)
        if lost[a, b] > lost[a,] + lost[b,]
    }
    found = answer.pairs.set_index(["a", "b"])["unserved_both"].to_dict()
    assert found == hidden


def test_ranks_are_steady_where_numbers_are_far_apart():
    """Ten services that nobody backs up, with 10, 20 … 100 people: 40 % apart at the cut."""
    people = {f"A{n}": 10 * n for n in range(1, 11)}
    e = make(people, plain(*[(f"o{n:02d}", 10 * n, [f"A{n}"]) for n in range(1, 11)]))
    share = find(e, runs=40, uncertainty=0.05).table["top_five_share"]
    assert share.to_dict() == {f"o{n:02d}": float(n > 5) for n in range(1, 11)}
    wide = find(e, runs=40, uncertainty=0.5).table["top_five_share"]
    assert 0 < wide["o05"] < 1
    assert find(e, runs=40, uncertainty=0.5, seed=1).table["top_five_share"].sum() == (
        pytest.approx(5)
    )
    again = find(e, runs=40, uncertainty=0.5)
    pd.testing.assert_series_equal(again.table["top_five_share"], wide)
    assert find(e).table["top_five_share"].isna().all()
    headline = find(e, runs=40, uncertainty=0.05).headline
    assert "it is about as bad whatever we assume" in headline


def test_numbers_too_large_for_thousandths_are_counted_in_larger_parts():
    """A million people in one area and half a million places: still exact."""
    e = make({"1": 5_000_000}, plain(("a", 2_000_000, ["1"]), ("b", 4_000_000, ["1"])))
    assert find(e).table["unserved"].tolist() == [1_000_000, 3_000_000]
    huge = make({"1": 5e9}, plain(("a", 2e9, ["1"]), ("b", 4e9, ["1"])))
    assert find(huge).table["unserved"].tolist() == [1e9, 3e9]


@pytest.mark.parametrize(("people", "unit"), [(0, 1e6), (1e6, 1000), (2e6, 100), (5e9, 0.1)])
def test_people_are_counted_as_finely_as_32_bits_allow(people, unit):
    """A million people in thousandths are 10^9 units, below 2^30; two million are not."""
    assert choose_unit(people) == pytest.approx(unit)


def test_a_shared_service_serves_in_equal_parts():
    """Ash and Oak share ten places, and Oak has ten of its own: 16 people are eight at each."""
    e = make({"1": 16}, plain(("ash|oak", 10, ["1"]), ("oak", 10, ["1"])))
    field = read_field(e, find_positions(e), None, None)
    assert sum_served(field, settle(field), 2).tolist() == [4, 12]


def _count_top_plainly(field, *, runs, swing, seed):
    """Return how often each is among the five worst: every closing of every run, one by one."""
    size = len(field.counts)
    often, draw = np.zeros(size), np.random.default_rng(seed)
    for _ in range(runs):
        markets = []
        for market in field.markets:
            people, places = (
                numbers * draw.uniform(1 - swing, 1 + swing, len(numbers))[rank]
                for numbers, rank in (
                    (market.people, market.cell_rank),
                    (market.places, market.service_rank),
                )
            )
            markets.append(replace(market, people=people, places=places))
        lost = count_lost(settle(replace(field, markets=tuple(markets))), size).round(6)
        worse = (lost[None, :] > lost[:, None]).sum(axis=1)
        often += (lost > 0) & (worse < 5)
    return often / runs


@pytest.mark.parametrize("seed", range(6))
def test_the_five_worst_are_those_of_all_closings(seed, monkeypatch):
    """Runs of one network, and of a network each: as often as by every closing of every run."""
    e = random_ecosystem(seed, organisations=12, areas=6, offers=bool(seed % 2))
    field = read_field(e, find_positions(e), None, None)
    plain_share = _count_top_plainly(field, runs=6, swing=0.3, seed=seed)
    assert plain_share.sum() > 0
    assert count_top(field, runs=6, swing=0.3, seed=seed).tolist() == plain_share.tolist()
    monkeypatch.setattr(stability, "_MOST_NUMBERS", 1)
    assert count_top(field, runs=6, swing=0.3, seed=seed).tolist() == plain_share.tolist()
