"""The rows that an audience may see, or that belong to some areas.

Rows are tied to one another by links, so that leaving out a row leaves its trace in others: a
referral to it, a service only it runs. `keep_rows` follows the links once. A row whose needed link
leads to a row left out goes too; a link that a row can do without is emptied.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecosystem.disclosure import VISIBILITIES, list_seen
from ecosystem.errors import did_you_mean

from .masking import mask_counts
from .tables import TABLES
from .unclear_areas import reaches_more
from .vocabulary import NO_WORDS

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from numpy.typing import NDArray


def select_seen(tables: Mapping[str, pd.DataFrame], visibility: str) -> dict[str, pd.DataFrame]:
    """Return the rows an audience may see, and of these what leads to no hidden row.

    For all but private eyes without the counts from 1 to 4, and what would tell them.
    """
    allowed = list_seen(visibility)
    seen = {
        name: _keep(frame, list_visibility(frame).isin(allowed).to_numpy())
        for name, frame in tables.items()
    }
    linked = ("organisations", "services", "areas", "groups")
    kept = {name: set(seen[name][TABLES[name].key[0]]) for name in linked}
    # A service may be public and its only provider not: its name would tell of the provider.
    kept["services"] -= list_orphans(tables["providers"], kept["organisations"])
    # Nothing is lost that led only to tables of which all rows stay: most copies lose no row.
    lessened = {name: ids for name, ids in kept.items() if len(ids) < len(tables[name])}
    chosen = keep_rows(seen, lessened)
    return chosen if visibility == VISIBILITIES[-1] else mask_counts(chosen)


def select_areas(
    tables: Mapping[str, pd.DataFrame], codes: Collection[str]
) -> dict[str, pd.DataFrame]:
    """Return what is in, or reaches, some areas.

    Raises
    ------
    ValueError
        If an area is not in the areas table.
    """
    known = set(tables["areas"]["area_code"])
    unknown = [code for code in codes if code not in known]
    if unknown:
        hint = did_you_mean(str(unknown[0]), known)
        msg = f"areas {unknown[0]!r} is not in the areas table. {hint}".strip()
        raise ValueError(msg)

    # A service belongs to the areas it has a site in and those it reaches.
    wanted = set(codes)
    organisations, providers = tables["organisations"], tables["providers"]
    based = set(organisations.loc[organisations["area_code"].isin(wanted), "organisation_id"])
    located = pd.concat([tables["sites"], tables["catchments"]])[["service_id", "area_code"]]
    services = set(located.loc[located["area_code"].isin(wanted), "service_id"])

    # One of which neither is said is taken to be at the base of those that run it, as everywhere.
    unlocated = providers[~providers["service_id"].isin(set(located["service_id"]))]
    services |= set(unlocated.loc[unlocated["organisation_id"].isin(based), "service_id"])

    # One of whose areas not all could be read may reach these.
    services |= set(tables["services"].loc[reaches_more(tables["services"]), "service_id"])

    # Who runs a service here stays, wherever it is based.
    running = set(providers.loc[providers["service_id"].isin(services), "organisation_id"])
    kept = {"organisations": based | running, "services": services, "areas": wanted}
    return keep_rows(tables, kept)


def list_orphans(providers: pd.DataFrame, organisations: set[str]) -> set[str]:
    """Return the services that some organisation runs, but none of these.

    A service that nobody is known to run is none of them: it lost nobody.
    """
    remaining = _keep(providers, _are_among(providers["organisation_id"], organisations))
    return set(providers["service_id"]) - set(remaining["service_id"])


def keep_rows(
    tables: Mapping[str, pd.DataFrame], kept: Mapping[str, set[str]]
) -> dict[str, pd.DataFrame]:
    """Return the rows whose needed links all lead to kept rows; other lost links go empty.

    `kept` are the ids to keep, by table; links to a table that is not named are left as they are.
    """
    chosen = {}
    for name, frame in tables.items():
        table = TABLES[name]
        rows = _keep(frame, _are_among(frame[table.key[0]], kept[name])) if name in kept else frame
        for column in table.columns:
            if column.links_to not in kept:
                continue
            leads = _are_among(rows[column.name], kept[column.links_to])
            if column.required or name in {"sites", "memberships"}:
                # A site without its area is nowhere, a membership without its area speaks for all.
                rows = _keep(rows, leads | rows[column.name].isna().to_numpy())
            elif not leads.all():
                rows = rows.assign(**{column.name: rows[column.name].where(leads)})
                # Rows that differed in that link alone are one now.
                rows = rows.drop_duplicates(list(table.key))
        chosen[name] = rows
    return chosen


def _are_among(ids: pd.Series, kept: Collection[str]) -> NDArray[np.bool_]:
    """Tell which ids are among these; none is not. By one look-up each: `isin` lists all anew."""
    cells = ids.tolist()
    return np.fromiter(map(kept.__contains__, cells), dtype=bool, count=len(cells))


def _keep(frame: pd.DataFrame, is_kept: NDArray[np.bool_]) -> pd.DataFrame:
    """Return these rows; the frame itself if they are all."""
    return frame if is_kept.all() else frame[is_kept]


def list_visibility(frame: pd.DataFrame) -> pd.Series:
    """Return who may see each row: "public", "partners" or "private".

    Empty is public. What is confidential is private, and so is any other word, because whoever
    wrote it meant to keep the row from someone.
    """
    visibility = pd.Series("public", index=frame.index, dtype="str")
    if "visibility" in frame and frame["visibility"].notna().any():
        visibility = frame["visibility"].fillna("public").astype(str).str.strip().str.casefold()
        visibility = visibility.where(visibility.isin(VISIBILITIES), "private")
    if "is_confidential" in frame and frame["is_confidential"].notna().any():
        # In a table that has no such column of its own this one was read as text.
        confidential = frame["is_confidential"].astype(object).fillna(value=False).astype(str)
        is_open = confidential.str.strip().str.casefold().isin(NO_WORDS)
        visibility = visibility.where(is_open, "private")
    return visibility
