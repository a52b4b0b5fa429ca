"""Record linkage of hashed lists: which rows of different lists are one person.

Shapes: P rows of all lists together, one behind the other, K match-keys. A token is a hash as one
number; rows that hold one token under one match-key agree in that key. An edge is a pair of rows
with the number of keys they agree in. A group is what has been joined so far; no group holds two
rows of one list, because a list has each person once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from .match_keys import STRONG, WEAK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_KEYS_NEEDED = 2
"""Weak keys that say of two rows that they are one person. Each alone is shared by strangers; two
that agree rest on names, or initials, and two further facts."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Linkage:
    """Which rows are one person.

    Attributes
    ----------
    sure : (P,) int
        The person of each row, joined where keys say it for certain.
    possible : (P,) int
        The same, joined also where one weak key agrees.
    is_comparable : (P,) bool
        The row has a key at all, and at least one that is its own within its list.
    """

    sure: NDArray[np.int64]
    possible: NDArray[np.int64]
    is_comparable: NDArray[np.bool_]


def link_people(frames: Sequence[pd.DataFrame]) -> Linkage:
    """Return which rows of the lists are one person.

    Because a false link leaves someone without a call, links are made one to one, the best
    supported first, and rows without a key of their own are not joined to any.
    """
    lists = np.repeat(np.arange(len(frames)), [len(frame) for frame in frames])
    strong = _list_tokens(frames, lists, STRONG)
    weak = _list_tokens(frames, lists, WEAK)
    is_comparable = np.zeros(len(lists), dtype=bool)
    is_comparable[strong.row] = is_comparable[weak.row] = True

    groups = _Groups(lists)
    # Strong keys first. Rows with one token are joined in a chain, which joins all of them.
    groups.join(_chain(strong))
    # What is left of weak keys is between groups: inside one they say nothing new.
    between = _pair_groups(weak, groups.name_all())
    groups.join(between[between["keys"] >= _KEYS_NEEDED])
    sure = groups.name_all()
    groups.join(between[between["keys"] < _KEYS_NEEDED])
    return Linkage(sure=sure, possible=groups.name_all(), is_comparable=is_comparable)


@dataclass(frozen=True, kw_only=True, eq=False)
class _Tokens:
    """Rows and the tokens they hold, in the order of tokens, then rows.

    Attributes
    ----------
    row : (T,) int
        The row.
    token : (T,) uint64
        The first half of the hash, which holds the name of its key: of a million none is alike by
        chance with a probability of all but 3e-8.
    """

    row: NDArray[np.int64]
    token: NDArray[np.uint64]


def _list_tokens(
    frames: Sequence[pd.DataFrame], lists: NDArray[np.int64], keys: Sequence[str]
) -> _Tokens:
    """Return the tokens that are one row's own in their list.

    A token that two rows of one list share tells neither of them, in this key.
    """
    rows, tokens = [], []
    for name in keys:
        column = np.concatenate([frame[name].to_numpy(dtype=object) for frame in frames])
        held = np.flatnonzero(column != "")
        numbers = np.frombuffer(bytes.fromhex("".join(column[held])), dtype=">u8")
        rows.append(held)
        tokens.append(numbers[::2].astype(np.uint64))
    row, token = np.concatenate(rows), np.concatenate(tokens)
    order = np.lexsort((row, token))
    row, token = row[order], token[order]
    # Rows stand list by list, so two of one list with one token follow each other.
    is_shared = (token[1:] == token[:-1]) & (lists[row[1:]] == lists[row[:-1]])
    is_own = ~(np.append(is_shared, False) | np.append(False, is_shared))
    return _Tokens(row=row[is_own], token=token[is_own])


def _chain(tokens: _Tokens) -> pd.DataFrame:
    """Return an edge between each two rows that follow each other with one token."""
    row, follows = tokens.row, tokens.token[1:] == tokens.token[:-1]
    return _count_edges(row[:-1][follows], row[1:][follows])


def _pair_groups(tokens: _Tokens, group: NDArray[np.int64]) -> pd.DataFrame:
    """Return pairs of groups that share a token, with the number of keys in which they do."""
    held = group[tokens.row]
    order = np.lexsort((held, tokens.token))
    held, token = held[order], tokens.token[order]
    first = np.ones(len(held), dtype=bool)
    first[1:] = (held[1:] != held[:-1]) | (token[1:] != token[:-1])
    held, token = held[first], token[first]
    # One token after another: the group at each place is paired with all after it of its token.
    starts = np.flatnonzero(np.append(True, token[1:] != token[:-1]))
    sizes = np.diff(np.append(starts, len(token)))
    after = np.repeat(starts + sizes, sizes) - np.arange(len(token)) - 1
    a = np.repeat(np.arange(len(token)), after)
    b = a + 1 + np.arange(len(a)) - np.repeat(np.cumsum(after) - after, after)
    return _count_edges(held[a], held[b])


def _count_edges(a: NDArray[np.int64], b: NDArray[np.int64]) -> pd.DataFrame:
    """Return each edge once with how often it came, the most often first.

    They come in the order of tokens. Of edges with equal support the one with the least token
    goes first, so that neither the order of lists nor that of rows decides.
    """
    size = int(max(a.max(initial=0), b.max(initial=0))) + 1
    edge, first, keys = np.unique(a * size + b, return_index=True, return_counts=True)
    order = np.lexsort((first, -keys))
    return pd.DataFrame({"a": edge // size, "b": edge % size, "keys": keys}).iloc[order]


class _Groups:
    """Rows joined to groups (a disjoint-set forest), no two of one list in a group."""

    def __init__(self, lists: NDArray[np.int64]) -> None:
        self._parent = list(range(len(lists)))
        # A bit for each list that a group has a row of: two groups may join if they share none.
        self._held = [1 << int(place) for place in lists]

    def join(self, edges: pd.DataFrame) -> None:
        """Join the ends of each edge, in order, unless that puts two rows of one list together."""
        for a, b in zip(edges["a"].tolist(), edges["b"].tolist(), strict=True):
            one, other = self._find(a), self._find(b)
            if one == other or self._held[one] & self._held[other]:
                continue
            first, second = min(one, other), max(one, other)
            self._parent[second] = first
            self._held[first] |= self._held[second]

    def name_all(self) -> NDArray[np.int64]:
        """Return the group of each row: the first row in it."""
        return np.array([self._find(row) for row in range(len(self._parent))], dtype=np.int64)

    def _find(self, row: int) -> int:
        parent = self._parent
        while parent[row] != row:
            parent[row] = parent[parent[row]]
            row = parent[row]
        return row
