"""Names out of a report that anyone may read: organisations and services get numbers.

The numbers come from a key that is drawn for this one report and kept nowhere. A key that could be
had, from the data, the version or the alphabet, would lead from a list of names back to the codes.
"""

from __future__ import annotations

import hmac
import re
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ecosystem.data import AREAS_UNCLEAR, TABLES, make_slug, split_names
from ecosystem.wording import start_sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd

    from ecosystem.data import Column, Ecosystem, Table


_IDENTIFYING = (
    "charity_number",
    "company_number",
    "website",
    "postcode",
    "latitude",
    "longitude",
)
"""Columns of organisations that lead to the name with one look at a register or a map."""

_SOMEONE = "an organisation"

_WORD = re.compile(r"[^\W_]+")
_LEGAL_FORMS = frozenset(["ltd", "limited", "cic", "cio", "plc", "llp"])
"""Words after a name that people leave out when they write it."""

_LEAST_ID = 3
"""Letters of an id from which it is looked for in texts: "ach" names somebody, "o1" does not."""

_LONG = 10
"""Letters from which a name of several words is hidden within a longer word too: "AlphaTrusts".
A short one, or one word, may begin a common word: "Refuge" stands in "refugee"."""


def draw_key(seed: int | None = None) -> bytes:
    """Return a key for codes: from a seed always the same, without one never again."""
    return secrets.token_bytes() if seed is None else str(seed).encode()


def code_names(e: Ecosystem, key: bytes) -> Ecosystem:
    """Return the ecosystem with codes for organisations, services and groups.

    The numbers follow from the key alone: whoever has it and the names can work them back. Columns
    beyond the tables' own, and those that name an organisation otherwise, are left out; in every
    other text the names of organisations are taken out, however they are written.
    """
    codes = {
        "organisations": _number(e.organisations["organisation_id"], "Organisation", key),
        "services": _number(e.services["service_id"], "Service", key),
        "groups": _number(e.groups["group_id"], "Group", key),
    }
    names = _list_names(e.organisations)
    tables = {name: _code_table(getattr(e, name), table, codes) for name, table in TABLES.items()}
    tables = _hide_in_tables(tables, names, key)
    tables["organisations"] = tables["organisations"].drop(
        columns=list(_IDENTIFYING), errors="ignore"
    )

    # "Service 07" says nothing at a table of people: what it does stands before its number.
    services = tables["services"]
    # A table without a row may have lost the type of its columns.
    kinds = services["service_type"].astype("str")
    tables["services"] = services.assign(
        name=kinds.map(start_sentence) + " (" + services["name"].astype("str").str.lower() + ")"
    )
    return e.replace(**tables)


def _code_table(
    frame: pd.DataFrame, table: Table, codes: Mapping[str, Mapping[str, str]]
) -> pd.DataFrame:
    """Return a table with codes for its own ids and names and for those it links to."""
    # What users added beyond the table's columns is of unknown kind: a name may stand in it.
    coded = frame[[column for column in frame.columns if column in table.names]]
    if table.name == "services" and AREAS_UNCLEAR in frame:
        # That there are such words keeps areas from being called gaps; what they are may be a name.
        is_unclear = frame[AREAS_UNCLEAR].fillna("").astype(str) != ""
        coded = coded.assign(**{AREAS_UNCLEAR: is_unclear.map({True: "not read", False: ""})})
    for column in table.columns:
        if column.links_to in codes:
            coded = coded.assign(**{column.name: coded[column.name].map(codes[column.links_to])})
    if table.name in codes:
        code = coded[table.key[0]].map(codes[table.name])
        coded = coded.assign(**{table.key[0]: code, "name": code})
    return coded


def _number(ids: Iterable[str], noun: str, key: bytes) -> dict[str, str]:
    """Return "Organisation 07" and the like for each id."""
    ordered = _scatter(ids, key)
    width = len(str(len(ordered)))
    return {name: f"{noun} {number:0{width}}" for number, name in enumerate(ordered, start=1)}


def _scatter(texts: Iterable[str], key: bytes) -> list[str]:
    """Return texts in an order that nobody can work out without the key."""
    return sorted(texts, key=lambda text: hmac.digest(key, text.encode(), "sha256"))


