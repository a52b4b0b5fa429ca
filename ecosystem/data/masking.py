"""The tables without counts that would tell of a person: what leaves the house is made of these.

Whoever hides numbers only where they are printed has to find every sum, share and difference that
gives them back. Here they are gone before anything is worked out: every number of people from 1 to
4 is one and the same stand-in, and what together with others in the tables would tell such a number
is not recorded. Whatever is worked out of the copy is the same for each number that may have stood
there, and so tells none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecosystem.disclosure import LEAST_SHOWN, STAND_IN, are_small, loosen_bounds, stand_in

from .larger_places import list_inside
from .tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray


_PARTS = (
    ("sent", "accepted"),
    ("sent", "reached"),
    ("sent", "got_help"),
    ("sent", "ended_without_help"),
    ("accepted", "reached"),
    ("accepted", "got_help"),
    ("reached", "got_help"),
)
"""Columns of referrals that count a whole and a part of it: their difference is people, too."""

_ENDS = ["got_help", "ended_without_help"]
"""The two ends of those sent; of the rest it is not recorded."""

_ACCEPTED = ["accepted_low", "accepted_high"]
"""Columns beyond the schema that say between what lies how many of those sent were accepted."""

_LIMITS = ["people_low", "people_high"]
"""Columns beyond the schema that say between what a need lies."""


def mask_counts(tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return the tables with no count from 1 to 4 in them, nor what would tell one.

    Such a count is one stand-in, the same for all, and so are 1 to 4 people of a link who are in no
    part of a whole: 97 accepted of 100 become 97.5. Emptied are: the low and high figure of a need,
    where one of the three is 1 to 4; the need of a larger place, where one inside it is; and 1 to 4
    people who use a service, because whether these fill it is not known. A frame in which nothing
    changes is returned itself, and so is everything that was masked before.
    """
    masked = {name: _replace_small(name, frame) for name, frame in tables.items()}
    masked["referrals"] = _mask_rests(_loosen_accepted(masked["referrals"]))
    masked["demand"] = _empty_wholes(_empty_limits(masked["demand"]), masked["areas"])
    services = masked["services"]
    return masked | {"services": _empty(services, "used", are_small(_read(services, "used")))}


def is_exact(tables: Mapping[str, pd.DataFrame]) -> bool:
    """Tell whether the tables hold an exact count from 1 to 4, or what would tell one."""
    masked = mask_counts(tables)
    return any(masked[name] is not tables[name] for name in tables)


