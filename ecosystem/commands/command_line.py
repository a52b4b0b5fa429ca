"""What a command line is made of: commands and their options, and what is said on the screen.

Each slip is said in one line, with what was meant; argparse would print the usage before it.
"""

from __future__ import annotations

import argparse
import io
import sys
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

from ecosystem.errors import did_you_mean
from ecosystem.wording import join_words, mark_turns, start_sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence


_QUIET_SECONDS = 2.0
"""Seconds before it is said that work goes on, and between one saying and the next. With fewer
every quick answer would flash a line; with more one wonders whether it hangs."""


@dataclass(frozen=True)
class Option:
    """Something to write after a command.

    Attributes
    ----------
    name
        As it is written: with dashes, or in square brackets, it may be left out, else it must be
        there.
    help
        What it means; %(default)s stands for the default.
    kind
        What the text is read as.
    choices
        What it may be; empty where it may be anything.
    default
        What holds when it is left out.
    is_switch
        Whether it stands by itself, without a value.
    """

    name: str
    help: str
    kind: type[str | int | float] = str
    choices: tuple[str | int, ...] = ()
    default: object = None
    is_switch: bool = False


@dataclass(frozen=True)
class Command:
    """One command: the help, the parser and the page of the documentation are made from it.

    Attributes
    ----------
    name
        The word after `ecosystem`.
    help
        What it does, as the end of a sentence.
    options
        What may be written after it, in order.
    function
        Does it; returns the exit status.
    """

    name: str
    help: str
    options: tuple[Option, ...]
    function: Callable[[argparse.Namespace], int]


def open_streams() -> None:
    """Make both outputs take whatever is printed: a letter they do not know as "?".

    A program that closed them wants to hear nothing.
    """
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, io.StringIO())
        elif isinstance(stream, io.TextIOWrapper) and stream.errors == "strict":
            stream.reconfigure(errors="replace")


def print_line(text: str = "") -> None:
    """Print a line of the answer."""
    print(mark_turns(text))


def warn(text: str, end: str = "\n") -> None:
    """Print what is no answer: that something is wrong, or that work goes on."""
    print(mark_turns(text), end=end, file=sys.stderr)


@contextmanager
def say_progress(command: str) -> Iterator[None]:
    """Say that work goes on, on a screen, when it takes longer than two seconds."""
    done = threading.Event()
    started = time.monotonic()

    def tell() -> None:
        while not done.wait(_QUIET_SECONDS):
            seconds = time.monotonic() - started
            warn(f"\rWorking on the {command}: {seconds:.0f} s ", end="")

    teller = threading.Thread(target=tell, daemon=True)
    if sys.stderr.isatty():
        teller.start()
    try:
        yield
    finally:
        done.set()
        if teller.is_alive():
            teller.join()
        if sys.stderr.isatty() and time.monotonic() - started > _QUIET_SECONDS:
            warn("\r\033[K", end="")


class _Parser(argparse.ArgumentParser):
    """A parser that says what is wrong in one line; argparse would print the usage before it."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the command and end with exit status 2."""
        _refuse(self.prog, message if message.endswith(".") else f"{message}.")


def _refuse(program: str, *sentences: str) -> NoReturn:
    """Say what is wrong with a command, in one line; end with exit status 2."""
    words = " ".join(sentence for sentence in sentences if sentence)
    warn(f"{program}: {words} See {program} --help.")
    raise SystemExit(2)


def make_parser(
    commands: Sequence[Command], *, description: str, epilog: str
) -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    parser = _Parser(
        prog="ecosystem",
        description=description,
        epilog=epilog,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="store_true", help="show which version is installed")
    words = parser.add_subparsers(title="commands", dest="command", metavar="")
    for command in commands:
        does = f"{start_sentence(command.help)}."
        subparser = words.add_parser(command.name, help=command.help, description=does)
        for option in command.options:
            _add_option(subparser, option)
    return parser


def _add_option(parser: argparse.ArgumentParser, option: Option) -> None:
    if option.is_switch:
        parser.add_argument(
            option.name, action="store_true", default=option.default, help=option.help
        )
        return
    allowed = {str(choice): choice for choice in option.choices}

    def read_choice(text: str) -> str | int:
        # argparse's own choices know no suggestion.
        if text not in allowed:
            hint = " ".join([did_you_mean(text, allowed), "Choose"]).strip()
            msg = f"{text!r} is not one of the choices. {hint} {join_words(allowed, last='or')}."
            raise argparse.ArgumentTypeError(msg)
        return allowed[text]

    may_be_left_out = option.name.startswith("[")
    parser.add_argument(
        option.name.strip("[]"),
        nargs="?" if may_be_left_out else None,
        type=read_choice if allowed else option.kind,
        metavar=f"{{{','.join(allowed)}}}" if allowed else None,
        default=option.default,
        help=option.help,
    )


def parse_words(
    parser: argparse.ArgumentParser, words: list[str], commands: Sequence[Command]
) -> argparse.Namespace:
    """Return the options that the words give; a slip ends the program with what was meant."""
    named = {command.name: command for command in commands}
    first = words[0]
    if not first.startswith("-") and first not in named:
        _refuse(parser.prog, f"{first!r} is no command.", did_you_mean(first, named))
    options, unknown = parser.parse_known_args(words)
    if options.version:
        return options
    command = named.get(options.command)
    program = f"{parser.prog} {command.name}" if command else parser.prog
    if unknown:
        slip = unknown[0].partition("=")[0]
        if not slip.startswith("-"):
            _refuse(program, f"{slip!r} is one word too many.")
        names = [option.name for option in command.options] if command else ["--version"]
        known = [name for name in names if name.startswith("-")]
        _refuse(program, f"There is no option {slip}.", did_you_mean(slip, known))
    if command is None:
        _refuse(program, "The command is missing.")
    return options
