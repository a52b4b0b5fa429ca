"""The report as a whole: its pages in order, written as HTML, PDF or a Word file."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from ecosystem.access import note_stopped
from ecosystem.data import SCHEMA_VERSION, say_unread
from ecosystem.disclosure import SMALL, STAND_IN
from ecosystem.errors import wrong_choice
from ecosystem.formats import flatten_seen
from ecosystem.options import check_options
from ecosystem.pages import check_ending, hand_out, make_page, read_asset, render
from ecosystem.wording import count_of, join_words

from .anonymise import code_names, draw_key
from .answers import ask_all
from .asking import list_to_ask
from .changes_pages import make_changes_page
from .clients_pages import list_ideas, make_closing_page, make_journeys_page
from .content import QuestionPage, Report, Unanswered
from .focus_pages import make_focus_page
from .representation_pages import make_voices_page
from .services_pages import make_area_pages, make_grid_page, make_same_page
from .tables import MOST_ON_PAPER
from .talk_pages import make_talk_page
from .ties_pages import make_answered_page, make_core_page
from .word import make_word

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping, Sequence

    from ecosystem.data import Ecosystem
    from ecosystem.disclosure import Visibility
    from ecosystem.pages import Makers, Page, TextFile
    from ecosystem.questions.matching import MatchesResult

    from .answers import Answers

Audience = Literal["partners", "public"]

_AUDIENCES = ("partners", "public")
_KINDS = (".html", ".pdf", ".docx")
_PAGES = (
    make_answered_page,
    make_core_page,
    make_talk_page,
    make_voices_page,
    make_grid_page,
    make_same_page,
    make_area_pages,
    make_journeys_page,
    make_closing_page,
    make_focus_page,
)
"""What makes the pages, in their order: first how sure the data are, then who, for whom, what,
where, how referrals go, what would be lost, and who could lead on it: what to do stands last."""

_MOST_FIGURES = 5
"""Figures on the cover, a line on A4. The answers' own all stand there; what the data hold fills
the line where the answers give fewer."""

_HASH_LETTERS = 12
"""Letters of a version: 48 bits, so that two states of one data set meet by chance in one of some
10^14 cases."""

_PICTURE = re.compile(r'<svg[^>]*(?:aria-label="([^"]*)"|aria-hidden="true")[^>]*>')
_MARK = "Mark, as in the picture"
"""What is read aloud of a mark in a key; its words follow."""

_IDEAS = "What could we try?"
_METHOD = (
    "Every number comes from the tables that were read. An empty cell is read as not known, never "
    "as zero. The core is found from who is tied to whom (Borgatti and Everett 1999); it says "
    "nothing about who does good work. Services count as the same work when they are of one kind "
    "and share areas. Where it is known, they must share the people they are for and their "
    "languages too. Help is set against need with the two-step floating catchment method (Luo and "
    "Wang 2003): each service's places are shared among the people in the areas it reaches. To see "
    "what a closing does, all its people are placed in what is free elsewhere. As many kinds of "
    "service as can be get a lead: then it is who runs most of the kind (Kuhn 1955)."
)


@check_options
def write_report(  # noqa: PLR0913 - five options, all by name but the path
    e: Ecosystem,
    path: str | os.PathLike[str] | TextFile | None = None,
    *,
    visibility: Visibility = "public",
    audience: Audience = "partners",
    seed: int | None = None,
    before: Ecosystem | None = None,
) -> Page:
    """Write the away-day report: a page for each question the data can answer.

    Who answered, who is the core, who speaks for whom, who talks to whom, who does what where, the
    same work in the same place, who could lead on what, places hard to reach, referral journeys,
    what a closing would do, what changed since a former map, three ideas to try, and notes. What
    cannot be answered is listed with the column that is missing. The page fetches nothing, has no
    script and prints on A4.

    Parameters
    ----------
    e
        The ecosystem.
    path
        The file to write, replaced if it is there: .html; .pdf (needs the extra `pdf`); .docx, to
        edit in a word processor (needs the extra `docx`). An open text file gets the page; None
        writes nothing.
    visibility
        "public" answers from public rows only; "partners" from those marked partners too;
        "private" from all. Numbers of people from 1 to 4 read "under 5" in each.
    audience
        "partners" names organisations and services. "public" gives them numbers instead, and goes
        with public rows only.
    seed
        For `audience="public"`: the same seed gives the same numbers again. Whoever finds out the
        seed and has a list of names can work the numbers back, so give one only for copies that
        stay among people who may see the names. Without it the numbers are drawn anew each time.
    before
        A former map of the same sector, for a page about what changed. Of it, too, only what the
        audience may see is looked at. Goes with `audience="partners"`, because numbers drawn for
        two maps tell nobody who is who.

    Returns
    -------
    Page
        The report: its text is `.html`, `.save(path)` writes it elsewhere or as another kind,
        `.path` is where it was written. In a notebook it shows itself.

    Raises
    ------
    ValueError
        If an option is not one of its choices or goes with no other one given, the path ends in
        none of the three, or its folder does not exist.
    ImportError
        If the extra for this kind of file is not installed.

    Notes
    -----
    Every number in a sentence comes from the answer's own table. The same data give the same
    bytes, but for `audience="public"`: there the numbers of organisations are drawn from a key that
    is neither printed nor kept, so that two reports differ and nobody can work them back. Names of
    organisations are taken out of every text, in whatever case and with whatever between their
    words. Whoever knows the sector well may still recognise one by what it does and where.
    """
    check_ending(path, _KINDS)
    if audience not in _AUDIENCES:
        raise wrong_choice(option="audience", value=audience, choices=_AUDIENCES)
    if audience == "public" and visibility != "public":
        msg = (
            f"audience 'public' may not see rows marked {visibility}. Leave visibility out, or "
            "write for audience='partners'."
        )
        raise ValueError(msg)
    if before is not None and audience == "public":
        msg = "before goes with audience='partners': numbers for names tell nobody who is who."
        raise ValueError(msg)
    report = make_report(e, visibility=visibility, audience=audience, seed=seed, before=before)
    makers: Makers = {
        ".html": lambda: _set_page(report),
        ".pdf": lambda: _make_pdf(_set_page(report)),
        ".docx": lambda: make_word(report),
    }
    return hand_out(makers, path)


def make_report(
    e: Ecosystem,
    *,
    visibility: Visibility,
    audience: Audience,
    seed: int | None = None,
    before: Ecosystem | None = None,
) -> Report:
    """Return what the report says."""
    # What the audience may not see is gone before anything is counted, problems too. The version
    # and the problems are taken before names become codes, because they are of the data.
    seen = e.select(visibility=visibility)
    version, problems, unread = _hash(seen, visibility), seen.problems, say_unread(seen.unread)
    has_names = audience == "partners"
    if not has_names:
        seen = code_names(seen, draw_key(seed))

    answers = ask_all(seen, has_names=has_names)
    parts = [part for make in _PAGES for part in make(answers)]
    if before is not None:
        former = ask_all(before.select(visibility=visibility), has_names=has_names)
        parts += make_changes_page(former, answers)
    pages = _explain_once([part for part in parts if isinstance(part, QuestionPage)])
    about = _read_about(seen)
    return Report(
        title=about["title"] or "Our ecosystem",
        about=about,
        unread=unread,
        figures=_list_figures(answers, pages),
        pages=pages,
        ideas=list_ideas(answers),
        # Whoever has only codes for names cannot ask anybody.
        to_ask=list_to_ask(answers) if has_names else [],
        missing=[part for part in parts if isinstance(part, Unanswered)],
        method=[
            ("How it was worked out", _METHOD),
            ("Privacy", _say_privacy(visibility, audience)),
            ("Data", _say_data(about, version, problems, answers)),
        ],
    )


def _explain_once(pages: Sequence[QuestionPage]) -> list[QuestionPage]:
    """Return the pages, each word of ours explained on the first that has it."""
    known: set[str] = set()
    explained = []
    for page in pages:
        explained.append(replace(page, words=[word for word in page.words if word not in known]))
        known.update(page.words)
    return explained


def _set_page(report: Report) -> str:
    body = render("report.html", report=report, ideas_question=_IDEAS, most_on_paper=MOST_ON_PAPER)
    return make_page(title=report.title, body=body, style=read_asset("report.css"))


def _make_pdf(page: str) -> bytes:
    try:
        import weasyprint  # noqa: PLC0415 - an extra that may not be installed
    except ImportError as error:
        msg = "A .pdf needs the extra: python -m pip install 'sector-ecosystem[pdf]'"
        raise ImportError(msg) from error
    made: bytes = weasyprint.HTML(string=name_pictures(page)).write_pdf(pdf_variant="pdf/ua-1")
    return made


def name_pictures(page: str) -> str:
    """Return a page of which each picture has a title of its own, to be read aloud in a PDF.

    There a title is what a screen reader says; in a browser it would lie over the whole picture
    wherever one points, so there the label does it.
    """
    return _PICTURE.sub(lambda found: f"{found[0]}<title>{found[1] or _MARK}</title>", page)


def _list_figures(answers: Answers, pages: Sequence[QuestionPage]) -> list[tuple[str, str]]:
    """Return the numbers of the cover: five from the answers, or what the data hold."""
    figures = [page.number for page in pages if page.number]
    ties = answers.ties[["source", "target"]]
    # A pair counts once, whoever of the two passes people to the other and in how many ways.
    pairs = np.unique(np.sort(ties.to_numpy(dtype=np.intp), axis=1), axis=0)
    counts = [
        count_of(int(answers.positions.is_active.sum()), "organisation"),
        count_of(int(answers.positions.is_offered.sum()), "service"),
        # A county holds areas that are counted themselves.
        count_of(int((~answers.positions.is_larger).sum()), "area"),
        count_of(len(pairs), "pair of organisations tied", "pairs of organisations tied"),
    ]
    figures += [
        (number, words)
        for number, _, words in (text.partition(" ") for text in counts)
        if number != "0"
    ]
    return figures[: max(_MOST_FIGURES, sum(page.number is not None for page in pages))]


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


def _say_privacy(visibility: Visibility, audience: Audience) -> str:
    """Return the paragraph about who is in the report and who may read it."""
    sentences = [
        f"No row is a person. Numbers of people from 1 to 4 read \u201c{SMALL}\u201d.",
        ""
        if visibility == "private"
        else f"In totals each counts as {STAND_IN}, so that no total tells it.",
        "Rows marked partners or private were left out before the count, and so was all that is "
        "kept secret."
        if visibility == "public"
        else f"This copy holds rows marked {visibility}: share it with them only.",
    ]
    if audience == "public":
        sentences.append(
            "Organisations and services have numbers in place of names; somebody who knows the "
            "sector may still recognise one."
        )
    return " ".join(sentence for sentence in sentences if sentence)


def _say_data(
    about: Mapping[str, str],
    version: str,
    problems: pd.DataFrame,
    answers: Answers,
) -> str:
    """Return the paragraph about the data: where from, which version, and what is doubtful."""
    checks = [
        count_of(count, severity)
        for severity in ("warning", "note")
        if (count := int((problems["severity"] == severity).sum()))
    ]
    matches = answers.matches
    sentences = [
        f"Sources: {about['sources'].removesuffix('.')}." if about["sources"] else "",
        f"Licence: {about['licence'].removesuffix('.')}." if about["licence"] else "",
        f"Version {version}, schema {SCHEMA_VERSION}.",
        f"The check of the tables gave {join_words(checks)}." if checks else "",
        *_note_stopped(answers.e),
        _say_entered_twice(matches) if matches is not None else "",
        # Where organisations have no names, none are matched.
        "The same version gives the same report."
        if matches is not None
        else "The numbers of organisations were drawn for this report alone.",
    ]
    return " ".join(sentence for sentence in sentences if sentence)


def _note_stopped(e: Ecosystem) -> list[str]:
    """Return the note, if any is due, on what is closed or ended and counted nowhere."""
    every_service = np.ones(len(e.services), dtype=bool)
    return note_stopped(e, services=every_service, ties=[e.referrals, e.relationships])


def _say_entered_twice(matches: MatchesResult) -> str:
    """Return how many organisations may be entered twice, with the likeliest; empty if none."""
    pairs = matches.table[matches.table["decision"] != "different"]
    if pairs.empty:
        return ""
    likeliest = pairs.iloc[0]
    return (
        f"{count_of(len(pairs), 'pair')} of organisations may be one organisation entered twice, "
        f"the likeliest {likeliest['name_a']} and {likeliest['name_b']}; they are counted as two. "
        "The command matches lists them all."
    )


def _hash(e: Ecosystem, visibility: Visibility) -> str:
    """Return a short hash of all tables: same data, same hash."""
    digest = hashlib.sha256()
    # Of what the audience may see: from a hash of the hidden numbers they could be tried out.
    for frame in flatten_seen(e, visibility=visibility).values():
        digest.update(frame.to_csv(index=False).encode())
    return digest.hexdigest()[:_HASH_LETTERS]
