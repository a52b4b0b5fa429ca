"""The table and the summary of an answer, from a fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from .answer import CORE, MOVE_IN, MOVE_OUT, NO_CORE, UNCERTAIN, UNCONNECTED, WIDER
from .verdict import LEAST_MEMBERS, TOO_FEW_ANSWERED, TOO_FEW_TIED, are_too_few

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .fit import Fit
    from .network import Flags, Floats, Integers, Matrix
    from .verdict import Finding


_SURE = 2 / 3
"""From this chance on an organisation is called core, and up to a third wider network: the role is
twice as likely as the other. At a half, precision was .82 and recall .81 of silent core
organisations, at 2/3 they were .90 and .69 (docs/benchmarks/core.md): who is called core should be
it."""

_BOUNDARY = (0.2, 0.8)
"""Between these chances one or two ties decide, so the role is marked as a boundary case."""

_MOST_EVIDENCE = 690.0
"""Log evidence beyond this is shown as this, some 10 to the 299: above 10 to the 308 a float is
infinite, and JSON has no such number."""


def make_table(  # noqa: PLR0913 - one table of all that is known
    organisations: pd.DataFrame,
    matrix: Matrix,
    fit: Fit | None,
    *,
    groups: Integers,
    reported: pd.Series,
    running: Flags,
    is_left_out: Flags,
) -> pd.DataFrame:
    """Return a row an organisation, in the order of the table of organisations.

    `matrix` holds the ties and `fit` what is known of the core, both in that order; `fit` is None
    if too few are tied. The others are one value an organisation: the number of its group,
    whether it reported, whether it runs, and whether it has ties of kinds that do not count.
    """
    index = pd.Index(organisations["organisation_id"], name="organisation_id")
    ties = np.diff(matrix.indptr).astype(np.int64)
    chance = np.full(len(index), np.nan) if fit is None else fit.posterior.probability
    has_core = np.zeros(len(index), dtype=bool) if fit is None else fit.has_core & fit.is_found

    # Chances are given all the same where no core was found, so that a reader can see how far off
    # it was; what follows from them (roles, moves, ties needed) is not.
    role = _name_roles(chance, ties, has_core=has_core)
    core = role == CORE
    to_core = np.rint(matrix @ core.astype(float)).astype(np.int64)
    boundary = (chance > _BOUNDARY[0]) & (chance < _BOUNDARY[1]) & has_core
    needed = np.full(len(index), np.nan) if fit is None else np.where(has_core, fit.needed, np.nan)

    # Of the core of its group every other member: an organisation is not tied to itself.
    others = np.bincount(groups, weights=core)[groups].astype(np.int64) - core
    return pd.DataFrame(
        {
            "name": organisations["name"].to_numpy(),
            "role": pd.Series(role, index=index, dtype="str"),
            "p_core": chance,
            "p_core_low": np.nan if fit is None else fit.posterior.low,
            "p_core_high": np.nan if fit is None else fit.posterior.high,
            "is_boundary": boundary,
            "move": pd.Series(_name_moves(chance, boundary), index=index, dtype="str"),
            "ties_total": ties,
            "ties_to_core": pd.arrays.IntegerArray(
                to_core, np.full(len(index), fill_value=not core.any())
            ),
            "is_tied_to_all": (others >= LEAST_MEMBERS - core) & (to_core == others),
            "ties_to_core_needed": pd.arrays.IntegerArray(
                np.nan_to_num(needed).astype(np.int64), np.isnan(needed)
            ),
            "rank": _rank(chance, to_core, ties),
            "in_borgatti_everett_core": False if fit is None else fit.best.always,
            "reported": reported.array,
            "stated_role": organisations["stated_role"].to_numpy(),
            "is_active": running,
            "group": _name_groups(index, groups, ties),
            "has_ties_left_out": is_left_out,
        },
        index=index,
    )


def _name_groups(index: pd.Index, groups: Integers, ties: Integers) -> pd.Series:
    """Return the id of the first organisation of each one's group; nothing for one without ties."""
    first = np.unique(groups, return_index=True)[1]
    return pd.Series(index[first[groups]], index=index, dtype="str").where(ties > 0)


