"""Capacity against need: what each service brings to each area it reaches, type by area."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy import sparse

from ecosystem.graph import find_positions, to_sparse

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecosystem.data import Ecosystem

    Incidence = sparse.csr_array[Any, tuple[int, int]]


SPARE = 1.1
"""Places a person in need up to which an area counts as just covered."""

_DECIMALS = 9

GAP = "gap"
NO_NEED = "no one in need"
NEED_UNKNOWN = "need not known"
CAPACITY_UNKNOWN = "capacity not known"
SINGLE = "single provider"
SINGLE_SHORT = "single provider, short"
SHORT = "short: needed capacity"
COVERED = "covered, shared"
BACKUP = "spare but none without the largest"
SPARE_APART = "spare, no overlap known"
POSSIBLE_DUPLICATION = "possible duplication"


@dataclass(frozen=True, kw_only=True, eq=False)
class Supply:
    """Who brings how much where.

    entries: a row for each service, area it reaches and body that runs it: service, type, area,
    body (positions; a body beyond the organisations is one that is not known) and provision
    (places; NaN where not known). demand: people, a row a type, a column an area; NaN where not
    known. types: their names. type_of: the type of each service. reach: services by areas.
    providers: services by organisations.
    """

    entries: pd.DataFrame
    demand: NDArray[np.float64]
    types: list[str]
    type_of: NDArray[np.intp]
    reach: Incidence
    providers: Incidence

    @property
    def organisations(self) -> int:
        """How many organisations there are; from this position on, bodies are not known."""
        return int(self.providers.shape[1])


def count_supply(e: Ecosystem, is_running: NDArray[np.bool_]) -> Supply:
    """Return what the running services bring to each area they reach.

    A service's capacity is shared out over the areas it reaches in proportion to the need for
    its type there; where the need in one of several areas is not known, neither is the share. A
    service that several organisations run counts for each in equal parts.
    """
    type_of, types, demand = _read_demand(e)
    reach = find_positions(e).reach
    areas_reached = np.diff(reach.indptr)
    service = np.repeat(np.arange(reach.shape[0]), areas_reached)
    area = reach.indices.astype(np.intp)
    need = demand[type_of[service], area]
    total = np.bincount(service, weights=need, minlength=reach.shape[0])[service]
    part = np.ones(len(service))
    several = areas_reached[service] > 1
    part[several] = np.nan
    shares = several & (total > 0)
    part[shares] = need[shares] / total[shares]
    nobody = several & (total == 0)
    part[nobody] = 1 / areas_reached[service][nobody]
    capacity = e.services["capacity"].to_numpy(dtype=float)
    entries = pd.DataFrame(
        {
            "service": service,
            "type": type_of[service],
            "area": area,
            "provision": capacity[service] * part,
        }
    )[is_running[service]]
    providers = find_positions(e).providers
    return Supply(
        entries=_by_body(providers, entries),
        demand=demand,
        types=types,
        type_of=type_of,
        reach=reach,
        providers=providers,
    )


def _read_demand(e: Ecosystem) -> tuple[NDArray[np.intp], list[str], NDArray[np.float64]]:
    """Return the type of each service, the types' names, people by type and area.

    Where there are several periods, the latest counts.
    """
    services, asked = e.services, e.demand
    spelled = pd.concat([services["service_type"], asked["service_type"]], ignore_index=True)
    codes, _ = pd.factorize(spelled.str.casefold(), sort=True)
    types = [str(name) for name in spelled.groupby(codes).min()]
    areas = pd.Index(e.areas["area_code"])
    demand = np.full((len(types), len(areas)), np.nan)
    rows = asked.assign(type=codes[len(services) :])
    rows = rows.sort_values("period", na_position="first", kind="stable")
    place = areas.get_indexer(pd.Index(rows["area_code"]))
    demand[rows["type"].to_numpy(), place] = rows["people"].to_numpy(dtype=float)
    return codes[: len(services)], types, demand


def _by_body(providers: Incidence, entries: pd.DataFrame) -> pd.DataFrame:
    """Return the entries shared out over the bodies that run each service."""
    count = np.diff(providers.indptr)
    service = entries["service"].to_numpy()
    times = np.maximum(count[service], 1)
    ends = np.cumsum(times)
    within = np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - times, times)
    shared = entries.loc[entries.index.repeat(times)]
    service = shared["service"].to_numpy()
    bodies = np.append(providers.indices.astype(np.intp), 0)
    known = bodies[np.minimum(providers.indptr[service] + within, len(bodies) - 1)]
    body = np.where(count[service] > 0, known, providers.shape[1] + service)
    provision = shared["provision"].to_numpy() / np.maximum(count[service], 1)
    return shared.assign(body=body, provision=provision).reset_index(drop=True)


def sum_supply(supply: Supply, group: NDArray[np.intp], groups: int) -> pd.DataFrame:
    """Return sums over groups of entries, a row a group.

    `group` is the group of each entry, -1 for none. Columns: services, organisations, bodies (with
    those not known), provision, largest (the most that one body brings) and effective (how many
    bodies of equal size would be as concentrated, 1 / Σ share²). The last three are NaN where
    one service's share is not known.
    """
    entries, group = supply.entries[group >= 0], group[group >= 0]
    service, body = entries["service"].to_numpy(), entries["body"].to_numpy()
    bodies = int(body.max(initial=0)) + 1
    each, back = np.unique(group * bodies + body, return_inverse=True)
    brought = np.bincount(back, weights=entries["provision"].to_numpy(), minlength=len(each))
    of = each // bodies
    provision = np.bincount(of, weights=brought, minlength=groups)
    largest = np.zeros(groups)
    np.maximum.at(largest, of, np.nan_to_num(brought))
    largest[np.isnan(provision)] = np.nan
    squares = np.bincount(of, weights=brought**2, minlength=groups)
    is_known = each % bodies < supply.organisations
    services = int(service.max(initial=0)) + 1
    offered = np.unique(group * services + service) // services
    return pd.DataFrame(
        {
            "services": np.bincount(offered, minlength=groups),
            "organisations": np.bincount(of[is_known], minlength=groups),
            "bodies": np.bincount(of, minlength=groups),
            "provision": provision,
            "largest": largest,
            "effective": np.divide(
                provision**2, squares, out=np.full(groups, np.nan), where=squares > 0
            ),
        }
    )


def list_cells(
    e: Ecosystem, supply: Supply, overlapping: tuple[NDArray[np.intp], NDArray[np.intp]]
) -> pd.DataFrame:
    """Return a row for each service type and area with a service that reaches it, or with need.

    Columns: service_type, area_code, name, services, organisations, coordination (share of the
    pairs of organisations that are tied or run a service together), fragmentation (chance that
    two places are with different organisations, times the share of pairs not tied),
    effective_providers, provision (places), demand (people), coverage and
    coverage_without_largest (places a person in need, may exceed 1), status.
    `overlapping`: the services, one and the other, of pairs that share people, as far as is known.
    """
    areas, entries = e.areas, supply.entries
    key = entries["type"].to_numpy() * len(areas) + entries["area"].to_numpy()
    asked = np.flatnonzero(supply.demand.ravel() > 0)
    cells, group = np.unique(np.concatenate([key, asked]), return_inverse=True)
    group = group[: len(key)]
    sums = sum_supply(supply, group, len(cells))
    kind, area = np.divmod(cells, max(len(areas), 1))
    pairs = sums["organisations"] * (sums["organisations"] - 1) / 2
    coordination = _count_tied(e, supply, group, len(cells)) / pairs.where(pairs > 0)
    frame = pd.DataFrame(
        {
            "service_type": pd.Series(supply.types, dtype="str").take(kind).array,
            "area_code": areas["area_code"].take(area).array,
            "name": areas["name"].take(area).array,
            "services": sums["services"],
            "organisations": sums["organisations"],
            "coordination": coordination,
            "fragmentation": (1 - 1 / sums["effective"]) * (1 - coordination),
            "effective_providers": sums["effective"],
        }
    ).join(measure_coverage(sums, supply.demand.ravel()[cells]))
    is_shared = np.isin(cells, _find_meetings(supply, *overlapping))
    return frame.assign(status=_judge(frame, sums["bodies"], is_shared))


def measure_coverage(sums: pd.DataFrame, demand: NDArray[np.float64]) -> pd.DataFrame:
    """Return provision, demand, coverage and coverage without the largest body."""
    need = pd.Series(demand, index=sums.index)
    asked = need.where(need > 0)
    return pd.DataFrame(
        {
            "provision": sums["provision"],
            "demand": need,
            "coverage": (sums["provision"] / asked).round(_DECIMALS),
            "coverage_without_largest": (
                (sums["provision"] - sums["largest"]).clip(lower=0) / asked
            ).round(_DECIMALS),
        }
    )


def weigh_groups(
    supply: Supply, group: NDArray[np.intp], groups: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return need and provision where the services of a group meet, and where that is.

    `group` is the group of each service, -1 for none. A group meets in the areas that at least
    two of its bodies reach. The first frame has a row a group: the columns of `sum_supply` and
    `measure_coverage` for the group's own services there, and `coverage_with_others`, for all
    services of their type there. The second has a row a group and area (position).
    """
    entries, areas = supply.entries, supply.demand.shape[1]
    of = group[entries["service"].to_numpy()]
    kind, area, body = (entries[name].to_numpy() for name in ("type", "area", "body"))
    bodies = int(body.max(initial=0)) + 1
    meeting, back = np.unique(of * areas + area, return_inverse=True)
    each = np.unique(back * bodies + body) // bodies
    meets = (np.bincount(each, minlength=len(meeting)) > 1)[back] & (of >= 0)
    cell = kind * areas + area
    used = np.unique(of[meets] * supply.demand.size + cell[meets])
    owner, asked = np.divmod(used, max(supply.demand.size, 1))
    everything = np.bincount(
        cell, weights=entries["provision"].to_numpy(), minlength=supply.demand.size
    )
    demand: NDArray[np.float64] = np.bincount(
        owner, weights=supply.demand.ravel()[asked], minlength=groups
    ).astype(float)
    demand[np.bincount(owner, minlength=groups) == 0] = np.nan
    sums = sum_supply(supply, np.where(meets, of, -1), groups)
    frame = sums.join(measure_coverage(sums, demand).drop(columns="provision"))
    by_all = np.bincount(owner, weights=everything[asked], minlength=groups)
    with_others = by_all / np.where(demand > 0, demand, np.nan)
    frame["coverage_with_others"] = with_others.round(_DECIMALS)
    shared = np.unique(of[meets] * areas + area[meets])
    where = pd.DataFrame(
        dict(zip(("group", "area"), np.divmod(shared, max(areas, 1)), strict=True))
    )
    return frame, where


