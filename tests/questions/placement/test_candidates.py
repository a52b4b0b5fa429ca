"""Where a new service could be or whom to train, and which areas that would reach."""

import numpy as np
import pandas as pd
import pytest
from row_of_towns import make

from ecosystem.graph import find_positions
from ecosystem.questions.placement.candidates import list_candidates, measure_distances

ORGANISATIONS = ["o1", "o2", "o3"]
STEP = 6.846


def list_of(e, asked, *, level=None, within_km=None):
    return list_candidates(e, find_positions(e), "advice", asked, level=level, within_km=within_km)


def test_an_area_reaches_itself_and_what_is_near():
    """C, A, B is how they lie, A, B, C how they are listed: 7 km from A are C and B."""
    e = make(areas="CAB")
    alone = list_of(e, "areas")
    assert alone.table["id"].tolist() == ["A", "B", "C"]
    assert alone.covers.toarray().tolist() == [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    near = list_of(e, "areas", within_km=7)
    assert near.covers.toarray().tolist() == [[1, 1, 1], [1, 1, 0], [1, 0, 1]]
    assert np.isinf(near.table["capacity"]).all()


TRAIN = {
    "areas": "ABCD",
    "organisations": ORGANISATIONS,
    "services": [
        ("low", {"level": 1, "capacity": 30}),
        ("also", {"level": 1, "capacity": 5}),
        ("high", {"level": 3}),
        ("blank", {}),
        ("food", {"service_type": "food", "level": 1}),
    ],
    "runs": [("low", "o1"), ("also", "o1"), ("high", "o2"), ("low", "o2"), ("blank", "o3")],
    "sites": [("low", "A"), ("also", "A"), ("high", "B"), ("blank", "C")],
    "catchments": [("also", "B"), ("food", "D")],
}


def test_whoever_is_below_the_level_can_be_trained():
    """o2 is at level 3 with another service. Who leads LOW, o1 or o2, is not recorded: half each.

    Trained, o1 sees a quarter of 15 + 5; of o3's places nobody knows: none, or enough for all.
    """
    listed = list_of(make(**TRAIN), "organisations", level=2)
    assert listed.table["id"].tolist() == ["o1", "o3"]
    assert listed.covers.toarray().tolist() == [[1, 1, 0, 0], [0, 0, 1, 0]]
    assert listed.table["capacity"].tolist() == [5, np.inf]
    assert listed.table["capacity_low"].tolist() == [5, 0]
    assert listed.table["is_silent"].tolist() == [False, True]
    assert listed.sites["candidate"].tolist() == [0, 0, 1]
    assert listed.notes[-1] == (
        "Capacity is not known for 1 candidate: O3. To choose, it is taken to be enough for all in "
        "reach; it may be anything."
    )


def test_who_has_closed_is_not_trained():
    e = make(**TRAIN)
    closed = e.replace(organisations=e.organisations.assign(status=["closed", None, None]))
    assert list_of(closed, "organisations", level=2).table["id"].tolist() == ["o3"]


def test_an_organisation_without_such_a_service_is_at_its_base():
    """o1 is based in D, o2 nowhere; with 7 km o1 reaches C as well. Their capacity is not known."""
    e = make(areas="ABCD", organisations=ORGANISATIONS)
    e = e.replace(
        organisations=e.organisations.assign(
            area_code=["D", None, "A"], latitude=[52, None, 52], longitude=[-1.7, None, -2]
        )
    )
    frame = pd.DataFrame({"organisation_id": ["o2", "o1"], "capacity": [None, 9]})
    listed = list_of(e, frame, within_km=7)
    assert listed.table["id"].tolist() == ["o1", "o2"]
    assert listed.covers.toarray().tolist() == [[0, 0, 1, 1], [0, 0, 0, 0]]
    assert listed.table["capacity"].tolist() == [9, np.inf]


def test_a_frame_fills_in_what_it_does_not_say():
    frame = pd.DataFrame({"area_code": ["B", "A", "C"], "choice": [None, "must", "never"]})
    table = list_of(make(areas="ABC"), frame).table
    assert table[["id", "choice", "cost"]].to_numpy().tolist() == [
        ["A", "must", 1],
        ["B", "may", 1],
    ]


@pytest.mark.parametrize("column", ["cost", "capacity"])
def test_an_amount_that_is_none_is_refused(column):
    for value in ("much", -1, np.inf):
        frame = pd.DataFrame({"area_code": ["A"], column: [value]})
        with pytest.raises(ValueError, match=f"candidates, {column}: .* is no amount"):
            list_of(make(), frame)


def test_distances_are_to_the_nearest_of_a_candidates_sites():
    """o1's services are in A, o3's in C: from D three steps and one; nobody is at o2's."""
    e = make(**TRAIN)
    listed = list_of(e, pd.DataFrame({"organisation_id": ORGANISATIONS}))
    distance = measure_distances(find_positions(e).centres, listed)
    expected = STEP * np.array([[0, 1, 2, 3], [0, 0, 1, 2], [2, 1, 0, 1]])
    assert distance == pytest.approx(expected, abs=0.01)
