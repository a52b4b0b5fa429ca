#!/usr/bin/env bash
# igraph writes no column of text to GraphML in which one cell is empty, and does not say so.
#
# Versions: igraph 1.0.0, pandas 3.1.1, numpy 2.4.6, Python 3.11
#
# What happens: `igraph.Graph.DataFrame` takes two frames of pandas, `write_graphml` writes them.
# pandas keeps an empty cell of a text column as nan, a number, so igraph holds the column to be
# neither text nor numbers, and leaves it out of the file whole: for every vertex, not for the one
# with the gap. Nothing is warned (`write_gml` warns). Columns of numbers with a gap are written.
#
# Why it hurts a map of a sector: one organisation whose town or name is not known takes the towns
# or names of all others with it, and the next reader sees ids only.
#
# Output seen:
#   in memory: ['name', 'label', 'town', 'places'] ['need', 'sent']
#   read back: ['name', 'places', 'id'] ['sent']
#   warnings: 0
#   without the gap: ['name', 'label', 'town', 'places', 'id'] ['need', 'sent']
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps \
    igraph==1.0.0 numpy==2.4.6 pandas==3.1.1 python-dateutil==4.0.0 \
    texttable==1.7.2

venv/bin/python - <<'PYTHON'
import sys
import warnings

import igraph
import pandas

organisations = pandas.DataFrame(
    {
        "id": ["o1", "o2", "o3"],
        "label": ["Anna's Kitchen", "Ben Advice", None],
        "town": ["Leeds", None, "York"],
        "places": [4, None, 9],
    }
)
ties = pandas.DataFrame(
    {"from": ["o1", "o2"], "to": ["o2", "o3"], "need": ["food", None], "sent": [7, None]}
)


def write_and_read(organisations, ties):
    graph = igraph.Graph.DataFrame(ties, vertices=organisations, use_vids=False)
    graph.write_graphml("sector.graphml")
    return graph, igraph.Graph.Read_GraphML("sector.graphml")


def list_columns(graph):
    return graph.vs.attributes(), graph.es.attributes()


with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    graph, again = write_and_read(organisations, ties)
print("in memory:", *list_columns(graph))
print("read back:", *list_columns(again))
print("warnings:", len(caught))
_, whole = write_and_read(organisations.fillna({"label": "", "town": ""}), ties.fillna({"need": ""}))
print("without the gap:", *list_columns(whole))
as_stated = (
    list_columns(again) == (["name", "places", "id"], ["sent"])
    and not caught
    and "label" in whole.vs.attributes()
)
sys.exit(0 if as_stated else "no longer as stated")
PYTHON
