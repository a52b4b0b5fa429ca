"""What to ask next: the unrecorded cells that keep most open, by the value of information.

Howard, R. A. (1966). Information value theory. IEEE Transactions on Systems Science and Cybernetics
2(1). https://doi.org/10.1109/TSSC.1966.300074
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from ecosystem.result import TO_ASK_COUNTS, empty_to_ask, make_to_ask

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd
    from numpy.typing import NDArray

    Matrix = sparse.csc_array[Any]

MOST_CELLS = 10
"""Cells listed: what a meeting can share out. All answers to these are tried, 2 to the power of 10,
so one more doubles the time."""

_FEW_UNITS = 8
"""Units up to which every set of them is tried in each step, 255 at the most, so that no set
settles more for what it costs; above, what single subjects need, and single units."""

_CANDIDATES = 24
"""Subjects and single units tried in a step where there are more units: those with most to settle.
On the West Midlands with legal aid blanked, 24 list what all would."""

_SURE = 1 - 1e-9
"""Sums of shares this near to what is missing are enough: the rest is rounding."""

_BETTER = 1 + 1e-9
"""How much more a larger set must settle for each cell than a smaller one, so that rounding does
not decide between two that are alike."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Cells:
    """Cells that are not recorded, a row a cell.

    Attributes
    ----------
    unit : (cells,) int
        Number of the unit in which each is asked.
    table, id, column, name : (cells,) object
        Where it stands, and the name of whoever its row is about.
    """

    unit: NDArray[np.intp]
    table: NDArray[np.object_]
    id: NDArray[np.object_]
    column: NDArray[np.object_]
    name: NDArray[np.object_]

    def order_by(self, unit: NDArray[np.intp]) -> Cells:
        """Return the cells with these numbers for their units, in the order of these."""
        order = np.argsort(unit, kind="stable")
        return Cells(
            unit=unit[order],
            table=self.table[order],
            id=self.id[order],
            column=self.column[order],
            name=self.name[order],
        )


@dataclass(frozen=True, kw_only=True, eq=False)
class OpenQuestions:
    """What is open, and what would settle it.

    A unit is what is asked of one service, organisation or area in one go: a cell or a few. A
    subject is what an answer is about: an area, or an organisation.

    Attributes
    ----------
    cells
        The cells of all units, in the order of these.
    needs : (subjects, units) sparse bool
        The subject stays open as long as the unit has not been asked, unless the answers to others
        are enough. A subject that needs nothing is not open.
    needs_least : (subjects, units) sparse bool
        The same if the answers fall well: without what others may make needless.
    gain : (subjects, units) sparse float
        What a yes to the unit brings the subject nearer to being settled, at the least.
    gain_high : (subjects, units) sparse float
        The same at the most.
    missing : (subjects,) float
        The gain at which the subject is settled whatever the rest may be; infinite: never so.
    chance : (units,) float
        The share of the possible answers that are a yes.
    weights : (subjects, 3) float
        Areas, organisations and people that the subject stands for.
    """

    cells: Cells
    needs: Matrix
    needs_least: Matrix
    gain: Matrix
    gain_high: Matrix
    missing: NDArray[np.float64]
    chance: NDArray[np.float64]
    weights: NDArray[np.float64]

    @cached_property
    def total(self) -> NDArray[np.float64]:
        """How many units each subject needs."""
        return np.asarray(self.needs.sum(axis=1), dtype=np.float64)

    @cached_property
    def total_least(self) -> NDArray[np.float64]:
        """How many units each subject needs if the answers fall well."""
        return np.asarray(self.needs_least.sum(axis=1), dtype=np.float64)

    @cached_property
    def weight(self) -> NDArray[np.float64]:
        """What it is worth to settle each subject: its people, and one if nobody is counted."""
        return 1 + self.weights[:, 2]

    @cached_property
    def enough(self) -> NDArray[np.float64] | None:
        """The gain from which each subject is settled; None if no gain settles any."""
        return self.missing * _SURE if np.isfinite(self.missing).any() else None


def make_cells(
    table: object, column: object, *, unit: NDArray[np.intp], ids: pd.Series, names: pd.Series
) -> Cells:
    """Return cells of some rows.

    `table` and `column` are of each cell, or the same of all; `unit` (cells,) is the number of the
    row of `ids` and `names` that is asked.
    """
    return Cells(
        unit=unit,
        table=np.full(len(unit), table, dtype=object),
        id=ids.to_numpy(dtype=object)[unit],
        column=np.full(len(unit), column, dtype=object),
        name=names.to_numpy(dtype=object)[unit],
    )


def join_cells(first: Cells, second: Cells, *, units: int) -> Cells:
    """Return the cells of both, with the units of the second behind all `units` of the first."""
    return Cells(
        unit=np.concatenate([first.unit, second.unit + units]),
        table=np.concatenate([first.table, second.table]),
        id=np.concatenate([first.id, second.id]),
        column=np.concatenate([first.column, second.column]),
        name=np.concatenate([first.name, second.name]),
    )


