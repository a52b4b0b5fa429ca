"""The joint leaflet: which services there are, for which need, where, and how to get in."""

from __future__ import annotations

import gettext
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from ecosystem.data import split_list
from ecosystem.graph import find_positions
from ecosystem.options import check_options
from ecosystem.pages import check_ending, hand_out, make_page, read_asset, render, safe_link

from .tables import TextTable

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from numpy.typing import NDArray
    from scipy import sparse

    from ecosystem.data import Ecosystem
    from ecosystem.disclosure import Visibility
    from ecosystem.pages import Page, TextFile

    from .tables import TableFile

    Matrix = sparse.csr_array[Any, tuple[int, int]]


_RIGHT_TO_LEFT = frozenset(
    ["ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"]
)
"""Languages written in Arabic, Hebrew, Syriac or Thaana letters, by their codes of ISO 639."""

_PO_LINE = re.compile(r'(msgid|msgstr)?\s*"((?:[^"\\]|\\.)*)"')
_ESCAPES = {"\\n": "\n", "\\t": "\t", '\\"': '"', "\\\\": "\\"}

_MOST_AREAS = 5
"""Areas named of one service, by the alphabet: at 9 points the sample's 95 services then fit on
four sides of A4, which a test holds. "and other areas" stands for the rest."""

_MOST_SERVICES = 5_000
"""Services that one leaflet tells of. Of so many it is 2 to 4 MB large, for most mail boxes the
most, and 200 sheets: of more than these one looks something up in a table."""

_FULL = "no"
"""What is recorded of a service that takes nobody now."""

_HOURS = re.compile(
    r"(opening|office)?[ _]*(hours|times)|opening|days[ _]and[ _]times", re.IGNORECASE
)
"""Headings of the data's own columns that say when a service is open."""

_PHONE, _ADDRESS = "public_phone", "address"
"""The data's own columns of organisations and of sites that the leaflet prints, where they are."""

_STATES = {_FULL: "full at the moment", "waiting list": "waiting list"}
"""What is said of a service that does not simply take people; of any other, nothing."""

HEADINGS = (
    "Where to get help",
    "Languages",
    "For",
    "Where",
    "How to get in",
    "Open",
    "Address",
    "Phone",
    "Website",
    "legal aid",
    "level",
    "full at the moment",
    "waiting list",
    "and other areas",
    "Taking nobody at the moment",
    "Correct on",
    "The services that reach most areas; all are in a table:",
    "Need",
    "Service",
    "Organisations",
    "State",
)
"""Every fixed text of the leaflet, to be translated; service types, languages, areas, groups of
people and ways in are looked up in the same catalogue, and stay as they are when not found."""


_FILE_HEADINGS = (
    *("Need", "Service", "Organisations", "How to get in", "Open", "Phone", "Address"),
    *("Where", "Languages", "For", "Website", "State"),
)


@dataclass(frozen=True, kw_only=True)
class _Catalogue:
    """Translations and the language they are in.

    Attributes
    ----------
    language
        Its code, as a page states it; "und" where the catalogue does not say.
    translate
        Gives the translation of a text; the text itself where there is none.
    """

    language: str
    translate: Callable[[str], str]

    @property
    def direction(self) -> str:
        """How the page runs: "ltr" or "rtl"."""
        return "rtl" if self.language.lower().split("-")[0] in _RIGHT_TO_LEFT else "ltr"


