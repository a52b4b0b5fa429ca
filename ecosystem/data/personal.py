"""Columns about persons: contacts of staff are not read, data about clients are refused.

A column is known by its heading or by its cells. A heading is read as English reads it: its last
word says what stands below. "Contact hours" are hours and "officer training" is training; a
"service manager" and the "name of the manager" are persons. Where a heading only may mean a person
its cells decide: days, yes and no, and small numbers are no names.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

from .cells import as_text
from .dates import read_day
from .text import clean_text, clean_texts, fold_heading
from .vocabulary import CLIENT_COLUMNS, CONTACT_COLUMNS, NO_WORDS, YES_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .columns import Table


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


PUBLIC_CONTACTS = frozenset(["public_phone", "public_email"])
"""Headings, folded, of contacts of an organisation itself, which it gives to everybody."""

_DIRECT = _words(
    "email emails mail phone phones telephone telephones tel mobile mobiles landline fax whatsapp "
    "ph mob cell skype surname forename"
)
"""Words for what reaches or names one person."""

_PERSON = _words(
    "contact contacts officer officers manager managers coordinator coordinators worker workers "
    "caseworker caseworkers director directors trustee trustees secretary chair chairperson lead "
    "leads staff liaison organiser supervisor respondent ceo person convenor spoc "
    "executive exec leader"
)
"""Words for a person of an organisation."""

_DETAIL = _words(
    "name names address addresses number numbers no nos num detail details info information "
    "initials title first last full direct personal home work office day evening main other "
    "alternative ext extension person member"
)
"""Last words that leave a heading about whoever its other words name."""

_THINGS = _words(
    "hours line lines training type types kind kinds frequency count total time times days rate "
    "policy cost costs budget hub centre center point points method methods mode route available "
    "availability language languages organisation organisations agency agencies body partner "
    "partners authority group groups level score access clinic unit service services strategy "
    "capacity referrals supervision vacancies area areas month year date advice support helpline "
    "interpreting outreach meetings volunteers ratio turnover quality satisfaction feedback needs "
    "seen helped served supported waiting demographics involvement retention newsletter "
    "list scheme project"
)
"""Last words of headings that are about no person, whatever stands before them."""

_CLIENT = _words(
    "client clients beneficiary beneficiaries patient patients claimant claimants applicant "
    "applicants participant participants customer customers user users su individual child clientid"
)
"""Words for the persons helped."""

_OF_CLIENT = _DETAIL | _words(
    "id ids ref refs reference references code dob age gender surname forename clientid"
)
_NUMBERED = _words("ref refs reference references id no number")
_ALWAYS_CLIENT = re.compile(
    r"(^|_)(dob|d_o_b|dates?_of_birth|birth_?date|birthday|year_of_birth|nass|nino|nat_ins|national_insurance|passport|"
    r"brp|nhs_(number|no)|asylum_support_(number|no|ref)|home_office_(ref|reference|number|no)|"
    r"ho_(ref|reference|number|no)|n_?i_(number|no)|arc_(number|no)|port_ref(erence)?|"
    r"case_(id|number|no|ref|reference)|initials)(_|$)"
)
"""Headings of the papers and numbers of one person, wherever they stand in a longer one."""

_OF_A_REFERRAL = frozenset(["ref_no", "reference_no", "ref_number", "reference_number", "our_ref"])
"""Headings, folded, that on a list of referrals number the persons; elsewhere they may number
anything, and where there is an amount they are of grants."""

_NOT_A_PERSON = re.compile(
    r"^(number_of|no_of|how|count|total|has|have|is|are|can|does|do|offers|percent|share|average|"
    r"mean|median)(_|$)"
)
"""How headings begin that ask for a number, or for yes or no."""

_ASKS_NAME = _words(
    "your_name your_full_name full_name respondent_name completed_by form_completed_by "
    "filled_in_by submitted_by your_role your_job_title who_to_ask who_to_call"
)
"""Headings of surveys for whoever filled them in."""

# No more than 64 characters before the sign, as addresses have: a long cell would take long.
_EMAIL = re.compile(r"[\w.+'-]{1,64}@[\w-]+(\.[\w-]+)+")
_LEFT_OUT = "(address left out)"
_PHONE = re.compile(
    r"(tel|phone|mob|mobile|t|m)?[\s.:]*(\+|00)?\(?\+?\d[\d\s().\-\u2013]{7,20}\d(\s*(ext|x)\.?\s*\d+)?",
    re.IGNORECASE,
)
_PHONE_IN_TEXT = re.compile(
    r"(?:\b(?:tel|phone|mob|mobile|call|ring|text)\b[\s.:]*)?"
    r"(?<![\w/.])(?:\(\+?\d[\d ]{1,6}\)|\+\d|0\d)[\d\s().\-\u2013]{6,18}\d(?!\w)",
    re.IGNORECASE,
)
_PAPERS = re.compile(
    r"[A-CEGHJ-PR-TW-Z]{2}\s?\d{2}\s?\d{2}\s?\d{2}\s?[A-D]"  # national insurance
    r"|\d{2}/\d{2}/\d{5}(/\d{3})?"  # asylum support
    r"|[A-Z]\d{6,8}/\d{1,3}"  # Home Office
)
_INITIALS = re.compile(r"[A-Z]\.?\s?[A-Z]\.?(\s?[A-Z]\.?)?")
_SHORT_NAMES = _words("short acronym abbreviation code organisation known sector region")
"""Words of headings under which two or three capitals are no person."""

_LEAST_EMAILS, _LEAST_PHONES, _LEAST_INITIALS = 0.2, 0.5, 0.5
"""Shares of the filled cells from which a column is taken for one of contacts or of initials. One
address in a note may be anybody's; figures and capitals mean other things too, so that most cells
must look like it."""

_MOST_CELLS, _MOST_DAYS = 5000, 20
"""Different cells of a column that are looked at for contacts and initials, and cells for days: a
column is of one kind throughout, and the longest then takes a few hundredths of a second."""

_TIES = ("relationships", "referrals")

_ONE_PERSON = _words(
    "outcome outcomes need needs nationality age gender sex diagnosis presenting_need "
    "presenting_issue country_of_origin immigration_status"
)
"""Headings, folded, of what is said of one person who was referred."""


def find_contacts(table: Table, frame: pd.DataFrame) -> list[str]:
    """Return the columns beyond the table's own with contact details of staff."""
    found = []
    for name in _list_further(table, frame):
        fold = fold_heading(_part_words(name))
        if fold in PUBLIC_CONTACTS:
            continue
        filled = _list_filled(frame[name])
        is_meant = is_contact_heading(name) and (fold in CONTACT_COLUMNS or not _is_plain(filled))
        if is_meant or _holds_contacts(filled, fold):
            found.append(name)
    return found


