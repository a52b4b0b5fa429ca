"""The error for wrong tables, and the wording every message and sentence shares."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

PROBLEM_COLUMNS = (
    "severity",
    "table",
    "file",
    "sheet",
    "row",
    "column",
    "value",
    "message",
    "suggestion",
)
_SHOWN = 20


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


def make_problems(rows: Iterable[dict[str, object]]) -> pd.DataFrame:
    """Return problems as a frame with the columns of `PROBLEM_COLUMNS`."""
    frame = pd.DataFrame(list(rows), columns=list(PROBLEM_COLUMNS))
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
    by_folded = {choice.casefold(): choice for choice in choices}
    near = get_close_matches(value.casefold(), by_folded, n=1, cutoff=0.6)
    if not near and len(value) > 2:
        near = [folded for folded in by_folded if folded.startswith(value.casefold())][:1]
    return f"Did you mean '{by_folded[near[0]]}'?" if near else ""


def wrong_choice(option: str, value: object, choices: Collection[str]) -> ValueError:
    """Return the error for an option outside its choices: what it was and what it may be."""
    parts = [
        f"{option} {value!r} is not one of the choices.",
        did_you_mean(str(value), choices),
        f"Choose one of {sorted(choices)}.",
    ]
    return ValueError(" ".join(part for part in parts if part))


def join_words(words: Iterable[str], *, most: int = 0) -> str:
    """Return words as "a, b and c"; beyond `most` (0: all) the rest are counted.

    Examples
    --------
    >>> join_words(["Stoke-on-Trent", "Coventry", "Dudley"])
    'Stoke-on-Trent, Coventry and Dudley'
    >>> join_words(["a", "b", "c", "d"], most=2)
    'a, b and 2 more'
    """
    listed = list(words)
    if most and len(listed) > most:
        listed = [*listed[:most], f"{len(listed) - most} more"]
    if len(listed) < 2:
        return "".join(listed)
    return f"{', '.join(listed[:-1])} and {listed[-1]}"


def count_of(number: float, noun: str, plural: str = "") -> str:
    """Return a number with its noun: "1 organisation", "1,200 organisations"."""
    return f"{number:,.0f} {noun if number == 1 else plural or noun + 's'}"


def count_people(number: float) -> str:
    """Return a number of people as it may be shown: 1 to 4 as "under 5", empty as "not known".

    Examples
    --------
    >>> count_people(3), count_people(0), count_people(1234.4)
    ('under 5', '0', '1,234')
    """
    if pd.isna(number):
        return "not known"
    return "under 5" if is_small(number) else f"{number:,.0f}"


def is_small(number: float) -> bool:
    """Tell whether a number of people is too small to show: above 0, below 5."""
    return 0 < number < 4.5