@check_options
def write_directory(
    e: Ecosystem,
    path: str | os.PathLike[str] | TextFile | None = None,
    *,
    messages: str | os.PathLike[str] | None = None,
    side_by_side: bool = False,
    visibility: Visibility = "public",
) -> Page:
    """Write a leaflet of running services by need: when, where, in which languages, how to get in.

    One page that fetches nothing and has no script, set in columns of 9 points to print on two
    sides of A4 for a partnership of some forty services; more need more sheets. Of more than 5,000
    it tells of those that reach most areas, as many of each need, and holds a table of all.
    Services that take nobody now stand at the end. Opening hours are a column of services of your
    own, such as "Opening hours"; the phone a column public_phone of organisations; the address a
    column address of sites, and their postcode. Those of a confidential site are never printed.

    Parameters
    ----------
    e
        The ecosystem.
    path
        The .html file to write; a file there is replaced. An open text file gets the page; None
        writes nothing.
    messages
        Translations: a gettext catalogue, .po or .mo. Its Language header gives the language of
        the page; Arabic, Farsi, Urdu and others run from right to left. None is English. What a
        catalogue does not hold stays as it is.
    side_by_side
        Whether each service stands in English too, beside the language of `messages`, so that who
        helps and who is helped read the same leaflet.
    visibility
        "public" leaves out everything confidential; "partners" and "private" as elsewhere.

    Returns
    -------
    Page
        The leaflet, as for `draw_network`. In a notebook it shows itself.

    Raises
    ------
    ValueError
        If the path does not end in .html, the visibility is not one of the three, or the catalogue
        is neither .po nor .mo.
    OSError
        If the catalogue cannot be read.
    """
    check_ending(path, (".html",))
    seen = e.select(visibility=visibility)
    catalogue = _read_catalogue(messages)
    about = seen.about.iloc[0] if len(seen.about) else pd.Series(dtype=object)
    title = about.get("title")
    date = about.get("snapshot_date")
    heading = catalogue.translate("Where to get help")
    groups = _list_groups(seen, catalogue.translate, is_doubled=side_by_side)
    body = render(
        "directory.html",
        heading=heading,
        title=title if isinstance(title, str) else "",
        date=f"{date:%d.%m.%Y}" if pd.notna(date) else "",
        groups=_shorten(groups),
        file=_file_rest(groups, catalogue.translate),
        say=catalogue.translate,
        say_english=str,
    )
    page = make_page(
        title=heading,
        body=body,
        style=read_asset("directory.css"),
        language=catalogue.language,
        direction=catalogue.direction,
    )
    return hand_out({".html": lambda: page}, path)


@dataclass(frozen=True, kw_only=True)
class _Entry:
    """One service as the leaflet tells of it, translated; what is not known is empty.

    Attributes
    ----------
    name, kind
        The service, and its type.
    organisations
        Who runs it and has not closed; never a host.
    level, legal_aid
        For advice: the level, and whether there is a legal aid contract.
    languages, people
        What is spoken, and whom it is for.
    areas, reaches
        The areas it reaches, each once: larger places, then the first by the alphabet; and how
        many it reaches in all.
    access, state
        How to get in, and whether that is possible now.
    hours, addresses, phones
        When it is open, where its doors are that are not confidential, whom to ring.
    links
        Web addresses of who runs it, safe to follow.
    is_full
        Whether it is known to take nobody now.
    beside
        The same in English, where it stands beside the translation.
    """

    name: str
    kind: str
    organisations: Sequence[str]
    level: str
    legal_aid: bool
    languages: Sequence[str]
    people: Sequence[str]
    areas: Sequence[str]
    reaches: int
    access: str
    state: str
    hours: str
    addresses: Sequence[str]
    phones: Sequence[str]
    links: Sequence[str]
    is_full: bool
    beside: _Entry | None = None


@dataclass(frozen=True, kw_only=True)
class _Group:
    """The services for one need.

    Attributes
    ----------
    name
        The type of service, translated.
    services
        Its services by the alphabet.
    """

    name: str
    services: Sequence[_Entry]


def _list_groups(
    e: Ecosystem, say: Callable[[str], str], *, is_doubled: bool = False
) -> list[_Group]:
    """Return the running services by type, and by name within a type; the full ones last."""
    positions, names = find_positions(e), e.areas["name"].to_numpy(dtype=object)
    # Nobody is sent to who has closed, though the service goes on with others.
    bodies, is_open, is_larger = _list_bodies(e), positions.is_active, positions.is_larger
    addresses = _list_addresses(e)
    # Columns as lists: a frame cut for each service would take most of the time.
    columns = {str(name): column.tolist() for name, column in e.services.items()}
    entries: dict[str, list[_Entry]] = {}
    full: list[_Entry] = []
    for row in np.flatnonzero(positions.is_offered):
        service = {name: cells[row] for name, cells in columns.items()}
        runners = [bodies[at] for at in _list_columns(positions.providers, row) if is_open[at]]
        reached = _list_columns(positions.reach, row)
        # Larger places first, because "England" says more than the first few of its towns.
        towns = [*sorted(names[reached[is_larger[reached]]]), *sorted(names[reached])]
        doors = addresses.get(service["service_id"], [])
        known = (service, runners, towns, doors)
        entry = _make_entry(*known, say)
        if is_doubled:
            entry = replace(entry, beside=_make_entry(*known, str))
        kind = full if entry.is_full else entries.setdefault(str(service["service_type"]), [])
        kind.append(entry)
    # Sorted when translated, because the alphabet is the reader's.
    groups = [_Group(name=say(kind), services=_sort(listed)) for kind, listed in entries.items()]
    groups.sort(key=lambda group: group.name.casefold())
    if full:
        groups.append(_Group(name=say("Taking nobody at the moment"), services=_sort(full)))
    return groups


