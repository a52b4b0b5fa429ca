"""Pages about services: who does what where, the same work twice, areas out of reach."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from ecosystem.data import split_list
from ecosystem.maps import caption_places, key_places, list_rows, picture_places
from ecosystem.wording import count_of, join_words, say_are, say_have, start_sentence

from .answers import choose_shown
from .content import (
    MOST_ROWS,
    ROWS_BELOW_MAP,
    Figure,
    QuestionPage,
    Unanswered,
    draw_bars,
    keep_said,
)
from .tables import TextTable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from ecosystem.questions.gaps import GapsResult

    from .answers import Answers


GRID = "Who does what, where?"
SAME = "The same work in the same area?"
PLACES = "Which areas are hard to reach help from?"

_MOST_AREAS = 30
"""Rows of the grid on its page: as many as `TextTable` sets on one sheet. The others stand at the
end of the report."""

_MOST_RARE = 3
"""Kinds of service named as found in the fewest areas: more are a list, which the grid is."""

_KINDS = {
    "duplication": "possible duplication",
    "overlap": "overlap",
    "fragmentation": "fragmentation: for mostly different people",
}
"""What a group of services is, in the words of the United States Government Accountability Office:
fragmentation is no overlap, and duplication depends on the need."""

_READINGS = ("overlap", "possible duplication", "fragmentation", "needed capacity")
_STATUSES = ("gap", "thin", "covered", "not known")
"""Words of the two tables that are explained below them."""

_NUMBER = re.compile(r"\d[\d,]*")

_GRID_CAPTION = "How many services reach each area"


def make_grid_page(answers: Answers) -> list[QuestionPage | Unanswered]:
    """Return the page of services by area."""
    e, reach = answers.e, answers.positions.reach
    services, areas = e.services, e.areas
    is_running = answers.positions.is_offered
    is_placed = is_running & (np.diff(reach.indptr) > 0)
    if not is_placed.any():
        needs = "services with the areas that they reach: in areas_reached, catchments or sites"
        return [Unanswered(question=GRID, needs=needs)]

    # (areas, types): how many services of the type reach the area.
    types = sorted(set(services["service_type"][is_placed]))
    counts = np.array(
        [
            reach[np.flatnonzero(is_placed & (services["service_type"] == kind).to_numpy())].sum(0)
            for kind in types
        ]
    ).T.astype(int)
    # A larger place is reached in the areas inside it, which have rows of their own.
    is_area = ~answers.positions.is_larger
    counts = np.where(is_area[:, None], counts, 0)
    reached = counts.sum(axis=1)

    # Where most people need help comes first, because the page has room for few areas; an area
    # that nobody reaches and of which no need is known would be an empty row.
    people = e.demand.groupby("area_code")["people"].max().reindex(areas["area_code"]).fillna(0)
    order = np.lexsort((-reached, -people.to_numpy()))
    is_listed = is_area & ((reached > 0) | (people.to_numpy() > 0))
    listed = order[is_listed[order]]

    rows = [[areas["name"].iloc[area], *counts[area].tolist()] for area in listed]
    headings = ["Area", *types]
    caption, more = _GRID_CAPTION, len(rows) - _MOST_AREAS
    if more > 0:
        caption += f" (the {_MOST_AREAS} with most people in need; the other {more:,} at the end)"
    return [
        QuestionPage(
            question=GRID,
            sentences=_say_grid(
                areas["name"].to_numpy(), types, counts, listed, (is_placed.sum(), is_area.sum())
            ),
            table=TextTable(
                caption=caption, headings=headings, rows=rows[:_MOST_AREAS], shades=True
            ),
            whole=TextTable(caption=_GRID_CAPTION, headings=headings, rows=rows)
            if more > 0
            else None,
            discuss="Which empty squares matter? Which services are known here but missing from "
            "the grid?",
            notes=_list_grid_limits(int((is_running & ~is_placed).sum())),
        )
    ]


def _list_grid_limits(unplaced: int) -> list[str]:
    notes = ["A service counts in every area it reaches; the grid does not say how much it can do."]
    if unplaced:
        services = f"{count_of(unplaced, 'service')} without a known area"
        notes.append(f"{services} {say_are(unplaced)} not counted.")
    return notes


def _say_grid(
    names: NDArray[np.object_],
    types: list[str],
    counts: NDArray[np.int_],
    listed: NDArray[np.intp],
    services_and_areas: tuple[int, int],
) -> list[str]:
    """Return what the grid says; `counts` is (areas, types), `listed` its rows on the page."""
    services, areas = services_and_areas
    areas_of_type = (counts > 0).sum(axis=0)
    rarest = [
        f"{types[kind]} ({count_of(areas_of_type[kind], 'area')})"
        for kind in _find_rarest(areas_of_type)
    ]
    # Listed, yet reached by no service: it is there because people need help.
    unreached = names[listed][(counts[listed] > 0).sum(axis=1) == 0]

    offered = f"{count_of(services, 'service')} of {count_of(len(types), 'kind')}"
    reached = f"{(counts.sum(axis=1) > 0).sum():,} of {count_of(areas, 'area')}"
    missing = ""
    if len(unreached):
        towns = join_words(unreached, most=6)
        missing = f"No service in these data is known to reach {towns}, where people need help."
    fewest = f"Found in the fewest areas: {join_words(rarest)}." if rarest else ""
    verb = "reaches" if services == 1 else "reach"
    return keep_said([f"{offered} {verb} {reached}.", fewest, missing])


def _find_rarest(areas_of_type: NDArray[np.int_]) -> list[int]:
    """Return the kinds in the fewest areas, three at most; of equals all or none are named."""
    order = np.argsort(areas_of_type, kind="stable").tolist()
    named = order[:_MOST_RARE]
    if len(order) > len(named):
        named = [kind for kind in named if areas_of_type[kind] < areas_of_type[order[len(named)]]]
    # All kinds in as many areas as one another: none of them is rare.
    return named if areas_of_type.min() < areas_of_type.max() else []


def make_same_page(answers: Answers) -> list[QuestionPage | Unanswered]:
    """Return the page about services that overlap."""
    duplication = answers.duplication
    if duplication is None:
        needs = "services with a service_type and the areas they reach"
        return [Unanswered(question=SAME, needs=needs)]
    clusters = duplication.clusters.head(MOST_ROWS)
    services_of = duplication.table.groupby("cluster")
    rows, bars = [], []
    for cluster, row in clusters.iterrows():
        kind = start_sentence(join_words(split_list(row["service_type"])))
        shared = join_words(split_list(row["areas"]), most=3)
        names = services_of.get_group(cluster)["name"]
        said = _KINDS[row["kind"]]
        rows.append([kind, join_words(names, most=6), shared, said, row["reading"]])
        share = row["services"] / clusters["services"].max()
        bars.append((f"{kind}, {shared}", share, count_of(row["services"], "service")))

    # The headline tells of the first group; one service each speaks for the two that follow.
    examples = [services_of.get_group(cluster).index[0] for cluster in clusters.index[1:3]]
    groups = duplication.overlaps
    # What is not recorded keeps an overlap from being seen, so that none is none known.
    overlap = "overlap" if groups else "are known to overlap"
    return [
        QuestionPage(
            question=SAME,
            sentences=[
                duplication.headline,
                *(duplication.explain(str(service)) for service in examples),
            ],
            figure=Figure(
                picture=draw_bars(bars, duplication.headline),
                caption="Groups of services of one kind that meet in the same areas.",
            )
            if bars
            else None,
            table=TextTable(
                caption="Groups of services that do the same work in the same areas",
                headings=["Kind of service", "Services", "Areas shared", "What it is", "Reading"],
                rows=rows,
            )
            if rows
            else None,
            discuss="Where is this a useful choice or a backup worth keeping, and where could the "
            "work be shared out?",
            notes=duplication.notes,
            words=[word for word in _READINGS if any(word in str(row) for row in rows)],
            number=(
                f"{groups:,}",
                f"{'group' if groups == 1 else 'groups'} of services {overlap}",
            ),
        )
    ]


def make_area_pages(answers: Answers) -> list[QuestionPage | Unanswered]:
    """Return a page about hard-to-reach areas for each type of service with people in need."""
    if not answers.gaps:
        needs = "rows in demand: area_code, service_type and people"
        return [Unanswered(question=PLACES, needs=needs)]
    return [
        _make_area_page(answers, service_type, is_first=number == 0)
        for number, service_type in enumerate(answers.gaps)
    ]


def _make_area_page(answers: Answers, service_type: str, *, is_first: bool) -> QuestionPage:
    # The picture shows the kind of advice with most people left out; the table shows all kinds.
    by_advice = answers.gaps[service_type]
    main = choose_shown(by_advice)
    areas = list_rows(main)
    statuses = [gaps.table["status"].to_dict() for gaps in by_advice.values()]
    rows = []
    for area in areas:
        status = [status_of[area["code"]] for status_of in statuses]
        rows.append([area["name"], area["demand"], *status, area["nearest"]])
    asked, count = main.settings["asked"], int(main.table["is_gap"].sum())
    headings = ["Area", "*People counted as in need", *map(start_sentence, by_advice)]
    # Ordered by, and measured to, the kind of advice that the picture shows.
    label = next(label for label, gaps in by_advice.items() if gaps is main)
    headings.append("*Nearest" if main is next(iter(by_advice.values())) else f"*Nearest, {label}")
    worst = [main.explain(str(area["code"])) for area in areas[:2] if area["status"] == "gap"]
    # Training gives a level, not a contract.
    remedies = "" if main.settings["legal_aid"] else "training, "
    # Where it is not known of every area, the figure is of those of which it is.
    is_open = (main.table["status"] == "not known").any()
    verb = f"{say_are(count)} known to have" if is_open else say_have(count)
    areas_have = f"{'area' if count == 1 else 'areas'} {verb}"
    return QuestionPage(
        question=f"Which areas have too little {asked}?",
        sentences=[main.headline, *worst],
        figure=Figure(
            picture=picture_places(answers.e, main),
            key=key_places(answers.e, main),
            caption=caption_places(answers.e, main),
            is_map=True,
        ),
        table=TextTable(
            caption=f"Areas with most people left without {asked}",
            headings=headings,
            rows=rows[:ROWS_BELOW_MAP],
        ),
        whole=TextTable(caption=f"Every area: {service_type}", headings=headings, rows=rows)
        if len(rows) > ROWS_BELOW_MAP
        else None,
        discuss=f"Who could reach these areas, and what would it take: {remedies}a visit a week, "
        "a phone line, a contract?",
        notes=_list_notes(by_advice),
        words=[word for word in _STATUSES if any(word in row for row in rows)],
        # One figure on the cover speaks for all types; the first has most people in need.
        number=(f"{count:,}", f"{areas_have} too little {asked}") if is_first else None,
    )


def _list_notes(by_advice: Mapping[str, GapsResult]) -> list[str]:
    """Return the notes of all answers, each once, in order.

    What is said of several kinds of advice with other numbers says which kind it is about.
    """
    texts: dict[str, set[str]] = {}
    for gaps in by_advice.values():
        for note in gaps.notes:
            texts.setdefault(_NUMBER.sub("", note), set()).add(note)
    listed: dict[str, None] = {}
    for gaps in by_advice.values():
        asked = start_sentence(str(gaps.settings["asked"]))
        for note in gaps.notes:
            differs = len(texts[_NUMBER.sub("", note)]) > 1
            listed[f"{asked}: {note}" if differs else note] = None
    return list(listed)
