"""The `Ecosystem`: twelve valid, ordered, unchanging tables."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import pandas as pd

from .checks import Checker
from .errors import DataError, count_of, did_you_mean, join_words, make_problems, wrong_choice
from .merging import merge_rows
from .tables import TABLES, VISIBILITIES, Table
from .words import NO_WORDS

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray


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

    def __init__(  # noqa: PLR0913 - the twelve tables
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
        checker = Checker()
        read = {
            name: checker.read_table(TABLES[name], frame if frame is not None else pd.DataFrame())
            for name, frame in given.items()
        }
        tables = checker.check_tables(read)
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
            marks |= set(_guard(frame).unique())
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
                raise wrong_choice(option="table", value=name, choices=TABLES)
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
        left = set(ids) - {organisation_id}
        orphans = _list_orphans(self._tables["providers"], left)
        services = set(self._tables["services"]["service_id"]) - orphans
        return Ecosystem(**_keep(self._tables, {"organisations": left, "services": services}))

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
            What leads to a row left out goes with it, and services that only such
            organisations run.

        Raises
        ------
        ValueError
            If an area is not in the areas table, or the visibility is not one of the three.
        """
        tables = self._tables
        if visibility is not None:
            tables = _seen_by(tables, visibility)
        if areas is not None:
            tables = _within(tables, areas)
        return Ecosystem(**tables)

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

    def merge_organisations(self, decisions: pd.DataFrame) -> Ecosystem:
        """Return a new ecosystem in which organisations entered twice are one.

        The fullest row stays; its blanks are filled from the others, whose names it keeps in
        `other_names`. It is active if one of them is, and no more people may see it than may see
        each of them. All that led to the others leads to it. Where this makes two rows of one
        referral, link or membership, the larger number stays. Services stay as they are: one
        that both rows entered is still there twice.

        Parameters
        ----------
        decisions
            Pairs to merge: columns `record_a` and `record_b` (ids of organisations) and
            `decision` ("same", "ask a person", "different", or empty); only rows whose decision
            is "same" are merged. The table of `find_matches` fits, with a person's answers
            written in.

        Raises
        ------
        ValueError
            If a column is missing, a decision is another word, an id is not in organisations, a
            pair to merge is of another source, or a pair said to be different is made one by
            other rows.
        TypeError
            If the decisions are no table.
        """
        return Ecosystem(**merge_rows(self._tables, decisions))

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


def _seen_by(tables: Mapping[str, pd.DataFrame], visibility: str) -> dict[str, pd.DataFrame]:
    """Return the rows an audience may see, and of these what leads to no hidden row."""
    if visibility not in VISIBILITIES:
        raise wrong_choice(option="visibility", value=visibility, choices=VISIBILITIES)
    allowed = VISIBILITIES[: VISIBILITIES.index(visibility) + 1]
    seen = {name: frame[_guard(frame).isin(allowed)] for name, frame in tables.items()}
    linked = ("organisations", "services", "areas", "groups")
    kept = {name: set(seen[name][TABLES[name].key[0]]) for name in linked}
    kept["services"] -= _list_orphans(tables["providers"], kept["organisations"])
    return _keep(seen, kept)


def _within(tables: Mapping[str, pd.DataFrame], codes: Collection[str]) -> dict[str, pd.DataFrame]:
    """Return what is in, or reaches, some areas."""
    known = set(tables["areas"]["area_code"])
    unknown = [code for code in codes if code not in known]
    if unknown:
        hint = did_you_mean(str(unknown[0]), known)
        msg = f"areas {unknown[0]!r} is not in the areas table. {hint}".strip()
        raise ValueError(msg)
    wanted = set(codes)
    organisations, providers = tables["organisations"], tables["providers"]
    based = set(organisations.loc[organisations["area_code"].isin(wanted), "organisation_id"])
    placed = pd.concat([tables["sites"], tables["catchments"]])[["service_id", "area_code"]]
    here = set(placed.loc[placed["area_code"].isin(wanted), "service_id"])
    unplaced = providers[~providers["service_id"].isin(set(placed["service_id"]))]
    here |= set(unplaced.loc[unplaced["organisation_id"].isin(based), "service_id"])
    running = set(providers.loc[providers["service_id"].isin(here), "organisation_id"])
    return _keep(tables, {"organisations": based | running, "services": here, "areas": wanted})


def _list_orphans(providers: pd.DataFrame, organisations: set[str]) -> set[str]:
    """Return the services that some ran, but none of these organisations."""
    left = providers[providers["organisation_id"].isin(organisations)]
    return set(providers["service_id"]) - set(left["service_id"])


def _keep(
    tables: Mapping[str, pd.DataFrame], kept: Mapping[str, set[str]]
) -> dict[str, pd.DataFrame]:
    """Return the rows whose needed links all lead to kept rows; other lost links go empty."""
    chosen = {}
    for name, frame in tables.items():
        table = TABLES[name]
        rows = frame[frame[table.key[0]].isin(kept[name])] if name in kept else frame
        for column in table.columns:
            if column.links_to not in kept:
                continue
            leads = rows[column.name].isin(kept[column.links_to])
            if column.required or name in {"sites", "memberships"}:
                rows = rows[leads | rows[column.name].isna()]
            elif not leads.all():
                rows = rows.assign(**{column.name: rows[column.name].where(leads)})
                rows = rows.drop_duplicates(list(table.key))
        chosen[name] = rows
    return chosen


def _guard(frame: pd.DataFrame) -> pd.Series:
    """Return the visibility of each row; what is confidential, or any other word, is private."""
    guard = pd.Series("public", index=frame.index, dtype="str")
    if "visibility" in frame:
        guard = frame["visibility"].fillna("public").astype(str).str.strip().str.casefold()
        guard = guard.where(guard.isin(VISIBILITIES), "private")
    if "is_confidential" in frame:
        told = frame["is_confidential"].astype(object).fillna(value=False).astype(str)
        guard = guard.where(told.str.strip().str.casefold().isin(NO_WORDS), "private")
    return guard


def _in_order(table: Table, frame: pd.DataFrame) -> pd.DataFrame:
    by = [name for name in table.key if name in frame]
    ordered = frame.sort_values(by, kind="stable") if by else frame
    return ordered.reset_index(drop=True)
