"""What a cell says of a number that is written as people write: about 20, 10-15, 2k, 8 beds.

A text is read in three steps. Words are first turned into signs that mean one thing each: ~ for
about, + for "or more", < and <= for a most, and a mark for each span of time. What is left must
then be a number or two, with a unit behind, and nothing else. Last the unit is judged by what the
column counts: people, pounds, days, hours or meetings. Nothing is multiplied but the days in a
week or a month, because the column says what it counts and the cell says otherwise: who wrote it is
asked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from ecosystem.data import MISSING_WORDS, clean_text

Counted = Literal["people", "places", "pounds", "days", "hours", "meetings"]
"""What a column counts; places are people that a service can see, and may be called beds."""

Kind = Literal[
    "number", "unit", "judged", "limits", "small", "asked", "vague", "said unknown", "none", "date"
]
"""What was met: a number, one with a clear unit, one whose unit is a judgement, limits without the
number between, a most so small that it says only that people are few, a unit or words that may
count something else, words without a number, words for not known, "none", and a date where a
number should stand."""


@dataclass(frozen=True)
class WrittenNumber:
    """What a cell says: a number, or between what limits it lies, or neither.

    Attributes
    ----------
    kind
        What was met.
    number, low, high
        As plain digits; empty where that is not known.
    is_below
        Whether the most is itself not reached, as in "under 50".
    is_yearly
        Whether it says that it is of a year.
    """

    kind: Kind
    number: str = ""
    low: str = ""
    high: str = ""
    is_below: bool = False
    is_yearly: bool = False


_PLAIN = re.compile(r"[-+]?[\d,]*\.?\d*")
_MONTH = "(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
_AS_DATE = re.compile(rf"\d{{4}}-\d\d?-\d\d?.*|\d{{1,2}}[-/ ]{_MONTH}|{_MONTH}[-/ ]\d{{2}}")
"""What a spreadsheet makes of 10-12 as it is typed: a day, 10-Dec, or Oct-12."""

_TOLD_UNKNOWN = MISSING_WORDS | {
    "don't know",
    "dont know",
    "do not know",
    "dk",
    "n/k",
    "nk",
    "not sure",
    "unsure",
    "no idea",
    "not counted",
    "not recorded",
    "not available",
    "not yet known",
    "to be confirmed",
    "tba",
    "to be announced",
    "to follow",
    "awaiting",
    "pending",
    "no data",
    "no figures",
}
_NOT_YET = re.compile(r"(n/a|tbc|tba|unknown|not known|not sure|new|awaiting)[ ,;:(-].+")
_SILENT = frozenset(["", "-", "\u2013", "n/a", "na", "nan", "null"])
"""What programs and people put in an empty cell, of which there is nothing to say."""

_VAGUE = re.compile(
    r"(quite |very |only |just |a )*(a )?(few|lots?|many|some|several|loads|plenty|handful|couple|"
    r"dozens|hundreds|thousands|various|varies|varied|variable|it varies|vary|depends|it depends|"
    r"changes|flexible|unlimited|limited|no limits?|no maximum|no max|infinite|full|high|low|"
    r"medium|most|all|any|everyone|everybody|anyone|as needed|as required|as many as needed|"
    r"on demand|ad hoc|ongoing|sometimes|occasional(ly)?|regular(ly)?|often|rare(ly)?|large|small|"
    r"big|lots and lots|multiple|numerous|irregular(ly)?|bi-?monthly|bi-?annual(ly)?)"
    r"( of)?( people| clients| places| families)?"
)
_NOUGHT = frozenset(["nil", "zero", "nobody", "no one", "no-one", "no people", "no places"])

_ONES = [
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
    *("twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_NUMBER_WORDS = (
    {word: value for value, word in enumerate(_ONES, 1)}
    | {word: 10 * value for value, word in enumerate(_TENS, 2)}
    | {"a dozen": 12, "dozen": 12, "a hundred": 100, "fortnight": 1}
)
_COMPOUND = re.compile(rf"\b({'|'.join(_TENS)})[- ]({'|'.join(_ONES[:9])})\b")
_IN_WORDS = re.compile(
    rf"\b(a dozen|dozen|a hundred|{'|'.join(sorted([*_ONES, *_TENS], key=len, reverse=True))})\b"
)

# In this order: a longer phrase goes before one that is part of it.
_SIGNS = tuple(
    (re.compile(pattern), sign)
    for pattern, sign in (
        (r"[\u2010-\u2015\u2212]", "-"),
        (r"[\u2248\u2243\u2245]", "~"),
        (r"[()\[\]\"'\u2018\u2019\u201c\u201d]", " "),
        (r"\u2264", "<="),
        (r"\u2265|>=|>", "+ "),
        (r"\b(no|not) (more|greater|higher) than\b|\bat (the )?most\b|\bup ?to\b", "<="),
        (r"\b(a )?max(imum)?( of)?\b\.?|\bor (fewer|less|under|below)\b", "<="),
        (r"\b(under|below|less than|fewer than)\b", "<"),
        (r"\b(no|not) (less|fewer) than\b|\bat (the )?least\b|\bupwards of\b", "+ "),
        (r"\b(over|above|more than|minimum( of)?|min\.?(?= ?\d)|(?<=\d )min$)(?= |\d|~|$)", "+ "),
        (r"\b(or|and) (more|over|above|up|upwards|higher)\b|\bplus\b|\bminimum\b", "+ "),
        (r"\b(approx(imately|imate)?|about|around|roughly|circa|say)\b\.?", "~"),
        (r"\b(est(imated?)?|nearly|almost|c(irc)?a?)(\.| |(?=\d)|(?=~))", "~"),
        (r"(?<=\d)ish\b|\b(or so|or thereabouts|ish)\b|\b(approx|est|estimated?)$", "~"),
        (r"\bbetween (?P<low>\S+) and (?=\S)", r"\g<low>-"),
        (r"\bbetween (?=\S)", ""),
        (r"(?<=[\dkm]) ?(?:-|\bto\b) ?(?=[\u00a3\d~])", "-"),
        (r"\bp\.? ?a\b\.?|\b(per|an|a|each|every) (annum|year|yr)\b|/ ?(yr|year|y)\b", " @year "),
        (r"\b(annually|annual|yearly|in a year|@year @year)\b", " @year "),
        (r"\b(per|a|an|each|every) (?=(half )?[a-z])|/ ?(?=[a-z])|\bp\.?(?=[wmcdh]\b)", " @"),
        (
            r"\b(weekly|monthly|daily|quarterly|fortnightly|termly|at a time|at any one time)\b",
            " @w",
        ),
    )
)
_AMOUNT = r"(?P<{0}>[\u00a3]? ?(?:\d{{1,3}}(?:[, ]\d{{3}})+|\d+)(?:\.\d+)?)"
_SCALE = r"\s?(?P<{0}>k|m|mn|million|thousand|hundred)?(?![a-z])"
_UNIT_AT_ONCE = re.compile(r"(?<=\d)(?=(?!k\b|m\b|mn\b|million|ish)[a-z]{2})|(?<=\d)(?=h\b)")
"""Between a number and a unit written on to it, as in 6wks and 20pw."""
_CELL = re.compile(
    rf"(?P<before>[~+<= ]*){_AMOUNT.format('first')}{_SCALE.format('first_scale')}"
    rf"(?:\s?-\s?~?\s?{_AMOUNT.format('second')}{_SCALE.format('second_scale')})?"
    r"\s?(?P<after>[~+<=]*)\s?(?P<unit>[^\d@~+<=]*?)\s?(?P<late>[~+<=]*)\s?(?P<rate>(?:@\w* ?)*)"
)
_ONE_SPAN = re.compile(
    r"^(?P<before>(?:(?:about|approx\.?|around|c\.?|~|under|over|up to|at least|less than|"
    r"more than) ?)?)(?:a |one )?(?=(?:week|fortnight|month|year)$)"
)
"""Before a span of time without a number, as in "about a month"."""
_SCALES = {"": 1, "hundred": 100, "k": 1e3, "thousand": 1e3, "m": 1e6, "mn": 1e6, "million": 1e6}
_BEGINS = re.compile(
    r"[~+<=\u00a3 ]*\d[\d,.]*(k\b|m\b)?[^\w]*[ (/@?].*|\d+([\u20ac$%?]|-$).*|[\u20ac$].*|"
    r"(every|each|once|twice|half|total|in total|from|over|@).*"
)
"""A text that begins with a number and then says more: what it counts is somebody's to say."""
_LONGEST = 60
"""Letters of a cell that may be a number: what is longer is a remark."""

