"""Words of a tie: none, wished for, how often, how strong, or not known."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from ecosystem.data import MISSING_WORDS, clean_text

_ZERO = re.compile(r"[-+\u2212]?(?:0+(?:[.,]0*)?|[.,]0+)(?:e[-+]?\d+)?")
"""Nought in any notation: 0, 0.00, 0,0, .0, 00, -0, 0e0."""

_NUMBER = re.compile(r"[-+]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:e[-+]?\d+)?")

_NO_TIE = frozenset(
    [
        "do not work together",
        "do not work with them",
        "false",
        "n",
        "neither",
        "never",
        "nil",
        "no",
        "no contact",
        "no contact at all",
        "no tie",
        "none",
        "none at all",
        "not at all",
        "not any more",
        "not anymore",
        "not at present",
        "not at the moment",
        "not currently",
        "not in contact",
        "not now",
        "not yet",
        "no longer",
        "never met",
        "haven't yet",
        "nothing",
        "never heard of",
        "never heard of them",
        "don't know them",
        "do not know them",
        "not aware of them",
        "no relationship",
        "no working relationship",
        "no connection",
        "no involvement",
        "no link",
        "no links",
    ]
)
_DO_NOT_KNOW = frozenset(
    [
        "can't say",
        "cannot say",
        "do not know",
        "don't know",
        "dont know",
        "dk",
        "no answer",
        "not sure",
        "prefer not to say",
        "unsure",
    ]
)
_PLANNED = re.compile(
    r"(?:no|not yet|not currently)\b[\s,;:.(\u2013-]+(?:not yet|but )?.*\b(?:plan\w*|hop(?:e|ing)|"
    r"would like|want to|intend\w*|used to|in future|in the past|any ?more|yet)\b.*|used to\b.*|"
    r"(?:we |they )?(?:would|'d|want|hop(?:e|ing)|plan(?:ning|ned)|intend\w*|wish)"
    r"(?: (?:like|love|soon|be))?(?: to\b.*)?|"
    r"(?:a )?(?:potential|possible|future|former|previous|past)"
    r" (?:link|partner|relationship|contact|tie)s?|in the past|in (?:the )?future"
)
"""Answers that say of a tie that there is none, and that there was or may come to be one."""

_DENIES = re.compile(
    r"(?:we |they )?(?:no|not|never|none|nothing|don't|do not|haven't|have not|hardly|barely)\b.*"
)
"""How answers begin that most likely say that there is no tie, in words that are not known."""

_TIE = frozenset(
    [
        "yes",
        "y",
        "x",
        "true",
        "\u2611",
        "\u2705",
        "\u2713",
        "\u2714",
        "\u2714\ufe0f",
        "checked",
        "selected",
        "ticked",
    ]
)
_STRENGTHS = {
    "hardly ever": 1,
    "rarely": 1,
    "very rarely": 1,
    "seldom": 1,
    "yearly": 1,
    "annually": 1,
    "once a year": 1,
    "every year": 1,
    "once or twice a year": 1,
    "twice a year": 1,
    "a little": 2,
    "a bit": 2,
    "sometimes": 2,
    "occasionally": 2,
    "quarterly": 2,
    "termly": 2,
    "every few months": 2,
    "a few times a year": 2,
    "several times a year": 2,
    "once a quarter": 2,
    "every quarter": 2,
    "once every few months": 2,
    "monthly": 3,
    "once a month": 3,
    "every month": 3,
    "most months": 3,
    "regularly": 3,
    "once or twice a month": 3,
    "fortnightly": 4,
    "every fortnight": 4,
    "every two weeks": 4,
    "twice a month": 4,
    "a few times a month": 4,
    "several times a month": 4,
    "weekly": 4,
    "once a week": 4,
    "every week": 4,
    "most weeks": 4,
    "once or twice a week": 4,
    "a lot": 4,
    "a great deal": 4,
    "often": 4,
    "frequently": 4,
    "very often": 5,
    "twice a week": 5,
    "a few times a week": 5,
    "several times a week": 5,
    "daily": 5,
    "every day": 5,
    "once a day": 5,
    "several times a day": 5,
    "most days": 5,
    "all the time": 5,
    "always": 5,
}
"""How often, or closely, as the strength of a tie, from 1 (hardly) to 5 (daily work together)."""

_ON_A_SCALE = re.compile(r"\d\s*[-\u2013\u2014.:=)]+\s*(?=[^\W\d])|\d\s+(?=\()")
"""The number that a questionnaire puts before a word: "1 - Never", "4 (weekly)"."""

_EVERY = re.compile(r"(?<=\w )(?:per|each|every|in a)(?= (?:day|week|month|quarter|year)$)")
_SEVERAL = re.compile(r"\d+(?:\s*(?:-|\u2013|to|or)\s*\d+)?(?= times)")
"""Other words for the same: once per week, 2-3 times a month."""

_COMPARED = re.compile(r"(less|more)(?: often| frequently)? than (.+)")
_ABOUT = re.compile(
    r"(?:at least|about|around|roughly|approximately) | or (?:more|less)(?: often| frequently)?$"
)
"""What leaves how often as it is, as near as five steps can tell."""


class TieAnswer(NamedTuple):
    """One cell about a tie: what it says of whether there is one, and of how strong it is.

    "blank" is what is not filled in, or filled with a word for that; "unclear" is what may say that
    there is no tie, as "not often"; "unread" is a word that means nothing here.
    """

    says: Literal["no tie", "blank", "not known", "how often", "number", "tie", "unclear", "unread"]
    strength: str = ""


def read_answer(text: str) -> TieAnswer:
    """Return what a cell says of a tie.

    Examples
    --------
    >>> [read_answer(text).says for text in ("0,00", "Never", "n/a", "Don't know", "x", "now")]
    ['no tie', 'no tie', 'blank', 'not known', 'tie', 'unread']
    >>> read_answer("Weekly"), read_answer("Less than monthly").strength
    (TieAnswer(says='how often', strength='4'), '2')
    >>> [read_answer(text).says for text in ("Not any more", "No, but planned", "Not often")]
    ['no tie', 'no tie', 'unclear']
    >>> read_answer("1 - Never").says, read_answer("5 (daily)").strength
    ('no tie', '5')
    """
    word = " ".join(clean_text(text).casefold().replace("\u2019", "'").split())
    word = word.strip("\"'").rstrip(".!").strip() if word not in MISSING_WORDS else word
    on_scale = _ON_A_SCALE.match(word)
    if on_scale:
        word = word[on_scale.end() :].strip("() ")
    if (
        word in _NO_TIE
        or _PLANNED.fullmatch(word)
        or _ZERO.fullmatch(clean_text(text).casefold().strip("\"'"))
    ):
        return TieAnswer("no tie")
    if word in MISSING_WORDS or word in _DO_NOT_KNOW:
        return TieAnswer("blank" if word in MISSING_WORDS else "not known")
    if strength := _read_how_often(word):
        return TieAnswer("how often", str(strength))
    if _NUMBER.fullmatch(word):
        is_strength = 1 <= float(word.replace(",", ".")) <= 5
        return TieAnswer("number", word.replace(",", ".") if is_strength else "")
    if word in _TIE:
        return TieAnswer("tie")
    return TieAnswer("unclear" if _DENIES.fullmatch(word) else "unread")


def _read_how_often(word: str) -> int:
    """Return how often as a strength, 0 if it is no such word; a step less, or more, is one."""
    word = _SEVERAL.sub("several", _EVERY.sub("a", word))
    compared = _COMPARED.fullmatch(word)
    if compared:
        strength = _STRENGTHS.get(compared[2], 0)
        step = -1 if compared[1] == "less" else 1
        return min(max(strength + step, 1), 5) if strength else 0
    return _STRENGTHS.get(word, 0) or _STRENGTHS.get(_ABOUT.sub("", word), 0)
