#!/usr/bin/env bash
# NetworkX reads the second section of ties in a Pajek file as more rows of the first.
#
# Versions: networkx 3.6.1, Python 3.11
#
# What happens: a Pajek file may hold mutual ties (`*Edges`) and one-way ties (`*Arcs`), and
# several relations (`*Arcs :1 "refers"`, `*Arcs :2 "funds"`). `networkx.parse_pajek` reads on
# to the end of the file once it met the first section. With `*Edges` first, the arcs after it
# lose their direction; a heading with a number becomes a tie between two new nodes, `*Arcs` and
# `:2`, and the second relation is mixed into the first. Nothing is raised.
#
# Why it hurts a map of a sector: who refers to whom is lost, money counts as referrals, and the
# map shows two organisations that do not exist, tied to one another.
#
# Output seen:
#   one mutual tie, one arc from Food Bank: directed = False
#     does Anna House send to Food Bank? True
#   two relations, three organisations: ['Anna House', 'Law Centre', 'Food Bank', '*Arcs', ':2']
#     ties: [('Anna House', 'Law Centre'), ('Law Centre', 'Food Bank'), ('*Arcs', ':2')]
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps \
    networkx==3.6.1

venv/bin/python - <<'PYTHON'
import sys

import networkx

vertices = '*Vertices 3\n1 "Anna House"\n2 "Law Centre"\n3 "Food Bank"\n'

mixed = networkx.parse_pajek(vertices + "*Edges\n1 2 1\n*Arcs\n3 1 1\n")
print("one mutual tie, one arc from Food Bank: directed =", mixed.is_directed())
print("  does Anna House send to Food Bank?", mixed.has_edge("Anna House", "Food Bank"))

relations = networkx.parse_pajek(
    vertices + '*Arcs :1 "refers"\n1 2 1\n*Arcs :2 "funds"\n2 3 1\n'
)
print("two relations, three organisations:", list(relations.nodes()))
print("  ties:", list(relations.edges()))
as_stated = (
    not mixed.is_directed()
    and mixed.has_edge("Anna House", "Food Bank")
    and relations.has_edge("*Arcs", ":2")
    and relations.number_of_nodes() == 5
)
sys.exit(0 if as_stated else "no longer as stated")
PYTHON
