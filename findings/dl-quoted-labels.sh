#!/usr/bin/env bash
# igraph gives organisations one another's names when DL labels in quotes hold a space.
#
# Versions: igraph 1.0.0, Python 3.11
#
# What happens: UCINET's DL format lets a label with spaces stand in quotes.
# `igraph.Graph.Read_DL` ends a label at the space, quotes or not: "Anna House" becomes two
# labels, every later name moves down, and the last names are dropped. Nothing is raised
# although there are more labels than vertices.
#
# Why it hurts a map of a sector: DL is what the field's own program exports, and nearly all
# organisations have names of several words. The ties are right, the names on them wrong: a map
# that blames and praises others.
#
# Output seen:
#   labels in the file: Anna House, Hull, Leeds
#   labels read: ['"Anna ', 'House"', '"Hull"']
#   ties: Anna House to Hull, Leeds to Hull
#   ties read: [('"Anna ', 'House"'), ('"Hull"', 'House"')]
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps \
    igraph==1.0.0 texttable==1.7.2

venv/bin/python - <<'PYTHON'
import pathlib
import sys

import igraph

pathlib.Path("sector.dl").write_text("""dl n=3
format = edgelist1
labels:
"Anna House","Hull","Leeds"
data:
1 2
3 2
""")
graph = igraph.Graph.Read_DL("sector.dl")
names = graph.vs["name"]
print("labels in the file: Anna House, Hull, Leeds")
print("labels read:", names)
print("ties: Anna House to Hull, Leeds to Hull")
print("ties read:", [(names[tie.source], names[tie.target]) for tie in graph.es])
as_stated = graph.vcount() == 3 and "House" in names[1] and not any("Leeds" in name for name in names)
sys.exit(0 if as_stated else "no longer as stated")
PYTHON
