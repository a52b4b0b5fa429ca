"""From sheets to the twelve tables: which sheet is which, headings to columns, lists to rows.

The order of the steps matters. Every sheet first becomes a `Draft` of its table, its headings our
columns and its cells text. Values in one cell are parted before anything is looked up, because
names are looked up whole; then short names become those that are listed. Organisations, services
and groups get ids before the lists of services become rows of other tables, because these rows
carry the ids. Areas get their codes before names become ids, because a name may be that of an area
of the past. Nothing is judged here: what is missing or leads nowhere is found by the checks, at the
place each row is marked with.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecosystem.data import (
    MISSING_WORDS,
    SERVICE_SHORTHANDS,
    TABLES,
    Part,
    fold_heading,
    mark_source,
    split_list,
)
from ecosystem.errors import DataError, Problem, did_you_mean, make_problems
from ecosystem.wording import count_of, join_words

from .draft import Draft
from .guards import guard_placeholders
from .habits import (
    drop_unfit_guesses,
    leave_out_footers,
    leave_out_instructions,
    leave_out_totals,
    name_nodes,
    read_thousands,
    split_ends,
    split_lists,
    tell_unused,
)
from .headings import TIE_SHEETS, find_table, guess_table, has_costs, match_headings, means_same
from .joined_rows import join_organisations
from .logs.joining import settle_counts
from .places.areas import fill_areas
from .places.service_places import spread_places
from .repeats import join_repeats, join_service_rows, tell_repeated_services
from .row_ids import name_rows
from .short_names import read_short_names
from .tie_answers import read_answers, read_direction
from .tie_rows import join_tie_rows
from .written.number_columns import read_numbers
from .written.own_words import set_aside_own_words
from .written.unnamed import leave_out_unnamed
from .written.written_choices import read_choices
from .written.written_dates import read_dates

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ecosystem.data import Table
    from ecosystem.formats.sheets.sheet import Sheet


_PLAIN_SHEETS = {"read_me", "readme", "lists", "problems", "contents"}


def assemble(sheets: Sequence[Sheet]) -> dict[str, pd.DataFrame]:
    """Return the tables that the sheets hold, marked with where each row came from.

    Raises
    ------
    DataError
        If no sheet holds organisations, nor anything that names them.
    """
    drafts: dict[str, Draft] = {}
    stray: list[Problem] = []
    named = {find_table(sheet.name) for sheet in sheets}
    for sheet in sheets:
        name = _table_of(sheet, named)
        if name:
            _draft_sheet(TABLES[name], sheet, drafts)
        elif fold_heading(sheet.name) not in _PLAIN_SHEETS:
            stray += [_not_read(sheet)] if sheet.headings else sheet.found
    if "organisations" in drafts:
        join_organisations(drafts["organisations"])
    split_lists(drafts)
    split_ends(drafts)
    leave_out_unnamed(drafts)
    if "organisations" not in drafts:
        _draft_placeholders(drafts, sheets, stray)
    # What is to be said of a whole source is said with the organisations, which are always there.
    organisations = drafts["organisations"]
    organisations.found.extend(stray)
    if not len(organisations.frame):
        organisations.found.append(_none_listed(organisations))
    hints = {"organisations": read_short_names(drafts)}
    settle_counts(drafts)
    guard_placeholders(drafts)
    join_repeats(organisations)
    tell_repeated_services(drafts.get("services", Draft()))
    join_service_rows(drafts.get("services", Draft()))
    name_rows(drafts)
    spread_places(drafts)
    _spread_lists(drafts)
    hints["areas"] = fill_areas(drafts)
    _link_names(drafts)
    join_tie_rows(drafts)
    return {
        name: mark_source(
            draft.frame,
            draft.parts,
            [problem if problem.table else replace(problem, table=name) for problem in draft.found],
            hints.get(name),
        )
        for name, draft in drafts.items()
    }


def _table_of(sheet: Sheet, named: set[str]) -> str:
    """Return the table a sheet holds, by its name or else by its headings, or an empty text."""
    name = find_table(sheet.name)
    if name:
        return name
    folded = fold_heading(sheet.name)
    guess = guess_table(sheet.headings)
    # Network programs list organisations as nodes, with headings that could be of anything.
    if folded == "nodes" and "organisations" not in named and not guess:
        return "organisations"
    if folded in _PLAIN_SHEETS or not guess:
        return ""
    if folded in TIE_SHEETS and guess == "relationships":
        return guess
    if guess == "relationships" and _counts_referrals(sheet):
        guess = "referrals"
    if guess in named:
        return ""
    sheet.add("note", f"'{sheet.name}' was read as {guess}, from its headings.")
    return guess


def _counts_referrals(sheet: Sheet) -> bool:
    """Tell whether a sheet says above or on its tab that it is of referrals, and how many."""
    is_called = any("referral" in text.casefold() for text in (sheet.name, *sheet.titles))
    matched = match_headings("referrals", sheet.headings)
    return is_called and "sent" in matched and "kind" not in matched


def _not_read(sheet: Sheet) -> Problem:
    # Whoever mistypes a name seldom does so at its first letter: "Cards" is no list of areas.
    alike = [name for name in TABLES if name[:1] == sheet.name[:1].casefold()]
    return Problem(
        severity="note",
        file=sheet.file,
        sheet=sheet.sheet,
        message=f"'{sheet.name}' is not one of the tables and was not read.",
        suggestion=did_you_mean(sheet.name, alike),
    )


def _no_organisations(sheets: Sequence[Sheet]) -> Problem:
    names = join_words([f"'{sheet.name}'" for sheet in sheets if sheet.headings], most=6)
    named = (head for sheet in sheets for head in sheet.headings if "name" in fold_heading(head))
    likely = next(named, "")
    meant = (
        f"If '{likely}' names an organisation, use Organisation as its heading. " if likely else ""
    )
    if any(
        "services" in {find_table(sheet.name), guess_table(sheet.headings)}
        or has_costs(sheet.headings)
        for sheet in sheets
    ):
        meant += "If it lists services, add a column Organisation: who runs each. "
    if any("demand" in {find_table(sheet.name), guess_table(sheet.headings)} for sheet in sheets):
        meant += "What people need can be read beside who helps them: put both in one workbook. "
    return Problem(
        severity="error",
        table="organisations",
        file=sheets[0].file if sheets else "",
        message=f"there is no table of organisations; found {names or 'nothing: it is empty'}.",
        suggestion=f"{meant}Write in the first row what each column holds: Organisation and What "
        "they do of a directory; Date, From and To of single referrals; From and To of ties. Or "
        "name a sheet organisations, with a column Name.",
    )


def _none_listed(draft: Draft) -> Problem:
    return Problem(
        severity="warning",
        table="organisations",
        file=draft.parts[0].file if draft.parts else "",
        sheet=draft.parts[0].sheet if draft.parts else "",
        message="no organisation is listed yet.",
        suggestion="Fill in a row for each; the name is enough.",
    )


def _draft_sheet(table: Table, sheet: Sheet, drafts: dict[str, Draft]) -> None:
    """Add a sheet's rows to the draft of its table, with its headings as column names."""
    matched = match_headings(table.name, sheet.headings)
    leave_out_footers(table, sheet)
    name_nodes(table, sheet, matched)
    read_thousands(table, sheet, matched)
    first = sheet.row(0) if sheet.numbers else []
    read_numbers(table, sheet, matched)
    read_choices(table, sheet, matched)
    read_dates(table, sheet, matched)
    drop_unfit_guesses(table, sheet, matched)
    leave_out_instructions(table, sheet, matched, first)
    leave_out_totals(table, sheet, matched)
    set_aside_own_words(table, sheet, matched)
    if table.name == "relationships":
        read_direction(sheet, matched)
        read_answers(sheet, matched)
    headings = {
        column: sheet.shown.get(heading, heading)
        for column, heading in zip(matched, sheet.headings, strict=True)
    }
    _tell_twins(table, sheet, headings)
    tell_unused(table, sheet, matched)

    frame = pd.DataFrame(
        dict(zip(matched, sheet.columns(), strict=True)),
        index=range(len(sheet.numbers)),
        dtype=object,
    )
    # A bare list of ties does not say of what kind they are; a table called relationships should.
    if (
        table.name == "relationships"
        and "kind" not in frame
        and fold_heading(sheet.name) not in TABLES
    ):
        frame["kind"] = "tied"
    part = Part(
        file=sheet.file,
        sheet=sheet.sheet,
        rows=np.array(sheet.numbers, dtype=np.int64),
        headings=headings,
        is_summed=bool(sheet.counted),
    )
    draft = drafts.setdefault(table.name, Draft())
    if sheet.counted:
        draft.counted[len(draft.parts)] = sheet.counted
    draft.extend(frame, part)
    draft.named.extend(sheet.named)
    draft.found.extend(replace(problem, table=table.name) for problem in sheet.found)


