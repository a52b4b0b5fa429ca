"""`find_contact_overlap`: who is in touch with the same people, and who is with none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecosystem.disclosure import VISIBILITIES
from ecosystem.options import check_options
from ecosystem.wording import count_of

from .answer import ContactOverlapResult
from .caller_plan import assign_callers
from .frames import count_lists, count_people
from .hashed_lists import read_list, refuse_other_rounds
from .hashing import PERSON
from .linkage import link_people
from .notes import write_notes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_REFERENCE = "reference"


@check_options
def find_contact_overlap(
    lists: Mapping[str, pd.DataFrame | str | Path],
    *,
    key: str | None = None,
    reference: pd.DataFrame | str | Path | None = None,
    capacity: Mapping[str, int] | None = None,
) -> ContactOverlapResult:
    """Count the people whom two, three or more organisations contact, and whom nobody does.

    Each organisation hashes its own list with `hash_contacts`, or `ecosystem hash-contacts`, and
    shares only that. People are compared by what agrees in their hashes; nobody sees a name.

    Parameters
    ----------
    lists
        For each organisation its hashed list, as a frame or a .csv file: at least two lists of at
        least 20 people.
    key
        Only where the lists are not hashed, because one machine may lawfully hold them all: the
        secret to hash them with. Left out, a list that is not hashed is refused.
    reference
        The hashed list of all who should be contacted, as of an accommodation. Without it, whom
        nobody contacts is not known.
    capacity
        How many people each organisation can call; for one that is not named, as many as are in
        its list. Left out, each goes on with about the same share of its list.

    Returns
    -------
    ContactOverlapResult
        `table`: indexed by organisations_in_touch ("0", "1", "2", "3 or more"), with people (how
        many, 0 or more), low and high (if what agrees in one weak key only is chance, or always
        the same person), and is_hidden (they are 1 to 4, or would tell such a number: then the
        three are empty). `plan`: for each number in each list with how many organisations it is
        in touch and who calls.

    Raises
    ------
    ValueError
        If there are fewer than two lists, one is short, not hashed, or hashed with another key, a
        number stands twice in one, or a capacity is negative or of an unknown organisation.

    Notes
    -----
    Keys are derived from several facts each and compared one by one. A strong key, or two weak
    ones, join two rows; what two people of one list share joins nobody; no two rows of one list are
    joined. low and high are two readings of the same hashes, not limits of what spelling may hide:
    two who agree in no key count as two. The plan is a maximum flow from people to those who know
    them. About 3 s for 100,000 rows in 40 lists.

    References
    ----------
    Office for National Statistics (2013). Beyond 2011: Matching anonymous data. Methods and
    Policies M9.

    Examples
    --------
    >>> import secrets
    >>> import ecosystem as eco
    >>> import pandas as pd
    >>> def draw(numbers):
    ...     names = [f"{letter}o {letter}unn" for letter in "bcdfghjklmnpqrstvwxzbcdfgh"]
    ...     births = [f"19{60 + n}-03-{n + 2:02}" for n in range(26)]
    ...     people = pd.DataFrame({"name": names, "date of birth": births})
    ...     return people.iloc[numbers]
    >>> key = secrets.token_hex(16)
    >>> hashed = {"Ash": draw(range(20)), "Birch": draw(range(6, 26))}
    >>> hashed = {name: eco.hash_contacts(people, key=key) for name, people in hashed.items()}
    >>> result = eco.find_contact_overlap(hashed)
    >>> result.table["people"].tolist()
    [<NA>, 12, 14, 0]
    """
    names = list(lists)
    if len(names) < 2:
        msg = f"lists: {count_of(len(names), 'list')} cannot overlap. Give two or more."
        raise ValueError(msg)
    if _REFERENCE in names:
        msg = f"lists: {_REFERENCE!r} is the name of the reference list. Choose another name."
        raise ValueError(msg)
    frames = [read_list(name, lists[name], key) for name in names]
    held = [*names, _REFERENCE] if reference is not None else names
    if reference is not None:
        frames.append(read_list(_REFERENCE, reference, key))
    refuse_other_rounds(held, frames)

    linkage = link_people(frames)
    lists_of = np.repeat(np.arange(len(frames)), [len(frame) for frame in frames])
    in_touch = count_lists(linkage.sure, lists_of, len(names))
    table = count_people(linkage, lists_of, len(names), has_reference=reference is not None)
    plan = pd.DataFrame(
        {
            "organisation": np.array(held)[lists_of],
            "person": np.concatenate([frame[PERSON] for frame in frames]),
            "organisations_in_touch": pd.array(in_touch, dtype="Int64"),
            "caller": assign_callers(linkage.sure, lists_of, names, capacity),
        }
    )
    plan.loc[~linkage.is_comparable, "organisations_in_touch"] = pd.NA
    return ContactOverlapResult(
        table=table,
        plan=plan,
        settings={
            "organisations": names,
            "reference": reference is not None,
            "capacity": None if capacity is None else dict(capacity),
            # Each row of the plan is for one organisation only.
            "visibility": VISIBILITIES[-1],
        },
        notes=write_notes(linkage, table, plan),
    )
