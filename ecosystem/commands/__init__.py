"""All commands of the command line, by what they do, and what a command is made of."""

from __future__ import annotations

from .command_line import Command, Option, make_parser, parse_words
from .running import COMMANDS, DESCRIPTION, main

__all__ = [
    "COMMANDS",
    "DESCRIPTION",
    "Command",
    "Option",
    "main",
    "make_parser",
    "parse_words",
]
