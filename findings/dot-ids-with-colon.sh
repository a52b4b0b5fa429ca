#!/usr/bin/env bash
# Ids such as chc:1001 written to DOT by NetworkX all become one node called chc.
#
# Versions: networkx 3.6.1, pydot 4.0.1, Python 3.11
#
# What happens: in DOT an unquoted colon parts a node from its port.
# `networkx.nx_pydot.write_dot` writes ids that hold a colon unquoted, and for the nodes
# themselves only what stands before the colon. In the file every such node is the same node,
# `chc`, and a node without ties keeps no trace of its own id. Reading the file back gives that
# extra node and lacks the one without ties.
#
# Why it hurts a map of a sector: ids with the name of the register before a colon are usual for
# charities and companies. A drawing of the file shows the whole sector as one organisation that
# refers to itself.
#
# Output seen:
#   strict digraph {
#   chc;
#   chc;
#   chc;
#   chc:1001 -> chc:1002;
#   }
#   written: ['chc:1001', 'chc:1002', 'chc:1003']
#   read back: ['chc', 'chc:1001', 'chc:1002']
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

graph = networkx.DiGraph()
graph.add_edge("chc:1001", "chc:1002")
graph.add_node("chc:1003")
networkx.nx_pydot.write_dot(graph, "sector.dot")
text = pathlib.Path("sector.dot").read_text()
print(text.strip())
back = networkx.nx_pydot.read_dot("sector.dot")
print("written:", sorted(graph.nodes()))
print("read back:", sorted(back.nodes()))
as_stated = (
    '"' not in text and "chc" in back and "chc:1003" not in back and "1003" not in text
)
sys.exit(0 if as_stated else "no longer as stated")
PYTHON
