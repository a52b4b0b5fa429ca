"""Who is alike but for the name: brute force over all renamings, and what would take hours."""

from itertools import combinations, permutations

import numpy as np
import pytest
from core_networks import make_tied

from ecosystem.questions.core.network import rearrange
from ecosystem.questions.core.symmetry import (
    _rank_rows,
    _refine,
    find_symmetry,
)


def draw(seed):
    """Return the size, ties and silent of a small random graph, thin or dense."""
    random = np.random.default_rng(seed)
    size = int(random.integers(2, 7))
    share = random.choice([0.15, 0.3, 0.5, 0.8])
    ties = [pair for pair in combinations(range(size), 2) if random.random() < share]
    return size, ties, np.flatnonzero(random.random(size) < random.choice([0.0, 0.3]))


def find_by_renaming(network):
    """Return who can take whose place, by trying every renaming."""
    ties = {frozenset(tie) for tie in zip(network.source, network.target, strict=True)}
    alike = np.eye(network.size, dtype=bool)
    for names in permutations(range(network.size)):
        same = (network.silent[list(names)] == network.silent).all()
        if same and {frozenset(names[one] for one in tie) for tie in ties} == ties:
            alike[np.arange(network.size), list(names)] = True
    return alike


@pytest.mark.parametrize("start", range(0, 120, 30))
def test_alike_are_those_that_some_renaming_exchanges(start):
    for seed in range(start, start + 30):
        network = make_tied(*draw(seed))
        group = find_symmetry(network).alike
        assert ((group[:, None] == group) == find_by_renaming(network)).all()


def test_an_order_by_structure_gives_one_list_of_ties_under_every_name():
    changed = 0
    for seed in range(120):
        size, ties, silent = draw(seed)
        names = np.random.default_rng(seed).permutation(size)
        network = make_tied(size, ties, silent)
        renamed = make_tied(
            size, [(names[one], names[other]) for one, other in ties], names[silent]
        )
        order, other = find_symmetry(network).order, find_symmetry(renamed).order
        assert sorted(order) == list(range(size))
        one, two = rearrange(network, order), rearrange(renamed, other)
        assert one.source.tolist() == two.source.tolist()
        assert one.target.tolist() == two.target.tolist()
        assert one.silent.tolist() == two.silent.tolist()
        changed += not np.array_equal(network.source, renamed.source)
    assert changed > 30


def test_a_square_folds_into_two_alike():
    """0-1-2-3-0: opposite corners are twins, and the two pairs of twins are alike in turn."""
    assert len(set(find_symmetry(make_tied(4, [(0, 1), (1, 2), (2, 3), (0, 3)])).alike)) == 1


def test_thousands_around_the_same_hubs_are_folded_away():
    """Ten hubs in a ring, 500 leaves each, and each leaf of hub 0 has one more behind it.

    Listed one by one, the symmetries of these 5,510 do not fit into memory.
    """
    ties = [(hub, (hub + 1) % 10) for hub in range(10)]
    ties += [(hub, 10 + 500 * hub + leaf) for hub in range(10) for leaf in range(500)]
    ties += [(10 + leaf, 5010 + leaf) for leaf in range(500)]
    network = make_tied(5510, ties)
    group = find_symmetry(network).alike
    assert (group[10:510] == group[10]).all()
    assert (group[5010:] == group[5010]).all()
    assert group[1] == group[9] != group[2] == group[8]
    assert group[510] == group[5009] != group[1010]
    assert len(set(group)) == 2 + 6 + 5
    assert sorted(find_symmetry(network).order) == list(range(5510))


def test_rounds_of_colours_tell_apart_what_lies_at_another_distance():
    """A path of five: first all alike, then ends, inner ones and the middle by their neighbours."""
    path = make_tied(5, [(0, 1), (1, 2), (2, 3), (3, 4)])
    colour = _refine(path, np.zeros(5, dtype=np.int64))
    assert colour.tolist() == [0, 1, 1, 1, 0]
    colour = _refine(path, colour)
    assert colour[0] == colour[4] != colour[1] == colour[3] != colour[2]


def test_rows_of_keys_are_ranked_by_the_first_key_first():
    """Rows (1, 0), (0, 5), (1, 0) and (0, 2): the smallest is the last, two are equal."""
    ranks = _rank_rows(np.array([1, 0, 1, 0]), np.array([0, 5, 0, 2]))
    assert ranks.tolist() == [2, 1, 2, 0]
