"""What the referrals table says of how referrals go."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecosystem.disclosure import list_limits, loosen_bounds

from .ends import list_reasons
from .frames import Frames, make_doors, make_pairs, make_summary, make_table
from .journeys import no_routes
from .links import BOUNDS
from .notes import note_links
from .rates import FEWEST, LIMITS, rate, rate_known
from .routes import compare_agreed, count_steps, is_agreed
from .silence import ask_links

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecosystem.data import Ecosystem
    from ecosystem.graph import Positions

    Columns = dict[str, NDArray[np.float64]]


# In the functions below `group` is (links,) int: the organisation, or whatever the links are
# counted by; each array they return is (groups,).


def make_table_frames(e: Ecosystem, positions: Positions, links: pd.DataFrame) -> Frames:
    """Return the frames from the links of the referrals table.

    Of an organisation the table has the people sent to it; of those it sends on, how many these
    are and how often it is told what became of them.
    """
    size = len(e.organisations)
    source = positions.find_organisations(links["from_id"])
    target = positions.find_organisations(links["to_id"])
    sent_on = _rate_links(links, source, size)
    as_sender = {
        name.replace("closed_loop", "told"): values
        for name, values in sent_on.items()
        if name.startswith("closed_loop")
    }
    table = {**_rate_links(links, target, size), **as_sender, "passed_on": sent_on["sent"]}

    # The same figures of all links together, and of each alone.
    whole = _rate_links(links, np.zeros(len(links), dtype=np.intp), 1)
    numbers = {name: float(values[0]) for name, values in whole.items()}
    each = _rate_links(links, np.arange(len(links)), len(links))
    helped, without = _count_ends(links)
    records_help = links["got_help"].notna().any()
    numbers |= {"referrals": numbers["sent"], "got_help": helped.sum() if records_help else np.nan}
    numbers |= {"ended_without_help": without.sum()}
    return Frames(
        table=make_table(e, table),
        pairs=make_pairs(links.assign(**each)),
        journeys=no_routes(),
        agreed_and_used=compare_agreed(links),
        doors=make_doors(e, pd.DataFrame({"organisation": []})),
        steps=count_steps(e, positions, links[links["is_used"] | is_agreed(links)], None),
        reasons=_list_reasons(links, without),
        summary=make_summary(numbers, links[links["is_used"]]),
        notes=tuple(note_links(links)),
        to_ask=ask_links(e, links[links["is_used"]]),
    )


def _sum_sent(links: pd.DataFrame, group: NDArray[np.intp], groups: int) -> NDArray[np.float64]:
    """Return the people sent, where known; NaN where no link is there, or none says how many.

    Nobody wrote that an organisation sends nobody by leaving it out of the table.
    """
    known = links["sent"].notna().to_numpy()
    total = np.bincount(group[known], weights=links["sent"].to_numpy()[known], minlength=groups)
    return np.where(np.bincount(group[known], minlength=groups) == 0, np.nan, total)


def _count_known(
    links: pd.DataFrame, part: str, whole: str, group: NDArray[np.intp], groups: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the sums of two columns, over links where both are known."""
    known = (links[part].notna() & links[whole].notna()).to_numpy()

    # Two sides count: what came of more people than were sent cannot be a share of these.
    wholes = links[whole].to_numpy(dtype=float)[known]
    parts = np.minimum(links[part].to_numpy(dtype=float)[known], wholes)
    return (
        np.bincount(group[known], weights=parts, minlength=groups).astype(float),
        np.bincount(group[known], weights=wholes, minlength=groups).astype(float),
    )


def _count_ends(links: pd.DataFrame) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return how many of each link got help, and how many ended without, of those recorded.

    Together no more than were sent; nobody where it is not recorded how many these are.
    """
    sent = links["sent"].fillna(0).to_numpy(dtype=float)
    got, none = (
        links[name].fillna(0).to_numpy(dtype=float) for name in ("got_help", "ended_without_help")
    )
    helped = np.minimum(got, sent)
    return helped, np.minimum(none, sent - helped)


def _list_reasons(links: pd.DataFrame, without: NDArray[np.float64]) -> pd.DataFrame:
    """Return why people of the links ended without help; a link's reason is that of all of them."""
    reason, words = pd.factorize(links["reason"].str.casefold(), sort=True)
    return list_reasons(reason.astype(np.intp), without, [str(word) for word in words])


