"""Better divisions by moving one organisation, or by swapping two, for many starts at once.

Nothing is counted anew: what a move changes follows from how many ties an organisation has, and
how many of them lead to the core. So all moves of all divisions are weighed as one array.
"""

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
"""Above this many organisations no two are swapped: it needs a square of who is tied to whom."""

_MOST_SWAPS = 40
"""From each side of a division so many are tried in swaps, those whose own move is best: 1,600
swaps. With fewer the best swap is missed more often; all of them would take the square of the
organisations."""

_MOST_STEPS = 400
"""Steps after which climbing ends, if it has not come to rest; each betters the value."""

_WORK = 200_000
"""Steps times organisations, at most: in large networks climbing ends sooner, as each step weighs
every organisation's move, and what a single move betters there is little."""


class Objective(Protocol):
    """How good divisions are, from their block counts; -inf where it is not defined."""

    def __call__(self, blocks: Blocks, /) -> Floats:
        """Return a value for each division."""
        ...


@dataclass(frozen=True, kw_only=True, eq=False)
class Division:
    """One division into core and rest, and how good it is.

    Attributes
    ----------
    core : (organisations,) bool
        Who is in the core.
    value : float
        The value by the objective it was made for.
    """

    core: Flags
    value: float


@dataclass(frozen=True, kw_only=True, eq=False)
class Divisions:
    """Several divisions, a row each, with what their block counts are made of.

    Attributes
    ----------
    core : (divisions, organisations) bool
        Who is in the core.
    to_core : (divisions, organisations) int
        How many ties each organisation has to the core.
    within, outside : (divisions,) int
        Ties with both ends in the core, and with none.
    size : (divisions,) int
        How many are in the core.
    silent : (divisions,) int
        How many of these did not report.
    """

    core: Flags
    to_core: Integers
    within: Integers
    outside: Integers
    size: Integers
    silent: Integers

    def take(self, rows: Flags | Integers) -> Divisions:
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
    to_core = network.ties_into(cores)
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

    # (divisions,): the value of each, and whether it is still on its way up.
    values = np.array([start.value for start in starts])
    climbing = np.ones(len(starts), dtype=bool)
    known: dict[bytes, tuple[Integers, float]] = {}
    for _ in range(min(_MOST_STEPS, _WORK // network.size)):
        rows = np.flatnonzero(climbing)
        part = now.take(climbing)

        # (divisions on their way, organisations): the value after moving each one across.
        flips = objective(flip_each(network, part))
        moves = np.argmax(flips, axis=1)[:, None]
        reached = np.take_along_axis(flips, moves, axis=1)[:, 0]

        # Swaps are many more than moves, so they are looked at only where no move helps. A swap
        # holds two organisations; in its two columns a move is the same organisation twice.
        stuck = reached <= values[rows] + EQUAL
        if stuck.any() and network.size <= MOST_FOR_SWAPS:
            swaps, by_swap = _find_swaps(network, objective, part.take(stuck), flips[stuck], known)
            moves = np.repeat(moves, 2, axis=1)
            moves[stuck], reached[stuck] = swaps, by_swap

        # Only what is better by more than rounding is a step: otherwise two equal divisions
        # would be exchanged for ever.
        climbs = reached > values[rows] + EQUAL
        climbing[rows[~climbs]] = False
        if not climbing.any():
            break
        values[rows[climbs]] = reached[climbs]
        _move(network, now, rows[climbs], moves[climbs])
    return [
        Division(core=core, value=float(value))
        for core, value in zip(now.core, values, strict=True)
    ]


def _move(network: Network, now: Divisions, rows: Integers, changed: Integers) -> None:
    """Move organisations across the border of some divisions, in place.

    A row of `changed` holds the one organisation that moves, or two; the same twice is one.
    """
    for column in range(changed.shape[1]):
        moves = slice(None) if not column else changed[:, column] != changed[:, 0]
        at, who = rows[moves], changed[moves, column]
        step = np.where(now.core[at, who], -1, 1)
        to_core = now.to_core[at, who]
        now.within[at] += step * to_core
        now.outside[at] -= step * (network.degree[who] - to_core)
        now.size[at] += step
        now.silent[at] += step * network.silent[who]
        now.core[at, who] = step == 1
        for row, organisation, change in zip(at.tolist(), who.tolist(), step.tolist(), strict=True):
            now.to_core[row, network.neighbours_of(organisation)] += change


def flip_each(network: Network, now: Divisions) -> Blocks:
    """Return the block counts after moving each organisation across, one at a time.

    All arrays are (divisions, organisations).
    """
    step = np.where(now.core, -1, 1).astype(np.int64)
    size = now.size[:, None] + step

    # Who joins makes its ties to the core ties within, and takes its others from the outside;
    # who leaves, the reverse.
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
    network: Network,
    objective: Objective,
    now: Divisions,
    flips: Floats,
    known: dict[bytes, tuple[Integers, float]],
) -> tuple[Integers, Floats]:
    """Return the best swap of each division, and its value, -inf if there is none.

    A row of the first is who leaves and who joins. `known` are those of cores that were looked at
    before, as many starts lead to the same one; those found here are added to it.
    """
    keys = [core.tobytes() for core in now.core]
    new = {key: row for row, key in enumerate(keys) if key not in known}
    if new:
        rows = np.array(list(new.values()))
        part, each = now.take(rows), np.arange(len(rows))
        leaving, joining, possible = list_swaps(part, flips[rows])
        values = objective(swap_each(network, part, leaving, joining))
        values = np.where(possible, values, -np.inf)
        best = np.argmax(values, axis=1)
        swaps = np.column_stack([leaving[each, best], joining[each, best]])
        known.update(zip(new, zip(swaps, values[each, best].tolist(), strict=True), strict=True))
    found = [known[key] for key in keys]
    return np.array([swap for swap, _ in found]), np.array([value for _, value in found])


def list_swaps(now: Divisions, flips: Floats) -> tuple[Integers, Integers, Flags]:
    """Return who may leave and who may join instead, and whether each swap is one.

    A row is a division, a column a swap. Of each division those are taken whose own move is best,
    given the values of the moves. Where there are too few, an organisation is swapped with
    itself, which changes nothing.
    """
    most = min(_MOST_SWAPS, flips.shape[1])
    best_out = np.argsort(-np.where(now.core, flips, -np.inf), axis=1, kind="stable")[:, :most]
    best_in = np.argsort(-np.where(now.core, -np.inf, flips), axis=1, kind="stable")[:, :most]

    # Each of those who may leave beside each of those who may join.
    leaving, joining = np.repeat(best_out, most, axis=1), np.tile(best_in, (1, most))
    rows = np.arange(len(flips))[:, None]
    possible = now.core[rows, leaving] & ~now.core[rows, joining]
    return leaving, np.where(possible, joining, leaving), possible


def swap_each(network: Network, now: Divisions, leaving: Integers, joining: Integers) -> Blocks:
    """Return the block counts after each swap, in the shape of the swaps."""
    rows = np.arange(len(leaving))[:, None]
    leaver_to_core, joiner_to_core = now.to_core[rows, leaving], now.to_core[rows, joining]

    # If the two are tied, their tie counts as one of the joiner's ties to the core and as one of
    # the leaver's new ties outside; it is neither, but between the two blocks.
    tied = network.are_tied[leaving, joining].astype(np.int64)
    within = now.within[:, None] - leaver_to_core + joiner_to_core - tied
    outside = now.outside[:, None] + (network.degree[leaving] - leaver_to_core)
    outside = outside - (network.degree[joining] - joiner_to_core) - tied
    silent = now.silent[:, None] - network.silent[leaving]
    silent = silent + network.silent[joining].astype(np.int64)
    size = np.broadcast_to(now.size[:, None], leaving.shape)
    return Blocks(
        total=network.size,
        size=size,
        ties=(within, len(network.source) - within - outside, outside),
        pairs=count_pairs(network, size, silent),
    )
