"""What people write of a tie: none, how often, or that they do not know."""

import pytest
from network_files import join_messages, list_ties, save

import ecosystem as eco
from ecosystem.formats.tables.tie_words import read_answer


@pytest.mark.parametrize(
    "zero",
    ["0", "00", "0.0", "0.00", "0.000", "0,0", "0,00", ".0", "-0", "+0", "0.", '"0.00"', "0e0"],
)
def test_any_zero_is_no_tie_in_a_matrix_and_in_a_list(tmp_path, zero):
    """Ash and Birch are tied; Cedar is tied to nobody and is there all the same."""
    cell = '"' + zero.replace('"', '""') + '"'
    ash_and_birch = f"Ash,{cell},1,{cell}\nBirch,1,{cell},{cell}\n"
    matrix = f",Ash,Birch,Cedar\n{ash_and_birch}Cedar,{cell},{cell},{cell}\n"
    ties = f"From,To,Weight\nAsh,Birch,1\nAsh,Cedar,{cell}\n"
    for name, text in (("matrix.csv", matrix), ("edges.csv", ties), ("ties.csv", ties)):
        e = eco.read(save(tmp_path, name, text), format="ties" if name == "edges.csv" else None)
        assert [tie[:2] for tie in list_ties(e)] == [("ash", "birch")], name
        assert list(e.organisations["name"]) == ["Ash", "Birch", "Cedar"], name


@pytest.mark.parametrize("number", ["0.01", "10", "0,5", "-1", "1e0"])
def test_what_is_not_nought_is_no_zero(number):
    assert read_answer(number).says == "number"


def test_rows_of_weight_nought_are_counted(tmp_path):
    """Case 21: of three rows, those of weight 0 and 0.00 are no tie."""
    text = "From,To,Weight\nAsh,Birch,1\nAsh,Cedar,0\nBirch,Cedar,0.00\n"
    e = eco.read(save(tmp_path, "ties.csv", text))
    assert len(e.relationships) == 1
    assert "no tie was made of 2 rows with a word or 0 for none." in join_messages(e)


@pytest.mark.parametrize(
    "heading", ["Strength", "Weight", "Frequency", "How often are you in touch?"]
)
@pytest.mark.parametrize("as_ties", [True, False])
def test_words_of_how_often_are_strengths_and_never_is_no_tie(tmp_path, heading, as_ties):
    """Of seven rows two say no, two do not know; monthly is 3, rarely 1 and daily 5."""
    text = (
        f"From,To,{heading}\nAsh,Birch,Monthly\nAsh,Cedar,Never\nAsh,Dogwood,Not at all\n"
        "Birch,Cedar,Don\u2019t know\nBirch,Dogwood,\nCedar,Dogwood,rarely\nCedar,Elm,DAILY\n"
    )
    e = eco.read(save(tmp_path, "ties.csv", text), format="ties" if as_ties else None)
    assert [tie[:2] for tie in list_ties(e)] == [
        ("ash", "birch"),
        ("cedar", "dogwood"),
        ("cedar", "elm"),
    ]
    assert e.relationships["strength"].tolist() == [3, 1, 5]
    said = join_messages(e)
    assert said.count("no tie was made of 2 rows with a word or 0 for none.") == 1
    assert said.count("no tie was made of 2 rows where it is not known whether there is one.") == 1
    assert said.count("how often was read as the strength of a tie: rarely as 1, monthly as 3") == 1
    assert set(e.problems["severity"]) == {"note"}


def test_a_word_that_is_not_known_is_asked_about_once(tmp_path):
    rows = ("Ash,Birch,Weekly", "Ash,Cedar,Now and then", "Birch,Cedar,12", "Cedar,Elm,12")
    text = "\n".join(["From,To,How often", *rows, ""])
    e = eco.read(save(tmp_path, "ties.csv", text))
    (warning,) = e.problems[e.problems["severity"] == "warning"].to_dict("records")
    assert warning["message"].startswith(
        "3 rows with a word for a tie that is not known: 'Now and then' and '12'."
    )
    assert warning["row"] == 3
    assert len(e.relationships) == 4
    assert e.relationships["strength"].notna().sum() == 1


def test_never_in_one_row_does_not_swallow_the_same_tie_in_another(tmp_path):
    """Two answers to one question: Ash says never, the second row weekly."""
    text = "From,To,Frequency\nAsh,Birch,Never\nAsh,Birch,Weekly\n"
    e = eco.read(save(tmp_path, "list.csv", text), format="ties")
    assert e.relationships["strength"].tolist() == [4]


