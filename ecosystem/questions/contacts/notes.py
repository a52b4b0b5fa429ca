"""What limits an answer about contacts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ecosystem.disclosure import LEAST_SHOWN
from ecosystem.wording import count_of, say_have

if TYPE_CHECKING:
    import pandas as pd

    from .linkage import Linkage


def write_notes(linkage: Linkage, table: pd.DataFrame, plan: pd.DataFrame) -> tuple[str, ...]:
    """Return the limits of the answer, in sentences."""
    notes = []
    alone = int(np.count_nonzero(~linkage.is_comparable))
    if alone >= LEAST_SHOWN:
        notes.append(
            f"{count_of(alone, 'row')} {say_have(alone)} too little beside a name to be compared, "
            "and are not counted: whoever holds them goes on calling."
        )
    elif alone:
        notes.append(
            "A few rows have too little beside a name to be compared, and are not counted: whoever "
            "holds them goes on calling."
        )
    if table["is_hidden"].any():
        notes.append(f"Counts under {LEAST_SHOWN}, and those that would tell one, are not shown.")
    if not (plan["caller"] != "").all():
        notes.append("There are more people than places to call: some have no caller in the plan.")
    notes.append(
        "Two spellings that agree in no key count as two people, so fewer may be in touch with "
        "several than are, and more with one or none."
    )
    notes.append(
        "Hashed contacts are still personal data: an agreement on sharing, a lawful basis and a "
        "new key each round are needed, and the hashes and the key are destroyed afterwards."
    )
    return tuple(notes)
