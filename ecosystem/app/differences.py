"""What changed by what is tried: each question asked before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ecosystem as eco

from .answers import Answers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecosystem.questions.changes import ChangesResult
    from ecosystem.result import Result

    from .state import State
    from .what_if import Step

_NOTHING = "Nothing on record changes."
_NEWLY_KNOWN = "No answer changes: what stands here now was not recorded before."

_MOST = 8
"""Changes of one kind told one by one: about as many as are read. The report holds them all."""


def describe_changes(state: State) -> dict[str, Any]:
    """Return what is tried, in words, and what changed by it: sentences by what they are about."""
    before, after = state.answers, state.after
    assert before is not None  # noqa: S101 - only asked where something was read
    assert after is not None  # noqa: S101
    steps = [
        {"kind": step.kind, "about": dict(step.about), "words": _say_step(before.e, step)}
        for step in state.steps
    ]
    if not state.steps:
        before.ask_all()
        return {"steps": [], "changes": []}
    told = [
        {"about": about, "sentences": sentences}
        for about, sentences in _compare(before, Answers(e=after))
        if sentences
    ]
    lost = _say_lost(before, state.steps)
    if lost:
        told.insert(0, {"about": "Closing, each by itself", "sentences": lost})
    return {"steps": steps, "changes": told or [{"about": "", "sentences": [_NOTHING]}]}


def _compare(before: Answers, after: Answers) -> Iterator[tuple[str, list[str]]]:
    """Yield what each answer says otherwise, answers first and the map they rest on last."""
    for service_type, was in before.gaps.items():
        sentences = _list_differences(was, after.gaps[service_type])
        yield f"Where there is too little {service_type}", sentences
    yield "Core and wider network", _compare_core(before, after)
    if before.duplication is not None and after.duplication is not None:
        yield "The same work twice", _list_differences(before.duplication, after.duplication)
    # Not the difference of the rates, which asks what chance could do: nothing is drawn here.
    now = after.referrals or "No referral is recorded any more."
    yield "Referrals", _set_beside(before.referrals, now) if before.referrals else []
    changes = eco.find_changes(before.e, after.e)
    yield "On the map", _list_sentences(changes) or [_NEWLY_KNOWN] * bool(len(changes.not_sure))


def _compare_core(before: Answers, after: Answers) -> list[str]:
    # Services are no part of the answer, and training or places change nothing else.
    if all(getattr(before.e, name).equals(getattr(after.e, name)) for name in _OF_TIES):
        return []
    if before.core is not None and after.core is not None:
        return _list_differences(before.core, after.core)
    if before.core is not None:
        return ["With this no tie is left on record to tell the core by."]
    return [after.core.headline] if after.core is not None else []


_OF_TIES = ("organisations", "relationships", "referrals", "groups", "memberships")
"""Tables by which the core is told."""


def _list_differences(before: Result, after: Result) -> list[str]:
    """Return what an answer says otherwise: who or what moved, else how much there is now."""
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
    if not closed or before.closures is None:
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
