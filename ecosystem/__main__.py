"""The command line: `ecosystem report my-sector.xlsx`."""

from __future__ import annotations

import argparse
import io
import os
import sys
import textwrap
import threading
import time
import webbrowser
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import ecosystem as eco

from .disclosure import VISIBILITIES
from .errors import describe_problem, did_you_mean
from .wording import count_of, join_words, mark_turns, start_sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from .questions.gaps import GapsResult


_QUIET_SECONDS = 2.0
"""Seconds before it is said that work goes on, and between one saying and the next. With fewer
every quick answer would flash a line; with more one wonders whether it hangs."""

_STOPPED = 130
"""Exit status after Ctrl-C, as shells give it: 128 and the number of the signal."""

_MOST_PROBLEMS = 20
"""Problems of one severity that are listed: a screenful. --out writes them all."""

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


@dataclass(frozen=True)
class Option:
    """Something to write after a command.

    Attributes
    ----------
    name
        As it is written: with dashes it may be left out, without it must be there.
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


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return 0, 1 if the data have errors, 2 if the command was wrong."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    _open_streams()
    parser = make_parser()
    # Whoever writes no word looks around: that is nothing wrong.
    if not words:
        parser.print_help()
        return 0
    options = _parse(parser, words)
    if options.version:
        _print(f"ecosystem {eco.__version__}")
        return 0
    return _run(_NAMED[options.command], options)


def _run(command: Command, options: argparse.Namespace) -> int:
    """Run a command; whatever may go wrong is said in a line, without a traceback."""
    try:
        with _say_progress(command.name):
            status = command.function(options)
            sys.stdout.flush()
            return status
    except eco.DataError as error:
        _warn(f"{error}\nNothing was written.")
        return 1
    except (ValueError, ImportError) as error:
        _warn(f"ecosystem {command.name}: {error}")
        return 2
    except OSError as error:
        if error.filename is None:
            # It is what is printed that failed: Python would try it again at the end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):
            # Who reads along, as `head`, has seen enough.
            return 0
        _warn(f"ecosystem {command.name}: {error.filename or 'the output'}: {error.strerror}.")
        return 2
    except KeyboardInterrupt:
        _warn(f"\necosystem {command.name}: stopped.")
        return _STOPPED


def _open_streams() -> None:
    """Make both outputs take whatever is printed: a letter they do not know as "?".

    A program that closed them wants to hear nothing.
    """
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, io.StringIO())
        elif isinstance(stream, io.TextIOWrapper) and stream.errors == "strict":
            stream.reconfigure(errors="replace")


def _print(text: str = "") -> None:
    """Print a line of the answer."""
    print(mark_turns(text))


def _warn(text: str, end: str = "\n") -> None:
    """Print what is no answer: that something is wrong, or that work goes on."""
    print(mark_turns(text), end=end, file=sys.stderr)


class _Parser(argparse.ArgumentParser):
    """A parser that says what is wrong in one line; argparse would print the usage before it."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the command and end with exit status 2."""
        _refuse(self.prog, message if message.endswith(".") else f"{message}.")


def _refuse(program: str, *sentences: str) -> NoReturn:
    """Say what is wrong with a command, in one line; end with exit status 2."""
    words = " ".join(sentence for sentence in sentences if sentence)
    _warn(f"{program}: {words} See {program} --help.")
    raise SystemExit(2)


def make_parser() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    parser = _Parser(
        prog="ecosystem",
        description=DESCRIPTION,
        epilog=_BEGIN,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="store_true", help="show which version is installed")
    commands = parser.add_subparsers(title="commands", dest="command", metavar="")
    for command in COMMANDS:
        does = f"{start_sentence(command.help)}."
        subparser = commands.add_parser(command.name, help=command.help, description=does)
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

    parser.add_argument(
        option.name,
        type=read_choice if allowed else option.kind,
        metavar=f"{{{','.join(allowed)}}}" if allowed else None,
        default=option.default,
        help=option.help,
    )


def _parse(parser: argparse.ArgumentParser, words: list[str]) -> argparse.Namespace:
    """Return the options that the words give; a slip ends the program with what was meant."""
    first = words[0]
    if not first.startswith("-") and first not in _NAMED:
        _refuse(parser.prog, f"{first!r} is no command.", did_you_mean(first, _NAMED))
    options, unknown = parser.parse_known_args(words)
    if options.version:
        return options
    command = _NAMED.get(options.command)
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