def _shorten(groups: Sequence[_Group]) -> Sequence[_Group]:
    """Return the groups with as many services as a leaflet tells of, those that reach most areas.

    Every need keeps as many as the others, and the smaller ones all: else the needs that are met
    close to home would be left out whole.
    """
    if _count(groups) <= _MOST_SERVICES:
        return groups
    sizes = sorted(len(group.services) for group in groups)
    left, most = _MOST_SERVICES, 0
    for place, size in enumerate(sizes):
        most = min(size, left // (len(sizes) - place))
        left -= most
    shortened = []
    for group in groups:
        widest = sorted(group.services, key=lambda entry: -entry.reaches)[:most]
        shortened.append(_Group(name=group.name, services=_sort(widest)))
    return shortened


def _count(groups: Sequence[_Group]) -> int:
    return sum(len(group.services) for group in groups)


def _file_rest(groups: Sequence[_Group], say: Callable[[str], str]) -> TableFile | None:
    """Return every service as a file, where they are more than the leaflet tells of."""
    if _count(groups) <= _MOST_SERVICES:
        return None
    rows = [
        [
            *(entry.kind, entry.name, "; ".join(entry.organisations), entry.access, entry.hours),
            *("; ".join(entry.phones), "; ".join(entry.addresses), "; ".join(entry.areas)),
            *("; ".join(entry.languages), "; ".join(entry.people), "; ".join(entry.links)),
            entry.state,
        ]
        for group in groups
        for entry in group.services
    ]
    caption = say("Where to get help")
    table = TextTable(caption=caption, headings=[say(one) for one in _FILE_HEADINGS], rows=rows)
    return table.to_file("services")


class _Body(NamedTuple):
    """An organisation as the leaflet tells of it; `link` is empty where none is safe to follow."""

    name: str
    link: str
    phones: list[str]


def _list_bodies(e: Ecosystem) -> list[_Body]:
    bodies = e.organisations
    numbers = [bodies[name].tolist() for name in bodies if str(name).casefold() == _PHONE]
    phones = [
        [cell for cell in cells if isinstance(cell, str) and cell]
        for cells in zip(*numbers, strict=True)
    ]
    links = map(safe_link, bodies["website"].tolist())
    known = zip(bodies["name"].tolist(), links, phones or [[]] * len(bodies), strict=True)
    return [_Body(*one) for one in known]


def _sort(entries: list[_Entry]) -> list[_Entry]:
    return sorted(entries, key=lambda entry: entry.name.casefold())


def _list_addresses(e: Ecosystem) -> dict[str, list[str]]:
    """Return where each service can be called at, by id, but for what is confidential."""
    sites = e.sites[~e.sites["is_confidential"].fillna(value=False).astype(bool)]
    columns = [str(name) for name in sites if str(name).casefold() == _ADDRESS] + ["postcode"]
    found: dict[str, list[str]] = {}
    for service, *cells in sites[["service_id", *columns]].to_numpy(dtype=object):
        parts = [cell for cell in cells if isinstance(cell, str) and cell]
        address = ", ".join(dict.fromkeys(parts))
        if address and address not in found.setdefault(service, []):
            found[service].append(address)
    return found


def _make_entry(
    service: Mapping[str, Any],
    runners: Sequence[_Body],
    reached: Iterable[str],
    doors: Sequence[str],
    say: Callable[[str], str],
) -> _Entry:
    """Return what the leaflet says of a service: who runs it, its doors, the areas it reaches."""
    # Each name once: larger places come twice, in front and among the rest, and a county and a
    # combined authority may have one name.
    towns = list(dict.fromkeys(reached))
    areas = [say(town) for town in towns[:_MOST_AREAS]]
    if len(towns) > _MOST_AREAS:
        areas.append(say("and other areas"))
    phones = [number for body in runners for number in body.phones]
    hours = [cell for name, cell in service.items() if _HOURS.fullmatch(name)]
    accepting = service["accepting_referrals"]
    return _Entry(
        name=str(service["name"]),
        kind=say(str(service["service_type"])),
        organisations=[body.name for body in runners],
        level="" if pd.isna(service["level"]) else f"{service['level']:.0f}",
        legal_aid=pd.notna(service["legal_aid"]) and bool(service["legal_aid"]),
        languages=_translate_list(service["languages"], say),
        people=_translate_list(service["eligibility"], say),
        areas=areas,
        reaches=len(towns),
        access=say(service["access"]) if isinstance(service["access"], str) else "",
        state=say(_STATES[accepting]) if accepting in _STATES else "",
        hours="; ".join(cell for cell in hours if isinstance(cell, str) and cell),
        addresses=doors,
        phones=list(dict.fromkeys(phones)),
        # Organisations that share a website are led to once.
        links=list(dict.fromkeys(body.link for body in runners if body.link)),
        is_full=accepting == _FULL,
    )


def _list_columns(matrix: Matrix, row: np.intp) -> NDArray[np.signedinteger]:
    """Return the columns that hold something in a row of a sparse matrix."""
    return matrix.indices[matrix.indptr[row] : matrix.indptr[row + 1]]


def _translate_list(cell: object, say: Callable[[str], str]) -> list[str]:
    return [say(part) for part in split_list(cell)] if isinstance(cell, str) else []


def _read_catalogue(messages: str | os.PathLike[str] | None) -> _Catalogue:
    if messages is None:
        return _Catalogue(language="en-GB", translate=str)
    path = Path(messages)
    if path.exists() and not path.is_file():
        # A pipe would be waited for, and a device never ends.
        msg = f"messages {str(path)!r} is no file. Give a gettext catalogue."
        raise ValueError(msg)
    if path.suffix == ".mo":
        with path.open("rb") as file:
            translations = gettext.GNUTranslations(file)
        language = translations.info().get("language", "")
        return _Catalogue(
            language=language or "und",
            translate=lambda text: _drop_marks(translations.gettext(text)),
        )
    if path.suffix != ".po":
        msg = f"messages {str(path)!r} is neither .po nor .mo. Give a gettext catalogue."
        raise ValueError(msg)
    texts = _read_po(path.read_text(encoding="utf-8-sig"))
    header = re.search(r"^Language:\s*([A-Za-z0-9_-]+)", texts.get("", ""), re.MULTILINE)
    language = header[1].replace("_", "-") if header else "und"
    return _Catalogue(
        language=language, translate=lambda text: _drop_marks(texts.get(text) or text)
    )


def _drop_marks(text: str) -> str:
    """Return a translation without its marks of direction: the page says which way it runs."""
    return text.replace("\u200e", "").replace("\u200f", "")


def _read_po(text: str) -> dict[str, str]:
    """Return the translations of a .po file; fuzzy entries are taken too, plurals are not."""
    texts: dict[str, str] = {}
    parts = {"msgid": "", "msgstr": ""}
    keyword = ""
    # A message ends where the next begins; one more beginning closes the last.
    for line in [*text.splitlines(), 'msgid ""']:
        quoted = _PO_LINE.fullmatch(line.strip())
        if not quoted:
            continue
        if quoted[1] == "msgid" and keyword == "msgstr":
            texts[parts["msgid"]] = parts["msgstr"]
            parts = {"msgid": "", "msgstr": ""}
        # A line without a keyword goes on with what the line before began.
        keyword = quoted[1] or keyword
        if keyword:
            parts[keyword] += re.sub(r"\\.", lambda mark: _ESCAPES.get(mark[0], mark[0]), quoted[2])
    return texts
