"""What all samples share: the public figures, how rows are written down, and how files are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from ecosystem.data.tables import SCHEMA_VERSION, TABLES
from ecosystem.data.text import make_slug

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np

FACTS = (
    Path(__file__).resolve().parents[2]
    / "ecosystem"
    / "formats"
    / "tables"
    / "places"
    / "uk_areas.csv"
)

ADVICE = "immigration advice"
OGL = "Open Government Licence v3.0"
ATTRIBUTION = f"Contains public sector information licensed under the {OGL}"
AREA_SOURCES = (
    "Office for National Statistics: area codes, names, population-weighted positions and Census "
    "population. Home Office: people in receipt of asylum support."
)
DEMAND_SOURCE = "Home Office, people in receipt of asylum support"
COUNTED_AS = "people on asylum support"

BEYOND = ("opening_hours", "remark")
"""Columns beyond the tables: hours are printed in a leaflet, and a remark follows what is said of
its area."""

JITTER_DEGREES = 0.02


def read_facts() -> pd.DataFrame:
    """Return the public figures: a row a local authority, as text."""
    return pd.read_csv(FACTS, dtype=str, keep_default_na=False)


def write_tables(tables: Mapping[str, pd.DataFrame], folder: Path) -> None:
    """Write one CSV file a table: columns that hold something, rows in key order."""
    for name, frame in tables.items():
        table = TABLES[name]
        names = [*table.names, *BEYOND]
        used = [one for one in names if one in frame and (frame[one] != "").any()]
        key = [one for one in table.key if one in used]
        ordered = frame.sort_values(key) if key else frame
        write_csv(ordered[used], folder / f"{name}.csv")


def write_csv(frame: pd.DataFrame, path: Path) -> None:
    """Write one CSV file, the same bytes on every machine."""
    path.parent.mkdir(parents=True, exist_ok=True)
    frame.to_csv(path, index=False, encoding="utf-8", lineterminator="\n")


def write_beside(frames: Mapping[str, pd.DataFrame], folder: Path) -> None:
    """Write what is no table of the map, for one question each, in a folder of its own."""
    for name, frame in frames.items():
        write_csv(frame, folder / "beside" / f"{name}.csv")


def list_areas(facts: pd.DataFrame) -> pd.DataFrame:
    """Return the areas as published."""
    columns = ["area_code", "name", "latitude", "longitude", "population"]
    return facts[columns].assign(kind="local authority")


def list_demand(facts: pd.DataFrame, day: str) -> pd.DataFrame:
    """Return the people on asylum support that day; areas without a figure are left out."""
    people = facts[f"asylum_supported_{day.replace('-', '_')}"]
    return pd.DataFrame(
        {
            "area_code": facts["area_code"],
            "service_type": ADVICE,
            "people": people,
            "counted_as": COUNTED_AS,
            "period": day,
            "source": DEMAND_SOURCE,
        }
    )[people != ""]


def describe(**record: str) -> pd.DataFrame:
    """Return the one row of about."""
    return pd.DataFrame([{**record, "schema_version": SCHEMA_VERSION}])


def read_rows(text: str, columns: str) -> pd.DataFrame:
    """Return the rows of a table written as lines with semicolons."""
    rows = [[cell.strip() for cell in line.split(";")] for line in text.strip().splitlines()]
    return pd.DataFrame(rows, columns=columns.split(), dtype=str)


def draw_position(area: pd.Series, rng: np.random.Generator) -> dict[str, str]:
    """Return a spot near the middle of an area."""
    north, east = rng.uniform(-JITTER_DEGREES, JITTER_DEGREES, 2)
    return {
        "latitude": f"{float(area['latitude']) + north:.5f}",
        "longitude": f"{float(area['longitude']) + east:.5f}",
    }


def place_organisations(
    rows: pd.DataFrame, places: pd.DataFrame, rng: np.random.Generator
) -> pd.DataFrame:
    """Return invented organisations by key, each near the middle of the area it is based in.

    `rows` say name and place; `places` are areas by what `rows` call them.
    """
    positions = pd.DataFrame([draw_position(places.loc[place], rng) for place in rows["place"]])
    return rows.assign(
        organisation_id=rows["name"].map(make_slug),
        area_code=rows["place"].map(places["area_code"]),
        **positions,
    ).set_index("key")


def draw_one(options: Sequence[str], rng: np.random.Generator) -> str:
    """Return one of the options."""
    return options[rng.integers(len(options))]


def draw_some(options: Sequence[str], size: int, rng: np.random.Generator) -> list[str]:
    """Return so many different options, in their own order; all of them if there are fewer."""
    return [options[one] for one in sorted(rng.permutation(len(options))[:size])]
