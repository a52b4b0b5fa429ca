"""What is wrong with tables that were read: keys, links, sense, and organisations that look alike.

Errors are what keeps tables from being one ecosystem: an id that is there twice, a link that leads
nowhere. What is possible but odd is a warning. Nothing is mended here: whoever keeps the tables
decides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecosystem.errors import find_nearest
from ecosystem.wording import count_of, join_words

from .identifiers import is_transposed
from .larger_places import list_inside
from .snapshot import is_running
from .spellings import find_slips
from .tables import TABLES
from .text import make_slug

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from .columns import Column, Table
    from .sources import PlacedProblems


_LEAST_FIGURES = 4
"""Figures of a number in which a slip is likelier than chance: ids 1 and 3 are two ids."""

_NORTH, _EAST = (49.0, 61.0), (-9.0, 2.0)
"""Degrees north and east between which the United Kingdom lies, from Scilly to Shetland and from
Fermanagh to Lowestoft: no place has both the other way round."""


def check_tables(tables: Mapping[str, pd.DataFrame], problems: PlacedProblems) -> None:
    """Note all that is wrong with the twelve tables, each in the form `read_table` gives."""
    check_keys(tables, problems)
    check_links(tables, problems)
    check_sense(tables, problems)
    check_twins(tables["organisations"], problems)
    _note_unrun(tables, problems)
    check_running(tables, problems)


def check_keys(tables: Mapping[str, pd.DataFrame], problems: PlacedProblems) -> None:
    """Refuse rows whose key is there already, and more than one record of the data set."""
    for name, frame in tables.items():
        if name != "about":
            _check_key(TABLES[name], tables, problems)
        elif len(frame) > 1:
            problems.add(
                "error",
                "about",
                "there is more than one row.",
                "Keep one row: the record of this data set.",
                position=1,
            )


def _check_key(table: Table, tables: Mapping[str, pd.DataFrame], problems: PlacedProblems) -> None:
    key = list(table.key)
    frame = tables[table.name]
    needed = [name for name in key if table.column(name).must_be_filled]
    # Of a tie nearly all pairs differ: only of the others the rest of the key is looked at.
    # An empty cell is one and the same object in all rows, and so the same as another.
    pairs = zip(*(frame[name].tolist() for name in key[:2]), strict=True)
    if len(set(pairs)) == len(frame):
        return
    doubtful = frame[frame.duplicated(key[:2], keep=False)]
    if doubtful.empty:
        return
    duplicated = pd.Series(data=False, index=frame.index)
    duplicated[doubtful.index] = doubtful.duplicated(key) & doubtful[needed].notna().all(axis=1)
    if not duplicated.any():
        return

    # (rows,): the number of the key each row has, so that each repeat can name the first.
    groups = frame.groupby(key, dropna=False, sort=False).ngroup().to_numpy()
    first: dict[int, int] = {}
    for position, group in enumerate(groups.tolist()):
        first.setdefault(group, position)
    for position in np.flatnonzero(duplicated).tolist():
        value = " + ".join(_show_key(table, frame, position, tables))
        earlier = problems.show_row(table.name, first[groups[position]])
        problems.add(
            "error",
            table.name,
            f"'{value}' is there already, in row {earlier}.",
            "Give one of the two another id, or join them into one row."
            if len(key) == 1
            else "Join them into one row.",
            column=key[0],
            position=int(position),
            value=value,
        )


def _show_key(
    table: Table, frame: pd.DataFrame, position: int, tables: Mapping[str, pd.DataFrame]
) -> Iterator[str]:
    """Yield the values that make a row's key, links by the name that people know them by."""
    for name, cell in frame.loc[position, list(table.key)].dropna().items():
        target = table.column(str(name)).links_to
        named = str(cell)
        if target:
            linked = tables[target]
            names = linked.loc[linked[TABLES[target].key[0]] == cell, "name"].dropna()
            named = str(names.iloc[0]) if len(names) else named
        yield named


def check_links(tables: Mapping[str, pd.DataFrame], problems: PlacedProblems) -> None:
    """Refuse every link that leads nowhere, and name the nearest id or name."""
    known = {
        target: set(tables[target][TABLES[target].key[0]].dropna().tolist())
        for target in {column.links_to for table in TABLES.values() for column in table.columns}
        if target
    }
    for table in TABLES.values():
        for column in table.columns:
            if column.links_to and len(tables[table.name]):
                _check_link(table, column, tables, known[column.links_to], problems)


