#!/usr/bin/env bash
# With one unknown value, mapclassify puts the highest areas into the lowest class.
#
# Versions: mapclassify 2.10.0, numpy 2.4.6, Python 3.11
#
# What happens: given an array with one nan, `mapclassify.Quantiles` cuts the classes as if
# there were more values than it has, makes nan the top of the last class, and files all that is
# above the last number under class 0, together with the unknown. `FisherJenks` puts every value
# into class 0. Nothing is raised or warned. (geopandas takes the gaps out before it calls
# mapclassify.)
#
# Why it hurts a map of a sector: class 0 is the palest colour of a map of need. The places with
# the most people to help look like those with the fewest, and so does the one no one has
# counted.
#
# Output seen:
#   people:      [1.0, 2.0, 3.0, nan, 5.0, 6.0, 8.0, 9.0]
#   Quantiles:   [0, 0, 0, 0, 1, 1, 0, 0] tops [3.67, 7.33, nan]
#   FisherJenks: [0, 0, 0, 0, 0, 0, 0, 0]
#   warned of nan: []
#   without the gap: [0, 0, 0, 1, 1, 2, 2]
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps \
    cloudpickle==3.1.3 joblib==1.6.0 mapclassify==2.10.0 narwhals==2.29.0 networkx==3.6.1 \
    numpy==2.4.6 pandas==2.3.3 python-dateutil==4.0.0 pytz==2026.6 scikit-learn==1.9.1 \
    scipy==1.17.1 threadpoolctl==3.8.0 tzdata==2026.6

venv/bin/python - <<'PYTHON'
import sys
import warnings

import mapclassify
import numpy

people = numpy.array([1.0, 2.0, 3.0, numpy.nan, 5.0, 6.0, 8.0, 9.0])
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    quantiles = mapclassify.Quantiles(people, k=3)
    jenks = mapclassify.FisherJenks(people, k=3)
said = [str(warning.message) for warning in caught if "nan" in str(warning.message).lower()]
print("people:     ", people.tolist())
print("Quantiles:  ", quantiles.yb.tolist(), "tops", quantiles.bins.round(2).tolist())
print("FisherJenks:", jenks.yb.tolist())
print("warned of nan:", said)
without = mapclassify.Quantiles(people[~numpy.isnan(people)], k=3).yb.tolist()
print("without the gap:", without)
as_stated = (
    quantiles.yb[6] == quantiles.yb[7] == quantiles.yb[3] == 0
    and quantiles.yb[5] == 1
    and not jenks.yb.any()
    and without[-1] == 2
    and not said
)
sys.exit(0 if as_stated else "no longer as stated")
PYTHON
