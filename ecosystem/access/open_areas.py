"""Which unrecorded cells keep it open whether areas have enough."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from .catchments import ADDITIVE, share_capacity
from .conditions import list_unrecorded, measure_chance
from .value_of_information import MOST_CELLS, OpenQuestions, join_cells, list_to_ask, make_cells

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from .catchments import Method
    from .reach import Reach
    from .value_of_information import Cells

    Matrix = sparse.csc_array[Any]


@dataclass(frozen=True, kw_only=True, eq=False)
class OpenAreas:
    """Areas of which it may be open whether they have enough, row for row with the areas table.

    Attributes
    ----------
    areas : DataFrame
        The areas table.
    people : (areas,) float
        In need; NaN: not known.
    is_open : (areas,) bool
        Whether the answer is not known.
    is_hidden : (areas,) bool
        Whether the number of people may not be shown, so that they are left out where people are
        counted.
    missing : (areas,) float, 0 to 1
        What the coverage that is known falls short of the least that is enough.
    is_thin_anyway : (areas,) bool
        Whether help is thin however much its places can hold, so that no capacity need be known.
    is_thin_at_best : (areas,) bool
        The same if no service counts of which it is not known whether it does.
    """

    areas: pd.DataFrame
    people: NDArray[np.float64]
    is_open: NDArray[np.bool_]
    is_hidden: NDArray[np.bool_]
    missing: NDArray[np.float64]
    is_thin_anyway: NDArray[np.bool_]
    is_thin_at_best: NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True, eq=False)
class _OpenPairs:
    """Open areas and the services that reach them, or may; a row a pair.

    Attributes
    ----------
    subject : (pairs,) int
        Number of the area among those that are open.
    service : (pairs,) int
        Number of the service.
    share : (pairs,) float, 0 to 1
        Coverage that the service gives the area, if that is known; NaN: it may be any.
    """

    subject: NDArray[np.intp]
    service: NDArray[np.intp]
    share: NDArray[np.float64]


def ask_about_areas(  # noqa: PLR0913 - what is known, what is open, and the question
    every: Reach,
    areas: OpenAreas,
    *,
    level: int | None,
    legal_aid: bool | None,
    method: Method = "2sfca",
    limit: float = np.inf,
) -> pd.DataFrame:
    """Return the unrecorded cells that keep most areas open: the frame `to_ask`.

    `every` holds the services that are certain and those that may count; `limit` is where reach
    ends, in the unit of its pairs.
    """
    services = every.services
    pairs = _pair_open(every, areas, method, limit)
    open_rows = np.flatnonzero(areas.is_open)

    # A capacity need not be known where help is thin however much the places hold.
    is_silent = services["capacity"].isna().to_numpy()[pairs.service]
    matters = is_silent & ~areas.is_thin_anyway[open_rows[pairs.subject]]
    asks_capacity = np.isin(np.arange(len(services)), pairs.service[matters])
    unrecorded = list_unrecorded(services, level=level, legal_aid=legal_aid)
    unrecorded = unrecorded.assign(area_code=every.is_anywhere, capacity=asks_capacity)

    # Units are the services, then the areas whose need is not recorded.
    unknown = np.flatnonzero(np.isnan(areas.people[open_rows]))
    shape = (len(open_rows), len(services))
    shares = _find_sharing(pairs, unknown, shape)
    gain, gain_high = _bound_gain(every, pairs, unknown, asks_capacity)

    # Telling the need of another area may be enough at best; where its own is not told, only that:
    # nobody may be in need.
    is_told = np.isin(np.arange(len(open_rows)), unknown, invert=True)
    tells = sparse.diags_array(is_told.astype(float)) @ shares + _mark_own(unknown, len(open_rows))
    tells = sparse.csc_array(tells)
    tells.eliminate_zeros()
    tells.data[:] = np.inf
    is_uncertain = ~every.is_certain[pairs.service]
    may_matter = matters & ~areas.is_thin_at_best[open_rows[pairs.subject]]
    needs, needs_least = (
        _stack(_fill((is_uncertain | of_capacity).astype(float), pairs, shape), shares)
        for of_capacity in (matters, may_matter)
    )
    people = np.where(areas.is_hidden, 0.0, np.nan_to_num(areas.people))[open_rows]
    of_needs = np.full(len(unknown), 0.5)
    return list_to_ask(
        OpenQuestions(
            cells=_list_cells(services, unrecorded, areas.areas.iloc[open_rows[unknown]]),
            needs=needs,
            needs_least=needs_least,
            gain=_stack(_fill(gain, pairs, shape), shares * 0.0),
            gain_high=_stack(_fill(gain_high, pairs, shape), tells),
            missing=np.where(np.isnan(areas.people), 1.0, areas.missing)[open_rows],
            chance=np.append(measure_chance(unrecorded, level=level), of_needs),
            weights=np.column_stack([np.ones(len(people)), np.zeros(len(people)), people]),
        )
    )


def _find_sharing(pairs: _OpenPairs, unknown: NDArray[np.intp], shape: tuple[int, int]) -> Matrix:
    """Return on whose need it hangs what is left for each area: (open areas, unknown), 1 or 0.

    Those that share a service with it, because a service's places are for all areas it serves, and
    itself. `unknown`: numbers of the open areas whose need is not recorded.
    """
    serves = _fill(np.ones(len(pairs.subject)), pairs, shape)
    there = sparse.csc_array(serves[unknown])
    # What hangs on more needs than cells are listed is settled by none of them, so one more than
    # these stands for all: a helpline for the whole country would otherwise pair all areas.
    place = np.arange(there.nnz) - np.repeat(there.indptr[:-1], np.diff(there.indptr))
    service = np.repeat(np.arange(shape[1]), np.diff(there.indptr))
    kept = place <= MOST_CELLS
    few = sparse.csc_array(
        (np.ones(kept.sum()), (there.indices[kept], service[kept])), shape=there.shape
    )
    return sparse.csc_array(serves @ few.T + _mark_own(unknown, shape[0])).sign()


def _mark_own(unknown: NDArray[np.intp], size: int) -> Matrix:
    """Return 1 where an area of unknown need is itself: (open areas, unknown)."""
    own = (np.ones(len(unknown)), (unknown, np.arange(len(unknown))))
    return sparse.csc_array(own, shape=(size, len(unknown)))


def _bound_gain(
    every: Reach,
    pairs: _OpenPairs,
    unknown: NDArray[np.intp],
    asks_capacity: NDArray[np.bool_],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return what a yes of the service brings the area, at the least and at the most: (pairs,).

    Of coverage; the least is nothing where it is not known, the most all that could be wanting.
    """
    is_uncertain = ~every.is_certain[pairs.service]
    is_unknown = np.isin(pairs.subject, unknown)
    is_shared = np.isin(pairs.service, pairs.service[is_unknown])
    gain = np.where(is_uncertain & ~is_shared & ~is_unknown, np.nan_to_num(pairs.share), 0.0)

    gain_high = np.where(is_uncertain, np.nan_to_num(pairs.share, nan=np.inf), 0.0)
    gain_high[asks_capacity[pairs.service]] = np.inf
    # Places shared with unknown need may be too few in any case: then no need has to be told.
    gain_high[np.isin(pairs.subject, pairs.subject[is_shared])] = np.inf
    gain_high[is_unknown] = 0.0
    return gain, gain_high


