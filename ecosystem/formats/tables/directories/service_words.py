"""The type of a service, its level and legal aid, from the words people use for it.

A plain vocabulary of the sector: words and short phrases, in any number and case, each of which
names one type. A word is looked for where English has what a thing is: last before "for", "with" or
a bracket. "Family counselling" is counselling, "food for families" is food. What follows only
counts where nothing before it says what the service is ("help with housing").
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple


def make_words(text: str) -> frozenset[str]:
    """Return the words of a text as a set: a list that is read as easily as it is written."""
    return frozenset(text.split())


IMMIGRATION = "immigration advice"
LEGAL = "legal advice"
ADVICE = "advice"
DROP_IN = "drop-in"

_PHRASES = {
    IMMIGRATION: "immigration; imm; asylum advice; asylum claim; asylum law; asylum casework; "
    "asylum appeal; asylum application; asylum process; asylum interview; asylum and immigration; "
    "oisc; iaa; visa; evisa; family reunion; citizenship; nationality; naturalisation; settled "
    "status; eu settlement; euss; leave to remain; right to remain; fresh claim; travel document; "
    "deportation",
    LEGAL: "legal; legal advice; legal aid; legal clinic; law; law centre; law clinic; solicitor; "
    "housing law; employment law; family law; community care law; tribunal; discrimination; "
    "age dispute; judicial review; jr",
    ADVICE: "benefit; welfare benefit; welfare right; debt; debt advice; money advice; money "
    "management; budgeting; universal credit; income maximisation; form filling; consumer; "
    "energy advice; citizens advice; general advice",
    "ESOL": "esol; english; english class; english language; conversation; conversation club; "
    "conversation class; conversation cafe; language class; language lesson; language cafe; "
    "language exchange; literacy; ielts; life in the uk; talk english",
    "food": "food; food bank; foodbank; food parcel; food voucher; meal; hot meal; lunch; "
    "breakfast; supper; cooking; cookery; grocery; supermarket voucher; pantry; soup; soup "
    "kitchen; "
    "community fridge; community kitchen; community meal; community cafe; halal",
    "housing": "housing; homeless; homelessness; hosting; host; accommodation; rough sleeper; "
    "rough sleeping; resettlement; tenancy; landlord; rent deposit; bond scheme; hostel; shelter; "
    "night shelter; winter shelter; move on; eviction; housing option; housing advice; "
    "housing support; homes for ukraine; community sponsorship; lodging; supported living",
    "destitution": "destitution; destitute; hardship; hardship fund; hardship grant; small grant; "
    "crisis grant; crisis fund; crisis payment; crisis support; emergency fund; emergency grant; "
    "emergency cash; emergency support; cash; cash grant; cash support; voucher; fuel voucher; "
    "toiletry; toiletries; hygiene; hygiene bank; hygiene pack; essential; nrpf; no recourse; "
    "asylum support; household support fund",
    "health": "health; health check; healthcare; health care; public health; gp; gp registration; "
    "doctor; nurse; nursing; medical; dental; dentist; maternity; midwife; midwifery; vaccination; "
    "immunisation; screening; hiv; sexual health; physiotherapy; pharmacy; health visiting; "
    "health visitor; substance misuse; drug; alcohol; first aid",
    "wellbeing": "mental health; wellbeing; well being; counselling; counsellor; therapy; "
    "therapist; "
    "therapeutic; art therapy; talking therapy; psychology; psychological; psychologist; "
    "psychotherapy; psychiatric; trauma; emotional; emotional support; mindfulness; bereavement; "
    "suicide; camhs; ptsd; torture; resilience; emdr; anxiety; depression; stress",
    "befriending": "befriending; befriender; befriend; mentoring; mentor; buddy; buddying; peer "
    "support; social group; social activity; social activities; social event; social "
    "evening; social club; social support; friendship; friendship group; isolation; loneliness; "
    "women's group; men's group; women's circle; coffee morning; welcome group; welcome pack; "
    "welcome hub; welcome cafe; day trip; days out; trip; outing",
    "employment": "employment; employability; employment support; employment advice; job; job "
    "club; job search; job centre; jobcentre; cv; career; careers advice; work experience; work "
    "placement; work club; work skill; work coach; into work; find work; finding work; work "
    "readiness; volunteering; volunteer placement; apprenticeship; vocational; enterprise; self "
    "employment; business start up; interview skill",
    "education": "education; maths; functional skill; university; "
    "scholarship; higher education; access course; further education; "
    "skills training",
    "children and families": "child; children; children and family; children and families; kid; "
    "family; family support; youth; youth club; youth work; young people; young person; young "
    "adult; young refugee; uasc; unaccompanied; school; school place; nursery; creche; "
    "cr\u00e8che; "
    "play; playgroup; play scheme; parent; parenting; baby; baby bank; babies; nappy; nappies; "
    "toddler; homework; homework club; holiday club; holiday activity; stay and play; tutoring; "
    "care "
    "leaver; leaving care; early years; mother and baby; childcare; mum",
    "clothing": "clothes; clothing; clothes bank; clothing bank; uniform; school uniform; coat; "
    "shoe",
    "household goods": "furniture; household good; household item; white good; bedding; kitchen "
    "pack; kitchen equipment; starter pack; homeware; domestic appliance",
    "transport": "transport; bus pass; bus ticket; bus fare; bike; bicycle; travel cost; travel "
    "pass; travel ticket; travel fare; driving",
    "digital": "digital; digital inclusion; digital skill; laptop; device; internet; wifi; sim "
    "card; data; computer; computing; ict; it skill; it class; it support; it training; tablet",
    "interpreting": "interpreting; interpreter; interpretation; translation; translating; "
    "translator",
    "sport and arts": "sport; football; gym; swimming; yoga; art; arts; craft; music; choir; "
    "singing; theatre; drama; dance; sewing; knitting; gardening; garden; allotment; creative; "
    "museum; walk; walking; photography; running club; cricket; boxing; fitness; exercise; "
    "cycling; "
    "cultural; cultural event; cultural activity; poetry; creative writing",
    "domestic abuse": "domestic abuse; domestic violence; refuge; vawg; violence against women; "
    "fgm; honour based; forced marriage; sexual violence; rape",
    "modern slavery": "modern slavery; trafficking; trafficked; human trafficking; exploitation",
    "detention support": "detention; immigration detention; detainee; detention visit; bail; "
    "immigration bail",
    "advocacy": "advocacy; campaign; campaigning; lobbying; influencing; awareness raising",
    "hate crime": "hate crime",
    "support for organisations": "infrastructure; capacity building; community development; sector "
    "support; voluntary sector support; grant making; grantmaking; coordination; co ordination; "
    "partnership work",
    "faith": "worship; prayer; chaplaincy; bible; bible study; church service; pastoral",
}
"""Type to words and phrases that name it; of several at one place the longest counts."""

_WEAK = {
    ADVICE: "advice; guidance; information; signposting; iag; advice session; advice "
    "service; casework; caseworker",
    "education": "training; college; course; learning; learner; workshop",
    DROP_IN: "drop in; dropin; drop in session; drop in centre; day centre; open house",
}
"""Words that name a type only where no other word does: there is advice on anything."""

_PEOPLE = make_words(
    "refugee asylum seeker migrant woman women man men child children family families youth young "
    "people person adult newcomer arrival new older old elderly lgbt lgbtq lgbtqi lgbt+ bame "
    "ethnic minority community communities parent mum mother resident local those seeking eu "
    "ukrainian ukraine afghan afghanistan syrian syria sudanese eritrean iranian iraqi "
    "hong kong kongers everyone anyone all individual girl boy single "
    "vulnerable destitute homeless unaccompanied displaced sanctuary and or with"
)
"""Words, in the singular, for people: a part of a cell that holds nothing else is whom it is "
"for."""

