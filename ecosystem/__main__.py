"""The command line: `ecosystem report my-sector.xlsx`."""

from __future__ import annotations

import argparse
import os
import sys
import textwrap
import threading
import time
import webbrowser
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import ecosystem as eco

from .errors import describe_problem
from .wording import count_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from .questions.gaps import GapsResult


_QUIET_SECONDS = 2.0
_MOST_PROBLEMS = 20


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return 0, 1 if the data have errors, 2 if the command was wrong."""
    options = make_parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = options.run
    try:
        with _say_progress(options.command):
            status = run(options)
            sys.stdout.flush()
            return status
    except eco.DataError as error:
        print(f"{error}\nNothing was written.", file=sys.stderr)
        return 1
    except ValueError as error:
        print(f"ecosystem {options.command}: {error}", file=sys.stderr)
        return 2
    except ImportError as error:
        print(f"ecosystem {options.command}: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        # Who reads along, as `head`, has seen enough; nothing more is to be said at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        print(f"ecosystem {options.command}: {error.filename}: {error.strerror}.", file=sys.stderr)
        return 2


def make_parser() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    parser = argparse.ArgumentParser(
        prog="ecosystem",
        description="Map a sector's ecosystem from one spreadsheet: who is the core, where "
        "services duplicate, which places are gaps.",
        epilog=textwrap.dedent("""\
            Begin with
              ecosystem template my-sector.xlsx    a workbook to fill in
              ecosystem check my-sector.xlsx       what is wrong in it, and where
              ecosystem report my-sector.xlsx      the report for the away day
            """),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(title="commands", dest="command", required=True, metavar="")

    report = _add(commands, "report", _report, "write the away-day report, one file")
    report.add_argument(
        "--out",
        default="away-day.html",
        help="where; ends in .html, .pdf or .docx (default: %(default)s)",
    )
    report.add_argument(
        "--audience",
        default="partners",
        choices=["partners", "public"],
        help="public: organisations have numbers in place of names (default: %(default)s)",
    )
    report.add_argument("--open", action="store_true", help="show it in the browser afterwards")

    leaflet = _add(commands, "directory", _directory, "write a leaflet of services by need")
    leaflet.add_argument("--out", default="directory.html", help="where (default: %(default)s)")
    leaflet.add_argument("--messages", help="translations: a gettext catalogue, .po or .mo")

    check = commands.add_parser("check", help="list what is wrong or odd in the data, and where")
    check.set_defaults(run=_check)
    _add_path(check)
    check.add_argument("--out", help="write the whole list to this .xlsx, with links to the cells")

    template = commands.add_parser("template", help="write an empty workbook to fill in")
    template.set_defaults(run=_template)
    template.add_argument("path", help="where; must end in .xlsx")
    template.add_argument("--replace", action="store_true", help="replace a file that is there")

    core = _add(commands, "core", _core, "who is the core, and who the wider network")
    _add_out(core)

    duplication = _add(commands, "duplication", _duplication, "where the same work is done twice")
    _add_out(duplication)

    matches = _add(commands, "matches", _matches, "which organisations may be entered twice")
    _add_out(matches)

    gaps = _add(commands, "gaps", _gaps, "which places have too little of a service")
    _add_service(gaps)
    _add_out(gaps)

    placements = _add(commands, "placements", _placements, "where the next places would do most")
    placements.add_argument("service_type", help="as in the services table: 'immigration advice'")
    placements.add_argument("--count", type=int, default=3, help="how many (default: %(default)s)")
    placements.add_argument("--level", type=int, choices=[1, 2, 3], help="of this advice level")
    placements.add_argument("--within-km", type=float, help="how far a place reaches")
    placements.add_argument(
        "--train", action="store_true", help="choose organisations to train to --level instead"
    )
    _add_out(placements)

    pathways = _add(commands, "pathways", _pathways, "whether referrals are working")
    pathways.add_argument("--log", help="a .csv or .xlsx file of single referrals")
    _add_out(pathways)

    closures = _add(commands, "closures", _closures, "who is left without help if one closes")
    closures.add_argument("--service-type", help="only services of this type")
    _add_out(closures)

    network = _add(commands, "map", _map, "draw who is tied to whom, or where a service is short")
    network.add_argument("--out", default="map.html", help="where (default: %(default)s)")
    _add_service(network, optional=True)
    return parser


def _add(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    run: Callable[[argparse.Namespace], int],
    does: str,
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=does, description=f"{does[0].upper()}{does[1:]}.")
    parser.set_defaults(run=run)
    _add_path(parser)
    parser.add_argument(
        "--visibility",
        default="public",
        choices=["public", "partners", "private"],
        help="who will read it; rows marked for fewer eyes are left out (default: %(default)s)",
    )
    return parser


def _add_path(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", help="a workbook (.xlsx), a folder of CSV files, or a list of ties")


def _add_out(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", help="write the table to this .csv, or all of it to this .json")


def _add_service(parser: argparse.ArgumentParser, *, optional: bool = False) -> None:
    if optional:
        parser.add_argument("--service-type", help="draw where this is short, as 'legal advice'")
    else:
        parser.add_argument("service_type", help="as in the services table: 'immigration advice'")
    parser.add_argument(
        "--level", type=int, choices=[1, 2, 3], help="advice at least of this level"
    )
    parser.add_argument(
        "--legal-aid", action="store_true", default=None, help="only with a legal aid contract"
    )
    parser.add_argument(
        "--within-km", type=float, help="count services this near too, in a straight line"
    )


def _read(options: argparse.Namespace) -> eco.Ecosystem:
    return eco.read(options.path).select(visibility=options.visibility)


def _report(options: argparse.Namespace) -> int:
    e = eco.read(options.path)
    path = eco.write_report(
        e, options.out, visibility=options.visibility, audience=options.audience
    ).resolve()
    if len(e.problems):
        said = count_of(len(e.problems), "remark")
        print(f"{said} on the data: ecosystem check {options.path}", file=sys.stderr)
    print(f"The report is in {path}")
    if options.open:
        webbrowser.open(path.as_uri())
    return 0


def _directory(options: argparse.Namespace) -> int:
    e = eco.read(options.path)
    path = eco.write_directory(
        e, options.out, messages=options.messages, visibility=options.visibility
    )
    print(f"The leaflet is in {path.resolve()}")
    return 0


def _check(options: argparse.Namespace) -> int:
    problems = eco.check(options.path)
    for severity in ("error", "warning", "note"):
        found = problems[problems["severity"] == severity]
        if len(found):
            print(count_of(len(found), severity))
        for _, problem in found.head(_MOST_PROBLEMS).iterrows():
            print(f"  {describe_problem(problem)}")
        if len(found) > _MOST_PROBLEMS:
            print(f"  … and {len(found) - _MOST_PROBLEMS} more; --out writes them all.")
    if options.out:
        path = eco.write_problems(problems, options.out, source=options.path)
        print(f"The list is in {path.resolve()}")
    if problems.empty:
        print("Nothing is wrong.")
    return int((problems["severity"] == "error").any())


def _template(options: argparse.Namespace) -> int:
    if Path(options.path).exists() and not options.replace:
        print(
            f"ecosystem template: {options.path} is there already and may be filled in. Choose "
            "another name, or add --replace.",
            file=sys.stderr,
        )
        return 2
    print(f"The workbook to fill in is {eco.write_template(options.path).resolve()}")
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
    found = eco.find_placements(
        _read(options),
        options.service_type,
        count=options.count,
        level=options.level,
        within_km=options.within_km,
        candidates="organisations" if options.train else "areas",
    )
    return _answer(found, options)


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
    print(f"The map is in {path.resolve()}")
    return 0


def _answer(result: eco.Result, options: argparse.Namespace) -> int:
    print(result.headline)
    for note in result.notes:
        print(textwrap.fill(f"Note: {note}", 90, subsequent_indent="      "))
    if options.out:
        path = eco.write_result(result, options.out, visibility=options.visibility)
        print(f"The answer is in {path.resolve()}")
    else:
        print()
        for key in result.table.index:
            print(textwrap.fill(result.explain(str(key)), 90, subsequent_indent="  "))
    return 0


@contextmanager
def _say_progress(command: str) -> Iterator[None]:
    """Say that work goes on, on a screen, when it takes longer than two seconds."""
    done = threading.Event()
    started = time.monotonic()

    def tell() -> None:
        while not done.wait(_QUIET_SECONDS):
            seconds = time.monotonic() - started
            print(f"\rWorking on the {command}: {seconds:.0f} s ", end="", file=sys.stderr)

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
            print("\r\033[K", end="", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
