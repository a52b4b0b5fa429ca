"""Travel times and distances that the user brings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecosystem.errors import did_you_mean
from ecosystem.wording import join_words

from .limits import is_within
from .pairs import Pairs

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from numpy.typing import NDArray

    from ecosystem.graph import Positions


def read_travel(
    travel: pd.DataFrame,
    positions: Positions,
    number: NDArray[np.intp],
    sites: pd.DataFrame,
    within_km: float | None,
) -> tuple[str, Pairs]:
    """Return the unit of a travel table, "km" or "minutes", and its pairs of area and service.

    Parameters
    ----------
    travel
        area_code, one of service_id and to_area_code, and one of km and minutes.
    positions
        Of the ecosystem.
    number
        (services,) int: the number of each service among those asked for, -1 if it is not.
    sites
        service (number) and area (row) of each place people can go to.
    within_km
        Longer journeys are left out; None: none are.

    Raises
    ------
    ValueError
        If a column is missing, an id is not in the data, a distance is none, or minutes are to be
        compared with `within_km`.
    """
    unit = _choose_column(travel, ("km", "minutes"))
    towards = _choose_column(travel, ("service_id", "to_area_code"))
    area = _read_rows(travel, "area_code", positions.find_areas, positions.area_codes)
    distance = _read_distances(travel, unit)

    if towards == "service_id":
        service = number[
            _read_rows(travel, towards, positions.find_services, positions.service_ids)
        ]
    else:
        # A journey to an area leads to every service with a site there, once each.
        to_area = _read_rows(travel, towards, positions.find_areas, positions.area_codes)
        journeys = pd.DataFrame({"to": to_area, "journey": np.arange(len(area))})
        placed = sites.loc[sites["area"] >= 0, ["area", "service"]].drop_duplicates()
        joined = journeys.merge(placed, left_on="to", right_on="area")
        journey = joined["journey"].to_numpy()
        area, distance, service = area[journey], distance[journey], joined["service"].to_numpy()

    # A service of another type, or one that has closed, may well have rows; it is not asked for.
    is_in = service >= 0
    if within_km is not None:
        if unit == "minutes":
            msg = (
                f"within_km {within_km!r} does not go with travel in minutes. Leave it out and "
                "keep only the rows of travel within your limit."
            )
            raise ValueError(msg)
        is_in &= is_within(distance, within_km)
    return unit, Pairs(area=area[is_in], service=service[is_in], distance=distance[is_in])


def _choose_column(travel: pd.DataFrame, names: Collection[str]) -> str:
    present = [name for name in names if name in travel]
    if len(present) != 1:
        msg = f"travel needs one of the columns {join_words(names)}; it has {list(travel.columns)}."
        raise ValueError(msg)
    return present[0]


def _read_rows(
    travel: pd.DataFrame,
    column: str,
    find_rows: Callable[[pd.Series], NDArray[np.intp]],
    known: pd.Index,
) -> NDArray[np.intp]:
    """Return the row of each id of a column in the table it belongs to; `known` are its ids."""
    if column not in travel:
        msg = f"travel needs the column {column}; it has {list(travel.columns)}."
        raise ValueError(msg)
    rows = find_rows(travel[column])
    if (rows < 0).any():
        value = str(travel[column].iloc[int(np.argmax(rows < 0))])
        hint = did_you_mean(value, list(known))
        msg = f"travel, {column}: {value!r} is not in this data. {hint}".strip()
        raise ValueError(msg)
    return rows


def _read_distances(travel: pd.DataFrame, unit: str) -> NDArray[np.float64]:
    cells = travel[unit]
    # A span of time taken as a number would be in nanoseconds; it is no number of kilometres.
    if pd.api.types.is_timedelta64_dtype(cells.dtype):
        minutes = cells.dt.total_seconds() / 60
        cells = minutes if unit == "minutes" else cells.astype(str)
    values = pd.to_numeric(cells, errors="coerce").to_numpy(dtype=float)
    wrong = ~((values >= 0) & np.isfinite(values))
    if wrong.any():
        value = travel[unit].iloc[int(np.argmax(wrong))]
        msg = f"travel, {unit}: {value!r} is no distance. Give numbers, 0 or more, in every row."
        raise ValueError(msg)
    return values
