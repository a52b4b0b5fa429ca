"""The answer of `find_gaps` and its sentences."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ecosystem.disclosure import (
    NOT_SHOWN,
    SMALL,
    are_small,
    count_people,
    hide_counts,
    hide_figures,
    hide_small,
    is_small,
)
from ecosystem.result import Result
from ecosystem.wording import count_of, join_words, say_are, say_have, say_km, start_sentence

_NAMED = 3
"""Areas named in the headline: those with most people in need, in one line of text."""

_DERIVED = [
    "provision",
    "coverage",
    "coverage_low",
    "coverage_high",
    "deficit_low",
    "deficit_high",
    "access",
    "people_per_place",
]
"""Columns from which a number of people could be worked out; they go blank where it is hidden."""

_DEFICIT_TOTALS = ["provision", "deficit", "deficit_share"]
"""Figures of the summary that, less what is shown, would be the count of a single hidden area."""


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class GapsResult(Result):
    """How well each area's need for one type of service is met.

    Attributes
    ----------
    levels
        For each area and each level of advice, at that level or above: area_code, name, level,
        providers_in_area, providers_in_reach, nearest_km, nearest_minutes, nearest_service_id.
        Empty if no service has a level.
    hot_spots
        For each area with people in need, by area_code: name, shortfall, z_score, p_value,
        q_value, region (number; empty: in none). Gaps that lie together make a region. Empty if
        there are too few areas.
    summary
        areas, people (in need), areas_gap, areas_thin, areas_covered, areas_not_known,
        people_in_gaps, provision, deficit (people, where coverage is known), deficit_share, gini,
        theil (of coverage among people in need; 0: the same for all).
    """

    levels: pd.DataFrame
    hot_spots: pd.DataFrame
    summary: pd.Series

    @property
    def headline(self) -> str:
        """The answer in one sentence."""
        asked = self.settings["asked"]
        known = self.table[self.table["demand"] > 0]
        gaps = known[known["is_gap"]].sort_values("demand", ascending=False, kind="stable")
        if known.empty:
            nobody = int((self.table["demand"] == 0).sum())
            if nobody:
                words = f"Nobody is recorded as in need of {asked} in {count_of(nobody, 'area')}"
                unknown = len(self.table) - nobody
                return words + (f"; in {unknown:,} it is not known." if unknown else ".")
            return f"How many people need {asked} is not known for any area."
        is_open = (known["status"] == "not known") & (known["possible_in_reach"] > 0)
        unsaid = (
            f" For {count_of(int(is_open.sum()), 'area')} it is not known, as not all is recorded "
            "of the services that may reach there."
            if is_open.any()
            else ""
        )
        if gaps.empty:
            thin = int((known["status"] == "thin").sum())
            return (
                f"No area is known to have too little {asked}; in {thin:,} of "
                f"{count_of(len(known), 'area')} with people in need it is thin.{unsaid}"
            )
        words = (
            f"{len(gaps):,} of {count_of(len(known), 'area')} with people in need "
            f"{say_have(len(gaps))} too little {asked}"
        )
        shown = gaps[~gaps["is_hidden"]]
        if shown.empty:
            return f"{words}.{unsaid}"
        least = "at least " if len(shown) < len(gaps) else ""
        people = count_people(shown["demand"].sum())
        most = ", most of them in " if len(gaps) > _NAMED else ", in "
        return (
            f"{words}: {least}{people} people need it there"
            f"{most}{join_words(shown['name'].head(_NAMED))}.{unsaid}"
        )

    def explain(self, key: str) -> str:
        """Return how one area stands, in one sentence; counts of 1 to 4 are never given away."""
        row, asked = self._row(key), str(self.settings["asked"])
        if pd.isna(row["demand"]):
            return f"How many people in {row['name']} need {asked} is not known."
        if row["demand"] == 0:
            return f"No need for {asked} is recorded in {row['name']}."
        need = f"{_say_people(row)} in {row['name']}"
        closed = "; none is taking people now" if row["is_drought"] else ""
        if row["possible_in_reach"] and pd.isna(row["coverage"]):
            return f"{need} need {asked}; {_say_open(row)}."
        if not row["providers_in_reach"]:
            away = _say_away(row, "nearest", by_minutes=self.settings["unit"] == "minutes")
            nearest = f"; the nearest, {row['nearest_name']}, is {away} away" if away else ""
            return f"{need} need {asked} and no place is in reach{nearest}."
        if pd.isna(row["coverage"]) or row["is_hidden"]:
            return f"{need} share {_say_shared(row, asked)}{closed}."
        return f"{need} need {asked}; {_say_served(row)}{closed}."

    @property
    def shown(self) -> pd.DataFrame:
        """The table as it may be shown to anyone.

        Counts of people from 1 to 4 read "under 5"; a count from which one of these could be
        worked out reads "not shown"; what follows from either is blank.
        """
        table = self.table
        derived = [name for name in _DERIVED if name in table]
        shown = hide_small(table, ["demand", "deficit"], derived)
        counts = hide_counts(table, "demand", table["is_hidden"])
        hidden = table["is_hidden"].astype(bool)
        for name in ("deficit", *derived):
            shown[name] = shown[name].mask(hidden)
        return shown.assign(demand=counts["demand"])

    @property
    def shown_frames(self) -> dict[str, pd.DataFrame | pd.Series]:
        """The levels, hot spots and summary as they may be shown to anyone.

        Where a total less what is shown would be the count of one area, the total is "not shown".
        """
        table, summary = self.table, self.summary.astype(object)
        hidden = table["is_hidden"].astype(bool)
        left_out = hidden & table["deficit"].notna()
        if (left_out | are_small(table["deficit"])).sum() == 1:
            summary[_DEFICIT_TOTALS] = NOT_SHOWN
        if (hidden & table["is_gap"]).sum() == 1:
            summary["people_in_gaps"] = NOT_SHOWN
        summary = hide_figures(summary, ("people", "people_in_gaps", "deficit"))
        spots = self.hot_spots
        unsafe = hidden.reindex(spots.index, fill_value=False)
        return {
            "levels": self.levels,
            "hot_spots": spots.assign(shortfall=spots["shortfall"].mask(unsafe)),
            "summary": summary,
        }


def _say_people(row: pd.Series) -> str:
    """Return how many people need help in an area, as it may be shown; it starts a sentence."""
    if is_small(row["demand"]):
        return start_sentence(f"{SMALL} people")
    return "Some people" if row["is_hidden"] else f"{count_people(row['demand'])} people"


def _say_open(row: pd.Series) -> str:
    """Return what keeps open whether there is enough: what is known, and how much is not."""
    in_reach, possible = row["providers_in_reach"], row["possible_in_reach"]
    known = (
        f"{count_of(in_reach, 'place')} {say_are(in_reach)} in reach"
        if in_reach
        else ("no place is known to be in reach")
    )
    return f"{known}; of {count_of(possible, 'service')} that may reach them not all is recorded"


def _say_away(row: pd.Series, which: str, *, by_minutes: bool = False) -> str:
    """Return how far away the nearest is, or nothing if that is not known."""
    if by_minutes and pd.notna(row[f"{which}_minutes"]):
        return f"{row[f'{which}_minutes']:,.0f} minutes"
    distance = row[f"{which}_km"]
    return "" if pd.isna(distance) else say_km(distance)


def _say_shared(row: pd.Series, asked: str) -> str:
    """Return what people share where nobody may know how many can be seen."""
    if row["providers_in_reach"] > 1:
        how_many = "" if row["is_hidden"] else "; how many people these can see is not known"
        return f"{row['providers_in_reach']:,} places for {asked}{how_many}"
    away = _say_away(row, "nearest_elsewhere")
    return f"one place for {asked}" + (f"; the nearest other is {away} away" if away else "")


def _say_served(row: pd.Series) -> str:
    """Return how many can be seen and how many cannot; a part of 1 to 4 is "few" of them.

    Either part with the whole would give the other, so where one is small neither is a number.
    """
    in_reach = row["providers_in_reach"]
    they = "the one place in reach" if in_reach == 1 else f"the {in_reach:,} places in reach"
    if row["coverage"] >= 1:
        return f"{they} {'had room for' if row['is_drought'] else 'can see'} all of them"
    if is_small(row["deficit"]) or is_small(row["provision"]):
        return f"{they} can see {'nearly all' if is_small(row['deficit']) else 'few'} of them"
    low, high = row.get("deficit_low", np.nan), row.get("deficit_high", np.nan)
    between = ""
    if low < high and not is_small(low) and not is_small(high):
        between = f" ({count_people(low)} to {count_people(high)} by the low and high figures)"
    return (
        f"{they} can see {count_people(row['provision'])} of them, and "
        f"{count_people(row['deficit'])}{between} are left without"
    )
