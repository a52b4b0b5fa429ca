"""The services of a directory: what each row says, parted, given types, and joined again.

A service has the words of the user as its name. Its type is what these words name; where they name
none, that of the title it stands under; failing that, its own words. Levels, legal aid, ways in and
waiting lists are read only where they are written. One service of one organisation on several rows
is one, reaching all the areas that the rows name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from ecosystem.data import LIST_MARK, MISSING_WORDS, TABLES, hide_contacts
from ecosystem.formats.tables.written.unnamed import names_no_service
from ecosystem.formats.tables.written.written_choices import find_choice
from ecosystem.formats.tables.written.written_numbers import read_written
from ecosystem.wording import join_words

from .directory_headings import is_for_remarks
from .directory_names import fold_name
from .intake_words import (
    asks_of_intake,
    find_clause,
    read_accepting,
    read_access,
    read_answer_below,
    read_languages,
    read_status,
    read_ways_below,
)
from .running import RUNS, is_of_a_time, read_running
from .service_words import (
    IMMIGRATION,
    LEGAL,
    find_level,
    find_service_type,
    has_legal_aid,
    is_about_people,
    is_made_of_types,
    list_service_types,
)
from .tick_columns import read_mark, read_tick
from .what_they_do import is_not_now, split_services

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .directory_names import Names
    from .directory_rows import Entry
    from .layout import Layout
    from .remarks import Remarks


_OF_SERVICES = frozenset(["what", "service", "type", "category", "details"])
"""Meanings of the columns that say which services there are."""

_NOT_REMARKS = ("what", "service", "category")
"""Meanings of kept columns that tell what a service is, and not how to get it."""

_LISTS = frozenset(["areas_reached", "delivered_in", "languages", "eligibility"])
"""Columns that hold several values, which add up where rows of one service are joined."""

_UNCLEAR_WAYS = frozenset(["referral", "referrals", "referred", "refer"])
"""Remarks that say that people are referred, and not whether they may do it themselves."""

_REFERRED = frozenset(["agency referral", "self-referral"])


@dataclass(kw_only=True)
class Service:
    """One service: the row it stands in, who runs it, and its cells by our columns and theirs."""

    number: int
    organisations: tuple[str, ...]
    name: str
    service_type: str
    cells: dict[str, str] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)


class _Offer(NamedTuple):
    """What one part of a row says is done: its name, heading and type, and what is said beside."""

    name: str
    heading: str
    service_type: str
    more: str


@dataclass(kw_only=True)
class _Row:
    """A row that is read: its cells, which column says what, and what is to be said of it."""

    entry: Entry
    layout: Layout
    remarks: Remarks
    is_asked_about: bool = False

    def get(self, meaning: str) -> str:
        """Return the cell under the heading of a meaning; empty where nothing is known."""
        cell = self.entry.cells.get(self.layout.meanings.get(meaning, ""), "")
        is_empty = cell.casefold() in MISSING_WORDS
        is_empty |= meaning in _OF_SERVICES and names_no_service(cell)
        return "" if is_empty else hide_contacts(cell, "").strip()

    def say(self, kind: str, heading: str, text: str, reading: str = "") -> None:
        """Note something of a kind about the row."""
        self.is_asked_about = self.is_asked_about or kind in {"not now", "doubt"}
        self.remarks.add(kind, self.entry.number, heading, text, reading)

    def say_of(self, kind: str, meaning: str, text: str) -> None:
        """Note something about the cell under the heading of a meaning."""
        self.say(kind, self.layout.meanings[meaning], text)


def list_services(
    entries: Sequence[Entry],
    layout: Layout,
    names: Names,
    ticked: Mapping[str, str],
    remarks: Remarks,
) -> list[Service]:
    """Return the services that the rows tell of, each once.

    `ticked` are the areas that other sheets give for an organisation, by its folded name.
    """
    made: dict[tuple[str, ...], Service] = {}
    for entry in entries:
        row = _Row(entry=entry, layout=layout, remarks=remarks)
        organisations = names.read(entry.cells[layout.names])
        offers = _list_offers(row)
        if not offers:
            is_told = any(cell for heading, cell in entry.cells.items() if heading != layout.names)
            if is_told and layout.offers and not row.is_asked_about:
                row.say("idle", layout.names, join_words(organisations))
            continue
        shared = _read_row(row, organisations, len(offers), ticked)
        offers = _tell_levels(row, offers)
        types = {offer.service_type for offer in offers}
        said, taken = _read_remarks(row, types)
        running = _read_running(row)
        kept = _list_kept(row, has_languages=bool(shared["languages"]))
        for offer in offers:
            cells = shared | said | running | _read_offer(row, offer, types)
            cells["access"] = cells["access"] or said.get("access", "")
            accepting = taken.get(offer.service_type, taken.get("", ""))
            cells["accepting_referrals"] = cells["accepting_referrals"] or accepting
            service = Service(
                number=entry.number,
                organisations=organisations,
                name=offer.name,
                service_type=offer.service_type,
                cells=cells,
                kept=kept,
            )
            _add_service(made, service, row)
    return list(made.values())


def _list_kept(row: _Row, *, has_languages: bool) -> dict[str, str]:
    """Return the cells that are kept as they are beside the services of a row."""
    kept = {
        heading: hide_contacts(row.entry.cells[heading])
        for heading in row.layout.kept
        if not is_for_remarks(heading)
    }
    if not has_languages and row.get("languages"):
        kept[row.layout.meanings["languages"]] = row.get("languages")
    if row.entry.section:
        kept["section"] = row.entry.section
    return kept


def _list_offers(row: _Row) -> list[_Offer]:
    """Return what the row says is done: a part of a cell each, or a tick each."""
    offers: list[_Offer] = []
    details, name, cell = row.get("details"), row.get("service"), row.get("what")
    what = row.layout.meanings.get("what", "")
    if name:
        # The name of a service is not parted, and what it does says of what type it is.
        offers.append(_make_offer(row, name, row.layout.meanings["service"], cell or details))
    else:
        told = {what: cell}
        told |= {heading: row.entry.cells[heading] for heading in row.layout.more_offers}
        for heading, text in told.items():
            if is_made_of_types(heading) and read_mark(text) is not None:
                # Among cells that tell services one may hold only a mark, for yes or for no.
                offers += [_make_offer(row, heading, heading, "")] if read_mark(text) else []
                continue
            services, left = split_services(hide_contacts(text, ""))
            offers += [_make_offer(row, words, heading, details) for words in services]
            for words in left:
                row.say("not now" if is_not_now(words) else "remark", heading, words)
    for heading in row.layout.ticks.services:
        mark = row.entry.cells[heading]
        is_ticked, more = read_tick(mark)
        if is_ticked is None:
            row.say("doubt", heading, mark)
        if is_ticked:
            words = f"{heading} ({hide_contacts(more, '')})" if more else heading
            offers.append(_make_offer(row, words, heading, ""))
    return offers


def _make_offer(row: _Row, name: str, heading: str, more: str) -> _Offer:
    """Return a service with the type that its words name, or else what stands beside it."""
    service_type, kind = row.get("type"), "given"
    if not service_type:
        kind = "typed"
        service_type = find_service_type(name) or (find_service_type(more) if more else "")
    if not service_type:
        kind = "by title"
        title = heading if is_made_of_types(heading) else row.get("category")
        title = title or row.entry.section or row.layout.title
        types = list_service_types(title)
        # A title that names several types says not which: its own words are true all the same.
        shown = title.lower() if title.isupper() else title
        service_type = next(iter(types)) if len(types) == 1 else shown
    if not service_type:
        row.say("own words", heading, name)
        return _Offer(name, heading, name, more)
    row.say(kind, heading, name, service_type)
    return _Offer(name, heading, service_type, more)


def _tell_levels(row: _Row, offers: list[_Offer]) -> list[_Offer]:
    """Return the services, with a level that is not one of advice in the name: ESOL (Entry 1)."""
    level = row.get("level")
    if not level or any(offer.service_type == IMMIGRATION for offer in offers):
        return offers
    return [offer._replace(name=f"{offer.name} ({level})") for offer in offers]


def _read_row(
    row: _Row, organisations: Sequence[str], offers: int, ticked: Mapping[str, str]
) -> dict[str, str]:
    """Return the cells that all services of a row share."""
    languages = read_languages(row.get("languages"))
    if languages is None:
        row.say_of("any language", "languages", row.get("languages"))
    capacity = row.get("capacity")
    is_number = any(map(str.isdecimal, capacity)) or read_written(capacity, "places")
    if capacity and not is_number:
        row.say_of("no number", "capacity", capacity)
        capacity = ""
    if capacity and offers > 1:
        row.say_of("shared places", "capacity", capacity)
        capacity = ""
    marked = [
        heading
        for heading in row.layout.ticks.places
        if read_tick(row.entry.cells[heading])[0] is True
    ]
    elsewhere = [ticked.get(fold_name(name), "") for name in organisations]
    areas = row.get("reached") or LIST_MARK.join(marked) or row.entry.place
    return {
        "organisation": LIST_MARK.join(organisations),
        "areas_reached": areas or LIST_MARK.join(filter(None, elsewhere)),
        "delivered_in": row.get("site"),
        "languages": languages or "",
        "eligibility": _split_people(row.get("eligibility")),
        "capacity": capacity,
    }


def _split_people(cell: str) -> str:
    """Return whom something is for, parted by the clear mark if all the parts are people."""
    parts = [part.strip() for part in re.split(r"[,;&/\n]| and ", cell)]
    is_list = len(parts) > 1 and all(map(is_about_people, parts))
    return "; ".join(parts) if is_list else cell


def _read_offer(row: _Row, offer: _Offer, types: set[str]) -> dict[str, str]:
    """Return what the words of one service say: level, legal aid, ways in, waiting lists."""
    words = f"{offer.name}\n{offer.more}"
    ways = read_access(offer.name)
    cells = {
        "access": next(iter(ways)) if len(ways) == 1 else "",
        "accepting_referrals": read_accepting(offer.name),
    }
    for column, value in cells.items():
        if value:
            row.say(column, offer.heading, offer.name, value)
    if offer.service_type == IMMIGRATION:
        cell = row.get("level")
        cells["level"] = find_level(words) or (
            cell if cell in {"1", "2", "3"} else find_level(cell)
        )
        if cell and not cells["level"]:
            row.say_of("no level", "level", cell)
    # What stands in a column for it is about the legal services of the row, if there are any.
    legal = types & {IMMIGRATION, LEGAL}
    if has_legal_aid(words):
        cells["legal_aid"] = "yes"
    elif not legal or offer.service_type in legal:
        cells["legal_aid"] = _read_legal_aid(row)
    return cells


def _read_legal_aid(row: _Row) -> str:
    """Return the cell about legal aid, if it says yes or no; what it says else is asked about."""
    cell = row.get("legal_aid")
    if cell and find_choice(TABLES["services"].column("legal_aid"), cell) is None:
        row.say_of("no legal aid", "legal_aid", cell)
        return ""
    return cell


def _read_remarks(row: _Row, types: set[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the way in and the status that remarks name, and whether people are taken by type.

    A remark that names a type of the row is about the services of that type alone; what is about
    all of them stands under an empty type.
    """
    meanings = row.layout.meanings
    skipped = {*row.layout.more_offers, *(meanings.get(name) for name in _NOT_REMARKS)}
    told: list[tuple[str, str, str]] = []
    taken: dict[str, str] = {}
    said: dict[str, str] = {}
    asks = meanings.get("accepting")
    # Where one column asks whether people are taken, another says no more than how long they wait.
    for heading in sorted(row.layout.kept, key=lambda heading: heading != asks):
        cell = row.entry.cells[heading]
        if not cell or heading in skipped or is_of_a_time(heading):
            continue
        read = read_ways_below if heading == meanings.get("access") else read_access
        ways = read(cell) or _read_need(heading, cell)
        told += [(heading, find_clause(cell, read, way), way) for way in sorted(ways)]
        is_intake = heading == asks or asks_of_intake(heading)
        closure = "" if heading == meanings.get("hours") else read_status(cell)
        # A list or a way in that is closed takes nobody: the service may go on.
        status = "" if is_intake else closure
        if status:
            clause = find_clause(cell, read_status, status)
            row.say("status", heading, clause, status)
            said["status"] = status
        if cell.casefold().strip(" .") in _UNCLEAR_WAYS:
            row.say("unclear way", heading, cell)
        value = read_accepting(cell) or ("no" if is_intake and closure else "")
        if not value and (heading == asks or "wait" in heading.casefold()):
            value = read_answer_below(heading, cell)
        if value:
            clause = find_clause(cell, read_accepting, value)
            about = list_service_types(cell) & types or {""}
            if not about <= set(taken):
                row.say("accepting_referrals", heading, clause, value)
            taken = dict.fromkeys(about, value) | taken
    return said | {"access": _choose_way(row, told)}, taken