def _count_tied(
    e: Ecosystem, supply: Supply, group: NDArray[np.intp], cells: int
) -> NDArray[np.float64]:
    """Return how many pairs of the organisations in each cell are tied or work together."""
    body = supply.entries["body"].to_numpy()
    is_known = body < supply.organisations
    present = sparse.csr_array(
        (np.ones(int(is_known.sum())), (body[is_known], group[is_known])),
        shape=(supply.organisations, cells),
    )
    present.sum_duplicates()
    present.data[:] = 1.0
    together = sparse.triu(to_sparse(e) + supply.providers.T @ supply.providers, k=1).tocoo()
    both: NDArray[np.float64] = (present[together.row].multiply(present[together.col])).sum(axis=0)
    return both


def _find_meetings(supply: Supply, a: NDArray[np.intp], b: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return the cells, as type · areas + area, in which the services of a pair both work."""
    alike = supply.type_of[a] == supply.type_of[b]
    a, b = a[alike], b[alike]
    pair, area = supply.reach[a].multiply(supply.reach[b]).nonzero()
    return np.unique(supply.type_of[a][pair] * supply.reach.shape[1] + area)


def _judge(
    cells: pd.DataFrame, bodies: pd.Series, is_shared: NDArray[np.bool_]
) -> NDArray[np.object_]:
    """Return the status of each cell; `is_shared`: services of two organisations overlap there."""
    coverage, alone = cells["coverage"], bodies == 1
    choices = [
        (cells["demand"] == 0, NO_NEED),
        (bodies == 0, GAP),
        (cells["demand"].isna(), NEED_UNKNOWN),
        (coverage.isna(), CAPACITY_UNKNOWN),
        (alone & (coverage < 1), SINGLE_SHORT),
        (alone, SINGLE),
        (coverage < 1, SHORT),
        ((cells["coverage_without_largest"] >= 1) & is_shared, POSSIBLE_DUPLICATION),
        (cells["coverage_without_largest"] >= 1, SPARE_APART),
        (coverage < SPARE, COVERED),
    ]
    return np.select(
        [here.to_numpy(bool) for here, _ in choices], [word for _, word in choices], BACKUP
    )
