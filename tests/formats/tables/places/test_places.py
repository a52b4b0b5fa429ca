"""Cells about areas in the tables: what is read, what is said, and what is not known."""

import subprocess
import sys

import pandas as pd
import pytest
from sheets_by_hand import write_texts

import ecosystem as eco

STOKE, NEWCASTLE, STAFFORD, MOORLANDS = "E06000021", "E07000195", "E07000197", "E07000198"
STAFFORDSHIRE = "E10000028"

ORGANISATIONS = """\
Name,Area
Potters Welcome,Stoke
Moorland Law Centre,Stoke on Trent
Citizens Help,Stafford
Hope Minds,city wide
Health Team,Staffs
Two Towns,"Leek, Stafford"
"""

SERVICES = """\
Name,Service type,Organisation,Areas reached,Delivered in
Drop in,advice,Potters Welcome,"Stoke, Newcastle-under-Lyme",Hanley
Casework,advice,Moorland Law Centre,"Stoke, Newcastle and Staffs Moorlands",Stoke
Counselling,health,Hope Minds,City wide,
Health checks,health,Health Team,Stoke & Staffs,hotels
ESOL,esol,Hope Minds,"Stoke, North Staffs",
Club,esol,Potters Welcome,"Shelton, Hanley",
Line,advice,Citizens Help,Borsetshire,
"""


@pytest.fixture
def read(tmp_path):
    def read_texts(**sheets):
        return eco.read(write_texts(tmp_path / "x", **sheets))

    return read_texts


@pytest.fixture
def partnership(read):
    return read(organisations=ORGANISATIONS, services=SERVICES)


def list_said(e, severity):
    """Return message and suggestion of the problems of a severity, by table, row and value."""
    rows = e.problems[e.problems["severity"] == severity]
    return {
        (
            row["table"],
            int(row["row"]),
            row["value"],
        ): f"{row['message']} {row['suggestion']}".strip()
        for row in rows.to_dict("records")
        if pd.notna(row["row"])
    }


def list_reached(e):
    names = e.services.set_index("service_id")["name"]
    reached = e.catchments.groupby("service_id")["area_code"].agg(list)
    return {names[service]: sorted(codes) for service, codes in reached.items()}


def test_what_is_named_is_reached(partnership):
    """Newcastle is read among rows of Staffordshire; Shelton and Hanley are one place, once."""
    assert list_reached(partnership) == {
        "Drop in": [STOKE, NEWCASTLE],
        "Casework": [STOKE, NEWCASTLE, MOORLANDS],
        "Health checks": [STOKE, STAFFORDSHIRE],
        "ESOL": [STOKE],
        "Club": [STOKE],
    }


def test_words_that_could_not_be_read_stay_with_the_service(partnership):
    """Of Health checks the hotels say where it is given; whom it reaches is told."""
    services = partnership.services.set_index("name")["areas_unclear"]
    assert services[services.notna() & (services != "")].to_dict() == {
        "Counselling": "City wide",
        "ESOL": "North Staffs",
        "Line": "Borsetshire",
    }


def test_a_site_that_could_not_be_read_is_a_site_somewhere(partnership):
    names = partnership.services.set_index("service_id")["name"]
    sites = partnership.sites.assign(name=partnership.sites["service_id"].map(names))
    areas = sites.set_index("name")["area_code"]
    assert areas["Drop in"] == areas["Casework"] == STOKE
    assert pd.isna(areas["Health checks"])


def test_an_organisation_is_based_in_one_area_or_it_is_not_known(partnership):
    areas = partnership.organisations.set_index("name")["area_code"]
    assert areas["Health Team"] == STAFFORDSHIRE
    assert pd.isna(areas["Hope Minds"])
    assert pd.isna(areas["Two Towns"])
    assert list_said(partnership, "warning")["organisations", 7, "Leek, Stafford"] == (
        "'Leek, Stafford' names several areas, and one is asked for. It is taken as not known, in "
        "1 cell. Name the one."
    )


def test_each_reading_is_said_once_at_its_first_row(partnership):
    said = list_said(partnership, "note")
    assert said["sites", 2, "Hanley"] == (
        "'Hanley' was read as Stoke-on-Trent, as the other rows lie there."
    )
    assert said["catchments", 3, "Newcastle"] == (
        "'Newcastle' was read as Newcastle-under-Lyme, as the other rows lie there."
    )
    assert said["catchments", 5, "Staffs"] == (
        "'Staffs' was read as Staffordshire, the county of 8 authorities."
    )
    several = said["catchments", 2, "Stoke, Newcastle-under-Lyme"]
    # Drop in, Casework and Health checks.
    assert several.startswith("3 cells with several areas, read one by one, as Stoke and")


