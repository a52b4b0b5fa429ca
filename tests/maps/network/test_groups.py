"""Groups for an overview: areas, or clusters of those tied to one another."""

import numpy as np
import pandas as pd

import ecosystem as eco
from ecosystem.maps.network.groups import find_groups

NO_TIES = np.empty((0, 2), dtype=np.intp)


def _make(areas):
    ids = [f"o{number}" for number in range(len(areas))]
    return eco.Ecosystem(
        organisations=pd.DataFrame({"organisation_id": ids, "name": ids, "area_code": areas}),
        areas=pd.DataFrame({"area_code": ["n", "s", "w"], "name": ["North", "South", "West"]}),
    )


def test_areas_are_the_groups_where_half_are_known():
    """Nobody is in the west, so it is no group; one organisation has no area."""
    groups = find_groups(_make(["s", "n", "s", None]), np.arange(4), NO_TIES, 2)
    assert groups.by == "area"
    assert groups.names == ["North", "South", "Place not known"]
    assert groups.member.tolist() == [1, 0, 1, 2]


def test_clusters_are_the_groups_where_an_area_is_too_large_or_few_are_known():
    """Two triangles, and one organisation without a tie; named after the most tied member."""
    pairs = np.array([[0, 1], [0, 2], [1, 2], [3, 4], [3, 5], [4, 5], [3, 0]])
    for areas in (["n"] * 6 + ["s"], ["n", "s", None, None, None, None, None]):
        groups = find_groups(_make(areas), np.arange(7), pairs, 3)
        assert groups.by == "cluster"
        assert groups.names == ["Around o0", "Around o3", "Not linked yet"]
        assert groups.member.tolist() == [0, 0, 0, 1, 1, 1, 2]


def test_no_group_is_larger_than_asked_for():
    """A complete network of seven and five without ties, in groups of at most three."""
    pairs = np.array([(a, b) for b in range(7) for a in range(b)])
    groups = find_groups(_make([None] * 12), np.arange(12), pairs, 3)
    assert np.bincount(groups.member).max() <= 3
    assert groups.names[-2:] == ["Not linked yet", "Not linked yet, part 2"]


def _list_members(order, ties):
    """Return the groups as sets of names, where `order[n]` is the rank of the id of the nth."""
    ids = [f"id{rank:02d}" for rank in order]
    names = [f"Organisation {number}" for number in range(len(ids))]
    e = eco.Ecosystem(organisations=pd.DataFrame({"organisation_id": ids, "name": names}))
    row_of = {held: row for row, held in enumerate(e.organisations["organisation_id"])}
    pairs = np.array([[row_of[ids[tail]], row_of[ids[head]]] for tail, head in ties])
    groups = find_groups(e, np.arange(len(ids)), pairs, 20)
    called = e.organisations["name"].to_numpy()
    return {
        (name, frozenset(called[groups.member == number]))
        for number, name in enumerate(groups.names)
    }


def test_other_ids_draw_the_same_groups():
    """Sixty organisations tied at random, so that no division stands out; ids in other orders."""
    draw = np.random.default_rng(3)
    ties = draw.integers(0, 60, (140, 2))
    ties = ties[ties[:, 0] != ties[:, 1]]
    first = _list_members(np.arange(60), ties)
    assert len(first) > 3
    for seed in range(5):
        order = np.random.default_rng(seed).permutation(60)
        assert _list_members(order, ties) == first
