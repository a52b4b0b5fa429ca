"""Adjacency matrices: organisations down the side and along the top, a tie where they meet."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from ecosystem.data import clean_text, clean_texts
from ecosystem.formats.tables.crosses import doubt_crosses
from ecosystem.formats.tables.logs.left_out import is_total
from ecosystem.formats.tables.matrix_names import pair_names
from ecosystem.formats.tables.seats import read_grid
from ecosystem.wording import count_of, join_words

from .matrix_keys import CellAnswer, is_tie, read_cell, read_key
from .records import make_record_sheet

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from ecosystem.formats.sheets.sheet import Sheet


_MOST_SAID = 8
"""Names and cells that one sentence lists before it counts the rest."""

_NUMBER = re.compile(r"-?(?:\d+[.,]?\d*|[.,]\d+)")
_BLANK = "(blank)"
_AGAIN = re.compile(r" \(\d+\)$")

Ends = tuple[str, str]


class _Names(NamedTuple):
    """The names of a matrix: as they stand down the side, along the top, and what these mean."""

    side: list[str]
    top: list[str]
    meant: list[str]


def is_matrix(sheets: Sequence[Sheet]) -> bool:
    """Tell whether sheets are one matrix: the same names along the top and down the side, or none.

    Without names it is a square of nothing but numbers.
    """
    filled = [sheet for sheet in sheets if sheet.headings]
    if len(filled) != 1 or len(filled[0].numbers) < 2:
        return False
    return _is_bare(filled[0]) or _find_names(_leave_out_sums(filled[0])) is not None


def _is_bare(sheet: Sheet) -> bool:
    if not len(sheet.numbers) + 1 == len(sheet.headings) > 2:
        return False
    cells = [_first_cell(heading) for heading in sheet.headings]
    cells += [cell for row in sheet.rows for cell in row]
    return all(_NUMBER.fullmatch(clean_text(cell)) for cell in cells)


def _first_cell(heading: str) -> str:
    """Return what a heading was as a cell: of two the same the second has a number behind it."""
    return _AGAIN.sub("", heading)


def _name_bare(sheet: Sheet) -> Sheet:
    """Return a matrix without names with the names 1, 2, … along the top and down the side."""
    rows = [[_first_cell(heading) for heading in sheet.headings], *sheet.rows]
    names = [str(number) for number in range(1, len(rows) + 1)]
    made = replace(
        sheet,
        headings=["name", *names],
        rows=[[name, *row] for name, row in zip(names, rows, strict=True)],
        numbers=[min(sheet.numbers) - 1, *sheet.numbers],
        # What was said of headings that are alike was said of numbers.
        found=[],
    )
    made.add("note", f"there are no names; organisations were called 1 to {len(names)}.")
    return made


def _leave_out_sums(sheet: Sheet) -> Sheet:
    """Return a matrix without a last column that adds up its rows, which is no organisation.

    One of that name whose cells are no sums is left in.
    """
    heading = sheet.headings[-1]
    if not is_total(clean_text(heading)):
        return sheet
    rows = [row for row in sheet.rows if not is_total(clean_text(row[0]))]
    is_sum = [_count(row[-1]) == sum(map(_count, row[1:-1])) for row in rows]
    if not rows or not all(is_sum):
        return sheet
    made = replace(
        sheet,
        headings=sheet.headings[:-1],
        rows=[row[:-1] for row in sheet.rows],
        found=list(sheet.found),
    )
    made.add("note", f"the column '{heading}' adds up the others and was left out.")
    return made


def _leave_out_blank(sheet: Sheet) -> Sheet:
    """Return a matrix without what a pivot table calls (blank): rows of nobody."""
    if _BLANK not in {text.casefold() for text in (*sheet.headings, *sheet.column_at(0))}:
        return sheet
    kept = [at for at, heading in enumerate(sheet.headings) if heading.casefold() != _BLANK]
    rows = [at for at, row in enumerate(sheet.rows) if row[0].casefold() != _BLANK]
    made = sheet.keep(rows, kept)
    made.add(
        "warning",
        f"what stands under '{_BLANK}' is of no organisation by name, and was left out.",
        "Fill in the names where the table was made from, and make it again.",
    )
    return made


def _count(cell: str) -> float:
    """Return the number in a cell; of a tick 1, of what says nothing or no 0."""
    text = clean_text(cell)
    if _NUMBER.fullmatch(text):
        return float(text.replace(",", "."))
    return float(read_cell(text, {}).says == "tie")


def _find_names(sheet: Sheet) -> _Names | None:
    # The corner is empty, and then may be no heading of its own, or has a word in it.
    for top in (sheet.headings[1:], sheet.headings):
        side = clean_texts(sheet.column_at(0)[: len(top)])
        if len(top) > 1 and (meant := pair_names(top, side)):
            return _Names(side, top, meant)
    return None


def read_matrix(sheet: Sheet) -> list[Sheet]:
    """Return a matrix as ties: row to column, or both ways where the two halves are the same.

    A cell that is nought in any notation, or says no or never, is no tie; one that is empty or says
    that it is not known is none either, and counted; any other value is the weight of one. If a key
    below says what numbers mean, those that mean no more than to know of somebody are no tie, and
    what it does not explain is asked about; without a key so are crosses beside ticks. Where no
    name along the top stands down the side, the columns are groups in which the rows sit.
    """
    sheet = _leave_out_blank(_name_bare(sheet) if _is_bare(sheet) else _leave_out_sums(sheet))
    every = [clean_text(row[0]) for row in sheet.rows]
    along = sheet.headings[-len(every) :]
    found = _find_names(sheet)
    if found is None and {*map(str.casefold, every)}.isdisjoint(map(str.casefold, along)):
        return read_grid(doubt_crosses(sheet))
    names = found or _Names(every, along, along)
    below = sheet.rows[len(names.side) :]
    key = read_key([*below, sheet.headings[:1]])
    sheet = sheet if key else doubt_crosses(sheet)
    # By the two ends, folded: what the cell says.
    cells = {
        (name.casefold(), clean_text(other).casefold()): cell
        for name, row in zip(names.side, sheet.rows, strict=False)
        for other, cell in zip(names.meant, row[-len(names.top) :], strict=True)
    }
    answers = {ends: read_cell(cell, key) for ends, cell in cells.items()}
    number_of_row = {
        name.casefold(): number for name, number in zip(names.side, sheet.numbers, strict=False)
    }
    ties = _list_ties(names, answers)
    # Halves that differ, by a key: then each row is what that organisation says of the others.
    is_told = bool(key) and any(tie["direction"] == "one way" for tie in ties)
    organisations = _list_organisations(sheet, names, _find_telling(answers) if is_told else None)
    ties = [tie | ({"reported_by": tie["from_id"]} if is_told else {}) for tie in ties]
    numbers = [number_of_row[tie["from_id"].casefold()] for tie in ties]
    relationships = make_record_sheet("relationships", sheet.file, ties, numbers, sheet=sheet.sheet)
    _say_names(names, sheet, relationships)
    _say_key(key, relationships)
    if is_told:
        relationships.add("note", "each row was read as what that organisation says of the others.")
    if below:
        relationships.add(
            "note",
            f"{count_of(len(below), 'row')} below the matrix, as a key or totals, read as no "
            "organisation.",
            row=sheet.numbers[len(names.side)],
        )
    _say_cells(names, cells, answers, number_of_row, relationships)
    return [organisations, relationships]


def _list_ties(names: _Names, answers: Mapping[Ends, CellAnswer]) -> list[dict[str, str]]:
    """Return the ties; where no cell differs from the one across the diagonal, half of them."""
    weights = {ends: answer.weight for ends, answer in answers.items() if answer.says == "tie"}
    is_symmetric = all(
        weights.get((column_name, row_name)) is not None
        and weights[column_name, row_name].casefold() == weight.casefold()
        for (row_name, column_name), weight in weights.items()
    )
    shown = {name.casefold(): name for name in names.side}
    return [
        {
            "from_id": shown[row_name],
            "to_id": shown[column_name],
            "kind": "tied",
            "direction": "both ways" if is_symmetric else "one way",
            "weight": weight,
        }
        for (row_name, column_name), weight in weights.items()
        if not (is_symmetric and row_name > column_name)
    ]


def _list_organisations(sheet: Sheet, names: _Names, tells: Collection[str] | None) -> Sheet:
    """Return who is in a matrix; where rows are told by somebody, also who told something."""
    organisations = make_record_sheet(
        "organisations",
        sheet.file,
        [
            {"name": name, "is_placeholder": "yes"}
            | ({} if tells is None else {"answered": "yes" if name.casefold() in tells else ""})
            for name in names.side
        ],
        sheet.numbers[: len(names.side)],
        sheet=sheet.sheet,
    )
    organisations.found.extend(sheet.found)
    return organisations


def _find_telling(answers: Mapping[Ends, CellAnswer]) -> set[str]:
    """Return the names, folded, whose rows say something of others."""
    return {
        row_name
        for (row_name, column_name), answer in answers.items()
        if row_name != column_name and answer.says != "not known"
    }


def _say_names(names: _Names, sheet: Sheet, made: Sheet) -> None:
    """Say which short names along the top were read as which names down the side."""
    short = [
        f"'{clean_text(top)}' as {meant}"
        for top, meant in zip(names.top, names.meant, strict=True)
        if clean_text(top).casefold() != clean_text(meant).casefold()
    ]
    if short:
        made.add(
            "note",
            f"{count_of(len(short), 'short name')} along the top read as the names down the side: "
            f"{join_words(short)}.",
            row=min(sheet.numbers) - 1,
        )


def _say_key(key: Mapping[str, str], made: Sheet) -> None:
    """Say which numbers were read as a tie, and which as none."""
    if not key:
        return
    said = {
        is_a_tie: join_words(
            [f"{number} ({text})" for number, text in key.items() if is_tie(text) == is_a_tie]
        )
        for is_a_tie in (True, False)
    }
    parts = [f"{said[True]} as a tie"] if said[True] else []
    parts += [f"{said[False]} as none"] if said[False] else []
    made.add("note", f"by the key of the matrix its numbers were read so: {join_words(parts)}.")


def _say_cells(
    names: _Names,
    cells: Mapping[Ends, str],
    answers: Mapping[Ends, CellAnswer],
    number_of_row: Mapping[str, int],
    made: Sheet,
) -> None:
    """Count the cells off the diagonal that do not say whether there is a tie; ask about others."""
    off = {ends: answer for ends, answer in answers.items() if ends[0] != ends[1]}
    heading = {clean_text(m).casefold(): t for m, t in zip(names.meant, names.top, strict=True)}
    unknown = [ends for ends, answer in off.items() if answer.says == "not known"]
    if unknown:
        message = f"no tie was made of {count_of(len(unknown), 'cell')}, empty or not known."
        made.add("note", message, row=number_of_row[unknown[0][0]])
    tells = _find_telling(answers)
    empty = [name for name in names.side if name.casefold() not in tells]
    if empty and len(empty) < len(names.side):
        made.add(
            "note",
            f"{count_of(len(empty), 'row')} with no answer, so that it is not known whom they "
            f"would name: {join_words(empty, most=_MOST_SAID)}.",
            row=number_of_row[empty[0].casefold()],
        )
    unclear = [ends for ends, answer in off.items() if answer.says == "unclear"]
    if unclear:
        words = [f"'{clean_text(cells[ends])}'" for ends in unclear]
        made.add(
            "warning",
            f"{count_of(len(unclear), 'cell')} may be a tie or none, so that no tie was made: "
            f"{join_words(dict.fromkeys(words), most=_MOST_SAID)}.",
            "Where there is a tie, write yes, how often or a number; where there is none, 0 or no.",
            row=number_of_row[unclear[0][0]],
            column=heading[unclear[0][1]],
            value=cells[unclear[0]],
        )