def ask_all_needed(
    cells: Cells,
    needs: tuple[NDArray[np.intp], NDArray[np.intp]],
    weights: NDArray[np.float64],
) -> pd.DataFrame:
    """Return what to ask where each subject needs all its units asked, whatever the answers.

    `cells` and `weights` (subjects, 3) are as in `OpenQuestions`; `needs` are numbers of a subject
    and of a unit that it needs, a pair as often as may be.
    """
    size = (len(weights), int(cells.unit.max(initial=-1)) + 1)
    subject, unit = needs
    told = sparse.csc_array((np.ones(len(unit)), (subject, unit)), shape=size).sign()
    nothing = sparse.csc_array(size, dtype=float)
    return list_to_ask(
        OpenQuestions(
            cells=cells,
            needs=told,
            needs_least=told,
            gain=nothing,
            gain_high=nothing,
            missing=np.full(size[0], np.inf),
            chance=np.full(size[1], 0.5),
            weights=weights,
        )
    )


def list_to_ask(open_questions: OpenQuestions) -> pd.DataFrame:
    """Return the unrecorded cells that would settle most, most telling first.

    Returns
    -------
    DataFrame
        At most ten rows, numbered from 1: table, id and column of the cell, name of its row; areas,
        organisations and people that are settled whatever the answers are once this cell and all
        above it are recorded, and areas_high, organisations_high and people_high if the answers
        fall well.

    Notes
    -----
    Each step takes the set of units that settles most for each cell it costs, on average over all
    possible answers, every answer as likely as any other: nothing is assumed of what is not
    recorded. With eight units or fewer every set is tried; with more, what single subjects need,
    and single units, which is greedy and may miss a better set.

    Time grows with the subjects times 2 to the power of the units listed.
    """
    is_open = np.diff(open_questions.needs.tocsr().indptr) > 0
    if not is_open.any():
        return empty_to_ask()
    open_questions = _keep_subjects(open_questions, np.flatnonzero(is_open))
    open_questions = _order_units(open_questions)
    cost = np.bincount(open_questions.cells.unit, minlength=open_questions.needs.shape[1])
    asked: list[int] = []
    while step := _find_step(open_questions, cost, asked):
        # Within a step, too, the most telling comes first; of equals the first by number.
        while step:
            first = max(
                step, key=lambda unit: (_measure_settled(open_questions, [*asked, unit]), -unit)
            )
            asked.append(first)
            step.remove(first)
    return _make_frame(open_questions, asked)


def _order_units(open_questions: OpenQuestions) -> OpenQuestions:
    """Return the same questions with units numbered by name, because no id may decide a tie."""
    cells = open_questions.cells
    size = open_questions.needs.shape[1]
    names = np.full(size, "", dtype=object)
    words = zip(cells.name, cells.column, strict=True)
    names[cells.unit] = [f"{name} {column}" for name, column in words]
    order = np.argsort(names.astype(str), kind="stable")
    number = np.argsort(order)
    return replace(
        open_questions,
        cells=cells.order_by(number[cells.unit]),
        needs=sparse.csc_array(open_questions.needs[:, order]),
        needs_least=sparse.csc_array(open_questions.needs_least[:, order]),
        gain=sparse.csc_array(open_questions.gain[:, order]),
        gain_high=sparse.csc_array(open_questions.gain_high[:, order]),
        chance=open_questions.chance[order],
    )


def _keep_subjects(open_questions: OpenQuestions, which: NDArray[np.intp]) -> OpenQuestions:
    return replace(
        open_questions,
        needs=sparse.csc_array(open_questions.needs[which]),
        needs_least=sparse.csc_array(open_questions.needs_least[which]),
        gain=sparse.csc_array(open_questions.gain[which]),
        gain_high=sparse.csc_array(open_questions.gain_high[which]),
        missing=open_questions.missing[which],
        weights=np.nan_to_num(open_questions.weights[which]),
    )


def _find_step(
    open_questions: OpenQuestions, cost: NDArray[np.intp], asked: list[int]
) -> list[int]:
    """Return the units to ask next, all together; none if nothing that fits settles any more."""
    left = MOST_CELLS - int(cost[asked].sum())
    before = _measure_settled(open_questions, asked)
    step: list[int] = []
    most = 0.0
    for units in _list_candidates(open_questions, cost, asked, left):
        settled = _measure_settled(open_questions, [*asked, *units]) - before
        if settled > most * _BETTER * cost[units].sum():
            step, most = units, settled / cost[units].sum()
    return step


