#!/usr/bin/env bash
# access: an area at exactly the limit has no service in 1.1.9, and is served in 1.1.10.
#
# Versions: access 1.1.9, then access 1.1.10.post3, with pandas 2.3.3, numpy 2.4.6, Python 3.11
#
# What happens: `max_cost=20` left out journeys of exactly 20 in 1.1.9; 1.1.10 takes them in, in all
# measures that have the option, and only the last place of the version says so. As
# `weights.step_fn({10: 1, 20: 0.68})` took an edge in all along, the limit and the last band, both
# of 20, disagree in 1.1.9. Nothing is warned.
#
# Why it hurts a map of a sector: travel times are in whole minutes and limits are round, so many
# areas stand at the edge. The same data and the same call name other gaps after an upgrade, and
# two partnerships compare maps that were counted by different rules.
#
# Output seen:
#   1.1.9: places a person {'20 minutes': nan, '30 minutes': nan, 'centre': 1.0}
#   1.1.10.post3: places a person {'20 minutes': 0.5, '30 minutes': nan, 'centre': 0.5}
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps \
    certifi==2026.10.19.post1 charset-normalizer==3.5.3 geopandas==1.2.0 idna==3.20 \
    numpy==2.4.6 packaging==26.4 pandas==2.3.3 \
    pyogrio==0.13.0 pyproj==3.7.2 python-dateutil==4.0.0 pytz==2026.6 scipy==1.17.1 \
    requests==2.34.2 shapely==2.2.0 tzdata==2026.6 urllib3==2.8.0
for version in 1.1.9 1.1.10.post3; do
    venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps \
        --target "$version" "access==$version"
done

cat > score.py <<'PYTHON'
import warnings

import access
import pandas

warnings.simplefilter("ignore")
areas = pandas.DataFrame({"area": ["centre", "20 minutes", "30 minutes"], "people": 10.0})
services = pandas.DataFrame({"area": ["centre"], "places": [10.0]})
minutes = pandas.DataFrame({"origin": areas["area"], "dest": "centre", "cost": [0.0, 20, 30]})
data = access.Access(
    demand_df=areas,
    demand_index="area",
    demand_value="people",
    supply_df=services,
    supply_index="area",
    supply_value=["places"],
    cost_df=minutes,
    cost_origin="origin",
    cost_dest="dest",
    cost_name="cost",
)
scores = data.two_stage_fca(name="score", max_cost=20)["score_places"].to_dict()
print(f"{access.__version__}: places a person", scores)
PYTHON
PYTHONPATH=1.1.9 venv/bin/python score.py | tee seen
PYTHONPATH=1.1.10.post3 venv/bin/python score.py | tee -a seen
expected="1.1.9: places a person {'20 minutes': nan, '30 minutes': nan, 'centre': 1.0}
1.1.10.post3: places a person {'20 minutes': 0.5, '30 minutes': nan, 'centre': 0.5}"
if [ "$(cat seen)" != "$expected" ]; then
    echo "no longer as stated" >&2
    exit 1
fi
