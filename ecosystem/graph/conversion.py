"""The ecosystem as a graph of the organisations that run, or as a matrix of all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd
from scipy import sparse

from ecosystem.errors import wrong_choice

from .positions import find_positions
from .ties import list_ties

if TYPE_CHECKING:
    from collections.abc import Collection

    import igraph
    import networkx as nx

    from ecosystem.data import Ecosystem


def to_sparse(
    e: Ecosystem,
    *,
    kinds: Collection[str] | None = None,
    weight: Literal["rows", "sent"] | None = None,
) -> sparse.csr_array[Any, tuple[int, int]]:
    """Return who is tied to whom as a symmetric sparse matrix, direction ignored.

    Parameters
    ----------
    e
        The ecosystem.
    kinds
        Which ties to take: "referral" and kinds of relationships. None takes all.
    weight
        None: 1 for each tied pair. "rows": how many rows of the tables tie the pair. "sent":
        people referred between the two, both directions added; pairs whose number is not known
        are left out.

    Returns
    -------
    csr_array
        Shape (organisations, organisations), float64, zero diagonal, row i is row i of
        organisations. The row of one that has closed is empty, as its ties count no longer.

    Raises
    ------
    ValueError
        If a kind or the weight is not a choice.

    Examples
    --------
    >>> from ecosystem import read_sample, to_sparse
    >>> ties = to_sparse(read_sample("west-midlands"))
    >>> bool((ties != ties.T).nnz == 0)
    True
    """
    if weight not in {None, "rows", "sent"}:
        raise wrong_choice(option="weight", value=weight, choices={"rows", "sent"})
    ties = list_ties(e, kinds=kinds)
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


def to_igraph(e: Ecosystem, *, kinds: Collection[str] | None = None) -> igraph.Graph:
    """Return a directed igraph graph: a vertex an organisation that runs, an edge a row of a table.

    Parameters
    ----------
    e
        The ecosystem.
    kinds
        Which ties to take: "referral" and kinds of relationships. None takes all.

    Returns
    -------
    igraph.Graph
        Vertices are in the order of organisations; those closed, ended or not begun on the day of
        the data are left out, and the graph attribute organisations_left_out says how many. Vertex
        attributes: name (the id), label (the name) and sector. Edge attributes: kind, sent
        (people), strength (1 to 5) and weight; NaN where not known. A relationship that goes both
        ways is two edges.

    Raises
    ------
    ValueError
        If a kind is not in the data.

    Notes
    -----
    `weight` is people sent for a referral and strength for a relationship. The two have different
    units: choose `kinds` before using it.
    """
    import igraph  # noqa: PLC0415 - a second of start-up that reading tables does not need

    organisations, edges = _list_running(e), _list_edges(e, kinds)
    graph = igraph.Graph(
        n=len(organisations), edges=edges[["source", "target"]].to_numpy(), directed=True
    )
    graph["organisations_left_out"] = len(e.organisations) - len(organisations)
    graph.vs["name"] = organisations["organisation_id"].tolist()
    graph.vs["label"] = organisations["name"].tolist()
    graph.vs["sector"] = organisations["sector"].fillna("not known").tolist()
    for name in ("kind", "sent", "strength", "weight"):
        graph.es[name] = edges[name].tolist()
    return graph


def to_networkx(e: Ecosystem, *, kinds: Collection[str] | None = None) -> nx.MultiDiGraph[str]:
    """Return a networkx graph: a node an organisation that runs, an edge a row of the tables.

    Parameters
    ----------
    e
        The ecosystem.
    kinds
        Which ties to take: "referral" and kinds of relationships. None takes all.

    Returns
    -------
    networkx.MultiDiGraph
        Nodes are ids in the order of organisations, with name and sector; those closed, ended or
        not begun on the day of the data are left out, and the graph attribute
        organisations_left_out says how many. Edges carry kind and, where known, sent (people),
        strength (1 to 5) and weight. A relationship that goes both ways is two edges.

    Raises
    ------
    ValueError
        If a kind is not in the data.

    Notes
    -----
    `weight` is people sent for a referral and strength for a relationship. The two have different
    units: choose `kinds` before using it. What is not known is absent, never zero.

    Examples
    --------
    >>> import ecosystem as eco
    >>> e = eco.read_sample("west-midlands")
    >>> g = eco.to_networkx(e, kinds=["referral"])
    >>> list(g) == list(e.organisations["organisation_id"])
    True
    """
    import networkx as nx  # noqa: PLC0415 - start-up time, as above

    organisations, edges = _list_running(e), _list_edges(e, kinds)
    ids = organisations["organisation_id"].tolist()
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(
        organisations_left_out=len(e.organisations) - len(organisations)
    )
    graph.add_nodes_from(
        (organisation_id, {"name": name, "sector": sector})
        for organisation_id, name, sector in zip(
            ids,
            organisations["name"].tolist(),
            organisations["sector"].fillna("not known").tolist(),
            strict=True,
        )
    )
    numbers = ("sent", "strength", "weight")
    graph.add_edges_from(
        (
            ids[row["source"]],
            ids[row["target"]],
            {"kind": row["kind"]} | {name: row[name] for name in numbers if pd.notna(row[name])},
        )
        for row in edges.to_dict("records")
    )
    return graph


def _list_running(e: Ecosystem) -> pd.DataFrame:
    """Return the organisations that run on the day of the data, in order."""
    return e.organisations[find_positions(e).is_active]


def _list_edges(e: Ecosystem, kinds: Collection[str] | None) -> pd.DataFrame:
    """Return the ties as edges with a direction, between numbers of organisations that run.

    What goes both ways is there twice. Ties have ends that run only, so each has a number.
    """
    number = np.cumsum(find_positions(e).is_active) - 1
    ties = list_ties(e, kinds=kinds)
    ties = ties.assign(**{end: number[ties[end]] for end in ("source", "target")})
    back = ties[ties["goes_both_ways"]].rename(columns={"source": "target", "target": "source"})
    edges = pd.concat([ties, back], ignore_index=True)
    return edges.assign(weight=edges["sent"].fillna(edges["strength"]))
