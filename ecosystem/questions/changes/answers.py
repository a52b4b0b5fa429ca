"""What differs between two answers to one question: roles, gaps, groups of services, rates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ecosystem.wording import join_words

from .identity import match_organisations
from .rates import limit_difference, split_difference
from .rows import CLOSED, DISSOLVED, FORMED, MOVED, OPENED, Difference

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ecosystem.result import Result

    from .identity import Identity

CORE, GAPS, DUPLICATION, PATHWAYS = "core", "gaps", "duplication", "pathways"

_KNOWN_BY = {
    CORE: ("organisation_id", {"role", "p_core", "reported", "is_boundary"}),
    GAPS: ("area_code", {"status", "is_gap", "coverage"}),
    DUPLICATION: ("service_id", {"cluster", "status", "crowding"}),
    PATHWAYS: ("organisation_id", {"closed_loop_share", "accepted_share", "due"}),
}
"""How an answer is told: what its table is indexed by, and columns that no other has."""

MAY_DIFFER = frozenset(["visibility", "kinds", "counted_as", "as_of", "asked", "seed"])
"""Settings that come from the data or from chance, and so may differ between two answers to one
question."""

_ROLES = ("core", "wider network")
_NO_GAP = ("covered", "no one in need")
_PLACE_OPEN = "place not known"

RATES = {"accepted": "accepted_share", "closed loops": "closed_loop_share"}
"""What is compared of referrals, by the column that holds it."""

ROSE, FELL, NO_CLEAR, OPEN = "rose", "fell", "no clear change", "not known"


def tell_question(result: Result) -> str:
    """Return to which question a result is the answer; empty if to none that can be compared."""
    for question, (index, columns) in _KNOWN_BY.items():
        if result.table.index.name == index and columns <= set(result.table.columns):
            return question
    return ""


def find_other_option(before: Result, after: Result) -> str:
    """Return an option that was another one for each answer; empty if they were asked alike."""
    for name in sorted(before.settings.keys() | after.settings.keys()):
        if name not in MAY_DIFFER and before.settings.get(name) != after.settings.get(name):
            return str(name)
    return ""


def match_rows(before: Result, after: Result, matches: Result | None) -> Identity:
    """Return who is who in two answers about organisations; in others ids are equal or not."""
    tables = before.table, after.table
    if before.table.index.name != "organisation_id":
        tables = before.table.iloc[:0], after.table.iloc[:0]
    return match_organisations(*tables, matches)


def compare_answers(before: Result, after: Result, identity: Identity) -> Iterator[Difference]:
    """Yield what differs between two answers to one question."""
    yield from _COMPARE[tell_question(before)](before, after, identity)


def _compare_core(before: Result, after: Result, identity: Identity) -> Iterator[Difference]:
    """Yield who reads as core in one answer and as wider network in the other."""
    rows = before.table.to_dict("index")
    for one, row in after.table.to_dict("index").items():
        was = rows.get(identity.before_of.get(str(one), ""))
        if was is None:
            continue
        roles = str(was["role"]), str(row["role"])
        if roles[0] == roles[1] or not set(roles) <= set(_ROLES):
            continue
        yield Difference(
            about="organisation",
            id=str(one),
            name=str(row["name"]),
            field="role",
            before=roles[0],
            after=roles[1],
            change=MOVED,
            why=_doubt_role(was, row),
        )


def _doubt_role(was: Mapping[Any, Any], row: Mapping[Any, Any]) -> str:
    """Return what might explain another role without a move."""
    for side, when in ((was, "before"), (row, "now")):
        if pd.isna(side["reported"]) or not side["reported"]:
            return f"it is not known to have told its ties {when}"
        if side["is_boundary"]:
            return f"a tie or two decided its role {when}"
    return ""


def _compare_gaps(before: Result, after: Result, _: Identity) -> Iterator[Difference]:
    """Yield areas that are a gap in one answer and surely none in the other."""
    for code in after.table.index.intersection(before.table.index):
        was, now = before.table.loc[code], after.table.loc[code]
        states = str(was["status"]), str(now["status"])
        if states[0] == states[1] or "gap" not in states:
            continue
        is_closed = states[0] == "gap"
        other = now if is_closed else was
        when = "now" if is_closed else "before"
        yield Difference(
            about="area",
            id=str(code),
            name=str(now["name"]),
            field="status",
            before=states[0],
            after=states[1],
            change=CLOSED if is_closed else OPENED,
            why="" if _is_no_gap(other) else f"whether it is one is not known {when}",
        )


def _is_no_gap(row: pd.Series) -> bool:
    """Tell whether an area is surely none: help may be thin of which it is not known how much."""
    is_measured = row["status"] == "thin" and pd.notna(row["coverage"])
    return bool(row["status"] in _NO_GAP or is_measured)


def _compare_duplication(before: Result, after: Result, _: Identity) -> Iterator[Difference]:
    """Yield groups of overlapping services that are no more, or were not before."""
    for result, other, change in ((before, after, DISSOLVED), (after, before, FORMED)):
        table = result.table
        clusters: pd.DataFrame = result.clusters  # type: ignore[attr-defined]
        for number in clusters.index:
            members = table.index[(table["cluster"] == number).fillna(value=False)]
            there = other.table.reindex(members)
            if there["cluster"].dropna().duplicated().any():
                continue
            row = clusters.loc[number]
            is_gone = change == DISSOLVED
            states = [join_words(sorted({str(one) for one in there["status"].fillna("not there")}))]
            states.insert(0 if is_gone else 1, str(row["kind"]))
            yield Difference(
                about="group of services",
                id="|".join(sorted(str(one) for one in members)),
                name=join_words(sorted(table.loc[members, "name"]), most=4),
                field="cluster",
                before=states[0],
                after=states[1],
                change=change,
                why=_doubt_cluster(row, there, is_gone=is_gone),
            )


def _doubt_cluster(row: pd.Series, there: pd.DataFrame, *, is_gone: bool) -> str:
    """Return what might explain that services overlap in one answer only."""
    when = ("before", "now") if is_gone else ("now", "before")
    if isinstance(row["silent_in"], str) and row["silent_in"]:
        return f"not all that is compared was recorded {when[0]}"
    if (there["status"] == _PLACE_OPEN).any():
        return f"where one of them works is not known {when[1]}"
    return ""


def _compare_pathways(_before: Result, _after: Result, _: Identity) -> Iterator[Difference]:
    """Yield nothing: of pathways the rates are compared."""
    yield from ()


_COMPARE: Mapping[str, Callable[[Result, Result, Identity], Iterator[Difference]]] = {
    CORE: _compare_core,
    GAPS: _compare_gaps,
    DUPLICATION: _compare_duplication,
    PATHWAYS: _compare_pathways,
}


def compare_rates(before: Result, after: Result, identity: Identity) -> pd.DataFrame:
    """Return the rates of two answers about pathways, a row a rate."""
    rows = [
        {"rate": name} | _compare_rate(before, after, share, identity)
        for name, share in RATES.items()
    ]
    return pd.DataFrame(rows).set_index("rate")


def _compare_rate(
    before: Result, after: Result, share: str, identity: Identity
) -> dict[str, object]:
    was, now = _count_strata(before, share, {}), _count_strata(after, share, identity.before_of)
    totals = was.sum(), now.sum()
    row: dict[str, object] = {
        "before": np.nan,
        "after": np.nan,
        "difference": np.nan,
        "low": np.nan,
        "high": np.nan,
        "within": np.nan,
        "mix": np.nan,
        "known_before": float(totals[0]["whole"]),
        "known_after": float(totals[1]["whole"]),
        "people_before": _count_all(before),
        "people_after": _count_all(after),
        "status": OPEN,
    }
    if min(one["whole"] for one in totals) <= 0:
        return row
    both = was.add_suffix("_before").join(now.add_suffix("_after"), how="outer").fillna(0.0)
    columns = [f"{what}_{when}" for when in ("before", "after") for what in ("part", "whole")]
    within, mix = split_difference(*(both[name].to_numpy() for name in columns))
    counts = [(float(one["part"]), float(one["whole"])) for one in totals]
    difference, low, high = limit_difference(*counts)
    row |= {
        "before": counts[0][0] / counts[0][1],
        "after": counts[1][0] / counts[1][1],
        "difference": difference,
        "low": low,
        "high": high,
        "within": within,
        "mix": mix,
        "status": NO_CLEAR,
    }
    if low > 0 or high < 0:
        is_open = _may_be_none(before, after, share)
        row["status"] = OPEN if is_open else ROSE if low > 0 else FELL
    return row


def _count_strata(result: Result, share: str, before_of: Mapping[str, str]) -> pd.DataFrame:
    """Return part and whole of a share for each receiver, and what is left for all others.

    Receivers of whom it is known of too few to tell are in the others, so that all add up to the
    figure of all together.
    """
    table, summary = result.table, result.summary  # type: ignore[attr-defined]
    whole = _find_base(table, share, is_log=bool(result.settings["log"]))
    part = whole * table[share].astype(float)
    known = pd.DataFrame({"part": part, "whole": whole.where(part.notna())}).dropna()
    known.index = [before_of.get(str(one), str(one)) for one in known.index]
    base = _find_base(summary.to_frame().T, share, is_log=bool(result.settings["log"])).iloc[0]
    if pd.isna(base) or pd.isna(summary[share]):
        return known.iloc[:0]
    rest = np.array([base * summary[share], base]) - known.sum().to_numpy()
    others = pd.DataFrame([np.maximum(rest, 0.0)], columns=["part", "whole"], index=[""])
    return pd.concat([known, others])


def _find_base(frame: pd.DataFrame, share: str, *, is_log: bool) -> pd.Series:
    """Return of how many people, or in a log of how many referrals, a share is."""
    if not is_log:
        return frame[share.removesuffix("_share") + "_known"].astype(float)
    due = frame["due"].astype(float)
    return (
        due if share != RATES["accepted"] else (due * frame["answered_share"].astype(float)).round()
    )


def _count_all(result: Result) -> float:
    summary = result.summary  # type: ignore[attr-defined]
    return float(summary["due" if result.settings["log"] else "referrals"])


def _may_be_none(before: Result, after: Result, share: str) -> bool:
    """Tell whether those of whom it is not known may have made the difference.

    In a log the end of each referral that is due is known, or that there is none.
    """
    if before.settings["log"]:
        return False
    was, now = (result.summary for result in (before, after))  # type: ignore[attr-defined]
    return bool(
        now[f"{share}_low"] <= was[f"{share}_high"] and was[f"{share}_low"] <= now[f"{share}_high"]
    )
