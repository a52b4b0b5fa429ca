"""Commands that read a file and write another: reports, leaflets, forms, maps."""

from __future__ import annotations

import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING

import ecosystem as eco
from ecosystem.errors import describe_problems
from ecosystem.pages import replace_file
from ecosystem.scale import PERIODS
from ecosystem.wording import count_of

from .command_line import Command, Option, print_line, warn
from .given import CONDITIONS, DATA, LOG, PATH, ask_gaps, read, read_file, read_whole

if TYPE_CHECKING:
    import argparse

_MOST_LINES = 20
"""Lines of problems of one severity that are listed: a screenful. --out writes them all."""


def _report(options: argparse.Namespace) -> int:
    # Selected once: to select for the same readers again changes nothing.
    seen = read_whole(options, log=options.log).select(visibility=options.visibility)
    eco.write_report(
        seen,
        options.out,
        visibility=options.visibility,
        audience=options.audience,
        before=read_file(options.before, options) if options.before else None,
    )
    path = Path(options.out).resolve()
    if count := len(seen.problems):
        warn(f"{count_of(count, 'remark')} on the data: ecosystem check {options.path}")
    print_line(f"The report is in {path}")
    if options.open:
        webbrowser.open(path.as_uri())
    return 0


def _directory(options: argparse.Namespace) -> int:
    e = read_whole(options)
    eco.write_directory(e, options.out, messages=options.messages, visibility=options.visibility)
    print_line(f"The leaflet is in {Path(options.out).resolve()}")
    return 0


def _check(options: argparse.Namespace) -> int:
    problems = eco.check(options.path)
    for severity in ("error", "warning", "note"):
        listed = problems[problems["severity"] == severity]
        lines = describe_problems(listed)
        if lines:
            told = f", told in {count_of(len(lines), 'line')}" * (len(lines) < len(listed))
            print_line(f"{count_of(len(listed), severity)}{told}")
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


def _keep_filled_in(options: argparse.Namespace, path: Path) -> None:
    """Refuse to write where somebody may have typed since: into a workbook, or a folder of them."""
    found = next(iter(sorted(path.glob("*.xlsx"))), None) if path.is_dir() else path
    if found and found.exists() and not options.replace:
        msg = f"{found} is there already, perhaps filled in. Choose another name, or add --replace."
        raise ValueError(msg)


def _template(options: argparse.Namespace) -> int:
    _keep_filled_in(options, Path(options.path))
    print_line(f"The workbook to fill in is {eco.write_template(options.path).resolve()}")
    return 0


def _tidy(options: argparse.Namespace) -> int:
    source = Path(options.path)
    target = Path(options.out or source.with_name(f"{source.stem}-as-understood.xlsx"))
    _keep_filled_in(options, target)
    path = eco.write_as_understood(source, target)
    print_line(f"The file as it was understood is in {path.resolve()}")
    return 0


def _forms(options: argparse.Namespace) -> int:
    _keep_filled_in(options, Path(options.out))
    folder = eco.write_forms(read_whole(options), options.out, visibility=options.visibility)
    print_line(f"The forms are in {folder.resolve()}")
    return 0


def _profiles(options: argparse.Namespace) -> int:
    folder = eco.write_profiles(read_whole(options), options.out, visibility=options.visibility)
    print_line(f"The profiles are in {folder.resolve()}")
    return 0


def _read_forms(options: argparse.Namespace) -> int:
    _keep_filled_in(options, Path(options.out))
    e = eco.read_forms(options.folder, into=eco.read(options.data) if options.data else None)
    for line in describe_problems(e.problems[e.problems["severity"] == "warning"]):
        warn(line)
    path = eco.write_tables(e, options.out, visibility="private")
    print_line(f"The data with the replies are in {path.resolve()}")
    return 0


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
    from ecosystem.app import open_page  # noqa: PLC0415 - no other command needs the page

    open_page(options.path, tell=lambda address: print_line(f"The page is at {address}"))
    return 0


def _map(options: argparse.Namespace) -> int:
    e = read(options)
    if options.service_type:
        eco.draw_places(e, ask_gaps(e, options), options.out, visibility=options.visibility)
    else:
        eco.draw_network(e, eco.find_core(e), options.out, visibility=options.visibility)
    print_line(f"The map is in {Path(options.out).resolve()}")
    return 0


_REPLACE = Option("--replace", "replace what is there", is_switch=True)
_REPORT = (
    *DATA,
    LOG,
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
    Option("--before", "a former file, for a page about what changed"),
    Option("--open", "show it in the browser afterwards", is_switch=True),
)
_DIRECTORY = (
    *DATA,
    Option("--out", "where (default: %(default)s)", default="directory.html"),
    Option("--messages", "translations: a gettext catalogue, .po or .mo"),
)
_CHECK = (PATH, Option("--out", "write the whole list to this .xlsx, with links to the cells"))
_TEMPLATE = (Option("path", "where; must end in .xlsx"), _REPLACE)
_TIDY = (
    PATH,
    Option("--out", "where; must end in .xlsx (default: beside it, -as-understood.xlsx)"),
    _REPLACE,
)
_FORMS = (
    *DATA,
    Option("--out", "the folder to write them to (default: %(default)s)", default="forms"),
    _REPLACE,
)
_PROFILES = (
    *DATA,
    Option("--out", "the folder to write them to (default: %(default)s)", default="profiles"),
)
_REPLIES = (
    Option("folder", "where the forms are that came back"),
    Option("--data", "the data that the forms were made from, to put the replies in"),
    Option(
        "--out",
        "a workbook with all rows, for whoever keeps the data (default: %(default)s)",
        default="with-replies.xlsx",
    ),
    _REPLACE,
)
_MAP = (
    *DATA,
    Option("--out", "where (default: %(default)s)", default="map.html"),
    Option("--service-type", "draw where this is short, as 'legal advice'"),
    *CONDITIONS,
)
_REDUCE = (
    Option("log", "a .csv or .parquet file of single referrals, a folder or a pattern of them"),
    Option("--out", "where (default: %(default)s)", default="referrals.csv"),
    Option("--period", "what is counted together", choices=PERIODS, default=PERIODS[0]),
    Option("--exact", "count people and the median wait too", is_switch=True),
    Option("--memory", "the most memory to hold, as 1GB"),
)
_OPEN = (Option("[path]", "a workbook or .csv file to open at once"),)

FILES = (
    Command("report", "write the away-day report, one file", _REPORT, _report),
    Command("directory", "write a leaflet of services by need", _DIRECTORY, _directory),
    Command("check", "list what is wrong or odd in the data, and where", _CHECK, _check),
    Command("template", "write an empty workbook to fill in", _TEMPLATE, _template),
    Command("tidy", "write the file as it was understood, guesses marked", _TIDY, _tidy),
    Command("forms", "write a form for each organisation, to send round", _FORMS, _forms),
    Command("profiles", "write a page for each organisation to check", _PROFILES, _profiles),
    Command("read-forms", "put together the forms that came back", _REPLIES, _read_forms),
    Command("map", "draw who is tied to whom, or where a service is short", _MAP, _map),
    Command("open", "show the page on this computer, for the away day", _OPEN, _open),
    Command("reduce", "count the referrals of a log of any size", _REDUCE, _reduce),
)
