#!/usr/bin/env bash
# With one unknown value, esda calls every area a significant cluster of low values.
#
# Versions: esda 2.9.0, libpysal 4.14.1, numpy 2.4.6, Python 3.11
#
# What happens: given values with one nan, `esda.Moran_Local` has nan for every statistic, for the
# mean of all is nan. Yet the p_sim of every area is 1/(permutations + 1), the least there can be,
# because no permuted nan counts as at least as extreme, and `get_cluster_labels` names each area
# "Low-Low". `G_Local`, `Moran`, `Geary` and `G` give the least p, too. Nothing is raised; what is
# warned is a RuntimeWarning of numpy's about an invalid value, and not always that.
#
# Why it hurts a map of a sector: need is not known for every area. One gap, and the whole map is a
# cold spot of need, each place with the best p the test can give, those with the most need as well.
#
# Output seen:
#   without the gap: 0 of 16 areas are Low-Low at 0.05, the area of most need: Insignificant
#   with one gap: 16 of 16 areas are Low-Low at 0.05, every p is 0.001
#   with one gap, Moran's I of all areas: nan, p 0.001
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
areas = geopandas.GeoDataFrame(
    geometry=[box(x, y, x + 1, y + 1) for y in range(4) for x in range(4)], crs=27700
)
graph = Graph.build_contiguity(areas)
need = numpy.array([3, 1, 4, 1, 5, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3, 2], dtype=float)
gap = need.copy()
gap[3] = numpy.nan
most = int(numpy.argmax(need))


def label(values):
    local = esda.Moran_Local(values, graph, permutations=999, seed=1)
    return local, list(local.get_cluster_labels(crit_value=0.05))


_, full = label(need)
print(f"without the gap: {full.count('Low-Low')} of 16 areas are Low-Low at 0.05,", end=" ")
print(f"the area of most need: {full[most]}")
local, labels = label(gap)
print(f"with one gap: {labels.count('Low-Low')} of 16 areas are Low-Low at 0.05,", end=" ")
print("every p is", " and ".join(str(p) for p in sorted(set(local.p_sim))))
moran = esda.Moran(gap, graph, permutations=999)
print(f"with one gap, Moran's I of all areas: {moran.I}, p {moran.p_sim}")
as_stated = (
    full.count("Low-Low") == 0
    and labels == ["Low-Low"] * 16
    and set(local.p_sim) == {0.001}
    and numpy.isnan(moran.I)
    and moran.p_sim == 0.001
)
sys.exit(0 if as_stated else "no longer as stated")
PYTHON
