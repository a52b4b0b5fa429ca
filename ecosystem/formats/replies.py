"""Replies to forms: what each organisation says of itself and of the others, put together.

Replies become rows of the tables like those of any other file. What two say of one tie stays two
rows, each with who said it; where they disagree, and who did not say, is said as a warning.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from ecosystem.data import (
    MISSING_WORDS,
    TABLES,
    Column,
    Ecosystem,
    Part,
    clean_text,
    mark_source,
    read_column,
)
from ecosystem.errors import DataError, Problem, make_problems
from ecosystem.formats.tables.tie_words import read_answer
from ecosystem.formats.tables.written.written_numbers import read_written
from ecosystem.options import check_options
from ecosystem.pages import list_folder
from ecosystem.wording import count_of, join_words

from .file_kinds import read_sheets
from .forms import (
    ABOUT_YOU,
    ANSWER,
    FREQUENCIES,
    HOW_MANY,
    HOW_OFTEN,
    OTHER,
    OTHERS,
    PASS_ON,
    RECORD,
)

if TYPE_CHECKING:
    import os

    from ecosystem.formats.sheets.sheet import Sheet


WORKS_WITH = "works with"
"""The kind of relationship that a form asks for."""

_NOT_KNOWN = frozenset(["not known", "blank", "unclear", "unread"])
_NO_TIE = _NOT_KNOWN | {"no tie"}
"""What an answer may say that makes no tie: words that nobody can read are asked about."""

_MOST_NAMED = 6
"""Organisations that one sentence names."""


@dataclass(kw_only=True)
class _Replies:
    """All that was replied, ids for names.

    Attributes
    ----------
    names
        Id to name, of every organisation that a form names.
    replied
        Ids of those that answered at least one question about the others.
    how_often
        Who says it and of whom, to the word that was written.
    pass_on
        Likewise, to whether people are passed on, and how many if that is known.
    cells
        Table, id and column to what was answered.
    problems
        What was met.
    """

    names: dict[str, str] = field(default_factory=dict)
    replied: set[str] = field(default_factory=set)
    how_often: dict[tuple[str, str], str] = field(default_factory=dict)
    pass_on: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    cells: dict[tuple[str, str, str], str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def warn(self, message: str, suggestion: str = "", *, file: str = "", value: str = "") -> None:
        """Note a warning."""
        self.problems.append(
            Problem(
                severity="warning",
                table="organisations",
                file=file,
                value=value,
                message=message,
                suggestion=suggestion,
            )
        )


@check_options
def read_forms(folder: str | os.PathLike[str], *, into: Ecosystem | None = None) -> Ecosystem:
    """Read the replies to forms, and put them together with the data they were made from.

    Parameters
    ----------
    folder
        Where the forms are that came back, as `write_forms` made them; their names do not matter,
        and other workbooks are left out, which is said.
    into
        The data that the forms were made from. Without it the replies alone are read: the
        organisations, and who works with whom.

    Returns
    -------
    Ecosystem
        The data with the answers. Each tie is a row a reply, with who reported it, in place of
        what the same organisation reported before. Who replied is `answered`, and who was asked
        and did not is not. `problems` names these, lists where two organisations disagree about
        their tie, and what was answered otherwise than it was recorded: the answer counts. What
        cannot be read counts as not known, and is listed too.

    Raises
    ------
    DataError
        If no form is in the folder, or a workbook cannot be opened.
    ValueError
        If there is no such folder.
    """
    where = Path(folder)
    if not where.is_dir():
        msg = f"folder {str(where)!r} is not there. Give the folder of the forms that came back."
        raise ValueError(msg)
    replies = _Replies()
    forms = sum(_read_form(file, replies) for file in list_folder(where) if _is_workbook(file))
    if not forms:
        message = f"no form is in {where.name}."
        hint = "Put the workbooks there that `ecosystem forms` wrote, filled in."
        problem = Problem(severity="error", file=where.name, message=message, suggestion=hint)
        raise DataError(make_problems([*replies.problems, problem]))
    _compare(replies)
    return Ecosystem(**_merge(replies, into))


def _is_workbook(file: Path) -> bool:
    # Office programs leave a file beside one that is open, which holds nothing.
    return file.suffix.lower() == ".xlsx" and not file.name.startswith(("~$", ".~"))


def _read_form(file: Path, replies: _Replies) -> bool:
    """Take over what one workbook says; return whether it is a form."""
    sheets = {sheet.sheet: sheet for sheet in read_sheets(file)}
    about, others = sheets.get(ABOUT_YOU), sheets.get(OTHERS)
    records = [_read_record(text) for text in about.column(RECORD)] if about else []
    # Whose form it is stands in a row of its own, wherever that was sorted to.
    own = [
        at
        for at, record in enumerate(records)
        if record[:1] == ["organisations"] and len(record) == 2
    ]
    mine = records[own[0]][1] if own else ""
    if about is None or others is None or not mine:
        replies.warn(f"{file.name} is no form and was left out.", file=file.name)
        return False
    replies.names[mine] = about.column(ANSWER)[own[0]] or mine
    if mine in replies.replied:
        replies.warn(
            f"{replies.names[mine]} replied twice; of each question the first answer counts.",
            "Keep the form that is right.",
            file=file.name,
        )
    for record, answer in zip(records, about.column(ANSWER), strict=True):
        if len(record) == 3 and record[2] in TABLES[record[0]].names:
            column = TABLES[record[0]].column(record[2])
            if said := _read_cell(column, answer, replies, file):
                replies.cells.setdefault((record[0], record[1], record[2]), said)
    _read_others(others, mine, replies, file)
    return True


def _read_cell(column: Column, answer: str, replies: _Replies, file: Path) -> str:
    """Return an answer as its column takes it; one that nobody can read is told of, and empty.

    One slip in one reply is no reason to refuse all the others.
    """
    said = clean_text(answer)
    if said.casefold() in MISSING_WORDS:
        return ""
    read = read_written(said, "people") if column.kind == "people" else None
    said_so = read.number if read is not None else said
    if said_so and not read_column(column, pd.Series([said_so], dtype=object)).faults:
        return said_so
    wanted = join_words(column.choices, last="or") if column.choices else "one number, as 12"
    replies.warn(
        f"'{said}' cannot be read; it counts as not known.",
        f"Ask for {wanted}." if column.choices or column.kind == "people" else "Ask again.",
        file=file.name,
        value=said,
    )
    return ""


def _read_record(text: str) -> list[str]:
    """Return what a row is about: a table, an id, and a column if it is one cell."""
    try:
        record = json.loads(text)
    except ValueError:
        return []
    is_record = isinstance(record, list) and all(isinstance(part, str) for part in record)
    return record if is_record and record[:1] and record[0] in TABLES else []


def _read_others(sheet: Sheet, mine: str, replies: _Replies, file: Path) -> None:
    """Take over what one organisation says of each of the others."""
    columns = (OTHER, RECORD, HOW_OFTEN, PASS_ON, HOW_MANY)
    for cells in zip(*map(sheet.column, columns), strict=True):
        name, record, often, passes, many = map(clean_text, cells)
        other = _read_record(record)[1:2]
        if not other:
            if name and any((often, passes, many)):
                replies.warn(
                    f"'{name}' was written below the organisations of the form, and was not read.",
                    "If it belongs to the sector, put it in the list and send the form again.",
                    file=file.name,
                    value=name,
                )
            continue
        pair = mine, other[0]
        replies.names.setdefault(other[0], name)
        if often and often not in MISSING_WORDS:
            replies.replied.add(mine)
            replies.how_often.setdefault(pair, often)
        many = _read_cell(TABLES["referrals"].column("sent"), many, replies, file)
        if read_answer(passes).says == "unread":
            replies.warn(
                f"'{passes}' is no answer to whether people are passed on"
                + ("; the number beside it counts." if many else "; it counts as not known."),
                "Choose yes or no.",
                file=file.name,
                value=passes,
            )
            passes = ""
        if (passes and passes not in MISSING_WORDS) or many:
            replies.replied.add(mine)
            replies.pass_on.setdefault(pair, (passes, many))


def _compare(replies: _Replies) -> None:
    """Say who told nothing of the others, and where two disagree about their tie."""
    silent = sorted(replies.names[one] for one in replies.names if one not in replies.replied)
    if silent:
        replies.warn(
            f"{count_of(len(silent), 'organisation')} of {len(replies.names)} told nothing of the "
            f"others: {join_words(silent, most=_MOST_NAMED)}.",
            "Ask them again: what the others say of them is half of it.",
        )
    said = {pair: read_answer(word) for pair, word in replies.how_often.items()}
    for pair, word in replies.how_often.items():
        if said[pair].says in {"unclear", "unread"}:
            replies.warn(
                f"'{word}' is no answer to how often two work together; no tie was made of it.",
                f"Choose {join_words(FREQUENCIES, last='or')}.",
                value=word,
            )
    for (one, other), word in sorted(replies.how_often.items()):
        if (other, one) not in said or one > other:
            continue
        mine, theirs = said[one, other], said[other, one]
        knows = _NOT_KNOWN.isdisjoint({mine.says, theirs.says})
        if knows and (mine.says == "no tie") != (theirs.says == "no tie"):
            both = (
                f"{replies.names[one]}: {word}; "
                f"{replies.names[other]}: {replies.how_often[other, one]}"
            )
            replies.warn(
                f"'{both}' is what the two say of working together.",
                "It counts as a tie that one of the two reports.",
                value=both,
            )


def _merge(replies: _Replies, e: Ecosystem | None) -> dict[str, pd.DataFrame]:
    """Return the tables of the data with the replies in them."""
    own = {name: getattr(e, name).astype(object) for name in TABLES} if e is not None else {}
    organisations = own.get("organisations", _no_rows("organisations"))
    known = set(organisations["organisation_id"])
    new = [name for name in replies.names if name not in known]
    organisations = _add_rows(
        organisations,
        [{"organisation_id": one, "name": replies.names[one]} for one in new],
    ).set_index("organisation_id", drop=False)
    for one in replies.names:
        organisations.loc[one, "answered"] = "yes" if one in replies.replied else "no"
    own["organisations"] = organisations.reset_index(drop=True)
    for name, rows in (
        ("relationships", _list_relationships(replies)),
        ("referrals", _list_referrals(replies)),
    ):
        kept = own.get(name, _no_rows(name))
        # An organisation's new word replaces what it said before, and nobody else's.
        is_old = kept["reported_by"].isin(replies.replied)
        if name == "relationships":
            is_old &= kept["kind"] == WORKS_WITH
        own[name] = _add_rows(kept[~is_old], rows)
    _put_cells(own, replies)
    own["organisations"] = mark_source(
        own["organisations"],
        [Part(rows=pd.RangeIndex(len(own["organisations"])).to_numpy())],
        replies.problems,
    )
    return own


def _no_rows(table: str) -> pd.DataFrame:
    return pd.DataFrame(columns=TABLES[table].names, dtype=object)


def _add_rows(frame: pd.DataFrame, rows: list[dict[str, object]]) -> pd.DataFrame:
    if not rows:
        return frame
    return pd.concat([frame, pd.DataFrame(rows, dtype=object)], ignore_index=True)


def _list_relationships(replies: _Replies) -> list[dict[str, object]]:
    """Return a row for each tie that somebody reports; never and don't know are none."""
    rows: list[dict[str, object]] = []
    for (one, other), word in replies.how_often.items():
        answer = read_answer(word)
        if answer.says in _NO_TIE:
            continue
        rows.append(
            {
                "from_id": one,
                "to_id": other,
                "kind": WORKS_WITH,
                "direction": "both ways",
                "strength": answer.strength or None,
                "reported_by": one,
            }
        )
    return rows


