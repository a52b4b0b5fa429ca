"""Whom to ask next about ties."""

import pandas as pd
from core_networks import make_ecosystem

import ecosystem as eco


def test_whoever_is_named_most_and_did_not_answer_is_asked_first():
    """a and b answered; c is named by both, d by one, e by nobody."""
    ties = [("a", "b"), ("a", "c"), ("b", "c"), ("a", "d")]
    core = eco.find_core(make_ecosystem(ties, also="e", reported_by=["a", "a", "b", "a"]))
    asked = core.to_ask
    assert asked["id"].tolist() == ["c", "d", "e"]
    assert set(asked["column"]) == {"answered"}
    assert asked["organisations"].tolist() == [1, 2, 3]
    assert str(core).splitlines()[-1].startswith("Ask Organisation c, Organisation d and")
    assert str(core).endswith("whom they work with: that settles it for 3 organisations.")


def test_the_ten_whom_others_name_most_are_asked_whatever_they_are_called():
    """Thirty did not answer: z29 is named once, z28 twice, …, z00 thirty times."""
    names = [f"z{29 - number:02}" for number in range(30)]
    ties = [(f"y{row:02}", name) for number, name in enumerate(names) for row in range(number + 1)]
    core = eco.find_core(make_ecosystem(ties, reported_by=[one for one, _ in ties]))
    assert core.to_ask["id"].tolist() == [f"z{number:02}" for number in range(10)]
    assert core.to_ask["organisations_high"].tolist() == list(range(1, 11))


def test_an_answer_that_names_nobody_is_an_answer():
    """e says that it works with nobody, a that it did not answer, whatever the rows say."""
    ties = [("a", "b"), ("a", "c"), ("b", "c")]
    e = make_ecosystem(ties, also="e", reported_by=["a", "a", "b"])
    told = pd.array([False, None, None, True], dtype="boolean")
    core = eco.find_core(e.replace(organisations=e.organisations.assign(answered=told)))
    assert core.table["reported"].tolist() == [False, True, False, True]
    assert core.to_ask["id"].tolist() == ["a", "c"]


def test_nobody_is_asked_where_all_answered():
    ties = [("a", "b"), ("b", "c")]
    core = eco.find_core(make_ecosystem(ties, reported_by=["a", "c"]))
    asked = core.to_ask["id"].tolist()
    assert asked == ["b"]
    e = make_ecosystem(ties, reported_by=["a", "b"])
    full = e.replace(organisations=e.organisations.assign(answered=True))
    assert eco.find_core(full).to_ask.empty
