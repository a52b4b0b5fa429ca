"""Services of rows of HXL: rows of one activity are one service, which reaches all their places."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from ecosystem.data import AREAS_UNCLEAR, LIST_MARK, as_text, make_slug, split_names

from .hxl_places import list_path
from .hxl_rows import LEVELS, Meaning, choose_spellings, fold
from .hxl_ties import list_runners

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .hxl_places import Places
    from .hxl_rows import Activity


Record = dict[str, str]

WORDS = ("sector", "subsector", "activity")
"""What is done, from the widest word to the narrowest."""

_NUMBER = re.compile(r"\d+(\.0+)?")

_STATUS = {
    **dict.fromkeys(
        [
            *("active", "ongoing", "on going", "on-going", "open", "operational", "running"),
            *("current", "in progress", "implementation", "implementing", "started", "functional"),
        ],
        "active",
    ),
    **dict.fromkeys(
        ["closed", "completed", "complete", "ended", "finished", "cancelled", "terminated"],
        "closed",
    ),
    **dict.fromkeys(["suspended", "on hold", "paused", "temporarily closed"], "temporarily closed"),
    **dict.fromkeys(
        ["planned", "planning", "pipeline", "proposed", "not started", "inactive"], "inactive"
    ),
}
"""Words of #status; what is only planned is no help yet."""


class _Key(NamedTuple):
    """What tells services apart: rows that are equal in all of it are one."""

    runners: tuple[tuple[str, str], ...]
    service_type: str
    name: str
    status: str
    start: str
    end: str
    visibility: str


@dataclass(kw_only=True)
class Services:
    """What rows say of services.

    Attributes
    ----------
    tables
        Name of a table to its rows.
    numbers
        Name of a table to the row of the file in which each of its rows is first.
    without
        Rows that do not say what is done.
    wide
        Rows that name only a larger place, where others name smaller ones.
    odd_status
        Words of the status that are not known, each with the row where it is first.
    """

    tables: dict[str, list[Record]] = field(default_factory=dict)
    numbers: dict[str, list[int]] = field(default_factory=dict)
    without: list[int] = field(default_factory=list)
    wide: list[int] = field(default_factory=list)
    odd_status: dict[str, int] = field(default_factory=dict)

    def add(self, table: str, record: Record, number: int) -> None:
        """Add a row of a table."""
        self.tables.setdefault(table, []).append(record)
        self.numbers.setdefault(table, []).append(number)


def list_services(rows: Sequence[Activity], places: Places) -> Services:
    """Return the services of all rows."""
    found = Services()
    by_key: dict[_Key, list[Activity]] = {}
    for row in rows:
        keys = _list_keys(row)
        if not keys:
            found.without.append(row.number)
        for key in keys:
            by_key.setdefault(key, []).append(row)
        status = row.get("status")
        if status and fold(status) not in _STATUS:
            found.odd_status.setdefault(status, row.number)
    words = choose_spellings(
        part for row in rows for about in WORDS for part in _list_words(row, about)
    )
    names = choose_spellings(name for row in rows for part in row.parts.values() for name in part)
    taken: Counter[str] = Counter()
    for key in sorted(by_key):
        service_id = _make_id(key, taken)
        first = by_key[key][0].number
        found.add("services", _make_service(key, by_key[key], words, service_id), first)
        for name, role in key.runners:
            provider = {"service_id": service_id, "organisation_id": names[name], "role": role}
            found.add("providers", provider, first)
        _add_places(found, service_id, by_key[key], places)
    return found


def _list_words(row: Activity, about: str) -> list[str]:
    """Return what the cells of a row say is done, several in a cell one by one."""
    return [
        part
        for cell in row.cells.get(Meaning(about), []) or row.cells.get(Meaning(about, "code"), [])
        for part in split_names(cell)
    ]


def _list_keys(row: Activity) -> list[_Key]:
    """Return what tells the services of a row from others: one for each sector it names."""
    sectors, narrow, done = (_list_words(row, about) for about in WORDS)
    named = done or narrow
    status = fold(row.get("status"))
    return [
        _Key(
            runners=tuple(sorted(list_runners(row).items())),
            service_type=fold(kind),
            name=fold(", ".join(named) or kind),
            # An empty status means active, too.
            status=_STATUS.get(status, "active").removeprefix("active"),
            start=row.get("start"),
            end=row.get("end"),
            visibility=row.visibility,
        )
        for kind in sectors or narrow or done[:1]
    ]


def _make_id(key: _Key, taken: Counter[str]) -> str:
    leads = [name for name, role in key.runners if role == "lead"]
    runners = leads or [name for name, _ in key.runners]
    slug = make_slug(*runners[:1], key.name) or "service"
    taken[slug] += 1
    while taken[slug] > 1 and f"{slug}-{taken[slug]}" in taken:
        taken[slug] += 1
    made = slug if taken[slug] == 1 else f"{slug}-{taken[slug]}"
    taken[made] += made != slug
    return made


def _make_service(
    key: _Key, rows: Sequence[Activity], words: Mapping[str, str], service_id: str
) -> Record:
    done = [word for row in rows for word in _list_words(row, "activity")]
    narrow = choose_spellings(word for row in rows for word in _list_words(row, "subsector"))
    parts = key.name.split(", ")
    is_said = all(_STATUS.get(fold(row.get("status"))) == "active" for row in rows)
    record = {
        "service_id": service_id,
        "name": words.get(key.name) or ", ".join(words.get(part, part) for part in parts),
        "service_type": words[key.service_type],
        "subsector": LIST_MARK.join(sorted(narrow.values())) if done else "",
        "status": key.status or ("active" if is_said else ""),
        "start": key.start,
        "end": key.end,
        "visibility": key.visibility,
        "used": _add_up(rows),
    }
    return {column: cell for column, cell in record.items() if cell}


def _add_up(rows: Sequence[Activity]) -> str:
    """Return how many people a service reached; nothing where one of its rows does not say.

    A row of several sectors counts people of all of them together.
    """
    total = 0.0
    for row in rows:
        cell = row.get("reached").replace(",", "")
        if not _NUMBER.fullmatch(cell) or len(_list_words(row, "sector")) > 1:
            return ""
        total += float(cell)
    return as_text(total)


def _add_places(found: Services, service_id: str, rows: Sequence[Activity], places: Places) -> None:
    """Add the areas that a service reaches, and the points where it is.

    A row that names only a district, where others name its towns, does not say which of these it
    reaches: the service may reach any.
    """
    areas: dict[str, int] = {}
    unclear: dict[str, None] = {}
    sites: dict[tuple[str, str, str], int] = {}
    for row in rows:
        path = list_path(row)
        code = places.codes.get(path, "")
        level = LEVELS.index(path[-1].level) if path and path[-1].level in LEVELS else -1
        if path and -1 < level < places.deepest:
            found.wide.append(row.number)
            unclear[path[-1].name or path[-1].code] = None
        elif code in places.kept_back:
            unclear[path[-1].name or path[-1].code] = None
        elif code:
            areas.setdefault(code, row.number)
        point = (row.get("lat"), row.get("lon"))
        if all(point):
            sites.setdefault((*point, "" if code in places.kept_back else code), row.number)
    if unclear:
        found.tables["services"][-1][AREAS_UNCLEAR] = LIST_MARK.join(sorted(unclear))
    for code, number in areas.items():
        found.add("catchments", {"service_id": service_id, "area_code": code}, number)
    for (latitude, longitude, code), number in sites.items():
        site = {"service_id": service_id, "latitude": latitude, "longitude": longitude}
        found.add("sites", site | {"area_code": code}, number)
