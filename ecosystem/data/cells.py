"""One column from what a spreadsheet holds to its type, with every cell that would not go.

A reader looks at one value, cleaned, and returns what it is with a comment, or refuses it. Which
reader that is depends on the kind of the column, or on its name where a name means more
(postcodes, register numbers, levels). Columns have few different values, so each is read once and
its result put in every cell that holds it; what is to be said is said once, with the number of
cells.
"""

from __future__ import annotations

import calendar
import datetime as dt
import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecosystem.disclosure import STAND_IN
from ecosystem.errors import did_you_mean
from ecosystem.wording import count_of, join_words

from .dates import read_day
from .identifiers import read_charity_number, read_company_number, read_postcode, suggest_postcodes
from .text import LIST_MARK, clean_texts, split_list
from .vocabulary import ANYONE, ANYONE_WORDS, CHOICE_WORDS, MISSING_WORDS, NO_WORDS, YES_WORDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from ecosystem.errors import Severity

    from .columns import Column


_NUMBER = re.compile(r"[-+]?((\d{1,3}(,\d{3})+|\d+)(\.\d*)?|\.\d+)([eE][-+]?\d+)?")
_UNDER = re.compile(r"(under|<|fewer than|less than)\s*\d+", re.IGNORECASE)
_MONEY = "\u00a3$\u20ac"
_POINT = re.compile(r"[1-9]\d{0,2}\.\d{3}")
"""A number that is in thousands where people write 2.350 for 2,350."""
_COMMA = re.compile(r"[-+]?\d+,\d+")
_POINTS = re.compile(r"\d{1,3}(\.\d{3}){2,}")
_NEGATIONS = frozenset(["no", "not", "non", "never", "without"])
_COUNTS = frozenset(["capacity", "capacity_low", "capacity_high", "population"])
"""Columns that count people and may be shown: people are whole."""
_LEVEL = re.compile(r"(?:oisc|iaa)?\s*(?:level|l)?\s*([123])", re.IGNORECASE)


Remark = tuple["Severity", int, str, str, str]
"""Severity, position, value, message and suggestion of what is to be said of some cells."""


@dataclass(frozen=True, kw_only=True, eq=False)
class ReadColumn:
    """A column in its type; a cell that would not go is empty and among the faults.

    Attributes
    ----------
    cells : (rows,)
        The column in its type, from the first row on.
    faults
        One a cell that would not go: position (from 0), value, message, suggestion.
    remarks
        One for all cells of which the same is to be said: severity, position of the first of them,
        its value, message, suggestion.
    """

    cells: pd.Series
    faults: list[tuple[int, str, str, str]]
    remarks: list[Remark]


class _WrongCellError(Exception):
    """A cell's value does not fit its column."""

    def __init__(self, message: str, suggestion: str) -> None:
        super().__init__(message)
        self.message = message
        self.suggestion = suggestion


@dataclass(frozen=True)
class _Doubt:
    """What is odd about one value, which is kept."""

    message: str
    suggestion: str = ""
    severity: Severity = "warning"


_Comment = str | _Doubt
"""What is to be said of a value that was read: a word of `_COMMENTS`, or a doubt of its own."""


