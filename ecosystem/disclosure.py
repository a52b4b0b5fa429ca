"""Who may see what, and which numbers may be shown: the only file that knows the number 5.

Two promises of the house are kept here. Rows marked for few eyes leave no trace in what others
see. And numbers of people from 1 to 4 are shown nowhere, because in a small place such a number is
a person: neither themselves nor through a share, a total or a difference that would tell them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from .errors import wrong_choice
from .wording import count_of, say_are, say_them

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

Visibility = Literal["public", "partners", "private"]

VISIBILITIES = ("public", "partners", "private")
"""Who may see a row, from all to few: whoever may see one may see those before it."""

LEAST_SHOWN = 5
"""The smallest number of people that is shown. The Office for National Statistics and the Home
Office round or withhold counts below 5 in their published tables, so partners expect this one."""

SMALL = f"under {LEAST_SHOWN}"
"""What stands in place of a number from 1 to 4."""

NOT_SHOWN = "not shown"
"""What stands in place of a larger number that would tell a small one."""

STAND_IN = 2.5
"""What stands for every number from 1 to 4 in what leaves the house: one for all, so that nothing
worked out from it tells them apart. It is the middle of them, and no number of people itself, so
that it is known again; a total is off by 1.5 at most for each."""

_LEAST_OFF, _MOST_OFF = STAND_IN - 1, LEAST_SHOWN - 1 - STAND_IN
"""How far a stand-in may be above, or below, the number that it stands for."""

_ABOUT = 0.25
"""The share of a total that it may be off by and still be called about right: about 12 for 11 to
14. What is off by more is told as the two numbers that it lies between."""

_SHOWN_FROM = LEAST_SHOWN - 0.5
"""Numbers worked out need not be whole: from here on they round to what may be shown."""


def refuse_unknown(visibility: str) -> None:
    """Refuse a word that is no visibility.

    Raises
    ------
    ValueError
        If it is none of the three.
    """
    if visibility not in VISIBILITIES:
        raise wrong_choice(option="visibility", value=visibility, choices=VISIBILITIES)


def list_seen(visibility: str) -> tuple[str, ...]:
    """Return the marks of the rows that an audience may see.

    Examples
    --------
    >>> list_seen("partners")
    ('public', 'partners')
    """
    refuse_unknown(visibility)
    return VISIBILITIES[: VISIBILITIES.index(visibility) + 1]


def find_most_guarded(marks: Iterable[str]) -> str:
    """Return the mark for the fewest eyes; "public" if there is none, and an unknown word is kept.

    A word that is no visibility counts as guarded more than all, because whoever wrote it meant
    to keep the row from someone.
    """

    def rank(mark: str) -> int:
        return VISIBILITIES.index(mark) if mark in VISIBILITIES else len(VISIBILITIES)

    return max(marks, key=rank, default=VISIBILITIES[0])


def refuse_guarded(settings: Mapping[str, object], visibility: str) -> None:
    """Refuse to show an answer that rests on more than an audience may see.

    Raises
    ------
    ValueError
        If it does: its numbers would tell of them.
    """
    seen = list_seen(visibility)
    # An answer that does not say what it rests on may rest on everything.
    behind = str(settings.get("visibility", VISIBILITIES[-1]))
    if behind not in seen:
        exact = " or exact counts from 1 to 4" if behind == VISIBILITIES[-1] else ""
        msg = (
            f"visibility {visibility!r}: this answer rests on {behind} rows{exact}, and its "
            f"numbers would tell of them. Ask again of e.select(visibility={visibility!r}), or "
            f"give visibility={behind!r}."
        )
        raise ValueError(msg)


def note_exact(settings: Mapping[str, object]) -> list[str]:
    """Return the note, if any is due, that an answer on the screen is for private eyes."""
    if settings.get("visibility") != VISIBILITIES[-1]:
        return []
    return [
        (
            "Rests on private rows or exact counts from 1 to 4, so a copy of this page is not for "
            "the public: for that, ask of e.select(visibility='public')."
        )
    ]


def count_people(number: float) -> str:
    """Return a number of people as it may be shown: 1 to 4 as "under 5", empty as "not known".

    Examples
    --------
    >>> count_people(3), count_people(0), count_people(1234.4)
    ('under 5', '0', '1,234')
    """
    if pd.isna(number):
        return "not known"
    return SMALL if is_small(number) else f"{number:,.0f}"


def is_small(number: float) -> bool:
    """Tell whether a number of people is too small to show: above 0, below 5."""
    return 0 < number < _SHOWN_FROM


def are_small(people: Iterable[float]) -> NDArray[np.bool_]:
    """Tell which numbers of people are too small to show; what is not known is not small."""
    numbers = np.asarray(people, dtype=float)
    is_few: NDArray[np.bool_] = (numbers > 0) & (numbers < _SHOWN_FROM)
    return is_few


def stand_in(people: pd.Series) -> pd.Series:
    """Return numbers of people with one number in place of all that are small."""
    return people.mask(are_small(people), STAND_IN)


def note_stand_ins(*counts: pd.Series) -> list[str]:
    """Return the note, if any is due, on what totals of these numbers of people are worth.

    Examples
    --------
    >>> note_stand_ins(pd.Series([2.5, 40, 2.5]))[0]
    '2 numbers of people from 1 to 4 are counted as 2.5 each, so that no total tells them: a total \
is off by up to 1.5 for each.'
    """
    number = sum(int(np.count_nonzero(are_stand_ins(count))) for count in counts)
    if not number:
        return []
    is_one = number == 1
    return [
        (
            f"{count_of(number, 'number')} of people from 1 to {LEAST_SHOWN - 1} "
            f"{say_are(number)} counted as {STAND_IN}{'' if is_one else ' each'}, so that no total "
            f"tells {say_them(number)}: a total is off by up to 1.5"
            f"{'' if is_one else ' for each'}."
        )
    ]


def are_stand_ins(people: pd.Series) -> NDArray[np.bool_]:
    """Tell which numbers stand for others, so that a total of them is only about right."""
    # A rest of 1 to 4 makes of a whole number that and a half.
    is_half: NDArray[np.bool_] = people.to_numpy(dtype=float) % 1 == STAND_IN % 1
    return is_half


def list_limits(people: pd.Series) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the least and the most that each number may be: a stand-in may be several."""
    numbers, is_half = people.to_numpy(dtype=float), are_stand_ins(people)
    return numbers - _LEAST_OFF * is_half, numbers + _MOST_OFF * is_half


