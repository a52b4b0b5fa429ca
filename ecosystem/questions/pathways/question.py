"""Whether referrals are working: `find_pathways`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ecosystem.access import note_stopped
from ecosystem.disclosure import find_most_guarded, note_stand_ins
from ecosystem.graph import find_positions
from ecosystem.options import check_options

from .answer import PathwaysResult
from .from_log import make_log_frames
from .from_table import make_table_frames
from .links import COUNTS, read_links
from .log_reading import read_log
from .rates import LAPSE_DAYS, WINDOW_DAYS

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from ecosystem.data import Ecosystem

    from .frames import Frames
    from .log import Log


@check_options
def find_pathways(
    e: Ecosystem,
    *,
    log: pd.DataFrame | str | os.PathLike[str] | None = None,
    as_of: object = None,
    period: str | None = None,
) -> PathwaysResult:
    """Find whether referrals are working: answered, accepted, heard of again, and in time.

    Without a log the referrals table is read: people sent, taken on and told of. With a log of
    single referrals it also answers how long people wait, who is sent back or round in a ring,
    where they are turned away, and whether it matters where they first turn up.

    Parameters
    ----------
    e
        The ecosystem. Used: referrals; services, providers and catchments for the steps to the
        right service.
    log
        A frame, or a .csv or .xlsx file, of one row a referral: case (a number made up for this
        log), from, to (ids or names of organisations), service_type, sent, status (words of FHIR
        Task: requested, accepted, rejected, in-progress, on-hold, cancelled, failed, completed …),
        responded, closed (dates), kind (referral, or signpost: of these no answer is due), got_help
        (yes or no; without it completed means yes) and reason (why it ended without help). The
        from, to, sent and status are needed, and go by other words too (date, referred by, referred
        to, need, outcome); without case there are pairs, but no journeys. A file is read as by
        `read`: any encoding and delimiter, a title above the headings, the first sheet that has the
        columns; with its limits, which a frame has not.
    as_of
        The day the log is looked at, as "2024-03-31". None takes the last date in the log, and
        says so.
    period
        Of which period the rows of referrals count. None takes the latest of each link.

    Returns
    -------
    PathwaysResult
        By organisation_id, of the referrals sent to it: name; sent (referrals; people without a
        log); due (sent 60 days ago or more); answered_share (of those due); accepted_share (of
        those due and answered); closed_loop_share (of those due, the sender learned the result);
        got_help_share (of those whose end is recorded, with help or without); each from 0 to 1
        with _low and _high; accepted_known and closed_loop_known (people of whom these shares are
        known, without a log), got_help_known (people, or referrals due); median_wait_days and
        longest_wait_days (to the answer), waits_known (referrals whose wait is known, with a log);
        bounces (sent straight back by it), dead_ends (cases that ended there), silent (no answer
        for over 90 days). Of those it sends: passed_on, told_share (of those due, it learned the
        result; with _low, _high and told_known); is_active (it is running). Empty where not known
        or too few to tell, as are sent and passed_on where no row of the table names it on that
        side. Further frames: pairs, journeys, agreed_and_used, doors, steps, reasons,
        summary; more sentences: findings.

    Raises
    ------
    DataError
        If the log is wrong or its file damaged, with every problem. Case ids that look like a
        name or an official number are refused.
    ValueError
        If the log is neither a frame nor such a file, or as_of is no date.

    Notes
    -----
    Rates are of the referrals that are due: sent at least 60 days before as_of (CMS50). One is
    answered if it has a reply or a status that only a receiver can give; failed counts as
    accepted, then closed; accepted without an end is still open, but where none that was taken on
    ever ends, the log does not record ends, and of closed loops nothing is said. Limits are
    Wilson's at 95 %; nothing is said of fewer than five. The median wait is Kaplan and Meier's
    (1958): those without an answer count as waiting until as_of, so a service that answers few does
    not look quick. No wait is given where no day of an answer is recorded. Rows equal in every
    column are one row exported twice, and count once.

    Help got is apart from the loop that closes: of a refusal the sender may hear, and no one was
    helped; and who was helped may be heard of by nobody. Rejected, cancelled and failed referrals
    ended without help. The limits of got_help_share, with a log or without, are what it would be
    of all if none of those whose end is not recorded got help, or all. A reason recorded of a link
    counts for all on it who ended without help.

    A journey is all referrals of one case for one service type, in the order they were sent; on
    one day, in the order of the log. A bounce goes straight back to who sent the person; a loop
    comes back in another way to an organisation that had the person before; a retry is by the same
    sender, not having been accepted. A dead end is a case nobody serves or has in hand, whose last
    referral was rejected, cancelled or failed.

    Doors: an absorbing Markov chain with two states an organisation, as first contact and as
    receiver (Grinstead and Snell 1997), beside what was observed. Fewer than ten ended cases are
    not shown.

    Without a log: accepted_share is accepted over sent where both are known; closed_loop_share
    the share of people on links with feedback, where that is known. Their limits are what the share
    of all would be if none of those of whom it is not known belonged to it, or all; sentences say
    of how many it is known. median_wait_days is the middle of the links' waits, each weighed by its
    people.

    Steps: a route is missing only where a service for the need reaches the area where the
    organisation is based; where none does, that is a gap. A service whose level is not recorded
    may have any.

    Case ids are hashed with a random key that is not kept. Cost: a sort of the log's rows, then
    linear in them.

    References
    ----------
    Centers for Medicare & Medicaid Services. CMS50: Closing the Referral Loop: Receipt of
    Specialist Report. https://ecqi.healthit.gov/ecqm/ec/2025/cms0050v13

    Kaplan, E. L. and Meier, P. (1958). Nonparametric estimation from incomplete
    observations. Journal of the American Statistical Association 53, 457-481.
    https://doi.org/10.1080/01621459.1958.10501452

    Grinstead, C. M. and Snell, J. L. (1997). Introduction to Probability, chapter 11.
    American Mathematical Society.

    Examples
    --------
    >>> import ecosystem as eco
    >>> pathways = eco.find_pathways(eco.read_sample("west-midlands"))
    >>> pathways.explain("wolverhampton-council-migration-team").split("; ")[-1]
    'of the 13 of 59 for whom it is known, the sender learns the result of all (between 22% and
    100% of all 59).'
    """
    links, notes = read_links(e, period)
    positions = find_positions(e)
    if log is None:
        everything = np.ones(len(e.services), dtype=bool)
        notes += note_stopped(e, services=everything, ties=[e.referrals])
        frames = make_table_frames(e, positions, links)
        notes += note_stand_ins(*(links[name] for name in COUNTS))
        settings = {"log": False, "as_of": None, "period": period}
        settings |= {"visibility": e.visibility_of_counts}
        return _make_result(frames, settings, notes)
    read = read_log(e, log, as_of)
    frames = make_log_frames(e, positions, links, read)
    if not positions.is_active[read.rows[["source", "target"]].to_numpy()].all():
        notes.append(
            "Referrals in the log count though an organisation has closed since; routes through it "
            "do not."
        )
    return _make_result(frames, _list_settings(e, read) | {"period": period}, [*read.notes, *notes])


def _list_settings(e: Ecosystem, log: Log) -> dict[str, object]:
    """Return the settings of an answer from a log, which is never for all to see."""
    return {
        "log": True,
        "as_of": str(np.datetime64(log.as_of, "D")),
        "window_days": WINDOW_DAYS,
        "lapse_days": LAPSE_DAYS,
        "visibility": find_most_guarded([e.visibility_of_counts, "partners"]),
    }


def _make_result(
    frames: Frames, settings: Mapping[str, object], notes: Sequence[str]
) -> PathwaysResult:
    """Return the answer, with the notes on what was read before those on what came of it."""
    return PathwaysResult(
        table=frames.table,
        pairs=frames.pairs,
        journeys=frames.journeys,
        agreed_and_used=frames.agreed_and_used,
        doors=frames.doors,
        steps=frames.steps,
        reasons=frames.reasons,
        summary=frames.summary,
        settings=settings,
        notes=(*notes, *frames.notes),
        to_ask=frames.to_ask,
    )
