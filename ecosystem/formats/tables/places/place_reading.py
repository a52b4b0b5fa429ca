"""What a cell about areas says: the places it names, and what of it only a person can tell.

People write "Shelton, Hanley", "Stoke & Staffs" or "city wide". A cell is parted where it lists
several places, and each name is looked up in this order, because a nearer meaning must not be
passed over for a likelier spelling:

1. names and codes of places, of today and of the past, short forms spelt out ("Staffs");
2. words that name no place ("city wide") and regions without borders ("the Potteries");
3. whole words of an authority's own name ("Brighton"), and names of neighbourhoods ("Hanley"):
   read where exactly one lies among the authorities that the other rows use, in their counties, or,
   of authorities' names and of names there once in the country, in their region;
4. parts of larger places ("North Staffs"): asked about, with the authorities there;
5. slips of the keys: asked about, never read, and only in the regions of the other rows.

Whatever is not read is asked about, with the places it may mean; the rest of the cell is read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from ecosystem.data import find_larger_places, list_inside, list_larger_places
from ecosystem.errors import find_nearest
from ecosystem.wording import count_of, join_words

from .area_names import is_remote
from .neighbourhoods import find_neighbourhoods
from .place_words import (
    expand_words,
    find_excepted,
    find_whole,
    list_loose,
    names_no_place,
    names_smaller,
    says_all_of_it,
    split_hedge,
    strip_words,
)
from .uk_areas import (
    find_by_part,
    find_region,
    find_uk_area,
    fold_place,
    list_areas_and_larger_places,
    list_parts,
    list_uk_areas,
    strip_river,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


_SLIP = 0.85
"""Likeness, 0 to 1, of a name that may be a slip of the keys: one wrong letter in seven or more, as
for service types. Hanley and Hackney are 0.77 alike. The first letter must be the same: Handsworth
and Wandsworth are 0.9 alike."""

_MOST_NAMED = 9
"""Places that a question names: a county has at most twelve districts, and a longer list is read by
nobody."""

_MOST_JOINED = 5
"""Pieces that one name may have: "Bournemouth, Christchurch and Poole" has three."""

_LONGEST = 120
"""Characters that a name may have: the longest of an authority, with its kind, has 48."""

_MOST_CELLS = 10_000
"""Cells kept parted between finding where the rows lie and reading them."""

_BETWEEN = re.compile(
    r"\s*(?:[,;/&+|()\n\u2022]|\s[-\u2013\u2014]\s|\band\b|\bor\b|\bplus\b)\s*", re.IGNORECASE
)
_JOINED = re.compile(r"\s*(?:&|and)\s*", re.IGNORECASE)
_ADDRESS = re.compile(r"\s*[,(]\s*")
"""What stands between a place and the larger one it lies in: "Croydon, London"."""


_WITHOUT_ARTICLE = frozenset(
    ["London", "Northern Ireland", "Scotland", "Wales", "Yorkshire and The Humber"]
)


@dataclass(frozen=True, kw_only=True)
class Nearby:
    """Where the rows of a file lie, as far as they say it without doubt.

    Attributes
    ----------
    own
        Codes and names of the user's areas table, case left aside: whatever is there is a place.
    used
        Codes of the authorities that rows name.
    around
        Codes of the authorities in the same counties, or in counties that rows name.
    regions
        Regions and nations that rows lie in.
    """

    own: frozenset[str] = frozenset()
    used: frozenset[str] = frozenset()
    around: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()

    @property
    def region(self) -> str:
        """The one region that all rows lie in, or an empty text."""
        return next(iter(self.regions)) if len(self.regions) == 1 else ""


class Reading(NamedTuple):
    """What one name says.

    Attributes
    ----------
    text
        The name, as it was written.
    code
        The place it was read as: a code, or the text itself where that is looked up as it stands;
        empty if it was not read.
    why
        What to say of a reading that is more than looking up; empty otherwise.
    problem, suggestion
        What to say of a name that was not read, or not wholly.
    is_part
        Whether the name is that of a part of the place it was read as.
    """

    text: str
    code: str = ""
    why: str = ""
    problem: str = ""
    suggestion: str = ""
    is_part: bool = False


@dataclass(kw_only=True)
class CellReading:
    """What one cell says: its places, each once, and the readings of the names in it."""

    places: list[str] = field(default_factory=list)
    names: list[Reading] = field(default_factory=list)

    @property
    def unread(self) -> list[Reading]:
        """The names of which something is left to ask."""
        return [name for name in self.names if name.problem]


def find_nearby(cells: Iterable[str], own: Iterable[str]) -> Nearby:
    """Return where rows lie, by what their cells say without doubt."""
    listed = frozenset(name.casefold() for name in own if name)
    codes: dict[str, set[str]] = {}
    for cell in cells:
        pieces = (cell,) if cell.casefold() in listed else _part_cell(cell, listed)[0]
        for piece in pieces:
            if code := _find_certain(piece):
                codes.setdefault(code, set()).update(_find_rivals(piece, code))
    # A name that is also that of a neighbourhood says where rows lie unless others lie just there.
    sure = {code for code, rivals in codes.items() if not rivals}
    return _make_nearby(listed, {code for code, rivals in codes.items() if not rivals & sure})


def _make_nearby(listed: frozenset[str], codes: set[str]) -> Nearby:
    used = codes & list_uk_areas().keys()
    regions = {find_region(code) for code in codes if code} - {""}
    around = set(used)
    for code, place in list_larger_places().items():
        is_named = code in codes and place.kind in {"county", "combined authority"}
        if is_named or (place.kind == "ceremonial county" and {code, *place.inside} & {*codes}):
            around |= place.inside
    return Nearby(
        own=listed, used=frozenset(used), around=frozenset(around), regions=frozenset(regions)
    )


def read_cell(cell: str, nearby: Nearby) -> CellReading:
    """Return what a cell says."""
    pieces, marks = _part_cell(cell, nearby.own)
    # What the cell itself names without doubt settles the rest first: "Handsworth, Sheffield".
    here = {code for code in map(_find_certain, pieces) if code} if len(pieces) > 1 else set()
    here |= {inner for code in here for inner in list_inside(code)}
    names = [read_name(piece, nearby, frozenset(here)) for piece in pieces]
    names = _leave_out_excepted(_leave_out_all(_question_wholes(names, marks)))
    # A place that is named twice, as "Hanley, Stoke", counts once.
    places = {find_uk_area(name.code) or name.code: name.code for name in names if name.code}
    return CellReading(places=list(places.values()), names=names)


def read_name(text: str, nearby: Nearby, here: frozenset[str] = frozenset()) -> Reading:
    """Return what one name says; `here` are the authorities that its cell names besides."""
    if text.casefold() in nearby.own or is_remote(text):
        return Reading(text, text)
    if len(text) > _LONGEST:
        return _ask_where(text)
    if exact := find_uk_area(text):
        return _read_known(text, exact, nearby)
    expanded = expand_words(fold_place(text))
    if code := find_uk_area(expanded):
        return Reading(text, code, f"'{text}' was read as {_describe(code)}.")
    return (
        _ask_about_words(text, expanded, nearby)
        or _choose(text, expanded, nearby, here)
        or _read_rest(text, expanded, nearby, here)
    )


def _ask_about_words(text: str, expanded: str, nearby: Nearby) -> Reading | None:
    """Return the question about words that are no one place; None if they may be one."""
    if parts := list_parts(text):
        return _ask(text, f"was split into {join_words(parts)}", "Name the one that is meant.")
    if names_no_place(fold_place(text)) or names_no_place(expanded):
        return _ask_which(text, nearby)
    if loose := list_loose(expanded):
        return _ask(
            text,
            "has no borders that all agree on",
            f"Name the areas: {join_words(loose, last='or')}, or parts of these.",
        )
    return None


def _read_known(text: str, code: str, nearby: Nearby) -> Reading:
    """Return the reading of a place's name, or a question where the rows lie by another one.

    Stoke is a part of Coventry, too: among rows of Coventry a short name is not taken for that of
    an authority elsewhere.
    """
    is_short = fold_place(_name(code)) != fold_place(text)
    is_here = code in nearby.around if is_short else find_region(code) in nearby.regions
    others = [] if is_here else sorted(_find_rivals(text, code) & nearby.used)
    return _ask_of(text, [code, *others]) if others else Reading(text, text)


def _choose(text: str, expanded: str, nearby: Nearby, here: frozenset[str]) -> Reading | None:
    """Return the reading of a name that authorities or neighbourhoods have; None if none has."""
    # "Burton on Trent" is in a list of names as Burton.
    bare = expanded if find_neighbourhoods(expanded) else strip_river(expanded)
    own = find_by_part(bare)
    all_codes = tuple(dict.fromkeys((*own, *find_neighbourhoods(bare))))
    if not all_codes:
        return None
    # An authority's own name comes before that of a neighbourhood of another, and of it all bearers
    # are known: the region is near enough. Of a neighbourhood's only those of the list are.
    region = f"as the other rows lie in {_say_region(nearby)}"
    in_region = [code for code in own if find_region(code) == nearby.region]
    for names, codes, why in (
        (own, here, "as its cell says"),
        (all_codes, here, "as its cell says"),
        (own, nearby.used, "as the other rows lie there"),
        (all_codes, nearby.used, "as the other rows lie there"),
        (own, in_region, region),
        (all_codes, nearby.around, "in the county of the other rows"),
    ):
        inside = [code for code in names if code in codes]
        if len(inside) == 1:
            return _read_as(text, inside[0], why)
        if inside:
            return _ask_of(text, inside)
    if len(all_codes) == 1 and find_region(all_codes[0]) == nearby.region:
        return _read_as(text, all_codes[0], region)
    if own and len(all_codes) == 1 and not nearby.regions:
        return _read_as(text, all_codes[0], "")
    # A bearer of the name elsewhere is none of those that rows here mean.
    likely = own if len(own) > 1 else all_codes
    if nearby.regions:
        likely = tuple(code for code in likely if find_region(code) in nearby.regions)
    return _ask_of(text, likely) if likely else _ask_where(text)


def _read_rest(text: str, expanded: str, nearby: Nearby, here: frozenset[str]) -> Reading:
    """Return the reading of a name with words around it, of a part of a place, or of a slip."""
    if place := split_hedge(expanded):
        inner = read_name(place, nearby, here)
        code = find_uk_area(inner.code) or inner.code
        return Reading(
            text,
            code,
            f"'{text}' was read as {_describe(code)}." if code else "",
            f"'{text}' leaves open where else.",
            inner.suggestion or "Name all the areas.",
        )
    bare = strip_words(expanded)
    if bare not in {expanded, ""}:
        found = read_name(bare, nearby, here)
        code = find_uk_area(found.code) or found.code
        is_part = found.is_part or names_smaller(expanded)
        if code:
            return Reading(text, code, f"'{text}' was read as {_describe(code)}.", is_part=is_part)
        if asked := _ask_about_words(text, bare, nearby):
            return asked
    if (whole := find_whole(expanded)) and (known := _find_whole_place(whole)):
        if list_inside(known):
            return _ask_part(text, known, nearby)
        # West Derby is in Liverpool: only among rows of Derby is it a part of Derby.
        if known in here or known in nearby.used:
            return _read_as(text, known, "being a part of it")
    return _ask_where(text, _suggest_slip(text, nearby))


def _ask_part(text: str, code: str, nearby: Nearby) -> Reading:
    """Return the question which areas of a larger place are meant."""
    inside = list_inside(code)
    # Of a county and the ceremonial county of its name the wider one: Stoke is in North Staffs.
    wide = max((inside, list_inside(_name(code))), key=len)
    # What rows use comes first, because it is likeliest to be meant.
    ordered = sorted(wide, key=lambda inner: (inner not in nearby.used, _name(inner)))
    listed = join_words(map(_name, ordered), last="or")
    if len(wide) > _MOST_NAMED:
        listed = f"its {len(wide)} authorities"
    return _ask(
        text, f"is only a part of {_name(code)}", f"Name the areas: one or several of {listed}."
    )


def _find_whole_place(whole: str) -> str:
    """Return the place that a part is of; no neighbourhood, whose name may be of many."""
    own = find_by_part(whole)
    return find_uk_area(whole) or (own[0] if len(own) == 1 else "")


def _read_as(text: str, code: str, why: str) -> Reading:
    reason = f", {why}" if why else ""
    is_part = code not in find_by_part(expand_words(fold_place(text)))
    return Reading(text, code, f"'{text}' was read as {_name(code)}{reason}.", is_part=is_part)


def _ask(text: str, problem: str, suggestion: str) -> Reading:
    return Reading(text, problem=f"'{text}' {problem}.", suggestion=suggestion)


def _ask_of(text: str, codes: Sequence[str]) -> Reading:
    """Return the question which of several places is meant, or whether the only one is."""
    ordered = sorted(map(_name, codes))
    if len(ordered) == 1:
        return _ask(text, "is no area of its own", f"If it is in {ordered[0]}, write that.")
    if len(ordered) > _MOST_NAMED:
        many = count_of(len(ordered), "authority", "authorities")
        return _ask(text, f"is the name of places in {many}", "Write the authority that is meant.")
    listed = join_words(ordered, last="or")
    return _ask(text, f"may be in {listed}", "Write the authority that is meant.")


def _ask_where(text: str, meant: str = "") -> Reading:
    return _ask(
        text,
        "is no area that is known here",
        f"{meant} Write the local authority it is in, or list it under Areas.".strip(),
    )


def _ask_which(text: str, nearby: Nearby) -> Reading:
    only = (
        f" If it is {_name(next(iter(nearby.used)))}, write that." if len(nearby.used) == 1 else ""
    )
    return _ask(text, "names no place", f"Name the place that is meant.{only}")


def _suggest_slip(text: str, nearby: Nearby) -> str:
    """Return "Did you mean '…'?" for a name but a slip away, where the rows lie."""
    first = fold_place(text)[:1]
    choices = _list_names(nearby.regions, nearby.own).get(first, ())
    meant = find_nearest([text], choices, least=_SLIP).get(text, "")
    return f"Did you mean '{meant}'?" if meant else ""


@lru_cache(maxsize=1)
def _list_names(regions: frozenset[str], own: frozenset[str]) -> dict[str, list[str]]:
    """Return the names that may be misspelt in these regions, by their first letter."""
    names: dict[str, list[str]] = {}
    for code, area in list_areas_and_larger_places().items():
        if not regions or find_region(code) in regions:
            names.setdefault(fold_place(area["name"])[:1], []).append(area["name"])
    for name in sorted(own):
        names.setdefault(fold_place(name)[:1], []).append(name)
    return names


def _name(code: str) -> str:
    return list_areas_and_larger_places().get(code, {"name": code})["name"]


def _describe(code: str) -> str:
    """Return a place's name, and which it is where larger places share the name."""
    place = list_larger_places().get(code)
    if place is None or len({other.inside for other in find_larger_places(place.name)}) == 1:
        return _name(code)
    size = count_of(len(place.inside), "authority", "authorities")
    return f"{place.name}, the {place.kind} of {size}"