def _tell_twins(table: Table, sheet: Sheet, headings: Mapping[str, str]) -> None:
    """Warn of a heading that means a column which another heading was read as."""
    for column, heading in headings.items():
        same = means_same(table.name, heading)
        if column == heading and same in headings and same != column:
            sheet.add(
                "warning",
                f"the heading '{heading}' is there twice: '{headings[same]}' was read as "
                f"{same}, this one as a column of its own.",
                "Rename one of the two columns.",
                column=heading,
            )


def _draft_placeholders(
    drafts: dict[str, Draft], sheets: Sequence[Sheet], stray: list[Problem]
) -> None:
    """Make organisations, known by name only, of all that the other tables name.

    Raises
    ------
    DataError
        If nothing names an organisation.
    """
    # By folded name, so that "ACH" and "Ach" are one; of several spellings the first in order.
    names: dict[str, str] = {}
    for name in _list_organisations_named(drafts):
        folded = name.casefold()
        names[folded] = min(name, names.get(folded, name))
    if not names:
        raise DataError(make_problems([_no_organisations(sheets), *stray, *_all_found(drafts)]))
    frame = pd.DataFrame({"name": sorted(names.values()), "is_placeholder": "yes"}, dtype=object)
    drafts["organisations"] = made = Draft()
    file = next(part.file for draft in drafts.values() for part in draft.parts)
    made.extend(frame, Part(file=file, rows=np.zeros(len(frame), dtype=np.int64)))
    made.found.append(
        Problem(
            severity="note",
            table="organisations",
            file=file,
            message=f"{count_of(len(frame), 'organisation')} known only by name: there is no "
            "list of organisations.",
        )
    )


