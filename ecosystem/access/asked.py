"""What is asked for: a service type, a level, a contract, in words and as a test of rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecosystem.errors import did_you_mean
from ecosystem.wording import count_of, join_words

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from ecosystem.data import Ecosystem


_FARTHEST_KM = 20_038
"""Kilometres between two ends of the earth, half its girth of 40,075: no distance is longer."""


def check_question(
    e: Ecosystem, service_type: str, *, level: int | None, within_km: float | None
) -> None:
    """Raise ValueError if the data know nothing of the service type, or an option is none."""
    asked = str(service_type)
    if not any(is_of_type(rows, asked).any() for rows in (e.services, e.demand)):
        known = {*e.services["service_type"], *e.demand["service_type"]}
        parts = [
            f"service_type {service_type!r} is not in this data.",
            did_you_mean(asked, known),
            f"Choose one of {sorted(known)}.",
        ]
        raise ValueError(" ".join(part for part in parts if part))
    if level not in {None, 1, 2, 3}:
        msg = f"level {level!r} is not a level. Choose 1, 2 or 3, or None for any."
        raise ValueError(msg)
    if within_km is not None and not 0 <= within_km <= _FARTHEST_KM:
        msg = (
            f"within_km {within_km!r} is not a distance. Give kilometres, from 0 to "
            f"{_FARTHEST_KM:,}, or None."
        )
        raise ValueError(msg)


def name_service(service_type: str, *, level: int | None, legal_aid: bool | None) -> str:
    """Return what is asked for in words: "immigration advice at level 2 with legal aid"."""
    words = service_type
    if level is not None:
        words += f" at level {level}" + (" or above" if level < 3 else "")
    if legal_aid is not None:
        words += " with legal aid" if legal_aid else " without legal aid"
    return words


def is_of_type(rows: pd.DataFrame, service_type: str) -> NDArray[np.bool_]:
    """Tell which rows are of a service type; case is ignored."""
    return (rows["service_type"].str.casefold() == service_type.casefold()).to_numpy(dtype=bool)


def name_left_out(services: pd.DataFrame, why: str) -> list[str]:
    """Return the note, if any is due, that services were not counted and why.

    Five are named, which still reads as a sentence; the rest are counted.
    """
    if services.empty:
        return []
    return [
        (
            f"{count_of(len(services), 'service')} not counted, with {why}: "
            f"{join_words(services['name'], most=5)}."
        )
    ]
