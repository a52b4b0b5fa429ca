"""The map of places: a hexagon an area, or its true shape, coloured by how far need is met."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ecosystem.disclosure import STAND_IN, count_people, stand_in
from ecosystem.graph import find_positions
from ecosystem.maps.seen import select_seen
from ecosystem.pages import make_page, read_asset, render, write_page

from .colourings import list_measures
from .drawing import CAPTION, Land, draw_land, list_key

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping
    from pathlib import Path

    from markupsafe import Markup

    from ecosystem.data import Ecosystem
    from ecosystem.questions.gaps import GapsResult


_MOST_SERVICES = 500
_MOST_FLOWS = 80


def draw_places(
    e: Ecosystem,
    result: GapsResult,
    path: str | os.PathLike[str],
    *,
    shapes: str | os.PathLike[str] | Mapping[str, Any] | None = None,
    visibility: str = "public",
) -> Path:
    """Write a map of areas with their need and how far it is met: one file, nothing is fetched.

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
        The HTML file to write; a file there is replaced.
    shapes
        A GeoJSON or TopoJSON file of the areas' true shapes, or its content: drawn in place of
        hexagons. One property must hold the area codes.
    visibility
        As for `draw_network`. Numbers of people from 1 to 4 read "under 5".

    Returns
    -------
    Path
        What was written. In a notebook the map shows itself.

    Raises
    ------
    ValueError
        If the result is about other areas, or rests on rows that the audience may not see, or the
        visibility is not one of the three, or the shapes are of other areas or no such file.
    """
    seen = select_seen(e, result, visibility)
    if list(result.table.index) != list(seen.areas["area_code"]):
        msg = "result: the answer is about other areas. Ask find_gaps of this ecosystem."
        raise ValueError(msg)
    title = f"Where is there too little {result.settings['asked']}?"
    land = Land.of(seen, shapes=shapes)
    measures = list_measures(result)
    flows = _list_flows(seen) if land.has_places else []
    reached = _list_reached(seen, result)
    body = render(
        "places.html",
        title=title,
        headline=result.headline,
        picture=draw_land(land, result, sites=_find_sites(seen, result, land), flows=flows),
        key=list_key(result),
        caption=CAPTION if shapes is None else "Each shape is an area.",
        rows=list_rows(result),
        notes=result.notes,
        measures=[one.name for one in measures],
        services=[one["name"] for one in reached],
        has_flows=bool(flows),
        has_map=land.has_places,
    )
    page = make_page(
        title=title,
        body=body,
        style=read_asset("places.css"),
        scripts=[read_asset("places.js")] if land.has_places else [],
        data={
            "areas": [str(name) for name in result.table["name"]],
            "measures": [one.to_plain() for one in measures],
            "services": reached,
        }
        if land.has_places
        else None,
    )
    return write_page(path, page)


def picture_places(e: Ecosystem, result: GapsResult) -> Markup:
    """Return the map as inline SVG, each area with its sentence as a tooltip."""
    return draw_land(Land.of(e, shapes=None), result)


def _find_sites(e: Ecosystem, result: GapsResult, land: Land) -> list[tuple[float, float]]:
    """Return where services of the type asked stand; in hexagons they stand at their area's."""
    sites = find_positions(e).sites
    services = e.services
    asked = str(result.settings["service_type"]).casefold()
    wanted = (services["service_type"].str.casefold() == asked).to_numpy() & find_positions(
        e
    ).is_offered
    return land.place_sites(sites[wanted[sites["service"].to_numpy()]])


def _list_reached(e: Ecosystem, result: GapsResult) -> list[dict[str, Any]]:
    """Return the services of the type asked with the areas each reaches, by position."""
    services = e.services
    asked = str(result.settings["service_type"]).casefold()
    wanted = (services["service_type"].str.casefold() == asked).to_numpy() & find_positions(
        e
    ).is_offered
    reach = find_positions(e).reach
    listed = [
        {
            "name": str(services["name"].iloc[row]),
            "areas": reach.indices[reach.indptr[row] : reach.indptr[row + 1]].tolist(),
        }
        for row in np.flatnonzero(wanted)[:_MOST_SERVICES]
    ]
    return sorted((one for one in listed if one["areas"]), key=lambda one: str(one["name"]))


def _list_flows(e: Ecosystem) -> list[tuple[int, int, float, str]]:
    """Return people referred from one area to another: from, to, people, in words."""
    areas = pd.Index(e.areas["area_code"])
    base = e.organisations.set_index("organisation_id")["area_code"]
    referrals = e.referrals.dropna(subset=["sent"])
    frame = pd.DataFrame(
        {
            "start": areas.get_indexer(pd.Index(base.reindex(referrals["from_id"]))),
            "end": areas.get_indexer(pd.Index(base.reindex(referrals["to_id"]))),
            "people": referrals["sent"].to_numpy(dtype=float),
        }
    )
    frame = frame[(frame["start"] >= 0) & (frame["end"] >= 0) & (frame["start"] != frame["end"])]
    summed = frame.groupby(["start", "end"], as_index=False)["people"].sum()
    summed = summed[summed["people"] > 0]
    # All small numbers are one number here: neither width nor order may tell them apart.
    summed = summed.assign(people=stand_in(summed["people"]))
    summed = summed.sort_values("people", ascending=False, kind="stable")
    names = e.areas["name"].tolist()
    return [
        (
            int(row["start"]),
            int(row["end"]),
            float(row["people"]),
            _say_flow(names[int(row["start"])], names[int(row["end"])], row["people"]),
        )
        for row in summed.head(_MOST_FLOWS).to_dict("records")
    ]


def _say_flow(start: str, end: str, people: float) -> str:
    return f"{start} to {end}: {count_people(people)} people"


def list_rows(result: GapsResult) -> list[dict[str, object]]:
    """Return the areas for a table: most people without help first, small numbers hidden."""
    table = result.table
    # Numbers that may not be shown may not show in the order either.
    masked = table[["deficit", "demand"]].astype(float)
    masked = masked.apply(stand_in).mask(table["is_hidden"].astype(bool), STAND_IN)
    order = masked.sort_values(
        ["deficit", "demand"], ascending=False, na_position="last", kind="stable"
    )
    shown = result.shown.loc[order.index]
    return [
        {
            "code": str(code),
            "position": result.table.index.get_loc(code),
            "name": row["name"],
            "status": row["status"],
            "demand": _people(row["demand"]),
            "places": f"{row['providers_in_area']:,.0f}",
            "provision": _people(row["provision"]),
            "deficit": _people(row["deficit"]),
            "coverage": f"{row['coverage']:.0%}"
            if isinstance(row["coverage"], float) and not np.isnan(row["coverage"])
            else "",
            "nearest": "" if pd.isna(row["nearest_km"]) else f"{row['nearest_km']:,.0f} km",
            "sentence": result.explain(str(code)),
        }
        for code, row in shown.iterrows()
    ]


def _people(value: Any) -> str:  # noqa: ANN401 - a cell holds a number, words or nothing
    if isinstance(value, str):
        return value
    return "" if pd.isna(value) else count_people(float(value))
