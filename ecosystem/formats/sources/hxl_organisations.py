"""Organisations that rows of HXL name: one a name, however it is written in capitals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecosystem.data import LIST_MARK, read_org_id, split_names, split_org_id

from .hxl_rows import PARTS, Meaning, choose_spellings, find_visibility, fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .hxl_rows import Activity


_SECTORS = {
    **dict.fromkeys(
        [
            *("ngo", "ngos", "ingo", "ingos", "nngo", "nngos", "lngo", "international ngo", "cbo"),
            *("national ngo", "local ngo", "cso", "civil society", "civil society organisation"),
            *("non governmental organisation", "red cross", "red cross red crescent"),
            *("community based organisation", "refugee led organisation", "charity", "voluntary"),
        ],
        "voluntary",
    ),
    **dict.fromkeys(
        ["government", "govt", "gov", "national government", "local government", "statutory"],
        "statutory",
    ),
    **dict.fromkeys(["academic", "academia", "university", "research institution"], "academic"),
    **dict.fromkeys(["private sector", "private", "commercial", "company"], "commercial"),
    **dict.fromkeys(["donor", "foundation", "funder"], "funder"),
    **dict.fromkeys(["faith", "faith based organisation", "religious organisation"], "faith"),
}
"""Types of organisations in this sector's words. The United Nations are none of our kinds."""
_PLAIN = str.maketrans({"-": " ", "/": " ", "z": "s"})


def name_acronyms(rows: Sequence[Activity]) -> None:
    """Put the name where a row has only the acronym or code that stands beside it elsewhere."""
    meant: dict[str, set[str]] = {}
    for row in rows:
        for part in PARTS:
            for fact in ("acronym", "code"):
                short, names = row.get(part, fact), row.cells.get(Meaning(part), [])
                if short and len(row.parts.get(part, [])) == 1 and names:
                    meant.setdefault(fold(short), set()).add(fold(names[0]))
    full = {short: names.pop() for short, names in meant.items() if len(names) == 1}
    spelt = choose_spellings(name for row in rows for names in row.parts.values() for name in names)
    for row in rows:
        for part, names in row.parts.items():
            if not row.cells.get(Meaning(part)):
                row.parts[part] = [spelt.get(full.get(fold(name), ""), name) for name in names]


def list_organisations(rows: Sequence[Activity]) -> tuple[list[dict[str, str]], list[int]]:
    """Return the organisations of all rows in the order of their names, and where each is first."""
    spelt = choose_spellings(name for row in rows for names in row.parts.values() for name in names)
    first: dict[str, int] = {}
    # By folded name, then by fact: what is told of it.
    facts: dict[str, dict[str, list[str]]] = {}
    marks: dict[str, list[str]] = {}
    for row in rows:
        for part, names in row.parts.items():
            for position, name in enumerate(names):
                key = fold(name)
                first.setdefault(key, row.number)
                marks.setdefault(key, []).append(row.visibility)
                _add_facts(facts.setdefault(key, {}), row, part, position)
    records = [
        _make_record(spelt[key], facts[key]) | _mark(find_visibility(marks[key]))
        for key in sorted(facts)
    ]
    return records, [first[key] for key in sorted(facts)]


def _mark(visibility: str) -> dict[str, str]:
    return {"visibility": visibility} if visibility else {}


def _add_facts(facts: dict[str, list[str]], row: Activity, part: str, position: int) -> None:
    """Add what a row tells of one of the organisations that have a part in it."""
    names = row.parts[part]
    for fact in ("code", "acronym", "type"):
        told = _pick(row.get(part, fact), position, len(names))
        if told and fold(told) != fold(names[position]):
            facts.setdefault(fact, []).append(told)


def _pick(cell: str, position: int, many: int) -> str:
    """Return what a cell says of one of the organisations of a row, where that can be told."""
    told = split_names(cell)
    if len(told) == many:
        return told[position]
    return cell if many == 1 else ""


def _make_record(name: str, facts: Mapping[str, list[str]]) -> dict[str, str]:
    sectors = {_SECTORS.get(_fold_type(kind), "") for kind in facts.get("type", [])} - {""}
    record = {
        "name": name,
        "sector": sectors.pop() if len(sectors) == 1 else "",
        "other_names": _list_facts(facts, "acronym"),
        "type (as given)": _list_facts(facts, "type"),
        "code (as given)": _list_facts(facts, "code"),
    }
    register, number = split_org_id(read_org_id(record["code (as given)"]))
    if register in {"GB-CHC", "GB-SC", "GB-NIC"}:
        record["charity_number"] = number
    if register == "GB-COH":
        record["company_number"] = number
    return {column: cell for column, cell in record.items() if cell}


def _list_facts(facts: Mapping[str, list[str]], fact: str) -> str:
    return LIST_MARK.join(sorted(choose_spellings(facts.get(fact, [])).values()))


def _fold_type(kind: str) -> str:
    return fold(kind.casefold().translate(_PLAIN))


def find_shared_codes(records: Sequence[Mapping[str, str]]) -> dict[str, list[str]]:
    """Return the codes that stand beside several organisations, each with their names."""
    names: dict[str, list[str]] = {}
    for record in records:
        for code in record.get("code (as given)", "").split(LIST_MARK):
            if code:
                names.setdefault(code.casefold(), []).append(record["name"])
    return {code: named for code, named in names.items() if len(named) > 1}
