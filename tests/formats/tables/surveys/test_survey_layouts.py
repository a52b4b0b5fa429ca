"""Surveys in other layouts: other forms, other regions, and as somebody keeps them by hand."""

import pytest
from network_files import join_messages, pairs, save
from surveys_by_hand import read_answers, tell_referrals, tell_ties
from written_tables import write_book

import ecosystem as eco


def test_headings_in_two_rows_as_surveymonkey_writes_them(tmp_path):
    """Leeds: three answer about three; the free text under Other is left out."""
    own = ("Respondent ID", "Collector ID", "Start Date", "Email Address", "First Name")
    question = "How often does your organisation work with each of the following?"
    e = read_answers(
        tmp_path,
        [
            [
                *own,
                "What is the name of your organisation?",
                question,
                *([None] * 3),
                "Which services do you provide?",
                None,
                "Any other comments?",
            ],
            [
                *([None] * 5),
                "Open-Ended Response",
                "Leeds Welcome",
                "Aire Law Centre",
                "Headingley Food Hub",
                "Other (please specify)",
                "Food",
                "Advice",
                "Open-Ended Response",
            ],
            [
                1,
                3,
                "03/02/2026",
                "a@example.org",
                "Ann",
                "Leeds Welcome",
                None,
                "Once a month",
                "Rarely",
                None,
                None,
                "Advice",
                "good",
            ],
            [
                2,
                3,
                "03/02/2026",
                "b@example.org",
                "Bob",
                "aire law centre",
                "Monthly",
                None,
                "Never",
                "the council sometimes",
                None,
                "Advice",
                None,
            ],
            [
                3,
                3,
                "03/02/2026",
                None,
                None,
                "Headingley Food Hub CIO",
                "Weekly",
                "Don't know",
                None,
                None,
                "Food",
                None,
                None,
            ],
        ],
    )
    assert list(e.organisations["name"]) == [
        "Aire Law Centre",
        "Headingley Food Hub",
        "Leeds Welcome",
    ]
    assert tell_ties(e) == [
        ("aire-law-centre", "leeds-welcome", "works with", 3),
        ("headingley-food-hub", "leeds-welcome", "works with", 4),
        ("leeds-welcome", "aire-law-centre", "works with", 3),
        ("leeds-welcome", "headingley-food-hub", "works with", 1),
    ]
    assert sorted(e.services["name"]) == ["Advice", "Advice", "Food"]
    said = join_messages(e)
    assert "1 answer typed under Other, so that no tie was made: 'the council sometimes'." in said
    assert "what was said to 'Any other comments?'; it is not kept" in said


def test_a_question_in_a_cell_over_the_names(tmp_path):
    """Bristol: 0 is never; four of eight numbers are ties, and the mosque has not answered."""
    e = read_answers(
        tmp_path,
        [
            [None, None, "How often do you work with these? 0 = never, 5 = daily"],
            [
                "Organisation",
                "Sector",
                "Avon Refuge",
                "Bristol Hub",
                "Knowle Kitchen",
                "St Paul's Mosque",
                "Comments",
            ],
            ["Avon Refuge", "Charity", None, 5, 2, 0, "none"],
            ["Bristol Hub", "Zoo", 3, None, 0, 1, None],
            ["Knowle Kitchen", "Church", 0, 0, None, None, "we are new"],
        ],
    )
    assert tell_ties(e) == [
        ("avon-refuge", "bristol-hub", "works with", 5),
        ("avon-refuge", "knowle-kitchen", "works with", 2),
        ("bristol-hub", "avon-refuge", "works with", 3),
        ("bristol-hub", "st-paul-s-mosque", "works with", 1),
    ]
    assert e.organisations["sector"].fillna("").tolist() == ["voluntary", "", "faith", ""]
    said = join_messages(e)
    assert "4 numbers read as the strength of a tie" in said
    assert "'Zoo' is not one of the choices. Left out." in said


