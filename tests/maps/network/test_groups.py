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
    assert groups.names == ["North", "South", "Area not known"]
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


def test_groups_stay_when_ids_are_renamed():
    """Sixty organisations tied at random, under ids in one order and in another."""
    rng = np.random.default_rng(3)
    drawn = rng.integers(0, 60, (150, 2))
    ends = np.unique(np.sort(drawn[drawn[:, 0] != drawn[:, 1]], axis=1), axis=0)
    names = [f"Organisation {number}" for number in range(60)]
    found = []
    for ids in (
        [f"o{number:02}" for number in range(60)],
        [f"x{37 * number % 60:02}" for number in range(60)],
    ):
        e = eco.Ecosystem(organisations=pd.DataFrame({"organisation_id": ids, "name": names}))
        row = e.organisations["organisation_id"].tolist().index
        pairs = np.unique(np.sort([[row(ids[a]), row(ids[b])] for a, b in ends], axis=1), axis=0)
        groups = find_groups(e, np.arange(60), pairs, 20)
        by_name = dict(zip(e.organisations["name"], groups.member.tolist(), strict=True))
        found.append((groups.names, [by_name[name] for name in names]))
    assert found[0] == found[1]
