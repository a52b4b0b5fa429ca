"""Pages about who works with whom: the core, and who answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from ecosystem.access import list_reported
from ecosystem.disclosure import are_stand_ins
from ecosystem.maps import caption_network, list_network_key, picture_network
from ecosystem.wording import count_of, join_words, say_are, say_have

from .content import (
    ROWS_BELOW_MAP,
    Figure,
    QuestionPage,
    Unanswered,
    draw_bars,
    fill_cell,
    keep_said,
)
from .tables import TextTable

if TYPE_CHECKING:
    from ecosystem.data import Ecosystem
    from ecosystem.questions.core import CoreResult

    from .answers import Answers


CORE = "Who is the core, and who the wider network?"
ANSWERED = "Who answered, and how sure are we?"


def make_core_page(answers: Answers) -> list[QuestionPage | Unanswered]:
    """Return the page about the centre and the edge."""
    core = answers.core
    if core is None:
        needs = "rows in referrals or relationships, with from_id and to_id"
        return [Unanswered(question=CORE, needs=needs)]
    table = core.table
    core_size = int((table["role"] == "core").sum())

    # Who is in the middle or might be; where nobody is, who has most ties.
    in_question = table[table["role"].isin(["core", "uncertain"])]
    members = in_question if len(in_question) else table
    members = members.sort_values(["role", "ties_total"], ascending=[True, False], kind="stable")
    # A method that gives no chances would leave a column empty; in no core nobody has any.
    is_found = bool(core.summary["is_core_found"])
    has_chances = is_found and bool(members["p_core"].notna().any())
    return [
        QuestionPage(
            question=CORE,
            sentences=keep_said([core.headline, _say_moves(core), _say_untied(core)]),
            figure=Figure(
                picture=picture_network(answers.e, core),
                key=list_network_key(answers.e, core),
                caption=caption_network(answers.e, core),
                is_map=True,
            ),
            table=_list_members(members.head(ROWS_BELOW_MAP), has_chances=has_chances),
            whole=_list_roles(answers.e, core),
            discuss="Does this match who leads and plans together? Who is missing from the "
            "middle, and who would like to move in or out?",
            notes=core.notes,
            words=["core", "wider network", *(["in the core"] if has_chances else []), "tie"],
            number=(
                f"{core_size} of {core.summary['organisations']:.0f}",
                "organisations form the core",
            )
            if core_size
            else None,
        )
    ]


def _list_members(members: pd.DataFrame, *, has_chances: bool) -> TextTable:
    headings = ["Organisation", "Role", *(["*In the core"] if has_chances else []), "*Tied to"]
    rows = []
    for _, row in members.iterrows():
        chance = [fill_cell(row["p_core"], _say_chance)] if has_chances else []
        rows.append([row["name"], row["role"], *chance, f"{row['ties_total']:,}"])
    return TextTable(caption="The core and its edge", headings=headings, rows=rows)


def _say_chance(chance: float) -> str:
    return f"{100 * chance:.0f} in 100"


def _list_roles(e: Ecosystem, core: CoreResult) -> TextTable:
    sectors = e.organisations["sector"].fillna("not known")
    rows = [
        [name, sector, role, f"{ties:,}"]
        for name, sector, role, ties in zip(
            core.table["name"].tolist(),
            sectors.tolist(),
            core.table["role"].tolist(),
            core.table["ties_total"].tolist(),
            strict=True,
        )
    ]
    headings = ["Organisation", "Sector", "Role", "*Tied to"]
    return TextTable(caption="Every organisation and its role", headings=headings, rows=rows)


def _say_moves(core: CoreResult) -> str:
    moves = core.table["move"].fillna("")
    inward = core.table.loc[moves == "could move in", "name"]
    if inward.empty:
        return ""
    return f"{join_words(inward, most=4)} could move in with a few more ties."


def _say_untied(core: CoreResult) -> str:
    is_untied = (core.table["role"] == "not connected") & ~core.table["has_ties_left_out"]
    untied = core.table.loc[is_untied, "name"]
    if untied.empty:
        return ""
    names = join_words(untied, most=5)
    return f"{names} {say_have(len(untied))} no tie to anyone in these data yet."


def make_answered_page(answers: Answers) -> list[QuestionPage | Unanswered]:
    """Return the page about who reported, and what is not filled in."""
    filled = _count_filled(answers)
    if not filled:
        return [Unanswered(question=ANSWERED, needs="services, demand or ties to count")]
    least = sorted(filled, key=lambda row: row[1] / row[2])[:2]
    gaps = [f"{what} ({known:,} of {rows:,})" for what, known, rows in least if known < rows]
    caption = "How much of the data is filled in"
    return [
        QuestionPage(
            question=ANSWERED,
            sentences=keep_said(
                [
                    _say_reported(answers),
                    f"What is known least: {join_words(gaps)}." if gaps else "",
                    _say_sure(answers.core),
                ]
            ),
            figure=Figure(
                picture=draw_bars(
                    [
                        (what, known / rows, f"{known:,} of {rows:,}")
                        for what, known, rows in filled
                    ],
                    f"{caption}.",
                ),
                caption=f"{caption}. What is empty is not known, not zero.",
            ),
            whole=TextTable(
                caption=caption,
                headings=["What", "*Known", "*Of"],
                rows=[[what, f"{known:,}", f"{rows:,}"] for what, known, rows in filled],
            ),
            discuss="Who should be asked next? Which numbers would change what we do?",
        )
    ]


def _count_filled(answers: Answers) -> list[tuple[str, int, int]]:
    """Return how many rows know each thing the answers rest on: what, known, of how many."""
    e = answers.e
    services = e.services[answers.positions.is_offered]
    # What became of a few is hidden, so that it cannot be told whether it is recorded.
    told = e.referrals[~are_stand_ins(e.referrals["sent"])]
    columns = [
        ("where organisations are", e.organisations["area_code"]),
        ("how many places a service has", services["capacity"]),
        ("languages of a service", services["languages"]),
        ("whom a service is for", services["eligibility"]),
        ("whether a service takes people now", services["accepting_referrals"]),
        ("how many people were sent on", e.referrals["sent"]),
        ("how many people were taken on", told["accepted"]),
        ("whether the sender hears back", e.referrals["feedback"]),
        ("who reported a tie", _list_reporters(e)),
    ]
    filled = [(what, int(cells.notna().sum()), len(cells)) for what, cells in columns if len(cells)]
    return filled + _count_needs(answers)


def _count_needs(answers: Answers) -> list[tuple[str, int, int]]:
    """Return of how many areas the need is known, by type of service: what, known, of how many."""
    needs = []
    for service_type, by_advice in answers.gaps.items():
        # The need is the same whatever the kind of advice.
        table = next(iter(by_advice.values())).table
        areas = table[~table["is_whole"].astype(bool)]
        what = f"people in need of {service_type}, by area"
        needs.append((what, int(areas["demand"].notna().sum()), len(areas)))
    return needs


def _list_reporters(e: Ecosystem) -> pd.Series:
    """Return who reported each tie, row by row; empty where that is not recorded."""
    reporters: pd.Series = pd.concat([e.referrals["reported_by"], e.relationships["reported_by"]])
    return reporters


def _say_reported(answers: Answers) -> str:
    e, ties = answers.e, answers.ties
    if ties.empty:
        return ""
    reported = list_reported(e)
    if reported.isna().all():
        return "It is not on record who told of the ties, so it cannot be seen who kept silent."
    ids = e.organisations["organisation_id"]
    tied = ids.iloc[sorted({*ties["source"], *ties["target"]})]
    silent = int((~reported[tied].fillna(value=True)).sum())
    untied = int((~reported.fillna(value=True)).sum()) - silent
    unsaid = int(reported.isna().sum())
    everyone = count_of(len(ids), "organisation")
    words = f"{reported.sum():,} of {everyone} said whom they are tied to"
    if silent:
        words += f"; {silent:,} {say_are(silent)} known only because others named them"
    if untied:
        words += f"; {untied:,} {say_have(untied)} no tie on record"
    if unsaid:
        them = "it" if unsaid == 1 else "they"
        words += f"; of {unsaid:,} it is not recorded whether {them} did"
    return f"{words}."


def _say_sure(core: CoreResult | None) -> str:
    if core is None:
        return ""
    low, high = (core.summary.get(name) for name in ("core_size_low", "core_size_high"))
    if pd.isna(low) or pd.isna(high) or not (core.table["role"] == "core").any():
        return ""
    if low == high:
        members = count_of(low, "member")
        return f"By the ties on record the core has {members} however they are weighed up."
    return f"By the ties on record the core has between {low:,.0f} and {high:,.0f} members."