def _list_organisations_named(drafts: dict[str, Draft]) -> list[str]:
    """Return what stands in the cells that name organisations, in whatever table."""
    shorthands = [
        shorthand.column.name for shorthand in SERVICE_SHORTHANDS if shorthand.table == "providers"
    ]
    cells: list[str] = []
    for table in ("relationships", "referrals", "services", "providers", "memberships"):
        draft = drafts.get(table, Draft())
        cells += draft.named
        if table == "services":
            for name in shorthands:
                cells += [part for cell in draft.cells(name) for part in split_list(cell)]
            continue
        for column in TABLES[table].columns:
            if column.links_to == "organisations":
                cells += draft.cells(column.name)
    return [cell for cell in cells if cell.casefold() not in MISSING_WORDS]


def _all_found(drafts: dict[str, Draft]) -> list[Problem]:
    return [problem for draft in drafts.values() for problem in draft.found]


def _spread_lists(drafts: dict[str, Draft]) -> None:
    """Turn the lists that a services row may carry into rows of their own tables."""
    services = drafts.get("services")
    if services is None:
        return
    for shorthand in SERVICE_SHORTHANDS:
        name = shorthand.column.name
        if name not in services.frame:
            continue
        if "service_id" not in services.frame:
            # Without names there are no ids to lead to: that is said, and this is no other fault.
            services.drop(name)
            continue
        # (services,): the values of each cell, each once.
        lists = [
            [
                part
                for part in dict.fromkeys(split_list(cell))
                if part.casefold() not in MISSING_WORDS
            ]
            for cell in services.cells(name)
        ]
        counts = [len(parts) for parts in lists]

        # Part by part, because each new row stands where the row of its service does.
        target = drafts.setdefault(shorthand.table, Draft())
        start = 0
        for part in services.parts:
            end = start + len(part.rows)
            ids = np.repeat(services.frame["service_id"].to_numpy()[start:end], counts[start:end])
            values = [value for parts in lists[start:end] for value in parts]
            target.extend(
                pd.DataFrame({"service_id": ids, shorthand.fills: values}, dtype=object),
                Part(
                    file=part.file,
                    sheet=part.sheet,
                    rows=np.repeat(part.rows, counts[start:end]),
                    headings={shorthand.fills: part.headings.get(name, name)},
                ),
            )
            start = end
        services.drop(name)


def _link_names(drafts: dict[str, Draft]) -> None:
    """Put ids where rows name an organisation, service, area or group by its name."""
    for target in ("organisations", "services", "areas", "groups"):
        draft = drafts.get(target)
        if draft is None:
            continue
        ids = draft.cells(TABLES[target].key[0])
        known = set(ids)
        by_name: dict[str, set[str]] = {}
        for row_id, name in zip(ids, draft.cells("name"), strict=True):
            by_name.setdefault(name.casefold(), set()).add(row_id)
        for row_id in known:
            # An id in another case is that id, unless it is somebody's name.
            by_name.setdefault(row_id.casefold(), set()).add(row_id)
        for table in TABLES.values():
            for column in table.columns:
                if column.links_to == target and table.name in drafts:
                    _link_column(drafts[table.name], column.name, known, by_name)


def _link_column(draft: Draft, column: str, ids: set[str], by_name: dict[str, set[str]]) -> None:
    if column not in draft.frame:
        return
    cells = draft.cells(column)
    renamed = {}
    for cell in draft.distinct(column):
        if cell in ids:
            continue
        named = by_name.get(cell.casefold(), set())
        if cell and len(named) == 1:
            renamed[cell] = next(iter(named))
    if renamed:
        raw = draft.frame[column]
        draft.put(column, [renamed.get(cell, old) for cell, old in zip(cells, raw, strict=True)])