def are_mostly_few(people: pd.Series) -> bool:
    """Tell whether stand-ins make up so much of a total that it is not even about right."""
    off = max(_LEAST_OFF, _MOST_OFF) * np.count_nonzero(are_stand_ins(people))
    return bool(off > _ABOUT * people.sum())


def count_total(people: pd.Series) -> str:
    """Return how many people some numbers of people come to, as it may be shown.

    Examples
    --------
    >>> count_total(pd.Series([60, 41])), count_total(pd.Series([100, 2.5]))
    ('101', 'about 102')
    >>> count_total(pd.Series([2.5, 2.5, 0])), count_total(pd.Series([2.5]))
    ('between 2 and 8', 'under 5')
    """
    total, (least, most) = people.sum(), list_limits(people)
    if is_small(total) or not are_stand_ins(people).any():
        return count_people(total)
    if not are_mostly_few(people):
        return f"about {count_people(total)}"
    return f"between {np.nansum(least):,.0f} and {np.nansum(most):,.0f}"


def may_tell_total(total: float, least: NDArray[np.float64], most: NDArray[np.float64]) -> bool:
    """Tell whether a total may stand beside parts of which it is known what each lies between.

    It may if it tells no more of any part: each may still be the least it can be, or the most, and
    the others make up the rest.

    Examples
    --------
    >>> few = np.array([1.0, 1.0, 1.0]), np.array([4.0, 4.0, 4.0])
    >>> may_tell_total(7, *few), may_tell_total(4, *few)
    (True, False)
    """
    widest = (most - least).max(initial=0.0)
    return bool(least.sum() + widest <= total <= most.sum() - widest)


