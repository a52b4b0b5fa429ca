"""Pages: their frame, escaping and writing. Knows nothing of the data."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2
from markupsafe import Markup

from .files import replace_file

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

_TEMPLATES = Path(__file__).parent / "templates"
_LINK = re.compile(r"(https?://|mailto:)[^\s\"'<>\\]+", re.IGNORECASE)
_BARE = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+(/[^\s\"'<>\\]*)?", re.IGNORECASE)


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["link"] = safe_link
    return environment


def render(template: str, **values: object) -> Markup:
    """Return a template filled in; every value that is not Markup is escaped."""
    # The text is safe: autoescape is on and only our own templates are loaded.
    return Markup(_environment().get_template(template).render(**values))  # noqa: S704


def write_page(  # noqa: PLR0913 - a page has these parts
    path: str | os.PathLike[str],
    *,
    title: str,
    body: Markup,
    style: str = "",
    scripts: Sequence[str] = (),
    data: object = None,
) -> Path:
    """Write one self-contained page: nothing is fetched, and only its own scripts run.

    The page's policy names the scripts by their hash, so that no text from a table can run.
    """
    allowed = " ".join(_hash(script) for script in scripts) or "'none'"
    policy = "; ".join(
        [
            "default-src 'none'",
            "style-src 'unsafe-inline'",
            "img-src data: blob:",
            f"script-src {allowed}",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )
    page = render(
        "page.html",
        title=title,
        policy=policy,
        body=body,
        style=Markup(_read("page.css") + style),  # noqa: S704 - our own style sheets
        scripts=[Markup(script) for script in scripts],  # noqa: S704 - our own scripts
        data=None if data is None else to_island(data),
    )
    target = Path(path)
    with replace_file(target) as temporary:
        temporary.write_text(page, encoding="utf-8")
    return target


def read_asset(name: str) -> str:
    """Return a style sheet or script that belongs to our templates."""
    return _read(name)


@cache
def _read(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8")


def _hash(script: str) -> str:
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def to_island(data: object) -> Markup:
    """Return data as JSON that cannot end its script element nor be read as HTML."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False)
    for mark in "<>&\u2028\u2029":
        text = text.replace(mark, f"\\u{ord(mark):04x}")
    return Markup(text)  # noqa: S704 - no mark of HTML is left in it


def safe_link(address: object) -> str:
    """Return an address that a page may link to, or an empty text.

    Examples
    --------
    >>> safe_link("https://example.org"), safe_link("www.example.org"), safe_link("javascript:x()")
    ('https://example.org', 'https://www.example.org', '')
    """
    text = address.strip() if isinstance(address, str) else ""
    if _LINK.fullmatch(text):
        return text
    return f"https://{text}" if _BARE.fullmatch(text) else ""
