"""Which services count, where they are and which areas they reach. A step of the row is 6.85 km."""

import numpy as np
import pandas as pd
import pytest
from row_of_towns import make

from ecosystem.access import keep_level, list_services

STEP = 6.846


def read_pairs(reach):
    """The pairs as {(area, service): distance}."""
    pairs = reach.pairs.tocoo()
    return dict(zip(zip(*map(list, pairs.coords), strict=True), pairs.data, strict=True))


def test_a_service_reaches_its_catchment_and_the_areas_of_its_sites():
    """s has a site in A and takes people from C; the nearer of t's two sites counts for B."""
    e = make(
        areas="ABC",
        services=[("s", {}), ("t", {})],
        sites=[("s", "A"), ("t", "A"), ("t", "C")],
        catchments=[("s", "C"), ("t", "B")],
    )
    reach = list_services(e, "Advice")
    expected = {(0, 0): 0, (2, 0): 2 * STEP, (0, 1): 0, (1, 1): STEP, (2, 1): 0}
    assert read_pairs(reach) == pytest.approx(expected, abs=0.01)
    assert (reach.unit, reach.notes) == ("km", ())


def test_only_running_services_of_the_type_count():
    services = [("a", {"status": "closed"}), ("b", {"service_type": "food"}), ("c", {})]
    reach = list_services(make(services=services, sites=[("a", "A"), ("c", "B")]), "advice")
    assert reach.services["service_id"].tolist() == ["c"]
    assert reach.sites[["service", "area"]].to_numpy().tolist() == [[0, 1]]


def test_within_km_adds_areas_and_takes_none_away():
    e = make(areas="ABC", services=[("s", {})], sites=[("s", "A")], catchments=[("s", "C")])
    reach = list_services(e, "advice", within_km=7)
    assert read_pairs(reach) == pytest.approx({(0, 0): 0, (1, 0): STEP, (2, 0): 2 * STEP}, abs=0.01)


def test_with_travel_no_straight_line_counts():
    """What is stated stays in reach, but how far it is only the table says."""
    e = make(areas="ABC", services=[("s", {})], sites=[("s", "A")], catchments=[("s", "C")])
    travel = pd.DataFrame({"area_code": ["B", "C"], "service_id": "s", "minutes": [30, 50]})
    reach = list_services(e, "advice", travel=travel)
    assert reach.unit == "minutes"
    assert read_pairs(reach) == pytest.approx({(0, 0): np.nan, (1, 0): 30, (2, 0): 50}, nan_ok=True)


def test_remote_only_is_nowhere_to_go_to():
    services = [("line", {"access": "remote only"})]
    reach = list_services(make(services=services, sites=[("line", "A")]), "advice")
    assert reach.sites.empty
    assert read_pairs(reach) == pytest.approx({(0, 0): np.nan}, nan_ok=True)


def test_a_service_of_which_nothing_says_where_it_is_stands_at_its_base():
    e = make(services=[("s", {}), ("t", {})], runs=[("s", "o"), ("t", "o")], sites=[("t", "A")])
    e = e.replace(organisations=e.organisations.assign(area_code="B"))
    reach = list_services(e, "advice")
    assert read_pairs(reach) == pytest.approx({(1, 0): 0, (0, 1): 0})
    (note,) = reach.notes
    assert note.startswith("1 service with neither a site nor a catchment is taken to be where")


def test_levels_add_up_and_services_are_numbered_anew():
    """b (level 1) and c (none) go; what is left of d, the third site, is service 1."""
    services = [("a", {"level": 2}), ("b", {"level": 1}), ("c", {}), ("d", {"level": 3})]
    sites = [("a", "A"), ("b", "A"), ("c", "A"), ("d", "B")]
    every = list_services(make(services=services, sites=sites), "advice")
    reach = keep_level(every, 2)
    assert reach.services["service_id"].tolist() == ["a", "c", "d"]
    assert reach.is_certain.tolist() == [True, False, True]
    assert len(reach.notes) == 1
    assert reach.notes[0].startswith("1 of 4 services does not say at which level it advises: C.")
    reach = reach.certain
    assert reach.services["service_id"].tolist() == ["a", "d"]
    assert reach.sites[["service", "area"]].to_numpy().tolist() == [[0, 0], [1, 1]]
    assert read_pairs(reach) == pytest.approx({(0, 0): 0, (1, 1): 0})
    assert keep_level(every, None) is every


@pytest.mark.parametrize(("legal_aid", "kept"), [(None, "abc"), (True, "a"), (False, "b")])
def test_a_contract_that_is_not_recorded_may_meet_either_question(legal_aid, kept):
    services = [("a", {"legal_aid": True}), ("b", {"legal_aid": False}), ("c", {})]
    sites = [("a", "A"), ("b", "A"), ("c", "A")]
    reach = list_services(make(services=services, sites=sites), "advice", legal_aid=legal_aid)
    assert reach.certain.services["service_id"].tolist() == list(kept)
    assert set(reach.services["service_id"]) == {*kept, "c"}
    assert len(reach.notes) == (legal_aid is not None)


def test_a_contract_tells_of_level_two_and_nothing_of_three():
    services = [("a", {"legal_aid": True}), ("b", {"legal_aid": False}), ("c", {"level": 1})]
    sites = [("a", "A"), ("b", "A"), ("c", "A")]
    every = list_services(make(services=services, sites=sites), "advice")
    at_two, at_three = keep_level(every, 2), keep_level(every, 3)
    assert at_two.services["service_id"].tolist() == ["a", "b"]
    assert at_two.is_certain.tolist() == [True, False]
    assert at_three.is_certain.tolist() == [False, False]


def test_of_what_nothing_says_where_it_is_it_may_be_anywhere():
    """t has a site, u a catchment; of s nothing is known, nor where its organisation is based."""
    e = make(
        services=[("s", {}), ("t", {}), ("u", {})], sites=[("t", "A")], catchments=[("u", "B")]
    )
    reach = list_services(e, "advice")
    assert reach.is_anywhere.tolist() == [True, False, False]
    assert reach.is_certain.tolist() == [False, True, True]
    assert reach.notes[0].startswith("1 of 3 services does not say where it works: S.")
