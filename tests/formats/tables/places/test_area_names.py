"""Names of areas that lead nowhere, mean several places, or are no places."""

import pytest
from odd_workbooks import join_problems

import ecosystem as eco


def write(tmp_path, *areas, **columns):
    """Return a folder in which service 1, 2 … reaches the first, second … of the areas."""
    folder = tmp_path / "map"
    folder.mkdir()
    (folder / "organisations.csv").write_text("name\nAsh House\n", encoding="utf-8")
    more = "".join(f",{name}" for name in columns)
    cells = "".join(f",{cell}" for cell in columns.values())
    rows = [
        f'Advice {number},advice,Ash House,"{area}"{cells}' for number, area in enumerate(areas, 1)
    ]
    headings = f"name,service_type,organisation,areas_reached{more}"
    (folder / "services.csv").write_text("\n".join([headings, *rows, ""]), encoding="utf-8")
    return folder


def find_suggestion(folder, name):
    problems = eco.check(folder)
    (row,) = problems[problems["value"] == name].to_dict("records")
    return row["suggestion"]


def test_a_suggestion_never_leaves_the_region_of_the_other_rows(tmp_path):
    """By its letters Hanley is nearest to Hackney, in London. It is a part of Stoke."""
    folder = write(tmp_path, "Stoke-on-Trent", "Coventry", "Dudley", "Hanley", "Hackny")
    assert find_suggestion(folder, "Hackny") == (
        "Write the local authority it is in, or list it under Areas."
    )
    assert eco.read(folder).catchments["area_code"].tolist().count("E06000021") == 2


def test_a_slip_in_the_region_of_the_other_rows_is_asked_about(tmp_path):
    folder = write(tmp_path, "Stoke-on-Trent", "Dudley", "Covntry", "Hackney")
    assert find_suggestion(folder, "Covntry").startswith("Did you mean 'Coventry'?")


@pytest.mark.parametrize(
    ("name", "suggestion"),
    [
        ("Hanley", "Write the authority that is meant."),
        (
            "Covntry",
            "Did you mean 'Coventry'? Write the local authority it is in, or list it under ",
        ),
        ("Xyzzy", "Write the local authority it is in, or list it under Areas."),
    ],
)
def test_without_other_rows_only_a_slip_is_asked_about(tmp_path, name, suggestion):
    assert find_suggestion(write(tmp_path, name), name).startswith(suggestion)


def test_regions_london_and_combined_authorities_are_known(tmp_path):
    """Case 24: none of them is an error, and nothing is suggested."""
    e = eco.read(write(tmp_path, "London", "Greater Manchester", "the North East", "Kent"))
    assert len(e.catchments) == 4
    assert "Did you mean" not in join_problems(e.problems)


def test_a_name_of_several_larger_places_says_how_it_was_read_and_how_to_write_the_other(tmp_path):
    """West Midlands: a region of 30 authorities, a combined authority and county of seven."""
    e = eco.read(write(tmp_path, "West Midlands", "West Midlands", "Greater London"))
    (warning,) = e.problems[e.problems["severity"] == "warning"].to_dict("records")
    assert warning["value"] == "West Midlands"
    assert "it was read as the region, 30 authorities." in warning["message"]
    assert "write 'West Midlands combined authority'" in warning["suggestion"]
    assert warning["row"] == 2


@pytest.mark.parametrize("name", ["West Midlands combined authority", "West Midlands region"])
def test_a_name_with_its_kind_is_not_asked_about(tmp_path, name):
    e = eco.read(write(tmp_path, name))
    assert set(e.problems["severity"]) <= {"note"}


@pytest.mark.parametrize(
    "name",
    ["UK wide", "UK-wide", "nationwide", "Nation-wide", "the UK", "across the UK", "All of the UK"],
)
def test_the_whole_country_is_known_in_any_words(tmp_path, name):
    assert eco.read(write(tmp_path, name)).catchments["area_code"].tolist() == ["K02000001"]


@pytest.mark.parametrize("name", ["online", "Online", "Remote", "by phone", "Telephone only"])
def test_online_is_no_area_and_is_said_once_with_what_to_do(tmp_path, name):
    """Three services: two online, one of them in Leeds as well."""
    e = eco.read(write(tmp_path, name, f"Leeds, {name}", "Leeds"))
    (warning,) = e.problems[e.problems["severity"] == "warning"].to_dict("records")
    assert warning["message"].startswith(f"'{name}' is not an area but a way to get in: 2 cells")
    assert "remote only under Access" in warning["suggestion"]
    assert (warning["row"], warning["column"]) == (2, "areas_reached")
    assert e.catchments["area_code"].tolist() == ["E08000035"] * 2
    assert len(e.services) == 3


def test_online_as_a_place_of_delivery_is_left_out_too(tmp_path):
    e = eco.read(write(tmp_path, "Leeds", delivered_in="online"))
    assert e.sites.empty
    assert "'online' is not an area" in join_problems(e.problems)


def test_city_wide_is_asked_which_city(tmp_path):
    hint = find_suggestion(write(tmp_path, "Coventry", "city wide"), "city wide")
    assert hint.startswith("Name the place that is meant.")


@pytest.mark.parametrize(
    ("kind", "code", "count"), [("", "E12000005", 1), ("combined authority", "E47000007", 0)]
)
def test_an_areas_table_may_say_by_the_kind_which_place_a_name_means(tmp_path, kind, code, count):
    folder = write(tmp_path, "West Midlands")
    (folder / "areas.csv").write_text(f"name,kind\nWest Midlands,{kind}\n", encoding="utf-8")
    e = eco.read(folder)
    assert e.areas["area_code"].tolist() == [code]
    assert (e.problems["severity"] == "warning").sum() == count
    assert e.catchments["area_code"].tolist() == [code]


def test_a_county_that_the_areas_table_lists_is_not_added_again(tmp_path):
    """Kent by its code: the ceremonial county, which goes by the name, is another place."""
    folder = write(tmp_path, "Kent")
    (folder / "areas.csv").write_text("area_code,name\nE10000016,Kent\n", encoding="utf-8")
    assert eco.read(folder).catchments["area_code"].tolist() == ["E10000016"]
