"""What to ask next: the places of services that keep an organisation from being counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ecosystem.access import ask_all_needed, make_cells

if TYPE_CHECKING:
    import pandas as pd

    from ecosystem.data import Ecosystem

    from .market import Field


def ask_places(e: Ecosystem, field: Field) -> pd.DataFrame:
    """Return the frame `to_ask`: capacities that keep what a closing would do from being known.

    An organisation is settled once the places of all its services that reach a known need are
    known: its status is then known, or it was open for another reason and is not listed.
    """
    services = e.services
    capacity = services["capacity"].to_numpy(dtype=float)
    is_silent = np.zeros(len(services), dtype=bool)
    for market in field.markets:
        is_silent[market.services[np.diff(market.reach.tocsc().indptr) > 0]] = True
    silent = np.flatnonzero(is_silent & np.isnan(capacity))
    runs = [(body, unit) for unit, row in enumerate(silent) for body in field.runs[row]]

    # Whoever runs a service that reaches no known need stays uncounted however many places it has.
    size = len(e.organisations)
    body = np.array([body for body, _ in runs], dtype=np.intp)
    unit = np.array([unit for _, unit in runs], dtype=np.intp)
    is_enough = np.bincount(body, minlength=size) == field.counts["uncounted"].to_numpy()
    asked = services.iloc[silent]
    cells = make_cells(
        "services",
        "capacity",
        unit=np.arange(len(silent)),
        ids=asked["service_id"],
        names=asked["name"],
    )
    weights = np.tile([0.0, 1.0, 0.0], (size, 1))
    return ask_all_needed(cells, (body[is_enough[body]], unit[is_enough[body]]), weights)
