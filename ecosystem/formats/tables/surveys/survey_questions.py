"""What the questions of a survey ask, known by their words.

A form writes its questions above the answers: one a column, or over many columns, each of which is
then headed by the question and what it asks about: "How often do you meet these? [Ash]". A
question counts as one about ties only if it asks what is. What somebody would wish for, finds hard
or did in former times is no tie, and who has heard of whom is none either.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Literal, NamedTuple

from ecosystem.data import clean_text, fold_heading

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


Asks = Literal[
    "who answers",
    "ties",
    "areas",
    "help",
    "languages",
    "sector",
    "postcode",
    "area_code",
    "website",
    "the form",
    "else",
]
"""What a question is about; "the form" is a column that the form adds by itself."""

FACTS: tuple[Asks, ...] = ("sector", "postcode", "area_code", "website")
"""What is asked of an organisation itself, by the columns of organisations that it goes to."""

REFERRAL = "referral"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


_BODY = (
    r"(?:organi[sz]ation|org|agency|charity|group|project|employer|company|partner)s?"
    r"(?:['\u2019]s?)?"
)
_BODIES = rf"{_BODY}(?: ?(?:/|or|and|&) ?(?:{_BODY}|service|team))*"
_YOUR = r"(?:the |your |my |our |responding |respondent['\u2019]?s? |lead )?"
_ANSWER_FOR = (
    r"(?:work (?:for|at|in|or)|volunteer|answer|respond|complet|fill|represent|from|belong|speak|"
    r"employed|part of|on behalf|come from|based)"
)
_WHO_ANSWERS = _any(
    rf"(?:the )?(?:name of )?{_YOUR}{_BODIES}(?:[ /]name)?",
    r"(?:the )?(?:name of )?your (?:service|team)(?: name)?",
    rf"{_BODY}/(?:service|team|group)(?: name)?",
    rf"(?:what is|what['\u2019]?s|(?:please )?(?:give|enter|state|tell us|write|select|choose)) "
    rf"(?:the )?(?:full )?(?:name of )?{_YOUR}{_BODIES}(?: name| called| from the list| below)?",
    rf"(?:which|what) (?:{_BODIES}|team|service) (?:do|are|is|does) (?:you|this|your answers?)"
    rf"(?: \w+)? {_ANSWER_FOR}\w*\b.*",
    rf"(?:which|what) (?:{_BODIES}|team|service) are you(?: with| in)?",
    rf"(?:name of )?(?:the )?{_BODIES} (?:that )?(?:you (?:work for|represent)|"
    r"you(?: are|['\u2019]re) (?:from|answering for|responding for|representing)|represented)",
    r"(?:who|where) do you work(?: for)?",
    r"who are you (?:answering|responding|working) for",
    r"i (?:work for|am answering for|represent)",
    rf"on behalf of (?:which|what) {_BODY}.*",
)
"""What is asked of whoever answers, on which organisation that is."""

_FORM = _words(
    "timestamp id start_time completion_time email name last_modified_time total_points "
    "quiz_feedback score username email_address language response_id respondent_id collector_id "
    "date_created date_modified date_submitted start_date end_date ip_address first_name last_name "
    "custom_data_1 unique_response_number user_id submission_id submitted_at submission_date "
    "response_number started finished started_at completed completed_at duration status "
    "recorded_date recordeddate startdate enddate submitdate lastpage startlanguage seed "
    "last_page start_language token ip_addr ipaddr ipaddress progress finished_at channel "
    "grade_posted_time"
)
"""Columns that Google Forms, Microsoft Forms, SurveyMonkey, Jisc Online Surveys, Qualtrics and
LimeSurvey add to the answers, folded."""

_SIGNS = (
    {"timestamp"},
    {"start_time", "completion_time"},
    {"respondent_id", "collector_id"},
    {"unique_response_number"},
    {"response_id"},
    {"responseid"},
    {"startdate", "enddate"},
    {"submission_id"},
    {"submission_date"},
)
"""Columns that together show that a form wrote a sheet."""

_NO_TIE = re.compile(
    r"\b(?:would|could|should|like to|want to|wish|hope|plan(?:ning|ned)? to|future|ideally|"
    r"don['\u2019]?t|do not|not (?:currently|yet|already|work)|used to|no longer|"
    r"in the past(?! (?:\w+ )?(?:year|month|week|quarter)|\s\d)|"
    r"previously|formerly|struggl\w+|difficult\w*|hard(?:er|est)?|unable|cannot|can['\u2019]?t|"
    r"heard of|aware of|know of|do you know|missing|need to|improve|better|why|describe|comments?|"
    r"how to|how (?:do|can) (?:people|someone|clients?|i)|self.?referrals?|"
    r"referrals? (?:accepted|taken|open|needed|required|welcome)|"
    r"(?:accept|tak|receiv)\w* (?:any |new |more )*(?:referrals?|refs?|clients|people)"
    r"(?=$| (?:now|yet|currently|at (?:the moment|present))\b)|"
    r"open (?:to|for) (?:any |new )*(?:referrals?|refs?)|"
    r"explain|barriers?|what stops|what helps|gets? in the way|"
    r"how (?:well|easy|easily|satisf\w+|useful|important|good)|examples?|"
    r"(?:types?|kinds?|sorts?|sectors?) of "
    r"(?:organi|agenc|charit|group|partner|service|bod)\w*)\b"
)
"""Words of a question that asks for what is not, is wished for or is only known of."""

_RATES = re.compile(r"\bhow would you (?:describe|rate|score|characteri[sz]e)\b")
"""How a question may begin that asks for what is."""

_OF_PEOPLE = re.compile(
    r"\b(?:which|what) (?:\w+ )?(?:ages?|clients?|users?|people|communit\w+|nationalit\w+|"
    r"ethnic\w*|issues?|countr\w+|categor\w+|demographics?|children|famil\w+|wards?|areas?|languages?|needs?)\b"
    r"(?! (?:organi|charit|agenc|groups? or org|partner))(?! groups? (?:\w+ )?(?:organi|charit))"
)
"""What a question asks whom somebody works with for, where these are no organisations."""

_ASKED = re.compile(
    r"\b(?:which|who|whom|what|how|do|does|please|tick|select|list|name|your?)\b|\?"
)
_HOW_MANY_BODIES = re.compile(rf"\b(?:how many|number of) (?:\w+ )?{_BODY}\b")
_HOW = re.compile(r"^(?:how|when|why|if)\b")
_HOW_MANY = re.compile(r"\b(?:how many|number of|no\.? of)\b")
_ONE_IS = re.compile(r"\b1\s*[=:(\u2013-]\s*[\"'\u2018]?[^\W\d]")
_NEVER_IS_ONE = re.compile(
    r"\b1\s*[=:(\u2013-]\s*[\"'\u2018]?(?:never|not at all|no contact|none)\b"
)


class TieQuestion(NamedTuple):
    """What a tie is that a question asks about.

    `comes_in` is whether it runs from those asked about to whoever answers.
    """

    kind: str
    goes_both_ways: bool = False
    comes_in: bool = False


_US = r"(?:you|us|your|our)"
_THEM = (
    r"(?:people|clients?|service users?|families|individuals|cases|anyone|others|someone|"
    r"patients?)"
)
_TIES: tuple[tuple[re.Pattern[str], TieQuestion], ...] = (
    (
        _any(
            rf"\bfunds? {_US}\b",
            r"\b(?:your|our) funders\b",
            r"\bfund(?:ed|ing|s)?\b.*\b(?:from|by)\b",
        ),
        TieQuestion("funds", comes_in=True),
    ),
    (
        _any(r"\b(?:you|we|do) fund\b", r"\bgive (?:money|grants) to\b"),
        TieQuestion("funds"),
    ),
    (_any(r"\bsignpost\w*\b.*\bto (?:you|us)\b"), TieQuestion("signposts to", comes_in=True)),
    (_any(r"\bsignpost"), TieQuestion("signposts to")),
    (
        _any(r"\brefer\w*\b.*\bto\b.*\bfrom\b"),
        TieQuestion("refers to or from", goes_both_ways=True),
    ),
    (
        _any(
            rf"\brefer(?:s|red|ring|rals?)?(?: \w+){{0,3}} (?:in)?to {_US}\b",
            r"\breferrals?(?: \w+){0,2} from\b",
            r"\b(?:receive|get|take|accept)\w* referrals?\b",
            rf"\b(?:sends?|sent)(?: \w+)? {_THEM}(?: on| over)? to {_US}\b",
            r"\breferred (?:in )?from\b",
        ),
        TieQuestion(REFERRAL, comes_in=True),
    ),
    (
        _any(
            r"\brefer(?:s|red|ring|rals?)?\b",
            rf"\b(?:send|sent|pass)\w*(?: \w+)? {_THEM}\b",
        ),
        TieQuestion(REFERRAL),
    ),
    (
        _any(r"\bshar\w+ (?:\w+ ){0,2}(?:information|data|intelligence)\b"),
        TieQuestion("shares information"),
    ),
    (
        _any(
            r"\bco-?locat\w+",
            r"\bshar\w+ (?:\w+ )?(?:premises|offices?|buildings?|space|a building)\b",
        ),
        TieQuestion("co-located", goes_both_ways=True),
    ),
    (_any(rf"\btrain(?:s|ed|ing)? {_US}\b"), TieQuestion("trains", comes_in=True)),
    (_any(r"\b(?:you|we|do) train\b"), TieQuestion("trains")),
    (_any(r"\btrust\b(?! fund)"), TieQuestion("trusts")),
    (
        _any(r"\bshar\w+ (?:\w+ )?(?:clients?|cases|service users?)\b"),
        TieQuestion("shares clients with", goes_both_ways=True),
    ),
    (
        _any(
            r"\b(?:go|turn) to for\b",
            r"\brely on\b",
            r"\b(?:seek|ask|get)(?: \w+)? (?:advice|help|support)(?: \w+)? (?:from|of)\b",
        ),
        TieQuestion("turns to"),
    ),
    (
        _any(
            r"\bwork(?:s|ed|ing)?(?: \w+){0,3} with\b",
            r"\bjoint(?:ly)? work\w*",
            r"\bwork(?:s|ing)? together\b",
        ),
        TieQuestion("works with", goes_both_ways=True),
    ),
    (
        _any(
            r"\bpartner(?:s|ed|ing)? with\b",
            r"\b(?:your|our)(?: \w+){0,2} partners\b",
            r"\bin partnership\b",
            r"\bpartner (?:organi[sz]ations|agencies)\b",
        ),
        TieQuestion("partners with", goes_both_ways=True),
    ),
    (_any(r"\bcollaborat\w+"), TieQuestion("collaborates with", goes_both_ways=True)),
    (_any(r"\bplan(?:s|ning)? (?:\w+ )?with\b"), TieQuestion("plans with", goes_both_ways=True)),
    (_any(r"\bdeliver\w*\b.* with\b"), TieQuestion("delivers with", goes_both_ways=True)),
    (_any(r"\bmeet(?:s|ing|ings)?(?: up)?\b"), TieQuestion("meets", goes_both_ways=True)),
    (_any(r"\brelationships? with\b"), TieQuestion("relationship", goes_both_ways=True)),
    (
        _any(
            r"\bcontact\b",
            r"\bin touch\b",
            r"\b(?:communicate|speak|talk|link|liaise|connect|interact|engage)(?:s|ed|ing|d)? "
            r"(?:with|to)\b",
            r"\blinks with\b",
        ),
        TieQuestion("in touch", goes_both_ways=True),
    ),
)
"""Words of a question, to the tie it asks about; the first that fits is taken."""

_LISTS: tuple[tuple[re.Pattern[str], Asks], ...] = (
    (_any(r"post ?code"), "postcode"),
    (_any(r"web ?site", r"web address", r"\burl\b"), "website"),
    (
        _any(
            r"\bsectors?\b",
            rf"(?:what|which) (?:type|kind|sort) of {_BODY} (?:are you|is|do you)\b",
            rf"{_BODY} type",
            rf"type of {_BODY}",
        ),
        "sector",
    ),
    (_any(r"\blanguages?\b"), "languages"),
    (
        _any(
            r"where (?:are you|is your \w+) (?:based|located)",
            r"\bbased in\b",
            r"(?:are you|is your \w+) (?:mainly )?(?:based|located)",
        ),
        "area_code",
    ),
    (
        _any(
            r"\b(?:areas?|places?|boroughs?|districts?|wards?|local authorit(?:y|ies)|towns?|"
            r"count(?:y|ies)|councils?|regions?|locations?)\b.*\b(?:cover|covered|work in|serve|"
            r"served|reach|reached|operate|operation|offer|deliver|support|help|work|provide|"
            r"benefit)\b",
            r"\bwhere do(?:es)? (?:you|your \w+) (?:work|offer|deliver|operate|provide|cover)\b",
            r"\b(?:geograph\w+|catchment)\b",
            r"\bcoverage\b",
        ),
        "areas",
    ),
    (
        _any(
            r"\bwhat (?:do|does) (?:you|your \w+) (?:offer|do|provide|deliver|run)\b",
            r"\b(?:services?|help|support|advice|activities|projects?|provision)\b.*"
            r"\b(?:offer|offered|provide|provided|give|deliver|delivered|run|available)\b",
            r"^(?:types?|kinds?) of (?:help|support|services?|advice)$",
            r"^(?:services?|support|help)$",
            r"\b(?:you|your \w+) (?:offer|provide|deliver)s?\b",
        ),
        "help",
    ),
)
"""Words of a question with a list of answers, to what they are; the first that fits is taken."""

_NUMBERED = re.compile(
    r"^(?:(?:q(?:uestion)?\s*)?\d+(?:\.\d+)*(?:\.?[a-z])?\s*[.):-]\s*|q\d+[a-z]?\s+|"
    r"(?:g\d+)?q\d+\w*(?:\[\w+\])?\.\s*|\w+\[\w+\]\.\s*)",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\s*\([^()]*\)")
_IN_BRACKETS = re.compile(r"(.*\S)\s*\[([^\[\]]+)\]")
_AFTER_QUESTION = re.compile(r"(.+\?)\s*[.:>|/\u2013\u2014-]*\s*(\S.*)")
_AFTER_MARK = re.compile(r"(.+?)(?:\s+[-\u2013\u2014>|/]+\s+|:\s+|\.\s*|\s*>+\s*)(\S.*)")
_INSIDE = re.compile(
    r"(.*\b(?:with|to|from|contact|trust)) "
    r"((?!(?:these|the following|which|whom?|others?|any|each|you|us|your)\b).+?)\s*\??"
)
_INSTRUCTION = re.compile(
    r"\s*(?:please|tick|select|choose|e\.?g|for example|list|name|if)\b|\(", re.IGNORECASE
)
_RANKED = re.compile(
    r"(?:name|partner|organi[sz]ation|org|agency|choice|answer|no\.?|number)?\s*#?(?:\d+|[a-e])[.:)]?"
    r"|first|second|third|fourth|fifth|1st|2nd|3rd|[4-9]th|10th",
    re.IGNORECASE,
)
"""What stands above the columns of a question that asks for several names, a column each."""

_AGAIN = re.compile(r" \(\d+\)$")
"""What is put behind a heading that is there twice."""


class Asked(NamedTuple):
    """One question: its words, and each of its columns with what that column asks about.

    A question of one column asks about nothing but itself: an empty text.
    """

    words: str
    columns: dict[int, str]

    @property
    def is_grid(self) -> bool:
        """Whether each column asks about something, and is not one of several for a name each."""
        return any(about and not _RANKED.fullmatch(about) for about in self.columns.values())


def group_columns(headings: Sequence[str]) -> list[Asked]:
    """Return the questions above the columns of a survey, in their order.

    Examples
    --------
    >>> [(asked.words, list(asked.columns.values())) for asked in group_columns(
    ...     ["1. Your name", "2. Who do you meet? [Ash]", "2. Who do you meet? [Elm]"])]
    [('Your name', ['']), ('Who do you meet?', ['Ash', 'Elm'])]
    """
    lines = [" ".join(clean_text(heading).split()) for heading in headings]
    plain = [_NUMBERED.sub("", line).strip(" *") for line in lines]
    parted: list[tuple[str, str]] = [(heading, "") for heading in plain]
    for pattern, least in (
        (_IN_BRACKETS, 1),
        (_AFTER_QUESTION, 2),
        (_AFTER_MARK, 2),
        (_INSIDE, 2),
    ):
        found = {
            column: (match[1], match[2].strip(" *"))
            for column, heading in enumerate(plain)
            if not parted[column][1]
            and (match := pattern.fullmatch(heading))
            # "Which of these? Please tick" asks about nothing further.
            and not _INSTRUCTION.match(match[2])
        }
        together = defaultdict(set)
        for words, about in found.values():
            together[words.casefold()].add(about.casefold())
        for column, (words, about) in found.items():
            is_grid = len(together[words.casefold()]) >= least
            if is_grid and (pattern is _IN_BRACKETS or is_question(words)):
                parted[column] = (words, about)
    grouped: dict[tuple[str, bool, int], Asked] = {}
    for column, (words, about) in enumerate(parted):
        key = (words.casefold(), bool(about), -1 if about else column)
        grouped.setdefault(key, Asked(words, {})).columns[column] = about
    return list(grouped.values())


def is_question(words: str) -> bool:
    """Tell whether a heading asks about ties, or for a list of answers."""
    return classify(words, is_grid=True) in {"ties", "areas", "help", "languages"}


def _plain(words: str) -> str:
    """Return a question in small letters, without what stands in brackets."""
    text = " ".join(_AGAIN.sub("", clean_text(words)).casefold().split())
    return _ASIDE.sub("", text).strip(" *:.?") or text


def classify(words: str, *, is_grid: bool = False) -> Asks:
    """Return what a question asks about.

    `is_grid` is whether it has a column for each answer: then "Where do you work?" asks where, and
    not whom for.

    Examples
    --------
    >>> classify("Which organisation do you work for?"), classify("Who do you work with?")
    ('who answers', 'ties')
    >>> classify("Who would you like to work with?"), classify("What do you offer?")
    ('else', 'help')
    """
    plain = _plain(words)
    if fold_heading(_AGAIN.sub("", words)) in _FORM:
        return "the form"
    # In two languages, as "Enw'r sefydliad / Name of organisation", either is enough.
    is_who = any(_WHO_ANSWERS.fullmatch(part) for part in (plain, *plain.split(" / ")))
    if is_who and not is_grid:
        return "who answers"
    if read_tie_question(words):
        return "ties"
    for pattern, asks in _LISTS:
        if pattern.search(plain):
            is_list = asks in {"areas", "help", "languages"}
            is_other = is_list and (_NO_TIE.search(plain) or _HOW.search(plain))
            return "else" if is_other or _HOW_MANY.search(plain) else asks
    return "else"


def read_tie_question(words: str) -> TieQuestion | None:
    """Return which tie a question asks about, None if it asks about none there is.

    Examples
    --------
    >>> read_tie_question("Who refers people to you?")
    TieQuestion(kind='referral', goes_both_ways=False, comes_in=True)
    """
    plain = _plain(words)
    is_asked = _ASKED.search(f"{plain}{'?' if '?' in words else ''}")
    if not is_asked or asks_for_no_tie(words) or _WHO_ANSWERS.fullmatch(plain):
        return None
    return next((question for pattern, question in _TIES if pattern.search(plain)), None)


def asks_for_no_tie(words: str) -> bool:
    """Tell whether a question asks for what is not, is wished for, or only for an opinion."""
    plain = _RATES.sub("how", _plain(words))
    return any(pattern.search(plain) for pattern in (_NO_TIE, _HOW_MANY_BODIES, _OF_PEOPLE))


def asks_how_many(words: str) -> bool:
    """Tell whether a question asks for a number of people or referrals."""
    return bool(_HOW_MANY.search(_plain(words)))


def says_one_is_never(words: str) -> bool:
    """Tell whether a question says that 1, on its scale, is never."""
    return bool(_NEVER_IS_ONE.search(clean_text(words).casefold()))


def says_what_one_is(words: str) -> bool:
    """Tell whether a question says what 1, on its scale, stands for."""
    return bool(_ONE_IS.search(clean_text(words)))


def is_of_a_form(headings: Iterable[str]) -> bool:
    """Tell whether a form wrote a sheet, by the columns that it adds."""
    folded = {fold_heading(heading) for heading in headings}
    return any(signs <= folded for signs in _SIGNS)
