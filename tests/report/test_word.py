import io
import sys

import pandas as pd
import pytest
from markupsafe import Markup

import ecosystem as eco
from ecosystem.report.content import Figure, QuestionPage, Report
from ecosystem.report.tables import TextTable
from ecosystem.report.word import make_word


def test_the_report_is_written_as_a_word_file(west_midlands, tmp_path):
    docx = pytest.importorskip("docx", reason="the extra docx is not installed")
    document = docx.Document(str(eco.write_report(west_midlands, tmp_path / "report.docx").path))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert eco.find_core(west_midlands).headline in text
    assert len(document.inline_shapes) >= 4
    cells = [row.cells[0].text for table in document.tables for row in table.rows]
    assert any(cell.startswith("To discuss") for cell in cells)


def _write(**parts):
    docx = pytest.importorskip("docx", reason="the extra docx is not installed")
    empty = {
        "unread": "",
        "figures": [],
        "pages": [],
        "ideas": [],
        "to_ask": [],
        "missing": [],
        "method": [],
    }
    about = {"area": "Northtown", "snapshot_date": "1 May 2024"}
    report = Report(**{"title": "Our sector", "about": about, **empty, **parts})
    return docx.Document(io.BytesIO(make_word(report)))


def test_a_report_of_nothing_has_its_cover_and_its_notes():
    document = _write()
    words = [paragraph.text for paragraph in document.paragraphs if paragraph.text.strip()]
    assert words == ["Our sector", "Northtown · 1 May 2024", "Notes"]
    assert document.core_properties.title == "Our sector"


def test_a_page_begins_with_its_heading_and_no_break_is_left_to_make_an_empty_one():
    document = _write()
    notes = document.paragraphs[-1]
    assert notes.text == "Notes"
    assert notes.paragraph_format.page_break_before
    assert 'w:type="page"' not in document.element.xml


def test_a_page_has_its_table_a_sentence_for_a_picture_of_nothing_and_room_to_write():
    """The box holds what is to be discussed and five empty lines; the whole table is at the end."""
    table = TextTable(caption="Who", headings=["Name", "*Ties"], rows=[["Ash", 3]])
    figure = Figure(picture=Markup("<p>Nothing to draw.</p>"), caption="A picture.")
    page = QuestionPage(
        question="Who?", sentences=["Ash."], discuss="And?", figure=figure, table=table, whole=table
    )
    document = _write(pages=[page])
    words = [paragraph.text for paragraph in document.paragraphs]
    assert "1. Who?" in words
    assert "Nothing to draw." in words
    assert len(document.inline_shapes) == 0
    shown, box, whole = document.tables
    for grid in (shown, whole):
        assert [[cell.text for cell in row.cells] for row in grid.rows] == [
            ["Name", "Ties"],
            ["Ash", "3"],
        ]
    lines = [paragraph.text for paragraph in box.rows[0].cells[0].paragraphs]
    assert lines == ["To discuss: And?", "", "", "", "", ""]


def test_without_the_extra_it_is_said_how_to_get_it(tiny, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(ImportError, match=r"pip install 'sector-ecosystem\[docx\]'"):
        eco.write_report(tiny, tmp_path / "report.docx")
    assert list(tmp_path.iterdir()) == []


def test_text_that_turns_round_is_shown_as_a_mark(tiny, tmp_path):
    """A title and an organisation with the character that turns what follows it round."""
    docx = pytest.importorskip("docx", reason="the extra docx is not installed")
    organisations = tiny.organisations.copy()
    organisations["name"] = [f"\u202e{name}" for name in organisations["name"]]
    about = pd.DataFrame({"title": ["Ash \u202etsurT"]})
    e = tiny.replace(organisations=organisations, about=about)
    document = docx.Document(eco.write_report(e, tmp_path / "away.docx").path)
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    texts = [*cells, *(paragraph.text for paragraph in document.paragraphs)]
    assert "Ash [U+202E]tsurT" in texts
    assert not any("\u202e" in text for text in texts)
    assert any("[U+202E]" in cell for cell in cells)
    assert document.core_properties.title == "Ash [U+202E]tsurT"
