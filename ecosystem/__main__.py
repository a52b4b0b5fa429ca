"""The command line: `ecosystem report my-sector.xlsx`."""

from __future__ import annotations

import getpass
import os
import sys
import textwrap
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING

import ecosystem as eco

from .app import open_page
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
from .data import say_unread
from .disclosure import VISIBILITIES
from .errors import describe_problems
from .formats import list_kinds, read_rows
from .pages import replace_file
from .questions.contacts import draw_round_key, list_hashed, name_kept, write_hashes, write_plans
from .scale import PERIODS
from .wording import count_of

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence

    from .questions.gaps import GapsResult


_STOPPED = 130
"""Exit status after Ctrl-C, as shells give it: 128 and the number of the signal."""

_MOST_LINES = 20
"""Lines of problems of one severity that are listed: a screenful. --out writes them all."""

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
        warn(f"{error}\nNothing was written.{_hint_go_on(options)}")
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


def _read_whole(options: argparse.Namespace, log: str | None = None) -> eco.Ecosystem:
    """Read the data, with what is marked for fewer eyes.

    What each sheet was taken for is said, and what an answer is without.
    """
    e = eco.read(options.path, log=log, set_aside=options.go_on)
    for sentence in list_kinds(e.problems):
        warn(sentence)
    # Nearly always nothing was set aside, and a copy to count it in costs as much as reading.
    if e.unread.cells:
        warn(say_unread(e.select(visibility=options.visibility).unread))
    return e


def _read(options: argparse.Namespace) -> eco.Ecosystem:
    return _read_whole(options).select(visibility=options.visibility)


def _report(options: argparse.Namespace) -> int:
    e = _read_whole(options, log=options.log)
    eco.write_report(e, options.out, visibility=options.visibility, audience=options.audience)
    path = Path(options.out).resolve()
    if count := len(e.select(visibility=options.visibility).problems):
        warn(f"{count_of(count, 'remark')} on the data: ecosystem check {options.path}")
    print_line(f"The report is in {path}")
    if options.open:
        webbrowser.open(path.as_uri())
    return 0


def _directory(options: argparse.Namespace) -> int:
    e = _read_whole(options)
    eco.write_directory(e, options.out, messages=options.messages, visibility=options.visibility)
    print_line(f"The leaflet is in {Path(options.out).resolve()}")
    return 0


def _check(options: argparse.Namespace) -> int:
    problems = eco.check(options.path)
    for severity in ("error", "warning", "note"):
        listed = problems[problems["severity"] == severity]
        if len(listed):
            print_line(count_of(len(listed), severity))
        lines = describe_problems(listed)
        for line in lines[:_MOST_LINES]:
            print_line(f"  {line}")
        if len(lines) > _MOST_LINES:
            print_line(f"  … and {len(lines) - _MOST_LINES} more; --out writes them all.")
    if options.out:
        path = eco.write_problems(problems, options.out, source=options.path)
        print_line(f"The list is in {path.resolve()}")
    if problems.empty:
        print_line("Nothing is wrong.")
    return int((problems["severity"] == "error").any())


def _template(options: argparse.Namespace) -> int:
    if Path(options.path).exists() and not options.replace:
        msg = f"{options.path} is there already. Choose another name, or add --replace."
        raise ValueError(msg)
    print_line(f"The workbook to fill in is {eco.write_template(options.path).resolve()}")
    return 0


def _tidy(options: argparse.Namespace) -> int:
    source = Path(options.path)
    beside = source.with_name(f"{source.stem}-as-understood.xlsx")
    path = eco.write_as_understood(source, options.out or beside)
    print_line(f"The file as it was understood is in {path.resolve()}")
    return 0


def _forms(options: argparse.Namespace) -> int:
    folder = eco.write_forms(_read_whole(options), options.out, visibility=options.visibility)
    print_line(f"The forms are in {folder.resolve()}")
    return 0


def _read_forms(options: argparse.Namespace) -> int:
    e = eco.read_forms(options.folder, into=eco.read(options.data) if options.data else None)
    for line in describe_problems(e.problems[e.problems["severity"] == "warning"]):
        warn(line)
    path = eco.write_tables(e, options.out, visibility="private")
    print_line(f"The data with the replies are in {path.resolve()}")
    return 0


def _ask(name: str) -> Callable[[argparse.Namespace], int]:
    """Return a command that asks a question without options."""
    return lambda options: _answer(getattr(eco, name)(_read(options)), options)


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


