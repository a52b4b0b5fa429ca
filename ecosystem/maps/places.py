"""The map of places: a circle an area, sized by need, marked by how far the need is met."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from markupsafe import Markup, escape

from ecosystem.errors import count_people
from ecosystem.html import make_page, read_asset, render, write_page

from .audience import select_seen

if TYPE_CHECKING:
    import os
    from pathlib import Path

    from numpy.typing import NDArray

    from ecosystem.data import Ecosystem
    from ecosystem.gaps import GapsResult

_INK = "#1d2b2a"
CAPTION = (
    "A circle is an area, near its true place; the larger the circle, the more people need the "
    "service."
)
_WIDTH = 900.0
_ROUNDS = 400
_LOOKS = {
    "gap": ("#c8481f", "hatch"),
    "thin": ("#f0b24a", "dots"),
    "covered": ("#3f8f6b", ""),
    "not known": ("#e6ebea", ""),
}
"""Colour and pattern of each status: told apart in grey and by the colour-blind too."""

_PATTERNS = (
    '<pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect width="7" height="7" fill="#c8481f"/>'
    '<line x1="0" y1="0" x2="0" y2="7" stroke="#ffffff" stroke-width="2.4"/></pattern>'
    '<pattern id="dots" width="8" height="8" patternUnits="userSpaceOnUse">'
    '<rect width="8" height="8" fill="#f0b24a"/><circle cx="4" cy="4" r="1.6" fill="#5a3c05"/>'
    "</pattern>"
)


def draw_places(
    e: Ecosystem, result: GapsResult, path: str | os.PathLike[str], *, visibility: str = "public"
) -> Path:
    """Write a map of areas with their need and how far it is met: one file, nothing is fetched.

    A circle is an area, near its true position and sized by the people who need the service. The
    same is on the page as a table. The page needs no script.

    Parameters
    ----------
    e
        The ecosystem.
    result
        The answer of `find_gaps` about it.
    path
        The HTML file to write; a file there is replaced.
    visibility
        As for `draw_network`. Numbers of people from 1 to 4 read "under 5".

    Returns
    -------
    Path
        What was written.

    Raises
    ------
    ValueError
        If the result is about other areas, or rests on rows that the audience may not see, or the
        visibility is not one of the three.
    """
    seen = select_seen(e, result, visibility)
    if list(result.table.index) != list(seen.areas["area_code"]):
        msg = "result: the answer is about other areas. Ask find_gaps of this ecosystem."
        raise ValueError(msg)
    title = f"Where is there too little {result.settings['asked']}?"
    body = render(
        "places.html",
        title=title,
        headline=result.headline,
        picture=picture_places(seen, result),
        key=list_key(result),
        caption=CAPTION,
        rows=list_rows(result),
        notes=result.notes,
    )
    return write_page(path, make_page(title=title, body=body, style=read_asset("places.css")))


def picture_places(e: Ecosystem, result: GapsResult) -> Markup:
    """Return the map as inline SVG, each area with its sentence as a tooltip."""
    areas, table = e.areas, result.table
    here = areas[["latitude", "longitude"]].notna().all(axis=1).to_numpy()
    if not here.any():
        return Markup("<p>The areas have no positions, so there is no map; see the table.</p>")
    demand = table["demand"].to_numpy()[here]
    spots, radii, height = _place_circles(
        areas.loc[here, ["latitude", "longitude"]].to_numpy(), demand
    )
    opening = (
        f'<svg viewBox="0 0 {_WIDTH:.0f} {height:.0f}" role="img" '
        f'aria-label="{escape(result.headline)}"><defs>{_PATTERNS}</defs>'
    )
    parts = [opening]
    rows = table[here]
    labelled = _labelled(rows, radii)
    texts = []
    for number, (code, status, name) in enumerate(
        zip(rows.index, rows["status"], rows["name"], strict=True)
    ):
        (x, y), radius = spots[number], radii[number]
        colour, pattern = _LOOKS[str(status)]
        fill = f"url(#{pattern})" if pattern else colour
        dash = ' stroke-dasharray="3 2"' if status == "not known" else ""
        parts.append(
            f'<g><title>{escape(result.explain(str(code)))}</title><circle cx="{x:.1f}" '
            f'cy="{y:.1f}" r="{radius:.1f}" fill="{fill}" stroke="{_INK}" stroke-width="1.2"'
            f"{dash}/></g>"
        )
        if number in labelled:
            texts.append(_label(str(name), x, y, radius))
    return Markup("".join([*parts, *texts, "</svg>"]))  # noqa: S704 - all text in it is escaped


def list_key(result: GapsResult) -> list[dict[str, object]]:
    """Return the key: each status, its mark and how many areas have it."""
    counts = result.table["status"].value_counts()
    key: list[dict[str, object]] = []
    for status, (colour, pattern) in _LOOKS.items():
        fill = f"url(#{pattern})" if pattern else colour
        dash = ' stroke-dasharray="3 2"' if status == "not known" else ""
        mark = f'<circle cx="10" cy="10" r="8" fill="{fill}" stroke="{_INK}"{dash}/>'
        key.append(
            {
                "name": status,
                "count": int(counts.get(status, 0)),
                "mark": Markup(mark),  # noqa: S704 - made above
            }
        )
    return key


def list_rows(result: GapsResult) -> list[dict[str, object]]:
    """Return the areas for a table: most people without help first, small numbers hidden."""
    order = result.table.sort_values(["deficit", "demand"], ascending=False, na_position="last")
    shown = result.shown.loc[order.index]
    return [
        {
            "code": str(code),
            "name": row["name"],
            "status": row["status"],
            "demand": _people(row["demand"]),
            "places": f"{row['providers_in_area']:,.0f}",
            "provision": _people(row["provision"]),
            "deficit": _people(row["deficit"]),
            "nearest": "" if pd.isna(row["nearest_km"]) else f"{row['nearest_km']:,.0f} km",
            "sentence": result.explain(str(code)),
        }
        for code, row in shown.iterrows()
    ]


def _people(value: object) -> str:
    if isinstance(value, str):
        return value
    return "" if pd.isna(value) else count_people(float(value))  # type: ignore[arg-type]


def _place_circles(
    degrees: NDArray[np.float64], demand: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], float]:
    """Return centres, radii and the height of the picture, circles pushed apart."""
    middle = np.radians(degrees[:, 0].mean())
    flat = np.column_stack([degrees[:, 1] * np.cos(middle), -degrees[:, 0]])
    span = np.ptp(flat, axis=0).max() or 1.0
    room = _WIDTH * 0.84
    spots = (flat - flat.min(axis=0)) / span * room
    box = np.maximum(np.ptp(spots, axis=0), room / 4)
    known = np.nan_to_num(np.clip(demand, 0, None))
    unit = np.sqrt(0.34 * box.prod() / np.pi / max(known.sum(), 1.0))
    least = min(10.0, np.sqrt(0.12 * box.prod() / np.pi / len(spots)))
    unit = min(unit, room / 8 / np.sqrt(max(known.max(), 1.0)))
    radii = np.maximum(unit * np.sqrt(known), least)
    spots = _push_apart(spots, radii + 1.5)
    low = (spots - radii[:, None]).min(axis=0) - [0, 12]
    spots -= low
    width = float((spots[:, 0] + radii).max())
    scale = (_WIDTH - 80) / width
    spots = spots * scale + [40, 8]
    radii = radii * scale
    return spots, radii, float((spots[:, 1] + radii).max()) + 26


def _push_apart(spots: NDArray[np.float64], radii: NDArray[np.float64]) -> NDArray[np.float64]:
    """Move overlapping circles apart in small steps, each pair by half its overlap."""
    home, moved = spots, spots.copy()
    reach = radii[:, None] + radii[None, :]
    # Two areas at one position part along a direction of their own.
    nudge = np.arange(len(spots)) * 2.399963
    moved += np.column_stack([np.cos(nudge), np.sin(nudge)]) * 1e-3
    for step in range(_ROUNDS):
        gaps = moved[:, None, :] - moved[None, :, :]
        distance = np.sqrt((gaps**2).sum(axis=2))
        np.fill_diagonal(distance, np.inf)
        overlap = np.clip(reach - distance, 0, None)
        if overlap.max() < 0.2 and step > 30:
            break
        push = (gaps / distance[:, :, None] * overlap[:, :, None] / 2).sum(axis=1)
        moved += 0.6 * push + 0.015 * (home - moved) * (step < _ROUNDS * 0.7)
    return moved


def _labelled(rows: pd.DataFrame, radii: NDArray[np.float64]) -> set[int]:
    """Return which circles carry a name: all of a region; of a country the large and the gaps."""
    if len(rows) <= 45:
        return set(range(len(rows)))
    weight = rows["demand"].fillna(0).to_numpy() * np.where(rows["is_gap"].to_numpy(bool), 3, 1)
    return {int(number) for number in np.argsort(-weight, kind="stable")[:24] if radii[number] > 6}


def _label(name: str, x: float, y: float, radius: float) -> str:
    short = name.split(",", maxsplit=1)[0]
    size = 14 if radius > 30 else 11.5
    below = y + radius + size - 1 if len(short) * size * 0.52 > 2 * radius else y + size * 0.35
    return (
        f'<text x="{x:.1f}" y="{below:.1f}" text-anchor="middle" font-size="{size}" '
        f'font-weight="{600 if radius > 30 else 400}" stroke="#ffffff" stroke-width="3.2" '
        f'paint-order="stroke" stroke-linejoin="round">{escape(short)}</text>'
    )
