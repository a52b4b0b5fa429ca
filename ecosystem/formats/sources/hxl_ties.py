"""Who works with whom in rows of HXL: funders with leads, leads with those who carry it out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .hxl_rows import (
    FUNDER,
    IMPLEMENTING,
    LEAD,
    OTHER,
    PARTNER,
    choose_spellings,
    find_visibility,
    fold,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .hxl_rows import Activity


def list_runners(row: Activity) -> dict[str, str]:
    """Return the folded names of who runs what a row is about, each with its role in it.

    Who leads a programme is its lead and who implements it a partner; who stands alone has no role
    that is known.
    """
    first, others = _list_sides(row)
    leads = {fold(name) for name in first}
    others = [*others, *row.parts.get(OTHER, [])] if row.parts.get(LEAD) else others
    partners = {fold(name) for name in others} - leads
    roles = dict.fromkeys(partners, "partner" if leads else "")
    return roles | dict.fromkeys(leads, "lead" if partners else "")


def _list_sides(row: Activity) -> tuple[list[str], list[str]]:
    """Return who leads what a row is about, and who carries it out or takes part."""
    leads = row.parts.get(LEAD) or row.parts.get(OTHER, [])
    return leads, [*row.parts.get(IMPLEMENTING, []), *row.parts.get(PARTNER, [])]


def list_ties(rows: Sequence[Activity]) -> tuple[list[dict[str, str]], list[int]]:
    """Return the ties between organisations of all rows, each once, and where each is first."""
    spelt = choose_spellings(name for row in rows for names in row.parts.values() for name in names)
    # By folded names and kind: the rows that tell of it.
    told: dict[tuple[str, str, str], list[Activity]] = {}
    for row in rows:
        leads, others = _list_sides(row)
        for funder in row.parts.get(FUNDER, []):
            # Who carries it out for somebody has the money from them, as far as is known.
            for funded in leads or others:
                told.setdefault((fold(funder), fold(funded), "funds"), []).append(row)
        for lead in leads:
            for other in others:
                one, two = sorted([fold(lead), fold(other)])
                told.setdefault((one, two, "partner"), []).append(row)
    kept = sorted(key for key in told if key[0] != key[1])
    ties = [
        {
            "from_id": spelt[one],
            "to_id": spelt[two],
            "kind": kind,
            "direction": "one way" if kind == "funds" else "both ways",
            "visibility": find_visibility(row.visibility for row in told[one, two, kind]),
        }
        for one, two, kind in kept
    ]
    return ties, [told[key][0].number for key in kept]
