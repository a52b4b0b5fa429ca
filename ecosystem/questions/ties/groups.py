"""Which group each organisation belongs to: its sector, its area, or the services it runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from ecosystem.graph import find_positions

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from ecosystem.data import Ecosystem

By = Literal["sector", "area", "service type"]

NOT_KNOWN = "not known"
"""The sector of an organisation whose sector somebody looked for and did not find."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Groups:
    """The groups, and who is in which.

    Organisations that are in the same groups are of one class: with sectors and areas a class is a
    group; who runs two types of service is in both groups and of the class of those who run both.

    Attributes
    ----------
    keys, names : (groups,) text
        What tells the groups apart (a word, or a code), and what they are called.
    label : (organisations,) int
        The class of each organisation that runs; -1 where its group is not known.
    holds : (classes, groups) bool
        Which groups the organisations of a class are in: one or more.
    """

    keys: list[str]
    names: list[str]
    label: NDArray[np.int64]
    holds: NDArray[np.bool_]

    @property
    def are_apart(self) -> bool:
        """Whether no organisation is in two groups."""
        return bool((self.holds.sum(axis=1) <= 1).all())

    @property
    def class_names(self) -> list[str]:
        """What the classes are called: their groups."""
        return [
            " and ".join(name for name, is_in in zip(self.names, row, strict=True) if is_in)
            for row in self.holds
        ]


def list_groups(e: Ecosystem, by: By) -> Groups:
    """Return the groups of the organisations by sector, area or service type."""
    return GROUPINGS[by](e)


def _group_by_sector(e: Ecosystem) -> Groups:
    sector = e.organisations["sector"]
    return _take_one(e, sector.mask(sector == NOT_KNOWN), {})


def _group_by_area(e: Ecosystem) -> Groups:
    areas = e.areas
    names = dict(zip(areas["area_code"], areas["name"], strict=True))
    return _take_one(e, e.organisations["area_code"], names)


def _take_one(e: Ecosystem, column: pd.Series, names: dict[str, str]) -> Groups:
    """Return the groups of a column that names one for each organisation that runs."""
    label, keys = pd.factorize(column.where(find_positions(e).is_active), sort=True)
    listed = [str(key) for key in keys]
    return Groups(
        keys=listed,
        names=[names.get(key, key) for key in listed],
        label=label.astype(np.intp),
        holds=np.eye(len(listed), dtype=bool),
    )


def number_service_types(e: Ecosystem) -> tuple[NDArray[np.intp], list[str]]:
    """Return the number of each service's type, whatever its capitals, and the types as written.

    Of two spellings the first in order is taken: "English classes" before "english classes".
    """
    written = e.services["service_type"].astype("str")
    numbers, _ = pd.factorize(written.str.casefold(), sort=True)
    return numbers, [str(name) for name in written.groupby(numbers).min()]


def _group_by_service_type(e: Ecosystem) -> Groups:
    positions = find_positions(e)
    kinds, names = number_service_types(e)
    pairs = positions.providers.tocoo()
    runs = positions.is_offered[pairs.row] & positions.is_active[pairs.col]
    # (organisations, types): who runs which; then each different row is a class.
    is_in = np.zeros((len(positions.organisation_ids), len(names)), dtype=bool)
    is_in[pairs.col[runs], kinds[pairs.row[runs]]] = True
    has_any = is_in.any(axis=1)
    holds, label = np.unique(is_in[has_any], axis=0, return_inverse=True)
    every = np.full(len(is_in), -1, dtype=np.intp)
    every[has_any] = label.ravel()
    return Groups(keys=names, names=names, label=every, holds=holds)


GROUPINGS: dict[By, Callable[[Ecosystem], Groups]] = {
    "sector": _group_by_sector,
    "area": _group_by_area,
    "service type": _group_by_service_type,
}
"""What organisations can be grouped by."""
