"""Surveys as two forms write them, read into organisations, ties and services."""

from itertools import combinations

import pandas as pd
import pytest
from network_files import join_messages, pairs, save
from read_report import ReadReport, write_report
from surveys_by_hand import ASKED, write_google_survey, write_microsoft_survey
from written_tables import write_book

import ecosystem as eco


def _list_untied(e):
    """Return the pairs that nobody says work together, by the first words of their names."""
    names = dict(zip(e.organisations["organisation_id"], e.organisations["name"], strict=True))
    tied = {frozenset((names[a], names[b])) for a, b in pairs(e.relationships, "from_id", "to_id")}
    untied = [pair for pair in combinations(ASKED, 2) if frozenset(pair) not in tied]
    return [tuple(name.split()[0] for name in pair) for pair in untied]


def test_a_column_an_organisation_as_google_forms_writes_it(tmp_path):
    """Eight answer about nine, themselves left out: 8 x 8 = 64 cells.

    35 name a tie, 16 say never, 13 are empty. Of 36 pairs nine are named by neither side, so that
    27 are tied; "hope minds" is Hope Minds CIC (taken for another it would be 28). 8 x 3 ticks are
    referrals without a number.
    """
    e = eco.read(write_google_survey(tmp_path))
    assert sorted(e.organisations["name"]) == sorted(ASKED)
    silent = e.organisations[e.organisations["answered"].isna()]
    assert list(silent["name"]) == ["St Mark's Church"]
    assert len(e.relationships) == 35
    assert set(e.relationships["kind"]) == {"works with"}
    assert set(e.relationships["direction"]) == {"both ways"}
    assert (e.relationships["reported_by"] == e.relationships["from_id"]).all()
    assert e.relationships["strength"].value_counts().to_dict() == {4: 19, 2: 9, 3: 7}
    assert _list_untied(e) == [
        ("Potters", "Citizens"),
        ("Moorland", "Hope"),
        ("Moorland", "Stoke-on-Trent"),
        ("Moorland", "Burslem"),
        ("Citizens", "Stoke-on-Trent"),
        ("Citizens", "St"),
        ("Hope", "Burslem"),
        ("NHS", "Burslem"),
        ("Open", "St"),
    ]
    assert len(e.referrals) == 24
    assert e.referrals["sent"].isna().all()
    said = join_messages(e)
    assert (
        "Sheet 'Form responses 1': a survey, one row a respondent; 8 organisations answered, 9 "
        "were asked about or named, 27 pairs with 'works with' and 20 pairs with referrals." in said
    )
    assert "'hope minds' was read as Hope Minds CIC." in said
    assert "less than monthly as 2, monthly as 3 and weekly as 4." in said
    assert "59 answers named a tie, 16 said that there is none and 13 were left empty" in said
    assert "of 7 pairs one side named a tie and the other said that there is none" in said
    assert "1 organisation has not answered: St Mark's Church." in said
    assert set(e.problems["severity"]) == {"note"}


def test_the_order_of_rows_and_columns_changes_nothing(tmp_path):
    e = eco.read(write_google_survey(tmp_path))
    turned = eco.read(write_google_survey(tmp_path, is_turned=True))
    for table in ("organisations", "relationships", "referrals"):
        pd.testing.assert_frame_equal(getattr(e, table), getattr(turned, table))


def test_nobody_who_filled_in_a_form_is_kept(tmp_path):
    e = eco.read(write_google_survey(tmp_path))
    eco.write_tables(e, tmp_path / "out", visibility="private")
    texts = [file.read_text(encoding="utf-8") for file in (tmp_path / "out").iterdir()]
    report = write_report(e, tmp_path, visibility="private").read_text(encoding="utf-8")
    for text in (*texts, report, e.problems.to_csv()):
        for lost in ("Person 0", "@example.org", "No time"):
            assert lost not in text
    said = join_messages(e)
    assert "who filled in the form is not kept: 'Your name' and 'Your email address'." in said
    assert "no answer uses what was said to 'What gets in the way?' and 'Would you come" in said


