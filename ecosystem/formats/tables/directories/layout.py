"""Whether a sheet is a directory, and which of its columns says what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from ecosystem.data import (
    TABLES,
    clean_text,
    find_contacts,
    fold_heading,
    hide_contacts,
    is_contact_heading,
)
from ecosystem.formats.tables.headings import (
    find_table,
    has_costs,
    is_whole_table,
    match_headings,
)
from ecosystem.formats.tables.places.uk_areas import find_uk_area
from ecosystem.formats.tables.told.told_headings import tells_ties
from ecosystem.formats.tables.written.written_choices import find_choice

from .directory_headings import find_meanings, is_of_another_kind, list_what
from .running import find_running
from .service_words import find_service_type, is_made_of_types, make_words
from .tick_columns import Ticks, find_ticks, read_mark

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from ecosystem.formats.sheets.sheet import Sheet


_FACTS = make_words("sector charity_number company_number postcode website stated_role other_names")
"""Columns of organisations that a directory may have beside its services."""

_BASES = make_words("based_in base based where_based head_office based_at office_area")
"""Headings, folded, for where an organisation is based, which is not where it works."""

_VAGUE_NAMES = make_words("group groups team teams member members project projects body")
"""Headings, folded, of names that may be of something else than organisations."""

_WHOLE = make_words(
    "organisation reached place languages eligibility level legal_aid capacity type"
)
"""Meanings whose cells go whole into a column of ours, and need not be kept beside it."""

_LEAST_NAMED = 0.5
"""Share of cells under a vague heading ("Description") in which a word must name a service."""


@dataclass(frozen=True, kw_only=True)
class Layout:
    """Which column of a directory says what.

    Attributes
    ----------
    meanings
        Meaning to heading.
    more_offers
        Headings of further columns that tell what they do.
    ticks
        Columns of marks.
    facts
        Column of organisations to heading.
    contacts
        Headings of columns about staff, which are not read.
    running
        Column of services that says whether one runs (status, start, end) to heading.
    kept
        Headings of columns that are kept beside the services as they are.
    title
        The name of the sheet, if it names a type of service.
    """

    meanings: dict[str, str]
    more_offers: tuple[str, ...]
    ticks: Ticks
    facts: dict[str, str]
    contacts: tuple[str, ...]
    running: dict[str, str]
    kept: tuple[str, ...]
    title: str

    @property
    def offers(self) -> tuple[str, ...]:
        """The headings under which a row tells what is done."""
        what = [self.meanings[name] for name in ("what", "service") if name in self.meanings]
        return (*what, *self.more_offers, *self.ticks.services)

    @property
    def names(self) -> str:
        """The heading above the names of organisations."""
        return self.meanings["organisation"]


def find_layout(sheet: Sheet, sheets: Sequence[Sheet]) -> Layout | None:
    """Return which column says what, or None if the sheet is no directory."""
    if not sheet.rows or is_of_another_kind(sheet.headings) or _is_ours(sheet, sheets):
        return None
    meanings = find_meanings(sheet.headings)
    persons = _settle_names(sheet, meanings)
    _settle_services(sheet, meanings)
    if "organisation" not in meanings:
        return None
    free = [heading for heading in sheet.headings if heading not in meanings.values()]
    ticks = find_ticks(sheet, free)
    marked = {*ticks.services, *ticks.places}
    free = [heading for heading in free if heading not in marked]
    more_offers = tuple(list_what(free, meanings["what"])) if "what" in meanings else ()
    if not more_offers and not ticks.services and "what" not in meanings:
        more_offers = _find_grid(sheet, free)
    if "what" not in meanings and not marked and not more_offers:
        return None
    open_to = [
        heading
        for heading in sheet.headings
        if heading not in marked and heading not in {meanings["organisation"], meanings.get("what")}
    ]
    contacts = (*persons, *_find_contacts(sheet, open_to, meanings.values()))
    more_offers = tuple(heading for heading in more_offers if heading not in contacts)
    for meaning, heading in list(meanings.items()):
        if heading in contacts:
            del meanings[meaning]
    taken = {*more_offers, *contacts}
    facts = _find_facts(sheet, meanings, [heading for heading in free if heading not in taken])
    used = {meanings[name] for name in _WHOLE if name in meanings}
    if "site" in meanings and _are_places(_list_filled(sheet, meanings["site"])):
        used.add(meanings["site"])
    else:
        meanings.pop("site", None)
    gone = {*used, *marked, *contacts, *facts.values()}
    meant = {*meanings.values(), *taken}
    running = find_running(sheet, [name for name in free if name not in gone | meant])
    # A status may say besides whether people are taken; a day says no more than the day.
    gone |= {running[column] for column in ("start", "end") if column in running}
    return Layout(
        meanings=meanings,
        more_offers=more_offers,
        ticks=ticks,
        facts=facts,
        contacts=contacts,
        running=running,
        kept=tuple(heading for heading in sheet.headings if heading not in gone),
        title=sheet.name if is_made_of_types(sheet.name) else "",
    )


def _find_grid(sheet: Sheet, free: Sequence[str]) -> tuple[str, ...]:
    """Return the headings that name types of service, in whose cells stand the services."""
    named = [
        heading
        for heading in free
        if is_made_of_types(heading) and any(map(clean_text, sheet.column(heading)))
        if _are_words(sheet.column(heading))
    ]
    return tuple(named) if len(named) > 1 else ()


def _is_ours(sheet: Sheet, sheets: Sequence[Sheet]) -> bool:
    """Tell whether a sheet has the headings of our tables, or stands beside services of ours."""
    table = find_table(sheet.name)
    meanings = find_meanings(sheet.headings)
    if table == "memberships" and "group_id" not in match_headings(table, sheet.headings):
        # A sheet "Members" that names no group lists organisations.
        table = ""
    if table not in {"", "organisations", "services"}:
        return True
    if table == "services" and "what" not in meanings:
        return True
    if table and is_whole_table(table, sheet.headings):
        return True
    return _lists_services(sheet) or any(
        other is not sheet and other.rows and _lists_services(other) for other in sheets
    )


def _lists_services(sheet: Sheet) -> bool:
    """Tell whether a sheet lists services as ours does: each with a name and a type."""
    typed = {"service_type", "type_of_service"} & set(map(fold_heading, sheet.headings))
    return bool(typed) and "name" in match_headings("services", sheet.headings)


def _settle_names(sheet: Sheet, meanings: dict[str, str]) -> tuple[str, ...]:
    """Settle what Name is: the organisation, a service, or a person, who is not read."""
    name = meanings.pop("name", "")
    if not name:
        return ()
    called = meanings.get("organisation", "")
    if called.casefold().endswith("s") and tells_ties(called):
        # Beside a name, Partners are those of the one named.
        del meanings["organisation"]
    if "organisation" not in meanings:
        # What has a cost is a service, and of its name nobody should make an organisation.
        if not has_costs(sheet.headings):
            meanings["organisation"] = name
        return ()
    if "service" not in meanings and _share_named(sheet.column(name)) >= _LEAST_NAMED:
        meanings["service"] = name
        return ()
    # What is said beside a person is of the person.
    beside = ("role", "position", "job_title", "post", "title")
    return (name, *(other for other in sheet.headings if fold_heading(other) in beside))


def _settle_services(sheet: Sheet, meanings: dict[str, str]) -> None:
    """Settle which column tells what they do, the clearest heading first."""
    details = sheet.column(meanings.get("details", ""))
    if "kind" in meanings:
        # A kind of support is what they do, unless another column tells it in more words.
        is_told = "what" in meanings or _share_named(details) >= _LEAST_NAMED
        meanings.setdefault("category" if is_told else "what", meanings.pop("kind"))
    if "what" not in meanings and "service" in meanings:
        meanings["what"] = meanings.pop("service")
    if "what" in meanings and not _are_words(sheet.column(meanings["what"])):
        del meanings["what"]
    organisation = fold_heading(meanings.get("organisation", ""))
    for vague in ("details", "category"):
        # "Group" and "Purpose" may be of meetings.
        if "what" in meanings or vague not in meanings or organisation in _VAGUE_NAMES:
            continue
        # Of an organisation alone it says what it is: a charity, a college.
        if fold_heading(meanings[vague]) == "sector":
            continue
        if _share_named(sheet.column(meanings[vague])) >= _LEAST_NAMED:
            meanings["what"] = meanings.pop(vague)
    if "reached" not in meanings and "place" in meanings:
        meanings["reached"] = meanings.pop("place")


def _are_words(cells: Sequence[str]) -> bool:
    """Tell whether most cells hold words, and no number or mark of a tick."""
    filled = [text for cell in cells if (text := clean_text(cell))]
    words = [text for text in filled if any(map(str.isalpha, text)) and read_mark(text) is None]
    return 2 * len(words) >= len(filled)


def _share_named(cells: Sequence[str]) -> float:
    """Return the share of filled cells in which some word names a service."""
    filled = {text for cell in cells if (text := clean_text(cell))}
    return sum(bool(find_service_type(text)) for text in filled) / max(len(filled), 1)


def _find_contacts(sheet: Sheet, headings: Sequence[str], meant: Collection[str]) -> list[str]:
    """Return the headings of columns about staff.

    A column with a meaning may have an address in a cell or two, which is taken out; it is about
    staff if it is called so, or holds nothing else.
    """
    table = TABLES["services"]
    # Under a name of our own they are looked at all the same.
    named = {f"{heading} ": heading for heading in headings}
    frame = pd.DataFrame(
        {label: sheet.column(heading) for label, heading in named.items()}, dtype=object
    )
    found = [named[label] for label in find_contacts(table, frame)]
    return [
        heading
        for heading in found
        if heading not in meant or is_contact_heading(heading) or _are_bare(sheet.column(heading))
    ]


def _are_bare(cells: Sequence[str]) -> bool:
    """Tell whether most cells hold an address or the number of a phone and nothing else."""
    filled = [text for cell in cells if (text := clean_text(cell))]
    bare = [text for text in filled if not any(map(str.isalpha, hide_contacts(text, "")))]
    return 2 * len(bare) >= len(filled)


def _find_facts(sheet: Sheet, meanings: dict[str, str], free: Sequence[str]) -> dict[str, str]:
    """Return columns of organisations to the headings they stand under."""
    matched = match_headings("organisations", free)
    facts = {
        column: heading
        for column, heading in zip(matched, free, strict=True)
        if column in _FACTS and (column != "sector" or _are_sectors(_list_filled(sheet, heading)))
    }
    base = next((heading for heading in free if fold_heading(heading) in _BASES), "")
    place = meanings.get("place", "")
    # Under a heading that asks where somebody is based, a cell or two may have to be asked about.
    if any(map(find_uk_area, sheet.column(base))):
        facts["area_code"] = base
    elif place and _are_places(_list_filled(sheet, place)):
        facts["area_code"] = place
    category = meanings.get("category", "")
    if category and "sector" not in facts and _are_sectors(_list_filled(sheet, category)):
        facts["sector"] = meanings.pop("category")
    return facts


def _list_filled(sheet: Sheet, heading: str) -> list[str]:
    """Return the filled cells below a heading, but for the heading again."""
    filled = [text for cell in sheet.column(heading) if (text := clean_text(cell))]
    return [text for text in filled if fold_heading(text) != fold_heading(heading)]


def _are_sectors(filled: Sequence[str]) -> bool:
    """Tell whether most cells say what kind of body an organisation is."""
    column = TABLES["organisations"].column("sector")
    return 2 * sum(bool(find_choice(column, text)) for text in filled) > len(filled)


def _are_places(filled: Sequence[str]) -> bool:
    return bool(filled) and all(map(find_uk_area, filled))
