"""What a service must be to count: yes, no, or not recorded.

A condition is a column of the pandas type boolean: True, False, or NA where nothing is recorded.
Together they follow Kleene's logic, as pandas has it: no with anything is no, yes with not
recorded is not recorded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecosystem.wording import count_of, join_words

from .demand import read_extra

if TYPE_CHECKING:
    from numpy.typing import NDArray

_LEVEL_OF_CONTRACT = 2
"""A legal aid contract is for casework and above, so who holds one works at level 2 at least: the
Legal Aid Agency contracts for controlled work, which level 1 does not allow."""

_LEVELS = 3
"""Levels of advice, from 1: those of the Immigration Advice Authority."""

_NAMED = 5
"""Services named in a note, which still reads as a sentence; the rest are counted."""


def meets_contract(services: pd.DataFrame, legal_aid: bool | None) -> pd.Series:  # noqa: FBT001
    """Tell which services have, or have not, a legal aid contract as asked."""
    if legal_aid is None:
        return _always(services)
    contract = services["legal_aid"].astype("boolean")
    return contract if legal_aid else ~contract


def meets_level(services: pd.DataFrame, level: int | None) -> pd.Series:
    """Tell which services advise at a level or above.

    Levels are cumulative. Where no level is written a legal aid contract tells that it is 2 at
    least; of 3 it tells nothing.
    """
    if level is None:
        return _always(services)
    levels = services["level"]
    meets = (levels >= level).astype("boolean").mask(levels.isna())
    if level <= _LEVEL_OF_CONTRACT:
        has_contract = services["legal_aid"].astype("boolean").fillna(value=False)
        meets = meets.mask(levels.isna() & has_contract, other=True)
    return meets


def are_shut(services: pd.DataFrame) -> pd.Series:
    """Tell which services are known to take nobody now: they say so, or have used all they have."""
    is_full = read_extra(services, "used") >= services["capacity"]
    return (services["accepting_referrals"] == "no") | is_full


def list_unrecorded(
    services: pd.DataFrame, *, level: int | None, legal_aid: bool | None
) -> pd.DataFrame:
    """Tell of each service which cells would have to be known: columns legal_aid and level."""
    contract = meets_contract(services, legal_aid).isna()
    # A contract that is asked for tells of the level too, so that the level need not be asked.
    told = services.assign(
        legal_aid=services["legal_aid"].astype("boolean").mask(contract, other=legal_aid)
    )
    return pd.DataFrame({"legal_aid": contract, "level": meets_level(told, level).isna()})


def measure_chance(unrecorded: pd.DataFrame, *, level: int | None) -> NDArray[np.float64]:
    """Return which share of all possible answers is a yes, a service each.

    Every answer counts the same: yes or no to a contract, each of the levels to a level.
    """
    at_level = (_LEVELS - (level or 1) + 1) / _LEVELS
    chance = np.where(unrecorded["legal_aid"], 0.5, 1.0)
    return chance * np.where(unrecorded["level"], at_level, 1.0)


def note_unrecorded(
    services: pd.DataFrame, is_unrecorded: pd.Series, one: str, many: str
) -> list[str]:
    """Return the note, if any is due, that services do not say something that decides.

    What it is stands after the verb, for `one` service and for `many`.
    """
    silent = services[is_unrecorded.to_numpy(dtype=bool)]
    if silent.empty:
        return []
    words = f"does not say {one}" if len(silent) == 1 else f"do not say {many}"
    return [
        (
            f"{len(silent):,} of {count_of(len(services), 'service')} {words}: "
            f"{join_words(silent['name'], most=_NAMED)}. Not recorded is not no: an area that "
            "such a service may reach is never called a gap."
        )
    ]


def _always(services: pd.DataFrame) -> pd.Series:
    return pd.Series(data=True, index=services.index, dtype="boolean")
