"""The answer about organisations entered twice, and its wording."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ecosystem.data import ASK, DIFFERENT, SAME
from ecosystem.result import Result
from ecosystem.wording import count_of, join_words, say_are

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class MatchesResult(Result):
    """Pairs of records that may be one organisation, with the reasons for and against.

    Attributes
    ----------
    entities
        One row a record: entity (number), record_id, source, name, canonical_name.
    """

    entities: pd.DataFrame

    @property
    def headline(self) -> str:
        """The answer in one sentence."""
        if self.entities.empty:
            return "There are no organisations to compare."
        records = count_of(len(self.entities), "organisation")
        counts = self.table["decision"].value_counts()
        network = self.table["network"]
        networks = int(network[network != ""].nunique())
        same = int(counts.get(SAME, 0))
        ask = int(counts.get(ASK, 0)) - int((network != "").sum())
        if not same + ask + networks:
            return f"Of {records} none seems to be entered twice."
        parts = [f"{count_of(same, 'pair')} {say_are(same)} taken to be the same"] if same else []
        parts += [f"{count_of(ask, 'pair')} {say_are(ask)} for a person to decide"] if ask else []
        if networks:
            groups = count_of(networks, "group that may be", "groups that may each be")
            parts.append(
                f"{groups} branches of one network {say_are(networks)} to be decided at once"
            )
        return f"Of {records}, {join_words(parts)}; nothing is merged until you say so."

    def explain(self, key: str | int) -> str:
        """Return why the pair of this number reads as it does, in one sentence."""
        row = self._row(int(key) if str(key).isdecimal() else key)  # type: ignore[arg-type]
        verdict = {
            SAME: "are taken to be the same",
            ASK: "may be the same: ask a person",
            DIFFERENT: "are taken to be different",
        }[row["decision"]]
        reasons = [
            f"{word} {row[column]}"
            for word, column in (("for it:", "reasons_for"), ("against it:", "reasons_against"))
            if row[column]
        ]
        a, b = (self._name(row, side) for side in ("a", "b"))
        return f"{a} and {b} {verdict}; {'; '.join(reasons)}."

    @staticmethod
    def _name(row: pd.Series, side: str) -> str:
        """Return the name of one of a pair, with its id where the other's is the same."""
        name = str(row[f"name_{side}"])
        return f"{name} ({row[f'record_{side}']})" if row["name_a"] == row["name_b"] else name
