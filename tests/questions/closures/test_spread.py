"""Tests of spreading many markets as one network: the same as each alone."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from markets import most_placed, networks

from ecosystem.questions.closures.blocks import cut_blocks, find_ends, join_blocks
from ecosystem.questions.closures.seats import mix_people
from ecosystem.questions.closures.spread import spread_people

UNIT = 1000


@given(st.lists(networks(), min_size=2, max_size=5))
@settings(max_examples=60, deadline=None)
def test_markets_together_are_spread_and_mixed_as_each_alone(markets):
    """Uses, who waits, what is crowded and who sits where: equal to the last digit."""
    problems = [(people * UNIT, places * UNIT, reach) for people, places, reach in markets]
    network = join_blocks(problems)
    together = spread_people(network)
    mixed = mix_people(network, together, np.ones(len(problems), dtype=bool))
    blocks = (network.cell_block, network.service_block)
    rows, columns = (find_ends(block, len(problems)) for block in blocks)
    uses = np.split(together.use, columns[1:-1])
    waits, crowded = (
        np.split(together.waits, rows[1:-1]),
        np.split(together.is_crowded, columns[1:-1]),
    )
    seats = cut_blocks(mixed, rows, columns)
    for number, (problem, some) in enumerate(zip(problems, seats, strict=True)):
        one = join_blocks([problem])
        alone = spread_people(one)
        assert uses[number].tolist() == alone.use.tolist()
        assert waits[number].tolist() == alone.waits.tolist()
        assert crowded[number].tolist() == alone.is_crowded.tolist()
        np.testing.assert_array_equal(
            some.toarray(), mix_people(one, alone, np.array([True])).toarray(), strict=True
        )


@given(st.lists(networks(), min_size=1, max_size=4))
@settings(max_examples=40, deadline=None)
def test_a_spread_places_as_many_as_can_be(markets):
    """By networkx; units lost to rounding, at most one a service, may be missing."""
    problems = [(people * UNIT, places * UNIT, reach) for people, places, reach in markets]
    for people, places, reach in problems:
        spread = spread_people(join_blocks([(people, places, reach)]))
        placed, most = spread.placed.toarray(), most_placed(people, places, reach)
        assert most - len(places) <= placed.sum() <= most
        assert (placed.sum(axis=1) <= people).all()
        assert (placed.sum(axis=0) <= places).all()
        assert not placed[reach.toarray() == 0].any()
