#!/usr/bin/env bash
# libpysal's DistanceBand: two services at the same address are not neighbours.
#
# Versions: libpysal 4.14.1, numpy 2.4.6, scipy 1.17.1, Python 3.11
#
# What happens: `libpysal.weights.DistanceBand` makes all points within a distance neighbours: w
# is 1 if d <= threshold. A distance of exactly 0 is taken for no entry, so two points at one
# place are no neighbours, while both neighbour one 900 m away. `KNN` and
# `libpysal.graph.Graph.build_distance_band` of the same library do count them.
#
# Why it hurts a map of a sector: services share a building or are placed by postcode, so
# distance 0 is the usual case. The closest ties of all are missing, and a building with two
# services by itself counts as two islands.
#
# Output seen:
#   weights.DistanceBand:      {'advice': ['school'], 'food bank': ['school'], 'school': ['advice', 'food bank']}
#   Graph.build_distance_band: {'advice': ['food bank', 'school'], 'food bank': ['advice', 'school'], 'school': ['advice', 'food bank']}
#   weights.KNN, k=1, advice:  ['food bank']
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps \
    beautifulsoup4==4.15.0 certifi==2026.10.19.post1 charset-normalizer==3.5.3 \
    cloudpickle==3.1.3 geopandas==1.2.0 idna==3.20 Jinja2==3.1.6 joblib==1.6.0 \
    libpysal==4.14.1 MarkupSafe==3.0.4 narwhals==2.29.0 numpy==2.4.6 packaging==26.4 \
    pandas==2.3.3 platformdirs==4.14.8 pyogrio==0.13.0 pyproj==3.7.2 python-dateutil==4.0.0 \
    pytz==2026.6 requests==2.34.2 scikit-learn==1.9.1 scipy==1.17.1 shapely==2.2.0 \
    soupsieve==4.1.3 threadpoolctl==3.8.0 typing_extensions==4.16.0 tzdata==2026.6 \
    urllib3==2.8.0

venv/bin/python - <<'PYTHON'
import sys
import warnings

import geopandas
import libpysal
from shapely import Point

warnings.simplefilter("ignore")
places = geopandas.GeoDataFrame(
    geometry=[Point(0, 0), Point(0, 0), Point(900, 0)],
    index=["advice", "food bank", "school"],
    crs=27700,
)
names = list(places.index)
band = libpysal.weights.DistanceBand.from_dataframe(places, 1000, ids=names, silence_warnings=True)
old = {name: sorted(map(str, band.neighbors[name])) for name in names}
print("weights.DistanceBand:     ", old)
graph = libpysal.graph.Graph.build_distance_band(places, 1000)
new = {name: sorted(map(str, graph[name].index)) for name in names}
print("Graph.build_distance_band:", new)
nearest = libpysal.weights.KNN.from_dataframe(places, k=1, ids=names, silence_warnings=True)
print("weights.KNN, k=1, advice: ", [str(name) for name in nearest.neighbors["advice"]])
as_stated = old["advice"] == ["school"] and new["advice"] == ["food bank", "school"]
sys.exit(0 if as_stated else "no longer as stated")
PYTHON
