"""The ids of an ecosystem as row numbers: who runs, what is where, what reaches whom."""

import gc
import pickle
import weakref

import numpy as np
import pandas as pd
import pytest

from ecosystem.graph import find_positions


def test_positions_are_worked_out_once_and_go_with_their_ecosystem(tiny):
    positions = find_positions(tiny)
    assert find_positions(tiny) is positions
    changed = tiny.without("e")
    assert len(find_positions(changed).organisation_ids) == 4
    gone = weakref.ref(find_positions(changed))
    del changed
    gc.collect()
    assert gone() is None


def test_positions_are_not_pickled_with_the_ecosystem(tiny):
    before = pickle.dumps(tiny)
    find_positions(tiny)
    assert pickle.dumps(tiny) == before


def test_nobody_can_change_what_all_share(tiny):
    positions = find_positions(tiny)
    for array in (positions.is_active, positions.is_offered, positions.base, positions.centres):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


def test_ids_become_rows_and_unknown_ones_minus_one(tiny):
    positions = find_positions(tiny)
    assert positions.find_organisations(["c", "a", "nobody"]).tolist() == [2, 0, -1]
    assert positions.find_services(["food-b"]).tolist() == [2]
    assert positions.find_areas(["south", None]).tolist() == [1, -1]
    assert positions.base.tolist() == [-1] * 5


def test_reach_is_catchment_and_site(tiny):
    """Services in key order: advice, food-a, food-b; all reach both areas."""
    np.testing.assert_array_equal(find_positions(tiny).reach.toarray(), np.ones((3, 2)))
    bare = tiny.replace(catchments=pd.DataFrame())
    np.testing.assert_array_equal(find_positions(bare).reach.toarray(), [[1, 0], [0, 0], [0, 0]])


def test_a_service_without_a_place_is_assumed_at_its_organisations_base(tiny):
    based = tiny.organisations.assign(area_code=["south", None, None, None, None])
    e = tiny.replace(catchments=pd.DataFrame(), organisations=based)
    sites = find_positions(e).sites
    assert sites["is_assumed"].tolist() == [False, True]
    assert find_positions(e).reach.toarray().tolist() == [[1, 0], [0, 1], [0, 0]]


def test_a_confidential_site_stands_at_its_area(tiny):
    site = pd.DataFrame(
        {"service_id": ["advice"], "area_code": ["north"], "latitude": [52.5123],
         "longitude": [-1.9123], "is_confidential": ["yes"]}
    )  # fmt: skip
    row = find_positions(tiny.replace(sites=site)).sites.iloc[0]
    assert (row["latitude"], row["longitude"]) == (52.5, -1.9)
    with_area_unknown = site.assign(area_code=None)
    row = find_positions(tiny.replace(sites=with_area_unknown)).sites.iloc[0]
    assert np.isnan(row["latitude"])


def test_providers_join_services_and_organisations(tiny):
    expected = [[0, 0, 1, 0, 0], [1, 0, 0, 0, 0], [0, 1, 0, 0, 0]]
    np.testing.assert_array_equal(find_positions(tiny).providers.toarray(), expected)
