"""What remarks say about getting help: how people get in, whether they are taken, in what language.

Only clear words count, and a clause that denies them ("no waiting list", "no appointment needed")
says nothing. Where two ways in are named the table, which holds one, is left empty and it is said.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from ecosystem.formats.tables.written.choice_words import WORDS

from .service_words import make_words

if TYPE_CHECKING:
    from collections.abc import Callable

_CLAUSE = re.compile(r"[.;,\n()\[\]|]|\s[-\u2013\u2014]\s|\s(?:or|and|but)\s")
_LONGEST_CLAUSE = 120
"""Characters of a clause that is read: a longer one is a sentence, and says more than one thing."""

_DENIED = re.compile(
    r"\b(?:no|not|never|without|don'?t|isn'?t|nor|often|sometimes|usually|was|were|if|when"
    r"|unless)\b",
    re.IGNORECASE,
)
_TIMES = make_words(
    "mon tue tues wed weds thu thur thurs fri sat sun mondays tuesdays wednesdays thursdays "
    "fridays "
    "saturdays sundays monday tuesday wednesday thursday friday saturday sunday weekdays weekday "
    "weekends weekly daily monthly fortnightly morning mornings afternoon afternoons evening "
    "evenings am pm noon midday every each on to and from at only hr hrs hour hours term time l e "
    "th st nd rd"
)
"""Words for days and times, and the letters that stand before or after their figures."""

_ACCESS = (
    (
        "appointment",
        (
            r"(?:strictly |by |only by |via )?(?:appointments?|appts?)"
            r"(?: only| needed| required| necessary| basis)?"
            r"|(?:please )?(?:ring|phone|call|email) (?:for|to make|to book) an appointment"
            r"|book(?:ing)? (?:needed|required|essential|only)|must book"
        ),
    ),
    ("drop-in", r"just (?:turn|drop|walk|come) (?:up|in)"),
    (
        "self-referral",
        (
            r"self[\s-]?refer(?:rals?|red)?(?: only| welcome| accepted| form| online)?"
            r"|people (?:can )?refer themselves"
        ),
    ),
    (
        "agency referral",
        (
            r"(?:by |via |on |through )?(?:agency|professional|gp|external|partner|"
            r"social worker|council|home office|third party|health) referrals?"
            r"(?: only| needed| required)?"
            r"|(?:by |via |through |on )?referrals? (?:only|needed|required|essential)"
            r"|(?:by |via |on |through )referrals?(?: only)?"
            r"|(?:referrals?|referred|refer) (?:only )?(?:from|by|via|through) .+"
        ),
    ),
    ("open access", r"open access|open to all(?:comers)?"),
    (
        "remote only",
        (
            r"(?:online|(?:tele)?phone|remote|zoom|by (?:tele)?phone|virtual)(?:ly)? only"
            r"|only (?:online|by (?:tele)?phone|remote(?:ly)?)"
        ),
    ),
)
_DROP_IN = re.compile(
    r"(?:open |weekly |daily |our )?(?:drop|walk)[\s-]?ins?(?: only| welcome| sessions?| service)*"
    r"(?![^\W\d_])",
    re.IGNORECASE,
)
_ACCESS_WORDS = tuple((choice, re.compile(words, re.IGNORECASE)) for choice, words in _ACCESS)

_AGENCIES = re.compile(
    r"(?:(?:via|by|through|from|any|an?|other|partner) )*(?:agenc(?:y|ies)|gps?|social workers?"
    r"|professionals?|home office|council|health visitors?)(?: allocations?| referrals?)?"
    r"(?: only)?",
    re.IGNORECASE,
)
"""Who refers, below a heading that asks how people get in."""

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_UNTIL = r"(?:\s+(?:until|till?|for|at|now|currently|up|on)\b.*|\s+" + _MONTH + r".*)?"
_FULL = re.compile(
    rf"(.*\b)?(?:full|over ?subscribed|at (?:full )?capacity|on hold|paused|suspended){_UNTIL}"
    r"|(.*\b)?(?:closed|paused|suspended|stopped)\s+(?:to|for|taking)\s+(?:all |any |new )*"
    r"(?:referrals?|refs?|clients?|cases?|people|applications?|members|bookings?|starters)\b.*"
    r"|(.*\b)?(?:referrals?|(?:waiting |wait )?list|books?)\s+(?:is |are |currently |now )*"
    r"(?:closed|paused|suspended|full)\b.*",
    re.IGNORECASE,
)
_NOT_TAKING = re.compile(
    r".*(?:\bnot|\bno longer|n't|\bunable to)\s+(?:be )?(?:currently |at present )?"
    r"(?:tak(?:e|ing)|accept(?:ing)?)\s+(?:on )?(?:any |new )*(?:referrals?|refs?|clients?|cases?"
    r"|people)\b.*"
    r"|.*\bno (?:capacity|spaces?|places|vacancies)"
    r"(?:\s+(?:until|till?|at|now|currently|left|available)\b.*)?",
    re.IGNORECASE,
)
_NOT_FULL = re.compile(
    r"\b(?:in|half|nearly|almost|always|be|can|could|may|might|soon|the|a|often|quite)\W*$",
    re.IGNORECASE,
)
"""How what stands before "full" ends where nobody says that it is: "paid in full", "often full"."""

_WAITING = re.compile(
    r"\bwait(?:ing)?[\s-]?lists?\b|\bwait(?:ing)? times?\b"
    r"|\b(?:days?|weeks?|wks?|months?|mths?|years?)['\u2019]?[\s-]wait\b"
    r"|\bwait (?:is |of |approx\.? |about |around |c\.? ?|~ ?)*\d",
    re.IGNORECASE,
)
_NO_WAITING = re.compile(r"\b(?:no|without|short(?:er)? than|never)\b[^,;]*\bwait", re.IGNORECASE)
_LIMITED = re.compile(
    r"\b(?:limited|few|very few|some) (?:capacity|places|spaces|availability|referrals"
    r"|appointments)\b",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"(?:is |are |currently |now |still )*(?:accepting|taking|open (?:to|for))(?: on)?(?: new)? "
    r"(?:referrals?|clients?|cases?|applications?)(?: now)?"
    r"|(?:spaces?|places|vacancies) (?:are )?available",
    re.IGNORECASE,
)

_ANSWERS = {
    "y": "yes",
    "yes": "yes",
    "open": "yes",
    "n": "no",
    "no": "no",
    "closed": "no",
    "limited": "limited",
}
_ANSWER = re.compile(
    r"(?P<not>not (?:at the moment|at present|currently|now|yet|right now|taking on))\b.*"
    rf"|(?:v(?:ery)?\.? )?(?P<answer>{'|'.join(_ANSWERS)})"
    r"(?P<more>\s*[-\u2013\u2014,;:(].*|\s+(?:via|by|through|but|until|till?|to|for)\b.*)?",
)
"""Answers below a heading that asks whether people are taken."""

_INTAKE = re.compile(
    r"\bwait|\breferr|\bvacanc|\b(?:spaces?|places|capacity|bookings?|lists?|books|applications?)\b",
    re.IGNORECASE,
)
_PARTLY = re.compile(
    r"\b(?:limited|limits?|very few|partly|case by case|(?:urgent|emergency|emergencies|crisis|"
    r"priority)(?: \w+)? only)\b"
)
"""What stands behind a yes that is one within limits."""

_IN_A_YEAR = rf" (?:(?:in|since) [\w ]*|{_MONTH} )?(?:19|20)\d\d"
_CLOSED = re.compile(
    r"(?:(?:has|have|is|are|now|service|permanently|project|all) )*(?:closed|ceased|wound up)"
    rf"(?: down| permanently| operating| trading|{_IN_A_YEAR})?"
    r"|(?:(?:has|have|service|project|all) )*(?:"
    rf"(?:ended|finished|stopped){_IN_A_YEAR}|(?:disbanded|discontinued|folded)(?:{_IN_A_YEAR})?)"
    r"|(?:is |are |service )*no longer (?:running|operating|open|exists?|in operation|active)",
    re.IGNORECASE,
)
"""What ended may be a course of it, or its money: a year tells that it is the whole."""

_CLOSED_NOW = re.compile(
    r"(?:(?:is|are|currently|now|service) )*(?:temporarily closed(?: (?:until|till?)\b.*)?"
    r"|closed for (?!good|ever)\w+\b.*"
    r"|closed (?:temporarily|until|till?|for now|at the moment)\b.*)",
    re.IGNORECASE,
)
_ANY_LANGUAGE = re.compile(
    r"\b(?:interpret|translat|language ?lines?\b|(?:the )?big ?word\b|all\b|any\b|various\b|multi|"
    r"many\b|several\b|most\b|others?\b|more\b|lots\b|etc\b|varies\b|varied\b|depend|mainly\b|"
    r"mostly\b|primarily\b|community languages?\b|\d+ (?:\w+ )?languages?\b)",
    re.IGNORECASE,
)
"""Words in cells about languages that say there are more than the cell names."""

_NO_LANGUAGE = re.compile(
    r"\s*\b(?:only|spoken|speaking|speakers?|staff|languages?)\b", re.IGNORECASE
)


@lru_cache(maxsize=50_000)
def read_access(text: str) -> frozenset[str]:
    """Return the ways in that a remark names.

    Examples
    --------
    >>> read_access("by appointment"), read_access("Referral from GP or any agency")
    (frozenset({'appointment'}), frozenset({'agency referral'}))
    >>> read_access("24 hr"), read_access("no appointment needed")
    (frozenset(), frozenset())
    """
    found = set()
    for clause in _list_clauses(text):
        if not _DENIED.search(clause):
            found |= {choice for choice, words in _ACCESS_WORDS if words.fullmatch(clause)}
            drop_in = _DROP_IN.match(clause)
            found |= {"drop-in"} if drop_in and is_times(clause[drop_in.end() :]) else set()
    return frozenset(found)


@lru_cache(maxsize=50_000)
def read_accepting(text: str) -> str:
    """Return whether people are taken, as the column accepting_referrals has it; empty if unsaid.

    Examples
    --------
    >>> read_accepting("full until Sept"), read_accepting("waiting list approx 3 months")
    ('no', 'waiting list')
    >>> read_accepting("no waiting list"), read_accepting("full time"), read_accepting("not full")
    ('', '', '')
    """
    clauses = _list_clauses(text)
    is_full = any(map(_says_full, clauses))
    is_closed = any(_WAITING.search(clause) and _says_full(clause) for clause in clauses)
    waits = any(_WAITING.search(part) and not _NO_WAITING.search(part) for part in clauses)
    if waits and not is_closed:
        return "waiting list"
    if is_full or is_closed:
        return "no"
    if any(_LIMITED.search(clause) and not _DENIED.search(clause) for clause in clauses):
        return "limited"
    return "yes" if any(_OPEN.fullmatch(clause) for clause in clauses) else ""


def read_answer_below(heading: str, cell: str) -> str:
    """Return what a plain answer means below a heading that asks: "Taking referrals?" Yes.

    Examples
    --------
    >>> [read_answer_below("Open?", cell) for cell in ("Yes - limited", "closed to new", "yes?")]
    ['limited', 'no', '']
    >>> read_answer_below("Is there a wait?", "yes"), read_answer_below("Open?", "Not yet")
    ('waiting list', 'no')
    """
    folded = cell.casefold().strip(" .")
    if "wait" in heading.casefold():
        return "waiting list" if folded in {"y", "yes"} or folded[:1].isdigit() else ""
    answer = _ANSWER.fullmatch(folded)
    if answer is None or "?" in folded:
        return ""
    said = "no" if answer["not"] else _ANSWERS[answer["answer"]]
    return "limited" if said == "yes" and _PARTLY.search(answer["more"] or "") else said


def asks_of_intake(heading: str) -> bool:
    """Tell whether "closed" below a heading is said of a list or a way in, not of the service.

    Examples
    --------
    >>> asks_of_intake("Waiting list"), asks_of_intake("Referrals"), asks_of_intake("Notes")
    (True, True, False)
    """
    return bool(_INTAKE.search(heading))


def read_ways_below(cell: str) -> frozenset[str]:
    """Return the ways in that a cell names below a heading that asks for them, in fewer words.

    Examples
    --------
    >>> read_ways_below("agency only"), sorted(read_ways_below("GP or self"))
    (frozenset({'agency referral'}), ['agency referral', 'self-referral'])
    >>> read_ways_below("form")
    frozenset()
    """
    found = set(read_access(cell))
    for clause in _list_clauses(cell):
        if _AGENCIES.fullmatch(clause):
            found.add("agency referral")
        elif clause.casefold() in WORDS["access"]:
            found.add(WORDS["access"][clause.casefold()])
    return frozenset(found)


def _says_full(clause: str) -> bool:
    match = _FULL.fullmatch(clause)
    if match is None:
        return bool(_NOT_TAKING.fullmatch(clause))
    before = next(filter(None, match.groups()), "")
    return not (_DENIED.search(before) or _NOT_FULL.search(before))


def find_clause(text: str, read: Callable[[str], str | frozenset[str]], meant: str) -> str:
    """Return the shortest part of a remark that is read as what is meant, else the whole.

    What else the remark says, as whom to ask for, need not be told again.

    Examples
    --------
    >>> find_clause("ask for Ann. Full until May", read_accepting, "no")
    'Full until May'
    """
    for clause in sorted(_list_clauses(text), key=len):
        found = read(clause)
        if meant in ({found} if isinstance(found, str) else found):
            return clause
    return text


def is_times(text: str) -> bool:
    """Tell whether a text holds nothing but days and times, or nothing at all.

    Examples
    --------
    >>> is_times("Tues 10-2"), is_times("on Tuesdays"), is_times("Tuesday club")
    (True, True, False)
    """
    return all(word in _TIMES for word in re.findall(r"[^\W\d_]+", text.casefold()))


def is_about_intake(text: str) -> bool:
    """Tell whether a text says nothing but how people get in, or whether they are taken.

    A drop-in is a service of its own.
    """
    ways = read_access(text)
    return bool(read_accepting(text)) or (bool(ways) and "drop-in" not in ways)


@lru_cache(maxsize=50_000)
def read_status(text: str) -> str:
    """Return whether a remark says that something is closed, as the column status has it.

    Examples
    --------
    >>> read_status("now closed"), read_status("Temporarily closed until May")
    ('closed', 'temporarily closed')
    >>> read_status("closed on Mondays"), read_status("closed to referrals")
    ('', '')
    """
    clauses = _list_clauses(text)
    if any(_CLOSED_NOW.fullmatch(clause) for clause in clauses):
        return "temporarily closed"
    return "closed" if any(_CLOSED.fullmatch(clause) for clause in clauses) else ""


@lru_cache(maxsize=50_000)
def read_languages(cell: str) -> str | None:
    """Return the languages of a cell, None if it says that there are more than it names.

    Interpreters are no language: with them help may be given in any, so that the languages named
    beside them are not all there are, and a service is not for their speakers alone.

    Examples
    --------
    >>> read_languages("Arabic, Kurdish (Sorani)"), read_languages("English only")
    ('Arabic, Kurdish (Sorani)', 'English')
    >>> read_languages("English + interpreters") is None, read_languages("Language line") is None
    (True, True)
    """
    if _ANY_LANGUAGE.search(cell):
        return None
    return _NO_LANGUAGE.sub("", cell).strip()


@lru_cache(maxsize=50_000)
def _list_clauses(text: str) -> tuple[str, ...]:
    """Return a remark, and its clauses: "Mon-Fri 9-5, by appointment" has two."""
    flat = " ".join(text.split())
    # A way in may have an "or" in it: "referral from GP or any agency".
    clauses = [clause.strip(" .:!*") for clause in (flat, *_CLAUSE.split(flat)) if clause]
    return tuple(dict.fromkeys(clause for clause in clauses if 0 < len(clause) <= _LONGEST_CLAUSE))
