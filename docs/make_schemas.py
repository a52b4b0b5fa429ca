"""Work out the JSON Schema of every answer, as `to_dict()` gives it.

The columns are those of the answers themselves: every question is asked of the sample, as the
public and as whoever keeps it sees it, in several ways. A column that all of them have is required.
"""

import inspect
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import fields

import pandas as pd

import ecosystem as eco

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_KINDS = {"b": "boolean", "i": "integer", "u": "integer", "f": "number", "O": "string"}
_ANY = ["boolean", "number", "string", "null"]
_KEPT = ["headline", "notes", "settings"]
_KEY = "0123456789abcdef0123456789abcdef"
"""No secret: it hashes invented people."""


def make_schemas() -> dict[str, dict[str, object]]:
    """Return the schema of each class of answers, by its name."""
    answers: dict[str, list[eco.Result]] = defaultdict(list)
    sample = eco.read_sample("west-midlands")
    for e in (sample, sample.select(visibility="public"), make_five()):
        for answer in ask_everything(e):
            answers[type(answer).__name__].append(answer)
    return {name: _make_schema(name, asked) for name, asked in sorted(answers.items())}


def ask_everything(e: eco.Ecosystem) -> Iterator[eco.Result]:
    """Ask every question of an ecosystem that has organisations, services and demand."""
    kind = str(e.demand["service_type"].iloc[0])
    gone = e.without(str(e.organisations["organisation_id"].iloc[0]))
    yield eco.find_core(e)
    yield eco.find_gaps(e, kind)
    yield eco.find_gaps(e, kind, level=2, within_km=30, method="e2sfca")
    yield eco.find_placements(e, kind, count=1)
    yield eco.find_placements(e, kind, count=2, level=2, candidates="organisations")
    yield eco.find_duplication(e)
    yield eco.find_matches(e)
    yield eco.find_pathways(e)
    yield eco.find_pathways(e, log=_make_log(e))
    yield eco.find_closures(e, runs=5)
    yield eco.find_representation(e)
    nobody = {"groups": e.groups.head(0), "memberships": e.memberships.head(0)}
    yield eco.find_representation(e.replace(**nobody))
    yield eco.find_focus(e)
    yield eco.find_ties(e, core=eco.find_core(e))
    yield eco.find_ties(e, by="area")
    yield eco.find_factors(e)
    yield eco.find_changes(e, gone)
    yield eco.find_changes(eco.find_gaps(e, kind), eco.find_gaps(gone, kind))
    yield eco.find_value(e, _make_outcomes(), months=12)
    yield eco.find_contact_overlap(_hash_lists())


def make_five() -> eco.Ecosystem:
    """Return five organisations in a line, a hub and two areas alike: what the sample lacks."""
    ids = ["ash", "birch", "cedar", "dogwood", "elm"]
    towns = ["E08000025", "E08000026"]
    return eco.Ecosystem(
        organisations=pd.DataFrame(
            {
                "organisation_id": ids,
                "name": ids,
                "sector": ["voluntary", "statutory"] * 2 + ["faith"],
            }
        ),
        relationships=pd.DataFrame({"from_id": ids[:-1], "to_id": ids[1:], "kind": "works with"}),
        areas=pd.DataFrame({"area_code": towns, "name": ["Birmingham", "Coventry"]}),
        demand=pd.DataFrame({"area_code": towns, "service_type": "advice", "people": 40}),
        groups=pd.DataFrame({"group_id": ["hub"], "name": ["Hub"], "kind": ["hub"]}),
        memberships=pd.DataFrame({"group_id": "hub", "organisation_id": ids[:3]}),
    )


def _make_log(e: eco.Ecosystem) -> pd.DataFrame:
    """Return a log of twenty people, each sent on twice, between three organisations."""
    ids = (e.organisations["organisation_id"].tolist() * 3)[:3]
    first = pd.DataFrame({"case": [f"c-{number:04}" for number in range(20)]})
    first = first.assign(sent="2024-01-08", status="accepted", responded="2024-01-15")
    second = first.assign(sent="2024-02-05", status="requested", responded=None)
    rows = [first.assign(**{"from": ids[0], "to": ids[1]})]
    rows.append(second.assign(**{"from": ids[1], "to": ids[2]}))
    return pd.concat(rows, ignore_index=True)


