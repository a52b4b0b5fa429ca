"""What an answer does not say, in sentences."""

import re
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from core_networks import make_ecosystem

import ecosystem as eco
from ecosystem.questions.core.notes import list_limits
from ecosystem.questions.core.sweep import Best


def test_equally_good_divisions_are_named():
    """Two triangles side by side: with delta 0 either is as good a core, so no one is in it."""
    ties = [*combinations("abc", 2), *combinations("def", 2), ("c", "d")]
    core = eco.find_core(make_ecosystem(ties), delta=0.0)
    assert not core.table["in_borgatti_everett_core"].any()
    names = ", ".join(f"Organisation {one}" for one in "abcde")
    assert any(f"Everett: {names} and Organisation f are" in note for note in core.notes)
    one = eco.find_core(make_ecosystem([*combinations("abc", 2), ("a", "d")]), delta=0.0)
    assert not any("Everett" in note for note in one.notes)


def make_answer(*, chance=np.nan, not_reported=0, reported=True, pattern="hub"):
    """Return a table of three, and the figures that the notes go by."""
    table = pd.DataFrame(
        {
            "name": ["A", "B", "C"],
            "role": ["core", "core", "wider network"],
            "stated_role": [None, "core", None],
            "reported": pd.array([reported] * 3, dtype="boolean"),
            "group": ["A", "A", "A"],
            "is_tied_to_all": [True, False, True],
        }
    )
    summary = pd.Series(
        {
            "p_value_degree": chance,
            "is_core_found": True,
            "finding": "core",
            "organisations": 3,
            "not_reported": not_reported,
            "pattern": pattern,
        },
        dtype=object,
    )
    return table, summary


@pytest.mark.parametrize(
    ("chance", "words"),
    [
        (np.nan, "was not worked out: there are too many"),
        (0.05, "more than a few organisations with many ties: .* in 5 of 100 tries"),
        (0.06, "The core is those with the most ties: .* in 6 of 100 tries"),
    ],
)
def test_popularity_is_said_either_way(chance, words):
    table, summary = make_answer(chance=chance)
    assert re.search(words, list_limits(table, summary, best=None, weight=None)[0])


def test_one_that_did_not_report_is_an_it():
    table, summary = make_answer(not_reported=1)
    assert "1 organisation of 3 has not said whom it is tied to." in " ".join(
        list_limits(table, summary, best=None, weight=None)
    )


def test_notes_of_equals_stated_roles_counts_and_layers():
    table, summary = make_answer(pattern="layered", reported=None)
    table.loc[:1, "stated_role"] = "wider network"
    best = Best(
        always=np.array([True, False, False]),
        sometimes=np.array([True, True, False]),
        value=0.5,
        count=2,
        is_certified=True,
    )
    notes = list_limits(table, summary, best=best, weight="sent")
    assert "A and B are in the core by the ties, though stated as wider network." in notes
    assert any("B is in the core of some, not of all" in note for note in notes)
    assert any(note.startswith("The data do not say who told of its ties") for note in notes)
    assert any(note.startswith("Experimental: several layers") for note in notes)
    assert any(note.startswith("How often ties were counted") for note in notes)
    assert not any(note.startswith("Direction") for note in notes)
    assert notes[-1].startswith("A core is about who works with whom.")


def test_who_is_tied_to_all_of_the_core_is_named():
    """A and C are; A is in the core, C is not."""
    table, summary = make_answer()
    notes = list_limits(table, summary, best=None, weight=None)
    assert "C is tied to all of the core, not counted in it." in notes


def test_funding_that_is_left_out_is_said():
    table, summary = make_answer()
    notes = list_limits(table, summary, best=None, weight=None, money=2)
    assert any(note.startswith("2 ties of the kind funds are not counted") for note in notes)
    assert any("kinds of tie" in note for note in notes)
