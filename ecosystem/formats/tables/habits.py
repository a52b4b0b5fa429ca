"""What people do in sheets that they fill in by hand, and what is made of it.

Below the headings they explain what to fill in; at the end they add up; several values they part by
commas; and they keep columns of their own. Rows that are no data are left out, lists are parted,
and columns that no answer uses are named. All of it is guessed, so all of it is said, and what may
be data is kept: a row only counts as instructions if several cells cannot be values and none can,
and a comma parts names only where each part is a known name.

A table that has every column by name, as the library writes it, keeps its lists and totals.
"""

from __future__ import annotations

import re
from functools import cache, partial
from typing import TYPE_CHECKING

import pandas as pd

from ecosystem.data import (
    LIST_MARK,
    MISSING_WORDS,
    SERVICE_SHORTHANDS,
    TABLES,
    clean_text,
    find_clients,
    find_contacts,
    fold_heading,
    read_column,
)
from ecosystem.wording import count_of, join_words, say_are, say_them

from .headings import BEYOND, SITE_COLUMNS, is_whole_table, means_same, suggest_column
from .short_names import find_meant, index_organisations
from .totals import names_total, reads_as_total
from .written.unnamed import empty_open_languages

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from ecosystem.data import Table
    from ecosystem.formats.sheets.sheet import Sheet

    from .draft import Draft


_INSTRUCTIONS = 3
"""Cells of the first row that must not fit their columns for it to be instructions: fewer may be
slips in a row of data, which is then refused where it stands."""

_FOOTER = re.compile(
    r"applied filters\b|confidential information\b|copyright\b|\u00a9|"
    r"(?:generated|exported|downloaded|created) (?:by|on|at|from)\b|"
    r"report (?:run|generated|created)\b|end of (?:report|list|table)\b|"
    r"(?:sources?|notes?|key|last updated|updated) ?:",
    re.IGNORECASE,
)
"""How programs, and people, begin what they write below a table, which no name does."""

_MAY_ADD_UP = ("otal", "OTAL", *(f"{word} of " for word in ("umber", "o", "o.", "ount", "um")))
"""What stands in a cell that says that its row adds up others, but for a capital."""
# Not in brackets: "Chinese (Mandarin, Cantonese)" is one.
# What parts values whatever they are, and what may stand inside a name.
_CLEAR = re.compile(r"[|;\n](?![^()]*\))")
_ANY = re.compile(r"(?:[,/&+]| and )(?![^()]*\))", re.IGNORECASE)
_ANYWHERE = re.compile(r"[,/&+|;]| and ", re.IGNORECASE)
"""What is in any cell that names several: looked for in all of a column in one go."""
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(,\d+)?")
"""A number as it is written where a point parts thousands: 2.350 or 1.200.000,50."""
_COMMA_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+")
_DECIMALS = re.compile(r"[-+]?\d+,\d+")
"""A number as it is written where a comma stands before decimals: 51,5."""
_USUAL = "as is usual where semicolons split the cells"
_COUNTS = frozenset(["amount", "capacity", "capacity_high", "capacity_low", "population"])
"""Columns beside those of people in which thousands are likelier than thousandths."""
# Not the end of a letter as web pages write it: "Ash &amp; Elm" is one name.
_BETWEEN_NAMES = re.compile(r"\||(?<!&amp)(?<!&#39)(?<!&quot);")
"""What stands between organisations at one end of a tie."""
_MOST_NAMED = 8
"""Columns that are named before the rest is counted, so that a note stays a sentence."""


def drop_unfit_guesses(table: Table, sheet: Sheet, matched: list[str]) -> None:
    """Take back a column guessed from other words, if no cell below the heading fits it."""
    for column_number, (column_name, heading) in enumerate(
        zip(matched, sheet.headings, strict=True)
    ):
        if column_name not in table.names or means_same(table.name, heading):
            continue
        column = table.column(column_name)
        cells = [cell for cell in sheet.column_at(column_number) if clean_text(cell)]
        if column.kind not in {"text", "list"} and cells:
            faults = read_column(column, pd.Series(cells, dtype=object)).faults
            if len(faults) == len(cells):
                matched[column_number] = heading


def name_nodes(table: Table, sheet: Sheet, matched: list[str]) -> None:
    """Read Name and Label of nodes as id and name: network programs show the label."""
    folded = [fold_heading(heading) for heading in sheet.headings]
    is_nodes = table.name == "organisations" and fold_heading(sheet.name) == "nodes"
    if is_nodes and "organisation_id" not in matched and {"name", "label"} <= set(folded):
        matched[folded.index("name")] = "organisation_id"
        matched[folded.index("label")] = "name"


