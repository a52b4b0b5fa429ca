"""Ties told in words: "works with Ash and Elm; funds Oak (£5k a year)".

Words are read only where they are clear: a verb that is known, and behind it names that are known.
What was, is wished for or is denied is no tie; whatever else stands there is asked about.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ecosystem.data import MISSING_WORDS, clean_name, clean_text
from ecosystem.formats.tables.short_names import find_meant, index_names, is_short_for
from ecosystem.formats.tables.surveys.survey_questions import REFERRAL, TieQuestion

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecosystem.formats.tables.short_names import ListedNames


_PEOPLE = r"(?:people|clients?|families|cases|users|refugees|women|men|young people|folk|some)"
_MONEY = r"(?:money|funding|funds|grants?|a grant)"
_WORKS_WITH = TieQuestion("works with", goes_both_ways=True)
_FUNDED = TieQuestion("funds", comes_in=True)
_VERBS: tuple[tuple[str, TieQuestion], ...] = (
    (r"(?:is |are )?(?:part[- ])?(?:grant[- ])?funded by|paid by", _FUNDED),
    (rf"(?:gets?|receives?|has|have) {_MONEY} from", _FUNDED),
    (r"(?:is |are )?commissioned by", TieQuestion("commissions", comes_in=True)),
    (rf"gives? {_MONEY} to|funds?", TieQuestion("funds")),
    (r"commissions?", TieQuestion("commissions")),
    (
        r"(?:(?:takes?|gets?|receives?|accepts?|has|have) )?(?:\w+ )?referrals? (?:in )?from",
        TieQuestion(REFERRAL, comes_in=True),
    ),
    (rf"(?:gets?|takes?|receives?) {_PEOPLE} from", TieQuestion(REFERRAL, comes_in=True)),
    (
        (
            rf"refer(?:s|ring)?(?: {_PEOPLE})?(?: on| over)? to|(?:makes? )?referrals? to|"
            rf"(?:sends?|sending|pass(?:es)?) {_PEOPLE}(?: on| over)? to"
        ),
        TieQuestion(REFERRAL),
    ),
    (rf"signposts?(?: {_PEOPLE})?(?: on)? to", TieQuestion("signposts to")),
    (
        (
            r"shares? (?:an? |the |its |their )?(?:offices?|buildings?|premises|space|hub) with|"
            r"(?:is |are )?co-?located with"
        ),
        TieQuestion("co-located", goes_both_ways=True),
    ),
    (r"partners? with|in partnership with", TieQuestion("partners with", goes_both_ways=True)),
    (r"collaborates? with", TieQuestion("collaborates with", goes_both_ways=True)),
    (r"(?:\w+ly )?work(?:s|ing)? (?:\w+ ){0,2}with", _WORKS_WITH),
    (
        (
            r"(?:is |are )?in (?:touch|contact) with|(?:is |are )?linked (?:to|with)|links? with|"
            r"meets?(?: up)?(?: with)?|(?:talks?|speaks?) (?:to|with)"
        ),
        TieQuestion("in touch", goes_both_ways=True),
    ),
    (r"trains?", TieQuestion("trains")),
    (r"hosts?", TieQuestion("hosts")),
)
"""Verbs, to the tie that they tell."""

_OF_MONEY = frozenset(["funds", "commissions"])

_VERB = re.compile(
    r"\b(?:" + "|".join(f"({words})" for words, _ in _VERBS) + r")(?![\w-])", re.IGNORECASE
)
_BEFORE_A_VERB = re.compile(
    r"(?:^|[,;:.&\n-]|\b(?:and|they|we|it|also|but|who|which))\s*$", re.IGNORECASE
)
_SENTENCE = re.compile(r"[;\n]|\.(?=\s+[A-Z]|\s*$)")
_BETWEEN = re.compile(r"(\s*[,&/+]\s*(?:and\s+)?|\s+and\s+)(?![^()]*\))", re.IGNORECASE)
_LONGEST = 11
"""Parts, and what stands between them, that are tried as one name: six and five."""

_BRACKETS = re.compile(r"\s*\(([^()]*)\)")
_POUNDS = re.compile(
    r"\u00a3\s*(\d[\d,]*(?:\.\d+)?)\s*(k|m)?\s*"
    r"(?:(?:(?:a|per|each|every)\s+|/)(?:yr|year|annum)|pa|p\.a|yearly)?[. ]*",
    re.IGNORECASE,
)
"""An amount of money, of a year or of no time that is said."""

_THEM = re.compile(r"(?:them|us|it|here)\b\W*", re.IGNORECASE)
"""What stands for the organisation of the row, behind a verb: then who does it stands before."""

_NO_TIE = re.compile(
    r"\b(?:used to|would|could|should|wants? to|hop(?:es?|ing)|plan(?:s|ned|ning)? (?:to|on)|"
    r"will|going to|trying to|tried to|no longer|not|never|\w+n['\u2019]t|nobody|no one|no-one|"
    r"none|nothing|"
    r"stopped|ended|formerly|previously|in the past|until|except|apart from|no)\b",
    re.IGNORECASE,
)
"""Words of what was, is wished for, or is not."""

_DOUBT = re.compile(
    r"\?|\b(?:tbc|maybe|perhaps|possibly|probably|might|may|think|thinks|unsure|guess\w*|"
    r"rumou?r\w*|(?:not|never) (?:often|much|really|always|only))\b",
    re.IGNORECASE,
)
_FILLERS = re.compile(
    r"(?:also|and|plus|too|both|mainly|mostly|currently|they|we|it|who)\s+", re.IGNORECASE
)


_NOBODY = re.compile(r"(?:with )?(?:nobody|no one|no-one|none)\b.*", re.IGNORECASE)


class ToldTie(NamedTuple):
    """A tie that a cell tells: with whom, which, and how many pounds."""

    other: str
    question: TieQuestion
    pounds: str = ""


class Told(NamedTuple):
    """What a cell tells.

    Attributes
    ----------
    ties
        The ties that are clear.
    denied
        Sentences that say that there is no tie.
    odd
        Parts of sentences that are not clear.
    money
        Amounts that may be of more than a year.
    short
        Short names that were met, to the names they were read as.
    """

    ties: list[ToldTie]
    denied: list[str]
    odd: list[str]
    money: list[str]
    short: dict[str, str]

    @property
    def is_an_answer(self) -> bool:
        """Whether it says whom one works with, even if with nobody."""
        return bool(self.ties) or any(map(_NOBODY.fullmatch, self.denied))


class KnownNames(NamedTuple):
    """The organisations that a sheet lists, and what each may be called.

    Attributes
    ----------
    names
        As they stand.
    listed
        What each may be called.
    ends
        The last letters of a clean name, from the first, second or third word on, to the names
        that end with them: people leave out Great or Saint, and part words or do not.
    by_letter
        First letters to the names that begin with them.
    """

    names: list[str]
    listed: ListedNames
    ends: dict[str, list[str]]
    by_letter: dict[str, list[str]]


def know_names(names: Sequence[str]) -> KnownNames:
    """Return names with what each may be called."""
    known = KnownNames(list(names), index_names(names), {}, {})
    for name in known.names:
        words = clean_name(name).split()
        for at in range(min(3, len(words))):
            known.ends.setdefault("".join(words[at:]), []).append(name)
        known.by_letter.setdefault(words[0][0] if words else "", []).append(name)
    return known


def find_known(text: str, known: KnownNames) -> str:
    """Return the one listed name that a text means, or an empty text.

    Examples
    --------
    >>> known = know_names(["Great Ash Food Share", "Elm County Council"])
    >>> [find_known(text, known) for text in ("Elm CC", "Ash Foodshare", "the hotel")]
    ['Elm County Council', 'Great Ash Food Share', '']
    """
    meant = find_meant(text, known.listed)
    words = clean_name(text).split()
    if meant or not words:
        return meant[0] if len(meant) == 1 else ""
    # A single word may end many names; a whole name may be written in one.
    found = known.ends.get("".join(words), [])
    if len(words) == 1:
        found = [name for name in found if "".join(clean_name(name).split()) == words[0]]
    elif not found and not _BETWEEN.search(text.strip()):
        # Of several parts only a name that is written whole is one.
        alike = known.by_letter.get(words[0][0], [])
        found = [name for name in alike if is_short_for(text, name)]
    return found[0] if len(found) == 1 else ""


def has_verb(cell: str) -> bool:
    """Tell whether a text has a verb that tells a tie: then it is a sentence, not a list of names.

    Examples
    --------
    >>> has_verb("Works with Ash and Elm"), has_verb("Ash; Elm Trust")
    (True, False)
    """
    return bool(_find_verbs(cell))


def _find_verbs(text: str) -> list[re.Match[str]]:
    """Return the verbs; a word that names have too only where a verb begins or ends a clause."""
    return [
        match
        for match in _VERB.finditer(text)
        if " " in match[0]
        or _BEFORE_A_VERB.search(text[max(match.start() - 12, 0) : match.start()])
        or _THEM.match(text[match.end() :].lstrip())
    ]


def read_told(cell: str, known: KnownNames) -> Told:
    """Return what a cell tells of ties.

    Names alone, before any verb, are those of whom one works with.

    Examples
    --------
    >>> known = know_names(["Ash Law", "Elm Trust", "Oak & Yew Hub"])
    >>> told = read_told("Works with Ash, Oak & Yew Hub and the church; funded by Elm", known)
    >>> [(tie.other, tie.question.kind) for tie in told.ties]
    [('Ash Law', 'works with'), ('Oak & Yew Hub', 'works with'), ('Elm Trust', 'funds')]
    >>> told.odd, read_told("used to work with Ash Law", known).denied
    (['the church'], ['used to work with Ash Law'])
    """
    told = Told([], [], [], [], {})
    folded = clean_text(cell).casefold()
    if folded in MISSING_WORDS and not _NOBODY.fullmatch(folded):
        return told
    is_after_verb = False
    for piece in _SENTENCE.split(clean_text(cell)):
        sentence = piece.strip(" ,.-")
        if not sentence:
            continue
        no_tie = _find_outside_names(_NO_TIE, sentence, known)
        if _DOUBT.search(sentence):
            told.odd.append(sentence)
        elif no_tie is not None:
            # What is denied behind a name need not be all of the sentence.
            before = sentence[:no_tie]
            named, _ = _read_names(before, known, {})
            (told.odd if named or _find_verbs(before) else told.denied).append(sentence)
        else:
            is_after_verb |= _read_sentence(sentence, known, told, is_after_verb=is_after_verb)
    return told


def _find_outside_names(pattern: re.Pattern[str], sentence: str, known: KnownNames) -> int | None:
    """Return where a pattern is first met, names left out: No Borders is one."""
    plain = sentence
    for name in known.names:
        at = plain.casefold().find(name.casefold())
        if at >= 0:
            plain = plain[:at] + "\u00b7" * len(name) + plain[at + len(name) :]
    found = pattern.search(plain)
    return None if found is None else found.start()


def _read_sentence(sentence: str, known: KnownNames, told: Told, *, is_after_verb: bool) -> bool:
    """Read a sentence that denies and doubts nothing; return whether it has a verb."""
    verbs = [match for match in _find_verbs(sentence) if not _is_of_a_name(match, sentence, known)]
    starts = [match.start() for match in verbs]
    before = sentence[: starts[0]] if verbs else sentence
    for match, end in zip(verbs, [*starts, len(sentence)][1:], strict=True):
        question = _VERBS[next(n for n, group in enumerate(match.groups()) if group)][1]
        behind = sentence[match.end() : end].strip(" ,:")
        if _THEM.fullmatch(behind) and match is verbs[0]:
            turned = question._replace(comes_in=not question.goes_both_ways)
            _put(before, turned, known, told)
            before = ""
        else:
            _put(re.sub(r"(?:[\s,]|\b(?:and|also|but)\b)+$", "", behind), question, known, told)
    before = _FILLERS.sub("", f"{before.strip(' ,:')} ").strip()
    if before and is_after_verb:
        # Behind another sentence a bare name may go with its verb or with none.
        told.odd.append(before)
    elif before:
        _put(before, _WORKS_WITH, known, told)
    return bool(verbs)


def _is_of_a_name(match: re.Match[str], sentence: str, known: KnownNames) -> bool:
    """Tell whether a verb is a word of a name: Host Nation, say."""
    at = sentence.casefold()
    return any(
        start <= match.start() < start + len(name)
        for name in known.names
        if (start := at.find(name.casefold())) >= 0
    )


def _put(text: str, question: TieQuestion, known: KnownNames, told: Told) -> None:
    named, odd = _read_names(text, known, told.short)
    told.odd.extend(odd)
    for name, remark in named:
        pounds = _read_pounds(remark) if question.kind in _OF_MONEY else ""
        if "\u00a3" in remark and not pounds:
            told.money.append(remark)
        told.ties.append(ToldTie(name, question, pounds))


def _read_names(
    text: str, known: KnownNames, short: dict[str, str]
) -> tuple[list[tuple[str, str]], list[str]]:
    """Return the names in a text, each with what stands in brackets behind it; and the rest.

    Commas, "and" and the like part names unless what stands around them is one name.
    """
    parts = _BETWEEN.split(text)
    named: list[tuple[str, str]] = []
    odd: list[str] = []
    start = 0
    while start < len(parts):
        for end in range(min(len(parts), start + _LONGEST), start, -2):
            written = "".join(parts[start:end]).strip(" .,:-")
            plain = _BRACKETS.sub("", written).strip()
            forms = dict.fromkeys([written, plain])
            name = next((full for text in forms if (full := find_known(text, known))), "")
            if name or end == start + 1:
                break
        if name:
            named.append((name, " ".join(_BRACKETS.findall(written))))
            if clean_name(plain) != clean_name(name):
                short[plain] = name
        elif written:
            odd.append(written)
        start = end + 1
    return named, odd


def _read_pounds(remark: str) -> str:
    """Return the pounds of a remark that says nothing else; empty if there are none."""
    found = _POUNDS.fullmatch(remark)
    if found is None:
        return ""
    times = {"k": 1_000, "m": 1_000_000}.get((found[2] or "").casefold(), 1)
    return str(round(float(found[1].replace(",", "")) * times))
