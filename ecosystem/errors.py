"""What is wrong, where, and what to do: problems, the two errors, and what was meant."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from .wording import count_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

Severity = Literal["error", "warning", "note"]

_SHOWN = 20
"""Problems in the text of an error: a screenful. All of them are in its table."""

_LIKE = 0.6
"""Likeness from which a name may be what was meant; the cutoff of difflib, kept because people
know suggestions of that quality from Python itself."""

_AT_ONCE = 2_000_000
"""Pairs of names compared in one piece: keeps their table of likeness at 8 MB."""


class DataError(Exception):
    """The tables are wrong.

    Attributes
    ----------
    problems
        One row a problem, all of them: severity (error, warning or note), table, file, sheet,
        row (as the spreadsheet shows it), column, value, message, suggestion.
    """

    def __init__(self, problems: pd.DataFrame) -> None:
        super().__init__(problems)
        self.problems = problems

    def __str__(self) -> str:
        errors = self.problems[self.problems["severity"] == "error"]
        lines = [f"  {describe_problem(row)}" for _, row in errors.head(_SHOWN).iterrows()]
        if len(errors) > _SHOWN:
            lines.append(f"  … and {len(errors) - _SHOWN} more; all are in error.problems.")
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
    frame = pd.DataFrame([asdict(problem) for problem in problems], columns=list(PROBLEM_COLUMNS))
    text = [name for name in PROBLEM_COLUMNS if name != "row"]
    return frame.astype(dict.fromkeys(text, "str") | {"row": "Int64"}).fillna(
        dict.fromkeys(text, "")
    )


def describe_problem(problem: pd.Series) -> str:
    """Return one problem as a sentence: where, what value, what to do."""
    where = problem["file"] or problem["table"]
    if problem["sheet"]:
        where = f"{where}, {problem['sheet']}" if where else problem["sheet"]
    if pd.notna(problem["row"]):
        where += f" row {problem['row']}"
    if problem["column"]:
        where += f", {problem['column']}"
    return f"{where}: {problem['message']} {problem['suggestion']}".strip()


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