def _check_link(
    table: Table,
    column: Column,
    tables: Mapping[str, pd.DataFrame],
    known: Collection[str],
    problems: PlacedProblems,
) -> None:
    target = tables[column.links_to]
    ids = target[TABLES[column.links_to].key[0]]
    values = tables[table.name][column.name]
    # By distinct value, because few are lost, and of few it is soon told where they stand.
    codes, held = pd.factorize(values)
    distinct = [value for value in held.tolist() if value not in known]
    if not distinct:
        return
    # (rows,): the last, for code -1, is an empty cell.
    lost = np.append(pd.Index(held).isin(distinct), False)[codes]
    names = target["name"]
    # What the reader of the file knows of a value says more than the nearest name; that several
    # rows share a name says most.
    hints = problems.list_hints(column.links_to)
    # A number near another says nothing: they are given one after the other.
    unhinted = [value for value in distinct if value not in hints and not value.isdecimal()]
    # In this order an id wins over a name that differs from it in case only.
    nearest = find_nearest(unhinted, [*names.dropna().tolist(), *ids.dropna().tolist()])
    hints |= {value: f"Did you mean '{meant}'?" for value, meant in nearest.items()}
    hints |= _describe_shared_names(distinct, ids, names)
    for position in np.flatnonzero(lost).tolist():
        value = values.iloc[position]
        problems.add(
            "error",
            table.name,
            f"'{value}' is not in {column.links_to}.",
            f"{hints.get(value, '')} Add it to {column.links_to}, or correct it.".strip(),
            column=column.name,
            position=position,
            value=value,
        )


def _describe_shared_names(
    values: Sequence[str], ids: pd.Series, names: pd.Series
) -> dict[str, str]:
    """Return what to say of a name that several rows have: which ids to choose from."""
    ids_by_name: dict[str, list[str]] = {value.casefold(): [] for value in values}
    for row_id, name in zip(ids.tolist(), names.tolist(), strict=True):
        is_named = isinstance(row_id, str) and isinstance(name, str)
        if is_named and (shared := ids_by_name.get(name.casefold())) is not None:
            shared.append(row_id)
    return {
        value: f"It is the name of {join_words(shared, most=5)}: give the id."
        for value in values
        if len(shared := ids_by_name[value.casefold()]) > 1
    }


def check_sense(tables: Mapping[str, pd.DataFrame], problems: PlacedProblems) -> None:
    """Warn of rows that are possible but odd."""
    for name in ("referrals", "relationships"):
        frame = tables[name]
        is_loop = frame["from_id"].notna() & (frame["from_id"] == frame["to_id"])
        message = "an organisation is tied to itself; the row is kept but counts as no tie."
        _warn(problems, name, "to_id", is_loop, message)
    for name, frame in tables.items():
        columns = set(TABLES[name].names)
        if {"start", "end"} <= columns:
            is_reversed = frame["end"] < frame["start"]
            _warn(problems, name, "end", is_reversed, "the end is before the start.")
        if {"latitude", "longitude"} <= columns:
            is_half = frame["latitude"].isna() != frame["longitude"].isna()
            message = "only one of latitude and longitude is given; the position is not used."
            _warn(problems, name, "latitude", is_half, message)
            is_swapped = frame["latitude"].between(*_EAST) & frame["longitude"].between(*_NORTH)
            message = (
                "latitude and longitude look as if they had changed places: the United Kingdom "
                "lies 49 to 61 degrees north."
            )
            _warn(problems, name, "latitude", is_swapped, message)
    referrals = tables["referrals"]
    accepted_more = referrals["accepted"] > referrals["sent"]
    _warn(problems, "referrals", "accepted", accepted_more, "more people accepted than sent.")
    reached_more = referrals["reached"] > referrals["accepted"].fillna(referrals["sent"])
    message = "more people reached the service than were passed on."
    _warn(problems, "referrals", "reached", reached_more, message)
    ended = referrals[["got_help", "ended_without_help"]].sum(axis=1)
    message = "more people ended, with help or without, than were sent."
    _warn(problems, "referrals", "got_help", ended > referrals["sent"], message)
    _check_types(tables, problems)
    _check_larger_needs(tables["demand"], tables["areas"], problems)


