"""Words about places: short forms, and what sounds like a place and is none.

Some words say how large a place is and not which, and some regions everybody names and nobody has
drawn.

Short forms are spelt out word by word, so that "Staffs Moorlands", "S Staffs" and "Staffs" are all
read. What is no place is never looked for among places by its letters.
"""

from __future__ import annotations

import re

_SHORT = {
    "beds": "bedfordshire",
    "berks": "berkshire",
    "bham": "birmingham",
    "brum": "birmingham",
    "bucks": "buckinghamshire",
    "cambs": "cambridgeshire",
    "carms": "carmarthenshire",
    "ches": "cheshire",
    "co": "county",
    "cov": "coventry",
    "derbys": "derbyshire",
    "e": "east",
    "glos": "gloucestershire",
    "gloucs": "gloucestershire",
    "gm": "greater manchester",
    "gtr": "greater",
    "hants": "hampshire",
    "herefs": "herefordshire",
    "herts": "hertfordshire",
    "hunts": "huntingdonshire",
    "lancs": "lancashire",
    "leics": "leicestershire",
    "lincs": "lincolnshire",
    "manc": "manchester",
    "mancs": "manchester",
    "mids": "midlands",
    "middx": "middlesex",
    "n": "north",
    "ncastle": "newcastle",
    "ne": "north east",
    "northants": "northamptonshire",
    "northumb": "northumberland",
    "nottm": "nottingham",
    "notts": "nottinghamshire",
    "nw": "north west",
    "oxon": "oxfordshire",
    "pembs": "pembrokeshire",
    "rbkc": "kensington and chelsea",
    "s": "south",
    "salop": "shropshire",
    "se": "south east",
    "shrops": "shropshire",
    "staffs": "staffordshire",
    "sw": "south west",
    "w": "west",
    "warks": "warwickshire",
    "wilts": "wiltshire",
    "wolves": "wolverhampton",
    "worcs": "worcestershire",
    "yorks": "yorkshire",
}
"""Short forms of counties (the Post Office's and those in daily use), of cities, and of words that
stand in names of places."""

_LOOSE = {
    "avon": (
        "Bristol",
        "Bath and North East Somerset",
        "North Somerset",
        "South Gloucestershire",
    ),
    "ayrshire": ("East Ayrshire", "North Ayrshire", "South Ayrshire"),
    "black country": ("Dudley", "Sandwell", "Walsall", "Wolverhampton"),
    "cleveland": (
        "Hartlepool",
        "Middlesbrough",
        "Redcar and Cleveland",
        "Stockton-on-Tees",
    ),
    "clwyd": ("Conwy", "Denbighshire", "Flintshire", "Wrexham"),
    "dunbartonshire": ("East Dunbartonshire", "West Dunbartonshire"),
    "dyfed": ("Carmarthenshire", "Ceredigion", "Pembrokeshire"),
    "east anglia": ("Cambridgeshire", "Norfolk", "Suffolk"),
    "gwent": ("Blaenau Gwent", "Caerphilly", "Monmouthshire", "Newport", "Torfaen"),
    "humberside": (
        "Kingston upon Hull, City of",
        "East Riding of Yorkshire",
        "North Lincolnshire",
        "North East Lincolnshire",
    ),
    "lake district": ("Cumberland", "Westmorland and Furness"),
    "lanarkshire": ("North Lanarkshire", "South Lanarkshire"),
    "lothian": ("City of Edinburgh", "East Lothian", "Midlothian", "West Lothian"),
    "lothians": ("City of Edinburgh", "East Lothian", "Midlothian", "West Lothian"),
    "midlands": ("East Midlands", "West Midlands"),
    "north": ("North East", "North West", "Yorkshire and The Humber"),
    "north of england": ("North East", "North West", "Yorkshire and The Humber"),
    "peak district": ("Derbyshire Dales", "High Peak", "Staffordshire Moorlands"),
    "potteries": ("Stoke-on-Trent", "Newcastle-under-Lyme"),
    "sussex": ("East Sussex", "West Sussex", "Brighton and Hove"),
    "teesside": ("Middlesbrough", "Redcar and Cleveland", "Stockton-on-Tees"),
    "thames valley": ("Berkshire", "Buckinghamshire", "Oxfordshire"),
    "tyneside": ("Gateshead", "Newcastle upon Tyne", "North Tyneside", "South Tyneside"),
    "ulster": ("Northern Ireland",),
    "wearside": ("Sunderland",),
    "yorkshire": (
        "East Riding of Yorkshire",
        "North Yorkshire",
        "South Yorkshire",
        "West Yorkshire",
    ),
}
"""Names of no place that has a code, and the places with one that they may mean: to be asked about,
because where such a region ends is not the same for everybody."""

_NOWHERE = re.compile(
    r"""
    ((the|our|this|whole|entire|all|across|within|over|of|in|any|every|rest|parts?|other|north|
      south|east|west|centre|outside|edge|local|most|some)\s)*      # "across the whole"
    ((area|borough|boro|city|county|country|district|region|town|ward)s? | cities | counties)
    (\s?wide)?
    | (city|county|borough|district|town|region|area)\s?wide
    | all | all\sareas | all\sover | anywhere | anyone | everywhere | everyone | any
    | various(\s\w+)? | several(\s\w+)? | multiple(\s\w+)? | many(\s\w+)? | mixed | varies
    | [a-z] | parts? | others? | elsewhere | etc | more | beyond | further\safield | mainly
    | locally | local(ly)?\s?based | local | nearby | (and\s)?surrounding(\s\w+)? | surrounds
    | neighbouring(\s\w+)? | neighbourhood | neighbourhoods | villages? | rural(\sareas)?
    | (asylum\s|contingency\s|the\s|bridging\s)*
      (hotels?|hostels?|accommodation|schools?|gps?|surgeries|libraries|churches|prisons?
      |hospitals?|centres?|community(\svenues?|\scentres?)?)
    | (in\s)?(the\s)?community | home | at\shome | home\svisits? | clients?\shomes?
    | outreach | mobile
    | venues?(\s\w+)? | international(ly)? | worldwide | overseas | abroad | global(ly)?
    | on\srequest | depends | as\sneeded | see\s(notes|website) | catchment(\sarea)?
    """,
    re.VERBOSE,
)
"""Words in cells about areas that name no area: how far something goes, where in a place, or to
what kind of house."""

