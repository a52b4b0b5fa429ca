"""Names of several larger places, and ways to get in that are named where an area is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecosystem.data import TABLES, find_larger_places
from ecosystem.wording import count_of, join_words

from .uk_areas import find_uk_area

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from ecosystem.formats.tables.draft import Draft


_REMOTE = frozenset(
    [
        "by phone",
        "digital",
        "online",
        "online only",
        "phone",
        "phone only",
        "remote",
        "remote only",
        "remotely",
        "telephone",
        "telephone only",
        "virtual",
        "virtually",
        "web",
        "zoom",
    ]
)
"""Words that say how people get in, in a column that asks where they live."""


def is_remote(name: str) -> bool:
    """Tell whether a cell about areas says that a service is given from afar."""
    return " ".join(name.casefold().replace("-", " ").split()) in _REMOTE


def set_aside_remote(drafts: dict[str, Draft], known: Collection[str]) -> None:
    """Empty cells that say "online" where an area is asked for, and say once what to do."""
    places = []
    for table in TABLES.values():
        draft = drafts.get(table.name)
        if draft is None or table.name == "demand":
            continue
        for column in table.columns:
            if column.links_to == "areas" and column.name in draft.frame:
                remote = {
                    cell
                    for cell in draft.distinct(column.name)
                    if is_remote(cell) and cell.casefold() not in known
                }
                places += [
                    (table.name, column.name, position, cell)
                    for position, cell in enumerate(draft.cells(column.name) if remote else ())
                    if cell in remote
                ]
    if not places:
        return
    name, column_name, position, value = places[0]
    drafts[name].add(
        "warning",
        f"'{value}' is not an area but a way to get in: {count_of(len(places), 'cell')} left out.",
        "Write remote only under Access, and under Areas reached whose people it takes: UK wide, "
        "England, a county or an authority.",
        table=name,
        position=position,
        column=column_name,
        value=value,
    )
    for table_name in dict.fromkeys(table_name for table_name, *_ in places):
        _empty(
            table_name, drafts[table_name], [place for place in places if place[0] == table_name]
        )


def _empty(table: str, draft: Draft, places: Sequence[tuple[str, str, int, str]]) -> None:
    """Empty the cells, or leave out the rows that say nothing else."""
    for column in dict.fromkeys(column for _, column, *_ in places):
        gone = {position for _, name, position, _ in places if name == column}
        cells = draft.cells(column)
        draft.put(column, ["" if at in gone else cell for at, cell in enumerate(cells)])
    if table in {"catchments", "sites"}:
        # A site that has a position or postcode is somewhere all the same.
        others = [draft.cells(name) for name in ("postcode", "latitude", "longitude")]
        draft.keep(
            [at not in gone or any(cells[at] for cells in others) for at in range(len(draft.frame))]
        )


def warn_of_shared_names(
    draft: Draft, column: str, cells: Sequence[str], known: Collection[str], warned: set[str]
) -> None:
    """Warn once of each name that means several larger places: how it was read, and how to say."""
    for cell in dict.fromkeys(cells):
        folded = cell.casefold()
        if not cell or folded in warned or folded in known or cell in known:
            continue
        places = find_larger_places(cell)
        read = next((place for place in places if place.code == find_uk_area(cell)), None)
        others = [place for place in places if read and place.inside != read.inside]
        if read is None or not others:
            continue
        warned.add(folded)
        kinds = join_words(f"a {place.kind}" for place in (read, *others))
        ways = join_words((f"'{place.name} {place.kind}'" for place in others), last="or")
        draft.add(
            "warning",
            f"'{cell}' is the name of {kinds}: it was read as the {read.kind}, "
            f"{count_of(len(read.inside), 'authority', 'authorities')}.",
            f"If another is meant, write {ways}.",
            position=cells.index(cell),
            column=column,
            value=cell,
        )
