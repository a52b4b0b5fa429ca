"""Kumu maps: the workbook of elements and connections, and the JSON of a project.

In Kumu an element is known by its label and type, a connection names its ends by label, one cell
may name several ends split by |, and an element that only a connection names is there all the
same. Here organisations have ids: elements that share a label get one from label and type, and what
only a connection names is added to the elements.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pandas as pd

from ecosystem.data import clean_text, fold_heading, make_slug, split_list
from ecosystem.formats.cells_out import list_filled_rows, list_tie_rows
from ecosystem.wording import count_of

from .records import as_cell, list_records, make_record_sheet, make_tie_sheets, set_aside_misfits

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ecosystem.formats.cells_out import Cell
    from ecosystem.formats.sheets.sheet import Sheet


_WAYS = {
    "directed": "one way",
    "undirected": "both ways",
    "mutual": "both ways",
    "one way": "one way",
    "both ways": "both ways",
}
_SIGNS = {"+": "positive (+)", **dict.fromkeys(("-", "\u2212", "\u2013"), "negative (-)")}
"""Kumu's signs in maps of systems: more of the one makes more, or less, of the other."""

_NAMES = ("label", "name", "title")


def is_kumu_book(sheets: Sequence[Sheet]) -> bool:
    """Tell whether sheets are those of a Kumu workbook."""
    names = {fold_heading(sheet.name): sheet for sheet in sheets if sheet.headings}
    if "elements" in names and "connections" in names:
        return True
    if "elements" not in names:
        return False
    return "label" in {fold_heading(heading) for heading in names["elements"].headings}


def is_kumu_json(data: object) -> bool:
    """Tell whether JSON is a Kumu project."""
    return isinstance(data, dict) and isinstance(data.get("elements"), list)


def read_kumu_book(sheets: Sequence[Sheet]) -> list[Sheet]:
    """Return the elements as organisations and the connections as relationships."""
    by_name = {fold_heading(sheet.name): sheet for sheet in sheets}
    elements, connections = by_name.get("elements"), by_name.get("connections")
    others = [sheet for sheet in sheets if sheet not in (elements, connections)]
    made = []
    if elements is not None:
        records = [_read_element(record) for record in _records(elements)]
        again = make_record_sheet("organisations", elements.file, records, elements.numbers)
        elements.name, elements.headings, elements.rows = again.name, again.headings, again.rows
        made.append(elements)
    if connections is not None:
        ties, numbers = _read_ties(zip(_records(connections), connections.numbers, strict=True))
        told = make_tie_sheets(connections.file, ties, numbers, sheet=connections.sheet)
        told[0].found[:0] = connections.found
        made += told
    return [*_finish(made), *others]


def _records(sheet: Sheet) -> list[dict[str, str]]:
    return [dict(zip(sheet.headings, row, strict=True)) for row in sheet.rows]


def read_kumu_json(data: Mapping[str, object], file: str) -> list[Sheet]:
    """Return the elements as organisations and the connections as relationships.

    Both forms are read: a blueprint with flat elements, and a full backup with `attributes`.
    """
    # One connection may be several ties, which stand where it does.
    elements = list_records(data.get("elements"))
    organisations = make_record_sheet(
        "organisations", file, [_read_element(_flat(item)) for item in elements]
    )
    connections = map(_flat, list_records(data.get("connections")))
    ties, numbers = _read_ties((item, number) for number, item in enumerate(connections, 1))
    for name in ("loops", "maps", "perspectives"):
        unread = data.get(name)
        if isinstance(unread, list) and unread:
            noun = name.removesuffix("s")
            organisations.add("note", f"{count_of(len(unread), noun, name)} of Kumu not read.")
    return _finish([organisations, *make_tie_sheets(file, ties, numbers)])


def _flat(item: dict[str, object]) -> dict[str, str]:
    attributes = item.get("attributes")
    inner = attributes if isinstance(attributes, dict) else {}
    outer = {name: value for name, value in item.items() if name != "attributes"}
    return {str(name): as_cell(value) for name, value in {**outer, **inner}.items()}


def _read_element(record: Mapping[str, str]) -> dict[str, str]:
    """Return an element as an organisation: an id, a name, and its attributes as they are."""
    folded = {fold_heading(name): name for name in record}
    named = next((folded[name] for name in _NAMES if name in folded), "")
    keyed = folded.get("_id") or folded.get("id", "")
    if "_id" in record:
        keyed = "_id"
    rest = {name: cell for name, cell in record.items() if name not in (named, keyed)}
    return {
        "organisation_id": record.get(keyed, ""),
        "name": record.get(named, "") or record.get(keyed, ""),
        **rest,
    }


def _read_ties(
    records: Iterable[tuple[Mapping[str, str], int]],
) -> tuple[list[dict[str, str]], list[int]]:
    """Return the ties of connections, and the number of the connection that each stands in."""
    numbered = [(tie, number) for record, number in records for tie in _read_tie(record)]
    return [tie for tie, _ in numbered], [number for _, number in numbered]


