"""Which services do the same work for the same people in the same place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy import sparse

from .data import is_running
from .errors import count_of, count_people, is_small, join_words, wrong_choice
from .graph import list_values
from .need import DUPLICATION, Supply, count_supply, list_cells, weigh_groups
from .overlap import (
    ALIKE,
    Dimension,
    Pairs,
    count_candidates,
    find_clusters,
    find_pairs,
    join_pairs,
)
from .result import Result
from .tables import LIST_MARK, split_list

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from .data import Ecosystem
    from .overlap import Incidence

WITHIN = ("service_type", "area", "eligibility", "languages")
_NEEDED = ("service_type", "area")
_NO_DIMENSION = ("service_id", "name", "capacity", "status", "start", "end")
_MOST_ELSEWHERE = 100_000
_AREAS_NAMED = 3
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

_OVERLAPPING = "overlapping"
_DUPLICATE = "duplicate"
_COMPLEMENTARY = "complementary"
_SAME_ORGANISATION = "same organisation"
_FRAGMENTATION = "fragmentation"
_OVERLAP = "overlap"
_DUPLICATION = "duplication"


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class DuplicationResult(Result):
    """Services that overlap, the groups they form, and whether the need bears them.

    Attributes
    ----------
    pairs
        One row a pair of services.
    clusters
        One row a group of services that overlap, indexed by its number.
    cells
        One row a service type in an area.
    """

    pairs: pd.DataFrame
    clusters: pd.DataFrame
    cells: pd.DataFrame

    @property
    def headline(self) -> str:
        """The answer in one sentence."""
        if not (self.table["status"] != "not running").any():
            return "No running service is known, so no overlap can be found."
        if self.table["status"].isin(["not running", "place not known"]).all():
            return "Where the services are given is not known, so no overlap can be found."
        if self.clusters.empty:
            return "No two organisations are known to do the same work in the same place."
        first = self._describe(self.clusters.iloc[0], link="")
        if len(self.clusters) == 1:
            return _capital(first)
        duplications = int((self.clusters["kind"] == _DUPLICATION).sum())
        groups = f"{_capital(_number(len(self.clusters)))} groups of services overlap"
        judged = f", {_number(duplications)} of them possible duplication" if duplications else ""
        return f"{groups}{judged}; the closest: {first}"

    def explain(self, key: str) -> str:
        """Return why the service reads as it does, in one sentence."""
        row = self._row(key)
        name, work = row["name"], row["service_type"]
        if pd.notna(row["cluster"]):
            cluster = self.clusters.loc[row["cluster"]]
            return f"{name} is one of {self._describe(cluster, link='that ')}"
        if row["status"] == _COMPLEMENTARY:
            return f"{name} and {self._name_complement(key)}"
        return {
            "not running": f"{name} is not running, so it is not compared.",
            "place not known": f"It is not known where {name} is given, so it is not compared.",
            "some overlap": f"{name} overlaps with other services that give {work}, "
            "but too little to form a group.",
            _SAME_ORGANISATION: f"Only its own organisation gives more {work} where {name} does.",
        }.get(row["status"], f"No other service is known to give {work} where {name} does.")

    def _name_complement(self, key: str) -> str:
        pairs = self.pairs[
            (self.pairs["kind"] == _COMPLEMENTARY) & (self.pairs["differs_in"] != "area")
        ]
        pair = pairs[(pairs["service_a"] == key) | (pairs["service_b"] == key)].iloc[0]
        other = pair["service_b"] if pair["service_a"] == key else pair["service_a"]
        differs = join_words(_say_dimension(one) for one in split_list(pair["differs_in"]))
        name = self.table.loc[other, "name"]
        return f"{name} do the same work but differ in {differs}: they complete each other."

    def _describe(self, cluster: pd.Series, link: str) -> str:
        services = _number(int(cluster["services"]))
        bodies = int(cluster["organisations"])
        who = f" by {_number(bodies)} organisations" if bodies > 1 else ""
        places = join_words(split_list(cluster["areas"]), most=_AREAS_NAMED)
        works = join_words(split_list(cluster["service_type"]))
        where = f" in {places}" if places else ""
        work = f"{services} services{who} {link}all give {works}{where}{_say_people(cluster)}"
        return f"{work}; {_say_need(cluster)}."


def find_duplication(
    e: Ecosystem,
    *,
    within: Sequence[str] = WITHIN,
    listed_from: float = 0.1,
    grouped_from: float = 0.15,
    seed: int = 0,
) -> DuplicationResult:
    """Find services of different organisations that do the same work, and whether need bears it.

    Each service has a niche: its type, the areas it reaches, the people it is for, the languages
    it is given in. Two services overlap as far as they share all of these. If they share nothing
    in one of them, they complete each other. Overlap is not waste: whether it is duplication
    depends on the need, and where the need is not known nothing is called duplication.

    Parameters
    ----------
    e
        The ecosystem.
    within
        The respects in which services must be alike: "service_type", "area" (at least one of
        these two) and columns of services, such as "eligibility", "languages", "level", "access"
        or one of your own, such as "opening". Where one of two services does not say, the respect
        is left out for the pair.
    listed_from
        List pairs that share at least this much of each other's niche, above 0 to 1.
    grouped_from
        Group services that overlap on average by at least this much, above 0 to 1. A tenth of a
        whole niche is more than it sounds: two services that are 70% alike in each of five
        respects overlap by 0.17.
    seed
        For the search for groups.

    Returns
    -------
    DuplicationResult
        `table`, a row a service: name, service_type, organisations (names), cluster (number),
        crowding (sum of its overlaps with services of others), unique_share (share of the areas
        it reaches where no listed service of others overlaps with it), status.
        `pairs`: service_a, service_b, overlap (0 to 1), contained_share (share of the smaller
        niche inside the larger), kind (duplicate, overlapping, complementary or same
        organisation), differs_in (where the two share nothing), overlap_<respect> (0 to 1).
        `clusters`: service_type, services, organisations, areas (reached by two or more of them),
        mean_overlap, people_alike (0 to 1), capacity, provision (places in these areas), demand
        (people there), coverage, coverage_without_largest, coverage_with_others (places a person
        in need), kind (fragmentation, overlap or duplication), reading. Duplication comes first.
        `cells`, a row a service type in an area: services, organisations, coordination,
        fragmentation, effective_providers, provision, demand, coverage,
        coverage_without_largest, status.

    Raises
    ------
    ValueError
        If an option is not one of its choices or out of its range.
    """
    names = _check_options(e, within, listed_from, grouped_from)
    niches = _read_niches(e, names)
    pairs, has_elsewhere = _find_pairs(niches, listed_from)
    kind = _compare_organisations(niches, pairs)
    linking = kind == _OVERLAPPING
    labels = find_clusters(
        len(niches.services),
        (pairs.a[linking], pairs.b[linking]),
        pairs.overlap[linking],
        least=grouped_from,
        seed=seed,
    )
    clusters, labels = _list_clusters(e, niches, pairs, labels)
    kind = _mark_duplicates(niches, pairs, kind, labels, clusters)
    return DuplicationResult(
        table=_make_table(e, niches.supply, _list_services(niches, pairs, kind, labels, clusters)),
        pairs=_list_pairs(niches, pairs, kind),
        clusters=clusters,
        cells=list_cells(e, niches.supply),
        settings={
            "within": tuple(names),
            "listed_from": listed_from,
            "grouped_from": grouped_from,
            "seed": seed,
            "visibility": e.visibility,
        },
        notes=_note(niches, clusters, has_elsewhere=has_elsewhere),
    )


def _check_options(
    e: Ecosystem, within: Sequence[str], listed_from: float, grouped_from: float
) -> list[str]:
    names = list(dict.fromkeys(within))
    columns = [name for name in e.services.columns if name not in _NO_DIMENSION]
    choices = dict.fromkeys([*WITHIN, *columns])
    for name in names:
        if name not in choices:
            raise wrong_choice(option="within", value=name, choices=choices)
    if not set(names) & set(_NEEDED):
        msg = (
            f"within {tuple(names)!r} compares neither work nor place. "
            "Add 'service_type' or 'area'."
        )
        raise ValueError(msg)
    for option, value in (("listed_from", listed_from), ("grouped_from", grouped_from)):
        if not 0 < value <= 1:
            msg = f"{option} {value!r} is not a share. Give a number above 0, up to 1."
            raise ValueError(msg)
    return names


@dataclass(frozen=True, kw_only=True, eq=False)
class _Niches:
    """The running services, and what is known of the niche of each."""

    services: pd.DataFrame
    rows: NDArray[np.intp]
    dimensions: list[Dimension]
    supply: Supply

    @property
    def providers(self) -> Incidence:
        """Which organisation runs which running service."""
        return self.supply.providers[self.rows]

    @property
    def for_whom(self) -> list[int]:
        """The positions of the dimensions that say more than what is done, and where."""
        return [at for at, one in enumerate(self.dimensions) if one.name not in _NEEDED]


def _read_niches(e: Ecosystem, names: list[str]) -> _Niches:
    services = e.services
    running = is_running(e, services)
    rows = np.flatnonzero(running)
    supply = count_supply(e, running)
    chosen = services.iloc[rows].reset_index(drop=True)
    dimensions = []
    for name in names:
        if name == "area":
            holds = supply.reach[rows]
        elif name == "service_type":
            ones = np.ones(len(rows))
            place = (np.arange(len(rows)), supply.type_of[rows])
            holds = sparse.csr_array((ones, place), shape=(len(rows), len(supply.types)))
        else:
            holds, _ = list_values(_as_text(chosen[name]))
        dimensions.append(Dimension(name=name, holds=holds, is_needed=name in _NEEDED))
    return _Niches(services=chosen, rows=rows, dimensions=dimensions, supply=supply)


def _as_text(column: pd.Series) -> pd.Series:
    return column.astype("str").where(column.notna())


def _find_pairs(niches: _Niches, listed_from: float) -> tuple[Pairs, bool]:
    """Return the pairs that overlap or complete each other; whether other places were searched.

    Pairs that share no area are many: they are searched only where no more than
    `_MOST_ELSEWHERE` pairs do the same work, and kept where more than the work is alike.
    """
    pairs = find_pairs(niches.dimensions, listed_from)
    by_name = {one.name: at for at, one in enumerate(niches.dimensions)}
    if not set(_NEEDED) <= set(by_name) or not niches.for_whom:
        return pairs, True
    work, place = (by_name[name] for name in _NEEDED)
    if count_candidates(niches.dimensions[work].holds) > _MOST_ELSEWHERE:
        return pairs, False
    loose = [replace(one, is_needed=at == work) for at, one in enumerate(niches.dimensions)]
    away = find_pairs(loose, 1.0)
    is_known = (away.alike[:, niches.for_whom] > 0).any(axis=1)
    only_place = away.differs[:, place] & (away.differs.sum(axis=1) == 1)
    away = away.take(only_place & is_known)
    away = away.take(_compare_organisations(niches, away) != _SAME_ORGANISATION)
    return join_pairs([pairs, away]), True


def _compare_organisations(niches: _Niches, pairs: Pairs) -> NDArray[np.object_]:
    """Return the kind of each pair, before need is looked at."""
    providers = niches.providers
    count = np.diff(providers.indptr)
    both = providers[pairs.a].multiply(providers[pairs.b]).sum(axis=1)
    is_same = (both > 0) & (both == count[pairs.a]) & (both == count[pairs.b])
    kinds = [_SAME_ORGANISATION, _COMPLEMENTARY]
    return np.select([is_same, pairs.differs.any(axis=1)], kinds, _OVERLAPPING).astype(object)


def _list_clusters(
    e: Ecosystem, niches: _Niches, pairs: Pairs, labels: NDArray[np.intp]
) -> tuple[pd.DataFrame, NDArray[np.intp]]:
    """Return the clusters, largest first, and the number of the cluster of each service."""
    used, code = np.unique(labels, return_inverse=True)
    code = code - int(len(used) > 0 and used[0] < 0)
    groups = int(code.max(initial=-1)) + 1
    size = np.bincount(code[code >= 0], minlength=groups)
    inside = (code[pairs.a] == code[pairs.b]) & (code[pairs.a] >= 0)
    within = code[pairs.a[inside]]
    total = np.bincount(within, weights=pairs.overlap[inside], minlength=groups)
    of_service = np.full(niches.supply.type_of.shape, -1, dtype=np.intp)
    of_service[niches.rows] = code
    weighed, places = weigh_groups(niches.supply, of_service, groups)
    frame = pd.DataFrame(
        {
            "service_type": _join_names(niches.services["service_type"], code, groups),
            "services": size,
            "organisations": _count_organisations(niches, code, groups),
            "areas": _join_names(
                e.areas["name"].take(places["area"].to_numpy()), places["group"].to_numpy(), groups
            ),
            "mean_overlap": total / (size * (size - 1) / 2),
            "people_alike": _measure_people(niches, pairs.alike[inside], within, groups),
            "capacity": np.bincount(
                code[code >= 0],
                weights=niches.services["capacity"].to_numpy(dtype=float)[code >= 0],
                minlength=groups,
            ),
        }
    ).join(
        weighed[
            ["provision", "demand", "coverage", "coverage_without_largest", "coverage_with_others"]
        ]
    )
    frame = frame.join(_judge(frame))
    _, first = np.unique(code[code >= 0], return_index=True)
    weight = ((size - 1) * frame["mean_overlap"]).round(9)
    rank = frame["kind"].map({_DUPLICATION: 0, _OVERLAP: 1, _FRAGMENTATION: 2})
    order = np.lexsort((first, frame["service_type"], -weight, rank))
    number = np.zeros(groups + 1, dtype=np.intp)
    number[order] = np.arange(1, groups + 1)
    frame = frame.iloc[order].set_index(pd.RangeIndex(1, groups + 1, name="cluster"))
    return frame, number[code]


def _count_organisations(niches: _Niches, code: NDArray[np.intp], groups: int) -> NDArray[np.intp]:
    providers = niches.providers
    of = np.repeat(code, np.diff(providers.indptr))
    each = np.unique(of[of >= 0] * providers.shape[1] + providers.indices[of >= 0])
    return np.bincount(each // max(providers.shape[1], 1), minlength=groups)


def _measure_people(
    niches: _Niches, alike: NDArray[np.float64], within: NDArray[np.intp], groups: int
) -> NDArray[np.float64]:
    """Return how alike the people are, in the respect in which they are least so."""
    least = np.full(groups, np.nan)
    for at in niches.for_whom:
        is_known = ~np.isnan(alike[:, at])
        count = np.bincount(within[is_known], minlength=groups)
        total = np.bincount(within[is_known], weights=alike[is_known, at], minlength=groups)
        mean = np.divide(total, count, out=np.full(groups, np.nan), where=count > 0)
        least = np.fmin(least, mean)
    return least


def _judge(clusters: pd.DataFrame) -> pd.DataFrame:
    """Return one of GAO's words for each cluster, and what the need makes of it."""
    bears = clusters["coverage_without_largest"] >= 1
    is_for_others = clusters["people_alike"] < ALIKE
    is_for_same = (clusters["people_alike"] >= ALIKE) & (clusters["organisations"] > 1)
    readings = [
        (clusters["demand"].isna(), "overlapping; need not known"),
        (clusters["demand"] == 0, "overlapping; no one in need is recorded"),
        (bears & is_for_same, DUPLICATION),
        (bears & is_for_others, "spare places, but partly for other people"),
        (bears, "spare places; for whom is not known"),
        (clusters["coverage_with_others"].isna(), "overlapping; capacity not known"),
        (clusters["coverage_with_others"] < 1, "needed capacity"),
    ]
    reading = np.select(
        [here.to_numpy(bool) for here, _ in readings],
        [word for _, word in readings],
        "backup worth keeping",
    )
    kind = np.select(
        [is_for_others.to_numpy(bool), reading == DUPLICATION],
        [_FRAGMENTATION, _DUPLICATION],
        _OVERLAP,
    )
    columns = {"kind": kind, "reading": reading}
    return pd.DataFrame(columns, index=clusters.index, dtype="str")


