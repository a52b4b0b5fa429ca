"""The report on paper, on a telephone and read aloud, measured where it is shown."""

import math
import re

import numpy as np
import pytest
from reading_age import find_reading_age

import ecosystem as eco
from ecosystem.report.words import WORDS
from ecosystem.report.writing import make_report, name_pictures

browser = pytest.mark.browser

_SHEET = {"width": 703, "height": 1058}
"""A4 in pixels, 96 an inch, within the report's margins of 12 mm beside and 8 and 9 mm above and
below: 186 by 280 mm."""

_PAGE = rb"/Type\s*/Page\b"

_MEASURE = """() => [...document.querySelectorAll('svg[viewBox]')].flatMap((svg, picture) => {
  const box = svg.viewBox.baseVal;
  return [...svg.querySelectorAll('text')].filter(text => text.getClientRects().length)
    .map(text => {
      const at = text.getBoundingClientRect(), scale = text.getScreenCTM().a;
      const size = parseFloat(getComputedStyle(text).fontSize) * scale * 0.75;
      return {picture, words: text.textContent, size,
              edges: [at.left, at.top, at.right, at.bottom]};
    });
})"""


@pytest.fixture
def printed(sample_page, open_page):
    """The page as it is printed, in a window as wide as the sheet within its margins."""
    opened = open_page(sample_page, **_SHEET)
    opened.page.emulate_media(media="print")
    return opened.page


_BOXES = """() => [...document.querySelectorAll('.cover, .page')].map(page => {
  const all = page.getBoundingClientRect(), found = [], range = document.createRange();
  const walker = document.createTreeWalker(page, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    range.selectNodeContents(walker.currentNode);
    found.push(...range.getClientRects());
  }
  for (const one of page.querySelectorAll('rect, circle, polygon, line, .fill, td, th')) {
    found.push(one.getBoundingClientRect());
  }
  return {height: all.height, isUpper: page.matches('.upper'),
    boxes: found.filter(box => box.width && box.height)
      .map(box => [box.left, box.top - all.top, box.right, box.bottom - all.top])};
})"""


