"""What is wrong with tables: every problem, at the place its row came from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecosystem.errors import Problems, find_nearest
from ecosystem.wording import count_of, join_words

from .cells import make_empty, read_column
from .identifiers import is_transposed, read_org_id
from .sources import SOURCE, Part
from .spellings import find_slips, find_spellings
from .tables import SERVICE_SHORTHANDS, TABLES, Column
from .text import clean_text, fold_heading
from .vocabulary import CLIENT_COLUMNS, CONTACT_COLUMNS, MISSING_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ecosystem.errors import Severity

    from .tables import Table


_WHOLE_ID = re.compile(r"\d+\.0")
_SHORTHANDS = {one.column.name: one.table for one in SERVICE_SHORTHANDS}


class Checker:
    """Reads frames into typed tables and collects every problem on the way."""

    def __init__(self) -> None:
        self.problems = Problems()
        self._parts: dict[str, Sequence[Part]] = {}
        self._hints: dict[str, Mapping[str, str]] = {}
        self._unread: dict[str, set[tuple[object, object]]] = {}

    def add(  # noqa: PLR0913 - a problem has this many sides
        self,
        severity: Severity,
        table: str,
        message: str,
        suggestion: str = "",
        *,
        column: str = "",
        position: int | None = None,
        value: object = "",
    ) -> None:
        """Note a problem, at the place its row came from."""
        file, sheet, row, heading = "", "", None, column
        parts = self._parts.get(table, ())
        if position is None and parts:
            file, sheet = parts[0].file, parts[0].sheet
            heading = parts[0].headings.get(column, column)
        start = 0
        for part in parts:
            if position is not None and position < start + len(part.rows):
                file, sheet = part.file, part.sheet
                row = int(part.rows[position - start])
                heading = part.headings.get(column, column)
                break
            start += len(part.rows)
        self.problems.add(
            severity,
            message,
            suggestion,
            table=table,
            file=file,
            sheet=sheet,
            row=row,
            column=heading,
            value=value,
        )

    def read_table(self, table: Table, frame: pd.DataFrame) -> pd.DataFrame:
        """Return the frame with every column of the table, each in its type."""
        parts, found, hints = frame.attrs.get(SOURCE, ((), (), {}))
        self._hints[table.name] = hints
        if not parts:
            labels = frame.index
            rows = labels if pd.api.types.is_integer_dtype(labels) else np.arange(len(frame))
            parts = (Part(rows=np.asarray(rows, dtype=np.int64)),)
        self._parts[table.name] = parts
        self.problems.extend(found)
        self._unread[table.name] = {
            (problem.row, problem.column)
            for problem in found
            if problem.severity == "error" and problem.row is not None
        }
        frame = frame.copy(deep=False)
        frame.attrs = {}
        frame.index = pd.RangeIndex(len(frame))
        frame = self._check_names(table, frame)
        frame = self._drop_personal(table, frame)
        columns = {}
        for column in table.columns:
            if column.name in frame:
                columns[column.name] = self._read_column(table, column, frame[column.name])
                continue
            if column.required and (len(frame.columns) or len(frame)):
                self.add(
                    "error",
                    table.name,
                    f"the column {column.name} is missing.",
                    f"Add a column with the heading {column.title!r}: {column.about}",
                    column=column.name,
                )
            columns[column.name] = make_empty(column, len(frame))
        known = set(columns)
        for name in frame.columns:
            if name not in known:
                columns[name] = read_column(Column(name=name, about=""), frame[name]).cells
        read = pd.DataFrame(columns, index=frame.index)
        if table.name == "about":
            read = read[read.notna().any(axis=1)].reset_index(drop=True)
        return read

    def check_tables(self, tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
        """Return the tables with one spelling a service type; note all that is wrong with them."""
        joined = self._join_spellings(tables)
        for name, frame in joined.items():
            self._check_keys(TABLES[name], frame)
        self._check_links(joined)
        self._check_sense(joined)
        return joined

    def _join_spellings(self, tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
        joined = dict(tables)
        spellings = find_spellings(tables)
        for name, frame in tables.items():
            if not spellings or "service_type" not in TABLES[name].names:
                continue
            types = frame["service_type"]
            for spelling in sorted(set(types.dropna()) & set(spellings)):
                self.add(
                    "note",
                    name,
                    f"'{spelling}' was read as '{spellings[spelling]}', the spelling used most.",
                    column="service_type",
                    position=int(np.flatnonzero((types == spelling).to_numpy(dtype=bool))[0]),
                    value=spelling,
                )
            joined[name] = frame.assign(service_type=types.replace(spellings))
        return joined

    def _check_names(self, table: Table, frame: pd.DataFrame) -> pd.DataFrame:
        """Return the frame with clean column names, each there once."""
        names = [clean_text(str(name)) for name in frame.columns]
        known = set(table.names)
        kept = []
        for place, name in enumerate(names):
            folded = fold_heading(name)
            is_again = name in names[:place]
            is_twin = name not in known and folded in known and folded in names
            is_shorthand = table.name == "services" and name in _SHORTHANDS
            if is_again or is_twin:
                message = f"the column '{name}' is there twice."
                self.add("error", table.name, message, "Delete or rename one.", column=name)
            elif is_shorthand:
                message = f"the column '{name}' is no column of services."
                hint = f"Give it as rows of {_SHORTHANDS[name]}."
                self.add("error", table.name, message, hint, column=name)
            elif not name:
                message = "a column has no name."
                self.add("error", table.name, message, "Give it a name, or delete it.")
            else:
                kept.append(place)
        frame = frame.iloc[:, kept]
        frame.columns = pd.Index([names[place] for place in kept], dtype=object)
        return frame

    def _drop_personal(self, table: Table, frame: pd.DataFrame) -> pd.DataFrame:
        known = set(table.names)
        folded = {name: fold_heading(str(name)) for name in frame.columns if name not in known}
        for name, fold in folded.items():
            if fold in CLIENT_COLUMNS:
                self.add(
                    "error",
                    table.name,
                    f"the column {str(name)!r} looks like data about clients; no row here is a "
                    "person.",
                    "Delete the column and give counts of people instead.",
                    column=str(name),
                )
        contacts = [name for name, fold in folded.items() if fold in CONTACT_COLUMNS]
        for name in contacts:
            self.add(
                "note",
                table.name,
                f"the column {str(name)!r} holds contact details of staff and was not read.",
                column=str(name),
            )
        return frame.drop(columns=contacts)

    def _read_column(self, table: Table, column: Column, values: pd.Series) -> pd.Series:
        if column.links_to or table.key == (column.name,):
            values = self._tidy_ids(table, column, values)
        read = read_column(column, values)
        for position, value, message, suggestion in read.faults:
            self.add(
                "error",
                table.name,
                message,
                suggestion,
                column=column.name,
                position=position,
                value=value,
            )
        for severity, position, value, message, suggestion in read.remarks:
            self.add(
                severity,
                table.name,
                message,
                suggestion,
                column=column.name,
                position=position,
                value=value,
            )
        if column.must_be_filled:
            faulty = {position for position, *_ in read.faults}
            for position in np.flatnonzero(read.cells.isna()).tolist():
                if position not in faulty and not self._is_unread(table, column, position):
                    self.add(
                        "error",
                        table.name,
                        f"{column.title} is empty.",
                        "Fill it in, or delete the row.",
                        column=column.name,
                        position=position,
                    )
        if table.key == (column.name,):
            self._refuse_missing_words(table, column, read.cells)
        return read.cells

    def _is_unread(self, table: Table, column: Column, position: int) -> bool:
        """Tell whether a cell is empty because it, or the name its id is made from, was unread."""
        row = self._row_shown(table.name, position)
        if table.key == (column.name,):
            return any(row == other for other, _ in self._unread[table.name])
        headings = {part.headings.get(column.name, column.name) for part in self._parts[table.name]}
        return any((row, heading) in self._unread[table.name] for heading in headings)

    def _tidy_ids(self, table: Table, column: Column, values: pd.Series) -> pd.Series:
        """Return ids without what programs add to them: 7.0 is 7, gb-chc-1 is GB-CHC-1."""
        odd = {}
        for value in dict.fromkeys(cell for cell in values if isinstance(cell, str)):
            text = value.strip()
            tidy = text[:-2] if _WHOLE_ID.fullmatch(text) else read_org_id(text)
            if tidy != text:
                odd[value] = tidy
        if not odd:
            return values
        first = next(
            place for place, cell in enumerate(values) if isinstance(cell, str) and cell in odd
        )
        value = values.iloc[first]
        self.add(
            "note",
            table.name,
            f"{count_of(int(values.isin(odd).sum()), 'id')} put in one form, as '{value}' to "
            f"'{odd[value]}'.",
            column=column.name,
            position=first,
            value=value,
        )
        return values.map(lambda cell: odd.get(cell, cell) if isinstance(cell, str) else cell)

    def _refuse_missing_words(self, table: Table, column: Column, ids: pd.Series) -> None:
        """Refuse ids that would read as not known wherever a row links to them."""
        for position in np.flatnonzero(ids.str.casefold().isin(MISSING_WORDS)).tolist():
            self.add(
                "error",
                table.name,
                f"'{ids.iloc[position]}' cannot be an id: elsewhere it reads as not known.",
                "Give it another id, or leave the id empty and give the name.",
                column=column.name,
                position=position,
                value=ids.iloc[position],
            )

    def _check_keys(self, table: Table, frame: pd.DataFrame) -> None:
        if table.name == "about":
            if len(frame) > 1:
                self.add(
                    "error",
                    "about",
                    "there is more than one row.",
                    "Keep one row: the record of this data set.",
                    position=1,
                )
            return
        key = list(table.key)
        needed = [name for name in key if table.column(name).must_be_filled]
        filled = frame[needed].notna().all(axis=1)
        duplicated = frame.duplicated(key) & filled
        if not duplicated.any():
            return
        groups = frame.groupby(key, dropna=False, sort=False).ngroup().to_numpy()
        first: dict[int, int] = {}
        for position, group in enumerate(groups.tolist()):
            first.setdefault(group, position)
        for position in np.flatnonzero(duplicated).tolist():
            value = " + ".join(str(part) for part in frame.loc[position, key].dropna())
            earlier = self._row_shown(table.name, first[groups[position]])
            self.add(
                "error",
                table.name,
                f"'{value}' is there already, in row {earlier}.",
                "Delete one of the two rows, or give one another id."
                if len(key) == 1
                else "Delete one of the two rows, or join them.",
                column=key[0],
                position=int(position),
                value=value,
            )

    def _row_shown(self, table: str, position: int) -> int:
        for part in self._parts[table]:
            if position < len(part.rows):
                return int(part.rows[position])
            position -= len(part.rows)
        return position

    def _check_links(self, tables: Mapping[str, pd.DataFrame]) -> None:
        """Note every link that leads nowhere, with the nearest id or name."""
        for table in TABLES.values():
            for column in table.columns:
                if column.links_to:
                    self._check_link(table, column, tables)

    def _check_link(self, table: Table, column: Column, tables: Mapping[str, pd.DataFrame]) -> None:
        target = tables[column.links_to]
        ids = target[TABLES[column.links_to].key[0]]
        values = tables[table.name][column.name]
        lost = values.notna() & ~values.isin(set(ids.dropna()))
        if not lost.any():
            return
        names = target["name"]
        distinct = values[lost].unique().tolist()
        hints = dict(self._hints.get(column.links_to, {}))
        unhinted = [value for value in distinct if value not in hints]
        # In this order an id wins over a name that differs from it in case only.
        nearest = find_nearest(unhinted, [*names.dropna(), *ids.dropna()])
        hints |= {value: f"Did you mean '{near}'?" for value, near in nearest.items()}
        hints |= _describe_shared_names(distinct, ids, names)
        for position in np.flatnonzero(lost):
            value = values.iloc[position]
            self.add(
                "error",
                table.name,
                f"'{value}' is not in {column.links_to}.",
                f"{hints.get(value, '')} Add it to {column.links_to}, or correct it.".strip(),
                column=column.name,
                position=int(position),
                value=value,
            )

    def _check_sense(self, tables: Mapping[str, pd.DataFrame]) -> None:
        """Warn of rows that are possible but odd."""
        for name in ("referrals", "relationships"):
            frame = tables[name]
            selfs = frame["from_id"].notna() & (frame["from_id"] == frame["to_id"])
            self._warn(
                name,
                "to_id",
                selfs,
                "an organisation is tied to itself; the row is kept but counts as no tie.",
            )
        for name, frame in tables.items():
            if {"start", "end"} <= set(TABLES[name].names):
                self._warn(
                    name, "end", frame["end"] < frame["start"], "the end is before the start."
                )
            if {"latitude", "longitude"} <= set(TABLES[name].names):
                half = frame["latitude"].isna() != frame["longitude"].isna()
                self._warn(
                    name,
                    "latitude",
                    half,
                    "only one of latitude and longitude is given; the position is not used.",
                )
        referrals = tables["referrals"]
        self._warn(
            "referrals",
            "accepted",
            referrals["accepted"] > referrals["sent"],
            "more people accepted than sent.",
        )
        self._warn(
            "referrals",
            "reached",
            referrals["reached"] > referrals["accepted"].fillna(referrals["sent"]),
            "more people reached the service than were passed on.",
        )
        self._check_types(tables)
        self._check_larger_places(tables["catchments"], tables["areas"])
        self._check_alike(tables["organisations"])
        services = tables["services"]["service_id"].dropna()
        alone = len(set(services) - set(tables["providers"]["service_id"]))
        if alone:
            self.add(
                "note", "services", f"{count_of(alone, 'service')} without a known organisation."
            )

    def _warn(self, table: str, column: str, mask: pd.Series, message: str) -> None:
        for position in np.flatnonzero(mask.fillna(value=False).to_numpy(dtype=bool)):
            self.add("warning", table, message, column=column, position=int(position))

    def _check_types(self, tables: Mapping[str, pd.DataFrame]) -> None:
        """Warn of people whose service type is no service's, but much like one."""
        known = set(tables["services"]["service_type"].dropna())
        for name in ("demand", "referrals"):
            types = tables[name]["service_type"]
            for slip, meant in find_slips(types.dropna().unique(), known).items():
                self.add(
                    "warning",
                    name,
                    f"no service is of the type '{slip}'.",
                    f"Did you mean '{meant}'?",
                    column="service_type",
                    position=int(np.flatnonzero((types == slip).to_numpy(dtype=bool))[0]),
                    value=slip,
                )

    def _check_larger_places(self, catchments: pd.DataFrame, areas: pd.DataFrame) -> None:
        """Warn of services that reach a place, but not all areas inside it: these do not count."""
        named = areas.dropna(subset=["area_code", "name"]).drop_duplicates("area_code")
        names = named.set_index("area_code")["name"]
        inside = named.groupby("parent_code")["area_code"].agg(set)
        reached = catchments.groupby("service_id")["area_code"].agg(set)
        larger = catchments["area_code"].isin(inside.index.intersection(names.index))
        for position in np.flatnonzero(larger.to_numpy(dtype=bool)).tolist():
            code = str(catchments["area_code"].iloc[position])
            left = inside[code] - reached.get(catchments["service_id"].iloc[position], set())
            if left:
                listed = join_words(sorted(names[one] for one in left), most=3)
                self.add(
                    "warning",
                    "catchments",
                    f"'{names[code]}' is not counted as {listed} inside it.",
                    "If the service reaches these too, list them.",
                    column="area_code",
                    position=position,
                    value=code,
                )

    def _check_alike(self, organisations: pd.DataFrame) -> None:
        """Warn of organisations that may be one: same name, same number, figures swapped.

        They are only listed; whether they are the same is for a person to say.
        """
        ids, names = organisations["organisation_id"], organisations["name"]
        folded = names.str.casefold().str.replace(r"[^\w]+", " ", regex=True).str.strip()
        twins = folded.duplicated(keep=False) & folded.notna() & ~ids.duplicated(keep=False)
        for position in np.flatnonzero(twins & folded.duplicated()).tolist():
            others = ids[folded == folded.iloc[position]].tolist()
            others.remove(ids.iloc[position])
            self.add(
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
                self.add(
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
            self.add(
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
    for column in ("organisation_id", "charity_number", "company_number"):
        value = organisations[column].iloc[position]
        for other in same[column].dropna():
            is_number = any(character.isdigit() for character in str(value))
            if pd.notna(value) and is_number and is_transposed(str(value), str(other)):
                return f" {value} and {other} differ by one slip of the figures."
    return ""


def _describe_shared_names(
    values: Iterable[str], ids: pd.Series, names: pd.Series
) -> dict[str, str]:
    """Return what to say of a name that several rows have: which ids to choose from."""
    shared: dict[str, list[str]] = {}
    for one, name in zip(ids, names, strict=True):
        if isinstance(one, str) and isinstance(name, str):
            shared.setdefault(name.casefold(), []).append(one)
    return {
        value: f"It is the name of {join_words(found, most=5)}: give the id."
        for value in values
        if len(found := shared.get(value.casefold(), [])) > 1
    }
