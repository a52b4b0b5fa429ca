"""Text on a map: what the templates need to draw a label with its halo."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


INK = "#1d2b2a"
"""The colour of text and outlines on every map."""


@dataclass(frozen=True, kw_only=True)
class Label:
    """A text in lines, drawn by the macro `label` of `marks.svg`.

    Attributes
    ----------
    lines : words
        From top to bottom; they are escaped where they are drawn.
    x, y : float, units of the picture
        The middle of the first line, at the foot of its letters.
    size, weight : float, int
        Of the letters: as in CSS, in units of the picture.
    halo : float, units of the picture
        How wide the white line round the letters is, that keeps them legible over lines.
    """

    lines: Sequence[str]
    x: float
    y: float
    size: float = 13.5
    weight: int = 400
    halo: float = 4
