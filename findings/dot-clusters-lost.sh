#!/usr/bin/env bash
# NetworkX loses organisations and ties that stand in a cluster of a DOT file.
#
# Versions: networkx 3.6.1, pydot 4.0.1, Python 3.11
#
# What happens: in a DOT file a `subgraph cluster_...` draws a frame round some nodes, which
# belong to the whole graph like all others. `networkx.nx_pydot.read_dot` reads only what stands
# outside: nodes that have no tie across a frame are gone, ties within a frame too. Nothing is
# raised or warned.
#
# Why it hurts a map of a sector: clusters are how a sector is drawn by town or by kind. Exactly
# the local networks vanish, and what is left shows a sector of nothing but ties between towns.
#
# Output seen:
#   organisations in the file: 5, read: ['Anna House', 'Law Centre']
#   ties in the file: 3, read: [('Anna House', 'Law Centre')]
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps \
    networkx==3.6.1 pydot==4.0.1 pyparsing==3.3.3

venv/bin/python - <<'PYTHON'
import pathlib
import sys

import networkx

pathlib.Path("sector.dot").write_text("""digraph sector {
  subgraph cluster_hull {
    label="Hull";
    "Anna House" -> "Food Bank";
    "Night Shelter";
  }
  subgraph cluster_leeds {
    label="Leeds";
    "Law Centre" -> "Ben House";
  }
  "Anna House" -> "Law Centre";
}
""")
graph = networkx.nx_pydot.read_dot("sector.dot")
print("organisations in the file: 5, read:", sorted(graph.nodes()))
print("ties in the file: 3, read:", list(graph.edges()))
as_stated = sorted(graph.nodes()) == ["Anna House", "Law Centre"] and graph.size() == 1
sys.exit(0 if as_stated else "no longer as stated")
PYTHON
