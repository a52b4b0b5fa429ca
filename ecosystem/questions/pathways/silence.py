"""What to ask next: links of which it is not recorded what became of the people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecosystem.access import ask_all_needed, make_cells
from ecosystem.disclosure import are_small

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecosystem.data import Ecosystem

_ASKED = ("sent", "accepted", "feedback")
"""What a link is asked: the sender how many it sent and whether it hears of them, the receiver how
many it accepted."""


_FOREMOST = 40
"""Links looked at of those with one gap, with two and with three: in each of ten steps at most the
24 with most people for each gap are tried, so those behind 34 such never are."""


def ask_links(e: Ecosystem, links: pd.DataFrame) -> pd.DataFrame:
    """Return the frame `to_ask`: links that do not say how many were accepted, or if told.

    A link is settled once it says both. It counts with its people, each once, unless they are few.
    """
    carries = links.iloc[_find_foremost(links)].reset_index(drop=True)
    names = dict(zip(e.organisations["organisation_id"], e.organisations["name"], strict=True))
    unit, column = np.nonzero(carries[list(_ASKED)].isna().to_numpy())
    # Word by word: a column in which nothing is known is none of texts.
    kinds = [kind if isinstance(kind, str) else "" for kind in carries["service_type"]]
    ways = list(zip(carries["from_id"], carries["to_id"], kinds, strict=True))
    ids = [f"{one} | {other}{f' | {kind}' if kind else ''}" for one, other, kind in ways]
    called = [
        f"{names[one]} to {names[other]}{f' for {kind}' if kind else ''}"
        for one, other, kind in ways
    ]
    cells = make_cells(
        "referrals",
        np.array(_ASKED, dtype=object)[column],
        unit=unit,
        ids=pd.Series(ids, dtype="str"),
        names=pd.Series(called, dtype="str"),
    )
    weights = np.zeros((len(carries), 3))
    weights[:, 2] = _count_people(carries)
    silent = np.unique(unit)
    return ask_all_needed(cells, (silent, silent), weights)


def _find_foremost(links: pd.DataFrame) -> NDArray[np.intp]:
    """Return the rows of the links that may be asked, in order: those that carry most people."""
    gaps = links[list(_ASKED)].isna().to_numpy().sum(axis=1)
    people = np.nan_to_num(_count_people(links))
    foremost = []
    for number in range(1, len(_ASKED) + 1):
        rows = np.flatnonzero(gaps == number)
        foremost.append(rows[np.argsort(-people[rows], kind="stable")[:_FOREMOST]])
    return np.sort(np.concatenate(foremost))


def _count_people(links: pd.DataFrame) -> NDArray[np.float64]:
    """Return the people of each link, none where they are few."""
    people = links["sent"].to_numpy(dtype=float)
    return np.where(are_small(people), 0, people)
