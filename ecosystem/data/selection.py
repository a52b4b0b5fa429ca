"""The rows that an audience may see, or that belong to some areas."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from ecosystem.disclosure import VISIBILITIES, list_seen
from ecosystem.errors import did_you_mean

from .tables import TABLES
from .vocabulary import NO_WORDS

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


def select_seen(tables: Mapping[str, pd.DataFrame], visibility: str) -> dict[str, pd.DataFrame]:
    """Return the rows an audience may see, and of these what leads to no hidden row."""
    allowed = list_seen(visibility)
    seen = {name: frame[list_guards(frame).isin(allowed)] for name, frame in tables.items()}
    linked = ("organisations", "services", "areas", "groups")
    kept = {name: set(seen[name][TABLES[name].key[0]]) for name in linked}
    kept["services"] -= list_orphans(tables["providers"], kept["organisations"])
    return keep_rows(seen, kept)


def select_areas(
    tables: Mapping[str, pd.DataFrame], codes: Collection[str]
) -> dict[str, pd.DataFrame]:
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
    return keep_rows(tables, {"organisations": based | running, "services": here, "areas": wanted})


def list_orphans(providers: pd.DataFrame, organisations: set[str]) -> set[str]:
    """Return the services that some ran, but none of these organisations."""
    left = providers[providers["organisation_id"].isin(organisations)]
    return set(providers["service_id"]) - set(left["service_id"])


def keep_rows(
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


def list_guards(frame: pd.DataFrame) -> pd.Series:
    """Return the visibility of each row; what is confidential, or any other word, is private."""
    guard = pd.Series("public", index=frame.index, dtype="str")
    if "visibility" in frame:
        guard = frame["visibility"].fillna("public").astype(str).str.strip().str.casefold()
        guard = guard.where(guard.isin(VISIBILITIES), "private")
    if "is_confidential" in frame:
        told = frame["is_confidential"].astype(object).fillna(value=False).astype(str)
        guard = guard.where(told.str.strip().str.casefold().isin(NO_WORDS), "private")
    return guard
