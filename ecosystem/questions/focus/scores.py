"""Who could lead on what, and how well: from the services that run, or from a frame of scores."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecosystem.data import clean_text, fold_heading
from ecosystem.errors import did_you_mean
from ecosystem.graph import find_positions
from ecosystem.wording import count_of, join_words, say_are, say_them

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecosystem.data import Ecosystem

_COLUMNS = ("organisation_id", "service_type", "score")

_HEADINGS = {"organisation": "organisation_id", "service": "service_type"}
"""What people write above two of them; whatever stands above a column is folded first."""

_HIGHEST = 1e6
"""The highest score: anything people would write is far below, and sums of fits stay exact."""

_NAMED = 5
"""Names in a note, which still reads as a sentence; the rest are counted."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Scores:
    """How well each organisation fits each service type.

    Attributes
    ----------
    types : list of str
        The service types, in order.
    fit : (types, organisations) float
        Above 0: could lead, the higher the better. 0: could not. NaN: not recorded. Of an
        organisation that is not running NaN.
    notes : tuple of str
        What was left out, and why.
    """

    types: list[str]
    fit: NDArray[np.float64]
    notes: tuple[str, ...] = ()


def count_services(e: Ecosystem) -> Scores:
    """Return as fit how many running services of a type each organisation runs.

    That one is not recorded as running any does not say that it could not.
    """
    positions = find_positions(e)
    types, row_of = _list_types([*e.services["service_type"], *e.demand["service_type"]])
    rows = np.array([row_of[kind.casefold()] for kind in e.services["service_type"]], dtype=np.intp)
    fit = np.zeros((len(types), len(e.organisations)))
    runs = positions.providers.tocoo()
    is_counted = positions.is_offered[runs.row] & positions.is_active[runs.col]
    service, organisation = runs.row[is_counted], runs.col[is_counted]
    np.add.at(fit, (rows[service], organisation), 1.0)

    # A service that runs, and of which it is not recorded by whom, may be anybody's.
    is_anybodys = positions.is_offered & (np.diff(positions.providers.indptr) == 0)
    notes = []
    if count := int(is_anybodys.sum()):
        named = join_words(e.services.loc[is_anybodys, "name"], most=_NAMED)
        of = f"Of {count_of(count, 'service')} it is not recorded who runs {say_them(count)}"
        notes.append(f"{of}: {named}.")
    return Scores(types=types, fit=np.where(fit > 0, fit, np.nan), notes=tuple(notes))


def read_scores(e: Ecosystem, frame: pd.DataFrame) -> Scores:
    """Return the scores of a frame: organisation_id (or its name), service_type, score.

    Raises
    ------
    ValueError
        If a column is missing, an organisation is not in the data, a score is none, or one pair
        has two.
    """
    folded = [fold_heading(str(heading)) for heading in frame.columns]
    frame = frame.set_axis([_HEADINGS.get(heading, heading) for heading in folded], axis=1)
    frame = frame.loc[:, ~frame.columns.duplicated()]
    for name in _COLUMNS:
        if name not in frame:
            msg = f"scores needs the columns {join_words(_COLUMNS)}; it has {list(frame.columns)}."
            raise ValueError(msg)
    kinds = [clean_text(str(kind)) for kind in frame["service_type"]]
    if not all(kinds) or frame["service_type"].isna().any():
        msg = "scores, service_type: a cell is empty. Name the type, or delete the row."
        raise ValueError(msg)
    types, row_of = _list_types(kinds)
    organisations = _find_organisations(e, frame["organisation_id"])
    fit = np.full((len(types), len(e.organisations)), np.nan)
    seen: set[tuple[int, int]] = set()
    values = _read_numbers(frame["score"])
    for kind, organisation, score in zip(kinds, organisations, values, strict=True):
        pair = row_of[kind.casefold()], organisation
        if pair in seen:
            name = e.organisations["name"].iloc[organisation]
            msg = f"scores: {name} has two rows for {kind!r}. Keep the one that counts."
            raise ValueError(msg)
        seen.add(pair)
        fit[pair] = score
    notes = [*_note_stopped(e, organisations), *_note_types(e, types)]
    fit[:, ~find_positions(e).is_active] = np.nan
    return Scores(types=types, fit=fit, notes=tuple(notes))


def _list_types(kinds: list[str]) -> tuple[list[str], dict[str, int]]:
    """Return service types in order, in their first spelling, and the row of each, case aside."""
    spelled: dict[str, str] = {}
    for kind in kinds:
        spelled.setdefault(kind.casefold(), kind)
    ordered = sorted(spelled)
    return [spelled[kind] for kind in ordered], {kind: row for row, kind in enumerate(ordered)}


def _find_organisations(e: Ecosystem, values: pd.Series) -> list[int]:
    """Return the row of each organisation, named by its id or by a name that only one has."""
    names = e.organisations["name"].str.casefold().drop_duplicates(keep=False)
    row_of = dict(zip(names, names.index, strict=True))
    row_of |= {key: row for row, key in enumerate(e.organisations["organisation_id"])}
    rows = []
    for value in values:
        text = clean_text(str(value))
        row = row_of.get(text, row_of.get(text.casefold()))
        if row is None:
            hint = did_you_mean(text, row_of)
            msg = f"scores, organisation_id: {text!r} is not in organisations. {hint}".strip()
            raise ValueError(msg)
        rows.append(int(row))
    return rows


def _read_numbers(values: pd.Series) -> NDArray[np.float64]:
    numbers = pd.to_numeric(values.replace("", None), errors="coerce").astype("float64")
    is_empty = values.isna() | (values.astype(str).str.strip() == "")
    is_wrong = ~(numbers.between(0, _HIGHEST) | is_empty)
    if is_wrong.any():
        msg = (
            f"scores, score: '{values[is_wrong].iloc[0]}' is no score. Give a number from 0 (could "
            f"not lead) to {_HIGHEST:,.0f}, or leave the cell empty where it is not known."
        )
        raise ValueError(msg)
    return np.asarray(numbers, dtype=np.float64)


def _note_stopped(e: Ecosystem, organisations: list[int]) -> list[str]:
    """Return the note, if any is due, on organisations with scores that do not run."""
    is_active = find_positions(e).is_active
    stopped = sorted({row for row in organisations if not is_active[row]})
    if not stopped:
        return []
    names = join_words(e.organisations["name"].iloc[stopped], most=_NAMED)
    return [f"Not running, and so left out of the leads: {names}."]


def _note_types(e: Ecosystem, types: list[str]) -> list[str]:
    """Return the notes, if any are due, on types that only the scores, or only the data, name."""
    known = {
        kind.casefold(): kind for kind in [*e.services["service_type"], *e.demand["service_type"]]
    }
    asked = {kind.casefold() for kind in types}
    notes = []
    if new := [kind for kind in types if kind.casefold() not in known]:
        notes.append(
            f"In no table of the data, only in the scores: {join_words(new, most=_NAMED)}."
        )
    if left := [known[kind] for kind in sorted(known) if kind not in asked]:
        notes.append(
            f"{count_of(len(left), 'service type')} of the data {say_are(len(left))} not in the "
            f"scores, and so not asked about: {join_words(left, most=_NAMED)}."
        )
    return notes
