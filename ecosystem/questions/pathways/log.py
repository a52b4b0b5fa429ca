"""A log of referrals, a row each: read, checked, and freed of the case ids it came with."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ecosystem.data import (
    CLIENT_COLUMNS,
    CONTACT_COLUMNS,
    Column,
    clean_text,
    fold_heading,
    read_column,
)
from ecosystem.errors import Problems, did_you_mean
from ecosystem.wording import count_of

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from ecosystem.data import Ecosystem


STATUSES = (
    "draft",
    "requested",
    "received",
    "accepted",
    "rejected",
    "ready",
    "cancelled",
    "in-progress",
    "on-hold",
    "failed",
    "completed",
    "entered-in-error",
)
"""The status words of FHIR Task."""

REQUESTED, ACCEPTED, REJECTED, CANCELLED, FAILED, COMPLETED = range(6)
"""What they come to: waiting, in hand, refused, withdrawn, tried in vain, done."""

_MEANS = {
    "requested": REQUESTED,
    "received": REQUESTED,
    "accepted": ACCEPTED,
    "ready": ACCEPTED,
    "in-progress": ACCEPTED,
    "on-hold": ACCEPTED,
    "rejected": REJECTED,
    "cancelled": CANCELLED,
    "failed": FAILED,
    "completed": COMPLETED,
    "draft": -1,
    "entered-in-error": -1,
}
_NAMES = {"case_id": "case", "from_id": "from", "to_id": "to"}
_NEEDED = ("case", "from", "to", "sent", "status")
_COLUMNS = (*_NEEDED, "service_type", "responded", "closed", "kind")
_DATES = ("sent", "responded", "closed")
_SIGNPOST = frozenset({"signpost", "signposting", "signposted"})
_PERSONAL = re.compile(
    r"""(?P<email>\S+@\S+\.\S+)
    |(?P<name>[^\W\d_]+[.,]?(?:[ ,._'-]+[^\W\d_][^\W\d]*[^\s\d]*)+(?:[ ,]+[\d/.-]{4,})?
        |[A-Z][a-z]{2,}|(?![A-Fa-f]+$)[^\W\d_]{3,})
    |(?P<national>(?i:[A-Z]{2}\s?\d{2}\s?\d{2}\s?\d{2}\s?[A-D]))
    |(?P<phone>(?:\+44\s?|0)[1-378]\d[\d ]{7,9})
    |(?P<health>\d{3}[ -]?\d{3}[ -]?\d{4})
    |(?P<support>\d{2}/\d{2}/\d{5}(?:/\d+)?)
    |(?P<date>\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}[/.-]\d{1,2}[/.-]\d{1,2})
    |(?P<home>(?i:[A-Z]\d{7}(?:/\d+)?))""",
    re.VERBOSE,
)
_PLAIN = r"(?:[a-z]{0,8}[-_])?\d{1,9}|[a-z]{1,8}\d{1,6}"
_is_plain = re.compile(_PLAIN).fullmatch
_find_odd = re.compile(rf"^(?!(?:{_PLAIN})$)", re.MULTILINE).search
"""Case ids that nothing personal looks like: tell one, and find another among lines of them."""

_LOOKS_LIKE = {
    "email": "an email address",
    "name": "a name",
    "national": "a National Insurance number",
    "health": "an NHS number",
    "support": "an asylum support number",
    "date": "a date of birth",
    "phone": "a telephone number",
    "home": "a Home Office number",
}
_WITH_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[T ].*")
_MOST_HINTS = 50


def is_one_of(codes: NDArray[np.intp], *some: int) -> NDArray[np.bool_]:
    """Tell which of small whole numbers, 0 or more, are among some."""
    marks = np.zeros(max(int(codes.max(initial=0)), *some) + 1, dtype=bool)
    marks[list(some)] = True
    return marks[codes]


@dataclass(frozen=True, kw_only=True, eq=False)
class Log:
    """Referrals in the order of their cases, then of time.

    rows: case (a number of no meaning), source, target (positions in organisations), service_type
    (a number; -1 not known), sent, responded, closed (days since 1970; NaN if not, or not known),
    state. as_of: the day on which it is looked at, in days since 1970.
    """

    rows: pd.DataFrame
    types: list[str]
    as_of: int
    signposts: int
    notes: tuple[str, ...]


def read_log(e: Ecosystem, log: pd.DataFrame | str | os.PathLike[str], as_of: object) -> Log:
    """Return a log of referrals as it was on a day, or raise DataError with all that is wrong."""
    frame, file = _open(log)
    reader = _Reader(file)
    frame = reader.name_columns(frame)
    reader.stop_if_wrong()
    people = {name: reader.read_organisations(e, frame[name], name) for name in ("from", "to")}
    days = {name: reader.read_days(frame, name) for name in _DATES}
    states = reader.read_states(frame["status"])
    cases = reader.read_cases(frame["case"])
    reader.stop_if_wrong()
    types, names = _fold(frame, "service_type")
    kinds, words = _fold(frame, "kind")
    rows = pd.DataFrame(
        {
            "case": cases,
            "source": people["from"],
            "target": people["to"],
            "service_type": types,
            **days,
            "state": states,
        }
    )
    is_signpost = _mark([code for code, word in enumerate(words) if word in _SIGNPOST], len(words))[
        kinds
    ]
    day, notes = _choose_day(rows, as_of)
    kept, said = _choose_rows(rows, is_signpost, day)
    return Log(
        rows=_in_order(_look_back(kept, day), len(names)),
        types=names,
        as_of=day,
        signposts=int(is_signpost.sum()),
        notes=(*notes, *said),
    )


def _in_order(rows: pd.DataFrame, types: int) -> pd.DataFrame:
    """Return the rows by case, service type and day; on one day as they were."""
    day = rows["sent"].to_numpy() - rows["sent"].min()
    case = rows["case"].to_numpy() * (types + 1) + rows["service_type"].to_numpy() + 1
    order = np.argsort(case * (day.max(initial=0) + 1) + day, kind="stable")
    return rows.iloc[order].reset_index(drop=True)


def _open(log: pd.DataFrame | str | os.PathLike[str]) -> tuple[pd.DataFrame, str]:
    if isinstance(log, pd.DataFrame):
        return log.reset_index(drop=True), ""
    path = Path(log)
    if path.suffix.lower() not in {".csv", ".xlsx"}:
        msg = f"log {str(path)!r} is neither a frame nor a .csv or .xlsx file. Give one of these."
        raise ValueError(msg)
    if not path.is_file():
        msg = f"log {str(path)!r} is not there. Check the path."
        raise ValueError(msg)
    if path.suffix.lower() == ".csv":
        return pd.read_csv(
            path, dtype=str, keep_default_na=False, na_values=[""], encoding="utf-8-sig"
        ), path.name
    return pd.read_excel(path, dtype=object, engine="openpyxl"), path.name


def _fold(frame: pd.DataFrame, name: str) -> tuple[NDArray[np.intp], list[str]]:
    """Return a text column as numbers of words in lower case, -1 where empty, and the words."""
    if name not in frame:
        return np.full(len(frame), -1), []
    codes, values = _number(frame[name])
    folded = [clean_text(str(value)).casefold() for value in values]
    words = sorted({word for word in folded if word})
    place = {word: number for number, word in enumerate(words)}
    return np.array([*(place.get(word, -1) for word in folded), -1])[codes], words


def _number(values: pd.Series) -> tuple[NDArray[np.intp], NDArray[Any]]:
    """Return a number for each value, -1 where empty, and the different values.

    Text goes in as objects: as pandas' own text it takes twice as long.
    """
    is_text = isinstance(values.dtype, pd.StringDtype)
    codes, uniques = pd.factorize(values.to_numpy(dtype=object) if is_text else values)
    return codes, np.asarray(uniques, dtype=object)


class _Reader:
    """Reads the columns of a log, a different value once, and collects what is wrong."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._problems = Problems(table="log", file=file)

    def stop_if_wrong(self) -> None:
        """Raise DataError if anything was wrong so far."""
        self._problems.raise_errors()

    def name_columns(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return the columns of a log under their own names; refuse those about clients."""
        names = {}
        for heading in frame.columns:
            folded = fold_heading(str(heading))
            name = _NAMES.get(folded, folded)
            if name in _COLUMNS:
                names[heading] = name
            elif folded in CLIENT_COLUMNS | CONTACT_COLUMNS:
                self._add(
                    str(heading),
                    f"the column {str(heading)!r} looks like data about people.",
                    "Delete it; a case needs nothing but a number made up for this log.",
                )
        for name in _NEEDED:
            if name not in names.values():
                self._add(name, f"the column {name} is missing.", "Add it.")
        return frame[list(names)].rename(columns=names)

    def read_organisations(self, e: Ecosystem, values: pd.Series, column: str) -> NDArray[np.intp]:
        """Return the positions in organisations of ids or names."""
        organisations = e.organisations
        names = organisations["name"].str.casefold().drop_duplicates(keep=False)
        position = dict(zip(names, names.index, strict=True))
        position |= {one: place for place, one in enumerate(organisations["organisation_id"])}
        codes, uniques = _number(values)
        found = np.full(len(uniques) + 1, -1, dtype=np.intp)
        for code, value in enumerate(uniques):
            text = clean_text(str(value))
            place = position.get(text, position.get(text.casefold()))
            if place is None:
                hint = did_you_mean(text, position) if len(self._problems) < _MOST_HINTS else ""
                self._add_at(
                    column,
                    codes == code,
                    f"'{text}' is not in organisations.",
                    f"{hint} Add it to organisations, or correct it.".strip(),
                )
            else:
                found[code] = place
        self._need_filled(column, codes)
        return found[codes]

    def read_days(self, frame: pd.DataFrame, name: str) -> NDArray[np.float64]:
        """Return a column of dates as days since 1970; NaN where empty."""
        if name not in frame:
            return np.full(len(frame), np.nan)
        codes, uniques = _number(frame[name])
        texts = pd.Series([_cut_time(value) for value in uniques], dtype=object)
        read = read_column(Column(name=name, about="", kind="date"), texts)
        for code, value, message, suggestion in read.faults:
            self._add_at(name, codes == code, message, suggestion, value)
        moments = read.cells.to_numpy(dtype="datetime64[D]")
        days = np.append(moments.astype(np.float64), np.nan)
        days[np.append(np.isnat(moments), True)] = np.nan
        if name == "sent":
            self._need_filled(name, np.where(np.isnan(days[codes]), -1, codes))
        return days[codes]

    def read_states(self, values: pd.Series) -> NDArray[np.int64]:
        """Return what each status comes to; -1 for rows that are no referral."""
        codes, uniques = _number(values)
        found = np.full(len(uniques) + 1, -1)
        for code, value in enumerate(uniques):
            text = clean_text(str(value)).casefold().replace("_", "-").replace(" ", "-")
            if text in _MEANS:
                found[code] = _MEANS[text]
            else:
                self._add_at(
                    "status",
                    codes == code,
                    f"'{value}' is not a status.",
                    f"{did_you_mean(text, STATUSES)} Choose one of {', '.join(STATUSES)}.".strip(),
                    str(value),
                )
        self._need_filled("status", codes)
        return found[codes]

    def read_cases(self, values: pd.Series) -> NDArray[np.intp]:
        """Return a number for each case, from ids hashed with a key that is then forgotten."""
        codes, uniques = _number(values)
        texts = [str(value) for value in uniques.tolist()]
        odd = {}
        if _find_odd("\n".join(texts)):
            odd = {code: clean_text(text) for code, text in enumerate(texts) if not _is_plain(text)}
        blank = [code for code, text in odd.items() if not text]
        self._need_filled("case", np.where(_mark(blank, len(texts))[codes], -1, codes))
        personal = {code: looks for code, text in odd.items() if (looks := _look_like(text))}
        for code, looks in list(personal.items())[:1]:
            self._add_at(
                "case",
                _mark(personal, len(texts))[codes],
                f"'{odd[code][:1]}…' looks like {looks}.",
                "Give each case a number made up for this log, as c-0001.",
                f"{odd[code][:1]}…",
            )
        for code, text in odd.items():
            texts[code] = text
        key = secrets.token_hex(8)
        hashed = pd.util.hash_array(np.array(texts, dtype=object), hash_key=key, categorize=False)
        return np.append(pd.factorize(hashed)[0], -1)[codes]

    def _need_filled(self, column: str, codes: NDArray[np.intp]) -> None:
        self._add_at(column, codes < 0, f"{column} is empty.", "Fill it in, or delete the row.")

    def _add_at(
        self,
        column: str,
        where: NDArray[np.bool_],
        message: str,
        suggestion: str,
        value: str = "",
    ) -> None:
        """Note a problem at the first of its rows, if any, and how many there are."""
        rows = np.flatnonzero(where)
        if not len(rows):
            return
        if len(rows) > 1:
            message = f"{message[:-1]} (in {count_of(len(rows), 'row')})."
        self._add(column, message, suggestion, value, int(rows[0]) + 2 * bool(self._file))

    def _add(
        self,
        column: str,
        message: str,
        suggestion: str,
        value: str = "",
        row: int | None = None,
    ) -> None:
        self._problems.add("error", message, suggestion, row=row, column=column, value=value)


def _mark(some: Iterable[int], size: int) -> NDArray[np.bool_]:
    """Return which codes are among some; the last place stands for a missing value."""
    marks = np.zeros(size + 1, dtype=bool)
    marks[list(some)] = True
    return marks


def _look_like(text: str) -> str:
    """Return what personal thing a case id looks like, or nothing."""
    found = _PERSONAL.fullmatch(text)
    if not found or (found.lastgroup == "health" and not _is_health_number(text)):
        return ""
    return _LOOKS_LIKE[str(found.lastgroup)]


def _is_health_number(text: str) -> bool:
    """Tell whether the last of ten digits checks the others, as in an NHS number."""
    digits = [int(one) for one in text if one.isdigit()]
    weighed = sum(digit * (10 - place) for place, digit in enumerate(digits[:9]))
    return (11 - weighed % 11) % 11 == digits[9]


def _cut_time(value: object) -> str:
    """Return a date without the time of day."""
    text = str(value)
    return text[:10] if _WITH_TIME.fullmatch(text) else text


def _choose_day(rows: pd.DataFrame, as_of: object) -> tuple[int, list[str]]:
    """Return the day the log is looked at: the one given, or the last in it, and a note then."""
    if as_of is not None:
        column = Column(name="as_of", about="", kind="date")
        read = read_column(column, pd.Series([_cut_time(as_of)], dtype=object))
        if read.cells.isna().iloc[0]:
            msg = f"as_of {as_of!r} is not a date. Give one as '2024-03-31', or None."
            raise ValueError(msg)
        return int(read.cells.to_numpy(dtype="datetime64[D]").astype(np.int64)[0]), []
    last = rows[list(_DATES)].max().max()
    day = 0 if pd.isna(last) else int(last)
    shown = np.datetime64(day, "D")
    return day, [
        f"Looked at as of {shown}, the last date in the log; give as_of to choose another."
    ]


def _choose_rows(
    rows: pd.DataFrame, is_signpost: NDArray[np.bool_], day: int
) -> tuple[pd.DataFrame, list[str]]:
    """Return the rows that are referrals sent by that day, and notes on the others."""
    void = (rows["state"] < 0).to_numpy()
    later = (rows["sent"] > day).to_numpy() & ~void
    to_self = (rows["source"] == rows["target"]).to_numpy() & ~void & ~later
    said = {
        "drafts or entered in error": void,
        "sent later than the day looked at": later,
        "from an organisation to itself": to_self,
        "signposts, of which no answer is due": is_signpost & ~void & ~later & ~to_self,
    }
    notes = [
        f"{count_of(some.sum(), 'row')} left out: {why}."
        for why, some in said.items()
        if some.any()
    ]
    return rows[~(void | later | to_self | is_signpost)], notes


def _look_back(rows: pd.DataFrame, day: int) -> pd.DataFrame:
    """Return the rows as they were on a day: what came later had not happened."""
    state = rows["state"].to_numpy()
    unanswered = (rows["responded"] > day).to_numpy()
    was_refused = (state == REJECTED) & rows["responded"].notna().to_numpy()
    reopened = (rows["closed"] > day).to_numpy() & ~unanswered & ~was_refused
    was_in_hand = is_one_of(state, FAILED, COMPLETED)
    state = np.where(reopened, np.where(was_in_hand, ACCEPTED, REQUESTED), state)
    return rows.assign(
        state=np.where(unanswered, REQUESTED, state),
        responded=rows["responded"].mask(unanswered),
        closed=rows["closed"].mask(unanswered | reopened),
    )
