#!/usr/bin/env bash
# esda gives an area without neighbours the smallest p-value there can be.
#
# Versions: esda 2.9.0, libpysal 4.14.1, numpy 2.4.6, Python 3.11
#
# What happens: `esda.Moran_Local` and `esda.G_Local` test whether an area and its neighbours
# are a cluster. For an island there is nothing to test: the statistic is 0 in every
# permutation. Yet its p_sim is 1/(permutations + 1), the least possible, and
# `get_cluster_labels` names it a significant outlier. More permutations make it more
# significant.
#
# Why it hurts a map of a sector: islands, and areas whose neighbours have no data, become the
# most certain hot or cold spots of need. They stand first in any list sorted by p.
#
# Output seen:
#   areas without neighbours: [9]
#   99 permutations: the island's p, Moran 0.0100, G 0.0100
#   9999 permutations: the island's p, Moran 0.0001, G 0.0001
#   its label at 0.01: High-Low
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps \
    beautifulsoup4==4.15.0 certifi==2026.10.19.post1 charset-normalizer==3.5.3 \
    cloudpickle==3.1.3 esda==2.9.0 geopandas==1.2.0 idna==3.20 Jinja2==3.1.6 joblib==1.6.0 \
    libpysal==4.14.1 MarkupSafe==3.0.4 narwhals==2.29.0 numpy==2.4.6 packaging==26.4 \
    pandas==2.3.3 platformdirs==4.14.8 pyogrio==0.13.0 pyproj==3.7.2 python-dateutil==4.0.0 \
    pytz==2026.6 requests==2.34.2 scikit-learn==1.9.1 scipy==1.17.1 shapely==2.2.0 \
    soupsieve==4.1.3 threadpoolctl==3.8.0 typing_extensions==4.16.0 tzdata==2026.6 \
    urllib3==2.8.0

venv/bin/python - <<'PYTHON'
import sys
import warnings

import esda
import geopandas
import numpy
from libpysal.graph import Graph
from shapely import box

warnings.simplefilter("ignore")
columns = [0, 1, 2, 3, 4, 5, 6, 7, 8, 100]
need = numpy.array([4.0, 6.0, 5.0, 4.0, 6.0, 5.0, 6.0, 4.0, 5.0, 9.0])
areas = geopandas.GeoDataFrame(geometry=[box(x, 0, x + 1, 1) for x in columns], crs=27700)
graph = Graph.build_contiguity(areas)
print("areas without neighbours:", list(graph.isolates))
least = {}
for permutations in (99, 9999):
    moran = esda.Moran_Local(need, graph, permutations=permutations, seed=1)
    getis = esda.G_Local(need, graph, permutations=permutations, seed=1)
    least[permutations] = (moran.p_sim[9], getis.p_sim[9], moran.p_sim[:9].min())
    print(f"{permutations} permutations: the island's p, Moran {moran.p_sim[9]:.4f},", end=" ")
    print(f"G {getis.p_sim[9]:.4f}")
label = moran.get_cluster_labels(crit_value=0.01)[9]
print("its label at 0.01:", label)
as_stated = (
    numpy.allclose(least[99][:2], 0.01)
    and numpy.allclose(least[9999][:2], 0.0001)
    and label == "High-Low"
)
sys.exit(0 if as_stated else "no longer as stated")
PYTHON
