"""Graphs of networkx and igraph: nodes as organisations, edges as ties, with all attributes.

A graph of two sorts of nodes, as networkx marks it with `bipartite` and igraph with `type`, is who
sits where: the first sort are organisations, the second groups, and an edge is a membership.

Neither library is loaded to read: whoever has a graph has loaded it, and what it is shows from
where its class comes from.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from ecosystem.data import as_text, clean_text
from ecosystem.errors import DataError, Problem, make_problems
from ecosystem.wording import count_of

from .graph_records import make_graph_sheets, make_two_mode_sheets
from .records import as_cell

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ecosystem.formats.sheets.sheet import Sheet


_RESERVED = frozenset(["id", "source", "target", "directed", "from_id", "to_id", "direction"])
"""Attributes that would say again, or otherwise, what the graph says itself."""

Record = dict[str, str]


class _Graph(NamedTuple):
    """A graph of either library: nodes, edges with their ends, and whether these have an order."""

    nodes: list[Record]
    edges: list[Record]
    is_directed: bool


def is_graph(source: object) -> bool:
    """Tell whether something is a graph of networkx or igraph."""
    return _name_library(source) != ""


def _name_library(source: object) -> str:
    """Return the library that a graph is of, or an empty text; subclasses are of it, too."""
    for kind in type(source).__mro__:
        library = kind.__module__.partition(".")[0]
        if (library, kind.__name__) in {("networkx", "Graph"), ("igraph", "Graph")}:
            return library
    return ""


def read_graph(source: Any, file: str = "") -> list[Sheet]:  # noqa: ANN401 - of either library
    """Return a graph as organisations and ties, or as organisations, groups and memberships.

    Raises
    ------
    DataError
        If two nodes have one id as text, as 7 and "7" have.
    """
    is_networkx = _name_library(source) == "networkx"
    graph = _take_networkx(source) if is_networkx else _take_igraph(source)
    _refuse_twins(graph, file)
    sides = _find_sides(graph, "bipartite" if is_networkx else "type")
    sheets = (
        _make_two_mode(graph, sides, file)
        if sides
        else make_graph_sheets(file, graph.nodes, graph.edges)
    )
    _say_gaps(sheets[0], _list_networkx_weights(source) if is_networkx else _list_weights(source))
    return sheets


def _list_networkx_weights(source: Any) -> list[object]:  # noqa: ANN401 - as in _take_networkx
    return [weight for _, _, weight in source.edges(data="weight")]


def _list_weights(source: Any) -> list[object]:  # noqa: ANN401 - as in _take_igraph
    return list(source.es["weight"]) if "weight" in source.es.attributes() else []


def _say_gaps(sheet: Sheet, weights: list[object]) -> None:
    """Say how many edges have a weight that is no number, which both libraries take for a tie."""
    gaps = sum(isinstance(weight, float) and math.isnan(weight) for weight in weights)
    if gaps:
        sheet.add(
            "warning",
            f"{count_of(gaps, 'edge has', 'edges have')} the weight nan, which is no number; read "
            "as ties whose weight is not known.",
            "If the graph was made of a matrix with empty cells, give the matrix itself with "
            "format='matrix': each empty cell has become a tie.",
        )


def _take_networkx(source: Any) -> _Graph:  # noqa: ANN401 - networkx is not loaded to read
    nodes = [_keep(held) | {"id": as_id(node)} for node, held in source.nodes(data=True)]
    if source.is_multigraph():
        # People write the kind of a tie as the key of the edge; a number only counts edges.
        told = [
            (tail, head, ({"kind": key} if isinstance(key, str) else {}) | dict(held))
            for tail, head, key, held in source.edges(keys=True, data=True)
        ]
    else:
        told = list(source.edges(data=True))
    is_directed = source.is_directed()
    edges = [_name_edge(as_id(tail), as_id(head), held, is_directed) for tail, head, held in told]
    return _Graph(nodes, edges, is_directed)


def _take_igraph(source: Any) -> _Graph:  # noqa: ANN401 - igraph has no types
    ids = [str(number) for number in range(source.vcount())]
    if "name" in source.vs.attributes() and len(set(source.vs["name"])) == len(ids):
        ids = [as_id(name) for name in source.vs["name"]]
    nodes = []
    for node_id, vertex in zip(ids, source.vs, strict=True):
        held = vertex.attributes()
        # What is shown goes before the name, which is the id.
        label = held.get("label")
        named = {} if label is None else {"name": label}
        nodes.append(_keep(held | named) | {"id": node_id})
    is_directed = source.is_directed()
    edges = [
        _name_edge(ids[edge.source], ids[edge.target], edge.attributes(), is_directed)
        for edge in source.es
    ]
    return _Graph(nodes, edges, is_directed)


def as_id(node: object) -> str:
    """Return a node as the id of an organisation; of a pair or the like what Python shows.

    Examples
    --------
    >>> as_id(7), as_id(7.0), as_id(" Ash "), as_id((0, 1))
    ('7', '7', 'Ash', '(0, 1)')
    """
    return str(node) if isinstance(node, (tuple, frozenset)) else clean_text(as_text(node))


def _keep(held: Mapping[Any, object]) -> Record:
    """Return attributes as cells, without those that hold nothing."""
    cells = {str(name): _as_cell(value) for name, value in held.items()}
    return {
        f"{name} (as given)" if name in _RESERVED else name: cell
        for name, cell in cells.items()
        if cell
    }


def _as_cell(value: Any) -> str:  # noqa: ANN401 - an attribute holds anything
    is_missing = pd.api.types.is_scalar(value) and pd.isna(value)
    return "" if is_missing else as_cell(value)


def _name_edge(tail: str, head: str, held: Mapping[Any, object], is_directed: bool) -> Record:  # noqa: FBT001
    """Return an edge with its ends; of one without direction they are in order."""
    ends = (tail, head) if is_directed else tuple(sorted((tail, head)))
    directed = "yes" if is_directed else "no"
    return {"source": ends[0], "target": ends[1], "directed": directed, **_keep(held)}


def _refuse_twins(graph: _Graph, file: str) -> None:
    """Refuse nodes that are two in the graph, and one in tables, whose ids are text."""
    seen: set[str] = set()
    for node in graph.nodes:
        if node["id"] in seen:
            problem = Problem(
                severity="error",
                table="organisations",
                file=file,
                value=node["id"],
                message=f"two nodes become the id '{node['id']}', because ids are text.",
                suggestion="Give each node its own name, as with networkx.relabel_nodes.",
            )
            raise DataError(make_problems([problem]))
        seen.add(node["id"])


def _find_sides(graph: _Graph, mark: str) -> dict[str, bool]:
    """Return whether each node is of the second sort; nothing where there are no two sorts.

    Every node has to say of which sort it is, and no edge may join two of one sort: an attribute
    called `type` may well mean something else.
    """
    sorts = {"0": False, "no": False, "1": True, "yes": True}
    sides = {node["id"]: sorts.get(node.get(mark, "")) for node in graph.nodes}
    told = {node_id: side for node_id, side in sides.items() if side is not None}
    is_whole = len(told) == len(graph.nodes) and len(set(told.values())) == len({False, True})
    crosses = all(sides[edge["source"]] != sides[edge["target"]] for edge in graph.edges)
    return told if is_whole and crosses else {}


def _make_two_mode(graph: _Graph, sides: Mapping[str, bool], file: str) -> list[Sheet]:
    """Return nodes of the first sort as organisations, others as groups, edges as memberships."""
    nodes: dict[bool, list[Record]] = {False: [], True: []}
    for node in graph.nodes:
        told = {name: cell for name, cell in node.items() if name not in {"bipartite", "type"}}
        nodes[sides[node["id"]]].append(told)
    groups = [
        {"group_id": node.pop("id"), **node, "name": node.get("name") or node.get("label", "")}
        for node in nodes[True]
    ]
    for group in groups:
        group["name"] = group["name"] or group["group_id"]
    ends = [sorted((edge["source"], edge["target"]), key=sides.__getitem__) for edge in graph.edges]
    members = [
        {"organisation_id": first, "group_id": second}
        | {name: cell for name, cell in edge.items() if name not in _RESERVED}
        for (first, second), edge in zip(ends, graph.edges, strict=True)
    ]
    return make_two_mode_sheets(file, nodes[False], groups, members)
