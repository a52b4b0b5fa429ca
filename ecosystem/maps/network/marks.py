"""How organisations are marked on a map, moving or still: colours, shapes, sizes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

if TYPE_CHECKING:
    import pandas as pd

    from ecosystem.questions.core import CoreResult


INK = "#1d2b2a"
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
_PLAIN_MARK = ("dot", 14, 1.5)


def get_mark(role: str) -> tuple[str, float, float]:
    """Return the shape, size and border of a role's mark."""
    return _MARKS.get(role, _PLAIN_MARK)


def list_sectors(organisations: pd.DataFrame) -> list[str]:
    """Return the sector of each organisation."""
    return organisations["sector"].fillna("not known").astype(str).tolist()


def list_sector_key(organisations: pd.DataFrame) -> list[dict[str, object]]:
    """Return the key of colours: each sector, its mark and how many organisations are of it."""
    counts = organisations["sector"].fillna("not known").value_counts()
    return [
        _key_entry(name, int(counts[name]), draw_mark("", colour, 10, 10, scale=0.5))
        for name, colour in SECTOR_COLOURS.items()
        if name in counts.index
    ]


def list_role_key(result: CoreResult) -> list[dict[str, object]]:
    """Return the key of shapes: each role, its mark and how many organisations have it."""
    counts = result.table["role"].value_counts().sort_index()
    return [
        _key_entry(str(role), int(count), draw_mark(str(role), "#ffffff", 10, 10, scale=0.36))
        for role, count in counts.items()
    ]


def _key_entry(name: str, count: int, mark: str) -> dict[str, object]:
    return {"name": name, "count": count, "mark": Markup(mark)}  # noqa: S704 - our own drawing


def draw_mark(role: str, colour: str, x: float, y: float, *, scale: float = 1.0) -> str:
    """Return the mark of a role as SVG."""
    shape, size, border = get_mark(role)
    half = size * scale
    look = (
        f'class="mark" fill="{colour}" stroke="{INK}" stroke-width="{max(1.0, border * scale):.1f}"'
    )
    if shape == "square":
        return (
            f'<rect x="{x - half:.1f}" y="{y - half:.1f}" width="{2 * half:.1f}" '
            f'height="{2 * half:.1f}" {look}/>'
        )
    if shape == "diamond":
        corners = " ".join(
            f"{x + across * half:.1f},{y + down * half:.1f}"
            for across, down in ((0, -1), (1, 0), (0, 1), (-1, 0))
        )
        return f'<polygon points="{corners}" {look}/>'
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{half:.1f}" {look}/>'


def draw_label(  # noqa: PLR0913 - where and how a text stands
    lines: list[str], x: float, y: float, *, size: float = 13.5, weight: int = 400, halo: float = 4
) -> str:
    """Return text in lines, with a halo that every program that shows SVG draws behind it."""
    spans = "".join(
        f'<tspan x="{x:.0f}" dy="{0 if number == 0 else size * 1.12:.0f}">{Markup.escape(line)}'
        "</tspan>"
        for number, line in enumerate(lines)
    )
    place = (
        f'x="{x:.0f}" y="{y:.0f}" text-anchor="middle" font-size="{size}" font-weight="{weight}"'
    )
    return (
        f'<text class="halo" aria-hidden="true" {place} fill="#ffffff" stroke="#ffffff" '
        f'stroke-width="{halo}" stroke-linejoin="round">{spans}</text>'
        f'<text {place} fill="{INK}">{spans}</text>'
    )
