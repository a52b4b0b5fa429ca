"""What the questions of surveys ask, by their words."""

import pytest

from ecosystem.formats.tables.surveys.survey_questions import (
    asks_how_many,
    classify,
    group_columns,
    is_of_a_form,
    read_tie_question,
    says_one_is_never,
)


@pytest.mark.parametrize(
    ("words", "asks"),
    [
        ("Which organisation do you work for?", "who answers"),
        ("Name of your organisation *", "who answers"),
        ("What is the name of your charity?", "who answers"),
        ("Which organisation are you completing this survey on behalf of?", "who answers"),
        ("Which organisation do you find hardest to refer to?", "else"),
        ("Your name", "else"),
        ("What is your organisation's postcode?", "postcode"),
        ("What type of organisation are you?", "sector"),
        ("Where are you based?", "area_code"),
        ("Which local authority areas do you work in?", "areas"),
        ("Where do you deliver services?", "areas"),
        ("Which services do you provide?", "help"),
        ("What could you offer the partnership?", "else"),
        ("How do you provide support?", "else"),
        ("What help do you need?", "else"),
        ("What languages do you offer support in?", "languages"),
        ("Completion time", "the form"),
        ("What gets in the way?", "else"),
        ("Taking referrals?", "else"),
        ("Are you open to new referrals?", "else"),
        ("Who do you take referrals from?", "ties"),
        ("Would you come to the away day?", "else"),
    ],
)
def test_a_question_is_known_by_its_words(words, asks):
    assert classify(words) == asks


@pytest.mark.parametrize(
    ("words", "kind", "comes_in"),
    [
        ("How often do you work with these organisations?", "works with", False),
        ("Who do you refer clients to? (tick all that apply)", "referral", False),
        ("Which organisations refer people to you?", "referral", True),
        ("Do you receive referrals from these organisations?", "referral", True),
        ("Who do you refer to, or get referrals from?", "refers to or from", False),
        ("Where do you signpost people?", "signposts to", False),
        ("Who funds you?", "funds", True),
        ("Which of these do you fund?", "funds", False),
        ("Who do you share information with?", "shares information", False),
        ("Who are your main partners?", "partners with", False),
        ("Please tick the organisations you are in regular contact with", "in touch", False),
    ],
)
def test_a_question_about_ties_says_of_what_kind_and_which_way(words, kind, comes_in):
    question = read_tie_question(words)
    assert (question.kind, question.comes_in) == (kind, comes_in)


@pytest.mark.parametrize(
    "words",
    [
        "Who would you like to work with?",
        "Who do you not work with?",
        "Which of these have you heard of?",
        "Who did you work with in the past?",
        "How many organisations do you work with?",
        "What types of organisations do you work with?",
        "How well do you work with these organisations?",
        "Why do you refer to others?",
        "Who do you find it difficult to refer to?",
        "Referred to",
    ],
)
def test_what_is_not_asks_for_no_tie(words):
    assert read_tie_question(words) is None


def test_columns_of_one_question_are_put_together():
    """Forms write brackets, a point, a dash, a colon, or the name within the question."""
    for pattern in (
        "How often do you meet these? [{}]",
        "3. How often do you meet these?.{}",
        "Q3 How often do you meet these? - {}",
        "How often do you meet: {}",
        "How often are you in touch with {}?",
    ):
        headings = ["Organisation", *(pattern.format(name) for name in ("Ash", "Elm - York"))]
        organisation, question = group_columns(headings)
        assert organisation.words == "Organisation"
        assert question.columns == {1: "Ash", 2: "Elm - York"}, pattern


def test_what_to_do_stands_behind_a_question_and_is_no_name():
    headings = ["Who do you meet? Please tick all", "Who do you meet? (tick)"]
    assert [asked.is_grid for asked in group_columns(headings)] == [False, False]


def test_numbers_and_ends_of_scales_are_seen_in_the_question():
    assert asks_how_many("How many people did you refer to these?")
    assert not asks_how_many("Who do you refer to?")
    assert says_one_is_never("How often? (1 = never, 5 = daily)")
    assert not says_one_is_never("How often? (1 = daily, 5 = never)")


def test_a_form_is_known_by_the_columns_that_it_adds():
    assert is_of_a_form(["Timestamp", "Organisation"])
    assert is_of_a_form(["ID", "Start time", "Completion time"])
    assert not is_of_a_form(["ID", "Name", "Start date"])
