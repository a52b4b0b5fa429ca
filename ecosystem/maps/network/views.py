"""What the network page hands to its script: organisations, ties and places, as plain lists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ecosystem.disclosure import count_people
from ecosystem.graph import find_positions, list_ties
from ecosystem.pages import safe_link
from ecosystem.wording import count_of

from .layout import GROUND, PACKED, RINGS, lay_out_ground, lay_out_packed, lay_out_rings
from .marks import get_mark, list_sectors

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ecosystem.data import Ecosystem
    from ecosystem.questions.core import CoreResult

    from .groups import Groups
    from .layout import Layout


@dataclass(frozen=True, kw_only=True, eq=False)
class Facts:
    """What is known of each organisation, and the ties, gathered once for all views."""

    names: list[str]
    roles: list[str]
    sectors: list[str]
    areas: list[str]
    types: list[list[int]]
    links: list[str]
    degrees: NDArray[np.float64]
    kinds: list[str]
    service_types: list[str]
    ties: pd.DataFrame
    pairs: NDArray[np.intp]


def gather(e: Ecosystem, result: CoreResult) -> Facts:
    """Return the facts of an ecosystem that a map shows."""
    organisations = e.organisations
    areas = e.areas.set_index("area_code")
    ties = _sum_ties(list_ties(e))
    ends = ties[["source", "target"]].to_numpy(dtype=np.intp)
    types, offered = _list_types(e)
    centres = areas[["latitude", "longitude"]].reindex(organisations["area_code"]).to_numpy()
    own = organisations[["latitude", "longitude"]].to_numpy(dtype=float)
    return Facts(
        names=result.table["name"].astype(str).tolist(),
        roles=result.table["role"].astype(str).tolist(),
        sectors=list_sectors(organisations),
        areas=[
            one if isinstance(one, str) else ""
            for one in areas["name"].reindex(organisations["area_code"])
        ],
        types=offered,
        links=[safe_link(one) for one in organisations["website"]],
        degrees=np.where(np.isnan(own).any(axis=1)[:, None], centres.astype(float), own),
        kinds=sorted(set(ties["kind"])),
        service_types=types,
        ties=ties,
        pairs=np.unique(np.sort(ends, axis=1), axis=0).reshape(-1, 2),
    )


def _sum_ties(ties: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each two organisations, direction and kind; people are added up."""
    keys = ["source", "target", "kind", "goes_both_ways"]
    grouped = ties.groupby(keys, sort=True, as_index=False)
    summed = grouped.agg(sent=("sent", "sum"), known=("sent", "count"))
    return summed.assign(sent=summed["sent"].where(summed["known"] > 0))


def _list_types(e: Ecosystem) -> tuple[list[str], list[list[int]]]:
    """Return the types of service, and which of them each organisation runs."""
    services = e.services
    running = find_positions(e).is_offered
    codes, types = pd.factorize(services["service_type"], sort=True)
    runs = find_positions(e).providers.tocoo()
    kept = running[runs.row]
    pairs = pd.DataFrame({"who": runs.col[kept], "type": codes[runs.row[kept]]}).drop_duplicates()
    offered: list[list[int]] = [[] for _ in range(len(e.organisations))]
    for who, one in pairs.sort_values(["who", "type"]).to_numpy().tolist():
        offered[who].append(one)
    return [str(one) for one in types], offered


def make_view(
    facts: Facts, result: CoreResult | None, rows: NDArray[np.intp], seed: int
) -> dict[str, Any]:
    """Return the view of some organisations and the ties among them.

    Without a result, sentences are left to the page: it says role and ties only.
    """
    inside = np.full(len(facts.names), -1, dtype=np.intp)
    inside[rows] = np.arange(len(rows))
    pairs = inside[facts.pairs]
    pairs = pairs[(pairs >= 0).all(axis=1)]
    ids = [] if result is None else [str(one) for one in result.table.index[rows]]
    return {
        "nodes": [_make_node(facts, one, at) for at, one in enumerate(rows.tolist())],
        "area": [facts.areas[one] for one in rows],
        "role": [facts.roles[one] for one in rows],
        "types": [facts.types[one] for one in rows],
        "site": [facts.links[one] for one in rows],
        "says": [] if result is None else [result.explain(one) for one in ids],
        "ties": _pack_ties(facts, inside),
        "layouts": _lay_out(facts, rows, pairs, seed),
    }


def _make_node(facts: Facts, one: int, at: int) -> dict[str, Any]:
    shape, size, border = get_mark(facts.roles[one])
    node: dict[str, Any] = {
        "id": at,
        "name": facts.names[one],
        "group": facts.sectors[one],
        "shape": shape,
        "size": size,
        "borderWidth": border,
    }
    if facts.roles[one] == "core":
        node["font"] = {"size": 19}
    return node


