"""How many people in each area need a service."""

import numpy as np
import pandas as pd
import pytest
from row_of_towns import make

from ecosystem.access import list_demand, name_counted, read_extra


def test_the_latest_period_counts_and_one_without_a_period_is_the_oldest():
    """A: 9 of no period, 8 of 2022, 7 of 2023. B: 6 of 2022. C: nothing is known."""
    rows = [("A", 7, "2023"), ("A", 9, None), ("A", 8, "2022"), ("B", 6, "2022")]
    demand, notes = list_demand(make(areas="ABC", demand=rows), "Advice")
    assert demand["people"].tolist() == pytest.approx([7, 6, np.nan], nan_ok=True)
    assert demand["period"].tolist()[:2] == ["2023", "2022"]
    assert demand[["low", "high"]].isna().all(axis=None)
    assert notes == [
        "Where demand is given for several periods, the latest is used.",
        "Demand is from different periods: 2022 and 2023.",
    ]


def test_demand_for_another_type_is_not_counted():
    demand, notes = list_demand(make(demand=[("A", 5)]), "food")
    assert demand["people"].isna().tolist() == [True, True]
    assert notes == []


@pytest.mark.parametrize(("sources", "is_said"), [(["x", "y"], True), (["x", "x"], False)])
def test_a_source_that_changes_is_said(sources, is_said):
    rows = pd.DataFrame(
        {"area_code": "A", "service_type": "advice", "people": [1, 2], "period": ["2022", "2023"]}
    )
    _, notes = list_demand(make().replace(demand=rows.assign(source=sources)), "advice")
    assert any("source of demand changed" in note for note in notes) == is_said


def test_a_column_beyond_the_schema_is_numbers_of_0_or_more():
    frame = pd.DataFrame({"used": ["3", 0, "many", -1, np.inf, None]})
    np.testing.assert_equal(read_extra(frame, "used"), [3, 0] + [np.nan] * 4)
    assert np.isnan(read_extra(frame, "absent")).all()


def test_who_was_counted_is_handed_on_and_a_larger_place_is_the_sum_of_its_parts():
    """W holds A, of known need, and B; V holds C, of which nothing is known, and has 80.

    A's 60 count and W's 100 do not; V's 80 stand for V. X holds D: neither is known, so X is told
    by D, if ever.
    """
    rows = [("A", 60), ("W", 100), ("V", 80)]
    e = make(areas="ABCDVWX", demand=rows)
    e = e.replace(
        areas=e.areas.assign(parent_code=["W", "W", "V", "X", None, None, None]),
        demand=e.demand.assign(counted_as=["refugees", "families", None]),
    )
    demand, notes = list_demand(e, "advice")
    assert demand["people"].fillna(-1).tolist() == [60, -1, -1, -1, 80, -1, -1]
    assert demand["is_whole"].tolist() == [False] * 5 + [True, True]
    assert demand["counted_as"].fillna("").tolist() == ["refugees", "", "", "", "families", "", ""]
    (note,) = notes
    assert note == (
        "The need recorded for Town W is not added to that of the areas inside: these count where "
        "both are given. Some of these have none on record: people are missing here."
    )


@pytest.mark.parametrize(
    ("words", "name"),
    [(["refugees", "refugees"], "refugees"), (["refugees", None], None), (["a", "b"], None)],
)
def test_who_was_counted_is_named_only_if_all_were(words, name):
    assert name_counted(pd.Series(words)) == name
    assert name_counted(pd.Series([], dtype="str")) is None


def test_what_is_written_to_a_demand_is_not_in_the_next():
    e = make(areas="A", demand=[("A", 10)])
    demand, notes = list_demand(e, "Advice")
    demand["people"] = 0.0
    notes.append("another")
    again, said = list_demand(e, "advice")
    assert again["people"].tolist() == [10.0]
    assert said == []
