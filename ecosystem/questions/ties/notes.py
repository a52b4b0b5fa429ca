"""The notes of `find_ties`: how far its answer goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ecosystem.access import ask_all_needed, list_reported, make_cells, note_stopped
from ecosystem.graph import REFERRAL
from ecosystem.result import empty_to_ask
from ecosystem.wording import count_of, say_are, say_have

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from ecosystem.data import Ecosystem

    from .groups import Groups

_COLUMNS = {"sector": "sector", "area": "area_code"}
"""The column of organisations that says the group."""


def list_notes(
    e: Ecosystem, taken: Sequence[str], summary: pd.Series, *, by: str, money: int
) -> list[str]:
    """Return how far the answer goes, in sentences."""
    notes = [*_note_answers(e, taken)]
    unknown = summary["organisations_not_known"]
    if unknown:
        notes.append(
            f"The {by} of {unknown:,} of {count_of(summary['organisations'], 'organisation')} with "
            f"ties is not recorded: {count_of(summary['not_known'], 'tie')} "
            f"{say_are(summary['not_known'])} counted neither as within nor as beyond."
        )
    if by == "service type":
        notes.append(
            "Who runs several types of service is in the group of each; a tie is within if both "
            "ends run one of the same type."
        )
    if money:
        notes.append(
            f"{count_of(money, 'tie')} of funding {say_are(money)} left out: to give money is not "
            "to talk."
        )
    notes.append(
        "A pair counts as without a tie where none is on record; who is called a go-between may be "
        "less needed than it looks."
    )
    referrals = e.referrals if REFERRAL in taken else e.referrals.iloc[:0]
    standing = e.relationships[e.relationships["kind"].isin(taken)]
    return [*notes, *note_stopped(e, ties=[referrals, standing])]


def _note_answers(e: Ecosystem, taken: Sequence[str]) -> list[str]:
    reported = list_reported(e, taken)
    if reported.isna().all():
        return [
            (
                "The data do not say who told of its ties, so ties may be missing of whoever was "
                "not asked."
            )
        ]
    silent = int((~reported.fillna(value=False)).sum())
    if not silent:
        return []
    return [
        (
            f"{count_of(silent, 'organisation')} of {len(reported):,} {say_have(silent)} not, "
            "or not for certain, reported ties: those between two of them may be missing."
        )
    ]


def ask_groups(e: Ecosystem, groups: Groups, degree: NDArray[np.int64], by: str) -> pd.DataFrame:
    """Return the frame `to_ask`: whose group is not known, those with most ties first."""
    if by not in _COLUMNS:
        return empty_to_ask()
    silent = np.flatnonzero((groups.label < 0) & (degree > 0))
    names = e.organisations["name"].iloc[silent]
    order = np.lexsort((names, -degree[silent]))
    rows = e.organisations.iloc[silent[order]]
    numbers = np.arange(len(rows))
    cells = make_cells(
        "organisations",
        _COLUMNS[by],
        unit=numbers,
        ids=rows["organisation_id"],
        names=rows["name"],
    )
    return ask_all_needed(cells, (numbers, numbers), np.tile([0.0, 1.0, 0.0], (len(rows), 1)))
