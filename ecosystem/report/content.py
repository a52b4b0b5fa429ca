"""What a page of the report is made of, whatever file it ends in."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from numbers import Real
from operator import truediv
from typing import TYPE_CHECKING

from ecosystem.pages import render

from .words import WORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from markupsafe import Markup

    from .tables import TextTable

MOST_ROWS = 10
"""Rows of a table below its picture, and bars of a picture: ten can be talked through. With more a
page runs over several sheets; with fewer the talk is about the very first only. Whatever is
left out stands in the whole table at the end."""

_MOST_SENTENCES = 3
"""Sentences at the head of a page, to be read aloud before the talk begins. More push picture and
table off the sheet."""

ROWS_BELOW_MAP = 4
"""Rows of a table below a map. For its smallest names to be 7 points high a map takes two thirds of
the sheet; sentences, key, these rows and the box fill the rest, which a test measures."""

_LONGEST_LABEL = 46
"""Letters of a bar's label: at the 20 units of type of a telephone a longer one runs out of the 560
wide picture."""

_BAR_STEP, _LONGEST_BAR, _SHORTEST_BAR = 46, 330.0, 2.0
"""Units of the picture, 560 wide: from one bar to the next, with the label between; the longest
bar; the shortest, because none would look forgotten."""

_BAR_ROOM, _LETTER = 548.0, 12.0
"""Units of the picture for a bar and what stands after it, and for one letter of that, at 20 units
of type. Bars are made shorter where the words after one would not fit."""

_SHEET = 278.0
"""Millimetres of A4 within the margins of the report, down."""

_LINE, _LETTERS_IN_LINE = 4.2, 120
"""Millimetres from one line to the next on paper, and letters in one as wide as the sheet."""

_LEAST_LETTERS = 9
"""Letters that stand in a line of the narrowest column: a word is not broken."""

_BARS_WIDE = 102.0
"""Millimetres that bars are wide on paper; their picture is 560 units wide."""

_SHORT = 0.66
"""Share of a sheet up to which a page is set in larger type, by a sixth: more would run over."""

_FULL = 0.74
"""Share of a sheet up to which the whole table stands on the page of its question: the box to write
in keeps a fifth."""

_TOGETHER = 0.76
"""Share of a sheet up to which two pages stand on one: their boxes and headings take the rest."""

_IDEAS = 0.34
"""Share of a sheet that three ideas take."""

_MOST_WHOLE = 15
"""Rows of a whole table that stands on the page of its question; more are for looking up."""

_SENTENCE_END = re.compile(r"[.!?](?=\s+[A-Z0-9]|\s*$)")

_VIEW_BOX = re.compile(r'class="bars"[^>]*viewBox="0 0 560 ([\d.]+)"')


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A picture with its key and its caption.

    Attributes
    ----------
    picture
        Inline SVG, or a paragraph where there is nothing to draw.
    caption
        What the picture shows and how to read it.
    key
        A row a mark: `mark` (SVG), `name` and `count`.
    is_map
        Whether it is a map, which takes most of a sheet for its names to be read.
    """

    picture: Markup
    caption: str
    key: Sequence[dict[str, object]] = ()
    is_map: bool = False

    @property
    def height(self) -> float:
        """Millimetres of a sheet that the picture takes, with its caption."""
        box = _VIEW_BOX.search(self.picture)
        if self.is_map or box is None:
            return _SHEET * (2 / 3 if self.is_map else 0)
        return float(box[1]) * _BARS_WIDE / 560 + _measure_lines([self.caption])

    def to_html(self) -> Markup:
        """Return the figure as HTML."""
        return render("figure.html", picture=self.picture, key=self.key, caption=self.caption)


@dataclass(frozen=True, kw_only=True)
class QuestionPage:
    """One question: at most three sentences, a picture, a table, and what to talk about.

    Attributes
    ----------
    question
        What the page asks; its heading.
    sentences
        The answer, the most important first. `said` are those that the page has room for.
    discuss
        What the people at the table are asked.
    figure
        The picture, if there is one.
    table
        The rows that matter most, beside the picture.
    whole
        The figure as a table, for the end of the report: all of it, for whoever cannot see it.
    notes
        The limits of the answer, for the notes of the report.
    number
        The figure for the cover and the words after it.
    words
        The words of ours that stand on the page, to be explained where they stand first: keys of
        `WORDS`.
    """

    question: str
    sentences: Sequence[str]
    discuss: str
    figure: Figure | None = None
    table: TextTable | None = None
    whole: TextTable | None = None
    notes: Sequence[str] = ()
    number: tuple[str, str] | None = None
    words: Sequence[str] = ()

    @property
    def explained(self) -> list[tuple[str, str]]:
        """The words to be explained, each with what it means."""
        return [(word, WORDS[word]) for word in self.words]

    @property
    def has_map(self) -> bool:
        """Whether a map takes most of the sheet."""
        return self.figure is not None and self.figure.is_map

    @property
    def tables(self) -> list[TextTable]:
        """The table, and the whole of the figure, of those that there are."""
        return [table for table in (self.table, self.whole) if table is not None]

    @property
    def is_whole_here(self) -> bool:
        """Whether the whole table has room on the page, and need not be looked for at the end."""
        if self.whole is None or len(self.whole.rows) > _MOST_WHOLE:
            return False
        return self.share + _measure_table(self.whole) / _SHEET < _FULL

    @property
    def is_short(self) -> bool:
        """Whether there is room for larger type."""
        more = _measure_table(self.whole) / _SHEET if self.whole and self.is_whole_here else 0
        return self.share + more < _SHORT

    @property
    def share(self) -> float:
        """About how much of a sheet is taken but for the box and the whole table."""
        meanings = [" ".join(f"{word}: {meaning}." for word, meaning in self.explained)]
        taken = 3 * _LINE + _measure_lines([*self.said, *meanings])
        taken += self.figure.height if self.figure else 0
        return (taken + (_measure_table(self.table) if self.table else 0)) / _SHEET

    @property
    def said(self) -> list[str]:
        """The first sentences, three at most; one text may hold two."""
        texts: list[str] = []
        count = 0
        for text in self.sentences:
            count += len(_SENTENCE_END.findall(text))
            # The first text is the answer: it is said however long it is.
            if texts and count > _MOST_SENTENCES:
                break
            texts.append(text)
        return texts


