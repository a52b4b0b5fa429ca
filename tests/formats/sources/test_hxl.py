"""HXL and 3W: organisations, services, areas and ties of a table of who does what, where."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from network_files import join_messages, pairs, save
from who_does_what import HEADINGS, ROWS, TAGS, draw_table, write_cells, write_table

import ecosystem as eco
from ecosystem.formats.sheets.sheet import make_sheet
from ecosystem.formats.sources.hxl import is_hxl, read_hxl


def _read(tmp_path, text, name="3w.csv"):
    return eco.read(save(tmp_path, name, text))


def test_rows_of_one_activity_are_one_service_that_reaches_all_their_areas(tmp_path):
    """Three rows: Health clinic of Harbour with River in two districts, Food parcels in one.

    By hand: organisations Big Fund, Harbour (also HARBOUR), River: 3. Services: 2. Areas: the
    districts XX0101, XX0102, XX0201 and the provinces XX01, XX02: 5. Reached: 120 + 1,080 = 1,200
    by the clinic, 30 by the parcels.
    """
    e = _read(tmp_path, write_table(ROWS))
    assert e.organisations["name"].tolist() == ["Big Fund", "Harbour", "River"]
    assert pairs(e.services, "service_id", "name", "service_type", "status") == [
        ("harbour-clinic", "Clinic", "Health", "active"),
        ("harbour-parcels", "Parcels", "Food", "closed"),
    ]
    assert e.services["used"].astype(float).tolist() == [1200, 30]
    assert pairs(e.catchments, "service_id", "area_code") == [
        ("harbour-clinic", "XX0101"),
        ("harbour-clinic", "XX0102"),
        ("harbour-parcels", "XX0201"),
    ]
    assert pairs(e.areas.fillna({"parent_code": ""}), "area_code", "name", "parent_code") == [
        ("XX01", "North", ""),
        ("XX0101", "Alma", "XX01"),
        ("XX0102", "Bela", "XX01"),
        ("XX02", "South", ""),
        ("XX0201", "Cora", "XX02"),
    ]
    assert "HXL, 3 rows; 3 organisations, 2 services and 3 areas" in join_messages(e)


def test_funders_are_tied_to_leads_and_leads_to_who_carries_it_out(tmp_path):
    e = _read(tmp_path, write_table(ROWS))
    assert pairs(e.relationships, "from_id", "to_id", "kind", "direction") == [
        ("big-fund", "harbour", "funds", "one way"),
        ("harbour", "river", "partner", "both ways"),
    ]
    assert pairs(e.providers.fillna({"role": ""}), "service_id", "organisation_id", "role") == [
        ("harbour-clinic", "harbour", "lead"),
        ("harbour-clinic", "river", "partner"),
        ("harbour-parcels", "harbour", ""),
    ]


def test_a_funder_without_a_lead_funds_who_carries_it_out(tmp_path):
    rows = [("Big Fund", "River", "Food"), ("River", "River", "Health")]
    e = _read(tmp_path, write_table(rows, ("A", "B", "C"), ("#org+donor", "#org+impl", "#sector")))
    assert pairs(e.relationships, "from_id", "to_id", "kind") == [("big-fund", "river", "funds")]


def test_capitals_split_no_organisation_and_under_5_is_no_number(tmp_path):
    """Reached "under 5" and 50: the sum lies between 51 and 54, and so is not known."""
    rows = [("Harbour", "Food", "A", "under 5"), ("harbour ", "FOOD", "B", "50")]
    tags = ("#org", "#sector", "#adm1+code", "#reached")
    e = _read(tmp_path, write_table(rows, ("Org", "Sector", "Where", "Reached"), tags))
    assert len(e.organisations) == len(e.services) == 1
    assert "used" not in e.services or e.services["used"].isna().all()


def test_few_people_reached_do_not_leave_the_house(tmp_path):
    tags = ("#org", "#sector", "#reached")
    e = _read(tmp_path, write_table([("Harbour", "Food", "3")], ("Org", "Sector", "People"), tags))
    eco.write_tables(e, tmp_path / "out")
    assert "3" not in (tmp_path / "out" / "services.csv").read_text(encoding="utf-8")


def test_what_ended_in_one_place_may_go_on_in_another(tmp_path):
    rows = [("Harbour", "Food", "A", "Completed"), ("Harbour", "Food", "B", "ongoing")]
    tags = ("#org", "#sector", "#adm1+code", "#status")
    e = _read(tmp_path, write_table(rows, ("Org", "Sector", "Where", "Status"), tags))
    assert pairs(e.services, "service_id", "status") == [
        ("harbour-food", "active"),
        ("harbour-food-2", "closed"),
    ]
    assert pairs(e.catchments, "service_id", "area_code") == [
        ("harbour-food", "B"),
        ("harbour-food-2", "A"),
    ]


def test_a_status_that_is_no_known_word_is_said(tmp_path):
    tags = ("#org", "#sector", "#status")
    e = _read(tmp_path, write_table([("Harbour", "Food", "tbd!")], ("A", "B", "C"), tags))
    assert e.services["status"].isna().all()
    assert "the status 'tbd!' is no word that is known" in join_messages(e)


def test_several_organisations_in_a_cell_are_parted_at_commas_only_if_all_are_known(tmp_path):
    """Smith, Jones is one: no cell holds Jones alone. Harbour, River are two."""
    rows = [("Harbour; River", "Food"), ("Harbour, River", "Health"), ("Smith, Jones", "Food")]
    e = _read(tmp_path, write_table(rows, ("Org", "Sector"), ("#org", "#sector")))
    assert e.organisations["name"].tolist() == ["Harbour", "River", "Smith, Jones"]
    assert len(e.providers) == 5


def test_types_of_organisations_are_read_where_they_are_ours_and_kept(tmp_path):
    rows = [("Harbour", "INGO", "HR", "Food"), ("Agency X", "UN", "", "Food")]
    tags = ("#org+name", "#org+type", "#org+acronym", "#sector")
    e = _read(tmp_path, write_table(rows, ("Name", "Type", "Short", "Sector"), tags))
    made = e.organisations.set_index("name")
    assert made["sector"].fillna("").to_dict() == {"Harbour": "voluntary", "Agency X": ""}
    assert made.loc["Agency X", "type (as given)"] == "UN"
    assert made.loc["Harbour", "other_names"] == "HR"


def test_an_acronym_alone_means_the_organisation_it_stands_beside(tmp_path):
    rows = [("Harbour", "HR", "Food"), ("", "HR", "Health")]
    tags = ("#org+name", "#org+acronym", "#sector")
    e = _read(tmp_path, write_table(rows, ("Name", "Short", "Sector"), tags))
    assert e.organisations["name"].tolist() == ["Harbour"]
    assert len(e.services) == 2


def test_one_code_of_two_organisations_is_said_and_joins_nobody(tmp_path):
    rows = [("Harbour", "7", "Food"), ("River", "7", "Food")]
    tags = ("#org", "#org+code", "#sector")
    e = _read(tmp_path, write_table(rows, ("Name", "Code", "Sector"), tags))
    assert len(e.organisations) == 2
    assert "the code '7' stands beside Harbour and River" in join_messages(e)


def test_a_charity_number_is_read_from_a_code_of_its_register(tmp_path):
    tags = ("#org", "#org+code", "#sector")
    text = write_table([("Harbour", "gb-chc-1164883", "Food")], ("Name", "Code", "Sector"), tags)
    assert _read(tmp_path, text).organisations["charity_number"].tolist() == ["1164883"]


def test_rows_equal_in_every_cell_are_one_and_rows_that_name_nobody_are_left_out(tmp_path):
    rows = [("Harbour", "Food", "40"), ("Harbour", "Food", "40"), ("", "", "80")]
    tags = ("#org", "#sector", "#reached")
    e = _read(tmp_path, write_table(rows, ("Name", "Sector", "Reached"), tags))
    assert e.services["used"].astype(float).tolist() == [40]
    assert "1 row equal to another in every cell" in join_messages(e)
    assert "1 row that names neither who nor what left out" in join_messages(e)


def test_a_row_without_a_word_on_what_is_done_makes_no_service(tmp_path):
    rows = [("Harbour", "Food", "A"), ("River", "", "B")]
    tags = ("#org", "#sector", "#adm1+code")
    e = _read(tmp_path, write_table(rows, ("Name", "Sector", "Where"), tags))
    assert e.organisations["name"].tolist() == ["Harbour", "River"]
    assert len(e.services) == 1
    assert "1 row without a word on what is done" in join_messages(e)


def test_several_sectors_in_a_cell_are_services_of_which_reach_is_not_known(tmp_path):
    tags = ("#org", "#sector", "#reached")
    e = _read(tmp_path, write_table([("Harbour", "Food; Health", "40")], ("A", "B", "C"), tags))
    assert e.services["service_type"].tolist() == ["Food", "Health"]
    assert "used" not in e.services


@pytest.mark.parametrize("form", ["arrays", "objects"])
def test_json_is_read_as_the_same_table_in_csv_is(tmp_path, form):
    rows = [dict(zip(TAGS, row, strict=True)) for row in ROWS]
    data = rows if form == "objects" else [HEADINGS, TAGS, *ROWS]
    e = _read(tmp_path, json.dumps(data), "3w.json")
    same = _read(tmp_path, write_table(ROWS))
    for name in ("organisations", "services", "providers", "catchments", "areas", "relationships"):
        assert getattr(e, name).equals(getattr(same, name))
    assert list(e.problems["row"].dropna()) == ([2] if form == "arrays" else [])


def test_json_that_is_no_hxl_is_refused_when_it_is_said_to_be(tmp_path):
    with pytest.raises(eco.DataError, match="HXL"):
        eco.read(save(tmp_path, "a.json", '[{"name": "Harbour"}]'), format="hxl")
    with pytest.raises(eco.DataError, match="a row of tags below the headings"):
        eco.read(save(tmp_path, "a.csv", "Organisation\nHarbour\n"), format="hxl")


def test_a_list_of_ties_with_tags_stays_a_list_of_ties(tmp_path):
    text = "From,To,Kind\n#org+prog,#org+impl,#activity\nHarbour,River,funds\n"
    e = _read(tmp_path, text)
    assert e.organisations["name"].tolist() == ["Harbour", "River"]
    assert pairs(e.relationships, "from_id", "to_id", "kind") == [("harbour", "river", "funds")]


def test_tags_of_another_table_are_no_row_of_data(tmp_path):
    text = "Name,Sector,Postcode\n#meta,#meta,#geo\nHarbour,charity,LS1 1AA\n"
    e = _read(tmp_path, text, "organisations.csv")
    assert e.organisations["name"].tolist() == ["Harbour"]
    assert "the tags of HXL were found in this row" in join_messages(e)


def test_two_sheets_of_one_source_are_read_together(tmp_path):
    for name, sector in (("health", "Health"), ("food", "Food")):
        save(
            tmp_path,
            f"{name}.csv",
            write_table([("Harbour", sector)], ("A", "B"), ("#org", "#sector")),
        )
    e = eco.read(tmp_path)
    assert e.organisations["name"].tolist() == ["Harbour"]
    assert e.services["service_type"].tolist() == ["Food", "Health"]


def test_contacts_are_left_out_and_columns_without_a_use_are_named(tmp_path):
    tags = ("#org", "#sector", "#contact+email", "")
    rows = [("Harbour", "Food", "ann@harbour.example", "hidden remark")]
    e = _read(tmp_path, write_table(rows, ("Org", "Sector", "Focal point", "Remarks"), tags))
    held = " ".join(str(getattr(e, name).to_dict()) for name in ("organisations", "services"))
    assert "ann@" not in held
    assert "hidden" not in held
    assert "the columns 'Focal point' and 'Remarks'" in join_messages(e)


@given(st.integers(0, 10**6), st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_the_order_of_rows_and_capitals_change_no_table(seed, chance):
    cells = draw_table(seed, rows=15)
    start = next(row for row, line in enumerate(cells) if any(cell[:1] == "#" for cell in line)) + 1
    body = [[chance.choice([cell, cell.upper()]) for cell in row] for row in cells[start:]]
    chance.shuffle(body)
    one, other = (_fold_tables([*cells[:start], *rows]) for rows in (cells[start:], body))
    assert one == other


def _fold_tables(cells):
    """Return the rows of every table made of the cells, in one order and without capitals."""
    sheet = make_sheet("3w", "3w.csv", "", cells)
    assert is_hxl(sheet)
    made, _ = read_hxl([sheet])
    return {
        table.name: sorted(
            [(heading, cell.casefold()) for heading, cell in zip(table.headings, row, strict=True)]
            for row in table.rows
        )
        for table in made
    }


@pytest.mark.parametrize("seed", range(5))
def test_counts_are_those_of_the_file(tmp_path, seed):
    """Every organisation, district and province that a drawn table names is there, and no other."""
    cells = draw_table(seed)
    e = eco.read(write_cells(tmp_path / "3w.csv", cells))
    named = {
        cell
        for row in cells
        for cell in row
        if cell.startswith("Agency ") or cell.endswith(" Fund")
    }
    assert set(e.organisations["name"]) == named
    codes = {cell for row in cells for cell in row if cell.startswith("XX")}
    assert set(e.areas["area_code"]) == codes
    people = sum(int(cell) for row in cells for cell in row if cell.isdigit())
    assert e.services["used"].astype(float).sum() == people


def test_what_only_guarded_rows_tell_is_told_to_nobody_else(tmp_path):
    """A private row: its service, its tie, River and the place Bela are for private eyes alone."""
    tags = ("#org+prog", "#org+impl", "#sector", "#adm1+name", "")
    rows = [("Harbour", "Elm", "Food", "Alma", ""), ("Harbour", "River", "Food", "Bela", "private")]
    heads = ("Lead", "Partner", "Sector", "Where", "Visibility")
    e = _read(tmp_path, write_table(rows, heads, tags))
    assert e.organisations["name"].tolist() == ["Elm", "Harbour", "River"]
    assert len(e.services) == len(e.relationships) == 2
    assert "1 row marked as not for everybody" in join_messages(e)
    assert "'Visibility'" not in join_messages(e)
    eco.write_tables(e, tmp_path / "out")
    written = " ".join(
        file.read_text(encoding="utf-8") for file in sorted((tmp_path / "out").iterdir())
    ).casefold()
    assert "elm" in written
    assert "alma" in written
    assert "river" not in written
    assert "bela" not in written


def test_a_table_of_ours_with_tags_is_read_by_its_headings(tmp_path):
    text = "Name,Charity number\n#org+name,#meta+id\nHarbour,1164883\n"
    e = _read(tmp_path, text, "organisations.csv")
    assert e.organisations["charity_number"].tolist() == ["1164883"]
