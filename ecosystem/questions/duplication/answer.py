"""The answer about duplication, and its wording."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecosystem.data import split_list
from ecosystem.disclosure import count_people, hide_small, is_small
from ecosystem.result import Result
from ecosystem.wording import count_of, join_words, start_sentence

from .judging import DUPLICATION, FRAGMENTATION
from .need import QUEUE
from .niches import COMPLEMENTARY, SAME_ORGANISATION, WORK
from .overlap import ALIKE

if TYPE_CHECKING:
    from collections.abc import Sequence


_AREAS_NAMED = 3
"""Areas named in a sentence; the rest are counted, to keep it one sentence."""

_BODIES_NAMED = 5
"""Organisations named in a sentence; the rest are counted, too."""

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

_LAST_DIGIT = 1e-6
"""Places by which a sum may be off, so that 200 added up from parts is not said to be 199."""

_SEVERAL = "groups of services overlap"

_DERIVED = ["provision", "coverage", "coverage_without_largest", "coverage_with_others"]
"""Columns that say little where the people in need are few; they go blank there."""


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class DuplicationResult(Result):
    """Services that overlap, the groups they form, and whether the need bears them.

    Attributes
    ----------
    pairs
        One row a pair of services, the closest of them where there are very many.
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
        return f"{start_sentence(self._count_groups())}; the closest: {first}"

    @property
    def shown_frames(self) -> dict[str, pd.DataFrame | pd.Series]:
        """The groups and cells as they may be shown to anyone: 1 to 4 people read "under 5"."""
        return {
            name: hide_small(frame, ["demand"], [one for one in _DERIVED if one in frame])
            for name, frame in (("clusters", self.clusters), ("cells", self.cells))
        }

    @property
    def overlaps(self) -> int:
        """How many groups overlap: those for mostly different people are fragmentation only."""
        return int((self.clusters["kind"] != FRAGMENTATION).sum())

    def _count_groups(self) -> str:
        """Return how many groups there are of each of GAO's words."""
        duplications = int((self.clusters["kind"] == DUPLICATION).sum())
        fragments = len(self.clusters) - self.overlaps
        parts = []
        if self.overlaps:
            overlap = "group of services overlaps" if self.overlaps == 1 else _SEVERAL
            judged = f" ({_number(duplications)} possible duplication)" if duplications else ""
            parts.append(f"{_number(self.overlaps)} {overlap}{judged}")
        if fragments:
            verb = "does" if fragments == 1 else "do"
            group = "more" if parts else "group" if fragments == 1 else "groups"
            parts.append(
                f"{_number(fragments)} {group} {verb} the same work for mostly different people"
            )
        return join_words(parts)

    def explain(self, key: str) -> str:
        """Return why the service reads as it does, in one sentence."""
        row = self._row(key)
        name, work = row["name"], row["service_type"]
        if pd.notna(row["cluster"]):
            organisations = split_list(row["organisations"])
            return self._describe(self.clusters.loc[row["cluster"]], first=organisations)
        if row["status"] == COMPLEMENTARY:
            return self._say_complement(key)
        return {
            "not running": f"{name} is not running, so it is not compared.",
            "place not known": f"It is not known where {name} is given, so it is not compared.",
            "some overlap": f"{name} overlaps with other services that give {work}, "
            "but too little is alike, no more than chance would give, or too little known, for "
            "them to form a group.",
            SAME_ORGANISATION: f"Only its own organisation gives more {work} where {name} does.",
        }.get(row["status"], f"No other service is known to give {work} where {name} does.")

    def _say_complement(self, key: str) -> str:
        """Return in what a service differs from another that does the same kind of work."""
        pairs = self.pairs[
            (self.pairs["kind"] == COMPLEMENTARY) & (self.pairs["differs_in"] != "area")
        ]
        pair = pairs[(pairs["service_a"] == key) | (pairs["service_b"] == key)].iloc[0]
        other = pair["service_b"] if pair["service_a"] == key else pair["service_a"]
        first, second = self._row(key), self._row(str(other))
        respects = split_list(pair["differs_in"])
        differs = join_words(_say_difference(name, first, second) for name in respects)
        both = f"{first['name']} and {second['name']} both give {first['service_type']}"
        if set(respects) & set(WORK):
            return f"{both} but differ in {differs}: it is not the same work."
        return f"{both} but differ in {differs}: they complete each other."

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
        if len(bodies) < 3 or cluster["is_all_in_each"] or not areas:
            where = f" in {areas}" if areas else ""
            work = f"{both}{gives} {works}{where}{_say_people(cluster)}"
        else:
            # Where a group meets, two of it do: not each of the others is there.
            each = "each of " if len(split_list(cluster["areas"])) > 1 else ""
            work = f"{gives} {works}{_say_people(cluster)}, two or more of them in {each}{areas}"
        outcome = f"{_say_need(cluster)}{_say_queues(cluster, members)}"
        return f"{join_words(bodies, most=_BODIES_NAMED)} {work}; {outcome}."