_PEOPLE = frozenset(
    [
        "people",
        "persons",
        "person",
        "ppl",
        "clients",
        "client",
        "individuals",
        "individual",
        "adults",
        "adult",
        "women",
        "men",
        "children",
        "young",
        "yp",
        "learners",
        "learner",
        "students",
        "student",
        "guests",
        "guest",
        "participants",
        "attendees",
        "patients",
        "refugees",
        "beneficiaries",
        "members",
        "users",
        "user",
        "service",
        "residents",
        "referrals",
        "referral",
        "referred",
        "sent",
        "accepted",
        "new",
        "total",
        "in",
    ]
)
_UNITS: dict[Counted, frozenset[str]] = {
    "people": _PEOPLE,
    "places": _PEOPLE
    | frozenset(["place", "places", "space", "spaces", "slot", "slots", "seat", "seats"]),
    "pounds": frozenset(["pounds", "pound", "gbp", "\u00a3", "grant", "total"]),
    "days": frozenset(["day", "days", "calendar"]),
    "hours": frozenset(["hour", "hours", "hr", "hrs", "h"]),
    "meetings": frozenset(["meeting", "meetings", "times", "x"]),
}
"""Words that say of a number what its column says as well."""

_BEDS = frozenset(
    ["bed", "beds", "bedspace", "bedspaces", "bed-space", "bed-spaces", "bunk", "bunks"]
)
_TIMES: dict[Counted, dict[str, float]] = {
    "days": {
        "hour": 1 / 24,
        "hr": 1 / 24,
        "week": 7,
        "wk": 7,
        "fortnight": 14,
        "month": 30,
        "mth": 30,
        "year": 365,
        "yr": 365,
    },
    "hours": {"minute": 1 / 60, "min": 1 / 60, "mins": 1 / 60, "day": 0},
}
"""Spans of time in the unit of the column; a month has about 30 days."""

