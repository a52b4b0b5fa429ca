#!/usr/bin/env bash
# NetworkX reads the third vertex of a Pajek *Arcslist row as a weight, and drops the rest.
#
# Versions: networkx 3.6.1, igraph 1.0.0 (for comparison), Python 3.11
#
# What happens: under `*Arcslist` and `*Edgeslist` a row is a vertex and all its neighbours, "1
# 2 3 4" being three ties. `networkx.parse_pajek` takes any heading that begins with `*arcs` or
# `*edges` for the pairwise section, so the row becomes one tie 1-2 of weight 3; the ties to 3
# and 4 are gone. igraph reads the same file right.
#
# Why it hurts a map of a sector: two of three referrals are lost, and the number of an
# organisation becomes the strength of a tie: the higher it stands in the list, the stronger its
# neighbour's tie looks.
#
# Output seen:
#   networkx: [('Anna House', 'Law Centre', 3.0)]
#   igraph:   [('Anna House', 'Law Centre'), ('Anna House', 'Food Bank'), ('Anna House', 'Night Shelter')]
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

text = """*Vertices 4
1 "Anna House"
2 "Law Centre"
3 "Food Bank"
4 "Night Shelter"
*Arcslist
1 2 3 4
"""
graph = networkx.parse_pajek(text)
read = list(graph.edges(data="weight"))
print("networkx:", read)
pathlib.Path("sector.net").write_text(text)
other = igraph.Graph.Read_Pajek("sector.net")
names = other.vs["name"]
print("igraph:  ", [(names[source], names[target]) for source, target in other.get_edgelist()])
as_stated = read == [("Anna House", "Law Centre", 3.0)] and other.ecount() == 3
sys.exit(0 if as_stated else "no longer as stated")
PYTHON