def _read_running(row: _Row) -> dict[str, str]:
    """Return whether the services of a row run, and since or until when, as the row says it."""
    layout = row.layout
    hours = layout.meanings.get("hours", "")
    told = read_running(row.entry.cells, layout.running, hours, row.entry.section)
    for column, (value, heading) in told.items():
        cell = row.entry.cells.get(heading, "") or row.entry.section
        if not value:
            row.say(f"no {column}", heading, cell)
        elif column == "status" and value != "active":
            row.say("status", heading or layout.names, cell, value)
    # Empty means active: so does the word for it, and a row that says nothing is joined to it.
    return {column: value for column, (value, _) in told.items() if value not in {"", "active"}}


def _read_need(heading: str, cell: str) -> frozenset[str]:
    """Return what yes means below "Referral needed?"; no says of no other way."""
    asks = "referral" in heading.casefold() and re.search("need|requir", heading, re.IGNORECASE)
    is_yes = bool(asks) and re.match(r"y(?:es)?\b", cell, re.IGNORECASE)
    return frozenset(["agency referral"]) if is_yes else frozenset()


def _choose_way(row: _Row, told: Sequence[tuple[str, str, str]]) -> str:
    """Return the one way in that remarks name, of heading, cell and way each."""
    ways = {way for _, _, way in told}
    if ways & _REFERRED:
        # An appointment is when somebody comes who was referred.
        ways.discard("appointment")
    if len(ways) > 1:
        row.say("two ways", row.layout.names, join_words(sorted(ways)))
        return ""
    for heading, cell, way in told:
        if way in ways:
            row.say("access", heading, cell, way)
    return "".join(ways)