_EXACT_DAYS = frozenset(["week", "wk", "fortnight", "hour", "hr"])
_MEETINGS = {
    "weekly": 52,
    "fortnightly": 26,
    "monthly": 12,
    "quarterly": 4,
    "termly": 3,
    "twice a year": 2,
    "twice yearly": 2,
    "six monthly": 2,
    "annually": 1,
    "annual": 1,
    "yearly": 1,
    "once a year": 1,
    "every week": 52,
    "every month": 12,
    "once a week": 52,
    "once a month": 12,
}
"""How often, as meetings a year. "Bimonthly" is left out: it means two things."""


def read_written(text: str, counted: Counted) -> WrittenNumber | None:
    """Return what a cell says, or None if it is plain digits already or cannot be understood.

    Examples
    --------
    >>> read_written("approx 20", "places").number, read_written("6 weeks", "days").number
    ('20', '42')
    >>> range = read_written("10-15", "places")
    >>> range.kind, range.number, range.low, range.high
    ('limits', '', '10', '15')
    >>> read_written("2 days a week", "places").kind, read_written("120", "places")
    ('asked', None)
    """
    folded = " ".join(clean_text(text).casefold().split()).strip(" .;:!")
    if folded in _SILENT or _PLAIN.fullmatch(folded):
        return None
    return _read_words(folded, counted) or _read_amount(folded, counted)


def _read_words(folded: str, counted: Counted) -> WrittenNumber | None:
    """Read what holds no number, or only one that is no number here."""
    word = folded.replace("\u2019", "'").strip("?").strip() or "?"
    if word == "none":
        return WrittenNumber("none")
    if word in _TOLD_UNKNOWN or _NOT_YET.fullmatch(word):
        return WrittenNumber("said unknown")
    if word in _NOUGHT or (counted == "days" and word in {"same day", "no wait", "immediate"}):
        return WrittenNumber("number", "0")
    if counted == "meetings" and word in _MEETINGS:
        return WrittenNumber("number", str(_MEETINGS[word]))
    if _VAGUE.fullmatch(word):
        return WrittenNumber("vague")
    return WrittenNumber("date") if _AS_DATE.fullmatch(folded) else None


