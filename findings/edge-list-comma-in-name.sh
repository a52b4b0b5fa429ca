#!/usr/bin/env bash
# scikit-network: one comma in a name turns a list of ties into another network.
#
# Versions: scikit-network 0.33.5, numpy 2.4.6, scipy 1.17.1, Python 3.11
#
# What happens: `sknetwork.data.from_csv` guesses from the first rows whether a file lists ties
# or neighbours. It counts commas, those inside quotes too: with "Ben House, Hull" in the first
# rows it settles on lists of neighbours, where a row has no name but its number. The row
# numbers become organisations, the weights 2 and 3 as well, and no true tie is left. Nothing is
# raised.
#
# Why it hurts a map of a sector: a town after a comma is the usual way to tell two branches
# apart. One such name, and the map shows organisations called 0, 1, 2 and 3, well linked.
#
# Output seen:
#   without comma
#     organisations: ['Anna House', 'Ben House', 'Cal House']
#     ties: [('Anna House', 'Ben House'), ('Ben House', 'Cal House')]
#   with comma
#     organisations: ['0', '1', '2', '3', 'Anna House', 'Ben House, Hull', 'Cal House']
#     ties: [('0', '3'), ('0', 'Anna House'), ('0', 'Ben House, Hull'), ('1', '2'), ('1', 'Ben House, Hull'), ('1', 'Cal House')]
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps \
    numpy==2.4.6 scikit-network==0.33.5 scipy==1.17.1

venv/bin/python - <<'PYTHON'
import pathlib
import sys

from sknetwork.data import from_csv


def read(text):
    pathlib.Path("ties.csv").write_text(text)
    graph = from_csv("ties.csv")
    names = [str(name) for name in graph.names]
    rows, columns = graph.adjacency.nonzero()
    ties = sorted((names[row], names[column]) for row, column in zip(rows, columns) if row < column)
    return names, ties


plain = read("Anna House,Ben House,3\nBen House,Cal House,2\n")
quoted = read('Anna House,"Ben House, Hull",3\n"Ben House, Hull",Cal House,2\n')
for label, (names, ties) in {"without comma": plain, "with comma": quoted}.items():
    print(label)
    print("  organisations:", names)
    print("  ties:", ties)
as_stated = (
    len(plain[0]) == 3
    and len(plain[1]) == 2
    and {"0", "1", "2", "3"} <= set(quoted[0])
    and ("Anna House", "Ben House, Hull") not in quoted[1]
)
sys.exit(0 if as_stated else "no longer as stated")
PYTHON
