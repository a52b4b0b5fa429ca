"""The page about what changed since a former file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecosystem.questions.changes import find_changes
from ecosystem.questions.matching import find_matches

from .content import MOST_ROWS, QuestionPage, Unanswered
from .tables import TextTable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecosystem.questions.changes import ChangesResult

    from .answers import Answers


CHANGED = "What changed?"


def make_changes_page(before: Answers, after: Answers) -> list[QuestionPage | Unanswered]:
    """Return the page about two maps, each with its answers."""
    maps, *answers = _compare(before, after)
    # What moved in the answers says more than what was entered, if anything did.
    told = [one for one in [*answers, maps] if one.has_changes] or [maps]
    told += [one for one in answers if one not in told and _tells_rates(one)]
    return [
        QuestionPage(
            question=CHANGED,
            sentences=[one.headline for one in told],
            table=_list_changes(told, "What changed", most=MOST_ROWS),
            whole=_list_changes(told, "Every change"),
            discuss="Which of these did we work for, and which came by itself? What should have "
            "changed and did not?",
            notes=list(dict.fromkeys(note for one in told for note in one.notes)),
        )
    ]


def _compare(before: Answers, after: Answers) -> Iterator[ChangesResult]:
    """Yield what changed in the maps, then in each answer that both of them have."""
    matches = find_matches(before.e, sources={"after": after.e})
    yield find_changes(before.e, after.e, matches=matches)
    if before.core is not None and after.core is not None:
        yield find_changes(before.core, after.core, matches=matches)
    # In the order of the answers: that of a set would differ from run to run.
    for service_type, kinds_before in before.gaps.items():
        kinds_after = after.gaps.get(service_type, {})
        for kind in kinds_before:
            if kind in kinds_after:
                yield find_changes(kinds_before[kind], kinds_after[kind])
    if before.duplication is not None and after.duplication is not None:
        yield find_changes(before.duplication, after.duplication)
    if before.pathways is not None and after.pathways is not None:
        yield find_changes(before.pathways, after.pathways, matches=matches)


def _tells_rates(changes: ChangesResult) -> bool:
    return any(changes.explain_rate(str(rate)) for rate in changes.rates.index)


def _list_changes(
    compared: list[ChangesResult], caption: str, *, most: int | None = None
) -> TextTable:
    rows = [
        [changes.table.loc[number, "about"], changes.explain(str(number))]
        for changes in compared
        for number in changes.table.index[:most]
    ]
    rows += [
        ["referrals", sentence]
        for changes in compared
        for rate in changes.rates.index
        if (sentence := changes.explain_rate(str(rate)))
    ]
    return TextTable(caption=caption, headings=["About", "What"], rows=rows[:most])
