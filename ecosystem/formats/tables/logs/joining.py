"""Counts of a log beside the other tables: added up, not counted twice, and with whom they name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecosystem.data import LOG_TOTALS, MISSING_WORDS, Part
from ecosystem.disclosure import (
    LEAST_SHOWN,
    VISIBILITIES,
    are_small,
    find_most_guarded,
    may_tell_total,
)
from ecosystem.errors import Problem, find_nearest
from ecosystem.formats.tables.draft import Draft
from ecosystem.formats.tables.guards import read_mark
from ecosystem.wording import count_of, join_words

from .counts import COUNTS, ENDS, MOST_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray


def settle_counts(drafts: dict[str, Draft]) -> None:
    """Make counts of logs fit the other tables, once names of organisations are as they are listed.

    Two names may have become one, so that two rows count one pair: they are added up. What a table
    counts already is not counted again. And who stands in no list is known by name only, because a
    log names whoever refers, a surgery or a hotel.
    """
    draft = drafts.get("referrals")
    if draft is None or not draft.counted:
        return
    is_counted = np.concatenate(
        [
            np.full(len(part.rows), number in draft.counted)
            for number, part in enumerate(draft.parts)
        ]
    ).astype(bool)
    names = _read_names(drafts["organisations"])

    def name_ends(row: int) -> tuple[str, str]:
        source, target = (draft.cells(end)[row].casefold() for end in ("from_id", "to_id"))
        return names.get(source, source), names.get(target, target)

    ends = [name_ends(row) for row in range(len(is_counted))]
    sent = draft.cells("sent")
    taken = {ends[row] for row in np.flatnonzero(~is_counted) if sent[row]}
    is_kept = np.array(
        [not (is_counted[row] and ends[row] in taken) for row in range(len(ends))], dtype=bool
    )
    _tell_taken(draft, np.flatnonzero(~is_kept).tolist())
    is_kept &= ~_add_up(draft, ends, np.flatnonzero(is_counted & is_kept).tolist())
    named = [*draft.named, *_list_ends(draft, np.flatnonzero(is_counted & is_kept).tolist())]
    is_left = bool((is_counted & ~is_kept).any()) and bool(taken)
    draft.keep(is_kept.tolist())
    if not is_left:
        _note_totals(drafts, np.flatnonzero(is_counted[is_kept]).tolist())
    _read_accepted(draft)
    _add_unlisted(drafts, names, named)


def _note_totals(drafts: dict[str, Draft], rows: Sequence[int]) -> None:
    """Put what can be said of the logs as a whole in the record of the data set.

    On single ways so few may go that their numbers are shown to nobody, and then no total can be
    made of them; these were counted before. Each is told only where it tells no more of any way.
    """
    draft = drafts["referrals"]
    logs = draft.counted.values()
    referrals, accepted, reached = (sum(numbers) for numbers in zip(*logs, strict=True))
    sent, low, high, came = (
        np.array([float(draft.cells(name)[row] or "nan") for row in rows])
        for name in ("sent", "accepted_low", "accepted_high", "reached")
    )
    few = are_small(sent)
    if any(draft.cells("visibility")[row] != VISIBILITIES[0] for row in rows):
        # Beside the ways that all may see, a total tells of those that not all may.
        return
    limits = np.where(few, 1.0, sent), np.where(few, LEAST_SHOWN - 1.0, sent)
    if referrals < LEAST_SHOWN or not may_tell_total(referrals, *limits):
        return
    words = f"{count_of(referrals, 'referral')} between organisations"
    periods = {period for row in rows if (period := draft.cells("period")[row])}
    if len(periods) > 1:
        words += f" from {min(periods)} to {max(periods)}"
    if _may_tell_part(accepted, referrals, *_limit_part(low, low == high, sent)):
        words += f": at least {accepted:,} were taken on"
        came_known = ~np.isnan(came)
        if _may_tell_part(reached, accepted, *_limit_part(came, came_known, sent)):
            words += f", and at least {reached:,} of these came"
    about = drafts.setdefault("about", Draft())
    if not len(about.frame):
        about.extend(pd.DataFrame({LOG_TOTALS: [words]}, dtype=object), Part(rows=np.zeros(1, int)))
    elif LOG_TOTALS not in about.frame:
        about.put(LOG_TOTALS, [words] * len(about.frame))


def _may_tell_part(
    part: int, whole: int, least: NDArray[np.float64], most: NDArray[np.float64]
) -> bool:
    """Tell whether a part of a total may be told: neither it nor the rest may be few."""
    return LEAST_SHOWN <= part <= whole - LEAST_SHOWN and may_tell_total(part, least, most)


def _limit_part(
    part: NDArray[np.float64], is_exact: NDArray[np.bool_], sent: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return between what others can know that a part of each row lies, from what they are shown.

    Of few sent, or of a number that is not in the table, they know nothing. Of a part that is few,
    or whose rest is, they know that; and where it is a bound of what is known so far, no more.
    """
    most_few = LEAST_SHOWN - 1.0
    is_unknown = np.isnan(part) | are_small(sent)
    few, few_left = are_small(part), are_small(sent - part)
    none = (part == 0) & ~is_exact
    least = np.select([is_unknown | none, few, few_left], [0.0, 0.0, sent - most_few - 1], part)
    most = np.select([np.isnan(part), few | none, few_left], [sent, most_few, sent], part)
    return least, np.where(are_small(sent), most_few, most)


