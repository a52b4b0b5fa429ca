"""Words people write in tables: headings about persons, "not known", other words for choices."""

from __future__ import annotations

YES_WORDS = frozenset({"yes", "y", "true", "1"})
NO_WORDS = frozenset({"no", "n", "false", "0"})

# Headings, folded, that say that a column is about clients: such a table is refused.
CLIENT_COLUMNS = frozenset(
    [
        "client",
        "client_name",
        "client_id",
        "client_initials",
        "service_user",
        "service_user_name",
        "beneficiary_name",
        "case_id",
        "case_number",
        "case_reference",
        "dob",
        "date_of_birth",
        "birth_date",
        "nass",
        "nass_number",
        "nass_ref",
        "asylum_support_number",
        "ni_number",
        "nino",
        "national_insurance",
        "national_insurance_number",
        "home_office_reference",
        "home_office_number",
        "home_office_ref",
        "ho_ref",
        "ho_reference",
        "passport",
        "passport_number",
        "brp",
        "brp_number",
        "nhs_number",
        "arc_number",
        "port_reference",
    ]
)

# Headings, folded, of contact details of staff: such a column is not read.
CONTACT_COLUMNS = frozenset(
    [
        *("account_owner", "record_owner", "contact_owner"),
        "contact",
        "contact_name",
        "contact_person",
        "contact_email",
        "contact_phone",
        "contact_number",
        "email",
        "e_mail",
        "email_address",
        "phone",
        "phone_number",
        "telephone",
        "telephone_number",
        "tel",
        "mobile",
        "mobile_number",
        "staff_name",
        "key_contact",
        "lead_contact",
        "manager_name",
        "first_name",
        "last_name",
        "surname",
        "job_title",
    ]
)

# What people write in a cell, in any case, for "not known".
ANYONE = "anyone"
"""The one word for a service that is open to all. An empty cell is not known, never this."""

ANYONE_WORDS = frozenset(
    [
        ANYONE,
        "all",
        "all are welcome",
        "all welcome",
        "any",
        "anyone in need",
        "anyone who needs it",
        "anybody",
        "everybody",
        "everyone",
        "everyone is welcome",
        "everyone welcome",
        "general public",
        "no restriction",
        "no restrictions",
        "open to all",
        "open to anyone",
        "open to everyone",
        "the general public",
        "the public",
    ]
)

MISSING_WORDS = frozenset(
    [
        "",
        "-",
        "\u2013",
        "?",
        "n/a",
        "n/k",
        "na",
        "none",
        "nan",
        "null",
        "tbc",
        "unknown",
        "not known",
        "(blank)",
    ]
)

# Words people write for a choice, by the column they count in.
CHOICE_WORDS: dict[str, dict[str, str]] = {
    "sector": {
        "charity": "voluntary",
        "charitable organisation": "voluntary",
        "community group": "voluntary",
        "community organisation": "voluntary",
        "third sector": "voluntary",
        "vcs": "voluntary",
        "vcse": "voluntary",
        "ngo": "voluntary",
        "council": "statutory",
        "local authority": "statutory",
        "local government": "statutory",
        "public sector": "statutory",
        "nhs": "statutory",
        "police": "statutory",
        "university": "academic",
        "private": "commercial",
        "company": "commercial",
        "business": "commercial",
        "law firm": "commercial",
        "solicitor": "commercial",
        "solicitors": "commercial",
        "church": "faith",
        "mosque": "faith",
        "faith group": "faith",
        "faith organisation": "faith",
        "foundation": "funder",
        "grant maker": "funder",
    },
    "access": {
        "open": "open access",
        "walk in": "drop-in",
        "by appointment": "appointment",
        "self referred": "self-referral",
        "agency": "agency referral",
        "by agency": "agency referral",
        "professional referral": "agency referral",
        "online": "remote only",
        "remote": "remote only",
    },
    "direction": {
        "mutual": "both ways",
        "two way": "both ways",
        "undirected": "both ways",
        "directed": "one way",
    },
}