def _reduce(options: argparse.Namespace) -> int:
    counted = eco.reduce_referrals(
        options.log,
        period=options.period,
        exact=options.exact,
        memory=options.memory,
    )
    with replace_file(Path(options.out)) as temporary:
        counted.to_csv(temporary, index=False)
    print_line(f"{count_of(len(counted), 'row')} of referrals: {Path(options.out).resolve()}")
    return 0


def _open(options: argparse.Namespace) -> int:
    open_page(options.path, tell=lambda address: print_line(f"The page is at {address}"))
    return 0


def _draw_key(_: argparse.Namespace) -> int:
    print_line(draw_round_key())
    warn("Tell it to the others by voice, write it nowhere, and draw another for the next round.")
    return 0


def _hash_contacts(options: argparse.Namespace) -> int:
    source = Path(options.path)
    hashed = eco.hash_contacts(source, key=_ask_key())
    out = Path(options.out or source.with_name(f"{source.stem}-hashed.csv"))
    write_hashes(hashed, out)
    print_line(f"{count_of(len(hashed), 'person', 'people')} hashed: share {out.resolve()}")
    print_line(f"Keep to yourself which row each number is: {name_kept(out).resolve()}")
    return 0


def _ask_key() -> str:
    """Return the key of the round: typed unseen, or as the line that is piped in.

    An option would stand in the history of the shell, and a file would outlive the round.
    """
    if sys.stdin.isatty():
        return getpass.getpass("Key of this round (not shown): ")
    return sys.stdin.readline().strip()


def _contact_overlap(options: argparse.Namespace) -> int:
    lists = list_hashed(options.folder, without=options.reference)
    capacity = None if options.capacity is None else dict.fromkeys(lists, options.capacity)
    result = eco.find_contact_overlap(lists, reference=options.reference, capacity=capacity)
    for line in str(result).split("\n"):
        print_line(textwrap.fill(line, 90, subsequent_indent="      "))
    if options.out:
        folder = write_plans(result.shown, result.plan, options.out)
        print_line(f"The plan of each, for its own eyes, is in {folder.resolve()}")
    return 0


def _focus(options: argparse.Namespace) -> int:
    scores = read_rows(options.scores) if options.scores else None
    focus = eco.find_focus(_read(options), scores=scores, capacity=options.capacity)
    status = _answer(focus, options)
    for row in focus.reviews.itertuples():
        print_line(f"{row.name} could visit {row.reviews_name} and review how referrals work.")
    return status


def _value(options: argparse.Namespace) -> int:
    outcomes = read_rows(options.outcomes)
    return _answer(eco.find_value(_read(options), outcomes, months=options.months), options)


def _representation(options: argparse.Namespace) -> int:
    result = eco.find_representation(
        _read(options),
        begins_in=options.begins_in,
        start=options.start,
        term_years=options.term_years,
    )
    return _answer(result, options, findings=result.findings)


def _map(options: argparse.Namespace) -> int:
    e = _read(options)
    if options.service_type:
        eco.draw_places(e, _ask_gaps(e, options), options.out, visibility=options.visibility)
    else:
        eco.draw_network(e, eco.find_core(e), options.out, visibility=options.visibility)
    print_line(f"The map is in {Path(options.out).resolve()}")
    return 0


def _answer(result: eco.Result, options: argparse.Namespace, findings: Sequence[str] = ()) -> int:
    # The headline, what else was found, the notes, and what to ask next, a line each.
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


def _hint_go_on(options: argparse.Namespace) -> str:
    """Return how to have an answer all the same, where that may be."""
    if getattr(options, "go_on", True):
        return ""
    return f" To go on without what cannot be read: ecosystem {options.command} … --go-on"


