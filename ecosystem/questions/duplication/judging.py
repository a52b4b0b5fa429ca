"""What the need makes of each group of services that overlap."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from .gathering import THE_SAME
from .need import POSSIBLE_DUPLICATION, QUEUE
from .niches import WORK, name_marked
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


_SAME_WORK = ("service_type", *WORK)
"""The respects that tell whether two do the same work."""


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
    services = niches.services

    def is_of_some(holds: NDArray[np.bool_]) -> NDArray[np.bool_]:
        return np.asarray(np.bincount(group[holds & (group >= 0)], minlength=groups) > 0)

    asked = list_asked(niches)
    differs = [_differ(niches.records[name], group, groups) for name in _SAME_WORK]
    silent = [is_of_some(niches.is_levelled & (niches.records[name] < 0)) for name in WORK]
    missing = [is_of_some(services[name].isna().to_numpy(dtype=bool)) for name in asked]
    respects = [niches.dimensions[dimension].name for dimension in niches.for_whom]
    return pd.DataFrame(
        {
            "has_queue": is_of_some(niches.has_queue),
            "differs_in": name_marked(np.column_stack(differs), _SAME_WORK),
            "silent_in": name_marked(np.column_stack(silent), WORK),
            "is_for_whom_known": ~is_of_some(services["eligibility"].isna().to_numpy(dtype=bool)),
            # Not where a pair of the group is for people who differ both ways.
            "contained_in": name_marked((inside.is_inside & ~inside.is_apart).T, respects),
            "not_recorded": name_marked(np.column_stack(missing), asked),
        }
    )


def _differ(label: NDArray[np.intp], group: NDArray[np.intp], groups: int) -> NDArray[np.bool_]:
    """Tell in which groups two have different labels; negative ones are not known."""
    is_known = (group >= 0) & (label >= 0)
    labels = int(label.max(initial=0)) + 1
    met = np.unique(group[is_known] * labels + label[is_known])
    return np.asarray(np.bincount(met // labels, minlength=groups) > 1)


def list_asked(niches: Niches) -> list[str]:
    """Return the columns that must be recorded besides eligibility, level and legal aid."""
    respects = [niches.dimensions[dimension].name for dimension in niches.for_whom]
    names = dict.fromkeys([*respects, "languages", "accepting_referrals"])
    return [name for name in names if name != "eligibility"]


def judge_groups(
    clusters: pd.DataFrame,
    silent: pd.Series,
    facts: pd.DataFrame,
    is_duplicate: NDArray[np.bool_],
) -> pd.DataFrame:
    """Return one of GAO's words for each cluster, and what the need makes of it.

    `silent`: how many capacities of each are not known; `is_duplicate`: (groups,) of services that
    `find_duplicates` found.
    """
    # Coverage is capacity by need. The group bears the loss of its largest where the rest still
    # meets the need; where only others beside the group make up for it, it is a backup.
    demand, coverage, without_largest, with_others, alike, organisations = (
        clusters[name].to_numpy()
        for name in (
            "demand",
            "coverage",
            "coverage_without_largest",
            "coverage_with_others",
            "people_alike",
            "organisations",
        )
    )
    differs, silent_in, contained, missing = (
        (facts[name] != "").to_numpy()
        for name in ("differs_in", "silent_in", "contained_in", "not_recorded")
    )
    bears, is_unknown = without_largest >= 1, np.isnan(with_others)

    # The first reading that holds is given. What is known to make them different comes before what
    # is not known, and nothing but what stands whatever the empty cells hold is duplication.
    readings = [
        (is_duplicate, POSSIBLE_DUPLICATION),
        (np.isnan(demand), "overlapping; need not known"),
        (demand == 0, "overlapping; no one in need is recorded"),
        ((coverage >= 1) & facts["has_queue"].to_numpy(), QUEUE),
        (bears & differs, "spare places, but not all the same work"),
        (bears & (alike < THE_SAME) & ~contained, _FOR_OTHERS),
        (bears & contained, "spare places, but not for all the same people"),
        (bears & silent_in, WORK_NOT_KNOWN),
        (bears & ~facts["is_for_whom_known"].to_numpy(), FOR_WHOM_NOT_KNOWN),
        (bears & (organisations < 2), "spare places; by whom is not known"),
        (bears & missing, NOT_ALL_RECORDED),
        (bears, "spare places in sum, but not known to be in each area"),
        (is_unknown & (silent.to_numpy() > 0), CAPACITY_NOT_KNOWN),
        (is_unknown, "overlapping; need elsewhere not known"),
        (with_others < 1, "needed capacity"),
    ]
    reading = np.select(
        [holds for holds, _ in readings],
        [word for _, word in readings],
        "backup worth keeping",
    )
    kind = np.select([is_duplicate, alike < ALIKE], [DUPLICATION, FRAGMENTATION], OVERLAP)
    columns = {"kind": kind, "reading": reading}
    return pd.DataFrame(columns, index=clusters.index, dtype="str")
