"""The network map: who is tied to whom, on one page that works without the internet."""

from __future__ import annotations

from importlib.metadata import distribution
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ecosystem.disclosure import Visibility, refuse_guarded
from ecosystem.errors import wrong_choice
from ecosystem.graph import REFERRAL
from ecosystem.maps.labels import INK, find_title
from ecosystem.maps.still import make_still, make_still_pixels
from ecosystem.options import check_options
from ecosystem.pages import check_ending, hand_out, make_page, read_asset, render
from ecosystem.wording import count_of

from .drawn import caption_network, say_drawn
from .groups import find_groups
from .layout import LAYOUTS, LayoutName
from .marks import RING, SECTOR_COLOURS, list_network_key
from .picture import picture_network
from .views import can_lay_out, find_choices, gather, list_marks, make_overview, make_view

if TYPE_CHECKING:
    import os

    from markupsafe import Markup

    from ecosystem.data import Ecosystem
    from ecosystem.pages import Makers, Page, TextFile
    from ecosystem.questions.core import CoreResult

    from .views import Facts


_MOST_AT_ONCE = 1500
"""Organisations on the screen at once; of more, groups are shown, because marks would lie over one
another. A larger number opens later: 500 are usable after 0.6 s (docs/benchmarks/maps.md)."""

_KINDS = (".html", ".svg", ".png")

_QUESTION = "Who works with whom, and who is the core?"
"""What the map answers: it stands above it, for whoever comes upon it without the data."""

_ENGINE = "pyvis/templates/lib/vis-9.1.2/vis-network.min.js"
"""Where pyvis keeps vis-network."""


@check_options
def draw_network(  # noqa: PLR0913 - three of the six options a function may have
    e: Ecosystem,
    result: CoreResult,
    path: str | os.PathLike[str] | TextFile | None = None,
    *,
    layout: LayoutName | None = None,
    visibility: Visibility = "public",
    seed: int = 0,
) -> Page:
    """Draw organisations and their ties: an interactive page that fetches nothing, or a picture.

    Search, filters, a panel that says who is tied to whom, the way from one organisation to
    another, the same as a table, and pictures to save are on the page; a list of ties is drawn as
    it is. Ties of kinds that did not count in the answer are thin and dashed. Organisations that
    are not active, and ties that have ended, are left out and counted in words. Above 1,500
    organisations it opens on an overview of areas, or of clusters where areas are not known, and
    each of these opens in turn.

    Parameters
    ----------
    e
        The ecosystem.
    result
        The answer of `find_core` about it.
    path
        What to write; a file there is replaced. Its ending decides: .html, the interactive map;
        .svg, a still picture with its key; .png, the same for a paper, 17 cm wide at 300 dots an
        inch (needs the extra `png`). An open text file gets the page; None writes nothing.
    layout
        What the interactive map opens on; the reader can change it. "core rings": the core inside,
        who is uncertain next, the rest around them, each sector a part of the circle. "packed":
        those tied to one another together. "geographic": as on the ground. None: core rings if
        there is
        a core, else packed. Who has no tie, or no known place, stands in a row below.
    visibility
        "public" leaves out ties marked partners or private; "partners" leaves out private ones;
        "private" shows everything. Numbers of people from 1 to 4 read "under 5".
    seed
        Start of the packed layout: same seed, same map.

    Returns
    -------
    Page
        The map: its text is `.html`, `.save(path)` writes it elsewhere or as another kind, `.path`
        is where it was written. In a notebook it shows itself.

    Raises
    ------
    ValueError
        If the path has another ending, the result is about other organisations, or rests on rows
        that the audience may not see, or an option is not one of its choices, or no place is known
        for "geographic" or no core for "core rings".
    """
    check_ending(path, _KINDS)
    refuse_guarded(result.settings, visibility)
    seen = e.select(visibility=visibility)
    organisations = seen.organisations
    if list(result.table.index) != list(organisations["organisation_id"]):
        msg = "result: the answer is about other organisations. Ask find_core of this ecosystem."
        raise ValueError(msg)
    if layout is not None and layout not in LAYOUTS:
        raise wrong_choice(option="layout", value=layout, choices=LAYOUTS)
    facts = gather(seen, result)
    if layout is not None and len(facts.names) <= _MOST_AT_ONCE and not can_lay_out(facts, layout):
        msg = f"layout {layout!r} cannot be drawn: there is no core, or no place is known."
        raise ValueError(msg)

    def make_html() -> str:
        return _make_page(seen, result, facts, layout, seed)

    def make_svg() -> str:
        picture = picture_network(seen, result, seed=seed)
        key, caption = list_network_key(seen, result), caption_network(seen, result)
        return make_still(picture, key, caption, title=_QUESTION, headline=result.headline)

    makers: Makers = {
        ".html": make_html,
        ".svg": make_svg,
        ".png": lambda: make_still_pixels(make_svg()),
    }
    return hand_out(makers, path)


