"""Organisations that stand on several sheets are one row each."""

from network_files import join_messages, pairs
from written_tables import write_csv

import ecosystem as eco


def test_rows_of_two_sheets_fill_each_other(tmp_path):
    """Ash stands on both; what the first does not say comes from the second."""
    folder = write_csv(
        tmp_path / "data",
        organisations=[["Name", "Sector"], ["Ash Trust", ""], ["Elm", "faith"]],
        orgs=[["Name", "Sector", "Postcode"], ["ash trust ltd", "voluntary", "LS1 1AA"]],
    )
    e = eco.read(folder)
    assert pairs(e.organisations.astype(object).fillna(""), "name", "sector", "postcode") == [
        ("Ash Trust", "voluntary", "LS1 1AA"),
        ("Elm", "faith", ""),
    ]
    said = "1 organisation on several sheets, each read as one, as Ash Trust."
    assert said in join_messages(e)


def test_where_they_differ_the_first_counts_and_it_is_said(tmp_path):
    folder = write_csv(
        tmp_path / "data",
        organisations=[["Name", "Sector"], ["Ash", "voluntary"]],
        orgs=[["Name", "Sector"], ["ASH", "faith"]],
    )
    e = eco.read(folder)
    assert list(e.organisations["sector"]) == ["voluntary"]
    (warning,) = e.problems[e.problems["severity"] == "warning"]["message"]
    assert warning.endswith("In 1 cell they differ: the first counts.")


def test_two_ids_are_two_organisations(tmp_path):
    folder = write_csv(
        tmp_path / "data",
        organisations=[["organisation_id", "name"], ["a", "Ash"]],
        orgs=[["organisation_id", "name"], ["b", "Ash"]],
    )
    assert list(eco.read(folder).organisations["organisation_id"]) == ["a", "b"]


def test_one_name_with_two_charity_numbers_is_two_organisations(tmp_path):
    """Two groups called Hope, on two sheets; written with and without a space one number is one."""
    folder = write_csv(
        tmp_path / "data",
        organisations=[["Name", "Charity number"], ["Hope", "1100001"], ["Ash", "1100003"]],
        orgs=[["Name", "Charity number"], ["Hope", "1100002"], ["Ash", "1100003"]],
    )
    assert eco.read(folder).organisations["name"].tolist() == ["Ash", "Hope", "Hope"]
