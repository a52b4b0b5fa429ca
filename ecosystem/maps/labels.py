"""Text on a map: how wide it is, and what the templates need to draw it on its plate."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecosystem.data import Ecosystem


INK = "#1d2b2a"
"""The colour of text and outlines on every map."""

LEADING = 1.15
"""Distance of two lines of a text, as a share of the size of its letters."""

_WIDTHS = {
    0.36: " .,:;'|!()[]/\\-ijlI",
    0.43: 'rtf\u2019\u2018"*',
    0.53: "sczJ?",
    0.98: "mwM@%\u2026\u2014",
    1.0: "W",
    0.79: "QOGDHNUC&+=~",
    0.71: "ABEFKLPRSTVXYZ",
}
"""Widths of letters as a share of their size: those of DejaVu Sans (its table hmtx), rounded up.
It is the widest of the faces that a page is drawn with, so that what is apart by these widths
is apart in each of them."""

_PLAIN_WIDTH = 0.64
"""Width of any other letter of the Latin alphabet and of a digit, by the same table."""

_SQUARE = 0x2E80
"""From this sign of Unicode on letters are as wide as high: Chinese, Japanese, Korean."""

BOLD = 1.12
"""How much wider bold letters are, in the same face."""


_PARTS = re.compile(r"[^\s-]*(?:-+|\s+|$)")
"""What may end a line: a word with the space or the hyphen that follows it."""


@dataclass(frozen=True, kw_only=True)
class Label:
    """A text in lines, drawn by the macro `label` of `marks.svg` on a plain plate.

    Attributes
    ----------
    lines : words
        From top to bottom; they are escaped where they are drawn.
    x, y : float, units of the picture
        The middle of the first line, at the foot of its letters.
    size, weight : float, int
        Of the letters: as in CSS, in units of the picture.
    """

    lines: Sequence[str]
    x: float
    y: float
    size: float = 13.5
    weight: int = 400

    @property
    def width(self) -> float:
        """How wide its longest line is."""
        bold = BOLD if self.weight > 400 else 1
        return max(measure_text(line) for line in self.lines) * self.size * bold

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Its plate: left, top, width and height."""
        width, height = self.width + 4, measure_height(len(self.lines), self.size)
        return self.x - width / 2, self.y - self.size, width, height

    @property
    def edges(self) -> tuple[float, float, float, float]:
        """Its plate: left, top, right and bottom."""
        left, top, width, height = self.box
        return left, top, left + width, top + height


class _Widths(dict[str, float]):
    """The width of each letter; one that is met first is worked out and kept."""

    def __missing__(self, letter: str) -> float:
        width = self[letter] = 1.0 if ord(letter) >= _SQUARE else _PLAIN_WIDTH
        return width


_WIDTH_OF = _Widths({letter: width for width, letters in _WIDTHS.items() for letter in letters})


def find_title(e: Ecosystem) -> str:
    """Return what the data are called; empty if that is not said."""
    titles = e.about["title"]
    return str(titles.iloc[0]) if len(titles) and pd.notna(titles.iloc[0]) else ""


@lru_cache(maxsize=10_000)
def measure_text(text: str) -> float:
    """Return how wide a text is, as a share of the size of its letters: never too little.

    Examples
    --------
    >>> round(measure_text("Will"), 2)
    2.08
    """
    return sum(map(_WIDTH_OF.__getitem__, text))


def measure_height(lines: int, size: float) -> float:
    """Return how high lines of text are, from above their capitals to below their tails."""
    return size * (0.3 + 1 + (lines - 1) * LEADING)


def wrap_text(text: str, width: float) -> list[str]:
    """Return a text in lines as wide as `width` allows, a share of the size of its letters.

    It may be broken after a hyphen too. A word that is wider stands alone in its line; nothing is
    cut off.

    Examples
    --------
    >>> wrap_text("Newcastle-under-Lyme council", 10)
    ['Newcastle-under-', 'Lyme council']
    """
    lines = [""]
    for part in filter(None, _PARTS.findall(text)):
        longer = lines[-1] + part
        if not lines[-1].strip() or measure_text(longer.rstrip()) <= width:
            lines[-1] = longer
        else:
            lines.append(part)
    return [line.strip() for line in lines]
