"""Tests of what one flow tells of closings: worked by hand, and never beside what they take."""

import numpy as np
import pytest
from markets import make, plain, random_ecosystem

from ecosystem.graph import find_positions
from ecosystem.questions.closures.losses import count_units, settle
from ecosystem.questions.closures.market import read_field
from ecosystem.questions.closures.quick_bounds import bound_closings, fold_market


def _bound(field):
    """Return the bounds of a field's closings by its own numbers, market by market."""
    return [
        bound_closings(fold_market(market), [numbers])
        for market, numbers in zip(field.markets, count_units(field), strict=True)
    ]


def test_full_alone_and_beside_another():
    """Ash: 10 places, 30 people: full, all 10 are lost. Oak: 20 for 8 people, nobody else there.

    Elm has 6 places and Yew 10 for the 12 people of the third area: of Elm's at most 6 are lost,
    of Yew's 10, and as the other has room for all but 6 and 2 of the 12, at least 2 and 6.
    """
    services = plain(("ash", 10, ["1"]), ("oak", 20, ["2"]), ("elm", 6, ["3"]), ("yew", 10, ["3"]))
    field = read_field(
        e := make({"1": 30, "2": 8, "3": 12}, services), find_positions(e), None, None
    )
    (bounds,) = _bound(field)
    names = e.services["name"].to_numpy()[field.markets[0].services]
    least, most = (values[:, 0] / 1e6 for values in (bounds.least, bounds.most))
    told = dict(zip(names, zip(least, most, strict=True), strict=True))
    assert told == {"S0": (10, 10), "S1": (8, 8), "S2": (2, 6), "S3": (6, 10)}
    assert (bounds.service_part >= 0).sum() == 3
    assert len(np.unique(bounds.service_part)) == 3


@pytest.mark.parametrize("seed", range(12))
def test_what_a_closing_takes_lies_between(seed):
    """Every single service, and all of an organisation together."""
    e = random_ecosystem(seed, organisations=12, areas=6, offers=bool(seed % 2))
    field = read_field(e, find_positions(e), None, None)
    for part, bounds in zip(settle(field), _bound(field), strict=True):
        assert (bounds.least <= bounds.most).all()
        closing = [[one] for one in range(len(part.room))] + list(part.sole.values())
        for services in closing:
            lost = part.placing.try_closing(services)
            assert bounds.least[services].sum() <= lost <= bounds.most[services].sum()