def read_column(column: Column, values: pd.Series) -> ReadColumn:
    """Return a column's values in its type. Each different value is looked at once."""
    plain = _read_plain(column, values)
    if plain is not None:
        return ReadColumn(cells=plain, faults=[], remarks=[])

    # (rows,): which of the distinct values each cell holds; -1 where it is empty.
    is_number = column.kind in {"number", "people"} and pd.api.types.is_float_dtype(values.dtype)
    codes, distinct = _number_values(values.astype("float64" if is_number else object))

    # By code: what each value is, why it was refused, and which values get the same comment.
    read = _choose_reader(column)
    fits: list[object] = []
    wrong: dict[int, tuple[str, str, str]] = {}
    codes_of_comment: dict[_Comment, list[int]] = {}
    texts = [value if isinstance(value, str) else as_text(value) for value in distinct.tolist()]
    cleaned = clean_texts(texts)
    is_plain = read is _read_text
    if is_plain:
        # Most columns, and those with most values, are text, of which nothing else is to be said.
        fits = _read_texts(column, cleaned)
        spaced = [code for code, text in enumerate(texts) if text != cleaned[code]]
        codes_of_comment = {"spaces": spaced} if spaced else {}
    for code, clean in enumerate(() if is_plain else cleaned):
        value, text = distinct[code], texts[code]
        if clean != text:
            codes_of_comment.setdefault("spaces", []).append(code)
        try:
            result, comment = read(column, clean)
        except _WrongCellError as wrong_cell:
            wrong[code] = (text, wrong_cell.message, wrong_cell.suggestion)
            result, comment = None, ""
        # What stands for 1 to 4 in a selected copy was written by nobody, so nobody is asked.
        is_masked = is_number and column.kind == "people" and value % 1 == STAND_IN % 1
        if comment and not is_masked:
            codes_of_comment.setdefault(comment, []).append(code)
        fits.append(result)

    # The last, for code -1, is an empty cell. Few values are put in their type, not many cells.
    typed = _as_type(column, pd.Series([*fits, None], dtype=object)).take(codes)
    typed.index = pd.RangeIndex(len(values))
    faults = [
        (int(position), *wrong[int(codes[position])])
        for position in np.flatnonzero(np.isin(codes, list(wrong)))
    ]
    remarks: list[Remark] = []
    for comment, commented in codes_of_comment.items():
        positions = np.flatnonzero(np.isin(codes, commented))
        first = int(positions[0])
        value, result = as_text(distinct[codes[first]]), fits[codes[first]]
        severity, message, suggestion = _say(comment, len(positions), value, result)
        remarks.append((severity, first, value, message, suggestion))
    return ReadColumn(cells=typed, faults=faults, remarks=remarks)


def _number_values(cells: pd.Series) -> tuple[NDArray[np.intp], pd.Index]:
    """Return which of the distinct values each cell holds, and these."""
    try:
        return pd.factorize(cells)
    except TypeError:
        # A cell that holds a list cannot be looked up; its text can.
        return pd.factorize(cells.map(_as_hashable))


def _read_plain(column: Column, values: pd.Series) -> pd.Series | None:
    """Return a column of nothing, or of texts of which nothing is to be said; None if it is more.

    Most columns are such, and nearly all of a copy. They take a fifth of the time here: a number
    for each different value is needed only to say where it stands.
    """
    is_empty = np.asarray(pd.isna(values.array))
    if is_empty.all():
        return make_empty(column, len(values))
    if _choose_reader(column) is not _read_text:
        return None
    cells = values.tolist()
    is_text = np.fromiter((isinstance(cell, str) for cell in cells), dtype=bool, count=len(cells))
    if not (is_text | is_empty).all():
        return None
    texts = list(dict.fromkeys(cell for cell in cells if isinstance(cell, str)))
    if clean_texts(texts) != texts:
        return None
    fits = dict(zip(texts, _read_texts(column, texts), strict=True))
    if values.dtype == "str" and all(fits.values()):
        return pd.Series(values.array, copy=False)
    return pd.Series([fits.get(cell) for cell in cells], dtype="str")


def make_empty(column: Column, length: int) -> pd.Series:
    """Return a column in its type in which nothing is known."""
    if column.kind in {"number", "people"}:
        return pd.Series(np.full(length, np.nan))
    if column.kind == "date":
        return pd.Series(np.full(length, "NaT", dtype="datetime64[us]"))
    # Made by the hundred, and by this way in a tenth of the time that a list takes.
    kind = "boolean" if column.kind == "yes/no" else "str"
    nothing = pd.Series([], dtype=kind).array
    return pd.Series(nothing.take(np.full(length, -1), allow_fill=True))


def _as_type(column: Column, cells: pd.Series) -> pd.Series:
    if column.kind in {"number", "people"}:
        return cells.astype("float64")
    if column.kind == "yes/no":
        return cells.astype("boolean")
    if column.kind == "date":
        return pd.Series(cells.to_numpy(dtype="datetime64[us]"), index=cells.index)
    return cells.astype("str")


