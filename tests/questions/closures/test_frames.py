"""Tests of the frames of closures: what is known, known in part and not known."""

import numpy as np
import pytest
from markets import (
    find,
    make,
    plain,
    random_ecosystem,
)


def test_unknown_places_are_named_not_guessed():
    """Oak's places are not known: Ash's 10 people may all fit there, or none."""
    e = make({"1": 10}, plain(("ash", 10, ["1"]), ("oak", None, ["1"])))
    answer = find(e)
    row = answer.table.loc["ash"]
    assert (row["unserved_low"], row["unserved"], row["unserved_high"]) == (0, 10, 10)
    assert answer.table.loc["oak", "status"] == "not known"
    assert answer.table.loc["oak", ["people_served", "unserved", "unserved_low"]].isna().all()
    assert any("is not known for 1 service: S1." in note for note in answer.notes)
    assert "is not known" in answer.explain("oak")
    assert "if it closed, up to 10 people could not be placed" in answer.explain("ash")


def test_own_unknown_places_make_a_loss_a_part_of_it():
    """Ash has a service with 10 places and one with unknown places; Oak has 4 places.

    Of 10 people Oak can take 4. At the least Ash's own unknown places are none: still 6.
    """
    e = make({"1": 10}, plain(("ash", 10, ["1"]), ("ash", None, ["1"]), ("oak", 4, ["1"])))
    answer = find(e)
    row = answer.table.loc["ash"]
    assert (row["status"], row["services"], row["counted"]) == ("in part", 2, 1)
    assert (row["unserved_low"], row["unserved"]) == (6, 6)
    assert np.isnan(row["unserved_high"])
    assert answer.explain("ash").startswith("Counting 1 of 2 services: ")


def test_the_least_loss_leaves_own_unknown_places_out():
    """Ash has 10 places for area 1, and unknown ones for area 2; Elm has unknown ones in area 1.

    If Elm has room, Ash's 10 people find it there; whom its unknown places serve is not known, so
    at the least nobody.
    """
    e = make(
        {"1": 10, "2": 10},
        plain(("ash", 10, ["1"]), ("ash", None, ["2"]), ("elm", None, ["1"])),
    )
    row = find(e).table.loc["ash"]
    assert (row["unserved_low"], row["unserved"]) == (0, 10)


@pytest.mark.parametrize("seed", range(6))
def test_bounds_hold_and_together_is_never_less(seed):
    answer = find(random_ecosystem(seed, offers=True))
    table, pairs = answer.table, answer.pairs
    assert (table["unserved_low"] <= table["unserved"]).all()
    assert (table["unserved"] <= table["unserved_high"]).all()
    assert (table["unserved_high"] <= answer.summary["people_served"] + 1e-9).all()
    assert table["people_served"].sum() == pytest.approx(answer.summary["people_served"], abs=0.01)
    assert (pairs["unserved_both"] >= pairs["unserved_a"] + pairs["unserved_b"]).all()


def test_a_service_that_may_reach_anywhere_lowers_the_least():
    """Where Elm's 10 places are is not recorded: they may be there for all of Ash's 10 people."""
    e = make({"1": 10}, plain(("ash", 10, ["1"]), ("elm", 10, [])))
    answer = find(e)
    row = answer.table.loc["ash"]
    assert (row["unserved_low"], row["unserved"], row["unserved_high"]) == (0, 10, 10)
    assert answer.table.loc["elm", "status"] == "not known"
    assert answer.summary["places"] == 10
