"""Which column of a log of referrals a heading means, in the words that people write.

The name of a column comes first, then other words, the surest first. "Agency" is one end of a
referral only where another heading is surely the other end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .text import fold_heading

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_OTHER_WORDS = {
    "sent": _words(
        "date_of_referral referral_date date_referred date_sent date_referral_made "
        "date_referral_sent date_of_ref ref_date date date_received date_rec_d date_recd rec_d "
        "recd received received_on date_in date_logged logged date_opened opened when day"
    ),
    # Before whoever refers, because that may be a worker of theirs.
    "from": _words(
        "from_id agency_from organisation_from org_from service_from "
        "from_organisation from_organization from_org from_agency from_service from_who "
        "from_whom referring_organisation referring_organization referring_org referring_agency "
        "referring_service referring_partner referrer_organisation referrer_agency referred_from "
        "referral_from sent_from passed_from source_of_referral referral_source referred_by "
        "referrer who_referred who_by made_by came_from sent_by passed_by signposted_from "
        "sender source source_id"
    ),
    "to": _words(
        "to_id agency_to organisation_to org_to service_to "
        "to_organisation to_organization to_org to_agency to_service to_who to_whom "
        "referred_to referral_to referred_on_to organisation_referred_to "
        "organization_referred_to agency_referred_to service_referred_to receiving_organisation "
        "receiving_organization receiving_org receiving_agency receiving_service who_to where_to "
        "sent_to passed_to sent_on_to passed_on_to signposted_to went_to receiver destination "
        "target target_id"
    ),
    "service_type": _words(
        "need needs need_s main_need support_needed support_need support_needs support_required "
        "help_needed help_with type_of_help type_of_support type_of_service type_of_need "
        "presenting_need presenting_issue reason_for_referral referral_reason what_for for_what "
        "service_needed for issue issues reason"
    ),
    "status": _words(
        "outcome outcomes outcome_of_referral referral_outcome referral_status result "
        "what_happened happened accepted accepted_y_n taken_on taken_on_y_n response"
    ),
}
"""Column of a log to other words for it, folded, the surest first."""

_EITHER_END = _words("agency organisation organization org organisation_name organization_name")
"""Words for an organisation that may be either end of a referral."""

LOG_TOTALS = "log_totals"
"""The column beyond our own of the table `about` that says what a log comes to as a whole."""

LOG_WORDS = frozenset(word for words in _OTHER_WORDS.values() for word in words) | {"status"}
"""Words by which the row of headings of a log is known."""


_HINTS = {"status": "outcome", "service_type": "need"}
"""Column of a log to a word that means it in a longer heading: Outcome / status, Main need (1)."""


def _hints_at(name: str, folded: str) -> bool:
    words = set(folded.split("_"))
    return _HINTS.get(name) in words and not words & {"date", "day", "when", "notes", "comments"}


def name_log_columns(headings: Iterable[str], names: Collection[str]) -> dict[str, str]:
    """Return for each of these columns of a log the heading that means it, where there is one.

    Examples
    --------
    >>> name_log_columns(["Date", "Referred by", "Agency", "Outcome"], ["from", "to", "sent"])
    {'from': 'Referred by', 'to': 'Agency', 'sent': 'Date'}
    """
    # From the right, so that of two headings that fold alike the first is taken.
    folded = {fold_heading(heading): heading for heading in reversed(list(headings))}
    found: dict[str, str] = {}
    for name in names:
        # A word that is the name of another column asked for is that column.
        words = [name, *(word for word in _OTHER_WORDS.get(name, ()) if word not in names)]
        word = next((word for word in words if word in folded), None)
        word = word or next((heading for heading in folded if _hints_at(name, heading)), None)
        if word is not None and folded[word] not in found.values():
            found[name] = folded[word]
    ends = {"from", "to"} & set(names)
    missing = ends - set(found)
    if len(ends) == 2 and len(missing) == 1:
        word = next((word for word in _EITHER_END if word in folded), None)
        if word is not None and folded[word] not in found.values():
            found[missing.pop()] = folded[word]
    return {name: found[name] for name in names if name in found}
