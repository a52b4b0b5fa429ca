"""Sentences about routes to the right service: which are not there, and which are long."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from ecosystem.access import name_service
from ecosystem.wording import count_of, join_words, say_have, start_sentence

from .routes import NO_ROUTE, NO_SERVICE, PROVIDES, ROUTE

_NAMED = 3
"""Needs named in a sentence; the others are in the frame."""


def say_routes(steps: pd.DataFrame) -> list[str]:
    """Return from how many no route to the right service is recorded: the most first.

    `steps` is the frame of that name: a row an organisation that sends people on, and need.
    """
    # Of each need, level None being any: how many organisations have which route, and how many
    # referrals the longest takes.
    routes: dict[tuple[str, int | None], Counter[str]] = {}
    longest: dict[tuple[str, int | None], float] = {}
    columns = (steps[name].tolist() for name in ("service_type", "level", "route", "steps"))
    for kind, level, route, taken in zip(*columns, strict=True):
        asked = (kind, None if pd.isna(level) else int(level))
        routes.setdefault(asked, Counter())[route] += 1
        if route == ROUTE:
            longest[asked] = max(longest.get(asked, 0), taken)
    lost, far = [], []
    for asked, counts in routes.items():
        need = name_service(asked[0], level=asked[1], legal_aid=None)
        # A need that nobody provides has no route from anywhere: that is a gap, not a pathway.
        if counts[NO_ROUTE] and (counts[PROVIDES] or counts[ROUTE]):
            lost.append((counts[NO_ROUTE], need, counts[NO_SERVICE]))
        elif longest.get(asked, 0) > 1:
            far.append((longest[asked], need))
    sentences = []
    if lost:
        most = sorted(lost, key=lambda pair: -pair[0])[:_NAMED]
        ways = [
            f"{number:,} {say_have(number)} {none} to {need}"
            for (number, need, _), none in zip(
                most, ["no way on record", "none", "none"], strict=False
            )
        ]
        sentences.append(f"Of those that send people on, {'; '.join(ways)}.")
        sentences += _say_unreached([(beyond, need) for _, need, beyond in lost if beyond])
    if far:
        most_taken, need = max(far, key=lambda pair: pair[0])
        sentences.append(f"It takes up to {most_taken:.0f} referrals to reach {need}.")
    return sentences


def _say_unreached(needs: list[tuple[int, str]]) -> list[str]:
    """Return which needs no service meets where organisations are based, as a sentence or none.

    `needs`: how many organisations that send people on are based where none reaches, and what.
    """
    if not needs:
        return []
    (number, need), *others = sorted(needs, key=lambda pair: -pair[0])[:_NAMED]
    whose = count_of(number, "other organisation that sends", "other organisations that send")
    words = join_words(
        [
            f"no {need} reaches the areas of {whose} people on",
            *(f"no {name} those of {count:,}" for count, name in others),
        ]
    )
    return [start_sentence(f"{words}: that is a gap, not a missing route.")]
