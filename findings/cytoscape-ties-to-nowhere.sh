#!/usr/bin/env bash
# Nodes with an attribute `id` lose all their ties in NetworkX's Cytoscape export.
#
# Versions: networkx 3.6.1, Python 3.11
#
# What happens: `networkx.cytoscape_data` gives a node the id of its attribute `id` if it has
# one, but gives the ends of a tie the name of the node. With an attribute `id` (a charity
# number, say), no tie meets a node. An `id` that two organisations share makes two nodes with
# one id. Nothing is raised.
#
# Why it hurts a map of a sector: registers call the number of an organisation `id`. The network
# goes out with all its organisations and without any usable tie.
#
# Output seen:
#   ids of the nodes: ['1001', '1002']
#   ends of the ties: ['anna', 'law']
#   ends that are a node: []
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps \
    networkx==3.6.1

venv/bin/python - <<'PYTHON'
import sys

import networkx

graph = networkx.DiGraph()
graph.add_node("anna", id="1001", name="Anna House")
graph.add_node("law", id="1002", name="Law Centre")
graph.add_edge("anna", "law")
elements = networkx.cytoscape_data(graph)["elements"]
ids = {node["data"]["id"] for node in elements["nodes"]}
ends = {edge["data"][end] for edge in elements["edges"] for end in ("source", "target")}
print("ids of the nodes:", sorted(ids))
print("ends of the ties:", sorted(ends))
print("ends that are a node:", sorted(ids & ends))
as_stated = not ids & ends and graph.has_edge("anna", "law")
sys.exit(0 if as_stated else "no longer as stated")
PYTHON
