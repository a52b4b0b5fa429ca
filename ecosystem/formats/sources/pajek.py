"""Pajek networks (.net, .paj): vertices with their names, arcs, edges, lists and matrices.

A file is a row of sections, each
begun by a line with *. Vertices are numbered, ties name the numbers. A project holds other objects
too, partitions and vectors, whose own *Vertices are only values: what follows them is passed over
until the next section of a network.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ecosystem.data import clean_text
from ecosystem.formats.sheets.text import MOST_CELLS, decode, read_within_limit, unreadable
from ecosystem.formats.tables.tie_answers import read_answer
from ecosystem.wording import count_of

from .graphml_gexf import make_graph_sheets
from .records import make_record_sheet

if TYPE_CHECKING:
    from pathlib import Path

    from ecosystem.formats.sheets.sheet import Sheet


_WORDS = re.compile(r'"((?:[^"\\]|\\.)*)"|(\S+)')
_SECTION = re.compile(r"\*\s*([a-z]+)\s*(?::\s*(\d+))?\s*(.*)", re.IGNORECASE)
_LINES = re.IGNORECASE | re.MULTILINE
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
    nodes: dict[str, dict[str, str]] = {}
    edges: list[dict[str, str]] = []
    unread: list[str] = []
    # A tie may name a vertex before it is listed: what that is is settled when all is read.
    for section, kind, lines in _split(text, unread):
        for row, (number, words) in enumerate(lines, 1):
            if section == "vertices":
                nodes[words[0]] = _read_vertex(words)
            elif section in _DRAWN:
                _check(path, number, words, section)
                edges += _read_ties(section, kind, row, words)
    if not nodes:
        raise unreadable(
            path.name, "there are no vertices.", "A Pajek network begins with *Vertices."
        )
    if len(edges) > MOST_CELLS // 4:
        raise unreadable(path.name, "there are more than a million ties, the limit.", "Split it.")
    first = _count_first_sort(text)
    if first:
        sheets = _make_two_sorts(path.name, nodes, edges, first)
    else:
        sheets = make_graph_sheets(path.name, list(nodes.values()), edges)
    for name in dict.fromkeys(unread):
        sheets[0].add("note", f"the section *{name} was left out.")
    return sheets


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
    ends = [(edge["source"], edge["target"]) for edge in edges]
    ends = [pair if is_body.get(pair[0]) else pair[::-1] for pair in ends]
    sits = dict.fromkeys(
        pair for pair in ends if is_body.get(pair[0]) and is_body.get(pair[1]) is False
    )
    members = [{"group_id": f"group-{group}", "organisation_id": body} for body, group in sits]
    bodies = [node for number, node in nodes.items() if is_body[number]]
    sheets = [
        make_graph_sheets(file, bodies, [])[0],
        make_record_sheet("groups", file, groups),
        make_record_sheet("memberships", file, members),
    ]
    sheets[0].add(
        "note",
        f"the network has two sorts of vertices: the first {first:,} were read as organisations, "
        "the others as groups in which they sit.",
    )
    lost = sum(pair not in sits for pair in ends)
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
            words = [quoted.replace('\\"', '"') or bare for quoted, bare in _WORDS.findall(line)]
            sections[-1][2].append((number, words))
    return sections


def _read_section(line: str) -> tuple[str, str]:
    match = _SECTION.match(line)
    if not match:
        return line[1:40], ""
    name, number, rest = match.groups()
    quoted = re.search(r'"([^"]*)"', rest)
    kind = quoted[1] if quoted else (f"relation {number}" if number else "")
    return name.casefold(), kind


def _read_vertex(words: list[str]) -> dict[str, str]:
    node = {"id": words[0], "label": clean_text(words[1]) if len(words) > 1 else words[0]}
    numbers = [word for word in words[2:5] if re.fullmatch(r"-?[\d.]+(e-?\d+)?", word)]
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


def _read_ties(section: str, kind: str, row: int, words: list[str]) -> list[dict[str, str]]:
    directed = "no" if section.startswith("edges") else "yes"
    base = {"directed": directed, **({"kind": kind} if kind else {})}
    if section == "matrix":
        return [
            {"source": str(row), "target": str(column), "weight": cell, **base}
            for column, cell in enumerate(words, 1)
            if read_answer(cell).says not in {"no tie", "blank"}
        ]
    if section.endswith("list"):
        return [{"source": words[0], "target": other, **base} for other in words[1:]]
    weight = {"weight": words[2]} if len(words) > 2 and words[2][:1].isdigit() else {}
    return [{"source": words[0], "target": words[1].lstrip("-"), **weight, **base}]