def leave_out_instructions(
    table: Table, sheet: Sheet, matched: Sequence[str], first: Sequence[str]
) -> None:
    """Leave out a first row that says what to fill in: several of its cells do not fit.

    `first` is that row as it was written. What of it was read in other words fits; what was read as
    not known, or as the highest of "1 to 3", may be either.
    """
    if len(sheet.numbers) < 2:
        return
    names = set(table.names)
    misfits = 0
    for column_name, written, cell in zip(matched, first, sheet.row(0), strict=False):
        if column_name not in names or not cell.strip():
            continue
        column = table.column(column_name)
        is_level = column_name == "level" and written != cell
        if column.kind not in {"text", "list"} and not is_level:
            if not read_column(column, pd.Series([cell], dtype=object)).faults:
                # One that fits is enough to tell that the row is data.
                return
            misfits += 1
    if misfits >= _INSTRUCTIONS:
        _leave_out(sheet, 0, "instructions")


def leave_out_totals(table: Table, sheet: Sheet, matched: Sequence[str]) -> None:
    """Leave out rows that add up others, and a last one with the word alone."""
    if len(sheet.numbers) < 2 or is_whole_table(table.name, sheet.headings):
        return
    marked: set[int] = set()
    for at, name in enumerate(matched):
        if name in table.names and table.column(name).kind not in {"text", "list"}:
            continue
        cells = sheet.column_at(at)
        # Looked for in all of a column in one go: of a hundred thousand rows few add up others.
        joined = "\0".join(cells)
        signs = [sign for sign in _MAY_ADD_UP if sign in joined]
        if signs:
            marked |= {row for row, cell in enumerate(cells) if any(sign in cell for sign in signs)}
    last = len(sheet.numbers) - 1
    first = _first_text(sheet, -1)
    # Programs write our own headings, or an id in each row: nobody adds up there.
    ids = sheet.column_at(matched.index(table.key[0])) if table.key[0] in matched else []
    has_ids = len(table.key) == 1 and any(ids)
    is_made = set(sheet.headings) <= set(table.names)
    totals = {
        row
        for row in marked
        if not is_made and not (has_ids and clean_text(ids[row]))
        if reads_as_total(map(clean_text, sheet.row(row)))
    }
    rows = sorted(totals | ({last} if names_total(first) else set()))
    if len(rows) > 1:
        found = [(sheet.numbers[row], _first_text(sheet, row)) for row in rows]
        sheet.add(
            "warning",
            f"{count_of(len(rows), 'row')} that read like totals left out, as '{found[0][1]}'.",
            "If one is data, correct its cells.",
            row=found[0][0],
            value=found[0][1],
            cells=found,
        )
        for row in reversed(rows):
            sheet.leave_out(row)
    elif rows:
        _leave_out(sheet, rows[0], "a total")


def _first_text(sheet: Sheet, row: int) -> str:
    """Return the first cell of a row that holds something."""
    return next((cell for cell in map(clean_text, sheet.row(row)) if cell), "")


def leave_out_footers(table: Table, sheet: Sheet) -> None:
    """Leave out what programs write below a table: who made it, which filters were applied."""
    if len(sheet.headings) < 2 or is_whole_table(table.name, sheet.headings):
        return
    gone = []
    for at in range(len(sheet.numbers) - 1, 0, -1):
        filled = [text for cell in sheet.row(at) if (text := clean_text(cell))]
        is_total = bool(filled) and names_total(filled[0])
        if len(filled) != 1 or is_total or not _FOOTER.match(filled[0]):
            break
        gone.append((sheet.numbers[at], filled[0]))
        sheet.leave_out(at)
    if gone:
        # What a footer says, as who ran the report, need not be told again.
        sheet.add(
            "note",
            f"{count_of(len(gone), 'row')} below the table left out, as a footer.",
            row=gone[-1][0],
        )


def _leave_out(sheet: Sheet, position: int, what: str) -> None:
    sheet.add(
        "warning",
        f"this row reads like {what} and was left out.",
        "If it is data, correct its cells.",
        row=sheet.numbers[position],
        value=next(cell for cell in sheet.row(position) if cell.strip()),
    )
    sheet.leave_out(position)