def test_a_list_parted_by_commas_one_of_them_in_a_name(tmp_path):
    """Glasgow: who is known elsewhere is read, what is not is asked about; CRF is the forum."""
    e = read_answers(
        tmp_path,
        [
            [
                "Timestamp",
                "Email Address",
                "Which organisation are you answering for?",
                "Which of these do you refer people to?",
                "Which organisations refer people to you?",
            ],
            [
                "2026-01-02",
                "x@example.org",
                "Clyde Refugee Forum",
                "Govan Law Centre, Kelvin Housing, Health and Care",
                None,
            ],
            ["2026-01-02", "y@example.org", "Govan Law Centre", "Clyde Refugee Forum", "CRF"],
            [
                "2026-01-03",
                "z@example.org",
                "Kelvin Housing",
                "Govan Law Centre, various churches",
                "None",
            ],
        ],
    )
    assert tell_referrals(e) == [
        ("clyde-refugee-forum", "govan-law-centre", "", "clyde-refugee-forum"),
        ("clyde-refugee-forum", "govan-law-centre", "", "govan-law-centre"),
        ("clyde-refugee-forum", "kelvin-housing", "", "clyde-refugee-forum"),
        ("govan-law-centre", "clyde-refugee-forum", "", "govan-law-centre"),
        ("kelvin-housing", "govan-law-centre", "", "kelvin-housing"),
    ]
    (warning,) = e.problems[e.problems["severity"] == "warning"]["message"]
    assert warning == (
        "2 answers not understood, so that no tie was made: 'Health and Care' and 'various "
        "churches'."
    )


def test_headings_of_names_alone_as_microsoft_forms_writes_a_scale(tmp_path):
    """Tyneside: the question is lost; nobody works with the City of Sanctuary, which is there."""
    e = read_answers(
        tmp_path,
        [
            [
                "ID",
                "Start time",
                "Completion time",
                "Email",
                "Name",
                "Last modified time",
                "Name of your organisation",
                "Tyne Welcome",
                "Gateshead Law",
                "City of Sanctuary",
                "Will you come?",
            ],
            [
                1,
                "2026-03-01",
                "2026-03-01",
                "a@example.org",
                "Ann Person",
                None,
                "Tyne Welcome",
                None,
                "Often",
                "Never",
                "Yes",
            ],
            [
                2,
                "2026-03-01",
                "2026-03-01",
                "b@example.org",
                "Bob Person",
                None,
                "Gateshead Law",
                "Very often",
                None,
                "Never",
                "No",
            ],
        ],
    )
    assert tell_ties(e) == [
        ("gateshead-law", "tyne-welcome", "works with", 5),
        ("tyne-welcome", "gateshead-law", "works with", 4),
    ]
    assert "City of Sanctuary" in set(e.organisations["name"])
    assert "is not kept: 'Email' and 'Name'." in join_messages(e)


def test_headings_of_names_alone_though_none_of_them_has_answered(tmp_path):
    """A form asks two about three others: that the same words of how often stand there shows it."""
    e = read_answers(
        tmp_path,
        [
            ["Timestamp", "Organisation", "Ash Trust", "Elm Cooks", "Oak Law", "Will you come?"],
            ["1", "Beech Mosque", "Weekly", "Never", "Weekly", "Yes"],
            ["2", "Cedar Hub", "Monthly", "Weekly", "Weekly", "No"],
        ],
    )
    assert len(e.relationships) == 5
    assert len(e.organisations) == 5
    assert e.organisations["answered"].sum() == 2


def test_numbered_questions_and_who_funds_as_jisc_writes_them(tmp_path):
    """Worcestershire: money comes in from those who are named."""
    meets = "2. How often do you meet with the following? - "
    e = read_answers(
        tmp_path,
        [
            [
                "Unique response number",
                "1. Your organisation",
                f"{meets}Severn Welcome",
                f"{meets}Malvern Hosts",
                f"{meets}Wyre Advice Ltd",
                "3. Who funds you?",
            ],
            ["123-1", "Severn Welcome", None, "Quarterly", "Monthly", "County Fund; Oak Trust"],
            ["123-2", "Malvern Hosts", "Quarterly", None, "Not at all", "County Fund"],
            ["123-3", "Wyre Advice", "At least monthly", "Never", None, None],
        ],
    )
    assert tell_ties(e) == [
        ("county-fund", "malvern-hosts", "funds", 0),
        ("county-fund", "severn-welcome", "funds", 0),
        ("malvern-hosts", "severn-welcome", "meets", 2),
        ("oak-trust", "severn-welcome", "funds", 0),
        ("severn-welcome", "malvern-hosts", "meets", 2),
        ("severn-welcome", "wyre-advice-ltd", "meets", 3),
        ("wyre-advice-ltd", "severn-welcome", "meets", 3),
    ]
    assert e.organisations["answered"].sum() == 3


