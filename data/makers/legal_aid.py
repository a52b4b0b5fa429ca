"""`legal-aid-2015`: where immigration legal aid was to be had; nothing is invented."""

from __future__ import annotations

import pandas as pd

from ecosystem.data.text import make_slug

from .tables import ADVICE, AREA_SOURCES, ATTRIBUTION, OGL, describe, list_areas, list_demand

LEFT_OUT = {"Oldham": "One place with an Oldham address has no position and is not counted."}
"""What is known of the ten places without a position: the directory gives the address of one here,
so that a count of none is not safe."""


def make(facts: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return where immigration legal aid was to be had in England and Wales in 2015."""
    facts = facts[facts["area_code"].str[0].isin(["E", "W"])]
    services = pd.DataFrame(
        [
            {"name": f"Immigration legal aid {word} {number}, {area['name']}", "area_code": code}
            for code, area in facts.set_index("area_code").iterrows()
            for word, places in (
                ("place", area["immigration_legal_aid_offices_2015_11"]),
                ("outreach place", area["immigration_legal_aid_outreach_2015_11"]),
            )
            for number in range(1, int(places) + 1)
        ]
    )
    services = services.assign(
        service_id=services["name"].map(make_slug), service_type=ADVICE, legal_aid="yes"
    )
    agency = {"name": "Legal Aid Agency", "sector": "statutory"}
    return {
        "organisations": pd.DataFrame([{"organisation_id": make_slug(agency["name"]), **agency}]),
        "services": services,
        "sites": services[["service_id", "area_code"]],
        "areas": list_areas(facts).assign(remark=facts["name"].map(LEFT_OUT).fillna("")),
        "demand": list_demand(facts, "2015-12-31"),
        "about": describe(
            title="Immigration legal aid in England and Wales, 2015",
            area="England and Wales",
            snapshot_date="2015-12-31",
            prepared_by="compiled for this sample from public figures",
            licence=OGL,
            sources=(
                f"{AREA_SOURCES} Legal Aid Agency: directory of providers, November 2015; 10 of "
                f"294 places had no position and are left out. {ATTRIBUTION}."
            ),
        ),
    }