def test_an_empty_weight_beside_numbers_is_a_tie_whose_weight_is_not_known(tmp_path):
    text = "From,To,Strength\nAsh,Birch,3\nAsh,Cedar,\nBirch,Cedar,n/a\n"
    e = eco.read(save(tmp_path, "ties.csv", text))
    assert len(e.relationships) == 3
    assert e.relationships["strength"].notna().sum() == 1


def test_a_matrix_of_words_says_what_it_does_not_know(tmp_path):
    """Six cells off the diagonal: never twice, weekly twice, don't know and one empty."""
    text = ",Ash,Birch,Cedar\nAsh,n/a,Weekly,Never\nBirch,weekly,-,Don't know\nCedar,never,,\n"
    e = eco.read(save(tmp_path, "matrix.csv", text))
    assert list_ties(e) == [("ash", "birch", "tied", "both ways")]
    assert set(e.relationships["strength"]) == {4}
    assert "no tie was made of 2 cells, empty or not known." in join_messages(e)


def test_whoever_is_named_in_no_tie_only_is_an_organisation(tmp_path):
    e = eco.read(save(tmp_path, "ties.csv", "From,To,Contact frequency\nAsh,Birch,No\n"))
    assert list(e.organisations["name"]) == ["Ash", "Birch"]
    assert e.relationships.empty


@pytest.mark.parametrize(
    ("word", "strength"),
    [
        ("Less than monthly", "2"),
        ("more than once a week", "5"),
        ("Less than once a year", "1"),
        ("4 \u2013 Weekly", "4"),
        ("5 (daily)", "5"),
        ("Weekly or more often", "4"),
        ("At least monthly", "3"),
        ("Several times a year", "2"),
        ("2-3 times a month", "4"),
        ("Once per week", "4"),
        ("Once every quarter", "2"),
    ],
)
def test_how_often_as_questionnaires_ask_it(word, strength):
    assert read_answer(word) == ("how often", strength)


@pytest.mark.parametrize("word", ["1 - Never", "0 = no contact", "1. Not at all"])
def test_the_end_of_a_scale_that_says_never_is_no_tie(word):
    assert read_answer(word).says == "no tie"


@pytest.mark.parametrize(
    "word",
    [
        *("no longer", "Not yet", "not any more", "not at the moment", "Never met"),
        *("No, but planned", "used to", "No - we hope to", "haven\u2019t yet"),
    ],
)
def test_what_was_or_may_come_is_no_tie(word):
    assert read_answer(word).says == "no tie"


@pytest.mark.parametrize("word", ["never really", "Not often", "not much", "No, only by e-mail"])
def test_what_may_deny_a_tie_is_asked_about_and_no_tie(tmp_path, word):
    """Of two rows one is a tie; the other is left out with a warning, and Cedar is there."""
    assert read_answer(word).says == "unclear"
    text = f'From,To,How often\nAsh,Birch,Monthly\nAsh,Cedar,"{word}"\n'
    e = eco.read(save(tmp_path, "ties.csv", text))
    assert [tie[:2] for tie in list_ties(e)] == [("ash", "birch")]
    assert list(e.organisations["name"]) == ["Ash", "Birch", "Cedar"]
    warned = e.problems[e.problems["severity"] == "warning"]
    assert list(warned["message"]) == [
        "no tie was made of 1 row with words that may mean that there is none."
    ]


@pytest.mark.parametrize(
    "word",
    [
        *("Would like to", "want to work together", "planned", "Used to work together"),
        *("No relationship", "Never heard of them", "Don't know them", "potential partner"),
    ],
)
def test_what_is_wished_for_or_was_is_no_tie_whether_it_is_a_strength_or_a_kind(tmp_path, word):
    """Of two rows one is a tie; whom the other names is there all the same."""
    assert read_answer(word).says == "no tie"
    text = f"From,To,Kind\nAsh,Birch,joint bids\nAsh,Cedar,{word}\n"
    e = eco.read(save(tmp_path, "ties.csv", text))
    assert [tie[:2] for tie in list_ties(e)] == [("ash", "birch")]
    assert list(e.organisations["name"]) == ["Ash", "Birch", "Cedar"]
    assert f"1 row of which the kind says that there is none, or none now: {word!r}" in (
        join_messages(e)
    )


@pytest.mark.parametrize("word", ["could do better", "plans together", "will work", "trusts"])
def test_other_words_are_kinds_of_ties(tmp_path, word):
    e = eco.read(save(tmp_path, "ties.csv", f"From,To,Kind\nAsh,Birch,{word}\n"))
    assert e.relationships["kind"].tolist() == [word]