def _mark_duplicates(
    niches: _Niches,
    pairs: Pairs,
    kind: NDArray[np.object_],
    labels: NDArray[np.intp],
    clusters: pd.DataFrame,
) -> NDArray[np.object_]:
    """Return the kinds with the pairs that the need does not bear marked as duplicates."""
    duplications = clusters.index[clusters["kind"] == _DUPLICATION]
    together = (labels[pairs.a] == labels[pairs.b]) & np.isin(labels[pairs.a], duplications)
    people = pairs.alike[:, niches.for_whom]
    is_for_same = (people > 0).any(axis=1) & ~(people < ALIKE).any(axis=1)
    providers = niches.providers
    count = np.diff(providers.indptr)
    both = providers[pairs.a].multiply(providers[pairs.b]).sum(axis=1)
    is_apart = (both == 0) & (count[pairs.a] > 0) & (count[pairs.b] > 0)
    chosen = (kind == _OVERLAPPING) & together & is_for_same & is_apart
    return np.where(chosen, _DUPLICATE, kind)


def _list_pairs(niches: _Niches, pairs: Pairs, kind: NDArray[np.object_]) -> pd.DataFrame:
    ids = niches.services["service_id"]
    known = ~np.isnan(pairs.alike)
    sizes = np.column_stack([one.sizes for one in niches.dimensions]).astype(float)
    shared, first, second = (
        np.prod(part, axis=1, where=known, dtype=float)
        for part in (pairs.shared, sizes[pairs.a], sizes[pairs.b])
    )
    names = np.array([one.name for one in niches.dimensions], dtype=object)
    differs, back = np.unique(pairs.differs, axis=0, return_inverse=True)
    words = pd.Series([LIST_MARK.join(names[row]) for row in differs], dtype="str")
    frame = pd.DataFrame(
        {
            "service_a": ids.take(pairs.a).array,
            "service_b": ids.take(pairs.b).array,
            "overlap": pairs.overlap,
            "contained_share": shared / np.minimum(first, second),
            "kind": pd.array(kind, dtype="str"),
            "differs_in": words.take(back.ravel()).array,
        }
    )
    for at, name in enumerate(names):
        frame[f"overlap_{name}"] = pairs.alike[:, at]
    order = np.lexsort((pairs.b, pairs.a, -pairs.overlap.round(9)))
    return frame.iloc[order].reset_index(drop=True)