def test_each_question_is_said_once_with_the_places_it_may_be(partnership):
    said = list_said(partnership, "warning")
    assert said["catchments", 4, "City wide"] == (
        "'City wide' names no place. It is taken as not known, in 1 cell. Name the place that is "
        "meant."
    )
    north = said["catchments", 6, "North Staffs"]
    assert north.startswith("'North Staffs' is only a part of Staffordshire. It is taken as not")
    # Those that rows name first, then the others in the order of their names.
    assert "Newcastle-under-Lyme, Stafford, Staffordshire Moorlands, Stoke-on-Trent, Can" in north
    line = said["catchments", 8, "Borsetshire"]
    assert line.startswith("'Borsetshire' is no area that is known here.")
    assert not (partnership.problems["severity"] == "error").any()


def test_problems_name_the_headings_of_the_file(partnership):
    columns = partnership.problems.set_index("value")["column"]
    assert columns["City wide"] == "Areas reached"
    assert columns["hotels"] == "Delivered in"
    assert columns["city wide"] == "Area"


@pytest.mark.parametrize(("words", "status"), [("City wide", "not known"), ("Stoke", "gap")])
def test_no_area_is_a_gap_that_an_unread_place_may_mean(read, words, status):
    """A reaches Stoke. B does, too, and Stafford has none; or B may: nobody knows."""
    e = read(
        organisations=ORGANISATIONS,
        services=f"Name,Service type,Areas reached\nA,health,Stoke\nB,health,{words}\n",
        demand="Area,Service type,People\nStafford,health,40\n",
    )
    assert eco.find_gaps(e, "health").table.loc[STAFFORD, "status"] == status


def test_needs_must_say_where_and_a_part_is_not_the_whole(read):
    """A row of needs has no other key: it is an error, and what it may be is said."""
    demand = (
        "Area,Service type,People\nStaffs,food,9\nHanley,food,9\nStoke & Stafford,food,9\n"
        "city wide,food,9\n"
    )
    with pytest.raises(eco.DataError) as refused:
        read(organisations=ORGANISATIONS, demand=demand)
    errors = refused.value.problems
    errors = errors[errors["severity"] == "error"].set_index("value")["suggestion"]
    assert sorted(errors.index) == ["Hanley", "Stoke & Stafford", "city wide"]
    assert errors["Hanley"].startswith("It is only a part of an authority: name the authority.")
    assert errors["Stoke & Stafford"].startswith("It names several areas: give each a row")
    assert errors["city wide"].startswith("'city wide' names no place.")


def test_rows_that_come_to_the_same_place_are_one(read):
    """Hanley and Shelton are rows of their own, and both Stoke; the same row twice is an error."""
    services = "Name,Service type\nClub,esol\nMeal,food\n"
    catchments = "Service,Area\nClub,Hanley\nClub,Shelton\nClub,Stafford\nMeal,North Staffs\n"
    e = read(organisations=ORGANISATIONS, services=services, catchments=catchments)
    assert list_reached(e) == {"Club": [STOKE, STAFFORD]}
    assert e.services.set_index("name")["areas_unclear"]["Meal"] == "North Staffs"


def test_the_same_row_twice_is_refused(read):
    services = "Name,Service type\nClub,esol\n"
    catchments = "Service,Area\nClub,Hanley\nClub,Hanley\n"
    with pytest.raises(eco.DataError, match="is there already, in row 2"):
        read(organisations=ORGANISATIONS, services=services, catchments=catchments)


def test_who_is_seen_online_may_live_anywhere(read):
    """Leeds is reached; so may any other place be."""
    services = 'Name,Service type,Areas reached\nLine,advice,"Leeds, online"\n'
    e = read(organisations=ORGANISATIONS, services=services)
    assert list_reached(e) == {"Line": ["E08000035"]}
    assert e.services["areas_unclear"].tolist() == ["online"]


def test_what_was_written_is_read_again_the_same(partnership, tmp_path):
    """The words go into the services table and come back, and nothing more is asked."""
    again = eco.read(eco.write_tables(partnership, tmp_path / "again", visibility="private"))
    pd.testing.assert_frame_equal(again.catchments, partnership.catchments)
    assert (
        again.services["areas_unclear"].tolist() == partnership.services["areas_unclear"].tolist()
    )
    assert not (again.problems["column"] == "areas_unclear").any()


def test_importing_the_library_reads_no_list_of_places():
    name = "ecosystem.formats.tables.places.neighbourhoods"
    code = f"import ecosystem, sys; sys.exit({name!r} in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_cells_are_counted_as_the_file_has_them(read):
    """A's cell becomes two rows with Hanley in them, B's one: three rows of two cells."""
    services = 'Name,Service type,Areas reached\nA,food,"Hanley|Hanley, Stafford"\nB,food,Hanley\n'
    e = read(organisations=ORGANISATIONS, services=services)
    assert list_said(e, "note")["catchments", 2, "Hanley"].endswith(
        "as the other rows lie there. So in 2 cells."
    )
