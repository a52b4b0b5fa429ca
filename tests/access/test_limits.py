"""The edge of a limit or a band: 0.4 km is a third of 1.2 km, whatever the computer makes of it."""

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from row_of_towns import make
from scipy import sparse

import ecosystem as eco
from ecosystem.access import is_within, widen
from ecosystem.access.catchments import weigh
from ecosystem.geo import EARTH_RADIUS_KM, find_within, measure_km

LIMITS = ["0.1", "0.3", "0.7", "1.2", "2.1", "3.3", "6", "9.9", "10", "20.1", "30", "45.6", "60"]
"""As people write them, in km or minutes; many of their thirds and sixths fall beside the number
that a computer works out."""

TWO_MILLIMETRES = 2e-6


def weigh_one(distance, limit, method):
    pairs = sparse.csr_array(np.array([[distance]]))
    return weigh(pairs, method, limit).data[0]


@pytest.mark.parametrize("limit", LIMITS)
@pytest.mark.parametrize(
    ("method", "edges"),
    [
        ("e2sfca", {"1/3": (1, 0.68), "2/3": (0.68, 0.22)}),
        ("3sfca", {"1/6": (0.962, 0.704), "1/3": (0.704, 0.377), "1/2": (0.377, 0.042)}),
    ],
)
def test_what_lies_at_the_edge_of_a_band_is_in_it(limit, method, edges):
    """The published bands end at thirds, sixths and halves; two millimetres further is beyond."""
    for share, (inside, outside) in edges.items():
        edge = float(Fraction(limit) * Fraction(share))
        near, far = np.nextafter(edge, 0), np.nextafter(edge, np.inf)
        weights = [weigh_one(km, float(limit), method) for km in (near, edge, far)]
        assert weights == [inside] * 3
        assert weigh_one(edge + TWO_MILLIMETRES, float(limit), method) == outside


def test_a_third_of_one_point_two():
    """1.2 / 3 is 0.39999999999999997 to a computer, so 0.4 km lay in the second band: 0.68."""
    assert 1 / 3 * 1.2 < 0.4
    assert weigh_one(0.4, 1.2, "e2sfca") == 1


def test_a_site_at_exactly_the_limit_is_within_it_and_a_metre_further_is_not():
    """Points up a meridian, from 0.1 to 60 km apart: limit and way are the same number."""
    km = np.round(np.linspace(0.1, 60, 600), 1)
    here = np.tile([52.3, -1.7], (len(km), 1))
    there = here + np.column_stack([np.degrees(km / EARTH_RADIUS_KM), np.zeros(len(km))])
    assert measure_km(here, there) == pytest.approx(km, abs=1e-8)
    for point, site, limit in zip(here, there, km, strict=True):
        assert find_within(point[None], site[None], widen(limit)).nnz == 1
        assert find_within(point[None], site[None], widen(limit - 0.001)).nnz == 0


def test_a_way_that_is_not_known_is_within_no_limit():
    assert is_within(np.array([0.0, np.nan, np.inf]), 60.0).tolist() == [True, False, False]


@pytest.mark.parametrize(("parts", "limit"), [((0.1, 0.2), 0.3), ((1.1, 2.2), 3.3), ((20, 40), 60)])
def test_a_journey_of_exactly_the_limit_counts(parts, limit):
    """0.1 + 0.2 km is 0.30000000000000004 km to a computer: 30 people and 30 places, all met."""
    e = make(
        services=[("s", {"capacity": 30})],
        catchments=[("s", "A")],
        demand=[("A", 0), ("B", 30)],
        runs=[("s", "o")],
    )
    travel = pd.DataFrame({"area_code": ["B"], "service_id": ["s"], "km": [sum(parts)]})
    gaps = eco.find_gaps(e, "advice", travel=travel, within_km=limit)
    assert gaps.table.loc["B", "coverage"] == 1
    beyond = travel.assign(km=sum(parts) + TWO_MILLIMETRES)
    assert eco.find_gaps(e, "advice", travel=beyond, within_km=limit).table.loc["B", "is_gap"]


def test_bands_of_a_travel_table_in_minutes_end_where_they_say():
    """Bands of 60 minutes end at 20 and 40. 10 people of 20 minutes weigh 1, 10 of 40 weigh 0.68.

    Together they weigh 16.8 of 16.8 places: each place goes round once.
    """
    e = make(
        areas="ABC",
        services=[("s", {"capacity": 16.8})],
        demand=[("A", 10), ("B", 10), ("C", 0)],
        runs=[("s", "o")],
    )
    travel = pd.DataFrame(
        {"area_code": ["A", "B", "C"], "service_id": "s", "minutes": [60 / 3, 2 * 60 / 3, 60]}
    )
    gaps = eco.find_gaps(e, "advice", travel=travel, method="e2sfca")
    assert gaps.table.loc[["A", "B"], "coverage"].tolist() == pytest.approx([1, 0.68])
