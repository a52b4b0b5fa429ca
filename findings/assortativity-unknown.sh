#!/usr/bin/env bash
# NetworkX counts two organisations of unknown kind as two of the same kind.
#
# Versions: networkx 3.6.1, numpy 2.4.6, scipy 1.17.1, Python 3.11
#
# What happens: `networkx.attribute_assortativity_coefficient` asks whether ties join like to
# like. A node without the attribute is put into a category of its own, `None`, so a tie between
# two unknowns counts as a tie between equals. (`numeric_assortativity_coefficient` raises for a
# missing value.) Nothing is warned.
#
# Why it hurts a map of a sector: sectors are unknown for whole groups at once, those a survey
# did not reach, who are tied to one another. Here no two known neighbours are alike (-1), and
# the answer turns to "like joins like" because we know less.
#
# Output seen:
#   four organisations, all known: -1.0
#   and four of unknown kind: 0.33
#   pairs counted: {'law': {'food': 2}, 'food': {'law': 2}, None: {None: 8}}
#   numeric_assortativity_coefficient: KeyError 'kind'
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps \
    networkx==3.6.1 numpy==2.4.6 scipy==1.17.1

venv/bin/python - <<'PYTHON'
import sys

import networkx

graph = networkx.Graph()
graph.add_edges_from([("a", "b"), ("c", "d")])
networkx.set_node_attributes(graph, {"a": "law", "b": "food", "c": "food", "d": "law"}, "kind")
known = networkx.attribute_assortativity_coefficient(graph, "kind")
print("four organisations, all known:", round(known, 2))
graph.add_edges_from([("p", "q"), ("q", "r"), ("r", "s"), ("s", "p")])
added = networkx.attribute_assortativity_coefficient(graph, "kind")
print("and four of unknown kind:", round(added, 2))
print("pairs counted:", networkx.attribute_mixing_dict(graph, "kind"))
try:
    networkx.numeric_assortativity_coefficient(graph, "kind")
    raised = False
except KeyError as error:
    raised = True
    print("numeric_assortativity_coefficient: KeyError", error)
as_stated = known == -1 and added > 0.2 and raised
sys.exit(0 if as_stated else "no longer as stated")
PYTHON