def _read(options: argparse.Namespace) -> eco.Ecosystem:
    return eco.read(options.path).select(visibility=options.visibility)


def _report(options: argparse.Namespace) -> int:
    e = eco.read(options.path, log=options.log)
    path = eco.write_report(
        e, options.out, visibility=options.visibility, audience=options.audience
    ).resolve()
    if count := len(e.select(visibility=options.visibility).problems):
        _warn(f"{count_of(count, 'remark')} on the data: ecosystem check {options.path}")
    _print(f"The report is in {path}")
    if options.open:
        webbrowser.open(path.as_uri())
    return 0


def _directory(options: argparse.Namespace) -> int:
    e = eco.read(options.path)
    path = eco.write_directory(
        e, options.out, messages=options.messages, visibility=options.visibility
    )
    _print(f"The leaflet is in {path.resolve()}")
    return 0


def _check(options: argparse.Namespace) -> int:
    problems = eco.check(options.path)
    for severity in ("error", "warning", "note"):
        listed = problems[problems["severity"] == severity]
        if len(listed):
            _print(count_of(len(listed), severity))
        for _, problem in listed.head(_MOST_PROBLEMS).iterrows():
            _print(f"  {describe_problem(problem)}")
        if len(listed) > _MOST_PROBLEMS:
            _print(f"  … and {len(listed) - _MOST_PROBLEMS} more; --out writes them all.")
    if options.out:
        path = eco.write_problems(problems, options.out, source=options.path)
        _print(f"The list is in {path.resolve()}")
    if problems.empty:
        _print("Nothing is wrong.")
    return int((problems["severity"] == "error").any())


def _template(options: argparse.Namespace) -> int:
    if Path(options.path).exists() and not options.replace:
        msg = f"{options.path} is there already. Choose another name, or add --replace."
        raise ValueError(msg)
    _print(f"The workbook to fill in is {eco.write_template(options.path).resolve()}")
    return 0


def _core(options: argparse.Namespace) -> int:
    return _answer(eco.find_core(_read(options)), options)


def _duplication(options: argparse.Namespace) -> int:
    return _answer(eco.find_duplication(_read(options)), options)


def _matches(options: argparse.Namespace) -> int:
    return _answer(eco.find_matches(_read(options)), options)


def _gaps(options: argparse.Namespace) -> int:
    return _answer(_ask_gaps(_read(options), options), options)


def _ask_gaps(e: eco.Ecosystem, options: argparse.Namespace) -> GapsResult:
    return eco.find_gaps(
        e,
        options.service_type,
        level=options.level,
        legal_aid=options.legal_aid,
        within_km=options.within_km,
    )


def _placements(options: argparse.Namespace) -> int:
    placements = eco.find_placements(
        _read(options),
        options.service_type,
        count=options.count,
        level=options.level,
        within_km=options.within_km,
        candidates="organisations" if options.train else "areas",
    )
    return _answer(placements, options)


def _pathways(options: argparse.Namespace) -> int:
    return _answer(eco.find_pathways(_read(options), log=options.log), options)


def _closures(options: argparse.Namespace) -> int:
    return _answer(eco.find_closures(_read(options), service_type=options.service_type), options)


def _map(options: argparse.Namespace) -> int:
    e = _read(options)
    if options.service_type:
        path = eco.draw_places(e, _ask_gaps(e, options), options.out, visibility=options.visibility)
    else:
        path = eco.draw_network(e, eco.find_core(e), options.out, visibility=options.visibility)
    _print(f"The map is in {path.resolve()}")
    return 0


def _answer(result: eco.Result, options: argparse.Namespace) -> int:
    # The headline, the notes, and what to ask next, a line each.
    headline, *lines = str(result).split("\n")
    _print(headline)
    for line in lines:
        _print(textwrap.fill(line, 90, subsequent_indent="      "))
    if options.out:
        path = eco.write_result(result, options.out, visibility=options.visibility)
        _print(f"The answer is in {path.resolve()}")
    else:
        _print()
        for key in result.table.index:
            _print(textwrap.fill(result.explain(str(key)), 90, subsequent_indent="  "))
    return 0


