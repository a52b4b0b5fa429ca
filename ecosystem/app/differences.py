"""What changed by what is tried: each question asked before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ecosystem as eco

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .state import State
    from .what_if import Step


def describe_changes(state: State) -> dict[str, Any]:
    """Return what is tried, in words, and what changed by it, a sentence each."""
    assert state.before is not None  # noqa: S101 - only asked where something was read
    assert state.after is not None  # noqa: S101
    steps = [
        {"kind": step.kind, "about": dict(step.about), "words": _say_step(state.before, step)}
        for step in state.steps
    ]
    sentences = list(_compare(state.before, state.after)) if state.steps else []
    return {"steps": steps, "sentences": sentences}


def _compare(before: eco.Ecosystem, after: eco.Ecosystem) -> Iterator[str]:
    types = sorted(set(before.demand["service_type"]))
    for service_type in types:
        was = eco.find_gaps(before, service_type)
        now = eco.find_gaps(after, service_type)
        if was.headline != now.headline:
            yield f"{service_type}: {now.headline} Before: {was.headline}"


def _say_step(e: eco.Ecosystem, step: Step) -> str:
    names = dict(zip(e.organisations["organisation_id"], e.organisations["name"], strict=True))
    about = {key: names.get(str(value), value) for key, value in step.about.items()}
    if step.kind == "close":
        return f"{about['organisation']} closes"
    if step.kind == "service":
        return f"{about['organisation']} begins {about['service_type']}"
    if step.kind == "places":
        services = dict(zip(e.services["service_id"], e.services["name"], strict=True))
        return f"{services.get(about['service'], about['service'])} has {about['capacity']} places"
    if step.kind == "train":
        level = f"{about['service_type']}, level {about['level']}"
        return f"{about['organisation']} is trained for {level}"
    return f"{about['from']} and {about['to']} work together"
