#!/usr/bin/env bash
# A text that is missing in pandas comes out of NetworkX's GEXF as the text "NaN".
#
# Versions: networkx 3.6.1, pandas 3.1.1, numpy 2.4.6, Python 3.11
#
# What happens: pandas keeps an empty cell of a text column as nan, which NetworkX takes for the
# value of an attribute. `write_gexf` then declares the attribute as text and writes the letters
# NaN for the gap; `read_gexf` gives them back as text, so `pandas.isna` says it is there. Through
# GraphML the gap comes back as nan, as one would think.
#
# Why it hurts a map of a sector: ties of which the need is not known become ties of the need
# "NaN", one of the largest groups in a colour and in a table of its own, and nothing that looks
# for gaps finds them.
#
# Output seen:
#   pandas: need unknown 2 of 3
#   GraphML: need unknown 2 of 3
#   GEXF: need unknown 0 of 3
#   GEXF, ties by need: {'NaN': 2, 'food': 1}
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps \
    networkx==3.6.1 numpy==2.4.6 pandas==3.1.1 python-dateutil==4.0.0

venv/bin/python - <<'PYTHON'
import sys

import networkx
import pandas

ties = pandas.DataFrame(
    {"from": ["Anna", "Ben", "Cal"], "to": ["Ben", "Cal", "Dee"], "need": ["food", None, None]}
)


def count_unknown(frame, label):
    unknown = int(frame["need"].isna().sum())
    print(f"{label}: need unknown {unknown} of {len(frame)}")
    return unknown


graph = networkx.from_pandas_edgelist(ties, "from", "to", "need")
networkx.write_graphml(graph, "sector.graphml")
networkx.write_gexf(graph, "sector.gexf")
before = count_unknown(ties, "pandas")
graphml = networkx.to_pandas_edgelist(networkx.read_graphml("sector.graphml"))
gexf = networkx.to_pandas_edgelist(networkx.read_gexf("sector.gexf"))
kept = count_unknown(graphml, "GraphML")
left = count_unknown(gexf, "GEXF")
print("GEXF, ties by need:", gexf["need"].value_counts().to_dict())
as_stated = (before, kept, left) == (2, 2, 0) and (gexf["need"] == "NaN").sum() == 2
sys.exit(0 if as_stated else "no longer as stated")
PYTHON
