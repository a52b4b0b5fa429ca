#!/usr/bin/env bash
# NetworkX writes an edge attribute called `type` to GEXF as the direction, and reads it as none.
#
# Versions: networkx 3.6.1, Python 3.11
#
# What happens: GEXF has a place for `type` on an edge, which says directed, undirected or mutual.
# `networkx.write_gexf` puts the attribute `type` of an edge there, whatever it says, so a tie of
# the type "funds" is written as an edge whose direction is "funds", which GEXF does not know.
# `read_gexf` takes it off, and the kinds of all ties are gone. Nothing is raised or warned.
#
# Why it hurts a map of a sector: `type` is what columns for the kind of a tie are called. Who
# funds and who refers become the same line; a reader that follows the format to the letter finds
# no direction either.
#
# Output seen:
#   written: ['funds', 'refers to']
#   read back: [('Anna', 'Ben', {'amount': 1000, 'id': '0'}), ('Ben', 'Cal', {'sent': 7, 'id': '1'})]
#   GraphML keeps: ['funds', 'refers to']
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps networkx==3.6.1

venv/bin/python - <<'PYTHON'
import pathlib
import re
import sys

import networkx

graph = networkx.DiGraph()
graph.add_edge("Anna", "Ben", type="funds", amount=1000)
graph.add_edge("Ben", "Cal", type="refers to", sent=7)
networkx.write_gexf(graph, "sector.gexf")
text = pathlib.Path("sector.gexf").read_text()
written = re.findall(r'<edge [^>]*type="([^"]*)"', text)
print("written:", written)
again = list(networkx.read_gexf("sector.gexf").edges(data=True))
print("read back:", again)
networkx.write_graphml(graph, "sector.graphml")
kept = [tie["type"] for _, _, tie in networkx.read_graphml("sector.graphml").edges(data=True)]
print("GraphML keeps:", kept)
as_stated = (
    written == ["funds", "refers to"]
    and not any("type" in tie for _, _, tie in again)
    and kept == written
)
sys.exit(0 if as_stated else "no longer as stated")
PYTHON
