#!/usr/bin/env bash
# pandas reads each "true" of an .ods file as False if LibreOffice shows it in another language.
#
# Versions: pandas 3.1.1, odfpy 1.4.1, python-calamine 0.9.1 (for comparison), numpy 2.4.6,
# Python 3.11
#
# What happens: a yes-or-no cell of a spreadsheet by LibreOffice holds its value as
# `office:boolean-value`, and beside it the word that is shown: TRUE in English, VRAI in a French
# sheet, WAHR in a German one. `pandas.read_excel` with the engine odf, its first choice for .ods,
# looks at the word alone: what is not TRUE becomes False. Nothing is raised or warned. The engine
# calamine looks at the value.
#
# Why it hurts a map of a sector: partners across the Channel fill in the same form. All their
# services that are open, free or step-free are read as closed, paid and with steps.
#
# Output seen:
#   odf: {'Leeds': True, 'York': False, 'Calais': False, 'Lille': False}
#   calamine: {'Leeds': True, 'York': False, 'Calais': True, 'Lille': False}
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps \
    defusedxml==0.7.1 numpy==2.4.6 odfpy==1.4.1 pandas==3.1.1 python-calamine==0.9.1 \
    python-dateutil==4.0.0

venv/bin/python - <<'PYTHON'
import sys

import pandas
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

# As LibreOffice 7.4 writes them: the value in an attribute, the word that is shown as text.
SERVICES = [
    ("Leeds", "true", "TRUE"),
    ("York", "false", "FALSE"),
    ("Calais", "true", "VRAI"),
    ("Lille", "false", "FAUX"),
]


def make_row(*cells):
    row = TableRow()
    for text, settings in cells:
        cell = TableCell(**settings)
        cell.addElement(P(text=text))
        row.addElement(cell)
    return row


document = OpenDocumentSpreadsheet()
table = Table(name="Services")
text = {"valuetype": "string"}
table.addElement(make_row(("town", text), ("is_open", text)))
for town, value, shown in SERVICES:
    held = {"valuetype": "boolean", "booleanvalue": value}
    table.addElement(make_row((town, text), (shown, held)))
document.spreadsheet.addElement(table)
document.save("services.ods")


def read(engine):
    frame = pandas.read_excel("services.ods", engine=engine)
    found = dict(zip(frame["town"], frame["is_open"].tolist()))
    print(f"{engine}: {found}")
    return found


held = {town: value == "true" for town, value, _ in SERVICES}
shown = {town: word == "TRUE" for town, _, word in SERVICES}
as_stated = read("odf") == shown and read("calamine") == held and shown != held
sys.exit(0 if as_stated else "no longer as stated")
PYTHON
