"""The answer of `find_value` and its sentences."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from ecosystem.disclosure import VISIBILITIES, are_small, count_people, hide_small, is_small
from ecosystem.result import Result
from ecosystem.wording import count_of, say_are, start_sentence

_VALUES = ["value_low", "value_high"]
_IF = "if the unit values hold"


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class ValueResult(Result):
    """What outcomes are worth in pounds, each and all together.

    Attributes
    ----------
    summary
        outcomes, outcomes_known (of which units and unit value are known), value_low and value_high
        (pounds, of these), value_a_year_low and value_a_year_high (pounds, if months are given).
        A high value is empty where there is no upper limit.
    """

    summary: pd.Series

    @property
    def headline(self) -> str:
        """The answer in one sentence."""
        summary = self.summary
        total, known = int(summary["outcomes"]), int(summary["outcomes_known"])
        if not total:
            return "No outcome is given, so nothing can be said of what was gained."
        if not known:
            return "Of no outcome are both the number and the unit value known."
        low, high = summary["value_low"], summary["value_high"]
        if self._is_telling:
            return (
                f"What {count_of(total, 'outcome')} came to is not said: a number from 1 to 4 "
                "could be worked out from it."
            )
        words = _say_range(low, high)
        months = self.settings["months"]
        if isinstance(months, (int, float)):
            a_year = _say_range(summary["value_a_year_low"], summary["value_a_year_high"])
            words += f" over {months:g} {'month' if months == 1 else 'months'}"
            words += f", {a_year} a year at that rate"
        part = ""
        if known < total:
            part = (
                f", from {known:,} of {count_of(total, 'outcome')}; what the other "
                f"{count_of(total - known, 'outcome')} {say_are(total - known)} worth is not known"
            )
        return f"{start_sentence(words)}, {_IF}{part}."

    def explain(self, key: str) -> str:
        """Return what an outcome is worth and how that was worked out, in one sentence."""
        row = self._row(key)
        if pd.isna(row["units"]):
            return f"{key}: how many there were is not known, so neither is what it is worth."
        units = _say_units(row["units"], row["units_high"])
        counted = f"{key}: {units} {row['unit']}".rstrip()
        if pd.isna(row["unit_value_low"]):
            return f"{counted}; what one is worth is not known."
        source = f" ({row['source']})" if row["source"] else ""
        each = _say_range(row["unit_value_low"], row["unit_value_high"])
        if is_small(row["units"]) or is_small(row["units_high"]):
            return f"{counted} at {each} each{source}."
        value = _say_range(row["value_low"], row["value_high"])
        return f"{counted} at {each} each{source}: {value}."

    @property
    def shown(self) -> pd.DataFrame:
        """The table as anyone may see it: without small numbers, and what would tell them."""
        return hide_small(self.table, ["units", "units_high"], _VALUES)

    @property
    def shown_frames(self) -> dict[str, pd.DataFrame | pd.Series]:
        """The summary as anyone may see it: no total from which a small number would follow."""
        totals = [name for name in self.summary.index if name.startswith("value_")]
        summary = self.summary.astype(object)
        return {"summary": summary.mask(summary.index.isin(totals) & self._is_telling)}

    @property
    def _is_telling(self) -> bool:
        """Whether the totals rest on an exact number from 1 to 4, which could be worked out."""
        is_exact = self.settings["visibility"] == VISIBILITIES[-1]
        few = [are_small(self.table[name].dropna()).any() for name in ("units", "units_high")]
        return is_exact and any(few)


def _say_units(low: float, high: float) -> str:
    """Return a number of units, or what it lies between."""
    if pd.isna(high):
        return f"at least {count_people(low)}"
    if low == high:
        return count_people(low)
    if is_small(low) or is_small(high) or low == 0:
        return f"up to {count_people(high)}"
    return f"{count_people(low)} to {count_people(high)}"


def _say_range(low: float, high: float) -> str:
    """Return pounds, or the two sums that they lie between."""
    if pd.isna(high):
        return f"at least {_say_pounds(low)}"
    if _say_pounds(low) == _say_pounds(high):
        return _say_pounds(low)
    return f"between {_say_pounds(low)} and {_say_pounds(high)}"


def _say_pounds(pounds: float) -> str:
    """Return a sum of money in whole pounds; what is below ten with pence."""
    return f"£{pounds:,.2f}" if 0 < pounds < 10 and pounds % 1 else f"£{pounds:,.0f}"