def test_a_question_for_each_organisation(tmp_path):
    """Devon: the names stand within the questions; DCC is the council by its initials."""
    heads = ",".join(
        f"How often do you work with {name}?"
        for name in ("Exe Welcome", "Plymouth Advice", "Devon County Council")
    )
    rows = "Exe Welcome,n/a,Weekly,Yearly\nPlymouth Advice,Weekly,,Never\nDCC,Monthly,Never,\n"
    e = eco.read(save(tmp_path, "inside.csv", f"Your organisation,{heads}\n{rows}"))
    assert tell_ties(e) == [
        ("devon-county-council", "exe-welcome", "works with", 3),
        ("exe-welcome", "devon-county-council", "works with", 1),
        ("exe-welcome", "plymouth-advice", "works with", 4),
        ("plymouth-advice", "exe-welcome", "works with", 4),
    ]


def test_cells_that_say_what_two_do_together(tmp_path):
    """Each answer is a tie of its own kind; they refer to us runs towards whoever answers."""
    asked = "What do you do with each? [{}]"
    e = read_answers(
        tmp_path,
        [
            ["Timestamp", "Organisation name", *map(asked.format, ("Ash", "Elm", "Oak"))],
            ["2026-01-02", "Ash", None, "We refer to them, We meet", "Nothing"],
            ["2026-01-03", "Elm", "They refer to us", None, "No, sadly"],
            ["2026-01-03", "Oak", "gossip", None, None],
        ],
    )
    assert tell_ties(e) == [("ash", "elm", "meets", 0), ("oak", "ash", "works with", 0)]
    assert tell_referrals(e) == [("ash", "elm", "", "ash"), ("ash", "elm", "", "elm")]
    warnings = e.problems[e.problems["severity"] == "warning"]["message"].tolist()
    assert warnings == [
        (
            "1 answer with a word for a tie that is not known: 'gossip'. Each was read as a tie, "
            "its strength not known."
        ),
        "1 answer not understood, so that no tie was made: 'No, sadly'.",
    ]


def test_answers_somebody_keeps_by_hand(tmp_path):
    """Nobody's form: names along the top, more of them than have answered."""
    e = read_answers(
        tmp_path,
        [
            ["Organisation", "Ash Trust", "Elm Cooks", "Oak Law", "Beech Mosque", "Notes"],
            ["Ash Trust", None, "weekly", "never", "monthly", "rang 3 March"],
            ["Elm Cooks", "daily", None, None, "never", None],
            ["Oak Law", "never", "sometimes", None, "?", "no reply yet"],
        ],
    )
    assert tell_ties(e) == [
        ("ash-trust", "beech-mosque", "works with", 3),
        ("ash-trust", "elm-cooks", "works with", 4),
        ("elm-cooks", "ash-trust", "works with", 5),
        ("oak-law", "elm-cooks", "works with", 2),
    ]
    assert "2 were left empty" in join_messages(e)


def test_codes_before_questions_as_limesurvey_writes_them(tmp_path):
    asked = "G02Q01[SQ00{}]. How frequently do you collaborate with: [{}]"
    e = read_answers(
        tmp_path,
        [
            [
                "Response ID",
                "Last page",
                "G01Q01. Name of organisation",
                asked.format(1, "Ash"),
                asked.format(2, "Elm"),
                "G03Q01. Who would you like to work with?",
            ],
            [1, 3, "Ash", None, "2 (Sometimes)", "Oak"],
            [2, 3, "Elm", "1 (Never)", None, None],
        ],
    )
    assert tell_ties(e) == [("ash", "elm", "collaborates with", 2)]
    assert set(e.organisations["name"]) == {"Ash", "Elm"}


@pytest.mark.parametrize("heading", ["Username", "Who are you?"])
def test_whoever_answers_is_known_by_the_names_below_another_heading(tmp_path, heading):
    text = (
        f"Timestamp,{heading},Who do you meet? [Ash],Who do you meet? [Elm]\n"
        "1,Ash,,Weekly\n2,Elm,Monthly,\n"
    )
    e = eco.read(save(tmp_path, "form.csv", text))
    assert tell_ties(e) == [("ash", "elm", "meets", 4), ("elm", "ash", "meets", 3)]


