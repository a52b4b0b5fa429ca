#!/usr/bin/env bash
# HyperNetX makes one node of a group and the organisation it is named after.
#
# Versions: hypernetx 2.4.3, networkx 3.6.1, Python 3.11
#
# What happens: in a `hypernetx.Hypergraph` of who sits in which group, groups and organisations are
# apart: a group "Anna House" and an organisation "Anna House" are an edge and a node, and are
# counted as two. `Hypergraph.bipartite()` hands them to NetworkX under their names alone, so they
# become one node, which is on one side only, and whoever sits in the group is tied to the
# organisation, member or not. Nothing is raised or warned.
#
# Why it hurts a map of a sector: networks are named after who hosts them. The host takes over all
# ties of its group, joins those who never sat with it, and is the best tied of all.
#
# Output seen:
#   the hypergraph: 3 organisations, 2 groups, 3 memberships
#   as a two-mode network: 4 nodes, of which groups: Ben Forum
#   Cal, who sits in the group alone, is tied to the organisation Anna House
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check \
    hypernetx==2.4.3 networkx==3.6.1 numpy==2.4.6 pandas==2.3.3

venv/bin/python - <<'PYTHON'
import sys

import hypernetx

groups = {
    "Anna House": ["Cal"],
    "Ben Forum": ["Anna House", "Dee"],
}
h = hypernetx.Hypergraph(groups)
memberships = sum(len(members) for members in groups.values())
print(f"the hypergraph: {len(h.nodes)} organisations, {len(h.edges)} groups,", end=" ")
print(f"{memberships} memberships")
graph = h.bipartite()
listed = [name for name, side in graph.nodes(data="bipartite") if side == 0]
print(f"as a two-mode network: {len(graph)} nodes, of which groups: {', '.join(listed)}")
is_tied = graph.has_edge("Cal", "Anna House") and graph.nodes["Anna House"]["bipartite"] == 1
if is_tied:
    print("Cal, who sits in the group alone, is tied to the organisation Anna House")
as_stated = len(h.nodes) == 3 and len(graph) == 4 and listed == ["Ben Forum"] and is_tied
sys.exit(0 if as_stated else "no longer as stated")
PYTHON