def say_dimension(name: str) -> str:
    """Return a respect in words."""
    words = {
        "service_type": "the work",
        "area": "place",
        "eligibility": "whom it is for",
        "languages": "languages",
        "accepting_referrals": "whether they take referrals",
    }
    return words.get(name, name.replace("_", " "))


def _say_difference(name: str, first: pd.Series, second: pd.Series) -> str:
    """Return a respect in which two services differ, with what each of them records."""
    if name == "level":
        return f"level ({first[name]:.0f} and {second[name]:.0f})"
    if name == "legal_aid":
        with_it = first["name"] if first[name] else second["name"]
        return f"legal aid ({with_it} has a contract, the other has not)"
    return say_dimension(name)


def _say_people(cluster: pd.Series) -> str:
    """Return how far they serve the same people; empty where that is not known."""
    alike, known_by = cluster["people_alike"], split_list(cluster["people_known_by"])
    if pd.isna(alike):
        return ""
    if contained := split_list(cluster["contained_in"]):
        more = {"eligibility": "for more people", "languages": "in more languages"}
        one = "one service" if cluster["services"] == 2 else "some services"
        words = [more.get(name, f"with more {say_dimension(name)}") for name in contained]
        return f", {one} {join_words(words)} than the other{'' if one[0] == 'o' else 's'}"
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
    people = cluster["demand"]
    if pd.isna(people):
        return "the need there is not known, so this may be needed capacity"
    if people == 0:
        return "no one in need of it is recorded there"
    need = f"{count_people(people)} people"
    if is_small(people):
        return f"{need} need it there"
    if pd.isna(cluster["coverage"]):
        return f"{need} need it there, but {_say_unknown(cluster)}, so this may be needed capacity"
    without, others = (
        _say_places(cluster[name] * people, people)
        for name in ("coverage_without_largest", "coverage_with_others")
    )
    places = _say_places(cluster["provision"], people)
    with_others = f", with others there {others}" if others not in (places, "") else ""
    named = count_of(float(places.replace(",", "")), "place")
    return (
        f"together {named} for {need}, without the largest {without}{with_others}: "
        f"{cluster['reading']}{_say_conditions(cluster)}"
    )


def _say_unknown(cluster: pd.Series) -> str:
    """Return what keeps the places there from being known."""
    if pd.isna(cluster["capacity"]):
        return "not all capacity is known"
    return (
        "they reach other areas, too, where the need is not known, and so not how many of their "
        "places are for this one"
    )


def _say_conditions(cluster: pd.Series) -> str:
    """Return what is not recorded, where the reading hangs on it."""
    if cluster["reading"].endswith("same work is not known"):
        missing = cluster["silent_in"]
    elif cluster["reading"].endswith("not all is recorded"):
        missing = cluster["not_recorded"]
    else:
        return ""
    respects = join_words(map(say_dimension, split_list(missing)))
    return f" (not recorded for all: {respects})"


def _say_queues(cluster: pd.Series, members: pd.DataFrame) -> str:
    """Return who takes no one today, where there should be places by the need on record."""
    if not cluster["reading"].startswith(QUEUE):
        return ""
    says = {
        "waiting list": "has a waiting list",
        "no referrals": "takes no referrals",
        "full": "is full",
    }
    queues = members[members["queue"] != ""]
    named = zip(queues["name"], queues["queue"], strict=True)
    who = join_words([f"{name} {says[word]}" for name, word in named], most=_BODIES_NAMED)
    return f" ({who}), which contradicts the need on record"


def _say_places(places: float, people: float) -> str:
    """Return a number of places; never as many as people where it is less. Empty if not known."""
    if pd.isna(places):
        return ""
    rounded = np.floor(places + _LAST_DIGIT) if places < people else round(places)
    return f"{rounded:,.0f}"


def _number(number: int) -> str:
    return _NUMBERS[number] if number < len(_NUMBERS) else f"{number:,}"
