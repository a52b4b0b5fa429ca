"""Tests of spreading many markets as one network: the same as each alone."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from markets import most_placed, networks

from ecosystem.questions.closures.seats import mix_each
from ecosystem.questions.closures.spread import spread_each

UNIT = 1000


@given(st.lists(networks(), min_size=2, max_size=5))
@settings(max_examples=60, deadline=None)
def test_markets_together_are_spread_and_mixed_as_each_alone(markets):
    """Uses, who waits, what is crowded and who sits where: equal to the last digit."""
    problems = [(people * UNIT, places * UNIT, reach) for people, places, reach in markets]
    together = spread_each(problems)
    mixed = mix_each(problems, together)
    for problem, spread, seats in zip(problems, together, mixed, strict=True):
        (alone,) = spread_each([problem])
        assert spread.use.tolist() == alone.use.tolist()
        assert spread.waits.tolist() == alone.waits.tolist()
        assert spread.is_crowded.tolist() == alone.is_crowded.tolist()
        np.testing.assert_array_equal(
            seats.toarray(), mix_each([problem], [alone])[0].toarray(), strict=True
        )


@given(st.lists(networks(), min_size=1, max_size=4))
@settings(max_examples=40, deadline=None)
def test_a_spread_places_as_many_as_can_be(markets):
    """By networkx; units lost to rounding, at most one a service, may be missing."""
    problems = [(people * UNIT, places * UNIT, reach) for people, places, reach in markets]
    for (people, places, reach), spread in zip(problems, spread_each(problems), strict=True):
        placed, most = spread.placed.toarray(), most_placed(people, places, reach)
        assert most - len(places) <= placed.sum() <= most
        assert (placed.sum(axis=1) <= people).all()
        assert (placed.sum(axis=0) <= places).all()
        assert not placed[reach.toarray() == 0].any()
