"""Sectors drawn for the benchmarks, of any size. Nothing here needs the library."""

from __future__ import annotations

import numpy as np
import pandas as pd

TYPES = [f"type {number}" for number in range(10)]
OFFERS: dict[str, list[str | None]] = {
    "eligibility": ["anyone", "anyone", "women", "young people", "families|women", None],
    "languages": ["English", "English", "Arabic|English", "English|Farsi", None],
    "accepting_referrals": ["yes", "yes", "no", "waiting list", None],
}

SLACK = 0.8
"""Places for each person in need, of the services that say how many they have."""

SIDE = 19
"""Areas along each side of the country."""

REFERRALS = 4.5
"""Rows of referrals an organisation."""

UNTYPED = 0.2
"""The share of referrals for no type in particular where routes are long: at 10,000 organisations
they lead through 53 steps a type at the most (mean of ten), without it through five."""


def make_sector(size: int, slack: float, seed: int = 1) -> dict[str, pd.DataFrame]:
    """Return 2.5 services an organisation, of ten types, in 361 areas, with offers and funders.

    Each reaches its organisation's area and often those around it. A fifth say no places.
    """
    rng = np.random.default_rng(seed)
    services, side = size * 5 // 2, 19
    spots = np.array([(at // side, at % side) for at in range(side * side)])
    areas = np.array([f"a{at:03d}" for at in range(side * side)])
    bodies = np.array([f"o{at:05d}" for at in range(size)])
    ids = np.array([f"s{at:05d}" for at in range(services)])
    owner = np.concatenate([np.arange(size), rng.integers(0, size, services - size)])
    home = spots[rng.integers(0, len(spots), size)][owner]
    # In small numbers, one axis at a time: or the drawing would take more memory than the call.
    near, home = spots.astype(np.int8), home.astype(np.int8)
    far = np.abs(near[:, 0] - home[:, :1])
    np.maximum(far, np.abs(near[:, 1] - home[:, 1:]), out=far)
    service, area = np.nonzero(far <= rng.choice([0, 0, 1, 1, 2], services)[:, None])
    places = rng.lognormal(4, 0.8, services).round()
    places[rng.random(services) < 0.2] = np.nan
    demand = pd.MultiIndex.from_product([areas, TYPES], names=["area_code", "service_type"])
    people = rng.lognormal(0, 1, len(demand))
    people = np.round(people / people.sum() * np.nansum(places) / slack)
    funded = rng.choice(size, size * 6 // 10, replace=False)
    funders = rng.choice(rng.choice(size, max(3, size // 35), replace=False), len(funded))
    grants = pd.DataFrame({"from_id": bodies[funders], "to_id": bodies[funded], "kind": "funds"})
    return {
        "organisations": pd.DataFrame({"organisation_id": bodies, "name": bodies}),
        "services": pd.DataFrame(
            {"service_id": ids, "name": ids, "capacity": places}
            | {"service_type": rng.choice(TYPES, services)}
            | {name: rng.choice(values, services) for name, values in OFFERS.items()}
        ),
        "providers": pd.DataFrame({"service_id": ids, "organisation_id": bodies[owner]}),
        "catchments": pd.DataFrame({"service_id": ids[service], "area_code": areas[area]}),
        "areas": pd.DataFrame({"area_code": areas, "name": areas}),
        "demand": demand.to_frame(index=False).assign(people=people),
        "relationships": grants[grants["from_id"] != grants["to_id"]],
    }


def make_line(size: int, seed: int = 1) -> dict[str, pd.DataFrame]:
    """Return the tables of a sector with referrals, areas on a map and who goes by which name."""
    tables = make_sector(size, SLACK, seed)
    rng = np.random.default_rng([seed, size])
    bodies = tables["organisations"]["organisation_id"].to_numpy()
    words = [f"{first}{last}" for first in _SYLLABLES for last in _SYLLABLES]
    places, names = (rng.choice(words, size) for _ in range(2))
    kinds = rng.choice(["Refugee Support", "Advice Centre", "Trust", "Welcome"], size)
    tables["organisations"]["name"] = [
        f"{place.title()} {name.title()} {kind} {number}"
        for number, (place, name, kind) in enumerate(zip(places, names, kinds, strict=True))
    ]
    at = np.arange(SIDE * SIDE)
    tables["areas"] = tables["areas"].assign(
        latitude=51 + at // SIDE * 0.2, longitude=-3 + at % SIDE * 0.3, population=50_000
    )
    tables["organisations"]["area_code"] = rng.choice(tables["areas"]["area_code"], size)
    tables["referrals"] = _draw_referrals(rng, bodies)
    return tables


def make_long_line(size: int, seed: int = 1) -> dict[str, pd.DataFrame]:
    """Return the same sector with long routes: some referrals are for no type in particular.

    Such a referral leads on whatever is needed. Where each is for one type, of which few are made,
    routes soon end.
    """
    tables = make_line(size, seed)
    referrals = tables["referrals"]
    is_untyped = np.random.default_rng([seed, size, 2]).random(len(referrals)) < UNTYPED
    referrals = referrals.assign(service_type=referrals["service_type"].mask(is_untyped))
    tables["referrals"] = referrals.drop_duplicates(["from_id", "to_id", "service_type"])
    return tables


_SYLLABLES = ("bar", "ton", "wick", "ham", "lee", "nor", "sel", "gate", "mer", "den", "ash", "cor")


def _draw_referrals(rng: np.random.Generator, bodies: np.ndarray) -> pd.DataFrame:
    """Return who sends people to whom: to a few well-known ones, and to neighbours by number."""
    rows = int(len(bodies) * REFERRALS)
    sender = rng.integers(0, len(bodies), rows)
    known = rng.choice(len(bodies), max(2, len(bodies) // 30), replace=False)
    near = (sender + rng.integers(1, 20, rows)) % len(bodies)
    receiver = np.where(rng.random(rows) < 0.3, rng.choice(known, rows), near)
    frame = pd.DataFrame({"from_id": bodies[sender], "to_id": bodies[receiver]})
    sent = rng.integers(1, 60, rows).astype(float)
    frame["service_type"] = rng.choice(TYPES, rows)
    frame["sent"] = np.where(rng.random(rows) < 0.2, np.nan, sent)
    frame["accepted"] = np.where(rng.random(rows) < 0.4, np.nan, np.floor(sent * rng.random(rows)))
    frame["accepted"] = frame["accepted"].where(frame["sent"].notna())
    is_own = frame["from_id"] == frame["to_id"]
    return frame[~is_own].drop_duplicates(["from_id", "to_id", "service_type"])
