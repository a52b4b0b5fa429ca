"""What the headings of a directory mean: who, what they do, where, in what language, when, how."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ecosystem.data import fold_heading

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence


_SERVICES = (
    r"(?:services?|support|help|activit(?:y|ies)|provision|offers?|projects?|assistance|work)"
)
_GIVEN = r"(?:offered|provided|available|delivered|given|on_offer|they_offer|we_offer|they_provide)"
_MEANINGS: tuple[tuple[str, str], ...] = (
    (
        "organisation",
        (
            r"(?:(?:the|full|official)_)?(?:name_of_)?(?:the_)?(?:lead_|partner_|member_|local_)?"
            r"(?:organi[sz]ations?|orgs?|agency|agencies|charity|charities|(?:service_)?providers?)"
            r"(?:_names?|_title)?|(?:account|firm|practice)_name|who_(?:they_are|are_they|we_are|runs_it|provides_it|delivers_it)"
        ),
    ),
    (
        "what",
        (
            r"what|(?:who_)?does_what|what_?s_(?:available|on|on_offer|there)"
            r"|what_(?:\w+_)?(?:do|does|offer|offers|offered|provide|provides|provided|deliver|"
            r"delivers|run|runs|help_with)(?:_\w+)?|what_(?:services?|support|help)(?:_\w+)?"
            r"|(?:main_|key_|core_|primary_|secondary_|other_|additional_|further_|list_of_|"
            r"summary_of_|details_of_|description_of_|their_|our_)*"
            rf"{_SERVICES}(?:_(?:and_)?{_SERVICES})?"
            rf"(?:_(?:{_GIVEN}|summary|list|details|description|\d))?"
            rf"|(?:advice|{_SERVICES})_{_GIVEN}"
            r"|areas?_of_(?:work|expertise|support|specialism|activity)|specialisms?|how_they_help"
        ),
    ),
    ("kind", r"(?:types?|kinds?)_of_(?:support|help|activity|work|provision)(?:_\w+)?"),
    (
        "service",
        (
            r"courses?|class(?:es)?|sessions?|programmes?|name_of_service"
            r"|(?:service|project|activity|programme|scheme)_(?:name|title)"
        ),
    ),
    (
        "reached",
        (
            r"(?:geographical_|geographic_)?areas?_(?:covered|served|of_operation|they_cover"
            r"|reached|"
            r"they_work_in|of_benefit)|(?:geographical_|geographic_)?(?:coverage|catchment"
            r"|reach|patch)"
            r"(?:_area)?|catchments?|areas?_reached|where_they_(?:work|operate)"
            r"|(?:areas?|wards?|neighbourhoods?)(?:_and)?_(?:areas?|wards?|neighbourhoods?)"
            r"|(?:which_)?(?:areas|wards|neighbourhoods|boroughs|districts|towns"
            r"|local_authorities)(?:_covered|_served)?"
        ),
    ),
    (
        "place",
        (
            r"area|borough|district|local_authority|la|council_area|region|geography|where|locality"
            r"|geographical_area|county"
        ),
    ),
    ("languages", r"(?:which_)?(?:community_)?lang(?:uage)?s?(?:_.*)?"),
    (
        "hours",
        (
            r"(?:opening_|open_|office_|session_|contact_)?(?:hours|times)(?:_of_opening"
            r"|_open)?|opening"
            r"|(?:opening_)?days?(?:_and|_open)?(?:_times?|_hours)?|when(?:_open|_it_runs)?"
            r"|times?_and_days?"
            r"|opening_hours|when_is_it|day_time"
        ),
    ),
    (
        "access",
        (
            r"(?:\w+_)?how_to_refer|(?:how_(?:to|do_people|people|can_people|do_i|clients?)_|ways?_to_)(?:access"
            r"|refer|get_in|"
            r"join|book|get_help|make_a_referral|attend|contact_them).*|routes?(?:_in)?"
            r"|access(?:_routes?|_to_service)?|(?:referral|entry)(?:s"
            r"|_(?:is_)?(?:needed|required)|_routes?|_process"
            r"|_methods?"
            r"|_pathways?|_info|_information|_details)?|booking"
        ),
    ),
    (
        "accepting",
        (
            r"open|open_now|referrals_accepted|accepts?_referrals|(?:(?:are|do|can)_(?:they|you|we)_|currently_"
            r"|still_)*(?:accept|accepting|take|taking"
            r"|open_(?:to|for))(?:_(?:any|new))?(?:_referrals|_refs|_clients|_people)?"
            r"|waiting_(?:list|lists|time|times)|wait|current_(?:status|capacity_status)|full"
            r"|spaces?(?:_available|_left)?|(?:places|vacancies)_(?:available|left)|vacancies"
            r"|availability"
        ),
    ),
    (
        "eligibility",
        (
            r"eligib\w*(?:_criteria)?|(?:who_)?(?:is_it_|its_)?for(?:_whom)?|who_(?:its|is_it"
            r"|they|we|can|"
            r"it_is)_.*|target_(?:group|audience|clients)s?|client_groups?|beneficiar(?:y"
            r"|ies)_groups?"
            r"|audience|(?:referral_|access_|entry_)?criteria"
        ),
    ),
    (
        "level",
        r"(?:oisc|iaa)(?:_advice)?(?:_level)?|(?:immigration_)?(?:advice_)?level(?:_of_advice)?",
    ),
    ("legal_aid", r"legal_aid(?:_contract)?"),
    (
        "capacity",
        (
            r"capacity|(?:number_of_)?places(?:_per_year|_a_year)?|capacity_(?:per_|a_)?(?:year"
            r"|yr|annum|pa)|annual_capacity"
            r"|(?:people|clients)_(?:per|a)_year"
        ),
    ),
    ("type", r"service_types?|types?_of_services?"),
    (
        "category",
        r"(?:service_)?(?:categor(?:y|ies)|taxonom(?:y|ies)|themes?|section|topic|heading|type)|sector",
    ),
    (
        "details",
        (
            r"(?:brief_|short_)?descriptions?|(?:further_)?details?|about(?:_them|_us)?|summary"
            r"|remit|purpose"
            r"|overview"
            r"|info|information"
        ),
    ),
    ("site", r"locations?|venues?|towns?|city|cities|sites?|delivered_(?:in|at)|where_it_is"),
    (
        "organisation",
        r"(?:name_of_)?(?:the_)?(?:who|groups?|teams?|body|partners?|members?|projects?)(?:_name)?",
    ),
    ("name", r"names?|title"),
)
"""Meaning and folded headings of it, the surest first: a heading or a meaning is taken once."""

_COMPILED = tuple((meaning, re.compile(words)) for meaning, words in _MEANINGS)
_OTHER_KINDS = re.compile(
    r"timestamp|how_(?:often|frequently)\w*|who_do_you_(?:work|refer)\w*|start_time"
    r"|completion_time|amount(?:_.*)?|grant(?:_.*)?|date_(?:sent|of_referral|"
    r"referred)|outcomes?|from(?:_.*)?|to|source|target|case|from_id|to_id"
)
"""Headings of what is no directory: forms, grants, lists of referrals and of ties."""

_REMARKS = re.compile(
    r"(?:any_|other_|further_|general_|my_)*(?:comments?|notes?|remarks?)(?:_.*)?|anything_else|misc"
)


def find_meanings(headings: Sequence[str]) -> dict[str, str]:
    """Return what the headings mean, as meaning to heading.

    Examples
    --------
    >>> find_meanings(["Agency", "What do they do?", "Areas covered", "Notes"])
    {'organisation': 'Agency', 'what': 'What do they do?', 'reached': 'Areas covered'}
    """
    folded = {heading: fold_heading(heading.replace("(s)", "s")) for heading in headings}
    found: dict[str, str] = {}
    for meaning, words in _COMPILED:
        if meaning in found:
            continue
        free = [heading for heading in headings if heading not in found.values()]
        meant = next((heading for heading in free if words.fullmatch(folded[heading])), None)
        if meant is not None:
            found[meaning] = meant
    return found


def list_what(headings: Sequence[str], first: str) -> list[str]:
    """Return the further headings that tell what they do: "Service 2", "Other services"."""
    words = dict(_COMPILED)["what"]
    further = [heading for heading in headings if words.fullmatch(fold_heading(heading))]
    return [heading for heading in further if heading != first]


def is_for_remarks(heading: str) -> bool:
    """Tell whether a heading is of remarks, in which people write anything, and name anybody."""
    return bool(_REMARKS.fullmatch(fold_heading(heading)))


def is_of_another_kind(headings: Collection[str]) -> bool:
    """Tell whether some heading is of a form, of grants, or of a list of ties or referrals."""
    return any(_OTHER_KINDS.fullmatch(fold_heading(heading)) for heading in headings)


def means_directory(cell: str) -> bool:
    """Tell whether a cell reads as a heading of a directory and as nothing else.

    Examples
    --------
    >>> means_directory("What they do"), means_directory("Staffordshire"), means_directory("Who")
    (True, False, False)
    """
    folded = fold_heading(cell)
    return any(
        meaning in {"what", "reached", "languages", "hours"} and words.fullmatch(folded)
        for meaning, words in _COMPILED
    )
