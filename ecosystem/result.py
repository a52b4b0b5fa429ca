"""`Result`: the shape every answer has."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, fields
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from .errors import did_you_mean
from .wording import mark_turns

if TYPE_CHECKING:
    from collections.abc import Mapping


_ROWS_SHOWN = 20


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
    """

    table: pd.DataFrame
    settings: Mapping[str, object]
    notes: tuple[str, ...]

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
        if key not in self.table.index:
            hint = did_you_mean(str(key), [str(one) for one in self.table.index])
            msg = f"{self.table.index.name} {key!r} is not in this answer. {hint}".strip()
            raise ValueError(msg)
        return self.table.loc[[key]].iloc[0]

    def __repr__(self) -> str:
        return "\n".join([self.headline, *(f"Note: {note}" for note in self.notes)])

    def _repr_html_(self) -> str:
        notes = "".join(f"<li>{escape(note)}</li>" for note in self.notes)
        # A notebook is saved and sent like a file, so it shows what anyone may see.
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
