"""What tests of maps draw, and how they measure it."""

import re

import numpy as np
import pandas as pd

import ecosystem as eco

LINK = re.compile(r"(https?://|mailto:|#|data:,)")
"""What an address on a page may begin with."""


def draw_network(e, path, **options):
    return eco.draw_network(e, eco.find_core(e), path, **options).path


def draw_places(e, gaps, path, **options):
    return eco.draw_places(e, gaps, path, **options).path


def measure_between(spots):
    between = np.hypot(*(spots[:, None] - spots[None]).transpose(2, 0, 1))
    np.fill_diagonal(between, np.inf)
    return between


def make_squares():
    """Two squares side by side, their shared border with forty needless points in it."""
    border = [[1.0, one / 40] for one in range(41)]
    west = [[0, 0], *border, [0, 1], [0, 0]]
    east = [[2, 1], *border[::-1], [2, 0], [2, 1]]
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"code": code, "name": "x"},
                "geometry": {"type": "Polygon", "coordinates": [ring]},
            }
            for code, ring in (("north", west), ("south", east))
        ],
    }


def make_many(size, *, with_areas):
    rng = np.random.default_rng(0)
    ids = [f"o{one:04}" for one in range(size)]
    ends = rng.integers(0, size, (2 * size, 2))
    ends = np.unique(np.sort(ends[ends[:, 0] != ends[:, 1]], axis=1), axis=0)
    areas = pd.DataFrame(
        {"area_code": [f"a{one}" for one in range(9)], "name": [f"Area {one}" for one in range(9)]}
    )
    places = [f"a{one % 9}" for one in range(size)] if with_areas else None
    return eco.Ecosystem(
        organisations=pd.DataFrame({"organisation_id": ids, "name": ids, "area_code": places}),
        areas=areas if with_areas else None,
        relationships=pd.DataFrame(
            {
                "from_id": [ids[a] for a, _ in ends],
                "to_id": [ids[b] for _, b in ends],
                "kind": "trusts",
            }
        ),
    )
