"""All commands of the command line, by what they do, and what a command is made of."""

from __future__ import annotations

from .command_line import (
    Command,
    Option,
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

_LAST = ("map", "reduce", "open")

COMMANDS = (
    *(command for command in FILES if command.name not in _LAST),
    *QUESTIONS,
    *CONTACTS,
    *(command for command in FILES if command.name in _LAST),
)
"""All commands, in the order in which the help lists them: first those that one begins with."""

__all__ = [
    "COMMANDS",
    "Command",
    "Option",
    "hint_go_on",
    "make_parser",
    "open_streams",
    "parse_words",
    "print_line",
    "say_progress",
    "warn",
]
