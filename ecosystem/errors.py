"""What is wrong, where, and what to do: problems, the two errors, and what was meant."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from .wording import count_of, join_words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

Severity = Literal["error", "warning", "note"]

_SHOWN = 20
"""Lines in the text of an error: a screenful. All problems are in its table."""

_MOST_LIKE = 6
"""Values, and rows, that one line lists of a cause: what fits on two lines of a screen."""

_LIKE = 0.6
"""Likeness from which a name may be what was meant; the cutoff of difflib, kept because people
know suggestions of that quality from Python itself."""

_DIGITS = re.compile(r"\d+")

_AT_ONCE = 2_000_000
"""Pairs of names compared in one piece: keeps their table of likeness at 8 MB."""


class DataError(Exception):
    """The tables are wrong.

    Attributes
    ----------
    problems
        One row a problem, all of them: severity (error, warning or note), table, file, sheet,
        row (as the spreadsheet shows it), column, value, message, suggestion, cells.
    """

    def __init__(self, problems: pd.DataFrame) -> None:
        super().__init__(problems)
        self.problems = problems

    def __str__(self) -> str:
        errors = self.problems[self.problems["severity"] == "error"]
        causes = describe_problems(errors)
        lines = [f"  {line}" for line in causes[:_SHOWN]]
        if len(causes) > _SHOWN:
            lines.append(f"  … and {len(causes) - _SHOWN} more; all are in error.problems.")
        return "\n".join([f"{count_of(len(errors), 'problem')} in the tables:", *lines])


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One thing that is wrong or odd: where it stands, what value, what to do.

    Attributes
    ----------
    severity
        "error" keeps the tables from being read; "warning" may be wrong; "note" says what was
        done.
    table, file, sheet, row, column
        Where: as far as it is known. `row` is counted as the spreadsheet shows it.
    value
        The cell, as it was written.
    message, suggestion
        What is wrong, and what to do.
    cells
        Where it is said once of several cells of a column: the row and the value of each. `row`
        and `value` are those of the first.
    """

    severity: Severity
    table: str = ""
    file: str = ""
    sheet: str = ""
    row: int | None = None
    column: str = ""
    value: str = ""
    message: str
    suggestion: str = ""
    cells: tuple[tuple[int, str], ...] = ()


PROBLEM_COLUMNS = tuple(Problem.__dataclass_fields__)


@dataclass(kw_only=True)
class Problems:
    """Problems found so far, in the order they were found.

    Attributes
    ----------
    table, file, sheet
        Where every problem is that is added here, unless it says otherwise.
    """

    table: str = ""
    file: str = ""
    sheet: str = ""
    found: list[Problem] = field(default_factory=list)

    def add(  # noqa: PLR0913 - a problem has these parts
        self,
        severity: Severity,
        message: str,
        suggestion: str = "",
        *,
        table: str | None = None,
        file: str | None = None,
        sheet: str | None = None,
        row: int | None = None,
        column: str = "",
        value: object = "",
        cells: Iterable[tuple[int, str]] = (),
    ) -> None:
        """Add one problem."""
        self.found.append(
            Problem(
                severity=severity,
                table=self.table if table is None else table,
                file=self.file if file is None else file,
                sheet=self.sheet if sheet is None else sheet,
                row=row,
                column=column,
                value="" if value is None else str(value),
                message=message,
                suggestion=suggestion,
                cells=tuple(cells),
            )
        )

    def extend(self, problems: Iterable[Problem]) -> None:
        """Add problems that others found."""
        self.found.extend(problems)

    def __iter__(self) -> Iterator[Problem]:
        return iter(self.found)

    def __len__(self) -> int:
        return len(self.found)

    @property
    def has_errors(self) -> bool:
        """Whether one of them keeps the tables from being read."""
        return any(problem.severity == "error" for problem in self.found)

    def raise_errors(self) -> None:
        """Raise `DataError` with all of them, if one is an error."""
        if self.has_errors:
            raise DataError(make_problems(self.found))


def make_problems(problems: Iterable[Problem]) -> pd.DataFrame:
    """Return problems as a frame with the columns of `PROBLEM_COLUMNS`."""
    read = attrgetter(*PROBLEM_COLUMNS)
    frame = pd.DataFrame(list(map(read, problems)), columns=list(PROBLEM_COLUMNS))
    text = [name for name in PROBLEM_COLUMNS if name not in {"row", "cells"}]
    return frame.astype(dict.fromkeys(text, "str") | {"row": "Int64"}).fillna(
        dict.fromkeys(text, "")
    )


