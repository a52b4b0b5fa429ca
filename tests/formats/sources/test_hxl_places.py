"""Places of HXL: with their own codes abroad, with those of the ONS in the United Kingdom."""

import pytest
from network_files import join_messages, pairs, save
from who_does_what import write_table

import ecosystem as eco


def _read(tmp_path, tags, *places):
    """Return what is read of one activity of one organisation in some places."""
    names = [f"column {number}" for number in range(len(tags))]
    rows = [("Harbour", "Food", *place) for place in places]
    text = write_table(rows, ("Org", "Sector", *names), ("#org", "#sector", *tags))
    return eco.read(save(tmp_path, "3w.csv", text))


def _areas(e):
    return pairs(e.areas.fillna({"parent_code": ""}), "area_code", "name", "kind", "parent_code")


def test_places_abroad_keep_their_codes_and_lie_in_one_another(tmp_path):
    tags = ("#country+code", "#adm1+name", "#adm1+code", "#adm2+name", "#adm2+code")
    e = _read(tmp_path, tags, ("XXX", "North", "XX01", "Alma", "XX0101"))
    assert _areas(e) == [
        ("XX01", "North", "adm1", "XXX"),
        ("XX0101", "Alma", "adm2", "XX01"),
        ("XXX", "XXX", "country", ""),
    ]


def test_a_place_without_a_code_goes_by_its_name_and_those_around_it(tmp_path):
    """Two towns called Alma, one in the North and one in the South, are two."""
    e = _read(tmp_path, ("#adm1", "#adm2"), ("North", "Alma"), ("South", "Alma"), ("north", "ALMA"))
    assert _areas(e) == [
        ("north", "North", "adm1", ""),
        ("north-alma", "Alma", "adm2", "north"),
        ("south", "South", "adm1", ""),
        ("south-alma", "Alma", "adm2", "south"),
    ]


def test_a_name_without_a_code_has_the_code_that_stands_beside_it_elsewhere(tmp_path):
    tags = ("#adm1+name", "#adm1+code")
    e = _read(tmp_path, tags, ("Alma", "XX01"), ("ALMA", ""), ("alma", "xx01"))
    assert pairs(e.areas, "area_code", "name") == [("XX01", "Alma")]


def test_a_code_beside_two_names_is_said(tmp_path):
    e = _read(tmp_path, ("#adm1+name", "#adm1+code"), ("Alma", "XX01"), ("Bela", "XX01"))
    assert "the code XX01 stands beside Alma and Bela, and is one area" in join_messages(e)


@pytest.mark.parametrize(
    ("tags", "place"),
    [
        (("#country", "#adm1"), ("UK", "Birmingham")),
        (("#country+code", "#adm1+name"), ("GBR", "birmingham")),
        (("#adm2+code",), ("E08000025",)),
        (("#adm1", "#adm2"), ("West Midlands", "Birmingham")),
    ],
)
def test_places_of_the_united_kingdom_have_the_codes_of_today(tmp_path, tags, place):
    e = _read(tmp_path, tags, place)
    assert e.catchments["area_code"].tolist() == ["E08000025"]
    assert e.areas["latitude"].notna().all()


def test_boston_is_british_only_if_every_name_of_its_level_is(tmp_path):
    abroad = _read(tmp_path, ("#adm1",), ("Boston",), ("Springfield",))
    assert abroad.areas["area_code"].tolist() == ["boston", "springfield"]
    elsewhere = _read(tmp_path, ("#country", "#adm1"), ("USA", "Boston"))
    assert elsewhere.areas["area_code"].tolist() == ["usa", "usa-boston"]
    home = _read(tmp_path, ("#adm1",), ("Boston",), ("Lincoln",))
    assert home.areas["name"].tolist() == ["Boston", "Lincoln"]
    assert home.areas["area_code"].str.startswith("E07").all()


def test_a_slip_in_a_british_name_is_said(tmp_path):
    e = _read(tmp_path, ("#country", "#adm1"), ("UK", "Birmigham"), ("UK", "Leeds"))
    assert "Birmigham: said to be in the United Kingdom, and on no list" in join_messages(e)


def test_a_ward_lies_in_its_authority(tmp_path):
    e = _read(tmp_path, ("#adm1+code", "#adm2+name"), ("E08000035", "Headingley"))
    assert _areas(e) == [("e08000035-headingley", "Headingley", "adm2", "E08000035")]


def test_only_a_larger_place_does_not_say_which_smaller_one_is_reached(tmp_path):
    """Alma is reached for certain; of the South it is not known where: no gap may be certain."""
    e = _read(tmp_path, ("#adm1", "#adm2"), ("North", "Alma"), ("South", ""))
    assert e.catchments["area_code"].tolist() == ["north-alma"]
    assert e.services["areas_unclear"].tolist() == ["South"]
    assert "1 row with only a larger place" in join_messages(e)


def test_a_location_counts_where_no_administrative_place_is_tagged(tmp_path):
    e = _read(tmp_path, ("#loc+name",), ("Camp 4",), ("Camp 5",))
    assert e.areas["area_code"].tolist() == ["camp-4", "camp-5"]


def test_points_are_places_where_the_service_is(tmp_path):
    e = _read(tmp_path, ("#adm1+code", "#geo+lat", "#geo+lon"), ("XX01", "12.5", "-3.25"))
    assert pairs(e.sites, "latitude", "longitude", "area_code") == [(12.5, -3.25, "XX01")]


def test_names_in_a_second_language_are_no_second_place(tmp_path):
    e = _read(tmp_path, ("#adm1+name", "#adm1+name+i_fr"), ("North", "Nord"))
    assert e.areas["name"].tolist() == ["North"]


def test_areas_abroad_come_back_as_they_were_written(tmp_path):
    e = _read(tmp_path, ("#adm1+name", "#adm1+code"), ("Alma", "XX01"), ("Bela", "N01"))
    eco.write_tables(e, tmp_path / "out")
    back = eco.read(tmp_path / "out")
    assert _areas(back) == _areas(e)
    assert back.catchments.equals(e.catchments)


def test_needs_of_areas_abroad_are_covered_by_what_reaches_them(tmp_path):
    """60 people in Alma, where Food is given, and 40 in Bela, where none is: one gap, in Bela."""
    folder = tmp_path / "both"
    folder.mkdir()
    rows = [("Harbour", "Food", "Alma", "XX01"), ("Harbour", "Health", "Bela", "XX02")]
    tags = ("#org", "#sector", "#adm1+name", "#adm1+code")
    save(folder, "3w.csv", write_table(rows, ("Org", "Sector", "Where", "Pcode"), tags))
    save(folder, "demand.csv", "Area code,Service type,People\nXX01,Food,60\nXX02,Food,40\n")
    gaps = eco.find_gaps(eco.read(folder), "Food")
    assert gaps.table["is_gap"].to_dict() == {"XX01": False, "XX02": True}
