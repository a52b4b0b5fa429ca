"""Fixtures shared by all tests: the samples, and five organisations worked by hand."""

import pandas as pd
import pytest
from hypothesis import settings

import ecosystem as eco

pytest_plugins = ["browser", "served_page"]

# How long a case takes says nothing here: speed is for benchmarks/.
settings.register_profile("ecosystem", deadline=None)
settings.load_profile("ecosystem")


def pytest_collection_modifyitems(items):
    """Count no branches in audits: what they call others call too, and it takes two thirds more."""
    for item in items:
        if item.get_closest_marker("audit"):
            item.add_marker(pytest.mark.no_cover)


@pytest.fixture(scope="session")
def west_midlands():
    """Real areas and demand, invented organisations; it does not change, so one serves all."""
    return eco.read_sample("west-midlands")


@pytest.fixture(scope="session")
def legal_aid():
    """Real figures for England and Wales, 2015."""
    return eco.read_sample("legal-aid-2015")


@pytest.fixture
def tiny():
    """Five organisations, three services, two areas: every answer can be worked by hand.

    Ties: a-b (two referrals, one each way, and steering), a-c, b-c, a-d. e has none.
    So a is tied to b, c and d; the triangle a, b, c is complete; d hangs on a.

    Services: "food-a" by a and "food-b" by b reach both areas, for refugees; "advice" by c, level
    2, capacity 30, has its site in north and reaches both.

    Demand for advice: 40 people in north, 20 in south. The 30 places are shared by need: 20 to
    north, 10 to south: coverage 0.5 in both.
    """
    return eco.Ecosystem(
        organisations=pd.DataFrame(
            {
                "organisation_id": ["a", "b", "c", "d", "e"],
                "name": ["Ash", "Birch", "Cedar", "Dogwood", "Elm"],
                "sector": ["voluntary", "voluntary", "statutory", "faith", None],
                "stated_role": ["core", "core", None, "wider network", None],
            }
        ),
        services=pd.DataFrame(
            {
                "service_id": ["food-a", "food-b", "advice"],
                "name": ["Food bank", "Food parcels", "Advice"],
                "service_type": ["food", "food", "advice"],
                "level": [None, None, 2],
                "capacity": [None, None, 30],
                "eligibility": ["refugees", "refugees", None],
            }
        ),
        providers=pd.DataFrame(
            {"service_id": ["food-a", "food-b", "advice"], "organisation_id": ["a", "b", "c"]}
        ),
        sites=pd.DataFrame({"service_id": ["advice"], "area_code": ["north"]}),
        catchments=pd.DataFrame(
            {
                "service_id": ["food-a", "food-a", "food-b", "food-b", "advice", "advice"],
                "area_code": ["north", "south"] * 3,
            }
        ),
        areas=pd.DataFrame(
            {
                "area_code": ["north", "south"],
                "name": ["Northtown", "Southtown"],
                "latitude": [52.5, 52.0],
                "longitude": [-1.9, -1.9],
            }
        ),
        demand=pd.DataFrame(
            {
                "area_code": ["north", "south"],
                "service_type": ["advice", "advice"],
                "people": [40, 20],
            }
        ),
        referrals=pd.DataFrame(
            {"from_id": ["a", "b", "a"], "to_id": ["b", "a", "c"], "sent": [10, 3, None]}
        ),
        relationships=pd.DataFrame(
            {
                "from_id": ["a", "b", "d"],
                "to_id": ["b", "c", "a"],
                "kind": ["steering", "shares information", "trusts"],
                "direction": ["both ways", "both ways", "one way"],
                "strength": [5, 3, 2],
            }
        ),
    )
