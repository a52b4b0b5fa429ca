"""The error for wrong tables, and the wording every message and sentence shares."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from .wording import count_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from numpy.typing import NDArray


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


_CUTOFF = 0.6
_CANDIDATES = 8


@dataclass(frozen=True, kw_only=True, eq=False)
class NameIndex:
    """Names, and for each pair of letters the names that have it."""

    names: Sequence[str]
    folded: Sequence[str]
    sizes: NDArray[np.float64]
    places: Mapping[str, NDArray[np.int64]]


def index_names(names: Sequence[str]) -> NameIndex:
    """Return an index in which the nearest of the names can be found."""
    folded = [name.casefold() for name in names]
    places: dict[str, list[int]] = {}
    sizes = []
    for place, text in enumerate(folded):
        pairs = _pairs(text)
        sizes.append(len(pairs))
        for pair in pairs:
            places.setdefault(pair, []).append(place)
    return NameIndex(
        names=names,
        folded=folded,
        sizes=np.array(sizes, dtype=np.float64),
        places={pair: np.array(found, dtype=np.int64) for pair, found in places.items()},
    )


def find_nearest_names(values: Iterable[str], index: NameIndex) -> dict[str, str]:
    """Return, for each value that has one, the name most like it, case left aside.

    Candidates are the names that share most pairs of letters with the value; of these the one
    with the greatest ratio of `difflib` wins, if it is 0.6 or more.

    Notes
    -----
    Time grows with the letters of all names once, and for each value with the names that share a
    pair of letters with it: 700 values among 20,000 names take about 0.3 s.

    Examples
    --------
    >>> find_nearest_names(["borderland", "zz"], index_names(["Borderlands", "ACH"]))
    {'borderland': 'Borderlands'}
    """
    nearest = {}
    for value in values:
        pairs = _pairs(value.casefold())
        found = [index.places[pair] for pair in pairs if pair in index.places]
        if not found:
            continue
        shared = np.bincount(np.concatenate(found), minlength=len(index.folded))
        likeness = 2 * shared / (index.sizes + len(pairs))
        most = min(_CANDIDATES, len(likeness))
        best = np.argpartition(-likeness, most - 1)[:most]
        matcher = SequenceMatcher(b=value.casefold(), autojunk=False)
        ratios = {}
        for place in best.tolist():
            matcher.set_seq1(index.folded[place])
            ratios[place] = matcher.ratio()
        # Among equals the last wins, as ids come after names.
        top = max(ratios, key=lambda place: (ratios[place], place))
        if ratios[top] >= _CUTOFF:
            nearest[value] = index.names[top]
    return nearest


def _pairs(text: str) -> set[str]:
    """Return the pairs of neighbouring letters, with the ends marked."""
    marked = f"\x02{text}\x03"
    return {marked[place : place + 2] for place in range(len(marked) - 1)}
