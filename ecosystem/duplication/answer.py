"""The answer about duplication, and its wording."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from ecosystem.errors import count_people, is_small, join_words
from ecosystem.result import Result
from ecosystem.tables import split_list

from .niches import COMPLEMENTARY, SAME_ORGANISATION
from .overlap import ALIKE

_AREAS_NAMED = 3
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
        first = self._describe(self.clusters.iloc[0], link="")
        if len(self.clusters) == 1:
            return capital(first)
        duplications = int((self.clusters["kind"] == DUPLICATION).sum())
        groups = f"{capital(_number(len(self.clusters)))} groups of services overlap"
        judged = f", {_number(duplications)} of them possible duplication" if duplications else ""
        return f"{groups}{judged}; the closest: {first}"

    def explain(self, key: str) -> str:
        """Return why the service reads as it does, in one sentence."""
        row = self._row(key)
        name, work = row["name"], row["service_type"]
        if pd.notna(row["cluster"]):
            cluster = self.clusters.loc[row["cluster"]]
            return f"{name} is one of {self._describe(cluster, link='that ')}"
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
        differs = join_words(say_dimension(one) for one in split_list(pair["differs_in"]))
        name = self.table.loc[other, "name"]
        return f"{name} do the same work but differ in {differs}: they complete each other."

    def _describe(self, cluster: pd.Series, link: str) -> str:
        services = _number(int(cluster["services"]))
        bodies = int(cluster["organisations"])
        who = f" by {_number(bodies)} organisations" if bodies > 1 else ""
        places = join_words(split_list(cluster["areas"]), most=_AREAS_NAMED)
        works = join_words(split_list(cluster["service_type"]))
        where = f" in {places}" if places else ""
        work = f"{services} services{who} {link}all give {works}{where}{_say_people(cluster)}"
        return f"{work}; {_say_need(cluster)}."


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
    alike = cluster["people_alike"]
    if pd.isna(alike):
        return ""
    if alike > 0.999:
        return " to the same people"
    return " to much the same people" if alike >= ALIKE else " to partly the same people"


def _say_need(cluster: pd.Series) -> str:
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
    places = f"together {cluster['coverage']:.1f} places per person in need"
    rest = f"without the largest {cluster['coverage_without_largest']:.1f}"
    others = ""
    if cluster["coverage_with_others"] > cluster["coverage"]:
        others = f", with others there {cluster['coverage_with_others']:.1f}"
    return f"{places}, {rest}{others}: {cluster['reading']}"


def _number(number: int) -> str:
    return _NUMBERS[number] if number < len(_NUMBERS) else f"{number:,}"


def capital(sentence: str) -> str:
    """Return a sentence with a capital at its start."""
    return sentence[:1].upper() + sentence[1:]