def _add_service(made: dict[tuple[str, ...], Service], service: Service, row: _Row) -> None:
    """Add a service, or join it to the one of the same organisations and name."""
    who = tuple(sorted(name.casefold() for name in service.organisations))
    key = (*who, fold_name(service.name))
    there = made.get(key)
    if there is not None and _says_otherwise(there, service):
        # What ended in one place goes on in another: what runs there is a service of its own.
        service.name = f"{service.name} ({_say_running(service)})"
        key = (*who, fold_name(service.name))
        there = made.get(key)
    if there is not None and there.service_type.casefold() != service.service_type.casefold():
        # Two services of one name under two titles are told apart by them.
        service.name = f"{service.name} ({service.service_type})"
        key = (*who, fold_name(service.name))
        there = made.get(key)
    if there is None:
        made[key] = service
        return
    row.say("again", row.layout.names, service.name)
    for column, value in service.cells.items():
        old = there.cells.get(column, "")
        if column in _LISTS:
            there.cells[column] = _join_lists(old, value)
        elif old and value and old != value and column != "organisation":
            there.cells[column] = ""
            row.say("differs", row.layout.names, f"{service.name}: {old}, {value}")
        else:
            there.cells[column] = old or value
    # The services of a row share what is kept, and this one now says more.
    there.kept = dict(there.kept)
    for heading, value in service.kept.items():
        old = there.kept.get(heading, "")
        if value.casefold() not in old.casefold():
            there.kept[heading] = f"{old}; {value}" if old else value


def _says_otherwise(there: Service, service: Service) -> bool:
    """Tell whether two rows of one service differ in whether or until when it runs."""
    return any(there.cells.get(column, "") != service.cells.get(column, "") for column in RUNS)


def _say_running(service: Service) -> str:
    """Return whether a service runs, in the words that tell it from one of the same name."""
    status, start, end = (service.cells.get(column, "") for column in RUNS)
    days = " ".join(filter(None, (start and f"from {start}", end and f"until {end}")))
    return status or days or "running"


def _join_lists(one: str, other: str) -> str:
    if not one or not other or one.casefold() == other.casefold():
        return one or other
    return f"{one}{LIST_MARK}{other}"
