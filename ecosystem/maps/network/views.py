"""What the network page hands to its script: organisations, ties and positions, as plain lists.

A view is what is on the screen at once: all organisations, or those of one group, or the groups
themselves. In a view organisations are numbered anew from 0, and ties speak of these numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from ecosystem.disclosure import are_small, are_stand_ins, count_people
from ecosystem.graph import find_positions
from ecosystem.pages import safe_link
from ecosystem.wording import count_of

from .drawn import list_drawn
from .layout import GROUND, PACKED, RINGS, lay_out_ground, lay_out_packed
from .marks import get_mark, list_sectors
from .rings import lay_out_rings
from .standing import spread_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ecosystem.data import Ecosystem
    from ecosystem.questions.core import CoreResult

    from .drawn import Drawn
    from .groups import Groups
    from .layout import Layout, LayoutName


class TieColumns(NamedTuple):
    """Two organisations, a direction and a kind a row, in the order of the source: (ties,) each.

    Attributes
    ----------
    source, target : int
        Numbers of organisations.
    kind : int
        Which of the kinds that are drawn.
    both_ways : int
        1 if it has no direction.
    sent : float
        People; NaN if not known.
    is_about : bool
        Whether a stand-in is in that number, and it is not small itself.
    """

    source: NDArray[np.intp]
    target: NDArray[np.intp]
    kind: NDArray[np.intp]
    both_ways: NDArray[np.intp]
    sent: NDArray[np.float64]
    is_about: NDArray[np.bool_]

    def begun_by(self, rows: NDArray[np.intp]) -> TieColumns:
        """Return the ties of which the source is one of these."""
        chosen = _find_begun(self.source, rows)
        return TieColumns._make(column[chosen] for column in self)


def _find_begun(first: NDArray[np.intp], rows: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return the places of all of `rows` in `first`, which is in ascending order.

    With a view for each of 361 areas, to look through all ties for each took two thirds of a page.
    """
    rows = np.sort(rows)
    begins, ends = np.searchsorted(first, rows), np.searchsorted(first, rows, side="right")
    counts = ends - begins
    # Each stretch of places counts on from where it begins.
    shift = np.repeat(begins - np.concatenate([[0], np.cumsum(counts)[:-1]]), counts)
    return shift + np.arange(counts.sum())


@dataclass(frozen=True, kw_only=True, eq=False)
class Facts:
    """What is known of each organisation, and the ties, gathered once for all views.

    Attributes
    ----------
    rows : (organisations,) int
        Their rows in the table of the answer: whoever is closed is not drawn.
    names, roles, sectors : (organisations,) words
        As they are shown.
    areas : (organisations,) words
        The name of the area each is based in; empty if not known.
    types : (organisations,) lists
        Which of `service_types` each runs, by position.
    links : (organisations,) words
        A web address that is safe to open; empty if there is none.
    degrees : (organisations, 2) float, degrees
        Latitude and longitude: its own, else its area's; NaN if neither is known.
    kinds, service_types : words
        The kinds of ties and the types of service there are, in the order of the alphabet.
    ties : TieColumns
        People are added up for two organisations, a direction and a kind.
    drawn : Drawn
        Who and which ties are drawn, and which of these count.
    """

    rows: NDArray[np.intp]
    names: list[str]
    roles: list[str]
    sectors: list[str]
    areas: list[str]
    types: list[list[int]]
    links: list[str]
    degrees: NDArray[np.float64]
    kinds: list[str]
    service_types: list[str]
    ties: TieColumns
    drawn: Drawn


def gather(e: Ecosystem, result: CoreResult) -> Facts:
    """Return the facts of an ecosystem that a map shows."""
    drawn, known = list_drawn(e, result), find_positions(e)
    organisations, table = e.organisations.iloc[drawn.rows], result.table.iloc[drawn.rows]
    types, offered = _list_types(e)

    # An organisation without a base is in row -1: one more row, of nothing, stands for that.
    areas, base = [*e.areas["name"], ""], known.base[drawn.rows]
    centres = np.vstack([known.centres, [[np.nan, np.nan]]])[base]
    degrees = organisations[["latitude", "longitude"]].to_numpy(dtype=float)
    return Facts(
        rows=drawn.rows,
        names=table["name"].astype(str).tolist(),
        roles=table["role"].astype(str).tolist(),
        sectors=list_sectors(organisations),
        areas=[areas[area] for area in base],
        types=[offered[row] for row in drawn.rows],
        links=[safe_link(website) for website in organisations["website"]],
        degrees=np.where(np.isnan(degrees).any(axis=1)[:, None], centres, degrees),
        kinds=drawn.kinds,
        service_types=types,
        ties=_sum_ties(drawn),
        drawn=drawn,
    )


