"""Fixtures of the maps: a page of each, and the sample with secrets in it."""

import pandas as pd
import pytest
from drawn_maps import draw_network, draw_places

import ecosystem as eco


@pytest.fixture(scope="session")
def west_midlands(west_midlands):
    """As the public sees it: a map of exact counts from 1 to 4 is refused."""
    return west_midlands.select(visibility="public")


@pytest.fixture(scope="session")
def legal_aid(legal_aid):
    return legal_aid.select(visibility="public")


@pytest.fixture
def tiny(tiny):
    return tiny.select(visibility="public")


@pytest.fixture(scope="session")
def network_page(west_midlands, tmp_path_factory):
    return draw_network(west_midlands, tmp_path_factory.mktemp("maps") / "network.html")


@pytest.fixture(scope="session")
def places_page(west_midlands, tmp_path_factory):
    gaps = eco.find_gaps(west_midlands, "immigration advice", level=2)
    path = tmp_path_factory.mktemp("maps") / "places.html"
    return draw_places(west_midlands, gaps, path)


@pytest.fixture(scope="session")
def guarded(west_midlands):
    """The sample with secrets: a private and a partners tie, a confidential site and group."""
    e = west_midlands
    first, second, third = e.organisations["organisation_id"].iloc[:3]
    relationships = pd.concat(
        [
            e.relationships,
            pd.DataFrame(
                {
                    "from_id": [first, second],
                    "to_id": [second, third],
                    "kind": ["quarrels-with", "whispers-to"],
                    "visibility": ["private", "partners"],
                }
            ),
        ]
    )
    referrals = e.referrals
    referrals["visibility"] = referrals["visibility"].astype(object)
    referrals.loc[0, ["visibility", "sent"]] = ["private", 98_765]
    groups = pd.concat(
        [
            e.groups,
            pd.DataFrame(
                {"group_id": ["hush"], "name": ["The hush-hush group"], "is_confidential": [True]}
            ),
        ]
    )
    sites = e.sites
    sites["is_confidential"] = sites["is_confidential"].astype(object)
    sites.loc[0, ["is_confidential", "latitude", "longitude"]] = [True, 52.98765, -1.98765]
    return e.replace(relationships=relationships, referrals=referrals, groups=groups, sites=sites)
