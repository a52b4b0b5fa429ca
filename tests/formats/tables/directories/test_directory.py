"""A directory as a partnership keeps it is read as what it says, and answers who does what."""

import pytest
from directories import find_said, list_reached, list_services, read_directory
from read_report import ReadReport, write_report

HEADINGS = [
    "Organisation",
    "What they do",
    "Area covered",
    "Contact person",
    "Telephone",
    "Email",
    "Languages",
    "Opening hours",
    "Notes",
]
ROWS = [
    ["Severn & Vale Sanctuary Partnership \u2013 WHO DOES WHAT"],
    ["Updated May 2026. Please tell us if anything changes!"],
    [],
    HEADINGS,
    ["ADVICE AND LEGAL"],
    [
        "Severn Welcome",
        "Immigration advice (OISC Level 1), food parcels, drop in on Tuesdays",
        "Gloucester",
        "Joan P",
        "01452 000001",
        "joan@example.org",
        "English, Arabic, Kurdish (Sorani)",
        "Tues 10-2",
        "Good relationship, always busy",
    ],
    [
        "Vale Law Centre",
        "Legal aid immigration \u2013 casework and appeals. Housing law",
        "Gloucester; Stroud",
        "Reception",
        "01452 000002",
        "info@example.org",
        "English + interpreters",
        "Mon-Fri 9-5",
        "waiting list approx 3 months",
    ],
    [
        "Citizens Help Stroud",
        "Benefits, debt, immigration advice L1",
        "Stroud; Cotswold",
        "Tim",
        "01453 000003",
        None,
        "English",
        "Mon, Wed, Fri",
    ],
    ["HEALTH & WELLBEING"],
    [
        "Calm Minds CIC",
        "Counselling for asylum seekers and refugees (trauma)",
        "Gloucester",
        "Amal K",
        "01452 000004",
        "a@example.org",
        "Farsi, Arabic",
        "by appointment",
        "Referral from GP or any agency",
    ],
    [
        "NHS Outreach Team",
        "Health checks in hotels",
        "Gloucestershire",
        "Team inbox",
        None,
        "out@example.org",
        "Language line",
        "9-5",
        "statutory",
    ],
    [
        "Severn Welcome",
        "Befriending",
        "Gloucester",
        "Joan P",
        "01452 000001",
        None,
        "English",
        "Thurs",
    ],
    ["HOUSING / DESTITUTION"],
    ["Open Gate", "Hosting, hardship fund, food bank", "Gloucester", *[None] * 4, "24 hr"],
    ["Gloucester City Council", "Homelessness, resettlement team", "Gloucester"],
    ["EDUCATION / ESOL"],
    [
        "Vale College",
        "ESOL entry 1-3",
        "Stroud",
        "Admissions",
        None,
        None,
        None,
        "term time",
        "full until Sept",
    ],
    ["St Luke's Church", "Conversation club, clothes bank", "Stroud", "Rev. C", *[None] * 5],
    [],
    ["Key: yellow = needs checking"],
]
TITLES = ["A1:I1", "A2:I2", "A5:I5", "A9:I9", "A13:I13", "A16:I16"]


@pytest.fixture
def e(tmp_path):
    return read_directory(tmp_path, ROWS, name="Who does what 2026", merged=TITLES)


def test_each_service_has_its_organisation_its_words_and_a_type(e):
    """Ten rows name nine organisations: Severn Welcome stands on two.

    Services by hand, row by row: 3 (advice, food, drop-in) + 2 (immigration, housing law) + 3
    (benefits, debt, immigration) + 1 + 1 + 1 (befriending) + 3 + 2 + 1 + 2 = 19. Level 1 stands
    with two of them, legal aid with one.
    """
    assert list_services(e, "level", "legal_aid") == [
        (
            "Calm Minds CIC",
            "Counselling for asylum seekers and refugees (trauma)",
            "wellbeing",
            None,
            None,
        ),
        ("Citizens Help Stroud", "Benefits", "advice", None, None),
        ("Citizens Help Stroud", "debt", "advice", None, None),
        ("Citizens Help Stroud", "immigration advice L1", "immigration advice", 1, None),
        ("Gloucester City Council", "Homelessness", "housing", None, None),
        ("Gloucester City Council", "resettlement team", "housing", None, None),
        ("NHS Outreach Team", "Health checks in hotels", "health", None, None),
        ("Open Gate", "Hosting", "housing", None, None),
        ("Open Gate", "food bank", "food", None, None),
        ("Open Gate", "hardship fund", "destitution", None, None),
        ("Severn Welcome", "Befriending", "befriending", None, None),
        ("Severn Welcome", "Immigration advice (OISC Level 1)", "immigration advice", 1, None),
        ("Severn Welcome", "drop in on Tuesdays", "drop-in", None, None),
        ("Severn Welcome", "food parcels", "food", None, None),
        ("St Luke's Church", "Conversation club", "ESOL", None, None),
        ("St Luke's Church", "clothes bank", "clothing", None, None),
        ("Vale College", "ESOL entry 1-3", "ESOL", None, None),
        ("Vale Law Centre", "Housing law", "legal advice", None, None),
        (
            "Vale Law Centre",
            "Legal aid immigration \u2013 casework and appeals",
            "immigration advice",
            None,
            True,
        ),
    ]
    assert len(e.organisations) == 9


