"""Names out of a report that anyone may read: organisations and services get numbers."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from ecosystem.data import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from ecosystem.data import Ecosystem, Table


_IDENTIFYING = (
    "charity_number",
    "company_number",
    "website",
    "postcode",
    "latitude",
    "longitude",
)
"""Columns of organisations that lead to the name with one look at a register or a map."""

_FREE_TEXT = ("title", "area", "prepared_by", "sources", "licence")
"""Columns of the record that a person wrote, where a name may stand in the middle of a sentence."""


def code_names(e: Ecosystem, version: str) -> Ecosystem:
    """Return the ecosystem with codes for organisations, services and groups.

    The numbers follow from the data's version, not from the alphabet, so that they cannot be read
    off a list of names; the same data give the same codes. Columns beyond the tables' own, and
    those that name an organisation otherwise, are left out.
    """
    codes = {
        "organisations": _number(e.organisations["organisation_id"], "Organisation", version),
        "services": _number(e.services["service_id"], "Service", version),
        "groups": _number(e.groups["group_id"], "Group", version),
    }
    tables = {name: _code_table(getattr(e, name), table, codes) for name, table in TABLES.items()}
    tables["organisations"] = tables["organisations"].drop(
        columns=list(_IDENTIFYING), errors="ignore"
    )

    # "Service 07" says nothing at a table of people: what it does stands before its number.
    services = tables["services"]
    # A table without a row may have lost the type of its columns.
    kinds = services["service_type"].astype("str")
    tables["services"] = services.assign(
        name=kinds.str.capitalize() + " (" + services["name"].astype("str").str.lower() + ")"
    )

    # Longer names first: within "Ash Trust" the name "Ash" must not be taken out alone.
    names = sorted(e.organisations["name"], key=len, reverse=True)
    about = tables["about"]
    tables["about"] = about.assign(
        **{column: about[column].map(lambda text: _hide(text, names)) for column in _FREE_TEXT}
    )
    return e.replace(**tables)


def _code_table(
    frame: pd.DataFrame, table: Table, codes: Mapping[str, Mapping[str, str]]
) -> pd.DataFrame:
    """Return a table with codes for its own ids and names and for those it links to."""
    # What users added beyond the table's columns is of unknown kind: a name may stand in it.
    coded = frame[[column for column in frame.columns if column in table.names]]
    for column in table.columns:
        if column.links_to in codes:
            coded = coded.assign(**{column.name: coded[column.name].map(codes[column.links_to])})
    if table.name in codes:
        code = coded[table.key[0]].map(codes[table.name])
        coded = coded.assign(**{table.key[0]: code, "name": code})
    return coded


def _number(ids: pd.Series, noun: str, version: str) -> dict[str, str]:
    """Return "Organisation 07" and the like for each id."""

    # In an order that nobody can guess without the data, and that the same data give again.
    def scatter(key: str) -> bytes:
        return hashlib.sha256(f"{version}:{key}".encode()).digest()

    width = len(str(len(ids)))
    return {
        key: f"{noun} {number:0{width}}"
        for number, key in enumerate(sorted(ids, key=scatter), start=1)
    }


def _hide(text: object, names: Sequence[str]) -> object:
    """Return a text of the record with the names of organisations taken out, the longest first."""
    if not isinstance(text, str):
        return text
    for name in names:
        text = text.replace(name, "an organisation")
    return text
