"""What the referrals table says of each link, whoever reported it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecosystem.errors import count_of

if TYPE_CHECKING:
    from ecosystem.data import Ecosystem

    from .log import Log

_BY_SENDER = ("sent", "feedback", "agreement")
_BY_RECEIVER = ("accepted", "reached", "median_wait_days")
_LINK = ["from_id", "to_id", "type_key"]


def read_links(e: Ecosystem) -> tuple[pd.DataFrame, list[str]]:
    """Return a row for each sender, receiver and service type, and notes.

    Columns: from_id, to_id, type_key (in lower case; empty: none in particular), service_type,
    sent, accepted, reached, median_wait_days, feedback, agreement, is_used (not known to carry
    nobody). The latest period of each link counts. Where both sides report, what was sent, told
    and agreed is taken from the sender, what became of it from the receiver.
    """
    rows = e.referrals
    rows = rows[rows["from_id"] != rows["to_id"]]
    rows = rows.assign(type_key=rows["service_type"].str.casefold())
    rows = rows.sort_values("period", na_position="first", kind="stable")
    period = rows["period"].fillna("")
    latest = period.groupby([rows[name].fillna("") for name in _LINK]).transform("last")
    notes = []
    if (period != latest).any():
        notes.append("Where a link is recorded for several periods, the latest is used.")
    rows = rows[period == latest]
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
    parts = []
    for columns, side in ((_BY_SENDER, "from_id"), (_BY_RECEIVER, "to_id")):
        rank = np.select([rows["reported_by"] == rows[side], rows["reported_by"].isna()], [0, 1], 2)
        ranked = rows.assign(rank=rank).sort_values("rank", kind="stable")
        parts.append(ranked.groupby(_LINK, dropna=False)[list(columns)].first())
    names = rows.groupby(_LINK, dropna=False)["service_type"].min()
    return pd.concat([names, *parts], axis=1).reset_index()


def join_log(e: Ecosystem, links: pd.DataFrame, log: Log) -> pd.DataFrame:
    """Return the links that are used in a log, and those of the table.

    Columns: from_id, to_id, service_type, type_key, sent (referrals in the log), agreement,
    feedback, is_used. A link for a service type has the agreement of that type, else the one for
    none in particular.
    """
    ids = e.organisations["organisation_id"].to_numpy()
    names = pd.Series([*log.types, None], dtype="str")
    used = log.rows.groupby(["source", "target", "service_type"]).size().reset_index(name="sent")
    used = pd.DataFrame(
        {
            "from_id": ids[used["source"]],
            "to_id": ids[used["target"]],
            "type_key": names.iloc[used["service_type"]].to_numpy(),
            "sent": used["sent"].astype(float),
        }
    )
    pair = ["from_id", "to_id"]
    known = links[[*_LINK, "service_type", "agreement", "feedback"]]
    both = used.merge(known, on=_LINK, how="outer")
    general = both[pair].merge(
        known.loc[known["type_key"].isna(), [*pair, "agreement"]], on=pair, how="left"
    )
    is_used = both["sent"].notna()
    carried = both[pair].merge(
        used[pair].drop_duplicates().assign(is_used=True), on=pair, how="left"
    )["is_used"]
    is_covered = both["type_key"].isna() & ~is_used & carried.notna()
    joined = both.assign(
        agreement=both["agreement"].fillna(general["agreement"]),
        service_type=both["service_type"].fillna(both["type_key"]),
        is_used=is_used,
        sent=both["sent"].fillna(0.0),
    )
    return joined[~is_covered].reset_index(drop=True)
