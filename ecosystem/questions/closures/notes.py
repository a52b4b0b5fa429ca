"""The notes of `find_closures`: how far its answer goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ecosystem.wording import count_of, join_words, say_are

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray


_DECIDING = ["eligibility", "languages", "accepting_referrals"]
"""Columns of services that decide who may be moved there."""

_NAMED = 5
"""Services or types named in a note; the others are counted."""


def name_unknown(
    services: pd.DataFrame,
    is_asked: NDArray[np.bool_],
    is_reached: NDArray[np.bool_],
    types: pd.Series,
) -> list[str]:
    """Return notes on the services about which nothing can be said.

    `is_asked` and `is_reached` are of each service: asked for; reaching an area whose need is
    known. `types` are the service types in lower case.
    """
    notes = []
    is_of_market = types.isin(set(types[is_reached])).to_numpy()
    is_lost = is_asked & ~is_of_market
    if is_lost.any():
        lost = sorted(set(services.loc[is_lost, "service_type"]))
        notes.append(
            f"How many people need {join_words(lost, most=_NAMED)} is not known where the services "
            f"are: {_count_are(int(is_lost.sum()))} not counted."
        )
    unreached = services[is_asked & ~is_reached & is_of_market]
    if len(unreached):
        notes.append(
            f"{_count_are(len(unreached))} not counted, as no area with a known need is known to "
            f"be reached: {join_words(unreached['name'], most=_NAMED)}."
        )
    blank = services[is_reached & services["capacity"].isna().to_numpy()]
    if len(blank):
        they, them = ("It is", "it") if len(blank) == 1 else ("They are", "them")
        notes.append(
            f"How many places there are is not known for {count_of(len(blank), 'service')}: "
            f"{join_words(blank['name'], most=_NAMED)}. {they} not counted; the lowest number "
            f"takes {them} to have room for everyone."
        )
    return notes


def name_assumed(
    services: pd.DataFrame,
    runs: Sequence[frozenset[int] | None],
    is_counted: NDArray[np.bool_],
    is_unplaced: NDArray[np.bool_],
    reaches_more: NDArray[np.bool_],
) -> list[str]:
    """Return notes on what is taken for granted about the services that are counted."""
    notes = []
    bodies = np.array([len(organisations or ()) for organisations in runs])
    joint = int((is_counted & (bodies > 1)).sum())
    if joint:
        notes.append(
            f"{_count_are(joint)} run by several organisations: if "
            "one closes, the others are taken to keep all its places."
        )
    unowned = int((is_counted & (bodies == 0)).sum())
    if unowned:
        notes.append(
            f"{count_of(unowned, 'service')} without a known organisation {say_are(unowned)} "
            "taken to stay open."
        )
    further = int((is_counted & reaches_more).sum())
    if further:
        notes.append(
            f"Which further areas {count_of(further, 'service')} may reach is not recorded: the "
            "areas that are recorded are taken; the lowest number takes it to be any."
        )
    assumed = int((is_counted & is_unplaced & ~reaches_more).sum())
    if assumed:
        notes.append(
            f"Which areas {count_of(assumed, 'service')} may reach is not recorded: the area of "
            "whoever runs it is taken; the lowest number takes it to be any."
        )
    blank = int((is_counted & services[_DECIDING].isna().any(axis=1).to_numpy()).sum())
    if blank:
        they = "it is" if blank == 1 else "they are"
        notes.append(
            f"Not on record of {count_of(blank, 'service')}: whom {they} for, in which languages "
            f"{they} given, or if people are taken now. A number by what is recorded takes that to "
            "be no bar; for the highest number nobody moves there."
        )
    shut = int((is_counted & (services["accepting_referrals"] == "no").to_numpy()).sum())
    if shut:
        notes.append(
            f"{_count_are(shut)} not accepting referrals now: whoever is "
            "there keeps their place, but nobody is moved there."
        )
    return notes


def _count_are(services: int) -> str:
    return f"{count_of(services, 'service')} {say_are(services)}"