def _make_page(
    e: Ecosystem, result: CoreResult, facts: Facts, layout: LayoutName | None, seed: int
) -> str:
    views = _make_views(e, facts, result, seed)
    first = _get_first(views)
    engine, options = _start_engine(len(first["names"]))
    return make_page(
        title=find_title(e) or _QUESTION,
        body=_render_body(e, result, facts, views),
        style=read_asset("maps.css") + read_asset("network.css"),
        scripts=[engine, read_asset("maps.js"), read_asset("network.js")],
        data={
            "options": options,
            "colours": SECTOR_COLOURS,
            "ink": INK,
            "ring": RING,
            "marks": list_marks(facts),
            "kinds": facts.kinds,
            "counted": [kind in facts.drawn.counted_kinds for kind in facts.kinds],
            "types": facts.service_types,
            "referral": REFERRAL,
            # An overview has its own layout; the one asked for is for the groups opened from it.
            "layout": layout or next(iter(first["layouts"])),
            "names": _list_names(facts, views),
        },
        islands=views,
    )


def _render_body(
    e: Ecosystem, result: CoreResult, facts: Facts, views: dict[str, dict[str, Any]]
) -> Markup:
    return render(
        "network.html",
        data_title=find_title(e),
        title=_QUESTION,
        headline=result.headline,
        alt=f"Map of ties between organisations. {result.headline}",
        choices=find_choices(facts),
        key=list_network_key(e, result),
        remarks=say_drawn(facts.drawn),
        notes=_list_notes(result, views, facts),
    )


def _get_first(views: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Return the view that the page opens on."""
    return views["overview"] if "overview" in views else views["view-0"]


def _make_views(
    e: Ecosystem, facts: Facts, result: CoreResult, seed: int
) -> dict[str, dict[str, Any]]:
    """Return the one view of all organisations, or an overview and a view for each group."""
    size = len(facts.names)
    if size <= _MOST_AT_ONCE:
        return {"view-0": make_view(facts, result, np.arange(size), seed)}
    groups = find_groups(e, facts.rows, facts.drawn.pairs, _MOST_AT_ONCE, seed=seed)
    views = {"overview": make_overview(facts, groups, seed)}
    # The rows of each group lie together in this order, and begin at its bound.
    order = np.argsort(groups.member, kind="stable")
    bounds = np.searchsorted(groups.member[order], np.arange(len(groups.names) + 1))
    for number in range(len(groups.names)):
        rows = order[bounds[number] : bounds[number + 1]]
        views[f"view-{number}"] = make_view(facts, None, rows, seed) | {
            "title": groups.names[number]
        }
    return views


def _list_names(facts: Facts, views: dict[str, dict[str, Any]]) -> list[str]:
    """Return the names that the search box offers; of an overview, those of the groups."""
    if "overview" not in views:
        return facts.names
    return list(views["overview"]["names"])


def _list_notes(result: CoreResult, views: dict[str, dict[str, Any]], facts: Facts) -> list[str]:
    if "overview" not in views:
        return list(result.notes)
    groups = count_of(len(views["overview"]["names"]), "group")
    size = len(facts.names)
    shown = f"{size:,} organisations are shown in {groups}; open one to see who is in it."
    if facts.drawn.other_kinds:
        shown += " Lines between groups are of the ties that count in the core."
    return [shown, *result.notes]


def _start_engine(marks: int) -> tuple[str, dict[str, Any]]:
    """Return pyvis's bundled vis-network, and the options for a picture of so many marks."""
    # Only its file is taken: whoever imports pyvis imports IPython, which a browser has not.
    engine = distribution("pyvis").locate_file(_ENGINE)
    options: dict[str, Any] = {
        "configure": {"enabled": False},
        # Positions are worked out already: nothing may move them.
        "physics": {"enabled": False},
        "layout": {"improvedLayout": False},
        "edges": {"smooth": False, "hoverWidth": 0, "selectionWidth": 0},
        "interaction": {
            "hover": True,
            "keyboard": False,
            "zoomSpeed": 0.6,
            # Without its ties, a large picture keeps up with the hand that moves it.
            "hideEdgesOnDrag": marks > 300,
        },
    }
    return Path(str(engine)).read_text(encoding="utf-8"), options