def _say_region(nearby: Nearby) -> str:
    """Return the region as a sentence has it: "the West Midlands", "Wales"."""
    is_bare = nearby.region in _WITHOUT_ARTICLE
    return nearby.region if is_bare else f"the {nearby.region}"


@cache
def _find_certain(text: str) -> str:
    """Return the code of a place that a name can only mean, whatever the other rows say."""
    expanded = expand_words(fold_place(text))
    code = find_uk_area(text) or find_uk_area(expanded)
    if code:
        return code
    own = find_by_part(expanded)
    return own[0] if len(own) == 1 and set(find_neighbourhoods(expanded)) <= set(own) else ""


@cache
def _find_rivals(text: str, code: str) -> frozenset[str]:
    """Return the other authorities in which a neighbourhood has the name of this one."""
    if code not in list_uk_areas() or text.upper() == code:
        return frozenset()
    return frozenset(find_neighbourhoods(text)) - {code}


@lru_cache(maxsize=_MOST_CELLS)
def _part_cell(cell: str, own: frozenset[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names in a cell, and what stands before each: names with an "and" stay whole.

    From the left the longest run of pieces that is a name; what is none stays in one as far as only
    "and" parts it.
    """
    found = list(_BETWEEN.finditer(cell))
    starts = [0, *(mark.end() for mark in found)]
    ends = [*(mark.start() for mark in found), len(cell)]
    before = ["", *(mark.group() for mark in found)]
    pieces: list[str] = []
    marks: list[str] = []
    at = 0
    is_open = False
    while at < len(starts):
        last = min(len(starts), at + _MOST_JOINED)
        end = next(
            (to for to in range(last, at, -1) if _is_name(cell[starts[at] : ends[to - 1]], own)), 0
        )
        text = cell[starts[at] : ends[(end or at + 1) - 1]].strip(" .:")
        if is_open and not end and text and _JOINED.fullmatch(before[at]):
            pieces[-1] += before[at] + text
        elif text:
            pieces.append(text)
            marks.append(before[at])
        is_open = not end and bool(text)
        at = end or at + 1
    return tuple(pieces), tuple(marks)


def _is_name(text: str, own: frozenset[str]) -> bool:
    """Tell whether a text is one name, so that no mark within it parts it."""
    if not text or len(text) > _LONGEST:
        return False
    folded = fold_place(text)
    expanded = expand_words(folded)
    return bool(
        text.casefold() in own
        or find_uk_area(text)
        or find_uk_area(expanded)
        or names_no_place(folded)
        or list_loose(expanded)
        or find_by_part(strip_river(expanded))
        or find_neighbourhoods(expanded)
    )


def _leave_out_all(names: list[Reading]) -> list[Reading]:
    """Leave out the words that say that all of the authority before them is meant."""
    kept = names[:1]
    for before, name in pairwise(names):
        is_authority = find_uk_area(before.code) in list_uk_areas()
        if not (is_authority and says_all_of_it(fold_place(name.text))):
            kept.append(name)
    return kept


def _leave_out_excepted(names: list[Reading]) -> list[Reading]:
    """Take no larger place for reached of which the cell leaves out a part.

    "Kent (not Medway)" is Kent, for Medway is no part of the county.
    """
    words = [find_excepted(expand_words(fold_place(name.text))) for name in names]
    left_out = {code for word in words if word and (code := find_uk_area(word))}
    kept = []
    for name, word in zip(names, words, strict=True):
        inside = list_inside(find_uk_area(name.code)) if name.code else frozenset()
        if left_out & inside:
            parts = join_words(_name(code) for code in sorted(left_out & inside))
            kept.append(
                _ask(name.text, f"was given without {parts}", "Name the areas that are meant.")
            )
        elif not (word and find_uk_area(word)):
            kept.append(name)
    return kept


def _question_wholes(names: list[Reading], marks: Sequence[str]) -> list[Reading]:
    """Take no larger place for reached that may only say where the place beside it lies.

    "Leek, Staffs" is an address, or Leek and all of Staffordshire: what is sure is Leek.
    """
    codes = [find_uk_area(name.code) for name in names]
    read = list(names)
    for at, (name, code) in enumerate(zip(names, codes, strict=True)):
        inside = list_inside(code) if code else frozenset()
        mates = [
            other
            for other in (at - 1, at + 1)
            if 0 <= other < len(names) and codes[other] and codes[other] in inside
        ]
        beside = [other for other in mates if _ADDRESS.fullmatch(marks[max(at, other)])]
        if beside and not re.search(r"\b(?:wide|all|whole|across)\b", name.text, re.IGNORECASE):
            part = names[beside[0]].text
            read[at] = _ask(
                name.text,
                f"was taken to say only where {part} is",
                f"If all of it is meant, write '{_name(code)}' without {part}.",
            )
    return read
