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
    from ecosystem.graph import Positions

    from .losses import Settled
    from .market import Field


FUNDS = "funds"
"""The kind of relationship that says who pays whom."""

_NAMED = 5
"""Organisations named in a note; the others are counted."""

_MOST = 0.5
"""The share of the funding known above which one funder gives more than all others."""

_ROUNDING = 1e-9
"""Added before rounding down, so that a place that division left just short is kept."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Loss:
    """What the stopping of a funder takes.

    Attributes
    ----------
    people_served : float, people
        In the places it pays for; NaN where it pays for none that is counted.
    unserved : float, people
        Left without a place if it stops; NaN with the other.
    """

    people_served: float
    unserved: float


def find_funders(
    e: Ecosystem, positions: Positions, field: Field, settled: Sequence[Settled]
) -> tuple[pd.DataFrame, list[str]]:
    """Return a row for each funder, and notes.

    Columns, by organisation_id: name, organisations (it funds), mostly_funded (of these, by it
    with more than half), share_unknown (of these, its share not known), people_served (in places
    it pays for), rerouted, unserved. Where it funds no counted place the people are not known.
    """
    shares = list_shares(e, positions)
    name = e.organisations["name"]
    rows = []
    for funder in sorted(set(shares["funder"].tolist())):
        funded = shares[shares["funder"] == funder]

        # Where its share is not known, nothing is cut: it is said, not guessed.
        known = funded.dropna(subset="share")
        cut = dict(zip(known["organisation"].tolist(), known["share"].tolist(), strict=True))
        loss = _count_loss(field, settled, cut)
        rows.append(
            {
                "organisation_id": positions.organisation_ids[funder],
                "name": name.iloc[funder],
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


def list_shares(e: Ecosystem, positions: Positions) -> pd.DataFrame:
    """Return each funder's share of the funding an organisation is known to get.

    A row a funder and an organisation: funder, organisation (rows of organisations), share (0 to
    1; NaN where an amount is missing and there are other funders).
    """
    rows = e.relationships
    rows = rows[(rows["kind"].str.casefold() == FUNDS) & (rows["from_id"] != rows["to_id"])]

    # A grant that has ended pays for nothing now.
    about = e.about
    date = about["snapshot_date"].iloc[0] if len(about) else pd.NaT
    if pd.notna(date):
        rows = rows[~(rows["end"] < date) & ~(rows["start"] > date)]

    # Both sides may report a grant: rows of one beginning are one grant, not two.
    by_grant = ["from_id", "to_id", "start"]
    grants = rows.groupby(by_grant, dropna=False, as_index=False)["amount"].max()
    grants = grants.assign(
        funder=positions.find_organisations(grants["from_id"]),
        organisation=positions.find_organisations(grants["to_id"]),
        is_unknown=grants["amount"].isna(),
    )
    by_pair = ["organisation", "funder"]
    shares = grants.groupby(by_pair, as_index=False)[["amount", "is_unknown"]].sum()

    # A share needs all amounts an organisation gets; a sole funder pays all, whatever it is.
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

    A shared service loses the smallest share that any of those who run it loses, because the
    others keep it going. Places are whole: what is left of one is none.
    """
    people, lost, is_counted = 0.0, 0.0, False
    for part in settled:
        taken = []
        for column, service in enumerate(part.market.services.tolist()):
            places = part.market.places[column]
            share = min((cut.get(body, 0.0) for body in field.runs[service]), default=0.0)
            if share > 0 and not np.isnan(places):
                kept = np.floor(places * (1 - share) + _ROUNDING)
                taken.append((column, round((places - kept) * part.unit)))

                # Who is in the places that go is not known: as many as in any places of it.
                people += part.use[column] * (places - kept) / places if places else 0.0
                is_counted = True
        mark = part.placing.mark
        lost += part.placing.cut(taken) / part.unit
        part.placing.undo(mark)
    if not is_counted:
        return Loss(people_served=np.nan, unserved=np.nan)

    # Rounding to units must not leave more without a place than had one.
    return Loss(people_served=people, unserved=min(lost, people))


def _list_notes(name: pd.Series, shares: pd.DataFrame) -> list[str]:
    """Return what the shares rest on, and whose are not known."""
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
