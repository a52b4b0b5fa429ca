"""Which areas lie within so many km of which sites: a join by squares of a grid.

Every area against every site would be as many pairs as areas times sites. Points near each other on
the ground are near in space, so both are put into cubes as wide as the limit, and only points of
neighbouring cubes are measured: 27 cubes a site, whatever the number of areas.
"""

from __future__ import annotations

from math import sin

import pandas as pd

from ecosystem.geo import EARTH_RADIUS_KM
from ecosystem.options import check_options

from .columns import find_columns, require
from .engines import open_engine

_AREA = {"area_code": ("code",), "latitude": ("lat",), "longitude": ("lon", "lng", "long")}
_SITE = {"service_id": ("service",), "latitude": ("lat",), "longitude": ("lon", "lng", "long")}

_FARTHEST_KM = 1000.0
"""Kilometres that may be asked for: past them most pairs are within, and no grid helps."""

_NEAREST_KM = 0.01

_ALMOST = 1 + 1e-9
"""Rounding at the edge: without it a site at exactly the limit may be left out."""

_POINTS = """
select *, floor(x / {cube}) as i, floor(y / {cube}) as j, floor(z / {cube}) as k from (
  select {key} as id,
    cos(radians(lat)) * cos(radians(lon)) as x,
    cos(radians(lat)) * sin(radians(lon)) as y,
    sin(radians(lat)) as z
  from (
    select distinct cast({key} as string) as {key},
      try_cast(latitude as double) as lat, try_cast(longitude as double) as lon
    from {table}
  ) placed
  where lat between -90 and 90 and lon between -180 and 180 and {key} is not null
) onto_sphere
"""

_NEAR = """
with near as (
  select s.id as service_id, a.id as area_code,
    sqrt((s.x - a.x) * (s.x - a.x) + (s.y - a.y) * (s.y - a.y) + (s.z - a.z) * (s.z - a.z)) as chord
  from site_points s
  cross join steps t
  join area_points a on a.i = s.i + t.di and a.j = s.j + t.dj and a.k = s.k + t.dk
)
select service_id, area_code, min(2 * {radius} * asin(least(chord / 2, 1))) as km
from near where chord <= {chord}
group by service_id, area_code
order by service_id, area_code
"""


@check_options
def reduce_catchments(  # noqa: PLR0913 - two tables, how far, and where it runs
    areas: object,
    sites: object,
    *,
    within_km: float = 10.0,
    engine: object = None,
    memory: str | None = None,
    folder: str | None = None,
) -> pd.DataFrame:
    """Return the areas within some km of each service's sites, in a straight line.

    Parameters
    ----------
    areas, sites
        With area_code, or service_id, latitude and longitude in degrees: a file, a folder or a
        pattern of CSV or Parquet files, a relation of DuckDB, a table of Spark, or a frame. Rows
        without a position reach nothing and are reached by nothing.
    within_km
        How far, from 0.01 to 1,000 km; what lies at exactly that distance is within.
    engine, memory, folder
        As in `reduce_referrals`, but what comes back is held beside the memory.

    Returns
    -------
    pandas.DataFrame
        The table `catchments`: service_id, area_code, and km, the distance to the nearest site.

    Raises
    ------
    ValueError
        If a source is no table or a column is missing, or `within_km` is out of range.
    ImportError
        If the extra `scale` is not installed.

    Examples
    --------
    >>> import ecosystem as eco
    >>> import pandas as pd
    >>> areas = pd.DataFrame({"area_code": ["a", "b"], "latitude": [52.5, 53], "longitude": -1.9})
    >>> sites = pd.DataFrame({"service_id": ["s"], "latitude": [52.51], "longitude": [-1.9]})
    >>> eco.reduce_catchments(areas, sites, within_km=5)["area_code"].tolist()
    ['a']
    """
    if not _NEAREST_KM <= within_km <= _FARTHEST_KM:
        msg = f"within_km {within_km!r} is not between {_NEAREST_KM} and {_FARTHEST_KM:,.0f} km."
        raise ValueError(msg)
    chord = 2 * sin(within_km / (2 * EARTH_RADIUS_KM)) * _ALMOST
    with open_engine(engine, memory=memory, folder=folder) as opened:
        for name, source, known in (("area", areas, _AREA), ("site", sites, _SITE)):
            table = opened.open_source(source)
            headings = [str(one) for one in table.columns]
            found = find_columns(headings, known)
            require(found, tuple(known), headings)
            opened.name_columns(f"{name}_rows", table, found)
            query = _POINTS.format(cube=repr(chord), key=next(iter(known)), table=f"{name}_rows")
            opened.name_query(f"{name}_points", query)
        around = [(di, dj, dk) for di in (-1, 0, 1) for dj in (-1, 0, 1) for dk in (-1, 0, 1)]
        opened.name_frame("steps", pd.DataFrame(around, columns=["di", "dj", "dk"]))
        near = opened.ask(_NEAR.format(chord=repr(chord), radius=EARTH_RADIUS_KM))
    return near.astype({"service_id": "str", "area_code": "str", "km": "float64"})
