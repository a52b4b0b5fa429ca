"""The away-day report: every question the data can answer, a page each, in one file."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from markupsafe import Markup

from .core import find_core
from .data import is_running
from .duplication import find_duplication
from .errors import count_of, join_words
from .gaps import find_gaps
from .graph import list_reach, list_ties
from .html import read_asset, render, write_page
from .maps.network import list_role_key, list_sector_key, picture_network
from .maps.places import CAPTION, list_key, list_rows, picture_places
from .tables import SCHEMA_VERSION, TABLES, split_list

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from .data import Ecosystem

_MOST_ROWS = 12
_MOST_AREAS = 36
_MOST_TYPES = 4
_ADVICE = (
    ("", {}),
    ("level 2 or above", {"level": 2}),
    ("level 3", {"level": 3}),
    ("legal aid", {"legal_aid": True}),
)


@dataclass(frozen=True, kw_only=True)
class _Page:
    """One question: a picture, at most three sentences, a table, and what to talk about."""

    question: str
    picture: Markup
    sentences: Sequence[str]
    table: Markup
    discuss: str
    notes: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class _Unanswered:
    """A question the data cannot answer, and what it would take."""

    question: str
    needs: str


def write_report(e: Ecosystem, path: str | os.PathLike[str], *, visibility: str = "public") -> Path:
    """Write the away-day report: one HTML file to read, print or send; it fetches nothing.

    A page for each question the data can answer: who is the core, who does what where, the same
    work in the same place, places hard to reach. What cannot be answered is listed with the
    column that is missing. The page has no script and prints on A4.

    Parameters
    ----------
    e
        The ecosystem.
    path
        The HTML file to write; a file there is replaced.
    visibility
        "public" answers from public rows only; "partners" from those marked partners too;
        "private" from all. Numbers of people from 1 to 4 read "under 5" in each.

    Returns
    -------
    Path
        What was written.

    Raises
    ------
    ValueError
        If the visibility is not one of the three, or the folder of `path` does not exist.
    """
    seen = e.select(visibility=visibility)
    answers = [answer for make in _QUESTIONS for answer in make(seen)]
    pages = [answer for answer in answers if isinstance(answer, _Page)]
    missing = [answer for answer in answers if isinstance(answer, _Unanswered)]
    about = _about(seen)
    title = about["title"] or "Our ecosystem"
    body = render(
        "report.html",
        title=title,
        about=about,
        figures=_figures(seen),
        pages=pages,
        missing=missing,
        audience=visibility,
        version=_version(seen),
        schema=SCHEMA_VERSION,
        problems=_list_problems(seen),
    )
    return write_page(path, title=title, body=body, style=read_asset("report.css"))


def _ask_core(e: Ecosystem) -> list[_Page | _Unanswered]:
    question = "Who is the core, and who the wider network?"
    if list_ties(e).empty:
        needs = "rows in referrals or relationships, with from_id and to_id"
        return [_Unanswered(question=question, needs=needs)]
    core = find_core(e)
    table = core.table
    boundary = table[table["role"] == "core"]
    alone = table[table["role"] == "not connected"]
    sentences = [core.headline]
    if len(alone):
        names = join_words(alone["name"], most=5)
        verb = "has" if len(alone) == 1 else "have"
        sentences.append(f"{names} {verb} no tie to anyone in these data yet.")
    shown = boundary if len(boundary) else table.sort_values("ties_total", ascending=False)
    rows = [
        [row["name"], row["role"], f"{row['ties_total']:,.0f}", core.explain(str(one))]
        for one, row in shown.head(_MOST_ROWS).iterrows()
    ]
    picture = render(
        "figure.html",
        picture=picture_network(e, core),
        key=[*list_sector_key(e.organisations), *list_role_key(core)],
        caption="Lines are ties: referrals and relationships. The core stands in the middle.",
    )
    return [
        _Page(
            question=question,
            picture=picture,
            sentences=sentences,
            table=_table("The core", ["Organisation", "Role", "*Tied to", "Why"], rows),
            discuss="Does this match who leads and plans together? Who is missing from the middle, "
            "and who would like to move in or out?",
            notes=core.notes,
        )
    ]


def _ask_grid(e: Ecosystem) -> list[_Page | _Unanswered]:
    question = "Who does what, where?"
    services, areas = e.services, e.areas
    reach = list_reach(e)
    running = is_running(e, services)
    placed = running & (np.diff(reach.indptr) > 0)
    if not placed.any():
        needs = "services with the areas they reach (areas_reached, catchments or sites)"
        return [_Unanswered(question=question, needs=needs)]
    types = sorted(set(services["service_type"][placed]))
    counts = np.array(
        [
            reach[np.flatnonzero(placed & (services["service_type"] == one).to_numpy())].sum(axis=0)
            for one in types
        ]
    ).T
    demand = e.demand.groupby("area_code")["people"].max().reindex(areas["area_code"]).fillna(0)
    busy = np.lexsort((-counts.sum(axis=1), -demand.to_numpy()))
    busy = busy[(counts.sum(axis=1) > 0)[busy] | (demand.to_numpy() > 0)[busy]]
    spread = (counts > 0).sum(axis=0)
    rarest = [f"{types[i]} ({count_of(spread[i], 'area')})" for i in np.argsort(spread)[:3]]
    bare = areas["name"].to_numpy()[busy][(counts[busy] > 0).sum(axis=1) == 0]
    reached = f"{(counts.sum(axis=1) > 0).sum()} of {count_of(len(areas), 'area')}"
    offered = f"{count_of(int(placed.sum()), 'service')} of {count_of(len(types), 'kind')}"
    sentences = [
        f"{offered} reach {reached}.",
        f"Found in the fewest areas: {join_words(rarest)}.",
    ]
    if len(bare):
        sentences.append(
            f"No service in these data reaches {join_words(bare, most=6)}, where people need help."
        )
    grid = render(
        "grid.html",
        types=types,
        rows=[
            {
                "name": areas["name"].iloc[i],
                "counts": [
                    {"count": int(count), "shade": min(int(count), 4)} for count in counts[i]
                ],
            }
            for i in busy[:_MOST_AREAS]
        ],
        left=max(0, len(busy) - _MOST_AREAS),
    )
    unplaced = int((running & ~placed).sum())
    notes = ["A service counts in every area it reaches; the grid does not say how much it can do."]
    if unplaced:
        notes.append(f"{count_of(unplaced, 'service')} without a known place not counted.")
    return [
        _Page(
            question=question,
            picture=grid,
            sentences=sentences,
            table=Markup(),
            discuss="Which empty squares matter? Which services are known here but missing from "
            "the grid?",
            notes=notes,
        )
    ]


def _ask_duplication(e: Ecosystem) -> list[_Page | _Unanswered]:
    question = "The same work in the same place?"
    if not (is_running(e, e.services).any() and list_reach(e).nnz):
        needs = "services with a service_type and the areas they reach"
        return [_Unanswered(question=question, needs=needs)]
    found = find_duplication(e)
    clusters = found.clusters.head(_MOST_ROWS)
    members = found.table.groupby("cluster")
    rows = [
        [
            row["service_type"].capitalize(),
            join_words(members.get_group(cluster)["name"], most=6),
            _places(row["areas"]),
            row["reading"],
        ]
        for cluster, row in clusters.iterrows()
    ]
    firsts = [members.get_group(cluster).index[0] for cluster in clusters.index[1:3]]
    caption = "Groups of services that overlap"
    headings = ["Kind of service", "Services", "Areas shared", "Reading"]
    return [
        _Page(
            question=question,
            picture=render("bars.html", bars=_cluster_bars(clusters)) if rows else Markup(),
            sentences=[found.headline, *(found.explain(str(first)) for first in firsts)],
            table=_table(caption, headings, rows) if rows else Markup(),
            discuss="Where is this a useful choice or a backup worth keeping, and where could the "
            "work be shared out?",
            notes=found.notes,
        )
    ]


def _cluster_bars(clusters: pd.DataFrame) -> list[dict[str, object]]:
    """Return a bar a group: how many services, and its kind and places as a label."""
    most = clusters["services"].max()
    return [
        {
            "label": f"{row['service_type'].capitalize()}, {_places(row['areas'])}",
            "size": int(row["services"]),
            "share": row["services"] / most,
        }
        for _, row in clusters.iterrows()
    ]


def _places(areas: str) -> str:
    return join_words(split_list(areas), most=3)


def _ask_gaps(e: Ecosystem) -> list[_Page | _Unanswered]:
    question = "Which places are hard to reach help from?"
    demand = e.demand.dropna(subset=["people"])
    if demand.empty:
        needs = "rows in demand: area_code, service_type and people"
        return [_Unanswered(question=question, needs=needs)]
    by_type = demand.groupby("service_type")["people"].sum().sort_values(ascending=False)
    return [_gap_page(e, str(one)) for one in by_type.index[:_MOST_TYPES]]


def _gap_page(e: Ecosystem, service_type: str) -> _Page:
    services = e.services
    of_type = services[services["service_type"] == service_type]
    kinds = [
        (label, options)
        for label, options in _ADVICE
        if not options
        or ("level" in options and (of_type["level"] >= options["level"]).any())
        or ("legal_aid" in options and of_type["legal_aid"].fillna(value=False).any())
    ]
    answers = {label: find_gaps(e, service_type, **options) for label, options in kinds}
    # The picture shows the question with most people left out; the table shows them all.
    shown = max(answers, key=lambda label: _left_out(answers[label].table))
    main = answers[shown]
    places = list_rows(main)[:_MOST_ROWS]
    rows = []
    for place in places:
        row = [place["name"], place["demand"]]
        row += [str(answers[label].table.loc[place["code"], "status"]) for label, _ in kinds]
        rows.append([*row, place["nearest"]])
    worst = [main.explain(str(place["code"])) for place in places[:2] if place["status"] == "gap"]
    headings = ["Area", "*People in need", *(label or "any" for label, _ in kinds), "*Nearest"]
    whole = {note: None for answer in answers.values() for note in answer.notes}
    return _Page(
        question=f"Which places have too little {main.settings['asked']}?",
        picture=render(
            "figure.html",
            picture=picture_places(e, main),
            key=list_key(main),
            caption=CAPTION,
        ),
        sentences=[main.headline, *worst],
        table=_table(f"Places with most people left without {service_type}", headings, rows),
        discuss="Who could reach these places, and what would it take: training, a visit a week, "
        "a phone line, a contract?",
        notes=list(whole),
    )


def _left_out(table: pd.DataFrame) -> tuple[float, int]:
    return float(table["deficit"].sum()), int(table["is_gap"].sum())


_QUESTIONS: tuple[Callable[[Ecosystem], list[_Page | _Unanswered]], ...] = (
    _ask_core,
    _ask_grid,
    _ask_duplication,
    _ask_gaps,
)


def _table(caption: str, headings: Sequence[str], rows: Sequence[Sequence[object]]) -> Markup:
    """Return a table; a heading that begins with * stands over numbers."""
    columns = [{"name": one.lstrip("*"), "is_number": one.startswith("*")} for one in headings]
    return render("table.html", caption=caption, columns=columns, rows=rows)


def _about(e: Ecosystem) -> dict[str, str]:
    """Return the record of the data set as text; empty where not known."""
    names = ("title", "area", "snapshot_date", "prepared_by", "licence", "sources")
    if e.about.empty:
        return dict.fromkeys(names, "")
    row = e.about.iloc[0]
    known = {name: "" if pd.isna(row[name]) else str(row[name]) for name in names}
    if known["snapshot_date"]:
        known["snapshot_date"] = f"{row['snapshot_date']:%d %B %Y}".lstrip("0")
    return known


def _figures(e: Ecosystem) -> list[dict[str, str]]:
    ties = list_ties(e)
    pairs = {tuple(sorted(pair)) for pair in ties[["source", "target"]].to_numpy().tolist()}
    figures = [
        ("organisations", f"{len(e.organisations):,}"),
        ("services", f"{int(is_running(e, e.services).sum()):,}"),
        ("areas", f"{len(e.areas):,}"),
        ("pairs of organisations tied", f"{len(pairs):,}"),
    ]
    return [{"name": name, "number": number} for name, number in figures if number != "0"]


def _list_problems(e: Ecosystem) -> list[str]:
    counts = e.problems.groupby("severity").size()
    return [
        count_of(int(counts[severity]), severity)
        for severity in ("warning", "note")
        if severity in counts.index
    ]


def _version(e: Ecosystem) -> str:
    """Return a short hash of all tables: same data, same hash."""
    digest = hashlib.sha256()
    for name in TABLES:
        digest.update(getattr(e, name).to_csv(index=False).encode())
    return digest.hexdigest()[:12]
