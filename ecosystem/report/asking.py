"""What to ask next, over all questions: for the first page of the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecosystem.result import TO_ASK_COUNTS, say_to_ask

from .clients_pages import CLOSING, JOURNEYS
from .representation_pages import VOICES
from .services_pages import SAME
from .ties_pages import CORE

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from .answers import Answers

_MOST_CELLS = 5
"""Cells on the first page: what one person can ask on the telephone in a morning."""


def list_to_ask(answers: Answers) -> list[tuple[str, str]]:
    """Return the questions that five cells would settle most of, and what to ask for each.

    Each step takes, of all questions, the next cells that settle most people, or organisations and
    areas where nobody is counted, for each cell they cost: halfway between what they settle
    whatever the answers and what they settle at best.
    """
    asked = [(question, frame) for question, frame in list_asked(answers) if len(frame)]
    settled = [_list_settled(frame) for _, frame in asked]
    taken = [0] * len(asked)
    while steps := [
        (number, more)
        for number, (_, frame) in enumerate(asked)
        for more in range(1, min(_MOST_CELLS - sum(taken), len(frame) - taken[number]) + 1)
    ]:
        # Of equals what costs fewer cells, then the question that comes first.
        number, more = max(
            steps,
            key=lambda step: (
                _rate(settled[step[0]], taken[step[0]], step[1]),
                -step[1],
                -step[0],
            ),
        )
        if not _rate(settled[number], taken[number], more) > 0:
            break
        taken[number] += more
    return [
        (question, sentence)
        for (question, frame), count in zip(asked, taken, strict=True)
        for sentence in say_to_ask(frame.head(count))
    ]


def list_asked(answers: Answers) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield each question in the words of its page, and its frame `to_ask`."""
    # The kinds of one type ask much the same cells: the one with most open stands for all.
    for by_kind in answers.gaps.values():
        result = max(by_kind.values(), key=lambda one: _count_open(one.to_ask))
        yield f"Which areas have too little {result.settings['asked']}?", result.to_ask
    named = (
        (JOURNEYS, answers.pathways),
        (CLOSING, answers.closures),
        (SAME, answers.duplication),
        (CORE, answers.core),
        (VOICES, answers.representation),
    )
    yield from ((question, result.to_ask) for question, result in named if result is not None)


def _count_open(frame: pd.DataFrame) -> float:
    """Return what all the cells of a frame settle, between what is sure and what is best."""
    return _rate(_list_settled(frame), 0, len(frame)) * len(frame) if len(frame) else 0.0


def _list_settled(frame: pd.DataFrame) -> list[float]:
    """Return what is settled by each cell of a frame and all above it, sure and best together."""
    told = frame[[name + side for side in ("", "_high") for name in TO_ASK_COUNTS]]
    totals: list[float] = told.to_numpy(dtype=float).sum(axis=1).tolist()
    return totals


def _rate(settled: list[float], taken: int, more: int) -> float:
    """Return what the next cells settle for each of them."""
    before = settled[taken - 1] if taken else 0.0
    return (settled[taken + more - 1] - before) / 2 / more
