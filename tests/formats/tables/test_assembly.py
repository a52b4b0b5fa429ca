"""Which sheet holds which table, by its name or its headings."""

import openpyxl
import pytest
from odd_workbooks import book, join_problems
from written_tables import write_book, write_csv

import ecosystem as eco

pytestmark = pytest.mark.usefixtures("reader")


def test_other_words_for_sheets_and_headings(tmp_path):
    path = tmp_path / "hand.xlsx"
    made = openpyxl.Workbook()
    made.worksheets[0].title = "Organizations "
    for row in (["Organization", "Local Authority", "Post code"], ["ACH", "bristol", "bs14st"]):
        made.worksheets[0].append(row)
    ties = made.create_sheet("Connections")
    for row in (["Source", "Target", "Type"], ["ACH", "ACH", "funds"]):
        ties.append(row)
    made.save(path)
    e = eco.read(path)
    assert e.organisations.loc[0, ["name", "area_code", "postcode"]].tolist() == [
        "ACH",
        "E06000023",
        "BS1 4ST",
    ]
    assert e.relationships.loc[0, "kind"] == "funds"


def test_a_sheet_of_any_name_is_known_by_its_headings(tmp_path):
    path = book(
        tmp_path / "x.xlsx", [["Name of organisation", "Website"], ["ACH", None]], name="Sheet1"
    )
    e = eco.read(path)
    assert list(e.organisations["name"]) == ["ACH"]
    assert "'Sheet1' was read as organisations, from its headings" in join_problems(e.problems)


def test_a_list_of_services_alone_names_its_organisations(tmp_path):
    rows = [["Service", "Type", "Provider"], ["Advice", "legal advice", "ACH|Bor"]]
    e = eco.read(book(tmp_path / "x.xlsx", rows, name="Directory 2024"))
    assert list(e.organisations["name"]) == ["ACH", "Bor"]
    assert len(e.providers) == 2


def test_several_organisations_on_a_service_become_providers(tmp_path):
    book = write_book(
        tmp_path / "data.xlsx",
        Organisations=[["Name"], ["ACH"], ["Borderlands"]],
        Services=[
            ["Name", "Service type", "Organisation", "Delivered in", "Areas reached"],
            ["Advice", "legal advice", "ACH | Borderlands", "Coventry", "Coventry|Bristol"],
        ],
    )
    e = eco.read(book)
    assert list(e.providers["organisation_id"]) == ["ach", "borderlands"]
    assert list(e.sites["area_code"]) == ["E08000026"]
    assert list(e.catchments["area_code"]) == ["E06000023", "E08000026"]
    assert list(e.areas["name"]) == ["Bristol, City of", "Coventry"]


def test_columns_beyond_the_tables_are_kept(tmp_path):
    folder = write_csv(tmp_path / "d", organisations=[["name", "Our notes"], ["ACH", "7"]])
    assert eco.read(folder).organisations["Our notes"].tolist() == ["7"]


def test_contact_columns_are_dropped_and_client_columns_refused(tmp_path):
    folder = write_csv(
        tmp_path / "d", organisations=[["name", "Email address"], ["ACH", "x@example.org"]]
    )
    e = eco.read(folder)
    assert "Email address" not in e.organisations
    assert e.problems["message"].str.contains("contact details").any()
    write_csv(folder, organisations=[["name", "Client name"], ["ACH", "A. Person"]])
    assert eco.check(folder)["message"].str.contains("clients").any()


def test_a_missing_table_of_organisations_is_one_clear_error(tmp_path):
    folder = write_csv(tmp_path / "d", organisationz=[["name"], ["ACH"]], stuff=[["x"], ["1"]])
    problems = eco.check(folder)
    assert problems["message"].str.contains("no table of organisations").any()
    assert problems["suggestion"].str.contains("Did you mean 'organisations'").any()


def test_an_organisation_may_be_called_na(tmp_path):
    """A word that means "not known" elsewhere is a name where it is listed as one."""
    folder = write_csv(
        tmp_path / "d",
        organisations=[["name"], ["NA"], ["ACH"]],
        relationships=[["from", "to", "kind"], ["NA", "ACH", "trusts"]],
    )
    e = eco.read(folder)
    assert list(e.organisations["name"]) == ["ACH", "NA"]
    assert len(e.relationships) == 1


def test_no_table_is_meant_by_a_name_that_begins_otherwise(tmp_path):
    """'Cards' has three letters of 'areas'; an empty file is said to be one."""
    problems = eco.check(write_csv(tmp_path / "d", cards=[["Name:", "Ash"], ["Area:", "Leeds"]]))
    assert not problems["suggestion"].str.contains("Did you mean").any()
    (tmp_path / "empty.csv").write_text("", encoding="utf-8")
    (message,) = eco.check(tmp_path / "empty.csv")["message"]
    assert message == "there is no table of organisations; found nothing: it is empty."
