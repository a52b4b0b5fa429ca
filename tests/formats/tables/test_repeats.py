"""Rows of one name without an id."""

import openpyxl
from network_files import join_messages, pairs

import ecosystem as eco


def _read(folder, **tables):
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return eco.read(folder)


def test_an_organisation_on_two_rows_is_one_and_each_row_fills_the_other(tmp_path):
    e = _read(
        tmp_path,
        organisations="Name,Sector,Website\nAsh,charity,\nElm,,\nash,,https://ash.example\n",
    )
    assert e.organisations["name"].tolist() == ["Ash", "Elm"]
    row = e.organisations.iloc[0]
    assert (row["sector"], row["website"]) == ("voluntary", "https://ash.example")
    assert "1 organisation on several rows, each read as one: Ash." in set(e.problems["message"])


def test_rows_that_differ_say_so_and_the_first_counts(tmp_path):
    e = _read(tmp_path, organisations="Name,Sector\nAsh,faith\nAsh,funder\n")
    assert e.organisations["sector"].tolist() == ["faith"]
    assert e.problems["message"].str.contains("differ in 'Sector'").any()


def test_one_name_in_two_areas_is_two_organisations(tmp_path):
    e = _read(tmp_path, organisations="Name,Area\nAge Ash,Leeds\nAge Ash,York\n")
    assert len(e.organisations) == 2
    assert e.problems["message"].str.contains("each read as an organisation of its own").any()


def test_the_order_of_rows_changes_no_id(tmp_path):
    rows = ["Age Ash,Leeds", "Age Ash,York", "Age Ash,Hull"]
    both = []
    for ordered in (rows, rows[::-1]):
        e = _read(tmp_path, organisations="\n".join(["Name,Area", *ordered]))
        both.append(e.organisations.set_index("organisation_id")["area_code"].to_dict())
    assert both[0] == both[1]


def test_two_services_of_one_name_are_two(tmp_path):
    e = _read(
        tmp_path,
        organisations="Name\nAsh\n",
        services="Name,Service type,Organisation,Level\nDrop-in,advice,Ash,1\n"
        "Drop-in,advice,Ash,2\n",
    )
    assert sorted(e.services["level"]) == [1, 2]


def test_the_list_of_last_year_is_told_of_where_it_counts_beside_this_years(tmp_path):
    """Ash teaches ESOL in both years: one of three services is there twice.

    Elm is on both sheets, too, but in two places, which are two services. Which sheet is the later
    no year in its name tells.
    """
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, place in (("Old list", "Leeds"), ("New list", "York")):
        sheet = book.create_sheet(title)
        for row in (
            ["Organisation", "What they do", "Area"],
            ["Ash", "ESOL", "Leeds"],
            ["Elm", "food bank", place],
        ):
            sheet.append(row)
    book.save(tmp_path / "lists.xlsx")
    warnings = eco.read(tmp_path / "lists.xlsx").problems.query("severity == 'warning'")
    (message,) = [said for said in warnings["message"] if "more than once" in said]
    assert message == (
        "1 service counted more than once, because the sheets 'Old list' and 'New list' list the "
        "same, as 'ESOL' of Ash."
    )


def test_a_service_on_a_row_for_each_area_is_one_that_reaches_all(tmp_path):
    """Three rows of Harbour's parcels, two in other areas and one again; River's are its own."""
    e = _read(
        tmp_path,
        services=(
            "Organisation,Service,Service type,Areas\nHarbour,Parcels,food,Leeds\n"
            "Harbour,parcels,food,Bradford\nHarbour,Parcels,food,Leeds\nRiver,Parcels,food,Leeds\n"
        ),
    )
    assert pairs(e.catchments, "service_id", "area_code") == [
        ("harbour-parcels", "E08000032"),
        ("harbour-parcels", "E08000035"),
        ("river-parcels", "E08000035"),
    ]
    assert "1 service on several rows that say the same but for where it is" in join_messages(e)


def test_rows_of_a_service_with_a_capacity_each_stay_apart(tmp_path):
    """50 in each of two areas, or 50 in both: nothing tells, so that it is asked."""
    e = _read(
        tmp_path,
        services=(
            "Organisation,Service,Service type,Areas,Capacity\nHarbour,Parcels,food,Leeds,50\n"
            "Harbour,Parcels,food,Bradford,50\n"
        ),
    )
    assert list(e.services["capacity"]) == [50, 50]
    assert "1 service on several rows with a capacity in each" in join_messages(e)


def test_a_row_without_an_area_is_no_row_of_the_same_service(tmp_path):
    """It may reach any: joined to Leeds it would reach Leeds alone."""
    e = _read(
        tmp_path,
        services=(
            "Organisation,Service,Service type,Areas\nHarbour,Parcels,food,Leeds\n"
            "Harbour,Parcels,food,\n"
        ),
    )
    assert len(e.services) == 2
