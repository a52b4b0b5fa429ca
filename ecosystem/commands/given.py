"""What most commands are given, and how they answer."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import ecosystem as eco
from ecosystem.data import say_unread
from ecosystem.disclosure import VISIBILITIES
from ecosystem.formats import list_kinds

from .command_line import Option, print_line, warn

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from ecosystem.questions.gaps import GapsResult

PATH = Option("path", "a workbook (.xlsx), a folder of CSV files, or a list of ties")
READING = (
    Option(
        "--visibility",
        "who will read it; rows marked for fewer eyes are left out (default: %(default)s)",
        choices=VISIBILITIES,
        default="public",
    ),
    Option(
        "--go-on",
        "leave out what cannot be read, and say so, rather than stop",
        is_switch=True,
    ),
)
DATA = (PATH, *READING)
OUT = Option("--out", "write the table to this .csv, or all of it to this .json")
SERVICE = Option("service_type", "as in the services table: 'immigration advice'")
LEVELS = (1, 2, 3)
"""The levels of the regulator of immigration advice, as in the services table."""
CONDITIONS = (
    Option("--level", "advice at least of this level", kind=int, choices=LEVELS),
    Option("--legal-aid", "only with a legal aid contract", is_switch=True),
    Option("--within-km", "count services this near too, in a straight line", kind=float),
)
LOG = Option("--log", "a .csv or .xlsx file of single referrals")


def read_whole(options: argparse.Namespace, log: str | None = None) -> eco.Ecosystem:
    """Read the data, with what is marked for fewer eyes.

    What each sheet was taken for is said, and what an answer is without.
    """
    return read_file(options.path, options, log)


def read_file(path: str, options: argparse.Namespace, log: str | None = None) -> eco.Ecosystem:
    """Read one of the files that were named, as `read_whole`."""
    e = eco.read(path, log=log, set_aside=bool(options.go_on))
    for sentence in list_kinds(e.problems):
        warn(sentence)
    # Nearly always nothing was set aside, and a copy to count it in costs as much as reading.
    if e.unread.cells:
        warn(say_unread(e.select(visibility=options.visibility).unread))
    return e


def read(options: argparse.Namespace) -> eco.Ecosystem:
    """Read the data as those who are meant may see them."""
    return read_whole(options).select(visibility=options.visibility)


def ask_gaps(e: eco.Ecosystem, options: argparse.Namespace) -> GapsResult:
    """Ask where a service is short, under the conditions that were given."""
    return eco.find_gaps(
        e,
        options.service_type,
        level=options.level,
        legal_aid=options.legal_aid,
        within_km=options.within_km,
    )


def answer(result: eco.Result, options: argparse.Namespace, findings: Sequence[str] = ()) -> int:
    """Print an answer, or write it: the headline, what else was found, the notes, what to ask."""
    headline, *lines = str(result).split("\n")
    print_line(headline)
    for line in [*findings, *lines]:
        print_line(textwrap.fill(line, 90, subsequent_indent="      "))
    if options.out:
        path = eco.write_result(result, options.out, visibility=options.visibility)
        print_line(f"The answer is in {path.resolve()}")
    else:
        print_line()
        for key in result.table.index:
            print_line(textwrap.fill(result.explain(str(key)), 90, subsequent_indent="  "))
    return 0


def hint_go_on(options: argparse.Namespace) -> str:
    """Return how to have an answer all the same, where that may be."""
    if getattr(options, "go_on", True):
        return ""
    return f" To go on without what cannot be read: ecosystem {options.command} … --go-on"
