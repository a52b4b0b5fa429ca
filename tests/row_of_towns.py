"""Towns in a row: the ecosystem of most tests of gaps, placement and reach, worked by hand."""

import pandas as pd

import ecosystem as eco


def make(  # noqa: PLR0913 - a table each
    *,
    areas="AB",
    services=(),
    sites=(),
    catchments=(),
    demand=(),
    runs=(),
    organisations=("o",),
    **tables,
):
    """Return areas in a row along a parallel, 0.1 degrees (6.8 km) apart.

    services as (id, facts); sites and catchments as (service, area); demand as (area, people) or
    (area, people, period); runs as (service, organisation).
    """
    links = ["service_id", "area_code"]
    heads = ["area_code", "people", "period"]
    given = {
        "services": [
            {"service_id": code, "name": code.upper(), "service_type": "advice"} | facts
            for code, facts in services
        ],
        "sites": [dict(zip(links, row, strict=True)) for row in sites],
        "catchments": [dict(zip(links, row, strict=True)) for row in catchments],
        "demand": [
            {"service_type": "advice"} | dict(zip(heads, row, strict=False)) for row in demand
        ],
        "providers": [
            dict(zip(["service_id", "organisation_id"], row, strict=True)) for row in runs
        ],
    }
    tables = {name: pd.DataFrame(rows) for name, rows in given.items() if rows} | tables
    return eco.Ecosystem(
        organisations=pd.DataFrame(
            {"organisation_id": organisations, "name": [code.upper() for code in organisations]}
        ),
        areas=pd.DataFrame(
            {
                "area_code": list(areas),
                "name": [f"Town {code}" for code in areas],
                "latitude": 52.0,
                "longitude": [-2 + 0.1 * number for number in range(len(areas))],
            }
        ),
        **tables,
    )
