#!/usr/bin/env bash
# pyvis draws a directed NetworkX graph without directions, and only one of two ties.
#
# Versions: pyvis 0.3.2, networkx 3.6.1, Python 3.11
#
# What happens: `Network.from_nx` does not ask whether the graph is directed; the drawing is
# undirected unless the network was made so. An undirected drawing then keeps the first tie
# between two nodes and drops all others in silence, with their weights: A to B 3 and B to A 40
# is drawn as one line of width 3. Parallel ties of a MultiGraph go the same way. With
# `directed=True` all are kept.
#
# Why it hurts a map of a sector: the larger flow is lost when the smaller one stands first in
# the file. Who sends and who takes in cannot be seen, and the widths of the lines add up to
# less than the referrals.
#
# Output seen:
#   ties in the graph: [('Anna House', 'Law Centre', 3), ('Law Centre', 'Anna House', 40)]
#   ties drawn: [{'width': 3, 'from': 'Anna House', 'to': 'Law Centre'}]
#   of two parallel ties, 1 and 7, drawn: [{'width': 1, 'from': 'Anna House', 'to': 'Law Centre'}]
#   drawn with directed=True: 2
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps \
    asttokens==3.0.2 executing==2.3.0 ipython==9.18.1 ipython_pygments_lexers==1.1.1 \
    jedi==0.20.1 Jinja2==3.1.6 jsonpickle==4.1.4 MarkupSafe==3.0.4 matplotlib-inline==0.2.2 \
    networkx==3.6.1 parso==0.8.7 pexpect==4.9.0 prompt_toolkit==3.0.53 psutil==7.2.2 \
    ptyprocess==0.7.0 pure_eval==0.2.4 Pygments==2.21.0 pyvis==0.3.2 stack-data==0.6.3 \
    traitlets==5.16.1 typing_extensions==4.16.0 wcwidth==0.9.4

venv/bin/python - <<'PYTHON'
import sys

import networkx
from pyvis.network import Network

graph = networkx.DiGraph()
graph.add_edge("Anna House", "Law Centre", weight=3)
graph.add_edge("Law Centre", "Anna House", weight=40)
print("ties in the graph:", list(graph.edges(data="weight")))
drawn = Network()
drawn.from_nx(graph)
print("ties drawn:", drawn.edges)
parallel = networkx.MultiGraph()
parallel.add_edge("Anna House", "Law Centre", weight=1)
parallel.add_edge("Anna House", "Law Centre", weight=7)
several = Network()
several.from_nx(parallel)
print("of two parallel ties, 1 and 7, drawn:", several.edges)
arrows = Network(directed=True)
arrows.from_nx(graph)
print("drawn with directed=True:", len(arrows.edges))
as_stated = (
    [edge["width"] for edge in drawn.edges] == [3]
    and "arrows" not in drawn.edges[0]
    and [edge["width"] for edge in several.edges] == [1]
    and len(arrows.edges) == 2
)
sys.exit(0 if as_stated else "no longer as stated")
PYTHON
