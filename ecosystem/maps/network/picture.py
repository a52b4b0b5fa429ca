"""The network map as a still picture."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import numpy as np

from ecosystem.maps.labels import INK, Label
from ecosystem.pages import render

from .drawn import list_drawn
from .layout import lay_out_packed
from .marks import SECTOR_COLOURS, get_mark, list_sectors, place_mark
from .rings import lay_out_rings

if TYPE_CHECKING:
    from markupsafe import Markup
    from numpy.typing import NDArray

    from ecosystem.data import Ecosystem
    from ecosystem.questions.core import CoreResult

    from .drawn import Drawn


_MOST_NAMED = 60
"""Names on one printed page: with more they lie over one another. So many organisations are all
named; of more, so many of the core at most."""

_SOME_NAMED = 20
"""How many of the most tied are named as well, where not all are: whom readers look for first."""

_LINE = 18
"""Letters in a line of a name, about as wide as the spacing of two marks."""


def picture_network(e: Ecosystem, result: CoreResult, *, seed: int = 0) -> Markup:
    """Return the network as inline SVG, names beside the marks where there is room."""
    drawn = list_drawn(e, result)
    pairs, table = drawn.pairs, result.table.iloc[drawn.rows]
    names = table["name"].tolist()
    roles = table["role"].astype(str).tolist()
    sectors = list_sectors(e.organisations.iloc[drawn.rows])
    is_core = np.array([role == "core" for role in roles])
    layout = (
        lay_out_rings(pairs, roles, sectors)
        if "core" in roles
        else lay_out_packed(pairs, len(roles), seed=seed)
    )

    # A margin for the marks and names at the edge: names reach further aside and down than up.
    # Where everyone has closed there is only the middle.
    spots = layout.positions if len(layout.positions) else np.zeros((1, 2))
    extent = np.vstack([spots, *([[x, y]] for x, y, _ in layout.labels)])
    corner = extent.min(axis=0) - np.array([110, 50])
    size = np.ptp(extent, axis=0) + np.array([220, 110])

    positions = layout.positions.tolist()
    return render(
        "network.svg",
        ink=INK,
        headline=result.headline,
        box=(*corner.tolist(), *size.tolist()),
        lines=layout.lines,
        backdrop_labels=[
            Label(lines=[text], x=x, y=y, size=17, weight=600, halo=5)
            for x, y, text in layout.labels
        ],
        ties=_list_lines(layout.positions, drawn, is_core),
        marks=[
            (name, place_mark(role, SECTOR_COLOURS[sector], x, y))
            for name, role, sector, (x, y) in zip(names, roles, sectors, positions, strict=True)
        ],
        labels=[
            Label(
                lines=textwrap.wrap(names[row], _LINE) or [""],
                x=positions[row][0],
                y=positions[row][1] + get_mark(roles[row])[1] + 15,
            )
            for row in sorted(_choose_named(is_core, pairs, len(names)))
        ],
    )


def _list_lines(
    positions: NDArray[np.float64], drawn: Drawn, is_core: NDArray[np.bool_]
) -> list[dict[str, object]]:
    """Return each tie as a line: its ends, whether it counts, and whether it is within the core."""
    ends = positions[drawn.pairs].reshape(-1, 4).tolist()
    strong = (is_core[drawn.pairs].all(axis=1) & drawn.is_counted).tolist()
    return [
        {"x1": x1, "y1": y1, "x2": x2, "y2": y2, "is_strong": is_strong, "is_counted": is_counted}
        for (x1, y1, x2, y2), is_strong, is_counted in zip(
            ends, strong, drawn.is_counted.tolist(), strict=True
        )
    ]


def _choose_named(is_core: NDArray[np.bool_], pairs: NDArray[np.intp], size: int) -> set[int]:
    """Return the rows of those named on the still picture: all if there is room, else the core."""
    if size <= _MOST_NAMED:
        return set(range(size))
    ties = np.bincount(pairs.ravel(), minlength=size)
    most = np.argsort(-ties, kind="stable")[:_SOME_NAMED]
    return {*np.flatnonzero(is_core)[:_MOST_NAMED].tolist(), *most.tolist()}
