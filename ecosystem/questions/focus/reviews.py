"""Who reviews whom: nobody itself, no two one another, another sector first."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_LEAST = 3
"""Organisations in the smallest circle in which no two review one another."""


def pair_reviews(sectors: Sequence[str | None]) -> list[tuple[int, int]]:
    """Return who reviews whom as pairs of rows, each once on either side; none of fewer than three.

    Everybody visits the next in a circle, so that nobody visits itself and no two one another. As
    many pairs as can be are known to be of two sectors; a sector that is not recorded is no other
    one. Of the sector with most members, `most` of `n`, no more than 2 (n - most) visits can lead
    to or from another one, and a circle in which it takes every second seat has as many.

    Examples
    --------
    Two voluntary (0, 1) and two statutory (2, 3) sit in turns: 2, 0, 3, 1.

    >>> pair_reviews(["voluntary", "voluntary", "statutory", "statutory"])
    [(0, 3), (1, 2), (2, 0), (3, 1)]
    """
    known = [row for row, sector in enumerate(sectors) if sector is not None]
    unknown = [row for row, sector in enumerate(sectors) if sector is None]
    circle = _seat([str(sectors[row]) for row in known])
    seated = [known[seat] for seat in circle]
    # Those whose sector is not known have a circle of their own where there are enough: beside
    # others they would take places that join two sectors.
    if len(unknown) >= _LEAST and len(known) >= _LEAST:
        circles = [seated, unknown]
    else:
        circles = [[*_open_circle(seated, sectors), *unknown]]
    return sorted(
        (reviewer, reviewed)
        for seats in circles
        if len(seats) >= _LEAST
        for reviewer, reviewed in zip(seats, [*seats[1:], seats[0]], strict=True)
    )


def _seat(sectors: Sequence[str]) -> list[int]:
    """Return rows round a circle: the largest sector on every second seat, then the others."""
    sizes = Counter(sectors)
    ordered = sorted(range(len(sectors)), key=lambda row: (-sizes[sectors[row]], sectors[row], row))
    seats = [*range(0, len(sectors), 2), *range(1, len(sectors), 2)]
    return [row for _, row in sorted(zip(seats, ordered, strict=True))]


def _open_circle(seated: list[int], sectors: Sequence[str | None]) -> list[int]:
    """Return the circle opened where two of one sector sit side by side, if they do anywhere."""
    for seat in range(len(seated)):
        if sectors[seated[seat - 1]] == sectors[seated[seat]]:
            return [*seated[seat:], *seated[:seat]]
    return seated
