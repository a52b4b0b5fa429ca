"""From the words of a command line to the exit status of the command they name."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import ecosystem as eco

from .command_line import (
    make_parser,
    open_streams,
    parse_words,
    print_line,
    say_progress,
    warn,
)
from .contacts import CONTACTS
from .files import FILES
from .given import hint_go_on
from .questions import QUESTIONS

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from .command_line import Command


_LAST = ("map", "reduce", "open")

COMMANDS = (
    *(command for command in FILES if command.name not in _LAST),
    *QUESTIONS,
    *CONTACTS,
    *(command for command in FILES if command.name in _LAST),
)
"""All commands, in the order in which the help lists them: first those that one begins with."""

_STOPPED = 130
"""Exit status after Ctrl-C, as shells give it: 128 and the number of the signal."""

DESCRIPTION = (
    "Map a sector's ecosystem from one spreadsheet: who is the core, where services duplicate, "
    "which places are gaps."
)

_BEGIN = """\
Begin with
  ecosystem template my-sector.xlsx    a workbook to fill in
  ecosystem check my-sector.xlsx       what is wrong in it, and where
  ecosystem report my-sector.xlsx      the report for the away day
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return 0, 1 if the data have errors, 2 if the command was wrong."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    open_streams()
    parser = make_parser(COMMANDS, description=DESCRIPTION, epilog=_BEGIN)
    # Whoever writes no word looks around: that is nothing wrong.
    if not words:
        parser.print_help()
        return 0
    options = parse_words(parser, words, COMMANDS)
    if options.version:
        print_line(f"ecosystem {eco.__version__}")
        return 0
    named = {command.name: command for command in COMMANDS}
    return _run(named[options.command], options)


def _run(command: Command, options: argparse.Namespace) -> int:
    """Run a command; whatever may go wrong is said in a line, without a traceback."""
    try:
        with say_progress(command.name):
            status = command.function(options)
            sys.stdout.flush()
            return status
    except eco.DataError as error:
        warn(f"{error}\nNothing was written.{hint_go_on(options)}")
        return 1
    except (ValueError, ImportError) as error:
        warn(f"ecosystem {command.name}: {error}")
        return 2
    except OSError as error:
        if error.filename is None:
            # It is what is printed that failed: Python would try it again at the end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):
            # Who reads along, as `head`, has seen enough.
            return 0
        warn(f"ecosystem {command.name}: {error.filename or 'the output'}: {error.strerror}.")
        return 2
    except KeyboardInterrupt:
        warn(f"\necosystem {command.name}: stopped.")
        return _STOPPED
