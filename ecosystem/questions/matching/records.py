"""The organisations of all sources as they are compared: a row each, cleaned."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from ecosystem.data import clean_name, read_company_number, split_names

from .names import clean_charity_number, clean_postcode, clean_website, list_names
from .told_names import split_told

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


class RecordField(IntEnum):
    """The columns of `Links.levels`: the name, then what `CLEAN` puts in form, in its order."""

    NAME = 0
    CHARITY_NUMBER = 1
    COMPANY_NUMBER = 2
    WEBSITE = 3
    POSTCODE = 4
    AREA_CODE = 5

    @property
    def column(self) -> str:
        """The column of organisations."""
        return self.name.lower()


NUMBERS = (RecordField.CHARITY_NUMBER, RecordField.COMPANY_NUMBER)
"""What a register gives to one organisation only."""

TELLING = (*NUMBERS, RecordField.WEBSITE, RecordField.POSTCODE)
"""What tells one organisation from another, where it is known."""


def list_records(sources: Mapping[str, Ecosystem]) -> pd.DataFrame:
    """Return the organisations of all sources, a row each, as they are compared.

    Within a source they stand in the order of what they hold, so that ids change nothing.
    """
    parts = []
    for source, e in sources.items():
        organisations = e.organisations
        other_names = (
            organisations["other_names"]
            if "other_names" in organisations
            else pd.Series("", index=organisations.index)
        )
        cleaned = {
            name: [clean(value) for value in organisations[name].fillna("").astype(str)]
            for name, clean in CLEAN.items()
        }
        part = pd.DataFrame(
            {
                "record_id": organisations["organisation_id"],
                "source": source,
                "name": organisations["name"],
                "clean_name": [clean_name(name) for name in organisations["name"]],
                "other_names": other_names.fillna("").astype(str),
                "filled": organisations.notna().sum(axis=1),
                **cleaned,
            }
        )
        content = ["clean_name", *cleaned, "other_names", "name", "filled", "record_id"]
        parts.append(part.sort_values(content, kind="stable"))
    return pd.concat(parts, ignore_index=True)


def find_witnesses(records: pd.DataFrame) -> NDArray[np.intp]:
    """Return who tells each record: the same for rows that seem to be copies of one another.

    Copies have the same name, and a number, website or postcode in common.
    """
    # Each record is tied to the first with its name and value; what hangs together is one witness.
    rows, firsts = [], []
    for field in TELLING:
        known = records[records[field.column] != ""]
        first = known.index.to_series().groupby([known["clean_name"], known[field.column]])
        rows.append(known.index.to_numpy())
        firsts.append(first.transform("min").to_numpy())
    ends = np.concatenate(rows), np.concatenate(firsts)
    joined = coo_array((np.ones(len(ends[0])), ends), shape=(len(records), len(records)))
    return connected_components(joined, directed=False)[1].astype(np.intp)


def list_told(records: pd.DataFrame) -> set[str]:
    """Return the names that are told within the name of a record, as "t/a" or "formerly"."""
    return {clean_name(told) for name in records["name"] for told in split_told(name)[1]}


def list_all_names(records: pd.DataFrame, aliases: pd.DataFrame | None) -> list[list[str]]:
    """Return the names of each record, its own first, without those that say nothing."""
    aliases_of: dict[str, list[str]] = {}
    if aliases is not None:
        for name, other_name in aliases[["name", "other_name"]].dropna().astype(str).to_numpy():
            aliases_of.setdefault(clean_name(name), []).append(clean_name(other_name))
            aliases_of.setdefault(clean_name(other_name), []).append(clean_name(name))
    listed = []
    for name, other_names in zip(records["name"], records["other_names"], strict=True):
        names = list_names(name)
        names += [clean_name(part) for part in split_names(other_names)]
        names += [alias for known in names for alias in aliases_of.get(known, [])]
        listed.append([known for known in dict.fromkeys(names) if known])
    return listed
