"""One column from what a spreadsheet holds to its type, with every cell that would not go."""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from .errors import count_of, did_you_mean, join_words
from .tables import LIST_MARK, MISSING_WORDS, Column, clean_text, split_list

if TYPE_CHECKING:
    from collections.abc import Callable

_NUMBER = re.compile(r"[-+]?((\d{1,3}(,\d{3})+|\d+)(\.\d*)?|\.\d+)([eE][-+]?\d+)?")
_UNDER = re.compile(r"(under|<|fewer than|less than)\s*\d+", re.IGNORECASE)
_ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})([ T]00:00(:00(\.0+)?)?)?")
_UK_DATE = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
_YES = frozenset({"yes", "y", "true", "1"})
_NO = frozenset({"no", "n", "false", "0"})


@dataclass(frozen=True, kw_only=True, eq=False)
class ReadColumn:
    """A column in its type; a cell that would not go is empty and among the faults.

    faults: (position, value, message, suggestion); remarks: (severity, position, value, message).
    """

    cells: pd.Series
    faults: list[tuple[int, str, str, str]]
    remarks: list[tuple[str, int, str, str]]


class _WrongCellError(Exception):
    """A cell's value does not fit its column."""

    def __init__(self, message: str, suggestion: str) -> None:
        super().__init__(message)
        self.message = message
        self.suggestion = suggestion


def read_column(column: Column, values: pd.Series) -> ReadColumn:
    """Return a column's values in its type. Each different value is looked at once."""
    if column.kind in {"number", "people"} and pd.api.types.is_float_dtype(values.dtype):
        codes, distinct = pd.factorize(values.astype("float64"))
    else:
        codes, distinct = pd.factorize(values.astype(object))
    read = _READERS[column.kind]
    fits: list[object] = []
    wrong: dict[int, tuple[str, str, str]] = {}
    said: dict[str, list[int]] = {}
    for code, value in enumerate(distinct):
        text = as_text(value)
        clean = clean_text(text)
        if clean != text:
            said.setdefault("spaces", []).append(code)
        try:
            result, remark = read(column, clean)
        except _WrongCellError as wrong_cell:
            wrong[code] = (text, wrong_cell.message, wrong_cell.suggestion)
            result, remark = None, ""
        if remark:
            said.setdefault(remark, []).append(code)
        fits.append(result)
    filled = np.array([*fits, None], dtype=object)[codes]
    typed = pd.Series(filled, index=pd.RangeIndex(len(values)), dtype=object)
    faults = [
        (int(position), *wrong[int(codes[position])])
        for position in np.flatnonzero(np.isin(codes, list(wrong)))
    ]
    remarks = [_remark(remark, codes, where, distinct) for remark, where in said.items()]
    return ReadColumn(cells=_as_type(column, typed), faults=faults, remarks=remarks)


def _as_type(column: Column, cells: pd.Series) -> pd.Series:
    if column.kind in {"number", "people"}:
        return cells.astype("float64")
    if column.kind == "yes/no":
        return cells.astype("boolean")
    if column.kind == "date":
        return pd.Series(cells.to_numpy(dtype="datetime64[us]"), index=cells.index)
    return cells.astype("str")


_REMARKS = {
    "spaces": ("note", "with spaces or hidden characters around the text; they were removed"),
    "day first": ("note", "with a date like 31/03/2024, read day first, as in Britain"),
    "under": ("note", "with only a limit, as 'under 5', read as not known"),
}


def _remark(
    remark: str, codes: np.ndarray, which: list[int], distinct: pd.Index
) -> tuple[str, int, str, str]:
    positions = np.flatnonzero(np.isin(codes, which))
    severity, words = _REMARKS[remark]
    first = as_text(distinct[codes[positions[0]]])
    return severity, int(positions[0]), first, f"{count_of(len(positions), 'cell')} {words}."


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


def _read_text(column: Column, text: str) -> tuple[object, str]:
    if not text or (column.links_to and text.casefold() in MISSING_WORDS):
        return None, ""
    return text, ""


def _read_list(_: Column, text: str) -> tuple[object, str]:
    if text.casefold() in MISSING_WORDS:
        return None, ""
    return LIST_MARK.join(dict.fromkeys(split_list(text))) or None, ""


def _read_choice(column: Column, text: str) -> tuple[object, str]:
    by_folded = {choice.casefold(): choice for choice in column.choices}
    found = by_folded.get(text.casefold().replace("_", " "))
    if found is None and text.casefold() not in MISSING_WORDS:
        hint = did_you_mean(text, column.choices)
        raise _WrongCellError(
            f"'{text}' is not one of the choices.",
            f"{hint} Choose {_either(column.choices)}, or leave it empty.".strip(),
        )
    return found, ""


def _either(choices: tuple[str, ...]) -> str:
    return " or ".join(join_words(choices).rsplit(" and ", 1))


def _read_yes_no(_: Column, text: str) -> tuple[object, str]:
    folded = text.casefold()
    if folded in MISSING_WORDS:
        return None, ""
    if folded not in _YES | _NO:
        raise _WrongCellError(
            f"'{text}' is neither yes nor no.", "Write yes or no, or leave it empty."
        )
    return folded in _YES, ""


def _read_number(column: Column, text: str) -> tuple[object, str]:
    if text.casefold() in MISSING_WORDS:
        return None, ""
    if column.kind == "people" and _UNDER.fullmatch(text):
        return None, "under"
    if not _NUMBER.fullmatch(text):
        raise _WrongCellError(
            f"'{text}' is not a number.", "Write digits only, as 120, or leave it empty."
        )
    number = float(text.replace(",", ""))
    if not math.isfinite(number):
        raise _WrongCellError(f"'{text}' is too large.", "Correct it, or leave it empty.")
    low, high = column.low, column.high
    if (low is not None and number < low) or (high is not None and number > high):
        limits = f"{low:g} or more" if high is None else f"from {low:g} to {high:g}"
        raise _WrongCellError(f"{text} is out of range.", f"Give a number {limits}.")
    if column.whole and not number.is_integer():
        raise _WrongCellError(f"{text} is not a whole number.", f"Give {low:g} to {high:g}, whole.")
    return number, ""


def _read_date(_: Column, text: str) -> tuple[object, str]:
    if text.casefold() in MISSING_WORDS:
        return None, ""
    iso, british = _ISO_DATE.fullmatch(text), _UK_DATE.fullmatch(text)
    try:
        if iso:
            year, month, day = (int(part) for part in iso.group(1, 2, 3))
            return dt.datetime(year, month, day), ""  # noqa: DTZ001 - a day has no zone
        if british:
            day, month, year = (int(part) for part in british.groups())
            return dt.datetime(year, month, day), "day first"  # noqa: DTZ001
    except ValueError:
        pass
    raise _WrongCellError(f"'{text}' is not a date.", "Write it as 2024-03-31, or leave it empty.")


_READERS: dict[str, Callable[[Column, str], tuple[object, str]]] = {
    "text": _read_text,
    "list": _read_list,
    "choice": _read_choice,
    "yes/no": _read_yes_no,
    "number": _read_number,
    "people": _read_number,
    "date": _read_date,
}