_PART = re.compile(
    r"(?:the )?(?P<part>(?:(?:north|south|mid|central|inner|outer|upper|lower|rural|east|west|"
    r"northern|southern|eastern|western|northeast|northwest|southeast|southwest|"
    r"centre|rest|parts?|most|edge|outskirts|side)(?: of| and)?(?: the)? )+)(?P<whole>.+)"
)
"""A part of a larger place: "north staffordshire", "parts of kent"."""

_HEDGE = re.compile(
    r"(?:(?:mainly|mostly|primarily|predominantly|largely|especially|usually|particularly|around|"
    r"near|nr|close to|but also|based in|focus on|greater)(?: in| around)?) (?P<place>.+)"
    r"|(?P<before>.+?) (?:mainly|mostly|primarily|and surrounding(?: \w+)?|surrounds|plus)"
)
"""Words that leave open where else."""

_LEADING = re.compile(
    r"(?:(?:in|within|across|covering|covers|throughout|also|people in|pan|all|all over|"
    r"any part of|anywhere in|everywhere in|whole of|lb|city of|district of|county of|"
    r"(?:(?:london|royal|metropolitan) )*borough of) )+(?:the )?"
)
_TRAILING = re.compile(
    r"(?: (?:only|area|areas|boro|borough|boroughs|district|town|city|centre|ward|council area|"
    r"local authority|residents|based|bc|cbc|cc|dc|la|mbc|mdc|met))+$"
)
"""Words around a name that say whose it is, or that all of it is meant."""

_EXCEPTED = re.compile(
    r"(?:but )?(?:not(?: in)?|exc|excl|except(?: for)?|excluding|apart from|without|minus|outside) "
    r"(?:the )?(?P<place>.+)"
)
"""How words begin that leave a place out."""

_SMALLER = re.compile(r"\b(?:centre|ward)\b")
_ALL_OF_IT = re.compile(r"all|whole|entire|(?:city|borough|town|district)\s?wide|whole of it")
"""Words beside an authority's name that say no other place: "Leeds (all)"."""


def expand_words(folded: str) -> str:
    """Return a folded name with its short forms spelt out.

    Examples
    --------
    >>> expand_words("s staffs"), expand_words("gtr manchester"), expand_words("leek")
    ('south staffordshire', 'greater manchester', 'leek')
    """
    return " ".join(_SHORT.get(word, word) for word in folded.split())


def names_no_place(folded: str) -> bool:
    """Tell whether words say how far something goes, or to whom, and name no place.

    Examples
    --------
    >>> names_no_place("city wide"), names_no_place("hotels"), names_no_place("leek")
    (True, True, False)
    """
    return _NOWHERE.fullmatch(folded) is not None


def list_loose(folded: str) -> tuple[str, ...]:
    """Return the places that the name of a region without borders may mean, or none.

    Examples
    --------
    >>> list_loose("the potteries")
    ('Stoke-on-Trent', 'Newcastle-under-Lyme')
    """
    return _LOOSE.get(folded.removeprefix("the "), ())


def find_whole(expanded: str) -> str:
    """Return the place that the words name a part of, or an empty text.

    Examples
    --------
    >>> find_whole("north staffordshire"), find_whole("parts of kent"), find_whole("kent")
    ('staffordshire', 'kent', '')
    """
    found = _PART.fullmatch(expanded)
    return found["whole"].strip() if found else ""


def split_hedge(folded: str) -> str:
    """Return the place in words that leave open where else, or an empty text.

    Examples
    --------
    >>> split_hedge("mainly stoke"), split_hedge("stoke")
    ('stoke', '')
    """
    found = _HEDGE.fullmatch(folded)
    return (found["place"] or found["before"]) if found else ""


def strip_words(folded: str) -> str:
    """Return a name without words around it that say nothing of which place it is.

    Examples
    --------
    >>> strip_words("across leeds"), strip_words("stoke city centre")
    ('leeds', 'stoke')
    """
    found = _LEADING.match(folded)
    return _TRAILING.sub("", folded[found.end() :] if found else folded)


def find_excepted(expanded: str) -> str:
    """Return the place that words leave out, or an empty text.

    Examples
    --------
    >>> find_excepted("not medway"), find_excepted("medway")
    ('medway', '')
    """
    found = _EXCEPTED.fullmatch(expanded)
    return found["place"] if found else ""


def names_smaller(folded: str) -> bool:
    """Tell whether the words around a name say that only a part of it is meant.

    Examples
    --------
    >>> names_smaller("stoke city centre"), names_smaller("leeds mdc")
    (True, False)
    """
    return _SMALLER.search(folded) is not None


def says_all_of_it(folded: str) -> bool:
    """Tell whether words beside an authority's name say that all of it is meant.

    Examples
    --------
    >>> says_all_of_it("all"), says_all_of_it("city wide"), says_all_of_it("county wide")
    (True, True, False)
    """
    return _ALL_OF_IT.fullmatch(folded) is not None
