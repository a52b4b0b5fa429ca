"""Which groups are missing: none of theirs is in the core, or has to do with a need."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecosystem.graph import find_positions

from .groups import number_service_types

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from ecosystem.data import Ecosystem

    from .groups import Groups

    Flags = NDArray[np.bool_]

CORE = "core"
"""The core among the circles, beside the types of service."""

MISSING, NOT_KNOWN = "missing", "not known"


@dataclass(frozen=True, kw_only=True, eq=False)
class Circle:
    """Those among whom a group may be missing.

    Attributes
    ----------
    name : str
        "core", or a type of service.
    is_in : (organisations,) bool
        Who belongs to it for certain.
    may_be_in : (organisations,) bool
        Of whom that is open.
    """

    name: str
    is_in: Flags
    may_be_in: Flags


def list_circles(e: Ecosystem, role: pd.Series | None, *, with_needs: bool) -> Iterator[Circle]:
    """Yield the core, if roles are given, and all who have to do with each type of service."""
    if role is not None and (role == "core").any():
        yield Circle(
            name=CORE,
            is_in=(role == "core").to_numpy(dtype=bool),
            may_be_in=(role == "uncertain").to_numpy(dtype=bool),
        )
    if with_needs:
        yield from _list_needs(e)


def _list_needs(e: Ecosystem) -> Iterator[Circle]:
    positions = find_positions(e)
    kinds, names = number_service_types(e)
    pairs = positions.providers.tocoo()
    passed_on = e.referrals["service_type"].astype("str").str.casefold()
    for number, name in enumerate(names):
        is_kind = (kinds == number) & positions.is_offered
        is_in = np.zeros(len(positions.organisation_ids), dtype=bool)
        is_in[pairs.col[is_kind[pairs.row]]] = True
        on = e.referrals[
            (passed_on == name.casefold()).to_numpy() & (e.referrals["sent"] != 0).to_numpy()
        ]
        for end in ("from_id", "to_id"):
            is_in[positions.find_organisations(on[end])] = True
        # A service of which it is not recorded who runs it may be run by anybody.
        has_nobody = np.diff(positions.providers.indptr) == 0
        is_open = bool((is_kind & has_nobody).any())
        yield Circle(
            name=name,
            is_in=is_in & positions.is_active,
            may_be_in=positions.is_active & is_open,
        )


def list_missing(circles: Iterator[Circle], groups: Groups, is_active: Flags) -> pd.DataFrame:
    """Return the groups with nobody in a circle, a row a circle and group.

    A group is missing only if nobody of whom it is open may be one of it: neither who may belong to
    the circle, nor who belongs to it and whose group is not known.
    """
    rows = []
    # (organisations, groups): who is in which; nobody where the group is not known.
    is_of = np.vstack([groups.holds, np.zeros((1, len(groups.keys)), dtype=bool)])[groups.label]
    is_nowhere = groups.label < 0
    sizes = is_of[is_active].sum(axis=0)
    for circle in circles:
        inside = is_of[circle.is_in].any(axis=0)
        may_be_any = bool((is_nowhere & (circle.is_in | circle.may_be_in)).any())
        is_open: Flags = np.atleast_1d(is_of[circle.may_be_in].any(axis=0)) | may_be_any
        rows += [
            {
                "circle": circle.name,
                "group": groups.keys[group],
                "name": groups.names[group],
                "organisations": int(sizes[group]),
                "status": NOT_KNOWN if is_open[group] else MISSING,
            }
            for group in np.flatnonzero(~inside & (sizes > 0))
            if circle.is_in.any()
        ]
    columns = ["circle", "group", "name", "organisations", "status"]
    return pd.DataFrame(
        rows, columns=columns, index=pd.RangeIndex(1, len(rows) + 1, name="missing")
    )
