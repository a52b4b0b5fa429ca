"""Where a new place could be or whom to train, and which areas that would reach."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy import sparse

from ecosystem.access import is_of_type
from ecosystem.errors import did_you_mean, wrong_choice
from ecosystem.geo import find_within, measure_table_km
from ecosystem.graph import find_positions
from ecosystem.wording import count_of, join_words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecosystem.data import Ecosystem


KINDS = {"areas": "area_code", "organisations": "organisation_id"}
CHOICES = ("may", "must", "never")
_NAMED = 5
_PLACE = ["latitude", "longitude"]


@dataclass(frozen=True, kw_only=True, eq=False)
class Candidates:
    """What could be opened, in order of id.

    Attributes
    ----------
    kind
        "areas" or "organisations".
    table
        id, name, cost, capacity (people; infinite: enough for all), choice (may, must).
    covers
        (candidates, areas), of ones: whom each would reach.
    places
        candidate (row of table), latitude and longitude of each place it would be at.
    notes
        What was assumed.
    """

    kind: str
    table: pd.DataFrame
    covers: sparse.csr_array[Any, tuple[int, int]]
    places: pd.DataFrame
    notes: tuple[str, ...]


def list_candidates(
    e: Ecosystem,
    service_type: str,
    asked: str | pd.DataFrame,
    *,
    level: int | None,
    within_km: float | None,
) -> Candidates:
    """Return the candidates asked for: all areas, organisations that could be trained, or a frame.

    A frame has area_code or organisation_id and may have cost, capacity and choice.
    """
    if isinstance(asked, pd.DataFrame):
        kind, table = _read_frame(e, asked)
    elif asked not in KINDS:
        raise wrong_choice(option="candidates", value=asked, choices=KINDS)
    else:
        kind = asked
        ids = e.areas["area_code"] if kind == "areas" else _list_trainable(e, service_type, level)
        table = pd.DataFrame({"id": ids})
    table = table.assign(**{name: table.get(name, value) for name, value in _DEFAULTS.items()})
    table = table.sort_values("id").reset_index(drop=True)
    frame = e.areas if kind == "areas" else e.organisations
    names = frame.set_index(KINDS[kind])["name"]
    table["name"] = names.reindex(table["id"]).to_numpy()
    if kind == "areas":
        found = _place_in_areas(e, table, within_km)
    else:
        found = _place_at_organisations(e, service_type, level, table, within_km)
    return found


_DEFAULTS: dict[str, Any] = {"cost": 1.0, "capacity": np.nan, "choice": "may"}


def _read_frame(e: Ecosystem, frame: pd.DataFrame) -> tuple[str, pd.DataFrame]:
    kinds = [kind for kind, column in KINDS.items() if column in frame]
    if len(kinds) != 1:
        msg = (
            "candidates needs one of the columns area_code and organisation_id; it has "
            f"{list(frame.columns)}."
        )
        raise ValueError(msg)
    kind = kinds[0]
    known = (e.areas if kind == "areas" else e.organisations)[KINDS[kind]]
    table = frame.rename(columns={KINDS[kind]: "id"}).reset_index(drop=True)
    for one in table["id"]:
        if one not in set(known):
            hint = did_you_mean(str(one), set(known))
            msg = f"candidates, {KINDS[kind]}: {one!r} is not in {kind}. {hint}".strip()
            raise ValueError(msg)
    if table["id"].duplicated().any():
        twice = table.loc[table["id"].duplicated(), "id"].iloc[0]
        msg = f"candidates, {KINDS[kind]}: {twice!r} is there twice. Keep one row."
        raise ValueError(msg)
    if "choice" in table:
        table["choice"] = table["choice"].fillna("may")
        for choice in table["choice"]:
            if choice not in CHOICES:
                raise wrong_choice(option="candidates, choice", value=choice, choices=CHOICES)
        table = table[table["choice"] != "never"]
    for name, least in (("cost", 1e-9), ("capacity", 0.0)):
        if name in table:
            table[name] = _read_numbers(table[name], name, least)
    return kind, table


def _read_numbers(values: pd.Series, name: str, least: float) -> pd.Series:
    numbers = pd.to_numeric(values, errors="coerce")
    wrong = (values.notna() & numbers.isna()) | (numbers < least) | (numbers == np.inf)
    if name == "cost":
        wrong |= values.isna()
    if wrong.any():
        msg = f"candidates, {name}: {values[wrong].iloc[0]!r} is no amount. Give a number above 0."
        raise ValueError(msg)
    return numbers.astype(float)


def _list_trainable(e: Ecosystem, service_type: str, level: int | None) -> pd.Series:
    """Return the organisations that run a service of the type below the level, and none at it."""
    if level is None:
        msg = "candidates 'organisations' needs level: the level to train them to, 2 or 3."
        raise ValueError(msg)
    services = e.services
    of_type = is_of_type(services, service_type) & find_positions(e).is_offered
    at_level = of_type & (services["level"] >= level).to_numpy()
    run_by = find_positions(e).providers
    has_it = np.asarray(run_by[np.flatnonzero(at_level)].sum(axis=0)).ravel() > 0
    has_less = np.asarray(run_by[np.flatnonzero(of_type & ~at_level)].sum(axis=0)).ravel() > 0
    organisations = e.organisations
    can = has_less & ~has_it & find_positions(e).is_active
    return organisations.loc[can, "organisation_id"]


def _place_in_areas(e: Ecosystem, table: pd.DataFrame, within_km: float | None) -> Candidates:
    areas = e.areas
    at = pd.Index(areas["area_code"]).get_indexer(pd.Index(table["id"]))
    places = areas.loc[at, ["latitude", "longitude"]].reset_index(drop=True)
    covers = sparse.csr_array(
        (np.ones(len(at)), (np.arange(len(at)), at)), shape=(len(at), len(areas))
    )
    covers = _also_near(e, covers, places.assign(candidate=places.index), within_km)
    return Candidates(
        kind="areas",
        table=table.assign(capacity=table["capacity"].fillna(np.inf)),
        covers=covers,
        places=places.assign(candidate=places.index),
        notes=(),
    )


def _place_at_organisations(
    e: Ecosystem, service_type: str, level: int | None, table: pd.DataFrame, within_km: float | None
) -> Candidates:
    """Return what each organisation would reach from where its services of the type are."""
    services, organisations = e.services, e.organisations
    who = pd.Index(organisations["organisation_id"]).get_indexer(pd.Index(table["id"]))
    run_by = find_positions(e).providers
    below = is_of_type(services, service_type) & find_positions(e).is_offered
    if level is not None:
        below &= ~(services["level"] >= level).to_numpy()
    chosen = np.flatnonzero(below)
    runs = sparse.csr_array(run_by[chosen][:, who].T)
    covers = sparse.csr_array(runs @ find_positions(e).reach[chosen])
    covers.data[:] = 1.0
    sites = find_positions(e).sites
    number = np.full(len(services), -1)
    number[chosen] = np.arange(len(chosen))
    sites = sites.assign(number=number[sites["service"].to_numpy()])
    sites = sites[sites["number"] >= 0]
    pairs = sparse.coo_array(runs)
    links = pd.DataFrame({"candidate": pairs.coords[0], "number": pairs.coords[1]})
    places = links.merge(sites, on="number")[["candidate", *_PLACE]]
    bases = organisations.iloc[who][["latitude", "longitude", "area_code"]].reset_index(drop=True)
    idle = np.flatnonzero(np.diff(runs.indptr) == 0)
    bases = bases.assign(candidate=bases.index).iloc[idle]
    at = pd.Index(e.areas["area_code"]).get_indexer(pd.Index(bases["area_code"]))
    based = sparse.csr_array(
        (np.ones((at >= 0).sum()), (idle[at >= 0], at[at >= 0])), shape=covers.shape
    )
    covers = sparse.csr_array(covers + based)
    places = pd.concat([places, bases[["candidate", *_PLACE]]], ignore_index=True)
    capacity = services["capacity"].to_numpy(dtype=float)[chosen]
    own = runs @ np.nan_to_num(capacity)
    own[(runs @ np.isnan(capacity).astype(float) > 0) | (np.diff(runs.indptr) == 0)] = np.nan
    table = table.assign(capacity=table["capacity"].fillna(pd.Series(own)))
    silent = table.loc[table["capacity"].isna(), "name"]
    notes = []
    if len(silent):
        notes.append(
            f"Capacity is not known for {count_of(len(silent), 'candidate')}, and taken to be "
            f"enough for all in reach: {join_words(silent, most=_NAMED)}."
        )
    return Candidates(
        kind="organisations",
        table=table.assign(capacity=table["capacity"].fillna(np.inf)),
        covers=_also_near(e, covers, places, within_km),
        places=places,
        notes=tuple(notes),
    )


def _also_near(
    e: Ecosystem,
    covers: sparse.csr_array[Any, tuple[int, int]],
    places: pd.DataFrame,
    within_km: float | None,
) -> sparse.csr_array[Any, tuple[int, int]]:
    if within_km is not None:
        positions = places[["latitude", "longitude"]].to_numpy(dtype=float)
        near = find_within(positions, find_positions(e).centres, within_km)
        candidate = places["candidate"].to_numpy()
        place = np.repeat(candidate, np.diff(near.indptr))
        covers = covers + sparse.csr_array(
            (np.ones(near.nnz), (place, near.indices)), shape=covers.shape
        )
    covers = sparse.csr_array(covers)
    covers.sum_duplicates()
    covers.data[:] = 1.0
    return covers


def measure_distances(centres: NDArray[np.float64], candidates: Candidates) -> NDArray[np.float64]:
    """Return km from each area's centre to each candidate's nearest place; infinite: not known.

    Shape (candidates, areas).
    """
    distance = np.full((len(candidates.table), len(centres)), np.inf)
    owner = candidates.places["candidate"].to_numpy(dtype=np.intp)
    km = measure_table_km(candidates.places[_PLACE].to_numpy(dtype=float), centres)
    np.fmin.at(distance, owner, km)
    return distance