def test_remarks_say_how_to_get_in_and_whether_people_are_taken(e):
    """An appointment after a referral is a referral; the drop-in of one row is that service's."""
    said = {
        name: (access, taken)
        for _, name, _, access, taken in list_services(e, "access", "accepting_referrals")
        if access or taken
    }
    assert said == {
        "Counselling for asylum seekers and refugees (trauma)": ("agency referral", None),
        "drop in on Tuesdays": ("drop-in", None),
        "Legal aid immigration \u2013 casework and appeals": (None, "waiting list"),
        "Housing law": (None, "waiting list"),
        "ESOL entry 1-3": (None, "no"),
    }


def test_languages_are_those_named_where_there_are_no_others(e):
    languages = e.services.set_index("name")["languages"]
    assert languages["food parcels"] == "English|Arabic|Kurdish (Sorani)"
    assert languages["Befriending"] == "English"
    # With interpreters there are more than English.
    assert languages[["Housing law", "Health checks in hotels"]].isna().all()
    said = find_said(e, "interpreters")
    assert (said["severity"], said["row"], said["column"]) == ("note", 7, "Languages")
    assert e.services.set_index("name")["Languages (as given)"]["Housing law"] == (
        "English + interpreters"
    )


def test_titles_keys_and_contacts_are_left_out_and_said(e):
    assert find_said(e, "a directory")["message"] == (
        "Sheet 'Who does what 2026': a directory; 9 organisations in 10 rows, 19 services."
    )
    titles = find_said(e, "title of a section")
    assert (titles["row"], titles["value"]) == (5, "ADVICE AND LEGAL")
    assert titles["message"].startswith("4 rows")
    assert find_said(e, "about the list itself")["row"] == 20
    assert "'Contact person', 'Telephone' and 'Email'" in find_said(e, "contact details")["message"]
    assert not e.problems["message"].str.contains("merged").any()
    written = e.organisations.to_csv() + e.services.to_csv()
    assert not [word for word in ("Joan", "01452", "@", "Rev. C", "Amal") if word in written]
    assert set(e.services["section"]) == {
        "ADVICE AND LEGAL",
        "HEALTH & WELLBEING",
        "HOUSING / DESTITUTION",
        "EDUCATION / ESOL",
    }


def test_every_guess_of_a_type_is_listed_with_the_words_it_rests_on(e):
    said = find_said(e, "given a type")
    assert (said["row"], said["column"]) == (6, "What they do")
    assert said["message"].startswith("19 services given a type from what they do: ESOL (")
    assert "food ('food parcels' and 'food bank')" in said["message"]


def test_what_is_asked_is_said_in_the_row_and_heading_of_the_file(tmp_path):
    rows = [HEADINGS, ["A org", "food bank, ESOL", "Nowhere at all"], ["B org", "advice", "Stroud"]]
    problems = read_directory(tmp_path, rows).problems
    asked = problems[problems["message"].str.contains("Nowhere at all")]
    assert set(zip(asked["severity"], asked["row"], asked["column"], strict=True)) == {
        ("warning", 2, "Area covered")
    }


def test_the_report_says_who_does_what_where(e, tmp_path):
    """Nineteen services of twelve types: advice, befriending, clothing, destitution, drop-in, ESOL,
    food, health, housing, immigration advice, legal advice, wellbeing.

    Gloucester is reached by both immigration services that name it and no third: Citizens Help is
    in Stroud and Cotswold. Two give food there, and three housing.
    """
    report = ReadReport(write_report(e, tmp_path))
    assert report.sentences["Who does what, where?"][0].startswith("19 services of 12 kinds reach")
    cells = report.cells["Who does what, where?"]
    kinds = cells[1 : cells.index("Gloucester")]
    start = cells.index("Gloucester") + 1
    row = dict(zip(kinds, cells[start : start + len(kinds)], strict=True))
    assert (row["immigration advice"], row["food"], row["housing"]) == ("2", "2", "3")
    assert (row["ESOL"], row["health"], row["advice"]) == ("\u2013", "1", "\u2013")
    overlaps = " ".join(report.sentences["The same work in the same area?"])
    assert "Gloucester City Council and Open Gate both give housing in Gloucester" in overlaps
    assert list_reached(e, "Benefits") == ["Cotswold", "Stroud"]
