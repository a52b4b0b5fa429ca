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


def test_a_host_gives_the_room_and_does_not_run_the_service(tiny):
    roles = tiny.providers.assign(role=["host", None, "lead"])
    positions = find_positions(tiny.replace(providers=roles))
    assert positions.providers.toarray().sum(axis=1).tolist() == [0, 1, 1]
    assert positions.is_offered.all()


def test_a_service_ends_with_the_last_who_runs_it(tiny):
    """Birch, who alone gives food-b, is closed; Ash, who gives food-a with Birch, is not."""
    closed = tiny.organisations.assign(status=[None, "closed", None, None, None])
    both = pd.concat(
        [tiny.providers, pd.DataFrame({"service_id": ["food-a"], "organisation_id": ["b"]})]
    )
    positions = find_positions(tiny.replace(organisations=closed, providers=both))
    assert positions.is_active.tolist() == [True, False, True, True, True]
    assert positions.is_offered.tolist() == [True, True, False]


def test_ends_count_by_the_day_the_data_describe_or_were_read(tiny):
    """An end in 2015 is past and a beginning in 2099 is to come, with and without a day given."""
    dated = tiny.services.assign(end=["2015-03-31", None, None], start=[None, None, "2099-01-01"])
    for about in (pd.DataFrame(), pd.DataFrame({"snapshot_date": ["2024-06-01"]})):
        e = tiny.replace(services=dated, about=about)
        assert find_positions(e).is_offered.tolist() == [False, True, False]
    early = tiny.replace(services=dated, about=pd.DataFrame({"snapshot_date": ["2015-01-01"]}))
    assert find_positions(early).is_offered.tolist() == [True, True, False]


def test_who_reaches_a_larger_place_reaches_all_in_it(tiny):
    """South lies in the shire by its parent code; the shire lies in a circle with itself."""
    areas = pd.concat(
        [
            tiny.areas.assign(parent_code=[None, "shire"]),
            pd.DataFrame({"area_code": ["shire"], "name": ["Shire"], "parent_code": ["shire"]}),
        ]
    )
    reaches = pd.DataFrame({"service_id": ["food-a"], "area_code": ["shire"]})
    e = tiny.replace(areas=areas, catchments=reaches)
    positions = find_positions(e)
    assert positions.area_codes.tolist() == ["north", "shire", "south"]
    assert positions.is_larger.tolist() == [False, True, False]
    assert positions.reach.toarray().tolist() == [[1, 0, 0], [0, 1, 1], [0, 0, 0]]


def test_where_nothing_is_recorded_a_service_may_be_anywhere(tiny):
    """Advice has a site; food-a reaches north; of food-b nothing is known, nor of its base."""
    reaches = pd.DataFrame({"service_id": ["food-a"], "area_code": ["north"]})
    positions = find_positions(tiny.replace(catchments=reaches))
    assert positions.is_unplaced.tolist() == [False, False, True]


def test_a_service_with_areas_that_could_not_be_read_may_reach_any(tiny):
    """Advice reaches both areas and more; food-a says no more, food-b nothing that was read: its
    organisation's base, south, says nothing of where it works.
    """
    words = tiny.services.assign(areas_unclear=["city wide", None, "hotels"])
    based = tiny.organisations.assign(area_code="south")
    kept = tiny.catchments[tiny.catchments["service_id"] != "food-b"]
    positions = find_positions(tiny.replace(services=words, organisations=based, catchments=kept))
    assert positions.reaches_more.tolist() == [True, False, True]
    assert positions.is_unplaced.tolist() == [True, False, True]
    assert positions.reach.toarray().tolist() == [[1, 1], [1, 1], [0, 0]]
    assert not positions.sites["is_assumed"].any()
