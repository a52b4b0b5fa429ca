"""The report as a Word file, to edit: the same pages, tables and pictures."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from ecosystem.pages import draw_pixels
from ecosystem.wording import mark_turns

if TYPE_CHECKING:
    from docx.document import Document

    from .content import Figure, QuestionPage, Report, TextTable


_PICTURE_CM = 16.5
"""Width of a picture: A4 within margins of some 2 cm."""

_LINES_TO_WRITE = 5
"""Empty lines in the box under each page, to write on at the table."""

_IDEA_HEADINGS = ("Idea", "What speaks for it", "Who", "By when")


def make_word(report: Report) -> bytes:
    """Return the report as .docx."""
    try:
        import docx  # noqa: PLC0415 - an extra that may not be installed
    except ImportError as error:
        msg = "A .docx needs the extra: python -m pip install 'sector-ecosystem[docx]'"
        raise ImportError(msg) from error
    document = docx.Document()
    document.core_properties.title = report.title
    document.core_properties.language = "en-GB"
    _add_cover(document, report)
    for number, page in enumerate(report.pages, start=1):
        _add_page(document, page, number)
    _add_ideas(document, report)
    _add_notes(document, report)
    _mark_turns(document)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _mark_turns(document: Document) -> None:
    """Show the characters that turn text round, as every page does."""
    document.core_properties.title = mark_turns(document.core_properties.title)
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    paragraphs = [*document.paragraphs, *(text for cell in cells for text in cell.paragraphs)]
    for run in (run for paragraph in paragraphs for run in paragraph.runs):
        # To set the text of a run would drop its picture.
        if (marked := mark_turns(run.text)) != run.text:
            run.text = marked


def _add_cover(document: Document, report: Report) -> None:
    document.add_heading(report.title, level=0)
    about = [report.about["area"], report.about["snapshot_date"]]
    document.add_paragraph(" · ".join(part for part in about if part))
    if report.unread:
        document.add_paragraph(report.unread)
    for figure, words in report.figures:
        line = document.add_paragraph(style="List Bullet")
        line.add_run(figure).bold = True
        line.add_run(f" {words}")
    if report.to_ask:
        document.add_heading("What to ask next", level=1)
    for question, sentence in report.to_ask:
        line = document.add_paragraph(style="List Bullet")
        line.add_run(question).bold = True
        line.add_run(f" {sentence}")


def _break_page(document: Document) -> None:
    # python-docx has no types for this one.
    document.add_page_break()  # type: ignore[no-untyped-call]


def _add_page(document: Document, page: QuestionPage, number: int) -> None:
    _break_page(document)
    document.add_heading(f"{number}. {page.question}", level=1)
    for sentence in page.said:
        document.add_paragraph(sentence)
    if page.figure:
        _add_figure(document, page.figure)
    if page.table:
        _add_table(document, page.table)
    _add_discussion(document, page.discuss)


def _add_figure(document: Document, figure: Figure) -> None:
    import docx.shared  # noqa: PLC0415 - as above

    # Where there is nothing to draw, a sentence stands in place of the picture.
    svg = str(figure.picture)
    if not svg.startswith("<svg"):
        document.add_paragraph(figure.picture.striptags())
        return
    # Word processors read SVG each in their own way, or not at all: it goes in as pixels.
    picture = draw_pixels(svg, width_cm=_PICTURE_CM, extra="docx")
    shape = document.add_picture(io.BytesIO(picture), width=docx.shared.Cm(_PICTURE_CM))
    shape._inline.docPr.set("descr", figure.caption)  # noqa: SLF001 - python-docx has no door to it
    key = ", ".join(f"{mark['name']} ({mark['count']})" for mark in figure.key)
    document.add_paragraph(f"{figure.caption} {key}".strip(), style="Caption")


def _add_table(document: Document, table: TextTable) -> None:
    document.add_paragraph(table.caption, style="Caption")
    grid = document.add_table(rows=1, cols=len(table.headings), style="Light Grid Accent 1")
    for cell, column in zip(grid.rows[0].cells, table.columns, strict=True):
        cell.text = str(column["name"])
    for row in table.rows:
        cells = grid.add_row().cells
        for cell, value in zip(cells, row, strict=True):
            cell.text = str(value)


def _add_discussion(document: Document, text: str) -> None:
    box = document.add_table(rows=1, cols=1, style="Table Grid").rows[0].cells[0]
    box.text = f"To discuss: {text}"
    for _ in range(_LINES_TO_WRITE):
        box.add_paragraph()


def _add_ideas(document: Document, report: Report) -> None:
    if not report.ideas:
        return
    _break_page(document)
    document.add_heading("What could we try?", level=1)
    grid = document.add_table(rows=1, cols=len(_IDEA_HEADINGS), style="Light Grid Accent 1")
    for cell, heading in zip(grid.rows[0].cells, _IDEA_HEADINGS, strict=True):
        cell.text = heading
    for idea in report.ideas:
        cells = grid.add_row().cells
        cells[0].text, cells[1].text = idea.what, idea.evidence


def _add_notes(document: Document, report: Report) -> None:
    _break_page(document)
    document.add_heading("Notes", level=1)
    for unanswered in report.missing:
        sentence = f"{unanswered.question} It needs {unanswered.needs}."
        document.add_paragraph(sentence, style="List Bullet")
    for page in report.pages:
        if page.notes:
            document.add_heading(page.question, level=2)
        for note in page.notes:
            document.add_paragraph(note, style="List Bullet")
    for heading, text in report.method:
        document.add_heading(heading, level=2)
        document.add_paragraph(text)
    for page in report.pages:
        if page.whole:
            _add_table(document, page.whole)