def _rate_links(links: pd.DataFrame, group: NDArray[np.intp], groups: int) -> Columns:
    """Return what the table says of groups of links, as columns."""
    # Feedback is recorded of a link, not of a person: a link counts with the people it carries.
    sent = links["sent"].fillna(0).to_numpy(dtype=float)
    says = links["feedback"].notna().to_numpy()
    yes = links["feedback"].fillna(value=False).to_numpy(dtype=bool)
    people, with_feedback, heard = (
        np.bincount(group[claim], weights=sent[claim], minlength=groups).astype(float)
        for claim in (np.ones(len(links), dtype=bool), yes, says)
    )

    accepted, result_known = _count_known(links, "accepted", "sent", group, groups)
    taken_on = rate_known("accepted", accepted, result_known, people)
    helped, ended = _count_ends(links)
    # Where help is recorded nowhere, ends without it are no share of all ends.
    known = helped + ended if links["got_help"].notna().any() else np.zeros(len(links))
    got_help, known_ends = (
        np.bincount(group, weights=count, minlength=groups).astype(float)
        for count in (helped, known)
    )
    reached = rate("reached_share", *_count_known(links, "reached", "accepted", group, groups))
    return {
        "sent": _sum_sent(links, group, groups),
        **_bound_accepted(links, group, taken_on),
        **rate_known("closed_loop", with_feedback, heard, people),
        **rate_known("got_help", got_help, known_ends, people),
        "reached_share": reached["reached_share"],
        "median_wait_days": _find_middle(links, group, groups),
    }


def _bound_accepted(links: pd.DataFrame, group: NDArray[np.intp], rates: Columns) -> Columns:
    """Return rates of those accepted, with bounds in place of a share where a link has bounds.

    Of such a link it is told of some of its people only, and which is no sample: those who are not
    told of may all have been accepted, or none. So there is no share, only what it lies between.
    """
    sent, accepted, low, high = (
        links[name].to_numpy(dtype=float) for name in ("sent", "accepted", *BOUNDS)
    )
    is_bounded = np.isnan(accepted) & (low >= 0) & (low <= high) & (high <= sent)
    groups = len(rates["accepted_share"])

    def add(numbers: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.bincount(group, np.nan_to_num(numbers), minlength=groups).astype(float)

    has_bounds = add(is_bounded.astype(float)) > 0
    if not has_bounds.any():
        return rates

    # (links,): how many were accepted for certain, how many for certain were not, and how many
    # people there are at most; a number that stands for several counts as what it is at least.
    least, most = list_limits(links["accepted"])
    for_certain = np.where(is_bounded, low, np.minimum(least, sent))
    against = np.where(is_bounded, sent - high, np.maximum(sent - most, 0))
    whole = add(list_limits(links["sent"])[1])
    bounds = loosen_bounds(add(for_certain), whole - add(against), whole)
    shares = [bound / np.maximum(whole, 1) for bound in bounds]
    new = dict(zip((f"accepted_share{end}" for end in LIMITS[1:]), shares, strict=True))
    return {name: np.where(has_bounds, new.get(name, np.nan), old) for name, old in rates.items()}


def _find_middle(links: pd.DataFrame, group: NDArray[np.intp], groups: int) -> NDArray[np.float64]:
    """Return the weighted median of the links' waits, each weighed by the people it is of.

    The first wait, from the shortest on, by which half of the group's people are counted. Empty
    where these are fewer than five: the middle wait of one or two people is a person's wait.
    """
    wait = links["median_wait_days"].to_numpy(dtype=float)
    weight = links["accepted"].fillna(links["sent"]).fillna(0).to_numpy(dtype=float)

    # Sorted by group and then by wait, so that running sums count within a group.
    known = np.flatnonzero(~np.isnan(wait) & (weight > 0))
    known = known[np.lexsort((wait[known], group[known]))]
    middle = np.full(groups, np.nan)
    total = np.bincount(group[known], weights=weight[known], minlength=groups)
    before = np.concatenate([[0.0], np.cumsum(total)])[group[known]]
    is_past_half = np.cumsum(weight[known]) - before >= total[group[known]] / 2
    groups_seen, first = np.unique(group[known][is_past_half], return_index=True)
    middle[groups_seen] = wait[known][is_past_half][first]
    return np.where(total >= FEWEST, middle, np.nan)
