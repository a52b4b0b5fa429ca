#!/usr/bin/env bash
# NetworKit loses the weights of a GraphML file by NetworkX if they are whole numbers.
#
# Versions: networkit 11.3, networkx 3.6.1 (writes the file), Python 3.11
#
# What happens: NetworkX declares whole numbers as "long", others as "double", and a column with both
# twice. `networkit.readGraph(..., Format.GraphML)` takes only a double for a weight. If all are whole
# it says nothing and returns a network without weights, each tie 1. If one is not, every whole
# weight becomes 0, and so does that of a tie without a weight. igraph's files, in which all numbers
# are double, are read right.
#
# Why it hurts a map of a sector: weights count people, which are whole. 40 referrals weigh as much as
# 3, or a single half in the column makes the links of all others disappear.
#
# Output seen:
#   weights 3 and 40: read without weights, each tie 1
#   weights 3.0 and 40.0: read 3.0 and 40.0
#   weights 3 and 40.5: read 0.0 and 40.5
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check \
    networkit==11.3 networkx==3.6.1 numpy==2.4.6 scipy==1.17.1

venv/bin/python - <<'PYTHON'
import sys

import networkit
import networkx


def read_back(there, back):
    graph = networkx.DiGraph()
    graph.add_edge("Anna", "Ben", weight=there)
    graph.add_edge("Ben", "Anna", weight=back)
    networkx.write_graphml(graph, "sector.graphml")
    return networkit.readGraph("sector.graphml", networkit.Format.GraphML)


seen = {}
for there, back in ((3, 40), (3.0, 40.0), (3, 40.5)):
    read = read_back(there, back)
    weights = (read.weight(0, 1), read.weight(1, 0))
    seen[there, back, type(there)] = (read.isWeighted(), *weights)
    told = f"read {weights[0]} and {weights[1]}"
    if not read.isWeighted():
        told = f"read without weights, each tie {weights[0]:.0f}"
    print(f"weights {there} and {back}: {told}")
as_stated = list(seen.values()) == [(False, 1, 1), (True, 3, 40), (True, 0, 40.5)]
sys.exit(0 if as_stated else "no longer as stated")
PYTHON
