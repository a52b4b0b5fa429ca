"""The joint leaflet: which services there are, for which need, where, and how to get in."""

from __future__ import annotations

import gettext
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ecosystem.data import split_list
from ecosystem.graph import find_positions
from ecosystem.pages import make_page, read_asset, render, safe_link, write_page

if TYPE_CHECKING:
    import os
    from collections.abc import Callable

    from ecosystem.data import Ecosystem


_RIGHT_TO_LEFT = frozenset(
    ["ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"]
)
_PO_LINE = re.compile(r'(msgid|msgstr)?\s*"((?:[^"\\]|\\.)*)"')
_ESCAPES = {"\\n": "\n", "\\t": "\t", '\\"': '"', "\\\\": "\\"}
_MOST_AREAS = 8

HEADINGS = (
    "Where to get help",
    "Languages",
    "For",
    "Where",
    "How to get in",
    "Website",
    "legal aid",
    "level",
    "full at the moment",
    "waiting list",
    "and other places",
    "Correct on",
)
"""Every fixed text of the leaflet, to be translated; service types, languages, areas, groups of
people and ways in are looked up in the same catalogue, and stay as they are when not found."""


@dataclass(frozen=True, kw_only=True)
class _Catalogue:
    """Translations and the language they are in."""

    language: str
    translate: Callable[[str], str]

    @property
    def direction(self) -> str:
        return "rtl" if self.language.lower().split("-")[0] in _RIGHT_TO_LEFT else "ltr"


def write_directory(
    e: Ecosystem,
    path: str | os.PathLike[str],
    *,
    messages: str | os.PathLike[str] | None = None,
    visibility: str = "public",
) -> Path:
    """Write a leaflet of running services by need: languages, areas and how to get in.

    One page that fetches nothing and has no script, set in columns to print on two sides of A4
    for a partnership of some forty services; more need more sheets.

    Parameters
    ----------
    e
        The ecosystem.
    path
        The HTML file to write; a file there is replaced.
    messages
        Translations: a gettext catalogue, .po or .mo. Its Language header gives the language of
        the page; Arabic, Farsi, Urdu and others run from right to left. None is English. What a
        catalogue does not hold stays as it is.
    visibility
        "public" leaves out everything confidential; "partners" and "private" as elsewhere.

    Returns
    -------
    Path
        What was written. In a notebook the leaflet shows itself.

    Raises
    ------
    ValueError
        If the visibility is not one of the three, or the catalogue is neither .po nor .mo.
    OSError
        If the catalogue cannot be read.
    """
    seen = e.select(visibility=visibility)
    catalogue = _read_catalogue(messages)
    about = seen.about.iloc[0] if len(seen.about) else pd.Series(dtype=object)
    title = about.get("title")
    date = about.get("snapshot_date")
    heading = catalogue.translate("Where to get help")
    body = render(
        "directory.html",
        heading=heading,
        title=title if isinstance(title, str) else "",
        date=f"{date:%d.%m.%Y}" if pd.notna(date) else "",
        groups=_list_groups(seen, catalogue),
        say=catalogue.translate,
    )
    page = make_page(
        title=heading,
        body=body,
        style=read_asset("directory.css"),
        language=catalogue.language,
        direction=catalogue.direction,
    )
    return write_page(path, page)


def _list_groups(e: Ecosystem, catalogue: _Catalogue) -> list[dict[str, Any]]:
    """Return the services by type, and by name within a type."""
    say = catalogue.translate
    services = e.services
    positions = find_positions(e)
    reach, runs = positions.reach, positions.providers
    organisations, areas = e.organisations, e.areas["name"].tolist()
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in np.flatnonzero(positions.is_offered):
        service = services.iloc[row]
        bodies = organisations.iloc[runs.indices[runs.indptr[row] : runs.indptr[row + 1]]]
        reached = [areas[one] for one in reach.indices[reach.indptr[row] : reach.indptr[row + 1]]]
        places = [say(one) for one in sorted(reached)[:_MOST_AREAS]]
        if len(reached) > _MOST_AREAS:
            places.append(say("and other places"))
        links = [safe_link(one) for one in bodies["website"]]
        groups.setdefault(str(service["service_type"]), []).append(
            {
                "name": service["name"],
                "organisations": bodies["name"].tolist(),
                "level": "" if pd.isna(service["level"]) else f"{service['level']:.0f}",
                "legal_aid": pd.notna(service["legal_aid"]) and bool(service["legal_aid"]),
                "languages": _translate_list(service["languages"], say),
                "people": _translate_list(service["eligibility"], say),
                "places": places,
                "access": say(service["access"]) if isinstance(service["access"], str) else "",
                "state": _say_state(service["accepting_referrals"], say),
                "links": list(dict.fromkeys(one for one in links if one)),
            }
        )
    listed: list[dict[str, Any]] = [
        {"name": say(name), "services": sorted(found, key=lambda one: str(one["name"]).casefold())}
        for name, found in groups.items()
    ]
    return sorted(listed, key=lambda group: str(group["name"]).casefold())


def _translate_list(cell: object, say: Callable[[str], str]) -> list[str]:
    return [say(one) for one in split_list(cell)] if isinstance(cell, str) else []


def _say_state(accepting: object, say: Callable[[str], str]) -> str:
    words = {"no": "full at the moment", "waiting list": "waiting list"}
    return say(words[str(accepting)]) if accepting in words else ""


def _read_catalogue(messages: str | os.PathLike[str] | None) -> _Catalogue:
    if messages is None:
        return _Catalogue(language="en-GB", translate=str)
    path = Path(messages)
    if path.suffix == ".mo":
        with path.open("rb") as file:
            found = gettext.GNUTranslations(file)
        language = found.info().get("language", "")
        return _Catalogue(language=language or "und", translate=found.gettext)
    if path.suffix != ".po":
        msg = f"messages {str(path)!r} is neither .po nor .mo. Give a gettext catalogue."
        raise ValueError(msg)
    texts = _read_po(path.read_text(encoding="utf-8-sig"))
    header = re.search(r"^Language:\s*([A-Za-z0-9_-]+)", texts.get("", ""), re.MULTILINE)
    language = header[1].replace("_", "-") if header else "und"
    return _Catalogue(language=language, translate=lambda text: texts.get(text) or text)


def _read_po(text: str) -> dict[str, str]:
    """Return the translations of a .po file; fuzzy entries are taken too, plurals are not."""
    texts: dict[str, str] = {}
    parts = {"msgid": "", "msgstr": ""}
    into = ""
    for line in [*text.splitlines(), 'msgid ""']:
        found = _PO_LINE.fullmatch(line.strip())
        if not found:
            continue
        if found[1] == "msgid" and into == "msgstr":
            texts[parts["msgid"]] = parts["msgstr"]
            parts = {"msgid": "", "msgstr": ""}
        into = found[1] or into
        if into:
            parts[into] += re.sub(r"\\.", lambda mark: _ESCAPES.get(mark[0], mark[0]), found[2])
    return texts
