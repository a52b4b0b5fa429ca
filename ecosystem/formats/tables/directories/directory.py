"""Directories, as "who does what": organisation, what they do, area, languages, hours, notes.

The commonest sheet of all. It is known by its headings, in whatever words and order: one for the
organisation, and one for what they do or a column of ticks a service (`layout`). Its rows
are sorted (`directory_rows`), what they do is parted into services (`services`), and two
sheets of ours are made of it: organisations and services; a column that tells whom they work with
makes ties. Contacts of staff go nowhere.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ecosystem.data import LIST_MARK, TABLES, clean_text
from ecosystem.formats.sheets.text import MOST_CELLS, too_many
from ecosystem.formats.tables.headings import find_table, match_headings
from ecosystem.formats.tables.told.told_headings import tells_ties
from ecosystem.formats.tables.told.told_ties import read_ties_beside
from ecosystem.formats.tables.written.written_choices import find_choice
from ecosystem.wording import count_of, join_words

from .directory_headings import is_for_remarks
from .directory_names import Names, fold_name
from .directory_rows import sort_rows, tell_sorted
from .layout import find_layout
from .remarks import Remarks
from .services import list_services
from .sheets_turned import turn_sheet
from .tick_columns import read_tick

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecosystem.errors import Problem
    from ecosystem.formats.sheets.sheet import Sheet

    from .directory_rows import Entry, Sorted
    from .layout import Layout
    from .services import Service


_SERVICE_COLUMNS = (
    "name",
    "service_type",
    "organisation",
    "areas_reached",
    "delivered_in",
    "level",
    "legal_aid",
    "capacity",
    "languages",
    "eligibility",
    "access",
    "accepting_referrals",
    "status",
    "start",
    "end",
)
_SHOWN_AS = {
    "organisation": "organisation",
    "areas_reached": "reached",
    "delivered_in": "site",
    "level": "level",
    "legal_aid": "legal_aid",
    "capacity": "capacity",
    "languages": "languages",
    "eligibility": "eligibility",
    "access": "access",
    "accepting_referrals": "accepting",
}
"""Column of services to the meaning under whose heading the user finds it; else what they do."""

_PASSED = frozenset(["visibility", "capacity_low", "capacity_high"])
"""Columns of services that may stand in a directory as they do in ours."""


_MOST_SHEETS = 50
"""Sheets that are looked at together, for organisations that stand on several of them."""


def read_directory(sheet: Sheet, sheets: Sequence[Sheet]) -> list[Sheet]:
    """Return a sheet of organisations and one of services, if the sheet is a directory."""
    position = next(place for place, other in enumerate(sheets) if other is sheet)
    every = [turn_sheet(other) for other in sheets[:_MOST_SHEETS]]
    sheet = every[position] if position < len(every) else sheet
    layout = find_layout(sheet, every)
    if layout is None:
        return []
    found = sort_rows(sheet, layout.meanings, layout.offers, [*layout.running.values()])
    listed = _list_listed(sheet, every)
    names = Names(found.entries, layout.names, listed)
    ties, layout = _read_ties(sheet, layout, found, names)
    remarks = Remarks()
    services = list_services(found.entries, layout, names, _list_places(sheet, every), remarks)
    organisations = _make_organisations(sheet, layout, found, names, listed)
    made = _make_services(sheet, layout, services, remarks)
    organisations.add("note", _describe(sheet, layout, found, names, services))
    tell_sorted(found, organisations)
    names.tell(organisations, layout.names)
    _tell_contacts(layout, organisations)
    _tell_remarks(layout, organisations)
    remarks.tell(made if services else organisations)
    return [organisations, *([made] if services else []), *ties]


def _read_ties(
    sheet: Sheet, layout: Layout, found: Sorted, names: Names
) -> tuple[list[Sheet], Layout]:
    """Return the ties that a column tells, as Works with, and the layout without that column."""
    told = [heading for heading in layout.kept if tells_ties(heading)]
    if len(told) != 1:
        return [], layout
    rows = [
        (name, entry.number, entry.cells[told[0]])
        for entry in found.entries
        for name in names.read(entry.cells[layout.names])
    ]
    ties = read_ties_beside(sheet, rows, told[0])
    kept = tuple(heading for heading in layout.kept if not ties or heading != told[0])
    return ties, replace(layout, kept=kept)


def _describe(
    sheet: Sheet, layout: Layout, found: Sorted, names: Names, services: Sequence[Service]
) -> str:
    """Return in one line what the sheet is, and what is in it."""
    rows, known = len(found.entries), len(names.numbers)
    organisations = count_of(known, "organisation")
    if not services:
        kind = "who works where" if layout.ticks.places else "a list"
        return f"Sheet '{sheet.name}': {kind}; {organisations}, what they do is not told."
    number = count_of(len(services), "service")
    if rows == known:
        kind = "a directory, one row an organisation"
    elif rows == len(services):
        kind = "a directory, one row a service"
    else:
        kind, organisations = "a directory", f"{organisations} in {count_of(rows, 'row')}"
    return f"Sheet '{sheet.name}': {kind}; {organisations}, {number}."


def _make_organisations(
    sheet: Sheet, layout: Layout, found: Sorted, names: Names, listed: Sequence[str]
) -> Sheet:
    """Return the organisations, each in the first row that names it."""
    elsewhere = set(map(fold_name, listed))
    facts: dict[str, dict[str, str]] = {name: {} for name in names.numbers}
    differing: list[tuple[Entry, str]] = []
    unread: list[tuple[Entry, str]] = []
    sector = TABLES["organisations"].column("sector")
    told = [
        (entry, name, column, heading)
        for entry in found.entries
        for name in names.read(entry.cells[layout.names])
        for column, heading in layout.facts.items()
        if entry.cells[heading]
    ]
    for entry, name, column, heading in told:
        cell = entry.cells[heading]
        if column == "sector" and find_choice(sector, cell) is None:
            unread.append((entry, heading))
        elif facts[name].setdefault(column, cell) != cell:
            differing.append((entry, heading))
    kept = [name for name in names.numbers if fold_name(name) not in elsewhere]
    made = replace(
        sheet,
        name="organisations",
        headings=["name", *layout.facts],
        rows=[[name, *(facts[name].get(column, "") for column in layout.facts)] for name in kept],
        numbers=[names.numbers[name] for name in kept],
        found=_keep_found(sheet),
        shown={"name": layout.names} | layout.facts,
    )
    choices = join_words(sector.choices, last="or")
    for cells, message, suggestion in (
        (
            differing,
            "in which rows of one organisation say two things of it; the first was read.",
            "Write the same in all its rows.",
        ),
        (unread, "of which the sector is not clear, read as not known.", f"Write {choices}."),
    ):
        if cells:
            _tell_cells(made, cells, message, suggestion)
    return made


def _tell_cells(
    sheet: Sheet, cells: Sequence[tuple[Entry, str]], message: str, suggestion: str
) -> None:
    entry, heading = cells[0]
    value = entry.cells[heading]
    texts = dict.fromkeys(f"'{entry.cells[heading]}'" for entry, heading in cells)
    sheet.add(
        "warning",
        f"{count_of(len(cells), 'cell')} ({join_words(texts, most=6)}) {message}",
        suggestion,
        row=entry.number,
        column=heading,
        value=value,
    )


def _make_services(
    sheet: Sheet, layout: Layout, services: Sequence[Service], remarks: Remarks
) -> Sheet:
    """Return the services as a sheet of ours, with the user's other columns beside them."""
    columns = [
        column
        for column in _SERVICE_COLUMNS
        if any(service.cells.get(column) for service in services) or column in _SERVICE_COLUMNS[:3]
    ]
    # The words of services are their names; the cell is kept where it says more.
    told = {*layout.more_offers, layout.meanings.get("what"), layout.meanings.get("service")}
    told -= remarks.list_headings("remark") | remarks.list_headings("not now")
    every = dict.fromkeys(heading for service in services for heading in service.kept)
    kept = [heading for heading in every if heading not in told]
    labels = {heading: _label(heading) for heading in kept}
    what = layout.meanings.get("what", "") or layout.names
    if len(services) * (len(columns) + len(kept)) > MOST_CELLS:
        raise too_many(sheet.file)
    shown = {column: layout.meanings.get(_SHOWN_AS.get(column, ""), what) for column in columns}
    shown |= layout.running
    # Areas that no column of theirs gives are those of titles, which stand above the names.
    shown["areas_reached"] = layout.meanings.get("reached", layout.names)
    return replace(
        sheet,
        name="services",
        headings=[*columns, *labels.values()],
        rows=[
            [
                *_list_cells(service, columns),
                *(service.kept.get(heading, "") for heading in kept),
            ]
            for service in services
        ],
        numbers=[service.number for service in services],
        found=[],
        shown=shown | {label: heading for heading, label in labels.items()},
    )


