"""`Result`: the shape every answer has."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Hashable
from dataclasses import dataclass, field, fields
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from .disclosure import note_exact
from .errors import did_you_mean
from .wording import count_of, join_words, mark_turns, start_sentence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


_ROWS_SHOWN = 20

TO_ASK_COUNTS = ("areas", "organisations", "people")
"""What is settled, in the frame `to_ask`; with "_high" behind: if the answers fall well."""

_TO_ASK_WORDS = ("table", "id", "column", "name")
"""The columns of `to_ask` that say which cell it is."""

_ASKED = {
    ("services", "legal_aid"): (
        "whether it has a legal aid contract",
        "whether they have a legal aid contract",
    ),
    ("services", "level"): ("at which level it advises", "at which level they advise"),
    ("services", "capacity"): ("how many people it can see", "how many people they can see"),
    ("services", "eligibility"): ("whom it is for", "whom they are for"),
    ("services", "languages"): ("in which languages it works", "in which languages they work"),
    ("services", "accepting_referrals"): (
        "whether it takes referrals",
        "whether they take referrals",
    ),
    ("catchments", "area_code"): ("where it works", "where they work"),
    ("organisations", "answered"): ("whom it works with", "whom they work with"),
    ("memberships", "is_elected"): ("whether it was elected", "whether they were elected"),
    ("memberships", "start"): (
        "since when it speaks for its area",
        "since when they speak for their areas",
    ),
    ("memberships", "end"): (
        "until when it speaks for its area",
        "until when they speak for their areas",
    ),
    ("memberships", "represents_area_code"): (
        "for which area it speaks",
        "for which area they speak",
    ),
    ("groups", "meetings_per_year"): ("how often it meets", "how often they meet"),
}
"""What is asked of one row, and of several, by table and column."""

_FOUND_OUT = {
    ("demand", "people"): "find out how many people are in need in {names}",
    ("referrals", "sent"): "find out how many were sent {names}",
    ("referrals", "accepted"): "find out how many were accepted of those sent {names}",
    (
        "referrals",
        "feedback",
    ): "find out whether the sender hears what became of those sent {names}",
}
"""What no one row can be asked, as it goes into the sentence."""

_NAMED = 5
"""Rows named for one thing that is asked: as many as the report's first page asks for in all. A
sentence with more is a list, which the frame is."""


def make_to_ask(columns: Mapping[str, Sequence[object]]) -> pd.DataFrame:
    """Return a frame `to_ask` of these cells, column by column, numbered from 1."""
    index = pd.RangeIndex(1, len(columns["id"]) + 1, name="ask")
    told = {
        name: pd.Series([*cells], index, dtype="str" if name in _TO_ASK_WORDS else "int64")
        for name, cells in columns.items()
    }
    return pd.DataFrame(told, index)


def empty_to_ask() -> pd.DataFrame:
    """Return the frame `to_ask` of an answer of which nothing is to be asked."""
    counts = [name + side for side in ("", "_high") for name in TO_ASK_COUNTS]
    return make_to_ask(dict.fromkeys([*_TO_ASK_WORDS, *counts], ()))


class Rows:
    """The rows of a frame, by what it is indexed by.

    To cut a row out of a frame costs fifteen times as much as to take its cells from the columns,
    and an index of text looks through all of itself for one.

    Examples
    --------
    >>> rows = Rows(pd.DataFrame({"name": ["Ash", "Birch"], "sent": [3, 4]}, index=["a", "b"]))
    >>> rows["b"].to_dict(), "c" in rows
    ({'name': 'Birch', 'sent': 4}, False)
    """

    def __init__(self, frame: pd.DataFrame) -> None:
        self._headings = frame.columns
        self._columns = [
            column.to_numpy() if isinstance(column.dtype, np.dtype) else column.array
            for _, column in frame.items()
        ]
        self._places = {key: place for place, key in enumerate(frame.index)}

    def __contains__(self, key: object) -> bool:
        return key in self._places

    def __getitem__(self, key: object) -> pd.Series:
        """Return the row of a key with its cells as they are."""
        place = self._places[key]
        cells = np.empty(len(self._columns), dtype=object)
        cells[:] = [column[place] for column in self._columns]
        return pd.Series(cells, self._headings, dtype=object, name=key, copy=False)


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Result(ABC):
    """An answer: a table, one sentence for the whole and one for each row.

    Attributes
    ----------
    table
        Tidy, indexed by the id the question is about: all of them, in order.
    settings
        Every option used, enough to repeat the answer, and the `visibility` of the data behind
        it.
    notes
        The limits of this answer, in sentences.
    to_ask
        The unrecorded cells that keep most of the answer open, most telling first, at most ten:
        table, id and column of the cell and name of its row; areas, organisations and people that
        are settled once it and all above it are recorded, whatever they say; and areas_high,
        organisations_high and people_high, if they say what settles most. People are not counted
        where their number may not be shown. Empty where nothing unrecorded keeps anything open, or
        so much that no ten cells would settle anything.
    """

    table: pd.DataFrame
    settings: Mapping[str, object]
    notes: tuple[str, ...]
    to_ask: pd.DataFrame = field(default_factory=empty_to_ask)

    @property
    @abstractmethod
    def headline(self) -> str:
        """The answer in one sentence."""

    @abstractmethod
    def explain(self, key: str) -> str:
        """Return why the row `key` reads as it does, in one sentence."""

    @property
    def shown(self) -> pd.DataFrame:
        """The table as anyone may see it: counts of people from 1 to 4 read "under 5"."""
        return self.table.copy(deep=False)

    @property
    def shown_frames(self) -> dict[str, pd.DataFrame | pd.Series]:
        """What else holds counts of people, by name, as anyone may see it."""
        return {}

    def to_dict(self) -> dict[str, object]:
        """Return the answer as plain lists, texts and numbers, ready for JSON.

        Empty cells are None. Every frame of the answer is there under its own name. Numbers are
        exact, small ones too: for what leaves the house use `write_result`.
        """
        answer: dict[str, object] = {"headline": self.headline, "notes": list(self.notes)}
        answer["settings"] = {name: _plain(value) for name, value in self.settings.items()}
        for one in fields(self):
            value = getattr(self, one.name)
            if isinstance(value, (pd.DataFrame, pd.Series)):
                answer[one.name] = list_rows(value)
        return answer

    def _row(self, key: str) -> pd.Series:
        """Return the row of the table with this id."""
        if not isinstance(key, Hashable) or key not in self._rows:
            hint = did_you_mean(str(key), [str(one) for one in self.table.index])
            msg = f"{self.table.index.name} {key!r} is not in this answer. {hint}".strip()
            raise ValueError(msg)
        return self._rows[key]

    @cached_property
    def _rows(self) -> Rows:
        return Rows(self.table)

    def __repr__(self) -> str:
        notes = [f"Note: {note}" for note in self.notes]
        return "\n".join([self.headline, *notes, *say_to_ask(self.to_ask)])

    def _repr_html_(self) -> str:
        listed = [*self.notes, *say_to_ask(self.to_ask), *note_exact(self.settings)]
        notes = "".join(f"<li>{escape(note)}</li>" for note in listed)
        # A notebook is saved and sent like a file, so it shows no small number as it is.
        shown = self.shown.head(_ROWS_SHOWN).to_html(escape=True, na_rep="", border=0)
        more = len(self.table) - _ROWS_SHOWN
        rest = f"<p>… and {more:,} more rows in <code>.table</code></p>" if more > 0 else ""
        headline = f"<p><strong>{escape(self.headline)}</strong></p>"
        return mark_turns(f"{headline}<ul>{notes}</ul>{shown}{rest}")


def list_rows(frame: pd.DataFrame | pd.Series) -> object:
    """Return the rows of a frame with what it is indexed by, or the cells of a series, as JSON."""
    if isinstance(frame, pd.Series):
        return {str(name): _plain(cell) for name, cell in frame.items()}
    if frame.index.name is not None:
        frame = frame.reset_index()
    return [
        {str(name): _plain(cell) for name, cell in row.items()} for row in frame.to_dict("records")
    ]


def _plain(value: Any) -> object:  # noqa: ANN401 - a cell holds anything
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(part) for part in value]
    if isinstance(value, dict):
        return {str(name): _plain(part) for name, part in value.items()}
    if pd.isna(value):
        return None
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return value


def say_to_ask(to_ask: pd.DataFrame) -> list[str]:
    """Return what to ask next and what that settles, in a sentence; none if nothing is to be asked.

    Examples
    --------
    >>> cells = {"table": "services", "column": "level", "name": ["Ash", "Birch"], "areas": [0, 1]}
    >>> cells |= {"areas_high": [1, 3], "people": [0, 90], "people_high": [90, 1200]}
    >>> say_to_ask(pd.DataFrame(cells | {"organisations": 0, "organisations_high": 0}))[0]
    'Ask Ash and Birch at which level they advise: that settles it for 1 area with 90 people ...'
    """
    if to_ask.empty:
        return []
    groups: dict[tuple[str, str], list[str]] = {}
    for table, column, name in zip(to_ask["table"], to_ask["column"], to_ask["name"], strict=True):
        groups.setdefault((table, column), []).append(name)
    asked = "; ".join(_say_group(cell, names) for cell, names in groups.items())
    settled = _say_settled(to_ask.iloc[-1])
    return [start_sentence(f"{asked}{': ' if settled else ''}{settled}.")]


def _say_group(cell: tuple[str, str], names: list[str]) -> str:
    if cell[0] == "referrals":
        # Their rows are named "Ash to Birch".
        names = [f"from {name}" for name in names]
    named = join_words(names, most=_NAMED)
    if cell in _FOUND_OUT:
        return _FOUND_OUT[cell].format(names=named)
    column = cell[1].replace("_", " ")
    words = _ASKED.get(cell, (f"what its {column} is", f"what their {column} is"))
    return f"ask {named} {words[len(names) > 1]}"


def _say_settled(row: pd.Series) -> str:
    least = _say_counts([row[name] for name in TO_ASK_COUNTS])
    most = _say_counts([row[f"{name}_high"] for name in TO_ASK_COUNTS])
    if not most:
        return ""
    if least == most:
        return f"that settles it for {least}"
    if not least:
        return f"that may settle it for up to {most}"
    return f"that settles it for {least} whatever the answers, and for up to {most}"


def _say_counts(counts: list[int]) -> str:
    """Return areas, organisations and people in words; empty if there are none."""
    areas, organisations, people = counts
    named = [count_of(areas, "area")] if areas else []
    named += [count_of(organisations, "organisation")] if organisations else []
    with_people = f" with {people:,} people" if people else ""
    return f"{join_words(named)}{with_people}" if named else with_people.removeprefix(" with ")
