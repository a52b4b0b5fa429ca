"""What a map of areas may be coloured by, in classes that give no small number away."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from ecosystem.disclosure import LEAST_SHOWN, SMALL

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from ecosystem.questions.gaps import GapsResult


_STEPS = (1, 2, 5)
_SHADES = ("#e3efec", "#a9d0c8", "#5fa79c", "#2a766e", "#0f413d")


@dataclass(frozen=True, kw_only=True, eq=False)
class Measure:
    """One measure in classes: their names and colours, and the class of each area (-1: none)."""

    name: str
    classes: Sequence[str]
    colours: Sequence[str]
    of: NDArray[np.intp]

    def to_plain(self) -> dict[str, object]:
        """Return the measure as plain lists, with how many areas are in each class."""
        counts = np.bincount(self.of + 1, minlength=len(self.classes) + 1)
        return {
            "name": self.name,
            "classes": list(self.classes),
            "colours": list(self.colours),
            "counts": counts[1:].tolist(),
            "unknown": int(counts[0]),
            "of": self.of.tolist(),
        }


def list_measures(result: GapsResult) -> list[Measure]:
    """Return the measures of an answer that are known for any area."""
    table = result.table
    hidden = table["is_hidden"].to_numpy(dtype=bool)
    need = table["demand"].to_numpy(dtype=float)
    measures = [
        _by_people("People in need", need, hidden),
        _by_share("Share of need that is met", table["coverage"], hidden),
        _by_people(
            "People left without",
            table["deficit"].mask(table["is_hidden"].astype(bool)).to_numpy(dtype=float),
            hidden,
        ),
        _by_distance("Kilometres to the nearest", table["nearest_km"]),
        _by_region("Gaps that form a region", result),
    ]
    return [one for one in measures if (one.of >= 0).any()]


def _by_people(name: str, people: NDArray[np.float64], hidden: NDArray[np.bool_]) -> Measure:
    """Return classes of people; the first holds everything below 5, whether hidden or none."""
    values = np.where(hidden & (people >= LEAST_SHOWN), np.nan, people)
    breaks = [
        LEAST_SHOWN,
        *[one for one in _round_breaks(values[values >= LEAST_SHOWN]) if one > LEAST_SHOWN],
    ]
    of = np.where(np.isnan(values), -1, np.searchsorted(breaks, np.round(values), side="right"))
    names = [SMALL]
    names += [f"{low:,.0f} to {high - 1:,.0f}" for low, high in pairwise(breaks)]
    names.append(f"{breaks[-1]:,.0f} or more")
    return Measure(name=name, classes=names, colours=_SHADES[: len(names)], of=of.astype(np.intp))


def _by_share(name: str, share: pd.Series, hidden: NDArray[np.bool_]) -> Measure:
    values = np.where(hidden, np.nan, share.to_numpy(dtype=float))
    of = np.where(np.isnan(values), -1, np.clip(np.floor(np.nan_to_num(values) * 4), 0, 3))
    names = ["under a quarter", "a quarter to a half", "a half to three quarters", "more"]
    return Measure(name=name, classes=names, colours=_SHADES[3::-1], of=of.astype(np.intp))


def _by_distance(name: str, distance: pd.Series) -> Measure:
    values = distance.to_numpy(dtype=float)
    breaks = [5.0, 10.0, 20.0, 40.0]
    of = np.where(np.isnan(values), -1, np.searchsorted(breaks, values, side="right"))
    names = ["under 5 km", "5 to 10 km", "10 to 20 km", "20 to 40 km", "40 km or more"]
    return Measure(name=name, classes=names, colours=_SHADES, of=of.astype(np.intp))


def _by_region(name: str, result: GapsResult) -> Measure:
    """Return which areas are part of a hot spot; nothing where there is none."""
    regions = result.hot_spots["region"].reindex(result.table.index)
    tested = np.where(result.table.index.isin(result.hot_spots.index), 1, -1)
    of = np.where(regions.notna(), 0, tested if regions.notna().any() else -1)
    return Measure(
        name=name,
        classes=["part of a region of gaps", "not part of one"],
        colours=[_SHADES[3], _SHADES[0]],
        of=of.astype(np.intp),
    )


def _round_breaks(values: NDArray[np.float64]) -> list[float]:
    """Return up to three round numbers near the quartiles."""
    if not len(values):
        return []
    found = set()
    for value in np.quantile(values, [0.25, 0.5, 0.75]):
        power = 10 ** np.floor(np.log10(max(value, 1)))
        found.add(
            float(min((step * power for step in (*_STEPS, 10)), key=lambda x: abs(x - value)))
        )
    return sorted(found)