def _warn(
    problems: PlacedProblems, table: str, column: str, is_odd: pd.Series, message: str
) -> None:
    """Warn of each row that is marked as odd; what is not known is not odd."""
    for position in np.flatnonzero(is_odd.to_numpy(dtype=bool, na_value=False)):
        problems.add("warning", table, message, column=column, position=int(position))


def _check_types(tables: Mapping[str, pd.DataFrame], problems: PlacedProblems) -> None:
    """Warn of people whose service type is no service's, but much like one."""
    known = set(tables["services"]["service_type"].dropna())
    for name in ("demand", "referrals"):
        types = tables[name]["service_type"]
        for slip, meant in find_slips(types.dropna().unique(), known).items():
            problems.add(
                "warning",
                name,
                f"no service is of the type '{slip}'.",
                f"Did you mean '{meant}'?",
                column="service_type",
                position=int(np.flatnonzero((types == slip).to_numpy(dtype=bool))[0]),
                value=slip,
            )


def _check_larger_needs(
    demand: pd.DataFrame, areas: pd.DataFrame, problems: PlacedProblems
) -> None:
    """Warn of needs of a place that has needs of its parts beside it: they are not added up."""
    named = areas.dropna(subset=["area_code", "name"]).drop_duplicates("area_code")
    names = named.set_index("area_code")["name"]
    inner = named.dropna(subset=["parent_code"])
    parents = dict(zip(inner["area_code"], inner["parent_code"], strict=True))
    known = demand[demand["people"].notna() & demand["area_code"].isin(set(names.index))]
    for service_type, rows in known.groupby("service_type", sort=True):
        codes = set(rows["area_code"])
        # By the areas table, and for places of the United Kingdom by what is known of them.
        inside: dict[str, set[str]] = {code: set(list_inside(code) & codes) for code in codes}
        for code in codes:
            for above in _list_above(code, parents) & codes:
                inside[above].add(code)
        for code in sorted(code for code in codes if inside[code]):
            listed = join_words(sorted(names[part] for part in inside[code]), most=3)
            problems.add(
                "warning",
                "demand",
                f"needs of {names[code]} ({service_type}) are not added to those of its parts: "
                f"{listed}.",
                "Keep the parts if they are all there, else only the larger place.",
                column="area_code",
                position=int(rows.index[rows["area_code"] == code][0]),
                value=code,
            )


def _list_above(code: str, parents: Mapping[str, str]) -> set[str]:
    """Return the larger places that an area lies in; parents in a circle are followed once."""
    above: set[str] = set()
    parent = parents.get(code, "")
    while parent and parent not in above and parent != code:
        above.add(parent)
        parent = parents.get(parent, "")
    return above


def check_twins(organisations: pd.DataFrame, problems: PlacedProblems) -> None:
    """Warn of organisations that may be one: same name, same number, figures swapped.

    They are only listed; whether they are the same is for a person to say.
    """
    ids, names = organisations["organisation_id"], organisations["name"]
    folded = names.str.casefold().str.replace(r"[^\w]+", " ", regex=True).str.strip()
    # An id that is there twice is an error already, and said there.
    twins = folded.duplicated(keep=False) & folded.notna() & ~ids.duplicated(keep=False)
    for position in np.flatnonzero(twins & folded.duplicated()).tolist():
        others = ids[folded == folded.iloc[position]].tolist()
        others.remove(ids.iloc[position])
        problems.add(
            "warning",
            "organisations",
            f"'{names.iloc[position]}' is also the name of {join_words(others, most=3)}."
            + _describe_swap(organisations, position, others),
            "If they are one organisation, join the rows; they were not joined.",
            column="name",
            position=position,
            value=names.iloc[position],
        )
    for column in ("charity_number", "company_number"):
        numbers = organisations[column]
        for position in np.flatnonzero(numbers.notna() & numbers.duplicated()).tolist():
            first = ids[numbers == numbers.iloc[position]].iloc[0]
            problems.add(
                "warning",
                "organisations",
                f"'{first}' has the same number.",
                "Correct it, or join the rows if they are one organisation.",
                column=column,
                position=position,
                value=numbers.iloc[position],
            )
    lower = ids.str.casefold()
    for position in np.flatnonzero(lower.duplicated() & ~ids.duplicated()).tolist():
        problems.add(
            "warning",
            "organisations",
            f"the id '{ids.iloc[position]}' differs from another only in capital letters.",
            "If they are one organisation, join the rows.",
            column="organisation_id",
            position=position,
            value=ids.iloc[position],
        )