# Severity, and what to say after the number of cells.
_COMMENTS: dict[str, tuple[Severity, str]] = {
    "spaces": ("note", "with spaces or hidden characters around the text; they were removed"),
    "under": ("note", "with only a limit, as 'under 5', read as not known"),
    "fraction": ("warning", "with a fraction of a person, which was kept"),
    "money": ("note", "with a sign of money, which was left out"),
    "day first": ("note", "with a date like 31/03/2024, read day first, as in Britain"),
    "short year": ("warning", "with a year of two figures; 24 was read as 2024, 87 as 1987"),
    "part": ("note", "with only a month or a year, read as its first day, or its last for an end"),
    "serial": ("warning", "with a number for a date, read as Excel counts days"),
    "time": ("note", "with a time of day, which was left out"),
    "no date": ("warning", "with a date that programs write for none, as 1970-01-01; left empty"),
    "postcode": ("note", "with a postcode in another form, put as in BS1 4ST"),
    "outward": ("note", "with only the first half of a postcode; the place is not exact"),
    "zeros": ("warning", "with a company number without its zeros at the front; they were put"),
    "register": ("note", "with the name of a register, or spaces, around the number"),
}


def _say(remark: str | _Doubt, count: int, value: str, result: object) -> tuple[Severity, str, str]:
    """Return severity, message and suggestion of what is to be said of some cells."""
    if isinstance(remark, _Doubt):
        more = f" It is there {count} times." if count > 1 else ""
        return remark.severity, f"{remark.message}{more}", remark.suggestion
    if remark == "day or month" and isinstance(result, dt.datetime):
        other = result.replace(day=result.month, month=result.day)
        words = (
            f"{count_of(count, 'cell')} with a date that can be read two ways; '{value}' was read "
            f"day first, as {_in_words(result)}, not {_in_words(other)}."
        )
        return "warning", words, "Write dates as 2024-03-31 to be safe."
    if remark == "point":
        words = (
            f"{count_of(count, 'cell')} with a point before three figures: '{value}' was read as"
        )
        meant = value.replace(".", "")
        return "warning", f"{words} {result:g}.", f"If thousands are meant, write {meant}."
    severity, words = _COMMENTS[remark]
    return severity, f"{count_of(count, 'cell')} {words}.", ""


def _in_words(day: dt.datetime) -> str:
    return f"{day.day} {calendar.month_name[day.month]} {day.year}"


def _as_hashable(value: object) -> object:
    return as_text(value) if isinstance(value, (list, set, dict)) else value


