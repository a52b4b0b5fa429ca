"""Rows not for everybody, in layouts that people keep: who may see what is made of them."""

import openpyxl
import pytest

import ecosystem as eco

ASH, ELM, OAK, SAFE = "Ash Welcome", "Elm Aid", "Oak Group", "Hidden House"


@pytest.fixture
def read_rows(tmp_path):
    """Return a reader of one sheet with these rows, and cells merged as these ranges say."""

    def read(title, *rows, merged=()):
        book = openpyxl.Workbook()
        book.active.title = title
        for row in rows:
            book.active.append(row)
        for cells in merged:
            book.active.merge_cells(cells)
        book.save(tmp_path / "list.xlsx")
        return eco.read(tmp_path / "list.xlsx")

    return read


def list_names(e, visibility):
    """Return the organisations that an audience may see."""
    return sorted(e.select(visibility=visibility).organisations["name"])


def test_a_directory_hides_an_organisation_all_of_whose_rows_are_hidden(read_rows):
    """Elm has a private row and a public one, so that everybody may know of it; Hidden House not.

    Of four services the private two, and that for partners, are not told to everybody.
    """
    e = read_rows(
        "Who does what",
        ["Organisation", "What they do", "Area", "Visibility"],
        [ASH, "ESOL", "Leeds", ""],
        [ELM, "housing", "Leeds", "private"],
        [ELM, "food bank", "Leeds", "public"],
        [OAK, "legal advice", "Leeds", "partners"],
        [SAFE, "housing", "Bradford", "only for us"],
    )
    assert list_names(e, "public") == [ASH, ELM]
    assert list_names(e, "partners") == [ASH, ELM, OAK]
    assert list_names(e, "private") == [ASH, ELM, SAFE, OAK]
    assert sorted(e.select(visibility="public").services["service_type"]) == ["ESOL", "food"]


def test_a_column_confidential_hides_too(read_rows):
    e = read_rows(
        "Who does what",
        ["Organisation", "What they do", "Area", "Confidential?"],
        [ASH, "ESOL", "Leeds", "no"],
        [ELM, "food bank", "Leeds", ""],
        [SAFE, "housing", "Bradford", "yes"],
    )
    assert list_names(e, "public") == [ASH, ELM]


def test_a_survey_hides_who_answered_for_itself_alone(read_rows):
    """Three answers of one tie each; that of Hidden House is private, and so is it."""
    e = read_rows(
        "Form responses 1",
        ["Timestamp", "Which organisation are you from?"]
        + [f"How often do you work with... [{name}]" for name in (ASH, ELM, SAFE)]
        + ["Visibility"],
        ["2026-02-01", ASH, "", "Weekly", "", ""],
        ["2026-02-02", ELM, "Monthly", "", "", "public"],
        ["2026-02-03", SAFE, "Daily", "", "", "private"],
    )
    assert list_names(e, "public") == [ASH, ELM]
    assert len(e.select(visibility="public").relationships) == 2
    assert len(e.relationships) == 3


def make_log(hidden):
    """Return a log of six referrals to Elm and six to Hidden House, the latter marked."""
    rows = [["Date", "From", "To", "Need", "Outcome", "Visibility"]]
    rows += [[f"{day:02d}/02/2026", ASH, ELM, "food", "accepted", ""] for day in range(1, 7)]
    rows += [
        [f"{day:02d}/03/2026", ASH, SAFE, "housing", "accepted", hidden] for day in range(1, 7)
    ]
    return rows


def test_a_log_hides_its_rows_their_receiver_and_the_total(read_rows):
    """Twelve referrals in all: whoever sees the six to Elm must not learn of six more."""
    e = read_rows("Referral log", *make_log("private"))
    seen = e.select(visibility="public")
    assert list_names(e, "public") == [ASH, ELM]
    assert seen.referrals["sent"].tolist() == [6]
    assert e.referrals["sent"].tolist() == [6, 6]
    assert "12" not in seen.about.to_string()
    assert len(read_rows("Referral log", *make_log("")).select(visibility="public").referrals) == 2


def test_a_pair_with_one_hidden_row_is_hidden_whole(read_rows):
    """Of six to Elm one is private: five beside a total of six would tell of it."""
    rows = make_log("private")
    rows[1][-1] = "partners"
    e = read_rows("Referral log", *rows)
    assert e.select(visibility="public").referrals.empty
    assert e.select(visibility="partners").referrals["sent"].tolist() == [6]


def test_who_is_named_by_hidden_ties_alone_is_hidden(read_rows):
    e = read_rows(
        "Relationships",
        ["From", "To", "Kind", "Visibility"],
        [ASH, ELM, "funds", ""],
        [ASH, SAFE, "funds", "private"],
    )
    assert list_names(e, "public") == [ASH, ELM]
    assert list_names(e, "private") == [ASH, ELM, SAFE]


def test_a_merged_sender_is_the_sender_of_all_its_rows(read_rows):
    """Rows 2 to 4 are merged below From: three referrals of Ash, and one of Elm."""
    e = read_rows(
        "Referral log",
        ["From", "Date", "To", "Need", "Outcome"],
        [ASH, "01/02/2026", ELM, "food", "accepted"],
        [None, "02/02/2026", ELM, "food", "accepted"],
        [None, "03/02/2026", OAK, "food", "declined"],
        [ELM, "04/02/2026", OAK, "food", "accepted"],
        ["February total", None, 4],
        merged=["A2:A4"],
    )
    assert e.referrals["sent"].sum() == 4
    assert not e.problems["message"].str.contains("merged|without a sender").any()
