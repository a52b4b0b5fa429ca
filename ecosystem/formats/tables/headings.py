"""Which column of which table a heading means, in whatever words and case it comes.

Headings are folded ("Service type *" is service_type) and looked up in four lists, the surest
first: names of columns, their titles in the template, other words for them, and vague words. Each
list is gone through for all headings before the next one is begun, so that a vague word never takes
a column from a heading that has its name. A column is taken once.

Other words are guesses. `habits.drop_unfit_guesses` takes back those of which no cell fits.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from ecosystem.data import (
    AREAS_UNCLEAR,
    LOG_TOTALS,
    LOG_WORDS,
    SERVICE_SHORTHANDS,
    TABLES,
    fold_heading,
)
from ecosystem.errors import find_nearest

from .directories.directory_headings import means_directory
from .told.told_headings import tells_ties

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence


FROM = frozenset(
    [
        *("from", "from_id", "source", "source_id", "sender", "referrer", "referred_from"),
        *("referring_organisation", "referring_organization", "referring_agency"),
        *("referral_from", "from_organisation", "sending_organisation"),
    ]
)
TO = frozenset(
    [
        *("to", "to_id", "target", "target_id", "receiver", "referred_to"),
        *("receiving_organisation", "receiving_organization", "receiving_agency"),
        *("referral_to", "to_organisation"),
    ]
)
_OF_REFERRALS = frozenset(word for word in FROM | TO if "refer" in word or "receiving" in word)
"""Headings of an end of a tie that say that people were referred."""


BEYOND = {
    "areas": frozenset(["remark"]),
    "organisations": frozenset(["other_names", "visibility"]),
    "services": frozenset([AREAS_UNCLEAR, "visibility", "capacity_low", "capacity_high", "used"]),
    "referrals": frozenset(["accepted_low", "accepted_high"]),
    "about": frozenset([LOG_TOTALS]),
    "demand": frozenset(["people_low", "people_high", "level"]),
}
"""Columns beyond the tables that count all the same: for `find_matches`, for who may see, for what
may be reached besides, and for `find_gaps`, `find_pathways` and the report."""

CORE_HEADINGS = frozenset(
    ["core", "is_core", "core_member", "core_group", "core_partner", "core_organisation", "in_core"]
)
"""Headings, folded, that ask of an organisation whether it is of the core."""

SITE_COLUMNS = tuple(
    TABLES["sites"].column(name)
    for name in ("latitude", "longitude", "postcode", "is_confidential")
)
"""Columns of sites that a sheet of services may have: they make a site of the service."""

# Words that mean the same column in several tables.
_NAME = ("name", "title", "label")
_ORGANISATION = ("organisation", "organization", "org", "agency", "provider")
_PERIOD = ("year", "financial_year", "time_period")
_AREA = (
    "area",
    "local_authority",
    "local_authority_code",
    "la_code",
    "lad_code",
    "ons_code",
    "gss_code",
    "district",
    "borough",
    "council_area",
)
# Table, then column, to other words for it.
_WORDS: dict[str, dict[str, Sequence[str]]] = {
    "organisations": {
        "name": (
            *_NAME,
            *_ORGANISATION,
            "organisation_name",
            "organization_name",
            "org_name",
            "name_of_organisation",
            "charity_name",
            "nonprofit_name",
            "agency_name",
            "provider_name",
            "company_name",
            "account_name",
            "firm_name",
            "practice_name",
            "member_organisation",
            "partner_organisation",
            "foodbank",
            "food_bank_name",
        ),
        "organisation_id": ("id", "org_id", "organization_id", "identifier"),
        "sector": ("organisation_type", "organization_type", "type_of_organisation"),
        "area_code": _AREA,
        "stated_role": sorted(CORE_HEADINGS),
        "charity_number": (
            "charity_no",
            "registered_charity_number",
            "charity_registration_number",
        ),
        "company_number": ("company_no", "companies_house_number", "company_registration_number"),
        "other_names": ("other_name", "also_known_as", "aka", "known_as", "former_name", "acronym"),
    },
    "services": {
        "name": (*_NAME, "service", "service_name"),
        "service_id": ("id",),
        "service_type": ("type", "type_of_service", "category", "kind"),
        "organisation": (
            *_ORGANISATION,
            "organisations",
            "organizations",
            "providers",
            "organisation_name",
            "organization_name",
            "organisation_id",
            "organization_id",
            "run_by",
            "lead_organisation",
        ),
        "delivered_in": ("area_code", *_AREA, "sites"),
        "is_confidential": ("confidential",),
        "areas_reached": ("areas", "catchment", "areas_served", "areas_covered", "area_covered"),
        "level": ("oisc_level", "iaa_level", "advice_level", "level_of_advice", "oisc", "iaa"),
        "capacity": (
            "places",
            "places_per_year",
            "places_a_year",
            "number_of_places",
            "no_of_places",
            "capacity_per_year",
            "annual_capacity",
            "people_per_year",
            "people_a_year",
            "clients_per_year",
        ),
        "accepting_referrals": (
            "accepting",
            "taking_referrals",
            "taking_referrals_now",
            "taking_new_referrals",
            "accepting_new_referrals",
            "accepting_referrals_now",
            "open_to_referrals",
            "open_for_referrals",
            "referrals_open",
        ),
        "access": ("how_to_access", "access_route", "referral_route", "how_people_get_in"),
        "languages": ("language", "languages_spoken", "langs"),
        "eligibility": ("who_for", "who_is_it_for", "target_group"),
    },
    "providers": {
        "service_id": ("service", "service_name"),
        "organisation_id": (*_ORGANISATION, "organization_id", "organisation_name"),
    },
    "sites": {
        "service_id": ("service", "service_name"),
        "area_code": _AREA,
        "is_confidential": ("confidential",),
    },
    "catchments": {"service_id": ("service", "service_name"), "area_code": _AREA},
    "areas": {
        "area_code": ("code", "id", *_AREA[2:7]),
        "name": (*_NAME, "area", "area_name", "local_authority"),
    },
    "demand": {
        "area_code": (*_AREA, "area_name"),
        "service_type": ("type", "service", "type_of_service"),
        "people": ("number_of_people", "need"),
        "period": _PERIOD,
    },
    "referrals": {
        "from_id": sorted(FROM),
        "to_id": sorted(TO),
        "service_type": ("type_of_service",),
        "period": _PERIOD,
        "sent": (
            "referrals",
            "people",
            "number_sent",
            "no_sent",
            "no_of_referrals",
            "people_sent",
            "referrals_sent",
            "referrals_made",
            "number_of_referrals",
            "people_referred",
            "how_many_referrals",
            "how_many",
            "count_of_referrals",
            "count_of_referral_id",
        ),
        "accepted": ("number_accepted", "people_accepted", "referrals_accepted", "taken_on"),
        "reached": ("number_reached", "people_reached"),
        "median_wait_days": ("median_wait", "wait_days", "waiting_days", "days_waited"),
        "got_help": ("helped", "people_helped", "number_helped"),
        "ended_without_help": ("not_helped", "people_not_helped", "ended_without"),
        "reason": ("reason_ended", "reason_for_ending", "reason_not_helped", "why_ended"),
    },
    "relationships": {
        "from_id": sorted(FROM),
        "to_id": sorted(TO),
        "kind": ("type", "relationship", "relationship_type", "edge_type", "tie_type", "link_type"),
    },
    "groups": {
        "name": (*_NAME, "group"),
        "group_id": ("id",),
        "area_code": _AREA,
        "meeting_days": ("meeting_dates", "dates_of_meetings", "meets_on"),
    },
    "memberships": {
        "group_id": ("group",),
        "organisation_id": (*_ORGANISATION, "member", "organization_id"),
    },
}
# Other words for columns that several tables have.
_EVERYWHERE: dict[str, Sequence[str]] = {
    "latitude": ("lat",),
    "longitude": ("long", "lng", "lon"),
    "postcode": ("post_code", "postal_code"),
    "website": ("url", "web", "web_site", "web_address", "homepage"),
    "start": ("start_date", "from_date", "started", "date_started", "since"),
    "end": ("end_date", "until", "ended", "date_ended"),
}
# These may as well number the rows: they count only if nothing else in the sheet means the column.
_VAGUE = {"demand": {"people": ("number", "count")}, "referrals": {"sent": ("number", "count")}}
# Other words for tables, as names of sheets and files.
_TABLE_WORDS = {
    "organizations": "organisations",
    "organisation": "organisations",
    "organization": "organisations",
    "orgs": "organisations",
    "service": "services",
    "members": "memberships",
    "membership": "memberships",
    "group": "groups",
    "referral": "referrals",
    "relationship": "relationships",
    "area": "areas",
    "site": "sites",
    "locations": "sites",
}
TIE_SHEETS = frozenset(["connections", "connection", "ties", "tie", "links", "edges", "network"])
"""Names of sheets of ties, as network programs call them."""


_BODIES = frozenset(
    [
        *("organisation", "organization", "organisation_name", "organization_name", "org_name"),
        *("charity_name", "name_of_organisation", "nonprofit_name", "agency_name", "account_name"),
        *("provider_name", "firm_name", "practice_name", "member_organisation"),
        *("partner_organisation", "foodbank", "food_bank_name"),
    ]
)
"""Headings, folded, that alone make a sheet one of organisations."""

QUESTIONS = "Questions"
"""The sheet of a workbook written as it was understood that lists what is asked."""

ANSWER, PLACE = "Your answer", ("In sheet", "In row", "In column")
"""Its headings: of the answer, and of the cell that it is about."""

_OTHERWISE = frozenset(
    [
        *("no", "not", "non", "never", "without", "day", "daily", "week", "weeks", "weekly"),
        *("month", "months", "monthly", "quarter", "session", "hour", "family", "families"),
        *("percent", "percentage", "share", "rate"),
    ]
)
"""Words of a heading that take back, or count otherwise than, what the rest of it says."""

YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?:_\d\d(?:\d\d)?)?(?!\d)")
"""The year that a sheet is of, as it stands in its folded name: 2024, 2023_24 or 2023_2024."""

_NUMBERED = re.compile(r"_table_\d+$")
"""What Numbers writes behind the name of a sheet, as it stands in its folded name."""


def find_table(name: str) -> str:
    """Return the table that a sheet or file of this name holds, or an empty text.

    Examples
    --------
    >>> find_table("Organizations"), find_table("Members "), find_table("Sheet1")
    ('organisations', 'memberships', '')
    >>> find_table("Referrals 2024"), find_table("2023-24 demand")
    ('referrals', 'demand')
    >>> find_table("Sites - Table 1"), find_table("Copy of Services")
    ('sites', '')
    """
    folded = _NUMBERED.sub("", YEAR.sub("", fold_heading(name))).strip("_")
    folded = _TABLE_WORDS.get(folded, folded)
    return folded if folded in TABLES else ""


def match_headings(table: str, headings: Sequence[str]) -> list[str]:
    """Return the column that each heading means, or the heading itself.

    The exact name of a column goes before its title, that before other words for it, and vague
    words come last. Where every column of the table is there by name, as the library writes it,
    only names count.

    Examples
    --------
    >>> match_headings("organisations", ["Organisation name *", "LAT", "Our notes"])
    ['name', 'latitude', 'Our notes']
    >>> match_headings("organisations", ["name", "Label"])
    ['name', 'Label']
    >>> match_headings("referrals", ["From", "To", "% accepted"])
    ['from_id', 'to_id', '% accepted']
    """
    matched = list(headings)
    taken: set[str] = set()
    # A share of people is no number of them, and no column of ours is one.
    unmatched = {at: heading for at, heading in enumerate(headings) if "%" not in heading}
    for words in _word_lists(table)[: 1 if is_whole_table(table, headings) else None]:
        for position, heading in list(unmatched.items()):
            column = words.get(heading) or words.get(fold_heading(heading), "")
            if column and column not in taken:
                matched[position] = column
                taken.add(column)
                del unmatched[position]
    return matched


def means_same(table: str, heading: str) -> str:
    """Return the column of which a heading is the name or title, or an empty text."""
    names, titles = _word_lists(table)[:2]
    folded = fold_heading(heading)
    return names.get(folded, "") or titles.get(folded, "")


def is_whole_table(table: str, headings: Iterable[str]) -> bool:
    """Tell whether every column of the table is there by name, as the library writes it."""
    return set(TABLES[table].names) <= set(headings)


def suggest_column(table: str, heading: str, taken: Collection[str]) -> str:
    """Return the title of the free column that a heading seems to mean, or an empty text.

    Examples
    --------
    >>> suggest_column("referrals", "How many were sent?", {"from_id", "to_id"})
    'Sent'
    >>> suggest_column("organisations", "Date joined", {"name"})
    ''
    >>> suggest_column("services", "Capacity per week", {"name"})
    ''
    """
    if "%" in heading:
        return ""
    words = fold_heading(heading).split("_")
    free = [column for column in TABLES[table].columns if column.name not in taken]
    for column in free:
        named = fold_heading(column.title).split("_")
        if set(named) <= set(words):
            return "" if _OTHERWISE & set(words) - set(named) else column.title
    titles = {fold_heading(column.title): column.title for column in reversed(free)}
    nearest = find_nearest(["_".join(words)], sorted(titles), least=0.85)
    return "".join(titles[title] for title in nearest.values())


def guess_table(headings: Iterable[str]) -> str:
    """Return the table that headings alone show, or an empty text.

    Examples
    --------
    >>> guess_table(["Organisation name", "Sector", "Postcode"]), guess_table(["a", "b"])
    ('organisations', '')
    >>> guess_table(["From", "To", "Sent"]), guess_table(["From", "To", "Kind"])
    ('referrals', 'relationships')
    """
    folded = {fold_heading(heading) for heading in headings}
    if folded & FROM and folded & TO:
        # Of referrals it is counted how many were sent and taken on; ties of several kinds say so.
        is_of_kinds = folded & {"kind", *_WORDS["relationships"]["kind"]}
        counts = {"sent", "accepted", *_OF_REFERRALS}
        return "referrals" if folded & counts and not is_of_kinds else "relationships"
    # Who sees people in an area is named: else they are the people there who need something.
    if "people" in folded and folded & set(_AREA) and not folded & _BODIES:
        return "demand"
    # A name beside the id of a service is the service's, whoever else has an id there.
    words = {"service", "service_name", "service_type", "type_of_service"}
    if folded & words or {"service_id", "name"} <= folded:
        return "services"
    if folded & _BODIES:
        return "organisations"
    facts = {"sector", "charity_number", "company_number", "stated_role", "website", "postcode"}
    facts |= {"other_names", "organisation_id"} | (
        {"area_code"} if "area_name" in folded else set()
    )
    return "organisations" if "name" in folded and folded & facts else ""


def has_costs(headings: Iterable[str]) -> bool:
    """Tell whether a heading asks what it costs, which is asked of a service.

    Examples
    --------
    >>> has_costs(["Name", "Category", "Cost"]), has_costs(["Name", "Category"])
    (True, False)
    """
    words = {"cost", "costs", "cost_option", "price", "prices", "fee", "fees", "charge", "charges"}
    return not words.isdisjoint(map(fold_heading, headings))


def count_known(cells: Iterable[str]) -> int:
    """Return how many cells of a row are headings of some table."""
    filled = {fold_heading(cell): cell for cell in cells if cell}
    return sum(
        word in _all_words() or means_directory(cell) or tells_ties(cell)
        for word, cell in filled.items()
    )


@cache
def _word_lists(table: str) -> tuple[dict[str, str], ...]:
    """Return words to columns, those that count most first."""
    columns = list(TABLES[table].columns)
    if table == "services":
        columns += [shorthand.column for shorthand in SERVICE_SHORTHANDS]
        columns += SITE_COLUMNS
    names = {column.name for column in columns} | BEYOND.get(table, frozenset())
    titles = {fold_heading(column.title): column.name for column in columns}
    others, vague = (
        {word: column for column in words if column in names for word in words[column]}
        for words in (_EVERYWHERE | _WORDS.get(table, {}), _VAGUE.get(table, {}))
    )
    return {name: name for name in names}, titles, others, vague


@cache
def _all_words() -> frozenset[str]:
    words = {word for table in TABLES for part in _word_lists(table) for word in part}
    questions = {fold_heading(heading) for heading in (ANSWER, *PLACE)}
    return frozenset(words | LOG_WORDS | questions | {"from", "to", "source", "target"})
