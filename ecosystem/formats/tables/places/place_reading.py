"""What one name of a place says, and what of it only a person can tell.

People write "Hanley", "North Staffs" or "city wide". A name is looked up in this order, because a
nearer meaning must not be passed over for a likelier spelling:

1. names and codes of places, of today and of the past, short forms spelt out ("Staffs");
2. words that name no place ("city wide") and regions without borders ("the Potteries");
3. whole words of an authority's own name ("Brighton"), and names of neighbourhoods ("Hanley"):
   read where exactly one lies among the authorities that the other rows use, in their counties, or,
   of authorities' names and of names there once in the country, in their region;
4. parts of larger places ("North Staffs"): asked about, with the authorities there;
5. slips of the keys: asked about, never read, and only in the regions of the other rows.

Whatever is not read is asked about, with the places it may mean.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ecosystem.data import find_larger_places, list_inside, list_larger_places
from ecosystem.errors import find_nearest
from ecosystem.wording import count_of, join_words

from .area_names import is_remote
from .neighbourhoods import find_neighbourhoods
from .place_words import (
    expand_words,
    find_whole,
    list_loose,
    names_no_place,
    names_smaller,
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
    from collections.abc import Sequence


_SLIP = 0.85
"""Likeness, 0 to 1, of a name that may be a slip of the keys: one wrong letter in seven or more, as
for service types. Hanley and Hackney are 0.77 alike. The first letter must be the same: Handsworth
and Wandsworth are 0.9 alike."""

_MOST_NAMED = 9
"""Places that a question names: a county has at most twelve districts, and a longer list is read by
nobody."""

LONGEST_NAME = 120
"""Characters that a name may have: the longest of an authority, with its kind, has 48."""

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


def read_name(text: str, nearby: Nearby, here: frozenset[str] = frozenset()) -> Reading:
    """Return what one name says; `here` are the authorities that its cell names besides."""
    if text.casefold() in nearby.own or is_remote(text):
        return Reading(text, text)
    if len(text) > LONGEST_NAME:
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
        return ask(text, f"was split into {join_words(parts)}", "Name the one that is meant.")
    if names_no_place(fold_place(text)) or names_no_place(expanded):
        return _ask_which(text, nearby)
    if loose := list_loose(expanded):
        return ask(
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
    is_short = fold_place(name_place(code)) != fold_place(text)
    is_here = code in nearby.around if is_short else find_region(code) in nearby.regions
    others = [] if is_here else sorted(find_rivals(text, code) & nearby.used)
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
    wide = max((inside, list_inside(name_place(code))), key=len)
    # What rows use comes first, because it is likeliest to be meant.
    ordered = sorted(wide, key=lambda inner: (inner not in nearby.used, name_place(inner)))
    listed = join_words(map(name_place, ordered), last="or")
    if len(wide) > _MOST_NAMED:
        listed = f"its {len(wide)} authorities"
    return ask(
        text,
        f"is only a part of {name_place(code)}",
        f"Name the areas: one or several of {listed}.",
    )


def _find_whole_place(whole: str) -> str:
    """Return the place that a part is of; no neighbourhood, whose name may be of many."""
    own = find_by_part(whole)
    return find_uk_area(whole) or (own[0] if len(own) == 1 else "")


def _read_as(text: str, code: str, why: str) -> Reading:
    reason = f", {why}" if why else ""
    is_part = code not in find_by_part(expand_words(fold_place(text)))
    return Reading(text, code, f"'{text}' was read as {name_place(code)}{reason}.", is_part=is_part)


def ask(text: str, problem: str, suggestion: str) -> Reading:
    """Return a name as one that is not read, with what to say of it."""
    return Reading(text, problem=f"'{text}' {problem}.", suggestion=suggestion)


def _ask_of(text: str, codes: Sequence[str]) -> Reading:
    """Return the question which of several places is meant, or whether the only one is."""
    ordered = sorted(map(name_place, codes))
    if len(ordered) == 1:
        return ask(text, "is no area of its own", f"If it is in {ordered[0]}, write that.")
    if len(ordered) > _MOST_NAMED:
        many = count_of(len(ordered), "authority", "authorities")
        return ask(text, f"is the name of places in {many}", "Write the authority that is meant.")
    listed = join_words(ordered, last="or")
    return ask(text, f"may be in {listed}", "Write the authority that is meant.")


def _ask_where(text: str, meant: str = "") -> Reading:
    return ask(
        text,
        "is no area that is known here",
        f"{meant} Write the local authority it is in, or list it under Areas.".strip(),
    )


def _ask_which(text: str, nearby: Nearby) -> Reading:
    only = (
        f" If it is {name_place(next(iter(nearby.used)))}, write that."
        if len(nearby.used) == 1
        else ""
    )
    return ask(text, "names no place", f"Name the place that is meant.{only}")


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


def name_place(code: str) -> str:
    """Return the name of the place of a code; the code itself if it is none."""
    return list_areas_and_larger_places().get(code, {"name": code})["name"]


def _describe(code: str) -> str:
    """Return a place's name, and which it is where larger places share the name."""
    place = list_larger_places().get(code)
    if place is None or len({other.inside for other in find_larger_places(place.name)}) == 1:
        return name_place(code)
    size = count_of(len(place.inside), "authority", "authorities")
    return f"{place.name}, the {place.kind} of {size}"


def _say_region(nearby: Nearby) -> str:
    """Return the region as a sentence has it: "the West Midlands", "Wales"."""
    is_bare = nearby.region in _WITHOUT_ARTICLE
    return nearby.region if is_bare else f"the {nearby.region}"


@cache
def find_rivals(text: str, code: str) -> frozenset[str]:
    """Return the other authorities in which a neighbourhood has the name of this one."""
    if code not in list_uk_areas() or text.upper() == code:
        return frozenset()
    return frozenset(find_neighbourhoods(text)) - {code}
