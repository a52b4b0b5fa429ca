"""What the referrals table says of each link, whoever reported it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecosystem.wording import count_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

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


@dataclass(frozen=True, kw_only=True, eq=False)
class Joined:
    """The links used in a log and those of the table.

    links: from_id, to_id, service_type, type_key, sent (referrals in the log), agreement,
    feedback, is_used; those of the log first. link: of each row of the log. order: of the links,
    by sender, receiver and service type.
    """

    links: pd.DataFrame
    link: NDArray[np.intp]
    order: NDArray[np.intp]


def join_log(e: Ecosystem, links: pd.DataFrame, log: Log) -> Joined:
    """Return the links of a log with what the table says of them, and those it has besides.

    A link for a service type has the agreement of that type, else the one for none in particular.
    """
    ids = pd.Index(e.organisations["organisation_id"])
    names = sorted({*log.types, *links["type_key"].dropna()})
    blank = len(names)
    of_log = np.array([*(names.index(name) for name in log.types), blank])
    kind = of_log[log.rows["service_type"].to_numpy()]
    pair = log.rows["source"].to_numpy() * len(ids) + log.rows["target"].to_numpy()
    link, used = pd.factorize(pair * (blank + 1) + kind, sort=True)
    sent = np.bincount(link, minlength=len(used))
    known = ids.get_indexer(pd.Index(links["from_id"])) * len(ids)
    known += ids.get_indexer(pd.Index(links["to_id"]))
    codes = pd.Index(names, dtype="str").get_indexer(pd.Index(links["type_key"]))
    known = known * (blank + 1) + np.where(links["type_key"].isna(), blank, codes)
    carried = pd.Index(known // (blank + 1)).isin(used // (blank + 1)) & (
        known % (blank + 1) == blank
    )
    keys = np.concatenate([used, known[~pd.Index(known).isin(used) & ~carried]])
    pairs, kinds = np.divmod(keys, blank + 1)
    texts = pd.Series([*names, None], dtype="str")
    exact = pd.Index(known).get_indexer(keys)
    general = pd.Index(known).get_indexer(pairs * (blank + 1) + blank)
    said = links.reset_index(drop=True).reindex(exact)
    typed = texts.iloc[kinds].reset_index(drop=True)
    frame = pd.DataFrame(
        {
            "from_id": ids[pairs // len(ids)],
            "to_id": ids[pairs % len(ids)],
            "service_type": said["service_type"].reset_index(drop=True).fillna(typed),
            "type_key": typed,
            "sent": np.append(sent, np.zeros(len(keys) - len(used))).astype(float),
            "is_used": np.arange(len(keys)) < len(used),
        }
    )
    for name in ("agreement", "feedback"):
        values = links[name].reset_index(drop=True)
        frame[name] = said[name].array
        frame[name] = frame[name].fillna(values.reindex(general).reset_index(drop=True))
    return Joined(links=frame, link=link, order=np.argsort(keys, kind="stable"))
