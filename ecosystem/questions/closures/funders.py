"""What is lost when a funder stops."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecosystem.access import are_stopped
from ecosystem.wording import count_of, join_words

from .stranded import count_stranded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

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

_DAYS_A_MONTH = 365.25 / 12
"""Days a month has on average: grants run for whole months."""

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
    unserved_high : float, people
        The same at most, whoever sits where: only free places that surely suit take anyone.
    """

    people_served: float
    unserved: float
    unserved_high: float


@dataclass(frozen=True, kw_only=True, eq=False)
class Stage:
    """A market as it is looked at for every funder.

    Attributes
    ----------
    part : Settled
        The market with its people placed.
    run_by : dict
        For each organisation (its row), the services that it runs, alone or with others.
    """

    part: Settled
    run_by: dict[int, list[int]]


def find_funders(
    e: Ecosystem, positions: Positions, field: Field, settled: Sequence[Settled]
) -> tuple[pd.DataFrame, list[str]]:
    """Return a row for each funder, and notes.

    Columns, by organisation_id: name, organisations (it funds), mostly_funded (of these, by it
    with more than half), share_unknown (of these, its share not known), people_served (in places
    it pays for), rerouted, unserved, unserved_high (at most). Where it funds no counted place the
    people are not known.
    """
    shares = list_shares(e, positions)
    name = e.organisations["name"]
    stages = [_set_stage(field, part) for part in settled] if len(shares) else []
    rows = []
    funded_by: dict[int, dict[int, float]] = defaultdict(dict)
    for funder, body, share in shares.itertuples(index=False, name=None):
        funded_by[funder][body] = share
    for funder, funded in sorted(funded_by.items()):
        # Where its share is not known, nothing is cut: it is said, not guessed.
        known = {body: share for body, share in funded.items() if not np.isnan(share)}
        loss = _count_loss(field, stages, known)

        # At the most, a share that is not known is all.
        all_cut = dict.fromkeys(funded, 1.0) | known
        most = loss if len(known) == len(funded) else _count_loss(field, stages, all_cut)
        rows.append(
            {
                "organisation_id": positions.organisation_ids[funder],
                "name": name.iloc[funder],
                "organisations": len(funded),
                "mostly_funded": sum(share > _MOST for share in known.values()),
                "share_unknown": len(funded) - len(known),
                "people_served": loss.people_served,
                "rerouted": loss.people_served - loss.unserved,
                "unserved": loss.unserved,
                "unserved_high": most.unserved_high,
            }
        )
    columns = ["organisation_id", "name", "organisations", "mostly_funded", "share_unknown"]
    columns += ["people_served", "rerouted", "unserved", "unserved_high"]
    frame = pd.DataFrame(rows, columns=columns).set_index("organisation_id")
    return frame, _list_notes(name, shares)


def list_grants(e: Ecosystem) -> pd.DataFrame:
    """Return the rows of relationships that say who funds whom, ended ones among them."""
    rows = e.relationships
    return rows[(rows["kind"].str.casefold() == FUNDS) & (rows["from_id"] != rows["to_id"])]


def list_shares(e: Ecosystem, positions: Positions) -> pd.DataFrame:
    """Return each funder's share of the funding an organisation is known to get.

    A row a funder and an organisation: funder, organisation (rows of organisations), share (0 to
    1; NaN where an amount is missing and there are other funders).
    """
    rows = list_grants(e)

    # A grant that has ended pays for nothing now, and neither does one of who has closed.
    rows = rows[~are_stopped(e, rows)]

    # Money for several years counts by the year, so that it can stand beside that for one.
    years = (rows["end"] - rows["start"]).dt.days.add(1).div(_DAYS_A_MONTH).round().div(12)
    rows = rows.assign(amount=rows["amount"] / years.clip(lower=1).fillna(1))

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


def _set_stage(field: Field, part: Settled) -> Stage:
    """Return a market as it is looked at for every funder."""
    run_by = defaultdict(list)
    for column, service in enumerate(part.market.services.tolist()):
        for body in field.runs[service]:
            run_by[body].append(column)
    return Stage(part=part, run_by=dict(run_by))


def _share_cuts(
    field: Field, stage: Stage, cut: dict[int, float]
) -> tuple[list[int], NDArray[np.float64]]:
    """Return the services whose places may be cut, and of each the share that is.

    A shared service loses the smallest share that any of those who run it loses, because the
    others keep it going.
    """
    services = stage.part.market.services
    columns = sorted({column for body in cut for column in stage.run_by.get(body, ())})
    share = [min(cut.get(body, 0.0) for body in field.runs[services[one]]) for one in columns]
    return columns, np.array(share, dtype=float)


def _count_loss(field: Field, stages: Sequence[Stage], cut: dict[int, float]) -> Loss:
    """Return what a cut of each organisation's places by a share takes.

    Places are whole: what is left of one is none.
    """
    people, lost, most, is_counted = 0.0, 0.0, 0.0, False
    for stage in stages:
        part, sure = stage.part, stage.part.sure
        if stage.run_by.keys().isdisjoint(cut):
            continue

        # (services that may be cut,): places, and how many of these go.
        columns, share = _share_cuts(field, stage, cut)
        places = part.market.places[columns]
        is_cut = (share > 0) & ~np.isnan(places)
        is_counted |= bool(is_cut.any())
        gone = np.where(is_cut, places - np.floor(places * (1 - share) + _ROUNDING), 0.0)

        # Who is in the places that go is not known: as many as in any places of it.
        losing = np.divide(gone, places, out=np.zeros(len(gone)), where=gone > 0)
        people += float((part.use[columns] * losing).sum())
        going = {columns[one]: float(gone[one]) for one in np.flatnonzero(is_cut)}
        taken = [(column, round(some * part.unit)) for column, some in going.items()]
        cut_off = part.placing.try_cutting(taken) / part.unit
        lost += cut_off
        most += cut_off if sure is None else max(count_stranded(sure, going), cut_off)
    if not is_counted:
        return Loss(people_served=np.nan, unserved=np.nan, unserved_high=np.nan)

    # Rounding to units must not leave more without a place than had one.
    lost = min(lost, people)
    return Loss(people_served=people, unserved=lost, unserved_high=max(most, lost))


def _list_notes(name: pd.Series, shares: pd.DataFrame) -> list[str]:
    """Return what the shares rest on, and whose are not known."""
    if shares.empty:
        return []
    notes = [
        (
            "A funder's share is of the funding recorded here, for one year where a grant has a "
            "start and an end; an organisation with other income would lose less."
        )
    ]
    blank = shares.loc[shares["share"].isna(), "organisation"].unique()
    if len(blank):
        notes.append(
            f"What each funder gives is not known for {count_of(len(blank), 'organisation')} "
            f"({join_words(name.iloc[sorted(blank)], most=_NAMED)}): their places are not cut."
        )
    return notes