def test_kinds_of_help_and_languages_in_columns_to_tick(tmp_path):
    """Cardiff: two people of one say the same two kinds of help; four pairs of these and areas."""
    e = read_answers(
        tmp_path,
        [
            [
                "Timestamp",
                "Organisation",
                "What do you offer? [Food]",
                "What do you offer? [Advice]",
                "Which languages do you speak?",
                "Which areas do you cover?",
            ],
            ["2026-01-02", "Taff Aid", "Yes", "Advice", "Welsh, Arabic", "Cardiff, Newport"],
            ["2026-01-02", "Taff Aid", "Yes", "x", "Welsh", "Cardiff"],
            ["2026-01-02", "Usk Hub", None, None, None, "Newport"],
        ],
    )
    assert pairs(e.services, "name", "languages") == [
        ("Advice", "Welsh|Arabic"),
        ("Food", "Welsh|Arabic"),
    ]
    assert len(e.catchments) == 4
    assert e.organisations["answered"].isna().all()


def test_a_name_in_each_of_several_columns(tmp_path):
    """Birmingham: up to five names, the wards are no authorities, and communities no ties."""
    asked = "Please name up to five organisations you work with most [{}]"
    e = read_answers(
        tmp_path,
        [
            ["Timestamp", "Your organisation and team", *map(asked.format, (1, 2, 3))],
            ["2026-01-01", "Brum Aid", "Aston Law", "Nechells Food", "City Council"],
            ["2026-01-02", "Aston Law", "brum aid", "lots", None],
        ],
    )
    assert [tie[:2] for tie in tell_ties(e)] == [
        ("aston-law", "brum-aid"),
        ("brum-aid", "aston-law"),
        ("brum-aid", "city-council"),
        ("brum-aid", "nechells-food"),
    ]


def test_names_on_new_lines_and_short_ones_among_them(tmp_path):
    """Kent: KCC is the county council; police are named, and all of them is nobody for sure."""
    e = read_answers(
        tmp_path,
        [
            ["Agency", "Partners you work with (list up to 5)", "Postcode"],
            ["Kent Arrivals", "Dover Aid\nKCC", "CT1 1AA"],
            ["Dover Aid", "Kent Arrivals and KCC", None],
            ["Kent County Council", "All of them", None],
            ["Folkestone Hub", "Kent Arrivals; police", None],
        ],
    )
    assert [tie[:2] for tie in tell_ties(e)] == [
        ("dover-aid", "kent-arrivals"),
        ("dover-aid", "kent-county-council"),
        ("folkestone-hub", "kent-arrivals"),
        ("folkestone-hub", "police"),
        ("kent-arrivals", "dover-aid"),
        ("kent-arrivals", "kent-county-council"),
    ]
    assert "'KCC' was read as Kent County Council." in join_messages(e)
    assert e.organisations.set_index("name")["postcode"]["Kent Arrivals"] == "CT1 1AA"


def test_hostile_text_is_text(tmp_path):
    rows = [
        ["Timestamp", "Organisation", "Who do you work with?"],
        ["1", "<b>Ash</b>", "<script>alert(1)</script>; -- ;' DROP TABLE x"],
    ]
    e = read_answers(tmp_path, rows)
    named = {"' DROP TABLE x", "<b>Ash</b>", "<script>alert(1)</script>"}
    assert set(e.organisations["name"]) == named
    assert "not understood, so that no tie was made: '--'." in join_messages(e)


def test_two_surveys_in_one_workbook_are_not_added_up(tmp_path):
    """2026 stands first: weekly counts, and of 2025 only the tie of Elm is new."""
    heads = ["Timestamp", "Organisation", "How often do you meet?\n[Ash]"]
    heads += ["How often do you meet?\n[Elm]", "What do you offer?"]
    path = write_book(
        tmp_path / "waves.xlsx",
        **{
            "2026": [heads, ["1", "Ash", None, "Weekly", "Food"], ["2", "Elm", None, None, None]],
            "2025": [
                heads,
                ["1", "Ash", None, "Rarely", "Food"],
                ["2", "Elm", "Daily", None, None],
            ],
        },
    )
    e = eco.read(path)
    assert tell_ties(e) == [("ash", "elm", "meets", 4), ("elm", "ash", "meets", 5)]
    assert len(e.services) == 1
    assert "1 tie left out, because another survey here has the same" in join_messages(e)
