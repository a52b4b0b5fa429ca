"""A cell that tells what an organisation does, parted into services.

Commas, semicolons, new lines, bullets and full stops part services; "and", "&" and slashes only
where each side is a service of another type by the vocabulary, without what it says in brackets.
Nothing is parted in brackets. What
is no service by itself stays with the one before it: a level, a day, more people whom it is for.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from .intake_words import is_about_intake, is_times, read_status
from .service_words import (
    ADVICE,
    DROP_IN,
    IMMIGRATION,
    LEGAL,
    find_level,
    find_service_type,
    is_about_people,
    make_words,
)

if TYPE_CHECKING:
    from collections.abc import Sequence


_BULLET = re.compile(
    r"(?:^|\n)\s*(?:[-*\u2013\u2022\u00b7\u25aa\u25cf\u25e6\u2023>]|\d{1,2}[.)])\s+"
)
_LEAD = re.compile(r"[ \t]*[-:\u2013\u2014][ \t]*(?=\n)")
"""How a line ends below which its parts stand, each behind a mark."""

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_CLEAR = re.compile(
    r"[;|\n\u2022\u00b7\u25aa\u25cf\u25e6\u2023]"
    r"|(?<!\b[A-Z])(?<!\bSt)(?<!\bMr)(?<!\bDr)(?<!\bRev)(?<!incl)(?<!approx)(?<!e\.g)(?<!i\.e)"
    r"(?<!etc)\.\s+(?=[A-Z])"
)
_COMMA = re.compile(",")
_AND = re.compile(r"\s(?:and|plus|as well as)\s|\s?[&+/]\s?", re.IGNORECASE)
_FILLER = re.compile(
    r"(?:and|also|plus|with|an?|the|(?:we|they)(?: also| now)? (?:provide|offer|run|give|have"
    r"|do|deliver)"
    r"|(?:we|they)(?: also)?|provides?|offers?|runs?|delivers?|providing|offering|running"
    r"|delivering|"
    r"provision of|delivery of) (?=\S)",
    re.IGNORECASE,
)
_DETAIL = make_words(
    "all some up to from pre entry beginner beginners intermediate advanced improvers level levels "
    "lvl oisc iaa etc more other others by phone online in person one and only weekly monthly "
    "daily term time"
)
"""Words that are no service by themselves, as after a comma: "entry 1-3", "Tues 10-2", "etc."."""

_OF_LEGAL = make_words("casework appeal appeals representation advocacy no not legal aid")
"""Words that after a comma say more of legal or immigration advice."""

_NOT_NOW = re.compile(
    r"^(?:not(?!.for)|no(?! recourse)|does(?:n'?t| not)|do(?:n'?t| not)|excluding|excl\.?"
    r"|except|without)\b"
    r"|(?:^|[-(\u2013\u2014:,])\s*(?:tb[ac]|to be confirmed)\s*\)?$|\?\s*\)?$"
    r"|\b(?:planned|planning to|coming soon|hop(?:e|ing) to|in development|proposed|used to (?:run|"
    r"offer|do|provide)|formerly|discontinued|no longer|has ended|have ended)\b",
    re.IGNORECASE,
)
_HOW_MANY = re.compile(
    r"(?:(?:approx|about|around|up to|max|c|over|at least)\b\.? ?|~ ?)*\d+ "
    r"(?:bed(?:space|room)?s?|places?|rooms?|units?|houses?|flats?|hosts?|spaces?|people|families"
    r"|households?|volunteers?|staff)\b",
    re.IGNORECASE,
)
"""How words begin that say how many of something there are, which is no service by itself."""

_UNSAID = frozenset(
    [
        "not sure",
        "don't know",
        "dont know",
        "unsure",
        "to be confirmed",
        "various",
        "lots",
        "unclear",
    ]
)
"""What people write where they do not know what is done, beside the words for "not known"."""

_MOST_WORDS = 6
"""Words from which a part that no word explains reads as a remark, beside parts that are services:
names of services are rarely longer, and sentences rarely shorter."""

_LONGEST_CELL, _MOST_PARTS, _LONGEST_PART = 2000, 40, 300
"""Characters of a cell that is a list, parts it may have, and characters of a part in which "and"
is looked for. Beyond these it is a text, and parting it would take long and help nobody."""


@lru_cache(maxsize=50_000)
def split_services(cell: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the services that a cell names, and what else it says, both in its own words.

    Examples
    --------
    >>> split_services("Immigration advice (OISC Level 1), food parcels, drop in on Tuesdays")[0]
    ('Immigration advice (OISC Level 1)', 'food parcels', 'drop in on Tuesdays')
    >>> split_services("Food and clothes; counselling for asylum seekers and refugees")[0]
    ('Food', 'clothes', 'counselling for asylum seekers and refugees')
    """
    services: list[str] = []
    if len(cell) > _LONGEST_CELL or len(_COMMA.findall(cell)) > _MOST_PARTS:
        return (_trim(cell),), ()
    for part in _split(_CLEAR, _BULLET.sub("\n", _join_parts(cell))):
        if part.rstrip().endswith(":") and not find_service_type(part):
            # "We offer:" says that services follow.
            continue
        start = len(services)
        for piece in _split(_COMMA, part):
            words = _trim(piece)
            if not words:
                continue
            if len(services) > start and _is_continued(services[-1], words):
                services[-1] = f"{services[-1]}, {words}"
            else:
                services += _split_at_and(words)
    if len(services) > _MOST_PARTS:
        return (_trim(cell),), ()
    return _part_remarks(services)


