#!/usr/bin/env bash
# NetworkX's quotient graph of a directed network gives both directions the sum of both.
#
# Versions: networkx 3.6.1, Python 3.11
#
# What happens: `networkx.quotient_graph` joins nodes into blocks, by default with the weights
# of the ties between two blocks summed. For a directed graph the sum runs over the ties of
# either direction: 30 referrals from Hull to Leeds and 2 back come out as 32 and 32. The result
# is a DiGraph, so the directions look kept, and the total has doubled.
#
# Why it hurts a map of a sector: it is the short way from organisations to a map of areas or
# sectors. A place that only sends people away looks like one that takes in as many, and every
# flow is counted twice.
#
# Output seen:
#   Hull to Leeds: true 30, given 32
#   Leeds to Hull: true 2, given 32
#   all referrals: true 32.0 given 64
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
graph.add_edge("hull advice", "leeds law", weight=20)
graph.add_edge("hull church", "leeds law", weight=10)
graph.add_edge("leeds food", "hull advice", weight=2)
hull = frozenset({"hull advice", "hull church"})
leeds = frozenset({"leeds law", "leeds food"})
quotient = networkx.quotient_graph(graph, [hull, leeds])
there = quotient.edges[hull, leeds]["weight"]
back = quotient.edges[leeds, hull]["weight"]
print("Hull to Leeds: true 30, given", there)
print("Leeds to Hull: true 2, given", back)
print("all referrals: true", graph.size(weight="weight"), "given", there + back)
as_stated = quotient.is_directed() and there == 32 and back == 32
sys.exit(0 if as_stated else "no longer as stated")
PYTHON