def _list_services(
    niches: _Niches,
    pairs: Pairs,
    kind: NDArray[np.object_],
    labels: NDArray[np.intp],
    clusters: pd.DataFrame,
) -> pd.DataFrame:
    """Return a row for each running service, indexed by its position."""
    size = len(niches.services)
    is_placed = np.ones(size, dtype=bool)
    for one in niches.dimensions:
        if one.is_needed:
            is_placed &= one.sizes > 0
    overlaps = np.isin(kind, (_OVERLAPPING, _DUPLICATE))
    a, b = pairs.a[overlaps], pairs.b[overlaps]
    linked = sparse.coo_array((pairs.overlap[overlaps], (a, b)), shape=(size, size)).tocsr()
    linked = linked + linked.T
    reach = niches.supply.reach[niches.rows]
    covered = ((linked @ reach).multiply(reach) > 0).sum(axis=1)
    reached = np.diff(reach.indptr)
    alone = np.divide(reached - covered, reached, out=np.full(size, np.nan), where=reached > 0)
    words = clusters["kind"].reindex(pd.Index(labels)).to_numpy(dtype=object)
    at_home = pairs.alike[:, [one.is_needed for one in niches.dimensions]].all(axis=1)
    kind = np.where((kind == _COMPLEMENTARY) & ~at_home, "", kind)
    has = [
        np.bincount(np.concatenate([pairs.a[kind == one], pairs.b[kind == one]]), minlength=size)
        > 0
        for one in (_OVERLAPPING, _COMPLEMENTARY, _SAME_ORGANISATION)
    ]
    status = np.select(
        [~is_placed, labels > 0, *has],
        ["place not known", words, "some overlap", _COMPLEMENTARY, _SAME_ORGANISATION],
        "no overlap",
    )
    cluster = pd.Series(labels, index=niches.rows, dtype="Int64")
    return pd.DataFrame(
        {
            "cluster": cluster.where(cluster > 0),
            "crowding": np.where(is_placed, linked.sum(axis=1), np.nan),
            "unique_share": np.where(is_placed, alone, np.nan),
            "status": status.astype(object),
        },
        index=niches.rows,
    )