def test_lists_as_microsoft_forms_writes_them(tmp_path):
    """Eight name four each: 32 answers over 27 pairs. Six offer one kind of help, two offer two."""
    e = eco.read(write_microsoft_survey(tmp_path))
    assert e.organisations["answered"].sum() == 8
    assert sorted(e.organisations["name"]) == sorted(ASKED)
    assert len(e.relationships) == 32
    assert e.relationships["strength"].isna().all()
    assert len(_list_untied(e)) == 36 - 27
    assert e.services["service_type"].value_counts().to_dict() == {
        "Immigration advice": 3,
        "ESOL": 3,
        "Food": 2,
        "Housing": 2,
    }
    assert len(e.providers) == 10
    college = e.providers.loc[e.providers["organisation_id"] == "burslem-college", "service_id"]
    reached = e.catchments[e.catchments["service_id"].isin(college)]
    names = e.areas.set_index("area_code")["name"]
    assert set(names[reached["area_code"]]) == {"Stoke-on-Trent", "Newcastle-under-Lyme"}
    assert "who filled in the form is not kept: 'Email'." in join_messages(e)


def test_the_first_page_of_the_report_of_a_survey(tmp_path):
    """33 of 36 pairs work together or refer: so many that no core stands out."""
    report = ReadReport(write_report(eco.read(write_google_survey(tmp_path)), tmp_path))
    assert report.sentences["Who answered, and how sure are we?"][0] == (
        "8 of 9 organisations said whom they are tied to; 1 is known only because others "
        "named them."
    )
    (core,) = report.sentences["Who is the core, and who the wider network?"]
    assert core.startswith("By the answers of 8 of 9 organisations, no core was found: their ties")
    assert "pairs of organisations tied" in report.text


def test_two_people_of_one_organisation_are_one_and_the_stronger_answer_counts(tmp_path):
    """Ash answers monthly and weekly about Elm, never and rarely about Oak: two ties differ."""
    rows = [
        [
            "Timestamp",
            "Your organisation",
            *(f"How often do you meet? [{n}]" for n in ("Elm", "Oak")),
        ],
        ["2026-01-01", "Ash Aid", "Monthly", "Never"],
        ["2026-01-02", "ash aid ltd", "Weekly", "Rarely"],
        ["2026-01-02", "Elm", "", ""],
    ]
    e = eco.read(write_book(tmp_path / "two.xlsx", Answers=rows))
    assert pairs(e.relationships, "from_id", "to_id", "strength") == [
        ("ash-aid-ltd", "elm", 4),
        ("ash-aid-ltd", "oak", 1),
    ]
    assert list(e.organisations["name"]) == ["ash aid ltd", "Elm", "Oak"]
    assert e.organisations["answered"].tolist() == [True, pd.NA, pd.NA]
    said = join_messages(e)
    assert "1 organisation answered more than once, as ash aid ltd in rows 2 and 3" in said
    assert "where they differ, on 2 ties, the stronger counts." in said
    assert "1 organisation filled in the form and said nothing about ties" in said


def test_a_name_that_may_be_of_two_is_asked_about(tmp_path):
    rows = [
        ["Timestamp", "Organisation", "Who do you work with?"],
        ["2026-01-01", "Citizens Help Leeds", "Citizens Help York;Ash;"],
        ["2026-01-02", "Citizens Help York", "Citizens Help Leeds;Ash;"],
        ["2026-01-02", "Ash", "Citizens Help;"],
        ["2026-01-03", "", "Ash;"],
        ["2026-01-03", "a@example.org", "Ash;"],
    ]
    e = eco.read(write_book(tmp_path / "two.xlsx", Answers=rows))
    assert len(e.organisations) == 3
    assert len(e.relationships) == 4
    warnings = e.problems[e.problems["severity"] == "warning"]["message"].tolist()
    assert warnings == [
        "2 rows are left out, because no organisation is named.",
        "'Citizens Help' may be Citizens Help Leeds or Citizens Help York; it was left out.",
    ]


def test_whoever_is_not_on_the_list_of_a_form_is_named_beside_it(tmp_path):
    rows = [
        ["Timestamp", "Which organisation do you work for?", "If other, please specify"],
        ["1", "Ash", None],
        ["2", "Other", "Beech"],
        ["3", "Other (please specify)", None],
    ]
    rows[0].append("Who do you work with?")
    for row in rows[1:]:
        row.append("Elm")
    e = eco.read(write_book(tmp_path / "other.xlsx", Answers=rows))
    assert list(e.organisations["name"]) == ["Ash", "Beech", "Elm"]
    assert "1 row is left out, because no organisation is named." in join_messages(e)


