"""GeoJSON read: points that are organisations, services or, as we write them, areas."""

import json

import pytest
from network_files import join_messages, pairs, save

import ecosystem as eco


def _write(tmp_path, *features, name="points.geojson"):
    made = [
        {
            "type": "Feature",
            "geometry": place and {"type": "Point", "coordinates": place},
            "properties": properties,
        }
        for place, properties in features
    ]
    return save(tmp_path, name, json.dumps({"type": "FeatureCollection", "features": made}))


@pytest.mark.parametrize("name", ["points.geojson", "points.json"])
def test_points_are_organisations_with_a_position_longitude_first(tmp_path, name):
    harbour = ([-1.55, 53.8], {"name": "Harbour", "website": "https://harbour.example"})
    e = eco.read(_write(tmp_path, harbour, (None, {"name": "River"}), name=name))
    assert e.organisations["name"].tolist() == ["Harbour", "River"]
    assert pairs(e.organisations.dropna(subset="latitude"), "latitude", "longitude") == [
        (53.8, -1.55)
    ]
    assert "1 feature that is no point" in join_messages(e)


def test_points_with_an_organisation_are_services_with_sites(tmp_path):
    """Two food banks of one organisation are two services, each at its point."""
    bank = {"name": "Food bank", "organisation": "Harbour", "category": "Food"}
    e = eco.read(_write(tmp_path, ([-1.5, 53.8], bank), ([-1.6, 53.9], bank), (None, bank)))
    assert e.organisations["name"].tolist() == ["Harbour"]
    assert pairs(e.sites, "service_id", "latitude", "longitude") == [
        ("harbour-food-bank", 53.8, -1.5),
        ("harbour-food-bank-2", 53.9, -1.6),
    ]
    assert set(e.services["service_type"]) == {"Food"}
    assert len(e.services) == 3


def test_a_place_that_is_kept_back_stays_so(tmp_path):
    refuge = {"name": "Refuge", "service_type": "Housing", "provider": "Harbour"}
    e = eco.read(_write(tmp_path, ([-1.5, 53.8], refuge | {"confidential": True})))
    assert e.sites["is_confidential"].tolist() == [True]
    house = {"name": "Safe House", "sector": "charity", "mask_exact_address": "true"}
    e = eco.read(_write(tmp_path, ([-1.5, 53.8], house)))
    assert e.organisations["latitude"].isna().all()
    assert "1 feature marked as confidential read without a position" in join_messages(e)


def test_areas_as_we_write_them_are_no_organisations(tmp_path):
    e = eco.read_sample("west-midlands")
    eco.write_tables(e, tmp_path / "areas.geojson")
    with pytest.raises(eco.DataError, match="there is no table of organisations"):
        eco.read(tmp_path / "areas.geojson")


def test_a_flat_list_of_records_in_json_is_a_sheet(tmp_path):
    path = save(tmp_path, "list.json", '[{"organisation": "Harbour", "website": "a.example"}]')
    assert eco.read(path).organisations["name"].tolist() == ["Harbour"]