def loosen_bounds(
    low: NDArray[np.float64], high: NDArray[np.float64], whole: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return bounds of a part of a whole that hold, and tell no number of people from 1 to 4.

    Three are told: how many belong to the part for certain, how many do not, and of how many it is
    open. Where one of them is few, the bounds are put further apart, to where it may be any number.

    Examples
    --------
    >>> of_20 = [np.array([number]) for number in (17.0, 18.0, 20.0)]
    >>> [bound.item() for bound in loosen_bounds(*of_20)]
    [15.0, 20.0]
    """
    for_certain, against = (_loosen(part, whole) for part in (low, whole - high))
    tells_open = are_small(high - low) & (for_certain > 0) & (against > 0)
    return for_certain, whole - np.where(tells_open, 0.0, against)


def _loosen(part: NDArray[np.float64], whole: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the most that may be told to be in a part: none where it is few, fewer if the rest."""
    told = np.where(are_small(whole - part), whole - LEAST_SHOWN, part)
    return np.where(told >= LEAST_SHOWN, told, 0.0)


def hide_small(
    table: pd.DataFrame, people: Iterable[str], derived: Iterable[str] = ()
) -> pd.DataFrame:
    """Return the table as it may be shown: numbers of people from 1 to 4 as "under 5".

    `derived` are columns from which such a number could be worked out; they go blank in the same
    rows.
    """
    shown = table.copy(deep=False)
    hidden = np.zeros(len(table), dtype=bool)
    for name in people:
        # A column of which nothing is known may be of any type; no cell of it is small.
        known = pd.to_numeric(table[name], errors="coerce").to_numpy(dtype=float, na_value=np.nan)
        small = are_small(known)
        shown[name] = _mask(table[name].astype(object), small, SMALL)
        hidden |= small
    for name in derived:
        shown[name] = _mask(table[name].astype(object), hidden)
    return shown


def _mask(column: pd.Series, hidden: NDArray[np.bool_], sign: str | None = None) -> pd.Series:
    """Return a column with a sign in place of what is hidden; most columns hide nothing."""
    return column.mask(hidden, sign) if hidden.any() else column


def hide_parts(parts: pd.DataFrame, people: str) -> pd.DataFrame:
    """Return rows that make up a known whole, without what would tell a small one of them.

    A count from 1 to 4 reads "under 5". Where just one does, it is the whole less the others: the
    smallest of these reads "not shown", so that two are open.
    """
    shown = hide_small(parts, [people])
    small = are_small(parts[people])
    others = parts[people].where(~small & (parts[people] > 0).to_numpy()).dropna()
    if np.count_nonzero(small) == 1 and len(others):
        shown.loc[others.idxmin(), people] = NOT_SHOWN
    return shown


def hide_figures(summary: pd.Series, people: Iterable[str]) -> pd.Series:
    """Return single figures as they may be shown: numbers of people from 1 to 4 as "under 5"."""
    shown = summary.copy()
    for name in people:
        if not isinstance(shown[name], str) and is_small(shown[name]):
            shown[name] = SMALL
    return shown


def hide_shares(
    table: pd.DataFrame,
    bases: Mapping[str, pd.Series],
    limits: Sequence[str],
    *,
    both_sides: bool = False,
) -> pd.DataFrame:
    """Return the table without shares that, times the people they are of, tell a small number.

    `bases` are the people each share is of, by the share's column; with a share go its limits,
    whose names end in one of `limits` (which holds "" for the share itself). `both_sides`: also
    those that tell how few are not among them.
    """
    shown = table.copy(deep=False)
    for share, people in bases.items():
        base = pd.to_numeric(people, errors="coerce")
        counted = (base * pd.to_numeric(table[share], errors="coerce")).round()
        is_telling = are_small(counted)
        if both_sides:
            is_telling |= are_small(base.round() - counted)
        for name in [share + limit for limit in limits] if is_telling.any() else ():
            shown[name] = shown[name].mask(is_telling)
    return shown
