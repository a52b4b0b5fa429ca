"""GraphML and GEXF: nodes as organisations, edges as relationships, with all their attributes.

Formats: http://graphml.graphdrawing.org and https://gexf.net. Both declare attributes once, with a
code, and give only the code at each node: reading puts the name in its place, writing makes codes.
An attribute may have a default, which counts wherever a node does not have it.

networkx is not used to read: it refuses graphs with edges of both sorts or with hyperedges, and
loses the names of nodes in files of some programs.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from ecosystem.data import as_text, clean_text
from ecosystem.formats.sheets.text import decode, read_within_limit, unreadable
from ecosystem.wording import count_of

from .graph_records import list_parts, list_types, make_graph_sheets

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    import pandas as pd

    from ecosystem.formats.cells_out import Cell
    from ecosystem.formats.sheets.sheet import Sheet


_LOOSE = ("hyperedge", "port")
"""Elements of GraphML that are no tie between two nodes: they are counted and left out."""

_DIRECTIONS = ("directed", "undirected", "mutual")
"""What GEXF lets the type of an edge say."""


def read_graph_file(path: Path) -> list[Sheet]:
    """Return a GraphML or GEXF file as organisations and relationships.

    Keys may stand anywhere in the file, and edges may name nodes before they are listed.

    Raises
    ------
    DataError
        If it is not well formed, or neither GraphML nor GEXF.
    """
    text, _ = decode(read_within_limit(path), path.name)
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
    loose = sum(_tag(element) in _LOOSE for element in root.iter())
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


def _tag(element: ET.Element) -> str:
    return str(element.tag).rpartition("}")[2].casefold()


def _text(element: ET.Element) -> str:
    return clean_text("".join(element.itertext()))


def _children(element: ET.Element, *tags: str) -> Iterable[ET.Element]:
    return (child for child in element.iter() if _tag(child) in tags)


def _read_graphml(root: ET.Element) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Return nodes and edges, each with its attributes by name."""
    # Keys may stand after the graph that uses them, so all are read first.
    names: dict[str, str] = {}
    defaults: dict[str, dict[str, str]] = {"node": {}, "edge": {}}
    for key in _children(root, "key"):
        code = key.get("id", "")
        names[code] = key.get("attr.name") or key.get("yfiles.type") or code
        for default in _children(key, "default"):
            for target, cells in defaults.items():
                if key.get("for", "all") in {target, "all"}:
                    cells[names[code]] = _text(default)

    # A node may hold a graph of its own: each graph gives only what stands right below it.
    nodes, edges = [], []
    for graph in _children(root, "graph"):
        is_directed = graph.get("edgedefault", "directed") != "undirected"
        for element in graph:
            if _tag(element) == "node":
                nodes.append(
                    {"id": element.get("id", ""), **defaults["node"], **_data(element, names)}
                )
            elif _tag(element) == "edge":
                directed = element.get("directed", "true" if is_directed else "false") == "true"
                edges.append(
                    {
                        "source": element.get("source", ""),
                        "target": element.get("target", ""),
                        "directed": "yes" if directed else "no",
                        **defaults["edge"],
                        **_data(element, names),
                    }
                )
    return nodes, edges


def _data(element: ET.Element, names: Mapping[str, str]) -> dict[str, str]:
    """Return what stands in the data elements of a node or edge, by the name of its key."""
    cells: dict[str, str] = {}
    for data in element:
        if _tag(data) == "data":
            key = data.get("key", "")
            name = names.get(key) or key or "no name"
            value = _text(data)
            if value and name not in {"id", "source", "target", "directed"}:
                cells[name] = value
    return cells