def read_thousands(table: Table, sheet: Sheet, matched: Sequence[str]) -> None:
    """Read points and commas in numbers, in a file whose cells are split by semicolons.

    Spreadsheets split by semicolons where the comma is taken by decimals; a point is then the sign
    of thousands. Only of people, places and money, of which there may be thousands. Of these a
    comma before three figures parts thousands, too: 1,500 people are no person and a half.
    """
    if not sheet.is_split_by_semicolons:
        return
    for position, name in enumerate(matched):
        if name not in table.names or table.column(name).kind not in {"number", "people"}:
            continue
        if table.column(name).kind == "people" or name in _COUNTS:
            _rewrite(sheet, position, _THOUSANDS, f"a point between thousands, {_USUAL}")
            _rewrite(sheet, position, _COMMA_THOUSANDS, "a comma between thousands")
        _rewrite(sheet, position, _DECIMALS, f"a comma before decimals, {_USUAL}")


def _rewrite(sheet: Sheet, position: int, pattern: re.Pattern[str], sign: str) -> None:
    """Write the numbers of one notation in ours, and say it."""
    changed = [
        row
        for row, cells in enumerate(sheet.rows)
        if pattern.fullmatch(clean_text(cells[position]))
    ]
    if not changed:
        return
    first = clean_text(sheet.rows[changed[0]][position])
    for row in changed:
        cell = clean_text(sheet.rows[row][position])
        # What stands between thousands goes, and what stands before decimals becomes a point.
        cell = cell.replace("," if pattern is _COMMA_THOUSANDS else ".", "")
        sheet.rows[row][position] = cell.replace(",", ".")
    sheet.add(
        "warning",
        f"{count_of(len(changed), 'cell')} with {sign}: '{first}' was read as "
        f"{sheet.rows[changed[0]][position]}.",
        "Write whole numbers without points and commas to be safe.",
        row=sheet.numbers[changed[0]],
        column=sheet.headings[position],
        value=first,
    )


def split_ends(drafts: dict[str, Draft]) -> None:
    """Make a tie for each organisation where an end of a tie names several in one cell.

    A number of people or money in such a row is of all of them together: of each it is not known,
    and that is warned of.
    """
    known = _known_names(drafts, "organisations")
    for name in ("relationships", "referrals"):
        draft = drafts.get(name)
        if draft is None or any(
            is_whole_table(name, part.headings.values()) for part in draft.parts
        ):
            continue
        for column in ("from_id", "to_id"):
            _split_end(draft, name, column, known)
        draft.named[:] = [part for cell in draft.named for part in _part_names(cell, known)]


def _part_names(cell: str, known: Collection[str]) -> list[str]:
    """Return the organisations that a cell names, each once; a name that is listed is one.

    Commas, which names have too, part them only where each part is listed.
    """
    if cell.casefold() in known:
        return [cell]
    names = _list_values(cell, _BETWEEN_NAMES, known.__contains__)
    return list(dict.fromkeys(names)) or [cell]


def _split_end(draft: Draft, table: str, column: str, known: Collection[str]) -> None:
    cells = draft.cells(column)
    # Of thousands of names few have a mark in them that may part names.
    distinct = draft.distinct(column)
    if not _ANYWHERE.search("\0".join(distinct)):
        return
    marked = [cell for cell in distinct if _ANY.search(cell) or _BETWEEN_NAMES.search(cell)]
    parted = {cell: parts for cell in marked if len(parts := _part_names(cell, known)) > 1}
    if not parted:
        return
    names = [parted.get(cell, [cell]) for cell in cells]
    several = [row for row, parts in enumerate(names) if len(parts) > 1]
    numbers = [
        number.name
        for number in TABLES[table].columns
        if number.kind == "people" or number.name == "amount"
    ]
    whole = [row for row in several if any(draft.cells(number)[row] for number in numbers)]
    split = [row for row in several if row not in set(whole)]
    if split:
        draft.add(
            "note",
            f"{count_of(len(split), 'row')} with several organisations in one cell, read as a tie "
            f"with each: {join_words(names[split[0]], most=4)}.",
            table=table,
            position=split[0],
            column=column,
            value=draft.cells(column)[split[0]],
        )
    if whole:
        draft.add(
            "warning",
            f"{count_of(len(whole), 'row')} with several organisations in one cell and one number "
            "for all of them; read as a tie with each, the number of each not known.",
            "Give each organisation a row with its own number.",
            table=table,
            position=whole[0],
            column=column,
            value=draft.cells(column)[whole[0]],
        )
        for number in numbers:
            if number in draft.frame:
                cells = draft.cells(number)
                draft.put(number, ["" if row in whole else cell for row, cell in enumerate(cells)])
    draft.repeat([len(parts) for parts in names])
    draft.put(column, [part for parts in names for part in parts])