def _make_table(e: Ecosystem, supply: Supply, found: pd.DataFrame) -> pd.DataFrame:
    services, providers = e.services, supply.providers
    names = e.organisations["name"].take(providers.indices)
    service = np.repeat(np.arange(len(services)), np.diff(providers.indptr))
    table = services[["service_id", "name", "service_type"]].assign(
        organisations=_join_names(names, service, len(services))
    )
    table = table.join(found)
    status = table["status"].fillna("not running").astype("str")
    return table.assign(status=status).set_index("service_id")


def _join_names(names: pd.Series, group: NDArray[np.intp], groups: int) -> pd.Series:
    """Return the different names in each group, in their order, as one text."""
    rows = pd.DataFrame({"group": group, "name": names.to_numpy(dtype=object)})
    rows = rows[rows["group"] >= 0].drop_duplicates()
    joined = rows.groupby("group")["name"].agg(LIST_MARK.join)
    return joined.reindex(range(groups), fill_value="").astype("str")


def _note(niches: _Niches, clusters: pd.DataFrame, *, has_elsewhere: bool) -> tuple[str, ...]:
    notes = []
    still = len(niches.supply.type_of) - len(niches.rows)
    if still:
        notes.append(f"{_capital(count_of(still, 'service'))} not running: left out.")
    for one in niches.dimensions:
        silent = int((one.sizes == 0).sum())
        if not silent:
            continue
        said = f"{count_of(silent, 'running service')} of {len(niches.rows):,}: "
        if one.is_needed:
            notes.append(f"{said}{_say_dimension(one.name)} not known, so not compared.")
        else:
            notes.append(
                f"{said}{_say_dimension(one.name)} not known, so left out of their comparisons."
            )
    alone = int((np.diff(niches.providers.indptr) == 0).sum())
    if alone:
        notes.append(
            f"{count_of(alone, 'running service')} without a known organisation; each counts as "
            "run by a body of its own."
        )
    unknown = int(clusters["coverage"].isna().sum())
    if unknown:
        notes.append(
            f"{count_of(unknown, 'group')} of {len(clusters):,}: need or capacity is not known, so "
            "the overlap may be needed capacity; it is not called duplication."
        )
    if len(clusters) > unknown:
        notes.append(
            "A service's places are shared out over the areas it reaches by the need there; need "
            "is that of everybody in the area, not of one client group."
        )
    if not has_elsewhere:
        notes.append("Services that do the same work in other places are too many to be listed.")
    return tuple(notes)


