"""HXL and 3W, "who does what, where": the humanitarian sector's own table for a map of it.

A row says which organisation does what in which place; `hxl_rows` reads it by the tags below the
headings. The same activity in ten places has ten rows, which are one service here that reaches ten
areas. Rows that differ in status, start or end stay apart: what has ended in one place may go on in
another. Who funds a row is tied to who leads it, and who leads it to who carries it out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecosystem.data import fold_heading
from ecosystem.formats.sheets.sheet import make_sheet
from ecosystem.formats.sheets.tag_row import find_tag_row
from ecosystem.formats.tables.guards import marks_guards
from ecosystem.formats.tables.headings import FROM, TO, find_table, guess_table
from ecosystem.wording import count_of, join_words

from .hxl_organisations import find_shared_codes, list_organisations, name_acronyms
from .hxl_places import WHOLE_KINGDOM, find_places, list_path
from .hxl_rows import PARTS, list_meanings, part_names, read_rows
from .hxl_services import WORDS, list_services
from .hxl_ties import list_ties
from .records import as_cell, list_records, make_record_sheet

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ecosystem.formats.sheets.sheet import Sheet

    from .hxl_places import Places
    from .hxl_rows import Activity
    from .hxl_services import Services


_MOST_NAMED = 8
"""Tags that a note names before the rest is counted."""


def is_hxl(sheet: Sheet) -> bool:
    """Tell whether a sheet says by tags who does what; one of ties from and to does it by headings.

    Tags of other things, as people in need, are left out and the sheet is read by its headings.
    """
    tags = {tag.name for tag in sheet.tags.values()}
    table = find_table(sheet.name)
    if table and guess_table(sheet.headings) == table:
        # A table of ours, by its name and by its headings, says more than the tags do.
        return False
    folded = {fold_heading(heading) for heading in sheet.headings}
    return "org" in tags and not (folded & FROM and folded & TO)


def read_hxl(sheets: Sequence[Sheet]) -> tuple[list[Sheet], list[Sheet]]:
    """Return the sheets with tags of HXL as sheets of ours, all together, and the other sheets."""
    tagged = [sheet for sheet in sheets if is_hxl(sheet)]
    if not tagged:
        return [], list(sheets)
    for sheet in tagged:
        _fill_merged(sheet)
    rows = [row for sheet in tagged for row in _take_rows(sheet)]
    part_names(rows)
    name_acronyms(rows)
    return _convert(tagged, rows), [sheet for sheet in sheets if not is_hxl(sheet)]


def _fill_merged(sheet: Sheet) -> None:
    """Write the cell of a merged range in all its rows, and take back that they are empty."""
    if sheet.merged is None:
        return
    below = sheet.merged.below
    for cells, number in zip(sheet.rows, sheet.numbers, strict=True):
        for column, heading in enumerate(sheet.headings):
            cells[column] = below.get((number, heading), cells[column])
    sheet.found.remove(sheet.merged.warning)


def _take_rows(sheet: Sheet) -> list[Activity]:
    """Return the rows of a sheet, each once, without those that say neither who nor what."""
    seen: set[tuple[str, ...]] = set()
    again: list[Activity] = []
    empty: list[Activity] = []
    rows: list[Activity] = []
    for cells, row in zip(sheet.rows, read_rows(sheet), strict=True):
        is_said = any(about in (*PARTS, *WORDS) for about, _ in row.cells)
        key = tuple(cells)
        (again if key in seen else rows if is_said else empty).append(row)
        seen.add(key)
    if again:
        sheet.add(
            "warning",
            f"{count_of(len(again), 'row')} equal to another in every cell; each was read once.",
            row=again[0].number,
        )
    if empty:
        sheet.add(
            "warning",
            f"{count_of(len(empty), 'row')} that names neither who nor what left out.",
            row=empty[0].number,
        )
    guarded = [row.number for row in rows if row.visibility]
    if guarded:
        sheet.add(
            "note",
            f"{count_of(len(guarded), 'row')} marked as not for everybody: nothing that is made of "
            "them alone is told to others.",
            row=guarded[0],
        )
    _tell_unread(sheet)
    return rows


def _tell_unread(sheet: Sheet) -> None:
    read = list_meanings(sheet)
    unread = [
        heading for heading in sheet.headings if heading not in read and not marks_guards(heading)
    ]
    if unread:
        named = join_words([f"'{heading}'" for heading in unread], most=_MOST_NAMED)
        columns = "the column" if len(unread) == 1 else "the columns"
        sheet.add("note", f"{columns} {named}, of which no answer makes use, left out.")


def _convert(tagged: Sequence[Sheet], rows: Sequence[Activity]) -> list[Sheet]:
    """Return the rows as tables of ours, with what is to be said of them."""
    first = tagged[0]
    places = find_places(rows)
    services = list_services(rows, places)
    organisations, numbers = list_organisations(rows)
    ties, tie_numbers = list_ties(rows)
    tables = {
        **{name: (made, services.numbers[name]) for name, made in services.tables.items()},
        "areas": (places.records, [0] * len(places.records)),
        "relationships": (ties, tie_numbers),
    }
    named = make_record_sheet(
        "organisations", first.file, organisations, numbers, sheet=first.sheet
    )
    named.headings = named.headings or ["name"]
    named.found = [problem for sheet in tagged for problem in sheet.found]
    counts = {
        "row": len(rows),
        "organisation": len(organisations),
        "service": len(services.tables.get("services", [])),
        "area": len({places.codes[path] for row in rows if (path := list_path(row))}),
    }
    _tell_what_was_read(named, tagged, counts)
    _tell_doubts(named, services, places)
    for code, names in find_shared_codes(organisations).items():
        named.add(
            "warning",
            f"the code '{code}' stands beside {join_words(names, most=4)}; they were not joined.",
            "If they are one organisation, write one name.",
            value=code,
        )
    return [
        named,
        *(
            make_record_sheet(name, first.file, records, at, sheet=first.sheet)
            for name, (records, at) in tables.items()
            if records
        ),
    ]


def _tell_what_was_read(made: Sheet, tagged: Sequence[Sheet], counts: Mapping[str, int]) -> None:
    names = join_words([f"'{sheet.sheet or sheet.name}'" for sheet in tagged])
    rows, *said = [count_of(number, noun) for noun, number in counts.items()]
    sheets = "Sheet" if len(tagged) == 1 else "Sheets"
    made.add("note", f"{sheets} {names}: HXL, {rows}; {join_words(said)}.")


def _tell_doubts(made: Sheet, services: Services, places: Places) -> None:
    if services.without:
        made.add(
            "warning",
            f"{count_of(len(services.without), 'row')} without a word on what is done: whom they "
            "name was read, and no service.",
            "Fill in the sector or activity.",
            row=services.without[0],
        )
    if services.wide:
        made.add(
            "warning",
            f"{count_of(len(services.wide), 'row')} with only a larger place, where others name "
            "smaller ones: which of these the service reaches is not known, and it may be any.",
            "Write a row for each place.",
            row=services.wide[0],
        )
    for status, number in services.odd_status.items():
        made.add(
            "warning",
            f"the status '{status}' is no word that is known; the service counts as running.",
            "Write ongoing, planned, suspended or completed.",
            row=number,
            value=status,
        )
    unlisted = [row["name"] for row in places.records if row["parent_code"] == WHOLE_KINGDOM]
    if unlisted:
        made.add(
            "warning",
            f"{join_words(unlisted, most=_MOST_NAMED)}: said to be in the United Kingdom, and on "
            "no list of its areas; kept as written.",
            "Correct the name, or give the code of the Office for National Statistics.",
            value=unlisted[0],
        )
    for code, names in places.twice.items():
        made.add(
            "warning",
            f"the code {code} stands beside {join_words(names, most=4)}, and is one area.",
            "Correct the code or the name.",
            value=code,
        )


def read_hxl_json(data: object, file: str) -> list[Sheet] | None:
    """Return a JSON list of rows with HXL tags as a sheet, or None if it is no such list.

    Each row is an array, with the tags in one of the first; or an object whose keys are the tags.
    """
    if not isinstance(data, list):
        return None
    rows = [row for row in data if isinstance(row, list)]
    records = list_records(data)
    keys = list(dict.fromkeys(key for record in records for key in record))
    # The first record is row 1: the keys stand in no row.
    cells = [[as_cell(cell) for cell in row] for row in rows] or [
        keys,
        *([as_cell(record.get(key)) for key in keys] for record in records),
    ]
    if find_tag_row(cells) is None:
        return None
    numbers = range(len(cells)) if records else range(1, len(cells) + 1)
    sheet = make_sheet(file.rpartition(".")[0] or file, file, "", cells, numbers)
    if records:
        sheet.found.clear()
    return [sheet]
