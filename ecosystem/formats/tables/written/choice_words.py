"""Words people write in sheets for the choices of a column, by column: clear ones, and others.

A word is clear if nobody who fills in that column means anything else by it. What may mean two
choices is asked about: "referral" may be by an agency or by oneself, a college statutory or not.
"""

from __future__ import annotations

import re

_BY_CHOICE: dict[str, dict[str, str]] = {
    "sector": {
        "voluntary": (
            "vol, voluntary sector, voluntary organisation, voluntary & community, voluntary "
            "and community, vcs organisation, vcfse, vcfs, cic, cio, community interest "
            "company, community, voluntary/community, registered charity, small charity, local "
            "charity, national charity, charities, charity/cic, social enterprise, not for "
            "profit, non profit, nonprofit, grassroots, grassroots group, rco, refugee "
            "community organisation, refugee led organisation, refugee led org, refugee led, "
            "third sector organisation"
        ),
        "statutory": (
            "gov, govt, government, central government, government department, home office, "
            "dwp, la, local gov, city council, county council, borough council, district "
            "council, unitary authority, nhs trust, nhs service, icb, public, state, police "
            "force, prison"
        ),
        "academic": "uni, higher education, research",
        "commercial": "private sector, private company, for profit, solicitors firm",
        "faith": (
            "faith based, faith based organisation, church group, religious, religious "
            "organisation, chapel, temple, synagogue, gurdwara, parish"
        ),
        "funder": "grantmaker, grant giver, lottery",
    },
    "stated_role": {
        "core": "core member, core group, core partner, in the core",
        "wider network": "wider, wider member, wider partner, wider group, peripheral, periphery",
    },
    "access": {
        "drop-in": (
            "dropin, drop ins, walk ins, drop in only, drop in session, drop in sessions, "
            "walk in only, just turn up, turn up"
        ),
        "appointment": (
            "appointments, appointment only, appointments only, by appointment only, booked "
            "appointment, booked appointments, appt, appts, by appt, appt only, booking"
        ),
        "self-referral": (
            "self, self refer, self referrals, by self referral, self referral only, self "
            "referral form"
        ),
        "agency referral": (
            "agencies, agencies only, agency only, agency referrals, agency referral only, by "
            "agency referral, agency referral form, referral by agency, referral from agency, "
            "referral from agencies, professional, professionals, professional referrals, gp "
            "referral, referral by gp, via gp, partner referral, partner referrals, third "
            "party referral, social worker referral, council referral"
        ),
        "remote only": (
            "online only, remotely, virtual, zoom, phone only, telephone only, by phone only, "
            "phone or online only"
        ),
    },
    "accepting_referrals": {
        "yes": (
            "open, open to referrals, open for referrals, open to new referrals, currently "
            "open, taking, taking referrals, accepting, accepting referrals, available, "
            "places available, spaces available, spaces, has places, not full"
        ),
        "no": (
            "full, full at the moment, full at present, currently full, fully booked, at "
            "capacity, no capacity, no places, no spaces, closed, closed to referrals, closed "
            "to new referrals, not open, not taking, not taking referrals, not accepting, not "
            "accepting referrals, not currently, not at present, not at the moment, not now, "
            "no new referrals, paused, on hold, suspended, stopped"
        ),
        "limited": (
            "limited places, limited spaces, limited capacity, limited numbers, few places, "
            "few spaces, a few places, a few spaces, some places, some spaces, some capacity, "
            "nearly full, almost full"
        ),
    },
    "status": {
        "active": (
            "open, live, current, running, ongoing, operational, new, pilot, closing soon, "
            "winding down, ending soon, at risk, under review, registered, trading, in operation"
        ),
        "inactive": (
            "dormant, not active, not running, on hold, paused, suspended, planned, not started, "
            "not yet started, not open yet, starting soon, opening soon, in development"
        ),
        "closed": (
            "ended, finished, shut, ceased, dissolved, wound up, deregistered, removed, "
            "struck off, no longer running, no longer operating"
        ),
    },
    "direction": {
        "both ways": "two ways, both, both directions, reciprocal",
        "one way": "one directional, single",
    },
    "role": {
        "chair": "chairperson, chairman, chairwoman, co chair",
        "representative": "rep, reps",
        "lead": "lead partner, lead organisation, main",
        "subcontractor": "sub contractor",
    },
}
WORDS: dict[str, dict[str, str]] = {
    column: {word: choice for choice, words in of_choice.items() for word in words.split(", ")}
    for column, of_choice in _BY_CHOICE.items()
}
"""Clear words, folded, beside those that are read of frames in memory too."""

