"""Why two records may be one, and why not, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecosystem.wording import join_words

from .linkage import ALIKE, DIFFERENT, NEAR, SAME, UNKNOWN
from .names import INITIALS, INSIDE, SHORT_FORM, SPELLING, THE_NAME

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from .linkage import Links
    from .names import Likeness, NameComparer


_NOT_DECIDED = "nothing but the names can be compared"
_NOR_BY_AREA = "nothing but the names and the area can be compared"
_MOST_WORDS = 4
_CO_LOCATED = "a shared address does not make two names one"
_NUMBERS = {"charity_number": "charity", "company_number": "company"}
# How names agree: by the records' own names, or by another name of one of them.
_LIKE = {
    THE_NAME: ("the same name", "the same other name"),
    SHORT_FORM: ("the same short form", "the same other name or short form"),
    INITIALS: ("one name is the initials of the other", "another name has the same initials"),
    SPELLING: ("the same name but for one letter", "the same other name but for one letter"),
    INSIDE: ("one name is inside the other", "another name is inside one of the other's"),
}
_PLACES = {"website": "website", "postcode": "postcode", "area_code": "area"}


def list_reasons(
    records: pd.DataFrame, links: Links, chosen: NDArray[np.intp], names: NameComparer
) -> tuple[list[str], list[str]]:
    """Return the reasons for and against each of the chosen pairs."""
    fields = (*_NUMBERS, *_PLACES)
    values = {name: records[name].to_numpy(dtype=object) for name in fields}
    likeness = names.describe(links.a[chosen], links.b[chosen])
    reasons_for, reasons_against = [], []
    for at, pair in enumerate(chosen.tolist()):
        levels = links.levels[pair]
        a, b = int(links.a[pair]), int(links.b[pair])
        good, bad = _compare_names(likeness, at, names.list_differing(a, b))
        for name, level in zip(fields, levels[1:].tolist(), strict=True):
            if level == UNKNOWN:
                continue
            said = _say(name, level, str(values[name][a]), str(values[name][b]))
            (good if level >= ALIKE else bad).append(said)
        if (levels[1:-1] == UNKNOWN).all():
            bad.append(_NOT_DECIDED if levels[-1] == UNKNOWN else _NOR_BY_AREA)
        if levels[0] == DIFFERENT and (levels[1:4] != SAME).all() and levels[4] == SAME:
            bad.append(_CO_LOCATED)
        reasons_for.append("; ".join(good))
        reasons_against.append("; ".join(bad))
    return reasons_for, reasons_against


def _compare_names(
    likeness: Likeness, at: int, differing: list[str]
) -> tuple[list[str], list[str]]:
    level, how = int(likeness.level[at]), int(likeness.how[at])
    if level <= DIFFERENT:
        return [], ["the names differ"]
    is_other_name = bool(likeness.is_other_name[at])
    said = f"the names differ in {join_words(differing, most=_MOST_WORDS)}"
    against = [said] if differing else []
    if how in _LIKE:
        return [_LIKE[how][is_other_name]], [] if how != INSIDE or is_other_name else against
    if is_other_name:
        return [f"other names {'partly' if level == NEAR else 'much'} alike"], []
    return [f"names {'partly' if level == NEAR else 'much'} alike"], against


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
