"""What to ask next about closings."""

import pandas as pd
from markets import make

import ecosystem as eco


def test_an_organisation_is_counted_once_its_silent_places_are_told():
    """ash runs s0 (10 places) and s1 (not known), birch s2 and s3 (neither known), cedar s4.

    One cell settles ash, two birch. What s1 holds changes neither that ash is then known.
    """
    e = make(
        {"A": 30},
        [
            ("ash", 10, "A", {}),
            ("ash", None, "A", {}),
            ("birch", None, "A", {}),
            ("birch", None, "A", {}),
            ("cedar", 5, "A", {}),
        ],
    )
    before = eco.find_closures(e, runs=0)
    assert before.table["status"].to_dict() == {
        "ash": "in part",
        "birch": "not known",
        "cedar": "known",
    }
    assert before.to_ask["id"].tolist() == ["s1", "s2", "s3"]
    assert before.to_ask["organisations"].tolist() == [1, 1, 2]
    for count, (_, row) in enumerate(before.to_ask.iterrows(), start=1):
        told = e.services["capacity"].mask(
            e.services["service_id"].isin(before.to_ask["id"].head(count)), 7
        )
        after = eco.find_closures(e.replace(services=e.services.assign(capacity=told)), runs=0)
        was_open = before.table["status"] != "known"
        assert (after.table["status"][was_open] == "known").sum() == row["organisations"]


def test_who_reaches_no_known_need_is_not_asked_in_vain():
    e = make({"A": 30, "B": None}, [("ash", None, "A", {}), ("ash", 5, "B", {})])
    assert eco.find_closures(e, runs=0).table.loc["ash", "status"] != "known"
    assert eco.find_closures(e, runs=0).to_ask.empty


def test_nothing_is_asked_where_all_places_are_known():
    e = make({"A": 30}, [("ash", 10, "A", {})])
    pd.testing.assert_index_equal(
        eco.find_closures(e, runs=0).to_ask.index, pd.RangeIndex(1, 1, name="ask")
    )
