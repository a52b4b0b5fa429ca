#!/usr/bin/env bash
# Drawing a NetworkX graph with pyvis takes the weights out of that graph.
#
# Versions: pyvis 0.3.2, networkx 3.6.1, numpy 2.4.6, scipy 1.17.1, Python 3.11
#
# What happens: `Network.from_nx(graph)` changes the graph it is given: the attribute `weight`
# of every tie becomes `width`, and each node gets a `size`. NetworkX takes a missing weight for
# 1 and raises nothing, so every weighted measure taken after the picture is the unweighted one.
# A second picture of the same graph still looks right, so nothing shows the loss. (The
# docstring says the translation is done in place; that names the drawing, not the graph that is
# drawn.)
#
# Why it hurts a map of a sector: a report that first draws and then counts has other flows and
# other ranks than one that first counts. 53 referrals become 3, and the organisation with the
# most of them is no longer first.
#
# Output seen:
#   before the drawing: referrals 53.0 most to Law Centre
#   after the drawing:  referrals 3.0 most to Food Bank
#   a tie now: {'width': 50}
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps \
    asttokens==3.0.2 executing==2.3.0 ipython==9.18.1 ipython_pygments_lexers==1.1.1 \
    jedi==0.20.1 Jinja2==3.1.6 jsonpickle==4.1.4 MarkupSafe==3.0.4 matplotlib-inline==0.2.2 \
    networkx==3.6.1 numpy==2.4.6 parso==0.8.7 pexpect==4.9.0 prompt_toolkit==3.0.53 \
    psutil==7.2.2 ptyprocess==0.7.0 pure_eval==0.2.4 Pygments==2.21.0 pyvis==0.3.2 \
    scipy==1.17.1 stack-data==0.6.3 traitlets==5.16.1 typing_extensions==4.16.0 wcwidth==0.9.4

venv/bin/python - <<'PYTHON'
import sys

import networkx
from pyvis.network import Network

graph = networkx.DiGraph()
graph.add_edge("Anna House", "Law Centre", weight=50)
graph.add_edge("Ben House", "Food Bank", weight=1)
graph.add_edge("Cal House", "Food Bank", weight=2)


def first(graph):
    received = dict(graph.in_degree(weight="weight"))
    return max(received, key=received.get)


before = graph.size(weight="weight"), first(graph)
Network(directed=True).from_nx(graph)
after = graph.size(weight="weight"), first(graph)
print("before the drawing: referrals", before[0], "most to", before[1])
print("after the drawing:  referrals", after[0], "most to", after[1])
print("a tie now:", graph.edges["Anna House", "Law Centre"])
as_stated = before == (53, "Law Centre") and after == (3, "Food Bank")
sys.exit(0 if as_stated else "no longer as stated")
PYTHON
