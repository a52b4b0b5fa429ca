"""The services on a map of areas: those that answer the question, and those that may."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ecosystem.access import is_of_type, keep_level, list_services
from ecosystem.graph import find_positions
from ecosystem.maps.labels import INK
from ecosystem.pages import render
from ecosystem.wording import count_of, say_are, say_have

from .land import MOST_IN_A_ROW

if TYPE_CHECKING:
    from ecosystem.access import Reach
    from ecosystem.data import Ecosystem
    from ecosystem.questions.gaps import GapsResult

    from .land import Land


ANSWERS = "service there that answers"
MAY_ANSWER = "may answer: not recorded"

_MOST_SERVICES = 500
"""Services that the reader can choose among to see whom they reach: a longer list is not read, and
would make the page larger."""


@dataclass(frozen=True, kw_only=True)
class Dot:
    """A service where it stands in the picture.

    Attributes
    ----------
    x, y : float, units of the picture
        Its middle.
    is_certain : bool
        Whether all that is asked of it is recorded; of another it may hold.
    """

    x: float
    y: float
    is_certain: bool


@dataclass(frozen=True, kw_only=True)
class Offer:
    """The services that a map of areas shows.

    Attributes
    ----------
    dots : Dots
        Where they stand.
    key : list
        What the dots mean, and how many services each kind stands for.
    services : list
        Those to choose from: name, areas (rows) that each reaches, is_certain.
    notes : words
        What the dots and the list leave out, in sentences.
    """

    dots: list[Dot]
    key: list[dict[str, object]]
    services: list[dict[str, Any]]
    notes: list[str]


def show_services(e: Ecosystem, result: GapsResult, land: Land) -> Offer:
    """Return the services that answer what a result was asked, on a map of its areas."""
    settings: dict[str, Any] = dict(result.settings)
    by_travel = settings["travel"] is not None
    # Of journeys by a table the answer keeps only how many there were, so none are known here.
    every = list_services(
        e,
        settings["service_type"],
        legal_aid=settings["legal_aid"],
        within_km=None if by_travel else settings["within_km"],
    )
    reach = keep_level(every, settings["level"])
    sites = reach.sites.assign(is_certain=reach.is_certain[reach.sites["service"].to_numpy()])
    # In a hexagon there is room for a few: those that surely answer come first.
    sites = sites.sort_values("is_certain", ascending=False, kind="stable")
    spots = land.place_sites(sites)
    certain = sites["is_certain"].tolist()
    placed = set(sites["service"][land.has_place(sites, spots)])
    listed = [] if by_travel else _list_reaching(reach)
    return Offer(
        dots=[
            Dot(x=spot[0], y=spot[1], is_certain=is_certain)
            for spot, is_certain in zip(spots, certain, strict=True)
            if spot is not None
        ],
        key=_list_key(reach, placed),
        services=listed[:_MOST_SERVICES],
        notes=[
            *_say_dots(land, reach, placed),
            *_say_listed(len(listed), by_travel=by_travel),
            *_say_ended(e, settings["service_type"]),
        ],
    )


def _list_key(reach: Reach, placed: set[int]) -> list[dict[str, object]]:
    """Return what the dots mean; a kind of which there is none has no entry."""
    entries: list[dict[str, object]] = []
    for name, is_certain in ((ANSWERS, True), (MAY_ANSWER, False)):
        count = sum(bool(reach.is_certain[service]) is is_certain for service in placed)
        if count:
            dot = Dot(x=10, y=10, is_certain=is_certain)
            mark = render("key_dot.svg", ink=INK, dot=dot)
            entries.append({"name": name, "count": count, "mark": mark})
    return entries


def _list_reaching(reach: Reach) -> list[dict[str, Any]]:
    """Return the services with the areas each reaches, those that surely answer first."""
    # (services, areas): a row a service.
    areas = reach.pairs.T.tocsr()
    services = [
        {
            "name": str(name),
            "areas": np.sort(areas.indices[areas.indptr[row] : areas.indptr[row + 1]]).tolist(),
            "is_certain": bool(reach.is_certain[row]),
        }
        for row, name in enumerate(reach.services["name"])
    ]
    reaching = [service for service in services if service["areas"]]
    return sorted(reaching, key=lambda service: (not service["is_certain"], str(service["name"])))


def _say_dots(land: Land, reach: Reach, placed: set[int]) -> list[str]:
    """Say what dots are, and of how many services there is none."""
    if not land.has_areas or not len(reach.services):
        return []
    sentences = []
    if placed:
        at_most = "" if land.projection else f", {MOST_IN_A_ROW} at most in a hexagon"
        sentences.append(f"Dots with a rim are services in the area{at_most}.")
    without = len(reach.services) - len(placed)
    if without:
        it_is, of_it = ("it is", "of it") if without == 1 else ("they are", "of them")
        sentences.append(
            f"{count_of(without, 'service')} {say_have(without)} no dot: {it_is} remote, or no "
            f"place {of_it} in the picture is recorded."
        )
    return sentences


def _say_listed(listed: int, *, by_travel: bool) -> list[str]:
    """Say which services cannot be chosen to see whom they reach, if any."""
    if by_travel:
        words = "Which areas each service reaches by the journeys given is not kept with the answer"
        return [f"{words}, so it cannot be shown."]
    if listed > _MOST_SERVICES:
        return [f"The first {_MOST_SERVICES:,} of {listed:,} services can be chosen."]
    return []


def _say_ended(e: Ecosystem, service_type: str) -> list[str]:
    """Say how many services of the type do not run, and so are in no part of the map."""
    is_ended = is_of_type(e.services, service_type) & ~find_positions(e).is_offered
    ended = int(is_ended.sum())
    if not ended:
        return []
    they_have, them = ("it has", "it") if ended == 1 else ("they have", "them")
    left_out = f"{count_of(ended, 'service')} of {service_type} {say_are(ended)} left out"
    return [f"{left_out}: {they_have} ended or not begun, or nobody who is open runs {them}."]
