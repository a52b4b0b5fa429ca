"""Sentences about shares that are known of some people only."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from ecosystem.disclosure import SMALL, count_people, is_small
from ecosystem.wording import say_share


@dataclass(frozen=True, kw_only=True)
class Known:
    """A share of those of whom it is known.

    Attributes
    ----------
    share
        From 0 to 1, of those of whom it is known; NaN if of too few.
    low, high
        What it would be of all if none of the others belonged to it, or all of them.
    known, people
        Of how many it is known, and how many there are.
    is_rough
        Whether so many of the people are hidden counts that neither their number nor the limits
        hold.
    """

    share: float
    low: float
    high: float
    known: float
    people: float
    is_rough: bool = False


def say_known(share: Known, claim: str, *, noun: str = "") -> str:
    """Return "; of the 13 of 59 for whom it is known, …", with what it may be of all; or nothing.

    Where there is no share but bounds of it, these are told. `claim` has {} where the share goes;
    `noun` says who is counted, where it is not said before.

    Examples
    --------
    >>> heard = Known(share=1.0, low=13 / 59, high=1.0, known=13, people=59)
    >>> say_known(heard, "the sender learns the result of {}")
    '; of the 13 of 59 for whom it is known, the sender learns the result of all (between 22% and \
100% of all 59)'
    >>> say_known(Known(share=0.76, low=0.76, high=0.76, known=50, people=50), "{} were taken on")
    '; 76% were taken on'
    """
    if pd.isna(share.share):
        within = say_within(share.low, share.high)
        return f"; {claim.format(within)}" if within else ""
    whom = "which" if noun == "referrals" else "whom"
    others, part = round(share.people - share.known), round(share.share * share.known)
    told = claim.format(SMALL if is_small(part) else _say_part(share.share))
    if others <= 0:
        return f"; {told}"

    if share.is_rough:
        return f"; of the {share.known:,.0f} of {whom} it can be told, {told}"

    # The number of the others, and the limits, would tell how few they are.
    if is_small(others):
        return f"; {told}, not counting {SMALL} for {whom} it is not known"
    counted = f"{share.known:,.0f} of {count_people(share.people)} {noun}".strip()
    words = f"; of the {counted} for {whom} it is known, "
    if is_small(part):
        return f"{words}{told}"
    limits = say_limits(share.low, share.high)
    return f"{words}{told} (between {limits} of all {share.people:,.0f})"


def say_limits(low: float, high: float) -> str:
    """Return what a share lies between, rounded outwards so that it holds.

    Examples
    --------
    >>> say_limits(0.226, 0.584)
    '22% and 59%'
    """
    # Rounded first, because 0.29 times 100 is a little less than 29.
    least, most = math.floor(round(low * 100, 6)), math.ceil(round(high * 100, 6))
    return f"{least}% and {most}%"


def say_within(low: float, high: float) -> str:
    """Return what a share lies between, with no word for a bound that says nothing.

    Examples
    --------
    >>> say_within(0.5, 1), say_within(0.226, 0.9), say_within(0, 0.4)
    ('at least 50%', 'between 22% and 90%', 'at most 40%')
    """
    if pd.isna(low) or pd.isna(high):
        return ""
    limits = say_limits(low, high)
    least, most = limits.split(" and ")
    if (least, most) == ("0%", "100%"):
        return ""
    if least == "0%":
        return f"at most {most}"
    return f"at least {least}" if most == "100%" else f"between {limits}"


def _say_part(share: float) -> str:
    return {0.0: "none", 1.0: "all"}.get(share, say_share(share))
