"""Areas as GeoJSON, with an answer about them: for QGIS, Kepler and other maps.

Format: RFC 7946, https://www.rfc-editor.org/rfc/rfc7946.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecosystem.disclosure import refuse_guarded
from ecosystem.formats.cells_out import as_json_value, list_filled_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from ecosystem.result import Result


def make_geojson(
    cells: Mapping[str, pd.DataFrame], result: Result | None, *, visibility: str
) -> dict[str, object]:
    """Return the areas as points with what is known of each; without a position, no geometry.

    Raises
    ------
    ValueError
        If the answer is not about areas, or rests on rows the audience may not see.
    """
    answers: dict[str, dict[str, object]] = {}
    if result is not None:
        answers = _read_answer(result, visibility)
    features = []
    for record in list_filled_rows(cells["areas"]):
        longitude, latitude = record.pop("longitude", None), record.pop("latitude", None)
        is_placed = longitude is not None and latitude is not None
        code = str(record["area_code"])
        features.append(
            {
                "type": "Feature",
                "id": code,
                "geometry": {"type": "Point", "coordinates": [longitude, latitude]}
                if is_placed
                else None,
                "properties": record | answers.get(code, {}),
            }
        )
    return {"type": "FeatureCollection", "features": features}


def _read_answer(result: Result, visibility: str) -> dict[str, dict[str, object]]:
    if result.table.index.name != "area_code":
        msg = f"result is about {result.table.index.name}; GeoJSON takes an answer about areas."
        raise ValueError(msg)
    refuse_guarded(result.settings, visibility)
    table = result.table if visibility == "private" else result.shown
    return {
        str(code): {str(name): as_json_value(value) for name, value in row.items()}
        for code, row in zip(table.index, table.to_dict("records"), strict=True)
    }
