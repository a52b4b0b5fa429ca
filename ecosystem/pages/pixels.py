"""Pictures as pixels, for word processors and journals that take no SVG."""

from __future__ import annotations

import struct
import zlib
from functools import cache

DOTS_AN_INCH = 300
"""What journals ask of pictures with text; on paper single dots are no longer seen."""

_CM_AN_INCH = 2.54
_METRES_AN_INCH = 0.0254

_PROBE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20" font-family="{faces}">'
    '<text x="2" y="16" font-size="16">{text}</text></svg>'
)

FACES = (
    "Arial, Helvetica, 'Liberation Sans', 'DejaVu Sans', 'Noto Sans', 'Noto Sans Display', "
    "Roboto, Ubuntu, Cantarell, Verdana, sans-serif"
)
"""Faces of which one is on nearly every computer, by name: what turns SVG into pixels takes
"sans-serif" to mean Arial and, where Arial is not, leaves all letters out without a word."""


def draw_pixels(svg: str, *, width_cm: float, extra: str) -> bytes:
    """Return a picture as PNG, so wide on paper, at 300 dots an inch, on white.

    `extra` is the extra of ours to name where the drawing library is not installed.

    Raises
    ------
    ImportError
        If it is not installed.
    ValueError
        If none of our faces is on this computer: names would be missing from the picture.
    """
    try:
        import resvg_py  # noqa: PLC0415 - an extra that may not be installed
    except ImportError as error:
        msg = f"This needs the extra: python -m pip install 'sector-ecosystem[{extra}]'"
        raise ImportError(msg) from error
    if not _has_letters():
        msg = (
            "No letters can be drawn: none of the faces Arial, Liberation Sans, DejaVu Sans or "
            "Noto Sans is on this computer. Install one of them."
        )
        raise ValueError(msg)
    width = round(width_cm / _CM_AN_INCH * DOTS_AN_INCH)
    made = bytes(resvg_py.svg_to_bytes(svg_string=svg, width=width, background="white", dpi=96))
    return _state_resolution(made)


@cache
def _has_letters() -> bool:
    """Tell whether a letter leaves any trace: asked once, because faces do not come and go."""
    import resvg_py  # noqa: PLC0415 - as above

    drawn, empty = (
        bytes(resvg_py.svg_to_bytes(svg_string=_PROBE.format(faces=FACES, text=text)))
        for text in ("M", "")
    )
    return drawn != empty


def _state_resolution(png: bytes) -> bytes:
    """Return a PNG that says how large it is meant to be on paper.

    The chunk pHYs must stand before the first of the pixels; here it follows the header, which is
    8 + 25 bytes long in every PNG (PNG specification, third edition, 5.6 and 11.3.4.3).
    """
    dots = round(DOTS_AN_INCH / _METRES_AN_INCH)
    content = b"pHYs" + struct.pack(">IIB", dots, dots, 1)
    chunk = struct.pack(">I", 9) + content + struct.pack(">I", zlib.crc32(content))
    return png[:33] + chunk + png[33:]
