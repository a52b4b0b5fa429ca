"""The answer about duplication, and its wording."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from ecosystem.data import split_list
from ecosystem.disclosure import count_people, is_small
from ecosystem.result import Result
from ecosystem.wording import join_words, start_sentence

from .niches import COMPLEMENTARY, SAME_ORGANISATION
from .overlap import ALIKE

if TYPE_CHECKING:
    from collections.abc import Sequence


_AREAS_NAMED = 3
"""Areas named in a sentence; the rest are counted, to keep it one sentence."""

_BODIES_NAMED = 5
"""Organisations named in a sentence; the rest are counted, too."""

_NEARLY = 0.95
"""Places a person in need that would round to 1.0 without being enough."""

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

FRAGMENTATION = "fragmentation"
OVERLAP = "overlap"
DUPLICATION = "duplication"
"""The words of the United States Government Accountability Office for a group of services."""


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class DuplicationResult(Result):
    """Services that overlap, the groups they form, and whether the need bears them.

    Attributes
    ----------
    pairs
        One row a pair of services.
    clusters
        One row a group of services that overlap, indexed by its number.
    cells
        One row a service type in an area.
    """

    pairs: pd.DataFrame
    clusters: pd.DataFrame
    cells: pd.DataFrame

    @property
    def headline(self) -> str:
        """The answer in one sentence."""
        if not (self.table["status"] != "not running").any():
            return "No running service is known, so no overlap can be found."
        if self.table["status"].isin(["not running", "place not known"]).all():
            return "Where the services are given is not known, so no overlap can be found."
        if self.clusters.empty:
            return "No two organisations are known to do the same work in the same place."
        first = self._describe(self.clusters.iloc[0])
        if len(self.clusters) == 1:
            return start_sentence(first)
        duplications = int((self.clusters["kind"] == DUPLICATION).sum())
        groups = f"{start_sentence(_number(len(self.clusters)))} groups of services overlap"
        judged = f", {_number(duplications)} of them possible duplication" if duplications else ""
        return f"{groups}{judged}; the closest: {first}"

    def explain(self, key: str) -> str:
        """Return why the service reads as it does, in one sentence."""
        row = self._row(key)
        name, work = row["name"], row["service_type"]
        if pd.notna(row["cluster"]):
            organisations = split_list(row["organisations"])
            return self._describe(self.clusters.loc[row["cluster"]], first=organisations)
        if row["status"] == COMPLEMENTARY:
            return f"{name} and {self._name_complement(key)}"
        return {
            "not running": f"{name} is not running, so it is not compared.",
            "place not known": f"It is not known where {name} is given, so it is not compared.",
            "some overlap": f"{name} overlaps with other services that give {work}, "
            "but too little, or no more than chance would give, to form a group.",
            SAME_ORGANISATION: f"Only its own organisation gives more {work} where {name} does.",
        }.get(row["status"], f"No other service is known to give {work} where {name} does.")

    def _name_complement(self, key: str) -> str:
        pairs = self.pairs[
            (self.pairs["kind"] == COMPLEMENTARY) & (self.pairs["differs_in"] != "area")
        ]
        pair = pairs[(pairs["service_a"] == key) | (pairs["service_b"] == key)].iloc[0]
        other = pair["service_b"] if pair["service_a"] == key else pair["service_a"]
        differs = join_words(map(say_dimension, split_list(pair["differs_in"])))
        name = self.table.loc[other, "name"]
        return f"{name} do the same work but differ in {differs}: they complete each other."

    def _describe(self, cluster: pd.Series, first: Sequence[str] = ()) -> str:
        """Return who gives what where to whom, and whether they are needed; `first` named first."""
        members = self.table[self.table["cluster"] == cluster.name]

        # A service of which nobody knows who runs it is named by its own name.
        named = zip(members["name"], members["organisations"], strict=True)
        others = [body for name, run_by in named for body in split_list(run_by) or [name]]
        bodies = dict.fromkeys([*first, *others])

        both = {1: "", 2: "both "}.get(len(bodies), "all ")
        gives = "gives" if len(bodies) == 1 else "give"
        works = join_words(split_list(cluster["service_type"]))
        areas = join_words(split_list(cluster["areas"]), most=_AREAS_NAMED)
        where = f" in {areas}" if areas else ""
        work = f"{both}{gives} {works}{where}{_say_people(cluster)}"
        return f"{join_words(bodies, most=_BODIES_NAMED)} {work}; {_say_need(cluster)}."


def say_dimension(name: str) -> str:
    """Return a respect in words."""
    words = {
        "service_type": "the work",
        "area": "place",
        "eligibility": "whom it is for",
        "languages": "languages",
    }
    return words.get(name, name.replace("_", " "))


def _say_people(cluster: pd.Series) -> str:
    """Return how far they serve the same people; empty where that is not known."""
    alike, known_by = cluster["people_alike"], split_list(cluster["people_known_by"])
    if pd.isna(alike):
        return ""
    people = "to {} people"
    if "eligibility" not in known_by:
        # Languages alone do not tell that the people are the same.
        people = f"with {{}} {join_words(map(say_dimension, known_by))}"
    if alike == 0:
        return f", as far as is known {people.format('different')}"
    if alike > 0.999:
        return f" {people.format('the same')}"
    return f" {people.format('much the same' if alike >= ALIKE else 'partly the same')}"


def _say_need(cluster: pd.Series) -> str:
    """Return whether the need bears the overlap; places only where the people may be shown."""
    if pd.isna(cluster["demand"]):
        return "the need there is not known, so this may be needed capacity"
    people = cluster["demand"]
    if people == 0:
        return "no one in need of it is recorded there"
    if is_small(people):
        return f"{count_people(people)} people need it there"
    if pd.isna(cluster["coverage"]):
        return (
            f"{count_people(people)} people need it there, but not all capacity is known, so this "
            "may be needed capacity"
        )
    together, without_largest, with_others = (
        _say_coverage(cluster[name])
        for name in ("coverage", "coverage_without_largest", "coverage_with_others")
    )
    still = "still " if cluster["coverage_without_largest"] >= 1 else ""
    others = f", with others there {with_others}" if with_others not in (together, "") else ""
    return (
        f"together {together} places per person in need, "
        f"without the largest {still}{without_largest}{others}: {cluster['reading']}"
    )


def _say_coverage(coverage: float) -> str:
    """Return places a person in need; never "1.0" for less than one, empty where not known."""
    if pd.isna(coverage):
        return ""
    return "just under 1" if _NEARLY <= coverage < 1 else f"{coverage:.1f}"


def _number(number: int) -> str:
    return _NUMBERS[number] if number < len(_NUMBERS) else f"{number:,}"
