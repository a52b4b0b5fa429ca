"""Keyed hashes of a list of contacts: what an organisation may share of it.

Made on the organisation's own machine. Whoever has the hashes but not the key can tell neither a
name nor whether a given person is in the list. Whoever has both can try every name, so the key is
drawn anew for each round, told by voice, and forgotten afterwards.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import re
import secrets
from base64 import b32encode
from typing import TYPE_CHECKING

import pandas as pd

from ecosystem.data import as_text, fold_heading, read_day, read_postcode
from ecosystem.errors import did_you_mean
from ecosystem.formats import read_sheets
from ecosystem.options import check_options

from .match_keys import MATCH_KEYS, Person, list_match_keys, read_phone

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

PERSON, ROUND = "person", "round"
"""The columns of a hashed list beside the match-keys."""

_TOKEN_BYTES = 16
"""Of each hash: that any two of a million agree by chance has a probability of 1e-27."""

_ROUND_BYTES = 4
"""What tells that two lists were made with one key, and nothing of the key."""

_LEAST_KEY = 20
"""Letters of a key: 20 of base 32 are 100 bits, past any search."""

_LEAST_DIFFERENT = 8
"""Different letters of a key: "aaaa…" is long and no secret."""

_SCRYPT = {"n": 2**14, "r": 8, "p": 1, "dklen": 16}
"""How a phone number is stretched. All billion British mobiles are tried in an hour of plain keyed
hashes, should the key get out; at about 40 ms each it takes a machine more than a year."""

_HEADINGS = {
    "name": ("name", "full_name", "client_name", "contact_name"),
    "first": ("first_name", "forename", "forenames", "given_name", "given_names", "first_names"),
    "last": ("last_name", "surname", "family_name", "second_name"),
    "birth": ("date_of_birth", "dob", "birth_date", "birthday", "born", "d_o_b"),
    "phone": ("phone", "mobile", "telephone", "tel", "phone_number", "mobile_number"),
    "postcode": ("postcode", "post_code", "address_postcode"),
}
"""What each fact is headed with, folded."""


def draw_round_key() -> str:
    """Return a new key for one round of hashing, to be told by voice and written nowhere.

    Returns
    -------
    str
        Twenty letters and digits in groups of four: 100 bits.
    """
    letters = b32encode(secrets.token_bytes(13)).decode()[:_LEAST_KEY]
    return "-".join(letters[start : start + 4] for start in range(0, _LEAST_KEY, 4))


@check_options
def hash_contacts(people: pd.DataFrame | str | Path, *, key: str) -> pd.DataFrame:
    """Turn a list of people into keyed hashes, which may be shared where the list may not.

    Each row gets hashes of several match-keys: its names with the day of birth, their sounds with
    the phone number, and so on, never of one fact alone. People are told apart only by these.
    Rows that repeat one before them, in names and day of birth, are left out.

    Parameters
    ----------
    people
        One row a person, with columns for the name (or first and last name) and, where known,
        date of birth, phone and postcode: a frame, or a workbook or .csv file, of which the first
        sheet with a column of names is read. More columns are not looked at.
    key
        The secret of this round, the same for all organisations, from `ecosystem draw-key` or
        `secrets.token_hex(16)`. Spaces,
        hyphens and capitals do not count. It is kept nowhere.

    Returns
    -------
    pandas.DataFrame
        Indexed as `people`, or by the row of the file: that is for the organisation itself, so do
        not share the index. Columns:
        person (a number drawn at random, by which the plan speaks of the person), round (tells
        that two lists were made with one key), and for each match-key a hash of 32 letters, empty
        where the facts for it are missing. In the order of `person`, so that order tells nothing.

    Raises
    ------
    ValueError
        If the key is too short to be a secret, or no column holds names.

    Notes
    -----
    HMAC-SHA-256, cut to 128 bits, the name of the match-key mixed in. Phone numbers are
    stretched by scrypt first, about 40 ms each, because there are few enough to try them all.
    Day and month of a first of January count as not known, as many papers say it of whoever has no
    other. What is hashed stays personal data in law: agree on sharing it, and say so in your
    notice.

    References
    ----------
    Krawczyk, Bellare and Canetti (1997). HMAC: keyed-hashing for message authentication. RFC 2104.

    Percival and Josefsson (2016). The scrypt password-based key derivation function. RFC 7914.

    Examples
    --------
    >>> import secrets
    >>> import ecosystem as eco
    >>> import pandas as pd
    >>> people = pd.DataFrame({"Name": ["Ann Lee", "Li Wei"], "DOB": ["1980-03-04", "1991-12-05"]})
    >>> hashed = eco.hash_contacts(people, key=secrets.token_hex(16))
    >>> sorted(hashed["person"]), len(hashed["names_birth"].iloc[0])
    ([1, 2], 32)
    """
    secret = _read_key(key)
    if not isinstance(people, pd.DataFrame):
        people = _read_people(people)
    columns = _find_columns([str(name) for name in people.columns])
    persons = [_read_person(row, columns, secret) for row in _list_cells(people)]
    hashed = pd.DataFrame(
        [_hash_person(person, secret) for person in persons],
        columns=list(MATCH_KEYS),
        index=people.index,
        dtype="str",
    )
    # Whoever stands in the list twice is one person; without a birth date that is not known.
    twice = hashed["names_birth"].duplicated() & (hashed["names_birth"] != "")
    hashed = hashed[~twice]
    numbers = list(range(1, len(hashed) + 1))
    # Drawn by the machine's own randomness, as a seed could be tried like a key.
    secrets.SystemRandom().shuffle(numbers)
    hashed.insert(0, PERSON, numbers)
    mark = hmac.new(secret, b"round", hashlib.sha256).digest()[:_ROUND_BYTES].hex()
    hashed.insert(1, ROUND, mark)
    return hashed.sort_values(PERSON)


def _read_key(key: str) -> bytes:
    letters = re.sub(r"[\s-]", "", str(key)).casefold()
    if len(letters) < _LEAST_KEY or len(set(letters)) < _LEAST_DIFFERENT:
        msg = (
            f"key: {len(letters)} letters, {len(set(letters))} of them different, are no secret. "
            f"Draw one of {_LEAST_KEY} or more for all of you: ecosystem draw-key, told by voice."
        )
        raise ValueError(msg)
    return letters.encode()


def _read_people(path: str | Path) -> pd.DataFrame:
    """Return the first sheet of a file that has a column of names; else its first."""
    sheets = read_sheets(path)
    if not sheets:
        msg = f"people: {str(path)!r} holds no sheet with rows. Give the list of contacts."
        raise ValueError(msg)
    has_names = (sheet for sheet in sheets if _has_names(sheet.headings))
    sheet = next(has_names, sheets[0])
    return pd.DataFrame(sheet.rows, columns=sheet.headings, index=sheet.numbers)


def _has_names(headings: Sequence[str]) -> bool:
    try:
        _find_columns(headings)
    except ValueError:
        return False
    return True


def _find_columns(headings: Sequence[str]) -> dict[str, int]:
    """Return where each fact stands in a row.

    Raises
    ------
    ValueError
        If no column is a name.
    """
    folded = [fold_heading(heading) for heading in headings]
    found = {
        fact: next(place for place, name in enumerate(folded) if name in names)
        for fact, names in _HEADINGS.items()
        if set(names) & set(folded)
    }
    if "name" not in found and not {"first", "last"} <= set(found):
        hint = next((did_you_mean(name, ["name"]) for name in folded), "")
        msg = (
            f"people: no column is headed Name, or First name and Last name; the headings are "
            f"{list(headings)}. {hint} Rename the column with names."
        )
        raise ValueError(re.sub(r"\s+", " ", msg))
    return found


def _list_cells(people: pd.DataFrame) -> list[list[object]]:
    return people.astype(object).where(people.notna(), "").to_numpy().tolist()


def _read_person(row: Sequence[object], columns: dict[str, int], secret: bytes) -> Person:
    cells = {fact: as_text(row[place]).strip() for fact, place in columns.items()}
    name = cells.get("name") or f"{cells.get('first', '')} {cells.get('last', '')}"
    phone = read_phone(cells.get("phone", ""))
    stretched = hashlib.scrypt(phone.encode(), salt=secret, **_SCRYPT).hex() if phone else ""
    postcode = read_postcode(cells.get("postcode", ""))
    return Person(
        name=name,
        birth=_read_birth(cells.get("birth", "")),
        phone=stretched,
        # An outward code alone is a district with thousands of people.
        postcode=postcode if " " in postcode else "",
    )


def _read_birth(text: str) -> dt.date | None:
    """Return the day of birth; the first of January where only month or year are known."""
    try:
        day, remark = read_day(text, is_last=False)
    except ValueError:
        return None
    return dt.date(day.year, 1, 1) if day is not None and remark == "part" else day


def _hash_person(person: Person, secret: bytes) -> dict[str, str]:
    keys = list_match_keys(person)
    return {name: _hash(name, keys[name], secret) if name in keys else "" for name in MATCH_KEYS}


def _hash(name: str, text: str, secret: bytes) -> str:
    # With the name of the key in it, so that equal texts of two keys do not show as equal.
    return hmac.new(secret, f"{name}:{text}".encode(), hashlib.sha256).digest()[:_TOKEN_BYTES].hex()
