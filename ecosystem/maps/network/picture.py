"""The network map as a still picture."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import numpy as np
from markupsafe import Markup, escape

from ecosystem.graph import list_ties

from .layout import lay_out_packed, lay_out_rings
from .marks import SECTOR_COLOURS, draw_label, draw_mark, get_mark, list_sectors

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecosystem.data import Ecosystem
    from ecosystem.questions.core import CoreResult

    from .layout import Layout


_MOST_NAMED = 60
_SOME_NAMED = 20


def picture_network(e: Ecosystem, result: CoreResult, *, seed: int = 0) -> Markup:
    """Return the network as inline SVG, names beside the marks where there is room."""
    ends = list_ties(e)[["source", "target"]].to_numpy()
    pairs = np.unique(np.sort(ends, axis=1), axis=0)
    roles = result.table["role"].astype(str).tolist()
    sectors = list_sectors(e.organisations)
    has_core = "core" in roles
    layout = (
        lay_out_rings(pairs, roles, sectors)
        if has_core
        else lay_out_packed(pairs, len(roles), seed=seed)
    )
    spots, names = layout.positions, result.table["name"].tolist()
    extent = np.vstack([spots, *([[x, y]] for x, y, _ in layout.labels)])
    left, top = extent.min(axis=0) - np.array([110, 50])
    width, height = np.ptp(extent, axis=0) + np.array([220, 110])
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{left:.0f} {top:.0f} {width:.0f} '
        f'{height:.0f}" role="img" font-family="sans-serif" aria-label="{escape(result.headline)}">'
    )
    parts = [opening, *_draw_backdrop(layout)]
    is_core = np.array([role == "core" for role in roles])
    parts += [_draw_tie(spots[a], spots[b], strong=is_core[a] and is_core[b]) for a, b in pairs]
    named = _choose_named(is_core, pairs, len(names))
    for position, (x, y) in enumerate(spots):
        role = roles[position]
        mark = draw_mark(role, SECTOR_COLOURS[sectors[position]], x, y)
        parts.append(f"<g><title>{escape(names[position])}</title>{mark}</g>")
    for position in sorted(named):
        x, y = spots[position]
        lines = textwrap.wrap(names[position], 18) or [""]
        parts.append(draw_label(lines, x, y + get_mark(roles[position])[1] + 15))
    return Markup("".join([*parts, "</svg>"]))  # noqa: S704 - every name in it is escaped


def _draw_backdrop(layout: Layout) -> list[str]:
    parts = [
        f'<line class="faint" x1="{a:.0f}" y1="{b:.0f}" x2="{c:.0f}" y2="{d:.0f}" '
        'stroke="#c9d4d2" stroke-width="1.2" stroke-dasharray="5 5"/>'
        for a, b, c, d in layout.lines
    ]
    parts += [draw_label([text], x, y, size=17, weight=600, halo=5) for x, y, text in layout.labels]
    return parts


def _draw_tie(a: NDArray[np.float64], b: NDArray[np.float64], *, strong: bool) -> str:
    return (
        f'<line class="tie" x1="{a[0]:.0f}" y1="{a[1]:.0f}" x2="{b[0]:.0f}" y2="{b[1]:.0f}" '
        f'stroke="#6b7f7c" stroke-opacity="{0.75 if strong else 0.28}" '
        f'stroke-width="{3 if strong else 1.4}"/>'
    )


def _choose_named(is_core: NDArray[np.bool_], pairs: NDArray[np.intp], size: int) -> set[int]:
    """Return who is named on the still picture: everyone if there is room, else the core."""
    if size <= _MOST_NAMED:
        return set(range(size))
    tied = np.bincount(pairs.ravel(), minlength=size)
    most = np.argsort(-tied, kind="stable")[:_SOME_NAMED]
    return {*np.flatnonzero(is_core)[:_MOST_NAMED].tolist(), *most.tolist()}
