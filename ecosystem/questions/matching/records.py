"""The organisations of all sources as they are compared: a row each, cleaned."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from ecosystem.data import read_company_number

from .names import clean_charity_number, clean_name, clean_postcode, clean_website, list_names

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from ecosystem.data import Ecosystem


CLEAN = {
    "charity_number": clean_charity_number,
    "company_number": read_company_number,
    "website": clean_website,
    "postcode": clean_postcode,
    "area_code": str.strip,
}
"""How what is known of an organisation besides its name is put in one form, in this order."""

TELLING = ("charity_number", "company_number", "website", "postcode")
"""What tells one organisation from another, where it is known."""

_BETWEEN_NAMES = re.compile(r"[|;\n]")


def list_records(sources: Mapping[str, Ecosystem]) -> pd.DataFrame:
    """Return the organisations of all sources, a row each, as they are compared.

    Within a source they stand in the order of what they hold, so that ids change nothing.
    """
    parts = []
    for source, e in sources.items():
        own = e.organisations
        told = own["other_names"] if "other_names" in own else pd.Series("", index=own.index)
        cleaned = {
            name: [clean(value) for value in own[name].fillna("").astype(str)]
            for name, clean in CLEAN.items()
        }
        part = pd.DataFrame(
            {
                "record_id": own["organisation_id"],
                "source": source,
                "name": own["name"],
                "clean_name": [clean_name(name) for name in own["name"]],
                "other_names": told.fillna("").astype(str),
                "filled": own.notna().sum(axis=1),
                **cleaned,
            }
        )
        content = ["clean_name", *cleaned, "other_names", "name", "filled", "record_id"]
        parts.append(part.sort_values(content, kind="stable"))
    return pd.concat(parts, ignore_index=True)


def find_witnesses(records: pd.DataFrame) -> NDArray[np.intp]:
    """Return who tells each record: the same for rows that seem to be copies of one another."""
    firsts, seconds = [], []
    for name in TELLING:
        known = records[records[name] != ""]
        first = known.index.to_series().groupby([known["clean_name"], known[name]])
        firsts.append(known.index.to_numpy())
        seconds.append(first.transform("min").to_numpy())
    ends = np.concatenate(firsts), np.concatenate(seconds)
    joined = coo_array((np.ones(len(ends[0])), ends), shape=(len(records), len(records)))
    return connected_components(joined, directed=False)[1].astype(np.intp)


def list_all_names(records: pd.DataFrame, aliases: pd.DataFrame | None) -> list[list[str]]:
    """Return the names of each record, its own first, without those that say nothing."""
    known: dict[str, list[str]] = {}
    if aliases is not None:
        for one, other in aliases[["name", "other_name"]].dropna().astype(str).to_numpy():
            known.setdefault(clean_name(one), []).append(clean_name(other))
            known.setdefault(clean_name(other), []).append(clean_name(one))
    listed = []
    for name, told in zip(records["name"], records["other_names"], strict=True):
        own = list_names(name) + [clean_name(one) for one in _BETWEEN_NAMES.split(told) if one]
        own += [other for one in own for other in known.get(one, [])]
        listed.append([one for one in dict.fromkeys(own) if one])
    return listed
