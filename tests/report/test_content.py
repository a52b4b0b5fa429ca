import base64
import io
import re
import zipfile

import numpy as np
import pandas as pd
import pytest
from hostile import PAYLOADS
from markupsafe import escape

from ecosystem.pages import FACES
from ecosystem.report.content import QuestionPage, draw_bars, fill_cell
from ecosystem.report.tables import TextTable

browser = pytest.mark.browser


def test_no_page_has_more_than_three_sentences(sample_report):
    counts = {question: len(said) for question, said in sample_report.sentences.items() if said}
    assert len(counts) >= 4
    assert max(counts.values()) <= 3


def test_every_figure_has_a_table(sample_report):
    sections = re.findall(r'<section class="page".*?</section>', sample_report.text, re.DOTALL)
    for section in sections:
        if "<figure" in section:
            assert "<table" in section or 'href="#whole-' in section


@browser
def test_no_table_and_no_figure_breaks_between_sheets(sample_page, open_page):
    """What may not break fits on a sheet of A4 within its margins, and is told not to break."""
    opened = open_page(sample_page, width=696, height=1010)
    opened.page.emulate_media(media="print")
    blocks = opened.page.evaluate(
        "[...document.querySelectorAll('figure, .sheet .scroll, .discuss')].map(e => "
        "[getComputedStyle(e).breakInside, e.getBoundingClientRect().height])"
    )
    assert len(blocks) > 10
    assert {rule for rule, _ in blocks} == {"avoid"}
    assert max(height for _, height in blocks) < 1010
    assert opened.page.pdf(format="A4")[:4] == b"%PDF"


@browser
def test_the_cover_is_one_sheet_and_nothing_is_cut_off_at_the_side(sample_page, open_page):
    """The first page with what to ask next is read on one sheet; a table is no wider than it."""
    opened = open_page(sample_page, width=696, height=1010)
    opened.page.emulate_media(media="print")
    assert "What to ask next" in opened.page.locator(".cover").inner_text()
    assert opened.page.locator(".cover").bounding_box()["height"] < 1010
    wide = opened.page.evaluate(
        "[...document.querySelectorAll('.cover, .page, .page table')]"
        ".filter(e => e.scrollWidth > 696).map(e => e.textContent.trim().slice(0, 60))"
    )
    assert wide == []


def test_bars_stand_below_one_another_each_as_long_as_its_share():
    """Each takes 46 units, from 4 on: the second begins at 50, its text stands at 64 and 83.

    Half of 330 is 165, and what stands after it begins 8 further on; 0.1 % of 330 is too short to
    be seen: 2.
    """
    assert draw_bars([("Ash", 0.5, "5 people"), ("Elm & Oak", 0.001, "0")], 'The "worst".') == (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="bars" font-family="{escape(FACES)}" '
        'viewBox="0 0 560 98" role="img" aria-label="The &#34;worst&#34;.">'
        '<text x="0" y="18" font-size="14" fill="#1d2b2a">Ash</text>'
        '<rect class="bar" x="0" y="24" width="165.0" height="16" fill="#1b5e5a"/>'
        '<text x="173.0" y="37" font-size="14" fill="#1d2b2a">5 people</text>'
        '<text x="0" y="64" font-size="14" fill="#1d2b2a">Elm &amp; Oak</text>'
        '<rect class="bar" x="0" y="70" width="2.0" height="16" fill="#1b5e5a"/>'
        '<text x="10.0" y="83" font-size="14" fill="#1d2b2a">0</text></svg>'
    )


def test_a_long_label_ends_in_an_ellipsis():
    label = "Ash " * 20
    drawn = draw_bars([(label.strip(), 1.0, "1")], "")
    assert f">{('Ash ' * 18)[:45].strip()}…<" in drawn
    assert f">{'A' * 46}<" in draw_bars([("A" * 46, 1.0, "1")], "")


def test_bars_are_shorter_where_the_words_after_one_would_not_fit():
    """Thirty letters take 360 of 548 units: 188 are left for the longest bar, half for half."""
    drawn = draw_bars([("Ash", 1.0, "x" * 30), ("Elm", 0.5, "")], "")
    assert re.findall(r'width="([\d.]+)"', drawn) == ["188.0", "94.0"]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_text_of_a_bar_is_read_as_svg(payload):
    drawn = draw_bars([(payload, 1.0, payload)], payload)
    assert re.findall(r"<(\w+)", drawn) == ["svg", "text", "rect", "text"]
    assert "'" not in drawn


