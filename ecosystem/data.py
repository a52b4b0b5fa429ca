"""The `Ecosystem`: twelve valid, ordered, unchanging tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from .columns import read_column
from .errors import (
    DataError,
    count_of,
    did_you_mean,
    join_words,
    make_problems,
    wrong_choice,
)
from .tables import (
    CLIENT_COLUMNS,
    CONTACT_COLUMNS,
    TABLES,
    VISIBILITIES,
    Column,
    Table,
    fold_heading,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

_SOURCE = "ecosystem_source"
_MOST_SUGGESTIONS = 50


@dataclass(frozen=True, kw_only=True, eq=False)
class Part:
    """Rows of one file or sheet: where they stand and what its headings are called there."""

    file: str = ""
    sheet: str = ""
    rows: NDArray[np.int64]
    headings: Mapping[str, str] = field(default_factory=dict)


def mark_source(
    frame: pd.DataFrame, parts: Sequence[Part], found: Iterable[dict[str, object]] = ()
) -> pd.DataFrame:
    """Return the frame with where its rows came from, so that problems can say it.

    `parts` cover the frame's rows in order; `found` are problems met while reading it.
    """
    marked = frame.copy(deep=False)
    marked.attrs = {_SOURCE: (tuple(parts), tuple(found))}
    return marked


class Ecosystem:
    """Organisations, services, areas and the ties between them, as twelve tables.

    An Ecosystem that exists is valid: all columns are there, keys are unique, every link leads
    to a row. It does not change; `replace`, `without`, `select` and `with_service` make new ones.
    Each property hands out a copy of its table, rows in key order.

    Parameters
    ----------
    organisations
        One row an organisation; `organisation_id` and `name` are needed.
    services, providers, sites, catchments, areas, demand, referrals, relationships, groups
        Further tables, each optional; their columns are listed in the documentation.
    memberships, about
        Likewise.

    Raises
    ------
    DataError
        With every problem found, in `error.problems`.

    Examples
    --------
    >>> import pandas as pd
    >>> from ecosystem import Ecosystem
    >>> e = Ecosystem(
    ...     organisations=pd.DataFrame(
    ...         {"organisation_id": ["b", "a"], "name": ["Borderlands", "ACH"]}
    ...     )
    ... )
    >>> list(e.organisations["name"])
    ['ACH', 'Borderlands']
    """

    __slots__ = ("_problems", "_tables")

    def __init__(
        self,
        *,
        organisations: pd.DataFrame,
        services: pd.DataFrame | None = None,
        providers: pd.DataFrame | None = None,
        sites: pd.DataFrame | None = None,
        catchments: pd.DataFrame | None = None,
        areas: pd.DataFrame | None = None,
        demand: pd.DataFrame | None = None,
        referrals: pd.DataFrame | None = None,
        relationships: pd.DataFrame | None = None,
        groups: pd.DataFrame | None = None,
        memberships: pd.DataFrame | None = None,
        about: pd.DataFrame | None = None,
    ) -> None:
        given = {
            "organisations": organisations,
            "services": services,
            "providers": providers,
            "sites": sites,
            "catchments": catchments,
            "areas": areas,
            "demand": demand,
            "referrals": referrals,
            "relationships": relationships,
            "groups": groups,
            "memberships": memberships,
            "about": about,
        }
        checker = _Checker()
        tables = {
            name: checker.read_table(TABLES[name], frame if frame is not None else pd.DataFrame())
            for name, frame in given.items()
        }
        checker.check_links(tables)
        checker.check_sense(tables)
        problems = make_problems(checker.problems)
        if (problems["severity"] == "error").any():
            raise DataError(problems)
        self._tables = {name: _in_order(TABLES[name], frame) for name, frame in tables.items()}
        self._problems = problems

    @property
    def organisations(self) -> pd.DataFrame:
        """One row an organisation."""
        return self._tables["organisations"].copy(deep=False)

    @property
    def services(self) -> pd.DataFrame:
        """One row a service."""
        return self._tables["services"].copy(deep=False)

    @property
    def providers(self) -> pd.DataFrame:
        """One row an organisation that runs a service."""
        return self._tables["providers"].copy(deep=False)

    @property
    def sites(self) -> pd.DataFrame:
        """One row a place where a service is delivered."""
        return self._tables["sites"].copy(deep=False)

    @property
    def catchments(self) -> pd.DataFrame:
        """One row an area that a service reaches."""
        return self._tables["catchments"].copy(deep=False)

    @property
    def areas(self) -> pd.DataFrame:
        """One row a place."""
        return self._tables["areas"].copy(deep=False)

    @property
    def demand(self) -> pd.DataFrame:
        """One row the people in an area who need a service type."""
        return self._tables["demand"].copy(deep=False)

    @property
    def referrals(self) -> pd.DataFrame:
        """One row the people passed on between two organisations in a period."""
        return self._tables["referrals"].copy(deep=False)

    @property
    def relationships(self) -> pd.DataFrame:
        """One row a standing link between two organisations."""
        return self._tables["relationships"].copy(deep=False)

    @property
    def groups(self) -> pd.DataFrame:
        """One row a meeting, forum, steering group, hub or shared platform."""
        return self._tables["groups"].copy(deep=False)

    @property
    def memberships(self) -> pd.DataFrame:
        """One row an organisation that sits in a group."""
        return self._tables["memberships"].copy(deep=False)

    @property
    def about(self) -> pd.DataFrame:
        """The record of this data set; one row or none."""
        return self._tables["about"].copy(deep=False)

    @property
    def problems(self) -> pd.DataFrame:
        """Warnings and notes of the checks, one row each; errors never get this far."""
        return self._problems.copy(deep=False)

    @property
    def visibility(self) -> str:
        """The most guarded mark on any row: public, partners or private."""
        marks = {"public"}
        for frame in self._tables.values():
            marks |= set(_guard(frame))
        return max(marks, key=VISIBILITIES.index)

    def replace(self, **tables: pd.DataFrame) -> Ecosystem:
        """Return a new ecosystem with these tables in place of its own.

        Raises
        ------
        ValueError
            If a name is not a table.
        DataError
            If the new tables do not fit together.
        """
        for name in tables:
            if name not in TABLES:
                raise wrong_choice("table", name, TABLES)
        return Ecosystem(**(self._tables | tables))

    def without(self, organisation_id: str) -> Ecosystem:
        """Return a new ecosystem in which this organisation, and what only it ran, is gone.

        Services that others run too stay, with the others.

        Raises
        ------
        ValueError
            If no organisation has this id.
        """
        ids = self._tables["organisations"]["organisation_id"]
        if organisation_id not in set(ids):
            hint = did_you_mean(str(organisation_id), set(ids))
            msg = f"organisation_id {organisation_id!r} is not in organisations. {hint}".strip()
            raise ValueError(msg)
        providers = self._tables["providers"]
        left = providers[providers["organisation_id"] != organisation_id]
        orphans = set(providers["service_id"]) - set(left["service_id"])
        services = self._tables["services"]["service_id"]
        return self._keep(
            organisation_id=set(ids) - {organisation_id}, service_id=set(services) - orphans
        )

    def select(
        self, *, areas: Collection[str] | None = None, visibility: str | None = None
    ) -> Ecosystem:
        """Return a new ecosystem of some areas, or of the rows that an audience may see.

        Parameters
        ----------
        areas
            Codes of the areas to keep, with the services delivered there or reaching there, the
            organisations based there or running them, and what joins these.
        visibility
            "public" leaves out rows marked partners or private and all that is confidential;
            "partners" leaves out private and confidential rows; "private" keeps everything.

        Raises
        ------
        ValueError
            If an area is not in the areas table, or the visibility is not one of the three.
        """
        chosen = self
        if visibility is not None:
            chosen = chosen._seen_by(visibility)
        if areas is not None:
            chosen = chosen._within(areas)
        return chosen

    def with_service(
        self,
        service: Mapping[str, object],
        *,
        organisations: Sequence[str] = (),
        delivered_in: Sequence[str] = (),
        areas_reached: Sequence[str] = (),
    ) -> Ecosystem:
        """Return a new ecosystem with one more service.

        Parameters
        ----------
        service
            Its columns: `service_id`, `name`, `service_type`, and any others of services.
        organisations
            Ids of the organisations that run it.
        delivered_in, areas_reached
            Codes of the areas it has a site in, and whose people it takes.

        Raises
        ------
        DataError
            If the service's columns are wrong, or an organisation or area is not known.
        """
        added = service.get("service_id")
        rows = {
            "services": [dict(service)],
            "providers": [{"service_id": added, "organisation_id": one} for one in organisations],
            "sites": [{"service_id": added, "area_code": one} for one in delivered_in],
            "catchments": [{"service_id": added, "area_code": one} for one in areas_reached],
        }
        grown = {
            name: pd.concat(
                [self._tables[name].astype(object), pd.DataFrame(new, dtype=object)],
                ignore_index=True,
            )
            for name, new in rows.items()
            if new
        }
        return self.replace(**grown)

    def _seen_by(self, visibility: str) -> Ecosystem:
        if visibility not in VISIBILITIES:
            raise wrong_choice("visibility", visibility, VISIBILITIES)
        allowed = VISIBILITIES[: VISIBILITIES.index(visibility) + 1]
        seen = {name: frame[_guard(frame).isin(allowed)] for name, frame in self._tables.items()}
        groups = set(seen["groups"]["group_id"])
        seen["memberships"] = seen["memberships"][seen["memberships"]["group_id"].isin(groups)]
        parents = seen["groups"]["parent_id"]
        seen["groups"] = seen["groups"].assign(parent_id=parents.where(parents.isin(groups)))
        return Ecosystem(**seen)

    def _within(self, codes: Collection[str]) -> Ecosystem:
        tables = self._tables
        known = set(tables["areas"]["area_code"])
        unknown = [code for code in codes if code not in known]
        if unknown:
            hint = did_you_mean(str(unknown[0]), known)
            msg = f"areas {unknown[0]!r} is not in the areas table. {hint}".strip()
            raise ValueError(msg)
        wanted = set(codes)
        based = tables["organisations"]
        based = set(based.loc[based["area_code"].isin(wanted), "organisation_id"])
        placed = pd.concat([tables["sites"], tables["catchments"]])[["service_id", "area_code"]]
        here = set(placed.loc[placed["area_code"].isin(wanted), "service_id"])
        providers = tables["providers"]
        unplaced = providers[~providers["service_id"].isin(set(placed["service_id"]))]
        here |= set(unplaced.loc[unplaced["organisation_id"].isin(based), "service_id"])
        running = set(providers.loc[providers["service_id"].isin(here), "organisation_id"])
        return self._keep(organisation_id=based | running, service_id=here, area_code=wanted)

    def _keep(self, **kept: set[str]) -> Ecosystem:
        """Return the rows whose required links all lead to kept rows; blank the other links."""
        by_table = {
            TABLES[name].key[0]: name for name in ("organisations", "services", "areas", "groups")
        }
        keep = {by_table[key]: ids for key, ids in kept.items()}
        chosen = {}
        for name, frame in self._tables.items():
            table = TABLES[name]
            rows = frame
            if name in keep:
                rows = rows[rows[table.key[0]].isin(keep[name])]
            for column in table.columns:
                if column.links_to not in keep:
                    continue
                leads = rows[column.name].isin(keep[column.links_to])
                if column.required or name in {"sites", "memberships"}:
                    rows = rows[leads | rows[column.name].isna()]
                elif not leads.all():
                    rows = rows.assign(**{column.name: rows[column.name].where(leads)})
                    rows = rows.drop_duplicates(list(table.key))
            chosen[name] = rows
        return Ecosystem(**chosen)

    def __repr__(self) -> str:
        about = self._tables["about"]
        title = about["title"].iloc[0] if len(about) and pd.notna(about["title"].iloc[0]) else ""
        counts = [
            count_of(len(frame), TABLES[name].name.removesuffix("s"), TABLES[name].name)
            for name, frame in self._tables.items()
            if len(frame) and name not in {"about", "demand"}
        ]
        return f"<Ecosystem {title + ': ' if title else ''}{join_words(counts)}>"

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><th scope='row'>{escape(name)}</th><td>{len(frame):,}</td></tr>"
            for name, frame in self._tables.items()
            if len(frame)
        )
        return (
            f"<p>{escape(repr(self)[1:-1])}</p>"
            f"<table><thead><tr><th>table</th><th>rows</th></tr></thead><tbody>{rows}</tbody></table>"
        )


def is_running(e: Ecosystem, frame: pd.DataFrame) -> NDArray[np.bool_]:
    """Tell which rows of services or organisations are active on the snapshot date."""
    running = frame["status"].isna() | (frame["status"] == "active")
    about = e.about
    date = about["snapshot_date"].iloc[0] if len(about) else pd.NaT
    if pd.notna(date):
        running &= ~(frame["end"] < date) & ~(frame["start"] > date)
    return running.to_numpy(dtype=bool)


def _guard(frame: pd.DataFrame) -> pd.Series:
    """Return the visibility of each row; what is confidential is private."""
    guard = pd.Series("public", index=frame.index, dtype="str")
    if "visibility" in frame:
        guard = frame["visibility"].fillna("public")
    if "is_confidential" in frame:
        guard = guard.mask(frame["is_confidential"].fillna(value=False).astype(bool), "private")
    return guard


def _in_order(table: Table, frame: pd.DataFrame) -> pd.DataFrame:
    by = [name for name in table.key if name in frame]
    ordered = frame.sort_values(by, kind="stable") if by else frame
    return ordered.reset_index(drop=True)


class _Checker:
    """Reads frames into typed tables and collects every problem on the way."""

    def __init__(self) -> None:
        self.problems: list[dict[str, object]] = []
        self._parts: dict[str, Sequence[Part]] = {}

    def add(  # noqa: PLR0913 - a problem has this many sides
        self,
        severity: str,
        table: str,
        message: str,
        suggestion: str = "",
        *,
        column: str = "",
        position: int | None = None,
        value: object = "",
    ) -> None:
        """Note a problem, at the place its row came from."""
        where: dict[str, object] = {"file": "", "sheet": "", "row": None, "column": column}
        parts = self._parts.get(table, ())
        if position is None and parts:
            where |= {"file": parts[0].file, "sheet": parts[0].sheet}
            where["column"] = parts[0].headings.get(column, column)
        start = 0
        for part in parts:
            if position is not None and position < start + len(part.rows):
                where |= {"file": part.file, "sheet": part.sheet}
                where["row"] = int(part.rows[position - start])
                where["column"] = part.headings.get(column, column)
                break
            start += len(part.rows)
        self.problems.append(
            {
                "severity": severity,
                "table": table,
                **where,
                "value": "" if value is None else str(value),
                "message": message,
                "suggestion": suggestion,
            }
        )

    def read_table(self, table: Table, frame: pd.DataFrame) -> pd.DataFrame:
        """Return the frame with every column of the table, each in its type."""
        parts, found = frame.attrs.get(_SOURCE, ((), ()))
        if not parts:
            labels = frame.index
            rows = labels if pd.api.types.is_integer_dtype(labels) else np.arange(len(frame))
            parts = (Part(rows=np.asarray(rows, dtype=np.int64)),)
        self._parts[table.name] = parts
        self.problems.extend(found)
        frame = frame.copy(deep=False)
        frame.attrs = {}
        frame.index = pd.RangeIndex(len(frame))
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
            columns[column.name] = read_column(column, pd.Series([None] * len(frame))).values
        known = set(columns)
        for name in frame.columns:
            if name not in known:
                columns[str(name)] = read_column(
                    Column(name=str(name), about=""), frame[name]
                ).values
        read = pd.DataFrame(columns, index=frame.index)
        self._check_keys(table, read)
        return read

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
        for severity, position, value, message in read.remarks:
            self.add(
                severity,
                table.name,
                message,
                column=column.name,
                position=position,
                value=value,
            )
        if column.must_be_filled:
            faulty = {position for position, *_ in read.faults}
            for position in np.flatnonzero(read.values.isna()):
                if int(position) not in faulty:
                    self.add(
                        "error",
                        table.name,
                        f"{column.title} is empty.",
                        "Fill it in, or delete the row.",
                        column=column.name,
                        position=int(position),
                    )
        return read.values

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
        first = {}
        for position, group in enumerate(groups):
            first.setdefault(group, position)
        for position in np.flatnonzero(duplicated):
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

    def check_links(self, tables: Mapping[str, pd.DataFrame]) -> None:
        """Note every link that leads nowhere, with the nearest id or name."""
        for table in TABLES.values():
            for column in table.columns:
                if column.links_to:
                    self._check_link(table, column, tables)

    def _check_link(
        self, table: Table, column: Column, tables: Mapping[str, pd.DataFrame]
    ) -> None:
        target = tables[column.links_to]
        ids = target[TABLES[column.links_to].key[0]]
        values = tables[table.name][column.name]
        lost = values.notna() & ~values.isin(set(ids.dropna()))
        if not lost.any():
            return
        choices = set(ids.dropna()) | set(target["name"].dropna())
        hints = {
            value: did_you_mean(value, choices)
            for value in values[lost].unique()[:_MOST_SUGGESTIONS]
        }
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

    def check_sense(self, tables: Mapping[str, pd.DataFrame]) -> None:
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
                self._warn(name, "end", frame["end"] < frame["start"], "the end is before the start.")
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
        services = tables["services"]["service_id"].dropna()
        alone = len(set(services) - set(tables["providers"]["service_id"]))
        if alone:
            self.add(
                "note", "services", f"{count_of(alone, 'service')} without a known organisation."
            )

    def _warn(self, table: str, column: str, mask: pd.Series, message: str) -> None:
        for position in np.flatnonzero(mask.fillna(value=False).to_numpy(dtype=bool)):
            self.add("warning", table, message, column=column, position=int(position))
