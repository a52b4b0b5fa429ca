#!/usr/bin/env bash
# libhxl sums only the first of several columns with the same tag.
#
# Versions: libhxl 5.2.2, Python 3.11
#
# What happens: in HXL several columns may carry the same tag: people reached in spring, in
# autumn. `count(..., aggregators="sum(#reached)")` adds up the first such column of a row that
# is not empty and leaves the others out; a row filter such as `with_rows("#reached>15")` looks
# at all of them. Nothing is said.
#
# Why it hurts a map of a sector: most of the people an organisation reached are missing from
# its total, and which are left depends on the order of the columns and on gaps. The filter
# finds rows the totals contradict.
#
# Output seen:
#   true totals: Anna House 30, Ben House 4
#   sum(#reached): {'Anna House': 10, 'Ben House': 4}
#   rows with #reached>15: ['Anna House']
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps \
    certifi==2026.10.19.post1 charset-normalizer==3.5.3 idna==3.20 jsonpath-ng==1.16.0 \
    libhxl==5.2.2 packaging==26.4 ply==3.11 python-dateutil==4.0.0 python-io-wrapper==0.3.1 \
    requests==2.34.2 six==1.17.0 structlog==26.1.0 tzdata==2026.6 Unidecode==1.4.0 \
    urllib3==2.8.0 xlrd3==1.1.0

venv/bin/python - <<'PYTHON'
import sys

import hxl

table = [
    ["Organisation", "Spring", "Autumn"],
    ["#org", "#reached", "#reached"],
    ["Anna House", "10", "20"],
    ["Ben House", "", "4"],
]
totals = hxl.data(table).count("#org", aggregators="sum(#reached) as #total")
found = {row.values[0]: row.values[1] for row in totals}
print("true totals: Anna House 30, Ben House 4")
print("sum(#reached):", found)
kept = [row.values[0] for row in hxl.data(table).with_rows("#reached>15")]
print("rows with #reached>15:", kept)
as_stated = found == {"Anna House": 10, "Ben House": 4} and kept == ["Anna House"]
sys.exit(0 if as_stated else "no longer as stated")
PYTHON
