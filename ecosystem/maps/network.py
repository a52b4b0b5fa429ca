"""The network map: who is tied to whom, on one page that works without the internet."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from markupsafe import Markup, escape

from ecosystem.errors import count_people, join_words
from ecosystem.graph import REFERRAL, list_ties
from ecosystem.html import make_page, read_asset, render, safe_link, write_page

from .audience import select_seen
from .layout import Layout, lay_out

if TYPE_CHECKING:
    import os

    from numpy.typing import NDArray

    from ecosystem.core import CoreResult
    from ecosystem.data import Ecosystem

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
_MOST_NAMED = 12


def draw_network(
    e: Ecosystem,
    result: CoreResult,
    path: str | os.PathLike[str],
    *,
    visibility: str = "public",
    seed: int = 0,
) -> Path:
    """Write an interactive map of organisations and their ties: one file, nothing is fetched.

    The core stands on the inner circle, the wider network around it, and organisations without a
    tie in a row below. Search, filters, a details panel and the same as a table are on the page.

    Parameters
    ----------
    e
        The ecosystem.
    result
        The answer of `find_core` about it.
    path
        The HTML file to write; a file there is replaced.
    visibility
        "public" leaves out ties marked partners or private; "partners" leaves out private ones;
        "private" shows everything. Numbers of people from 1 to 4 read "under 5".
    seed
        Start of the layout: same seed, same map.

    Returns
    -------
    Path
        What was written.

    Raises
    ------
    ValueError
        If the result is about other organisations, or rests on rows that the audience may not
        see, or the visibility is not one of the three.
    """
    import pyvis.network  # noqa: PLC0415 - brings IPython along

    seen = select_seen(e, result, visibility)
    organisations = seen.organisations
    if list(result.table.index) != list(organisations["organisation_id"]):
        msg = "result: the answer is about other organisations. Ask find_core of this ecosystem."
        raise ValueError(msg)
    ties = list_ties(seen)
    pairs = _join_pairs(ties)
    layout = lay_out(
        pairs[["low", "high"]].to_numpy(), (result.table["role"] == "core").to_numpy(), seed=seed
    )
    network = pyvis.network.Network(cdn_resources="in_line")
    network.nodes = _nodes(organisations, result, ties, layout)
    network.edges = _edges(pairs)
    options = json.loads(network.options.to_json()) | {
        "physics": {"enabled": False},
        "edges": {"smooth": False},
        "interaction": {"hover": True, "keyboard": False, "zoomSpeed": 0.6},
    }
    about = seen.about
    title = about["title"].iloc[0] if len(about) and pd.notna(about["title"].iloc[0]) else ""
    body = render(
        "network.html",
        title=title or "Who works with whom",
        headline=result.headline,
        alt=f"Map of ties between organisations. {result.headline}",
        rows=_rows(organisations, result, pairs),
        sectors=sorted(set(organisations["sector"].fillna("not known"))),
        key=[*list_sector_key(organisations), *list_role_key(result)],
        kinds=sorted(set(ties["kind"])),
        notes=result.notes,
    )
    engine = (
        Path(pyvis.network.__file__).parent / "templates/lib/vis-9.1.2/vis-network.min.js"
    ).read_text(encoding="utf-8")
    page = make_page(
        title=title or "Who works with whom",
        body=body,
        style=read_asset("network.css"),
        scripts=[engine, read_asset("network.js")],
        data={"nodes": network.nodes, "edges": network.edges, "options": options},
    )
    return write_page(path, page)


def picture_network(e: Ecosystem, result: CoreResult, *, seed: int = 0) -> Markup:
    """Return the same map as a still picture: inline SVG, names of the core beside their marks."""
    pairs = _join_pairs(list_ties(e))
    roles = result.table["role"].to_numpy()
    layout = lay_out(pairs[["low", "high"]].to_numpy(), roles == "core", seed=seed)
    spots = layout.positions
    names = result.table["name"].tolist()
    sectors = e.organisations["sector"].fillna("not known").tolist()
    named = _named(roles, pairs, len(names))
    left, top = spots.min(axis=0) - np.array([110, 50])
    width, height = np.ptp(spots, axis=0) + np.array([220, 110])
    opening = (
        f'<svg viewBox="{left:.0f} {top:.0f} {width:.0f} {height:.0f}" role="img" '
        f'aria-label="{escape(result.headline)}">'
    )
    parts = [opening]
    parts += [
        f'<line x1="{spots[a, 0]:.0f}" y1="{spots[a, 1]:.0f}" x2="{spots[b, 0]:.0f}" '
        f'y2="{spots[b, 1]:.0f}" stroke="#6b7f7c" stroke-opacity="{0.75 if strong else 0.28}" '
        f'stroke-width="{3 if strong else 1.4}"/>'
        for a, b, strong in zip(
            pairs["low"],
            pairs["high"],
            (roles[pairs["low"]] == "core") & (roles[pairs["high"]] == "core"),
            strict=True,
        )
    ]
    for position, (x, y) in enumerate(spots):
        mark = _mark_svg(str(roles[position]), SECTOR_COLOURS[sectors[position]], x, y)
        parts.append(f"<g><title>{escape(names[position])}</title>{mark}")
        if position in named:
            parts.append(_label_svg(names[position], x, y + _mark(str(roles[position]))[1] + 15))
        parts.append("</g>")
    if layout.row_top is not None:
        parts.append(
            f'<text x="0" y="{layout.row_top:.0f}" text-anchor="middle" font-size="17" '
            'font-weight="600">Not linked yet</text>'
        )
    parts.append("</svg>")
    return Markup("".join(parts))  # noqa: S704 - every name in it is escaped


def _join_pairs(ties: pd.DataFrame) -> pd.DataFrame:
    """Return tied pairs, direction ignored: low, high (positions), rows, kinds."""
    ends = ties[["source", "target"]].to_numpy()
    pairs = pd.DataFrame(
        {"low": ends.min(axis=1), "high": ends.max(axis=1), "kind": ties["kind"].to_numpy()}
    )
    grouped = pairs.groupby(["low", "high"], sort=True)["kind"]
    return grouped.agg(rows="size", kinds=lambda kinds: sorted(set(kinds))).reset_index()


def _mark(role: str) -> tuple[str, float, float]:
    return _MARKS.get(role, _PLAIN_MARK)


def _nodes(
    organisations: pd.DataFrame, result: CoreResult, ties: pd.DataFrame, layout: Layout
) -> list[dict[str, Any]]:
    lines = _tie_lines(ties, result.table["name"].tolist())
    sectors = organisations["sector"].fillna("not known")
    nodes: list[dict[str, Any]] = []
    rows = zip(result.table.itertuples(), sectors, organisations["website"], strict=True)
    for position, (row, sector, website) in enumerate(rows):
        shape, size, border = _mark(str(row.role))
        colour = SECTOR_COLOURS[sector]
        nodes.append(
            {
                "id": position,
                "label": textwrap.fill(str(row.name), 18),
                "name": str(row.name),
                "sector": sector,
                "sentence": result.explain(str(row.Index)),
                "website": safe_link(website),
                "ties": lines[position],
                "x": round(float(layout.positions[position, 0]), 1),
                "y": round(float(layout.positions[position, 1]), 1),
                "shape": shape,
                "size": size,
                "borderWidth": border,
                "color": {
                    "background": colour,
                    "border": INK,
                    "highlight": {"background": colour, "border": "#b3541e"},
                    "hover": {"background": colour, "border": "#b3541e"},
                },
                "font": {"size": 19 if row.role == "core" else 14, "color": INK},
            }
        )
    if layout.row_top is not None:
        nodes.append(
            {
                "id": "unlinked",
                "label": "Not linked yet",
                "shape": "text",
                "x": 0,
                "y": round(layout.row_top, 1),
                "font": {"size": 18, "color": INK},
            }
        )
    return nodes


def _edges(pairs: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        {
            "id": number,
            "from": int(row["low"]),
            "to": int(row["high"]),
            "kinds": row["kinds"],
            "width": 1 + 0.7 * min(int(row["rows"]), 5),
            "color": {"color": "#5f7370", "highlight": "#b3541e", "opacity": 0.45},
        }
        for number, row in enumerate(pairs.to_dict("records"))
    ]


def _tie_lines(ties: pd.DataFrame, names: list[str]) -> list[list[str]]:
    """Return, for each organisation, what ties it to whom, a line a kind and direction."""
    gathered: dict[int, dict[str, dict[str, float]]] = {}
    for tie in ties.to_dict("records"):
        source, target, kind = tie["source"], tie["target"], tie["kind"]
        if kind == REFERRAL:
            heads = ("Refers to", "Receives referrals from")
        elif tie["goes_both_ways"]:
            heads = (kind.capitalize(), kind.capitalize())
        else:
            heads = (f"{kind.capitalize()} →", f"← {kind.capitalize()}")
        for one, other, head in ((source, target, heads[0]), (target, source, heads[1])):
            people = gathered.setdefault(one, {}).setdefault(head, {})
            before = people.get(names[other], np.nan)
            people[names[other]] = np.nansum([before, tie["sent"]]) or before
    return [
        [
            f"{head}: {join_words(_with_people(others), most=_MOST_NAMED)}"
            for head, others in sorted(gathered.get(position, {}).items())
        ]
        for position in range(len(names))
    ]


def _with_people(others: dict[str, float]) -> list[str]:
    return [
        name if pd.isna(people) else f"{name} ({count_people(people)} people)"
        for name, people in sorted(others.items())
    ]


def _rows(
    organisations: pd.DataFrame, result: CoreResult, pairs: pd.DataFrame
) -> list[dict[str, object]]:
    tied = np.bincount(pairs[["low", "high"]].to_numpy().ravel(), minlength=len(organisations))
    return [
        {
            "name": str(row.name),
            "sector": sector,
            "role": row.role,
            "tied_to": int(count),
            "sentence": result.explain(str(row.Index)),
        }
        for row, sector, count in zip(
            result.table.itertuples(),
            organisations["sector"].fillna("not known"),
            tied,
            strict=True,
        )
    ]


def list_sector_key(organisations: pd.DataFrame) -> list[dict[str, object]]:
    """Return the key of colours: each sector, its mark and how many organisations are of it."""
    counts = organisations["sector"].fillna("not known").value_counts()
    return [
        _key_entry(name, int(counts[name]), _mark_svg("", colour, 10, 10, scale=0.5))
        for name, colour in SECTOR_COLOURS.items()
        if name in counts.index
    ]


def list_role_key(result: CoreResult) -> list[dict[str, object]]:
    """Return the key of shapes: each role, its mark and how many organisations have it."""
    counts = result.table["role"].value_counts().sort_index()
    return [
        _key_entry(str(role), int(count), _mark_svg(str(role), "#ffffff", 10, 10, scale=0.36))
        for role, count in counts.items()
    ]


def _key_entry(name: str, count: int, mark: str) -> dict[str, object]:
    return {"name": name, "count": count, "mark": Markup(mark)}  # noqa: S704 - our own drawing


def _mark_svg(role: str, colour: str, x: float, y: float, *, scale: float = 1.0) -> str:
    shape, size, border = _mark(role)
    half = size * scale
    look = f'fill="{colour}" stroke="{INK}" stroke-width="{max(1.0, border * scale):.1f}"'
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


def _label_svg(name: str, x: float, y: float) -> str:
    lines = textwrap.wrap(name, 18) or [""]
    spans = "".join(
        f'<tspan x="{x:.0f}" dy="{0 if number == 0 else 15}">{escape(line)}</tspan>'
        for number, line in enumerate(lines)
    )
    return (
        f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="middle" font-size="13.5" stroke="#ffffff" '
        f'stroke-width="4" paint-order="stroke" stroke-linejoin="round">{spans}</text>'
    )


def _named(roles: NDArray[np.object_], pairs: pd.DataFrame, size: int) -> set[int]:
    """Return who is named on the still picture: everyone if there is room, else the core."""
    if size <= 60:
        return set(range(size))
    tied = np.bincount(pairs[["low", "high"]].to_numpy().ravel(), minlength=size)
    return {*np.flatnonzero(roles == "core").tolist(), *np.argsort(-tied)[:20].tolist()}
