"""How organisations are marked on a map, moving or still: colours, shapes, sizes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ecosystem.maps.labels import INK
from ecosystem.pages import render
from ecosystem.wording import join_words

from .drawn import list_drawn

if TYPE_CHECKING:
    import pandas as pd

    from ecosystem.data import Ecosystem
    from ecosystem.questions.core import CoreResult


NO_SECTOR = "not known"

SECTOR_COLOURS = {
    "voluntary": "#0072B2",
    "statutory": "#E69F00",
    "academic": "#56B4E9",
    "commercial": "#F0E442",
    "faith": "#CC79A7",
    "funder": "#009E73",
    NO_SECTOR: "#C4C9C8",
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


RING = 7.0
"""Units of the page between a mark of the core and the ring round it: a second outline is seen at a
glance, in any colour and in grey."""


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
    ring : float, units of the picture
        How far beyond its outline a second one is drawn round it; 0 if there is none.
    """

    shape: str
    colour: str
    x: float
    y: float
    half: float
    border: float
    ring: float = 0.0

    @property
    def reach(self) -> float:
        """How far it reaches from its middle."""
        return self.half + self.border / 2 + self.ring


def get_mark(role: str) -> tuple[str, float, float]:
    """Return the shape, size and border of a role's mark."""
    return _MARKS.get(role, _PLAIN_MARK)


def place_mark(role: str, colour: str, x: float, y: float, *, scale: float = 1.0) -> Mark:
    """Return the mark of a role at a position; an outline is never thinner than 1."""
    shape, size, border = get_mark(role)
    return Mark(
        shape=shape,
        colour=colour,
        x=x,
        y=y,
        half=size * scale,
        border=max(1.0, border * scale),
        ring=max(3.0, RING * scale) if role == "core" else 0.0,
    )


def list_sectors(organisations: pd.DataFrame) -> list[str]:
    """Return the sector of each organisation."""
    return organisations["sector"].fillna(NO_SECTOR).astype(str).tolist()


def list_sector_key(organisations: pd.DataFrame) -> list[dict[str, object]]:
    """Return the key of colours: each sector, its mark and how many organisations are of it."""
    counts = organisations["sector"].fillna(NO_SECTOR).value_counts()
    return [
        _key_entry(
            # Beside the roles, "not known" alone would seem to be one of them.
            f"sector {NO_SECTOR}" if name == NO_SECTOR else name,
            int(counts[name]),
            place_mark("", colour, 10, 10, scale=0.5),
        )
        for name, colour in SECTOR_COLOURS.items()
        if name in counts.index
    ]


def list_role_key(result: CoreResult) -> list[dict[str, object]]:
    """Return the key of shapes: each role, its mark and how many organisations drawn have it."""
    table = result.table
    counts = table.loc[table["is_active"].astype(bool), "role"].value_counts().sort_index()
    return [
        _key_entry(str(role), int(count), place_mark(str(role), "#ffffff", 10, 10, scale=0.27))
        for role, count in counts.items()
    ]


def list_network_key(e: Ecosystem, result: CoreResult) -> list[dict[str, object]]:
    """Return the whole key of a network: colours, shapes, and lines where there are two sorts."""
    drawn = list_drawn(e, result)
    key = [*list_sector_key(e.organisations.iloc[drawn.rows]), *list_role_key(result)]
    if drawn.other_kinds:
        apart = int((~drawn.is_counted).sum())
        kinds = join_words(drawn.other_kinds, most=2)
        key += [
            _line_entry("tie that counts in the core", len(drawn.pairs) - apart, is_counted=True),
            _line_entry(f"only {kinds}: not counted in the core", apart, is_counted=False),
        ]
    return key


def _line_entry(name: str, count: int, *, is_counted: bool) -> dict[str, object]:
    return {"name": name, "count": count, "mark": render("key_line.svg", is_counted=is_counted)}


def _key_entry(name: str, count: int, mark: Mark) -> dict[str, object]:
    return {"name": name, "count": count, "mark": render("key_mark.svg", mark=mark, ink=INK)}
