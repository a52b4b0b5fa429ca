"""Pages about services: who does what where, the same work twice, places out of reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ecosystem.data import split_list
from ecosystem.graph import find_positions
from ecosystem.maps import CAPTION, list_key, list_rows, picture_places
from ecosystem.wording import count_of, join_words

from .answers import choose_shown
from .content import MOST_ROWS, Figure, Page, Table, Unanswered, draw_bars, keep_said

if TYPE_CHECKING:
    import pandas as pd

    from ecosystem.data import Ecosystem
    from ecosystem.questions.gaps import GapsResult

    from .answers import Answers


GRID = "Who does what, where?"
SAME = "The same work in the same place?"
PLACES = "Which places are hard to reach help from?"
_MOST_AREAS = 30


def ask_grid(e: Ecosystem, _answers: Answers) -> list[Page | Unanswered]:
    """Return the page of services by area."""
    services, areas = e.services, e.areas
    reach = find_positions(e).reach
    running = find_positions(e).is_offered
    placed = running & (np.diff(reach.indptr) > 0)
    if not placed.any():
        needs = "services with the areas they reach (areas_reached, catchments or sites)"
        return [Unanswered(question=GRID, needs=needs)]
    types = sorted(set(services["service_type"][placed]))
    counts = np.array(
        [
            reach[np.flatnonzero(placed & (services["service_type"] == one).to_numpy())].sum(axis=0)
            for one in types
        ]
    ).T.astype(int)
    demand = e.demand.groupby("area_code")["people"].max().reindex(areas["area_code"]).fillna(0)
    order = np.lexsort((-counts.sum(axis=1), -demand.to_numpy()))
    busy = order[(counts.sum(axis=1) > 0)[order] | (demand.to_numpy() > 0)[order]]
    rows = [[areas["name"].iloc[i], *counts[i].tolist()] for i in busy]
    headings = ["Area", *types]
    left = len(busy) - _MOST_AREAS
    caption = "How many services reach each area"
    if left > 0:
        caption += f" (the {_MOST_AREAS} with most people in need; the other {left:,} at the end)"
    unplaced = int((running & ~placed).sum())
    notes = ["A service counts in every area it reaches; the grid does not say how much it can do."]
    if unplaced:
        notes.append(f"{count_of(unplaced, 'service')} without a known place not counted.")
    return [
        Page(
            kind="grid",
            question=GRID,
            sentences=_say_grid(areas, types, counts, busy, int(placed.sum())),
            table=Table(caption=caption, headings=headings, rows=rows[:_MOST_AREAS], shades=True),
            whole=Table(caption="How many services reach each area", headings=headings, rows=rows)
            if left > 0
            else None,
            discuss="Which empty squares matter? Which services are known here but missing from "
            "the grid?",
            notes=notes,
        )
    ]


def _say_grid(
    areas: pd.DataFrame,
    types: list[str],
    counts: np.ndarray,
    busy: np.ndarray,
    services: int,
) -> list[str]:
    spread = (counts > 0).sum(axis=0)
    rarest = [f"{types[i]} ({count_of(spread[i], 'area')})" for i in np.argsort(spread)[:3]]
    bare = areas["name"].to_numpy()[busy][(counts[busy] > 0).sum(axis=1) == 0]
    reached = f"{(counts.sum(axis=1) > 0).sum():,} of {count_of(len(areas), 'area')}"
    offered = f"{count_of(services, 'service')} of {count_of(len(types), 'kind')}"
    missing = ""
    if len(bare):
        names = join_words(bare, most=6)
        missing = f"No service in these data reaches {names}, where people need help."
    fewest = f"Found in the fewest areas: {join_words(rarest)}." if len(types) > 1 else ""
    return keep_said([f"{offered} reach {reached}.", fewest, missing])


def ask_same(_e: Ecosystem, answers: Answers) -> list[Page | Unanswered]:
    """Return the page about services that overlap."""
    found = answers.duplication
    if found is None:
        needs = "services with a service_type and the areas they reach"
        return [Unanswered(question=SAME, needs=needs)]
    clusters = found.clusters.head(MOST_ROWS)
    members = found.table.groupby("cluster")
    rows = [
        [
            _capital(join_words(split_list(row["service_type"]))),
            join_words(members.get_group(cluster)["name"], most=6),
            _say_places(row["areas"]),
            row["reading"],
        ]
        for cluster, row in clusters.iterrows()
    ]
    firsts = [members.get_group(cluster).index[0] for cluster in clusters.index[1:3]]
    bars = [
        (
            f"{_capital(join_words(split_list(row['service_type'])))}, {_say_places(row['areas'])}",
            row["services"] / clusters["services"].max(),
            count_of(row["services"], "service"),
        )
        for _, row in clusters.iterrows()
    ]
    caption = "Groups of services of one kind that meet in the same places."
    return [
        Page(
            kind="same",
            question=SAME,
            sentences=[found.headline, *(found.explain(str(first)) for first in firsts)],
            figure=Figure(picture=draw_bars(bars, found.headline), caption=caption)
            if bars
            else None,
            table=Table(
                caption="Groups of services that overlap",
                headings=["Kind of service", "Services", "Areas shared", "Reading"],
                rows=rows,
            )
            if rows
            else None,
            discuss="Where is this a useful choice or a backup worth keeping, and where could the "
            "work be shared out?",
            notes=found.notes,
            number=(
                f"{len(found.clusters):,}",
                f"{'group' if len(found.clusters) == 1 else 'groups'} of services overlap",
            ),
        )
    ]


def _say_places(areas: str) -> str:
    return join_words(split_list(areas), most=3)


def ask_places(e: Ecosystem, answers: Answers) -> list[Page | Unanswered]:
    """Return a page for each type of service with people in need."""
    if not answers.gaps:
        needs = "rows in demand: area_code, service_type and people"
        return [Unanswered(question=PLACES, needs=needs)]
    return [
        _make_places(e, service_type, asked, is_first=number == 0)
        for number, (service_type, asked) in enumerate(answers.gaps.items())
    ]


def _make_places(
    e: Ecosystem, service_type: str, asked: dict[str, GapsResult], *, is_first: bool
) -> Page:
    # The picture shows the question with most people left out; the table shows them all.
    main = choose_shown(asked)
    places = list_rows(main)
    rows = []
    for place in places:
        row = [place["name"], place["demand"]]
        row += [str(answer.table["status"][str(place["code"])]) for answer in asked.values()]
        rows.append([*row, place["nearest"]])
    headings = ["Area", "*People in need", *(_capital(label) for label in asked), "*Nearest"]
    worst = [main.explain(str(place["code"])) for place in places[:2] if place["status"] == "gap"]
    gaps = int(main.table["is_gap"].sum())
    caption = f"Places with most people left without {service_type}"
    return Page(
        kind="places",
        question=f"Which places have too little {main.settings['asked']}?",
        sentences=[main.headline, *worst],
        figure=Figure(picture=picture_places(e, main), key=list_key(main), caption=CAPTION),
        table=Table(caption=caption, headings=headings, rows=rows[:MOST_ROWS]),
        whole=Table(caption=f"Every place: {service_type}", headings=headings, rows=rows)
        if len(rows) > MOST_ROWS
        else None,
        discuss="Who could reach these places, and what would it take: training, a visit a week, "
        "a phone line, a contract?",
        notes=list({note: None for answer in asked.values() for note in answer.notes}),
        number=(f"{gaps:,}", f"areas have too little {main.settings['asked']}")
        if is_first
        else None,
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
