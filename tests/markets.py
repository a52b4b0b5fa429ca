"""Builders for the tests of closures: who needs food, who gives it, and who may go where."""

import networkx as nx
import numpy as np
import pandas as pd
from hypothesis import strategies as st
from scipy import sparse

import ecosystem as eco

OPEN = {"eligibility": "anyone", "languages": "English", "accepting_referrals": "yes"}
"""What a service records that may take anyone."""


def make(people, services, relationships=None, **extra_areas):
    """Return an ecosystem of areas with people in need of food, and services.

    `services`: (organisations joined by |, places, areas, further columns), named s0, s1 … What
    the further columns do not say is recorded: open to all, in English, accepting referrals.
    """
    rows = [
        {"service_id": f"s{n}", "name": f"S{n}", "service_type": "food", "capacity": places}
        | OPEN
        | more
        for n, (_, places, _, more) in enumerate(services)
    ]
    runs = [
        {"service_id": f"s{n}", "organisation_id": one}
        for n, (bodies, _, _, _) in enumerate(services)
        for one in bodies.split("|")
    ]
    bodies = {row["organisation_id"] for row in runs}
    if relationships is not None:
        bodies |= {*relationships["from_id"], *relationships["to_id"]}
    return eco.Ecosystem(
        organisations=pd.DataFrame(
            {"organisation_id": sorted(bodies), "name": [one.title() for one in sorted(bodies)]}
        ),
        services=pd.DataFrame(rows),
        providers=pd.DataFrame(runs),
        catchments=pd.DataFrame(
            [
                {"service_id": f"s{n}", "area_code": one}
                for n, (_, _, areas, _) in enumerate(services)
                for one in areas
            ],
            columns=["service_id", "area_code"],
        ),
        areas=pd.DataFrame(
            {"area_code": list(people), "name": [f"Area {one}" for one in people]} | extra_areas
        ),
        demand=pd.DataFrame(
            {"area_code": list(people), "service_type": "food", "people": list(people.values())}
        ),
        relationships=relationships,
    )


def plain(*services):
    return [(*service, {}) for service in services]


def find(e, **options):
    return eco.find_closures(e, **({"runs": 0} | options))


RING = make(
    {"AB": 10, "BC": 10, "CA": 10},
    plain(("a", 20, ["AB", "CA"]), ("b", 20, ["AB", "BC"]), ("c", 20, ["BC", "CA"])),
)


def grants(*rows):
    columns = ["from_id", "to_id", "amount"]
    return pd.DataFrame(rows, columns=columns).assign(kind="funds")


@st.composite
def networks(draw, most=6):
    cells, services = draw(st.integers(1, most)), draw(st.integers(1, most))
    reach = draw(st.lists(st.booleans(), min_size=cells * services, max_size=cells * services))
    people = draw(st.lists(st.integers(0, 12), min_size=cells, max_size=cells))
    places = draw(st.lists(st.integers(0, 12), min_size=services, max_size=services))
    return (
        np.array(people),
        np.array(places),
        sparse.csr_array(np.array(reach, dtype=float).reshape(cells, services)),
    )


def most_placed(people, places, reach):
    """Return the most people placed, by networkx."""
    graph = nx.DiGraph()
    graph.add_nodes_from(["source", "sink"])
    for cell, number in enumerate(people.tolist()):
        graph.add_edge("source", ("cell", cell), capacity=number)
    for service, number in enumerate(places.tolist()):
        graph.add_edge(("service", service), "sink", capacity=number)
    for cell, service in zip(*reach.tocoo().coords, strict=True):
        graph.add_edge(("cell", int(cell)), ("service", int(service)))
    return nx.maximum_flow_value(graph, "source", "sink")


def without_places(places, closed):
    left = places.copy()
    left[list(closed)] = 0
    return left


def random_ecosystem(seed, organisations=9, areas=5, *, offers=False):
    random = np.random.default_rng(seed)
    services = []
    for n in range(organisations):
        near = [f"A{one}" for one in np.flatnonzero(random.random(areas) < 0.5)]
        more = {}
        if offers:
            more = {
                "eligibility": random.choice(["women", "men", "women|men", "anyone", ""]) or None,
                "level": int(random.integers(1, 4)),
                "accepting_referrals": random.choice(["yes", "yes", "no", ""]) or None,
            }
        services.append((f"o{n}", int(random.integers(1, 20)), near or ["A0"], more))
    people = {f"A{n}": int(random.integers(0, 30)) for n in range(areas)}
    return make(people, services)