def test_at_most_three_sentences_are_said_and_the_first_text_always():
    """Two texts of two sentences are four; a point within a number ends none."""
    first, second = "One. Two.", "Three. Four."
    page = QuestionPage(question="?", discuss="", sentences=[first, second, "Five."])
    assert page.said == [first]
    page = QuestionPage(question="?", discuss="", sentences=[first, "It is 2.5 km away."])
    assert page.said == [first, "It is 2.5 km away."]
    page = QuestionPage(question="?", discuss="", sentences=["One. Two. Three. Four.", "Five."])
    assert page.said == ["One. Two. Three. Four."]
    assert QuestionPage(question="?", discuss="", sentences=[]).said == []


def test_a_long_table_becomes_several_of_a_sheet_each():
    """95 rows are 45, 45 and 5; on paper the first 45 are printed."""
    table = TextTable(
        caption="Rows", headings=["Row", "*People"], rows=[[row, row] for row in range(95)]
    )
    html = table.to_html()
    captions = re.findall("<caption>(.*?)</caption>", html)
    assert captions == ["Rows", "Rows, from row 46", "Rows, from row 91"]
    assert html.count('<th scope="row">') == 95
    assert html.count('<th scope="col" class="number">People</th>') == 3
    assert [column["name"] for column in table.columns] == ["Row", "People"]


def test_what_is_not_printed_of_a_long_table_is_said_on_paper():
    rows = [[row] for row in range(95)]
    html = TextTable(caption="Rows", headings=["Row"], rows=rows).to_html(most_on_paper=45)
    assert html.count('class="scroll no-print"') == 2
    assert "50 more on the page for the screen" in html
    short = TextTable(caption="Rows", headings=["Row"], rows=rows[:45])
    assert "print" not in short.to_html(most_on_paper=45)


def test_a_table_is_csv_in_which_no_text_runs():
    table = TextTable(caption="Rows", headings=["Name", "*People"], rows=[["=1+1", "under 5"]])
    assert table.to_csv() == "\ufeffName,People\r\n'=1+1,under 5\r\n"
    coded = table.to_file("rows").address.removeprefix("data:text/csv;charset=utf-8;base64,")
    assert base64.b64decode(coded).decode() == table.to_csv()


def test_a_table_without_rows_shows_what_was_looked_for():
    html = TextTable(caption="Rows", headings=["Row"], rows=[]).to_html()
    assert html.count("<table>") == 1
    assert ">Row</th>" in html


def test_counts_are_shaded_by_size_up_to_four():
    html = TextTable(caption="", headings=["Area", "food"], rows=[["N", 0], ["S", 7]], shades=True)
    assert re.findall('class="shade(.)">(.)<', html.to_html()) == [("0", "\u2013"), ("4", "7")]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("under 5", "under 5"),
        (7.0, "<7>"),
        (np.int64(7), "<7>"),
        (float("nan"), ""),
        (None, ""),
        (pd.NA, ""),
        (pd.NaT, ""),
    ],
)
def test_a_cell_is_text_or_said_or_empty(value, text):
    assert fill_cell(value, "<{:.0f}>".format) == text


def test_a_long_table_is_shown_in_part_and_packed_whole():
    rows = [[f"Row {number}", "x" * 150] for number in range(1900)]
    table = TextTable(caption="Rows", headings=["Row", "Text"], rows=rows)
    html = table.to_html(most_on_paper=45)
    assert html.count('<th scope="row">') == 1800
    assert "100 more in the CSV" in html
    file = table.to_file("rows")
    assert file.name == "rows.zip"
    packed = base64.b64decode(file.address.removeprefix("data:application/zip;base64,"))
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert archive.read("rows.csv").decode() == table.to_csv()
    assert file == table.to_file("rows")


def test_a_packed_table_may_hold_its_rows_in_another_order_than_is_shown():
    rows = [[f"Row {number}", "x" * 150] for number in range(1900)]
    backwards = range(1899, -1, -1)
    table = TextTable(caption="", headings=["Row", "Text"], rows=rows, packed_order=backwards)
    packed = base64.b64decode(table.to_file("rows").address.partition(",")[2])
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        lines = archive.read("rows.csv").decode().split("\r\n")
    assert [line.partition(",")[0] for line in lines[1:4]] == ["Row 1899", "Row 1898", "Row 1897"]
    # A small one is not packed and stays as it is shown.
    small = TextTable(caption="", headings=["Row"], rows=[["a"], ["b"]], packed_order=[1, 0])
    content = base64.b64decode(small.to_file("rows").address.partition(",")[2]).decode()
    assert content == "\ufeffRow\r\na\r\nb\r\n" == small.to_csv()
