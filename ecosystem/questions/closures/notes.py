"""The notes of `find_closures`: how far its answer goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ecosystem.wording import count_of, join_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from ecosystem.data import Ecosystem


_NAMED = 5


def name_unknown(
    services: pd.DataFrame,
    asked: NDArray[np.bool_],
    is_reached: NDArray[np.bool_],
    types: pd.Series,
) -> list[str]:
    """Return notes on the services about which nothing can be said."""
    notes = []
    reached = set(services.loc[is_reached, "service_type"].str.casefold())
    lost = sorted(set(types[~types.str.casefold().isin(reached)]))
    if lost:
        some = asked & services["service_type"].isin(lost).to_numpy()
        notes.append(
            f"How many people need {join_words(lost, most=_NAMED)} is not known where the services "
            f"are: {count_of(some.sum(), 'service')} not counted."
        )
    apart = services[
        asked & ~is_reached & services["service_type"].str.casefold().isin(reached).to_numpy()
    ]
    notes += name_unclear(apart, "not counted, as no area with a known need is known to be reached")
    blank = services[is_reached & services["capacity"].isna().to_numpy()]
    if len(blank):
        notes.append(
            f"Places are not known for {count_of(len(blank), 'service')}: "
            f"{join_words(blank['name'], most=_NAMED)}. They are not counted; unserved_low takes "
            "them to have room for everyone."
        )
    return notes


def name_assumed(
    e: Ecosystem, runs: Sequence[frozenset[int] | None], is_counted: NDArray[np.bool_]
) -> list[str]:
    """Return notes on what is taken for granted about the services that are counted."""
    services = e.services
    notes = []
    bodies = np.array([len(one or ()) for one in runs])
    joint = int((is_counted & (bodies > 1)).sum())
    if joint:
        notes.append(
            f"{count_of(joint, 'service is', 'services are')} run by several organisations: if "
            "one closes, the others are taken to keep all its places."
        )
    alone = int((is_counted & (bodies == 0)).sum())
    if alone:
        notes.append(f"{count_of(alone, 'service')} without a known organisation stay open.")
    blank = int((is_counted & services["eligibility"].isna().to_numpy()).sum())
    if blank:
        notes.append(
            f"Whom {count_of(blank, 'service')} may take is not recorded: they are taken to be "
            "for anyone."
        )
    shut = int((is_counted & (services["accepting_referrals"] == "no").to_numpy()).sum())
    if shut:
        notes.append(
            f"{count_of(shut, 'service')} not accepting referrals now: they are taken to be full "
            "wherever enough people need them."
        )
    return notes


def name_unclear(services: pd.DataFrame, why: str) -> list[str]:
    """Return the note, if any is due, that services are not counted and why."""
    if services.empty:
        return []
    names = join_words(services["name"], most=_NAMED)
    return [f"{count_of(len(services), 'service')} {why}: {names}."]