def _describe_swap(organisations: pd.DataFrame, position: int, others: Sequence[str]) -> str:
    """Return a sentence on a number that differs from a namesake's by a slip, or nothing."""
    same = organisations[organisations["organisation_id"].isin(others)]
    slug = make_slug(str(organisations["name"].iloc[position]))
    for column in ("organisation_id", "charity_number", "company_number"):
        value = organisations[column].iloc[position]
        if column == "organisation_id" and str(value).startswith(slug):
            # Made from the name: its figures tell namesakes apart, and nobody wrote them.
            continue
        for other in same[column].dropna():
            is_number = sum(map(str.isdigit, str(value))) >= _LEAST_FIGURES
            if pd.notna(value) and is_number and is_transposed(str(value), str(other)):
                return f" {value} and {other} differ by one slip of the figures."
    return ""


def _note_unrun(tables: Mapping[str, pd.DataFrame], problems: PlacedProblems) -> None:
    """Say how many services no organisation is known to run."""
    services = set(tables["services"]["service_id"].dropna())
    unrun = len(services - set(tables["providers"]["service_id"]))
    if unrun:
        message = f"{count_of(unrun, 'service')} without a known organisation."
        problems.add("note", "services", message)


def check_running(tables: Mapping[str, pd.DataFrame], problems: PlacedProblems) -> None:
    """Say by which day it is judged what runs, and warn of services of closed organisations."""
    given = tables["about"]["snapshot_date"].dropna()
    day = pd.Timestamp(given.iloc[0]) if len(given) else pd.Timestamp.now().normalize()
    has_days = any(
        frame[column].notna().any()
        for name, frame in tables.items()
        for column in ("start", "end")
        if column in TABLES[name].names
    )
    if has_days and not len(given):
        problems.add(
            "note",
            "about",
            "no snapshot date is given: what runs is judged by the day of reading, "
            f"{day.day} {day:%B %Y}.",
            "Give the day that the data describe in the table about.",
            column="snapshot_date",
        )
    _warn_of_left_services(tables, day, problems)


def _warn_of_left_services(
    tables: Mapping[str, pd.DataFrame], day: pd.Timestamp, problems: PlacedProblems
) -> None:
    """Warn of services that run by what is said of them, while nobody is left to run them."""
    services, organisations = tables["services"], tables["organisations"]
    if services.empty:
        return
    open_ids = set(organisations.loc[is_running(organisations, day), "organisation_id"])
    names = organisations.drop_duplicates("organisation_id").set_index("organisation_id")["name"]
    # In most data nobody has closed, and so has left no service.
    if open_ids.issuperset(names.index):
        return
    runs = tables["providers"]
    # A host gives the room: it neither keeps a service going nor ends it.
    runs = runs[(runs["role"] != "host").fillna(value=True)]
    known = set(names.index)
    runners: dict[str, list[str]] = {}
    for service, row_id in zip(
        runs["service_id"].tolist(), runs["organisation_id"].tolist(), strict=True
    ):
        if row_id in known:
            runners.setdefault(service, []).append(row_id)
    service_ids = services["service_id"].tolist()
    for position in np.flatnonzero(is_running(services, day)).tolist():
        ids = runners.get(service_ids[position], [])
        if ids and open_ids.isdisjoint(ids):
            listed = join_words(sorted(str(names[row_id]) for row_id in ids), most=3)
            problems.add(
                "warning",
                "services",
                f"'{services['name'].iloc[position]}' is not marked as closed, but nobody who runs "
                f"it is running: {listed}. It is not counted as help.",
                "Mark it as closed, or say who runs it now.",
                column="status",
                position=position,
            )
