#!/usr/bin/env bash
# igraph writes all columns whose headings are not in Latin letters to GML as one column.
#
# Versions: igraph 1.0.0, Python 3.11
#
# What happens: a key of GML holds Latin letters and digits only. `igraph.Graph.write_gml` takes all
# other signs out of a heading: "service type" becomes servicetype, and a heading without any Latin
# letter becomes the word igraph. Two such headings get the same key, and so do "area_1" and
# "area 1"; each value is written, one below the other. `Read_GML` keeps the last. Nothing is
# warned, while a column of yes and no is warned of. (NetworkX refuses such a heading.)
#
# Why it hurts a map of a sector: sheets made with those who use a service have headings in their
# language. What languages a service speaks and where it is become one column, of which the
# languages are gone.
#
# Output seen:
#   headings: мова, район
#   keys written of a vertex: igraph, igraph
#   read back: igraph = Лутон and igraph = Лідс; the languages: gone
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps \
    igraph==1.0.0 texttable==1.7.2

venv/bin/python - <<'PYTHON'
import sys
from pathlib import Path

import igraph

graph = igraph.Graph(2, edges=[(0, 1)])
graph.vs["мова"] = ["українська", "англійська"]
graph.vs["район"] = ["Лутон", "Лідс"]
print("headings:", ", ".join(graph.vs.attributes()))
graph.write_gml("sector.gml")
node = Path("sector.gml").read_text(encoding="utf-8").split("node")[1]
keys = [line.split()[0] for line in node.split("\n") if '"' in line]
print("keys written of a vertex:", ", ".join(keys))
again = igraph.Graph.Read_GML("sector.gml")
kept = {name: again.vs[name] for name in again.vs.attributes() if name != "id"}
told = " and ".join(f"{name} = {value}" for name in kept for value in kept[name])
lost = "gone" if "українська" not in told else "kept"
print(f"read back: {told}; the languages: {lost}")
as_stated = keys == ["igraph", "igraph"] and kept == {"igraph": ["Лутон", "Лідс"]}
sys.exit(0 if as_stated else "no longer as stated")
PYTHON
