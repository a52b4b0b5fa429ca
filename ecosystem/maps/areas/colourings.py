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


_SHADES = ("#fdf1e4", "#f9d2a8", "#ec9c5e", "#bf5a22", "#702c0c")
"""From better to worse: one hue that grows darker, so that order is seen with any colour vision. On
every measure darker is worse: no green, which readers take to be good."""

_STEPS = (1, 2, 5, 10)
"""What a break between classes of people is, times a power of ten: numbers that are easy to say."""

_BREAKS_KM = (5.0, 10.0, 20.0, 40.0)
"""Kilometres at which classes of distance begin, each twice the one before, because a kilometre
counts for less where all are far. They are the same on every map, so that maps compare."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Measure:
    """One measure in classes.

    Attributes
    ----------
    name : str
        What is measured.
    classes, colours : (classes,) words
        What each class is called, and its colour.
    class_of_area : (areas,) int
        The class of each area; -1 if it is not known or not shown.
    """

    name: str
    classes: Sequence[str]
    colours: Sequence[str]
    class_of_area: NDArray[np.intp]

    def to_plain(self) -> dict[str, object]:
        """Return the measure as plain lists, with how many areas are in each class."""
        counts = np.bincount(self.class_of_area + 1, minlength=len(self.classes) + 1)
        return {
            "name": self.name,
            "classes": list(self.classes),
            "colours": list(self.colours),
            "counts": counts[1:].tolist(),
            "unknown": int(counts[0]),
            "of": self.class_of_area.tolist(),
        }


def list_measures(result: GapsResult) -> list[Measure]:
    """Return the measures of an answer that are known for any area."""
    table = result.table
    # Where nobody is taken now, room that is there on record meets nothing.
    is_shut = table["is_drought"].astype(bool)
    need = table["demand"].to_numpy(dtype=float)
    # Where few are in need nothing is said of how many of them are helped.
    few = table["is_hidden"].astype(bool)
    without = table["deficit"].mask(few).to_numpy(dtype=float)
    measures = [
        _class_people("People counted as in need", need),
        _class_share("Share of need there is room for", table["coverage"].mask(few | is_shut)),
        _class_people("People left without", without),
        _class_distance("Kilometres to the nearest", table["nearest_km"]),
        _class_region("Gaps that form a region", result),
    ]
    return [measure for measure in measures if (measure.class_of_area >= 0).any()]


def _class_people(name: str, people: NDArray[np.float64]) -> Measure:
    """Return classes of people; the first holds everything below 5, few and none."""
    rounded = _round_breaks(people[people >= LEAST_SHOWN])
    breaks = [LEAST_SHOWN, *[number for number in rounded if number > LEAST_SHOWN]]
    classes = [
        SMALL,
        *[f"{low:,.0f} to {high - 1:,.0f}" for low, high in pairwise(breaks)],
        f"{breaks[-1]:,.0f} or more",
    ]
    whole = np.asarray(np.round(people), dtype=np.float64)
    return _make_measure(name, classes, _SHADES[: len(classes)], whole, breaks)


def _class_share(name: str, share: pd.Series) -> Measure:
    """Return four classes of a share; where little is met, the area is dark."""
    values = share.to_numpy(dtype=float)
    classes = ["under a quarter", "a quarter to a half", "a half to three quarters", "more"]
    return _make_measure(name, classes, _SHADES[4:0:-1], values, (0.25, 0.5, 0.75))


def _class_distance(name: str, distance: pd.Series) -> Measure:
    values = distance.to_numpy(dtype=float)
    between = [f"{low:.0f} to {high:.0f} km" for low, high in pairwise(_BREAKS_KM)]
    classes = [f"under {_BREAKS_KM[0]:.0f} km", *between, f"{_BREAKS_KM[-1]:.0f} km or more"]
    return _make_measure(name, classes, _SHADES, values, _BREAKS_KM)


def _class_region(name: str, result: GapsResult) -> Measure:
    """Return which areas are part of a hot spot; nothing where there is none."""
    regions = result.hot_spots["region"].reindex(result.table.index)
    is_tested = result.table.index.isin(result.hot_spots.index)
    outside = np.where(is_tested & regions.notna().any(), 1, -1)
    return Measure(
        name=name,
        classes=["part of a region of gaps", "not part of one"],
        colours=[_SHADES[3], _SHADES[0]],
        class_of_area=np.where(regions.notna(), 0, outside).astype(np.intp),
    )


def _make_measure(
    name: str,
    classes: Sequence[str],
    colours: Sequence[str],
    values: NDArray[np.float64],
    breaks: Sequence[float],
) -> Measure:
    """Return numbers (areas,) in classes; who is at a break belongs to the class above it."""
    classed = np.searchsorted(breaks, values, side="right")
    return Measure(
        name=name,
        classes=classes,
        colours=colours,
        class_of_area=np.where(np.isnan(values), -1, classed).astype(np.intp),
    )


def _round_breaks(values: NDArray[np.float64]) -> list[float]:
    """Return up to three round numbers near the quartiles."""
    if not len(values):
        return []
    breaks = set()
    for quartile in np.quantile(values, [0.25, 0.5, 0.75]):
        power = 10 ** np.floor(np.log10(max(quartile, 1)))
        candidates = [step * power for step in _STEPS]
        breaks.add(float(min(candidates, key=lambda number: abs(number - quartile))))
    return sorted(breaks)
