#!/usr/bin/env bash
# scikit-network reads a "no" of a GraphML file as yes, and what is not known as no.
#
# Versions: scikit-network 0.33.5, networkx 3.6.1 (writes the file), Python 3.11
#
# What happens: `sknetwork.data.from_graphml` makes an array of each attribute. Of a boolean it asks
# whether there is text, not what it says, so the text "false" is True. A node for which the file says
# nothing gets False, and 0 for a number. Nothing is raised or warned, and the network is right.
#
# Why it hurts a map of a sector: services that take nobody new are open, and those that nobody asked
# are closed: turned round where it is known, made up where it is not. A service whose places are not
# known has none.
#
# Output seen:
#   written: Anna takes new people: no, 3 places; Ben: yes, 5 places; Cal: not known
#   read: Anna True, 3 places; Ben True, 5 places; Cal False, 0 places
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps \
    networkx==3.6.1 numpy==2.4.6 scikit-network==0.33.5 scipy==1.17.1

venv/bin/python - <<'PYTHON'
import sys

import networkx
from sknetwork.data import from_graphml

graph = networkx.Graph()
graph.add_node("Anna", takes_new=False, places=3)
graph.add_node("Ben", takes_new=True, places=5)
graph.add_node("Cal")
graph.add_edge("Anna", "Ben")
graph.add_edge("Ben", "Cal")
networkx.write_graphml(graph, "sector.graphml")
print("written: Anna takes new people: no, 3 places; Ben: yes, 5 places; Cal: not known")

read = from_graphml("sector.graphml")
takes = [bool(value) for value in read.node_attribute["takes_new"]]
places = [int(value) for value in read.node_attribute["places"]]
told = [f"{n} {t}, {p} places" for n, t, p in zip(read.names, takes, places, strict=True)]
print("read:", "; ".join(told))
as_stated = (
    list(read.names) == ["Anna", "Ben", "Cal"]
    and takes == [True, True, False]
    and places == [3, 5, 0]
)
sys.exit(0 if as_stated else "no longer as stated")
PYTHON