_HOURS = (
    r".*\b(mon|tues?|wed|thurs?|fri|sat|sun)(days?|nesdays?|urdays?|sdays?|rsdays?)?\b.*|"
    r".*\b\d{1,2}([:.]\d\d)? ?(am|pm)\b.*|"
    r".*\b\d{1,2}([:.]\d\d)? ?(to|-|\u2013) ?\d{1,2}([:.]\d\d)?\b.*|"
    r"(week ?days?|evenings?|daily|office hours|24/7|24 hours).*"
)
OPENING_HOURS = re.compile(_HOURS)
"""A folded cell about when a service is open."""

_WAITING = (
    r"(wait(ing)? ?(lists?|times?)|w/?l\b|(days?|weeks?|wks?|months?|mths?) wait(ing)?\b|"
    r"wait of|waiting$)"
)
_SHUT = (
    r"full|closed|paused|on hold|suspended|no new referrals|no capacity|not accepting|not taking|"
    r"not open|fully booked"
)
_TILL = r"until|till|til|to|for|from|at|in|since|over|due|this|right|just|now"
PATTERNS: dict[str, tuple[tuple[re.Pattern[str], str], ...]] = {
    "accepting_referrals": tuple(
        (re.compile(pattern), choice)
        for pattern, choice in (
            # A list that is closed or that nobody need wait on is no waiting list.
            (rf".*\b(no|not|without|closed|shut|ended|list (is )?full)\b.*{_WAITING}.*", ""),
            (rf".*{_WAITING}.*\b(no|not|closed|shut|full|ended|none)\b.*", ""),
            (rf".*\b{_WAITING}.*", "waiting list"),
            (r"(yes|open)[ ,;:(\u2013-]+\d+ (spaces?|places?|vacanc(y|ies))( left)?\)?", "yes"),
            (r"(limited(?! to)|few places|a few places|nearly full|almost full)\b.*", "limited"),
            (r"(yes|open|y)[ ,;:.(\u2013-]+(but )?(very )?limited\b(?! to).*", "limited"),
            (rf"(currently )?({_SHUT})( referrals)?[ ,;:(]+({_TILL})\b.*", "no"),
        )
    ),
    "sector": ((re.compile(r"charity [(/,&].*|.*\(charity\)"), "voluntary"),),
    "access": (
        (
            re.compile(
                r"((referred|referrals?|refs?) )?(via|by|through|from) "
                r"(a |an |any |the |your |other )?"
                r"(council|gps?|agency|agencies|partners?|social (workers?|services)|schools?|"
                r"housing officers?|case ?workers?|hospitals?|nhs|professionals?|key ?workers?)"
                r"( referral| only)?"
            ),
            "agency referral",
        ),
        (re.compile(rf"(drop ?ins?|walk ?ins?)( only)?[ ,;:(-]+({_HOURS})"), "drop-in"),
        (re.compile(rf"(by )?appointments?( only)?[ ,;:(-]+({_HOURS})"), "appointment"),
    ),
}
"""Patterns of a folded cell that says more than a choice, with the choice; "" asks. The first
that fits counts."""