def _list_cells(service: Service, columns: Sequence[str]) -> list[str]:
    own = {"name": service.name, "service_type": service.service_type}
    return [own.get(column) or service.cells.get(column, "") for column in columns]


def _label(heading: str) -> str:
    """Return a heading that is taken for no column of ours, whose cells would have to fit."""
    column = match_headings("services", [heading])[0]
    is_ours = column in {*TABLES["services"].names, *_SERVICE_COLUMNS} and column not in _PASSED
    return f"{heading} (as given)" if is_ours else heading


def _keep_found(sheet: Sheet) -> list[Problem]:
    """Return what was said of the sheet; merged cells are read here as they were meant."""
    warning = sheet.merged.warning if sheet.merged else None
    return [problem for problem in sheet.found if problem is not warning]


def _tell_contacts(layout: Layout, sheet: Sheet) -> None:
    if layout.contacts:
        named = join_words(f"'{heading}'" for heading in layout.contacts)
        sheet.add(
            "note",
            f"contact details of staff under {named} were not read.",
            "If they are of the organisation itself and for everybody, use public_phone or "
            "public_email as the heading.",
        )


def _tell_remarks(layout: Layout, sheet: Sheet) -> None:
    headings = [heading for heading in layout.kept if is_for_remarks(heading)]
    if headings:
        named = join_words(f"'{heading}'" for heading in headings)
        sheet.add(
            "note",
            f"what stands under {named} was read for ways in, waiting lists and closures; "
            "the rest was left out, because remarks may name people.",
            "What belongs to the services needs a column of its own, as Languages.",
        )


