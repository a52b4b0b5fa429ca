"""Travel times and distances that the user brings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecosystem.errors import did_you_mean
from ecosystem.wording import join_words

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray

    from ecosystem.data import Ecosystem


Triple = tuple["NDArray[np.intp]", "NDArray[np.intp]", "NDArray[np.float64]"]


def read_travel(
    e: Ecosystem,
    services: pd.DataFrame,
    sites: pd.DataFrame,
    travel: pd.DataFrame | None,
    within_km: float | None,
) -> tuple[str, Triple]:
    """Return the unit of a travel table and its pairs of area and service."""
    none = np.empty(0, dtype=np.intp)
    if travel is None:
        return "km", (none, none, np.empty(0))
    unit = _choose_column(travel, ("km", "minutes"))
    to = _choose_column(travel, ("service_id", "to_area_code"))
    codes = pd.Index(e.areas["area_code"])
    area = _find_codes(travel, "area_code", codes)
    distance = _read_distances(travel, unit)
    if to == "service_id":
        _find_codes(travel, to, pd.Index(e.services["service_id"]))
        service = pd.Index(services["service_id"]).get_indexer(pd.Index(travel[to]))
    else:
        towards = pd.DataFrame({"to": _find_codes(travel, to, codes), "row": np.arange(len(area))})
        placed = sites.loc[sites["area"] >= 0, ["area", "service"]].drop_duplicates()
        joined = towards.merge(placed, left_on="to", right_on="area")
        row = joined["row"].to_numpy()
        area, distance, service = area[row], distance[row], joined["service"].to_numpy()
    is_in = service >= 0
    if within_km is not None:
        if unit == "minutes":
            msg = (
                f"within_km {within_km!r} does not go with travel in minutes. Leave it out and "
                "keep only the rows of travel within your limit."
            )
            raise ValueError(msg)
        is_in &= distance <= within_km
    return unit, (area[is_in], service[is_in], distance[is_in])


def _choose_column(travel: pd.DataFrame, names: Collection[str]) -> str:
    found = [name for name in names if name in travel]
    if len(found) != 1:
        msg = f"travel needs one of the columns {join_words(names)}; it has {list(travel.columns)}."
        raise ValueError(msg)
    return found[0]


def _find_codes(travel: pd.DataFrame, column: str, known: pd.Index) -> NDArray[np.intp]:
    if column not in travel:
        msg = f"travel needs the column {column}; it has {list(travel.columns)}."
        raise ValueError(msg)
    found = known.get_indexer(pd.Index(travel[column]))
    if (found < 0).any():
        value = str(travel[column].iloc[int(np.argmax(found < 0))])
        hint = did_you_mean(value, list(known))
        msg = f"travel, {column}: {value!r} is not in this data. {hint}".strip()
        raise ValueError(msg)
    return found


def _read_distances(travel: pd.DataFrame, unit: str) -> NDArray[np.float64]:
    values = pd.to_numeric(travel[unit], errors="coerce").to_numpy(dtype=float)
    wrong = ~((values >= 0) & np.isfinite(values))
    if wrong.any():
        value = travel[unit].iloc[int(np.argmax(wrong))]
        msg = f"travel, {unit}: {value!r} is no distance. Give numbers, 0 or more, in every row."
        raise ValueError(msg)
    return values