@contextmanager
def _say_progress(command: str) -> Iterator[None]:
    """Say that work goes on, on a screen, when it takes longer than two seconds."""
    done = threading.Event()
    started = time.monotonic()

    def tell() -> None:
        while not done.wait(_QUIET_SECONDS):
            seconds = time.monotonic() - started
            _warn(f"\rWorking on the {command}: {seconds:.0f} s ", end="")

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
            _warn("\r\033[K", end="")


_PATH = Option("path", "a workbook (.xlsx), a folder of CSV files, or a list of ties")
_DATA = (
    _PATH,
    Option(
        "--visibility",
        "who will read it; rows marked for fewer eyes are left out (default: %(default)s)",
        choices=VISIBILITIES,
        default="public",
    ),
)
_OUT = Option("--out", "write the table to this .csv, or all of it to this .json")
_SERVICE = Option("service_type", "as in the services table: 'immigration advice'")
_LEVELS = (1, 2, 3)
"""The levels of the regulator of immigration advice, as in the services table."""

_CONDITIONS = (
    Option("--level", "advice at least of this level", kind=int, choices=_LEVELS),
    Option("--legal-aid", "only with a legal aid contract", is_switch=True),
    Option("--within-km", "count services this near too, in a straight line", kind=float),
)
_LOG = Option("--log", "a .csv or .xlsx file of single referrals")
_REPORT = (
    *_DATA,
    _LOG,
    Option(
        "--out",
        "where; ends in .html, .pdf or .docx (default: %(default)s)",
        default="away-day.html",
    ),
    Option(
        "--audience",
        "public: organisations have numbers in place of names (default: %(default)s)",
        choices=("partners", "public"),
        default="partners",
    ),
    Option("--open", "show it in the browser afterwards", is_switch=True),
)
_DIRECTORY = (
    *_DATA,
    Option("--out", "where (default: %(default)s)", default="directory.html"),
    Option("--messages", "translations: a gettext catalogue, .po or .mo"),
)
_CHECK = (_PATH, Option("--out", "write the whole list to this .xlsx, with links to the cells"))
_TEMPLATE = (
    Option("path", "where; must end in .xlsx"),
    Option("--replace", "replace a file that is there", is_switch=True),
)
_PLACEMENTS = (
    *_DATA,
    _SERVICE,
    Option("--count", "how many (default: %(default)s)", kind=int, default=3),
    Option("--level", "of this advice level", kind=int, choices=_LEVELS),
    Option("--within-km", "how far a place reaches", kind=float),
    Option("--train", "choose organisations to train to --level instead", is_switch=True),
    _OUT,
)
_PATHWAYS = (*_DATA, _LOG, _OUT)
_CLOSURES = (*_DATA, Option("--service-type", "only services of this type"), _OUT)
_MAP = (
    *_DATA,
    Option("--out", "where (default: %(default)s)", default="map.html"),
    Option("--service-type", "draw where this is short, as 'legal advice'"),
    *_CONDITIONS,
)

COMMANDS = (
    Command("report", "write the away-day report, one file", _REPORT, _report),
    Command("directory", "write a leaflet of services by need", _DIRECTORY, _directory),
    Command("check", "list what is wrong or odd in the data, and where", _CHECK, _check),
    Command("template", "write an empty workbook to fill in", _TEMPLATE, _template),
    Command("core", "who is the core, and who the wider network", (*_DATA, _OUT), _core),
    Command("duplication", "where the same work is done twice", (*_DATA, _OUT), _duplication),
    Command("matches", "which organisations may be entered twice", (*_DATA, _OUT), _matches),
    Command(
        "gaps",
        "which places have too little of a service",
        (*_DATA, _SERVICE, *_CONDITIONS, _OUT),
        _gaps,
    ),
    Command("placements", "where the next places would do most", _PLACEMENTS, _placements),
    Command("pathways", "whether referrals are working", _PATHWAYS, _pathways),
    Command("closures", "who is left without help if one closes", _CLOSURES, _closures),
    Command("map", "draw who is tied to whom, or where a service is short", _MAP, _map),
)
"""All commands, in the order in which the help lists them."""

_NAMED = {command.name: command for command in COMMANDS}


if __name__ == "__main__":
    sys.exit(main())
