"""Better divisions by moving one organisation, or by swapping two, for many starts at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from .network import Blocks, count_pairs

if TYPE_CHECKING:
    from .network import Flags, Floats, Integers, Network


EQUAL = 1e-9
"""Values no further apart than this are the same value, up to rounding."""

MOST_FOR_SWAPS = 2_000
"""Above this many organisations no two are swapped."""

_MOST_SWAPS = 40
_MOST_STEPS = 400
_WORK = 200_000


class Objective(Protocol):
    """How good divisions are, from their block counts; -inf where it is not defined."""

    def __call__(self, blocks: Blocks, /) -> Floats:
        """Return a value for each division."""
        ...


@dataclass(frozen=True, kw_only=True, eq=False)
class Division:
    """Who is in the core, and how good the division is."""

    core: Flags
    value: float


@dataclass(frozen=True, kw_only=True, eq=False)
class Divisions:
    """Several divisions, a row each, with what their block counts are made of.

    `to_core` is how many ties each organisation has to the core; the others are ties within the
    core and outside it, the size of the core, and how many in it did not report.
    """

    core: Flags
    to_core: Integers
    within: Integers
    outside: Integers
    size: Integers
    silent: Integers

    def take(self, rows: Flags) -> Divisions:
        """Return some of the divisions."""
        return Divisions(
            core=self.core[rows],
            to_core=self.to_core[rows],
            within=self.within[rows],
            outside=self.outside[rows],
            size=self.size[rows],
            silent=self.silent[rows],
        )


def list_divisions(network: Network, cores: Flags) -> Divisions:
    """Return divisions with these cores, a row each."""
    to_core = np.array([network.ties_into(core) for core in cores])
    return Divisions(
        core=cores.copy(),
        to_core=to_core,
        within=(to_core * cores).sum(axis=1) // 2,
        outside=((network.degree - to_core) * ~cores).sum(axis=1) // 2,
        size=cores.sum(axis=1),
        silent=(cores & network.silent).sum(axis=1),
    )


def climb(network: Network, objective: Objective, starts: list[Division]) -> list[Division]:
    """Return the divisions reached by the best move or swap, again and again, from each start."""
    now = list_divisions(network, np.array([start.core for start in starts]))
    values = np.array([start.value for start in starts])
    climbing = np.ones(len(starts), dtype=bool)
    for _ in range(min(_MOST_STEPS, _WORK // network.size)):
        rows = np.flatnonzero(climbing)
        part = now.take(climbing)
        flips = objective(flip_each(network, part))
        moves = np.argmax(flips, axis=1)[:, None]
        found = np.take_along_axis(flips, moves, axis=1)[:, 0]
        stuck = found <= values[rows] + EQUAL
        if stuck.any() and network.size <= MOST_FOR_SWAPS:
            swaps, better = _find_swaps(network, objective, part.take(stuck), flips[stuck])
            moves = np.repeat(moves, 2, axis=1)
            moves[stuck], found[stuck] = swaps, better
        climbs = found > values[rows] + EQUAL
        climbing[rows[~climbs]] = False
        if not climbing.any():
            break
        values[rows[climbs]] = found[climbs]
        for row, changed in zip(rows[climbs], moves[climbs], strict=True):
            _move(network, now, int(row), set(changed.tolist()))
    return [
        Division(core=core, value=float(value))
        for core, value in zip(now.core, values, strict=True)
    ]


def _move(network: Network, now: Divisions, row: int, changed: set[int]) -> None:
    """Move organisations across the border of one division, in place."""
    for one in changed:
        step = -1 if now.core[row, one] else 1
        to_core = int(now.to_core[row, one])
        now.within[row] += step * to_core
        now.outside[row] -= step * (int(network.degree[one]) - to_core)
        now.size[row] += step
        now.silent[row] += step * int(network.silent[one])
        now.to_core[row, network.neighbours_of(one)] += step
        now.core[row, one] = step == 1


def flip_each(network: Network, now: Divisions) -> Blocks:
    """Return the block counts after moving each organisation across, one at a time."""
    step = np.where(now.core, -1, 1).astype(np.int64)
    size = now.size[:, None] + step
    within = now.within[:, None] + step * now.to_core
    outside = now.outside[:, None] - step * (network.degree - now.to_core)
    silent = now.silent[:, None] + step * network.silent
    return Blocks(
        total=network.size,
        size=size,
        ties=(within, len(network.source) - within - outside, outside),
        pairs=count_pairs(network, size, silent),
    )


def _find_swaps(
    network: Network, objective: Objective, now: Divisions, flips: Floats
) -> tuple[Integers, Floats]:
    """Return the best swap of each division, and its value, -inf if there is none."""
    out, into, possible = list_swaps(now, flips)
    values = objective(swap_each(network, now, out, into))
    values = np.where(possible, values, -np.inf)
    best = np.argmax(values, axis=1)
    rows = np.arange(len(best))
    return np.column_stack([out[rows, best], into[rows, best]]), values[rows, best]


def list_swaps(now: Divisions, flips: Floats) -> tuple[Integers, Integers, Flags]:
    """Return who may leave and who may join instead, and whether each swap is one.

    Of each division those are taken whose own move is best, given the values of the moves. Where
    there are too few, an organisation is swapped with itself, which changes nothing.
    """
    most = min(_MOST_SWAPS, flips.shape[1])
    leaving = np.argsort(-np.where(now.core, flips, -np.inf), axis=1, kind="stable")[:, :most]
    joining = np.argsort(-np.where(now.core, -np.inf, flips), axis=1, kind="stable")[:, :most]
    out, into = np.repeat(leaving, most, axis=1), np.tile(joining, (1, most))
    rows = np.arange(len(flips))[:, None]
    possible = now.core[rows, out] & ~now.core[rows, into]
    return out, np.where(possible, into, out), possible


def swap_each(network: Network, now: Divisions, out: Integers, into: Integers) -> Blocks:
    """Return the block counts after each swap: `out` leaves the core and `into` joins it."""
    rows = np.arange(len(out))[:, None]
    tied = network.are_tied[out, into].astype(np.int64)
    leaves, joins = now.to_core[rows, out], now.to_core[rows, into]
    within = now.within[:, None] - leaves + joins - tied
    outside = now.outside[:, None] + (network.degree[out] - leaves)
    outside = outside - (network.degree[into] - joins) - tied
    silent = now.silent[:, None] - network.silent[out] + network.silent[into].astype(np.int64)
    size = np.broadcast_to(now.size[:, None], out.shape)
    return Blocks(
        total=network.size,
        size=size,
        ties=(within, len(network.source) - within - outside, outside),
        pairs=count_pairs(network, size, silent),
    )
