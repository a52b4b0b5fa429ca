"""`find_changes`: the question, its options, and the frames that answer it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from ecosystem.data import Ecosystem
from ecosystem.disclosure import find_most_guarded
from ecosystem.options import check_options
from ecosystem.result import Result

from .answer import ChangesResult
from .answers import (
    PATHWAYS,
    compare_answers,
    compare_rates,
    find_other_option,
    match_rows,
    tell_question,
)
from .ecosystems import compare_ecosystems
from .frames import empty_rates
from .identity import match_organisations
from .notes import list_notes, note_tables
from .rows import make_frames

if TYPE_CHECKING:
    import pandas as pd

    from .identity import Identity

Compared = TypeVar("Compared", Ecosystem, Result)


@check_options
def find_changes(
    before: Compared, after: Compared, *, matches: Result | None = None
) -> ChangesResult:
    """Find what changed between two maps, or between two answers to one question.

    Two ecosystems: who joined, left or moved, which services, seats and ties are new or gone, what
    reads otherwise. Two answers: who moved between core and wider network, which gaps closed and
    opened, which groups of overlapping services dissolved and formed, whether more referrals are
    taken on and more loops closed. A what-if is the same question of `e` and `e.without(…)`,
    `e.with_service(…)` or `e.with_level(…)`, or of their answers.

    Parameters
    ----------
    before
        The earlier ecosystem, or the earlier answer of `find_core`, `find_gaps`,
        `find_duplication` or `find_pathways`.
    after
        The later one, of the same kind; an answer to the same question, asked with the same
        options.
    matches
        Who is who where ids differ: the answer of
        `find_matches(before, sources={"after": after})`, with a person's decisions written in if
        need be. Without it organisations are one if their ids are, or a register's number, or a
        name that nobody else has.

    Returns
    -------
    ChangesResult
        `table`, a row a change by its number: about (organisation, service, seat, tie, route, area,
        group of services); id; name; field (the column that differs); before and after (what stood
        and stands there, as text); change (joined, left, moved, changed, opened, closed, formed,
        dissolved). `not_sure`, `pairs` and `rates`: see `ChangesResult`. `findings` says each
        change.

    Raises
    ------
    ValueError
        If the two are not of one kind, are answers that cannot be compared, or were asked with
        other options.

    Notes
    -----
    A difference that what is not recorded could explain is no change: it goes to `not_sure`, with
    why. So a cell that is empty one time, a tie between two of whom neither is known to have told
    its ties the other time, a role of an organisation that did not tell its own ties or that a tie
    or two decide, an area of which it is not known whether it is a gap, services whose place is not
    known, and organisations that may be one under two names.

    Rates: p = x / n of those of whom it is known. The limits of the difference are Newcombe's
    (method 10, of Wilson's limits for both shares). Within and mix are Kitagawa's: the sum over
    receivers of (w + w') / 2 · (r' - r), and of (r + r') / 2 · (w' - w), where r is the rate and w
    the share of all people. Whoever receives people once only has no change of rate: all of it is
    mix. A rate rose only if the lower limit is above 0 and those of whom it is not known could not
    have made the difference.

    Cost: linear in the rows of both.

    References
    ----------
    Newcombe, R. G. (1998). Interval estimation for the difference between independent proportions:
    comparison of eleven methods. Statistics in Medicine 17, 873-890.

    Kitagawa, E. M. (1955). Components of a difference between two rates. Journal of the American
    Statistical Association 50, 1168-1194. https://doi.org/10.1080/01621459.1955.10501299

    Examples
    --------
    >>> import ecosystem as eco
    >>> e = eco.read_sample("west-midlands")
    >>> eco.find_changes(e, e.without("arden-hosting-circle")).explain(1)
    'Arden Hosting Circle was running before, and is not listed now.'
    """
    if isinstance(before, Ecosystem) and isinstance(after, Ecosystem):
        tables = (_take_organisations(before), _take_organisations(after))
        identity = match_organisations(*tables, matches)
        frames = make_frames(compare_ecosystems(before, after, identity))
        settings: dict[str, object] = {
            "compared": "ecosystems",
            "matches": matches is not None,
            "asked": None,
        }
        behind = [before.visibility_of_counts, after.visibility_of_counts]
        return _answer(identity, frames, empty_rates(), settings, behind)
    if not isinstance(before, Result) or not isinstance(after, Result):
        msg = "before and after are not of one kind. Give two ecosystems, or two answers."
        raise ValueError(msg)  # noqa: TRY004 - every wrong option is a ValueError
    question = _check_answers(before, after)
    identity = match_rows(before, after, matches)
    frames = make_frames(compare_answers(before, after, identity))
    rates = compare_rates(before, after, identity) if question == PATHWAYS else empty_rates()
    settings = {
        "compared": question,
        "matches": matches is not None,
        "asked": after.settings.get("asked"),
    }
    behind = [str(result.settings["visibility"]) for result in (before, after)]
    return _answer(identity, frames, rates, settings, behind)


def _take_organisations(e: Ecosystem) -> pd.DataFrame:
    return e.organisations.set_index("organisation_id")


def _check_answers(before: Result, after: Result) -> str:
    """Return the question that both answer.

    Raises
    ------
    ValueError
        If they answer two, or none that can be compared, or were asked with other options.
    """
    questions = tell_question(before), tell_question(after)
    if "" in questions or questions[0] != questions[1]:
        msg = (
            "before and after are no answers to one question that can be compared. Give two of "
            "find_core, find_gaps, find_duplication or find_pathways."
        )
        raise ValueError(msg)
    if option := find_other_option(before, after):
        told = [result.settings.get(option) for result in (before, after)]
        msg = (
            f"{option} {told[0]!r} of before is {told[1]!r} of after: the difference would be of "
            "the question. Ask both with the same options."
        )
        raise ValueError(msg)
    return questions[0]


def _answer(
    identity: Identity,
    frames: tuple[pd.DataFrame, pd.DataFrame],
    rates: pd.DataFrame,
    settings: dict[str, object],
    behind: list[str],
) -> ChangesResult:
    changes, unsure = frames
    notes = note_tables() if settings["compared"] == "ecosystems" else []
    return ChangesResult(
        table=changes,
        not_sure=unsure,
        pairs=identity.unsure,
        rates=rates,
        settings=settings | {"visibility": find_most_guarded(behind)},
        notes=(*list_notes(unsure, identity.unsure, rates), *notes),
    )
