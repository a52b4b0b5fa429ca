"""The twelve tables: the one source of checks, template, docs and published schema.

A new column or table is written here and nowhere else.
"""

from __future__ import annotations

from .columns import (
    MOST_DAYS,
    MOST_HOURS,
    MOST_PEOPLE,
    MOST_POUNDS,
    Column,
    Table,
    make_amount,
    make_area_link,
    make_end,
    make_latitude,
    make_link,
    make_longitude,
    make_people,
    make_reporter,
    make_start,
    make_visibility,
)

SCHEMA_VERSION = "1.0"
"""Version of the tables; it is written in their published schema and in the table `about`."""

_SECTORS = ("voluntary", "statutory", "academic", "commercial", "faith", "funder", "not known")

_ORGANISATIONS = Table(
    name="organisations",
    row="an organisation",
    key=("organisation_id",),
    columns=(
        Column(
            name="organisation_id", required=True, about="Its id; made from the name if left empty."
        ),
        Column(name="name", required=True, about="The name people know it by."),
        Column(
            name="sector",
            kind="choice",
            choices=_SECTORS,
            about="What kind of body it is.",
        ),
        make_area_link("Where it is based."),
        make_latitude(),
        make_longitude(),
        Column(
            name="stated_role",
            kind="choice",
            choices=("core", "wider network"),
            about="The role the partnership says it has, to compare with the ties.",
        ),
        Column(
            name="answered",
            kind="yes/no",
            about="Did it report whom it works with, even if with nobody?",
        ),
        Column(name="charity_number", about="Number in the charity register."),
        Column(name="company_number", about="Number at Companies House, with leading zeros."),
        Column(name="postcode", about="Postcode of its base."),
        Column(name="website", about="Address of its website."),
        Column(
            name="status",
            kind="choice",
            choices=("active", "inactive", "closed", "merged"),
            about="Empty means active.",
        ),
        make_start(),
        make_end(),
    ),
)

_SERVICES = Table(
    name="services",
    row="one service",
    key=("service_id",),
    columns=(
        Column(name="service_id", required=True, about="Its id; made from the name if left empty."),
        Column(name="name", required=True, about="What the service is called."),
        Column(
            name="service_type",
            required=True,
            about="What it does, in the same words for all: immigration advice, food, housing …",
        ),
        Column(
            name="level",
            kind="number",
            low=1,
            high=3,
            whole=True,
            about="Immigration advice level 1 to 3 (IAA, before 2025 OISC): 1 advice within the "
            "rules, 2 casework, 3 advocacy and appeals.",
        ),
        Column(name="legal_aid", kind="yes/no", about="Has it a legal aid contract?"),
        make_amount(
            "capacity",
            "People it can see in the period that demand is counted in.",
            most=MOST_PEOPLE,
        ),
        Column(name="languages", kind="list", about="Languages it is given in."),
        Column(
            name="eligibility",
            kind="list",
            about="Who it is for; anyone: open to all; empty: not known.",
        ),
        Column(
            name="access",
            kind="choice",
            choices=(
                "open access",
                "drop-in",
                "appointment",
                "self-referral",
                "agency referral",
                "remote only",
            ),
            about="How people get in.",
        ),
        Column(
            name="accepting_referrals",
            kind="choice",
            choices=("yes", "limited", "waiting list", "no"),
            about="Is it taking people now?",
        ),
        Column(
            name="status",
            kind="choice",
            choices=("active", "inactive", "temporarily closed", "closed"),
            about="Empty means active. Only active services count as provision.",
        ),
        make_start(),
        make_end(),
    ),
)

_PROVIDERS = Table(
    name="providers",
    row="one organisation that runs one service",
    key=("service_id", "organisation_id"),
    columns=(
        make_link("service_id", "services", "The service.", heading="Service", required=True),
        make_link(
            "organisation_id",
            "organisations",
            "The organisation that runs it.",
            heading="Organisation",
            required=True,
        ),
        Column(
            name="role",
            kind="choice",
            choices=("lead", "partner", "host", "subcontractor"),
            about="Its part in the service; empty is not known.",
        ),
    ),
)

_SITES = Table(
    name="sites",
    row="one place where a service is delivered",
    key=("service_id", "area_code", "latitude", "longitude", "postcode"),
    columns=(
        make_link("service_id", "services", "The service.", heading="Service", required=True),
        make_latitude(),
        make_longitude(),
        make_area_link("The area the place is in."),
        Column(name="postcode", about="Postcode of the place."),
        Column(
            name="is_confidential",
            kind="yes/no",
            heading="Confidential",
            about="A refuge or the like: never shown more finely than its area.",
        ),
    ),
)

_CATCHMENTS = Table(
    name="catchments",
    row="one area that a service reaches",
    key=("service_id", "area_code"),
    columns=(
        make_link("service_id", "services", "The service.", heading="Service", required=True),
        make_area_link("An area whose people it takes.", required=True),
    ),
)

_AREAS = Table(
    name="areas",
    row="a place",
    key=("area_code",),
    columns=(
        Column(name="area_code", required=True, about="ONS code, as E08000026."),
        Column(name="name", required=True, about="Its name."),
        Column(name="kind", about="What kind of place: local authority, ward, region …"),
        Column(name="parent_code", about="ONS code of the larger place it is in."),
        make_latitude(),
        make_longitude(),
        make_amount("population", "People who live there.", most=MOST_PEOPLE),
        Column(name="is_rural", kind="yes/no", heading="Rural", about="Is it rural?"),
    ),
)

