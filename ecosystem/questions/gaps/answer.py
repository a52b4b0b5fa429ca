"""The answer of `find_gaps` and its sentences."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from ecosystem.access import name_counted
from ecosystem.disclosure import (
    count_people,
    hide_figures,
    hide_small,
    is_small,
)
from ecosystem.result import Result
from ecosystem.wording import count_of, join_words, say_are, say_have, say_km, start_sentence

_NAMED = 3
"""Areas named in the headline: those with most people in need, in one line of text."""

_PEOPLE = ["demand", "provision", "deficit"]

_DERIVED = [
    "coverage",
    "coverage_low",
    "coverage_high",
    "deficit_low",
    "deficit_high",
    "access",
    "people_per_place",
]
"""Columns that go blank where a number of people is small: what is worked out of it says little."""


REMARK = "remark"
"""A column of areas beyond the tables: a sentence about the area, for whoever reads its answer."""


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class GapsResult(Result):
    """How well each area's need for one type of service is met.

    Attributes
    ----------
    levels
        For each area and each level of advice, of services known to be at that level or above:
        area_code, name, level, providers_in_area, providers_in_reach, nearest_km, nearest_minutes,
        nearest_service_id (as in `table`). Empty if no service has a level.
    hot_spots
        For each area with people in need, by area_code: name, shortfall, z_score, p_value,
        q_value, region (number; empty: in none). Gaps that lie together make a region. Empty if
        there are too few areas.
    summary
        areas, people (counted as in need), areas_gap, areas_thin, areas_covered,
        areas_no_one_in_need, areas_not_known, people_in_gaps, provision, deficit (people, where
        coverage is known), deficit_share, gini, theil (of coverage among people in need; 0: the
        same for all). A larger place whose need is that of the areas inside it is not counted.
    """

    levels: pd.DataFrame
    hot_spots: pd.DataFrame
    summary: pd.Series

    @property
    def headline(self) -> str:
        """The answer in one sentence."""
        asked = self.settings["asked"]
        counted = self.table[~self.table["is_whole"]]
        known = counted[counted["demand"] > 0]
        gaps = known[known["is_gap"]].sort_values("demand", ascending=False, kind="stable")
        if known.empty:
            nobody = int((counted["demand"] == 0).sum())
            if nobody:
                words = f"Nobody is recorded as in need of {asked} in {count_of(nobody, 'area')}"
                unknown = len(counted) - nobody
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
            where = f"{thin:,} of {count_of(len(known), 'area')} with people in need"
            thinly = f"; help is thin in {where}" if thin else ""
            return f"No area is known to have too little {asked}{thinly}.{unsaid}"
        words = (
            f"{len(gaps):,} of {count_of(len(known), 'area')} with people in need "
            f"{say_have(len(gaps))} too little {asked}"
        )
        shown = gaps[~gaps["is_hidden"]]
        return f"{words}.{unsaid}" if shown.empty else f"{words}: {_say_gaps(gaps, shown)}.{unsaid}"

    def explain(self, key: str) -> str:
        """Return how one area stands, in one sentence; counts of 1 to 4 are never given away.

        What the data remark of the area follows it, as that a place there could not be placed.
        """
        if key not in self._said:
            row = self._row(key)
            remark = row.get(REMARK)
            said = self._say(row)
            has_remark = isinstance(remark, str) and bool(remark)
            self._said[key] = f"{said} {remark}" if has_remark else said
        return self._said[key]

    @cached_property
    def _said(self) -> dict[str, str]:
        """What was said of areas: picture and table of a page say it of all of them."""
        return {}

    def _say(self, row: pd.Series) -> str:
        asked = str(self.settings["asked"])
        if not row["demand"] > 0:
            return _say_nobody(row, asked)
        need = _say_need(row, asked)
        if row["possible_in_reach"] and pd.isna(row["coverage"]):
            return f"{need}; {_say_open(row)}."
        if not row["providers_in_reach"]:
            away = _say_away(row, "nearest", by_minutes=self.settings["unit"] == "minutes")
            nearest = f"; the nearest on record, {row['nearest_name']}, is {away} away"
            return f"{need}; no service is in reach{nearest if away else ''}."
        if pd.isna(row["coverage"]) or row["is_hidden"]:
            return f"{_say_sharing(row, asked)}."
        closed = f"; {_say_shut(row)}" if _is_shut(row) else _say_partly_shut(row)
        return f"{need}; {_say_served(row)}{closed}."

    @property
    def shown(self) -> pd.DataFrame:
        """The table as it may be shown to anyone: counts of people from 1 to 4 read "under 5".

        What is worked out from such a count is blank.
        """
        table = self.table
        shown = hide_small(table, _PEOPLE, [name for name in _DERIVED if name in table])
        hidden = table["is_hidden"].astype(bool)
        parts = ["provision", "deficit"]
        return shown.assign(**{name: shown[name].mask(hidden) for name in parts})

    @property
    def shown_frames(self) -> dict[str, pd.DataFrame | pd.Series]:
        """The levels, hot spots and summary as they may be shown to anyone."""
        summary = hide_figures(
            self.summary.astype(object), ["people", "people_in_gaps", *_PEOPLE[1:]]
        )
        spots = self.hot_spots
        hidden = self.table["is_hidden"].astype(bool).reindex(spots.index, fill_value=False)
        return {
            "levels": self.levels,
            "hot_spots": spots.assign(shortfall=spots["shortfall"].mask(hidden)),
            "summary": summary,
        }


def _is_shut(row: pd.Series) -> bool:
    """Tell whether there are services in reach and all are known to take nobody now."""
    return bool(row["providers_in_reach"] and not row["open_in_reach"])


def _say_shut(row: pd.Series) -> str:
    """Return that those in reach, all of which are shut, take nobody now."""
    if row["providers_in_reach"] == 1:
        return "it is taking nobody now"
    return "none of them is taking people now"


def _say_partly_shut(row: pd.Series) -> str:
    """Return how many of the services in reach are known to take nobody now; empty if none is."""
    shut = int(row["providers_in_reach"] - row["open_in_reach"])
    return f"; {shut:,} of these {'takes' if shut == 1 else 'take'} nobody now" if shut else ""


def _say_gaps(gaps: pd.DataFrame, shown: pd.DataFrame) -> str:
    """Return how many people the gaps are of, who was counted, and where most of them are."""
    least = "at least " if len(shown) < len(gaps) else ""
    people = f"{least}{count_people(shown['demand'].sum())}"
    counted_as = name_counted(gaps["counted_as"])
    who = f"{counted_as}, taken as the need," if counted_as else "people counted as needing it"
    most = ", the most in " if len(gaps) > _NAMED else " in "
    return f"{people} {who}{most}{join_words(shown['name'].head(_NAMED))}".replace(",,", ",")


def _say_nobody(row: pd.Series, asked: str) -> str:
    """Return, as a sentence, that nobody is counted in an area, and why."""
    if row["demand"] == 0:
        return f"No need for {asked} is recorded in {row['name']}."
    if row["is_whole"]:
        # No verb, because some larger places go with "the" and some do not.
        return (
            f"{row['name']}: the need for {asked} is that of the areas inside it, as far as it is "
            "recorded."
        )
    return f"It is not known how many people need {asked} in {row['name']}."


def _say_people(row: pd.Series) -> str:
    """Return how many people were counted in an area, as it may be shown; it starts a sentence."""
    who = "people" if pd.isna(row["counted_as"]) else row["counted_as"]
    return start_sentence(f"{count_people(row['demand'])} {who}")


def _say_need(row: pd.Series, asked: str) -> str:
    """Return who was counted as needing what is asked, in words that do not say they all do."""
    if pd.isna(row["counted_as"]):
        return f"{_say_people(row)} in {row['name']} are counted as needing {asked}"
    return f"{_say_people(row)} in {row['name']} are taken as the need for {asked}"


def _say_sharing(row: pd.Series, asked: str) -> str:
    """Return what people share where nobody may know how many can be seen."""
    taken = (
        f" counted as needing {asked}"
        if pd.isna(row["counted_as"])
        else f", taken as the need for {asked},"
    )
    return f"{_say_people(row)} in {row['name']}{taken} share {_say_shared(row)}"


def _say_open(row: pd.Series) -> str:
    """Return what keeps open whether there is enough: what is known, and how much is not."""
    in_reach, possible = row["providers_in_reach"], row["possible_in_reach"]
    known = (
        f"{count_of(in_reach, 'service')} {say_are(in_reach)} in reach"
        if in_reach
        else ("no service is known to be in reach")
    )
    return f"{known}; of {count_of(possible, 'service')} that may reach them not all is recorded"


def _say_away(row: pd.Series, which: str, *, by_minutes: bool = False) -> str:
    """Return how far away the nearest is, or nothing if that is not known."""
    if by_minutes and pd.notna(row[f"{which}_minutes"]):
        return f"{row[f'{which}_minutes']:,.0f} minutes"
    distance = row[f"{which}_km"]
    return "" if pd.isna(distance) else say_km(distance)


def _say_shared(row: pd.Series) -> str:
    is_shut = _is_shut(row)
    if row["providers_in_reach"] > 1:
        why = "how many people these can see is not known"
        if row["shares_with_unknown"]:
            why = "these also serve areas whose need is not known"
        how_many = "" if row["is_hidden"] else f"; {why}"
        shut = ", none of which is taking people now" if is_shut else ""
        return f"{row['providers_in_reach']:,} services{shut}{how_many}"
    # Another than the one in reach it surely is only where that one is in the area itself.
    away = _say_away(row, "nearest_elsewhere") if row["providers_in_area"] else ""
    one = "one service, which is taking nobody now" if is_shut else "one service"
    return one + (f"; the nearest other on record is {away} away" if away else "")


def _say_served(row: pd.Series) -> str:
    """Return for how many there is room and for how many not; a part of 1 to 4 is "few" of them.

    Either part with the whole would give the other, so where one is small neither is a number.
    Where a service is for some people only, its room is the most that it can do.
    """
    in_reach = row["providers_in_reach"]
    one = in_reach == 1
    they = "the one service in reach" if one else f"the {in_reach:,} services in reach"
    has = "had" if _is_shut(row) else say_have(in_reach)
    for_some = bool(row["for_some_in_reach"])
    is_most = for_some or bool(row["shares_with_unknown"])
    at_most = " at most" if is_most else ""
    if row["coverage"] >= 1:
        if for_some:
            return f"{they} {has} room for as many, but may not be for all of them"
        return f"{they} {has} room for all of them"
    if is_small(row["deficit"]) or is_small(row["provision"]):
        part = "nearly all" if is_small(row["deficit"]) else "few"
        return f"{they} {has} room for {part} of them{at_most}"
    room = f"{they} {has} room for {count_people(row['provision'])} of them{at_most}"
    if _is_shut(row):
        return room
    low, high = row.get("deficit_low", np.nan), row.get("deficit_high", np.nan)
    between = ""
    if low < high and not is_small(low) and not is_small(high):
        between = f" ({count_people(low)} to {count_people(high)} by the low and high figures)"
    or_more = " or more" if is_most else ""
    return f"{room}, and {count_people(row['deficit'])}{or_more}{between} are left without"
