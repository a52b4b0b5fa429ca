#!/usr/bin/env bash
# NetworkX reads two Pajek vertices with the same label as one organisation.
#
# Versions: networkx 3.6.1, Python 3.11
#
# What happens: a Pajek file numbers its vertices and ties name the numbers, so two vertices may
# carry the same label. `networkx.parse_pajek` makes the label the node: the second vertex is
# merged into the first, takes over its number and both sets of ties, and nothing is raised or
# warned. (`read_gml` and `read_gexf(relabel=True)` of the same library refuse equal labels.)
#
# Why it hurts a map of a sector: branches and namesakes ("Welcome Project" in two towns) are
# common. One organisation is lost, the other gets ties it never had, and looks like a bridge
# between places that no one joins.
#
# Output seen:
#   vertices in the file: 4, nodes read: 3
#   ties: [('Welcome Project', 'Leeds Kitchen'), ('Welcome Project', 'Hull Kitchen')]
#   separate parts in the file: 2, parts read: 1
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

text = """*Vertices 4
1 "Welcome Project"
2 "Leeds Kitchen"
3 "Welcome Project"
4 "Hull Kitchen"
*Arcs
1 2 1
3 4 1
"""
graph = networkx.parse_pajek(text)
print("vertices in the file: 4, nodes read:", graph.number_of_nodes())
print("ties:", list(graph.edges()))
parts = networkx.number_weakly_connected_components(graph)
print("separate parts in the file: 2, parts read:", parts)
as_stated = graph.number_of_nodes() == 3 and parts == 1
sys.exit(0 if as_stated else "no longer as stated")
PYTHON
