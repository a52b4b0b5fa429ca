"""What a factor was measured by, and the tables it is measured from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from ecosystem.data import is_running
from ecosystem.graph import find_positions, list_ties
from ecosystem.wording import start_sentence

if TYPE_CHECKING:
    import pandas as pd

    from ecosystem.data import Ecosystem


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What the data hold on a factor.

    Attributes
    ----------
    sentence
        What was measured, with its numbers; empty if nothing that bears on it is recorded.
    missing
        Columns in which nothing that bears on it is recorded; of a kind of relationship the column
        with the kind.
    """

    sentence: str
    missing: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Records:
    """The rows of an ecosystem that run: what all measures count."""

    e: Ecosystem

    @cached_property
    def organisations(self) -> pd.DataFrame:
        """Organisations that are running."""
        return self.e.organisations[find_positions(self.e).is_active]

    @cached_property
    def ties(self) -> pd.DataFrame:
        """Ties between them, as `list_ties` has them, with the kind in lower case."""
        ties = list_ties(self.e)
        return ties.assign(kind=ties["kind"].str.casefold())

    @cached_property
    def referrals(self) -> pd.DataFrame:
        """Entries about referrals between them, but for those of which nobody was sent."""
        rows, ids = self.e.referrals, set(self.organisations["organisation_id"])
        is_theirs = rows["from_id"].isin(ids) & rows["to_id"].isin(ids)
        return rows[is_theirs & ~(rows["sent"] == 0)]

    @cached_property
    def relationships(self) -> pd.DataFrame:
        """Relationships between them that run."""
        rows, ids = self.e.relationships, set(self.organisations["organisation_id"])
        is_theirs = rows["from_id"].isin(ids) & rows["to_id"].isin(ids)
        return rows[is_running(rows, self.e.snapshot_date) & is_theirs]

    @cached_property
    def memberships(self) -> pd.DataFrame:
        """Seats of theirs in groups that they have now."""
        rows, ids = self.e.memberships, set(self.organisations["organisation_id"])
        is_now = is_running(rows, self.e.snapshot_date)
        return rows[is_now & rows["organisation_id"].isin(ids)]

    def list_pairs(self, beginning: str) -> set[tuple[int, int]]:
        """Return who is tied to whom by a kind that begins so: each way told as it is recorded."""
        rows = self.ties[self.ties["kind"].str.startswith(beginning)]
        pairs = zip(
            rows["source"].tolist(), rows["target"].tolist(), rows["goes_both_ways"], strict=True
        )
        told = set()
        for source, target, goes_both_ways in pairs:
            told.add((source, target))
            if goes_both_ways:
                told.add((target, source))
        return told


def count_pairs(pairs: set[tuple[int, int]]) -> int:
    """Return how many pairs there are, whichever of the two is named first."""
    return len({(min(pair), max(pair)) for pair in pairs})


def join_evidence(*parts: tuple[str, str]) -> Evidence:
    """Return sentences as evidence: each is a clause, or empty, with what is missing if it is."""
    clauses = [clause for clause, _ in parts if clause]
    sentence = f"{start_sentence('; '.join(clauses))}." if clauses else ""
    return Evidence(
        sentence=sentence, missing=tuple(column for clause, column in parts if not clause)
    )


def count_known(values: pd.Series) -> int:
    """Return how many cells are filled."""
    return int(np.count_nonzero(values.notna()))
