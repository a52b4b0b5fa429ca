"""Who speaks for whom, and how news travels: `find_representation`."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pandas as pd

from ecosystem.access import note_stopped
from ecosystem.data import as_text, read_day
from ecosystem.errors import did_you_mean
from ecosystem.graph import find_positions
from ecosystem.options import check_options

from .answer import RepresentationResult
from .frames import (
    list_areas,
    list_groups,
    list_hubs,
    list_overlaps,
    list_representatives,
    make_summary,
    measure_load,
)
from .hearing import list_conduits, list_spread
from .news import choose_first_group, follow_everywhere
from .notes import list_notes
from .seats import list_seats
from .silence import ask_open
from .voices import list_voices

if TYPE_CHECKING:
    from ecosystem.data import Ecosystem

    from .news import News
    from .seats import Seats


@check_options
def find_representation(
    e: Ecosystem,
    *,
    begins_in: str | None = None,
    start: object = None,
    term_years: float | None = None,
) -> RepresentationResult:
    """Find who speaks for which area, who has no voice, and how news travels through meetings.

    An area has a voice if a running organisation sits in a group for it. News that is told in one
    group is known to all who sit there, and each brings it to the next meeting of every other
    group it sits in. What is not recorded (an election, the days of a term, the day of a meeting)
    is never "no".

    Parameters
    ----------
    e
        The ecosystem; needs groups and memberships. Used besides: areas, relationships and
        referrals (who is tied to a representative).
    begins_in
        Id of the group where news is told. None takes the group that most others report to.
    start
        The day from which news is looked for; it is told in the first meeting from then on. None
        takes the first recorded meeting of the group.
    term_years
        How long a term is that has a first day and no last one. None: its end is not known.

    Returns
    -------
    RepresentationResult
        `table` by area_code: name; representatives (organisations that speak for it, or for a
        larger place it lies in, and whose term is not known to be over); elected (of these, known
        to be elected); organisations (running, based there); unrepresented (of these, with nobody
        on record who speaks for the area and with no seat in any group; empty where not known);
        status ("elected": one is; "not elected": none is; "election not recorded": that it was is
        not recorded of one; "term over"; "nobody on record"; "not known": none of the data says
        who speaks for an area, or of somebody it is not recorded for which); is_term_known (the
        first and last day of the term are known, and it runs); by_larger (of the representatives,
        those of a larger place only); is_whole (a larger place); spoken_for_by (names);
        is_shared (two hold one role); tied_to_representative (organisations based there with a
        tie on record to a representative; empty where there is none, or no tie is recorded).

    Raises
    ------
    ValueError
        If the group is not in the data or confidential, the day is none, or the term is not
        above 0.

    Notes
    -----
    The days of a spread are earliest arrivals over time-respecting paths: what is heard in a
    meeting is told in meetings of later days. `days_high` counts recorded days only; `days_low`
    lets a group whose days are not all recorded meet on any day, and lets news pass between two
    meetings of one day; `days` is given where both are the same. Without days, `days_if_even` is
    the most it takes if the meetings of each group are spread evenly over the year: 365 divided by
    the meetings in a year for each step. Upwards the same is read backwards from the last recorded
    meeting.

    That an organisation is the only conduit is read off the tree of dominators, and holds whatever
    the days are. Who sits in a group is taken to be at every meeting.

    Confidential groups count and are never named. Copies for the public and for partners hold
    none.

    Time grows with the seats times the logarithm of their number, and with the seats that lie
    behind each conduit.

    References
    ----------
    Cooke, K. L. and Halsey, E. (1966). The shortest route through a network with time-dependent
    internodal transit times. Journal of Mathematical Analysis and Applications 14(3).
    https://doi.org/10.1016/0022-247X(66)90009-6

    Lengauer, T. and Tarjan, R. E. (1979). A fast algorithm for finding dominators in a flowgraph.
    ACM Transactions on Programming Languages and Systems 1(1). https://doi.org/10.1145/357062.357071

    Examples
    --------
    >>> import ecosystem as eco
    >>> voices = eco.find_representation(eco.read_sample("west-midlands"))
    >>> voices.explain("E08000028")
    '...'
    """
    if term_years is not None and not term_years > 0:
        msg = f"term_years {term_years!r} is not above 0. Give the years of a term, as 1."
        raise ValueError(msg)
    positions = find_positions(e)
    seats = list_seats(e, positions)
    voices = list_voices(e, positions, term_years)
    row, day = _find_group(seats, begins_in), _read_start(start)
    news = None if row < 0 else follow_everywhere(e, positions, seats, row, day)

    table, voiceless = list_areas(e, positions, voices, seats)
    load, load_by_sector = measure_load(e, positions, seats)
    summary = make_summary(table, voiceless, positions, load, news)
    return RepresentationResult(
        table=table,
        representatives=list_representatives(e, voices, seats),
        groups=list_groups(seats, news),
        spread=list_spread(e, seats, news, voiceless),
        conduits=list_conduits(e, news),
        overlaps=list_overlaps(seats),
        hubs=list_hubs(positions, seats),
        load=load,
        load_by_sector=load_by_sector,
        summary=summary,
        settings={
            **_describe_beginning(seats, news),
            "start": None if day is None else day.isoformat(),
            "term_years": term_years,
            "visibility": e.visibility,
        },
        notes=(
            *list_notes(seats, voices, summary, news),
            *note_stopped(e),
        ),
        to_ask=ask_open(e, table, voices, seats, news),
    )


def _find_group(seats: Seats, begins_in: str | None) -> int:
    """Return the row of the group where news is told; -1 if there is no group."""
    if begins_in is None:
        return choose_first_group(seats)
    ids = pd.Index(seats.groups["group_id"])
    if begins_in not in ids:
        hint = did_you_mean(str(begins_in), [str(one) for one in ids[seats.is_shown]])
        msg = f"begins_in {begins_in!r} is not the id of a group. {hint}".strip()
        raise ValueError(msg)
    row = int(ids.get_indexer(pd.Index([begins_in]))[0])
    if not seats.is_shown[row]:
        # How news goes from a group tells who sits in it.
        msg = f"begins_in {begins_in!r} is a confidential group. Choose one that may be shown."
        raise ValueError(msg)
    return row


def _read_start(start: object) -> dt.date | None:
    if start is None:
        return None
    try:
        day, _ = read_day(as_text(start), is_last=False)
    except ValueError:
        day = None
    if day is None:
        msg = f"start {start!r} is not a day. Give one as 2024-03-05."
        raise ValueError(msg)
    return day


def _describe_beginning(seats: Seats, news: News | None) -> dict[str, object]:
    """Return where and when news is told, as settings."""
    if news is None:
        return {"begins_in": None, "begins_in_name": None, "told_on": None}
    row = news.begins_in
    return {
        "begins_in": str(seats.groups["group_id"].iloc[row]),
        "begins_in_name": str(seats.names[row]),
        "told_on": None if news.day is None else dt.date.fromordinal(news.day).isoformat(),
    }
