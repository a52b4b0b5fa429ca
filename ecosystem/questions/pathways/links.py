"""What the referrals table says of each link, whoever reported it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from ecosystem.access import are_stopped
from ecosystem.graph import keep_period, rank_reports
from ecosystem.wording import count_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecosystem.data import Ecosystem
    from ecosystem.graph import Positions

    from .log import Log


COUNTS = ("sent", "accepted", "reached", "got_help", "ended_without_help")
"""Columns of links that count people."""

BOUNDS = ("accepted_low", "accepted_high")
"""Columns beyond the schema: between what lies how many were accepted, where some rows of a log do
not say."""

_ENDS = ("got_help", "ended_without_help", "reason")

# What each side knows best: the sender what it sent, agreed and was told, the receiver what became
# of it.
_BY_SENDER = ("sent", "feedback", "agreement")
_BY_RECEIVER = ("accepted", *BOUNDS, "reached", "median_wait_days", *_ENDS)
_SIDES: tuple[tuple[tuple[str, ...], Literal["from_id", "to_id"]], ...] = (
    (_BY_SENDER, "from_id"),
    (_BY_RECEIVER, "to_id"),
)
_LINK = ["from_id", "to_id", "type_key"]


def read_links(e: Ecosystem, period: str | None = None) -> tuple[pd.DataFrame, list[str]]:
    """Return a row for each sender, receiver and service type, and notes.

    Columns: from_id, to_id, type_key (in lower case; empty: none in particular), service_type,
    sent, accepted, accepted_low, accepted_high, reached, median_wait_days, got_help,
    ended_without_help, reason, feedback, agreement, is_used (not known to carry nobody). Links of
    organisations that are not running are left out. The latest period of each link counts, or the
    one that is named. Where both sides report, what was sent, told and agreed is taken from the
    sender, what became of it from the receiver.
    """
    rows = keep_period(e.referrals, period)
    notes = []
    if period is not None:
        notes.append(f"Only referrals of the period {period} are looked at.")
    elif len(rows) < len(e.referrals):
        notes.append("Where a link is recorded for several periods, the latest is used.")
    rows = rows[(rows["from_id"] != rows["to_id"]) & ~are_stopped(e, rows)]
    rows = rows.assign(type_key=rows["service_type"].str.casefold())
    for name in BOUNDS:
        cells = rows[name] if name in rows else np.full(len(rows), np.nan)
        rows[name] = pd.to_numeric(pd.Series(cells, index=rows.index), errors="coerce")
    links = _merge_reports(rows)
    doubled = len(rows) - len(links)
    if doubled:
        notes.append(
            f"{count_of(doubled, 'link is', 'links are')} reported by both sides: what was sent is "
            "taken from the sender, what became of it from the receiver."
        )
    return links.assign(is_used=links["sent"].isna() | (links["sent"] > 0)), notes


def _merge_reports(rows: pd.DataFrame) -> pd.DataFrame:
    """Return one row a link; each column from the side that knows it best."""
    # The own report comes first, then one of nobody in particular, then the other side's: the
    # first cell that is filled counts.
    parts = []
    for columns, side in _SIDES:
        ranked = rows.iloc[np.argsort(rank_reports(rows, side), kind="stable")]
        parts.append(ranked.groupby(_LINK, dropna=False)[list(columns)].first())
    names = rows.groupby(_LINK, dropna=False)["service_type"].min()
    return pd.concat([names, *parts], axis=1).reset_index()


@dataclass(frozen=True, kw_only=True, eq=False)
class Joined:
    """The links used in a log and those of the referrals table.

    Attributes
    ----------
    links : DataFrame
        A row a link, those of the log first: from_id, to_id, service_type, type_key, sent
        (referrals in the log), is_used (in the log), agreement, feedback.
    link : (rows of the log,) int
        The row of `links` that each referral belongs to.
    order : (links,) int
        The rows of `links` by sender, receiver and service type.
    """

    links: pd.DataFrame
    link: NDArray[np.intp]
    order: NDArray[np.intp]


def join_log(positions: Positions, links: pd.DataFrame, log: Log) -> Joined:
    """Join the links seen in a log to the agreements in the referrals table.

    A link for a service type has the agreement of that type, else the one for none in particular.
    """
    # A link is one whole number, (sender, receiver, service type) counted through, so that links
    # of both sources are compared as numbers. The last type stands for none in particular.
    size = len(positions.organisation_ids)
    names = sorted({*log.types, *links["type_key"].dropna()})
    untyped = len(names)
    kinds = untyped + 1

    # link: of each row of the log, a number 0, 1, … in the order of `used`, the links it has.
    of_log = np.array([*(names.index(name) for name in log.types), untyped])
    kind = of_log[log.rows["service_type"].to_numpy()]
    pair = log.rows["source"].to_numpy() * size + log.rows["target"].to_numpy()
    link, used = pd.factorize(pair * kinds + kind, sort=True)
    sent = np.bincount(link, minlength=len(used))

    # agreed: the links of the table, by the same numbers.
    pair = positions.find_organisations(links["from_id"]) * size
    pair += positions.find_organisations(links["to_id"])
    codes = pd.Index(names, dtype="str").get_indexer(pd.Index(links["type_key"]))
    agreed = pair * kinds + np.where(links["type_key"].isna(), untyped, codes)

    # A link for none in particular is used if the log has the pair for anything: then it is not
    # listed again as unused.
    is_covered = pd.Index(agreed // kinds).isin(used // kinds) & (agreed % kinds == untyped)
    keys = np.concatenate([used, agreed[~pd.Index(agreed).isin(used) & ~is_covered]])
    pairs, typed = np.divmod(keys, kinds)

    # The row of the table for just this type, and that for none in particular; -1 if none.
    exact = pd.Index(agreed).get_indexer(pd.Index(keys))
    general = pd.Index(agreed).get_indexer(pd.Index(pairs * kinds + untyped))
    of_type = links.reset_index(drop=True).reindex(exact)
    type_key = pd.Series([*names, None], dtype="str").iloc[typed].reset_index(drop=True)
    spelt = [*(log.spellings.get(name, name) for name in names), None]
    service_type = pd.Series(spelt, dtype="str").iloc[typed].reset_index(drop=True)
    frame = pd.DataFrame(
        {
            "from_id": positions.organisation_ids[pairs // size],
            "to_id": positions.organisation_ids[pairs % size],
            "service_type": of_type["service_type"].reset_index(drop=True).fillna(service_type),
            "type_key": type_key,
            "sent": np.append(sent, np.zeros(len(keys) - len(used))).astype(float),
            "is_used": np.arange(len(keys)) < len(used),
        }
    )
    for name in ("agreement", "feedback"):
        values = links[name].reset_index(drop=True)
        frame[name] = of_type[name].array
        frame[name] = frame[name].fillna(values.reindex(general).reset_index(drop=True))
    return Joined(links=frame, link=link, order=np.argsort(keys, kind="stable"))