_SMALL = make_words(
    "and or the for other general service support project activity group provision organisation "
    "agency specialist local to on of"
)
"""Words, in the singular, that titles have beside those for types."""

_BEFORE_TOPIC = make_words("on about with around re regarding including incl in : - \u2013 \u2014")
_BEFORE_WHOM = make_words("for to at by through via using who where when from that within across")
_DENIALS = make_words("not no non except excluding excl without doesnt dont isnt cannot")
_TOKEN = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*|(?<=\s)[-\u2013\u2014](?=\s)|:")
_ASYLUM = re.compile(r"\basylum\b(?!\W*(?:seek|support))", re.IGNORECASE)
_BRACKETS = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")
_LONGEST = 4
"""Words of the longest phrase."""

_LEVEL = re.compile(
    r"\b(?:(?:oisc|iaa)(?:\s+(?:level|lvl|l))?|levels?|lvl|l)[\s-]*([1-3])"
    r"(?:\s*(?:-|\u2013|/|,|&|to|and|\+)\s*(?:level|l)?\s*([1-3]))?(?!\d|\.\d)",
    re.IGNORECASE,
)
_NOT_HELD = re.compile(
    r"\b(?:towards?|appl(?:ied|ying|ication)|pending|awaiting|lapsed|expired|suspended|ended|"
    r"surrendered|withdrawn|former(?:ly)?|was|used to|no longer|not|hop(?:e|es|ing)|plan\w*|soon|"
    r"until|trainees?|in training|(?:from|in) (?:\w+ )?20\d\d)\b|\?",
    re.IGNORECASE,
)
"""Words beside a level that say that it is not held, or not now."""

