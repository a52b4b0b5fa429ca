"""Who and which ties a network map shows, and what it says of those it leaves out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd

from ecosystem.graph import (
    REFERRAL,
    SAME_GROUP,
    find_positions,
    keep_period,
    keep_sender_reports,
    list_sitting,
    list_ties,
)
from ecosystem.wording import count_of, join_words, say_are, say_have

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from ecosystem.data import Ecosystem
    from ecosystem.questions.core import CoreResult


MOST_LINES = 4_000
"""Ties that the still picture draws, those of the core first: of 40,000 it was one dark disc, and
of 13,000 half of a report of 5 MB."""

_MOST_KINDS = 6
"""Kinds of ties named in one sentence; beyond, the rest are counted."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Drawn:
    """What of an ecosystem is on the map. Organisations go by their number among those drawn.

    Attributes
    ----------
    rows : (organisations,) int
        Which rows of the organisations table are drawn: those that are running.
    ties : DataFrame
        As `list_ties` gives them, with one more column, is_counted: whether ties of this kind
        count in the answer that is shown.
    pairs : (pairs, 2) int
        Two organisations that are tied in any way, the smaller first, each pair once.
    is_counted : (pairs,) bool
        Whether a tie of a kind that counts joins the two.
    closed : int
        Organisations that are not drawn.
    ended : int
        Ties that are not drawn, because they have ended or not begun, or with one of these.
    earlier : int
        Rows of referrals that are not drawn, because there are some of a later period.
    doubled : int
        Reports of referrals that are not drawn, because another report of the same link is.
    memberships : int
        Memberships of groups, where these are not drawn as ties.
    """

    rows: NDArray[np.intp]
    ties: pd.DataFrame
    pairs: NDArray[np.intp]
    is_counted: NDArray[np.bool_]
    closed: int
    ended: int
    earlier: int
    doubled: int
    memberships: int

    @cached_property
    def kinds(self) -> list[str]:
        """The kinds of ties there are, in the order of the alphabet."""
        return sorted(self.ties["kind"].unique().tolist())

    @cached_property
    def counted_kinds(self) -> list[str]:
        """Those that count in the answer."""
        return sorted(self.ties.loc[self.ties["is_counted"], "kind"].unique().tolist())

    @cached_property
    def other_kinds(self) -> list[str]:
        """Those that do not count in it."""
        return sorted(set(self.kinds) - set(self.counted_kinds))


_kept: WeakKeyDictionary[Ecosystem, tuple[CoreResult, Drawn]] = WeakKeyDictionary()
"""What was drawn last of an ecosystem: picture, key and caption of a page ask for the same."""


def list_drawn(e: Ecosystem, result: CoreResult) -> Drawn:
    """Return who and which ties are drawn; who is closed, and what has ended, is not."""
    answer, drawn = _kept.get(e, (None, None))
    if drawn is None or answer is not result:
        drawn = _list_drawn(e, result)
        _kept[e] = result, drawn
    return drawn


def _list_drawn(e: Ecosystem, result: CoreResult) -> Drawn:
    is_active = find_positions(e).is_active
    rows = np.flatnonzero(is_active)
    number = np.cumsum(is_active) - 1
    ties, sitting, latest = list_ties(e), list_sitting(e), keep_period(e.referrals)
    taken = result.settings.get("kinds")
    sits_together = isinstance(taken, (list, tuple)) and SAME_GROUP in taken and len(sitting) > 0
    standing = _count_ties(e) - len(ties)
    if sits_together:
        ties = pd.concat([ties, list_ties(e, kinds=[SAME_GROUP])], ignore_index=True)
    counted = ties["kind"].isin(list(taken)) if isinstance(taken, (list, tuple)) else True
    ties = ties.assign(
        source=number[ties["source"].to_numpy()],
        target=number[ties["target"].to_numpy()],
        is_counted=counted,
    )

    # A pair is one line however many ties it has: it counts if one of them does.
    # As one number, because whole numbers sort ten times as fast as pairs.
    ends = np.sort(ties[["source", "target"]].to_numpy(dtype=np.intp), axis=1)
    whole = max(len(rows), 1)
    joined, line = np.unique(ends[:, 0] * whole + ends[:, 1], return_inverse=True)
    pairs = np.column_stack(np.divmod(joined, whole))
    is_counted = np.zeros(len(pairs), dtype=bool)
    np.logical_or.at(is_counted, line, ties["is_counted"].to_numpy(dtype=bool))
    return Drawn(
        rows=rows,
        ties=ties,
        pairs=pairs,
        is_counted=is_counted,
        closed=len(is_active) - len(rows),
        ended=standing,
        earlier=len(e.referrals) - len(latest),
        doubled=len(latest) - len(keep_sender_reports(latest)),
        memberships=0 if sits_together else len(sitting),
    )


def _count_ties(e: Ecosystem) -> int:
    """Return how many ties the tables hold of any day: nobody sent, or to itself, is none.

    Of referrals those of the latest period of each link, and of two reports the sender's.
    """
    referrals, relationships = keep_sender_reports(keep_period(e.referrals)), e.relationships
    referrals = referrals[~(referrals["sent"] == 0).to_numpy(dtype=bool, na_value=False)]
    return sum(
        int((frame["from_id"] != frame["to_id"]).sum()) for frame in (referrals, relationships)
    )


def say_drawn(drawn: Drawn) -> list[str]:
    """Say which ties the lines are, and how much is not on the map."""
    sentences = []
    if drawn.counted_kinds:
        kind = "this kind" if len(drawn.counted_kinds) == 1 else "one of these kinds"
        sentences.append(f"Each line is a tie of {kind}: {_name_kinds(drawn.counted_kinds)}.")
    if drawn.other_kinds:
        kinds = _name_kinds(drawn.other_kinds)
        sentences.append(f"Thin dashed lines are not counted in the core: {kinds}.")
    left_out = []
    if drawn.closed:
        organisations = count_of(drawn.closed, "organisation")
        left_out.append(f"{organisations} that {say_are(drawn.closed)} not active")
    if drawn.ended:
        why = "ended or not begun"
        if drawn.closed:
            why += f", or {say_are(drawn.ended)} with an organisation that is not active"
        left_out.append(f"{count_of(drawn.ended, 'tie')} that {say_have(drawn.ended)} {why}")
    if drawn.earlier:
        left_out.append(f"{count_of(drawn.earlier, 'row')} of referrals of an earlier period")
    if drawn.doubled:
        reports = count_of(drawn.doubled, "further report")
        left_out.append(f"{reports} of a referral that is drawn as its sender reports it")
    if drawn.memberships:
        left_out.append(f"{count_of(drawn.memberships, 'membership')} of groups")
    if left_out:
        sentences.append(f"Not on the map: {'; '.join(left_out)}.")
    return sentences


def _name_kinds(kinds: Iterable[str]) -> str:
    words = ["referrals" if kind == REFERRAL else kind for kind in kinds]
    return join_words(words, most=_MOST_KINDS)


def caption_network(e: Ecosystem, result: CoreResult) -> str:
    """Return what stands under the still picture of a network."""
    drawn = list_drawn(e, result)
    middle = ["The core is in the middle."] if (result.table["role"] == "core").any() else []
    lines = min(len(drawn.pairs), MOST_LINES)
    some = (
        [f"Drawn are {lines:,} of {len(drawn.pairs):,} ties, those of the core first."]
        if lines < len(drawn.pairs)
        else []
    )
    return " ".join([*say_drawn(drawn), *some, *middle]) or "No ties are known."
