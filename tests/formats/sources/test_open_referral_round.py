"""Whatever directory is written as Open Referral is read again as it was."""

import tempfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ecosystem as eco

NAMES = st.sampled_from(
    ["Ash House", "Birch & Co", 'The "Cedar"', "Dogwood; East", "Élan <b>", "7"]
)
TYPES = st.sampled_from(["legal advice", "food", "ESOL", "not stated"])
CODES = st.sampled_from(["E08000035", "E06000023", "E08000025"])
PLACES = st.sampled_from(
    [(53.8, -1.5, "LS1 3AA"), (51.45, -2.58, None), (None, None, "B1 1AA"), (52.5, -1.9, "B4 7ET")]
)
GROUPS = st.lists(
    st.sampled_from(["women", "families, any size", "16-25", "under 18 (alone)"]), unique=True
)
LANGUAGES = st.lists(st.sampled_from(["Arabic", "Farsi", "Tigrinya"]), unique=True)


@st.composite
def draw_directory(draw):
    """Return organisations with services, of which each has one that leads and may have others."""
    names = draw(st.lists(NAMES, min_size=1, max_size=4, unique=True))
    ids = [f"o{number}" for number in range(len(names))]
    parents = [(ids[0], one) for one in ids[1:] if draw(st.booleans())]
    services, providers, sites, catchments = [], [], [], []
    for number in range(draw(st.integers(0, 4))):
        service = f"s{number}"
        services.append(
            {
                "service_id": service,
                "name": f"Service {number}",
                "service_type": draw(TYPES),
                "status": draw(st.sampled_from(["active", "closed", "temporarily closed"])),
                "languages": "|".join(draw(LANGUAGES)) or None,
                "eligibility": "|".join(draw(GROUPS)) or None,
            }
        )
        runs = draw(st.lists(st.sampled_from(ids), min_size=1, max_size=3, unique=True))
        providers += [
            {"service_id": service, "organisation_id": one, "role": "partner" if place else "lead"}
            for place, one in enumerate(runs)
        ]
        columns = ("service_id", "latitude", "longitude", "postcode")
        sites += [
            dict(zip(columns, (service, *place), strict=True))
            for place in draw(st.lists(PLACES, max_size=2, unique=True))
        ]
        reached = draw(st.lists(CODES, max_size=2, unique=True))
        catchments += [{"service_id": service, "area_code": code} for code in reached]
    ties = [
        {"from_id": one, "to_id": other, "kind": "parent of", "direction": "one way"}
        for one, other in parents
    ]
    areas = pd.DataFrame(
        {
            "area_code": ["E08000035", "E06000023", "E08000025"],
            "name": ["Leeds", "Bristol, City of", "Birmingham"],
        }
    )
    return eco.Ecosystem(
        organisations=pd.DataFrame({"organisation_id": ids, "name": names}),
        services=pd.DataFrame(services),
        providers=pd.DataFrame(providers),
        sites=pd.DataFrame(sites),
        catchments=pd.DataFrame(catchments),
        relationships=pd.DataFrame(ties),
        areas=areas,
    )


def list_facts(e):
    """Return what a directory says, with names for ids: those are made anew."""
    organisations = e.organisations.set_index("organisation_id")["name"]
    services = e.services.set_index("service_id")
    columns = ["name", "service_type", "status", "languages", "eligibility"]
    named = services["name"]
    sites = e.sites.assign(service=e.sites["service_id"].map(named))
    tables = {
        "services": services[columns],
        "providers": pd.DataFrame(
            {
                "service": e.providers["service_id"].map(named),
                "organisation": e.providers["organisation_id"].map(organisations),
                "role": e.providers["role"],
            }
        ),
        "sites": sites[["service", "latitude", "longitude", "postcode"]],
        "catchments": pd.DataFrame(
            {
                "service": e.catchments["service_id"].map(named),
                "area_code": e.catchments["area_code"],
            }
        ),
        "parents": pd.DataFrame(
            {
                "from": e.relationships["from_id"].map(organisations),
                "to": e.relationships["to_id"].map(organisations),
            }
        ),
    }
    return {
        name: sorted(map(str, frame.astype(object).fillna("").to_numpy().tolist()))
        for name, frame in tables.items()
    }


@pytest.mark.parametrize("ending", ["", ".json"])
@settings(max_examples=15, deadline=None)
@given(e=draw_directory())
def test_what_is_written_is_read_again(ending, e):
    """In tables all of it; in JSON, a page of services, what belongs to a service."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"directory{ending}")
        eco.write_tables(e, path, format="open referral")
        if ending and not len(e.services):
            return
        again = eco.read(path)
    written, read = list_facts(e), list_facts(again)
    if ending:
        # A parent that leads no service is on no page of services.
        del written["parents"], read["parents"]
    else:
        assert sorted(again.organisations["name"]) == sorted(e.organisations["name"])
    assert read == written
