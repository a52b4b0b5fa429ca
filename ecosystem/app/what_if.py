"""What would change if some closed, services were added, staff trained, or ties made."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd

from ecosystem.wording import count_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ecosystem.data import Ecosystem


@dataclass(frozen=True)
class Step:
    """One thing that is tried.

    Attributes
    ----------
    kind
        "close", "service", "places", "train" or "tie".
    about
        What the kind needs, as the functions below say.
    """

    kind: str
    about: Mapping[str, Any] = field(default_factory=dict)


def apply_step(e: Ecosystem, step: Step) -> Ecosystem:
    """Return the ecosystem with one step.

    Raises
    ------
    ValueError
        If it is no kind of step, or names what is not there.
    """
    if step.kind not in _KINDS:
        msg = f"kind {step.kind!r} is none of {', '.join(_KINDS)}."
        raise ValueError(msg)
    return _KINDS[step.kind](e, step.about)


def _close(e: Ecosystem, about: Mapping[str, Any]) -> Ecosystem:
    return e.without(str(about["organisation"]))


def _add_service(e: Ecosystem, about: Mapping[str, Any]) -> Ecosystem:
    number = 1 + sum(e.services["service_id"].str.startswith("new-service-"))
    service = {
        "service_id": f"new-service-{number}",
        "name": str(about.get("name") or f"New {about['service_type']}"),
        "service_type": str(about["service_type"]),
        "capacity": _read_number(about.get("capacity")),
        "level": _read_number(about.get("level")),
        "legal_aid": about.get("legal_aid"),
    }
    areas = [str(code) for code in about.get("areas", [])]
    return e.with_service(
        {name: value for name, value in service.items() if value is not None},
        organisations=[str(about["organisation"])],
        delivered_in=areas[:1],
        areas_reached=areas,
    )


def _add_places(e: Ecosystem, about: Mapping[str, Any]) -> Ecosystem:
    services = e.services
    row = services.index[services["service_id"] == str(about["service"])]
    if row.empty:
        msg = f"service {about['service']!r} is not in this data."
        raise ValueError(msg)
    places = _read_number(about["capacity"])
    services = services.copy()
    services.loc[row, "capacity"] = places
    # A range that the new number has left would contradict it.
    services.loc[row, [name for name in _RANGE if name in services]] = pd.NA
    return e.replace(services=services)


def _train(e: Ecosystem, about: Mapping[str, Any]) -> Ecosystem:
    return e.with_level(str(about["organisation"]), str(about["service_type"]), int(about["level"]))


def _tie(e: Ecosystem, about: Mapping[str, Any]) -> Ecosystem:
    tie = {
        "from_id": str(about["from"]),
        "to_id": str(about["to"]),
        "kind": str(about.get("kind") or "works with"),
        "direction": "both ways",
    }
    ties = pd.concat([e.relationships, pd.DataFrame([tie])], ignore_index=True)
    return e.replace(relationships=ties)


def _read_number(value: object) -> int | None:
    """Return a whole number of 0 or more; None for nothing.

    Raises
    ------
    ValueError
        If it is anything else.
    """
    text = str(value if value is not None else "").strip()
    if not text:
        return None
    if not text.isdecimal():
        msg = f"{text!r} is not a whole number."
        raise ValueError(msg)
    return int(text)


def mark_tried(e: Ecosystem, steps: tuple[Step, ...]) -> Ecosystem:
    """Return the ecosystem under a title that says how much of it is only tried.

    Nobody is named, because the title also stands where not everybody may be.
    """
    if not steps:
        return e
    about = e.about if len(e.about) else pd.DataFrame([{}])
    title = about["title"].iloc[0] if "title" in about else pd.NA
    usual = "Our ecosystem" if pd.isna(title) else str(title)
    tried = f"{usual}: what if, {count_of(len(steps), 'change')} tried"
    return e.replace(about=about.assign(title=[tried, *about.get("title", [])[1:]]))


_RANGE = ("capacity_low", "capacity_high")

_KINDS: Mapping[str, Callable[[Ecosystem, Mapping[str, Any]], Ecosystem]] = {
    "close": _close,
    "service": _add_service,
    "places": _add_places,
    "train": _train,
    "tie": _tie,
}
