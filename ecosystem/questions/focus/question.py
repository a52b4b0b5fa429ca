"""Who could lead on what, so that every need has a lead: `find_focus`."""

from __future__ import annotations

from collections.abc import Mapping
from numbers import Integral
from typing import TYPE_CHECKING

import numpy as np

from ecosystem.errors import did_you_mean
from ecosystem.options import check_options

from .answer import FocusResult
from .assignment import assign_leads, find_least_capacity, measure_changes
from .frames import list_leads, list_organisations, list_reviews, make_summary
from .notes import list_notes
from .scores import count_services, read_scores

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from ecosystem.data import Ecosystem

    from .assignment import Integers


@check_options
def find_focus(
    e: Ecosystem,
    *,
    scores: pd.DataFrame | None = None,
    capacity: int | Mapping[str, int] | None = None,
) -> FocusResult:
    """Return who could lead on each service type, so that as many as can be have one lead.

    Parameters
    ----------
    e
        The ecosystem; needs services and who runs them, or `scores`.
    scores
        How well organisations would lead, as they say themselves: columns organisation_id (id or
        name), service_type, and score: 0 could not, higher is better, empty is not known. The types
        it names are asked about. None counts the services of each type that an organisation runs.
    capacity
        On how many types one organisation may lead. A mapping says it for organisations by their
        id. None, and those that a mapping leaves out: the smallest number, one for all, with which
        as many types have a lead as ever could.

    Returns
    -------
    FocusResult
        `table` by service_type: lead (organisation_id), lead_name and fit; next_best,
        next_best_name and next_best_fit (the other organisation with which the whole plan would be
        best); cost_of_change (what the fits of all leads together would lose) and types_lost (how
        many types fewer would have a lead); is_covered (has a lead); status (led, no room, nobody
        can lead, not recorded); could_lead (organisations recorded as able, with room for one) and
        not_recorded (running organisations of which it is not recorded).

    Raises
    ------
    ValueError
        If scores has no such columns, names an organisation that is not in the data, or a score is
        no number from 0 up; or a capacity is no whole number from 0 up.

    Notes
    -----
    First as many types as can be have a lead, then the sum of fits is the largest: the transport
    problem of Hitchcock (1941), solved as an assignment (Kuhn 1955) in which every type may also
    have no lead. So there is always an answer, and what nobody can lead on is named. The cost of a
    change is exact: with the next best as lead, everybody else is placed anew as well as can be, by
    shortest ways in the residual network (Ahuja, Magnanti and Orlin 1993). Of plans that are
    equally good one is taken; then another lead costs nothing, and it is said so.

    That an organisation is not recorded as running a service of a type does not say that it could
    not lead on it. "Nobody can lead" is said only where every running organisation has a score
    of 0.

    Reviews: those who lead sit in a circle in which as many neighbours as can be are of different
    sectors, and each visits the next.

    Time grows with types squared times the places of all organisations, and with the cube of the
    number of organisations that lead on as much as they may.

    References
    ----------
    Kuhn, H. W. (1955). The Hungarian method for the assignment problem. Naval Research Logistics
    Quarterly 2. https://doi.org/10.1002/nav.3800020109

    Examples
    --------
    >>> import ecosystem as eco
    >>> e = eco.read_sample("west-midlands")
    >>> focus = eco.find_focus(e)
    >>> bool(focus.table["is_covered"].all())
    True
    """
    read = count_services(e) if scores is None else read_scores(e, scores)
    given, is_open = _read_capacity(e, capacity)
    # Who is not asked for a number has the smallest that will do, so that nobody is spread thin.
    least = find_least_capacity(read.fit, given, is_open) if is_open.any() else None
    room = given if least is None else np.where(is_open, least, given)
    lead = assign_leads(read.fit, room)
    changes = measure_changes(read.fit, room, lead)
    table = list_leads(e, read, room, lead, changes)
    organisations = list_organisations(e, read, room, lead)
    reviews = list_reviews(e, lead)
    return FocusResult(
        table=table,
        organisations=organisations,
        reviews=reviews,
        summary=make_summary(table, organisations),
        settings={
            "scores": None if scores is None else "as given",
            "capacity": dict(capacity) if isinstance(capacity, Mapping) else capacity,
            "visibility": e.visibility,
        },
        notes=list_notes(read, table, reviews, least=least, is_given=scores is not None),
    )


def _read_capacity(
    e: Ecosystem, capacity: int | Mapping[str, int] | None
) -> tuple[Integers, NDArray[np.bool_]]:
    """Return on how many types each organisation may lead, and for which that is open."""
    ids = e.organisations["organisation_id"].tolist()
    if not isinstance(capacity, Mapping):
        number = 0 if capacity is None else _check_number(capacity)
        return np.full(len(ids), number, dtype=np.intp), np.full(len(ids), capacity is None)
    for key in capacity:
        if key not in ids:
            hint = did_you_mean(str(key), ids)
            msg = f"capacity: {key!r} is not in organisations. {hint}".strip()
            raise ValueError(msg)
    numbers = [_check_number(capacity.get(key, 0)) for key in ids]
    return np.array(numbers, dtype=np.intp), np.array([key not in capacity for key in ids])


def _check_number(capacity: object) -> int:
    if not isinstance(capacity, Integral) or isinstance(capacity, bool) or capacity < 0:
        msg = f"capacity {capacity!r} is not a number of types. Give a whole number, 0 or more."
        raise ValueError(msg)
    return int(capacity)