_PATH = Option("path", "a workbook (.xlsx), a folder of CSV files, or a list of ties")
_DATA = (
    _PATH,
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
_TIDY = (
    _PATH,
    Option("--out", "where; must end in .xlsx (default: beside it, -as-understood.xlsx)"),
)
_FORMS = (
    *_DATA,
    Option("--out", "the folder to write them to (default: %(default)s)", default="forms"),
)
_REPLIES = (
    Option("folder", "where the forms are that came back"),
    Option("--data", "the data that the forms were made from, to put the replies in"),
    Option(
        "--out",
        "a workbook with all rows, for whoever keeps the data (default: %(default)s)",
        default="with-replies.xlsx",
    ),
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
_HASH_CONTACTS = (
    Option("path", "your list of contacts: a workbook or a .csv file"),
    Option("--out", "the hashed list to share; ends in .csv (default: beside it, -hashed.csv)"),
)
_CONTACT_OVERLAP = (
    Option("folder", "where the hashed lists are, a .csv file an organisation"),
    Option("--reference", "the hashed list of all who should be contacted"),
    Option("--capacity", "how many people each can call", kind=int),
    Option("--out", "a folder for the plans: one file for each organisation's own eyes"),
)
_FOCUS = (
    *_DATA,
    Option("--scores", "a sheet with columns organisation, service type and score"),
    Option("--capacity", "on how many types one may lead (default: as few as will do)", kind=int),
    _OUT,
)
_VALUE = (
    *_DATA,
    Option("outcomes", "a sheet with columns outcome, units, unit value and source"),
    Option("--months", "over how many months the units were counted", kind=float),
    _OUT,
)
_REPRESENTATION = (
    *_DATA,
    Option("--begins-in", "the group_id of the meeting where news is told"),
    Option("--start", "the day from which news is looked for, as 2024-03-05"),
    Option("--term-years", "how long a term is that has no last day", kind=float),
    _OUT,
)
_MAP = (
    *_DATA,
    Option("--out", "where (default: %(default)s)", default="map.html"),
    Option("--service-type", "draw where this is short, as 'legal advice'"),
    *_CONDITIONS,
)

_REDUCE = (
    Option("log", "a .csv or .parquet file of single referrals, a folder or a pattern of them"),
    Option("--out", "where (default: %(default)s)", default="referrals.csv"),
    Option("--period", "what is counted together", choices=PERIODS, default=PERIODS[0]),
    Option("--exact", "count people and the median wait too", is_switch=True),
    Option("--memory", "the most memory to hold, as 1GB"),
)
_OPEN = (Option("[path]", "a workbook or .csv file to open at once"),)

COMMANDS = (
    Command("report", "write the away-day report, one file", _REPORT, _report),
    Command("directory", "write a leaflet of services by need", _DIRECTORY, _directory),
    Command("check", "list what is wrong or odd in the data, and where", _CHECK, _check),
    Command("template", "write an empty workbook to fill in", _TEMPLATE, _template),
    Command("tidy", "write the file as it was understood, guesses marked", _TIDY, _tidy),
    Command("forms", "write a form for each organisation, to send round", _FORMS, _forms),
    Command("read-forms", "put together the forms that came back", _REPLIES, _read_forms),
    Command(
        "core", "who is the core, and who the wider network", (*_DATA, _OUT), _ask("find_core")
    ),
    Command(
        "duplication", "where the same work is done twice", (*_DATA, _OUT), _ask("find_duplication")
    ),
    Command(
        "matches", "which organisations may be entered twice", (*_DATA, _OUT), _ask("find_matches")
    ),
    Command(
        "gaps",
        "which places have too little of a service",
        (*_DATA, _SERVICE, *_CONDITIONS, _OUT),
        _gaps,
    ),
    Command("placements", "where the next places would do most", _PLACEMENTS, _placements),
    Command("pathways", "whether referrals are working", _PATHWAYS, _pathways),
    Command("closures", "who is left without help if one closes", _CLOSURES, _closures),
    Command("reduce", "count the referrals of a log of any size", _REDUCE, _reduce),
    Command("open", "show the page on this computer, for the away day", _OPEN, _open),
    Command("draw-key", "draw the secret for hashing contacts", (), _draw_key),
    Command(
        "hash-contacts",
        "turn your contacts into hashes to share",
        _HASH_CONTACTS,
        _hash_contacts,
    ),
    Command(
        "contact-overlap",
        "whom several contact, and whom nobody does",
        _CONTACT_OVERLAP,
        _contact_overlap,
    ),
    Command("focus", "who could lead on which service type", _FOCUS, _focus),
    Command("value", "what outcomes are worth, by values with a source", _VALUE, _value),
    Command(
        "factors",
        "what is recorded on twelve success factors",
        (*_DATA, _OUT),
        _ask("find_factors"),
    ),
    Command(
        "representation",
        "who speaks for whom, and how news goes through meetings",
        _REPRESENTATION,
        _representation,
    ),
    Command("map", "draw who is tied to whom, or where a service is short", _MAP, _map),
)
"""All commands, in the order in which the help lists them."""


if __name__ == "__main__":
    sys.exit(main())
