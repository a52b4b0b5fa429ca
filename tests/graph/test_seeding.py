"""The random numbers of igraph, the same each time, and given back."""

import random

import igraph

from ecosystem.graph import seed_igraph


def _draw():
    return igraph.Graph.Erdos_Renyi(n=30, p=0.2).get_edgelist()


def test_the_same_seed_draws_the_same_and_another_does_not():
    drawn = []
    for seed in (1, 1, 2):
        with seed_igraph(seed):
            drawn.append(_draw())
    assert drawn[0] == drawn[1] != drawn[2]


def test_the_generator_is_given_back_and_the_random_numbers_of_others_stay():
    before = random.getstate()
    with seed_igraph(1):
        _draw()
    assert random.getstate() == before
    _draw()
    assert random.getstate() != before
