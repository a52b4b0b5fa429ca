"""The map of places: a hexagon an area, or its true shape, coloured by how far need is met."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ecosystem.disclosure import (
    Visibility,
    are_stand_ins,
    count_people,
    is_small,
    refuse_guarded,
)
from ecosystem.graph import REFERRAL, find_positions, list_ties
from ecosystem.maps.labels import find_title
from ecosystem.maps.still import make_still, make_still_pixels
from ecosystem.options import check_options
from ecosystem.pages import check_ending, hand_out, make_page, read_asset, render
from ecosystem.wording import count_of, join_words, say_are, say_km, say_share

from .colourings import list_measures
from .drawing import CAPTION, Flow, draw_land, list_key, say_numbers, shorten
from .land import outline_areas
from .services import MAY_ANSWER, show_services

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping

    from markupsafe import Markup
    from numpy.typing import NDArray

    from ecosystem.data import Ecosystem
    from ecosystem.pages import Makers, Page, TextFile
    from ecosystem.questions.gaps import GapsResult

    from .land import Land


_KINDS = (".html", ".svg", ".png")

_LISTED = (
    "name",
    "status",
    "demand",
    "providers_in_area",
    "provision",
    "deficit",
    "coverage",
    "nearest_km",
)
"""Columns of the answer that the table of a page is made of."""

_STATUSES = (
    "Gap: too little room on record for those counted as in need. Thin: some help, but one service "
    "only, none open now, or not room for all."
)
"""What the words of the key mean; the report has them below its table."""

_MOST_FLOWS = 80
"""Flows between areas that are drawn, the largest first: more are a tangle that says nothing."""

_NAMED = 8
"""Areas named in a sentence about the picture; beyond, the rest are counted."""


@check_options
def draw_places(
    e: Ecosystem,
    result: GapsResult,
    path: str | os.PathLike[str] | TextFile | None = None,
    *,
    shapes: str | os.PathLike[str] | Mapping[str, Any] | None = None,
    visibility: Visibility = "public",
) -> Page:
    """Draw areas with their need and how far it is met: a page that fetches nothing, or a picture.

    Every area is a hexagon of one size near its true place, so that small crowded areas are seen
    too. What the areas are coloured by can be changed, the areas a service reaches and the
    referrals between areas can be shown, and the same is on the page as a table. Without scripts
    the map shows the status.

    Parameters
    ----------
    e
        The ecosystem.
    result
        The answer of `find_gaps` about it.
    path
        What to write, by its ending: .html, the page; .svg or .png, a still picture of the status.
        As for `draw_network`.
    shapes
        A GeoJSON or TopoJSON file of the areas' true shapes, or its content: drawn in place of
        hexagons. One property must hold the area codes, of today or of the past; positions are
        longitude and latitude. Areas that it has no shape of stand below the map, as hexagons.
    visibility
        As for `draw_network`. Numbers of people from 1 to 4 read "under 5".

    Returns
    -------
    Page
        The map, as for `draw_network`. In a notebook it shows itself.

    Raises
    ------
    ValueError
        If the path has another ending, the result is about other areas, or rests on rows that the
        audience may not see or on exact counts from 1 to 4 (ask of
        `e.select(visibility="public")`), or the visibility is not one of the three, or the shapes
        are of other areas, on a national grid
        or no such file.
    """
    check_ending(path, _KINDS)
    refuse_guarded(result.settings, visibility)
    seen = e.select(visibility=visibility)
    if list(result.table.index) != list(seen.areas["area_code"]):
        msg = "result: the answer is about other areas. Ask find_gaps of this ecosystem."
        raise ValueError(msg)
    land = outline_areas(seen, shapes)

    def make_svg() -> str:
        caption = " ".join([_caption(shapes, result), *_list_remarks(seen, land)])
        picture, key = draw_land(land, result), list_key(result, land)
        return make_still(picture, key, caption, title=_ask(result), headline=result.headline)

    makers: Makers = {
        ".html": lambda: _make_page(seen, result, land, _caption(shapes, result)),
        ".svg": make_svg,
        ".png": lambda: make_still_pixels(make_svg()),
    }
    return hand_out(makers, path)


def _ask(result: GapsResult) -> str:
    return f"Where is there too little {result.settings['asked']}?"


def _caption(shapes: object, result: GapsResult) -> str:
    if shapes is None:
        return " ".join([CAPTION, *say_numbers(result), _STATUSES])
    return f"Darker is worse. Each shape is an area. {_STATUSES}"


def _make_page(e: Ecosystem, result: GapsResult, land: Land, caption: str) -> str:
    measures = list_measures(result)
    flows = _list_flows(e) if land.has_areas else []
    offer = show_services(e, result, land)
    body = render(
        "places.html",
        data_title=find_title(e),
        title=_ask(result),
        headline=result.headline,
        picture=draw_land(land, result, dots=offer.dots, flows=flows),
        key=list_key(result, land),
        dots=offer.key,
        caption=caption,
        remarks=[*_list_remarks(e, land), *offer.notes],
        rows=list_rows(result),
        notes=result.notes,
        measures=[measure.name for measure in measures],
        services=offer.services,
        may_answer=MAY_ANSWER,
        has_flows=bool(flows),
        has_map=land.has_areas,
    )
    data = {
        "areas": [str(name) for name in result.table["name"]],
        "statuses": [str(status) for status in result.table["status"]],
        "measures": [measure.to_plain(land.is_drawn) for measure in measures],
        "services": offer.services,
    }
    return make_page(
        title=_ask(result),
        body=body,
        style=read_asset("maps.css") + read_asset("places.css"),
        scripts=[read_asset("maps.js"), read_asset("places.js")] if land.has_areas else [],
        data=data if land.has_areas else None,
    )


def picture_places(e: Ecosystem, result: GapsResult) -> Markup:
    """Return the map as inline SVG, each area with its sentence as a tooltip."""
    return draw_land(outline_areas(e, None), result)


def key_places(e: Ecosystem, result: GapsResult) -> list[dict[str, object]]:
    """Return the key of that map."""
    return list_key(result, outline_areas(e, None))


def caption_places(e: Ecosystem, result: GapsResult) -> str:
    """Return what stands under the picture of areas: how to read it, and who is not in it."""
    is_known = np.isfinite(find_positions(e).centres)
    return " ".join(
        [CAPTION, *say_numbers(result), *_say_missing(e, is_known[:, 0] & is_known[:, 1])]
    )


def _list_remarks(e: Ecosystem, land: Land) -> list[str]:
    """Return what the picture does not show as it lies on the ground, in sentences."""
    if not land.has_areas:
        return []
    names, codes = e.areas["name"].map(shorten), e.areas["area_code"]
    remarks = ["London's boroughs stand apart, in an inset."] if land.frames else []
    below = names[land.is_below].tolist()
    if below:
        verb, stand = ("has", "stands") if len(below) == 1 else ("have", "stand")
        remarks.append(
            f"{count_of(len(below), 'area')} {verb} no shape in the file and {stand} below the "
            f"map: {join_words(below, most=_NAMED)}."
        )
    former = names[codes.isin(land.former).to_numpy()].tolist()
    if former:
        remarks.append(
            f"{count_of(len(former), 'area')} {say_are(len(former))} drawn by the shapes of other "
            f"codes of the same place: {join_words(former, most=_NAMED)}."
        )
    return [*remarks, *_say_missing(e, land.is_drawn)]


def _say_missing(e: Ecosystem, is_drawn: NDArray[np.bool_]) -> list[str]:
    """Say which areas are not in the picture, if any."""
    # A larger place is left out without a word: those that lie in it are there.
    is_missing = ~is_drawn & ~find_positions(e).is_larger
    missing = e.areas["name"][is_missing].map(shorten).tolist()
    if not missing or not is_drawn.any():
        return []
    names = join_words(missing, most=_NAMED)
    are = f"{count_of(len(missing), 'area')} {say_are(len(missing))}"
    return [f"{are} only in the table, without a known position: {names}."]


def _list_flows(e: Ecosystem) -> list[Flow]:
    """Return people referred from one area to another, most people first."""
    # Who is closed sends and receives nobody.
    base, referrals = find_positions(e).base, list_ties(e, kinds=[REFERRAL])
    referrals = referrals.dropna(subset=["sent"])
    frame = pd.DataFrame(
        {
            "start": base[referrals["source"]],
            "end": base[referrals["target"]],
            "people": referrals["sent"].to_numpy(dtype=float),
            "is_about": are_stand_ins(referrals["sent"]),
        }
    )
    frame = frame[(frame["start"] >= 0) & (frame["end"] >= 0) & (frame["start"] != frame["end"])]
    flows = frame.groupby(["start", "end"], as_index=False)
    summed = flows.agg(people=("people", "sum"), is_about=("is_about", "any"))
    summed = summed[summed["people"] > 0]
    summed = summed.sort_values("people", ascending=False, kind="stable").head(_MOST_FLOWS)
    names = e.areas["name"].tolist()
    return [
        Flow(
            start=start,
            end=end,
            people=people,
            words=f"{names[start]} to {names[end]}: {_say_sum(people, is_about=is_about)} people",
        )
        for start, end, people, is_about in zip(
            summed["start"].tolist(),
            summed["end"].tolist(),
            summed["people"].tolist(),
            summed["is_about"].tolist(),
            strict=True,
        )
    ]


def _say_sum(people: float, *, is_about: bool) -> str:
    return f"{'about ' if is_about and not is_small(people) else ''}{count_people(people)}"


def list_rows(result: GapsResult) -> list[dict[str, object]]:
    """Return the areas for a table: most people without help first, small numbers hidden.

    A larger place counts by the areas inside it, which have rows of their own.
    """
    positions = pd.Series(np.arange(len(result.table)), result.table.index)
    table = result.table[~result.table["is_whole"].astype(bool)]
    order = table.sort_values(
        ["deficit", "demand"], ascending=False, na_position="last", kind="stable"
    )
    shown = result.shown.loc[order.index, list(_LISTED)].to_dict("records")
    return [
        {
            "code": str(code),
            "position": position,
            "name": row["name"],
            "status": row["status"],
            "demand": _people(row["demand"]),
            "places": f"{row['providers_in_area']:,.0f}",
            "provision": _people(row["provision"]),
            "deficit": _people(row["deficit"]),
            "coverage": say_share(row["coverage"])
            if isinstance(row["coverage"], float) and not np.isnan(row["coverage"])
            else "",
            "nearest": "" if pd.isna(row["nearest_km"]) else say_km(row["nearest_km"]),
            "sentence": result.explain(str(code)),
        }
        for code, position, row in zip(
            order.index, positions[order.index].tolist(), shown, strict=True
        )
    ]


def _people(value: Any) -> str:  # noqa: ANN401 - a cell holds a number, words or nothing
    if isinstance(value, str):
        return value
    return "" if pd.isna(value) else count_people(float(value))