def _sum_ties(drawn: Drawn) -> TieColumns:
    """Return a row for each two organisations, direction and kind; people are added up."""
    keys = ["source", "target", "kind", "goes_both_ways"]
    ties = drawn.ties.assign(
        is_about=are_stand_ins(drawn.ties["sent"]),
        kind=pd.Categorical(drawn.ties["kind"], categories=drawn.kinds).codes,
    )
    grouped = ties.groupby(keys, sort=True, as_index=False)
    summed = grouped.agg(
        sent=("sent", "sum"), known=("sent", "count"), is_about=("is_about", "any")
    )
    # A sum of nothing known is 0 to pandas; here it is not known.
    people = summed["sent"].where(summed["known"] > 0).to_numpy(dtype=float)
    return TieColumns(
        source=summed["source"].to_numpy(dtype=np.intp),
        target=summed["target"].to_numpy(dtype=np.intp),
        kind=summed["kind"].to_numpy(dtype=np.intp),
        both_ways=summed["goes_both_ways"].to_numpy(dtype=np.intp),
        sent=people,
        is_about=summed["is_about"].to_numpy(dtype=bool) & ~are_small(people),
    )


def _list_types(e: Ecosystem) -> tuple[list[str], list[list[int]]]:
    """Return the types of service, and which of them each organisation runs, by position."""
    known = find_positions(e)
    codes, types = pd.factorize(e.services["service_type"], sort=True)
    runs = known.providers.tocoo()
    is_offered = known.is_offered[runs.row]
    pairs = pd.DataFrame(
        {"organisation": runs.col[is_offered], "type": codes[runs.row[is_offered]]}
    )
    pairs = pairs.drop_duplicates().sort_values(["organisation", "type"])
    offered: list[list[int]] = [[] for _ in range(len(e.organisations))]
    for organisation, code in pairs.to_numpy().tolist():
        offered[organisation].append(code)
    return [str(name) for name in types], offered


def make_view(
    facts: Facts, result: CoreResult | None, rows: NDArray[np.intp], seed: int
) -> dict[str, Any]:
    """Return the view of some organisations and the ties among them.

    Without a result, sentences are left to the page: it says role and ties only.
    """
    # (organisations,): the number an organisation has in this view; -1 if it is not in it.
    number = np.full(len(facts.names), -1, dtype=np.intp)
    number[rows] = np.arange(len(rows))
    # Pairs are in the order of their first, as ties in that of their source.
    pairs = number[facts.drawn.pairs[_find_begun(facts.drawn.pairs[:, 0], rows)]]
    pairs = pairs[pairs[:, 1] >= 0]
    ids = [] if result is None else [str(key) for key in result.table.index[facts.rows[rows]]]
    return {
        "names": [facts.names[row] for row in rows],
        "sectors": [facts.sectors[row] for row in rows],
        "area": [facts.areas[row] for row in rows],
        "role": [facts.roles[row] for row in rows],
        "types": [facts.types[row] for row in rows],
        "site": [facts.links[row] for row in rows],
        "says": [] if result is None else [result.explain(key) for key in ids],
        "ties": _pack_ties(facts.ties.begun_by(rows), number),
        "layouts": _lay_out(facts, rows, pairs, seed),
    }


def list_marks(facts: Facts) -> dict[str, dict[str, Any]]:
    """Return the mark of each role in the words of vis-network: said once, not of each node."""
    marks = {role: get_mark(role) for role in sorted(set(facts.roles))}
    return {
        role: {"shape": shape, "size": size, "borderWidth": border}
        for role, (shape, size, border) in marks.items()
    }


def _pack_ties(ties: TieColumns, number: NDArray[np.intp]) -> list[Any]:
    """Return ties as one flat list: from, to, kind, both ways, people in words.

    Flat, because there are thousands of them and the page should be small. `number`
    (organisations,) is what each is called in the view; -1 if it is not in it, as none of the
    sources is.
    """
    target = number[ties.target]
    is_inside = target >= 0
    # Plain lists, because numpy's numbers are slow to walk one by one and no JSON.
    columns = [
        column[is_inside].tolist()
        for column in (number[ties.source], target, ties.kind, ties.both_ways)
    ]
    people = zip(ties.sent[is_inside].tolist(), ties.is_about[is_inside].tolist(), strict=True)
    flat: list[Any] = []
    for *tie, (sent, about) in zip(*columns, people, strict=True):
        words = "" if np.isnan(sent) else count_people(sent)
        flat += [*tie, f"about {words}" if about else words]
    return flat


