"""Headings in two rows, and rows that only look like them."""

from ecosystem.formats.sheets.two_row_headings import join_heading_rows

_QUESTION = "How often do you work with these?"


def test_what_a_question_asks_about_stands_below_it():
    rows = [["ID", "Organisation", _QUESTION, "", "Notes"], ["", "", "Ash", "Elm", "Response"]]
    headings = ["ID", "Organisation", f"{_QUESTION} [Ash]", f"{_QUESTION} [Elm]", "Notes"]
    assert join_heading_rows(rows, 0) == (headings, 1)


def test_a_question_stands_above_the_row_with_known_headings():
    rows = [["", _QUESTION], ["Organisation", "Ash", "Elm"], ["Ash", "", "Weekly"]]
    headings = ["Organisation", f"{_QUESTION} [Ash]", f"{_QUESTION} [Elm]"]
    assert join_heading_rows(rows, 1) == (headings, 1)


def test_a_title_and_a_row_of_data_are_no_headings():
    title = [["Who works with whom? 2026", ""], ["Organisation", "Sector"]]
    assert join_heading_rows(title, 1) == (["Organisation", "Sector"], 1)
    data = [["Organisation", "Who do you work with?", ""], ["Ash", "Elm", "rang"]]
    assert join_heading_rows(data, 0) == (["Organisation", "Who do you work with?", ""], 0)
    contacts = [["Organisation", "Contact", ""], ["", "Name", "Phone"]]
    assert join_heading_rows(contacts, 0) == (["Organisation", "Contact", ""], 0)


def test_groups_above_headings_and_the_heading_of_a_column():
    """Groups go, and Seen is the heading of its column; a date beside a title is none."""
    grouped = [
        ["", "Service", "", "Seen"],
        ["Organisation", "What", "Where"],
        ["A", "ESOL", "", "May"],
    ]
    assert join_heading_rows(grouped, 1) == (["Organisation", "What", "Where", "Seen"], 1)
    title = [["Our list", "", "", "3 May"], ["Organisation", "What", "Where"], ["A", "ESOL", "Ely"]]
    assert join_heading_rows(title, 1) == (["Organisation", "What", "Where", ""], 1)