def _list_referrals(replies: _Replies) -> list[dict[str, object]]:
    """Return a row for each pair of which one says that it passes people on to the other."""
    rows: list[dict[str, object]] = []
    for (one, other), (word, many) in replies.pass_on.items():
        says = read_answer(word).says
        if says in _NO_TIE and not (says == "blank" and many):
            continue
        rows.append({"from_id": one, "to_id": other, "sent": many or None, "reported_by": one})
    return rows


def _put_cells(own: dict[str, pd.DataFrame], replies: _Replies) -> None:
    """Put the answers about single cells where they belong; say where they change one."""
    changed: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for (name, row_id, column), said in replies.cells.items():
        table = TABLES[name]
        frame = own.get(name)
        if frame is None or column not in table.names or column == table.key[0]:
            continue
        at = frame[table.key[0]] == row_id
        before = frame.loc[at, column].dropna()
        if len(before) and _read(table.column(column), said) != before.iloc[0]:
            changed[name][str(frame.loc[at, "name"].iloc[0])] += 1
        frame.loc[at, column] = said
    for name, rows in changed.items():
        replies.warn(
            f"{count_of(rows.total(), 'cell')} of {name} answered otherwise than recorded: of "
            f"{join_words(rows, most=_MOST_NAMED)}. The answer counts."
        )


def _read(column: Column, said: str) -> object:
    return read_column(column, pd.Series([said], dtype=object)).cells.iloc[0]
