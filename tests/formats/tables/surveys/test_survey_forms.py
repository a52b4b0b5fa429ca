"""Surveys as forms write them: names with commas, Other, who would rather not say who they are."""

from network_files import join_messages
from surveys_by_hand import read_answers, tell_referrals, tell_ties

_HOW = "In the last year, how closely did you work with:"
_SENT = "Which of these have you sent people on to? (tick any)"


def test_a_google_form_with_a_name_that_has_commas(tmp_path):
    """Three rows; the last names nobody, so that its "A lot" is no tie. Ash and Elm work together a
    little (2) and a lot (4); Elm sent people to the network whose name has a comma, and to Ash.
    "Tees City Council" may be the TCC team, and is asked about.
    """
    network = "Wear, Tyne & Tees Network"
    e = read_answers(
        tmp_path,
        [
            [
                "Timestamp",
                "Name of your organisation",
                *(
                    f"{_HOW} [{name}]"
                    for name in ("Ash Law", "Elm Hub", network, "TCC Asylum Team")
                ),
                _SENT,
            ],
            ["1", "Ash Law", None, "A little", "Not often", "Not at all", None],
            ["2", "Elm Hub", "A lot", None, "Not at all", None, f"Ash Law, {network}"],
            ["3", "prefer not to say", "A lot", "A lot", "A lot", "A lot", "Elm Hub"],
            ["4", "Tees City Council", "Not at all", "A little", None, None, None],
        ],
    )
    assert tell_ties(e) == [
        ("ash-law", "elm-hub", "works with", 2),
        ("elm-hub", "ash-law", "works with", 4),
        ("tees-city-council", "elm-hub", "works with", 2),
    ]
    assert [row[:2] for row in tell_referrals(e)] == [
        ("elm-hub", "ash-law"),
        ("elm-hub", "wear-tyne-tees-network"),
    ]
    said = join_messages(e)
    assert "'Tees City Council' may be TCC Asylum Team" in said
    assert "1 answer not understood, so that no tie was made: 'Not often'." in said
    assert "1 row is left out, because no organisation is named." in said


def test_two_heading_rows_with_other_and_where(tmp_path):
    """Ash ticks Elm, and types two under Other, who are asked about; baby clothes typed under Other
    are help like food. Ash works in Leeds, and where it types: Bradford.
    """
    tied = "Which of these do you work with at least once a month? Tick all that apply."
    e = read_answers(
        tmp_path,
        [
            [
                "Respondent ID",
                "Collector ID",
                "Which organisation are you answering for?",
                tied,
                None,
                None,
                "What do you provide?",
                None,
                "Where do you work?",
                None,
            ],
            [
                None,
                None,
                "Open-Ended Response",
                "Ash Law",
                "Elm Hub",
                "Other (please specify)",
                "Food",
                "Other (please specify)",
                "Leeds",
                "Other (please specify)",
            ],
            [
                "1",
                "2",
                "Ash Law",
                None,
                "Elm Hub",
                "GPs; Oak Hosts",
                "Food",
                "Baby clothes",
                "Leeds",
                "Bradford",
            ],
            [
                "2",
                "2",
                "Elm Hub / Canolfan Elm",
                "Ash Law",
                None,
                "n/a",
                "Food",
                None,
                "Leeds",
                None,
            ],
        ],
    )
    assert [tie[:2] for tie in tell_ties(e)] == [("ash-law", "elm-hub"), ("elm-hub", "ash-law")]
    assert sorted(e.organisations["name"]) == ["Ash Law", "Elm Hub"]
    assert sorted(e.services["name"]) == ["Baby clothes", "Food", "Food"]
    assert sorted(e.areas["name"]) == ["Bradford", "Leeds"]
    assert (
        "1 answer typed under Other, so that no tie was made: 'GPs; Oak Hosts'." in join_messages(e)
    )


def test_none_of_these_is_no_service_and_everyone_no_organisation(tmp_path):
    """Ash runs food and English classes; Elm ticked that it offers none of these, and named all."""
    e = read_answers(
        tmp_path,
        [
            [
                "Timestamp",
                "Name of your organisation",
                "Which of these do you offer? (tick all)",
                "Who do you refer to most? (up to 3)",
            ],
            ["1", "Ash Law", "Food, English classes", "Elm Hub"],
            ["2", "Elm Hub", "None of these", "Everyone!"],
            ["3", "Oak Trust", "Prefer not to say, Food", None],
        ],
    )
    assert sorted(e.services["service_id"]) == [
        "ash-law-english-classes",
        "ash-law-food",
        "oak-trust-food",
    ]
    assert e.organisations["name"].tolist() == ["Ash Law", "Elm Hub", "Oak Trust"]
    assert [row[:2] for row in tell_referrals(e)] == [("ash-law", "elm-hub")]
    assert "1 answer not understood, so that no tie was made: 'Everyone!'." in join_messages(e)
