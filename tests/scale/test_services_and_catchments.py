"""Tests of directories and catchments reduced: by hand, and against every pair measured."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ecosystem as eco
from ecosystem.geo import measure_km

pytest.importorskip("duckdb")

DIRECTORY = pd.DataFrame(
    {
        "id": ["s1", "s1", "s2", "s3", None],
        "title": ["Advice", "Advice", "Food", "Law", "Nothing"],
        "type": ["advice", "advice", "food bank", "legal advice", "advice"],
        "provider_id": ["ash", "ash", "ash", "birch", "cedar"],
        "provider": ["Ash", "Ash", "Ash", "Birch", "Cedar"],
        "gss_code": ["E08000025", "E08000026", None, " ", "E08000025"],
        "service_area": ["E08000025", "E08000025", "E08000026", None, None],
        "places": ["30", "30", "", "x", "5"],
    }
)


def test_a_directory_becomes_tables_that_read():
    """s1 at two places, s2 and s3 at none that is known; the row without a service is left out."""
    tables = eco.reduce_services(DIRECTORY)
    assert tables["services"]["service_id"].tolist() == ["s1", "s2", "s3"]
    assert tables["services"]["capacity"].fillna(-1).tolist() == [30, -1, -1]
    assert tables["sites"].to_numpy().tolist() == [["s1", "E08000025"], ["s1", "E08000026"]]
    assert tables["catchments"].to_numpy().tolist() == [["s1", "E08000025"], ["s2", "E08000026"]]
    assert tables["providers"].to_numpy().tolist() == [
        ["s1", "ash"],
        ["s2", "ash"],
        ["s3", "birch"],
    ]
    codes = sorted({*tables["sites"]["area_code"], *tables["catchments"]["area_code"]})
    e = eco.Ecosystem(**tables, areas=pd.DataFrame({"area_code": codes, "name": codes}))
    assert len(e.services) == 3


def test_a_directory_without_service_types_is_refused():
    with pytest.raises(ValueError, match="no column service_type"):
        eco.reduce_services(DIRECTORY.drop(columns="type"))


@st.composite
def points(draw, name):
    count = draw(st.integers(1, 12))
    near = st.floats(-0.2, 0.2, allow_nan=False)
    places = draw(st.lists(st.tuples(near, near), min_size=count, max_size=count))
    latitude, longitude = draw(st.sampled_from([(52.4, -1.9), (0.0, 179.9), (-89.9, 0.0)]))
    frame = pd.DataFrame(places, columns=["latitude", "longitude"])
    frame["latitude"] = (frame["latitude"] + latitude).clip(-90, 90)
    frame["longitude"] = (frame["longitude"] + longitude + 180) % 360 - 180
    frame[name] = [f"{name} {number}" for number in range(count)]
    return frame


@given(points("area_code"), points("service_id"), st.sampled_from([0.5, 4.0, 30.0]))
@settings(max_examples=25)
def test_what_is_within_is_what_measuring_every_pair_finds(areas, sites, within_km):
    found = eco.reduce_catchments(areas, sites, within_km=within_km)
    expected = {}
    for _, site in sites.iterrows():
        here = np.repeat([[site["latitude"], site["longitude"]]], len(areas), axis=0)
        km = measure_km(here.astype(float), areas[["latitude", "longitude"]].to_numpy(float))
        for code, distance in zip(areas["area_code"], km, strict=True):
            # At the very edge rounding may fall on either side.
            if distance <= within_km * (1 - 1e-6):
                expected[site["service_id"], code] = distance
    told = {(one, two): km for one, two, km in found.itertuples(index=False)}
    assert set(expected) <= set(told)
    for key, distance in told.items():
        assert distance <= within_km * (1 + 1e-6)
        assert distance == pytest.approx(expected.get(key, within_km), rel=1e-5, abs=1e-4)


def test_what_has_no_position_reaches_nothing():
    areas = pd.DataFrame({"area_code": ["a", "b"], "latitude": [52.5, None], "longitude": -1.9})
    sites = pd.DataFrame({"service_id": ["s", "t"], "latitude": [52.5, 520], "longitude": -1.9})
    found = eco.reduce_catchments(areas, sites, within_km=1)
    assert found.to_numpy().tolist() == [["s", "a", 0.0]]


@pytest.mark.parametrize("within_km", [0, -1, 1001, float("nan")])
def test_a_distance_that_is_none_is_refused(within_km):
    with pytest.raises(ValueError, match="within_km"):
        eco.reduce_catchments(DIRECTORY, DIRECTORY, within_km=within_km)
