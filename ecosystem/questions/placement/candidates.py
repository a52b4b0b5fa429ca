"""Where a new service could be or whom to train, and which areas that would reach.

A candidate is an area or an organisation; it is known by its row in `Candidates.table`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd
from scipy import sparse

from ecosystem.access import widen
from ecosystem.errors import did_you_mean, wrong_choice
from ecosystem.geo import find_within, measure_table_km
from ecosystem.wording import count_of, join_words

from .training import list_trainable

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecosystem.data import Ecosystem
    from ecosystem.graph import Positions

    from .training import Training

    Matrix = sparse.csr_array[Any, tuple[int, int]]

Kind = Literal["areas", "organisations"]

KINDS: dict[Kind, str] = {"areas": "area_code", "organisations": "organisation_id"}
"""What a candidate may be, and the column of its id."""

CHOICES = ("may", "must", "never")
"""What a frame of candidates may say of each."""

_DEFAULTS: dict[str, Any] = {"cost": 1.0, "capacity": np.nan, "choice": "may"}
"""What holds where a frame says nothing: with a cost of 1 each, the budget is a count."""

_POSITION = ["latitude", "longitude"]


@dataclass(frozen=True, kw_only=True, eq=False)
class Candidates:
    """What could be opened, in order of id.

    Attributes
    ----------
    kind : "areas" or "organisations"
    table : DataFrame
        id, name, cost, choice (may, must); capacity (people; infinite: enough for all),
        capacity_low (the least that it may be), is_silent (whether the two are apart: what is
        there to be extended does not say how many people it can see).
    covers : (candidates, areas) sparse, of ones
        Whom each would reach.
    sites : DataFrame
        candidate (row of table), latitude and longitude (degrees) of each site it would have.
    notes : tuple of str
        What was assumed.
    """

    kind: Kind
    table: pd.DataFrame
    covers: Matrix
    sites: pd.DataFrame
    notes: tuple[str, ...]


def list_candidates(  # noqa: PLR0913 - what is asked, option by option
    e: Ecosystem,
    positions: Positions,
    service_type: str,
    asked: Kind | pd.DataFrame,
    *,
    level: int | None,
    within_km: float | None,
) -> Candidates:
    """Return the candidates asked for: all areas, organisations that could be trained, or a frame.

    A frame has area_code or organisation_id and may have cost, capacity and choice.
    """
    training = list_trainable(e, positions, service_type, level)
    if isinstance(asked, pd.DataFrame):
        kind, table = _read_frame(e, asked)
    elif asked not in KINDS:
        raise wrong_choice(option="candidates", value=asked, choices=KINDS)
    else:
        kind = asked
        if kind == "organisations" and level is None:
            msg = "candidates 'organisations' needs level: the level to train them to, 2 or 3."
            raise ValueError(msg)
        ids = (
            positions.area_codes
            if kind == "areas"
            else positions.organisation_ids[training.is_trainable]
        )
        table = pd.DataFrame({"id": ids})

    # In order of id, so that the order of the tables never decides between equal candidates.
    table = table.assign(**{name: table.get(name, value) for name, value in _DEFAULTS.items()})
    table = table.sort_values("id").reset_index(drop=True)
    frame = e.areas if kind == "areas" else e.organisations
    names = frame.set_index(KINDS[kind])["name"]
    table["name"] = names.reindex(table["id"]).to_numpy()
    if kind == "areas":
        return _place_in_areas(positions, table, within_km)
    return _place_at_organisations(e, positions, table, training, within_km)


def _read_frame(e: Ecosystem, frame: pd.DataFrame) -> tuple[Kind, pd.DataFrame]:
    """Return what a frame of candidates is of, and its rows that may be opened, checked."""
    kinds = [kind for kind, column in KINDS.items() if column in frame]
    if len(kinds) != 1:
        msg = (
            "candidates needs one of the columns area_code and organisation_id; it has "
            f"{list(frame.columns)}."
        )
        raise ValueError(msg)
    kind = kinds[0]
    table = frame.rename(columns={KINDS[kind]: "id"}).reset_index(drop=True)
    _check_ids(
        table["id"], kind, set((e.areas if kind == "areas" else e.organisations)[KINDS[kind]])
    )
    if "choice" in table:
        table["choice"] = table["choice"].fillna("may")
        for choice in table["choice"]:
            if choice not in CHOICES:
                raise wrong_choice(option="candidates, choice", value=choice, choices=CHOICES)
        table = table[table["choice"] != "never"]
    # What costs nothing would be taken without end; a place for nobody is still a place.
    for name, least in (("cost", 1e-9), ("capacity", 0.0)):
        if name in table:
            table[name] = _read_numbers(table[name], name, least)
    return kind, table


def _check_ids(ids: pd.Series, kind: Kind, known: set[str]) -> None:
    for value in ids:
        if value not in known:
            hint = did_you_mean(str(value), known)
            msg = f"candidates, {KINDS[kind]}: {value!r} is not in {kind}. {hint}".strip()
            raise ValueError(msg)
    if ids.duplicated().any():
        twice = ids[ids.duplicated()].iloc[0]
        msg = f"candidates, {KINDS[kind]}: {twice!r} is there twice. Keep one row."
        raise ValueError(msg)


def _read_numbers(values: pd.Series, name: str, least: float) -> pd.Series:
    """Return a column as numbers; an empty capacity is not known, an empty cost is wrong."""
    numbers = pd.to_numeric(values, errors="coerce")
    wrong = (values.notna() & numbers.isna()) | (numbers < least) | (numbers == np.inf)
    if name == "cost":
        wrong |= values.isna()
    if wrong.any():
        msg = f"candidates, {name}: {values[wrong].iloc[0]!r} is no amount. Give a number above 0."
        raise ValueError(msg)
    return numbers.astype(float)


def _place_in_areas(
    positions: Positions, table: pd.DataFrame, within_km: float | None
) -> Candidates:
    """Return areas as candidates: each reaches itself, from its centre also what is near."""
    area = positions.find_areas(table["id"])
    candidate = np.arange(len(area))
    sites = _make_sites(candidate, positions.centres[area])
    covers = sparse.csr_array(
        (np.ones(len(area)), (candidate, area)), shape=(len(area), len(positions.area_codes))
    )
    return Candidates(
        kind="areas",
        table=_fill_capacities(table, least=np.inf),
        covers=_add_areas_within(covers, sites, positions.centres, within_km),
        sites=sites,
        notes=(),
    )


def _place_at_organisations(
    e: Ecosystem,
    positions: Positions,
    table: pd.DataFrame,
    training: Training,
    within_km: float | None,
) -> Candidates:
    """Return what each organisation would reach from where its services of the type are.

    An organisation that leads none of those that could be raised to the level, as a frame may name,
    would be at its base.
    """
    # (candidates, services below): which part of the service's places is the organisation's own.
    organisation = positions.find_organisations(table["id"])
    below = training.services
    runs_service = sparse.csr_array(training.leads[:, organisation].T)
    without_service = np.flatnonzero(np.diff(runs_service.indptr) == 0)

    covers = _find_served_areas(positions, runs_service, below)
    covers = sparse.csr_array(covers + _find_base_areas(positions, organisation, without_service))
    sites = _list_sites(e, positions, runs_service, below, organisation)

    # What the frame says of the capacity goes before what the services say.
    capacity = e.services["capacity"].to_numpy(dtype=float)[below] * training.share
    own, least = _sum_capacities(runs_service, capacity)
    table = table.assign(capacity=table["capacity"].fillna(pd.Series(own)))
    silent = table.loc[table["capacity"].isna(), "name"]
    notes = list(training.notes)
    if len(silent):
        notes.append(
            f"Capacity is not known for {count_of(len(silent), 'candidate')}: "
            f"{join_words(silent, most=5)}. To choose, it is taken to be enough for all in reach; "
            "it may be anything."
        )
    return Candidates(
        kind="organisations",
        table=_fill_capacities(table, least=least),
        covers=_add_areas_within(covers, sites, positions.centres, within_km),
        sites=sites,
        notes=tuple(notes),
    )


def _find_served_areas(
    positions: Positions, runs_service: Matrix, below: NDArray[np.intp]
) -> Matrix:
    """Return which areas each candidate's services reach now: (candidates, areas), of ones."""
    # An area that two services of one organisation reach is reached, not reached twice.
    served = sparse.csr_array(runs_service @ positions.reach[below])
    served.data[:] = 1.0
    return served


