"""The ecosystem as a graph: vertex i is row i of organisations."""

from __future__ import annotations

import random
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy import sparse

from .errors import wrong_choice
from .tables import split_list

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    import igraph
    import networkx as nx
    from numpy.typing import NDArray

    from .data import Ecosystem

REFERRAL = "referral"
"""The kind of a tie that comes from the referrals table."""

_generator_lock = threading.Lock()


def list_ties(e: Ecosystem, *, kinds: Collection[str] | None = None) -> pd.DataFrame:
    """Return every tie in the tables, a row each: referrals first, then relationships.

    Parameters
    ----------
    e
        The ecosystem.
    kinds
        Which to take: "referral" for the referrals table, and kinds of relationships. None takes
        all.

    Returns
    -------
    DataFrame
        source, target (positions in organisations), kind, goes_both_ways, sent (people, referrals
        only), strength (1 to 5, relationships only), visibility. A row from an organisation to
        itself is left out.

    Raises
    ------
    ValueError
        If a kind is not in the data.
    """
    referrals, relationships = e.referrals, e.relationships
    known = {REFERRAL, *relationships["kind"]}
    for kind in kinds or ():
        if kind not in known:
            raise wrong_choice(option="kind", value=kind, choices=known)
    ties = pd.concat(
        [
            referrals[["from_id", "to_id", "sent", "visibility"]].assign(
                kind=REFERRAL, goes_both_ways=False, strength=np.nan
            ),
            relationships[["from_id", "to_id", "kind", "strength", "visibility"]].assign(
                goes_both_ways=relationships["direction"] == "both ways", sent=np.nan
            ),
        ],
        ignore_index=True,
    )
    if kinds is not None:
        ties = ties[ties["kind"].isin(set(kinds))]
    ids = pd.Index(e.organisations["organisation_id"])
    ties = ties.assign(
        source=ids.get_indexer(pd.Index(ties["from_id"])),
        target=ids.get_indexer(pd.Index(ties["to_id"])),
        visibility=ties["visibility"].fillna("public"),
    )
    columns = ["source", "target", "kind", "goes_both_ways", "sent", "strength", "visibility"]
    return ties.loc[ties["source"] != ties["target"], columns].reset_index(drop=True)


