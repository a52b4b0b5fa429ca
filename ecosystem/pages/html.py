"""Pages: their frame and escaping. Knows nothing of the data."""

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

from ecosystem.wording import mark_turns

from .pixels import FACES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


_TEMPLATES = Path(__file__).parent / "templates"

_LINK = re.compile(r"(https?://|mailto:)[^\s\"'<>\\]+", re.IGNORECASE)
"""An address that may be followed. Nothing in it can end an attribute, and no scheme of it runs."""

_BARE = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+(/[^\s\"'<>\\]*)?", re.IGNORECASE)
"""An address as people write it down, without its scheme: example.org/help."""


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
    environment.globals["faces"] = FACES
    environment.globals["zip"] = zip
    return environment


def render(template: str, **values: object) -> Markup:
    """Return a template filled in; every value that is not Markup is escaped."""
    # The text is safe: autoescape is on and only our own templates are loaded.
    return Markup(_environment().get_template(template).render(**values))  # noqa: S704


def make_page(  # noqa: PLR0913 - a page has these parts
    *,
    title: str,
    body: Markup,
    style: str = "",
    scripts: Sequence[str] = (),
    data: object = None,
    islands: Mapping[str, object] | None = None,
    language: str = "en-GB",
    direction: str = "ltr",
) -> str:
    """Return one self-contained page: nothing is fetched, and only its own scripts run.

    The page's policy names the scripts by their hash, so that no text from a table can run.
    `data` and `islands` (by id) are handed to the scripts as JSON. Characters that turn text round
    show as marks.
    """
    # Escaping keeps text from being read as HTML. Should it fail somewhere, the browser still runs
    # no script but these and fetches nothing.
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
    named = dict(islands or {}) | ({} if data is None else {"data": data})
    # Here, where every page leaves, its text is marked; templates and scripts hold nothing to mark.
    return render(
        "page.html",
        title=mark_turns(title),
        policy=policy,
        body=Markup(mark_turns(body)),  # noqa: S704 - a mark has no sign of HTML
        style=Markup(read_asset("page.css") + style),  # noqa: S704 - our own style sheets
        scripts=[Markup(script) for script in scripts],  # noqa: S704 - our own scripts
        islands={name: to_island(value) for name, value in named.items()},
        language=language,
        direction=direction,
    )


@cache
def read_asset(name: str) -> str:
    """Return a style sheet or script that belongs to our templates."""
    return (_TEMPLATES / name).read_text(encoding="utf-8")


def _hash(script: str) -> str:
    """Return a script's hash as a policy names it."""
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def to_island(data: object) -> Markup:
    """Return data as JSON that cannot end its script element nor be read as HTML."""
    # JSON may write any character by its number, so the data stay the same. The last two end a
    # line in older JavaScript.
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for mark in "<>&\u2028\u2029":
        text = text.replace(mark, f"\\u{ord(mark):04x}")
    return Markup(mark_turns(text))  # noqa: S704 - no mark of HTML is left in it


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