def _pack_ties(facts: Facts, inside: NDArray[np.intp]) -> list[Any]:
    """Return ties as one flat list: from, to, kind, both ways, people."""
    ties = facts.ties
    source = inside[ties["source"].to_numpy(dtype=np.intp)]
    target = inside[ties["target"].to_numpy(dtype=np.intp)]
    kept = (source >= 0) & (target >= 0)
    kind = pd.Categorical(ties["kind"], categories=facts.kinds).codes
    flat: list[Any] = []
    for a, b, what, both, sent in zip(
        source[kept].tolist(),
        target[kept].tolist(),
        kind[kept].tolist(),
        ties["goes_both_ways"].to_numpy(dtype=int)[kept].tolist(),
        ties["sent"].to_numpy(dtype=float)[kept].tolist(),
        strict=True,
    ):
        flat += [a, b, what, both, "" if np.isnan(sent) else count_people(sent)]
    return flat


def _lay_out(
    facts: Facts, rows: NDArray[np.intp], pairs: NDArray[np.intp], seed: int
) -> dict[str, Any]:
    roles = [facts.roles[one] for one in rows]
    layouts: dict[str, Layout] = {}
    if "core" in roles:
        layouts[RINGS] = lay_out_rings(pairs, roles, [facts.sectors[one] for one in rows])
    layouts[PACKED] = lay_out_packed(pairs, len(rows), seed=seed)
    degrees = facts.degrees[rows]
    if (~np.isnan(degrees).any(axis=1)).sum() > 1:
        layouts[GROUND] = lay_out_ground(degrees)
    return {name: _pack_layout(layout) for name, layout in layouts.items()}


def _pack_layout(layout: Layout) -> dict[str, Any]:
    return {
        "spots": np.round(layout.positions).astype(int).ravel().tolist(),
        "rings": [round(one) for one in layout.rings],
        "lines": [[round(part) for part in one] for one in layout.lines],
        "labels": [[round(x), round(y), text] for x, y, text in layout.labels],
    }


def make_overview(facts: Facts, groups: Groups, seed: int) -> dict[str, Any]:
    """Return the view of groups: a mark a group, sized by its members; ties are counted."""
    size = len(groups.names)
    members = np.bincount(groups.member, minlength=size)
    core = np.bincount(groups.member[[role == "core" for role in facts.roles]], minlength=size)
    joined = groups.member[facts.pairs]
    inner = np.bincount(joined[joined[:, 0] == joined[:, 1], 0], minlength=size)
    between = np.sort(joined[joined[:, 0] != joined[:, 1]], axis=1)
    pairs, counts = np.unique(between, axis=0, return_counts=True)
    degrees = _find_centres(facts, groups, size)
    ground = (~np.isnan(degrees).any(axis=1)).sum() > size / 2
    layout = lay_out_ground(degrees) if ground else lay_out_packed(pairs, size, seed=seed)
    name = GROUND if ground else PACKED
    ties: list[Any] = []
    for (a, b), count in zip(pairs.tolist(), counts.tolist(), strict=True):
        ties += [a, b, 0, 1, count_of(count, "tie")]
    return {
        "nodes": [
            {
                "id": at,
                "name": groups.names[at],
                "group": "not known",
                "shape": "dot",
                "size": round(float(12 + 26 * np.sqrt(members[at] / members.max())), 1),
                "borderWidth": 2,
            }
            for at in range(size)
        ],
        "says": [
            _say_group(groups.names[at], int(members[at]), int(core[at]), int(inner[at]))
            for at in range(size)
        ],
        "members": members.tolist(),
        "ties": ties,
        "layouts": {name: _pack_layout(layout)},
    }


def _find_centres(facts: Facts, groups: Groups, size: int) -> NDArray[np.float64]:
    frame = pd.DataFrame(facts.degrees, columns=["latitude", "longitude"])
    centres = frame.groupby(groups.member).mean().reindex(range(size))
    return centres.to_numpy(dtype=float)


def _say_group(name: str, members: int, core: int, inner: int) -> str:
    words = f"{name}: {count_of(members, 'organisation')}"
    if core:
        words += f", {core:,} of them core"
    return f"{words}; {count_of(inner, 'pair')} of them tied to each other."


def find_choices(facts: Facts) -> dict[str, Sequence[str]]:
    """Return what each filter of the page lets choose from."""
    return {
        "sector": sorted(set(facts.sectors)),
        "type": facts.service_types,
        "role": sorted(set(facts.roles)),
        "area": sorted({one for one in facts.areas if one}),
        "kind": facts.kinds,
    }