def tell_unused(table: Table, sheet: Sheet, matched: Sequence[str]) -> None:
    """Note the columns that are none of ours: they are kept, and no answer uses them."""
    taken = set(matched)
    used = {*table.names, *(shorthand.column.name for shorthand in SERVICE_SHORTHANDS)}
    used |= {column.name for column in SITE_COLUMNS if table.name == "services"}
    # Whoever is known by name only is marked so where the table is made.
    used |= BEYOND.get(table.name, frozenset()) | {"is_placeholder"}
    # A column of which something was said already is not named again.
    reported = {problem.column for problem in sheet.found}
    if taken <= used:
        return
    # Said where they are dropped or refused.
    cells = pd.DataFrame(dict(zip(matched, sheet.columns(), strict=True)), dtype=object)
    personal = {*find_clients(table, cells), *find_contacts(table, cells)}
    plain = []
    for column_name, heading in zip(matched, sheet.headings, strict=True):
        if column_name in used or column_name in personal:
            continue
        written = sheet.shown.get(heading, heading)
        if written in reported:
            continue
        meant = suggest_column(table.name, heading, taken)
        if meant:
            sheet.add(
                "warning",
                f"the column '{written}' is kept, but no answer uses it.",
                f"If it means {meant}, use that as its heading.",
                column=heading,
            )
        else:
            plain.append(f"'{written}'")
    if plain:
        columns = "the column" if len(plain) == 1 else "the columns"
        # Whoever wrote most of a sheet for nothing should hear of it first.
        is_most = 2 * len(plain) > len(sheet.headings)
        sheet.add(
            "warning" if is_most else "note",
            f"{columns} {join_words(plain, most=_MOST_NAMED)} {say_are(len(plain))} kept, but no "
            f"answer uses {say_them(len(plain))}.",
        )


def split_lists(drafts: dict[str, Draft]) -> None:
    """Put the mark of a list where people put commas, semicolons or new lines between values.

    Languages are split at any of them. Names of organisations, which may have a comma or an "and"
    in them, only at semicolons and new lines, or if all parts are names.
    """
    services = drafts.get("services")
    if services is None or all(
        is_whole_table("services", part.headings.values()) for part in services.parts
    ):
        return
    organisations = _known_names(drafts, "organisations")
    # Made where a cell may hold several: all that thousands of organisations may be called.
    listed = cache(partial(index_organisations, drafts))

    def is_organisation(name: str) -> bool:
        return name in organisations or len(find_meant(name, listed())) == 1

    empty_open_languages(services)
    _split_column(services, "languages", None)
    _split_column(services, "eligibility", lambda _: False)
    for shorthand in SERVICE_SHORTHANDS:
        # Cells about areas are read whole, where it is known what the other rows are about.
        if shorthand.column.links_to != "areas":
            _split_column(services, shorthand.column.name, is_organisation)


def _known_names(drafts: dict[str, Draft], table: str) -> Collection[str]:
    draft = drafts.get(table)
    if draft is None:
        return frozenset()
    both = (*draft.cells("name"), *draft.cells(TABLES[table].key[0]))
    return frozenset(cell.casefold() for cell in both if cell)


def _split_column(draft: Draft, column: str, is_name: Callable[[str], bool] | None) -> None:
    if column not in draft.frame:
        return
    cells = draft.cells(column)
    split = {
        cell: cell if cell.casefold() in MISSING_WORDS else _split_cell(cell, is_name)
        for cell in set(cells)
    }
    changed = [position for position, cell in enumerate(cells) if split[cell] != cell]
    if not changed:
        return
    first = changed[0]
    draft.add(
        "note",
        f"{count_of(len(changed), 'cell')} with several values, read one by one, "
        f"as {join_words(split[cells[first]].split(LIST_MARK), most=4)}.",
        table="services",
        position=first,
        column=column,
        value=cells[first],
    )
    draft.put(column, [split[cell] for cell in cells])


def _split_cell(cell: str, is_name: Callable[[str], bool] | None) -> str:
    """Return the cell with the mark of a list between its values, if it holds several."""
    if is_name and is_name(cell.casefold()):
        return cell
    return LIST_MARK.join(_list_values(cell, _CLEAR, is_name))


def _list_values(
    cell: str, clear: re.Pattern[str], is_name: Callable[[str], bool] | None
) -> list[str]:
    """Return what stands between clear marks; other marks part a piece if all its parts are names.

    `is_name` tells it of a folded text; without it every mark parts.
    """
    values = []
    for piece in clear.split(cell):
        parts = [part.strip() for part in _ANY.split(piece) if part.strip()]
        is_list = is_name is None or (
            not is_name(piece.strip().casefold())
            and all(is_name(part.casefold()) for part in parts)
        )
        values += parts if is_list else [piece.strip()]
    return [value for value in values if value]