def _read_tie(record: Mapping[str, str]) -> list[dict[str, str]]:
    """Return a connection as ties: one for each of the elements it goes to."""
    # People write the headings in any case; the first filled of these says what kind of tie it is.
    folded = {fold_heading(name): name for name in record}
    start, end = folded.get("from", "from"), folded.get("to", "to")
    kinds = ("type", "connection_type", "kind", "label")
    kind = next(
        (folded[name] for name in kinds if name in folded and record[folded[name]].strip()), ""
    )
    way = folded.get("direction", "")
    used = {start, end, kind, way, "_id"}
    rest = {name: cell for name, cell in record.items() if name not in used}
    written = clean_text(record.get(kind, ""))
    tie = {
        "kind": _SIGNS.get(written, written) or "tied",
        "direction": _WAYS.get(record.get(way, "").strip().casefold(), "one way"),
    }
    ends = split_list(record.get(end, "")) or [""]
    return [{"from_id": record.get(start, ""), "to_id": element, **tie, **rest} for element in ends]


def _finish(made: list[Sheet]) -> list[Sheet]:
    """Tell apart elements of one label, add those only named by a tie, set misfits aside."""
    by_name = {sheet.name: sheet for sheet in made}
    organisations = by_name.get("organisations")
    if organisations is not None:
        _tell_apart(organisations)
        _add_unlisted(organisations, [sheet for sheet in made if sheet is not organisations])
    return [set_aside_misfits(sheet) for sheet in made]


def _tell_apart(sheet: Sheet) -> None:
    """Give elements of one label ids that differ by type; leave out those that are the same."""
    names = [clean_text(name) for name in sheet.column("name")]
    ids = [clean_text(element_id) for element_id in sheet.column("organisation_id")]
    types = next(
        (
            sheet.column(heading)
            for heading in sheet.headings
            if fold_heading(heading) in {"type", "element_type"}
        ),
        [""] * len(names),
    )

    # Only a label that elements of several types have needs an id: the others are known by it.
    labels = {(name.casefold(), clean_text(kind)) for name, kind in zip(names, types, strict=True)}
    times = Counter(name for name, _ in labels)
    id_column = (
        sheet.headings.index("organisation_id") if "organisation_id" in sheet.headings else -1
    )

    kept, numbers, seen = [], [], set()
    for row, number, name, element_id, kind in zip(
        sheet.rows, sheet.numbers, names, ids, types, strict=True
    ):
        key = element_id or f"{name}\n{clean_text(kind)}".casefold()
        if key in seen and name:
            sheet.add(
                "warning",
                f"'{name}' is there again with the same type; it was read once.",
                row=number,
                value=name,
            )
            continue
        seen.add(key)
        if not element_id and times[name.casefold()] > 1:
            row[id_column] = make_slug(name, clean_text(kind))
        kept.append(row)
        numbers.append(number)
    sheet.rows, sheet.numbers = kept, numbers


def _add_unlisted(organisations: Sheet, ties: Sequence[Sheet]) -> None:
    """Add the elements that only a connection names, as Kumu does."""
    known = {clean_text(cell).casefold() for cell in organisations.column("organisation_id")}
    known |= {clean_text(cell).casefold() for cell in organisations.column("name")}
    ends = [
        clean_text(cell)
        for sheet in ties
        for name in ("from_id", "to_id")
        if name in sheet.headings
        for cell in sheet.column(name)
        if cell.strip()
    ]
    unlisted = sorted({end for end in ends if end.casefold() not in known})
    if not unlisted:
        return
    if "is_placeholder" not in organisations.headings:
        organisations.headings.append("is_placeholder")
        for row in organisations.rows:
            row.append("")
    for name in unlisted:
        added = {"name": name, "is_placeholder": "yes"}
        organisations.rows.append([added.get(heading, "") for heading in organisations.headings])
        organisations.numbers.append(0)
    organisations.add(
        "note",
        f"{count_of(len(unlisted), 'element')} named only by a connection; added, marked "
        "is_placeholder.",
    )


def make_kumu_sheets(cells: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return the sheets of a Kumu workbook: organisations as elements, ties as connections."""
    elements, connections = _make_map(cells)
    return {"Elements": _as_frame(elements), "Connections": _as_frame(connections)}


def make_kumu_json(cells: dict[str, pd.DataFrame]) -> dict[str, object]:
    """Return a Kumu blueprint: organisations as elements, ties as connections."""
    elements, connections = _make_map(cells)
    return {
        "elements": [
            {name.casefold(): cell for name, cell in element.items()} for element in elements
        ],
        "connections": [
            {name.casefold(): cell for name, cell in element.items()} for element in connections
        ],
    }


def _make_map(
    cells: dict[str, pd.DataFrame],
) -> tuple[list[dict[str, Cell]], list[dict[str, Cell]]]:
    elements = []
    for row in list_filled_rows(cells["organisations"]):
        rest = {key: cell for key, cell in row.items() if key not in {"organisation_id", "name"}}
        kind = {"Type": rest.pop("sector")} if "sector" in rest else {}
        elements.append({"ID": row["organisation_id"], "Label": row["name"], **kind, **rest})
    connections = []
    for row in list_tie_rows(cells):
        rest = {
            key: cell
            for key, cell in row.items()
            if key not in {"from_id", "to_id", "kind", "direction"}
        }
        connections.append(
            {
                "From": row["from_id"],
                "To": row["to_id"],
                "Type": row["kind"],
                "Direction": "mutual" if row.get("direction") == "both ways" else "directed",
                **rest,
            }
        )
    return elements, connections


def _as_frame(records: list[dict[str, Cell]]) -> pd.DataFrame:
    names = list(dict.fromkeys(name for record in records for name in record))
    return pd.DataFrame(
        [[record.get(name) for name in names] for record in records], columns=names, dtype=object
    )
