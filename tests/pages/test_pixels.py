"""Pictures as pixels: as fine as print, and never without their letters."""

import struct
import sys

import pytest

from ecosystem.pages import FACES, draw_pixels, pixels

resvg = pytest.importorskip("resvg_py", reason="the extra png is not installed")

_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50">'
    '<text x="5" y="30" font-size="20" font-family="{faces}">{text}</text></svg>'
)


def test_a_picture_of_17_cm_is_2008_pixels_wide_and_says_300_an_inch():
    """17 / 2.54 * 300 = 2007.9 pixels; 300 an inch are 300 / 0.0254 = 11811 a metre."""
    png = draw_pixels(_SVG.format(faces=FACES, text="Ash"), width_cm=17, extra="png")
    assert struct.unpack(">II", png[16:24]) == (2008, 1004)
    assert png[37:41] == b"pHYs"
    assert struct.unpack(">IIB", png[41:50]) == (11811, 11811, 1)


def test_letters_are_drawn_whatever_faces_are_on_the_computer():
    """Where Arial is not, "sans-serif" alone leaves no trace of a text."""
    with_text, without = (
        draw_pixels(_SVG.format(faces=FACES, text=text), width_cm=5, extra="png")
        for text in ("Ash", "")
    )
    assert with_text != without


def test_a_picture_without_letters_is_refused(monkeypatch):
    monkeypatch.setattr(pixels, "_has_letters", lambda: False)
    with pytest.raises(ValueError, match="No letters can be drawn"):
        draw_pixels(_SVG.format(faces=FACES, text="Ash"), width_cm=5, extra="png")


def test_without_the_extra_it_is_said_how_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    with pytest.raises(ImportError, match=r"pip install 'sector-ecosystem\[png\]'"):
        draw_pixels("<svg/>", width_cm=5, extra="png")
