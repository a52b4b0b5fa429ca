"""Several rows of organisations into one, and all that leads to them along with it.

Decisions are pairs, and pairs join into groups: if a is b and b is c, all three are one. Of each
group the fullest row stays, so that an id that others know is likeliest to live on; its blanks are
filled from the others. Then every link to a row that went is turned to the row that stayed. Where
this makes a tie of an organisation with itself, the tie goes; where it makes two rows of one key,
they become one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from ecosystem.disclosure import VISIBILITIES, find_most_guarded
from ecosystem.errors import did_you_mean

from .tables import TABLES
from .text import LIST_MARK, split_list

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray


THIS_SOURCE = "this data"
"""What `find_matches` calls the ecosystem it is asked about, beside further sources."""

SAME, ASK, DIFFERENT = "same", "ask a person", "different"
DECISIONS = (SAME, ASK, DIFFERENT)
"""What may be decided about two records."""

_OTHER_NAMES = "other_names"
_ENDS = ("record_a", "record_b")


def merge_rows(
    tables: Mapping[str, pd.DataFrame], decisions: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """Return the tables with the organisations of each "same" pair made one."""
    kept = _choose_kept(tables["organisations"], decisions)
    merged = {"organisations": _merge_organisations(tables["organisations"], kept)}
    for name, frame in tables.items():
        table = TABLES[name]
        links = [column.name for column in table.columns if column.links_to == "organisations"]
        if name == "organisations" or not links:
            continue
        moved = frame.assign(**{link: frame[link].replace(kept) for link in links})
        # Only what the merging ties to itself goes: what was so before is the table's own fault.
        changed = (moved[links].fillna("") != frame[links].fillna("")).any(axis=1)
        if {"from_id", "to_id"} <= set(links):
            moved = moved[~(changed & (moved["from_id"] == moved["to_id"]))]
        merged[name] = _merge_same_keys(moved, list(table.key))
    return dict(tables) | merged


def _choose_kept(organisations: pd.DataFrame, decisions: pd.DataFrame) -> dict[str, str]:
    """Return the id each organisation that goes is replaced by: that of the fullest row."""
    decided = _read_decisions(decisions)
    same = decided[decided["decision"] == SAME]
    _check_sources(same)
    ids = pd.Index(organisations["organisation_id"])
    for name in _ENDS:
        lost = same[~same[name].isin(ids)]
        if len(lost):
            value = lost[name].iloc[0]
            hint = did_you_mean(value, set(ids))
            msg = (
                f"decisions row {lost.index[0]}, {name}: {value!r} is not in organisations. {hint}"
            )
            raise ValueError(msg.strip())

    # (organisations,): the number of the group each is in, most of them alone in theirs.
    ends = [ids.get_indexer(pd.Index(same[name])) for name in _ENDS]
    joined = coo_array((np.ones(len(same)), (ends[0], ends[1])), shape=(len(ids), len(ids)))
    group = connected_components(joined, directed=False)[1]
    _check_consistency(decided[decided["decision"] == DIFFERENT], ids, group)

    # In each group the fullest row first, of equally full ones the first: written backwards, so
    # that the first of each group is what remains.
    filled = organisations.notna().sum(axis=1).to_numpy()
    order = np.lexsort((np.arange(len(ids)), -filled, group))
    first = np.full(int(group.max(initial=-1)) + 1, -1)
    first[group[order][::-1]] = order[::-1]
    kept = ids[first[group]]
    return {
        organisation_id: kept_id
        for organisation_id, kept_id in zip(ids, kept, strict=True)
        if organisation_id != kept_id
    }


def _read_decisions(decisions: pd.DataFrame) -> pd.DataFrame:
    """Return the decisions with ids as text and one of the three words, or none, in each row."""
    missing = sorted({*_ENDS, "decision"} - set(decisions.columns))
    if missing:
        msg = (
            f"decisions {list(decisions.columns)!r} has no column {missing[0]!r}. Give the table "
            "of find_matches, or one with record_a, record_b and decision."
        )
        raise ValueError(msg)
    written = decisions["decision"].astype(object).fillna("").astype(str)
    words = written.str.strip().str.casefold()
    odd = ~words.isin([*DECISIONS, ""])
    if odd.any():
        row = decisions.index[int(np.argmax(odd))]
        msg = (
            f"decisions row {row}: {written[odd].iloc[0]!r} is no decision. Write {SAME!r}, "
            f"{ASK!r} or {DIFFERENT!r}, or leave it empty."
        )
        raise ValueError(msg)
    ids = {
        name: decisions[name].astype(object).fillna("").astype(str).str.strip() for name in _ENDS
    }
    return decisions.assign(decision=words, **ids)


def _check_sources(same: pd.DataFrame) -> None:
    """Refuse rows of other sources: the same id may be another organisation there."""
    for name in ("source_a", "source_b"):
        named = same[name].dropna() if name in same else same["decision"].iloc[:0]
        others = named[named != THIS_SOURCE]
        if len(others):
            msg = (
                f"decisions row {others.index[0]}: {name} {others.iloc[0]!r} is another source. "
                "Put its organisations into this data, with ids of their own, and find matches "
                "again; or leave the row out."
            )
            raise ValueError(msg)


def _check_consistency(different: pd.DataFrame, ids: pd.Index, group: NDArray[np.int32]) -> None:
    """Refuse a pair said to be different that other rows make one."""
    ends = [ids.get_indexer(pd.Index(different[name])) for name in _ENDS]
    joined = (ends[0] >= 0) & (ends[1] >= 0) & (group[ends[0]] == group[ends[1]])
    if joined.any():
        row = different.iloc[int(np.argmax(joined))]
        msg = (
            f"decisions row {row.name}: {row['record_a']!r} and {row['record_b']!r} are said to be "
            "different, and other rows make them one. Correct one of these rows."
        )
        raise ValueError(msg)


def _merge_organisations(organisations: pd.DataFrame, kept: Mapping[str, str]) -> pd.DataFrame:
    """Return one row for each organisation: blanks filled from the rows that go."""
    if not kept:
        return organisations
    if _OTHER_NAMES not in organisations:
        organisations = organisations.assign(**{_OTHER_NAMES: pd.Series(dtype="str")})
    owner = organisations["organisation_id"].replace(kept)
    goes = owner != organisations["organisation_id"]
    involved = owner.isin(set(kept.values()))
    rows = organisations[involved].assign(_owner=owner, _goes=goes)
    together = rows.sort_values(["_owner", "_goes"], kind="stable").groupby("_owner", sort=False)
    merged = pd.DataFrame([_merge_group(group) for _, group in together])
    typed = merged[list(organisations.columns)].astype(organisations.dtypes)
    return pd.concat([organisations[~involved], typed], ignore_index=True)


def _merge_group(group: pd.DataFrame) -> pd.Series:
    """Return one row of several of one organisation, the row that stays first among them."""
    # Blanks are filled from the next row that knows; what follows are the cells that go otherwise.
    row = group.bfill().iloc[0]
    names = [*group["name"], *_list_parts(group[_OTHER_NAMES])]
    different = [name for name in dict.fromkeys(names) if name != row["name"]]
    row[_OTHER_NAMES] = LIST_MARK.join(different) or None

    # Latitude and longitude of one row, never half of each.
    positioned = group[group["latitude"].notna() & group["longitude"].notna()]
    position = (positioned if len(positioned) else group).iloc[0]
    row["latitude"], row["longitude"] = position["latitude"], position["longitude"]

    # It is running if one of them is, and its life is theirs together.
    active = group[group["status"].isna() | (group["status"] == "active")]
    if len(active):
        row["status"] = active["status"].iloc[0]
    lasting = active if len(active) else group
    row["start"] = group["start"].min()
    row["end"] = pd.NaT if lasting["end"].isna().any() else lasting["end"].max()
    if "visibility" in group:
        row["visibility"] = _find_narrowest(group["visibility"])
    if "is_confidential" in group:
        row["is_confidential"] = max(group["is_confidential"].dropna(), default=None)
    return row


def _list_parts(cells: pd.Series) -> list[str]:
    return [part for cell in cells.dropna() for part in split_list(str(cell))]


def _find_narrowest(visibility: pd.Series) -> str:
    """Return who may see a row that several made: no more than may see each of them."""
    return find_most_guarded(map(str, visibility.fillna(VISIBILITIES[0])))


def _merge_same_keys(frame: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """Return one row a key: the largest numbers, the fewest eyes, else what is known first."""
    twice = frame.duplicated(key, keep=False)
    if not twice.any():
        return frame
    numbers = frame.select_dtypes("number").columns.difference(key)
    together = frame[twice].groupby(key, dropna=False, sort=False)
    merged = together.first()
    merged[numbers] = together[list(numbers)].max()
    if "visibility" in frame:
        merged["visibility"] = together["visibility"].agg(_find_narrowest)
    return pd.concat([frame[~twice], merged.reset_index()[list(frame.columns)]], ignore_index=True)
