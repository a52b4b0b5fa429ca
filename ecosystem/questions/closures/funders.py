"""What is lost when a funder stops."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecosystem.wording import count_of, join_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecosystem.data import Ecosystem

    from .losses import Settled
    from .market import Field


FUNDS = "funds"
_NAMED = 5
_MOST = 0.5


@dataclass(frozen=True, kw_only=True, eq=False)
class Loss:
    """People in the places a funder pays for, and how many are left without one if it stops."""

    people_served: float
    unserved: float


def find_funders(
    e: Ecosystem, field: Field, settled: Sequence[Settled]
) -> tuple[pd.DataFrame, list[str]]:
    """Return a row for each funder, and notes.

    Columns, by organisation_id: name, organisations (it funds), mostly_funded (of these, by it
    with more than half), share_unknown (of these, its share not known), people_served (in places
    it pays for), rerouted, unserved. Where it funds no counted place the people are not known.
    """
    shares = list_shares(e)
    name = e.organisations["name"]
    rows = []
    for number in sorted(set(shares["funder"].tolist())):
        funded = shares[shares["funder"] == number]
        known = funded.dropna(subset="share")
        cut = dict(zip(known["organisation"].tolist(), known["share"].tolist(), strict=True))
        loss = _count_loss(field, settled, cut)
        rows.append(
            {
                "organisation_id": e.organisations["organisation_id"].iloc[number],
                "name": name.iloc[number],
                "organisations": len(funded),
                "mostly_funded": int((known["share"] > _MOST).sum()),
                "share_unknown": len(funded) - len(known),
                "people_served": loss.people_served,
                "rerouted": loss.people_served - loss.unserved,
                "unserved": loss.unserved,
            }
        )
    columns = ["organisation_id", "name", "organisations", "mostly_funded", "share_unknown"]
    columns += ["people_served", "rerouted", "unserved"]
    frame = pd.DataFrame(rows, columns=columns).set_index("organisation_id")
    return frame, _list_notes(name, shares)


def list_shares(e: Ecosystem) -> pd.DataFrame:
    """Return each funder's share of the funding an organisation is known to get.

    Columns: funder, organisation (positions), share (NaN where an amount is missing and there are
    other funders).
    """
    rows = e.relationships
    rows = rows[(rows["kind"].str.casefold() == FUNDS) & (rows["from_id"] != rows["to_id"])]
    about = e.about
    date = about["snapshot_date"].iloc[0] if len(about) else pd.NaT
    if pd.notna(date):
        rows = rows[~(rows["end"] < date) & ~(rows["start"] > date)]
    ids = pd.Index(e.organisations["organisation_id"])
    by_grant = ["from_id", "to_id", "start"]
    grants = rows.groupby(by_grant, dropna=False, as_index=False)["amount"].max()
    grants = grants.assign(
        funder=ids.get_indexer(pd.Index(grants["from_id"])),
        organisation=ids.get_indexer(pd.Index(grants["to_id"])),
        is_unknown=grants["amount"].isna(),
    )
    by_pair = ["organisation", "funder"]
    shares = grants.groupby(by_pair, as_index=False)[["amount", "is_unknown"]].sum()
    bodies = shares.groupby("organisation")
    is_known = ~(bodies["is_unknown"].transform("sum") > 0)
    total = bodies["amount"].transform("sum")
    share = shares["amount"] / total.where(is_known & (total > 0))
    is_only = bodies["funder"].transform("size") == 1
    return pd.DataFrame(
        {
            "funder": shares["funder"],
            "organisation": shares["organisation"],
            "share": share.mask(is_only, 1.0),
        }
    )


def _count_loss(field: Field, settled: Sequence[Settled], cut: dict[int, float]) -> Loss:
    """Return what a cut of each organisation's places by a share takes.

    A shared service loses the smallest share that any of those who run it loses. Places are
    whole: what is left of one is none.
    """
    people, lost, is_counted = 0.0, 0.0, False
    for one in settled:
        taken = []
        for service, place in enumerate(one.market.services.tolist()):
            room = one.market.places[service]
            bodies = field.runs[place]
            share = min((cut.get(body, 0.0) for body in bodies), default=0.0)
            if share > 0 and not np.isnan(room):
                left = np.floor(room * (1 - share) + 1e-9)
                taken.append((service, round((room - left) * one.unit)))
                people += one.use[service] * (room - left) / room if room else 0.0
                is_counted = True
        mark = one.placing.mark
        lost += one.placing.cut(taken) / one.unit
        one.placing.undo(mark)
    if not is_counted:
        return Loss(people_served=np.nan, unserved=np.nan)
    return Loss(people_served=people, unserved=min(lost, people))


def _list_notes(name: pd.Series, shares: pd.DataFrame) -> list[str]:
    if shares.empty:
        return []
    notes = [
        (
            "A funder's share is of the funding recorded here; an organisation with other income "
            "would lose less."
        )
    ]
    blank = shares.loc[shares["share"].isna(), "organisation"].unique()
    if len(blank):
        notes.append(
            f"What each funder gives is not known for {count_of(len(blank), 'organisation')} "
            f"({join_words(name.iloc[sorted(blank)], most=_NAMED)}): their places are not cut."
        )
    return notes
