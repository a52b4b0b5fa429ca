"""The frames of an answer, and the columns they have whatever they are made from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecosystem.graph import find_positions
from ecosystem.result import empty_to_ask

from .rates import KNOWN, RATES, TOLD
from .routes import is_agreed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ecosystem.data import Ecosystem


@dataclass(frozen=True, kw_only=True, eq=False)
class Frames:
    """What an answer is made of, from a log or from the referrals table.

    Attributes
    ----------
    table, pairs, journeys, agreed_and_used, doors, steps, reasons : DataFrame
        As `PathwaysResult` has them.
    summary : Series
        The single figures.
    notes : tuple of str
        How far they go.
    to_ask : DataFrame
        What is not recorded and would tell most; of a log nothing is asked.
    """

    table: pd.DataFrame
    pairs: pd.DataFrame
    journeys: pd.DataFrame
    agreed_and_used: pd.DataFrame
    doors: pd.DataFrame
    steps: pd.DataFrame
    reasons: pd.DataFrame
    summary: pd.Series
    notes: tuple[str, ...]
    to_ask: pd.DataFrame = field(default_factory=empty_to_ask)


_COUNTS = ["bounces", "dead_ends", "silent", "passed_on"]
_TABLE = [
    "name",
    "sent",
    "due",
    *RATES,
    *KNOWN.values(),
    "median_wait_days",
    "longest_wait_days",
    "waits_known",
    *_COUNTS,
    *TOLD,
    "told_known",
    "is_active",
]
_PAIRS = [
    "from_id",
    "to_id",
    "service_type",
    "sent",
    "due",
    *RATES,
    *KNOWN.values(),
    "reached_share",
    "median_wait_days",
    "bounces",
    "feedback",
    "agreement",
]
_DOORS = [
    "name",
    "cases",
    "served_share",
    "served_share_low",
    "served_share_high",
    "referrals",
    "modelled_served_share",
    "modelled_referrals",
]
_SUMMARY = [
    "referrals",
    "cases",
    "signposts",
    "due",
    "answered",
    "accepted",
    "closed",
    "got_help",
    "ended_without_help",
    *RATES,
    *KNOWN.values(),
    "outcome_known_share",
    "reached_share",
    "median_wait_days",
    "longest_wait_days",
    "waits_known",
    "passed_on_cases",
    "bounces",
    "loops",
    "retries",
    "parallel_share",
    "dead_ends",
    "in_hand",
    "waiting",
    "silent",
    "agreed_share",
    "agreement_known_share",
    "door_low",
    "door_high",
    "door_gap",
    "model_error",
]


def make_table(e: Ecosystem, columns: Mapping[str, object]) -> pd.DataFrame:
    """Return the table by organisation; columns that are not given are empty."""
    ids = pd.Index(e.organisations["organisation_id"], name="organisation_id")
    names = e.organisations["name"].to_numpy()
    is_active = find_positions(e).is_active
    frame = pd.DataFrame({"name": names, **columns, "is_active": is_active}, index=ids)
    return _choose(frame, _TABLE)


def make_pairs(pairs: pd.DataFrame) -> pd.DataFrame:
    """Return the pairs with all columns."""
    return _choose(pairs, _PAIRS).reset_index(drop=True)


def make_doors(e: Ecosystem, doors: pd.DataFrame) -> pd.DataFrame:
    """Return the doors by organisation_id; `organisation` holds their rows in organisations."""
    rows = e.organisations.iloc[doors["organisation"].to_numpy(dtype=np.intp)]
    named = doors.assign(name=rows["name"].to_numpy())
    named.index = pd.Index(rows["organisation_id"], name="organisation_id")
    return _choose(named, _DOORS)


def make_summary(numbers: Mapping[str, float], links: pd.DataFrame) -> pd.Series:
    """Return the single figures, with how many referrals travel under an agreement.

    `links`: the links that carry someone, with sent and agreement.
    """
    sent = links["sent"].fillna(0).to_numpy(dtype=float)

    # A share of the referrals of which it is known, and beside it how many these are.
    says = links["agreement"].notna().to_numpy()
    agreed = is_agreed(links).to_numpy()
    shares = {
        "agreed_share": _divide(sent[agreed].sum(), sent[says].sum()),
        "agreement_known_share": _divide(sent[says].sum(), sent.sum()),
    }
    return pd.Series({**numbers, **shares}, dtype=float, name="summary").reindex(_SUMMARY)


def _divide(part: float, whole: float) -> float:
    """Return a share; NaN of nothing."""
    return part / whole if whole else np.nan


def _choose(frame: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """Return the columns in order; those that are not there are empty."""
    return frame.reindex(columns=columns)
