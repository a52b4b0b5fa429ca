"""The frames of `find_representation`: areas, who speaks, groups, how news goes, and the load."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy import sparse

from ecosystem.graph import list_ties

from .news import MAY_HEAR
from .seats import look_up
from .voices import OVER, find_voiceless, judge_areas

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecosystem.data import Ecosystem
    from ecosystem.graph import Positions

    from .news import News
    from .seats import Seats
    from .voices import Voices

    Matrix = sparse.csr_array[Any, tuple[int, int]]


_SAME_FROM = 0.8
"""Share of the smaller group's members from which two groups are listed: the overlap coefficient of
Szymkiewicz and Simpson. Lower, and groups that a few busy organisations share crowd the list."""

_FEWEST_MEMBERS = 3
"""Members from which a group is compared: two that meet elsewhere are a pair, not a group."""

_HUB_WORDS = ("hub", "platform")
"""Words in the kind of a group by which it is a shared hub."""

_BUSIEST = 5
"""Organisations whose hours are summed in the sentence on load: as many as can be named at once."""


def list_areas(
    e: Ecosystem, positions: Positions, voices: Voices, seats: Seats
) -> tuple[pd.DataFrame, pd.Series]:
    """Return a row an area, and which organisations nobody on record speaks for."""
    table = judge_areas(voices, positions)
    has_seat = np.diff(seats.sits.tocsc().indptr) > 0
    voiceless = find_voiceless(table["status"], positions, has_seat)
    based = _list_based(positions)
    without = based @ voiceless.fillna(value=False).to_numpy(dtype=float)
    is_open = based @ voiceless.isna().to_numpy(dtype=float) > 0
    current = voices.rows[voices.rows["term"] != OVER]
    table = table.assign(
        name=e.areas["name"].to_numpy(),
        is_whole=positions.is_larger,
        spoken_for_by=_name_holders(e, current, seats, len(table)),
        is_shared=np.bincount(current["area"][current["is_shared"]], minlength=len(table)) > 0,
        organisations=np.diff(based.indptr),
        tied_to_representative=_count_tied(e, current, based),
        unrepresented=pd.Series(without).astype("Int64").mask(is_open),
    )
    first = ["name", "representatives", "elected", "organisations", "unrepresented", "status"]
    table.index = pd.Index(e.areas["area_code"], name="area_code")
    return table[[*first, *table.columns.difference(first, sort=False)]], voiceless


def _list_based(positions: Positions) -> Matrix:
    """Return which running organisation is based in which area or inside it: (areas, all)."""
    rows = np.flatnonzero(positions.is_active & (positions.base >= 0))
    shape = (len(positions.area_codes), len(positions.organisation_ids))
    own = sparse.csr_array((np.ones(len(rows)), (positions.base[rows], rows)), shape=shape)
    return sparse.csr_array(own + positions.inside @ own)


def _name_holders(
    e: Ecosystem, current: pd.DataFrame, seats: Seats, size: int
) -> NDArray[np.object_]:
    """Return the names of those who speak for each area by itself, unless the group is hidden."""
    named = np.full(size, "", dtype=object)
    shown = current[seats.is_shown[current["group"]]]
    names = e.organisations["name"].to_numpy()[shown["organisation"]]
    held = pd.Series(names, dtype=object).groupby(shown["area"].to_numpy())
    joined = held.agg(lambda some: "|".join(sorted(set(some))))
    named[joined.index.to_numpy(dtype=np.intp)] = joined.to_numpy()
    return named


def _count_tied(
    e: Ecosystem, current: pd.DataFrame, based: Matrix
) -> pd.api.extensions.ExtensionArray:
    """Return how many organisations of an area have a tie to one that speaks for it.

    Empty where nobody does, where no other is based there, or where no tie is recorded at all.
    """
    ties = list_ties(e)
    size = based.shape[1]
    ends = ties[["source", "target"]].to_numpy()
    tied = sparse.csr_array(
        (np.ones(2 * len(ends)), (ends.T.ravel(), ends[:, ::-1].T.ravel())), shape=(size, size)
    )
    holders = current[["area", "organisation"]].drop_duplicates()
    speaks = sparse.csr_array(
        (np.ones(len(holders)), (holders["area"], holders["organisation"])), shape=based.shape
    )
    near = sparse.csr_array((speaks @ tied).sign().multiply(based))
    # Whoever speaks for the area itself is no other organisation.
    near = sparse.csr_array(near - near.multiply(speaks))
    near.eliminate_zeros()
    counted = np.diff(near.indptr).astype(object)
    others = np.diff(based.indptr) - np.diff(speaks.multiply(based).tocsr().indptr)
    counted[(np.diff(speaks.indptr) == 0) | (others == 0) | ties.empty] = None
    return pd.array(counted, dtype="Int64")


def list_representatives(e: Ecosystem, voices: Voices, seats: Seats) -> pd.DataFrame:
    """Return a row a role: who speaks for which area, in which group, elected and until when."""
    rows = pd.concat([voices.rows, voices.unplaced.assign(is_shared=False)], ignore_index=True)
    rows = rows[seats.is_shown[rows["group"]]]
    area, organisation = (rows[column].to_numpy() for column in ("area", "organisation"))
    own = rows[rows["term"] != OVER]
    several = own.groupby("organisation")["area"].nunique()
    frame = pd.DataFrame(
        {
            "area_code": look_up(e.areas["area_code"], area),
            "area": look_up(e.areas["name"], area),
            "organisation_id": look_up(e.organisations["organisation_id"], organisation),
            "name": look_up(e.organisations["name"], organisation),
            "group": seats.names[rows["group"]],
            "is_elected": rows["is_elected"].astype("boolean").array,
            "term": rows["term"].to_numpy(),
            "is_shared": rows["is_shared"].to_numpy(dtype=bool),
            "areas": several.reindex(rows["organisation"]).fillna(0).to_numpy(dtype=int),
        }
    )
    frame = frame.sort_values(["area", "name", "group"], kind="stable")
    return frame.set_index(pd.RangeIndex(1, len(frame) + 1, name="role_number"))


def list_groups(seats: Seats, news: News | None) -> pd.DataFrame:
    """Return a row a group that may be shown, by tier: members, meetings, and the way up."""
    groups, parent = seats.groups, seats.parent
    members = np.diff(seats.sits.indptr)
    # (groups, organisations): 1 where an organisation sits in the group and in the one above it.
    both = sparse.csr_array(seats.sits.multiply(seats.sits[np.maximum(parent, 0)]))
    frame = pd.DataFrame(
        {
            "name": groups["name"].to_numpy(),
            "kind": groups["kind"].to_numpy(),
            "tier": seats.tier,
            "reports_to": look_up(seats.names, parent),
            "members": members,
            "members_above": pd.Series(np.diff(both.indptr)).astype("Int64").mask(parent < 0).array,
            "meetings_a_year": seats.a_year,
            "hours_each": groups["hours_per_meeting"].to_numpy(),
            "days_recorded": [len(days) for days in seats.days],
            "hears": news.name_statuses(is_group=True) if news else MAY_HEAR,
        },
        index=pd.Index(groups["group_id"], name="group_id"),
    )
    return frame[seats.is_shown].sort_values(["tier", "name"], kind="stable")


def list_overlaps(seats: Seats) -> pd.DataFrame:
    """Return pairs of groups of which one has nearly all its members in the other.

    Columns group and other (names), group_id, other_id, members (of the first, the smaller),
    shared, overlap, is_subgroup (the first reports to the other).
    """
    members = np.diff(seats.sits.indptr)
    size = len(members)
    compared = np.flatnonzero(seats.is_shown & (members >= _FEWEST_MEMBERS))
    sits = seats.sits[compared]
    pairs = sparse.triu(sits @ sits.T, k=1).tocoo() if size else sparse.coo_array((0, 0))
    one, other = compared[pairs.row], compared[pairs.col]
    # The smaller stands first; of two of one size the one whose name comes first.
    names = seats.names
    is_turned = (members[one] > members[other]) | (
        (members[one] == members[other]) & (names[one].astype(str) > names[other].astype(str))
    )
    one, other = np.where(is_turned, other, one), np.where(is_turned, one, other)
    overlap = pairs.data / members[one]
    ids = seats.groups["group_id"].to_numpy()
    frame = pd.DataFrame(
        {
            "group": names[one],
            "other": names[other],
            "group_id": ids[one],
            "other_id": ids[other],
            "members": members[one],
            "shared": pairs.data.astype(int),
            "overlap": overlap,
            "is_subgroup": seats.parent[one] == other,
        }
    )
    frame = frame[overlap >= _SAME_FROM]
    frame = frame.sort_values(
        ["is_subgroup", "overlap", "members", "group", "other"],
        ascending=[True, False, False, True, True],
        kind="stable",
    )
    return frame.set_index(pd.RangeIndex(1, len(frame) + 1, name="pair"))


def list_hubs(positions: Positions, seats: Seats) -> pd.DataFrame:
    """Return a row a shared hub or platform: whom it reaches, through whom, and whom it misses.

    Columns name, members, through_members (organisations that are no member and sit in a group
    that may meet with one), missed (running organisations that are neither) and share (members
    among all).
    """
    kinds = seats.groups["kind"].fillna("").str.casefold()
    is_hub = np.logical_or.reduce([kinds.str.contains(word).to_numpy() for word in _HUB_WORDS])
    rows = np.flatnonzero(is_hub & seats.is_shown)
    meets = seats.sits[np.flatnonzero(seats.may_meet)]
    active = positions.is_active
    found = []
    for row in rows:
        is_member = seats.sits[[row]].toarray()[0] > 0
        is_near = (meets.T @ (meets @ is_member.astype(float)) > 0) & ~is_member
        missed = active & ~is_member & ~is_near
        found.append((is_member.sum(), is_near.sum(), missed.sum()))
    counts = np.array(found, dtype=int).reshape(-1, 3)
    return pd.DataFrame(
        {
            "name": seats.groups["name"].to_numpy()[rows],
            "members": counts[:, 0],
            "through_members": counts[:, 1],
            "missed": counts[:, 2],
            "share": counts[:, 0] / max(int(active.sum()), 1),
        },
        index=pd.Index(seats.groups["group_id"].to_numpy()[rows], name="group_id"),
    )


def measure_load(
    e: Ecosystem, positions: Positions, seats: Seats
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the hours a year in meetings: a row an organisation that sits, and a row a sector."""
    hours_each = seats.groups["hours_per_meeting"].to_numpy(dtype=float, na_value=np.nan)
    hours = seats.a_year * hours_each
    # Who never meets gives no hour, however long a meeting would be.
    hours[seats.a_year == 0] = 0.0
    is_known = ~np.isnan(hours)
    given = seats.sits.T.tocsr()
    sectors = e.organisations["sector"].fillna("not known").to_numpy()
    frame = pd.DataFrame(
        {
            "name": e.organisations["name"].to_numpy(),
            "sector": sectors,
            "groups": np.diff(given.indptr),
            "hours": given @ np.where(is_known, hours, 0.0),
            "groups_not_known": (given @ (~is_known).astype(float)).astype(int),
        },
        index=pd.Index(positions.organisation_ids, name="organisation_id"),
    )
    load = frame[frame["groups"] > 0]
    load = load.sort_values(["hours", "name"], ascending=[False, True], kind="stable")
    by_sector = load.groupby("sector").agg(
        organisations=("name", "size"),
        seats=("groups", "sum"),
        hours=("hours", "sum"),
        seats_not_known=("groups_not_known", "sum"),
    )
    total = by_sector["hours"].sum()
    by_sector["share"] = by_sector["hours"] / total if total else np.nan
    return load, by_sector.sort_values("hours", ascending=False, kind="stable")


def make_summary(
    table: pd.DataFrame,
    voiceless: pd.Series,
    positions: Positions,
    load: pd.DataFrame,
    news: News | None,
) -> pd.Series:
    """Return the single figures."""
    counted = table[~table["is_whole"]]
    figures: dict[str, object] = {
        "organisations": int(positions.is_active.sum()),
        "without_area": int((positions.is_active & (positions.base < 0)).sum()),
        "without_voice": int(voiceless.fillna(value=False).sum()),
        "voice_not_known": int(voiceless.isna().sum()),
        "areas": len(counted),
        "areas_with_organisations": int((counted["organisations"] > 0).sum()),
        "hours": load["hours"].sum(),
        "hours_busiest": load["hours"].head(_BUSIEST).sum(),
        "busiest": min(_BUSIEST, int((load["hours"] > 0).sum())),
    }
    return pd.Series(figures | (news.count() if news else {}), dtype=object)
