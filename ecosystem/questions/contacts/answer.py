"""The answer about people whom several are in touch with, and its wording."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from ecosystem.disclosure import SMALL
from ecosystem.result import Result
from ecosystem.wording import count_of, join_words, say_are, start_sentence

NOBODY, MOST = "0", "3 or more"
IN_TOUCH = (NOBODY, "1", "2", MOST)
"""With how many organisations people are in touch."""


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class ContactOverlapResult(Result):
    """How many people are in touch with none, one, two, or three or more organisations.

    Attributes
    ----------
    plan
        One row for each number in each list: organisation (who holds the list; "reference" for
        the reference list), person (its number there), organisations_in_touch (empty where the
        row cannot be compared), caller (who goes on, or begins, calling; empty: nobody has a
        place left). For each organisation its own rows only; they hold no hash and no name.
    """

    plan: pd.DataFrame

    @property
    def headline(self) -> str:
        """The answer in one sentence."""
        parts = [self._say(key) for key in (MOST, "2", "1", NOBODY)]
        return start_sentence(f"{join_words([part for part in parts if part])}.")

    def explain(self, key: str) -> str:
        """Return how many are in touch with this many, and within which limits, in a sentence."""
        row = self._row(key)
        if key == NOBODY and not self.settings["reference"]:
            return (
                "Whom nobody contacts is not known: that needs a list of all who should be, as a "
                "reference."
            )
        if pd.isna(row["people"]):
            return start_sentence(f"{self._say(key)}.")
        limits = ""
        if row["low"] != row["high"]:
            limits = (
                f"; from {int(row['low']):,} to {int(row['high']):,}, as one fact that agrees may "
                "be chance or the same person"
            )
        return start_sentence(f"{self._say(key)}{limits}.")

    @property
    def shown(self) -> pd.DataFrame:
        """The table as anyone may see it; what is hidden in it reads "not shown"."""
        hidden = self.table["is_hidden"]
        shown = self.table.drop(columns="is_hidden").astype(object)
        return shown.mask(hidden, f"{SMALL}, or would tell such a number")

    def _say(self, key: str) -> str:
        row = self.table.loc[key]
        if key == NOBODY and not self.settings["reference"]:
            return ""
        with_whom = {
            NOBODY: "with none of the organisations",
            "1": "with one organisation",
            "2": "with two organisations",
            MOST: "with three or more organisations",
        }[key]
        if row["is_hidden"]:
            return f"how many are in touch {with_whom} is not shown"
        number = int(str(row["people"]))
        people = count_of(number, "person", "people") if number else "nobody"
        return f"{people} {say_are(number or 1)} in touch {with_whom}"
