"""Days as people write them: read day first, as in Britain, and what to doubt about each.

dateutil is not used: it reads 03/04/2024 month first and 13/04/2024 day first, so that one column
is read in two ways and nobody is told.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re

_TIME = r"(?:[t ]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(?:z|[+-]\d{2}:?\d{2})?)?"
_ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})" + _TIME)
_SOLID = re.compile(r"(\d{4})(\d{2})(\d{2})")
_DAY_FIRST = re.compile(r"(\d{1,2})([/.\- ])(\d{1,2})\2(\d{4}|\d{2})" + _TIME)
_DAY_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[\s\-]+([a-z]{3,9})\.?,?[\s\-]+(\d{4}|\d{2})")
_MONTH_DAY = re.compile(r"([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_MONTH = re.compile(r"([a-z]{3,9})\.?[\s\-/]*(\d{4}|\d{2})")
_MONTH_YEAR = re.compile(r"(?P<month>\d{1,2})[-/.](?P<year>\d{4})")
_YEAR_MONTH = re.compile(r"(?P<year>\d{4})[-/](?P<month>\d{1,2})")
_YEAR = re.compile(r"(1[89]|20|21)\d{2}")
_SERIAL = re.compile(r"[2-6]\d{4}")
# Full names, and their first three and four letters: "Sept" as well as "Sep".
_MONTHS = {
    name: number
    for number in range(1, 13)
    for name in (
        calendar.month_name[number].casefold(),
        calendar.month_name[number].casefold()[:3],
        calendar.month_name[number].casefold()[:4],
    )
}
# What programs write for "no date".
_NO_DATES = frozenset(
    [
        dt.date(1970, 1, 1),
        dt.date(1969, 12, 31),
        dt.date(1899, 12, 30),
        dt.date(1899, 12, 31),
        dt.date(1900, 1, 1),
    ]
)


def read_day(text: str, *, is_last: bool) -> tuple[dt.date | None, str]:
    """Return the day and what was assumed: a word of `cells._COMMENTS`, or an empty text.

    Where only a month or year is given it is the first day of it, or the last if `is_last`.

    Raises
    ------
    ValueError
        If the text is no day.

    Examples
    --------
    >>> read_day("31/03/2024", is_last=False), read_day("March 2024", is_last=True)
    ((datetime.date(2024, 3, 31), 'day first'), (datetime.date(2024, 3, 31), 'part'))
    """
    # An apostrophe stands for the hundreds of a year: Mar '26.
    folded = " ".join(text.casefold().replace("\u2019", "").replace("'", "").split())
    day, remark = _read(folded, is_last=is_last)
    return (None, "no date") if day in _NO_DATES else (day, remark)


def _read(text: str, *, is_last: bool) -> tuple[dt.date, str]:  # noqa: PLR0911 - a line a form
    if match := _ISO.fullmatch(text):
        return _day(*match.group(1, 2, 3)), _time_of(match.groups()[3:])
    if match := _SOLID.fullmatch(text):
        return _day(*match.groups()), ""
    if match := _DAY_FIRST.fullmatch(text):
        day, _, month, year = match.groups()[:4]
        remark = "day first" if int(day) > 12 or int(day) == int(month) else "day or month"
        remark = "short year" if len(year) == 2 else remark
        return _day(_full(year), month, day), remark
    if match := _DAY_MONTH.fullmatch(text):
        remark = "short year" if len(match[3]) == 2 else ""
        return _day(_full(match[3]), _month(match[2]), match[1]), remark
    if match := _MONTH_DAY.fullmatch(text):
        return _day(match[3], _month(match[1]), match[2]), ""
    if match := _MONTH.fullmatch(text):
        return _in_month(_full(match[2]), _month(match[1]), is_last=is_last), "part"
    if match := _YEAR_MONTH.fullmatch(text) or _MONTH_YEAR.fullmatch(text):
        return _in_month(match["year"], match["month"], is_last=is_last), "part"
    if _YEAR.fullmatch(text):
        return _day(text, 12, 31) if is_last else _day(text, 1, 1), "part"
    if _SERIAL.fullmatch(text):
        return dt.date(1899, 12, 30) + dt.timedelta(days=int(text)), "serial"
    msg = f"{text!r} is not a date"
    raise ValueError(msg)


def _day(year: str | int, month: str | int, day: str | int) -> dt.date:
    return dt.date(int(year), int(month), int(day))


def _in_month(year: str | int, month: str | int, *, is_last: bool) -> dt.date:
    first = _day(year, month, 1)
    return first.replace(day=calendar.monthrange(first.year, first.month)[1]) if is_last else first


def _full(year: str) -> str:
    """Return the year with four figures: 24 is 2024, 87 is 1987."""
    if len(year) == 4:
        return year
    return f"20{year}" if int(year) < 50 else f"19{year}"


def _month(name: str) -> int:
    if name not in _MONTHS:
        msg = f"{name!r} is not a month"
        raise ValueError(msg)
    return _MONTHS[name]


def _time_of(parts: tuple[str | None, ...]) -> str:
    return "time" if any(int(part) for part in parts if part) else ""
