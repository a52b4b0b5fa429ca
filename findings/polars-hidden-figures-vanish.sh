#!/usr/bin/env bash
# polars.read_excel empties cells such as "<5" and "1,200" that stand far down a column of numbers.
#
# Versions: polars 2.1.0, fastexcel 0.21.0, XlsxWriter 3.3.1, Python 3.11
#
# What happens: `polars.read_excel` takes the type of a column from its first rows. What stands
# further down and is not of that type becomes null, without an error or a warning, where
# `polars.read_csv` of the same cells raises. Early in the column the same cell makes the whole
# column text.
#
# Why it hurts a map of a sector: small figures are hidden as "<5" to protect people. They turn
# into "not recorded", and sums leave them out; whether they do depends on the order of the rows.
#
# Output seen:
#   "<5" in row 20: String, empty cells 0
#   "<5" in row 2000: Int64, empty cells 2
#   the same as CSV: ComputeError
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps \
    fastexcel==0.21.0 polars==2.1.0 polars-runtime-32==2.1.0 xlsxwriter==3.3.1

venv/bin/python - <<'PYTHON'
import pathlib
import sys
import warnings

import polars
import xlsxwriter


def make_cells(hidden):
    """Return rows of organisations and figures; "<5" and "1,200" begin at one of them."""
    cells = [[f"Organisation {row}", 10] for row in range(1, 2501)]
    cells[hidden - 1][1] = "<5"
    cells[hidden][1] = "1,200"
    return [["organisation", "sent"], *cells]


def read(hidden):
    book = xlsxwriter.Workbook("sector.xlsx")
    sheet = book.add_worksheet()
    for row, cells in enumerate(make_cells(hidden)):
        sheet.write_row(row, 0, cells)
    book.close()
    sent = polars.read_excel("sector.xlsx")["sent"]
    print(f'"<5" in row {hidden}: {sent.dtype}, empty cells {sent.null_count()}')
    return sent.dtype, sent.null_count()


with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    early, late = read(20), read(2000)
lines = [f'{name},"{figure}"' for name, figure in make_cells(2000)]
pathlib.Path("sector.csv").write_text("\n".join(lines).replace('"10"', "10"))
try:
    polars.read_csv("sector.csv")
    refused = False
except polars.exceptions.ComputeError as error:
    refused = True
    print("the same as CSV:", type(error).__name__)
as_stated = (
    early == (polars.String, 0) and late == (polars.Int64, 2) and refused and not caught
)
sys.exit(0 if as_stated else "no longer as stated")
PYTHON
