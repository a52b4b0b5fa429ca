"""The answer of `find_focus` and its sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from ecosystem.result import Result
from ecosystem.wording import count_of, join_words, start_sentence

from .frames import NO_ROOM, NONE, NOT_RECORDED

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAMED = 4
"""Service types named in the headline for one reason; the rest are counted."""


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class FocusResult(Result):
    """Who could lead on each service type, who else, and what the change would cost.

    Attributes
    ----------
    organisations
        What each running organisation would lead on, by organisation_id: name, leads (how many),
        service_types (split by a bar), could_lead (how many types it is recorded as able to lead),
        capacity (how many it may lead on).
    reviews
        Which lead visits and reviews which, by organisation_id of the reviewer: name, reviews,
        reviews_name, is_other_sector (empty where a sector is not recorded). Nobody reviews itself,
        no two one another.
    summary
        service_types, covered, no_room, nobody_can_lead, not_recorded (types by status), limit (the
        most types that any organisation may lead on), fit (sum over all leads).
    """

    organisations: pd.DataFrame
    reviews: pd.DataFrame
    summary: pd.Series

    @property
    def headline(self) -> str:
        """The answer in one sentence."""
        total, covered = int(self.summary["service_types"]), int(self.summary["covered"])
        if not total:
            return "No service type is recorded, so there is nothing to lead on."
        rest = "; ".join(self._say_rest())
        if not covered:
            return f"{start_sentence(rest)}."
        if total == 1:
            start = f"{start_sentence(str(self.table.index[0]))} can have a lead"
        else:
            some = "Each" if covered == total else f"{covered:,}"
            start = f"{some} of the {total:,} service types can have a lead"
        limit = int(self.summary["limit"])
        spread = f", and no organisation leads on more than {limit:,}"
        return f"{start}{spread if total > 1 else ''}{'; ' if rest else ''}{rest}."

    def _say_rest(self) -> Iterator[str]:
        """Yield why types have no lead, each reason with the types it holds for."""
        for status, words in (
            (NONE, "nobody can lead on {}"),
            (NOT_RECORDED, "nobody is recorded who could lead on {}"),
            (NO_ROOM, "those recorded as able to lead on {} lead on as much as they may"),
        ):
            types = self.table.index[self.table["status"] == status]
            if len(types):
                yield words.format(join_words(types, most=_NAMED))

    def explain(self, key: str) -> str:
        """Return who could lead on a service type, who else, and what that would cost."""
        row = self._row(key)
        if row["status"] == NONE:
            return f"Nobody can lead on {key}: of every organisation it is recorded that it cannot."
        if row["status"] == NOT_RECORDED:
            return (
                f"Nobody is recorded who could lead on {key}; that is not to say that nobody could."
            )
        if row["status"] == NO_ROOM:
            full = f"All who are recorded as able to lead on {key} lead on as much as they may"
            if pd.isna(row["next_best"]):
                return f"{full}."
            return f"{full}; {self._say_instead(row)}."
        return f"{self._say_lead(row)}; {self._say_change(row)}."

    def _say_lead(self, row: pd.Series) -> str:
        """Return who leads and why that one."""
        fit = row["fit"]
        if self.settings["scores"] is None:
            why = f"it runs {count_of(fit, 'service')} of the type"
        else:
            why = f"its score is {_say_number(fit)}"
        return f"{row['lead_name']} could lead on {row.name}: {why}"

    def _say_change(self, row: pd.Series) -> str:
        """Return who is next best and what the change would cost."""
        if pd.isna(row["next_best"]):
            return "no other organisation is recorded that could"
        name, lost = row["next_best_name"], int(row["types_lost"])
        if lost:
            return f"next best is {name}, but then {count_of(lost, 'type')} fewer would have a lead"
        if not row["cost_of_change"]:
            return f"{name} would do as well"
        return f"next best is {name}, and {self._say_fit(row)}"

    def _say_instead(self, row: pd.Series) -> str:
        """Return who would lead on a type without a lead if another were left without."""
        words = f"{row['next_best_name']} could, if another type went without a lead"
        return words if not row["cost_of_change"] else f"{words}, and {self._say_fit(row)}"

    def _say_fit(self, row: pd.Series) -> str:
        """Return how the fit of the whole plan would change."""
        fit = self.summary["fit"]
        than = f"{_say_number(fit - row['cost_of_change'])} in place of {_say_number(fit)}"
        if self.settings["scores"] is None:
            return f"together the leads would run {than} services of their types"
        return f"the scores of all leads would come to {than}"


def _say_number(number: float) -> str:
    """Return a number with two places at most, and none where it is whole."""
    return f"{number:,.2f}".rstrip("0").rstrip(".")
