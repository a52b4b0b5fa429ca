"""True shapes of areas from a file: whose they are, by codes of today or of the past."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ecosystem.data import find_former_codes, find_new_code, list_old_areas

from .outlines import list_features

if TYPE_CHECKING:
    import os
    from collections.abc import Collection, Mapping, Sequence

    from .outlines import Rings


_GRIDS = {
    "27700": "the British National Grid",
    "29901": "the Irish National Grid",
    "29902": "the Irish Grid",
    "29903": "the Irish Grid",
    "2157": "Irish Transverse Mercator",
    "3857": "Web Mercator",
    "900913": "Web Mercator",
}
"""Flat grids in which files of British and Irish places come, by the number that the register of
coordinate systems (EPSG) gives them."""


@dataclass(frozen=True, kw_only=True)
class Shapes:
    """The shapes of areas.

    Attributes
    ----------
    rings : dict
        The rings of each area that has any, by its code: (n, 2) longitude and latitude, degrees.
    former : dict
        The codes by which the file knows an area, where they are those of another day.
    """

    rings: dict[str, Rings]
    former: dict[str, tuple[str, ...]]


def read_shapes(
    source: str | os.PathLike[str] | Mapping[str, Any], codes: Collection[str]
) -> Shapes:
    """Return the rings of each area of which the file has any.

    A feature belongs to the area whose code one of its properties, or its id, holds; of several
    such properties the one that names most areas is taken. An area that the file does not know by
    its code is looked for by its codes of other days.

    Raises
    ------
    ValueError
        If the file is neither GeoJSON nor TopoJSON, names none of the areas or outlines none, or
        its positions are on a national grid.
    """
    content = _load(source)
    features = list_features(content)
    name = _find_code_property([properties for properties, _ in features], set(codes))
    outlines: dict[str, Rings] = defaultdict(list)
    for properties, rings in features:
        # An area may be several features, such as an island each.
        outlines[str(properties.get(name)).strip()] += rings
    outlined = {code: rings for code, rings in outlines.items() if rings}

    known_by = {code: _find_codes(code, outlined.keys(), codes) for code in codes}
    found = {
        code: [ring for one in known_by[code] for ring in outlined[one]]
        for code in codes
        if known_by[code]
    }
    if not found:
        msg = "shapes: no area has an outline in it. Give a file that holds their polygons."
        raise ValueError(msg)
    _refuse_grid(content, found)
    return Shapes(
        rings=found,
        former={code: known_by[code] for code in found if known_by[code] != (code,)},
    )


def _find_codes(code: str, outlined: Collection[str], codes: Collection[str]) -> tuple[str, ...]:
    """Return the codes of the shapes that make up an area: its own, else those of other days."""
    if code in outlined:
        return (code,)
    # What is an area of its own here is no part of another.
    free = set(outlined) - set(codes)
    new = find_new_code(code)
    return find_former_codes(code, free) or ((new,) if new in free else ())


def _load(source: str | os.PathLike[str] | Mapping[str, Any]) -> object:
    """Return the content of a file of JSON, or what is content already."""
    if not isinstance(source, (str, Path)) and not hasattr(source, "__fspath__"):
        return source
    try:
        return json.loads(Path(source).read_text(encoding="utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        msg = f"shapes {str(source)!r} is not JSON. Give a GeoJSON or TopoJSON file."
        raise ValueError(msg) from error


def _find_code_property(features: Sequence[Mapping[str, Any]], codes: set[str]) -> str:
    """Return the name of the property that holds the code of most areas, or raise ValueError."""
    old = {code for code, area in list_old_areas().items() if codes.intersection(area.now)}
    wanted = codes | old | {find_new_code(code) for code in codes} - {""}
    counts: dict[str, int] = defaultdict(int)
    for properties in features:
        for name, value in properties.items():
            counts[name] += str(value).strip() in wanted
    best = max(sorted(counts), key=lambda name: counts[name], default="")
    if not best or not counts[best]:
        code = min(codes, default="")
        msg = f"shapes: no property holds the code of an area, as {code!r}. Give shapes of these."
        raise ValueError(msg)
    return best


def _refuse_grid(content: object, found: Mapping[str, Rings]) -> None:
    """Refuse positions that are not degrees: where sites stand among them cannot be known.

    Raises
    ------
    ValueError
        If the file says that they are on a grid, or they are too large for degrees.
    """
    grid = _name_grid(content)
    across, up = np.concatenate([ring for rings in found.values() for ring in rings]).T
    is_far = (np.abs(across) > 180) | (np.abs(up) > 90)
    if not grid and not is_far.any():
        return
    at = int(is_far.argmax())
    where = f"on {grid}" if grid else "eastings and northings of a national grid"
    msg = (
        f"shapes: the positions are {where}, as {across[at]:,.0f} and {up[at]:,.0f}, not longitude "
        "and latitude, so services cannot be placed among them. Convert the file to WGS84: "
        "ogr2ogr -t_srs EPSG:4326 converted.geojson FILE, or in QGIS export it with EPSG:4326."
    )
    raise ValueError(msg)


def _name_grid(content: object) -> str:
    """Return which flat grid a file says its positions are on, or an empty text."""
    system = content.get("crs") if isinstance(content, dict) else None
    numbers = re.findall(r"\d+", json.dumps(system, default=str))
    return next((f"{_GRIDS[one]} (EPSG:{one})" for one in numbers if one in _GRIDS), "")
