"""Why two records may be one, and why not, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecosystem.wording import join_words

from .decisions import has_only_names
from .linkage import Level
from .names import NameMatch
from .records import NUMBERS, RecordField

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from .linkage import Links
    from .names import Likeness, NameComparer


_NOT_DECIDED = "nothing but the names can be compared"
_NOR_BY_AREA = "nothing but the names and the area can be compared"
_CO_LOCATED = "a shared address does not make two names one"

_MOST_WORDS = 4
"""Words of two names that are named as differing; the rest are counted, to keep a line readable."""

_KIND_OF_NUMBER = {RecordField.CHARITY_NUMBER: "charity", RecordField.COMPANY_NUMBER: "company"}
_WORD_OF_PLACE = {
    RecordField.WEBSITE: "website",
    RecordField.POSTCODE: "postcode",
    RecordField.AREA_CODE: "area",
}

_SAY_MATCH = {
    NameMatch.SAME_NAME: ("the same name", "the same other name"),
    NameMatch.SHORT_FORM: ("the same short form", "the same other name or short form"),
    NameMatch.INITIALS: (
        "one name is the initials of the other",
        "another name has the same initials",
    ),
    NameMatch.SPELLING: (
        "the same name but for one letter",
        "the same other name but for one letter",
    ),
    NameMatch.INSIDE: (
        "one name is inside the other",
        "another name is inside one of the other's",
    ),
}
"""How names agree: by the records' own names, or by another name of one of them."""


def list_reasons(
    records: pd.DataFrame, links: Links, chosen: NDArray[np.intp], names: NameComparer
) -> tuple[list[str], list[str]]:
    """Return the reasons for and against each of the chosen pairs, a text a pair each."""
    fields = (*_KIND_OF_NUMBER, *_WORD_OF_PLACE)
    values = {field: records[field.column].to_numpy(dtype=object) for field in fields}
    likeness = names.describe(links.a[chosen], links.b[chosen])
    only_names = has_only_names(links)
    all_for, all_against = [], []
    for row, pair in enumerate(chosen.tolist()):
        levels = links.levels[pair]
        a, b = int(links.a[pair]), int(links.b[pair])

        # The names first, then what else is known of both, in the order of the fields.
        reasons_for, reasons_against = _compare_names(likeness, row, names.list_differing(a, b))
        for field in fields:
            level = int(levels[field])
            if level != Level.UNKNOWN:
                reason = _say_field(field, level, str(values[field][a]), str(values[field][b]))
                (reasons_for if level >= Level.ALIKE else reasons_against).append(reason)

        # Last what explains a decision that the reasons so far would not lead one to expect.
        if only_names[pair]:
            is_area_known = levels[RecordField.AREA_CODE] != Level.UNKNOWN
            reasons_against.append(_NOR_BY_AREA if is_area_known else _NOT_DECIDED)
        if _shares_only_address(levels):
            reasons_against.append(_CO_LOCATED)
        all_for.append("; ".join(reasons_for))
        all_against.append("; ".join(reasons_against))
    return all_for, all_against


def _shares_only_address(levels: NDArray[np.int64]) -> bool:
    """Tell whether two different names have the postcode in common, but no number or website."""
    return bool(
        levels[RecordField.NAME] == Level.DIFFERENT
        and levels[RecordField.POSTCODE] == Level.SAME
        and (levels[[*NUMBERS, RecordField.WEBSITE]] != Level.SAME).all()
    )


def _compare_names(
    likeness: Likeness, row: int, differing: list[str]
) -> tuple[list[str], list[str]]:
    """Return the reasons for and against that lie in the names; `differing`: words of one only."""
    level, match = int(likeness.level[row]), NameMatch(likeness.match[row])
    if level <= Level.DIFFERENT:
        return [], ["the names differ"]
    is_other_name = bool(likeness.is_other_name[row])
    words = f"the names differ in {join_words(differing, most=_MOST_WORDS)}"
    against = [words] if differing else []
    if match in _SAY_MATCH:
        reason = _SAY_MATCH[match][is_other_name]
        # What is the same but for its form needs no word against it; a name within another does.
        return [reason], against if match == NameMatch.INSIDE and not is_other_name else []
    how_much = "partly" if level == Level.NEAR else "much"
    if is_other_name:
        return [f"other names {how_much} alike"], []
    return [f"names {how_much} alike"], against


def _say_field(field: RecordField, level: int, first: str, second: str) -> str:
    """Return in words how two known values of a field agree or differ."""
    if field in _KIND_OF_NUMBER:
        kind = _KIND_OF_NUMBER[field]
        if level == Level.SAME:
            return f"the same {kind} number {first}"
        if level == Level.ALIKE:
            return f"{kind} numbers {first} and {second} differ by one slip"
        return f"{kind} numbers {first} and {second} differ, though one may have registered anew"
    word = _WORD_OF_PLACE[field]
    return f"the same {word}" if level == Level.SAME else f"another {word}"
