#!/usr/bin/env bash
# igraph reads a yes-or-no that a GraphML file leaves out as no, and a missing text as "".
#
# Versions: igraph 1.0.0, networkx 3.6.1 (for comparison), Python 3.11
#
# What happens: a GraphML node need not hold a value for each key, and the key here declares no
# default. `igraph.Graph.Read_GraphML` fills the gap with `False` for a boolean and with an
# empty text, so a missing answer and a "no" cannot be told apart; for a missing number it keeps
# them apart (nan). NetworkX leaves the value out.
#
# Why it hurts a map of a sector: "takes new people: not asked" becomes "takes no new people".
# Services no one has asked yet go off the map as closed, and places look like gaps.
#
# Output seen:
#   igraph:   anna is_open True places 4.0
#   igraph:   ben is_open False places 0.0
#   igraph:   cal is_open False places nan
#   networkx: anna {'is_open': True, 'places': 4}
#   networkx: ben {'is_open': False, 'places': 0}
#   networkx: cal {}
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps \
    igraph==1.0.0 networkx==3.6.1 texttable==1.7.2

venv/bin/python - <<'PYTHON'
import math
import pathlib
import sys

import igraph
import networkx

pathlib.Path("sector.graphml").write_text("""<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
  <key id="o" for="node" attr.name="is_open" attr.type="boolean"/>
  <key id="p" for="node" attr.name="places" attr.type="int"/>
  <graph edgedefault="directed">
    <node id="anna"><data key="o">true</data><data key="p">4</data></node>
    <node id="ben"><data key="o">false</data><data key="p">0</data></node>
    <node id="cal"/>
  </graph>
</graphml>
""")
graph = igraph.Graph.Read_GraphML("sector.graphml")
for vertex in graph.vs:
    print("igraph:  ", vertex["id"], "is_open", vertex["is_open"], "places", vertex["places"])
other = networkx.read_graphml("sector.graphml")
for node, values in other.nodes(data=True):
    print("networkx:", node, values)
as_stated = (
    graph.vs[2]["is_open"] is False
    and math.isnan(graph.vs[2]["places"])
    and "is_open" not in other.nodes["cal"]
)
sys.exit(0 if as_stated else "no longer as stated")
PYTHON
