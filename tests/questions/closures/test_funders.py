"""Tests of what is lost when a funder stops."""

import numpy as np
import pandas as pd
import pytest
from markets import (
    find,
    grants,
    make,
    plain,
)

from ecosystem.graph import find_positions
from ecosystem.questions.closures.funders import list_shares


def test_a_funder_takes_its_share_of_places():
    """Ash: 20 places, 15 people, 75 % paid by the fund: 5 places are left, so 10 lose theirs.

    Oak has 4 free places for them: 6 are left without. The council pays the other quarter of
    Ash's and all of Oak's: Ash keeps 15 places, Oak none, so of 20 people 5 fall out.
    """
    e = make(
        {"1": 20},
        plain(("ash", 20, ["1"]), ("oak", 9, ["1"])),
        relationships=grants(("fund", "ash", 75), ("council", "ash", 25), ("council", "oak", 5)),
    )
    funders = find(e).funders
    served = find(e).table["people_served"]
    assert funders.loc["fund", "unserved"] == 20 - (5 + 9)
    assert funders.loc["fund", "people_served"] == pytest.approx(served["ash"] * 0.75, abs=1e-3)
    assert funders.loc["council", "unserved"] == 20 - 15
    assert funders["mostly_funded"].to_dict() == {"council": 1, "fund": 1}
    assert "if its funding stopped, up to 6 people would be left without help" in find(e).explain(
        "fund"
    )


def test_places_left_of_a_cut_are_whole():
    """Without a third of 10 places 6.67 are left: 6 whole ones, so 4 of 10 people lose theirs."""
    e = make(
        {"1": 10},
        plain(("ash", 10, ["1"])),
        relationships=grants(("fund", "ash", 1), ("council", "ash", 2)),
    )
    funders = find(e).funders
    assert funders.loc["fund", ["people_served", "unserved"]].tolist() == [4, 4]
    e = make({"1": 20}, plain(("ash", 10, ["1"])), relationships=grants(("fund", "ash", 1)))
    assert find(e).funders.loc["fund", "unserved"] == 10


def test_unknown_amounts_are_named():
    e = make(
        {"1": 10},
        plain(("ash", 10, ["1"]), ("oak", 10, ["1"])),
        relationships=grants(
            ("fund", "ash", 5), ("council", "ash", None), ("council", "oak", None)
        ),
    )
    answer = find(e)
    assert answer.funders["share_unknown"].to_dict() == {"council": 1, "fund": 1}
    assert np.isnan(answer.funders.loc["fund", "people_served"])
    assert answer.funders.loc["council", "people_served"] == 5
    assert any("not known for 1 organisation (Ash)" in note for note in answer.notes)


def _share_of(e):
    """Return the share of each funder in each organisation, by their ids."""
    ids = e.organisations["organisation_id"]
    shares = list_shares(e, find_positions(e))
    return {
        (ids[row["funder"]], ids[row["organisation"]]): row["share"]
        for _, row in shares.astype(object).iterrows()
    }


def test_a_grant_reported_twice_is_one_and_one_that_has_ended_is_none():
    """Fund and council both give Ash 50; the fund's grant is told by both; the trust's has ended.

    So each gives half. Oak's only funder gives an amount that is not known: all of what it gets.
    """
    rows = pd.DataFrame(
        [
            ("fund", "ash", 50, "2023-01-01", None, "fund"),
            ("fund", "ash", 50, "2023-01-01", None, "ash"),
            ("council", "ash", 50, "2022-01-01", None, None),
            ("trust", "ash", 900, "2018-01-01", "2019-12-31", None),
            ("council", "oak", None, None, None, None),
        ],
        columns=["from_id", "to_id", "amount", "start", "end", "reported_by"],
    ).assign(kind="funds")
    e = make({"1": 10}, plain(("ash", 10, ["1"]), ("oak", 10, ["1"])), relationships=rows)
    e = e.replace(about=pd.DataFrame({"snapshot_date": ["2024-01-01"]}))
    assert _share_of(e) == {("fund", "ash"): 0.5, ("council", "ash"): 0.5, ("council", "oak"): 1}


def test_a_shared_service_loses_the_smallest_share():
    """The fund pays all of Ash and half of Oak, who run ten places together for ten people.

    If it stops, Oak's half goes on: five places are cut, and five people lose theirs.
    """
    e = make(
        {"1": 10},
        plain(("ash|oak", 10, ["1"])),
        relationships=grants(("fund", "ash", 9), ("fund", "oak", 5), ("council", "oak", 5)),
    )
    funders = find(e).funders
    assert funders.loc["fund", ["people_served", "unserved"]].tolist() == [5, 5]
    assert funders.loc["council", ["people_served", "unserved"]].isna().all()


def test_money_for_several_years_counts_by_the_year():
    """£300,000 for 36 months beside £100,000 for 12: £100,000 a year each, half and half."""
    rows = pd.DataFrame(
        [
            ("one", "ash", 300_000, "2024-01-01", "2026-12-31"),
            ("two", "ash", 100_000, "2024-01-01", "2024-12-31"),
            ("one", "oak", 100, "2024-01-01", None),
            ("two", "oak", 300, "2024-01-01", "2024-06-30"),
        ],
        columns=["from_id", "to_id", "amount", "start", "end"],
    ).assign(kind="funds")
    e = make({"1": 10}, plain(("ash", 10, ["1"]), ("oak", 10, ["1"])), relationships=rows)
    e = e.replace(about=pd.DataFrame({"snapshot_date": ["2024-03-01"]}))
    assert _share_of(e) == {
        ("one", "ash"): 0.5,
        ("two", "ash"): 0.5,
        ("one", "oak"): 0.25,
        ("two", "oak"): 0.75,
    }


def test_at_most_a_funder_whose_share_is_not_known_pays_all():
    """What Fund and Council give Ash is not known: up to all 10 people lose their place.

    Fund alone pays Oak, with no one there: what it takes for sure is nothing.
    """
    e = make(
        {"1": 10, "2": 0},
        plain(("ash", 10, ["1"]), ("oak", 10, ["2"])),
        relationships=grants(("fund", "ash", 5), ("council", "ash", None), ("fund", "oak", 5)),
    )
    fund = find(e).funders.loc["fund"]
    assert (fund["unserved"], fund["unserved_high"]) == (0, 10)
    assert "up to 10 people would be left without help" in " ".join(find(e).findings)
