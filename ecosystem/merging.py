"""Several rows of organisations into one, and all that leads to them along with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from .errors import did_you_mean
from .tables import LIST_MARK, TABLES, VISIBILITIES, split_list

if TYPE_CHECKING:
    from collections.abc import Mapping

THIS_SOURCE = "this data"
"""What `find_matches` calls the ecosystem it is asked about, beside further sources."""

_OTHER_NAMES = "other_names"


def merge_rows(
    tables: Mapping[str, pd.DataFrame], decisions: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """Return the tables with the organisations of each "same" pair made one."""
    kept = _choose_kept(tables["organisations"], decisions)
    merged = {"organisations": _merge_organisations(tables["organisations"], kept)}
    for name, frame in tables.items():
        table = TABLES[name]
        links = [one.name for one in table.columns if one.links_to == "organisations"]
        if name == "organisations" or not links:
            continue
        moved = frame.assign(**{link: frame[link].replace(kept) for link in links})
        changed = (moved[links].fillna("") != frame[links].fillna("")).any(axis=1)
        if {"from_id", "to_id"} <= set(links):
            moved = moved[~(changed & (moved["from_id"] == moved["to_id"]))]
        merged[name] = _merge_same_keys(moved, list(table.key))
    return dict(tables) | merged


def _choose_kept(organisations: pd.DataFrame, decisions: pd.DataFrame) -> dict[str, str]:
    """Return the id each organisation that goes is replaced by: that of the fullest row."""
    missing = sorted({"record_a", "record_b", "decision"} - set(decisions.columns))
    if missing:
        msg = (
            f"decisions {list(decisions.columns)!r} has no column {missing[0]!r}. Give the table "
            "of find_matches, or one with record_a, record_b and decision."
        )
        raise ValueError(msg)
    same = decisions[decisions["decision"] == "same"]
    _check_sources(same)
    ids = pd.Index(organisations["organisation_id"])
    ends = [ids.get_indexer(pd.Index(same[name])) for name in ("record_a", "record_b")]
    for name, found in zip(("record_a", "record_b"), ends, strict=True):
        if (found < 0).any():
            lost = str(same[name].iloc[int(np.argmin(found))])
            hint = did_you_mean(lost, set(ids))
            msg = f"decisions: {name} {lost!r} is not in organisations. {hint}".strip()
            raise ValueError(msg)
    joined = coo_array((np.ones(len(same)), (ends[0], ends[1])), shape=(len(ids), len(ids)))
    group = connected_components(joined, directed=False)[1]
    filled = organisations.notna().sum(axis=1).to_numpy()
    order = np.lexsort((np.arange(len(ids)), -filled, group))
    first = np.full(int(group.max(initial=-1)) + 1, -1)
    first[group[order][::-1]] = order[::-1]
    kept = ids[first[group]]
    return {one: other for one, other in zip(ids, kept, strict=True) if one != other}


def _check_sources(same: pd.DataFrame) -> None:
    """Refuse rows of other sources: the same id may be another organisation there."""
    for name in ("source_a", "source_b"):
        named = same[name].dropna() if name in same else same["decision"].iloc[:0]
        others = named[named != THIS_SOURCE]
        if len(others):
            msg = (
                f"decisions: {name} {others.iloc[0]!r} is another source. Put its organisations "
                "into this data, with ids of their own, and find matches again; or leave the row "
                "out."
            )
            raise ValueError(msg)


def _merge_organisations(organisations: pd.DataFrame, kept: Mapping[str, str]) -> pd.DataFrame:
    """Return one row for each organisation: blanks filled from the rows that go."""
    if not kept:
        return organisations
    if _OTHER_NAMES not in organisations:
        organisations = organisations.assign(**{_OTHER_NAMES: pd.Series(dtype="str")})
    owner = organisations["organisation_id"].replace(kept)
    stays = (owner == organisations["organisation_id"]).to_numpy()
    ordered = organisations.assign(_owner=owner, _goes=~stays).sort_values(
        ["_owner", "_goes"], kind="stable"
    )
    first = ordered.groupby("_owner", sort=False).first()
    names = ordered.groupby("_owner", sort=False)[["name", _OTHER_NAMES]].agg(list)
    told = [
        _join_names(own, names, others)
        for own, names, others in zip(
            first["name"], names["name"], names[_OTHER_NAMES], strict=True
        )
    ]
    filled = first.drop(columns=["_goes"])
    filled[_OTHER_NAMES] = pd.array(told, dtype="str")
    return filled.reset_index(drop=True)[list(organisations.columns)]


def _join_names(own: str, names: list[str], others: list[str]) -> str | None:
    """Return all names but the organisation's own, as a list in a cell."""
    told = [part for cell in others if pd.notna(cell) for part in split_list(str(cell))]
    different = [name for name in dict.fromkeys([*names, *told]) if name != own]
    return LIST_MARK.join(different) or None


def _merge_same_keys(frame: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """Return one row a key: the largest numbers, the closest guard, else what is known first."""
    twice = frame.duplicated(key, keep=False)
    if not twice.any():
        return frame
    numbers = frame.select_dtypes("number").columns.difference(key)
    together = frame[twice].groupby(key, dropna=False, sort=False)
    merged = together.first()
    merged[numbers] = together[list(numbers)].max()
    if "visibility" in frame:
        guard = frame["visibility"].fillna(VISIBILITIES[0]).map(VISIBILITIES.index)
        most = guard[twice].groupby([frame.loc[twice, name] for name in key], dropna=False).max()
        merged["visibility"] = most.reindex(merged.index).map(lambda at: VISIBILITIES[int(at)])
    return pd.concat([frame[~twice], merged.reset_index()[list(frame.columns)]], ignore_index=True)
