"""One caller a person, by maximum flow: who knows the person first, within what each can do.

Shapes: G sets of organisations (people whom the same organisations know are alike here), O
organisations. People flow from their set to the organisations in it, and from there out, at most
`capacity`. The largest flow is the most people who can be called by someone who knows them; whoever
is left is called by any organisation with a place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_flow

from ecosystem.wording import join_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

_SHARES_TRIED = 20
"""Halvings of the share of its list that each goes on calling: to a millionth of it."""


def plan_callers(
    people: NDArray[np.int64], knows: NDArray[np.bool_], capacity: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return how many of each set each organisation calls, as many as can be by who knows them.

    Parameters
    ----------
    people : (G,) int
        People in each set.
    knows : (G, O) bool
        Who knows the people of the set.
    capacity : (O,) int
        How many each can call.

    Returns
    -------
    (G, O) int
        People called; where nobody who knows them has a place left, fewer than `people`.
    """
    sets, organisations = knows.shape
    source, sink = sets + organisations, sets + organisations + 1
    set_at, organisation_at = np.nonzero(knows)
    rows = np.concatenate([np.full(sets, source), set_at, sets + np.arange(organisations)])
    columns = np.concatenate(
        [np.arange(sets), sets + organisation_at, np.full(organisations, sink)]
    )
    limits = np.concatenate([people, people[set_at], capacity]).astype(np.int32)
    # scipy's flow counts in 32 bits, and so do its indices.
    graph = csr_array(
        (limits, (rows.astype(np.int32), columns.astype(np.int32))), shape=(sink + 1, sink + 1)
    )
    flow = maximum_flow(graph, source, sink).flow
    called = np.asarray(flow[:sets, sets:source].toarray(), dtype=np.int64)
    return np.maximum(called, 0)


def share_evenly(
    people: NDArray[np.int64], knows: NDArray[np.bool_], unknown: int
) -> NDArray[np.int64]:
    """Return the capacities that let each organisation drop about the same share of its list.

    Because one may not be asked to do all the calling while another stops: the smallest share of
    their lists with which all have a caller, and so have `unknown` people whom nobody knows.
    """
    lists = people @ knows
    total = int(people.sum()) + unknown
    low, high = 0.0, max(1.0, total / max(int(lists.sum()), 1))
    for _ in range(_SHARES_TRIED):
        share = (low + high) / 2
        capacity = np.ceil(share * lists).astype(np.int64)
        is_enough = capacity.sum() >= total
        if is_enough and plan_callers(people, knows, capacity).sum() == people.sum():
            high = share
        else:
            low = share
    return np.asarray(np.ceil(high * lists), dtype=np.int64)


def assign_callers(
    person: NDArray[np.int64],
    lists_of: NDArray[np.intp],
    names: Sequence[str],
    capacity: Mapping[str, int] | None,
) -> NDArray[np.object_]:
    """Return who calls the person of each row; an empty text where nobody has a place left."""
    knows = np.zeros((len(person), len(names)), dtype=bool)
    is_contact = lists_of < len(names)
    knows[person[is_contact], lists_of[is_contact]] = True
    people = np.unique(person)
    # People whom the same organisations know are alike: they are planned as one set.
    sets, set_of = np.unique(knows[people], axis=0, return_inverse=True)
    set_of = set_of.reshape(-1)
    size = np.bincount(set_of, minlength=len(sets)).astype(np.int64)
    is_known = sets.any(axis=1)
    if capacity is None:
        limits = share_evenly(size[is_known], sets[is_known], int(size[~is_known].sum()))
    else:
        limits = _read_capacity(names, size @ sets, capacity)
    called = np.zeros((len(sets), len(names)), dtype=np.int64)
    called[is_known] = plan_callers(size[is_known], sets[is_known], limits)
    left = limits - called.sum(axis=0)
    caller = np.full(len(person), "", dtype=object)
    members_of = np.split(people[np.argsort(set_of, kind="stable")], np.cumsum(size)[:-1])
    for row, members in enumerate(members_of):
        places = called[row].copy()
        # Whoever is left goes to those with places, whether or not they know the person.
        more = len(members) - int(places.sum())
        for place in np.argsort(-left, kind="stable"):
            taken = min(more, int(left[place]))
            places[place] += taken
            left[place] -= taken
            more -= taken
        named = np.repeat(np.array([*names, ""], dtype=object), [*places, more])
        caller[members] = named
    return caller[person]


def _read_capacity(
    names: Sequence[str], lists: NDArray[np.int64], capacity: Mapping[str, int]
) -> NDArray[np.int64]:
    """Return what each can do: what is given, else as many as it has in its list."""
    for name, number in capacity.items():
        if name not in names or number < 0:
            msg = (
                f"capacity: {name!r}: {number!r} is not a number of people, 0 or more, for one of "
                f"{join_words(names)}."
            )
            raise ValueError(msg)
    return np.array(
        [capacity.get(name, own) for name, own in zip(names, lists, strict=True)], dtype=np.int64
    )