@dataclass(frozen=True, kw_only=True)
class _Name:
    """The name of an organisation, as it is looked for in texts.

    Attributes
    ----------
    letters
        Its letters alone: a text without them does not hold it.
    pattern
        Its words, in any case, with anything that is no letter between them, or nothing.
    """

    letters: str
    pattern: re.Pattern[str]


def _list_names(organisations: pd.DataFrame) -> list[_Name]:
    """Return all that names an organisation, the longest first.

    Within "Ash Trust" the name "Ash" must not be taken out alone.
    """
    ids = organisations["organisation_id"].dropna().tolist()
    texts = organisations["name"].dropna().tolist()
    texts += [name for name in ids if len("".join(filter(str.isalpha, name))) >= _LEAST_ID]
    if "other_names" in organisations:
        for cell in organisations["other_names"].dropna():
            texts += split_names(str(cell))
    by_words = {tuple(words): None for text in texts if (words := _list_words(text))}
    names = [_make_name(words) for words in by_words]
    return sorted(names, key=lambda name: (-len(name.letters), name.letters))


def _list_words(text: str) -> list[str]:
    """Return the words of a name that tell it from others, in small letters."""
    words = [word for word in _WORD.findall(text.casefold()) if word != "and"]
    whole = list(words)
    if words[:1] == ["the"]:
        del words[0]
    while words and words[-1] in _LEGAL_FORMS:
        del words[-1]
    return words or whole


def _make_name(words: tuple[str, ...]) -> _Name:
    letters = "".join(words)
    between = r"[\W_]*(?:and[\W_]*)?"
    is_long = len(words) > 1 and len(letters) >= _LONG
    end = "" if is_long else r"(?:\W?s)?(?![^\W_])"
    pattern = rf"(?<![^\W_]){between.join(map(re.escape, words))}{end}"
    return _Name(letters=letters, pattern=re.compile(pattern, re.IGNORECASE))


def _hide_in_tables(
    tables: Mapping[str, pd.DataFrame], names: list[_Name], key: bytes
) -> dict[str, pd.DataFrame]:
    """Return the tables with the names of organisations taken out of every text."""
    wanted = {
        name: [
            column for column in table.columns if _is_text(table, column) and column.name in frame
        ]
        for name, frame in tables.items()
        if (table := TABLES[name])
    }
    keys = {
        text
        for name, columns in wanted.items()
        for column in columns
        if column.name in TABLES[name].key or column.name == "service_type"
        for text in tables[name][column.name].dropna().unique()
    }
    hidden = _hide_apart(keys, names, key)

    def hide(text: object) -> object:
        return hidden[text] if text in hidden else _hide(text, names)

    return {
        name: frame.assign(
            **{column.name: frame[column.name].map(hide).astype("str") for column in wanted[name]}
        )
        for name, frame in tables.items()
    }


def _is_text(table: Table, column: Column) -> bool:
    """Tell whether a person wrote freely in a column, so that a name may stand in it."""
    is_code = column.name in {"name", *table.key[:1]} and table.name != "demand"
    # Areas are on every map: that an organisation is called like one tells nothing of it.
    is_free = column.kind in {"text", "list"} and not column.links_to and table.name != "areas"
    return is_free and not is_code and column.name != "schema_version"


def _hide_apart(texts: Iterable[str], names: list[_Name], key: bytes) -> dict[object, object]:
    """Return texts without names, such that different ones stay different: rows hang on them."""
    hidden: dict[object, object] = {}
    # As `join_spellings` tells words apart, which would make one of two that differ in signs alone.
    taken = {make_slug(text) for text in texts}
    for text in _scatter(texts, key):
        bare = without = str(_hide(text, names))
        number = 1
        while without != text and make_slug(without) in taken:
            number += 1
            without = f"{bare} {number}"
        hidden[text] = without
        taken.add(make_slug(without))
    return hidden


def _hide(text: object, names: list[_Name]) -> object:
    """Return a text with the names of organisations taken out, the longest first."""
    if not isinstance(text, str):
        return text
    letters = "".join(word for word in _WORD.findall(text.casefold()) if word != "and")
    for name in names:
        if name.letters in letters:
            text = name.pattern.sub(_SOMEONE, text)
    return text
