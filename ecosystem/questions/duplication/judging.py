"""What the need makes of each group of services that overlap."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecosystem.data import LIST_MARK

from .duplicates import label_sets
from .gathering import THE_SAME
from .need import POSSIBLE_DUPLICATION, QUEUE
from .niches import WORK
from .overlap import ALIKE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .gathering import Inside
    from .niches import Niches


FRAGMENTATION = "fragmentation"
OVERLAP = "overlap"
DUPLICATION = "duplication"
"""The words of the United States Government Accountability Office for a group of services."""

WORK_NOT_KNOWN = "spare places; whether the same work is not known"
FOR_WHOM_NOT_KNOWN = "spare places; for whom is not known"
CAPACITY_NOT_KNOWN = "overlapping; capacity not known"
"""Readings that hang on cells of services that are empty."""

_FOR_OTHERS = "spare places, but partly for other people"

NOT_ALL_RECORDED = "spare places; not all is recorded"
"""What is said where languages may differ and doors be shut, because it is not recorded."""


def collect_facts(
    niches: Niches, inside: Inside, group: NDArray[np.intp], groups: int
) -> pd.DataFrame:
    """Return what is known of the members of each group, a row a group.

    Columns: has_queue, differs_in (level, legal_aid or service_type, where two members record
    different ones), silent_in (level, legal_aid: where one of them records none),
    is_for_whom_known, contained_in (where one of each pair is for more than the other) and
    not_recorded.
    `group`: (running services,) from 0, -1 for none.
    """
    is_member = group >= 0
    of = group[is_member]
    services = niches.services[is_member]
    facts = pd.DataFrame(index=range(groups))
    facts["has_queue"] = np.bincount(of[niches.has_queue[is_member]], minlength=groups) > 0
    differs = pd.Series("", index=facts.index, dtype="str")
    silent, missing = differs.copy(), differs.copy()
    for name in ("service_type", *WORK):
        label = pd.Series(label_sets(services[name]))
        several = label.where(label >= 0).groupby(of).nunique().reindex(facts.index).to_numpy() > 1
        differs = differs.mask(several, differs + name + LIST_MARK)
        if name in WORK:
            is_silent = niches.is_levelled[is_member] & (label < 0).to_numpy()
            lacks = np.bincount(of[is_silent], minlength=groups) > 0
            silent = silent.mask(lacks, silent + name + LIST_MARK)
    for name in list_asked(niches):
        lacks = np.bincount(of[services[name].isna().to_numpy()], minlength=groups) > 0
        missing = missing.mask(lacks, missing + name + LIST_MARK)
    unknown = of[services["eligibility"].isna().to_numpy()]
    return facts.assign(
        differs_in=differs.str.removesuffix(LIST_MARK),
        silent_in=silent.str.removesuffix(LIST_MARK),
        is_for_whom_known=np.bincount(unknown, minlength=groups) == 0,
        contained_in=_list_contained(niches, inside),
        not_recorded=missing.str.removesuffix(LIST_MARK),
    )


def list_asked(niches: Niches) -> list[str]:
    """Return the columns that must be recorded besides eligibility, level and legal aid."""
    respects = [niches.dimensions[dimension].name for dimension in niches.for_whom]
    names = dict.fromkeys([*respects, "languages", "accepting_referrals"])
    return [name for name in names if name != "eligibility"]


def _list_contained(niches: Niches, inside: Inside) -> pd.Series:
    """Return in which respects the people of some are among those of others, a row a group.

    Empty where a pair of the group is for people who differ both ways.
    """
    words = pd.Series("", index=range(len(inside.overlap)), dtype="str")
    for number, dimension in enumerate(niches.for_whom):
        has = inside.is_inside[number] & ~inside.is_apart
        words = words.mask(has, words + niches.dimensions[dimension].name + LIST_MARK)
    return words.str.removesuffix(LIST_MARK)


def judge_groups(
    clusters: pd.DataFrame, facts: pd.DataFrame, is_duplicate: NDArray[np.bool_]
) -> pd.DataFrame:
    """Return one of GAO's words for each cluster, and what the need makes of it.

    `clusters`: with `silent`, how many capacities are not known; `is_duplicate`: (groups,) of
    services that `find_duplicates` found.
    """
    # Coverage is capacity by need. The group bears the loss of its largest where the rest still
    # meets the need; where only others beside the group make up for it, it is a backup.
    bears = clusters["coverage_without_largest"] >= 1
    alike = clusters["people_alike"]
    is_for_others = alike < ALIKE
    is_unknown = clusters["coverage_with_others"].isna()

    # The first reading that holds is given. What is known to make them different comes before what
    # is not known, and nothing but what stands whatever the empty cells hold is duplication.
    readings = [
        (pd.Series(is_duplicate), POSSIBLE_DUPLICATION),
        (clusters["demand"].isna(), "overlapping; need not known"),
        (clusters["demand"] == 0, "overlapping; no one in need is recorded"),
        (
            (clusters["coverage"] >= 1) & facts["has_queue"],
            QUEUE,
        ),
        (bears & (facts["differs_in"] != ""), "spare places, but not all the same work"),
        (bears & (alike < THE_SAME) & (facts["contained_in"] == ""), _FOR_OTHERS),
        (bears & (facts["contained_in"] != ""), "spare places, but not for all the same people"),
        (bears & (facts["silent_in"] != ""), WORK_NOT_KNOWN),
        (bears & ~facts["is_for_whom_known"], FOR_WHOM_NOT_KNOWN),
        (bears & (clusters["organisations"] < 2), "spare places; by whom is not known"),
        (bears & (facts["not_recorded"] != ""), NOT_ALL_RECORDED),
        (bears, "spare places in sum, but not known to be in each area"),
        (is_unknown & (clusters["silent"] > 0), CAPACITY_NOT_KNOWN),
        (is_unknown, "overlapping; need elsewhere not known"),
        (clusters["coverage_with_others"] < 1, "needed capacity"),
    ]
    reading = np.select(
        [holds.to_numpy(bool) for holds, _ in readings],
        [word for _, word in readings],
        "backup worth keeping",
    )
    kind = np.select(
        [is_duplicate, is_for_others.to_numpy(bool)], [DUPLICATION, FRAGMENTATION], OVERLAP
    )
    columns = {"kind": kind, "reading": reading}
    return pd.DataFrame(columns, index=clusters.index, dtype="str")
