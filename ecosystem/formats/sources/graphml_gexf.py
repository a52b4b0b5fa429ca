"""GraphML and GEXF: nodes as organisations, edges as relationships, with all their attributes."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from ecosystem.data import as_text, clean_text, fold_heading
from ecosystem.formats.cells_out import list_filled_rows, list_tie_rows
from ecosystem.formats.sheets.text import decode, unreadable
from ecosystem.wording import count_of

from .records import join_repeats, make_record_sheet, set_aside_misfits

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    import pandas as pd

    from ecosystem.formats.cells_out import Cell
    from ecosystem.formats.sheets.sheet import Sheet


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
            key = data.get("key", "")
            name = names.get(key) or key or "no name"
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
            title = names.get((target, key)) or key or "no name"
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
    named = next((folded[name] for name in _NAMES if node.get(folded.get(name, name))), "")
    rest = {
        name: cell
        for name, cell in node.items()
        if name not in ("id", named, "name", "organisation_id")
        and not (fold_heading(name) in _NAMES and cell == node.get(named))
    }
    return {"organisation_id": node["id"], "name": node.get(named, "") or node["id"], **rest}


def _name_edge(edge: Mapping[str, str]) -> dict[str, str]:
    folded = {fold_heading(name): name for name in reversed(list(edge))}
    kinds = [folded[name] for name in _KINDS if edge.get(folded.get(name, name))]
    kind = kinds[0] if kinds else ""
    ours = {"from_id", "to_id", "direction", "source", "target", "directed", kind}
    goes_both_ways = edge.get("directed", "yes") != "yes" or edge.get("direction") == "both ways"
    return {
        "from_id": clean_text(edge["source"]),
        "to_id": clean_text(edge["target"]),
        "kind": edge.get(kind, "") or "tied",
        "direction": "both ways" if goes_both_ways else "one way",
        **{name: cell for name, cell in edge.items() if name not in ours},
    }


def make_graphml(cells: dict[str, pd.DataFrame]) -> str:
    """Return organisations and ties as GraphML, every attribute with its type."""
    root = ET.Element("graphml", xmlns="http://graphml.graphdrawing.org/xmlns")
    nodes, edges = _list_parts(cells)
    keys = {"node": _list_keys(nodes), "edge": _list_keys(edges)}
    codes: dict[tuple[str, str], str] = {}
    for target, kinds in keys.items():
        for name, kind in kinds.items():
            code = codes[target, name] = f"d{len(codes)}"
            attributes = {"id": code, "for": target, "attr.name": name, "attr.type": kind}
            ET.SubElement(root, "key", attributes)
    graph = ET.SubElement(root, "graph", edgedefault="directed")
    for node in nodes:
        one = ET.SubElement(graph, "node", id=str(node["id"]))
        _put_data(one, node, "node", codes)
    for edge in edges:
        ends = {"source": str(edge["source"]), "target": str(edge["target"])}
        _put_data(ET.SubElement(graph, "edge", ends), edge, "edge", codes)
    return _as_xml(root)


def _put_data(
    one: ET.Element, record: Mapping[str, Cell], target: str, codes: Mapping[tuple[str, str], str]
) -> None:
    for name, cell in record.items():
        if (target, name) in codes:
            ET.SubElement(one, "data", key=codes[target, name]).text = as_text(cell)


def make_gexf(cells: dict[str, pd.DataFrame]) -> str:
    """Return organisations and ties as GEXF 1.3, every attribute with its type."""
    root = ET.Element("gexf", xmlns="http://gexf.net/1.3", version="1.3")
    graph = ET.SubElement(root, "graph", defaultedgetype="directed", mode="static")
    parts = dict(zip(("node", "edge"), _list_parts(cells), strict=True))
    codes: dict[tuple[str, str], str] = {}
    for target, records in parts.items():
        group = ET.SubElement(graph, "attributes", {"class": target})
        for place, (name, kind) in enumerate(_list_keys(records).items()):
            codes[target, name] = str(place)
            ET.SubElement(group, "attribute", id=str(place), title=name, type=kind)
    for target, records in parts.items():
        group = ET.SubElement(graph, f"{target}s")
        for number, record in enumerate(records):
            one = ET.SubElement(group, target, _own_attributes(record, target, number))
            values = ET.SubElement(one, "attvalues")
            for name, cell in record.items():
                if (target, name) in codes:
                    key = {"for": codes[target, name], "value": as_text(cell)}
                    ET.SubElement(values, "attvalue", key)
    return _as_xml(root)


def _own_attributes(record: Mapping[str, Cell], target: str, number: int) -> dict[str, str]:
    if target == "node":
        return {"id": str(record["id"]), "label": str(record["name"])}
    weight = record.get("strength", record.get("sent"))
    return {
        "id": str(number),
        "source": str(record["source"]),
        "target": str(record["target"]),
        "label": str(record["kind"]),
        **({"weight": as_text(weight)} if isinstance(weight, (int, float)) else {}),
    }


def _list_parts(
    cells: dict[str, pd.DataFrame],
) -> tuple[list[dict[str, Cell]], list[dict[str, Cell]]]:
    """Return organisations as nodes and ties as edges.

    All edges are directed, as networkx reads no file of both sorts; `direction` tells the others.
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
    return nodes, edges


def _list_keys(records: list[dict[str, Cell]]) -> dict[str, str]:
    """Return the attributes of nodes or edges, each with its type."""
    kinds: dict[str, str] = {}
    for record in records:
        for name, cell in record.items():
            if name in {"id", "source", "target"}:
                continue
            kind = "double" if isinstance(cell, (int, float)) else "string"
            kinds[name] = kind if kinds.get(name, kind) == kind else "string"
    return kinds


def _as_xml(root: ET.Element) -> str:
    ET.indent(root, " ")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"
