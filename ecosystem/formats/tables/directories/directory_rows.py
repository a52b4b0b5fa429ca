"""The rows of a directory sorted: organisations, titles of sections, keys and footers.

A directory is read by eye: a title stands over the rows it is about, a name over the blank cells
below it, a key at the foot. A row in which only one cell is filled is looked at closely, if the
other rows fill several. Titles are kept for the rows below them; what is left out is said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from ecosystem.data import clean_text, fold_heading, hide_contacts
from ecosystem.formats.tables.places.cell_reading import find_nearby, read_cell
from ecosystem.formats.tables.places.uk_areas import find_uk_area
from ecosystem.formats.tables.totals import reads_as_total
from ecosystem.formats.tables.written.unnamed import names_nobody
from ecosystem.wording import count_of, join_words

from .running import is_over
from .service_words import is_made_of_types, make_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ecosystem.errors import Severity
    from ecosystem.formats.sheets.sheet import Sheet


_FOOTER = re.compile(
    r"n\.?b\b.*|(?:key|legend|colour key|notes?|n\.b\.|sources?|date|version|totals?"
    r"|count)\s*(?:[:=\-\u2013].*)?"
    r"|(?:grand |sub-?)?totals?\b.*\d.*|(?:last )?(?:updated?|reviewed|checked|amended)\b.*"
    r"|(?:please|if you|if your|this (?:list|directory|document|sheet|table|spreadsheet)"
    r"|thanks?)\b.*"
    r"|(?:compiled|prepared|produced|maintained|collated|correct|information correct) "
    r"(?:by|on|in|as|at)\b.*"
    r"|(?:none|nothing)(?: (?:that|known|yet|so far|we|in|at|here|found)\b.*)?"
    r"|(?:still )?to (?:ring|call|phone|e-?mail|check|chase|ask"
    r"|contact|visit|do|follow up)\b.*"
    r"|for (?:more|further|corrections|updates|any)\b.*|(?:to|any) (?:add|update|amend|correct"
    r"|changes"
    r"|corrections|updates)\b.*"
    r"|.*\b(?:struck|strike|crossed)[ -]?(?:through|out)\b.*"
    r"|(?:highlight|shad|colou?r)ed\b.*"
    r"|(?:applied filters|confidential information|copyright|report (?:run|generated|created)"
    r"|(?:generated|exported|created) (?:by|on|at)|end of (?:report|list|table))\b.*"
    r"|[*\u2020\u00a9].*|.*\b(?:yellow|red|green|amber|orange|blue|grey|pink|highlighted"
    r"|bold)\b.*[=:].*"
    r"|.+=.+|.*\bneeds? (?:checking|updating)\b.*|.*@.*|.*https?://.*"
    r"|\d+ (?:organisations?|services?|rows?|entries|groups?|agencies)\b.*",
    re.IGNORECASE,
)
"""How rows begin or read that are about the list itself."""

_KEY = re.compile(r"(?:(?:colour )?key|legend)\W*", re.IGNORECASE)
_SEVERAL = re.compile(r"\s*[,/&+;]\s*|\s+and\s+", re.IGNORECASE)
_LONGEST_NAME = 80
"""Characters of a name: what stands alone in a row and is longer is a remark."""

_DITTO = frozenset(
    ['"', "''", "\u3003", "\u201d", "ditto", "do.", "as above", "same as above", "same"]
)
"""What stands for the cell above."""

_OF_SECTORS = make_words(
    "other others statutory voluntary vcs vcse faith community national local regional online "
    "group groups organisation organisations service services sector sectors support charity "
    "charities council councils public private and or partners agencies"
)
"""Words of titles that say what kind of body the rows below are: "Faith groups"."""

_NOBODY = make_words("- \u2013 ? tbc tba n/a unknown various all several everyone other others")
"""What stands for a name where nobody is named."""

_FULL = 0.2
"""Share of rows with more than one cell filled from which one that stands alone is looked at: there
may be a title for each organisation or two, and most of a list of names is no title."""

_CAPITALS = 0.5
"""Share of names in capitals from which capitals no longer tell a title."""


_SAID: dict[str, tuple[Severity, str, str]] = {
    "sections": (
        "note",
        "{count} read as the title of a section and not as an organisation: {texts}.",
        "",
    ),
    "places": ("note", "{count} read as the place that the rows below are about: {texts}.", ""),
    "several": (
        "warning",
        "{count} naming several places, so that the place of each row below is not known: {texts}.",
        "Give each row its own area, in a column Area.",
    ),
    "footers": ("note", "{count} about the list itself left out: {texts}.", ""),
    "headings": ("note", "{count} with the headings again left out.", ""),
    "grouped": ("note", "{count} blank left of the name read as the row above: {texts}.", ""),
    "continued": (
        "note",
        "{count} without a name read as of the organisation above: {texts}.",
        "If they are of another, write its name.",
    ),
    "alone": (
        "warning",
        (
            "{count} with nothing but a name, read as an organisation of which no more is known: "
            "{texts}."
        ),
        "If it is the title of a section, merge its row across the table.",
    ),
    "nameless": (
        "warning",
        "{count} without the name of an organisation left out: {texts}.",
        "Write the organisation in the row.",
    ),
}
"""Kind of row to how it is said."""


class Entry(NamedTuple):
    """A row about an organisation: its number, its cells, and the title it stands under."""

    number: int
    cells: dict[str, str]
    section: str
    place: str


@dataclass(kw_only=True)
class Sorted:
    """The rows of a sheet by what they are; each of those left out as its number and text."""

    entries: list[Entry] = field(default_factory=list)
    sections: list[tuple[int, str]] = field(default_factory=list)
    places: list[tuple[int, str]] = field(default_factory=list)
    several: list[tuple[int, str]] = field(default_factory=list)
    footers: list[tuple[int, str]] = field(default_factory=list)
    headings: list[tuple[int, str]] = field(default_factory=list)
    grouped: list[tuple[int, str]] = field(default_factory=list)
    continued: list[tuple[int, str]] = field(default_factory=list)
    alone: list[tuple[int, str]] = field(default_factory=list)
    nameless: list[tuple[int, str]] = field(default_factory=list)


def sort_rows(
    sheet: Sheet,
    meanings: Mapping[str, str],
    offers: Sequence[str] = (),
    running: Sequence[str] = (),
) -> Sorted:
    """Return the rows of a directory by what they are.

    The headings `offers` tell what is done, `running` whether it runs.
    """
    names = meanings["organisation"]
    rows = _read_cells(sheet)
    filled = [[heading for heading, cell in cells.items() if cell] for cells in rows]
    full = [cells[names] for cells, there in zip(rows, filled, strict=True) if len(there) > 1]
    # In a sheet of names alone every row stands alone, and that tells nothing.
    is_wide = len(full) >= _FULL * len(rows)
    shouted = sum(name.isupper() for name in full) >= _CAPITALS * max(len(full), 1)
    found = Sorted()
    group = _find_group(sheet, meanings)
    state = _State(names=names, group=group, offers=offers, running=running)
    above = sheet.above[1]
    is_place = bool(_list_places(above))
    is_again = any(map(_is_headings, rows, filled))
    if (is_place and "reached" not in meanings) or (_is_of_kinds(above) and is_again):
        # The title of the first section stands above the headings.
        _take_title(found, state, sheet.above)
    for number, cells, there in zip(sheet.numbers, rows, filled, strict=True):
        texts = {cells[heading] for heading in there}
        text = next(iter(texts), "")
        is_merged = sheet.merged is not None and number in sheet.merged.across
        is_lone = len(there) == 1 or (len(texts) == 1 and len(there) > 2)
        if not there:
            continue
        state.is_in_key = state.is_in_key and len(there) < min(3, len(sheet.headings))
        if _is_headings(cells, there):
            found.headings.append((number, text))
        elif state.is_in_key or _is_footer(cells, there, names, is_lone=is_lone and is_wide):
            found.footers.append((number, _begin(cells[there[0]])))
            state.is_in_key = state.is_in_key or (is_lone and bool(_KEY.fullmatch(text)))
        elif is_lone and is_wide and there[0] in {names, sheet.headings[0]}:
            is_title = is_merged or _is_title(text, shouted=shouted)
            _take_lone(found, state, (number, text), cells, is_title=is_title)
        else:
            _take_entry(found, state, number, cells)
    return found


@dataclass(kw_only=True)
class _State:
    """What the next row stands under: a title, a name, a word in a column that groups rows."""

    names: str
    group: str
    offers: Sequence[str]
    running: Sequence[str]
    section: str = ""
    place: str = ""
    is_in_key: bool = False
    above: dict[str, str] = field(default_factory=dict)


def _find_group(sheet: Sheet, meanings: Mapping[str, str]) -> str:
    """Return the heading left of the names whose words stand for the blank cells below them."""
    before = sheet.headings[: sheet.headings.index(meanings["organisation"])]
    grouping = [meanings[name] for name in ("category", "what") if name in meanings]
    return next((heading for heading in grouping if heading in before), "")


def _read_cells(sheet: Sheet) -> list[dict[str, str]]:
    """Return the rows as heading to text, merged cells filled down."""
    below = sheet.merged.below if sheet.merged else {}
    rows = []
    for number, row in zip(sheet.numbers, sheet.rows, strict=True):
        cells = {
            heading: clean_text(cell) for heading, cell in zip(sheet.headings, row, strict=True)
        }
        if below:
            for heading, cell in cells.items():
                cells[heading] = cell or clean_text(below.get((number, heading), ""))
        rows.append(cells)
    return rows


def _is_headings(cells: Mapping[str, str], there: Sequence[str]) -> bool:
    """Tell whether a row is the headings again."""
    return bool(there) and all(
        fold_heading(cells[heading]) == fold_heading(heading) for heading in there
    )


def _begin(text: str) -> str:
    """Return how a remark begins: who wrote the list, and whom to ask, need not be told again."""
    words = text.split()
    return " ".join(words) if len(words) < 3 else f"{' '.join(words[:2])} \u2026"


def _is_footer(
    cells: Mapping[str, str], there: Sequence[str], names: str, *, is_lone: bool
) -> bool:
    """Tell whether a row is about the list: a key, a date, a source, a total."""
    text = cells[there[0]]
    if is_lone:
        return len(text) > _LONGEST_NAME or bool(_FOOTER.fullmatch(" ".join(text.split())))
    # "Key:" and what it says may stand in two cells, and a total beside its word.
    word = text.rstrip(" :").casefold()
    if reads_as_total(cells.values()):
        return True
    is_first = there[0] in {names, next(iter(cells))}
    return is_first and len(there) == 2 and word in {"key", "total", "totals", "updated", "source"}


def _is_title(text: str, *, shouted: bool) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    is_loud = text.isupper() and len(letters) > 2 and not shouted
    return (
        is_loud
        or is_over(text)
        or text.endswith(":")
        or _is_of_kinds(text)
        or bool(find_uk_area(text))
    )


def _is_of_kinds(text: str) -> bool:
    """Tell whether a title says what is done or by what kind of body, and not where."""
    words = re.findall(r"\w+", text.casefold())
    is_of_sectors = len(words) > 1 and all(word in _OF_SECTORS for word in words)
    return is_of_sectors or is_made_of_types(text)


def _list_places(text: str) -> set[str]:
    """Return the codes of the places that a title names."""
    return {code for part in (text, *_SEVERAL.split(text)) if (code := find_uk_area(part))}


def _take_title(found: Sorted, state: _State, place: tuple[int, str]) -> None:
    """Take a title for the place or the section that the rows below it are of."""
    number, text = place[0], hide_contacts(place[1].rstrip(" :"))
    state.above = {}
    codes = _list_places(text)
    is_several = len(read_cell(text, find_nearby([text], [])).places) > 1
    # What stands where a place stood is one too, though it may have to be asked which.
    if codes or (state.place and not _is_of_kinds(text) and not is_over(text)):
        state.section, state.place = "", "" if is_several else text
        (found.several if is_several else found.places).append((number, text))
    else:
        state.section = text
        found.sections.append((number, text))


def _take_lone(
    found: Sorted, state: _State, place: tuple[int, str], cells: dict[str, str], *, is_title: bool
) -> None:
    number, text = place
    if is_title:
        _take_title(found, state, place)
    else:
        found.alone.append(place)
        state.above = cells | {state.names: text}
        found.entries.append(Entry(number, state.above, state.section, state.place))


def _take_entry(found: Sorted, state: _State, number: int, cells: dict[str, str]) -> None:
    above = state.above
    cells = {
        heading: above.get(heading, "") if cell.casefold() in _DITTO else cell
        for heading, cell in cells.items()
    }
    is_named = any(map(str.isalnum, cells[state.names]))
    called = cells[state.names]
    if not is_named or called.casefold() in _NOBODY or names_nobody(called):
        # A name that somebody has yet to find out is not that of the row above.
        name = "" if cells[state.names] else above.get(state.names, "")
        if not name:
            found.nameless.append((number, next(cell for cell in cells.values() if cell)))
            return
        cells[state.names] = name
        if not any(cells[heading] for heading in state.offers):
            # A further area, or a remark, on the line below a service is about that service.
            cells |= {heading: above[heading] for heading in state.offers}
            cells |= {heading: cells[heading] or above[heading] for heading in state.running}
        found.continued.append((number, name))
    if state.group and not cells[state.group] and above.get(state.group):
        cells[state.group] = above[state.group]
        found.grouped.append((number, above[state.group]))
    state.above = cells
    found.entries.append(Entry(number, cells, state.section, state.place))


def tell_sorted(found: Sorted, sheet: Sheet) -> None:
    """Say what was left out, and what was read as belonging to the row above."""
    for kind, (severity, message, suggestion) in _SAID.items():
        rows: list[tuple[int, str]] = getattr(found, kind)
        if rows:
            texts = join_words(dict.fromkeys(f"'{text}'" for _, text in rows), most=8)
            sheet.add(
                severity,
                message.format(count=count_of(len(rows), "row"), texts=texts),
                suggestion,
                row=rows[0][0],
                value=rows[0][1],
            )
