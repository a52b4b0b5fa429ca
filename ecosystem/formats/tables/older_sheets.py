"""Lists of several years in one workbook, a sheet a year: the last one is how things are.

Read together they count a service once a year, and bring back who has gone. Logs are another
matter: their years are added up, because each row is of its own day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecosystem.data import fold_heading
from ecosystem.formats.sheets.sheet import Sheet
from ecosystem.wording import join_words

from .directories.layout import find_layout
from .headings import YEAR

if TYPE_CHECKING:
    from collections.abc import Sequence


def leave_out_older(sheets: Sequence[Sheet]) -> list[Sheet]:
    """Return the sheets without directories of which another sheet is the same of a later year."""
    groups: dict[tuple[str, ...], list[tuple[str, Sheet]]] = {}
    for sheet in sheets:
        folded = fold_heading(sheet.name)
        years = YEAR.findall(folded)
        if len(years) == 1 and sheet.rows:
            key = (YEAR.sub("", folded).strip("_"), *sorted(map(fold_heading, sheet.headings)))
            groups.setdefault(key, []).append((years[0], sheet))
    gone: dict[int, Sheet] = {}
    for of_years in groups.values():
        ordered = sorted(of_years, key=lambda pair: pair[0])
        is_of_years = len({year for year, _ in ordered}) == len(ordered) > 1
        if is_of_years and all(find_layout(sheet, [sheet]) for _, sheet in ordered):
            gone |= {id(sheet): ordered[-1][1] for _, sheet in ordered[:-1]}
    kept = [sheet for sheet in sheets if id(sheet) not in gone]
    return [*kept, _tell(sheets, gone)] if gone else kept


def _tell(sheets: Sequence[Sheet], gone: dict[int, Sheet]) -> Sheet:
    """Return an empty sheet that says which were not read, and for which others."""
    left = [repr(sheet.name) for sheet in sheets if id(sheet) in gone]
    newer = dict.fromkeys(repr(sheet.name) for sheet in gone.values())
    told = Sheet(name="", file=sheets[0].file, headings=[], rows=[], numbers=[])
    told.add(
        "warning",
        f"not read, as a later year of the same list is there, {join_words(newer)}: "
        f"{join_words(left, most=6)}.",
        "To see what changed, keep each year in a workbook of its own, and compare the two.",
    )
    return told