def _find_base_areas(
    positions: Positions, organisation: NDArray[np.intp], without_service: NDArray[np.intp]
) -> Matrix:
    """Return the area that each candidate without a service is based in: (candidates, areas)."""
    area = positions.base[organisation][without_service]
    has_base = area >= 0
    return sparse.csr_array(
        (np.ones(has_base.sum()), (without_service[has_base], area[has_base])),
        shape=(len(organisation), len(positions.area_codes)),
    )


def _list_sites(
    e: Ecosystem,
    positions: Positions,
    runs_service: Matrix,
    below: NDArray[np.intp],
    organisation: NDArray[np.intp],
) -> pd.DataFrame:
    """Return where each candidate would be: at its services' sites or, without any, at its base."""
    number = np.full(len(positions.service_ids), -1)
    number[below] = np.arange(len(below))
    service_sites = positions.sites
    service_sites = service_sites.assign(number=number[service_sites["service"].to_numpy()])
    service_sites = service_sites[service_sites["number"] >= 0]
    candidate, service = sparse.coo_array(runs_service).coords
    links = pd.DataFrame({"candidate": candidate, "number": service})
    sites = links.merge(service_sites, on="number")

    # The base as the table has it: an organisation may have a position and no area, or none.
    without_service = np.flatnonzero(np.diff(runs_service.indptr) == 0)
    bases = e.organisations[_POSITION].to_numpy(dtype=float)[organisation[without_service]]
    return _make_sites(
        np.concatenate([sites["candidate"].to_numpy(), without_service]),
        np.concatenate([sites[_POSITION].to_numpy(dtype=float), bases]),
    )


