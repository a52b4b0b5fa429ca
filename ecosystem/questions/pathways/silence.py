"""What to ask next: links of which it is not recorded what became of the people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecosystem.access import ask_all_needed, make_cells
from ecosystem.disclosure import are_small

if TYPE_CHECKING:
    from ecosystem.data import Ecosystem

_ASKED = ("sent", "accepted", "feedback")
"""What a link is asked: the sender how many it sent and whether it hears of them, the receiver how
many it accepted."""


def ask_links(e: Ecosystem, links: pd.DataFrame) -> pd.DataFrame:
    """Return the frame `to_ask`: links that do not say how many were accepted, or if told.

    A link is settled once it says both. It counts with its people, each once, unless they are few.
    """
    carries = links.reset_index(drop=True)
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
    people = carries["sent"].to_numpy(dtype=float)
    weights = np.zeros((len(carries), 3))
    weights[:, 2] = np.where(are_small(people), 0, people)
    silent = np.unique(unit)
    return ask_all_needed(cells, (silent, silent), weights)