@dataclass(frozen=True, kw_only=True)
class Unanswered:
    """A question the data cannot answer, and what it would take.

    Attributes
    ----------
    question
        What was asked.
    needs
        The rows and columns that are missing, as the end of "It needs …".
    """

    question: str
    needs: str


@dataclass(frozen=True, kw_only=True)
class Idea:
    """Something to try.

    Attributes
    ----------
    what
        The idea, in a sentence.
    evidence
        What speaks for it: a sentence of an answer, with its numbers.
    """

    what: str
    evidence: str


@dataclass(frozen=True, kw_only=True)
class Report:
    """All that a report says, before it is set in any kind of file.

    Attributes
    ----------
    title
        The name of the data set.
    about
        Its record as text, by column of the table `about`; empty where not known.
    unread
        What could not be read, and so is in no answer; empty if nothing.
    figures
        The numbers of the cover: figure, and the words after it.
    pages
        A page for each question that could be answered, in order.
    ideas
        What could be tried, three at most.
    to_ask
        What to ask next: a question, and the sentence that says whom to ask what.
    missing
        The questions that could not be answered.
    method
        Paragraphs for the end: heading and text.
    """

    title: str
    about: Mapping[str, str]
    unread: str
    figures: Sequence[tuple[str, str]]
    pages: Sequence[QuestionPage]
    ideas: Sequence[Idea]
    to_ask: Sequence[tuple[str, str]]
    missing: Sequence[Unanswered]
    method: Sequence[tuple[str, str]]

    @property
    def appended(self) -> list[QuestionPage]:
        """The pages whose whole table stands at the end."""
        halves = self.halves
        return [
            page
            for page, half in zip(self.pages, halves, strict=False)
            if page.whole is not None and (half or not page.is_whole_here)
        ]

    @property
    def halves(self) -> list[str]:
        """Where each page and then the ideas stand: "upper" or "lower" on a sheet, or alone: ""."""
        shares = [page.share for page in self.pages] + ([_IDEAS] if self.ideas else [])
        places = [""] * len(shares)
        row = len(shares) - 1
        # From the end, because ideas are few and stand well below what leads to them.
        while row > 0:
            if shares[row - 1] + shares[row] <= _TOGETHER:
                places[row - 1 : row + 1] = ["upper", "lower"]
                row -= 1
            row -= 1
        return places


def _measure_lines(texts: Iterable[str]) -> float:
    """Return how many millimetres texts take, each from a new line."""
    return _LINE * sum(math.ceil(len(text) / _LETTERS_IN_LINE) for text in texts)


def _measure_table(table: TextTable) -> float:
    """Return about how many millimetres a table takes: columns share its width by their longest."""
    rows = [[len(str(cell)) for cell in row] for row in [table.headings, *table.rows]]
    longest = [max(1, *column) for column in zip(*rows, strict=True)]
    letters = [max(_LEAST_LETTERS, _LETTERS_IN_LINE * width / sum(longest)) for width in longest]
    lines = [max(map(math.ceil, map(truediv, row, letters))) for row in rows]
    return _LINE * float(1 + sum(max(1, count) for count in lines))


def draw_bars(bars: Sequence[tuple[str, float, str]], alt: str) -> Markup:
    """Return bars as inline SVG: label, share of the longest (0 to 1), and what stands after it.

    The label stands above its bar, so that on a narrow screen all bars begin at the left.
    """
    room = [(_BAR_ROOM - _LETTER * len(after)) / share for _, share, after in bars if share > 0]
    longest = min([_LONGEST_BAR, *room])
    placed = [
        {
            "label": _shorten(label),
            "top": number * _BAR_STEP + 4,
            "length": max(_SHORTEST_BAR, longest * share),
            "after": after,
        }
        for number, (label, share, after) in enumerate(bars)
    ]
    return render("bars.svg", bars=placed, height=_BAR_STEP * len(bars) + 6, alt=alt)


def _shorten(label: str) -> str:
    if len(label) <= _LONGEST_LABEL:
        return label
    return f"{label[: _LONGEST_LABEL - 1].rstrip()}…"


def keep_said(sentences: Iterable[str]) -> list[str]:
    """Return the sentences that say something."""
    return [sentence for sentence in sentences if sentence]


def fill_cell(value: object, say: Callable[[float], str] = str) -> str:
    """Return the text of a cell: what is text as it is, what is not known as nothing.

    A number is said by `say`. Text stands in a column of numbers where one is hidden.

    Examples
    --------
    >>> from ecosystem.wording import say_km
    >>> fill_cell("under 5", say_km), fill_cell(float("nan"), say_km), fill_cell(7.0, say_km)
    ('under 5', '', '7 km')
    """
    if isinstance(value, str):
        return value
    if not isinstance(value, Real) or math.isnan(value):
        return ""
    return say(float(value))
