"""A page: what every `draw_…` and most `write_…` return, as text, as a file, and in a notebook."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

from markupsafe import escape

from ecosystem.wording import join_words

from .files import replace_file

Makers = Mapping[str, Callable[[], str | bytes]]
"""By the ending of a path, what makes such a file: text, or bytes."""

_FRAME_HEIGHT = 760
"""Height in pixels of the frame in a notebook: a page is read in it without leaving the cell, and
on a laptop's screen the cell's end stays in sight."""


class TextFile(Protocol):
    """A file that is open for writing text, an `io.StringIO` among others."""

    def write(self, text: str, /) -> object:
        """Take text."""


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Page:
    """A map, report or leaflet. In a notebook it shows itself.

    Attributes
    ----------
    makers
        What makes each kind of file that it can be written as. Each is made when it is first
        asked for.
    path
        Where it was written; None if nowhere, or to an open file.
    """

    makers: Makers
    path: Path | None = None

    @property
    def html(self) -> str:
        """The page as text: one file that fetches nothing."""
        return str(self.makers[".html"]())

    def save(self, path: str | os.PathLike[str] | TextFile) -> Page:
        """Write it, whole or not at all, as what the ending of the path says; return it.

        An open file gets text: what the ending of its name says, or HTML if it has none.

        Raises
        ------
        ValueError
            If it is not offered with that ending, or the folder does not exist.
        ImportError
            If the extra for that kind of file is not installed.
        """
        kind = check_ending(path, self.makers)
        if not isinstance(path, (str, os.PathLike)):
            _write_text(path, kind, self.makers[kind]())
            return self
        target = Path(path)
        # In memory first: nothing is replaced by what cannot be made.
        made = self.makers[kind]()
        data = made.encode() if isinstance(made, str) else made
        with replace_file(target) as temporary:
            temporary.write_bytes(data)
        return Page(makers=self.makers, path=target)

    def __repr__(self) -> str:
        where = "not written" if self.path is None else str(self.path)
        return f"<Page, {where}; can be saved as {join_words(self.makers, last='or')}>"

    def _repr_html_(self) -> str:
        """Return the page in a frame from which it reaches nothing of the notebook.

        The frame holds the page as text, because a file beside the notebook is not found in
        JupyterLab, VS Code, marimo and nbconvert alike.
        """
        return (
            '<iframe sandbox="allow-scripts allow-downloads allow-popups '
            'allow-popups-to-escape-sandbox" title="A page of ecosystem" width="100%" '
            f'height="{_FRAME_HEIGHT}" style="border:1px solid #c9d4d2" '
            f'srcdoc="{escape(self.html)}"></iframe>'
        )


def hand_out(makers: Makers, path: str | os.PathLike[str] | TextFile | None) -> Page:
    """Return what is made as a page, written already if there is somewhere to write it to."""
    page = Page(makers={kind: cache(make) for kind, make in makers.items()})
    return page if path is None else page.save(path)


def check_ending(path: object, kinds: Collection[str]) -> str:
    """Return the ending of a path, in small letters; of an open file without one, ".html".

    Raises
    ------
    ValueError
        If it is none of the kinds.
    """
    if path is None:
        return ".html"
    if isinstance(path, (str, os.PathLike)):
        name = str(os.fspath(path))
    else:
        # A file that is open may have no name, or a number for one.
        name = str(getattr(path, "name", ""))
        if not Path(name).suffix:
            return ".html"
    kind = Path(name).suffix.lower()
    if kind not in kinds:
        offered = join_words(kinds)
        msg = f"path {str(name)!r} ends in none of {offered}. Give a name like page.html."
        raise ValueError(msg)
    return kind


def _write_text(file: TextFile, kind: str, made: str | bytes) -> None:
    if isinstance(made, bytes):
        msg = f"A file of the kind {kind} is no text. Give its path, not an open file."
        raise ValueError(msg)  # noqa: TRY004 - the file is an option that is wrong
    file.write(made)
