"""What the answers of a survey say, cell by cell."""

from ecosystem.formats.tables.surveys.answers import (
    Answers,
    count_pairs,
    find_one_sided,
    join_columns,
    read_grid,
    read_help,
)
from ecosystem.formats.tables.surveys.survey_names import learn_names
from ecosystem.formats.tables.surveys.survey_questions import Asked, read_tie_question

_MEETS = "How often do you meet these? (1 = never, 5 = daily)"


def _read(words, rows, who):
    answers, asked = Answers(), Asked(words, {0: "Ash", 1: "Elm"})
    names = learn_names(["Ash", "Elm"], [], who)
    read_grid(answers, asked, read_tie_question(words), rows, who, names)
    answers.settle()
    return answers


def test_one_is_never_where_the_question_says_so():
    """Ash meets Elm at 4; Elm says 1 of Ash: one pair, of which one side says no."""
    answers = _read(_MEETS, [["", "4"], ["1", ""]], ["Ash", "Elm"])
    assert [tie.strength for tie in answers.ties.values()] == ["4"]
    assert count_pairs(answers) == {"meets": 1, "": 1}
    assert [tie.reporter for tie in find_one_sided(answers)] == ["Ash"]


def test_a_cell_about_oneself_an_empty_one_and_a_doubt_say_nothing():
    answers = _read(_MEETS, [["5", "don't know"], ["", "3"], ["n/a", ""]], ["Ash", "Elm", "Oak"])
    assert not answers.ties
    assert not answers.has_answered
    assert answers.cells == {"not known": 1, "blank": 3}


def test_how_often_is_lost_of_referrals_and_said():
    words = "How often do you refer to these?"
    answers = _read(words, [["", "Weekly"]], ["Ash"])
    (tie,) = answers.ties.values()
    assert (tie.from_name, tie.to_name, tie.strength, tie.sent) == ("Ash", "Elm", "", "")
    assert answers.lost_how_often == [0]


def test_kinds_of_help_are_parted_by_commas_only_where_nothing_else_parts_them():
    assert read_help(["Food, clothes", "None"])[0] == [["Food", "clothes"], []]
    assert read_help(["Food, clothes;Advice;"])[0] == [["Food, clothes", "Advice"]]
    kinds, odd = read_help(["We help anybody who comes to us with anything at all"])
    assert kinds == [[]]
    assert len(odd) == 1


def test_ticks_in_columns_are_joined_to_a_list():
    asked = Asked("What do you offer?", {0: "Food", 1: "Advice"})
    assert join_columns(asked, [["Yes", "Advice"], ["", "No"]]) == ["Food;Advice", ""]
