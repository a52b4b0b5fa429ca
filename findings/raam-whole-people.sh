#!/usr/bin/env bash
# access: in RAAM small groups never move, so the answer depends on the unit of counting.
#
# Versions: access 1.1.10.post3, numpy 2.4.6, pandas 2.3.3, Python 3.11
#
# What happens: `Access.raam` lets people choose between the nearest and the less crowded
# service, a share of them in each round: at first a fifth, cut down to a whole number. A group
# of fewer than five never moves a single person and stays with its nearest service however
# crowded. The same network with people and places both 100 times as many, which the method says
# is the same, gives other scores.
#
# Why it hurts a map of a sector: refugees in an area are often a handful. The score calls the
# crowding of their nearest service a lack of access although places stand free further on, and
# counts of households or of thousands give other scores than counts of people.
#
# Output seen:
#   4 people an area, 4 places a service:     {'A': 2.1, 'B': 2.1}
#   400 people an area, 400 places a service: {'A': 1.148, 'B': 1.148}
#   all at the near service: 8 people on 4 places, 2 + 1/10 = 2.1
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
import sys
import warnings

import pandas
from access import Access

warnings.simplefilter("ignore")
distances = pandas.DataFrame(
    [("A", "near", 1.0), ("A", "far", 2.0), ("B", "near", 1.0), ("B", "far", 2.0)],
    columns=["origin", "dest", "cost"],
)


def score(times):
    people = pandas.DataFrame({"area": ["A", "B"], "people": [4 * times, 4 * times]})
    places = pandas.DataFrame({"service": ["near", "far"], "places": [4 * times, 4 * times]})
    access = Access(
        demand_df=people, demand_index="area", demand_value="people",
        supply_df=places, supply_index="service", supply_value="places",
        cost_df=distances, cost_origin="origin", cost_dest="dest", cost_name="cost",
    )
    return access.raam(name="raam", tau=10)["raam_places"].round(3).to_dict()


few, many = score(1), score(100)
print("4 people an area, 4 places a service:    ", few)
print("400 people an area, 400 places a service:", many)
print("all at the near service: 8 people on 4 places, 2 + 1/10 =", 2.1)
as_stated = few == {"A": 2.1, "B": 2.1} and max(many.values()) < 1.5
sys.exit(0 if as_stated else "no longer as stated")
PYTHON