def _name_roles(chance: Floats, ties: Integers, *, has_core: Flags) -> NDArray[np.object_]:
    """Return the role of each organisation, by its chance and its number of ties."""
    role = np.full(len(ties), UNCERTAIN, dtype=object)
    role[chance >= _SURE] = CORE
    role[chance <= 1 - _SURE] = WIDER
    role[~has_core] = NO_CORE
    role[ties == 0] = UNCONNECTED
    return role


def _name_moves(chance: Floats, boundary: Flags) -> NDArray[np.object_]:
    """Return which way each organisation could move; nothing if it is no boundary case."""
    move = np.full(len(chance), "", dtype=object)
    move[boundary & (chance >= 0.5)] = MOVE_OUT
    move[boundary & (chance < 0.5)] = MOVE_IN
    return move


def _rank(chance: Floats, to_core: Integers, ties: Integers) -> pd.arrays.IntegerArray:
    """Return 1 for the most surely core; equals share a rank, the unconnected have none."""
    # Chances are rounded: what differs by less is noise of the draws, or of rounding.
    rounded = np.nan_to_num(np.round(chance, 6))
    tied = np.flatnonzero(ties > 0)
    keys = np.array([rounded[tied], to_core[tied], ties[tied]], dtype=float)
    order = np.lexsort(-keys[::-1])

    # In order, the first of equals has its number and the others take it over.
    keys = keys[:, order]
    is_new = np.append(True, (keys[:, 1:] != keys[:, :-1]).any(axis=0))[: len(order)]
    number = np.arange(1, len(order) + 1)
    rank = np.zeros(len(ties), dtype=np.int64)
    rank[tied[order]] = np.maximum.accumulate(np.where(is_new, number, 0))
    return pd.arrays.IntegerArray(rank, rank == 0)


def _are_silent(table: pd.DataFrame) -> pd.Series:
    """Tell who is known not to have reported its ties."""
    return ~table["reported"].fillna(value=True).astype(bool)


def _name_finding(table: pd.DataFrame, fit: Fit | None) -> Finding:
    """Return what was found; where no core was, first whether enough answered to say so."""
    if fit is not None and fit.is_found:
        return fit.finding
    running = table[table["is_active"]]
    if are_too_few(int(_are_silent(running).sum()), len(running)):
        return TOO_FEW_ANSWERED
    return TOO_FEW_TIED if fit is None else fit.finding


def make_summary(table: pd.DataFrame, matrix: Matrix, fit: Fit | None) -> pd.Series:
    """Return the single figures of an answer; what was not worked out is empty."""
    size_low, size_high = (0, 0) if fit is None else fit.posterior.size_range
    is_found = fit is not None and fit.is_found
    # Who is no longer active is nobody to be asked, and counts among nobody.
    running = table[table["is_active"]]
    silent = _are_silent(running)
    figures: dict[str, object] = {
        "organisations": len(running),
        "ties": matrix.nnz // 2,
        "core_size": int((table["role"] == CORE).sum()),
        "core_size_low": size_low if is_found else 0,
        "core_size_high": size_high if is_found else 0,
        "is_core_found": is_found,
        "finding": _name_finding(table, fit),
        "groups": table["group"].nunique(),
    }
    nothing = dict.fromkeys(
        (
            "evidence",
            "p_value_random",
            "p_value_degree",
            "correlation",
            "density_core",
            "density_between",
            "density_wider",
        ),
        np.nan,
    )
    figures |= nothing | {"is_certified": True, "pattern": "none", "method": "none"}
    if fit is not None:
        figures |= {
            "evidence": float(np.exp(min(fit.log_evidence, _MOST_EVIDENCE))),
            "p_value_random": fit.p_random,
            "p_value_degree": fit.p_popularity,
            "correlation": fit.best.value,
            "is_certified": fit.best.is_certified,
            "pattern": fit.pattern,
            "method": fit.method,
        }
        if is_found:
            names = ("density_core", "density_between", "density_wider")
            figures |= dict(zip(names, map(float, fit.densities), strict=True))
    figures["answered"] = int(running["reported"].fillna(value=False).sum())
    figures["not_reported"] = int(silent.sum())
    figures["core_not_reported"] = int((silent & (running["role"] == CORE)).sum())
    return pd.Series(figures, dtype=object)
