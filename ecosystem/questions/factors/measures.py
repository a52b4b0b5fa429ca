"""The twelve measures: one a factor, each a clause or two with the numbers of the data."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ecosystem.graph import find_positions
from ecosystem.wording import count_of, join_words, say_are, say_have

from .evidence import count_known, count_pairs, join_evidence

if TYPE_CHECKING:
    import pandas as pd

    from .evidence import Evidence, Records

_NO_SECTOR = "not known"
_WANTED = ("statutory", "academic", "commercial")
"""Sectors beside the voluntary one that took part in the three areas of the study."""


def find_need(records: Records) -> Evidence:
    """Return where need is counted."""
    needs = records.e.demand.dropna(subset=["people"])
    types = needs["service_type"].str.casefold().nunique()
    clause = (
        f"people in need are counted for {count_of(types, 'service type')} in "
        f"{count_of(needs['area_code'].nunique(), 'area')}"
    )
    return join_evidence((clause if types else "", "demand: people"))


def find_data(records: Records) -> Evidence:
    """Return who shares information, and how much of the referrals is counted."""
    pairs = count_pairs(records.list_pairs("shares information"))
    rows = records.referrals
    counted = count_known(rows["sent"])
    shared = f"{count_of(pairs, 'pair')} of organisations {_say_share(pairs)} information"
    entries = f"{counted:,} of {_count_entries(rows)} {'says' if counted == 1 else 'say'} how many"
    return join_evidence(
        (shared if pairs else "", "relationships: kind (shares information)"),
        (f"{entries} were sent" if counted else "", "referrals: sent"),
    )


def _say_share(number: int) -> str:
    return "shares" if number == 1 else "share"


def find_partners(records: Records) -> Evidence:
    """Return of which sectors the organisations are."""
    sectors = records.organisations["sector"]
    sectors = sectors[sectors.notna() & (sectors != _NO_SECTOR)]
    counts = (
        sectors.value_counts().sort_index(kind="stable").sort_values(ascending=False, kind="stable")
    )
    if counts.empty:
        return join_evidence(("", "organisations: sector"))
    listed = [f"{sector} {number:,}" for sector, number in counts.items()]
    none = [sector for sector in _WANTED if sector not in counts.index]
    clause = f"of {count_of(len(sectors), 'organisation')} the sector is recorded"
    clause += f": {', '.join(listed)}"
    clause += f", and none {join_words(none, last='or')}" if none else ""
    return join_evidence((clause, ""))


def find_core_members(records: Records) -> Evidence:
    """Return how many are said to be the core, and sit in a steering group."""
    roles = records.organisations["stated_role"]
    known = count_known(roles)
    core = int((roles == "core").sum())
    stated = f"of {_count_recorded(known, 'role')}, {core:,} {say_are(core)} said to be of the core"
    kinds = records.e.groups["kind"].str.casefold().str.startswith("steering").fillna(value=False)
    steering = set(records.e.groups.loc[kinds.astype(bool), "group_id"])
    seats = records.memberships
    members = seats.loc[seats["group_id"].isin(steering), "organisation_id"].nunique()
    steer = f"{count_of(members, 'organisation')} {say_have(members)} a seat in a steering group"
    return join_evidence(
        (stated if known else "", "organisations: stated_role"),
        (steer if members else "", "memberships: organisation_id (of a steering group)"),
    )


def find_feedback(records: Records) -> Evidence:
    """Return whether senders hear what became of people."""
    clause = _say_yes(records.referrals, "feedback", "the sender hears what became of people")
    return join_evidence((clause, "referrals: feedback"))


def find_agreements(records: Records) -> Evidence:
    """Return what is agreed in writing, and how many groups there are."""
    clause = _say_yes(records.referrals, "agreement", "there is a written agreement")
    groups = len(records.e.groups)
    listed = f"{count_of(groups, 'group')} {say_are(groups)} listed"
    return join_evidence(
        (clause, "referrals: agreement"), (listed if groups else "", "groups: name")
    )


def find_funding(records: Records) -> Evidence:
    """Return how many are recorded as funded."""
    pairs = records.list_pairs("fund")
    funded, funders = len({pair[1] for pair in pairs}), len({pair[0] for pair in pairs})
    clause = (
        f"{count_of(funded, 'organisation')} {say_are(funded)} recorded as funded, by "
        f"{count_of(funders, 'funder')}"
    )
    return join_evidence((clause if pairs else "", "relationships: kind (funds)"))


def find_trust(records: Records) -> Evidence:
    """Return between whom trust is recorded."""
    told = records.list_pairs("trust")
    pairs = count_pairs(told)
    mutual = count_pairs({pair for pair in told if pair[::-1] in told})
    clause = (
        f"trust is recorded in {count_of(pairs, 'pair')} of organisations, in {mutual:,} of them "
        "both ways"
    )
    return join_evidence((clause if pairs else "", "relationships: kind (trusts)"))


def find_ties_across(records: Records) -> Evidence:
    """Return how many ties lead to another sector."""
    sectors = records.e.organisations["sector"].to_numpy(dtype=object)
    ends = {
        (min(pair), max(pair))
        for pair in zip(records.ties["source"], records.ties["target"], strict=True)
    }
    known = [
        (sectors[one], sectors[other])
        for one, other in ends
        if isinstance(sectors[one], str) and isinstance(sectors[other], str)
        if _NO_SECTOR not in {sectors[one], sectors[other]}
    ]
    across = sum(one != other for one, other in known)
    clause = (
        f"of {count_of(len(known), 'pair')} tied whose sectors are recorded, {across:,} "
        f"{say_are(across)} of two sectors"
    )
    column = "organisations: sector" if ends else "relationships: kind"
    return join_evidence((clause if known else "", column))


def find_sharing(records: Records) -> Evidence:
    """Return who shares a roof, and which services are run by several."""
    pairs = count_pairs(records.list_pairs("co-locat") | records.list_pairs("colocat"))
    positions = find_positions(records.e)
    run_by = positions.providers @ positions.is_active.astype(float)
    joint = int(np.count_nonzero((run_by > 1) & positions.is_offered))
    housed = f"{count_of(pairs, 'pair')} of organisations {say_are(pairs)} co-located"
    together = f"{count_of(joint, 'service')} {say_are(joint)} run by several organisations"
    return join_evidence(
        (housed if pairs else "", "relationships: kind (co-located)"),
        (together if joint else "", "providers: organisation_id (several of one service)"),
    )


def find_meetings(records: Records) -> Evidence:
    """Return who meets, and how often."""
    seats, groups = records.memberships, records.e.groups
    members, met = seats["organisation_id"].nunique(), seats["group_id"].nunique()
    have = f"{count_of(members, 'organisation')} {say_have(members)}"
    sit = f"{have} a seat in {count_of(met, 'group')}"
    meetings = groups["meetings_per_year"].dropna()
    one = len(meetings) == 1
    often = (
        f"of {count_of(len(meetings), 'group')} it is recorded how often "
        f"{'it meets' if one else 'they meet'}: "
        f"{count_of(meetings.sum(), 'time')} a year{'' if one else ' in all'}"
    )
    return join_evidence(
        (sit if members else "", "memberships: organisation_id"),
        (often if len(meetings) else "", "groups: meetings_per_year"),
    )


def find_beginnings(records: Records) -> Evidence:
    """Return since when organisations have worked together."""
    starts = records.relationships["start"].dropna().sort_values()
    if starts.empty:
        return join_evidence(("", "relationships: start"))
    total = count_of(len(records.relationships), "relationship")
    clause = f"{len(starts):,} of {total} {'says' if len(starts) == 1 else 'say'} when "
    clause += f"{'it' if len(starts) == 1 else 'they'} began: "
    clause += f"{'' if len(starts) == 1 else 'the first '}in {starts.iloc[0].year}"
    if len(starts) > 1:
        clause += f", half of them by {starts.iloc[(len(starts) - 1) // 2].year}"
    return join_evidence((clause, ""))


def _say_yes(rows: pd.DataFrame, column: str, what: str) -> str:
    """Return in how many entries about referrals something is so, of those that say; or nothing."""
    known = count_known(rows[column])
    if not known:
        return ""
    yes = int(rows[column].fillna(value=False).astype(bool).sum())
    say = "says" if known == 1 else "say"
    return f"{known:,} of {_count_entries(rows)} {say} whether {what}: in {yes:,} it is so"


def _count_entries(rows: pd.DataFrame) -> str:
    return count_of(len(rows), "entry about referrals", "entries about referrals")


def _count_recorded(number: int, what: str) -> str:
    return f"{count_of(number, 'organisation')} whose {what} is recorded"
