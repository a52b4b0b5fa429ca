#!/usr/bin/env bash
# NetworkX and igraph make a tie of each empty cell of a matrix.
#
# Versions: networkx 3.6.1, igraph 1.0.0, pandas 3.1.1, numpy 2.4.6, scipy 1.17.1, Python 3.11
#
# What happens: a matrix of who works with whom has numbers where there is a tie and nothing
# elsewhere, as people fill it in. pandas reads an empty cell as nan, and nan is not 0, which is
# all that `networkx.from_pandas_adjacency` and `igraph.Graph.Weighted_Adjacency` ask. So all
# pairs are tied, each organisation to itself, too, by ties of the weight nan. Nothing is warned.
#
# Why it hurts a map of a sector: two separate pairs become one complete network, in which nobody
# is missing from anybody and every organisation is at the centre.
#
# Output seen:
#   filled pairs: 2
#   networkx: 10 ties, 1 part
#   igraph: 10 ties, 1 part
#   networkx, gaps as 0: 2 ties, 2 parts
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps \
    igraph==1.0.0 networkx==3.6.1 numpy==2.4.6 pandas==3.1.1 python-dateutil==4.0.0 \
    scipy==1.17.1 texttable==1.7.2

venv/bin/python - <<'PYTHON'
import io
import sys

import igraph
import networkx
import pandas

matrix = pandas.read_csv(
    io.StringIO(",Anna,Ben,Cal,Dee\nAnna,,5,,\nBen,5,,,\nCal,,,,2\nDee,,,2,\n"), index_col=0
)
print("filled pairs:", int(matrix.notna().sum().sum() / 2))


def describe(label, ties, parts):
    print(f"{label}: {ties} ties, {parts} part{'' if parts == 1 else 's'}")
    return ties, parts


def read_with_networkx(matrix):
    graph = networkx.from_pandas_adjacency(matrix)
    return graph.number_of_edges(), networkx.number_connected_components(graph)


theirs = describe("networkx", *read_with_networkx(matrix))
graph = igraph.Graph.Weighted_Adjacency(matrix, mode="undirected")
other = describe("igraph", graph.ecount(), len(graph.connected_components()))
filled = describe("networkx, gaps as 0", *read_with_networkx(matrix.fillna(0)))
as_stated = theirs == other == (10, 1) and filled == (2, 2)
sys.exit(0 if as_stated else "no longer as stated")
PYTHON
