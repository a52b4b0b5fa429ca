"""The ecosystem as a graph of the organisations that run, or as a matrix of all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, overload

import numpy as np
import pandas as pd
from scipy import sparse

from ecosystem.errors import wrong_choice
from ecosystem.options import check_options

from .positions import find_positions
from .shared_groups import SAME_GROUP, list_sitting
from .ties import list_ties

if TYPE_CHECKING:
    from collections.abc import Collection

    import igraph
    import networkx as nx

    from ecosystem.data import Ecosystem


_TOLD = ("service_type", "period", "sent", "strength", "weight")
"""What an edge says besides its kind, where it is known."""


@check_options
def to_sparse(
    e: Ecosystem,
    *,
    kinds: Collection[str] | None = None,
    weight: Literal["rows", "sent"] | None = None,
    period: str | None = None,
) -> sparse.csr_array[Any, tuple[int, int]]:
    """Return who is tied to whom as a symmetric sparse matrix, direction ignored.

    Parameters
    ----------
    e
        The ecosystem.
    kinds
        Which ties to take: "referral", kinds of relationships, and "member of the same group" for
        each two that sit in a group together. None takes all but the last.
    weight
        None: 1 for each tied pair. "rows": how many rows of the tables tie the pair. "sent":
        people referred between the two, both directions added; pairs whose number is not known
        are left out.
    period
        Of which period referrals count. None takes the latest of each link. Of two reports of one
        link the sender's counts.

    Returns
    -------
    csr_array
        Shape (organisations, organisations), float64, zero diagonal, row i is row i of
        organisations. The row of one that has closed is empty, as its ties count no longer.

    Raises
    ------
    ValueError
        If a kind, the weight or the period is not a choice.

    Examples
    --------
    >>> from ecosystem import read_sample, to_sparse
    >>> ties = to_sparse(read_sample("west-midlands"))
    >>> bool((ties != ties.T).nnz == 0)
    True
    """
    if weight not in {None, "rows", "sent"}:
        raise wrong_choice(option="weight", value=weight, choices={"rows", "sent"})
    ties = list_ties(e, kinds=kinds, period=period)
    if weight == "sent":
        ties = ties[ties["sent"].notna()]
    values = ties["sent"].to_numpy() if weight == "sent" else np.ones(len(ties))

    # Each tie stands in both halves; ties of one pair add up, and count once if nothing is weighed.
    size = len(e.organisations)
    source, target = ties["source"].to_numpy(), ties["target"].to_numpy()
    matrix = sparse.csr_array(
        (
            np.concatenate([values, values]),
            (np.concatenate([source, target]), np.concatenate([target, source])),
        ),
        shape=(size, size),
    )
    matrix.sum_duplicates()
    if weight is None:
        matrix.data[:] = 1.0
    return matrix


@check_options
def to_igraph(
    e: Ecosystem, *, kinds: Collection[str] | None = None, period: str | None = None
) -> igraph.Graph:
    """Return a directed igraph graph: a vertex an organisation that runs, an edge a row of a table.

    Parameters
    ----------
    e
        The ecosystem.
    kinds
        Which ties to take: "referral", kinds of relationships, and "member of the same group" for
        each two that sit in a group together. None takes all but the last.
    period
        Of which period referrals count. None takes the latest of each link. Of two reports of one
        link the sender's counts.

    Returns
    -------
    igraph.Graph
        Vertices are in the order of organisations; those closed, ended or not begun on the day of
        the data are left out, and the graph attribute organisations_left_out says how many;
        memberships_left_out says how many memberships are no edges here. Vertex attributes: name
        (the id), label (the name) and sector. Edge attributes: kind, service_type, period, sent
        (people), strength (1 to 5) and weight; NaN where not known. What goes both ways is two
        edges.

    Raises
    ------
    ValueError
        If a kind or the period is not in the data.

    Notes
    -----
    `weight` is people sent for a referral, and for a relationship its strength, or else the number
    in a column `weight` of the data. These have different units: choose `kinds` before using it.
    """
    import igraph  # noqa: PLC0415 - a second of start-up that reading tables does not need

    organisations, edges = _list_running(e), _list_edges(e, kinds, period)
    graph = igraph.Graph(
        n=len(organisations), edges=edges[["source", "target"]].to_numpy(), directed=True
    )
    for name, count in _count_left_out(e, kinds).items():
        graph[name] = count
    graph.vs["name"] = organisations["organisation_id"].tolist()
    graph.vs["label"] = organisations["name"].tolist()
    graph.vs["sector"] = organisations["sector"].fillna("not known").tolist()
    for name in ("kind", *_TOLD):
        graph.es[name] = edges[name].tolist()
    return graph


@check_options
@overload
def to_networkx(
    e: Ecosystem,
    *,
    kinds: Collection[str] | None = None,
    period: str | None = None,
    bipartite: Literal[False] = False,
) -> nx.MultiDiGraph[str]: ...


@check_options
@overload
def to_networkx(
    e: Ecosystem, *, kinds: None = None, period: None = None, bipartite: Literal[True]
) -> nx.Graph[str]: ...


@check_options
def to_networkx(
    e: Ecosystem,
    *,
    kinds: Collection[str] | None = None,
    period: str | None = None,
    bipartite: bool = False,
) -> nx.MultiDiGraph[str] | nx.Graph[str]:
    """Return a networkx graph: a node an organisation that runs, an edge a row of the tables.

    Parameters
    ----------
    e
        The ecosystem.
    kinds
        Which ties to take: "referral", kinds of relationships, and "member of the same group" for
        each two that sit in a group together. None takes all but the last.
    period
        Of which period referrals count. None takes the latest of each link. Of two reports of one
        link the sender's counts.
    bipartite
        Whether to return who sits where in place of who is tied to whom: organisations, groups and
        the memberships between them, as the functions of `networkx.bipartite` take it.

    Returns
    -------
    networkx.MultiDiGraph
        Nodes are ids in the order of organisations, with name and sector; those closed, ended or
        not begun on the day of the data are left out, and the graph attribute
        organisations_left_out says how many; memberships_left_out says how many memberships are no
        edges here. Edges carry kind and, where known, service_type, period, sent (people), strength
        (1 to 5) and weight. What goes both ways is two edges.

        With `bipartite` a networkx.Graph: organisations with bipartite 0, then groups with
        bipartite 1, each with its name; an edge is a membership on the day of the data, with role
        and weight where known. A group with the id of an organisation gets " (group)" behind it.

    Raises
    ------
    ValueError
        If a kind or the period is not in the data, or either is given with `bipartite`.

    Notes
    -----
    `weight` is people sent for a referral, and for a relationship its strength, or else the number
    in a column `weight` of the data. These have different units: choose `kinds` before using it.
    What is not known is absent, never zero.

    Examples
    --------
    >>> import ecosystem as eco
    >>> e = eco.read_sample("west-midlands")
    >>> g = eco.to_networkx(e, kinds=["referral"])
    >>> list(g) == list(e.organisations["organisation_id"])
    True
    """
    import networkx as nx  # noqa: PLC0415 - start-up time, as above

    if bipartite:
        if kinds is not None or period is not None:
            msg = "kinds and period choose ties: leave them out, or leave out bipartite."
            raise ValueError(msg)
        return _make_bipartite(e)
    organisations, edges = _list_running(e), _list_edges(e, kinds, period)
    ids = organisations["organisation_id"].tolist()
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.graph.update(_count_left_out(e, kinds))
    graph.add_nodes_from(
        (organisation_id, {"name": name, "sector": sector})
        for organisation_id, name, sector in zip(
            ids,
            organisations["name"].tolist(),
            organisations["sector"].fillna("not known").tolist(),
            strict=True,
        )
    )
    graph.add_edges_from(
        (
            ids[row["source"]],
            ids[row["target"]],
            {"kind": row["kind"]} | {name: row[name] for name in _TOLD if pd.notna(row[name])},
        )
        for row in edges.to_dict("records")
    )
    return graph


def _make_bipartite(e: Ecosystem) -> nx.Graph[str]:
    """Return organisations that run, groups and who sits where, as `to_networkx` does."""
    import networkx as nx  # noqa: PLC0415 - start-up time, as above

    organisations, groups, sitting = e.organisations, e.groups, list_sitting(e)
    running = _list_running(e)
    taken = set(organisations["organisation_id"])
    names = [
        f"{group_id} (group)" if group_id in taken else group_id for group_id in groups["group_id"]
    ]
    graph: nx.Graph[str] = nx.Graph(
        organisations_left_out=len(organisations) - len(running),
        memberships_left_out=len(e.memberships) - len(sitting),
    )
    for ids, frame, side in ((running["organisation_id"], running, 0), (names, groups, 1)):
        graph.add_nodes_from(
            (node, {"name": name, "bipartite": side})
            for node, name in zip(ids, frame["name"], strict=True)
        )
    weights = pd.to_numeric(sitting["weight"], errors="coerce") if "weight" in sitting else np.nan
    told = sitting.assign(weight=weights)
    graph.add_edges_from(
        (
            organisations["organisation_id"].iloc[row["organisation"]],
            names[row["group"]],
            {name: row[name] for name in ("role", "weight") if pd.notna(row[name])},
        )
        for row in told.to_dict("records")
    )
    return graph


def _list_running(e: Ecosystem) -> pd.DataFrame:
    """Return the organisations that run on the day of the data, in order."""
    return e.organisations[find_positions(e).is_active]


def _count_left_out(e: Ecosystem, kinds: Collection[str] | None) -> dict[str, int]:
    """Return how many organisations do not run, and how many memberships are no edges."""
    organisations = len(e.organisations) - len(_list_running(e))
    memberships = 0 if kinds is not None and SAME_GROUP in kinds else len(e.memberships)
    return {"organisations_left_out": organisations, "memberships_left_out": memberships}


def _list_edges(e: Ecosystem, kinds: Collection[str] | None, period: str | None) -> pd.DataFrame:
    """Return the ties as edges with a direction, between numbers of organisations that run.

    What goes both ways is there twice. Ties have ends that run only, so each has a number.
    """
    number = np.cumsum(find_positions(e).is_active) - 1
    ties = list_ties(e, kinds=kinds, period=period)
    ties = ties.assign(**{end: number[ties[end]] for end in ("source", "target")})
    back = ties[ties["goes_both_ways"]].rename(columns={"source": "target", "target": "source"})
    return pd.concat([ties, back], ignore_index=True)
