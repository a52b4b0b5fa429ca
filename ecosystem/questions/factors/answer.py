"""The answer of `find_factors` and its sentences."""

from __future__ import annotations

from dataclasses import dataclass

from ecosystem.result import Result
from ecosystem.wording import join_words


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class FactorsResult(Result):
    """What the data hold on each of the twelve success factors of collaboration."""

    @property
    def headline(self) -> str:
        """The answer in one sentence."""
        is_told = self.table["is_evidenced"]
        total, told = len(self.table), int(is_told.sum())
        if not told:
            return f"Nothing that bears on any of the {total} success factors is recorded yet."
        if told == total:
            return f"These data hold evidence on all of the {total} success factors."
        silent = self.table.loc[~is_told, "name"]
        nothing = join_words(silent, last="or")
        start = f"These data hold evidence on {told} of the {total} success factors"
        return f"{start}; nothing on {nothing}."

    def explain(self, key: str) -> str:
        """Return what is recorded on a factor, in one sentence; `key` is its number or its name."""
        names = self.table["name"].tolist()
        number = names.index(key) + 1 if key in names else key
        if isinstance(number, str) and number.isdigit():
            number = int(number)
        row = self._row(number)  # type: ignore[arg-type]  # the index is a number
        if row["is_evidenced"]:
            return f"{row['name'].capitalize()}: {row['evidence']}"
        where = str(row["columns_missing"]).replace("; ", ", or ")
        nothing = f"{row['name'].capitalize()}: nothing is recorded on {row['measure']}"
        return f"{nothing}; it would stand in {where}."
