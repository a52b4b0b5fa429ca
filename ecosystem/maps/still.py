"""A picture with its key and what it says, in one file that stands alone: for papers and slides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecosystem.pages import draw_pixels, render

from .labels import BOLD, INK, Label, measure_text, wrap_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup


WIDTH = 900.0
"""Units of a picture across."""

WIDTH_CM = 17.0
"""Width of a picture on paper: A4 within margins of 2 cm. A unit is 0.535 points."""

_SIZE = 13.5
"""Size of the key's letters and of the caption's: 7.2 points on paper."""

_MARK = 26.0
"""Units from the beginning of a mark of the key to its words; a mark is 20 wide."""

_BETWEEN = 22.0
"""Units between two entries of the key."""

_LINE = 24.0
"""Units from one line of the key to the next."""


_HEADING = 20.0
"""Size of the question that stands above a picture: 10.7 points on paper."""

_SAYING = 15.0
"""Size of the answer below the question: 8 points on paper."""


def make_still(
    picture: Markup,
    key: Sequence[dict[str, object]],
    caption: str,
    *,
    title: str,
    headline: str,
) -> str:
    """Return a picture under its question and answer, over its key and caption: an SVG as text.

    Raises
    ------
    ValueError
        If there is nothing to draw.
    """
    if not picture.startswith("<svg"):
        msg = f"There is no picture: {picture.striptags()} Write .html, which has the table."
        raise ValueError(msg)
    box = [float(part) for part in picture.split('viewBox="', 1)[1].split('"', 1)[0].split()]
    question = _set_text(title, _HEADING, 2 + _HEADING, weight=700)
    answer = _set_text(headline, _SAYING, question.edges[3] + 4 + _SAYING)
    above = answer.edges[3] + 8
    top = above + box[3] + 14
    entries: list[dict[str, object]] = []
    across = 4.0
    for entry in key:
        words = f"{entry['name']} ({entry['count']})"
        width = _MARK + measure_text(words) * _SIZE + _BETWEEN
        if across + width > WIDTH and entries:
            across, top = 4.0, top + _LINE
        entries.append({"x": across, "y": top, "mark": entry["mark"], "words": words})
        across += width
    text = _set_text(caption, _SIZE, top + _LINE + 14)
    return str(
        render(
            "still.svg",
            ink=INK,
            headline=headline,
            width=WIDTH,
            height=text.edges[3] + 4,
            picture=picture,
            picture_top=above,
            picture_height=box[3],
            entries=entries,
            mark=_MARK,
            texts=[question, answer, text],
        )
    )


def _set_text(words: str, size: float, foot: float, *, weight: int = 400) -> Label:
    """Return words in lines as wide as the picture, the first of which ends down at `foot`."""
    bold = BOLD if weight > 400 else 1.0
    lines = wrap_text(words, (WIDTH - 12) / (size * bold))
    return Label(lines=lines, x=4, y=foot, size=size, weight=weight)


def make_still_pixels(svg: str) -> bytes:
    """Return the same as PNG, 17 cm wide at 300 dots an inch."""
    return draw_pixels(svg, width_cm=WIDTH_CM, extra="png")