@browser
def test_less_than_a_quarter_of_the_sheets_is_blank_the_room_to_write_in_counted_as_such(printed):
    """By squares of a centimetre in which nothing stands: no text, no mark, no cell of a table."""
    centimetre = 96 / 2.54
    taken, squares = 0, 0
    for page in printed.evaluate(_BOXES):
        # What ends amid a sheet leaves the rest of it blank, but for a page with another below it.
        sheets = page["height"] / _SHEET["height"]
        down = round((sheets if page["isUpper"] else math.ceil(sheets)) * 28)
        is_taken = np.zeros((down, 18), dtype=bool)
        for box in page["boxes"]:
            left, top, right, bottom = (max(0, int(edge // centimetre)) for edge in box)
            is_taken[top : bottom + 1, left : right + 1] = True
        taken += is_taken.sum()
        squares += 0 if page["isUpper"] else is_taken.size
    assert 1 - taken / squares < 0.25


@browser
def test_each_question_is_a_sheet_and_the_sample_sixteen_at_most(printed):
    heights = printed.evaluate(
        "[...document.querySelectorAll('.cover, .sheet')]"
        ".map(sheet => sheet.getBoundingClientRect().height)"
    )
    assert len(heights) > 8
    assert max(heights) <= _SHEET["height"]
    upper, lower = printed.evaluate(
        "[...document.querySelectorAll('.upper, .lower')]"
        ".map(sheet => sheet.getBoundingClientRect().height)"
    )
    assert upper + lower < _SHEET["height"] - 15
    sheets = len(re.findall(_PAGE, printed.pdf(prefer_css_page_size=True)))
    assert 12 <= sheets <= 16


@browser
def test_no_sheet_is_a_box_alone_and_each_ends_in_one(printed):
    """What is above the box is at least as much as a heading and a sentence: a tenth of a sheet."""
    tops = printed.evaluate(
        "[...document.querySelectorAll('.sheet')].map(sheet => {"
        "const box = sheet.querySelector('.discuss').getBoundingClientRect();"
        "const all = sheet.getBoundingClientRect();"
        "return [box.top - all.top, all.bottom - box.bottom, box.height]})"
    )
    assert min(above for above, _, _ in tops) > _SHEET["height"] / 10
    assert max(below for _, below, _ in tops) < 30
    assert min(height for _, _, height in tops) > 80


@browser
def test_every_label_is_seven_points_high_and_none_lies_over_another(printed):
    labels = printed.evaluate(_MEASURE)
    assert len(labels) > 100
    assert min(label["size"] for label in labels) >= 7
    assert [
        (one["words"], other["words"])
        for number, one in enumerate(labels)
        for other in labels[:number]
        if one["picture"] == other["picture"] and _overlap(one["edges"], other["edges"])
    ] == []


def _overlap(one, other):
    """Tell whether boxes share more than a pixel: the line above and below letters is in a box."""
    left, top, right, bottom = one
    across = min(right, other[2]) - max(left, other[0])
    down = min(bottom, other[3]) - max(top, other[1])
    return across > 1 and down > 4


def test_the_pdf_has_as_many_sheets_as_the_print_and_its_tags(sample_page):
    weasyprint = pytest.importorskip("weasyprint", reason="the extra pdf is not installed")
    text = sample_page.read_text(encoding="utf-8")
    made = weasyprint.HTML(string=name_pictures(text)).write_pdf(
        pdf_variant="pdf/ua-1", uncompressed_pdf=True, full_fonts=False
    )
    sheets = len(re.findall(_PAGE, made))
    assert 12 <= sheets <= 16
    for mark in (b"/StructTreeRoot", b"/Marked true", b"pdfuaid:part", b"/DisplayDocTitle true"):
        assert mark in made
    assert b"/Lang (en-GB)" in made
    # What a screen reader goes by: each sheet's order, headings, tables, and pictures in words.
    assert made.count(b"/StructParents ") == made.count(b"/Tabs /S") == sheets
    for mark in (b"/H1", b"/H2", b"/H3", b"/Table", b"/TH", b"/L", b"/LI"):
        assert b"/S " + mark + b"/" in made
    assert made.count(b"/Alt ") == made.count(b"/S /Figure/") > 10
    assert made.count(b"/Headers ") > 500


@browser
@pytest.mark.parametrize("width", [320, 375, 768, 1280])
def test_nothing_scrolls_sideways_and_no_words_of_bars_are_cut(sample_page, open_page, width):
    opened = open_page(sample_page, width=width)
    assert opened.list_wide() == []
    cut = opened.page.evaluate(
        "[...document.querySelectorAll('svg.bars text')].filter(text =>"
        "text.getBoundingClientRect().right > text.ownerSVGElement.getBoundingClientRect().right)"
        ".map(text => text.textContent)"
    )
    assert cut == []


@browser
def test_on_the_wall_each_question_is_a_screen(sample_page, open_page):
    page = open_page(sample_page, width=1280, height=800).page
    page.check("#wall")
    heights = page.evaluate(
        "[...document.querySelectorAll('.sheet')].map(e => e.getBoundingClientRect().height)"
    )
    assert min(heights) >= 800
    assert not page.locator("#notes").is_visible()


@pytest.fixture(scope="module")
def report(west_midlands):
    return make_report(west_midlands, visibility="public", audience="partners")


def test_words_of_ours_are_explained_once_and_read_at_twelve(report):
    explained = [word for page in report.pages for word, _ in page.explained]
    assert len(explained) > 10
    assert len(set(explained)) == len(explained)
    assert find_reading_age(" ".join(f"{meaning}." for meaning in WORDS.values())) < 12
    assert [word for word in WORDS if find_reading_age(WORDS[word]) > 12] == []


_SAMPLES = ["west-midlands", "bristol", "luton", "yorkshire", "legal-aid-2015"]


@pytest.mark.parametrize("name", _SAMPLES)
def test_every_sentence_is_read_at_twelve(name):
    """Each by itself, from a full stop to the next; what the data are called counts as Ash.

    Names of organisations, areas, services and groups, kinds of service, sectors and who was
    counted are words of the data: their readers know them, and no report can choose others.
    """
    e = eco.read_sample(name)
    report = make_report(e, visibility="public", audience="partners")
    texts = _replace_names(e, "\n".join(_list_texts(report)))
    sentences = [one for one in re.split(r"(?<=[.?!])\s|\n", texts) if re.search("[A-Za-z]", one)]
    assert len(sentences) > 30
    ages = {one: find_reading_age(one) for one in sentences}
    assert {one: age for one, age in ages.items() if age > 12.05} == {}


def _list_texts(report):
    """All that the report says in sentences, but for the record of its data and their licence."""
    texts = [meaning for page in report.pages for _, meaning in page.explained]
    for page in report.pages:
        texts += [page.question, *page.said, page.discuss, *page.notes]
        texts += [page.figure.caption] if page.figure else []
    texts += [sentence for _, sentence in report.to_ask]
    texts += [part for idea in report.ideas for part in (idea.what, idea.evidence)]
    texts += [f"It needs {one.needs}." for one in report.missing]
    return texts + [text for heading, text in report.method if heading != "Data"]


def _replace_names(e, text):
    frames = (e.organisations, e.areas, e.services, e.groups)
    names = {str(name) for frame in frames for name in frame["name"]}
    kinds = {*e.services["service_type"].dropna(), *e.demand["counted_as"].dropna()}
    sectors = {"voluntary", "statutory", "academic", "commercial", "faith"}
    for name in sorted(names | kinds | sectors | {"immigration advice"}, key=len, reverse=True):
        text = text.replace(name, "Ash")
    return text


def test_words_of_statistics_stand_in_the_notes_alone(report):
    said = " ".join(
        [*(text for page in report.pages for text in [*page.said, page.discuss, page.question])]
    )
    assert not re.search(r"q value|hot spot|worst five|five worst", said)
