"""The answer of `find_placements` and its sentences."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ecosystem.disclosure import (
    count_people,
    hide_figures,
    hide_small,
)
from ecosystem.result import Result
from ecosystem.wording import count_of, join_words, say_share

from .candidates import KINDS
from .covering import TOLERANCE

_PEOPLE = ["people_covered", "people_covered_low", "total_covered", "total_covered_high"]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class PlacementsResult(Result):
    """Which places to open, or organisations to train, in order of what each adds.

    Attributes
    ----------
    uncovered
        Areas with people still left without, by what is recorded, by area_code: name, people,
        nearest_km (to the nearest place after this, a base where there is no site), can_be_covered
        (whether some candidate reaches them), is_hidden (counts that may not be shown).
    swaps
        Choices almost as good, each one place different: out, out_name, into, into_name, covered
        (people) or, for the distance, mean_km, and loss (share of the best, 0 to 0.01). Only for
        objectives "covered" and "distance".
    summary
        people (in need, where known), covered_before and covered (people), share_before and
        share, mean_km_before and mean_km (for each person, in a straight line), least_share (of
        any larger place), bound (the best that any choice could reach, in the measure of the
        objective: people, places or cost, mean km, least share), gap (share by which the bound is
        better), is_proven (no choice is better by what is recorded) and services_possible (of
        which not all is recorded, so that they may be help that is there and are not counted), and
        capacities_not_known (services that are, and are taken to be enough).
    """

    uncovered: pd.DataFrame
    swaps: pd.DataFrame
    summary: pd.Series

    @property
    def headline(self) -> str:
        """The answer in one sentence."""
        summary, asked = self.summary, self.settings["asked"]
        if self.table.empty:
            return self._say_none()
        names = join_words(self.table["name"], most=4)
        many = len(self.table) > 1
        if self.settings["kind"] == "organisations":
            level = self.settings["level"]
            start = f"{names}, trained to level {level}," if level else f"{names}, with a place,"
        else:
            start = f"{count_of(len(self.table), 'new place')} for {asked}, in {names},"
        if self.settings["objective"] == "distance":
            # With more services there than is certain every way may be shorter.
            before, at_most = summary["mean_km_before"], " at most" if self._is_open else ""
            was = "" if pd.isna(before) else f", where it is {_say_way(before)}{at_most} now"
            effect = f"would bring the mean way to {_say_way(summary['mean_km'])}{at_most}{was}"
        elif self.settings["objective"] == "fairest" and summary["least_share"] < summary["share"]:
            effect = (
                "would bring help within reach of "
                f"{say_share(summary['least_share'])} or more of the people in each larger place"
            )
        else:
            effect = f"would reach {self._say_more()}"
            # What is taken to be enough need not be: then no share of the people is known.
            is_told = pd.notna(summary["share"]) and not summary["capacities_not_known"]
            if is_told and "people_covered_low" not in self.table:
                effect += f", {say_share(summary['share'])} of those counted as in need"
                effect += f" where it is {say_share(summary['share_before'])} now"
        return f"{start} {effect}; {self._say_proof(many=many)}."

    @property
    def _is_open(self) -> bool:
        """Whether how much help there is hangs on what services do not say."""
        if self.settings["objective"] == "distance":
            return bool(self.summary["services_possible"])
        return bool(self.summary["services_possible"] or self.summary["capacities_not_known"])

    @property
    def _who(self) -> str:
        return str(self.settings["counted_as"] or "people")

    def _say_more(self) -> str:
        """Return how many more people are reached, as a range where not all is recorded."""
        summary, added = self.summary, self.table["people_covered"]
        more = summary["covered"] - summary["covered_before"]
        least = self.table.get("people_covered_low", added)
        if least.sum() < more - TOLERANCE:
            return f"{count_people(least.sum())} to {count_people(more)} more {self._who}"
        up_to = "up to " if self.settings["kind"] == "organisations" else ""
        return f"{up_to}{count_people(more)} more {self._who}"

    def _say_none(self) -> str:
        asked = self.settings["asked"]
        if not self.summary["people"] > 0:
            return (
                f"No need for {asked} is known in any area, so where a new place would help cannot "
                "be said."
            )
        if self.uncovered.empty and self.summary["covered_before"] >= self.summary["people"]:
            return f"No new place for {asked} would help more people than have one now."
        return f"None of the places that could be opened would help more people to {asked}."

    def _say_proof(self, *, many: bool) -> str:
        if self.summary["is_proven"]:
            if self.settings["objective"] == "everyone":
                best = "fewer or cheaper cannot reach as many"
                return best + (" by what is recorded" if self._is_open else "")
            best = f"no other {'choice' if many else 'one'} does better"
            return best + (" by what is recorded" if self._is_open else "")
        gap = self.summary["gap"]
        if pd.isna(gap):
            return "whether another choice does better is not known"
        # Rounded up, so that what is not proven never reads 0.0%.
        return f"no choice can do better by more than {np.ceil(gap * 1000) / 1000:.1%}"

    def explain(self, key: str) -> str:
        """Return what one place adds, in one sentence; `key` is its order or its id."""
        is_area = self.settings["kind"] == "areas"
        id_column = KINDS["areas" if is_area else "organisations"]
        ids = self.table[id_column].tolist()
        order = ids.index(key) + 1 if key in ids else key
        if isinstance(order, str) and order.isdigit():
            order = int(order)
        row = self._row(order)  # type: ignore[arg-type]  # the index is the order, a number
        where = "in " if is_area else "at "
        added = count_people(row["people_covered"])
        if self.settings["objective"] == "distance":
            up_to, at_most = ("up to ", " at most") if self._is_open else ("", "")
            return (
                f"A place {where}{row['name']} would be nearer for {up_to}{added} {self._who} and "
                f"bring the mean way to {_say_way(row['mean_km'])}{at_most}."
            )
        before = int(str(row.name)) - 1
        first = f"After the first{f' {before:,}' if before > 1 else ''}" if before else "Alone"
        would = f"{first}, a place {where}{row['name']} would reach"
        low = row.get("people_covered_low", row["people_covered"])
        total, total_high = row["total_covered"], row.get("total_covered_high", np.nan)
        if low < row["people_covered"] - TOLERANCE:
            added = f"{count_people(low)} to {added}"
        in_all = count_people(total)
        if total_high > total + TOLERANCE:
            in_all += f" to {count_people(total_high)}"
        return f"{would} {added} more {self._who}; {in_all} would then be reached in all."

    @property
    def shown(self) -> pd.DataFrame:
        """The table as it may be shown to anyone: counts from 1 to 4 as "under 5"."""
        return hide_small(self.table, [name for name in _PEOPLE if name in self.table])

    @property
    def shown_frames(self) -> dict[str, pd.DataFrame | pd.Series]:
        """The areas left, the swaps and the summary as they may be shown to anyone."""
        covered = ["covered"] if "covered" in self.swaps else []
        people = ["people", "covered_before", "covered"]
        people += ["bound"] if self.settings["objective"] == "covered" else []
        return {
            "uncovered": hide_small(self.uncovered, ["people"]),
            "swaps": hide_small(self.swaps, covered),
            "summary": hide_figures(self.summary.astype(object), people),
        }


def _say_way(km: float) -> str:
    """Return a mean distance to a tenth of a kilometre; what would round to none is said so."""
    return f"{km:,.1f} km" if km >= 0.05 else "less than 0.1 km"
