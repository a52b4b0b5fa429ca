"""How organisations are marked on a map, moving or still: colours, shapes, sizes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ecosystem.maps.labels import INK
from ecosystem.pages import render

if TYPE_CHECKING:
    import pandas as pd

    from ecosystem.questions.core import CoreResult


SECTOR_COLOURS = {
    "voluntary": "#0072B2",
    "statutory": "#E69F00",
    "academic": "#56B4E9",
    "commercial": "#F0E442",
    "faith": "#CC79A7",
    "funder": "#009E73",
    "not known": "#C4C9C8",
}
"""Okabe and Ito's palette, told apart with any colour vision; always drawn with an outline."""

_MARKS = {
    "core": ("dot", 24, 4),
    "uncertain": ("diamond", 18, 2),
    "not connected": ("square", 11, 2),
}
"""Shape, half its width, width of its outline, in units of the page: roles differ in shape as well
as in size, so that a print without colours still tells them."""

_PLAIN_MARK = ("dot", 14, 1.5)
"""The mark of all other roles: those of whom most of a network consists."""


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A mark where it stands, drawn by the macro `mark` of `marks.svg`.

    Attributes
    ----------
    shape : str
        "dot", "diamond" or "square".
    colour : str
        What it is filled with.
    x, y : float, units of the picture
        Its middle.
    half, border : float, units of the picture
        Half its width, and the width of its outline.
    """

    shape: str
    colour: str
    x: float
    y: float
    half: float
    border: float


def get_mark(role: str) -> tuple[str, float, float]:
    """Return the shape, size and border of a role's mark."""
    return _MARKS.get(role, _PLAIN_MARK)


def place_mark(role: str, colour: str, x: float, y: float, *, scale: float = 1.0) -> Mark:
    """Return the mark of a role at a position; an outline is never thinner than 1."""
    shape, size, border = get_mark(role)
    return Mark(
        shape=shape, colour=colour, x=x, y=y, half=size * scale, border=max(1.0, border * scale)
    )


def list_sectors(organisations: pd.DataFrame) -> list[str]:
    """Return the sector of each organisation."""
    return organisations["sector"].fillna("not known").astype(str).tolist()


def list_sector_key(organisations: pd.DataFrame) -> list[dict[str, object]]:
    """Return the key of colours: each sector, its mark and how many organisations are of it."""
    counts = organisations["sector"].fillna("not known").value_counts()
    return [
        _key_entry(name, int(counts[name]), place_mark("", colour, 10, 10, scale=0.5))
        for name, colour in SECTOR_COLOURS.items()
        if name in counts.index
    ]


def list_role_key(result: CoreResult) -> list[dict[str, object]]:
    """Return the key of shapes: each role, its mark and how many organisations have it."""
    counts = result.table["role"].value_counts().sort_index()
    return [
        _key_entry(str(role), int(count), place_mark(str(role), "#ffffff", 10, 10, scale=0.36))
        for role, count in counts.items()
    ]


def _key_entry(name: str, count: int, mark: Mark) -> dict[str, object]:
    return {"name": name, "count": count, "mark": render("key_mark.svg", mark=mark, ink=INK)}