def describe_problems(problems: pd.DataFrame) -> list[str]:
    """Return problems as sentences, one a cause: where, what value, what to do.

    Problems are of one cause if they say the same of different values below one heading. What is
    wrong with a whole table comes first, then the causes with most cells.
    """
    causes: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for problem in problems.to_dict("records"):
        # What is said, with the value it is said of taken out, and the row it is compared with.
        shape = _DIGITS.sub("", str(problem["message"]).replace(f"'{problem['value']}'", "\0"))
        where = tuple(str(problem[name]) for name in ("file", "table", "sheet", "column"))
        # What is said of no row and no value stands by itself: nothing tells that two are alike.
        row = "" if pd.notna(problem["row"]) or problem["value"] else str(len(causes))
        causes.setdefault((*where, shape, row), []).append(
            {str(name): value for name, value in problem.items()}
        )
    ordered = sorted(causes.values(), key=lambda alike: (pd.notna(alike[0]["row"]), -len(alike)))
    return [_describe_cause(alike) for alike in ordered]


def _describe_cause(alike: Sequence[dict[str, Any]]) -> str:
    """Return problems of one cause as one line: the first, and the values that are like it."""
    first = alike[0]
    where = first["file"] or first["table"]
    if first["sheet"]:
        where = f"{where}, {first['sheet']}" if where else first["sheet"]
    numbers = [row for problem in alike for row, _ in problem["cells"] or [(problem["row"], "")]]
    rows = list(dict.fromkeys(str(row) for row in numbers if pd.notna(row)))
    if rows:
        where += f" {'row' if len(rows) == 1 else 'rows'} {join_words(rows, most=_MOST_LIKE)}"
    if first["column"]:
        where += f", {first['column']}"
    # Each other value once, with what it may mean.
    others = dict.fromkeys(
        f"'{problem['value']}'" + _say_meant(problem["suggestion"])
        for problem in alike
        if problem["value"] != first["value"]
    )
    likewise = f"The same of {join_words(list(others), most=_MOST_LIKE)}." if others else ""
    said = " ".join(part for part in (first["message"], first["suggestion"], likewise) if part)
    return f"{where}: {said}"


def did_you_mean(value: str, choices: Collection[str]) -> str:
    """Return "Did you mean '…'?" for the nearest choice, or an empty text.

    Examples
    --------
    >>> did_you_mean("borderland", ["borderlands", "ach"])
    "Did you mean 'borderlands'?"
    """
    # Choices may come as a set: in the order of the alphabet, so that equals always give the same.
    ordered = sorted(choices)
    meant = find_nearest([value], ordered).get(value)
    if meant is None and len(value) > 2:
        begins = (name for name in ordered if name.casefold().startswith(value.casefold()))
        meant = next(begins, None)
    return f"Did you mean '{meant}'?" if meant is not None else ""


def find_nearest(
    values: Iterable[str], names: Sequence[str], *, least: float = _LIKE
) -> dict[str, str]:
    """Return, for each value that has one, the name most like it, case left aside.

    Parameters
    ----------
    values
        Texts as they were written.
    names
        What may have been meant. Among equally near ones the last wins.
    least
        Likeness, 0 to 1, below which nothing is suggested: twice the letters that both share in
        order, as a share of all their letters.

    Returns
    -------
    dict
        Value to name. Time grows with the product of both: 700 among 20,000 take about 0.2 s.

    Examples
    --------
    >>> find_nearest(["borderland", "zz"], ["Borderlands", "ACH"])
    {'borderland': 'Borderlands'}
    """
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - wanted only where something is wrong

    written, nearest = list(values), {}
    if not names:
        return {}
    folded = [name.casefold() for name in names]
    step = max(1, _AT_ONCE // len(names))
    for start in range(0, len(written), step):
        block = written[start : start + step]
        # (values, names) percent; 0 where it is below the least.
        likeness = process.cdist(
            [value.casefold() for value in block],
            folded,
            scorer=fuzz.ratio,
            score_cutoff=100 * least,
            dtype=np.float32,
        )
        # From the right, because among equals the last wins: ids come after names.
        best = likeness.shape[1] - 1 - np.argmax(likeness[:, ::-1], axis=1)
        for row, (value, name) in enumerate(zip(block, best.tolist(), strict=True)):
            if likeness[row, name] > 0:
                nearest[value] = names[name]
    return nearest


def wrong_choice(option: str, value: object, choices: Collection[str]) -> ValueError:
    """Return the error for an option outside its choices: what it was and what it may be."""
    parts = [
        f"{option} {value!r} is not one of the choices.",
        did_you_mean(str(value), choices),
        f"Choose one of {sorted(choices)}.",
    ]
    return ValueError(" ".join(part for part in parts if part))


def _say_meant(suggestion: str) -> str:
    """Return what a suggestion asks, as " (Did you mean 'a'?)"; an empty text if nothing."""
    question, mark, _ = suggestion.partition("?")
    return f" ({question}?)" if mark else ""
