"""Who is left without help if an organisation closes: `find_closures`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecosystem.errors import count_of, did_you_mean

from .additions import find_additions
from .answer import IN_PART, KNOWN, NO_SERVICE, NOT_KNOWN, ClosuresResult
from .funders import find_funders
from .market import Offer, read_field
from .stress import (
    count_least_lost,
    count_lost,
    count_lost_together,
    count_people,
    count_top,
    settle,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecosystem.data import Ecosystem

    from .market import Field
    from .stress import Settled

MOST_FOR_PAIRS = 300
"""Organisations up to which all pairs are worked out."""

_DIGITS = 3
_TINY = 1e-6
_BASIS = (
    "Who really goes where is not known: as many people as possible are taken to have a place, "
    "spread as evenly as the places allow, each once for each type of service."
)


def find_closures(  # noqa: PLR0913 - six options, as the house allows
    e: Ecosystem,
    *,
    service_type: str | None = None,
    level: int | None = None,
    places: int = 20,
    runs: int = 100,
    uncertainty: float = 0.2,
    seed: int = 0,
) -> ClosuresResult:
    """Find who is left without help if an organisation closes.

    The people in need are placed at the running services that reach them, as many as possible.
    Then each organisation closes in turn, and its people are placed again in what is free
    elsewhere, others moving up where that helps: how many can be, and how many cannot.

    Parameters
    ----------
    e
        The ecosystem. Needed: services with service_type and capacity, providers, demand, and
        where services reach (catchments or sites). Used where there: eligibility, level, and
        relationships of the kind "funds".
    service_type
        Only services of this type. None takes all; each type has its own people and places.
    level
        Only services of at least this level of advice, 1 to 3.
    places
        How many more places each step of `additions` gives.
    runs
        How often to repeat the answer with changed numbers, to see how stable it is; 0: not.
    uncertainty
        By which share every number may be off in these, 0 to 1.
    seed
        Of the random changes.

    Returns
    -------
    ClosuresResult
        By organisation_id: name; people_served (people at its services); rerouted (of these, who
        could be placed elsewhere); unserved (who could not); unserved_low and unserved_high (the
        least and most, see Notes); top_five_share (share of the runs in which its closing is among
        the five worst, 0 to 1); services (running, of the type asked), counted (of these, places
        and need known); status: known, in part (only some services are counted), not known
        (none is), no service. Empty where not known. Further frames: pairs, funders, additions.

    Raises
    ------
    ValueError
        If an option is out of its range, or the service type is not in the data.

    Notes
    -----
    With F(S) the most people that the services of the organisations S can take, found as a
    maximum flow from areas through the services that reach them, the people left without help by
    the closing of k are L(k) = F(all) - F(all without k), exactly. F is submodular, so two
    closings leave at least L(i) + L(j), and more only if the two cover for each other (Megiddo
    1974). Which of many possible flows is taken changes who is served where, not L.
    `people_served` takes the most even one: the use of places, as a share of them, is
    lexicographically optimal (Fujishige 1980).

    Eligibility and level: everyone may use what reaches them at first; who has lost their place
    may go to services for anyone or for one of the same groups, at the same level or above. What
    is not recorded is no bar. `unserved_low` has no bars at all, and room for everyone where
    places are not known; `unserved_high` needs a service for all of the same groups at a level
    known to be no lower. Both are the same as `unserved` where nothing is left open.

    A service that several organisations run goes on, with all its places, until the last of them
    closes. If a funder stops, each organisation loses the share of its places that this funder
    pays of its known funding; what is left is rounded down to whole places.

    Only the people who lose their place are placed again, by shortest augmenting paths from the
    flow there was. Cost: one maximum flow, then mostly linear in the pairs of areas and services
    in reach; pairs of organisations are quadratic and worked out up to 300 organisations.

    References
    ----------
    Megiddo, N. (1974). Optimal flows in networks with multiple sources and sinks.
    Mathematical Programming 7, 97-107. https://doi.org/10.1007/BF01585506

    Fujishige, S. (1980). Lexicographically optimal base of a polymatroid with respect to a
    weight vector. Mathematics of Operations Research 5, 186-196.
    https://doi.org/10.1287/moor.5.2.186

    Examples
    --------
    >>> import ecosystem as eco
    >>> e = eco.read_sample("west-midlands")
    >>> closures = eco.find_closures(e, service_type="immigration advice", runs=0)
    >>> print(closures.headline)
    If ... closed, ... people could not be placed elsewhere, the most of all.
    """
    _check_options(
        e,
        service_type=service_type,
        level=level,
        counts={"places": places, "runs": runs},
        uncertainty=uncertainty,
    )
    field = read_field(e, service_type, level)
    settled = settle(field)
    table = _make_table(e, field, settled)
    table["top_five_share"] = count_top(field, runs=runs, swing=uncertainty, seed=seed)
    table.loc[table["status"] == NOT_KNOWN, "top_five_share"] = np.nan
    funders, funder_notes = find_funders(e, field, settled)
    active = table["status"].isin([KNOWN, IN_PART]).sum()
    notes = [_BASIS, *field.notes, *funder_notes]
    if active > MOST_FOR_PAIRS:
        notes.append(
            f"Pairs are worked out for up to {count_of(MOST_FOR_PAIRS, 'organisation')}; here "
            f"there are {active:,}."
        )
    return ClosuresResult(
        table=table[_COLUMNS],
        pairs=_make_pairs(table, field, settled if active <= MOST_FOR_PAIRS else []),
        funders=_round(funders),
        additions=_round(find_additions(e, settle(field, _anyone), places)),
        summary=_sum_up(field, settled, int(active)),
        settings={
            "service_type": service_type,
            "level": level,
            "places": places,
            "runs": runs,
            "uncertainty": uncertainty,
            "seed": seed,
            "visibility": e.visibility,
        },
        notes=tuple(notes),
    )


_COLUMNS = [
    "name",
    "people_served",
    "rerouted",
    "unserved",
    "unserved_low",
    "unserved_high",
    "top_five_share",
    "services",
    "counted",
    "status",
]


def _check_options(
    e: Ecosystem,
    *,
    service_type: str | None,
    level: object,
    counts: dict[str, object],
    uncertainty: float,
) -> None:
    if service_type is not None:
        known = set(e.services["service_type"])
        if str(service_type).casefold() not in {one.casefold() for one in known}:
            parts = [
                f"service_type {service_type!r} is not in this data.",
                did_you_mean(str(service_type), known),
                f"Choose one of {sorted(known)}, or None for all.",
            ]
            raise ValueError(" ".join(part for part in parts if part))
    if level not in {None, 1, 2, 3}:
        msg = f"level {level!r} is not a level. Choose 1, 2 or 3, or None for any."
        raise ValueError(msg)
    for name, value in counts.items():
        if not isinstance(value, (int, np.integer)) or value < 0:
            msg = f"{name} {value!r} is not a count. Give a whole number, 0 or more."
            raise ValueError(msg)
    if not 0 <= uncertainty <= 1:
        msg = f"uncertainty {uncertainty!r} is not a share. Give a number from 0 to 1, as 0.2."
        raise ValueError(msg)


def _anyone(_: Offer, __: Offer) -> bool:
    return True


def _make_table(e: Ecosystem, field: Field, settled: list[Settled]) -> pd.DataFrame:
    organisations = e.organisations
    size = len(organisations)
    counted, uncounted = field.counts["counted"], field.counts["uncounted"]
    status = np.select(
        [counted + uncounted == 0, counted == 0, uncounted > 0],
        [NO_SERVICE, NOT_KNOWN, IN_PART],
        KNOWN,
    )
    served = count_people(field, settled, size)
    unserved = np.minimum(count_lost(settled, size), served)
    low, high = _bound(field, unserved)
    figures = {
        "people_served": served,
        "rerouted": served - unserved,
        "unserved": unserved,
        "unserved_low": np.minimum(low, unserved),
        "unserved_high": np.minimum(np.maximum(high, unserved), served),
    }
    table = pd.DataFrame(
        {
            "name": organisations["name"].to_numpy(),
            **figures,
            "services": (counted + uncounted).to_numpy(),
            "counted": counted.to_numpy(),
            "status": status,
        },
        index=pd.Index(organisations["organisation_id"], name="organisation_id"),
    )
    table.loc[table["status"] == NOT_KNOWN, list(figures)] = np.nan
    table.loc[table["status"] == IN_PART, "unserved_high"] = np.nan
    return _round(table)


def _bound(
    field: Field, unserved: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the least and the most that each closing can take, given what is left open."""
    low = high = unserved
    is_open = any(len(market.offers) > 1 for market in field.markets)
    if is_open or any(np.isnan(market.places).any() for market in field.markets):
        low = count_least_lost(settle(field, _anyone, unlimited=True), len(unserved))
    if is_open:
        high = count_lost(settle(field, Offer.surely_suits), len(unserved))
    return low, high