ASKED: dict[str, re.Pattern[str]] = {
    "sector": re.compile(
        r"(further |adult |secondary |primary )?education(al)?( sector| provider)?|fe|"
        r"(fe |local )?colleges?|(state |local )?schools?|academy|health( sector)?|"
        r"housing( associations?)?|"
        r"trusts?|charitable trusts?|other|mixed|partnership|independent|ltd|limited( company)?|"
        r"law cent(re|er)s?|legal aid firm|company limited by guarantee|clg|various|"
        r"public/private|network|forum|international|un|"
        r"christian|catholic|muslim|islamic|jewish|sikh|hindu|quaker|"
        r"individual|legal( sector)?|library|museum|arts|sports?|.*([/&,;]|\band\b).*"
    ),
    "stated_role": re.compile(
        r"maybe|sometimes|yes|y|no|n|x|\u2713|\u2714|members?|partners?|both|lead|"
        r"leading|stakeholder|associate|other|key|central"
    ),
    "access": re.compile(
        r"(ring|call|phone|contact|e ?mail|text|apply|enrol|register) .+|"
        r".* referrals?( only)?|no (referral|appointment|booking)s? (is |are )?(needed|required)|"
        r"(by |on |via )?referrals?( only| form| forms| needed| required| process)?|refer|referred|"
        r"(by |via )?(phone|telephone|tel|call|calls|ring|text|whatsapp|e ?mail|web|website|"
        r"web form|online form|form|letter)( us| first| call)?|phone( and| or|/| &) ?e ?mail|both|"
        r"(everyone|everybody|all)( is| are)? welcome|any|all|schools?|council|"
        r"colleges?|open to (all|anyone|everyone)|anyone|everyone|"
        r"various|varies|mixed|other|yes|no|y|n|outreach|in person|face to face|"
        r"home visits?|"
        r".*(\bor\b|\band\b|[/,;&+]).*"
    ),
    "accepting_referrals": re.compile(
        r"(ring|call|phone|contact|e ?mail|apply|enrol|register) .+|"
        r"unlimited|limited to .+|waiting .+|"
        r"sometimes|maybe|possibly|depends.*|varies|ask|ask first|call first|call|check|"
        r"check first|soon|(yes |opens |open |opening )?(from|in|after) .+|yes[ ,;:(-].+|"
        r"open[ ,;:(-].+|no[ ,;:(-].+|full[ ,;:(-].+|closed[ ,;:(-].+|by referral|referral only|"
        r"emergency only|emergencies only|urgent only|existing clients only"
    ),
    "role": re.compile(r"yes|x|attends?|attendee|other|various|none|partners?|deputy|secretary"),
}
"""Patterns of a folded cell that may mean more than one choice of the column, or none.

Never of status and direction: an empty status is active there and an empty direction one way, so
that to leave such a cell empty would be an answer.
"""
TOLD_UNKNOWN = frozenset(
    [
        *("not sure", "unsure", "don't know", "dont know", "do not know", "dk", "nk", "n/k"),
        *("no idea", "tba", "to be confirmed", "not recorded", "not applicable", "ask"),
    ]
)
"""Words for not known, beside those that every column knows."""

YES_MARKS = frozenset(
    ["\u2713", "\u2714", "\u2705", "\u2611", "yep", "yeah", "yes please", "always"]
)
NO_MARKS = frozenset(
    [
        "\u2717",
        "\u2718",
        "\u274c",
        "nope",
        "never",
        "not yet",
        "no longer",
        "no contract",
        "no legal aid",
        "no legal aid contract",
        "no laa contract",
        "no agreement",
        "no mou",
        "no sla",
        "no feedback",
    ]
)
YES_WORDS_OF: dict[str, frozenset[str]] = {
    "legal_aid": frozenset(
        ["laa", "laa contract", "contract", "legal aid", "legal aid contract", "has contract"]
    ),
    "agreement": frozenset(["mou", "sla", "signed", "written", "written agreement", "contract"]),
    "is_rural": frozenset(["rural"]),
}
"""Words that name what the column asks for, and so say yes."""

YES_AND_MORE = re.compile(
    r"(?!(?:yes|y) ?(?:or|/) ?(?:no|n)\b)(?:yes|y)(?: ?[-:,;.(\u2013]+ ?|  ?)(?=..)(?P<rest>.*)"
)
DOUBTS = re.compile(
    r".*\b(but|until|till|ended|ends|ending|from|soon|not|no|never|partly|partial|some|sometimes|"
    r"only|limited|lapsed|expired|expires|applied|applying|pending|maybe|perhaps|think|unsure|"
    r"probably|informal|informally|verbal|draft|was|were|used|stopped|under|via|through)\b.*|.*\?.*"
)
"""What may take back a yes that stands before it."""

UNSURE = re.compile(
    r"(?!(yes|y) ?(or|/) ?(no|n)\b)(sometimes|partly|partial|partially|in part|some|"
    r"occasionally|often|usually|mostly|rarely|"
    r"maybe|possibly|perhaps|probably|(yes|y|no|n) ?\?+|informal(ly)?|verbal(ly)?|applied( for)?|"
    r"pending|in progress|in development|in draft|draft|being drafted|lapsed|expired|limited|"
    r"depends|it depends|varies|ask|check|(yes|y|no|n)[ ,;:.(-]+..+|both|x|\u2717|under review|"
    r"not sure|don't know|dont know|dk|unsure|not applicable|nk|n/k)"
)
"""A folded answer that is neither yes nor no, or not clearly; "yes or no" only says what to fill
in."""
