"""Capacity against need: what each service brings to each area it reaches, type by area."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy import sparse

from ecosystem.access import find_told, find_wholes, read_extra
from ecosystem.graph import to_sparse

from .overlap import sort_different, split_rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecosystem.data import Ecosystem
    from ecosystem.graph import Positions

    Incidence = sparse.csr_array[Any, tuple[int, int]]


SPARE = 1.1
"""Places a person in need up to which an area counts as just covered. A tenth more than the need is
taken for reserve and not for spare; it is set by hand, and said in docs/methods/duplication.md."""

_TIES_AT_ONCE = 25_000
"""Ties looked at in one step: bounds the memory, and changes no answer."""

_DECIMALS = 9
"""Coverage is rounded to as many, so that 1 is 1 however it was added up."""

GAP = "gap"
NO_NEED = "no one in need"
NEED_UNKNOWN = "need not known"
CAPACITY_UNKNOWN = "capacity not known"
PLACE_UNKNOWN = "place of a service not known"
NEED_ELSEWHERE_UNKNOWN = "need elsewhere not known"
SINGLE = "single provider"
SINGLE_SHORT = "single provider, short"
SHORT = "short: needed capacity"
COVERED = "covered, shared"
BACKUP = "spare but none without the largest"
QUEUE = "enough on record, but a queue or shut door"
SPARE_SHARED = "spare, overlap not certain"
SPARE_APART = "spare, no overlap known"
POSSIBLE_DUPLICATION = "possible duplication"


@dataclass(frozen=True, kw_only=True, eq=False)
class Supply:
    """Who brings how much where.

    A *body* is an organisation, or stands for the unknown one behind a service of which nobody
    knows who runs it.

    Attributes
    ----------
    entries : DataFrame
        A row for each running service, area it reaches and body that runs it: service, type, area,
        body (row numbers; from `organisations` on, the body is not known), provision (places;
        NaN where not known) and is_silent (whether the service's capacity is not known).
    demand : (types, areas) float
        People in need; NaN where not known, and for a larger place whose parts tell it.
    unplaced : (types,) int
        How many running services there are of which nothing says where they work, and which have
        room, or may.
    types
        The names of the types.
    type_of : (services,) int
        The type of each service.
    reach : (services, areas) sparse
        1 where the service reaches the area.
    providers : (services, organisations) sparse
        1 where the organisation runs the service.
    queue : (services,) str
        "waiting list", "no referrals" or "full" where a service takes no one today; else empty.
    """

    entries: pd.DataFrame
    demand: NDArray[np.float64]
    unplaced: NDArray[np.int64]
    types: list[str]
    type_of: NDArray[np.intp]
    reach: Incidence
    providers: Incidence
    queue: NDArray[np.object_]

    @property
    def organisations(self) -> int:
        """How many organisations there are; from this number on, bodies are not known."""
        return int(self.providers.shape[1])


def count_supply(e: Ecosystem, positions: Positions) -> Supply:
    """Return what the running services bring to each area they reach.

    A service's capacity is shared out over the areas it reaches in proportion to the need for
    its type there; where the need in one of several areas is not known, neither is the share. A
    service that several organisations run counts for each in equal parts.
    """
    type_of, types, demand = _read_demand(e, positions)
    # Of a service that reaches more areas than could be read no share is known: it counts among
    # those that may be anywhere.
    reach = sparse.csr_array(
        sparse.diags_array((~positions.reaches_more).astype(float)) @ positions.reach
    )
    reach.eliminate_zeros()
    capacity = e.services["capacity"].to_numpy(dtype=float)

    # service, area: (entries,) one for each area that a service reaches. Of a larger place and its
    # parts only those count whose need is asked for: nobody's places are shared out twice.
    service = np.repeat(np.arange(reach.shape[0]), np.diff(reach.indptr))
    area = reach.indices.astype(np.intp)
    is_told = find_told(positions, demand)[type_of[service], area]
    service, area = service[~is_told], area[~is_told]
    demand[find_wholes(positions, demand)] = np.nan

    # share: (entries,) its part of the service's capacity.
    share = _share_out(service, demand[type_of[service], area], reach.shape[0])
    entries = pd.DataFrame(
        {
            "service": service,
            "type": type_of[service],
            "area": area,
            "provision": capacity[service] * share,
            "is_silent": np.isnan(capacity[service]),
        }
    )[positions.is_offered[service]]
    may_be_anywhere = positions.is_offered & positions.is_unplaced & ~(capacity == 0)
    return Supply(
        entries=_by_body(positions.providers, entries),
        demand=demand,
        unplaced=np.bincount(type_of[may_be_anywhere], minlength=len(types)),
        types=types,
        type_of=type_of,
        reach=reach,
        providers=positions.providers,
        queue=read_queues(e.services),
    )


def read_queues(services: pd.DataFrame) -> NDArray[np.object_]:
    """Return what keeps each service from taking anyone today; empty if nothing is recorded."""
    accepts = services["accepting_referrals"].to_numpy(dtype=object)
    used = read_extra(services, "used")
    is_full = (used > 0) & (used >= services["capacity"].to_numpy(dtype=float))
    choices = [(accepts == "waiting list"), (accepts == "no"), is_full]
    words = ["waiting list", "no referrals", "full"]
    return np.select([np.asarray(holds, dtype=bool) for holds in choices], words, "").astype(object)


def _share_out(
    service: NDArray[np.intp], need: NDArray[np.float64], services: int
) -> NDArray[np.float64]:
    """Return the part of its service's capacity that each entry gets; NaN where not known.

    `service`, `need`: (entries,) whose capacity it is, and how many people are in need there.
    """
    areas_reached = np.bincount(service, minlength=services)[service]
    total = np.bincount(service, weights=need, minlength=services)[service]

    # The only area gets all, even where its need is not known.
    share = np.ones(len(service))
    is_shared = areas_reached > 1
    share[is_shared] = np.nan

    # A need that is not known makes the total NaN, and NaN is neither above 0 nor 0.
    by_need = is_shared & (total > 0)
    share[by_need] = need[by_need] / total[by_need]
    nobody = is_shared & (total == 0)
    share[nobody] = 1 / areas_reached[nobody]
    return share


def _read_demand(
    e: Ecosystem, positions: Positions
) -> tuple[NDArray[np.intp], list[str], NDArray[np.float64]]:
    """Return the type of each service, the types' names, people by type and area.

    Where there are several periods, the latest counts.
    """
    # Types of services and of needs are numbered together, whatever their case. Few are different.
    services, needs = e.services, e.demand
    spelled = pd.concat([services["service_type"], needs["service_type"]], ignore_index=True)
    spelling, spellings = pd.factorize(spelled)
    spellings_of: dict[str, list[str]] = {}
    for name in sorted(map(str, spellings)):
        spellings_of.setdefault(name.casefold(), []).append(name)
    folded = sorted(spellings_of)
    types = [spellings_of[name][0] for name in folded]
    codes = np.searchsorted(folded, [name.casefold() for name in spellings])[spelling]

    # Sorted by period, a later row is written over an earlier one.
    demand = np.full((len(types), len(positions.area_codes)), np.nan)
    rows = needs.assign(type=codes[len(services) :])
    rows = rows.sort_values("period", na_position="first", kind="stable")
    area = positions.find_areas(rows["area_code"])
    demand[rows["type"].to_numpy(), area] = rows["people"].to_numpy(dtype=float)
    return codes[: len(services)], types, demand


def _by_body(providers: Incidence, entries: pd.DataFrame) -> pd.DataFrame:
    """Return the entries shared out over the bodies that run each service."""
    # Each entry is repeated for each organisation that runs its service, at least once. within:
    # 0, 1, … for the repeats of one entry, which walks through that row of `providers`.
    count = np.diff(providers.indptr)
    times = np.maximum(count[entries["service"].to_numpy()], 1)
    ends = np.cumsum(times)
    within = np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - times, times)
    shared = entries.take(np.repeat(np.arange(len(entries)), times))
    service = shared["service"].to_numpy()

    # One more organisation at the end, so that a service without one may be looked up, too; it is
    # then replaced by a body of the service's own.
    organisations = np.append(providers.indices.astype(np.intp), 0)
    position = np.minimum(providers.indptr[service] + within, len(organisations) - 1)
    unknown_body = providers.shape[1] + service
    body = np.where(count[service] > 0, organisations[position], unknown_body)
    provision = shared["provision"].to_numpy() / np.maximum(count[service], 1)
    return shared.assign(body=body, provision=provision).reset_index(drop=True)


def sum_supply(supply: Supply, group: NDArray[np.intp], groups: int) -> pd.DataFrame:
    """Return sums over groups of entries, a row a group.

    `group` is the group of each entry, -1 for none. Columns: services, organisations, bodies (with
    those not known), silent (entries whose capacity is not known), provision, largest (the most
    that one body brings) and effective (how many bodies of equal size would be as concentrated,
    1 / Σ share²). The last three are NaN where one service's share is not known.
    """
    entries, group = supply.entries[group >= 0], group[group >= 0]
    service, body = entries["service"].to_numpy(), entries["body"].to_numpy()

    # A share is what one body brings to one group, through all its services there.
    # shares: (shares,) group and body as one number; brought: (shares,) places.
    bodies = int(body.max(initial=0)) + 1
    shares, share_of_entry = np.unique(group * bodies + body, return_inverse=True)
    brought = np.bincount(
        share_of_entry, weights=entries["provision"].to_numpy(), minlength=len(shares)
    )
    group_of_share = shares // bodies
    is_known = shares % bodies < supply.organisations

    provision = np.bincount(group_of_share, weights=brought, minlength=groups)
    squares = np.bincount(group_of_share, weights=brought**2, minlength=groups)

    # A share that is not known may be the largest.
    largest = np.zeros(groups)
    np.maximum.at(largest, group_of_share, np.nan_to_num(brought))
    largest[np.isnan(provision)] = np.nan

    # A service of several bodies stands in several entries of a group, and counts once.
    services = int(service.max(initial=0)) + 1
    group_of_service = sort_different(group * services + service) // services
    return pd.DataFrame(
        {
            "services": np.bincount(group_of_service, minlength=groups),
            "organisations": np.bincount(group_of_share[is_known], minlength=groups),
            "bodies": np.bincount(group_of_share, minlength=groups),
            "silent": np.bincount(
                group, weights=entries["is_silent"].to_numpy(dtype=float), minlength=groups
            ),
            "provision": provision,
            "largest": largest,
            "effective": np.divide(
                provision**2, squares, out=np.full(groups, np.nan), where=squares > 0
            ),
        }
    )


def list_cells(
    e: Ecosystem,
    supply: Supply,
    shared: NDArray[np.intp],
    duplicated: NDArray[np.int64],
) -> pd.DataFrame:
    """Return a row for each service type and area with a service that reaches it, or with need.

    Columns: service_type, area_code, name, services, organisations, coordination (share of the
    pairs of organisations that are tied or run a service together), fragmentation (chance that
    two places are with different organisations, times the share of pairs not tied),
    effective_providers, provision (places), demand (people), coverage and
    coverage_without_largest (places a person in need, may exceed 1), status.
    `shared`: the cells, as type · areas + area, in which two services of independent bodies share
    people, as far as is known; `duplicated`: those in which groups of services duplicate one
    another.
    """
    # A cell is a type in an area, as type · areas + area. cell_of_entry: (entries,) row numbers.
    areas, entries = e.areas, supply.entries
    served = entries["type"].to_numpy() * len(areas) + entries["area"].to_numpy()
    needed = np.flatnonzero(supply.demand.ravel() > 0)
    cells, cell_of_both = np.unique(np.concatenate([served, needed]), return_inverse=True)
    cell_of_entry = cell_of_both[: len(served)]
    sums = sum_supply(supply, cell_of_entry, len(cells))
    kind, area = np.divmod(cells, max(len(areas), 1))

    # Where there is but one organisation, there is no pair to be tied.
    organisations = sums["organisations"].to_numpy()
    pairs = organisations * (organisations - 1) / 2
    tied = _count_tied(e, supply, cell_of_entry, len(cells))
    coordination = tied / np.where(pairs > 0, pairs, np.nan)
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
            "provision": sums["provision"],
            **measure_coverage(sums, supply.demand.ravel()[cells]),
        }
    )
    queued = cell_of_entry[(supply.queue != "")[entries["service"].to_numpy()]]
    facts = {
        "bodies": sums["bodies"].to_numpy(),
        "is_silent": sums["silent"].to_numpy() > 0,
        "is_duplicated": np.isin(cells, duplicated),
        "is_shared": np.isin(cells, shared),
        "has_queue": np.isin(np.arange(len(cells)), queued),
        "has_unplaced": supply.unplaced[kind] > 0,
    }
    return frame.assign(status=_judge(frame, facts))


def measure_coverage(
    sums: pd.DataFrame, demand: NDArray[np.float64]
) -> dict[str, NDArray[np.float64]]:
    """Return demand, coverage and coverage without the largest body."""
    in_need = np.where(demand > 0, demand, np.nan)
    provision, largest = sums["provision"].to_numpy(), sums["largest"].to_numpy()
    return {
        "demand": demand,
        "coverage": (provision / in_need).round(_DECIMALS),
        "coverage_without_largest": (np.maximum(provision - largest, 0) / in_need).round(_DECIMALS),
    }


def weigh_groups(
    supply: Supply,
    group: NDArray[np.intp],
    groups: int,
    is_counted: NDArray[np.bool_] | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return need and provision where the services of a group meet, and where that is.

    `group` is the group of each service, -1 for none. A group meets in the areas that at least two
    of its services reach, of at least two bodies. `is_counted` says which entries are looked at;
    None for all. The first frame has a row a group: the columns of `sum_supply` and
    `measure_coverage` for the group's own services there, and `coverage_with_others`, for all
    services of their type there. The second has a row a group and area (row number), with how many
    services of the group are there.
    """
    entries, areas = supply.entries, supply.demand.shape[1]
    group_of_entry = group[entries["service"].to_numpy()]
    if is_counted is not None:
        group_of_entry = np.where(is_counted, group_of_entry, -1)
    meets = _find_meeting_entries(supply, group_of_entry)
    area_of_entry = entries["area"].to_numpy(dtype=np.intp)
    cell_of_entry = entries["type"].to_numpy(dtype=np.intp) * areas + area_of_entry

    # The cells in which each group meets, each once, because its need counts once however many of
    # the group's services are there. owner, cell: (meetings,).
    meetings = sort_different(group_of_entry[meets] * supply.demand.size + cell_of_entry[meets])
    owner, cell = np.divmod(meetings, max(supply.demand.size, 1))
    demand: NDArray[np.float64] = np.bincount(
        owner, weights=supply.demand.ravel()[cell], minlength=groups
    ).astype(float)

    # A group that meets nowhere has no need to be measured by: that is not a need of 0.
    demand[np.bincount(owner, minlength=groups) == 0] = np.nan

    sums = sum_supply(supply, np.where(meets, group_of_entry, -1), groups)
    frame = sums.assign(**measure_coverage(sums, demand))

    # What all services bring to these cells, the group's own and others'.
    everything = np.bincount(
        cell_of_entry, weights=entries["provision"].to_numpy(), minlength=supply.demand.size
    )
    by_all = np.bincount(owner, weights=everything[cell], minlength=groups)
    with_others = by_all / np.where(demand > 0, demand, np.nan)
    frame["coverage_with_others"] = with_others.round(_DECIMALS)

    # A row a group and area, with how many of its services are there; one may be there twice.
    service = entries["service"].to_numpy()[meets]
    services = int(service.max(initial=0)) + 1
    place = group_of_entry[meets] * areas + area_of_entry[meets]
    there, count = np.unique(
        sort_different(place * services + service) // services, return_counts=True
    )
    owner, area = np.divmod(there, max(areas, 1))
    return frame, pd.DataFrame({"group": owner, "area": area, "services": count})


def _find_meeting_entries(supply: Supply, group_of_entry: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Tell which entries are of a group, in an area that two of its services of two bodies reach.

    A service that two bodies run together meets nobody where it is alone.
    """
    # Group and area as one number, then with the body, or service: each counts once in each.
    area = supply.entries["area"].to_numpy()
    reached, reached_of_entry = np.unique(
        group_of_entry * supply.demand.shape[1] + area, return_inverse=True
    )
    is_shared = np.ones(len(reached), dtype=bool)
    for name in ("body", "service"):
        each = supply.entries[name].to_numpy()
        numbers = int(each.max(initial=0)) + 1
        reached_of_each = sort_different(reached_of_entry * numbers + each) // numbers
        is_shared &= np.bincount(reached_of_each, minlength=len(reached)) > 1
    meets: NDArray[np.bool_] = is_shared[reached_of_entry] & (group_of_entry >= 0)
    return meets


def _count_tied(
    e: Ecosystem, supply: Supply, cell_of_entry: NDArray[np.intp], cells: int
) -> NDArray[np.float64]:
    """Return how many pairs of the organisations in each cell are tied or work together."""
    # (organisations, cells): 1 where the organisation has a service.
    body = supply.entries["body"].to_numpy()
    is_known = body < supply.organisations
    present = sparse.csr_array(
        (np.ones(int(is_known.sum())), (body[is_known], cell_of_entry[is_known])),
        shape=(supply.organisations, cells),
    )
    present.sum_duplicates()
    present.data[:] = 1.0

    # Each tied pair once, then the cells in which both are present.
    together = sparse.triu(to_sparse(e) + supply.providers.T @ supply.providers, k=1).tocoo()
    both = np.zeros(cells)
    for rows in split_rows(np.ones(together.nnz, dtype=bool), _TIES_AT_ONCE):
        a, b = present[together.row[rows]], present[together.col[rows]]
        both += a.multiply(b).sum(axis=0)
    return both


def _judge(cells: pd.DataFrame, facts: dict[str, NDArray[Any]]) -> NDArray[np.object_]:
    """Return the status of each cell.

    `facts`: bodies, is_silent (a capacity is not known), is_duplicated, is_shared (services of two
    organisations overlap there), has_queue (one of the services takes no one today) and
    has_unplaced (a service of the type may work here, or anywhere else).
    """
    # The first that holds is the status. Duplication stands whatever the capacity of others is.
    demand, coverage, without_largest = (
        cells[name].to_numpy() for name in ("demand", "coverage", "coverage_without_largest")
    )
    is_single, is_spare = facts["bodies"] == 1, without_largest >= 1
    choices = [
        (demand == 0, NO_NEED),
        ((facts["bodies"] == 0) & ~facts["has_unplaced"], GAP),
        (np.isnan(demand), NEED_UNKNOWN),
        (facts["is_duplicated"], POSSIBLE_DUPLICATION),
        ((facts["bodies"] == 0) & facts["has_unplaced"], PLACE_UNKNOWN),
        (np.isnan(coverage) & facts["is_silent"], CAPACITY_UNKNOWN),
        (np.isnan(coverage), NEED_ELSEWHERE_UNKNOWN),
        (facts["has_unplaced"] & (is_single | (coverage < 1)), PLACE_UNKNOWN),
        (is_single & (coverage < 1), SINGLE_SHORT),
        (coverage < 1, SHORT),
        (facts["has_queue"], QUEUE),
        (is_single, SINGLE),
        (is_spare & facts["is_shared"], SPARE_SHARED),
        (is_spare, SPARE_APART),
        (coverage < SPARE, COVERED),
    ]
    return np.select([holds for holds, _ in choices], [word for _, word in choices], BACKUP)