def _list_candidates(
    open_questions: OpenQuestions, cost: NDArray[np.intp], asked: list[int], left: int
) -> Iterator[list[int]]:
    """Yield the sets of units that may be asked next, those that cost least first."""
    is_new = np.ones(len(cost), dtype=bool)
    is_new[asked] = False
    # (entries,): which subject still needs which unit.
    needs = open_questions.needs
    column = np.repeat(np.arange(len(cost)), np.diff(needs.indptr))
    is_left = is_new[column] & (needs.data != 0)
    subject, unit = needs.indices[is_left], column[is_left]
    units = np.flatnonzero(np.bincount(unit, minlength=len(cost)))
    if len(units) <= _FEW_UNITS:
        every = (
            list(some)
            for size in range(1, len(units) + 1)
            for some in combinations(units.tolist(), size)
        )
        yield from sorted(
            (some for some in every if cost[some].sum() <= left), key=lambda some: cost[some].sum()
        )
        return

    weight = open_questions.weight
    worth = (weight @ (open_questions.gain > 0)) * is_new
    singles = np.argsort(-worth, kind="stable")[:_CANDIDATES]
    yield from ([int(unit)] for unit in singles if worth[unit] > 0 and cost[unit] <= left)

    price = np.bincount(subject, cost[unit], needs.shape[0])
    fits = np.flatnonzero((price > 0) & (price <= left))
    best = fits[np.argsort(-weight[fits] / price[fits], kind="stable")][:_CANDIDATES]
    sets = [unit[subject == one].tolist() for one in best]
    yield from sorted(sets, key=lambda units: (cost[units].sum(), units))


def _measure_settled(open_questions: OpenQuestions, asked: list[int]) -> float:
    """Return what is settled by asking these units, on average over all their answers."""
    is_settled = _needs_no_more(open_questions, asked)
    share = is_settled.astype(float)
    enough = open_questions.enough
    if enough is None:
        return float(share @ open_questions.weight)
    # Where not all has been asked the answers may be enough, if all of them were a yes; only there
    # every way to answer is tried.
    is_near = _sum_of(open_questions.gain, asked) >= enough
    rows = np.flatnonzero(~is_settled & is_near)
    if len(rows):
        # (answers, asked): a bit a unit, and how likely each way is.
        answers = (np.arange(2 ** len(asked))[:, None] >> np.arange(len(asked))) & 1
        chance = open_questions.chance[asked]
        likely = np.where(answers, chance, 1 - chance).prod(axis=1)
        told = open_questions.gain[:, asked].tocsr()[rows].toarray() @ answers.T
        share[rows] = (told >= enough[rows, None]) @ likely
    return float(share @ open_questions.weight)


def _needs_no_more(open_questions: OpenQuestions, asked: list[int]) -> NDArray[np.bool_]:
    """Tell which subjects are settled whatever the answers to these units are."""
    return np.asarray(_sum_of(open_questions.needs, asked) == open_questions.total)


def _sum_of(columns: sparse.csc_array[Any], chosen: list[int]) -> NDArray[np.float64]:
    """Return the sums over some columns, row by row."""
    spans = [slice(*columns.indptr[one : one + 2]) for one in chosen]
    rows = np.concatenate([columns.indices[span] for span in spans] or [columns.indices[:0]])
    values = np.concatenate([columns.data[span] for span in spans] or [columns.data[:0]])
    return np.bincount(rows, values, columns.shape[0]).astype(np.float64)


def _make_frame(open_questions: OpenQuestions, asked: list[int]) -> pd.DataFrame:
    """Return a row a cell of the units asked, in their order, and what they settle so far."""
    cells = open_questions.cells
    told: dict[str, list[object]] = defaultdict(list)
    after = _count_settled(open_questions, [])
    for place, unit in enumerate(asked):
        before, after = after, _count_settled(open_questions, asked[: place + 1])
        # The first cell of several may be a no that decides; a yes leaves the others to be known.
        partly = after | {name: before[name] for name in TO_ASK_COUNTS}
        rows = np.flatnonzero(cells.unit == unit)
        for row in rows:
            told["table"].append(cells.table[row])
            told["id"].append(cells.id[row])
            told["column"].append(cells.column[row])
            told["name"].append(cells.name[row])
            for name, count in (after if row == rows[-1] else partly).items():
                told[name].append(count)
    return make_to_ask(told)


def _count_settled(open_questions: OpenQuestions, asked: list[int]) -> dict[str, int]:
    """Return what is settled whatever the answers to these units, and if they fall well."""
    is_settled = _needs_no_more(open_questions, asked)
    most = _sum_of(open_questions.gain_high, asked)
    is_finite = np.isfinite(open_questions.missing)
    may_be = is_settled | (is_finite & (most >= open_questions.missing * _SURE))
    least = _sum_of(open_questions.needs_least, asked)
    may_be |= (least > 0) & (least == open_questions.total_least)
    counts = {}
    for number, name in enumerate(TO_ASK_COUNTS):
        weight = open_questions.weights[:, number]
        counts[name] = int(weight[is_settled].sum())
        counts[f"{name}_high"] = int(weight[may_be].sum())
    return counts
