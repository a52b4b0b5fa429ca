"""GraphML and GEXF: nodes as organisations, edges as relationships, with all their attributes."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from ecosystem.errors import count_of
from ecosystem.tables import clean_text, fold_heading

from .records import join_repeats, make_record_sheet, set_aside_misfits
from .text import decode, unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from .sheets import Sheet

_NAMES = ("name", "label", "nodelabel", "node_label", "title")
_KINDS = ("kind", "type", "relationship", "relation", "label", "edgelabel", "edge_label")
_LOOSE = ("hyperedge", "port")


def read_graph_file(path: Path) -> list[Sheet]:
    """Return a GraphML or GEXF file as organisations and relationships.

    Keys may stand anywhere in the file, and edges may name nodes before they are listed.

    Raises
    ------
    DataError
        If it is not well formed, or neither GraphML nor GEXF.
    """
    text, _ = decode(path.read_bytes(), path.name)
    if "<!ENTITY" in text:
        raise unreadable(
            path.name,
            "the file defines entities, which no network program writes.",
            "Export it again.",
        )
    try:
        root = _parse(text)
    except (ET.ParseError, ValueError, LookupError, RecursionError) as error:
        raise unreadable(
            path.name, f"this is not XML that can be read ({error}).", "Export it again."
        ) from error
    kind = _tag(root)
    if kind == "graphml":
        nodes, edges = _read_graphml(root)
    elif kind == "gexf":
        nodes, edges = _read_gexf(root)
    else:
        message = f"this is neither GraphML nor GEXF: it begins with <{kind}>."
        raise unreadable(path.name, message, "Export it as GraphML.")
    sheets = make_graph_sheets(path.name, nodes, edges)
    loose = sum(_tag(one) in _LOOSE for one in root.iter())
    if loose:
        sheets[0].add(
            "note", f"{count_of(loose, 'hyperedge or port', 'hyperedges or ports')} left out."
        )
    return sheets


def _parse(text: str) -> ET.Element:
    """Parse text whatever encoding its first line claims: it is decoded already."""
    stream = io.StringIO(text.lstrip())
    parser = ET.XMLParser(encoding="utf-8")  # noqa: S314 - entities were refused
    parser.feed(stream.read().encode("utf-8", "replace"))
    return parser.close()


def _tag(one: ET.Element) -> str:
    return str(one.tag).rpartition("}")[2].casefold()


def _text(one: ET.Element) -> str:
    return clean_text("".join(one.itertext()))


def _children(one: ET.Element, *tags: str) -> Iterable[ET.Element]:
    return (child for child in one.iter() if _tag(child) in tags)


def _read_graphml(root: ET.Element) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    names: dict[str, str] = {}
    defaults: dict[str, dict[str, str]] = {"node": {}, "edge": {}}
    for key in _children(root, "key"):
        code = key.get("id", "")
        names[code] = key.get("attr.name") or key.get("yfiles.type") or code
        for default in _children(key, "default"):
            for target, cells in defaults.items():
                if key.get("for", "all") in {target, "all"}:
                    cells[names[code]] = _text(default)
    nodes, edges = [], []
    for graph in _children(root, "graph"):
        is_directed = graph.get("edgedefault", "directed") != "undirected"
        for one in graph:
            if _tag(one) == "node":
                nodes.append({"id": one.get("id", ""), **defaults["node"], **_data(one, names)})
            elif _tag(one) == "edge":
                directed = one.get("directed", "true" if is_directed else "false") == "true"
                edges.append(
                    {
                        "source": one.get("source", ""),
                        "target": one.get("target", ""),
                        "directed": "yes" if directed else "no",
                        **defaults["edge"],
                        **_data(one, names),
                    }
                )
    return nodes, edges


def _data(one: ET.Element, names: Mapping[str, str]) -> dict[str, str]:
    cells: dict[str, str] = {}
    for data in one:
        if _tag(data) == "data":
            name = names.get(data.get("key", ""), data.get("key", ""))
            value = _text(data)
            if value and name not in {"id", "source", "target", "directed"}:
                cells[name] = value
    return cells


def _read_gexf(root: ET.Element) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    names: dict[tuple[str, str], str] = {}
    defaults: dict[str, dict[str, str]] = {"node": {}, "edge": {}}
    for group in _children(root, "attributes"):
        target = group.get("class", "node")
        for one in _children(group, "attribute"):
            title = str(one.get("title") or one.get("id", ""))
            names[target, str(one.get("id", ""))] = title
            for default in _children(one, "default"):
                defaults.setdefault(target, {})[title] = _text(default)
    graph = next(iter(_children(root, "graph")), root)
    is_directed = graph.get("defaultedgetype", "undirected") == "directed"
    nodes = [
        {
            "id": one.get("id", ""),
            **_own(one, "label"),
            **defaults["node"],
            **_values(one, "node", names),
        }
        for one in _children(root, "node")
    ]
    edges = []
    for one in _children(root, "edge"):
        kind = one.get("type", "directed" if is_directed else "undirected")
        edges.append(
            {
                "source": one.get("source", ""),
                "target": one.get("target", ""),
                "directed": "yes" if kind == "directed" else "no",
                **_own(one, "label", "kind", "weight", "start", "end"),
                **defaults["edge"],
                **_values(one, "edge", names),
            }
        )
    return nodes, edges


def _own(one: ET.Element, *names: str) -> dict[str, str]:
    return {name: clean_text(one.get(name, "")) for name in names if one.get(name, "").strip()}


def _values(one: ET.Element, target: str, names: Mapping[tuple[str, str], str]) -> dict[str, str]:
    cells: dict[str, str] = {}
    for group in one:
        if _tag(group) != "attvalues":
            continue
        for value in group:
            key = str(value.get("for") or value.get("id", ""))
            title = names.get((target, key), key)
            if title not in {"id", "source", "target", "directed"}:
                cells[title] = clean_text(value.get("value", ""))
    return cells


def make_graph_sheets(
    file: str, nodes: list[dict[str, str]], edges: list[dict[str, str]]
) -> list[Sheet]:
    """Return nodes and edges as organisations and relationships.

    Nodes have an `id`, edges `source`, `target` and `directed`; all else are attributes.
    """
    named = [_name_node(node) for node in _merge(nodes)]
    listed = {node["organisation_id"] for node in named}
    ends = {clean_text(edge[end]) for edge in edges for end in ("source", "target")} - {""}
    unlisted = sorted(ends - listed)
    organisations = make_record_sheet(
        "organisations",
        file,
        [
            *named,
            *({"organisation_id": one, "name": one, "is_placeholder": "yes"} for one in unlisted),
        ],
    )
    if unlisted:
        organisations.add(
            "note",
            f"{count_of(len(unlisted), 'node')} named only by an edge; added, marked "
            "is_placeholder.",
        )
    relationships = make_record_sheet("relationships", file, [])
    ties = [_name_edge(edge) for edge in edges]
    join_repeats(ties, list(range(1, len(ties) + 1)), relationships)
    return [set_aside_misfits(organisations), set_aside_misfits(relationships)]


def _merge(nodes: list[dict[str, str]]) -> list[dict[str, str]]:
    merged: dict[str, dict[str, str]] = {}
    for node in nodes:
        one = clean_text(node["id"])
        merged[one] = merged.get(one, {}) | node | {"id": one}
    return list(merged.values())


def _name_node(node: Mapping[str, str]) -> dict[str, str]:
    folded = {fold_heading(name): name for name in reversed(list(node))}
    named = next((folded[name] for name in _NAMES if node.get(folded.get(name, ""))), "")
    rest = {
        name: cell
        for name, cell in node.items()
        if name not in ("id", named, "name", "organisation_id")
    }
    return {"organisation_id": node["id"], "name": node.get(named, "") or node["id"], **rest}


def _name_edge(edge: Mapping[str, str]) -> dict[str, str]:
    folded = {fold_heading(name): name for name in reversed(list(edge))}
    kinds = [folded[name] for name in _KINDS if edge.get(folded.get(name, ""))]
    kind = kinds[0] if kinds else ""
    ours = {"from_id", "to_id", "direction", "source", "target", "directed", kind}
    return {
        "from_id": clean_text(edge["source"]),
        "to_id": clean_text(edge["target"]),
        "kind": edge.get(kind, "") or "tied",
        "direction": "one way" if edge.get("directed", "yes") == "yes" else "both ways",
        **{name: cell for name, cell in edge.items() if name not in ours},
    }
