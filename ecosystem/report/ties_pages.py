"""Pages about who works with whom: the core, and who answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from ecosystem.graph import find_positions, list_ties
from ecosystem.maps import list_role_key, list_sector_key, picture_network
from ecosystem.wording import count_of, join_words

from .content import MOST_ROWS, Figure, Page, Table, Unanswered, draw_bars, keep_said

if TYPE_CHECKING:
    from ecosystem.data import Ecosystem
    from ecosystem.questions.core import CoreResult

    from .answers import Answers


CORE = "Who is the core, and who the wider network?"
ANSWERED = "Who answered, and how sure are we?"


def ask_core(e: Ecosystem, answers: Answers) -> list[Page | Unanswered]:
    """Return the page about the centre and the edge."""
    core = answers.core
    if core is None:
        needs = "rows in referrals or relationships, with from_id and to_id"
        return [Unanswered(question=CORE, needs=needs)]
    table = core.table
    core_size = int((table["role"] == "core").sum())
    near = table[table["role"].isin(["core", "uncertain"])]
    shown = near if len(near) else table
    shown = shown.sort_values(["role", "ties_total"], ascending=[True, False], kind="stable")
    return [
        Page(
            kind="core",
            question=CORE,
            sentences=keep_said([core.headline, _say_moves(core), _say_alone(core)]),
            figure=Figure(
                picture=picture_network(e, core),
                key=[*list_sector_key(e.organisations), *list_role_key(core)],
                caption="Lines are ties: referrals and relationships. The core is in the middle.",
            ),
            table=_list_members(core, shown.head(MOST_ROWS)),
            whole=_list_roles(e, core),
            discuss="Does this match who leads and plans together? Who is missing from the "
            "middle, and who would like to move in or out?",
            notes=core.notes,
            number=(f"{core_size} of {len(table)}", "organisations form the core")
            if core_size
            else None,
        )
    ]


def _list_members(core: CoreResult, shown: pd.DataFrame) -> Table:
    sure = shown["p_core"].notna().any()
    headings = ["Organisation", "Role", *(["*In the core"] if sure else []), "*Tied to", "Why"]
    rows = []
    for one, row in shown.iterrows():
        chance = [] if not sure else [_say_chance(row["p_core"])]
        rows.append(
            [row["name"], row["role"], *chance, f"{row['ties_total']:,}", core.explain(str(one))]
        )
    return Table(caption="The core and its edge", headings=headings, rows=rows)


def _say_chance(chance: float) -> str:
    return "" if pd.isna(chance) else f"{100 * chance:.0f} in 100"


def _list_roles(e: Ecosystem, core: CoreResult) -> Table:
    sectors = e.organisations["sector"].fillna("not known")
    rows = [
        [row["name"], sector, row["role"], f"{row['ties_total']:,}"]
        for (_, row), sector in zip(core.table.iterrows(), sectors, strict=True)
    ]
    headings = ["Organisation", "Sector", "Role", "*Tied to"]
    return Table(caption="Every organisation and its role", headings=headings, rows=rows)


def _say_moves(core: CoreResult) -> str:
    moves = core.table["move"].fillna("")
    inward = core.table.loc[moves == "could move in", "name"]
    if not len(inward):
        return ""
    return f"{join_words(inward, most=4)} could move in with few more ties."


def _say_alone(core: CoreResult) -> str:
    alone = core.table.loc[core.table["role"] == "not connected", "name"]
    if not len(alone):
        return ""
    verb = "has" if len(alone) == 1 else "have"
    return f"{join_words(alone, most=5)} {verb} no tie to anyone in these data yet."


def ask_answered(e: Ecosystem, answers: Answers) -> list[Page | Unanswered]:
    """Return the page about who reported, and what is not filled in."""
    rows = _count_filled(e)
    if not rows:
        return [Unanswered(question=ANSWERED, needs="services, demand or ties to count")]
    least = sorted(rows, key=lambda row: row[1] / row[2])[:2]
    gaps = [f"{what} ({known:,} of {of:,})" for what, known, of in least if known < of]
    return [
        Page(
            kind="answered",
            question=ANSWERED,
            sentences=keep_said(
                [
                    _say_reported(e),
                    f"Least is known about {join_words(gaps)}." if gaps else "",
                    _say_sure(answers.core),
                ]
            ),
            figure=Figure(
                picture=draw_bars(
                    [(what, known / of, f"{known:,} of {of:,}") for what, known, of in rows],
                    "How much of the data is filled in.",
                ),
                caption="How much of the data is filled in. What is empty is not known, not zero.",
            ),
            whole=Table(
                caption="How much of the data is filled in",
                headings=["What", "*Known", "*Of"],
                rows=[[what, f"{known:,}", f"{of:,}"] for what, known, of in rows],
            ),
            discuss="Who should be asked next? Which numbers would change what we do?",
        )
    ]


def _count_filled(e: Ecosystem) -> list[tuple[str, int, int]]:
    """Return how many rows know each thing the answers rest on: what, known, of how many."""
    services = e.services[find_positions(e).is_offered]
    sets = [
        ("where organisations are", e.organisations, "area_code"),
        ("places a service has", services, "capacity"),
        ("languages of a service", services, "languages"),
        ("whom a service is for", services, "eligibility"),
        ("whether a service takes people now", services, "accepting_referrals"),
        ("people in need", e.demand, "people"),
        ("people a referral carries", e.referrals, "sent"),
        ("people taken on", e.referrals, "accepted"),
        ("whether the sender hears back", e.referrals, "feedback"),
        ("who reported a tie", _list_reported(e), "reported_by"),
    ]
    return [
        (what, int(frame[column].notna().sum()), len(frame))
        for what, frame, column in sets
        if len(frame)
    ]


def _list_reported(e: Ecosystem) -> pd.DataFrame:
    return pd.concat([e.referrals[["reported_by"]], e.relationships[["reported_by"]]])


def _say_reported(e: Ecosystem) -> str:
    ties = list_ties(e)
    reporters = set(_list_reported(e)["reported_by"].dropna())
    if ties.empty:
        return ""
    if not reporters:
        return "Who reported the ties is not recorded, so nobody's silence can be told apart."
    ids = e.organisations["organisation_id"]
    tied = set(ids.iloc[sorted({*ties["source"], *ties["target"]})])
    named = len(tied - reporters)
    words = f"{len(reporters):,} of {count_of(len(ids), 'organisation')} reported their ties"
    if named:
        others = "is" if named == 1 else "are"
        words += f"; {named:,} {others} known only because others named them"
    return f"{words}."


def _say_sure(core: CoreResult | None) -> str:
    if core is None:
        return ""
    low, high = (core.summary.get(name) for name in ("core_size_low", "core_size_high"))
    if pd.isna(low) or pd.isna(high) or not (core.table["role"] == "core").any():
        return ""
    if low == high:
        return f"The core has {count_of(low, 'member')} however the ties are weighed up."
    return f"The core has between {low:,.0f} and {high:,.0f} members."
