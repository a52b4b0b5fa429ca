"""What the words for an outcome tell, as kinds of which rows are counted.

Words that tell the same are one kind, so that a row is counted once whatever it tells; each kind's
flags say after counting to which columns its rows belong.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from ecosystem.data import read_outcome

if TYPE_CHECKING:
    from collections.abc import Sequence


class Kinds(NamedTuple):
    """The kinds of outcome in a log.

    Attributes
    ----------
    of_words
        The number of the kind of each word; 0 tells nothing.
    flags
        What the rows of each other kind are, by its number.
    """

    of_words: list[int]
    flags: pd.DataFrame


def read_kinds(words: Sequence[str]) -> Kinds:
    """Return the kinds of outcome that words tell.

    Examples
    --------
    >>> kinds = read_kinds(["accepted", "odd", "declined", "Accepted"])
    >>> kinds.of_words
    [1, 0, 2, 1]
    >>> kinds.flags["is_accepted"].to_dict()
    {1: True, 2: False}
    """
    numbers = {(False,) * len(_FLAGS): 0}
    of_words = []
    for word in words:
        told = read_outcome(word)
        outcome = None if told is None else told[0]
        flags = (
            (False,) * len(_FLAGS)
            if outcome is None
            else (
                outcome.accepted is True,
                outcome.accepted is False,
                outcome.reached is True,
                outcome.reached is not None,
                outcome.got_help is True,
                outcome.got_help is False,
            )
        )
        of_words.append(numbers.setdefault(flags, len(numbers)))
    of_kinds = pd.DataFrame(list(numbers), columns=list(_FLAGS), dtype=bool)
    return Kinds(of_words, of_kinds.drop(index=0))


_FLAGS = ("is_accepted", "is_refused", "has_reached", "is_reach_told", "has_help", "has_none")
