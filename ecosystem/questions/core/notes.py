"""What an answer does not say, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from ecosystem.graph import SAME_GROUP
from ecosystem.wording import count_of, join_words, say_are

from .answer import CORE, MOST_NAMES
from .layers import LAYERED
from .null_models import SIGNIFICANCE
from .verdict import CORES, SEPARATE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from .sweep import Best


_MEANING = (
    "A core is about who works with whom. It does not say who does good work, or who should be in "
    "the room."
)


def list_limits(  # noqa: PLR0913 - five facts, all by name
    table: pd.DataFrame,
    summary: pd.Series,
    *,
    best: Best | None,
    weight: str | None,
    money: int = 0,
    kinds: Collection[str] = (),
    memberships: int = 0,
) -> tuple[str, ...]:
    """Return the limits of an answer, the weightiest first.

    `best` is the best division by correlation, None where nothing was worked out;
    `money` is how many ties of funding were left out without being asked; `kinds` are those that
    count; `memberships` is how many there are.
    """
    return (
        *_say_popularity(summary),
        *_say_money(money),
        *_say_memberships(memberships, kinds),
        *_say_groups(table, summary),
        *_say_near(table),
        *([] if set(kinds) == {SAME_GROUP} else _say_reports(table, summary)),
        *_say_stated(table),
        *_say_equals(table, best),
        *_say_method(summary, weight),
        _MEANING,
    )


def _say_popularity(summary: pd.Series) -> Iterator[str]:
    """Say whether the core is more than those with many ties."""
    chance = summary["p_value_degree"]
    if not summary["is_core_found"]:
        return
    if pd.isna(chance):
        yield (
            "Whether the core is more than a few organisations with many ties was not worked out: "
            "there are too many organisations or ties."
        )
    elif chance <= SIGNIFICANCE:
        yield (
            "The core is more than a few organisations with many ties: ties that leave each "
            "organisation as many as it has look as much like a core in "
            f"{100 * chance:.0f} of 100 tries."
        )
    else:
        yield (
            "The core is those with the most ties: ties drawn anew that leave each organisation "
            f"as many as it has look as much like a core in {100 * chance:.0f} of 100 tries. Who "
            "is in it is a matter of how many ties each has."
        )


def _say_money(ties: int) -> Iterator[str]:
    """Say that ties of funding were left out, and what brings them back."""
    if ties:
        yield (
            f"{count_of(ties, 'tie')} of the kind funds {say_are(ties)} not counted: to give money "
            "is not to plan together. They count where funds is named among the kinds of tie."
        )


def _say_memberships(memberships: int, kinds: Collection[str]) -> Iterator[str]:
    """Say that memberships were left out and what brings them back, or what they mean as ties."""
    if memberships and SAME_GROUP not in kinds:
        yield (
            f"{count_of(memberships, 'membership')} of groups {say_are(memberships)} not counted: "
            f"to sit in one group counts as a tie where {SAME_GROUP} is named among the kinds of "
            "tie."
        )
    elif memberships:
        yield (
            "Members of one group are tied each to each, as ties drawn at random are not: how "
            "often these look as much like a core says less than it would of other ties."
        )
    if set(kinds) == {SAME_GROUP}:
        yield (
            "Who sits where is as the lists of members have it: an organisation that is on none "
            "may sit with others all the same."
        )


def _say_groups(table: pd.DataFrame, summary: pd.Series) -> Iterator[str]:
    """Say how many groups there are that no tie joins, where the headline does not."""
    sizes = sorted(table["group"].dropna().value_counts(), reverse=True)
    if len(sizes) > 1 and summary["finding"] not in (CORES, SEPARATE):
        numbers = join_words([f"{size:,}" for size in sizes], most=MOST_NAMES)
        yield (
            f"The organisations that have ties are in {len(sizes):,} groups with no known tie "
            f"between them, of {numbers}."
        )


def _say_near(table: pd.DataFrame) -> Iterator[str]:
    """Name those who are tied to all of the core without being counted in it."""
    near = table.loc[table["is_tied_to_all"] & (table["role"] != CORE), "name"]
    if len(near):
        yield (
            f"{join_words(near, most=MOST_NAMES)} {say_are(len(near))} tied to all of the core, "
            "not counted in it."
        )


def _say_reports(table: pd.DataFrame, summary: pd.Series) -> Iterator[str]:
    """Say what is not known because not everyone reported, or nobody says who did."""
    silent = int(summary["not_reported"])
    if silent:
        verb = "has not said whom it is" if silent == 1 else "have not said whom they are"
        yield (
            f"{count_of(silent, 'organisation')} of {summary['organisations']:,} {verb} tied to. "
            "Ties between two of these are not known; they were left out, not taken as none. "
            "Answers add ties and take none away: with them roles may change, also of those that "
            "answered."
        )
        is_silent = ~table["reported"].fillna(value=True).astype(bool)
        members = table.loc[(table["role"] == CORE) & is_silent, "name"]
        if len(members):
            yield (
                f"{join_words(members, most=MOST_NAMES)} {say_are(len(members))} in the core by "
                "what others say alone."
            )
    elif table["reported"].isna().all() and len(table):
        yield (
            "The data do not say who told of its ties. So one that was not asked looks as if it "
            "had no more ties than others named."
        )


def _say_stated(table: pd.DataFrame) -> Iterator[str]:
    """Name those in the core whom the partnership has as wider network."""
    given = table["stated_role"].notna()
    unnamed = table[given & (table["role"] == CORE) & (table["stated_role"] != CORE)]
    if len(unnamed):
        names = join_words(unnamed["name"], most=MOST_NAMES)
        yield (
            f"{names} {say_are(len(unnamed))} in the core by the ties, though stated as wider "
            "network."
        )


def _say_equals(table: pd.DataFrame, best: Best | None) -> Iterator[str]:
    """Name those whom the best divisions by correlation disagree on."""
    if best is None:
        return
    names = table.loc[best.sometimes & ~best.always, "name"]
    if len(names):
        yield (
            "More than one division has the best correlation of Borgatti and Everett: "
            f"{join_words(names, most=MOST_NAMES)} {say_are(len(names))} in the core of some, not "
            "of all, and not marked."
        )


def _say_method(summary: pd.Series, weight: str | None) -> Iterator[str]:
    """Say what of the data was used, and what is experimental."""
    if summary["pattern"] == LAYERED:
        yield (
            "Experimental: several layers fit the ties better than one core, so some of those in "
            "the wider network are closer to the core than others."
        )
    if weight is not None and summary["is_core_found"]:
        yield (
            "How often ties were counted weighs in who is in the core, not in whether there is one."
        )
    if weight is None:
        yield "Direction, numbers of people and strength of the ties are not used."