def _join_parts(cell: str) -> str:
    """Return a cell whose parts below a line that names their service stand in it in brackets."""
    lead = _LEAD.search(cell)
    if lead is None:
        return cell
    above, below = cell[: lead.start()], cell[lead.end() :]
    name = above.rpartition("\n")[2]
    marks = list(_BULLET.finditer(below))
    is_named = find_service_type(name) not in {"", ADVICE, DROP_IN}
    if not is_named or not marks or marks[0].start() or len(_split_at_and(_trim(name))) > 1:
        return cell
    parts = [part.strip() for part in _BULLET.split(below) if part.strip()]
    if any("\n" in part for part in parts):
        # Below a line without a mark another list begins.
        return cell
    return f"{above} ({', '.join(parts)})"


def _split(marks: re.Pattern[str], text: str) -> list[str]:
    """Return the parts of a text between marks that do not stand in brackets."""
    # What is in brackets is blotted out, as long as it was, so that places stay the same.
    plain = _BRACKETS.sub(lambda inside: "_" * len(inside[0]), text)
    parts, start = [], 0
    for mark in marks.finditer(plain):
        parts.append(text[start : mark.start()])
        start = mark.end()
    return [*parts, text[start:]]


def _trim(text: str) -> str:
    text = " ".join(text.split()).strip(" -\u2013.,;:!")
    if _BRACKETS.fullmatch(text):
        text = text[1:-1].strip(" !.")
    while filler := _FILLER.match(text):
        text = text[filler.end() :]
    return text


def _is_continued(before: str, words: str) -> bool:
    """Tell whether a part after a comma belongs to the service before it."""
    if is_about_people(words):
        return bool(re.search(r"\b(?:for|to|with|of|by|and)\b", before)) or is_about_people(before)
    if is_about_intake(words) or _is_detail(words) or _HOW_MANY.match(words):
        return True
    service_type = find_service_type(words)
    about = find_service_type(before)
    # "Immigration advice, OISC 2, legal aid": more about one service.
    if about in {IMMIGRATION, LEGAL}:
        is_level = bool(find_level(words)) and len(words.split()) < 4
        if is_level or all(word in _OF_LEGAL | _DETAIL for word in _list_letters(words)):
            return True
    # "ESOL: beginners, improvers" names one service and its parts; so does a dash.
    is_list = ":" in before or re.search(r" [-\u2013\u2014] ", before) is not None
    return is_list and bool(about) and service_type in {"", about}


def _split_at_and(words: str) -> list[str]:
    """Return the sides of each "and" that parts services of different types, else the words."""
    if len(words) > _LONGEST_PART:
        return [words]
    sides = _split(_AND, words)
    # Where each side begins and ends, so that what is not parted keeps its own "and".
    parts, start, end = [], 0, len(sides[0])
    for side in sides[1:]:
        begins = words.index(side, end) if side else end
        is_list = words[end:begins] == " / "
        if _are_two(words[start:end].strip(), words[begins:].strip(), is_list=is_list):
            parts.append(words[start:end].strip())
            start = begins
        end = begins + len(side)
    return [*parts, words[start:].strip()]


def _is_detail(words: str) -> bool:
    """Tell whether words are only levels, days and times, or the end of a list."""
    return is_times(" ".join(word for word in _list_letters(words) if word not in _DETAIL))


def _list_letters(words: str) -> list[str]:
    return re.findall(r"[^\W\d_]+|\d+", words.casefold())


def _are_two(left: str, right: str, *, is_list: bool) -> bool:
    types = find_service_type(left), find_service_type(right)
    # What stands in brackets is said of a service: "appeals (legal aid)" names none by itself.
    is_named = all(find_service_type(_BRACKETS.sub(" ", side)) for side in (left, right))
    if not all(types) or not is_named:
        return False
    if types[0] == types[1]:
        return is_list
    # "Children and young people's mental health", "food for women and families": whom it is for.
    return not (is_about_people(left) or is_about_people(right))


def _part_remarks(services: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the services, and the sentences beside them that name none."""
    is_named = [bool(find_service_type(words)) for words in services]
    is_remark = [
        is_not_now(words)
        or (not named and _says_no_more(words))
        or (not named and any(is_named) and len(words.split()) > _MOST_WORDS)
        for named, words in zip(is_named, services, strict=True)
    ]
    kept = [words for words, remark in zip(services, is_remark, strict=True) if not remark]
    left = [words for words, remark in zip(services, is_remark, strict=True) if remark]
    return tuple(kept), tuple(left)


def is_not_now(words: str) -> bool:
    """Tell whether words are about what is not done: planned, ended, or denied.

    Examples
    --------
    >>> is_not_now("NOT immigration"), is_not_now("ESOL (planned)"), is_not_now("no recourse")
    (True, True, False)
    """
    return bool(_NOT_NOW.search(words))


def _says_no_more(words: str) -> bool:
    if words.casefold() in _UNSAID or is_not_now(words):
        return True
    says_how = is_about_intake(words) or bool(read_status(words))
    return says_how or is_about_people(words) or _is_detail(words)