def _replace_small(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    counts = [column.name for column in TABLES[name].columns if column.kind == "people"]
    replaced = {count: stand_in(frame[count]) for count in counts if count in frame}
    changed = {count: new for count, new in replaced.items() if not new.equals(frame[count])}
    return frame.assign(**changed) if changed else frame


def _loosen_accepted(referrals: pd.DataFrame) -> pd.DataFrame:
    """Return the referrals with bounds of those accepted that tell of no few people."""
    if not set(_ACCEPTED) <= set(referrals.columns):
        return referrals
    low, high = (_read(referrals, name) for name in _ACCEPTED)
    sent = referrals["sent"].to_numpy(dtype=float)
    # Of few sent no more is said; of others it stays that there were bounds, however far apart.
    is_told = ~np.isnan(low) & ~np.isnan(high) & (sent >= LEAST_SHOWN)
    loose = loosen_bounds(low, high, sent)
    for name, old, bounds in zip(_ACCEPTED, (low, high), loose, strict=True):
        new = np.where(is_told, bounds, np.nan)
        if not np.array_equal(new, old, equal_nan=True):
            text = ["" if np.isnan(number) else f"{number:g}" for number in new]
            cells = pd.Series(text, index=referrals.index, dtype="str")
            referrals = referrals.assign(**{name: cells.mask(cells == "")})
    return referrals


def _mask_rests(referrals: pd.DataFrame) -> pd.DataFrame:
    """Return the referrals with the stand-in for 1 to 4 people who are in no part of a whole.

    The part is the whole less the stand-in; it is empty where whole or part are few themselves. Of
    a whole that was replaced so, the rest is open by as many as the stand-in stands for, and tells
    1 to 4 only where it is the stand-in itself: there the part is empty, too.
    """
    if referrals.empty:
        return referrals
    link, report = _place_reports(referrals)
    row = np.arange(len(referrals))
    for whole, part in _PARTS:
        counted = _list_reported(referrals[whole], link, report)
        inside = referrals[part].to_numpy()
        rest, is_replaced = counted - inside[:, None], counted % 1 > 0
        is_telling = np.where(is_replaced, rest == STAND_IN, are_small(rest)) | are_small(counted)
        # Of few, none goes as well: if only the noughts stayed, they would be all that is known.
        is_telling &= (inside[:, None] > 0) | are_small(counted)

        # Of two reports that tell, one number could satisfy only one.
        first = np.argmax(is_telling, axis=1)
        others = counted[row, first] - STAND_IN
        is_clear = (np.count_nonzero(is_telling, axis=1) == 1) & ~is_replaced[row, first]
        is_clear &= (others > LEAST_SHOWN) & ~are_small(inside)
        masked = np.where(is_clear, others, np.where(is_telling.any(axis=1), np.nan, inside))
        if not np.array_equal(masked, inside, equal_nan=True):
            referrals = referrals.assign(**{part: masked})
    ended = referrals[_ENDS].sum(axis=1, skipna=False).to_numpy()[:, None]
    rest = _list_reported(referrals["sent"], link, report) - ended
    return _empty(referrals, _ENDS[1], np.any(are_small(rest), axis=1))


def _place_reports(referrals: pd.DataFrame) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return which link each row is of, and which report of it: both sides may report one.

    What one says was sent and the other says was accepted stand in two rows.
    """
    types = referrals["service_type"].str.casefold()
    link = [referrals["from_id"], referrals["to_id"], types, referrals["period"]]
    rows = referrals.groupby(link, dropna=False, sort=False)
    link_of_row: NDArray[np.intp] = np.asarray(rows.ngroup(), dtype=np.intp)
    return link_of_row, np.asarray(rows.cumcount(), dtype=np.intp)


def _list_reported(
    counts: pd.Series, link: NDArray[np.intp], report: NDArray[np.intp]
) -> NDArray[np.float64]:
    """Return what each row's link is said to count, by any report of it: (rows, reports)."""
    reported = np.full((link.max(initial=-1) + 1, report.max(initial=-1) + 1), np.nan)
    reported[link, report] = counts.to_numpy()
    of_row: NDArray[np.float64] = reported[link]
    return of_row


def _empty_limits(demand: pd.DataFrame) -> pd.DataFrame:
    """Return the needs without low and high figures where one of the three is small.

    Often a need is the middle of the two, so that any two tell the third.
    """
    is_telling: NDArray[np.bool_] = are_small(demand["people"])
    for limit in _LIMITS:
        is_telling |= are_small(_read(demand, limit))
    for limit in _LIMITS:
        demand = _empty(demand, limit, is_telling)
    return demand


def _empty_wholes(demand: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """Return the needs without those of larger places in which a need is small.

    Of whatever period, because the same count may be dated in two ways. Nothing is lost to an
    answer: where a need inside is known it counts, not that of the larger place.
    """
    small = demand[are_small(demand["people"])]
    if small.empty:
        return demand
    above = _list_above(areas, set(small["area_code"]))
    wholes = {
        (larger, service_type.casefold())
        for code, service_type in zip(small["area_code"], small["service_type"], strict=True)
        for larger in above[code] - {code}
    }
    rows = zip(demand["area_code"], demand["service_type"].str.casefold(), strict=True)
    is_telling = np.array([row in wholes for row in rows], dtype=bool)
    for name in ("people", *_LIMITS):
        demand = _empty(demand, name, is_telling)
    return demand


def _list_above(areas: pd.DataFrame, codes: set[str]) -> dict[str, set[str]]:
    """Return the larger places that each of these areas lies in, by the table and by the ONS."""
    parents = dict(zip(areas["area_code"], areas["parent_code"], strict=True))
    inside = {code: parts for code in parents if (parts := list_inside(code))}
    above = {}
    for code in codes:
        found: set[str] = set()
        waiting = [code]
        while waiting:
            inner = waiting.pop()
            outer = {place for place, parts in inside.items() if inner in parts}
            if isinstance(parent := parents.get(inner), str):
                outer.add(parent)
            waiting += outer - found
            found |= outer
        above[code] = found
    return above


def _read(frame: pd.DataFrame, name: str) -> NDArray[np.float64]:
    """Return a column as numbers, whatever it was written as; empty where it is none, or absent."""
    if name not in frame:
        return np.full(len(frame), np.nan)
    numbers = pd.to_numeric(frame[name].astype(object), errors="coerce")
    return numbers.to_numpy(dtype=float, na_value=np.nan)


def _empty(frame: pd.DataFrame, name: str, is_telling: NDArray[np.bool_]) -> pd.DataFrame:
    """Return the frame with these cells of a column empty; itself if there is nothing to empty."""
    if name not in frame or not (is_telling & frame[name].notna().to_numpy()).any():
        return frame
    return frame.assign(**{name: frame[name].mask(is_telling)})
