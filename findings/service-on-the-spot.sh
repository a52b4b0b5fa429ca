#!/usr/bin/env bash
# access: by gravity, an area with a service on the spot has no access, nor has who shares it.
#
# Versions: access 1.1.10.post3, pandas 2.3.3, numpy 2.4.6, Python 3.11
#
# What happens: a weight by gravity is infinite at distance 0, as the documentation of
# `weights.gravity` says. In a floating catchment the places of a service are shared out by these
# weights, so its places are divided by infinity: `two_stage_fca` gives 0 to every area that
# reaches the service, near and far, and not an infinite or missing value. `weighted_catchment` of
# the same data says infinite. What is warned is numpy's division by zero.
#
# Why it hurts a map of a sector: travel times between centres of areas are 0 from an area to itself,
# so services in the area are at 0. The places that have a service of their own come out as the
# gaps, exactly as served as places that have none. A least distance of a minute mends it.
#
# Output seen:
#   Anna Town, the service inside: 0.000; Ben Town, 15 minutes off: 0.000
#   with a least distance of 1: Anna Town 0.047; Ben Town 0.003
#   weighted catchment: Anna Town inf
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps \
    access==1.1.10.post3 certifi==2026.10.19.post1 geopandas==1.2.0 numpy==2.4.6 \
    packaging==26.4 pandas==2.3.3 pyogrio==0.13.0 pyproj==3.7.2 python-dateutil==4.0.0 \
    pytz==2026.6 scipy==1.17.1 shapely==2.2.0 tzdata==2026.6

venv/bin/python - <<'PYTHON'
import logging
import sys
import warnings

import pandas
from access import Access, weights

warnings.simplefilter("ignore")
logging.disable()
people = pandas.DataFrame({"area": ["Anna Town", "Ben Town"], "people": [100, 100]})
places = pandas.DataFrame({"area": ["Anna Town"], "places": [5]})
times = pandas.DataFrame(
    [("Anna Town", "Anna Town", 0.0), ("Ben Town", "Anna Town", 15.0)],
    columns=["origin", "dest", "cost"],
)
access = Access(
    demand_df=people, demand_index="area", demand_value="people",
    supply_df=places, supply_index="area", supply_value="places",
    cost_df=times, cost_origin="origin", cost_dest="dest", cost_name="cost",
)


def share_out(least):
    weight = weights.gravity(scale=10, alpha=-1, min_dist=least)
    return access.two_stage_fca(max_cost=20, weight_fn=weight).iloc[:, 0]


bare, mended = share_out(0), share_out(1)
print(f"Anna Town, the service inside: {bare['Anna Town']:.3f};", end=" ")
print(f"Ben Town, 15 minutes off: {bare['Ben Town']:.3f}")
print(f"with a least distance of 1: Anna Town {mended['Anna Town']:.3f};", end=" ")
print(f"Ben Town {mended['Ben Town']:.3f}")
weighted = access.weighted_catchment(weight_fn=weights.gravity(scale=10, alpha=-1)).iloc[:, 0]
print(f"weighted catchment: Anna Town {weighted['Anna Town']}")
as_stated = (
    list(bare) == [0, 0] and mended["Anna Town"] > mended["Ben Town"] > 0
    and weighted["Anna Town"] == float("inf")
)
sys.exit(0 if as_stated else "no longer as stated")
PYTHON
