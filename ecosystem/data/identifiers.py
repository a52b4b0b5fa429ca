"""Postcodes, register numbers and org-ids: put in one form, or doubted, never guessed."""

from __future__ import annotations

import re
from itertools import product

_POSTCODE = re.compile(r"(GIR|[A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][ABD-HJLNP-UW-Z]{2})")
_OUTWARD = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?")
# What a letter or figure may be mistaken for, itself first.
_ALIKE = {"O": "O0", "0": "0O", "I": "I1", "1": "1I", "L": "L1"}
_COMPANY = re.compile(r"([A-Z]{2}[0-9]{6}|[A-Z]{2}[0-9]{5}R|[0-9]{8})")
_CHARITY = re.compile(r"([0-9]{6,7}(-[0-9]{1,3})?|SC[0-9]{6}|(NIC?)?[0-9]{6})")
# Lists of https://org-id.guide that are common in Britain.
_REGISTERS = ("GB-CHC", "GB-SC", "GB-NIC", "GB-COH", "GB-MPR", "GB-EDU", "GB-UKPRN", "GB-LAE")


def read_postcode(text: str) -> str:
    """Return a postcode in its usual form, an outward code as it is, or an empty text.

    Examples
    --------
    >>> read_postcode("s13fg."), read_postcode("bs1"), read_postcode("E8 IHE")
    ('S1 3FG', 'BS1', '')
    """
    squashed = re.sub(r"[^A-Z0-9]", "", text.upper())
    whole = _POSTCODE.fullmatch(squashed)
    if whole:
        return f"{whole[1]} {whole[2]}"
    return squashed if _OUTWARD.fullmatch(squashed) else ""


def suggest_postcodes(text: str) -> list[str]:
    """Return the postcodes that may be meant where O and 0, or I and 1, were mixed up.

    Examples
    --------
    >>> suggest_postcodes("E8 IHE"), suggest_postcodes("SE1 OEH")
    (['E8 1HE'], ['SE1 0EH'])
    """
    squashed = re.sub(r"[^A-Z0-9]", "", text.upper())
    if not 5 <= len(squashed) <= 7:
        return []
    # The inward part is a figure and two letters; only the outward part may read either way.
    inward = _as_figures(squashed[-3]) + _as_letters(squashed[-2:])
    suggested = []
    for outward in product(*(_ALIKE.get(letter, letter) for letter in squashed[:-3])):
        read = read_postcode("".join(outward) + inward)
        if " " in read and read.replace(" ", "") != squashed:
            suggested.append(read)
    return list(dict.fromkeys(suggested))


def _as_figures(text: str) -> str:
    return text.translate(str.maketrans("OIL", "011"))


def _as_letters(text: str) -> str:
    return text.translate(str.maketrans("01", "OI"))


def read_company_number(text: str) -> str:
    """Return a company number with its eight characters, or an empty text.

    Examples
    --------
    >>> read_company_number("738693"), read_company_number("sc 123456")
    ('00738693', 'SC123456')
    """
    squashed = re.sub(r"[\s.-]", "", text.upper()).removeprefix("GBCOH")
    if squashed.isascii() and squashed.isdigit() and 4 <= len(squashed) < 8:
        return squashed.zfill(8)
    return squashed if _COMPANY.fullmatch(squashed) else ""


def read_charity_number(text: str) -> str:
    """Return a charity number without the name of its register, or an empty text.

    Examples
    --------
    >>> read_charity_number("GB-CHC-1077116"), read_charity_number("sc 042386")
    ('1077116', 'SC042386')
    """
    squashed = re.sub(r"\s", "", text.upper())
    for register in ("GB-CHC-", "GB-SC-", "GB-NIC-"):
        squashed = squashed.removeprefix(register)
    return squashed if _CHARITY.fullmatch(squashed) else ""


def read_org_id(text: str) -> str:
    """Return an identifier of org-id.guide in one form; text of another kind as it is.

    Examples
    --------
    >>> read_org_id("gb-coh-738693"), read_org_id("GB-SC-047423"), read_org_id("gb-chc- 1164883.0")
    ('GB-COH-00738693', 'GB-SC-SC047423', 'GB-CHC-1164883')
    """
    if text[:2].upper() != "GB":
        return text
    squashed = re.sub(r"\s", "", text).removesuffix(".0")
    register = next((known for known in _REGISTERS if squashed.upper().startswith(f"{known}-")), "")
    if not register:
        return text
    number = squashed[len(register) + 1 :].upper()
    if register == "GB-COH":
        number = read_company_number(number) or number
    elif register == "GB-SC" and number.isdigit():
        number = f"SC{number.zfill(6)}"
    elif register == "GB-NIC":
        number = number.removeprefix("NIC").removeprefix("NI")
    return f"{register}-{number}"


def split_org_id(text: str) -> tuple[str, str]:
    """Return the register and the number of an org-id, or two empty texts.

    Examples
    --------
    >>> split_org_id("GB-CHC-1164883")
    ('GB-CHC', '1164883')
    """
    register = next((known for known in _REGISTERS if text.startswith(f"{known}-")), "")
    return (register, text[len(register) + 1 :]) if register else ("", "")


def is_transposed(first: str, second: str) -> bool:
    """Tell whether two numbers differ in one figure, or in two neighbours that swapped places.

    Examples
    --------
    >>> is_transposed("1077116", "1077166"), is_transposed("1077116", "1077161")
    (True, True)
    """
    if len(first) != len(second) or first == second:
        return False
    differing = [
        position for position, (a, b) in enumerate(zip(first, second, strict=True)) if a != b
    ]
    if len(differing) == 1:
        return True
    start, end = differing[0], differing[-1]
    swapped = first[start] == second[end] and first[end] == second[start]
    return len(differing) == 2 and end == start + 1 and swapped
