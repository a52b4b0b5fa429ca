"""Where a service is, as its own row says: a postcode or a position makes a site."""

import pytest
from network_files import join_messages
from sheets_by_hand import write_texts

import ecosystem as eco

DEMAND = "Area code,Service type,People\nE08000035,immigration advice,400\n"


def read_service(folder, headings, cells):
    """Read one service with further cells, beside the 400 people of Leeds who need its type."""
    text = f"Service,Service type,Organisation,Capacity,{headings}\n"
    text += f"Advice,immigration advice,Harbour Aid,500,{cells}\n"
    return eco.read(write_texts(folder / "tables", services=text, demand=DEMAND))


def list_sites(e):
    columns = ["area_code", "latitude", "longitude", "postcode", "is_confidential"]
    return e.sites[columns].astype(object).where(e.sites[columns].notna(), None).to_numpy().tolist()


@pytest.mark.parametrize(
    ("headings", "cells", "sites", "status"),
    [
        ("Area code", "E08000035", ["E08000035", None, None, None, None], "covered"),
        ("Area", "Leeds", ["E08000035", None, None, None, None], "covered"),
        ("Local authority", "Leeds", ["E08000035", None, None, None, None], "covered"),
        ("Postcode", "LS1 4AP", [None, None, None, "LS1 4AP", None], "not known"),
        ("Lat,Long", "53.8,-1.54", [None, 53.8, -1.54, None, None], "not known"),
        ("Area,Post code", "Leeds,LS1 4AP", ["E08000035", None, None, "LS1 4AP", None], "covered"),
    ],
)
def test_any_heading_of_a_place_makes_a_site(tmp_path, headings, cells, sites, status):
    """500 places for 400 people in Leeds cover it; where it is not known where, it is no gap."""
    e = read_service(tmp_path, headings, cells)
    assert list_sites(e) == [sites]
    assert "no answer uses" not in join_messages(e)
    assert eco.find_gaps(e, "immigration advice").table["status"].tolist() == [status]


@pytest.mark.parametrize(("word", "is_kept_back"), [("yes", True), ("refuge", True), ("no", False)])
def test_a_place_that_is_confidential_stays_so(tmp_path, word, is_kept_back):
    e = read_service(tmp_path, "Area,Postcode,Confidential", f"Leeds,LS1 4AP,{word}")
    assert list_sites(e) == [["E08000035", None, None, "LS1 4AP", is_kept_back]]
    shown = e.select(visibility="public").sites["postcode"].dropna().tolist()
    assert shown == ([] if is_kept_back else ["LS1 4AP"])


def test_a_postcode_beside_several_areas_is_in_none_of_them_for_certain(tmp_path):
    """Bradford, then Leeds, and a place of which it is not told in which it lies."""
    e = read_service(tmp_path, "Area,Postcode,Confidential", "Leeds; Bradford,LS1 4AP,yes")
    assert list_sites(e) == [
        ["E08000032", None, None, None, True],
        ["E08000035", None, None, None, True],
        [None, None, None, "LS1 4AP", True],
    ]


def test_a_name_with_a_comma_is_one_area(tmp_path):
    e = read_service(tmp_path, "Area,Postcode", '"Bristol, City of",BS1 4AP')
    assert list_sites(e) == [["E06000023", None, None, "BS1 4AP", None]]


def test_a_position_that_is_none_is_told_where_it_stands(tmp_path):
    with pytest.raises(eco.DataError, match=r"row 2, Latitude: '53,8' is not a number"):
        read_service(tmp_path, "Latitude,Longitude", '"53,8",-1.54')


def test_a_service_without_a_place_has_no_site_and_nothing_to_keep_back(tmp_path):
    e = read_service(tmp_path, "Postcode,Confidential", ",yes")
    assert list_sites(e) == []
    (told,) = e.problems.query("column == 'Confidential'").to_dict("records")
    assert told["message"].startswith("1 service marked as confidential without a place to keep")
    assert "private under Visibility" in told["suggestion"]


def test_what_is_private_anyway_needs_no_word(tmp_path):
    e = read_service(tmp_path, "Postcode,Confidential,Visibility", ",yes,private")
    assert "marked as confidential" not in join_messages(e)
