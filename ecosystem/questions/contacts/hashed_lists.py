"""Hashed lists as they come back: each is checked before anything is compared."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from ecosystem.wording import count_of, join_words

from .hashing import PERSON, ROUND, hash_contacts
from .match_keys import MATCH_KEYS

if TYPE_CHECKING:
    from collections.abc import Sequence

_LEAST_LIST = 20
"""People a list must hold. In a shorter one each is nearly known by being in it, and a list of one
asks of that one person whether others know them."""

_HASH = re.compile(r"[0-9a-f]{32}|")


def read_list(name: str, given: pd.DataFrame | str | Path, key: str | None) -> pd.DataFrame:
    """Return a hashed list, checked, in the order of its numbers.

    Raises
    ------
    ValueError
        If it is not hashed, short, or no such list at all.
    """
    frame = given
    if not isinstance(frame, pd.DataFrame):
        frame = pd.read_csv(Path(frame), dtype="str", keep_default_na=False)
    if ROUND not in frame.columns:
        if key is None:
            msg = (
                f"list {name!r} is not hashed: it has no column {ROUND!r}. Hash it with "
                "hash_contacts, where it is kept, and share only that."
            )
            raise ValueError(msg)
        frame = hash_contacts(frame, key=key)
    missing = [column for column in (PERSON, *MATCH_KEYS) if column not in frame.columns]
    if missing:
        msg = (
            f"list {name!r} has no column {join_words(missing)}. Hash it again with hash_contacts."
        )
        raise ValueError(msg)
    frame = frame[[PERSON, ROUND, *MATCH_KEYS]].reset_index(drop=True)
    frame = frame.assign(person=_read_numbers(name, frame[PERSON]))
    for column in MATCH_KEYS:
        if not frame[column].map(_is_hash).all():
            # The cell itself is not repeated: it may be a name.
            msg = f"list {name!r}, {column}: a cell is no hash. Hash the list with hash_contacts."
            raise ValueError(msg)
    if len(frame) < _LEAST_LIST:
        msg = (
            f"list {name!r} holds {count_of(len(frame), 'row')}: with fewer than {_LEAST_LIST} the "
            "answer would be about single people. Leave the list out."
        )
        raise ValueError(msg)
    # By number, so that the order of a file changes nothing.
    return frame.sort_values(PERSON, ignore_index=True)


def _is_hash(cell: object) -> bool:
    return isinstance(cell, str) and _HASH.fullmatch(cell) is not None


def _read_numbers(name: str, cells: pd.Series) -> pd.Series:
    numbers = pd.to_numeric(cells, errors="coerce")
    if numbers.isna().any() or (numbers % 1 != 0).any() or numbers.duplicated().any():
        msg = f"list {name!r}, {PERSON}: whole numbers are needed, each once. Hash the list again."
        raise ValueError(msg)
    return numbers.astype("int64")


def refuse_other_rounds(names: Sequence[str], frames: Sequence[pd.DataFrame]) -> None:
    """Refuse lists of several keys: nothing in them could agree, and nobody would notice.

    Raises
    ------
    ValueError
        If there are some.
    """
    marks = {
        name: mark
        for name, frame in zip(names, frames, strict=True)
        for mark in frame[ROUND].unique()
    }
    if len({str(mark) for frame in frames for mark in frame[ROUND].unique()}) > 1:
        first = marks[names[0]]
        others = [name for name in names if marks[name] != first] or list(names)
        msg = (
            f"{join_words(others)}: hashed with another key than {names[0]}, so that nothing could "
            "agree. Hash all lists anew with one key."
        )
        raise ValueError(msg)