_LEGAL_AID = re.compile(r"\blegal[\s-]aid\b", re.IGNORECASE)
_NO_LEGAL_AID = re.compile(
    r"\b(?:no|not|non|without)\b[^,.;()]{0,20}\blegal[\s-]aid\b"
    r"|\blegal[\s-]aid\b[^,.;()]{0,15}\b(?:not|no longer|ended|applied for)\b",
    re.IGNORECASE,
)


class _Found(NamedTuple):
    """A word of the vocabulary in a text: its type, and which part of the text it stands in."""

    service_type: str
    is_weak: bool
    length: int
    before: str
    """The first word before it that parts the text: empty if it says what the service is."""


@lru_cache(maxsize=50_000)
def find_service_type(text: str) -> str:
    """Return the type that the words of a text name, or an empty text.

    Examples
    --------
    >>> find_service_type("food parcels"), find_service_type("Legal aid immigration")
    ('food', 'immigration advice')
    >>> find_service_type("Health checks in hotels"), find_service_type("Help with housing")
    ('health', 'housing')
    >>> find_service_type("drop in on Tuesdays"), find_service_type("Chess")
    ('drop-in', '')
    """
    inside = " ".join(one or other for one, other in _BRACKETS.findall(text))
    found = _find_words(_BRACKETS.sub(" ", text))
    head = [word for word in found if not word.before]
    strong = [word.service_type for word in head if not word.is_weak]
    in_brackets = [word.service_type for word in _find_words(inside) if not word.is_weak]
    if strong:
        # An immigration solicitor gives immigration advice, whichever word is last, and so does
        # who gives legal advice (immigration).
        named = {*strong, *in_brackets, *(word.service_type for word in found)}
        is_asylum = IMMIGRATION in named or bool(_ASYLUM.search(text))
        # Housing law and legal aid housing are legal advice.
        last = LEGAL if LEGAL in strong else strong[-1]
        return IMMIGRATION if is_asylum and last in {LEGAL, ADVICE} else last
    if head and head[-1].service_type != ADVICE:
        # A drop-in (immigration advice) is for that; a drop-in (food, ESOL) is one.
        is_one = head[-1].service_type == DROP_IN and len(set(in_brackets)) == 1
        return in_brackets[0] if is_one else head[-1].service_type
    topics = [
        word.service_type
        for word in found
        if not word.is_weak and word.before and (not head or word.before in _BEFORE_TOPIC)
    ]
    told = topics[:1] or (in_brackets[:1] if len(set(in_brackets)) == 1 else [])
    rest = [word.service_type for word in (*head, *found)]
    named_first = next(iter((*told, *rest, *in_brackets)), "")
    # "Asylum - legal aid" is legal advice on that.
    return IMMIGRATION if named_first == LEGAL and _ASYLUM.search(text) else named_first


