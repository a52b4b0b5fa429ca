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

from .graphml_gexf import make_graph_sheets

if TYPE_CHECKING:
    from pathlib import Path

    from ecosystem.formats.sheets.sheet import Sheet


_WORDS = re.compile(r'"((?:[^"\\]|\\.)*)"|(\S+)')
_SECTION = re.compile(r"\*\s*([a-z]+)\s*(?::\s*(\d+))?\s*(.*)", re.IGNORECASE)
_DRAWN = ("arcs", "edges", "arcslist", "edgeslist", "matrix")


def read_pajek(path: Path) -> list[Sheet]:
    """Return a Pajek network as organisations and relationships.

    Every relation of a multiple network is read, with its name as the kind of tie. Partitions,
    vectors and other objects of a project are left out, and said.

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
    sheets = make_graph_sheets(path.name, list(nodes.values()), edges)
    for name in dict.fromkeys(unread):
        sheets[0].add("note", f"the section *{name} was left out.")
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
