"""Who is who in a survey: names offered by a form, and names that people type."""

from ecosystem.formats.tables.surveys.survey_names import learn_names, read_ticks


def test_a_comma_parts_names_where_they_are_known():
    """Ash and Elm stand alone elsewhere; nobody else mentions the other three."""
    cells = ["Ash, Elm", "Ash", "Elm", "Health, Housing and Care", "Ash, a friend"]
    ticks = read_ticks(cells, [])
    assert ticks.names == [["Ash", "Elm"], ["Ash"], ["Elm"], ["Health, Housing and Care"], ["Ash"]]
    assert ticks.odd == [(4, "a friend")]


def test_a_name_with_a_comma_that_is_known_stays_whole():
    ticks = read_ticks(["Ash, Leeds;Elm;", "Ash, Leeds, Elm"], ["Ash, Leeds"])
    assert ticks.names[0] == ["Ash, Leeds", "Elm"]


def test_and_parts_two_that_are_known_and_no_name():
    ticks = read_ticks(["Ash and Elm", "Food and Friends"], ["Ash", "Elm"])
    assert ticks.names == [["Ash", "Elm"], ["Food and Friends"]]


def test_nobody_is_an_answer_and_nobody_in_particular_is_none():
    cells = ["None of these", "", "lots of other organisations", "All Saints", "n/a", "Yes"]
    ticks = read_ticks(cells, [])
    assert ticks.says_nobody == [True, False, False, False, False, False]
    assert ticks.names == [[], [], [], ["All Saints"], [], []]
    assert [part for _, part in ticks.odd] == ["lots of other organisations", "Yes"]


def test_a_long_name_is_one_where_somebody_answers_for_it_and_else_a_sentence():
    long = "The Royal Borough of Somewhere Adult and Community Learning Service"
    sentence = "we mostly send them to whoever happens to be open that day"
    ticks = read_ticks([f"{long};{sentence}"], [long])
    assert ticks.names == [[long]]
    assert ticks.odd == [(0, sentence)]


def test_what_is_typed_is_read_as_what_is_offered():
    names = learn_names(["Hope Minds CIC", "Ash Trust"], [], ["hope minds", "ASH TRUST", "Oak"])
    assert names.find("hope minds") == "Hope Minds CIC"
    assert names.find("ASH TRUST") == "Ash Trust"
    assert names.find("Oak") == "Oak"
    assert names.read_as == {"hope minds": "Hope Minds CIC"}


def test_an_answer_ticked_by_several_is_offered_and_stays_itself():
    """Elm and Elm Cooks are both ticked twice: two organisations, whatever their names."""
    names = learn_names(
        [], ["Elmet", "Elmet", "Elmet Cooks", "Elmet Cooks", "Oakley"], ["Oakley Law"]
    )
    assert names.find("Elmet") == "Elmet"
    assert names.find("Oakley") == "Oakley Law"


def test_a_name_that_may_be_of_two_is_unclear():
    names = learn_names(["Hope Minds", "Hope Kitchen"], [], ["Hope"])
    assert names.unclear == {"Hope": ["Hope Kitchen", "Hope Minds"]}
    assert names.find("Hope") == "Hope"