def _fill(values: NDArray[np.float64], pairs: _OpenPairs, shape: tuple[int, int]) -> Matrix:
    """Return a value a pair as a matrix (open areas, services)."""
    return sparse.csc_array((values, (pairs.subject, pairs.service)), shape=shape)


def _stack(of_services: Matrix, of_needs: Matrix) -> Matrix:
    """Return what units bring, side by side: the services, then the areas of unknown need."""
    return sparse.csc_array(sparse.hstack([of_services, of_needs]))


def _pair_open(every: Reach, areas: OpenAreas, method: Method, limit: float) -> _OpenPairs:
    """Return the pairs of the areas that are open, those of services from anywhere among them."""
    number = np.where(areas.is_open, np.cumsum(areas.is_open) - 1, -1)
    capacity = every.services["capacity"].to_numpy(dtype=float)
    area, service = (number.astype(np.intp) for number in every.pairs.tocoo().coords)
    # What a service gives an area may hang on the others: then it is not known beforehand.
    share = (
        share_capacity(every.pairs, areas.people, capacity, method=method, limit=limit)
        if method in ADDITIVE
        else np.full(len(area), np.nan)
    )
    # One that may be anywhere is paired with all areas, so that its own pairs go.
    is_placed = ~every.is_anywhere[service]
    area, service, share = area[is_placed], service[is_placed], share[is_placed]
    anywhere = np.flatnonzero(every.is_anywhere)
    size = int(areas.is_open.sum())
    subject = np.append(number[area], np.repeat(np.arange(size), len(anywhere)))
    service = np.append(service, np.tile(anywhere, size))
    share = np.append(share, np.full(size * len(anywhere), np.nan))
    is_open = subject >= 0
    return _OpenPairs(subject=subject[is_open], service=service[is_open], share=share[is_open])


def _list_cells(services: pd.DataFrame, unrecorded: pd.DataFrame, areas: pd.DataFrame) -> Cells:
    """Return the cells: what services do not say, then the need that areas do not say."""
    service, column = np.nonzero(unrecorded.to_numpy())
    columns = unrecorded.columns.to_numpy(dtype=object)[column]
    of_services = make_cells(
        np.where(columns == "area_code", "catchments", "services"),
        columns,
        unit=service,
        ids=services["service_id"],
        names=services["name"],
    )
    of_areas = make_cells(
        "demand", "people", unit=np.arange(len(areas)), ids=areas["area_code"], names=areas["name"]
    )
    return join_cells(of_services, of_areas, units=len(services))