def test_a_slip_in_a_name_is_asked_about(tmp_path):
    rows = [
        ["Timestamp", "Organisation", "How often do you meet? [Moorland Law Centre]"],
        ["1", "Moorland Law Center", "Weekly"],
    ]
    e = eco.read(write_book(tmp_path / "slip.xlsx", Answers=rows))
    (warning,) = e.problems[e.problems["severity"] == "warning"]["message"]
    assert warning == (
        "1 name spelled much like another, read as an organisation of its own: 'Moorland Law "
        "Center' like Moorland Law Centre."
    )


def test_an_address_among_names_is_not_repeated(tmp_path):
    rows = [
        ["Timestamp", "Organisation", "Who do you work with?", "How often do you meet? [Elm]"],
        ["2026-01-01", "Ash", "Elm; ann@example.org", "ask ann@example.org"],
    ]
    e = eco.read(write_book(tmp_path / "address.xlsx", Answers=rows))
    assert set(e.organisations["name"]) == {"Ash", "Elm"}
    assert "@" not in e.problems.to_csv()
    assert "not understood, so that no tie was made: 'an address'." in join_messages(e)


def test_what_is_wished_for_or_only_known_of_is_no_tie(tmp_path):
    rows = [
        [
            *("Timestamp", "Organisation", "Who do you work with?"),
            "Who would you like to work with?",
            "Which of these have you heard of? [Elm]",
            "Which of these have you heard of? [Ash]",
        ],
        ["2026-01-01", "Ash", "Elm", "Oak", "Yes", "Yes"],
        ["2026-01-02", "Elm", "None", "Ash", "", "Yes"],
    ]
    e = eco.read(write_book(tmp_path / "wish.xlsx", Answers=rows))
    assert pairs(e.relationships, "from_id", "to_id") == [("ash", "elm")]
    assert set(e.organisations["name"]) == {"Ash", "Elm"}
    assert e.organisations["answered"].all()


def test_a_survey_beside_a_list_of_organisations_says_who_answered(tmp_path):
    """The list has three; "Ash" and "ECC" answer, and Oak Law is named: three stay."""
    path = write_book(
        tmp_path / "both.xlsx",
        Organisations=[
            ["Name", "Sector"],
            ["Ash Trust", "Charity"],
            ["Elm Community Cooks", "Charity"],
            ["Oak Law Ltd", "Law firm"],
        ],
        Survey=[
            ["Timestamp", "Which organisation do you work for?", "Who do you work with?"],
            ["2026-01-02", "Ash", "Elm Community Cooks;Oak Law;"],
            ["2026-01-02", "ECC", "Ash Trust;"],
        ],
    )
    e = eco.read(path)
    assert pairs(e.organisations.astype(object).fillna(""), "name", "sector", "answered") == [
        ("Ash Trust", "voluntary", True),
        ("Elm Community Cooks", "voluntary", True),
        ("Oak Law Ltd", "commercial", ""),
    ]
    assert len(e.relationships) == 3


def test_a_survey_in_which_nobody_says_who_they_are_is_refused(tmp_path):
    text = "Timestamp,Your name,Who do you meet? [Ash],Who do you meet? [Elm]\n1,Ann,Weekly,Never\n"
    with pytest.raises(eco.DataError) as caught:
        eco.read(save(tmp_path, "form.csv", text))
    assert "no column says which organisation answered" in str(caught.value)
    assert "Ann" not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "Timestamp,Your organisation,Who do you refer to?,Client initials\n1,Ash,Elm,AB\n",
        "Organisation,What they do,Works with\nAsh,advice,Elm\nElm,food,\n",
        "Organisation,Food,Advice,ESOL\nAsh,Yes,No,No\nElm,No,Yes,No\n",
        "Organisation,Food,Advice,ESOL\nAsh,Weekly,Never,Weekly\nElm,Weekly,Weekly,Never\n",
        "Organisation,Start date,End date,Services offered\nAsh,1 May 2025,,Food\n",
        "Name,Sector,Postcode\nAsh,charity,\nElm,council,\n",
        "From,To,How often do you work together?\nAsh,Elm,Weekly\n",
    ],
    ids=[
        "referral form",
        "directory",
        "yes and no",
        "sessions",
        "dates",
        "organisations",
        "ties",
    ],
)
def test_other_sheets_are_no_surveys(tmp_path, text):
    problems = eco.check(save(tmp_path, "sheet.csv", text))
    assert not problems["message"].str.contains("a survey").any()
