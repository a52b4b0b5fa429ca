#!/usr/bin/env bash
# libpysal leaves areas of which the region is not known out of a graph of regions.
#
# Versions: libpysal 4.14.1, pandas 2.3.3, numpy 2.4.6, Python 3.11
#
# What happens: `libpysal.graph.Graph.build_block_contiguity` makes neighbours of all areas of one
# region. An area without a region is in no group, and is not kept as an area without neighbours, as
# the only one of its region is: it is no part of the graph. Nothing is raised or warned. What is
# worked out by the graph has fewer values than there are areas, in another order than the areas.
#
# Why it hurts a map of a sector: offices abroad, new areas and misspelt ones have no region. Values
# put back by position stand in other areas from the first gap on: wrong places, with no gap to see.
#
# Output seen:
#   areas: 5, in the graph: 3 (Ash, Birch, Elm)
#   alone in its region, and kept: Elm
#   mean of the neighbours: 3 values for 5 areas
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps \
    beautifulsoup4==4.15.0 certifi==2026.10.19.post1 charset-normalizer==3.5.3 \
    cloudpickle==3.1.3 geopandas==1.2.0 \
    idna==3.20 Jinja2==3.1.6 joblib==1.6.0 libpysal==4.14.1 MarkupSafe==3.0.4 \
    narwhals==2.29.0 numpy==2.4.6 packaging==26.4 pandas==2.3.3 platformdirs==4.14.8 \
    pyogrio==0.13.0 pyproj==3.7.2 python-dateutil==4.0.0 pytz==2026.6 requests==2.34.2 \
    scikit-learn==1.9.1 scipy==1.17.1 shapely==2.2.0 soupsieve==4.1.3 threadpoolctl==3.8.0 \
    typing_extensions==4.16.0 tzdata==2026.6 urllib3==2.8.0

venv/bin/python - <<'PYTHON'
import sys

import pandas
from libpysal.graph import Graph

regions = pandas.Series(
    ["North", "North", None, None, "South"], index=["Ash", "Birch", "Cedar", "Dale", "Elm"]
)
graph = Graph.build_block_contiguity(regions)
kept = list(graph.unique_ids)
print(f"areas: {len(regions)}, in the graph: {graph.n} ({', '.join(kept)})")
alone = list(graph.isolates)
print("alone in its region, and kept:", *alone)
means = graph.transform("r").lag([1.0] * graph.n)
print(f"mean of the neighbours: {len(means)} values for {len(regions)} areas")
as_stated = kept == ["Ash", "Birch", "Elm"] and alone == ["Elm"] and len(means) == 3
sys.exit(0 if as_stated else "no longer as stated")
PYTHON
