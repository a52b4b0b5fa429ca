"""UCINET DL files: matrices, edge lists and node lists, with labels in quotation marks.

A head of settings (n, nm, format) is followed by parts in any order, each begun by a word and a
colon: labels of nodes, labels of matrices, data. "labels embedded" says that the labels stand in
the data, along the top and down the side. Line ends mean nothing in a matrix, and the end of a row
in lists; there a line that begins with "!" ends a matrix. "diagonal = absent" says that no cell of
a node with itself is written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ecosystem.data import clean_text
from ecosystem.formats.sheets.text import MOST_CELLS, decode, read_within_limit, unreadable
from ecosystem.formats.tables.tie_words import read_answer
from ecosystem.wording import count_of

from .graph_records import make_graph_sheets, make_two_mode_sheets, without_weights_of_one

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from ecosystem.formats.sheets.sheet import Sheet


_WORD = re.compile(r'"([^"]*)"|\'([^\']*)\'|([^\s,]+)')
_PARTS = re.compile(
    r"\b(?:(row|column|col|level|matrix)\s+)?labels\s*(embedded)?\s*:?|data\s*:", re.IGNORECASE
)
_MOST_ORGANISATIONS = 5000
"""Nodes of a matrix: 25 million cells, beyond which the text alone is over the limit of a file."""

_MOST_LEVELS = 100
"""Matrices in one file."""


@dataclass(frozen=True, kw_only=True)
class _Head:
    """What a file says of its matrices.

    Attributes
    ----------
    form
        "fullmatrix", "lowerhalf" and the like; "edgelist…" and "nodelist…" for lists.
    size, across, levels
        How many nodes, or rows; how many columns of another sort, 0 if there is none; and how many
        matrices.
    kinds
        The names of the matrices, if given.
    is_embedded
        Whether the labels of nodes stand in the data.
    has_diagonal
        Whether a matrix has a cell for each node with itself.
    """

    form: str
    size: int
    across: int
    levels: int
    kinds: list[str]
    is_embedded: bool
    has_diagonal: bool


def read_dl(path: Path) -> list[Sheet]:
    """Return a UCINET DL file as organisations and relationships.

    Forms: full matrix, lower and upper half, edge list, node list; one or several matrices, whose
    labels become the kind of tie; labels given or embedded. In a file of two sorts (nr and nc) the
    rows are organisations, and the columns groups in which they sit.

    Raises
    ------
    DataError
        If it does not begin with dl, or its data are not as many as it says.
    """
    text, _ = decode(read_within_limit(path), path.name)
    head, parts = _split(text)
    if not re.match(r"\s*dl\b", text, re.IGNORECASE):
        raise unreadable(path.name, "this is no UCINET DL file.", "It begins with dl n=….")
    given = _read_head(path, head, parts)
    node_labels = parts.get("labels", parts.get("row labels", ""))
    labels = [clean_text(word) for word in _words(node_labels)]
    data = parts.get("data", "")
    if given.across:
        columns = [clean_text(word) for word in _words(parts.get("column labels", ""))]
        return _read_two_mode(path, data, labels, columns, given)
    if given.form.startswith("edgelist"):
        edges = _read_edges(path, data, labels, given.kinds)
    elif given.form.startswith("nodelist"):
        edges = _read_nodes(data, labels, given)
    else:
        edges, labels = _read_matrix(path, data, labels, given)
    if len(edges) > MOST_CELLS // 4:
        raise _wrong(path, "more than a million ties are not read")

    # Labels that are given name every node, and numbers do; embedded ones only whom a tie names.
    ends = [edge[end] for edge in edges for end in ("source", "target")]
    if not labels and not given.is_embedded:
        labels = [str(number) for number in range(1, given.size + 1)]
    names = list(dict.fromkeys([*labels, *ends]))
    sheets = make_graph_sheets(path.name, [{"id": name, "label": name} for name in names], edges)
    unnamed = given.size - len(names)
    if unnamed > 0:
        sheets[0].add(
            "warning",
            f"{count_of(unnamed, 'node')} without a tie and without a name left out.",
            "Add them to the labels of the file.",
        )
    return sheets


def _read_two_mode(
    path: Path, data: str, labels: list[str], columns: list[str], head: _Head
) -> list[Sheet]:
    """Return a file of rows and columns of two sorts as organisations, groups and memberships."""
    if head.form.startswith(("edgelist", "nodelist")):
        read = (
            _read_nodes(data, [], head)
            if head.form.startswith("node")
            else _read_edges(path, data, [], [])
        )
        edges = [
            {
                "source": _name(edge["source"], labels),
                "target": _name(edge["target"], columns),
                "weight": edge.get("weight", "1"),
            }
            for edge in read
        ]
    else:
        edges, labels, columns = _read_across(path, data, labels, columns, head)
    bodies = dict.fromkeys([*labels, *(edge["source"] for edge in edges)])
    groups = dict.fromkeys([*columns, *(edge["target"] for edge in edges)])
    members = [
        {
            "group_id": edge["target"],
            "organisation_id": edge["source"],
            "weight": edge["weight"],
        }
        for edge in edges
    ]
    return make_two_mode_sheets(
        path.name,
        [{"id": name, "label": name} for name in bodies],
        [{"group_id": f"group-{number}", "name": name} for number, name in enumerate(groups, 1)],
        without_weights_of_one(members),
    )


def _read_across(
    path: Path, data: str, labels: list[str], columns: list[str], head: _Head
) -> tuple[list[dict[str, str]], list[str], list[str]]:
    """Return the filled cells of a matrix of two sorts, the labels of its rows and its columns."""
    words = _words(data)
    if head.is_embedded:
        # Along the top the labels; then in each row the label of the row, and its cells.
        columns, rest = [clean_text(word) for word in words[: head.across]], words[head.across :]
        labels = [clean_text(word) for word in rest[:: head.across + 1]]
        words = [word for position, word in enumerate(rest) if position % (head.across + 1)]
    labels = labels or [str(number) for number in range(1, head.size + 1)]
    columns = columns or [f"group {number}" for number in range(1, head.across + 1)]
    is_whole = len(labels) == head.size and len(columns) == head.across
    if not is_whole or len(words) != head.size * head.across:
        raise _wrong(path, f"the data do not fit {head.size} rows and {head.across} columns")
    edges = [
        {
            "source": labels[position // head.across],
            "target": columns[position % head.across],
            "weight": word,
        }
        for position, word in enumerate(words)
        if read_answer(word).says not in {"no tie", "blank"}
    ]
    return edges, labels, columns


def _read_head(path: Path, head: str, parts: dict[str, str]) -> _Head:
    """Return what the head and the labels of matrices say."""
    settings = {
        name.casefold(): value.casefold() for name, value in re.findall(r"(\w+)\s*=\s*(\w+)", head)
    }
    form = settings.get("format", settings.get("form", "fullmatrix"))
    try:
        size, across, levels = (
            int(settings.get(name, default))
            for name, default in (("nr", settings.get("n", "0")), ("nc", "0"), ("nm", "1"))
        )
    except ValueError as error:
        raise _wrong(path, "the number of nodes is no number") from error
    if max(size, across) > _MOST_ORGANISATIONS or levels > _MOST_LEVELS:
        raise _wrong(path, "more than 5,000 nodes, or 100 matrices, are not read")
    matrix_labels = parts.get("matrix labels", parts.get("level labels", ""))
    return _Head(
        form=form,
        size=size,
        across=across,
        levels=levels,
        kinds=[clean_text(word) for word in _words(matrix_labels)],
        is_embedded="embedded" in parts,
        has_diagonal=not re.search(r"\bdiagonal\s*=?\s*absent\b", head, re.IGNORECASE),
    )


def _split(text: str) -> tuple[str, dict[str, str]]:
    """Return the head and the parts that begin with "labels:", "data:" and the like."""
    marks = list(_PARTS.finditer(text))
    parts: dict[str, str] = {}
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    for mark, end in zip(marks, ends, strict=False):
        body = text[mark.end() : end]
        if mark[0].casefold().startswith("data"):
            parts["data"] = parts.get("data", "") + body
        elif mark[2]:
            parts["embedded"] = "yes"
        else:
            side = "column" if (mark[1] or "").casefold() == "col" else (mark[1] or "").casefold()
            parts[f"{side} labels".strip()] = body
    return text[: marks[0].start()] if marks else text, parts


def _words(text: str) -> list[str]:
    """Return the words of a text; what stands between quotation marks is one."""
    return [double or single or bare for double, single, bare in _WORD.findall(text)]


def _name(word: str, labels: list[str]) -> str:
    """Return the label that a number stands for, or the word itself."""
    if labels and word.isdigit() and 0 < int(word) <= len(labels):
        return labels[int(word) - 1]
    return clean_text(word)


def _list_lines(data: str, kinds: list[str]) -> Iterable[tuple[int, list[str], dict[str, str]]]:
    """Yield each line of a list: its number in its matrix, its words, the kind of the matrix."""
    row = level = 0
    for line in data.splitlines():
        words = _words(line)
        if words and words[0].startswith("!"):
            row, level = 0, level + 1
        elif words:
            row += 1
            yield row, words, {"kind": kinds[level]} if level < len(kinds) else {}


def _read_edges(path: Path, data: str, labels: list[str], kinds: list[str]) -> list[dict[str, str]]:
    edges = []
    for _, words, kind in _list_lines(data, kinds):
        if len(words) < 2:
            raise _wrong(path, f"'{' '.join(words)[:40]}' is no tie")
        weight = {"weight": words[2]} if len(words) > 2 else {}
        if weight and read_answer(weight["weight"]).says == "no tie":
            continue
        edges.append(
            {
                "source": _name(words[0], labels),
                "target": _name(words[1], labels),
                "directed": "yes",
            }
            | weight
            | kind
        )
    return edges


def _read_nodes(data: str, labels: list[str], head: _Head) -> list[dict[str, str]]:
    # In nodelist1b the rows stand in order, and each begins with how many others follow.
    is_counted = head.form.endswith("b")
    return [
        {
            "source": _name(str(row) if is_counted else words[0], labels),
            "target": _name(other, labels),
            "directed": "yes",
        }
        | kind
        for row, words, kind in _list_lines(data, head.kinds)
        for other in words[1:]
    ]


def _read_matrix(
    path: Path, data: str, labels: list[str], head: _Head
) -> tuple[list[dict[str, str]], list[str]]:
    """Return the ties of one or several matrices, and the labels of their nodes."""
    size = head.size
    words = _words(data)
    if head.is_embedded:
        # Along the top the labels; then in each row the label of the row, and its cells.
        labels, rows = [clean_text(word) for word in words[:size]], words[size:]
        words = [word for position, word in enumerate(rows) if position % (size + 1)]
    labels = labels or [str(number) for number in range(1, size + 1)]

    # (cells of one matrix,): row and column of each word of the data, in the order they stand.
    cells = [
        (row, column)
        for row in range(size)
        for column in range(size)
        if (head.has_diagonal or row != column)
        and not (head.form.startswith("lower") and column > row)
        and not (head.form.startswith("upper") and column < row)
    ]
    if not size or len(words) != len(cells) * head.levels or len(labels) != size:
        raise _wrong(path, f"the data do not fit {size} nodes")

    # Half a matrix says nothing of direction: its ties go both ways.
    directed = "no" if head.form.startswith(("lower", "upper")) else "yes"
    edges = []
    for level in range(head.levels):
        kind = {"kind": head.kinds[level]} if level < len(head.kinds) else {}
        for (row, column), value in zip(cells, words[level * len(cells) :], strict=False):
            if read_answer(value).says not in {"no tie", "blank"}:
                ends = {"source": labels[row], "target": labels[column]}
                edges.append(ends | {"weight": value, "directed": directed} | kind)
    return edges, labels


def _wrong(path: Path, message: str) -> Exception:
    return unreadable(path.name, f"{message}.", "Export it from UCINET again, or as GraphML.")
