"""Nodes and edges, as network programs have them, from and to our tables.

Nodes and edges are records: attribute to text. All formats of network programs go through here, so
that names, kinds and directions are read by one rule.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ecosystem.data import TABLES, clean_text, fold_heading
from ecosystem.formats.cells_out import list_filled_rows, list_tie_rows
from ecosystem.wording import count_of

from .records import make_record_sheet, make_tie_sheets, set_aside_misfits

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from ecosystem.formats.cells_out import Cell
    from ecosystem.formats.sheets.sheet import Sheet


# yEd draws the label of a node or edge, and keeps it with how it is drawn.
_NAMES = ("name", "label", "nodelabel", "node_label", "title", "nodegraphics")
_KINDS = (
    *("kind", "type", "relationship", "relation", "label", "edgelabel", "edge_label"),
    "edgegraphics",
)

_IN_WORDS = "_in_words"
"""What the name of a column of numbers ends in that holds its words, as "under 5", beside it."""

_NUMBERS = frozenset(
    column.name
    for table in ("organisations", "relationships", "referrals")
    for column in TABLES[table].columns
    if column.kind in {"number", "people"}
)
"""Columns that are numbers, whatever a cell of one says."""


def make_graph_sheets(
    file: str, nodes: list[dict[str, str]], edges: list[dict[str, str]]
) -> list[Sheet]:
    """Return nodes and edges as organisations, relationships and referrals.

    Nodes have an `id`, edges `source`, `target` and `directed`; all else are attributes.
    """
    nodes, edges = ([_drop_unknown(record) for record in records] for records in (nodes, edges))
    nodes = _take_names_as_ids(nodes, edges)
    # A node that is only named by an edge is an organisation of which nothing else is known.
    named = [_name_node(_take_words(node)) for node in _merge(nodes)]
    listed = {node["organisation_id"] for node in named}
    ends = {clean_text(edge[end]) for edge in edges for end in ("source", "target")} - {""}
    unlisted = sorted(ends - listed)
    organisations = make_record_sheet(
        "organisations",
        file,
        [
            *named,
            *(
                {"organisation_id": node_id, "name": node_id, "is_placeholder": "yes"}
                for node_id in unlisted
            ),
        ],
    )
    if unlisted:
        organisations.add(
            "note",
            f"{count_of(len(unlisted), 'node')} named only by an edge; added, marked "
            "is_placeholder.",
        )
    if len(nodes) > len(named):
        organisations.add(
            "warning",
            f"{count_of(len(nodes) - len(named), 'node')} with the id of another; the two were "
            "read as one, and where they differ the later counts.",
        )
    ties = [_name_edge(_take_words(edge)) for edge in edges]
    sheets = [organisations, *make_tie_sheets(file, ties, range(1, len(ties) + 1))]
    return [set_aside_misfits(made) for made in sheets]


def make_two_mode_sheets(
    file: str,
    bodies: list[dict[str, str]],
    groups: list[dict[str, str]],
    members: Sequence[Mapping[str, str]],
) -> list[Sheet]:
    """Return a network of two sorts as organisations, groups, and who sits in which.

    `bodies` are nodes; `groups` and `members` rows of groups and memberships.
    """
    organisations = make_graph_sheets(file, bodies, [])[0]
    organisations.add(
        "note",
        f"this is a network of two sorts: {count_of(len(bodies), 'node')} read as organisations, "
        f"{len(groups):,} as groups in which they sit, {count_of(len(members), 'tie')} as "
        "memberships.",
    )
    listed = make_record_sheet("groups", file, groups)
    sitting = make_record_sheet("memberships", file, members)
    return [organisations, set_aside_misfits(listed), set_aside_misfits(sitting)]


def without_weights_of_one(members: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    """Return members without a weight where all weigh 1, which says no more than that one sits."""
    weighs = any(member.get("weight", "1") not in {"1", "1.0"} for member in members)
    return [
        {name: cell for name, cell in member.items() if weighs or name != "weight"}
        for member in members
    ]


def _drop_unknown(record: Mapping[str, str]) -> dict[str, str]:
    """Return a record without the cells in which a program wrote that there is no number."""
    return {name: cell for name, cell in record.items() if cell.casefold() != "nan"}


def _take_names_as_ids(
    nodes: list[dict[str, str]], edges: list[dict[str, str]]
) -> list[dict[str, str]]:
    """Return nodes known by their `name`, where that is an id and `label` what they are called.

    So igraph has it, which numbers nodes anew in every file.
    """
    names = [node.get("name", "") for node in nodes]
    labels = [node.get("label", "") for node in nodes]
    are_ids = all(names) and all(labels) and len(set(names)) == len(names)
    if not are_ids or any(" " in name for name in names) or not any(" " in name for name in labels):
        return nodes
    name_of = {clean_text(node["id"]): name for node, name in zip(nodes, names, strict=True)}
    for edge in edges:
        for end in ("source", "target"):
            edge[end] = name_of.get(clean_text(edge[end]), edge[end])
    return [
        {name: cell for name, cell in node.items() if name != "name"} | {"id": called}
        for node, called in zip(nodes, names, strict=True)
    ]


def _take_words(record: Mapping[str, str]) -> dict[str, str]:
    """Return a record with the words of a number, as "under 5", in the column of that number."""
    taken = dict(record)
    for name in record:
        number = name.removesuffix(_IN_WORDS)
        if number != name and number in _NUMBERS:
            words = taken.pop(name)
            taken[number] = taken.get(number) or words
    return taken


def _merge(nodes: list[dict[str, str]]) -> list[dict[str, str]]:
    """Return each node once: of two with one id the later fills and overrides the earlier."""
    merged: dict[str, dict[str, str]] = {}
    for node in nodes:
        node_id = clean_text(node["id"])
        merged[node_id] = merged.get(node_id, {}) | node | {"id": node_id}
    return list(merged.values())


def _name_node(node: Mapping[str, str]) -> dict[str, str]:
    """Return a node as an organisation, with the first of its labels as name.

    A label that only says the name again is left out; all other attributes go along.
    """
    folded = {fold_heading(name): name for name in reversed(list(node))}
    named = next((folded[name] for name in _NAMES if node.get(folded.get(name, name))), "")
    rest = {
        name: cell
        for name, cell in node.items()
        if name not in ("id", named, "name", "organisation_id")
        and not (fold_heading(name) in _NAMES and cell == node.get(named))
    }
    return {"organisation_id": node["id"], "name": node.get(named, "") or node["id"], **rest}


def _name_edge(edge: Mapping[str, str]) -> dict[str, str]:
    """Return an edge as a tie; one that says no kind is of the kind "tied"."""
    folded = {fold_heading(name): name for name in reversed(list(edge))}
    kinds = [folded[name] for name in _KINDS if edge.get(folded.get(name, name))]
    kind = kinds[0] if kinds else ""
    ours = {"from_id", "to_id", "direction", "source", "target", "directed", kind}
    # Programs draw a label and a weight of their own beside what these repeat.
    ours |= {"label"} & {name for name in edge if edge[name] == edge.get(kind)}
    ours |= {"weight"} & {
        name for name in edge if edge[name] in {edge.get("sent"), edge.get("strength")}
    }
    goes_both_ways = edge.get("directed", "yes") != "yes" or edge.get("direction") == "both ways"
    return {
        "from_id": clean_text(edge["source"]),
        "to_id": clean_text(edge["target"]),
        "kind": edge.get(kind, "") or "tied",
        "direction": "both ways" if goes_both_ways else "one way",
        **{name: cell for name, cell in edge.items() if name not in ours},
    }


def list_parts(
    cells: dict[str, pd.DataFrame],
) -> tuple[list[dict[str, Cell]], list[dict[str, Cell]]]:
    """Return organisations as nodes and ties as edges, each row of a table as one.

    All edges are directed, as networkx reads no file of both sorts; `direction` tells the others.
    A number of people that is given in words stands in an attribute of its own, because one
    "under 5" would make texts of a whole column of numbers.
    """
    nodes = [
        {"id": row.pop("organisation_id"), "label": row["name"], **row}
        for row in list_filled_rows(cells["organisations"])
    ]
    edges = [
        {
            "source": row.pop("from_id"),
            "target": row.pop("to_id"),
            **row,
        }
        for row in list_tie_rows(cells)
    ]
    return [_part_words(node) for node in nodes], [_part_words(edge) for edge in edges]


def _part_words(record: Mapping[str, Cell]) -> dict[str, Cell]:
    return {
        f"{name}{_IN_WORDS}" if name in _NUMBERS and isinstance(cell, str) else name: cell
        for name, cell in record.items()
    }


def label_apart(nodes: Sequence[Mapping[str, Cell]]) -> list[str]:
    """Return the name of each node, with its id behind it where another has that name.

    Programs that know nodes by their label would make one node of the two.
    """
    times = Counter(str(node["name"]) for node in nodes)
    return [
        str(node["name"]) if times[str(node["name"])] == 1 else f"{node['name']} ({node['id']})"
        for node in nodes
    ]


def list_types(records: list[dict[str, Cell]]) -> dict[str, str]:
    """Return the attributes of nodes or edges, each with its type."""
    kinds: dict[str, str] = {}
    for record in records:
        for name, cell in record.items():
            if name in {"id", "source", "target"}:
                continue
            kind = "double" if isinstance(cell, (int, float)) else "string"
            kinds[name] = kind if kinds.get(name, kind) == kind else "string"
    return kinds