def to_sparse(
    e: Ecosystem, *, kinds: Collection[str] | None = None, weight: str | None = None
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
        organisations.

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
    """Return a directed igraph graph: a vertex an organisation, an edge a row of the tables.

    Parameters
    ----------
    e
        The ecosystem.
    kinds
        Which ties to take: "referral" and kinds of relationships. None takes all.

    Returns
    -------
    igraph.Graph
        Vertex attributes: name (the id), label (the name) and sector. Edge attributes: kind,
        sent (people), strength (1 to 5) and weight; NaN where not known. A relationship that
        goes both ways is two edges.

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

    edges = _list_edges(e, kinds)
    organisations = e.organisations
    graph = igraph.Graph(
        n=len(organisations), edges=edges[["source", "target"]].to_numpy(), directed=True
    )
    graph.vs["name"] = organisations["organisation_id"].tolist()
    graph.vs["label"] = organisations["name"].tolist()
    graph.vs["sector"] = organisations["sector"].fillna("not known").tolist()
    for name in ("kind", "sent", "strength", "weight"):
        graph.es[name] = edges[name].tolist()
    return graph


def to_networkx(e: Ecosystem, *, kinds: Collection[str] | None = None) -> nx.MultiDiGraph[str]:
    """Return a networkx graph: a node an organisation, an edge a row of the tables.

    Parameters
    ----------
    e
        The ecosystem.
    kinds
        Which ties to take: "referral" and kinds of relationships. None takes all.

    Returns
    -------
    networkx.MultiDiGraph
        Nodes are ids in the order of organisations, with name and sector; edges carry kind and,
        where known, sent (people), strength (1 to 5) and weight. A relationship that goes both
        ways is two edges.

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

    organisations = e.organisations
    edges = _list_edges(e, kinds)
    ids = organisations["organisation_id"].tolist()
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_nodes_from(
        (one, {"name": name, "sector": sector})
        for one, name, sector in zip(
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


def _list_edges(e: Ecosystem, kinds: Collection[str] | None) -> pd.DataFrame:
    ties = list_ties(e, kinds=kinds)
    back = ties[ties["goes_both_ways"]].rename(columns={"source": "target", "target": "source"})
    edges = pd.concat([ties, back], ignore_index=True)
    return edges.assign(weight=edges["sent"].fillna(edges["strength"]))


def list_providers(e: Ecosystem) -> sparse.csr_array[Any, tuple[int, int]]:
    """Return which organisation runs which service: shape (services, organisations), of ones."""
    services, organisations, providers = e.services, e.organisations, e.providers
    return _incidence(
        pd.Index(services["service_id"]).get_indexer(pd.Index(providers["service_id"])),
        pd.Index(organisations["organisation_id"]).get_indexer(
            pd.Index(providers["organisation_id"])
        ),
        (len(services), len(organisations)),
    )


def list_sites(e: Ecosystem) -> pd.DataFrame:
    """Return where each service is delivered: service and area (positions), position, how known.

    Returns
    -------
    DataFrame
        service (position in services), area (position in areas, -1 if not known), latitude,
        longitude (degrees), is_assumed. A confidential site, or one without a position, stands at
        its area's. A service with neither site nor catchment is assumed at the base of the
        organisations that run it (`is_assumed`).
    """
    services, areas = e.services, e.areas
    ids, codes = pd.Index(services["service_id"]), pd.Index(areas["area_code"])
    sites = e.sites[["service_id", "area_code", "latitude", "longitude", "is_confidential"]]
    given = sites.assign(
        is_assumed=False, is_confidential=sites["is_confidential"].fillna(value=False).astype(bool)
    )
    placed = np.zeros(len(ids), dtype=bool)
    for frame in (sites, e.catchments):
        placed[ids.get_indexer(pd.Index(frame["service_id"]))] = True
    providers = e.providers
    is_placed = placed[ids.get_indexer(pd.Index(providers["service_id"]))]
    bases = providers[~is_placed].merge(e.organisations, on="organisation_id")
    bases = bases[["service_id", "area_code", "latitude", "longitude"]].dropna(
        how="all", subset=["area_code", "latitude", "longitude"]
    )
    assumed = bases.drop_duplicates().assign(is_assumed=True, is_confidential=False)
    rows = pd.concat([given, assumed], ignore_index=True)
    area = codes.get_indexer(pd.Index(rows["area_code"]))
    coarse = rows["is_confidential"] | rows["latitude"].isna() | rows["longitude"].isna()
    position = rows[["latitude", "longitude"]].to_numpy(dtype=float, copy=True)
    centres = np.vstack(
        [areas[["latitude", "longitude"]].to_numpy(dtype=float), [[np.nan, np.nan]]]
    )
    position[coarse] = centres[area[coarse.to_numpy()]]
    return pd.DataFrame(
        {
            "service": ids.get_indexer(pd.Index(rows["service_id"])),
            "area": area,
            "latitude": position[:, 0],
            "longitude": position[:, 1],
            "is_assumed": rows["is_assumed"].astype(bool),
        }
    )


def list_reach(e: Ecosystem) -> sparse.csr_array[Any, tuple[int, int]]:
    """Return which service reaches which area: its catchment and the areas it has a site in.

    Shape (services, areas), of ones. A service with neither is assumed to reach the area its
    organisations are based in; see `list_sites`.
    """
    services, areas, catchments = e.services, e.areas, e.catchments
    sites = list_sites(e)
    sites = sites[sites["area"] >= 0]
    service = pd.Index(services["service_id"]).get_indexer(pd.Index(catchments["service_id"]))
    area = pd.Index(areas["area_code"]).get_indexer(pd.Index(catchments["area_code"]))
    return _incidence(
        np.concatenate([service, sites["service"].to_numpy()]),
        np.concatenate([area, sites["area"].to_numpy()]),
        (len(services), len(areas)),
    )


def list_values(column: pd.Series) -> tuple[sparse.csr_array[Any, tuple[int, int]], list[str]]:
    """Return which row of a list column holds which value, and the values, sorted.

    Shape (rows, values), of ones; a row of an empty cell is empty. Case is ignored.
    """
    # Few cells are different: each is taken apart once.
    cell, cells = pd.factorize(column.fillna(""))
    parts = [split_list(str(one).casefold()) for one in cells]
    codes, values = pd.factorize(
        np.array([part for held in parts for part in held], dtype=object), sort=True
    )
    each = _incidence(
        np.repeat(np.arange(len(cells)), [len(held) for held in parts]),
        codes,
        (len(cells), len(values)),
    )
    matrix = each[cell]
    return matrix, [str(value) for value in values]


def _incidence(
    rows: NDArray[np.intp], columns: NDArray[np.intp], shape: tuple[int, int]
) -> sparse.csr_array[Any, tuple[int, int]]:
    matrix = sparse.csr_array((np.ones(len(rows)), (rows, columns)), shape=shape)
    matrix.sum_duplicates()
    matrix.data[:] = 1.0
    return matrix


@contextmanager
def seed_igraph(seed: int) -> Iterator[None]:
    """Let igraph draw the same random numbers each time while the block runs.

    igraph has one generator for the whole process: it is borrowed, by one thread at a time, and
    given back.
    """
    import igraph  # noqa: PLC0415 - start-up time, as above

    with _generator_lock:
        igraph.set_random_number_generator(random.Random(seed))  # noqa: S311 - no secret
        try:
            yield
        finally:
            igraph.set_random_number_generator(random)
