"""A log of referrals out of a frame or a file: its columns read and checked.

A value that stands in many rows is read once: columns travel as a number for each row and the
different values.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ecosystem.data import (
    DAILY_STATUSES,
    Column,
    are_initials,
    clean_text,
    fold_heading,
    fold_status,
    is_client_heading,
    is_contact_heading,
    name_log_columns,
    read_column,
)
from ecosystem.errors import Problems, did_you_mean
from ecosystem.formats import Sheet, read_sheets
from ecosystem.graph import find_positions
from ecosystem.wording import count_of

from .case_ids import clean_odd_ids, forget_ids, look_like
from .log import (
    CANCELLED,
    COMPLETED,
    DATES,
    FAILED,
    NO_REFERRAL,
    REJECTED,
    is_one_of,
    make_log,
)
from .status_words import MEANS, suggest_status

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from ecosystem.data import Ecosystem

    from .log import Log


_NAMES = {"case_id": "case", "from_id": "from", "to_id": "to"}
_NEEDED = ("from", "to", "sent", "status")
_COLUMNS = ("case", *_NEEDED, "service_type", "responded", "closed", "kind", "got_help", "reason")
_SIGNPOST = frozenset({"signpost", "signposting", "signposted"})
_ENDINGS = frozenset({".csv", ".xlsx"})

_BLANK = ("", "#N/A", "<NA>", "N/A", "NA", "NULL", "NaN", "None", "n/a", "nan", "null")
"""What programs write into a cell of a workbook that has no value."""

_WITH_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[T ].*")

_UNLINKED = (
    "Which referrals are of one person is not recorded, for want of a column case: pairs are "
    "answered, but no journeys, first contacts, people sent back, or dead ends."
)

_UNHELPED = tuple(state - NO_REFERRAL for state in (REJECTED, CANCELLED, FAILED))
"""Ways to end that are no help from whoever was asked, counted from the first of all states."""

_MOST_HINTS = 50
"""Problems up to which a wrong organisation is compared with all names: in a log of wrong ids
each would be, and the first tell as much as all."""


def read_log(e: Ecosystem, log: pd.DataFrame | str | os.PathLike[str], as_of: object) -> Log:
    """Return a log of referrals as it was on a day, or raise DataError with all that is wrong."""
    reader, cells = _open_log(log)
    frame = reader.name_columns(cells)

    # All columns are read before anything is said, so that all problems come at once.
    ends = {name: reader.read_organisations(e, frame[name], name) for name in ("from", "to")}
    days = {name: reader.read_days(frame, name) for name in DATES}
    states = reader.read_states(frame["status"])
    helped = reader.read_help(frame, states)
    has_cases = "case" in frame
    cases = reader.read_cases(frame["case"]) if has_cases else np.zeros(len(frame), dtype=np.intp)
    reader.stop_if_wrong()
    types, names = _fold(frame, "service_type")
    kinds, words = _fold(frame, "kind")
    of_reason, reasons = _fold(frame, "reason")
    rows = pd.DataFrame(
        {
            "case": cases,
            "source": ends["from"],
            "target": ends["to"],
            "service_type": types,
            **days,
            "state": states,
            "helped": helped,
            "reason": of_reason,
        }
    )
    signposts = [code for code, word in enumerate(words) if word in _SIGNPOST]
    is_signpost = _mark(signposts, len(words))[kinds]
    once = ~_find_repeats(rows, cells)
    if not has_cases:
        reader.notes.append(_UNLINKED)
        rows["case"] = np.arange(len(rows))
    read = make_log(rows[once], is_signpost[once], names, _read_day(as_of), reasons)
    notes = (*reader.notes, *_note_repeats(once), *read.notes)
    spellings = _spell_types(e, frame["service_type"]) if names else {}
    return replace(read, has_cases=has_cases, notes=notes, spellings=spellings)


def _find_repeats(rows: pd.DataFrame, cells: pd.DataFrame) -> NDArray[np.bool_]:
    """Tell which rows of a log repeat one before them in every column, its own among them."""
    # Columns that are none of a log may hold anything, so they are compared as text, and only
    # where all that was read is the same.
    is_repeat = rows.duplicated(keep=False).to_numpy(copy=True)
    alike = np.flatnonzero(is_repeat)
    is_repeat[alike] = cells.iloc[alike].astype(str).duplicated().to_numpy()
    return is_repeat


def _note_repeats(once: NDArray[np.bool_]) -> list[str]:
    repeats = int((~once).sum())
    if not repeats:
        return []
    why = "equal to an earlier row in every column, as when a log is exported twice"
    return [f"{count_of(repeats, 'row')} left out: {why}."]


def _open_log(log: pd.DataFrame | str | os.PathLike[str]) -> tuple[_Reader, pd.DataFrame]:
    """Return the cells of a log, empty where there is nothing, and who reads them."""
    if isinstance(log, pd.DataFrame):
        return _Reader(Problems(table="log"), range(len(log))), log.reset_index(drop=True)
    path = Path(log)
    if path.suffix.lower() not in _ENDINGS:
        msg = f"log {str(path)!r} is neither a frame nor a .csv or .xlsx file. Give one of these."
        raise ValueError(msg)
    if not path.is_file():
        msg = f"log {str(path)!r} is not there. Check the path."
        raise ValueError(msg)
    sheet = _choose_sheet(read_sheets(path))
    problems = Problems(table="log", file=path.name, sheet=sheet.sheet)
    columns = _find_columns(sheet.headings)

    # Cells that show an error, or a formula without a value, were taken out of the sheet. In a
    # column of the log they are wrong: read as empty, an answer would count as none.
    for problem in sheet.found:
        if problem.severity == "error" and problem.column in columns:
            problems.add(
                "error",
                problem.message,
                problem.suggestion,
                row=problem.row,
                column=problem.column,
                value=problem.value,
            )
    frame = pd.DataFrame(sheet.rows, columns=sheet.headings, dtype=object)

    # In a CSV file a text is what it says; a workbook has a cell for what is not there.
    blank = _BLANK if sheet.sheet else _BLANK[:1]
    return _Reader(problems, sheet.numbers), frame.mask(frame.isin(blank))


def _choose_sheet(sheets: Sequence[Sheet]) -> Sheet:
    """Return the first sheet with all columns a log needs, else the one with most of them."""

    def count_needed(sheet: Sheet) -> int:
        return len({"case", *_NEEDED}.intersection(_find_columns(sheet.headings).values()))

    nothing = Sheet(name="", file="", headings=[], rows=[], numbers=[])
    return max(sheets, key=count_needed, default=nothing)


def _name_column(heading: str) -> str:
    """Return the name of the column that a heading stands for; of any other the heading folded."""
    folded = fold_heading(heading)
    return _NAMES.get(folded, folded)


def _find_columns(headings: Sequence[str]) -> dict[str, str]:
    """Return the headings that stand for a column of a log, to its name: by name, or by words."""
    named = {heading: name for heading in headings if (name := _name_column(heading)) in _COLUMNS}
    others = {
        heading: name
        for name, heading in name_log_columns(headings, _COLUMNS).items()
        if name not in named.values() and heading not in named
    }
    return named | others


def _fold(frame: pd.DataFrame, name: str) -> tuple[NDArray[np.intp], list[str]]:
    """Return a text column as numbers of words in lower case, -1 where empty, and the words."""
    if name not in frame:
        return np.full(len(frame), -1), []
    codes, values = _number(frame[name])
    folded = [clean_text(str(value)).casefold() for value in values]
    words = sorted({word for word in folded if word})
    number = {word: row for row, word in enumerate(words)}
    return np.array([*(number.get(word, -1) for word in folded), -1])[codes], words


def _spell_types(e: Ecosystem, written: pd.Series) -> dict[str, str]:
    """Return how a type in lower case is spelt: as services have it, else as the log has most."""
    counts = Counter(written.dropna().value_counts().to_dict())
    in_log = sorted(counts, key=lambda text: (-counts[text], text))
    listed = e.services["service_type"].dropna().unique()
    spelt: dict[str, str] = {}
    for text in (*listed, *map(clean_text, map(str, in_log))):
        spelt.setdefault(text.casefold(), text)
    return spelt


def _number(values: pd.Series) -> tuple[NDArray[np.intp], NDArray[Any]]:
    """Return a number for each value, -1 where empty, and the different values.

    Text goes in as objects: as pandas' own text it takes twice as long.
    """
    is_text = isinstance(values.dtype, pd.StringDtype)
    codes, uniques = pd.factorize(values.to_numpy(dtype=object) if is_text else values)
    return codes, np.asarray(uniques, dtype=object)


class _Reader:
    """Reads the columns of a log, a different value once, and collects what is wrong.

    `numbers` are the rows as a person sees them: in the spreadsheet, or in the frame.
    """

    def __init__(self, problems: Problems, numbers: Sequence[int]) -> None:
        self._problems = problems
        self._numbers = numbers
        self.notes: list[str] = []

    def stop_if_wrong(self) -> None:
        """Raise DataError if anything was wrong so far."""
        self._problems.raise_errors()

    def name_columns(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return the columns of a log under their own names; refuse those about clients.

        Raises
        ------
        DataError
            If a column is refused, missing or there twice: nothing more can be said then.
        """
        before = len(self._problems)
        names: dict[object, str] = {}
        found = _find_columns([str(heading) for heading in frame.columns])
        for heading in frame.columns:
            name = found.get(str(heading), "")
            if name and name in names.values():
                self._add(
                    str(heading),
                    f"another column is read as {name} already.",
                    "Keep the one that counts.",
                )
            elif name:
                names[heading] = name
            elif is_client_heading(heading) or is_contact_heading(heading):
                self._add(
                    str(heading),
                    f"the column {str(heading)!r} looks like data about people.",
                    "Delete it; a case needs nothing but a number made up for this log.",
                )
        for name in _NEEDED:
            if name not in names.values():
                self._add(name, f"the column {name} is missing.", "Add it.")
        if len(self._problems) > before:
            self._problems.raise_errors()
        return frame[list(names)].rename(columns=names)

    def read_organisations(self, e: Ecosystem, values: pd.Series, column: str) -> NDArray[np.intp]:
        """Return the rows of organisations that are named by id, or by a name only one has."""
        names = e.organisations["name"].str.casefold().drop_duplicates(keep=False)
        row_of = dict(zip(names, names.index, strict=True))
        row_of |= {key: row for row, key in enumerate(find_positions(e).organisation_ids)}
        codes, uniques = _number(values)

        # One more row, -1, for the cells that are empty: their number is -1, the last.
        rows = np.full(len(uniques) + 1, -1, dtype=np.intp)
        for code, value in enumerate(uniques):
            text = clean_text(str(value))
            row = row_of.get(text, row_of.get(text.casefold()))
            if row is None:
                hint = did_you_mean(text, row_of) if len(self._problems) < _MOST_HINTS else ""
                self._add_at(
                    column,
                    codes == code,
                    f"'{text}' is not in organisations.",
                    f"{hint} Add it to organisations, or correct it.".strip(),
                )
            else:
                rows[code] = row
        self._need_filled(column, codes)
        return rows[codes]

    def read_days(self, frame: pd.DataFrame, name: str) -> NDArray[np.float64]:
        """Return a column of dates as days since 1970; NaN where empty."""
        if name not in frame:
            return np.full(len(frame), np.nan)
        codes, uniques = _number(frame[name])

        # The day counts; what cannot be read as one is a problem, and its cell is empty.
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
        """Return what each status comes to; NO_REFERRAL for rows that are none."""
        codes, uniques = _number(values)
        states = np.full(len(uniques) + 1, NO_REFERRAL)
        for code, value in enumerate(uniques):
            text = fold_status(clean_text(str(value)))
            word = DAILY_STATUSES.get(text, text)
            if word in MEANS:
                states[code] = MEANS[word]
            else:
                self._add_at(
                    "status",
                    codes == code,
                    f"'{value}' is not a status.",
                    suggest_status(text),
                    str(value),
                )
            if text in DAILY_STATUSES:
                some = count_of(int((codes == code).sum()), "row")
                self.notes.append(f"Status '{value}' is read as {word}, in {some}.")
        self._need_filled("status", codes)
        return states[codes]

    def read_help(self, frame: pd.DataFrame, states: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return whether each row got help if it has ended: 1 yes, 0 no; NaN not known.

        Who was refused, withdrew or was tried in vain got none. Whether who was done with got help
        is told by the column got_help; without that column, completed says so.
        """
        helped = np.where(is_one_of(states - NO_REFERRAL, *_UNHELPED), 0.0, np.nan)
        if "got_help" not in frame:
            is_done = states == COMPLETED
            if is_done.any():
                self.notes.append(
                    "Completed is read as: got help. Where that is not so, give a column got_help "
                    "(yes or no)."
                )
            return np.where(is_done, 1.0, helped)
        codes, uniques = _number(frame["got_help"])
        texts = pd.Series([clean_text(str(value)) for value in uniques], dtype=object)
        read = read_column(Column(name="got_help", about="", kind="yes/no"), texts)
        for code, value, message, suggestion in read.faults:
            self._add_at("got_help", codes == code, message, suggestion, value)
        said = np.append(
            read.cells.astype("Float64").to_numpy(dtype=float, na_value=np.nan), np.nan
        )
        return np.where(np.isnan(said[codes]), helped, said[codes])

    def read_cases(self, values: pd.Series) -> NDArray[np.intp]:
        """Return a number for each case; refuse ids that look like a person."""
        codes, uniques = _number(values)
        texts = [str(value) for value in uniques.tolist()]
        odd = clean_odd_ids(texts)
        blank = [code for code, text in odd.items() if not text]
        self._need_filled("case", np.where(_mark(blank, len(texts))[codes], -1, codes))
        personal = {code: looks for code, text in odd.items() if (looks := look_like(text))}

        # The first stands for all, by its first letter: an error is printed and sent on, and
        # must not hold what it refuses.
        for code, looks in list(personal.items())[:1]:
            self._add_at(
                "case",
                _mark(personal, len(texts))[codes],
                f"'{odd[code][:1]}…' looks like {looks}.",
                "Give each case a number made up for this log, as c-0001.",
                f"{odd[code][:1]}…",
            )
        if not personal and are_initials(texts):
            # Two people of the same initials would be one journey, and known to who knows them.
            self._add(
                "case",
                "most case ids are very short and all letters, like initials of people.",
                "Give each case a number made up for this log, as c-0001.",
            )
        for code, text in odd.items():
            texts[code] = text
        return np.append(forget_ids(texts), -1)[codes]

    def _need_filled(self, column: str, codes: NDArray[np.intp]) -> None:
        self._add_at(column, codes < 0, f"{column} is empty.", "Fill it in, or delete the row.")

    def _add_at(
        self,
        column: str,
        is_wrong: NDArray[np.bool_],
        message: str,
        suggestion: str,
        value: str = "",
    ) -> None:
        """Note a problem at the first of its rows, if any, and how many there are."""
        rows = np.flatnonzero(is_wrong)
        if not len(rows):
            return
        if len(rows) > 1:
            message = f"{message[:-1]} (in {count_of(len(rows), 'row')})."
        self._add(column, message, suggestion, value, self._numbers[rows[0]])

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


def _cut_time(value: object) -> str:
    """Return a date without the time of day."""
    text = str(value)
    return text[:10] if _WITH_TIME.fullmatch(text) else text


def _read_day(as_of: object) -> int | None:
    """Return a day given as an option, in days since 1970; None if none is given.

    Raises
    ------
    ValueError
        If it is no date.
    """
    if as_of is None:
        return None
    column = Column(name="as_of", about="", kind="date")
    read = read_column(column, pd.Series([_cut_time(as_of)], dtype=object))
    if read.cells.isna().iloc[0]:
        msg = f"as_of {as_of!r} is not a date. Give one as '2024-03-31', or None."
        raise ValueError(msg)
    return int(read.cells.to_numpy(dtype="datetime64[D]").astype(np.int64)[0])