def can_lay_out(facts: Facts, layout: LayoutName) -> bool:
    """Tell whether all organisations can be shown in a layout."""
    if layout == RINGS:
        return "core" in facts.roles
    return layout == PACKED or _has_ground(facts.degrees)


def _has_ground(degrees: NDArray[np.float64]) -> bool:
    return int((~np.isnan(degrees).any(axis=1)).sum()) > 1


def _lay_out(
    facts: Facts, rows: NDArray[np.intp], pairs: NDArray[np.intp], seed: int
) -> dict[str, Any]:
    """Return the layouts that these organisations can be shown in; the page opens on the first."""
    roles = [facts.roles[row] for row in rows]
    layouts: dict[str, Layout] = {}
    if "core" in roles:
        layouts[RINGS] = lay_out_rings(pairs, roles, [facts.sectors[row] for row in rows])
    layouts[PACKED] = lay_out_packed(pairs, len(rows), seed=seed)
    names = [facts.names[row] for row in rows]
    layouts = {key: spread_names(one, pairs, names, roles) for key, one in layouts.items()}
    degrees = facts.degrees[rows]
    if _has_ground(degrees):
        layouts[GROUND] = lay_out_ground(degrees)
    return {name: _pack_layout(layout) for name, layout in layouts.items()}


def _pack_layout(layout: Layout) -> dict[str, Any]:
    """Return a layout as plain lists of whole numbers: a fraction of a unit is not seen."""
    return {
        "spots": np.round(layout.positions).astype(int).ravel().tolist(),
        "rings": [round(radius) for radius in layout.rings],
        "lines": [[round(part) for part in line] for line in layout.lines],
        "labels": [[round(x), round(y), text] for x, y, text in layout.labels],
    }


def make_overview(facts: Facts, groups: Groups, seed: int) -> dict[str, Any]:
    """Return the view of groups: a mark a group, sized by its members.

    Ties of kinds that count in the answer are counted.
    """
    count = len(groups.names)
    members = np.bincount(groups.member, minlength=count)
    is_core = [role == "core" for role in facts.roles]
    core = np.bincount(groups.member[is_core], minlength=count)

    # (pairs, 2): the groups that each tied pair of organisations joins; within one, or between.
    joined = groups.member[facts.drawn.pairs[facts.drawn.is_counted]]
    is_within = joined[:, 0] == joined[:, 1]
    within = np.bincount(joined[is_within, 0], minlength=count)
    pairs, strengths = np.unique(np.sort(joined[~is_within], axis=1), axis=0, return_counts=True)
    name, layout = _lay_out_groups(facts, groups, pairs, seed)
    ties: list[Any] = []
    for pair, strength in zip(pairs.tolist(), strengths.tolist(), strict=True):
        ties += [*pair, 0, 1, count_of(strength, "tie")]
    return {
        "names": list(groups.names),
        # By the root, so that the area of a mark grows with its members.
        "sizes": np.round(12 + 26 * np.sqrt(members / members.max()), 1).tolist(),
        "says": [
            _say_group(groups.names[group], members[group], core[group], within[group])
            for group in range(count)
        ],
        "members": members.tolist(),
        "ties": ties,
        "layouts": {name: _pack_layout(layout)},
    }


def _lay_out_groups(
    facts: Facts, groups: Groups, pairs: NDArray[np.intp], seed: int
) -> tuple[str, Layout]:
    """Return the groups on the ground if most have a position there, else packed; and which."""
    count = len(groups.names)
    frame = pd.DataFrame(facts.degrees, columns=["latitude", "longitude"])
    centres = frame.groupby(groups.member).mean().reindex(range(count)).to_numpy(dtype=float)
    if (~np.isnan(centres).any(axis=1)).sum() > count / 2:
        return GROUND, lay_out_ground(centres)
    return PACKED, lay_out_packed(pairs, count, seed=seed)


def _say_group(name: str, members: int, core: int, within: int) -> str:
    words = f"{name}: {count_of(members, 'organisation')}"
    if core:
        words += f", {core:,} of them core"
    return f"{words}; {count_of(within, 'pair')} of them tied to each other."


def find_choices(facts: Facts) -> dict[str, Sequence[str]]:
    """Return what each filter of the page lets choose from."""
    return {
        "sector": sorted(set(facts.sectors)),
        "type": facts.service_types,
        "role": sorted(set(facts.roles)),
        "area": sorted({name for name in facts.areas if name}),
        "kind": facts.kinds,
    }
