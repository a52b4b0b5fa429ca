"""What a page of the report is made of, whatever file it ends in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from markupsafe import Markup

from ecosystem.pages import render

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


MOST_ROWS = 12
MOST_SENTENCES = 3
_ROWS_A_SHEET = 30
_SENTENCE_END = re.compile(r"[.!?](?=\s+[A-Z0-9]|\s*$)")


@dataclass(frozen=True, kw_only=True)
class Table:
    """Rows of text under headings; a heading that begins with * stands over numbers."""

    caption: str
    headings: Sequence[str]
    rows: Sequence[Sequence[object]]
    shades: bool = False

    @property
    def columns(self) -> list[dict[str, object]]:
        """The headings, and whether each stands over numbers."""
        return [
            {"name": one.removeprefix("*"), "is_number": one.startswith("*")}
            for one in self.headings
        ]

    def to_html(self) -> Markup:
        """Return the table as HTML; numbers of a grid are shaded by their size.

        A long one becomes several, each of which fits on a sheet of paper.
        """
        template = "grid.html" if self.shades else "table.html"
        parts = []
        for start in range(0, max(len(self.rows), 1), _ROWS_A_SHEET):
            caption = self.caption if start == 0 else f"{self.caption}, from row {start + 1:,}"
            rows = self.rows[start : start + _ROWS_A_SHEET]
            parts.append(render(template, caption=caption, columns=self.columns, rows=rows))
        return Markup("").join(parts)


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A picture as inline SVG, its key and what it shows."""

    picture: Markup
    caption: str
    key: Sequence[dict[str, object]] = ()

    def to_html(self) -> Markup:
        """Return the figure as HTML."""
        return render("figure.html", picture=self.picture, key=self.key, caption=self.caption)


@dataclass(frozen=True, kw_only=True)
class Page:
    """One question: a picture, at most three sentences, a table, and what to talk about.

    `whole` is the figure as a table, for the end of the report.
    """

    question: str
    sentences: Sequence[str]
    discuss: str
    figure: Figure | None = None
    table: Table | None = None
    whole: Table | None = None
    notes: Sequence[str] = ()
    number: tuple[str, str] | None = None
    kind: str = field(default="")

    @property
    def said(self) -> list[str]:
        """The first sentences, three at most; one text may hold two."""
        said: list[str] = []
        count = 0
        for text in self.sentences:
            count += len(_SENTENCE_END.findall(text))
            if said and count > MOST_SENTENCES:
                break
            said.append(text)
        return said


@dataclass(frozen=True, kw_only=True)
class Unanswered:
    """A question the data cannot answer, and what it would take."""

    question: str
    needs: str


@dataclass(frozen=True, kw_only=True)
class Idea:
    """Something to try: what, and the numbers that speak for it."""

    what: str
    evidence: str


def draw_bars(bars: Sequence[tuple[str, float, str]], alt: str) -> Markup:
    """Return bars as inline SVG: label, share of the longest (0 to 1), and what stands after it.

    The label stands above its bar, so that on a narrow screen all bars begin at the left.
    """
    height = 46
    parts = [
        (
            f'<svg class="bars" viewBox="0 0 560 {height * len(bars) + 6}" role="img" '
            f'aria-label="{_text(alt)}">'
        )
    ]
    for number, (label, share, after) in enumerate(bars):
        top = number * height + 4
        length = max(2.0, 330 * share)
        parts.append(
            f'<text x="0" y="{top + 14}" font-size="14" fill="#1d2b2a">'
            f"{_text(_shorten(label))}</text>"
            f'<rect class="bar" x="0" y="{top + 20}" width="{length:.1f}" height="16" '
            f'fill="#1b5e5a"/><text x="{length + 8:.1f}" y="{top + 33}" font-size="14" '
            f'fill="#1d2b2a">{_text(after)}</text>'
        )
    return Markup("".join([*parts, "</svg>"]))  # noqa: S704 - all text in it is escaped


def _text(text: str) -> str:
    return str(Markup.escape(text))


def _shorten(label: str, most: int = 70) -> str:
    return label if len(label) <= most else f"{label[: most - 1].rstrip()}…"


def keep_said(sentences: Iterable[str]) -> list[str]:
    """Return the sentences that say something."""
    return [sentence for sentence in sentences if sentence]


@dataclass(frozen=True, kw_only=True)
class Report:
    """All that a report says, before it is set in any kind of file."""

    title: str
    about: Mapping[str, str]
    figures: Sequence[tuple[str, str]]
    pages: Sequence[Page]
    ideas: Sequence[Idea]
    missing: Sequence[Unanswered]
    method: Sequence[tuple[str, str]]