def _read_amount(folded: str, counted: Counted) -> WrittenNumber | None:
    """Read a number or two with what stands around them."""
    signed = _put_signs(folded, counted) if len(folded) <= _LONGEST else ""
    match = _CELL.fullmatch(signed)
    if match is None:
        says_more = _BEGINS.fullmatch(signed) or _BEGINS.fullmatch(folded)
        return WrittenNumber("asked") if says_more else None
    first, second = _read_pair(match)
    signs = "".join(match.group("before", "after", "late"))
    rates = match["rate"].split()
    kind, factor = _judge_unit(match["unit"], rates, counted)
    if kind == "asked" or ("\u00a3" in signed and counted != "pounds"):
        return WrittenNumber("asked")
    if second is None and "+" not in signs and "<" not in signs:
        return _make_number(kind, first * factor, counted, is_yearly=bool(rates))
    low, high = _find_limits(first, second, signs)
    if low is not None and high is not None and low > high:
        return WrittenNumber("asked")
    return WrittenNumber(
        "limits",
        low="" if low is None else _as_digits(low * factor),
        high="" if high is None else _as_digits(high * factor),
        is_below="<" in signs and "<=" not in signs,
        is_yearly=bool(rates),
    )


def _put_signs(folded: str, counted: Counted) -> str:
    text = _UNIT_AT_ONCE.sub(" ", folded)
    text = _COMPOUND.sub(lambda m: str(_NUMBER_WORDS[m[1]] + _NUMBER_WORDS[m[2]]), text)
    text = _IN_WORDS.sub(lambda match: str(_NUMBER_WORDS[match[0]]), text)
    if counted == "days":
        text = _ONE_SPAN.sub(r"\g<before>1 ", text)
    for pattern, sign in _SIGNS:
        text = pattern.sub(sign, text)
    return " ".join(text.split())


def _read_pair(match: re.Match[str]) -> tuple[float, float | None]:
    """Return the numbers of a cell; in 10-15k both are thousands, in 900-1.2k the second is."""
    first, scale = _as_float(match["first"]), match["first_scale"] or ""
    if match["second"] is None:
        return first * _SCALES[scale], None
    second, second_scale = _as_float(match["second"]), match["second_scale"] or ""
    if not scale and first < second:
        scale = second_scale
    return first * _SCALES[scale], second * _SCALES[second_scale]


def _as_float(text: str) -> float:
    return float(re.sub(r"[^\d.]", "", text))


def _find_limits(
    first: float, second: float | None, signs: str
) -> tuple[float | None, float | None]:
    if second is not None:
        return first, None if "+" in signs else second
    return (first, None) if "+" in signs else (None, first)


def _judge_unit(unit: str, rates: list[str], counted: Counted) -> tuple[Kind, float]:
    """Return how sure a unit is, and by what a number with it is multiplied."""
    words = unit.replace("/", " ").replace(",", " ").replace(".", " ").split()
    kind: Kind = "unit" if words or rates else "number"
    is_yearly = set(rates) == {"@year"} and counted in {"people", "places", "pounds", "meetings"}
    if rates and not is_yearly:
        return "asked", 1
    if not words or set(words) <= _UNITS[counted]:
        return kind, 1
    if counted == "places" and set(words) <= _BEDS | _UNITS["places"]:
        return "judged", 1
    times = _TIMES.get(counted, {})
    span = words[0].removesuffix("s")
    if len(words) == 1 and times.get(span):
        return ("unit" if span in _EXACT_DAYS or counted == "hours" else "judged"), times[span]
    return "asked", 1


def _make_number(kind: Kind, number: float, counted: Counted, *, is_yearly: bool) -> WrittenNumber:
    # Half a person is an average of something else: only who wrote it knows of what.
    if counted in {"people", "places"} and not number.is_integer():
        return WrittenNumber("asked")
    return WrittenNumber(kind, _as_digits(number), is_yearly=is_yearly)


def _as_digits(number: float) -> str:
    # To a ten-thousandth: pence are kept, and what floats leave over is not.
    return str(int(number)) if number.is_integer() else str(round(number, 4))
