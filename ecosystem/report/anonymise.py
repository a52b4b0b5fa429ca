"""Names out of a report that anyone may read: organisations and services get numbers."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from ecosystem.data import TABLES

if TYPE_CHECKING:
    import pandas as pd

    from ecosystem.data import Ecosystem


_TELLING = (
    "charity_number",
    "company_number",
    "website",
    "postcode",
    "latitude",
    "longitude",
)
_FREE_TEXT = ("title", "area", "prepared_by", "sources", "licence")


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
    tables = {name: getattr(e, name) for name in TABLES}
    names = e.organisations["name"].tolist()
    for name, frame in tables.items():
        table = TABLES[name]
        coded = frame[[one for one in frame.columns if one in table.names]]
        for column in table.columns:
            if column.links_to in codes:
                coded = coded.assign(
                    **{column.name: coded[column.name].map(codes[column.links_to])}
                )
        if name in codes:
            coded = coded.assign(**{table.key[0]: coded[table.key[0]].map(codes[name])})
            coded = coded.assign(name=coded[table.key[0]])
        tables[name] = coded
    organisations = tables["organisations"]
    tables["organisations"] = organisations.drop(columns=list(_TELLING), errors="ignore")
    services = tables["services"]
    tables["services"] = services.assign(
        name=services["service_type"].str.capitalize() + " (" + services["name"].str.lower() + ")"
    )
    about = tables["about"]
    tables["about"] = about.assign(
        **{one: about[one].map(lambda text: _hide(text, names)) for one in _FREE_TEXT}
    )
    return e.replace(**tables)


def _number(ids: pd.Series, noun: str, version: str) -> dict[str, str]:
    mixed = sorted(ids, key=lambda one: hashlib.sha256(f"{version}:{one}".encode()).digest())
    width = len(str(len(mixed)))
    return {one: f"{noun} {number:0{width}}" for number, one in enumerate(mixed, start=1)}


def _hide(text: object, names: list[str]) -> object:
    """Return a text of the record with the names of organisations taken out."""
    if not isinstance(text, str):
        return text
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, "an organisation")
    return text