def _say_dimension(name: str) -> str:
    words = {
        "service_type": "the work",
        "area": "place",
        "eligibility": "whom it is for",
        "languages": "languages",
    }
    return words.get(name, name.replace("_", " "))


def _say_people(cluster: pd.Series) -> str:
    alike = cluster["people_alike"]
    if pd.isna(alike):
        return ""
    if alike > 0.999:
        return " to the same people"
    return " to much the same people" if alike >= ALIKE else " to partly the same people"


def _say_need(cluster: pd.Series) -> str:
    if pd.isna(cluster["demand"]):
        return "the need there is not known, so this may be needed capacity"
    people = cluster["demand"]
    if people == 0:
        return "no one in need of it is recorded there"
    if is_small(people):
        return f"{count_people(people)} people need it there"
    if pd.isna(cluster["coverage"]):
        return (
            f"{count_people(people)} people need it there, but not all capacity is known, so this "
            "may be needed capacity"
        )
    places = f"together {cluster['coverage']:.1f} places per person in need"
    rest = f"without the largest {cluster['coverage_without_largest']:.1f}"
    others = ""
    if cluster["coverage_with_others"] > cluster["coverage"]:
        others = f", with others there {cluster['coverage_with_others']:.1f}"
    return f"{places}, {rest}{others}: {cluster['reading']}"


def _number(number: int) -> str:
    return _NUMBERS[number] if number < len(_NUMBERS) else f"{number:,}"


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
