"""The network map as a still picture, as wide as a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ecosystem.maps.labels import INK
from ecosystem.pages import render

from .drawn import MOST_LINES, list_drawn
from .layout import lay_out_packed
from .marks import SECTOR_COLOURS, list_sectors, place_mark
from .named import name_all, name_core, name_some
from .rings import lay_out_rings
from .standing import GAP, MOST_NAMED, WIDTH, Still, stand

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup
    from numpy.typing import NDArray

    from ecosystem.data import Ecosystem
    from ecosystem.maps.labels import Label
    from ecosystem.questions.core import CoreResult

    from .drawn import Drawn


_MOST_SINGLE = 3_000
"""Ties drawn as lines of their own, and marks drawn with their names: more are one path for all
that look alike, an eighth as large."""


def picture_network(e: Ecosystem, result: CoreResult, *, seed: int = 0) -> Markup:
    """Return the network as inline SVG: all names if they are few, else those looked for first.

    On a narrow screen the page shows the names of the core alone, larger.
    """
    drawn = list_drawn(e, result)
    table = result.table.iloc[drawn.rows]
    names, roles = table["name"].astype(str).tolist(), table["role"].astype(str).tolist()
    sectors = list_sectors(e.organisations.iloc[drawn.rows])
    is_core = np.array([role == "core" for role in roles], dtype=bool)
    layout = (
        lay_out_rings(drawn.pairs, roles, sectors)
        if is_core.any()
        else lay_out_packed(drawn.pairs, len(roles), seed=seed)
    )
    still = stand(layout, drawn.pairs, names, roles)
    labels = name_all(still) if len(names) <= MOST_NAMED else name_some(still, drawn.pairs)
    top, foot = _measure_height(still, [named.label for named in labels])
    return render(
        "network.svg",
        ink=INK,
        headline=result.headline,
        box=(0, top, WIDTH, foot - top),
        backdrop_labels=still.texts,
        ties=_list_lines(still.spots, drawn, is_core),
        dots=_list_dots(still, sectors) if len(names) > _MOST_SINGLE else {},
        marks=[
            (name, place_mark(role, SECTOR_COLOURS[sector], x, y, scale=still.scale))
            for name, role, sector, (x, y) in zip(
                names, roles, sectors, still.spots.tolist(), strict=True
            )
            if len(names) <= _MOST_SINGLE or role == "core"
        ],
        labels=labels,
        narrow_labels=name_core(still, top, foot),
    )


def _measure_height(still: Still, labels: Sequence[Label]) -> tuple[float, float]:
    """Return where the picture begins and ends, down: all marks and texts are in it."""
    boxes = [label.edges for label in [*labels, *still.texts]]
    tops = [*(box[1] for box in boxes), *(still.spots[:, 1] - still.reaches).tolist()]
    feet = [*(box[3] for box in boxes), *(still.spots[:, 1] + still.reaches).tolist()]
    # Where everyone has closed there is an empty strip.
    return min(tops, default=0.0) - GAP, max(feet, default=40.0) + GAP


def _list_lines(
    positions: NDArray[np.float64], drawn: Drawn, is_core: NDArray[np.bool_]
) -> list[dict[str, object]]:
    """Return each tie as a line: its ends, whether it counts, and whether it is within the core.

    Of many, all that look alike are one: a path.
    """
    in_core = is_core[drawn.pairs].sum(axis=1)
    chosen = np.sort(np.argsort(-in_core, kind="stable")[:MOST_LINES])
    ends = positions[drawn.pairs[chosen]].reshape(-1, 4).tolist()
    is_counted = drawn.is_counted[chosen]
    is_strong = (in_core[chosen] == 2) & is_counted
    looks = list(zip(is_strong.tolist(), is_counted.tolist(), strict=True))
    if len(ends) <= _MOST_SINGLE:
        return [
            {"ends": end, "path": "", "is_strong": strong, "is_counted": counted}
            for (strong, counted), end in zip(looks, ends, strict=True)
        ]
    paths: dict[tuple[bool, bool], list[str]] = {}
    for look, (x1, y1, x2, y2) in zip(looks, ends, strict=True):
        paths.setdefault(look, []).append(f"M{x1:.0f},{y1:.0f}L{x2:.0f},{y2:.0f}")
    return [
        {"path": "".join(parts), "is_strong": strong, "is_counted": counted}
        for (strong, counted), parts in paths.items()
    ]


def _list_dots(still: Still, sectors: Sequence[str]) -> dict[tuple[str, float], str]:
    """Return the marks outside the core as one path for each colour and width."""
    dots: dict[tuple[str, float], list[tuple[int, int]]] = {}
    for row, ((x, y), sector) in enumerate(zip(still.spots.tolist(), sectors, strict=True)):
        if not still.is_core(row):
            look = SECTOR_COLOURS[sector], 2 * still.reach(row)
            dots.setdefault(look, []).append((round(x), round(y)))
    return {look: _trace_dots(spots) for look, spots in dots.items()}


def _trace_dots(spots: Sequence[tuple[int, int]]) -> str:
    """Return dots as the path of an SVG, from left to right.

    Each is told by the step from the one before it, a third shorter than where it is.
    """
    ordered = sorted(spots)
    steps = zip(ordered, [(0, 0), *ordered], strict=False)
    return "".join(f"m{x - before_x},{y - before_y}h0" for (x, y), (before_x, before_y) in steps)
