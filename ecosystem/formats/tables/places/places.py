"""Cells that name areas, read as people write them; what cannot be read is not known, and asked.

A row that names several areas becomes several rows where its table has a row an area, and one that
names something else besides keeps what was read. What was not read is never a reason to refuse a
file: a service then `may reach more` than its areas (the column `areas_unclear` holds the words),
so that no answer takes it to be nowhere else. Only needs of people must say where: their row has
no other key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecosystem.data import AREAS_UNCLEAR, MISSING_WORDS, TABLES
from ecosystem.formats.tables.headings import is_whole_table
from ecosystem.wording import count_of, join_words

from .area_names import is_remote
from .cell_reading import CellReading, find_nearby, read_cell
from .place_reading import Nearby, Reading
from .uk_areas import find_uk_area

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ecosystem.formats.tables.draft import Draft


_LISTS = frozenset(["catchments", "memberships", "sites"])
"""Tables with a row an area: who reaches two areas has two rows."""

_MUST_SAY = frozenset(["demand", "memberships"])
"""Tables whose rows say nothing without the area: what cannot be read stays, and is an error."""


def read_places(drafts: dict[str, Draft]) -> Callable[[str], str]:
    """Read the cells that name areas; returns what to say of a name that is no area."""
    columns = [
        (table.name, column.name)
        for table in TABLES.values()
        for column in table.columns
        if column.links_to == "areas" and _is_by_hand(drafts.get(table.name), table.name)
    ]
    columns = [(table, name) for table, name in columns if name in drafts[table].frame]
    areas = drafts["areas"]
    own = [*areas.cells("area_code"), *areas.cells("name")]
    cells = {cell for table, name in columns for cell in drafts[table].cells(name)}
    nearby = find_nearby((cell for cell in sorted(cells) if not _is_missing(cell)), own)
    unclear: dict[str, dict[str, list[str]]] = {"catchments": {}, "sites": {}}
    for table, name in columns:
        _read_column(drafts[table], table, name, nearby, unclear)
    _mark_services(drafts, unclear)
    return lambda name: _describe_lost(name, nearby)


def _is_by_hand(draft: Draft | None, table: str) -> bool:
    return draft is not None and not all(
        is_whole_table(table, part.headings.values()) for part in draft.parts
    )


def _is_missing(cell: str) -> bool:
    return cell.casefold() in MISSING_WORDS


def _read_column(
    draft: Draft,
    table: str,
    column: str,
    nearby: Nearby,
    unclear: dict[str, dict[str, list[str]]],
) -> None:
    """Put what the cells of one column say in their place; add what is `unclear` of services."""
    cells = draft.cells(column)
    readings = {
        cell: read_cell(cell, nearby) for cell in draft.distinct(column) if not _is_missing(cell)
    }
    _say_what_was_read(draft, table, column, readings)
    kept_of = {cell: _keep_places(table, cell, reading) for cell, reading in readings.items()}
    places = [kept_of.get(cell, [cell]) for cell in cells]
    if table in unclear:
        words_of = {
            # Whoever is seen online may live anywhere.
            cell: [*(name.text for name in reading.unread), *filter(is_remote, kept_of[cell])]
            for cell, reading in readings.items()
        }
        for service, cell in zip(draft.cells("service_id"), cells, strict=True):
            if words := words_of.get(cell):
                unclear[table].setdefault(service, []).extend(words)
    if table in _LISTS:
        # A site somewhere is a site; an area that nobody can tell is none that is reached.
        filled = places if table == "catchments" else [kept or [""] for kept in places]
        counts = list(map(len, filled))
        if set(counts) - {1}:
            draft.repeat(counts)
        draft.put(column, [place for kept in filled for place in kept])
        _drop_repeats(
            draft,
            table,
            column,
            [cell for cell, kept in zip(cells, filled, strict=True) for _ in kept],
        )
    elif any(kept != [cell] for kept, cell in zip(places, cells, strict=True)):
        draft.put(column, [kept[0] if kept else "" for kept in places])


def _drop_repeats(draft: Draft, table: str, column: str, written: Sequence[str]) -> None:
    """Leave out rows that came to say what a row before says in other words: Hanley and Shelton.

    `written`: what stood in the cell of each row. Rows that were alike from the start stay, to be
    refused where they stand.
    """
    others = [draft.cells(name) for name in TABLES[table].key if name != column]
    codes = {place: find_uk_area(place) or place for place in draft.distinct(column)}
    places = draft.cells(column)
    keys = list(zip(map(codes.__getitem__, places), *others, strict=True))
    if len(set(keys)) == len(keys):
        return
    first: dict[tuple[str, ...], str] = {}
    is_kept = []
    for key, place, cell in zip(keys, places, written, strict=True):
        before = first.setdefault(key, cell)
        is_kept.append(before == cell or not place)
    if not all(is_kept):
        draft.keep(is_kept)


def _keep_places(table: str, cell: str, reading: CellReading) -> list[str]:
    """Return what a cell holds from now on: several places only in a table with a row an area."""
    if table in _MUST_SAY and (reading.unread or _names_part(table, reading)):
        return [cell]
    if table in _LISTS:
        return reading.places
    if len(reading.places) > 1:
        return [cell] if table == "demand" else []
    return reading.places


def _names_part(table: str, reading: CellReading) -> bool:
    """Tell whether people of a part would be taken for those of the whole."""
    return table == "demand" and any(name.is_part for name in reading.names)


def _say_what_was_read(
    draft: Draft, table: str, column: str, readings: dict[str, CellReading]
) -> None:
    """Note each reading once, with its first row, and ask about each name that was not read."""
    positions = _find_told(draft, column, readings)
    said: dict[Reading, list[int]] = {}
    several: list[int] = []
    for cell, reading in readings.items():
        if table in _MUST_SAY and _keep_places(table, cell, reading) == [cell]:
            continue
        if len(reading.places) > 1 and table in _LISTS:
            several += positions[cell]
        if len(reading.places) > 1 and table not in _LISTS:
            of_cell = Reading(
                cell,
                problem=f"'{cell}' names several areas, and one is asked for.",
                suggestion="Name the one.",
            )
            said.setdefault(of_cell, []).extend(positions[cell])
            continue
        for name in reading.names:
            if name.why or name.problem:
                said.setdefault(name, []).extend(positions[cell])
    if several:
        first, count = min(several), _count_cells(draft, several)
        cell = draft.cells(column)[first]
        draft.add(
            "note",
            f"{count_of(count, 'cell')} with several areas, read one by one, as "
            f"{join_words(dict.fromkeys(name.text for name in readings[cell].names), most=4)}.",
            position=first,
            column=column,
            value=cell,
        )
    for name, rows in said.items():
        _say(draft, column, name, rows)


def _find_told(draft: Draft, column: str, readings: dict[str, CellReading]) -> dict[str, list[int]]:
    """Return the cells of which something is to be said, and where they stand."""
    positions: dict[str, list[int]] = {
        cell: []
        for cell, reading in readings.items()
        if len(reading.places) > 1 or any(name.why or name.problem for name in reading.names)
    }
    for position, cell in enumerate(draft.cells(column) if positions else ()):
        if cell in positions:
            positions[cell].append(position)
    return positions


def _count_cells(draft: Draft, rows: Sequence[int]) -> int:
    """Return how many cells of the file these are: several rows here may come from one there."""
    return len({draft.source_of(row) for row in rows})


def _say(draft: Draft, column: str, name: Reading, rows: Sequence[int]) -> None:
    count = _count_cells(draft, rows)
    where = f" So in {count_of(count, 'cell')}." if count > 1 else ""
    if name.why:
        draft.add("note", f"{name.why}{where}", position=min(rows), column=column, value=name.text)
    if name.problem:
        draft.add(
            "warning",
            f"{name.problem} It is taken as not known, in {count_of(count, 'cell')}.",
            name.suggestion,
            position=min(rows),
            column=column,
            value=name.text,
        )


def _mark_services(drafts: dict[str, Draft], unclear: dict[str, dict[str, list[str]]]) -> None:
    """Write beside each service the words about its areas that could not be read.

    Where it is delivered says whom it reaches only if nothing else does.
    """
    services, catchments = drafts.get("services"), drafts.get("catchments")
    if services is None or not any(unclear.values()):
        return
    told = set(catchments.cells("service_id")) if catchments else set()
    given = services.cells(AREAS_UNCLEAR)
    marked = []
    ids_and_names = zip(services.cells("service_id"), services.cells("name"), strict=True)
    for labels, before in zip(ids_and_names, given, strict=True):
        words = [before]
        for table, by_service in unclear.items():
            if table == "catchments" or told.isdisjoint(labels):
                words += [word for label in labels for word in by_service.get(label, ())]
        marked.append("; ".join(dict.fromkeys(word for word in words if word)))
    if marked != given:
        services.put(AREAS_UNCLEAR, marked)


def _describe_lost(name: str, nearby: Nearby) -> str:
    """Return what to say of a cell that stays and is no area."""
    reading = read_cell(name, nearby)
    if reading.unread:
        told = [f"{unread.problem} {unread.suggestion}" for unread in reading.unread]
        return " ".join(told)
    if len(reading.places) > 1:
        return "It names several areas: give each a row of its own."
    parts = [part.why for part in reading.names if part.is_part]
    whole = find_uk_area(reading.places[0]) if reading.places else ""
    return "It is only a part of an authority: name the authority." if parts and whole else ""
