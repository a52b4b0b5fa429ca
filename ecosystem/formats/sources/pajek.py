"""Pajek networks (.net, .paj): vertices with their names, arcs, edges, lists and matrices.

A file is a row of sections, each begun by a line with *. Vertices are numbered, ties name the
numbers. A project holds other objects too, partitions and vectors, whose own *Vertices are only
values: what follows them is passed over until the next section of a network.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from ecosystem.data import TABLES, as_text, clean_text
from ecosystem.formats.sheets.text import (
    MOST_CELLS,
    MOST_ROWS,
    decode,
    read_within_limit,
    unreadable,
)
from ecosystem.formats.tables.tie_words import read_answer
from ecosystem.wording import count_of

from .graph_records import (
    label_apart,
    list_parts,
    make_graph_sheets,
    make_two_mode_sheets,
    without_weights_of_one,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import pandas as pd

    from ecosystem.formats.cells_out import Cell
    from ecosystem.formats.sheets.sheet import Sheet


_WORDS = re.compile(r'"((?:[^"\\]|\\.)*)"|(\S+)')
_SECTION = re.compile(r"\*\s*([a-z]+)\s*(?::\s*(\d+))?\s*(.*)", re.IGNORECASE)
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?", re.IGNORECASE)
_LINES = re.IGNORECASE | re.MULTILINE
_VALUES = ("sent", "amount", "strength")
"""Columns of which one becomes the value of a line."""

_TELL_APART = tuple(
    dict.fromkeys(
        name for table in ("referrals", "relationships") for name in TABLES[table].key[2:]
    )
)
"""Columns by which two rows on one pair are two."""

_DRAWN = ("arcs", "edges", "arcslist", "edgeslist", "matrix")


def read_pajek(path: Path) -> list[Sheet]:
    """Return a Pajek network as organisations and relationships.

    In a network of two sorts, "*Vertices 5 3", the first are organisations and the others groups
    in which they sit. Every relation of a multiple network is read, with its name as the kind of
    tie. Partitions, vectors and other objects of a project are left out, and said.

    Raises
    ------
    DataError
        If there are no vertices, or a line is no vertex or tie.
    """
    text, _ = decode(read_within_limit(path), path.name)
    first = _count_first_sort(text)
    nodes: dict[str, dict[str, str]] = {}
    edges: list[dict[str, str]] = []
    unread: list[str] = []
    sections = _split(text, unread)
    declared = max(
        (_read_count(kind) for name, kind, _ in sections if name == "vertices"), default=0
    )
    # A tie may name a vertex before it is listed: what that is is settled when all is read.
    for section, kind, lines in sections:
        for row, (number, words) in enumerate(lines, 1):
            if section == "vertices":
                nodes[words[0]] = _read_vertex(words)
            elif section in _DRAWN:
                _check(path, number, words, section)
                # A matrix of two sorts has rows of the first and columns of the second.
                is_across = section == "matrix" and 0 < len(words) == declared - first
                edges += _read_ties(section, kind, row, words, first if is_across else 0)
    _add_unlisted(path, nodes, declared)
    if not nodes:
        raise unreadable(
            path.name, "there are no vertices.", "A Pajek network begins with *Vertices."
        )
    if len(edges) > MOST_CELLS // 4:
        raise unreadable(path.name, "there are more than a million ties, the limit.", "Split it.")
    if first:
        sheets = _make_two_sorts(path.name, nodes, edges, first)
    else:
        sheets = make_graph_sheets(path.name, list(nodes.values()), edges)
    for name in dict.fromkeys(unread):
        sheets[0].add("note", f"the section *{name} was left out.")
    return sheets


def _read_count(words: str) -> int:
    """Return how many vertices a section declares; 0 if it does not say."""
    count = re.match(r"\d{1,9}", words)
    return int(count[0]) if count else 0


def _add_unlisted(path: Path, nodes: dict[str, dict[str, str]], declared: int) -> None:
    """Add the vertices that are declared and have no line of their own, known by their number.

    Raises
    ------
    DataError
        If there are more than can be read.
    """
    if declared > MOST_ROWS:
        raise unreadable(path.name, f"there are more than {MOST_ROWS:,} vertices.", "Split it.")
    for number in map(str, range(1, declared + 1)):
        nodes.setdefault(number, _read_vertex([number]))


def _count_first_sort(text: str) -> int:
    """Return how many vertices are of the first of two sorts; 0 if all are of one."""
    two = re.search(r"^\s*\*vertices[ \t]+(\d+)[ \t]+(\d+)[ \t\r]*$", text, _LINES)
    return int(two[2]) if two and 0 < int(two[2]) < int(two[1]) else 0


def _make_two_sorts(
    file: str, nodes: dict[str, dict[str, str]], edges: list[dict[str, str]], first: int
) -> list[Sheet]:
    """Return a network of two sorts as organisations, groups, and who sits in which."""
    is_body = {number: number.isdigit() and int(number) <= first for number in nodes}
    groups = [
        {"group_id": f"group-{number}", "name": node["label"]}
        for number, node in nodes.items()
        if not is_body[number]
    ]
    # A line between the sorts may be drawn either way.
    ends = [
        (edge["source"], edge["target"], edge.get("weight", "1"))
        if is_body.get(edge["source"])
        else (edge["target"], edge["source"], edge.get("weight", "1"))
        for edge in edges
    ]
    across = [end for end in ends if is_body.get(end[0]) and is_body.get(end[1]) is False]
    members = [
        {"group_id": f"group-{group}", "organisation_id": body, "weight": weight}
        for body, group, weight in across
    ]
    bodies = [node for number, node in nodes.items() if is_body[number]]
    sheets = make_two_mode_sheets(file, bodies, groups, without_weights_of_one(members))
    lost = len(ends) - len(across)
    if lost:
        sheets[0].add(
            "warning",
            f"{count_of(lost, 'line')} between two of one sort left out.",
            "In a network of two sorts a line leads from one sort to the other.",
        )
    return sheets


def _split(text: str, unread: list[str]) -> list[tuple[str, str, list[tuple[int, list[str]]]]]:
    """Return the sections of networks: name, kind of tie, lines as words with their numbers.

    Names of the sections that are no part of a network go to `unread`.
    """
    sections: list[tuple[str, str, list[tuple[int, list[str]]]]] = []
    is_outside = False
    for number, whole in enumerate(text.splitlines(), 1):
        line = whole.strip()
        if not line or line.startswith("%"):
            continue
        if line.startswith("*"):
            section, kind = _read_section(line)
            if section not in {"vertices", "network", *_DRAWN}:
                unread.append(section)
                is_outside = True
            elif section != "vertices":
                is_outside = False
            # A partition or vector has vertices of its own, which are only values.
            sections.append(("" if is_outside else section, kind, []))
        elif sections and sections[-1][0]:
            words = [
                html.unescape(quoted.replace('\\"', '"')) or bare
                for quoted, bare in _WORDS.findall(line)
            ]
            sections[-1][2].append((number, words))
    return sections


def _read_section(line: str) -> tuple[str, str]:
    match = _SECTION.match(line)
    if not match:
        return line[1:40], ""
    name, number, rest = match.groups()
    if name.casefold() == "vertices":
        return "vertices", rest
    quoted = re.search(r'"([^"]*)"', rest)
    kind = quoted[1] if quoted else (f"relation {number}" if number else "")
    return name.casefold(), kind


def _read_vertex(words: list[str]) -> dict[str, str]:
    node = {"id": words[0], "label": clean_text(words[1]) if len(words) > 1 else words[0]}
    # networkx writes its node as the label, and what it knows of it in pairs behind the place.
    told = dict(zip(words[5::2], words[6::2], strict=False)).get("name")
    node |= {"name": clean_text(told)} if told else {}
    numbers = [word for word in words[2:5] if _NUMBER.fullmatch(word)]
    if len(numbers) >= 2:
        node |= {"x": numbers[0], "y": numbers[1]}
    return node


def _check(path: Path, number: int, words: list[str], section: str) -> None:
    if section != "matrix" and (len(words) < 2 or not words[0].lstrip("-").isdigit()):
        raise unreadable(
            path.name,
            f"line {number} is no tie.",
            "A tie is two numbers of vertices, and perhaps a weight.",
            row=number,
            value=" ".join(words)[:60],
        )


def _read_ties(
    section: str, kind: str, row: int, words: list[str], before: int
) -> list[dict[str, str]]:
    """Return the ties of a line; `before` is how many vertices stand before the first column."""
    directed = "no" if section.startswith("edges") else "yes"
    base = {"directed": directed, **({"kind": kind} if kind else {})}
    if section == "matrix":
        return [
            {"source": str(row), "target": str(before + column), "weight": cell, **base}
            for column, cell in enumerate(words, 1)
            if read_answer(cell).says not in {"no tie", "blank"}
        ]
    if section.endswith("list"):
        return [{"source": words[0], "target": other, **base} for other in words[1:]]
    weight = {"weight": words[2]} if len(words) > 2 and _NUMBER.fullmatch(words[2]) else {}
    # Behind the weight stand how a line is drawn, in keys of a letter or two; a label is one; and
    # what networkx keeps of a tie, by its name.
    pairs = list(zip(words[3::2], words[4::2], strict=False))
    told = {key: cell for key, cell in pairs if len(key) > 2 and key not in base and cell}
    drawn = dict(pairs).get("l")
    label = {"kind": drawn} if drawn else {}
    ends = {"source": words[0], "target": words[1].lstrip("-")}
    return [told | label | ends | weight | base]


def make_pajek(cells: dict[str, pd.DataFrame]) -> str:
    """Return organisations and ties as a Pajek network with a relation for each kind of tie.

    Pajek holds a name a vertex, and one number a line: people sent, an amount or a strength,
    whichever of these the relation has first. Where two rows tell one kind of tie of one pair, as
    of two years, the kind is parted into relations by what differs.
    """
    nodes, edges = list_parts(cells)
    number_of = {str(node["id"]): number for number, node in enumerate(nodes, 1)}
    lines = [f"*Vertices {len(nodes)}"]
    lines += [f"{number} {_quote(label)}" for number, label in enumerate(label_apart(nodes), 1)]
    relations: dict[str, list[Mapping[str, Cell]]] = {}
    for edge, relation in zip(edges, _name_relations(edges), strict=True):
        relations.setdefault(relation, []).append(edge)
    for position, (relation, ties) in enumerate(relations.items(), 1):
        value = next((name for name in _VALUES if any(name in tie for tie in ties)), "")
        for section, goes_both_ways in (("Arcs", False), ("Edges", True)):
            drawn = [
                " ".join(
                    [
                        *(str(number_of[str(tie[end])]) for end in ("source", "target")),
                        *([as_text(tie[value])] if value in tie else []),
                    ]
                )
                for tie in ties
                if (tie.get("direction") == "both ways") == goes_both_ways
            ]
            if drawn:
                lines += [f"*{section} :{position} {_quote(relation)}", *drawn]
    return "\n".join([*lines, ""])


def _name_relations(edges: Sequence[Mapping[str, Cell]]) -> list[str]:
    """Return the relation of each tie: its kind, and what tells ties of one pair and kind apart."""
    rows_of: dict[tuple[str, ...], list[Mapping[str, Cell]]] = {}
    for edge in edges:
        key = tuple(str(edge[name]) for name in ("source", "target", "kind"))
        rows_of.setdefault(key, []).append(edge)
    differs: dict[str, dict[str, None]] = {}
    for (_, _, kind), rows in rows_of.items():
        told = (name for name in _TELL_APART if len({row.get(name) for row in rows}) > 1)
        differs.setdefault(kind, {}).update(dict.fromkeys(told))
    # What is not recorded is a dash, so that a need and a period of one name are not one.
    return [
        ", ".join([kind, *(str(edge.get(name, "-")) for name in differs[kind])])
        for edge in edges
        for kind in (str(edge["kind"]),)
    ]


def _quote(text: str) -> str:
    """Return a text between quotation marks, in one line; one inside is a code, as igraph's is."""
    # Only where it would be read as a code is & written as one.
    text = text if html.unescape(text) == text else text.replace("&", "&#38;")
    coded = text.replace('"', "&#34;")
    return '"' + " ".join(coded.split()) + '"'
