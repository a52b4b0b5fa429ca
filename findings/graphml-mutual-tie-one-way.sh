#!/usr/bin/env bash
# igraph reads a mutual tie of a directed GraphML file as a tie in one direction.
#
# Versions: igraph 1.0.0, networkx 3.6.1 (for comparison), Python 3.11
#
# What happens: a GraphML edge may say `directed="false"` in a graph whose ties are directed.
# `igraph.Graph.Read_GraphML` does not look at it: the tie goes from source to target only,
# without a warning, and the other way round a `directed="true"` tie in an undirected graph
# loses its direction. NetworkX refuses such a file.
#
# Why it hurts a map of a sector: a partnership becomes a one-way referral, its direction that
# in which two names happened to be typed. Who reaches whom, and who is a dead end, is then an
# accident.
#
# Output seen:
#   igraph: [('anna', 'law'), ('law', 'food')] []
#   from law one reaches: ['law', 'food']
#   networkx: directed=false edge found in directed graph.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps \
    igraph==1.0.0 networkx==3.6.1 texttable==1.7.2

venv/bin/python - <<'PYTHON'
import pathlib
import sys

import igraph
import networkx

pathlib.Path("sector.graphml").write_text("""<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
  <graph edgedefault="directed">
    <node id="anna"/><node id="law"/><node id="food"/>
    <edge source="anna" target="law" directed="false"/>
    <edge source="law" target="food"/>
  </graph>
</graphml>
""")
graph = igraph.Graph.Read_GraphML("sector.graphml")
ids = graph.vs["id"]
print("igraph:", [(ids[tie.source], ids[tie.target]) for tie in graph.es], graph.es.attributes())
print("from law one reaches:", [ids[row] for row in graph.subcomponent(1, mode="out")])
try:
    networkx.read_graphml("sector.graphml")
    refused = False
except networkx.NetworkXError as error:
    refused = True
    print("networkx:", error)
as_stated = graph.get_edgelist() == [(0, 1), (1, 2)] and graph.is_directed() and refused
sys.exit(0 if as_stated else "no longer as stated")
PYTHON