def find_clients(table: Table, frame: pd.DataFrame) -> list[str]:
    """Return the columns beyond the table's own with data about clients."""
    is_of_ties = table.name in _TIES and "amount" not in frame
    return [
        name
        for name in _list_further(table, frame)
        if is_client_heading(name)
        or (is_of_ties and fold_heading(name) in _OF_A_REFERRAL)
        or any(_PAPERS.fullmatch(cell) for cell in _list_filled(frame[name]))
        or (table.name in _TIES and _holds_initials(frame, name))
    ]


def _holds_initials(frame: pd.DataFrame, name: str) -> bool:
    """Tell whether cells are initials beside a day, as on a list of single referrals."""
    words = set(fold_heading(_part_words(name)).split("_"))
    few = _list_filled(frame[name])[:_MOST_CELLS]
    # Persons differ from row to row; SLA and MOU come again.
    is_varied = len(few) > 1 and len(few) > frame[name].count() / 2
    if words & _SHORT_NAMES or not is_varied or _share(few, _INITIALS) < _LEAST_INITIALS:
        return False
    return any(_are_days(frame[other]) for other in frame.columns)


def hide_addresses(table: Table, frame: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Return the frame without e-mail addresses in the columns beyond the table's own.

    The second part are the columns in which one stood: in a remark, say, among others.
    """
    changed = {}
    for name in _list_further(table, frame):
        cells = frame[name]
        is_public = fold_heading(_part_words(name)) in PUBLIC_CONTACTS
        if is_public or not any(isinstance(cell, str) and "@" in cell for cell in cells):
            continue
        hidden = [_EMAIL.sub(_LEFT_OUT, cell) if isinstance(cell, str) else cell for cell in cells]
        column = pd.Series(hidden, index=frame.index, dtype=object)
        if not column.equals(cells.astype(object)):
            changed[name] = column
    return frame.assign(**changed), list(changed)


def hide_contacts(text: str, mark: str = _LEFT_OUT) -> str:
    """Return text with a mark in place of each e-mail address and number of a phone.

    Examples
    --------
    >>> hide_contacts("ESOL, call 01782 000001"), hide_contacts("0900 - 1700, a@example.org", "")
    ('ESOL, (address left out)', '0900 - 1700, ')
    """
    if "@" in text:
        text = _EMAIL.sub(mark, text)
    return _PHONE_IN_TEXT.sub(lambda found: mark if _is_long(found[0]) else found[0], text)


def _is_long(number: str) -> bool:
    return sum(map(str.isdigit, number)) >= 10


def has_single_people(table: Table, frame: pd.DataFrame) -> bool:
    """Tell whether rows of ties are single referrals: a day each, and what became of a person."""
    folded = {fold_heading(str(name)) for name in frame.columns}
    if table.name not in _TIES or "sent" in folded or not folded & _ONE_PERSON:
        return False
    return any(_are_days(cells) and len(cells.unique()) > 1 for _, cells in frame.items())


def _list_further(table: Table, frame: pd.DataFrame) -> list[str]:
    known = set(table.names)
    return [name for name in frame.columns if name not in known]


def is_contact_heading(heading: str) -> bool:
    """Tell whether a heading means contact details of staff, or may mean them.

    Examples
    --------
    >>> is_contact_heading("charity_contact_email"), is_contact_heading("Contact hours")
    (True, False)
    """
    fold = fold_heading(_part_words(heading))
    if fold in PUBLIC_CONTACTS or _NOT_A_PERSON.search(fold):
        return False
    if fold in CONTACT_COLUMNS | _ASKS_NAME:
        return True
    words = [word for word in fold.replace("e_mail", "email").split("_") if not word.isdigit()]
    last = words[-1] if words else ""
    # "Type of contact" is a type, "support by phone" is support.
    before = words[words.index("of") - 1] if "of" in words[1:] else ""
    if last in _THINGS or before in _THINGS or "by" in words:
        return False
    # "Lead" is a person at the end or before a word for one; before a thing it tells which.
    is_about = last in _PERSON | _DIRECT | _DETAIL or "of" in words
    return bool(set(words) & _DIRECT) or (bool(set(words) & _PERSON) and is_about)


def is_client_heading(heading: str) -> bool:
    """Tell whether a heading means data about a single client.

    Examples
    --------
    >>> is_client_heading("Client's ref."), is_client_heading("Client group")
    (True, False)
    """
    fold = fold_heading(_part_words(heading))
    if fold in CLIENT_COLUMNS or (_ALWAYS_CLIENT.search(fold) and not _NOT_A_PERSON.search(fold)):
        return not fold.endswith(
            ("_type", "_types", "_policy", "_advice", "_support", "_scheme", "_project")
        )
    words = [word for word in fold.split("_") if word not in {"s", "the", "a", ""}]
    if not set(words) & _CLIENT or _NOT_A_PERSON.search(fold) or len(words) < 2:
        return fold in _CLIENT and not fold.endswith("s")
    is_person = words[-1] in {"client", "user", "beneficiary", "patient", "claimant", "applicant"}
    return words[-1] in _OF_CLIENT or is_person or _names_client(words)


def _names_client(words: list[str]) -> bool:
    """Tell whether a heading reads "name of client", "ref for the service user"."""
    return any(word in words for word in ("of", "for")) and words[0] in _OF_CLIENT


def are_initials(cells: Iterable[object]) -> bool:
    """Tell whether most of some ids are very short and all letters: initials of persons.

    Examples
    --------
    >>> are_initials(["AK", "mb", "JS"]), are_initials(["c-001", "c-002"])
    (True, False)
    """
    filled = [text for cell in cells if (text := clean_text(as_text(cell)))]
    short = [text for text in filled if len(text) <= 4 and text.replace(".", "").isalpha()]
    return bool(filled) and len(short) * 2 >= len(filled)


def _part_words(heading: object) -> str:
    """Return a heading with spaces where capitals part its words: contactEmail."""
    text = re.sub("['\u2019](s\\b)?", "", str(heading))
    return re.sub(r"(?<=[a-z])(?=[A-Z][a-z]{4})", " ", text)


def _list_filled(cells: pd.Series) -> list[str]:
    """Return the texts of a column, each once."""
    filled = cells.dropna().tolist()
    is_plain = set(map(type, filled)) <= {str}
    texts = dict.fromkeys(filled if is_plain else map(as_text, filled))
    return [*filter(None, clean_texts(list(texts)))]


def _share(cells: list[str], pattern: re.Pattern[str]) -> float:
    return sum(bool(pattern.fullmatch(cell)) for cell in cells) / len(cells) if cells else 0.0


def _holds_contacts(cells: list[str], fold: str) -> bool:
    """Tell whether cells look like e-mail addresses, or most like numbers of phones."""
    cells = cells[:_MOST_CELLS]
    if not cells:
        return False
    addresses = sum("@" in cell and bool(_EMAIL.search(cell)) for cell in cells)
    if addresses >= _LEAST_EMAILS * len(cells):
        return True
    if set(fold.split("_")) & (_NUMBERED | {"uprn", "usrn", "code", "identifier"}):
        return False
    return sum(map(_is_phone, cells)) >= _LEAST_PHONES * len(cells)


def _is_phone(cell: str) -> bool:
    """Tell whether a cell is a number of a phone as Britain writes it, or from abroad with a +."""
    if not _PHONE.fullmatch(cell):
        return False
    figures = re.sub(r"\D", "", cell.casefold().partition("x")[0])
    begins = cell.lstrip("(TtelphonmbMP.: ")[:1]
    return 10 <= len(figures) <= 15 and begins in {"0", "+"}


def _is_plain(cells: list[str]) -> bool:
    """Tell whether cells are days, yes and no, or small numbers: neither names nor addresses."""
    answers = YES_WORDS | NO_WORDS
    return bool(cells) and all(
        cell.casefold() in answers
        or (cell.replace(".", "", 1).replace(",", "").isdigit() and len(cell) < 7)
        or _is_day(cell)
        for cell in cells
    )


def _are_days(cells: pd.Series) -> bool:
    first = _list_filled(cells.dropna().head(_MOST_DAYS))
    return bool(first) and all(map(_is_day, first))


def _is_day(cell: str) -> bool:
    # A bare number is a day only to those who count days.
    if not re.search(r"\d[-/. ]|\d(st|nd|rd|th)\b", cell) or len(cell) > 20:
        return False
    try:
        return read_day(cell, is_last=False)[0] is not None
    except (ValueError, OverflowError):
        return False