def list_service_types(text: str) -> set[str]:
    """Return every type that some word of a text names, as of a title or a remark.

    Examples
    --------
    >>> sorted(list_service_types("HOUSING / DESTITUTION")), list_service_types("always busy")
    (['destitution', 'housing'], set())
    """
    return {word.service_type for word in _find_words(text)}


def is_made_of_types(text: str) -> bool:
    """Tell whether a text holds words for types and nothing else, as the title of a section.

    Examples
    --------
    >>> is_made_of_types("Housing and homelessness services"), is_made_of_types("Stoke Foodbank")
    (True, False)
    """
    words = _list_words(text)
    covered = sum(word.length for word in _find_words(text))
    return covered > 0 and covered + sum(word in _SMALL for word in words) >= len(words)


def is_about_people(text: str) -> bool:
    """Tell whether a text says only whom something is for.

    Examples
    --------
    >>> is_about_people("asylum seekers and migrants"), is_about_people("families' food")
    (True, False)
    """
    words = _list_words(text)
    return bool(words) and all(word in _PEOPLE for word in words)


def find_level(text: str) -> str:
    """Return the highest level of immigration advice that a text names, or an empty text.

    Whoever may give advice at a level may give it at those below.

    Examples
    --------
    >>> find_level("OISC 2"), find_level("advice L1"), find_level("Levels 1-3"), find_level("OISC")
    ('2', '1', '3', '')
    >>> find_level("working towards L1"), find_level("Level 2 (lapsed)"), find_level("L3 from 2027")
    ('', '', '')
    """
    if _NOT_HELD.search(text):
        return ""
    return max((level for pair in _LEVEL.findall(text) for level in pair), default="")


def has_legal_aid(text: str) -> bool:
    """Tell whether a text says that there is legal aid; where it does not, that is not known.

    Examples
    --------
    >>> has_legal_aid("Legal aid immigration"), has_legal_aid("no legal aid contract")
    (True, False)
    """
    return bool(_LEGAL_AID.search(text)) and not _NO_LEGAL_AID.search(text)


def _find_words(text: str) -> list[_Found]:
    """Return the words of the vocabulary in a text, the longest at each place."""
    words = _list_words(text)
    phrases = _list_phrases()
    found: list[_Found] = []
    before = ""
    place = 0
    while place < len(words):
        for length in range(min(_LONGEST, len(words) - place), 0, -1):
            meant = phrases.get(" ".join(words[place : place + length]))
            if meant:
                found.append(_Found(*meant, length, before))
                place += length
                break
        else:
            word = words[place]
            if word in _DENIALS:
                # "Advice, not immigration": what follows is not done.
                break
            before = before or (word if word in _BEFORE_TOPIC or word in _BEFORE_WHOM else "")
            place += 1
    return found


@cache
def _list_phrases() -> dict[str, tuple[str, bool]]:
    """Return phrases, in the singular, to the type each names and whether only weakly."""
    phrases = {}
    for words, is_weak in ((_WEAK, True), (_PHRASES, False)):
        for service_type, listed in words.items():
            for phrase in listed.split("; "):
                phrases[" ".join(_list_words(phrase))] = (service_type, is_weak)
    return phrases


def _list_words(text: str) -> list[str]:
    """Return the words of a text, folded and in the singular, and the marks that part it."""
    parted = re.sub(r"\b(oisc|iaa)(?=\d)", r"\1 ", text.casefold())
    return [_fold_word(word) for word in _TOKEN.findall(parted)]


def _fold_word(word: str) -> str:
    word = re.sub("['\u2019](?:s\\b)?", "", word).replace("\u00e9", "e").replace("\u00e8", "e")
    if len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-1] if len(word) > 2 and word.endswith("s") and word[-2] not in "sui" else word
