"""A national directory as the library's tables, from files of any size."""

from __future__ import annotations

import pandas as pd

from ecosystem.options import check_options

from .columns import find_columns, refuse_persons, require
from .engines import open_engine

_HEADINGS = {
    "service_id": ("id", "service"),
    "name": ("service_name", "title"),
    "service_type": ("type", "category", "taxonomy"),
    "organisation_id": ("organization_id", "provider_id", "organisation", "organization"),
    "organisation_name": ("organization_name", "provider", "provider_name"),
    "area_code": ("area", "gss_code", "local_authority_code", "lad_code"),
    "latitude": ("lat",),
    "longitude": ("lon", "lng", "long"),
    "postcode": ("post_code", "postal_code"),
    "reaches": ("service_area", "catchment", "area_served"),
    "level": (),
    "legal_aid": (),
    "capacity": ("places",),
}
"""Our names, and what else a directory heads them with, folded."""

_TABLES = {
    "organisations": ("organisation_id", "organisation_name"),
    "services": ("service_id", "name", "service_type", "level", "legal_aid", "capacity"),
    "providers": ("service_id", "organisation_id"),
    "sites": ("service_id", "area_code", "latitude", "longitude", "postcode"),
    "catchments": ("service_id", "reaches"),
}
"""Each table, and which columns of the directory it is made of."""

_ONE_ROW = ("organisations", "services")
"""Tables with a row for each key; of the others each different row stays."""

_OUR_NAMES = {"organisation_name": "name", "reaches": "area_code"}


@check_options
def reduce_services(
    source: object, *, engine: object = None, memory: str | None = None, folder: str | None = None
) -> dict[str, pd.DataFrame]:
    """Return the tables of a directory with a row for each service, at each of its places.

    Parameters
    ----------
    source
        A file, a folder or a pattern of CSV or Parquet files, a relation of DuckDB, a table of
        Spark, or a frame. Rows of one service repeat what is said of it; the first in order counts.
    engine, memory, folder
        As in `reduce_referrals`, but what comes back is held beside the memory.

    Returns
    -------
    dict of str to pandas.DataFrame
        organisations, services, providers, sites and catchments, each as far as the directory has
        its columns, ready for `read`.

    Raises
    ------
    ValueError
        If the source is no table, or has no column of services or their types.
    ImportError
        If the extra `scale` is not installed.

    Notes
    -----
    Time and memory grow with services and sites, not with rows.

    Examples
    --------
    >>> import ecosystem as eco
    >>> import pandas as pd
    >>> rows = pd.DataFrame(
    ...     {"id": ["s1", "s1"], "title": "Advice", "type": "advice", "provider_id": "ash",
    ...      "provider": "Ash", "gss_code": ["E08000025", "E08000026"]}
    ... )
    >>> {name: len(table) for name, table in eco.reduce_services(rows).items()}
    {'organisations': 1, 'services': 1, 'providers': 1, 'sites': 2}
    """
    with open_engine(engine, memory=memory, folder=folder) as opened:
        table = opened.open_source(source)
        headings = [str(name) for name in table.columns]
        found = find_columns(headings, _HEADINGS)
        require(found, ("service_id", "service_type"), headings)
        refuse_persons(headings, list(found.values()))
        opened.name_columns("directory", table, found)
        tables = {}
        for name, columns in _TABLES.items():
            there = [column for column in columns if column in found]
            if len(there) > 1:
                tables[name] = opened.ask(_write_query(name, there)).rename(columns=_OUR_NAMES)
    return {name: _tidy(table) for name, table in tables.items()}


def _write_query(name: str, columns: list[str]) -> str:
    texts = {column: f"nullif(trim(cast({column} as string)), '')" for column in columns}
    key = columns[0]
    # A row says something if it has its key, and one thing more: a place without a service is none.
    told = " or ".join(f"{texts[column]} is not null" for column in columns[1:])
    if name in _ONE_ROW:
        # Of what the rows of one key say in several ways the first in order.
        least = ", ".join(f"min({texts[column]}) as {column}" for column in columns[1:])
        return (
            f"select {texts[key]} as {key}, {least} from directory where {texts[key]} is not null "
            f"group by {texts[key]} order by {texts[key]}"
        )
    named = ", ".join(f"{text} as {column}" for column, text in texts.items())
    return (
        f"select distinct {named} from directory where {texts[key]} is not null and ({told}) "
        f"order by {', '.join(columns)}"
    )


def _tidy(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table with numbers as numbers, everything else as text."""
    numbers = [name for name in ("latitude", "longitude", "capacity", "level") if name in table]
    texts = [name for name in table if name not in numbers]
    tidy = table.astype(dict.fromkeys(texts, "str"))
    for name in numbers:
        tidy[name] = pd.to_numeric(tidy[name], errors="coerce")
    return tidy