_DEMAND = Table(
    name="demand",
    row="the people in an area who need a service type",
    key=("area_code", "service_type", "period"),
    columns=(
        make_area_link("The area.", required=True),
        Column(name="service_type", required=True, about="In the same words as in services."),
        make_people("people", "How many people; leave empty when not known.", required=True),
        Column(
            name="counted_as",
            about="Who was counted, as sentences name them: people on asylum support.",
        ),
        Column(name="period", about="The period or date counted, as 2024-09-30 or 2023-24."),
        Column(name="source", about="Where the figure comes from."),
    ),
)

_REFERRALS = Table(
    name="referrals",
    row="people passed on between two organisations in a period",
    key=("from_id", "to_id", "service_type", "period", "reported_by"),
    columns=(
        make_link("from_id", "organisations", "Who passes on.", heading="From", required=True),
        make_link("to_id", "organisations", "Who receives.", heading="To", required=True),
        Column(name="service_type", about="What for."),
        Column(name="period", about="The period counted, as 2023-24."),
        make_people("sent", "People passed on; empty means that it happens, number not known."),
        make_people("accepted", "Of these, taken on."),
        make_people("reached", "Of these, reached the service."),
        make_amount("median_wait_days", "Middle wait, in days.", most=MOST_DAYS),
        make_people("got_help", "Of those sent, got help."),
        make_people("ended_without_help", "Of those sent, got none."),
        Column(name="reason", about="Why most of those ended without help, in the same words."),
        Column(name="feedback", kind="yes/no", about="Does the referrer learn what became of it?"),
        Column(name="agreement", kind="yes/no", about="Is there a written agreement?"),
        make_reporter(),
        make_visibility(),
    ),
)

_RELATIONSHIPS = Table(
    name="relationships",
    row="a standing link between two organisations",
    key=("from_id", "to_id", "kind", "start", "reported_by"),
    columns=(
        make_link(
            "from_id", "organisations", "One side; the giver.", heading="From", required=True
        ),
        make_link("to_id", "organisations", "The other side.", heading="To", required=True),
        Column(
            name="kind",
            required=True,
            about="funds, co-located, steering, shares information, trusts, trains, hosts …",
        ),
        Column(
            name="direction",
            kind="choice",
            choices=("one way", "both ways"),
            about="Empty is read as one way.",
        ),
        Column(
            name="strength",
            kind="number",
            low=1,
            high=5,
            about="1 (hardly) to 5 (daily work together).",
        ),
        make_amount(
            "amount",
            "Pounds, if it funds: for the whole time where start and end are given, else a year.",
            most=MOST_POUNDS,
        ),
        make_start(),
        make_end(),
        make_reporter(),
        make_visibility(),
    ),
)

_GROUPS = Table(
    name="groups",
    row="a meeting, forum, steering group, hub or shared platform",
    key=("group_id",),
    columns=(
        Column(name="group_id", required=True, about="Its id; made from the name if left empty."),
        Column(name="name", required=True, about="Its name."),
        Column(name="kind", about="steering, strategic, operational, forum, hub …"),
        make_link("parent_id", "groups", "The group it reports to.", heading="Parent group"),
        make_area_link("The area it is for."),
        make_amount("meetings_per_year", "How often it meets.", most=MOST_HOURS),
        make_amount("hours_per_meeting", "How long it meets.", most=MOST_HOURS),
        Column(
            name="meeting_days",
            kind="list",
            about="Every day of a year on which it meets, as 2024-03-05|2024-06-04.",
        ),
        Column(
            name="is_confidential",
            kind="yes/no",
            heading="Confidential",
            about="Left out of maps and reports unless they are private.",
        ),
    ),
)

_MEMBERSHIPS = Table(
    name="memberships",
    row="an organisation that sits in a group",
    key=("group_id", "organisation_id", "role", "represents_area_code", "start"),
    columns=(
        make_link("group_id", "groups", "The group.", heading="Group", required=True),
        make_link(
            "organisation_id", "organisations", "Who sits.", heading="Organisation", required=True
        ),
        Column(
            name="role",
            kind="choice",
            choices=("chair", "representative", "core", "member", "observer"),
            about="In what role.",
        ),
        make_area_link("The area it speaks for.", name="represents_area_code"),
        Column(name="is_elected", kind="yes/no", heading="Elected", about="Was it elected?"),
        make_start(),
        make_end(),
    ),
)

_ABOUT = Table(
    name="about",
    row="the record of this data set; one row only",
    key=(),
    columns=(
        Column(name="title", about="What this map is called."),
        Column(name="area", about="The place it covers."),
        Column(name="snapshot_date", kind="date", about="The day the data describe."),
        Column(name="prepared_by", about="The organisation that prepared it."),
        Column(name="licence", about="Who may use it, and how."),
        Column(name="sources", about="Where the data come from."),
        Column(name="schema_version", about=f"Version of these tables; now {SCHEMA_VERSION}."),
    ),
)

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        _ORGANISATIONS,
        _SERVICES,
        _PROVIDERS,
        _SITES,
        _CATCHMENTS,
        _AREAS,
        _DEMAND,
        _REFERRALS,
        _RELATIONSHIPS,
        _GROUPS,
        _MEMBERSHIPS,
        _ABOUT,
    )
}
