"""The answer of `find_placements` and its sentences."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ecosystem.disclosure import (
    count_people,
    hide_figures,
    hide_small,
    is_small,
)
from ecosystem.result import Result
from ecosystem.wording import count_of, join_words, say_share

from .candidates import KINDS

_PEOPLE = ["people_covered", "people_covered_low", "total_covered", "total_covered_high"]

_TOTALS = [
    *("people", "covered_before", "covered_before_high", "covered", "covered_high"),
    *("people_covered", "people_covered_low"),
]
"""Numbers of people in the summary."""

_IF_ENOUGH = " if places whose capacity is not known are enough"
"""By what the choice is made, where the range of the figures says what else may be."""


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class PlacementsResult(Result):
    """Which places to open, or organisations to train, in order of what each adds.

    Attributes
    ----------
    uncovered
        Areas where people are still left without, or may be, by area_code: name, people (the most
        there may be), nearest_km (to the nearest place after this, a base where there is no site),
        can_be_covered (whether some candidate reaches them), is_hidden (counts that may not be
        shown), and where not all is recorded people_low (the least).
    swaps
        Choices almost as good, each one place different: out, out_name, into, into_name, covered
        (people) or, for the distance, mean_km, and loss (share of the best, 0 to 0.01). Only for
        objectives "covered" and "distance".
    summary
        people (in need, where known), covered_before and covered (people, the least there may be),
        share_before and share (of these), mean_km_before and mean_km (for each person, in a
        straight line), least_share (of any larger place), bound (the best that any choice could
        reach, in the measure of the objective: people, places or cost, mean km, least share), gap
        (share by which the bound is better), is_proven (no choice is better) and services_possible
        (of which not all is recorded, so that they may be help that is there and are not counted),
        and capacities_not_known (services that are, and organisations that could be trained, which
        do not say how many people they can see; least_share, bound, gap and swaps take them to be
        enough). Where not all is recorded also covered_before_high and covered_high (the most), and
        people_covered and people_covered_low (the most and the least that all add together).
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
        elif self._is_fairest:
            effect = (
                "would bring help within reach of "
                f"{say_share(summary['least_share'])} or more of the people in each larger place"
            )
        else:
            effect = f"would reach {self._say_more()}"
            # A share of two figures that hang together is told only where both are known.
            if pd.notna(summary["share"]) and not self._is_range:
                effect += f", {say_share(summary['share'])} of those counted as in need"
                effect += f" where it is {say_share(summary['share_before'])} now"
        return f"{start} {effect}; {self._say_proof(many=many)}."

    @property
    def _is_open(self) -> bool:
        """Whether services may be there that are not counted."""
        return bool(self.summary["services_possible"])

    @property
    def _is_range(self) -> bool:
        """Whether how many people are reached hangs on what is not recorded."""
        return "covered_high" in self.summary

    @property
    def _is_assumed(self) -> bool:
        """Whether places are taken to be enough that need not be."""
        return self._is_range and bool(self.summary["capacities_not_known"])

    @property
    def _is_fairest(self) -> bool:
        """Whether the least share is the answer: one that stands whatever is not recorded."""
        summary = self.summary
        if self.settings["objective"] != "fairest" or self._is_assumed:
            return False
        return bool(summary["least_share"] < summary["share"])

    @property
    def _who(self) -> str:
        return str(self.settings["counted_as"] or "people")

    def _say_more(self) -> str:
        """Return how many more people are reached, as a range where not all is recorded."""
        summary = self.summary
        more = summary.get("people_covered", summary["covered"] - summary["covered_before"])
        added = self._say_added(summary.get("people_covered_low", more), more)
        return f"{added} more {self._who}"

    def _say_added(self, low: float, high: float) -> str:
        """Return how many people are reached; what training moves is an estimate, so the most."""
        is_training = self.settings["kind"] == "organisations"
        return _say_between(0.0 if is_training and _is_alike(low, high) else low, high)

    def _say_none(self) -> str:
        asked, summary = self.settings["asked"], self.summary
        if not summary["people"] > 0:
            return (
                f"No need for {asked} is known in any area, so where a new place would help cannot "
                "be said."
            )
        limit = ""
        if self._is_assumed:
            without = _say_between(0, summary["people"] - summary["covered_before"])
            limit = f"{_IF_ENOUGH}; otherwise {without} may be without"
        before = summary["covered_before"]
        reached = before if self._is_open else summary.get("covered_before_high", before)
        if reached >= summary["people"]:
            return f"No new place for {asked} would help more people than have one now{limit}."
        return f"None of the places that could be opened would help more people to {asked}{limit}."

    def _say_proof(self, *, many: bool) -> str:
        limit = " by what is recorded" if self._is_open else ""
        limit += _IF_ENOUGH if self._is_assumed else ""
        if self.summary["is_proven"]:
            if self.settings["objective"] == "everyone":
                return f"fewer or cheaper cannot reach as many{limit}"
            return f"no other {'choice' if many else 'one'} does better{limit}"
        gap = self.summary["gap"]
        if pd.isna(gap):
            return "whether another choice does better is not known"
        # Rounded up, so that what is not proven never reads 0.0%.
        return f"no choice can do better by more than {np.ceil(gap * 1000) / 1000:.1%}{limit}"

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
        if self.settings["objective"] == "distance":
            added = count_people(row["people_covered"])
            up_to, at_most = ("up to ", " at most") if self._is_open else ("", "")
            return (
                f"A place {where}{row['name']} would be nearer for {up_to}{added} {self._who} and "
                f"bring the mean way to {_say_way(row['mean_km'])}{at_most}."
            )
        before = int(str(row.name)) - 1
        first = f"After the first{f' {before:,}' if before > 1 else ''}" if before else "Alone"
        would = f"{first}, a place {where}{row['name']} would reach"
        most, total = row["people_covered"], row["total_covered"]
        added = self._say_added(row.get("people_covered_low", most), most)
        in_all = _say_between(total, row.get("total_covered_high", total))
        return f"{would} {added} more {self._who}; {in_all} would then be reached in all."

    @property
    def shown(self) -> pd.DataFrame:
        """The table as it may be shown to anyone: counts from 1 to 4 as "under 5"."""
        return hide_small(self.table, [name for name in _PEOPLE if name in self.table])

    @property
    def shown_frames(self) -> dict[str, pd.DataFrame | pd.Series]:
        """The areas left, the swaps and the summary as they may be shown to anyone."""
        covered = ["covered"] if "covered" in self.swaps else []
        people = [name for name in _TOTALS if name in self.summary]
        people += ["bound"] if self.settings["objective"] == "covered" else []
        return {
            "uncovered": hide_small(
                self.uncovered,
                [name for name in ("people", "people_low") if name in self.uncovered],
            ),
            "swaps": hide_small(self.swaps, covered),
            "summary": hide_figures(self.summary.astype(object), people),
        }


def _is_alike(low: float, high: float) -> bool:
    """Tell whether two numbers of people read the same."""
    return round(low) == round(high)


def _say_between(low: float, high: float) -> str:
    """Return a number of people as a range; "up to" where the least is none, or not to be told."""
    most = count_people(high)
    if _is_alike(low, high) or is_small(high):
        return most
    return f"up to {most}" if low < 1 or is_small(low) else f"{count_people(low)} to {most}"


def _say_way(km: float) -> str:
    """Return a mean distance to a tenth of a kilometre; what would round to none is said so."""
    return f"{km:,.1f} km" if km >= 0.05 else "less than 0.1 km"