def _make_pairs(table: pd.DataFrame, field: Field, settled: list[Settled]) -> pd.DataFrame:
    """Return the pairs that lose more together, worst first."""
    extra = count_lost_together(settled, field)
    ids = table.index.to_numpy()
    unserved = table["unserved"].fillna(0).to_numpy()
    rows = [
        (ids[a], ids[b], unserved[a] + unserved[b] + more, unserved[a], unserved[b], more)
        for (a, b), more in extra.items()
        if more > _TINY
    ]
    columns = ["a", "b", "unserved_both", "unserved_a", "unserved_b", "extra"]
    pairs = _round(pd.DataFrame(rows, columns=columns))
    order = pairs.sort_values(["extra", "a", "b"], ascending=[False, True, True])
    return order.reset_index(drop=True)


def _sum_up(field: Field, settled: list[Settled], active: int) -> pd.Series:
    people = sum(market.people.sum() for market in field.markets)
    served = sum(one.use.sum() for one in settled)
    return pd.Series(
        {
            "people": people,
            "places": sum(np.nansum(market.places) for market in field.markets),
            "people_served": round(served, _DIGITS),
            "people_without": round(people - served, _DIGITS),
            "organisations": active,
        },
        name="summary",
    )


def _round(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame to a thousandth of a person, without negative zeros."""
    numbers = frame.select_dtypes("float").columns
    return frame.assign(**{name: frame[name].round(_DIGITS) + 0.0 for name in numbers})
