"""The report as a whole: its pages in order, written as HTML, PDF or a Word file."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from ecosystem.data import SCHEMA_VERSION, TABLES
from ecosystem.disclosure import SMALL
from ecosystem.errors import wrong_choice
from ecosystem.graph import find_positions, list_ties
from ecosystem.pages import PageFile, make_page, read_asset, render, replace_file, write_page
from ecosystem.questions.matching import find_matches
from ecosystem.wording import count_of

from .anonymise import code_names
from .answers import ask_all
from .clients_pages import ask_closing, ask_journeys, list_ideas
from .content import Page, Report, Unanswered
from .services_pages import ask_grid, ask_places, ask_same
from .ties_pages import ask_answered, ask_core
from .word import write_word

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

    from ecosystem.data import Ecosystem


_AUDIENCES = ("partners", "public")
_KINDS = (".html", ".pdf", ".docx")
_QUESTIONS = (
    ask_answered,
    ask_core,
    ask_grid,
    ask_same,
    ask_places,
    ask_journeys,
    ask_closing,
)
_METHOD = (
    "Every number comes from the tables that were read. An empty cell is read as not known, never "
    "as zero. The core is found from who is tied to whom (Borgatti and Everett 1999); it says "
    "nothing about who does good work. Services count as the same work when they are of one kind "
    "and share areas and, where known, the people they are for and their languages. Help is set "
    "against need with the two-step floating catchment method (Luo and Wang 2003): each service's "
    "places are shared among the people in the areas it reaches. A closing is worked out by "
    "placing everyone again in what is free elsewhere."
)
_IDEAS = "What could we try?"


def write_report(
    e: Ecosystem,
    path: str | os.PathLike[str],
    *,
    visibility: str = "public",
    audience: str = "partners",
) -> Path:
    """Write the away-day report: a page for each question the data can answer.

    Who answered, who is the core, who does what where, the same work in the same place, places
    hard to reach, referral journeys, what a closing would do, three ideas to try, and notes. What
    cannot be answered is listed with the column that is missing. The page fetches nothing, has no
    script and prints on A4.

    Parameters
    ----------
    e
        The ecosystem.
    path
        The file to write, replaced if it is there: .html; .pdf (needs the extra `pdf`); .docx, to
        edit in a word processor (needs the extra `docx`).
    visibility
        "public" answers from public rows only; "partners" from those marked partners too;
        "private" from all. Numbers of people from 1 to 4 read "under 5" in each.
    audience
        "partners" names organisations and services. "public" gives them numbers instead, and goes
        with public rows only.

    Returns
    -------
    Path
        What was written. In a notebook the page shows itself.

    Raises
    ------
    ValueError
        If an option is not one of its choices, the path ends in none of the three, or its folder
        does not exist.
    ImportError
        If the extra for this kind of file is not installed.

    Notes
    -----
    Every number in a sentence comes from the answer's own table. The same data give the same
    bytes. Codes follow from the data's version, not from the alphabet; whoever knows the sector
    well may still recognise an organisation by what it does and where.
    """
    kind = Path(path).suffix.lower()
    if kind not in _KINDS:
        msg = f"path {str(path)!r} ends in none of {', '.join(_KINDS)}. Give a name like away.html."
        raise ValueError(msg)
    if audience not in _AUDIENCES:
        raise wrong_choice(option="audience", value=audience, choices=_AUDIENCES)
    if audience == "public" and visibility != "public":
        msg = (
            f"audience 'public' may not see rows marked {visibility}. Leave visibility out, or "
            "write for audience='partners'."
        )
        raise ValueError(msg)
    report = make_report(e, visibility=visibility, audience=audience)
    if kind == ".docx":
        return write_word(report, path)
    page = _set_page(report)
    if kind == ".html":
        return write_page(path, page)
    return _write_pdf(page, path)


def make_report(e: Ecosystem, *, visibility: str, audience: str) -> Report:
    """Return what the report says."""
    seen = e.select(visibility=visibility)
    version = _hash(seen)
    if audience == "public":
        seen = code_names(seen, version)
    answers = ask_all(seen)
    made = [part for ask in _QUESTIONS for part in ask(seen, answers)]
    pages = [part for part in made if isinstance(part, Page)]
    about = _read_about(seen)
    return Report(
        title=about["title"] or "Our ecosystem",
        about=about,
        figures=_count(seen, pages),
        pages=pages,
        ideas=list_ideas(answers),
        missing=[part for part in made if isinstance(part, Unanswered)],
        method=_explain_method(e, seen, version, visibility, audience),
    )


def _set_page(report: Report) -> str:
    body = render("report.html", report=report, ideas_question=_IDEAS)
    return make_page(title=report.title, body=body, style=read_asset("report.css"))


def _write_pdf(page: str, path: str | os.PathLike[str]) -> Path:
    try:
        import weasyprint  # noqa: PLC0415 - an extra that may not be installed
    except ImportError as error:
        msg = "A .pdf needs the extra: python -m pip install 'sector-ecosystem[pdf]'"
        raise ImportError(msg) from error
    target = PageFile(path)
    with replace_file(target) as temporary:
        weasyprint.HTML(string=page).write_pdf(temporary, pdf_variant="pdf/ua-1")
    return Path(target)


def _count(e: Ecosystem, pages: Sequence[Page]) -> list[tuple[str, str]]:
    """Return the numbers of the cover: five from the answers, or what the data hold."""
    figures = [page.number for page in pages if page.number]
    ties = list_ties(e)
    pairs = {tuple(sorted(pair)) for pair in ties[["source", "target"]].to_numpy().tolist()}
    held = [
        (f"{len(e.organisations):,}", "organisations"),
        (f"{int(find_positions(e).is_offered.sum()):,}", "services"),
        (f"{len(e.areas):,}", "areas"),
        (f"{len(pairs):,}", "pairs of organisations tied"),
    ]
    return [*figures, *(one for one in held if one[0] != "0")][: max(5, len(figures))]


def _read_about(e: Ecosystem) -> dict[str, str]:
    """Return the record of the data set as text; empty where not known."""
    names = ("title", "area", "snapshot_date", "prepared_by", "licence", "sources")
    if e.about.empty:
        return dict.fromkeys(names, "")
    row = e.about.iloc[0]
    known = {name: "" if pd.isna(row[name]) else str(row[name]) for name in names}
    if known["snapshot_date"]:
        known["snapshot_date"] = f"{row['snapshot_date']:%d %B %Y}".lstrip("0")
    return known


def _explain_method(
    e: Ecosystem, seen: Ecosystem, version: str, visibility: str, audience: str
) -> list[tuple[str, str]]:
    """Return the last page's paragraphs: heading and text."""
    about = _read_about(seen)
    counts = e.problems.groupby("severity").size()
    found = [count_of(int(counts[one]), one) for one in ("warning", "note") if one in counts.index]
    checks = f" The check of the tables gave {' and '.join(found)}." if found else ""
    privacy = f"No row is a person. Numbers of people from 1 to 4 read \u201c{SMALL}\u201d. "
    if visibility == "public":
        privacy += (
            "Rows marked partners or private, and all that is confidential, were left out before "
            "anything was counted. "
        )
    else:
        privacy += f"This copy holds rows marked {visibility}: share it with them only. "
    if audience == "public":
        privacy += (
            "Organisations and services have numbers in place of names; somebody who knows the "
            "sector may still recognise one. "
        )
    twice = "" if audience == "public" else _say_twice(seen)
    sources = f"Sources: {about['sources']} " if about["sources"] else ""
    licence = f"Licence: {about['licence']} " if about["licence"] else ""
    return [
        (
            "How it was worked out",
            _METHOD,
        ),
        ("Privacy", privacy.strip()),
        (
            "Data",
            (
                f"{sources}{licence}Version {version}, schema {SCHEMA_VERSION}.{checks}{twice} The "
                "same version gives the same report."
            ),
        ),
    ]


def _say_twice(e: Ecosystem) -> str:
    """Return how many organisations may be entered twice, with the likeliest; empty if none."""
    table = find_matches(e).table
    found = table[table["decision"] != "different"]
    if found.empty:
        return ""
    pairs = count_of(len(found), "pair")
    return (
        f" {pairs} of organisations may be one organisation entered twice, the likeliest "
        f"{found['name_a'].iloc[0]} and {found['name_b'].iloc[0]}; they are counted as two. The "
        "command matches lists them all."
    )


def _hash(e: Ecosystem) -> str:
    """Return a short hash of all tables: same data, same hash."""
    digest = hashlib.sha256()
    for name in TABLES:
        digest.update(getattr(e, name).to_csv(index=False).encode())
    return digest.hexdigest()[:12]
