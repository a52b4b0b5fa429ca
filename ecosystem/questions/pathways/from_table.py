"""What the referrals table says of how referrals go."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from .answer import PathwaysResult
from .frames import make_doors, make_pairs, make_summary, make_table
from .journeys import no_routes
from .notes import note_links
from .rates import rate
from .routes import compare_agreed, count_steps, is_agreed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecosystem.data import Ecosystem

    Columns = dict[str, NDArray[np.float64]]


def answer_from_table(e: Ecosystem, links: pd.DataFrame, notes: list[str]) -> PathwaysResult:
    """Return the answer from the links of the referrals table."""
    size = len(e.organisations)
    ids = pd.Index(e.organisations["organisation_id"])
    target = ids.get_indexer(pd.Index(links["to_id"]))
    source = ids.get_indexer(pd.Index(links["from_id"]))
    sent_on = _rate_links(links, source, size)
    told = {
        name.replace("closed_loop", "told"): values
        for name, values in sent_on.items()
        if name.startswith("closed_loop")
    }
    table = {**_rate_links(links, target, size), **told, "passed_on": sent_on["sent"]}
    whole = _rate_links(links, np.zeros(len(links), dtype=np.intp), 1)
    numbers = {name: float(values[0]) for name, values in whole.items()}
    return PathwaysResult(
        table=make_table(e, table),
        pairs=make_pairs(links.assign(**_rate_links(links, np.arange(len(links)), len(links)))),
        journeys=no_routes(),
        agreed_and_used=compare_agreed(links),
        doors=make_doors(e, pd.DataFrame({"organisation": []})),
        steps=count_steps(e, links[links["is_used"] | is_agreed(links)], None),
        summary=make_summary(numbers | {"referrals": numbers["sent"]}, links[links["is_used"]]),
        settings={"log": False, "as_of": None, "visibility": e.visibility},
        notes=(*notes, *note_links(links)),
    )


def _sum_sent(links: pd.DataFrame, group: NDArray[np.intp], groups: int) -> NDArray[np.float64]:
    """Return the people sent, where known; NaN where links are there but none says how many."""
    known = links["sent"].notna().to_numpy()
    total = np.bincount(group[known], weights=links["sent"].to_numpy()[known], minlength=groups)
    rows = np.bincount(group, minlength=groups)
    return np.where((rows > 0) & (np.bincount(group[known], minlength=groups) == 0), np.nan, total)


def _share_reached(
    links: pd.DataFrame, group: NDArray[np.intp], groups: int
) -> NDArray[np.float64]:
    return _rate_known(links, "reached", "accepted", group, groups)["reached_share"]


def _rate_known(
    links: pd.DataFrame, part: str, whole: str, group: NDArray[np.intp], groups: int
) -> Columns:
    """Return the share that one column is of another, over links where both are known."""
    known = (links[part].notna() & links[whole].notna()).to_numpy()
    wholes = links[whole].to_numpy(dtype=float)[known]
    parts = np.minimum(links[part].to_numpy(dtype=float)[known], wholes)
    return rate(
        f"{part}_share",
        np.bincount(group[known], weights=parts, minlength=groups).astype(float),
        np.bincount(group[known], weights=wholes, minlength=groups).astype(float),
    )


def _rate_links(links: pd.DataFrame, group: NDArray[np.intp], groups: int) -> Columns:
    """Return what the table says of groups of links, as columns."""
    sent = links["sent"].fillna(0).to_numpy(dtype=float)
    says = links["feedback"].notna().to_numpy()
    yes = links["feedback"].fillna(value=False).to_numpy(dtype=bool)
    people, told, told_of = (
        np.bincount(group[some], weights=sent[some], minlength=groups)
        for some in (np.ones(len(links), dtype=bool), yes, says)
    )
    with np.errstate(invalid="ignore", divide="ignore"):
        closed = {
            "closed_loop_share": told / told_of,
            "closed_loop_share_low": np.where(told_of > 0, told / people, np.nan),
            "closed_loop_share_high": np.where(
                told_of > 0, (people - told_of + told) / people, np.nan
            ),
        }
    return {
        "sent": _sum_sent(links, group, groups),
        **_rate_known(links, "accepted", "sent", group, groups),
        **closed,
        "reached_share": _share_reached(links, group, groups),
        "median_wait_days": _find_middle(links, group, groups),
    }


def _find_middle(links: pd.DataFrame, group: NDArray[np.intp], groups: int) -> NDArray[np.float64]:
    """Return the weighted median of the links' waits."""
    wait = links["median_wait_days"].to_numpy(dtype=float)
    weight = links["accepted"].fillna(links["sent"]).fillna(1).to_numpy(dtype=float)
    known = np.flatnonzero(~np.isnan(wait) & (weight > 0))
    known = known[np.lexsort((wait[known], group[known]))]
    middle = np.full(groups, np.nan)
    total = np.bincount(group[known], weights=weight[known], minlength=groups)
    before = np.concatenate([[0.0], np.cumsum(total)])[group[known]]
    half = np.cumsum(weight[known]) - before >= total[group[known]] / 2
    found, first = np.unique(group[known][half], return_index=True)
    middle[found] = wait[known][half][first]
    return middle
