"""The `Ecosystem`: twelve valid, ordered, unchanging tables."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecosystem.disclosure import VISIBILITIES, find_most_guarded, list_seen
from ecosystem.errors import did_you_mean, make_problems, wrong_choice
from ecosystem.options import check_options
from ecosystem.wording import count_of, join_words, mark_turns

from .checks import check_tables
from .frames import take_frame
from .masking import is_exact
from .merging import merge_rows
from .selection import keep_rows, list_orphans, list_visibility, select_areas, select_seen
from .sources import PlacedProblems, read_source
from .spellings import join_spellings
from .table_reader import read_table
from .tables import TABLES
from .unread import count_unread, select_unread

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from ecosystem.disclosure import Visibility

    from .columns import Table
    from .frames import ArrowTable
    from .unread import Unread


class Ecosystem:
    """Organisations, services, areas and the ties between them, as twelve tables.

    An Ecosystem that exists is valid: all columns are there, keys are unique, every link leads
    to a row. It does not change; `replace`, `without`, `select`, `with_service` and
    `with_level` make new ones.
    Each property hands out a copy of its table, rows in key order.

    Parameters
    ----------
    organisations
        One row an organisation; `organisation_id` and `name` are needed. A frame of pandas, or a
        table of polars, pyarrow or DuckDB.
    services, providers, sites, catchments, areas, demand, referrals, relationships, groups
        Further tables, each optional; their columns are listed in the documentation.
    memberships, about
        Likewise.

    Raises
    ------
    DataError
        With every problem found, in `error.problems`.
    ImportError
        If a table of polars, pyarrow or DuckDB is given and pyarrow is not installed.
    ValueError
        If one of them is no table.

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

    __slots__ = (
        "__weakref__",
        "_guards",
        "_problems",
        "_read_on",
        "_selected_for",
        "_tables",
        "_unread",
    )

    def __init__(  # noqa: PLR0913 - the twelve tables
        self,
        *,
        organisations: pd.DataFrame | ArrowTable,
        services: pd.DataFrame | ArrowTable | None = None,
        providers: pd.DataFrame | ArrowTable | None = None,
        sites: pd.DataFrame | ArrowTable | None = None,
        catchments: pd.DataFrame | ArrowTable | None = None,
        areas: pd.DataFrame | ArrowTable | None = None,
        demand: pd.DataFrame | ArrowTable | None = None,
        referrals: pd.DataFrame | ArrowTable | None = None,
        relationships: pd.DataFrame | ArrowTable | None = None,
        groups: pd.DataFrame | ArrowTable | None = None,
        memberships: pd.DataFrame | ArrowTable | None = None,
        about: pd.DataFrame | ArrowTable | None = None,
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
        frames = {
            name: take_frame(name, table) for name, table in given.items() if table is not None
        }
        # All tables are read before any is judged, because links lead from one to another.
        problems = PlacedProblems()
        read = {
            name: read_table(TABLES[name], frames.get(name, pd.DataFrame()), problems)
            for name in given
        }
        tables = join_spellings(read, problems)
        check_tables(tables, problems)
        problems.problems.raise_errors()
        self._tables = {name: _in_order(TABLES[name], frame) for name, frame in tables.items()}
        self._read_on = pd.Timestamp.now().normalize()
        # For whom all rows were selected: to select for these again changes nothing.
        self._selected_for = VISIBILITIES[-1]
        # The marks by which its answers are guarded, once they are asked for.
        self._guards: dict[str, str] = {}
        self._problems = make_problems(problems.problems)
        sources = {name: read_source(frame) for name, frame in frames.items()}
        self._unread = {
            name: source.unread for name, source in sources.items() if source.unread is not None
        }

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
    def unread(self) -> Unread:
        """How many cells, in how many rows of the file, `read` set aside as not readable.

        The answers are without them. A copy that `select` makes counts those of its own rows.
        """
        return count_unread(self._unread)

    @property
    def snapshot_date(self) -> pd.Timestamp:
        """The day the data describe: the one in `about`, else the day on which they were read.

        What has ended before this day, or begins after it, is not running.
        """
        about = self._tables["about"]
        given = about["snapshot_date"].iloc[0] if len(about) else pd.NaT
        return self._read_on if pd.isna(given) else pd.Timestamp(given)

    @property
    def visibility(self) -> str:
        """The most guarded mark on any row: public, partners or private."""
        if "rows" not in self._guards:
            marks = {"public"}
            for frame in self._tables.values():
                marks |= set(list_visibility(frame).unique())
            self._guards["rows"] = find_most_guarded(marks)
        return self._guards["rows"]

    @property
    def visibility_of_counts(self) -> str:
        """The most guarded mark, but private where a count of people from 1 to 4 is exact.

        An answer that counts people rests on these. In what `select` returns for the public, or for
        partners, there are none.
        """
        if "counts" not in self._guards:
            exact = VISIBILITIES[-1:] if is_exact(self._tables) else ()
            self._guards["counts"] = find_most_guarded([self.visibility, *exact])
        return self._guards["counts"]

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
        return self._derive(self._tables | tables)

    @check_options
    def without(self, organisation_id: str) -> Ecosystem:
        """Return a new ecosystem in which this organisation, and what only it ran, is gone.

        Services that others run too stay, with the others.

        Raises
        ------
        ValueError
            If no organisation has this id.
        """
        self._refuse_unknown(organisation_id)
        ids = self._tables["organisations"]["organisation_id"]
        remaining = set(ids) - {organisation_id}
        orphans = list_orphans(self._tables["providers"], remaining)
        services = set(self._tables["services"]["service_id"]) - orphans
        return self._derive(
            keep_rows(self._tables, {"organisations": remaining, "services": services})
        )

    @check_options
    def select(
        self, *, areas: Collection[str] | None = None, visibility: Visibility | None = None
    ) -> Ecosystem:
        """Return an ecosystem of some areas, or of the rows that an audience may see.

        Parameters
        ----------
        areas
            Codes of the areas to keep, with the services delivered there or reaching there, the
            organisations based there or running them, and what joins these.
        visibility
            "public" leaves out rows marked partners or private and all that is confidential;
            "partners" leaves out private and confidential rows; "private" keeps everything.
            What leads to a row left out goes with it, and services that only such
            organisations run. For the public and for partners every count of people from 1 to 4
            becomes 2.5, so that nothing worked out from it tells one, and so do 1 to 4 of those
            referred who were not accepted (97 of 100 become 97.5). What else would tell one is left
            empty: the need of a larger place around such a count, its low and high figures, and 1
            to 4 people who use a service. `problems` of the copy are of its own rows, counted
            from 0 in their order: what was met in reading the whole, and where, would tell of the
            others.

        Raises
        ------
        ValueError
            If an area is not in the areas table, or the visibility is not one of the three.
        """
        if areas is None and visibility in {None, VISIBILITIES[-1], self._selected_for}:
            return self
        tables = self._tables
        if visibility is not None:
            tables = select_seen(tables, visibility)
        if areas is not None:
            tables = select_areas(tables, areas)
        # Numbered anew: the numbers of rows that stay would count those that were left out.
        return self._derive(
            {name: frame.reset_index(drop=True) for name, frame in tables.items()},
            visibility or VISIBILITIES[-1],
        )

    @check_options
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
        service_id = service.get("service_id")
        rows = {
            "services": [dict(service)],
            "providers": [
                {"service_id": service_id, "organisation_id": organisation_id}
                for organisation_id in organisations
            ],
            "sites": [
                {"service_id": service_id, "area_code": area_code} for area_code in delivered_in
            ],
            "catchments": [
                {"service_id": service_id, "area_code": area_code} for area_code in areas_reached
            ],
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

    @check_options
    def with_level(self, organisation_id: str, service_type: str, level: int) -> Ecosystem:
        """Return a new ecosystem in which an organisation gives a type of service at a level.

        All services of the type that it runs, alone or with others, are at this level then, as
        after a training. Nothing else changes: not how many people they can see, and whether there
        is a legal aid contract.

        Parameters
        ----------
        organisation_id
            Who is trained.
        service_type
            As in services; case is ignored.
        level
            Level of advice, 1 to 3.

        Raises
        ------
        ValueError
            If no organisation has this id, or it runs no service of the type.
        DataError
            If the level is none of 1 to 3.
        """
        self._refuse_unknown(organisation_id)
        providers, services = self._tables["providers"], self._tables["services"]
        runs = providers[
            (providers["organisation_id"] == organisation_id) & (providers["role"] != "host")
        ]
        is_trained = services["service_id"].isin(set(runs["service_id"])) & (
            services["service_type"].str.casefold() == service_type.casefold()
        )
        if not is_trained.any():
            msg = (
                f"{organisation_id!r} runs no service of type {service_type!r} in these data. Add "
                "one with with_service."
            )
            raise ValueError(msg)
        return self.replace(
            services=services.assign(level=services["level"].mask(is_trained, level))
        )

    @check_options
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
            If the decisions are no table, a column is missing, a decision is another word, an id is
            not in organisations, a pair to merge is of another source, or a pair said to be
            different is made one by other rows.
        """
        return self._derive(merge_rows(self._tables, decisions))

    def _refuse_unknown(self, organisation_id: str) -> None:
        ids = set(self._tables["organisations"]["organisation_id"])
        if organisation_id not in ids:
            hint = did_you_mean(str(organisation_id), ids)
            msg = f"organisation_id {organisation_id!r} is not in organisations. {hint}".strip()
            raise ValueError(msg)

    def _derive(
        self, tables: Mapping[str, pd.DataFrame], audience: str = VISIBILITIES[-1]
    ) -> Ecosystem:
        """Return an ecosystem of these tables, with what was set aside of the rows it holds."""
        made = Ecosystem(**tables)
        made._unread = select_unread(self._unread, self._tables, made._tables, list_seen(audience))
        made._selected_for = audience
        return made

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
            f"<p>{escape(mark_turns(repr(self)[1:-1]))}</p>"
            f"<table><thead><tr><th>table</th><th>rows</th></tr></thead><tbody>{rows}</tbody></table>"
        )


def _in_order(table: Table, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows in the order of their keys, numbered anew; most come in it."""
    # (rows,) each: the place of each cell among those of its column, empty ones last.
    places = [
        frame[name].rank(method="dense", na_option="bottom").to_numpy(dtype=np.intp)
        for name in table.key
    ]
    order = np.lexsort(places[::-1]) if places else np.arange(len(frame))
    is_ordered = (order == np.arange(len(frame))).all()
    return (frame if is_ordered else frame.iloc[order]).reset_index(drop=True)
