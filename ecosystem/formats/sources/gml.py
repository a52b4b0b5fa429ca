"""GML networks: nodes and edges as keys and values in square brackets.

Format: Himsolt 1997, "GML: A portable graph file format"; as networkx, igraph, Gephi, yEd and
Cytoscape write it. A value is a number, a text between quotation marks or a block of further keys
and values; letters beyond ASCII stand as codes of HTML. The standard knows no list: a key that is
there again is one.

networkx is not used to read: it refuses two nodes of one label, and two ties of one pair where the
file does not say "multigraph", as igraph's and Gephi's do not.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from ecosystem.data import LIST_MARK, as_text, clean_text, fold_heading
from ecosystem.formats.sheets.text import MOST_CELLS, decode, read_within_limit, unreadable
from ecosystem.wording import count_of

from .graph_records import label_apart, list_parts, make_graph_sheets

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import pandas as pd

    from ecosystem.formats.cells_out import Cell
    from ecosystem.formats.sheets.sheet import Sheet

    Block = list[tuple[str, "Block | str"]]


_TOKEN = re.compile(r'"([^"]*)"|([\[\]])|([^\s\[\]"]+)')
_COMMENT = re.compile(r"^[ \t]*#.*$", re.MULTILINE)
_DEEPEST = 50
"""Blocks inside blocks: of a network there are three."""

_PLACES = {"graphics": ("x", "y")}
"""Blocks of a node that hold how it is drawn, and what of it is kept."""


def read_gml(path: Path) -> list[Sheet]:
    """Return a GML network as organisations, relationships and referrals.

    Ids of nodes are numbers in GML. Of our own writing a node has the id that `organisation_id`
    gives it, of others its number.

    Raises
    ------
    DataError
        If brackets or quotation marks are not closed, or there is no graph with nodes.
    """
    text, _ = decode(read_within_limit(path), path.name)
    block = _parse(path, _COMMENT.sub("", text))
    graphs = [value for key, value in block if key == "graph" and isinstance(value, list)]
    if not graphs:
        raise _wrong(path, "there is no graph")
    graph = graphs[0]
    is_directed = any(key == "directed" and value == "1" for key, value in graph)
    nodes = [_read_record(value) for key, value in graph if key == "node"]
    edges = [_read_record(value) for key, value in graph if key == "edge"]
    for edge in edges:
        if "source" not in edge or "target" not in edge:
            raise _wrong(path, "there is an edge without source and target")
        edge["directed"] = "yes" if is_directed else "no"

    # Our own writing gives each node its id beside the number that GML wants.
    given = {node.get("id", ""): node.get("organisation_id") or "" for node in nodes}
    for node in nodes:
        node["id"] = given[node.get("id", "")] or node.get("id", "")
    for edge in edges:
        for end in ("source", "target"):
            edge[end] = given.get(edge[end]) or edge[end]
    if not nodes and not edges:
        raise _wrong(path, "there are no nodes")
    sheets = make_graph_sheets(path.name, nodes, edges)
    if len(graphs) > 1:
        sheets[0].add("note", f"{count_of(len(graphs) - 1, 'further graph')} in the file left out.")
    return sheets


def _parse(path: Path, text: str) -> Block:
    """Return keys with their values, in order; a block is a list of the same."""
    root: Block = []
    blocks = [root]
    key = ""
    for count, token in enumerate(_list_tokens(text)):
        if count > MOST_CELLS * 4 or len(blocks) > _DEEPEST:
            raise _wrong(path, "there are more keys, or blocks inside blocks, than the limit")
        key = _take_token(path, token, key, blocks)
    if key or len(blocks) > 1:
        raise _wrong(path, "it ends in the middle of a block")
    return root


def _take_token(path: Path, token: tuple[str, str, bool], key: str, blocks: list[Block]) -> str:
    """Put a token where it belongs; return the key that waits for its value, if one does.

    `blocks` are those that are open, the innermost last.
    """
    bracket, word, is_key = token
    if bracket == "]":
        if key or len(blocks) == 1:
            raise _wrong(path, "a bracket is closed that was not opened")
        blocks.pop()
        return ""
    if not key:
        if bracket or not is_key:
            raise _wrong(path, f"a value stands where a key should: {word[:40] or bracket}")
        # The keys of the format are in any case; those of nodes and edges are names.
        return word.casefold() if len(blocks) < 3 else word
    if bracket:
        block: Block = []
        blocks[-1].append((key, block))
        blocks.append(block)
    else:
        blocks[-1].append((key, word))
    return ""


def _list_tokens(text: str) -> Iterator[tuple[str, str, bool]]:
    """Yield the tokens: a bracket, or a word and whether it may be a key."""
    for match in _TOKEN.finditer(text):
        quoted, bracket, word = match.groups()
        if quoted is not None:
            yield "", html.unescape(quoted), False
        else:
            yield bracket or "", word or "", bool(word and word[0].isalpha())


def _read_record(block: Block | str) -> dict[str, str]:
    """Return a node or edge as a record; keys that are there again are a list."""
    record: dict[str, str] = {}
    for key, value in block if isinstance(block, list) else []:
        if isinstance(value, list):
            kept = _PLACES.get(key, ())
            record |= {name: cell for name, cell in _read_record(value).items() if name in kept}
        elif value.strip() and value not in {"NaN", "NAN", "nan"}:
            cell = clean_text(value)
            record[key] = f"{record[key]}{LIST_MARK}{cell}" if key in record else cell
    return record


def make_gml(cells: dict[str, pd.DataFrame]) -> str:
    """Return organisations and ties as GML, each row of a table as an edge.

    A label is there once only, because networkx knows nodes by it: of two organisations of one
    name the label is name and id.
    """
    nodes, edges = list_parts(cells)
    number_of = {str(node["id"]): number for number, node in enumerate(nodes)}
    lines = ["graph [", "  directed 1", "  multigraph 1"]
    for node, label in zip(nodes, label_apart(nodes), strict=True):
        node_id = str(node["id"])
        head: dict[str, Cell] = {
            "id": number_of[node_id],
            "label": label,
            "organisation_id": node_id,
        }
        rest = {name: cell for name, cell in node.items() if name not in {"id", "label"}}
        lines += _write_block("node", head, rest)
    for edge in edges:
        ends: dict[str, Cell] = {end: number_of[str(edge[end])] for end in ("source", "target")}
        rest = {name: cell for name, cell in edge.items() if name not in ends}
        lines += _write_block("edge", ends, rest)
    return "\n".join([*lines, "]", ""])


def _write_block(name: str, head: Mapping[str, Cell], rest: Mapping[str, Cell]) -> list[str]:
    """Return the lines of a node or edge; a key has letters, figures and _ only."""
    taken = {"id", "label", "source", "target", *head}
    lines = [f"    {key} {_write_value(cell)}" for key, cell in head.items()]
    for column, cell in rest.items():
        key = _write_key(column)
        while key in taken:
            key += "_"
        taken.add(key)
        lines.append(f"    {key} {_write_value(cell)}")
    return [f"  {name} [", *lines, "  ]"]


def _write_key(column: str) -> str:
    key = re.sub(r"[^A-Za-z0-9_]", "_", fold_heading(column))
    return key if key[:1].isalpha() else f"column_{key}"


def _write_value(cell: Cell) -> str:
    if isinstance(cell, int) and abs(cell) < 2**31:
        return str(cell)
    if isinstance(cell, (int, float)):
        # GML wants a point in a number that is not whole, or too large for 32 bits.
        number = repr(float(cell)).upper()
        return number if "." in number else number.replace("E", ".0E")
    text = as_text(cell).replace("&", "&amp;").replace('"', "&quot;")
    return '"' + text.encode("ascii", "xmlcharrefreplace").decode("ascii") + '"'


def _wrong(path: Path, message: str) -> Exception:
    return unreadable(path.name, f"{message}.", "Export it again, or as GraphML.")