def _read_names(organisations: Draft) -> dict[str, str]:
    """Return what may stand for an organisation, folded, to one word for it."""
    ids, labels = organisations.cells("organisation_id"), organisations.cells("name")
    names = {label.casefold(): label.casefold() for label in labels if label}
    return names | {
        key.casefold(): label.casefold()
        for key, label in zip(ids, labels, strict=True)
        if key and label and key.casefold() not in names
    }


def _tell_taken(draft: Draft, rows: Sequence[int]) -> None:
    if not rows:
        return
    sent = sum(int(draft.cells("sent")[row] or 0) for row in rows)
    draft.add(
        "warning",
        f"{count_of(sent, 'referral')} of the log not counted: the table of referrals has a number "
        f"for the same pair already, as for {_show_pair(draft, rows[0])}.",
        "Empty Sent there to count the log in its place.",
        table="referrals",
        position=rows[0],
    )


def _show_pair(draft: Draft, row: int) -> str:
    return f"{draft.cells('from_id')[row]} to {draft.cells('to_id')[row]}"


def _add_up(
    draft: Draft, ends: Sequence[tuple[str, str]], rows: Iterable[int]
) -> NDArray[np.bool_]:
    """Add rows that count the same to the first of them; return which rows are in another now."""
    is_gone = np.zeros(len(draft.frame), dtype=bool)
    first: dict[tuple[str, ...], int] = {}
    cells = {name: list(draft.cells(name)) for name in (*COUNTS, "reason", "visibility")}
    for row in rows:
        kind, period = draft.cells("service_type")[row], draft.cells("period")[row]
        key = (*ends[row], kind.casefold(), period)
        if key not in first:
            first[key] = row
            continue
        is_gone[row] = True
        for name in COUNTS:
            both = (cells[name][first[key]], cells[name][row])
            # Of ends what is told counts; of what was taken on only what all rows tell.
            told = [int(cell) for cell in both if cell]
            is_told = told if name in ENDS else len(told) == len(both)
            cells[name][first[key]] = str(sum(told)) if is_told else ""
        cells["reason"][first[key]] = cells["reason"][first[key]] or cells["reason"][row]
        marks = (cells["visibility"][first[key]], cells["visibility"][row])
        cells["visibility"][first[key]] = find_most_guarded(map(read_mark, marks))
    if is_gone.any():
        for name, changed in cells.items():
            draft.put(name, changed)
    return is_gone


def _read_accepted(draft: Draft) -> None:
    """Put how many were accepted where both bounds say the same; drop bounds that say nothing."""
    low, high, sent = (draft.cells(name) for name in ("accepted_low", "accepted_high", "sent"))
    exact = [least if least == most else "" for least, most in zip(low, high, strict=True)]
    old = draft.cells("accepted")
    draft.put("accepted", [cell or number for cell, number in zip(old, exact, strict=True)])
    is_open = [
        least != most and (least != "0" or most != whole)
        for least, most, whole in zip(low, high, sent, strict=True)
    ]
    for name, cells in (("accepted_low", low), ("accepted_high", high)):
        if any(is_open):
            draft.put(
                name, [cell if told else "" for cell, told in zip(cells, is_open, strict=True)]
            )
        else:
            draft.drop(name)


def _list_ends(draft: Draft, rows: Iterable[int]) -> list[str]:
    return [draft.cells(end)[row] for row in rows for end in ("from_id", "to_id")]


def _add_unlisted(drafts: dict[str, Draft], names: Mapping[str, str], named: Iterable[str]) -> None:
    """Add to the organisations those that only a log names."""
    organisations, draft = drafts["organisations"], drafts["referrals"]
    unlisted: dict[str, str] = {}
    for name in named:
        if name.casefold() not in names and name.casefold() not in MISSING_WORDS:
            unlisted.setdefault(name.casefold(), name)
    if not unlisted:
        return
    added = sorted(unlisted.values())
    frame = pd.DataFrame({"name": added, "is_placeholder": "yes"}, dtype=object)
    part = draft.parts[min(draft.counted)]
    rows = np.zeros(len(added), dtype=np.int64)
    listed = organisations.cells("name")
    organisations.extend(frame, Part(file=part.file, sheet=part.sheet, rows=rows))
    near = find_nearest(added, [name for name in listed if name])
    alike = [f"'{name}' be '{meant}'" for name, meant in near.items()]
    shown = join_words([f"'{name}'" for name in added], most=MOST_WORDS)
    organisations.found.append(
        Problem(
            severity="warning",
            table="organisations",
            file=part.file,
            sheet=part.sheet,
            message=f"{count_of(len(added), 'organisation')} of the log in no list of "
            f"organisations: {shown}; known by name only.",
            suggestion=f"Could {join_words(alike, most=3, last='or')}? Then write the listed name."
            if alike
            else "Add them to the list, or write the listed name.",
        )
    )
