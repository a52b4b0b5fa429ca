"""What is said where some did not answer: no more than their answers could leave standing."""

import numpy as np
import pandas as pd
import pytest
from core_networks import make_ecosystem

import ecosystem as eco


def answer(e, told):
    """Return the ecosystem with what each organisation, in order of id, says of having answered."""
    answered = [told.get(one) for one in e.organisations["organisation_id"]]
    return e.replace(
        organisations=e.organisations.assign(answered=pd.array(answered, dtype="boolean"))
    )


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (dict.fromkeys("ABCDefghijklmnopz", True), "By number of ties, the core is 4 of 17 organ"),
        ({}, "By number of ties, the core is 4 of 17 organisations: "),
        (
            dict.fromkeys("ABCDefgh", True) | dict.fromkeys("ijklmnopz", False),
            "By number of ties in the answers of 8 of 17 organisations, the core is 4: ",
        ),
        (
            dict.fromkeys("ABCDefgh", True) | dict.fromkeys("ijkl", False),
            "By number of ties in the answers of 8 or more of 17 organisations, the core is 4: ",
        ),
        (
            dict.fromkeys("Aefghijklmnop", True) | dict.fromkeys("BCD", False),
            "; 3 of these did not answer; ",
        ),
        (
            dict.fromkeys("efghijklmnop", True) | dict.fromkeys("ABCD", False),
            "Too few answered to tell whether there is a core: 4 of 17 organisations did not",
        ),
    ],
)
def test_the_headline_says_by_whose_answers(wheel, told, words):
    """A to D are tied to one another, each of e to p to two of them, z to nobody.

    Where nobody of the core answered no pair within it is known.
    """
    core = eco.find_core(answer(wheel, told))
    assert words in core.headline
    assert core.summary["answered"] == sum(told.values())
    assert core.summary["not_reported"] == len(told) - sum(told.values())


def test_who_has_no_tie_is_not_connected_only_if_it_answered(wheel):
    said = eco.find_core(answer(wheel, {"z": True}))
    assert said.explain("z") == (
        "Organisation z is not connected: it names no other organisation, and none names it."
    )
    assert "1 is not connected" in said.headline
    silent = eco.find_core(answer(wheel, {"z": False}))
    assert "1 is without a known tie" in silent.headline
    assert "it is not known if it has ties" in silent.explain("z")


def test_one_without_a_core_is_told_by_others_too():
    e = make_ecosystem([("a", "b"), ("b", "c")], reported_by=["b", "b"])
    core = eco.find_core(e)
    assert core.explain("a") == (
        "Organisation a did not answer; by what others say it is tied to 1 organisation; no core "
        "was found that it could be in."
    )


def make_answers(seed):
    """Return a planted network as all would answer, and who did not: 6 of 20."""
    random = np.random.default_rng(seed)
    chances = np.array([[0.95, 0.45], [0.45, 0.1]])
    outer = (np.arange(20) >= 5).astype(int)
    tied = np.triu(random.random((20, 20)) < chances[outer[:, None], outer[None]], 1)
    ties = [(f"{one:02}", f"{other:02}") for one, other in zip(*np.nonzero(tied), strict=True)]
    silent = {f"{one:02}" for one in random.choice(20, 6, replace=False)}
    return ties, silent


@pytest.mark.parametrize("seed", range(6))
def test_answers_add_ties_and_take_none_away_and_every_silent_role_says_so(seed):
    ties, silent = make_answers(seed)
    everyone = {one for tie in ties for one in tie}
    known = [tie for tie in ties if not set(tie) <= silent]
    by = [one if other in silent else other for one, other in known]
    half = answer(
        make_ecosystem(known, also=everyone, reported_by=by),
        {one: one not in silent for one in everyone},
    )
    full = answer(make_ecosystem(ties), dict.fromkeys(everyone, True))
    was, now = eco.find_core(half), eco.find_core(full)
    assert (was.table["ties_total"] <= now.table["ties_total"]).all()
    for one in was.table.index:
        said = was.explain(one)
        assert ("did not answer" in said) == (one in silent)
        # No role of one that did not answer stands without the words that it may change.
        if one in silent and was.table.loc[one, "role"] in {"core", "wider network", "uncertain"}:
            assert "by what others say" in said
            assert "which may change when it does" in said
    assert "did not answer" not in "".join(now.explain(one) for one in now.table.index)
    assert "answers of" not in now.headline
    assert any("Answers add ties and take none away" in note for note in was.notes)
    assert not any("Answers add" in note for note in now.notes)
