"""Why two records may be one, and why not, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .linkage import ALIKE, DIFFERENT, SAME, UNKNOWN, Links

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from .names import Likeness

_NOT_DECIDED = "nothing but the names can be compared"
_CO_LOCATED = "a shared address does not make two names one"
_NUMBERS = {"charity_number": "charity", "company_number": "company"}
_PLACES = {"website": "website", "postcode": "postcode", "area_code": "area"}


def list_reasons(
    records: pd.DataFrame, links: Links, chosen: NDArray[np.intp], likeness: Likeness
) -> tuple[list[str], list[str]]:
    """Return the reasons for and against each of the chosen pairs."""
    fields = (*_NUMBERS, *_PLACES)
    values = {name: records[name].to_numpy(dtype=object) for name in fields}
    reasons_for, reasons_against = [], []
    for at, pair in enumerate(chosen.tolist()):
        levels = links.levels[pair]
        good, bad = _compare_names(likeness, at)
        a, b = int(links.a[pair]), int(links.b[pair])
        for name, level in zip(fields, levels[1:].tolist(), strict=True):
            if level == UNKNOWN:
                continue
            said = _say(name, level, str(values[name][a]), str(values[name][b]))
            (good if level >= ALIKE else bad).append(said)
        if (levels[1:-1] == UNKNOWN).all():
            bad.append(_NOT_DECIDED)
        if levels[0] == DIFFERENT and (levels[1:4] != SAME).all() and levels[4] == SAME:
            bad.append(_CO_LOCATED)
        reasons_for.append("; ".join(good))
        reasons_against.append("; ".join(bad))
    return reasons_for, reasons_against


def _compare_names(likeness: Likeness, at: int) -> tuple[list[str], list[str]]:
    level = likeness.level[at]
    if level <= DIFFERENT:
        return [], ["the names differ"]
    if likeness.is_initials[at]:
        return ["one name is the initials of the other"], []
    if level == SAME or (likeness.is_other_name[at] and level == ALIKE):
        return ["the same other name" if likeness.is_other_name[at] else "the same name"], []
    if likeness.is_inside[at]:
        return ["one name is inside the other"], []
    return ["names much alike" if level == ALIKE else "names partly alike"], []


def _say(name: str, level: int, first: str, second: str) -> str:
    if name in _NUMBERS:
        kind = _NUMBERS[name]
        if level == SAME:
            return f"the same {kind} number {first}"
        if level == ALIKE:
            return f"{kind} numbers {first} and {second} differ by one slip"
        return f"{kind} numbers {first} and {second} differ, though one may have registered anew"
    word = _PLACES[name]
    return f"the same {word}" if level == SAME else f"another {word}"