def _fill_capacities(table: pd.DataFrame, *, least: float | NDArray[np.float64]) -> pd.DataFrame:
    """Return candidates with enough for all where nothing is known, and the least in its place."""
    is_known = table["capacity"].notna()
    return table.assign(
        capacity=table["capacity"].fillna(np.inf),
        capacity_low=table["capacity"].where(is_known, least),
        is_silent=~is_known & np.isfinite(least),
    )


def _sum_capacities(
    runs_service: Matrix, capacity: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return how many people each candidate's services can see, and the known part of it.

    The first is NaN where one of them does not say, or there is none.
    """
    known = np.asarray(runs_service @ np.nan_to_num(capacity))
    is_silent = runs_service @ np.isnan(capacity).astype(float) > 0
    return np.where(is_silent | (np.diff(runs_service.indptr) == 0), np.nan, known), known


def _make_sites(candidate: NDArray[np.intp], position: NDArray[np.float64]) -> pd.DataFrame:
    """Return sites as `Candidates.sites` has them, of latitudes and longitudes (sites, 2)."""
    return pd.DataFrame(
        {"candidate": candidate, "latitude": position[:, 0], "longitude": position[:, 1]}
    )


def _add_areas_within(
    covers: Matrix, sites: pd.DataFrame, centres: NDArray[np.float64], within_km: float | None
) -> Matrix:
    """Return `covers` with the areas whose centre is this near to one of a candidate's sites."""
    if within_km is not None:
        within = find_within(sites[_POSITION].to_numpy(dtype=float), centres, widen(within_km))
        candidate = np.repeat(sites["candidate"].to_numpy(), np.diff(within.indptr))
        covers = covers + sparse.csr_array(
            (np.ones(within.nnz), (candidate, within.indices)), shape=covers.shape
        )
    # Whatever the number of ways an area is reached, it is reached: ones only.
    covers = sparse.csr_array(covers)
    covers.sum_duplicates()
    covers.data[:] = 1.0
    return covers


def measure_distances(centres: NDArray[np.float64], candidates: Candidates) -> NDArray[np.float64]:
    """Return km from each area's centre to each candidate's nearest site; infinite: not known.

    Shape (candidates, areas).
    """
    distance = np.full((len(candidates.table), len(centres)), np.inf)
    candidate_of_site = candidates.sites["candidate"].to_numpy(dtype=np.intp)
    km = measure_table_km(candidates.sites[_POSITION].to_numpy(dtype=float), centres)
    np.fmin.at(distance, candidate_of_site, km)
    return distance