def _read_gexf(root: ET.Element) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Return nodes and edges, each with its attributes by name."""
    # An attribute of nodes and one of edges may have the same code.
    names: dict[tuple[str, str], str] = {}
    defaults: dict[str, dict[str, str]] = {"node": {}, "edge": {}}
    for group in _children(root, "attributes"):
        target = group.get("class", "node")
        for element in _children(group, "attribute"):
            title = str(element.get("title") or element.get("id", ""))
            names[target, str(element.get("id", ""))] = title
            for default in _children(element, "default"):
                defaults.setdefault(target, {})[title] = _text(default)

    graph = next(iter(_children(root, "graph")), root)
    usual = graph.get("defaultedgetype", "undirected")
    nodes = [
        {
            "id": element.get("id", ""),
            **_list_xml_attributes(element, "label"),
            **defaults["node"],
            **_values(element, "node", names),
        }
        for element in _children(root, "node")
    ]
    edges = []
    for element in _children(root, "edge"):
        told = element.get("type", usual).strip().casefold()
        # networkx writes an attribute called `type` there: it then says the kind of the tie.
        kind = () if told in _DIRECTIONS else ("type",)
        direction = told if told in _DIRECTIONS else usual
        edges.append(
            {
                "source": element.get("source", ""),
                "target": element.get("target", ""),
                "directed": "yes" if direction == "directed" else "no",
                **_list_xml_attributes(element, "label", "kind", *kind, "weight", "start", "end"),
                **defaults["edge"],
                **_values(element, "edge", names),
            }
        )
    return nodes, edges


def _list_xml_attributes(element: ET.Element, *names: str) -> dict[str, str]:
    return {
        name: clean_text(element.get(name, "")) for name in names if element.get(name, "").strip()
    }


def _values(
    element: ET.Element, target: str, names: Mapping[tuple[str, str], str]
) -> dict[str, str]:
    cells: dict[str, str] = {}
    for group in element:
        if _tag(group) != "attvalues":
            continue
        for value in group:
            key = str(value.get("for") or value.get("id", ""))
            title = names.get((target, key)) or key or "no name"
            if title not in {"id", "source", "target", "directed"}:
                cells[title] = clean_text(value.get("value", ""))
    return cells


def make_graphml(cells: dict[str, pd.DataFrame]) -> str:
    """Return organisations and ties as GraphML, every attribute with its type."""
    root = ET.Element("graphml", xmlns="http://graphml.graphdrawing.org/xmlns")
    nodes, edges = list_parts(cells)

    # Every attribute is declared with its type, because readers take what is not for text.
    keys = {"node": list_types(nodes), "edge": list_types(edges)}
    codes: dict[tuple[str, str], str] = {}
    for target, kinds in keys.items():
        for name, kind in kinds.items():
            code = codes[target, name] = f"d{len(codes)}"
            attributes = {"id": code, "for": target, "attr.name": name, "attr.type": kind}
            ET.SubElement(root, "key", attributes)

    graph = ET.SubElement(root, "graph", edgedefault="directed")
    for node in nodes:
        element = ET.SubElement(graph, "node", id=str(node["id"]))
        _put_data(element, node, "node", codes)
    for edge in edges:
        ends = {"source": str(edge["source"]), "target": str(edge["target"])}
        _put_data(ET.SubElement(graph, "edge", ends), edge, "edge", codes)
    return _as_xml(root)


def _put_data(
    element: ET.Element,
    record: Mapping[str, Cell],
    target: str,
    codes: Mapping[tuple[str, str], str],
) -> None:
    for name, cell in record.items():
        if (target, name) in codes:
            ET.SubElement(element, "data", key=codes[target, name]).text = as_text(cell)


def make_gexf(cells: dict[str, pd.DataFrame]) -> str:
    """Return organisations and ties as GEXF 1.3, every attribute with its type."""
    root = ET.Element("gexf", xmlns="http://gexf.net/1.3", version="1.3")
    graph = ET.SubElement(root, "graph", defaultedgetype="directed", mode="static")
    parts = dict(zip(("node", "edge"), list_parts(cells), strict=True))

    # GEXF wants all declarations before the first node.
    codes: dict[tuple[str, str], str] = {}
    for target, records in parts.items():
        group = ET.SubElement(graph, "attributes", {"class": target})
        for position, (name, kind) in enumerate(list_types(records).items()):
            codes[target, name] = str(position)
            ET.SubElement(group, "attribute", id=str(position), title=name, type=kind)

    for target, records in parts.items():
        group = ET.SubElement(graph, f"{target}s")
        for number, record in enumerate(records):
            element = ET.SubElement(group, target, _name_xml_attributes(record, target, number))
            values = ET.SubElement(element, "attvalues")
            for name, cell in record.items():
                if (target, name) in codes:
                    key = {"for": codes[target, name], "value": as_text(cell)}
                    ET.SubElement(values, "attvalue", key)
    return _as_xml(root)


def _name_xml_attributes(record: Mapping[str, Cell], target: str, number: int) -> dict[str, str]:
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


def _as_xml(root: ET.Element) -> str:
    ET.indent(root, " ")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"
