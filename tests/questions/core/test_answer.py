"""The headline and the sentence of each organisation."""

from itertools import combinations

import pytest
from core_networks import make_ecosystem

import ecosystem as eco
from ecosystem.questions.core.answer import _say_number


def test_sentences(wheel):
    core = eco.find_core(wheel)
    assert core.headline == (
        "By number of ties, the core is 4 of 17 organisations: Organisation A, Organisation B, "
        "Organisation C and Organisation D; 12 are in the wider network and 1 is without a known "
        "tie; "
        "2 of the 3 named as core are in it; Organisation e, with 2 ties to it, is not."
    )
    assert core.explain("A") == (
        "Organisation A is in the core: it is tied to all 3 other core organisations and to 6 of "
        "the 12 in the wider network."
    )
    assert core.explain("f") == (
        "Organisation f is in the wider network: it is tied to 2 of the 4 core organisations and "
        "to none of the 11 others in the wider network."
    )
    assert "though the partnership has it as wider network" in core.explain("C")
    assert core.explain("z") == (
        "Organisation z is not known to be connected: no tie of it is in the data."
    )
    assert any("Organisation C is in the core by the ties" in note for note in core.notes)
    with pytest.raises(ValueError, match="'y' is not in this answer"):
        core.explain("y")


@pytest.mark.parametrize(
    ("ties", "also", "words"),
    [
        ([], "abc", "fewer than three"),
        ([("a", "b")], "c", "fewer than three"),
        ([], "a", "fewer than three"),
        (list(combinations("abcde", 2)), "", "are tied alike"),
        ([("a", "b"), ("b", "c")], "", "no more like a core"),
    ],
)
def test_no_core_is_an_answer(ties, also, words):
    core = eco.find_core(make_ecosystem(ties, also=also))
    assert set(core.table["role"]) <= {"no core found", "not connected"}
    assert core.headline.startswith("No core was found")
    assert words in core.headline
    assert all(core.explain(one) for one in core.table.index)
    assert core.to_dict()["summary"]["core_size"] == 0


def test_too_little_to_tell_is_no_core(triangle):
    core = eco.find_core(triangle)
    assert set(core.table["role"][:6]) == {"no core found"}
    assert core.table.loc["g", "role"] == "not connected"
    assert core.headline == (
        "No core was found among 7 organisations: their ties look no more like a core and a wider "
        "network than ties at random."
    )
    assert core.explain("a") == (
        "Organisation a is tied to 3 organisations; no core was found that it could be in."
    )
    assert core.table["ties_to_core"].isna().all()


@pytest.mark.parametrize(
    ("number", "total", "words"),
    [
        (0, 1, "no core organisation"),
        (1, 1, "the one core organisation"),
        (2, 2, "both core organisations"),
        (0, 4, "none of the 4 core organisations"),
        (3, 4, "3 of the 4 core organisations"),
        (1200, 1200, "all 1,200 core organisations"),
    ],
)
def test_how_many_of_a_group(number, total, words):
    assert _say_number(number, total, "core organisation", "core organisations") == words


@pytest.mark.parametrize(
    ("stated", "words"),
    [
        ("", ""),
        ("A", "the one named as core is in it"),
        ("AB", "both named as core are in it"),
        ("ABC", "all 3 named as core are in it"),
        ("e", "Organisation e, named as core, is not in it"),
        ("ef", "none of the 2 named as core is in it"),
        ("Ae", "1 of the 2 named as core is in it; Organisation e, with 2 ties to it, is not"),
        ("ABef", "2 of the 4 named as core are in it; Organisation e and Organisation f are not"),
    ],
)
def test_the_headline_ends_with_how_that_fits_what_was_said(wheel, stated, words):
    organisations = wheel.organisations
    roles = ["core" if one in stated else None for one in organisations["organisation_id"]]
    core = eco.find_core(wheel.replace(organisations=organisations.assign(stated_role=roles)))
    end = core.headline.partition("1 is without a known tie")[2]
    assert end == (f"; {words}." if words else ".")
