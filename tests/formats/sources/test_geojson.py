"""Areas as GeoJSON, with an answer about them."""

import json

import pytest
from written_tables import make_tables

import ecosystem as eco


def test_areas_with_an_answer_are_geojson(tmp_path):
    e = make_tables().select(visibility="public")
    gaps = eco.find_gaps(e, "advice")
    path = eco.write_tables(e, tmp_path / "gaps.geojson", result=gaps)
    data = json.loads(path.read_text(encoding="utf-8"))
    by_id = {one["id"]: one for one in data["features"]}
    assert by_id["E06000023"]["geometry"] == {"type": "Point", "coordinates": [-2.58, 51.45]}
    assert by_id["x"]["geometry"] is None
    assert by_id["E06000023"]["properties"]["demand"] == "under 5"
    other = by_id["E08000026"]["properties"]
    assert other["status"] == gaps.table.loc["E08000026", "status"]
    assert other["demand"] == gaps.shown.loc["E08000026", "demand"]
    assert "NaN" not in path.read_text(encoding="utf-8")


def test_an_answer_from_guarded_rows_is_not_written_for_the_public(tmp_path):
    gaps = eco.find_gaps(make_tables(), "advice")
    with pytest.raises(ValueError, match="rests on private rows"):
        eco.write_tables(make_tables(), tmp_path / "gaps.geojson", result=gaps)


def test_an_answer_about_organisations_is_no_map_of_areas(tmp_path):
    core = eco.find_core(make_tables())
    with pytest.raises(ValueError, match="result is about organisation_id"):
        eco.write_tables(make_tables(), tmp_path / "x.geojson", result=core, visibility="private")