def as_text(value: object) -> str:  # noqa: PLR0911 - a line for each type a cell may have
    """Return a cell's value as the text it would be in a CSV file: 7.0 is "7", True is "yes"."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, (bool, np.bool_)):
        return "yes" if value else "no"
    if isinstance(value, (float, np.floating)):
        number = float(value)
        return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)
    if isinstance(value, (dt.datetime, np.datetime64)):
        moment = pd.Timestamp(value)
        return moment.isoformat() if moment != moment.normalize() else str(moment.date())
    if isinstance(value, (list, tuple, set, frozenset)):
        return LIST_MARK.join(as_text(part) for part in value)
    return str(value)


def _read_texts(column: Column, texts: list[str]) -> list[object]:
    """Return texts as they are, and None for those that are empty or say not known."""
    # A name may be "NA", and an id that says so is refused; any other text is then not known.
    is_own = not column.about or column.name == "name"
    is_own |= column.required and not column.links_to and column.name.endswith(("_id", "_code"))
    if is_own or MISSING_WORDS.isdisjoint(map(str.casefold, texts)):
        return [text or None for text in texts]
    return [text if text and text.casefold() not in MISSING_WORDS else None for text in texts]


def _read_text(column: Column, text: str) -> tuple[object, _Comment]:
    return _read_texts(column, [text])[0], ""


def _read_postcode(_: Column, text: str) -> tuple[object, _Comment]:
    if text.casefold() in MISSING_WORDS:
        return None, ""
    read = read_postcode(text)
    if read:
        if " " not in read:
            return read, "outward"
        return read, "postcode" if read != text else ""
    meant = suggest_postcodes(text)
    hint = f"Did you mean {join_words(meant[:3], last='or')}? " if meant else ""
    return text, _Doubt(f"'{text}' is not a UK postcode.", f"{hint}Correct it, or leave it empty.")


def _read_company_number(_: Column, text: str) -> tuple[object, _Comment]:
    if text.casefold() in MISSING_WORDS:
        return None, ""
    read = read_company_number(text)
    if read:
        return read, "" if read == text else "zeros" if len(read) > len(text) else "register"
    return text, _Doubt(
        f"'{text}' is not a company number.", "Companies House gives eight characters: 09506232."
    )


def _read_charity_number(_: Column, text: str) -> tuple[object, _Comment]:
    if text.casefold() in MISSING_WORDS:
        return None, ""
    read = read_charity_number(text)
    if read:
        return read, "register" if read != text else ""
    hint = "Write the number only: 1164883 or SC042386."
    if read_company_number(text) == text:
        hint = "It looks like a company number: move it to that column."
    return text, _Doubt(f"'{text}' is not a charity number.", hint)


def _read_list(_: Column, text: str) -> tuple[object, _Comment]:
    if text.casefold() in MISSING_WORDS:
        return None, ""
    return LIST_MARK.join(dict.fromkeys(split_list(text))) or None, ""


def _read_eligibility(column: Column, text: str) -> tuple[object, _Comment]:
    """Read whom a service is for: the words people write for "open to all" are one word here."""
    listed, comment = _read_list(column, text)
    if not isinstance(listed, str):
        return listed, comment
    groups = split_list(listed)
    # A service for anyone is for women, too: what else is listed tells nothing more.
    is_open = any(group.casefold().strip(" .!") in ANYONE_WORDS for group in groups)
    return (ANYONE if is_open else listed), comment


def _read_choice(column: Column, text: str) -> tuple[object, _Comment]:
    folded = _fold_choice(text)
    chosen = {_fold_choice(choice): choice for choice in column.choices}.get(folded)
    meant = CHOICE_WORDS.get(column.name, {}).get(folded)
    if chosen is None and meant in column.choices:
        return meant, _Doubt(f"'{text}' was read as {meant}.", severity="note")
    if chosen is None and text.casefold() not in MISSING_WORDS:
        hint = _suggest_choice(text, column.choices)
        raise _WrongCellError(
            f"'{text}' is not one of the choices.",
            f"{hint} Choose {join_words(column.choices, last='or')}, or leave it empty.".strip(),
        )
    return chosen, ""


def _suggest_choice(text: str, choices: tuple[str, ...]) -> str:
    """Return "Did you mean '…'?" for a choice that is spelt much alike, or an empty text.

    Never one with another word before it, or a negation: those mean something else. "referral" is
    no slip for self-referral, nor "not active" for active.
    """
    written = _fold_choice(text).split()
    kept = [choice for choice in choices if _may_be_meant(written, _fold_choice(choice).split())]
    return did_you_mean(text, kept) if kept else ""


def _may_be_meant(written: list[str], choice: list[str]) -> bool:
    if _NEGATIONS & {*written} ^ _NEGATIONS & {*choice}:
        return False
    # A slip keeps the first letter of each word; a prefix (inactive, self-referral) changes it.
    return all(one[0] == other[0] for one, other in zip(written, choice, strict=False))


def _fold_choice(text: str) -> str:
    return text.casefold().replace("_", " ").replace("-", " ")


def _read_yes_no(_: Column, text: str) -> tuple[object, _Comment]:
    folded = text.casefold()
    if folded in MISSING_WORDS:
        return None, ""
    if folded not in YES_WORDS | NO_WORDS:
        raise _WrongCellError(
            f"'{text}' is neither yes nor no.", "Write yes or no, or leave it empty."
        )
    return folded in YES_WORDS, ""


def _read_level(column: Column, text: str) -> tuple[object, _Comment]:
    named = _LEVEL.fullmatch(text)
    if named is None and text.casefold() not in MISSING_WORDS and not _NUMBER.fullmatch(text):
        raise _WrongCellError(
            f"'{text}' is not a level.",
            "Write 1, 2 or 3, the highest if several, or leave it empty.",
        )
    return _read_number(column, named[1] if named else text)


def _read_number(column: Column, text: str) -> tuple[object, _Comment]:
    if text.casefold() in MISSING_WORDS:
        return None, ""
    if column.kind == "people" and _UNDER.fullmatch(text):
        return None, "under"
    remark = ""
    if text[:1] in _MONEY or text[-1:] in _MONEY:
        text, remark = text.strip(_MONEY + " "), "money"
    if not _NUMBER.fullmatch(text):
        hint = f"{_suggest_number(text)} Write digits only, as 120, or leave it empty."
        raise _WrongCellError(f"'{text}' is not a number.", hint.strip())
    number = float(text.replace(",", ""))
    if not math.isfinite(number):
        raise _WrongCellError(f"'{text}' is too large.", "Correct it, or leave it empty.")
    low, high = column.low, column.high
    if (low is not None and number < low) or (high is not None and number > high):
        # Latitudes have no thousands, people have thousand millions.
        most = "" if high is None else f"{high:,.0f}" if high >= 1000 else f"{high:g}"
        limits = f"from {low:g} to {most}" if most else f"{low:g} or more"
        raise _WrongCellError(f"{text} is out of range.", f"Give a number {limits}.")
    if column.whole and not number.is_integer():
        raise _WrongCellError(f"{text} is not a whole number.", f"Give {low:g} to {high:g}, whole.")
    # Half a person is an estimate or a point for thousands: only who wrote it knows.
    is_count = column.kind == "people" or column.name in _COUNTS
    if (is_count or column.name == "amount") and _POINT.fullmatch(text):
        return number, "point"
    return number, "fraction" if is_count and not number.is_integer() else remark


def _suggest_number(text: str) -> str:
    """Return what may be meant by a number in the notation of other countries."""
    if _COMMA.fullmatch(text):
        return f"Did you mean {text.replace(',', '.')}?"
    return f"Did you mean {text.replace('.', '')}?" if _POINTS.fullmatch(text) else ""


def _read_date(column: Column, text: str) -> tuple[object, _Comment]:
    if text.casefold() in MISSING_WORDS:
        return None, ""
    try:
        day, remark = read_day(text, is_last=column.name == "end")
    except (ValueError, OverflowError):
        raise _WrongCellError(
            f"'{text}' is not a date.", _month_first(text) or "Write it as 2024-03-31."
        ) from None
    return day and dt.datetime.combine(day, dt.time()), remark


def _month_first(text: str) -> str:
    """Return what may be meant by a date with the month first, as in America."""
    match = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text)
    if not match or int(match[1]) > 12 or not 12 < int(match[2]) < 32:
        return ""
    return f"Did you mean {match[3]}-{match[1]:0>2}-{match[2]:0>2}? Write it so."


def _choose_reader(column: Column) -> Callable[[Column, str], tuple[object, _Comment]]:
    # Columns beyond the tables say nothing about themselves and are never interpreted.
    if column.about and column.name in _BY_NAME:
        return _BY_NAME[column.name]
    return _BY_KIND[column.kind]


_BY_KIND: dict[str, Callable[[Column, str], tuple[object, _Comment]]] = {
    "text": _read_text,
    "list": _read_list,
    "choice": _read_choice,
    "yes/no": _read_yes_no,
    "number": _read_number,
    "people": _read_number,
    "date": _read_date,
}
_BY_NAME = {
    "postcode": _read_postcode,
    "company_number": _read_company_number,
    "charity_number": _read_charity_number,
    "eligibility": _read_eligibility,
    "level": _read_level,
}
