"""The report as a Word file, to edit: the same pages, tables and pictures."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from ecosystem.pages import draw_pixels
from ecosystem.wording import mark_turns

from .tables import MOST_ON_PAPER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.document import Document
    from docx.table import _Row

    from .content import Figure, QuestionPage, Report
    from .tables import TextTable


_MARGIN_CM, _SHEET_CM = 1.5, 18.0
"""Margins of A4, and the width between them."""

_MAP_CM, _BARS_CM = 16.7, 10.3
"""Widths of a map and of bars: the smallest names of both are then 7 points high."""

_CELL = "Table text"
"""The style of cells."""

_WIDEST, _LEAST_WIDTH = 44, 5
"""Letters up to which a column gets as wide as its longest cell, and that each has beside them:
longer cells run over several lines."""

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
    _set_sheet(document)
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


def _set_sheet(document: Document) -> None:
    """Set sheet, margins and letters so that a question with its picture and box is a sheet or two.

    The template of python-docx is a wide-margined American letter.
    """
    from docx.enum.style import WD_STYLE_TYPE  # noqa: PLC0415 - an extra that may not be installed
    from docx.shared import Cm, Pt  # noqa: PLC0415 - as above

    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(_MARGIN_CM)
    section.top_margin = section.bottom_margin = Cm(_MARGIN_CM)
    plain = document.styles["Normal"]
    plain.font.name, plain.font.size = "Arial", Pt(9.5)
    plain.paragraph_format.space_after = Pt(4)
    document.styles["Caption"].paragraph_format.keep_with_next = True
    cell = document.styles.add_style(_CELL, WD_STYLE_TYPE.PARAGRAPH)
    cell.base_style, cell.font.size = plain, Pt(8)
    cell.paragraph_format.space_after = Pt(0)


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


def _begin_page(document: Document, heading: str) -> None:
    """Begin a page by its heading: a break by itself, after a full page, makes an empty one."""
    paragraph = document.add_heading(heading, level=1)
    paragraph.paragraph_format.page_break_before = True


def _add_page(document: Document, page: QuestionPage, number: int) -> None:
    _begin_page(document, f"{number}. {page.question}")
    for sentence in page.said:
        document.add_paragraph(sentence)
    if page.figure:
        _add_figure(document, page.figure)
    if page.table:
        _add_table(document, page.table)
    if page.explained:
        words = " ".join(f"{word}: {meaning}." for word, meaning in page.explained)
        document.add_paragraph(words).paragraph_format.keep_with_next = True
    _add_discussion(document, page.discuss)


def _add_figure(document: Document, figure: Figure) -> None:
    import docx.shared  # noqa: PLC0415 - as above

    # Where there is nothing to draw, a sentence stands in place of the picture.
    svg = str(figure.picture)
    if not svg.startswith("<svg"):
        document.add_paragraph(figure.picture.striptags())
        return
    # Word processors read SVG each in their own way, or not at all: it goes in as pixels.
    width_cm = _MAP_CM if figure.is_map else _BARS_CM
    picture = draw_pixels(svg, width_cm=width_cm, extra="docx")
    shape = document.add_picture(io.BytesIO(picture), width=docx.shared.Cm(width_cm))
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    shape._inline.docPr.set("descr", figure.caption)  # noqa: SLF001 - python-docx has no door to it
    key = ", ".join(f"{mark['name']} ({mark['count']})" for mark in figure.key)
    document.add_paragraph(f"{figure.caption} {key}".strip(), style="Caption")


def _add_table(document: Document, table: TextTable) -> None:
    document.add_paragraph(table.caption, style="Caption")
    headings = [str(column["name"]) for column in table.columns]
    _fill_table(document, headings, table.rows[:MOST_ON_PAPER])
    more = len(table.rows) - MOST_ON_PAPER
    if more > 0:
        document.add_paragraph(f"{more:,} more on the page for the screen, and there as CSV.")


def _fill_table(
    document: Document, headings: Sequence[str], rows: Sequence[Sequence[object]]
) -> None:
    """Add a table: columns as wide as their text needs, no row cut, headings on every sheet."""
    import docx.shared  # noqa: PLC0415 - as above
    from docx.oxml import OxmlElement  # noqa: PLC0415 - as above

    texts = [[str(value) for value in row] for row in (headings, *rows)]
    needs = [
        min(max(len(row[place]) for row in texts), _WIDEST) + _LEAST_WIDTH
        for place in range(len(headings))
    ]
    widths = [docx.shared.Cm(_SHEET_CM * need / sum(needs)) for need in needs]
    grid = document.add_table(rows=len(texts), cols=len(headings), style="Light Grid Accent 1")
    grid.autofit = False
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width
    for row, words in zip(grid.rows, texts, strict=True):
        _keep_whole(row)
        for cell, text, width in zip(row.cells, words, widths, strict=True):
            cell.text, cell.width = text, width
            cell.paragraphs[0].style = _CELL
            # So that what stands below a table is never alone on a sheet.
            cell.paragraphs[0].paragraph_format.keep_with_next = words is texts[-1] or None
    heading = grid.rows[0]._tr.get_or_add_trPr()  # noqa: SLF001 - no door to it
    heading.append(OxmlElement("w:tblHeader"))


def _add_discussion(document: Document, text: str) -> None:
    row = document.add_table(rows=1, cols=1, style="Table Grid").rows[0]
    _keep_whole(row)
    box = row.cells[0]
    box.text = f"To discuss: {text}"
    for _ in range(_LINES_TO_WRITE):
        box.add_paragraph()


def _keep_whole(row: _Row) -> None:
    """Keep a row on one sheet."""
    from docx.oxml import OxmlElement  # noqa: PLC0415 - an extra that may not be installed

    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001 - no door to it


def _add_ideas(document: Document, report: Report) -> None:
    if not report.ideas:
        return
    _begin_page(document, "What could we try?")
    rows = [[idea.what, idea.evidence, "", ""] for idea in report.ideas]
    _fill_table(document, _IDEA_HEADINGS, rows)


def _add_notes(document: Document, report: Report) -> None:
    _begin_page(document, "Notes")
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
