"""Commands that ask a question, each of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ecosystem as eco
from ecosystem.formats import read_rows

from .command_line import Command, Option, print_line
from .given import (
    CONDITIONS,
    DATA,
    LEVELS,
    LOG,
    OUT,
    READING,
    SERVICE,
    answer,
    ask_gaps,
    read,
    read_file,
)

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

_PATHWAYS = (*DATA, LOG, OUT)


def _ask(name: str) -> Callable[[argparse.Namespace], int]:
    """Return a command that asks a question without options."""
    return lambda options: answer(getattr(eco, name)(read(options)), options)


def _ties(options: argparse.Namespace) -> int:
    e = read(options)
    return answer(eco.find_ties(e, by=options.by, core=eco.find_core(e)), options)


def _changes(options: argparse.Namespace) -> int:
    before, after = (
        read_file(path, options).select(visibility=options.visibility)
        for path in (options.before, options.path)
    )
    matches = eco.find_matches(before, sources={"after": after})
    return answer(eco.find_changes(before, after, matches=matches), options)


def _gaps(options: argparse.Namespace) -> int:
    return answer(ask_gaps(read(options), options), options)


def _placements(options: argparse.Namespace) -> int:
    placements = eco.find_placements(
        read(options),
        options.service_type,
        count=options.count,
        level=options.level,
        within_km=options.within_km,
        candidates="organisations" if options.train else "areas",
    )
    return answer(placements, options)


def _pathways(options: argparse.Namespace) -> int:
    return answer(eco.find_pathways(read(options), log=options.log), options)


def _closures(options: argparse.Namespace) -> int:
    return answer(eco.find_closures(read(options), service_type=options.service_type), options)


def _focus(options: argparse.Namespace) -> int:
    scores = read_rows(options.scores, "scores") if options.scores else None
    focus = eco.find_focus(read(options), scores=scores, capacity=options.capacity)
    status = answer(focus, options)
    for row in focus.reviews.itertuples():
        print_line(f"{row.name} could visit {row.reviews_name} and review how referrals work.")
    return status


def _value(options: argparse.Namespace) -> int:
    outcomes = read_rows(options.outcomes or options.path, "outcomes")
    return answer(eco.find_value(read(options), outcomes, months=options.months), options)


def _representation(options: argparse.Namespace) -> int:
    result = eco.find_representation(
        read(options),
        begins_in=options.begins_in,
        start=options.start,
        term_years=options.term_years,
    )
    return answer(result, options, findings=result.findings)


_PLACEMENTS = (
    *DATA,
    SERVICE,
    Option("--count", "how many (default: %(default)s)", kind=int, default=3),
    Option("--level", "of this advice level", kind=int, choices=LEVELS),
    Option("--within-km", "how far a place reaches", kind=float),
    Option("--train", "choose organisations to train to --level instead", is_switch=True),
    OUT,
)
_CLOSURES = (*DATA, Option("--service-type", "only services of this type"), OUT)
_FOCUS = (
    *DATA,
    Option("--scores", "a sheet with columns organisation, service type and score"),
    Option("--capacity", "on how many types one may lead (default: as few as will do)", kind=int),
    OUT,
)
_VALUE = (
    *DATA,
    Option(
        "[outcomes]",
        "a file with columns outcome, units, unit value and source (default: the workbook's own "
        "sheet Outcomes)",
    ),
    Option("--months", "over how many months the units were counted", kind=float),
    OUT,
)
_REPRESENTATION = (
    *DATA,
    Option("--begins-in", "the group_id of the meeting where news is told"),
    Option("--start", "the day from which news is looked for, as 2024-03-05"),
    Option("--term-years", "how long a term is that has no last day", kind=float),
    OUT,
)
_TIES = (
    *DATA,
    Option(
        "--by",
        "what organisations are grouped by (default: %(default)s)",
        choices=("sector", "area", "service type"),
        default="sector",
    ),
    OUT,
)
_CHANGES = (Option("before", "the earlier file"), Option("path", "the later one"), *READING, OUT)

QUESTIONS = (
    Command("core", "who is the core, and who the wider network", (*DATA, OUT), _ask("find_core")),
    Command("ties", "who talks to whom, within a sector or beyond", _TIES, _ties),
    Command("changes", "what changed from one file to another", _CHANGES, _changes),
    Command(
        "duplication", "where the same work is done twice", (*DATA, OUT), _ask("find_duplication")
    ),
    Command(
        "matches", "which organisations may be entered twice", (*DATA, OUT), _ask("find_matches")
    ),
    Command(
        "gaps",
        "which places have too little of a service",
        (*DATA, SERVICE, *CONDITIONS, OUT),
        _gaps,
    ),
    Command("placements", "where the next places would do most", _PLACEMENTS, _placements),
    Command("pathways", "whether referrals are working", _PATHWAYS, _pathways),
    Command("closures", "who is left without help if one closes", _CLOSURES, _closures),
    Command("focus", "who could lead on which service type", _FOCUS, _focus),
    Command("value", "what outcomes are worth, by values with a source", _VALUE, _value),
    Command(
        "factors",
        "what is recorded on twelve success factors",
        (*DATA, OUT),
        _ask("find_factors"),
    ),
    Command(
        "representation",
        "who speaks for whom, and how news goes through meetings",
        _REPRESENTATION,
        _representation,
    ),
)