def _list_listed(sheet: Sheet, sheets: Sequence[Sheet]) -> list[str]:
    """Return the organisations of other sheets: tables of ours, and directories before it."""
    listed: list[str] = []
    is_before = True
    for other in sheets:
        is_before = is_before and other is not sheet
        if other is sheet or not other.rows:
            continue
        layout = find_layout(other, sheets)
        if layout is not None:
            if is_before:
                entries = sort_rows(other, layout.meanings).entries
                listed += Names(entries, layout.names, listed).numbers
        # By its name alone: a sheet that only looks like one is not read beside this one's.
        elif find_table(other.name) == "organisations":
            matched = match_headings("organisations", other.headings)
            if "name" in matched:
                listed += map(clean_text, other.column(other.headings[matched.index("name")]))
    return [name for name in listed if name]


def _list_places(sheet: Sheet, sheets: Sequence[Sheet]) -> dict[str, str]:
    """Return the places that sheets of "who works where" tick, by folded name of organisation."""
    places: dict[str, str] = {}
    for other in sheets:
        layout = find_layout(other, sheets) if other is not sheet else None
        if layout is None or not layout.ticks.places or layout.ticks.services:
            continue
        for entry in sort_rows(other, layout.meanings).entries:
            ticked = [name for name in layout.ticks.places if read_tick(entry.cells[name])[0]]
            places[fold_name(entry.cells[layout.names])] = LIST_MARK.join(ticked)
    return places
