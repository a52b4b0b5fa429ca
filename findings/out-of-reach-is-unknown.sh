#!/usr/bin/env bash
# access gives an area from which no service is reached no value, instead of 0.
#
# Versions: access 1.1.10.post3, pandas 2.3.3, numpy 2.4.6, Python 3.11
#
# What happens: `two_stage_fca` and `weighted_catchment` are sums over what is within the limit. An
# area whose travel times are all given, and all above the limit, gets nan: the same as an area that
# is not in the travel times at all. `fca_ratio` of the same data gives 0. So the mean over areas is
# that of those served, and a map shades the worst gaps as "no data". Nothing is warned.
#
# Why it hurts a map of a sector: to have nothing in reach is what is looked for. These areas fall out
# of every ranking, average and class, and cannot be told from areas of which nothing is known.
#
# Output seen:
#   two_stage_fca: Anna Town 0.05, Ben Town nan (60 minutes), Cal Town nan (no times)
#   mean of the areas with times: 0.05, and not 0.025
#   Ben Town by weighted_catchment: nan, by fca_ratio: 0.0
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
from access import Access

warnings.simplefilter("ignore")
logging.disable()
names = ["Anna Town", "Ben Town", "Cal Town"]
people = pandas.DataFrame({"area": names, "people": [100, 100, 100]})
places = pandas.DataFrame({"service": ["desk"], "places": [5]})
times = pandas.DataFrame(
    [("Anna Town", "desk", 10.0), ("Ben Town", "desk", 60.0)], columns=["origin", "dest", "cost"]
)
access = Access(
    demand_df=people, demand_index="area", demand_value="people",
    supply_df=places, supply_index="service", supply_value="places",
    cost_df=times, cost_origin="origin", cost_dest="dest", cost_name="cost",
    neighbor_cost_df=pandas.DataFrame(
        [(a, b, 0.0 if a == b else 60.0) for a in names for b in names],
        columns=["origin", "dest", "cost"],
    ),
    neighbor_cost_origin="origin", neighbor_cost_dest="dest", neighbor_cost_name="cost",
)
served = access.two_stage_fca(max_cost=20).iloc[:, 0]
print(f"two_stage_fca: Anna Town {served['Anna Town']}, Ben Town {served['Ben Town']}", end=" ")
print(f"(60 minutes), Cal Town {served['Cal Town']} (no times)")
mean = served[["Anna Town", "Ben Town"]].mean()
print(f"mean of the areas with times: {mean}, and not {served['Anna Town'] / 2}")
ratio = access.fca_ratio(max_cost=20).loc["Ben Town"].iloc[-1]
weighted = access.weighted_catchment(max_cost=20).loc["Ben Town"].iloc[-1]
print(f"Ben Town by weighted_catchment: {weighted}, by fca_ratio: {ratio}")
as_stated = (
    served["Anna Town"] == 0.05
    and pandas.isna(served[["Ben Town", "Cal Town"]]).all()
    and mean == 0.05
    and ratio == 0
    and pandas.isna(weighted)
)
sys.exit(0 if as_stated else "no longer as stated")
PYTHON