def _make_outcomes() -> pd.DataFrame:
    return pd.DataFrame(
        {"outcome": ["Homes kept"], "units": [26], "unit": ["families"]}
        | {"unit_value": [4000], "source": ["invented"]}
    )


def _hash_lists() -> dict[str, pd.DataFrame]:
    letters = "bcdfghjklmnpqrstvwxzbcdfghjk"
    names = [f"{letter}o {letter}unn{number}" for number, letter in enumerate(letters)]
    days = [f"19{60 + number}-03-{number + 2:02}" for number in range(len(letters))]
    people = pd.DataFrame({"name": names, "date of birth": days})
    hashed = {"Ash": people.iloc[:22], "Birch": people.iloc[6:]}
    return {name: eco.hash_contacts(frame, key=_KEY) for name, frame in hashed.items()}


def _make_schema(name: str, answers: list[eco.Result]) -> dict[str, object]:
    said = _read_attributes(eco.Result) | _read_attributes(type(answers[0]))
    properties: dict[str, object] = {
        "headline": {"type": "string"},
        "notes": {"type": "array", "items": {"type": "string"}},
        "settings": {"type": "object"},
    }
    frames = [
        one.name
        for one in fields(answers[0])
        if isinstance(getattr(answers[0], one.name), (pd.DataFrame, pd.Series))
    ]
    for frame in frames:
        cells = [getattr(answer, frame) for answer in answers]
        # An empty frame does not always tell what its columns would hold.
        filled = [held for held in cells if len(held)] or cells
        rows = _make_rows([_list_columns(held) for held in filled])
        is_series = isinstance(cells[0], pd.Series)
        shape = rows if is_series else {"type": "array", "items": rows}
        properties[frame] = shape | ({"description": said[frame]} if frame in said else {})
    return {
        "$schema": _DRAFT,
        "title": name,
        "description": inspect.cleandoc(type(answers[0]).__doc__ or "").splitlines()[0],
        "type": "object",
        "properties": properties,
        "required": [*_KEPT, *frames],
    }


def _make_rows(seen: list[dict[str, list[str]]]) -> dict[str, object]:
    """Return the schema of a row that has the columns seen in several answers."""
    columns = dict.fromkeys(column for one in seen for column in one)
    kinds = {}
    for column in columns:
        found = dict.fromkeys(kind for one in seen for kind in one.get(column, []))
        if "number" in found:
            found.pop("integer", None)
        found = found or dict.fromkeys(_ANY)
        kinds[column] = {"type": list(found) if len(found) > 1 else next(iter(found))}
    required = [column for column in columns if all(column in one for one in seen)]
    return {"type": "object", "properties": kinds, "required": required}


def _list_columns(held: pd.DataFrame | pd.Series) -> dict[str, list[str]]:
    """Return the kinds of JSON that each column may hold, the index among them."""
    if isinstance(held, pd.Series):
        return {
            str(name): _list_kinds(pd.Series([cell]), has_gaps=True) for name, cell in held.items()
        }
    columns = {str(name): _list_kinds(held[name]) for name in held}
    if held.index.name is None:
        return columns
    return {str(held.index.name): _list_kinds(held.index.to_series(), has_gaps=False)} | columns


def _list_kinds(column: pd.Series, *, has_gaps: bool | None = None) -> list[str]:
    """Return the kinds of a column; without `has_gaps` it may be empty where its type can be."""
    kind = column.dtype.kind
    if column.dtype == object:
        # What an empty column of anything will hold is not told by it.
        return []
    if has_gaps is None:
        is_extension = isinstance(column.dtype, pd.api.extensions.ExtensionDtype)
        has_gaps = kind == "f" or is_extension
    return [_KINDS[kind], *(["null"] if has_gaps else [])]


def _read_attributes(answer: type[eco.Result]) -> dict[str, str]:
    """Return what the docstring says of each frame."""
    text = inspect.cleandoc(answer.__doc__ or "")
    section = text.split("Attributes\n----------\n")[-1] if "Attributes\n---" in text else ""
    parts = re.findall(r"^(\w+)\n((?:    .*\n?|\n)+)", section, re.MULTILINE)
    return {name: " ".join(said.split()) for name, said in parts}
