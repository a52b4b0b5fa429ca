import numpy as np
import pytest

from ecosystem.questions.matching.linkage import Level
from ecosystem.questions.matching.names import (
    NameComparer,
    NameMatch,
    clean_charity_number,
    clean_website,
    list_names,
)


def test_a_short_form_in_brackets_is_a_name_a_place_is_not():
    assert list_names("Harbour Rights (HRC)") == ["harbour rights", "hrc"]
    assert list_names("Age Concern (Leeds)") == ["age concern leeds"]


@pytest.mark.parametrize(
    ("written", "number"),
    [
        (" 0209603-1 ", "209603"),
        ("sc 012345", "SC012345"),
        ("GB-CHC-1112233", "1112233"),
        ("Reg. charity no. 1112233", "1112233"),
        ("01112233", "1112233"),
        ("NIC100123", "100123"),
        ("NI100123", "100123"),
        ("GB-CHC-applied", ""),
        ("123", ""),
    ],
)
def test_charity_numbers_are_cleaned_as_the_registers_write_them(written, number):
    assert clean_charity_number(written) == number


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("https://www.Oak.example/about?x=1", "oak.example"),
        ("http:oak.example", "oak.example"),
        ("someone@oak.example", "oak.example"),
        ("https://m.facebook.com/Oak/?ref=page", "facebook.com/oak"),
        ("facebook.com/profile.php?id=17&ref=page", "facebook.com/profile.php/id=17"),
        ("notfacebook.com/a", "notfacebook.com"),
        ("http://", ""),
        ("none yet", ""),
        ("facebook.com", ""),
    ],
)
def test_websites_are_cleaned_to_what_one_body_has(written, address):
    assert clean_website(written) == address


def test_how_rare_a_name_is_by_hand():
    """Three of four records are called oak, one of them also elm, as the fourth: of any pair one
    other holds a name of theirs. Two are others, and 50 more of whom 0.02 hold it.
    """
    rarity = NameComparer([["oak"], ["oak"], ["oak", "elm"], ["elm"]]).rarity
    shares = rarity.measure(np.array([0, 2, 3]), np.array([1, 3, 2]))
    assert shares == pytest.approx([1.02 / 52] * 3)


def test_initials_find_their_names():
    names = NameComparer([["ach"], ["ashley community housing"], ["oak of house"], ["a"]])
    assert names.find_initials().tolist() == [1]


@pytest.mark.parametrize(
    ("first", "second", "match", "level"),
    [
        (["oak house"], ["oakhouse"], NameMatch.SAME_NAME, Level.SAME),
        (["ashley community housing"], ["ach"], NameMatch.INITIALS, Level.ALIKE),
        (
            ["refugee action bristol centre"],
            ["refugee action bristol center"],
            NameMatch.SPELLING,
            Level.ALIKE,
        ),
        (["oak house"], ["oak house nursery school"], NameMatch.INSIDE, Level.NEAR),
        (["oak"], ["oak house"], NameMatch.LETTERS, Level.NEAR),
        (["barton advice"], ["marton advice"], NameMatch.LETTERS, Level.ALIKE),
        (["tŷ hafan"], ["elm trust"], NameMatch.LETTERS, Level.DIFFERENT),
        (["ecc", "elm cooks"], ["wren", "elm cooks"], NameMatch.SHORT_FORM, Level.ALIKE),
        (["elm cooks"], ["wren", "elm cooks"], NameMatch.SAME_NAME, Level.SAME),
    ],
)
def test_names_agree_by_the_surest_way_they_do(first, second, match, level):
    """A long enough register beside them, so that no run of letters is common to all."""
    others = [[name] for name in ("northern lights", "city farm", "harbour drop in", "moor lane")]
    likeness = NameComparer([first, second, *others]).describe(np.array([0]), np.array([1]))
    assert NameMatch(likeness.match[0]) == match
    assert Level(likeness.level[0]) == level
    assert bool(likeness.is_other_name[0]) == (len(second) > 1)


def test_only_words_that_one_of_two_names_has_are_named():
    names = NameComparer([["friends of oak house"], ["the oak house trust"]])
    assert names.list_differing(0, 1) == ["friends", "trust"]
