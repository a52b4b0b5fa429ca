"""How we talk: lists, counts, verbs, shares, distances."""

import pytest

from ecosystem.wording import (
    count_of,
    join_words,
    say_are,
    say_have,
    say_km,
    say_share,
    say_them,
    say_were,
    start_sentence,
)


@pytest.mark.parametrize(("words", "joined"), [([], ""), (["a"], "a"), (["a", "b"], "a and b")])
def test_join_words(words, joined):
    assert join_words(words) == joined


def test_count_of():
    assert count_of(1, "organisation") == "1 organisation"
    assert count_of(1200, "service") == "1,200 services"
    assert count_of(2, "body", "bodies") == "2 bodies"


@pytest.mark.parametrize(
    ("most", "joined"),
    [(0, "a, b, c and d"), (1, "a and 3 more"), (3, "a, b, c and 1 more"), (4, "a, b, c and d")],
)
def test_words_beyond_the_most_are_counted(most, joined):
    assert join_words("abcd", most=most) == joined


def test_words_may_be_joined_by_another_word():
    assert join_words(["open access", "drop-in"], last="or") == "open access or drop-in"


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "are were have them"), (1, "is was has it"), (2, "are were have them")],
)
def test_words_agree(number, words):
    said = [say(number) for say in (say_are, say_were, say_have, say_them)]
    assert " ".join(said) == words


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0, "0%"),
        (0.0001, "less than 1%"),
        (0.0049, "less than 1%"),
        (0.0051, "1%"),
        (0.994, "99%"),
        (0.9951, "more than 99%"),
        (0.9999, "more than 99%"),
        (1, "100%"),
        (0.1 + 0.2 + 0.7 - 1e-16, "100%"),
        (1e-16, "0%"),
    ],
)
def test_only_all_is_100_percent(share, said):
    assert say_share(share) == said


@pytest.mark.parametrize(
    ("km", "said"),
    [
        (0, "under 1 km"),
        (0.3, "under 1 km"),
        (0.49, "under 1 km"),
        (0.51, "1 km"),
        (1.4, "1 km"),
        (1234, "1,234 km"),
    ],
)
def test_distances(km, said):
    assert say_km(km) == said


def test_a_sentence_keeps_its_names():
    assert start_sentence("ach runs it; BCC does not") == "Ach runs it; BCC does not"
    assert start_sentence("") == ""
