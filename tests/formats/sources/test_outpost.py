"""Outpost, with which councils publish their services: its CSV, and its JSON."""

import json

from network_files import join_messages, pairs, save

import ecosystem as eco

HEADINGS = (
    "import_id,import_id_reference,name,description,organisation,needs_referral,"
    "service_taxonomies,contact_name,contact_email,location_name,location_latitude,"
    "location_longitude,location_postcode,location_visible,mask_exact_address,temporarily_closed"
)
CSV = f"""{HEADINGS}
1,,Drop-in,Tea,Harbour Aid,no,Advice; Food,J Doe,j@example.org,Hall,53.8,-1.55,LS1 3AA,true,false,
2,1,Drop-in,,,,,,,House,53.81,-1.5,LS2 7EY,true,true,
3,,Refuge,Safe,River Trust,yes,Housing,,,Safe house,53.7,-1.6,LS1 3AB,true,TRUE,yes
4,,Line,Talk,harbour aid,no,Advice,,,,,,,,,
5,,Flat,Roof,River Trust,no,Housing,,,Flat,53.9,-1.7,LS3 1AB,false,,
"""


def test_rows_are_services_and_further_rows_their_places(tmp_path):
    """Five rows, of which the second is the first's other place; its terms make it two."""
    e = eco.read(save(tmp_path, "outpost.csv", CSV))
    assert list(e.organisations["name"]) == ["Harbour Aid", "River Trust"]
    assert pairs(e.services, "service_id", "name", "service_type") == [
        ("1", "Drop-in", "Advice"),
        ("1-food", "Drop-in", "Food"),
        ("3", "Refuge", "Housing"),
        ("4", "Line", "Advice"),
        ("5", "Flat", "Housing"),
    ]
    assert pairs(e.providers, "service_id", "organisation_id") == [
        ("1", "harbour-aid"),
        ("1-food", "harbour-aid"),
        ("3", "river-trust"),
        ("4", "harbour-aid"),
        ("5", "river-trust"),
    ]
    assert "'Drop-in' as Advice and Food" in join_messages(e)


def test_the_reader_keeps_hidden_addresses_hidden(tmp_path):
    """Masked (rows 2 and 3) or not visible (row 5): confidential, and in nothing public."""
    e = eco.read(save(tmp_path, "outpost.csv", CSV))
    hidden = e.sites[e.sites["is_confidential"].fillna(value=False).astype(bool)]
    assert sorted(set(hidden["postcode"])) == ["LS1 3AB", "LS2 7EY", "LS3 1AB"]
    assert set(e.select(visibility="public").sites["postcode"]) == {"LS1 3AA"}


def test_status_and_way_in_are_read_and_contacts_are_not(tmp_path):
    e = eco.read(save(tmp_path, "outpost.csv", CSV))
    refuge = e.services.set_index("service_id").loc["3"]
    assert (refuge["status"], refuge["access"]) == ("temporarily closed", "agency referral")
    for name in ("organisations", "services", "sites"):
        assert not getattr(e, name).astype(str).isin(["J Doe", "j@example.org"]).any(axis=None)


def test_its_json_is_read_with_the_place_inside_the_service(tmp_path):
    """A GeoJSON point has east first; organisation is spelt as in Britain."""
    record = {
        "id": 1,
        "name": "Club",
        "description": "d",
        "organisation": {"id": 5, "name": "Org"},
        "locations": [
            {
                "id": 1,
                "postal_code": "LS1 3AA",
                "geometry": {"type": "Point", "coordinates": [-1.5, 53.8]},
                "mask_exact_address": True,
            },
            {"id": 2, "geometry": {"type": "Point", "coordinates": [-1.6, 53.9]}},
        ],
        "taxonomies": [{"id": 1, "name": "Food bank", "slug": "food-bank"}],
    }
    e = eco.read(save(tmp_path, "services.json", json.dumps({"content": [record]})))
    assert pairs(e.providers, "service_id", "organisation_id") == [("1", "5")]
    assert list(e.services["service_type"]) == ["Food bank"]
    assert pairs(e.sites.fillna({"is_confidential": False}), "latitude", "is_confidential") == [
        (53.8, True),
        (53.9, False),
    ]
