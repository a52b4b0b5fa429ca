"""What changed by what is tried: each question asked before and after.

What is soon told is told at once. The rest is asked part by part, the quickest first, so that
nobody waits for the slowest to read the others.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import ecosystem as eco

if TYPE_CHECKING:
    from collections.abc import Callable

    from ecosystem.questions.changes import ChangesResult
    from ecosystem.result import Result

    from .answers import Answers
    from .state import State
    from .what_if import Step

_NOTHING = "Nothing on record changes."
_NEWLY_KNOWN = "No answer changes: what stands here now was not recorded before."

_MOST = 8
"""Changes of one kind told one by one: about as many as are read. The report holds them all."""

_CLOSING = "Closing, each by itself"
_CORE = "Core and wider network"
_DUPLICATION = "The same work twice"
_REFERRALS = "Referrals"
_MAP = "On the map"

_SLOW = (_REFERRALS, _DUPLICATION, _CORE)
"""What takes longest, in this order: who is the core takes seconds among thousands."""


def describe_changes(state: State) -> dict[str, Any]:
    """Return what is tried, in words, and what is soon told of what changed by it.

    `changes` are sentences by what they are about, in the order in which they are read: answers
    first and the map they rest on last; None where they are not worked out yet. `left` says which
    are still to be asked, the quickest first. `otherwise` is what to say if there are none in all.
    Where nothing is tried there is nothing to tell: what is left to ask is how things are.
    """
    before = _need(state)
    told: dict[str, list[str] | None] = dict.fromkeys(_list_parts(state))
    otherwise = _NOTHING
    if state.steps:
        changes = eco.find_changes(before.e, state.tried[-1].e)
        told[_MAP] = _list_sentences(changes)
        otherwise = _NEWLY_KNOWN if len(changes.not_sure) else _NOTHING
        if before.knows_closures:
            told[_CLOSING] = _say_lost(before, state.steps)
    else:
        del told[_MAP]
    order = [*(about for about in told if about not in _SLOW), *_SLOW]
    return {
        "steps": [
            {"kind": step.kind, "about": dict(step.about), "words": _say_step(before.e, step)}
            for step in state.steps
        ],
        "changes": [{"about": about, "sentences": said} for about, said in told.items()],
        "left": [about for about in order if told[about] is None],
        "otherwise": otherwise,
    }


def describe_part(state: State, about: str) -> dict[str, Any]:
    """Return what changed in one of the parts that were left.

    Raises
    ------
    ValueError
        If there is no such part.
    """
    parts = _list_parts(state)
    if about not in parts:
        msg = f"{about!r} is not compared."
        raise ValueError(msg)
    before = _need(state)
    after = state.tried[-1] if state.tried else before
    try:
        sentences = parts[about](before, after)
    except ImportError as error:
        # In a browser not every question can be asked: the others still can.
        sentences = [f"Cannot be worked out here: {error}."]
    return {"about": about, "sentences": sentences}


def _need(state: State) -> Answers:
    assert state.answers is not None  # noqa: S101 - only asked where something was read
    return state.answers


def _list_parts(state: State) -> dict[str, Callable[[Answers, Answers], list[str]]]:
    """Return how each part is compared, by what it is about, in the order of reading."""
    gaps = {
        f"Where there is too little {one}": partial(_compare_gaps, one)
        for one in _need(state).types
    }
    return {
        _CLOSING: lambda before, _: _say_lost(before, state.steps),
        **gaps,
        _CORE: _compare_core,
        _DUPLICATION: _compare_duplication,
        _REFERRALS: _compare_referrals,
        _MAP: lambda before, after: _list_sentences(eco.find_changes(before.e, after.e)),
    }


def _compare_gaps(service_type: str, before: Answers, after: Answers) -> list[str]:
    return _list_differences(before.find_gaps(service_type), after.find_gaps(service_type))


def _compare_core(before: Answers, after: Answers) -> list[str]:
    if before.core is not None and after.core is not None:
        return _list_differences(before.core, after.core)
    if before.core is not None:
        return ["With this no tie is left on record to tell the core by."]
    return [after.core.headline] if after.core is not None else []


def _compare_duplication(before: Answers, after: Answers) -> list[str]:
    if before.duplication is None or after.duplication is None:
        return []
    return _list_differences(before.duplication, after.duplication)


def _compare_referrals(before: Answers, after: Answers) -> list[str]:
    # Not the difference of the rates, which asks what chance could do: nothing is drawn here.
    now = after.referrals or "No referral is recorded any more."
    return _set_beside(before.referrals, now) if before.referrals else []


def _list_differences(before: Result, after: Result) -> list[str]:
    """Return what an answer says otherwise: who or what moved, else how much there is now."""
    if after is before:
        return []
    told = _list_sentences(eco.find_changes(before, after))
    return told or _set_beside(before.headline, after.headline)


def _set_beside(before: str, after: str) -> list[str]:
    return [] if before == after else [f"With this: {after}", f"Before: {before}"]


def _list_sentences(changes: ChangesResult) -> list[str]:
    """Return what changed in few sentences; none where nothing is known to have."""
    if not changes.has_changes:
        return []
    told = [changes.explain(str(number)) for number in changes.table.index[:_MOST]]
    # Of one change the headline says less than its own sentence.
    whole = [changes.headline] if len(changes.table) != 1 else []
    left = len(changes.table) - len(told)
    return [*whole, *told, *([f"And {left:,} more."] if left else [])]


def _say_lost(before: Answers, steps: tuple[Step, ...]) -> list[str]:
    """Return what each that closes would leave, if it alone closed."""
    closed = [str(step.about["organisation"]) for step in steps if step.kind == "close"]
    if before.closures is None or not closed:
        return []
    known = before.closures.table.index
    return [before.closures.explain(one) for one in closed if one in known]


def _say_step(e: eco.Ecosystem, step: Step) -> str:
    names = dict(zip(e.organisations["organisation_id"], e.organisations["name"], strict=True))
    about = {key: str(value) for key, value in step.about.items()}
    for key in ("organisation", "from", "to"):
        about[key] = names.get(about.get(key), about.get(key, ""))
    if step.kind == "close":
        return f"{about['organisation']} closes"
    if step.kind == "service":
        return f"{about['organisation']} begins {about['service_type']}"
    if step.kind == "places":
        services = dict(zip(e.services["service_id"], e.services["name"], strict=True))
        name = services.get(about["service"], about["service"])
        return f"{name} has room for {about['capacity']}"
    if step.kind == "train":
        level = f"{about['service_type']}, level {about['level']}"
        return f"{about['organisation']} is trained for {level}"
    return f"{about['from']} and {about['to']} work together"
