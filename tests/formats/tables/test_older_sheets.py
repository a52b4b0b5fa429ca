"""A workbook with a sheet a year: of a directory the last is read, of a log all are."""

from directories import find_said, list_services, write_directory

import ecosystem as eco

HEADINGS = ["Organisation", "What they do", "Area"]


def test_of_a_directory_the_last_year_is_read(tmp_path):
    """Ash gave up advice and Oak is gone since 2022: two services, not seven."""
    sheets = {
        "2022": [HEADINGS, ["Ash", "legal advice", "Leeds"], ["Oak", "ESOL", "Leeds"]],
        "2024": [HEADINGS, ["Ash", "ESOL", "Leeds"], ["Elm", "food bank", "Leeds"]],
        "2023": [HEADINGS, ["Ash", "legal advice, ESOL", "Leeds"], ["Elm", "food bank", "Leeds"]],
    }
    e = eco.read(write_directory(tmp_path / "directory.xlsx", sheets))
    assert list_services(e) == [("Ash", "ESOL", "ESOL"), ("Elm", "food bank", "food")]
    assert "is there, '2024': '2022' and '2023'." in find_said(e, "later year")["message"]


def test_sheets_of_other_lists_or_other_columns_stay(tmp_path):
    """Advice of 2022 and food of 2024 are two lists; with other headings nobody knows."""
    other = ["Organisation", "What they do", "Borough"]
    for name, headings in (("Food 2024", HEADINGS), ("Advice 2024", other)):
        sheets = {
            "Advice 2022": [HEADINGS, ["Ash", "legal advice", "Leeds"]],
            name: [headings, ["Elm", "food bank", "Leeds"]],
        }
        e = eco.read(write_directory(tmp_path / "directory.xlsx", sheets))
        assert len(e.services) == 2


def test_years_of_a_log_are_added_up(tmp_path):
    headings = ["Date", "From", "To", "Outcome"]
    sheets = {
        "2022": [headings, ["03/04/2022", "Ash", "Elm", "accepted"]],
        "2023": [headings, ["13/04/2023", "Ash", "Elm", "declined"]],
    }
    e = eco.read(write_directory(tmp_path / "log.xlsx", sheets))
    assert e.referrals["sent"].sum() == 2
