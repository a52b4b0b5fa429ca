#!/usr/bin/env bash
# flatten-tool doubles what it has rolled up when it makes JSON of its own tables again.
#
# Versions: flattentool 0.28.0, Python 3.11
#
# What happens: with `rollup`, and a schema that names fields to roll up, `flatten` writes the one
# payment of a grant twice: on the sheet of payments, and beside its grant. `unflatten` of the very
# same tables takes the two for two, unless each has an id: one payment of 500 comes back as two,
# 1,000 together, and neither step warns.
#
# Why it hurts a map of a sector: who funds whom is drawn by money, and files of grants go from JSON
# to a spreadsheet, to correct a cell, and back. Then funders that pay once seem to pay twice as
# much.
#
# Output seen:
#   before: [500]
#   after: [500, 500]
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check flattentool==0.28.0

venv/bin/python - <<'PYTHON'
import json
import pathlib
import sys
import warnings

import flattentool

warnings.simplefilter("error")
payment = {"amount": {"type": "number"}, "date": {"type": "string"}}
payments = {
    "type": "array",
    "rollUp": ["amount"],
    "items": {"type": "object", "properties": payment},
}
schema = {"type": "object", "properties": {"id": {"type": "string"}, "payments": payments}}
grants = [{"id": "1", "payments": [{"amount": 500, "date": "2024-01-01"}]}]
pathlib.Path("schema.json").write_text(json.dumps(schema))
pathlib.Path("grants.json").write_text(json.dumps({"grants": grants}))
flattentool.flatten(
    "grants.json",
    output_name="tables",
    output_format="csv",
    main_sheet_name="grants",
    root_list_path="grants",
    schema="schema.json",
    rollup=True,
)
flattentool.unflatten(
    "tables",
    output_name="again.json",
    input_format="csv",
    root_list_path="grants",
    schema="schema.json",
)
(again,) = json.loads(pathlib.Path("again.json").read_text())["grants"]
amounts = [int(payment["amount"]) for payment in again["payments"]]
print("before:", [payment["amount"] for payment in grants[0]["payments"]])
print("after:", amounts)
sys.exit(0 if amounts == [500, 500] else "no longer as stated")
PYTHON
