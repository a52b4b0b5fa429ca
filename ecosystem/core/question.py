"""`find_core`: the question, its options, and the table that answers it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecosystem.data import is_running
from ecosystem.graph import to_sparse

from .answer import APART, CORE, NO_CORE, UNCERTAIN, WIDER, CoreResult, list_differences
from .correlation import Correlation
from .exact import MOST_FOR_ENUMERATION, find_certified
from .network import make_network, order_by_structure, rearrange
from .sweep import Best, find_best

if TYPE_CHECKING:
    from collections.abc import Collection
    from typing import Any

    from scipy import sparse

    from ecosystem.data import Ecosystem

    from .network import Flags

_LEAST = 3


def find_core(
    e: Ecosystem,
    *,
    kinds: Collection[str] | None = None,
    delta: float | None = None,
    seed: int = 0,
) -> CoreResult:
    """Find the core: the few organisations that are tied to one another and to many others.

    The division is the one that is most like a perfect core, in which all core organisations are
    tied to one another and no two organisations outside are (Borgatti and Everett's discrete
    model). Organisations outside it are its wider network.

    Parameters
    ----------
    e
        The ecosystem. Needs organisations and referrals or relationships; uses stated_role.
    kinds
        Which ties count: "referral", and kinds of relationships. None takes all.
    delta
        How many of the pairs of a core and a wider organisation should be tied, 0 to 1; None
        leaves these pairs out of the comparison.
    seed
        For the random starts of the search; any whole number.

    Returns
    -------
    CoreResult
        `table`, a row an organisation: name; role (core, wider network, uncertain, not connected,
        no core found); ties_total (organisations it is tied to); ties_to_core (core organisations
        it is tied to); rank (1 has most ties to the core); in_borgatti_everett_core; stated_role;
        is_active. `summary`: organisations, ties, core_size, correlation (-1 to 1), is_certified
        (no better division exists), method.

    Raises
    ------
    ValueError
        If a kind is not in the data, or delta is not between 0 and 1.

    References
    ----------
    Borgatti, S. P. and Everett, M. G. (2000). Models of core/periphery structures. Social
    Networks 21, 375-395. https://doi.org/10.1016/S0378-8733(99)00019-2

    Estévez, J. L. and Nordlund, C. (2025). Revising the Borgatti-Everett core-periphery model.
    Social Networks 81, 31-51. https://doi.org/10.1016/j.socnet.2024.11.002

    Examples
    --------
    >>> import ecosystem as eco
    >>> core = eco.find_core(eco.read_sample("west-midlands"))
    >>> int(core.summary["core_size"])
    4
    """
    _check_options(kinds, delta)
    matrix = to_sparse(e, kinds=kinds)
    running = is_running(e, e.organisations)
    matrix = _leave_out(matrix, ~running)
    best, method = _fit(matrix, delta, seed)
    table = _make_table(e, matrix, best, running)
    summary = pd.Series(
        {
            "organisations": len(table),
            "ties": matrix.nnz // 2,
            "core_size": int((table["role"] == CORE).sum()),
            "correlation": best.value,
            "is_certified": best.is_certified,
            "method": method,
        },
        dtype=object,
    )
    return CoreResult(
        table=table,
        summary=summary,
        settings={
            "kinds": None if kinds is None else sorted(kinds),
            "delta": delta,
            "seed": seed,
            "visibility": e.visibility,
        },
        notes=(*_list_limits(matrix, table, best), *list_differences(table)),
    )


def _check_options(kinds: Collection[str] | None, delta: float | None) -> None:
    if isinstance(kinds, str):
        msg = f"kinds {kinds!r} is one text. Give a list of kinds, as [{kinds!r}]."
        raise ValueError(msg)  # noqa: TRY004 - every wrong option is a ValueError
    if delta is not None and not 0 <= delta <= 1:
        msg = (
            f"delta {delta!r} is not between 0 and 1. Give the share of pairs of a core and a "
            "wider organisation that should be tied, or None to leave these pairs out."
        )
        raise ValueError(msg)


def _leave_out(
    matrix: sparse.csr_array[Any, tuple[int, int]], gone: Flags
) -> sparse.csr_array[Any, tuple[int, int]]:
    """Return the ties without those of organisations that are gone."""
    pairs = matrix.tocoo()
    kept = ~(gone[pairs.row] | gone[pairs.col])
    return type(matrix)((pairs.data[kept], (pairs.row[kept], pairs.col[kept])), shape=matrix.shape)


def _fit(
    matrix: sparse.csr_array[Any, tuple[int, int]], delta: float | None, seed: int
) -> tuple[Best, str]:
    """Return the best division of those that have ties; the others are in no core."""
    tied = np.flatnonzero(np.diff(matrix.indptr))
    if len(tied) < _LEAST:
        return Best.none(matrix.shape[0]), "none"
    network = make_network(matrix[tied][:, tied], np.zeros(len(tied), dtype=bool))
    order = order_by_structure(network)
    network = rearrange(network, order)
    objective = Correlation(delta=delta)
    if network.size <= MOST_FOR_ENUMERATION:
        best, method = find_certified(network, objective), "exact"
    else:
        best, method = find_best(network, objective, mixes=objective.mixes, seed=seed), "search"
    return best.spread(tied[order], matrix.shape[0]), method


def _make_table(
    e: Ecosystem,
    matrix: sparse.csr_array[Any, tuple[int, int]],
    best: Best,
    running: Flags,
) -> pd.DataFrame:
    organisations = e.organisations
    ties = np.diff(matrix.indptr).astype(np.int64)
    role = pd.Series(WIDER, index=pd.Index(organisations["organisation_id"]), dtype="str")
    role[best.sometimes] = UNCERTAIN
    role[best.always] = CORE
    if not best.always.any():
        role[:] = NO_CORE
    role[ties == 0] = APART
    core = (role == CORE).to_numpy(dtype=bool)
    to_core = (matrix @ core.astype(float)).round().astype(np.int64)
    table = pd.DataFrame({"name": organisations["name"].to_numpy(), "role": role})
    table[["p_core", "p_core_low", "p_core_high"]] = np.nan
    table["is_boundary"] = best.sometimes & ~best.always
    table["move"] = pd.Series("", index=table.index, dtype="str")
    table["ties_total"] = ties
    table["ties_to_core"] = pd.Series(to_core, index=table.index, dtype="Int64")
    if not core.any():
        table["ties_to_core"] = pd.Series(pd.NA, index=table.index, dtype="Int64")
    table["ties_to_core_needed"] = pd.Series(pd.NA, index=table.index, dtype="Int64")
    table["rank"] = _rank(table)
    table["in_borgatti_everett_core"] = best.always
    table["reported"] = pd.Series(pd.NA, index=table.index, dtype="boolean")
    table["stated_role"] = organisations["stated_role"].to_numpy()
    table["is_active"] = running
    return table


def _rank(table: pd.DataFrame) -> pd.Series:
    """Return 1 for the most core; equal organisations share a rank, unconnected have none."""
    place = table["role"].map({CORE: 0, UNCERTAIN: 1}).fillna(2)
    to_core = -table["ties_to_core"].fillna(0)
    keys = pd.DataFrame({"place": place, "to_core": to_core, "ties": -table["ties_total"]})
    tied = keys[table["ties_total"] > 0].sort_values(["place", "to_core", "ties"])
    new = pd.Series(~tied.duplicated(), index=tied.index)
    rank = pd.Series(np.arange(1, len(tied) + 1), index=tied.index).where(new).ffill()
    return rank.reindex(table.index).astype("Int64")


def _list_limits(
    matrix: sparse.csr_array[Any, tuple[int, int]], table: pd.DataFrame, best: Best
) -> list[str]:
    tied = int((table["ties_total"] > 0).sum())
    notes = []
    if tied < _LEAST:
        notes.append("Fewer than three organisations are tied, so there can be no core.")
    elif matrix.nnz == tied * (tied - 1):
        notes.append("Every organisation that has ties is tied to every other: none stands out.")
    elif not best.always.any():
        notes.append("No organisation is in every division that fits best.")
    notes.append(
        "Direction, numbers of people and strength of the ties are not used; a core is about who "
        "works with whom, not about who does good work."
    )
    return notes
