"""Pages about what becomes of people: referral journeys, closures, ideas to try."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pandas as pd

from ecosystem.disclosure import LEAST_SHOWN, count_people, is_small
from ecosystem.wording import count_of

from .answers import choose_shown
from .content import MOST_ROWS, Figure, Idea, Page, Table, Unanswered, draw_bars, keep_said

if TYPE_CHECKING:
    from ecosystem.data import Ecosystem
    from ecosystem.questions.closures import ClosuresResult
    from ecosystem.questions.pathways import PathwaysResult

    from .answers import Answers


JOURNEYS = "Do referrals arrive?"
CLOSING = "If one closes, who is left without?"
_MOST_IDEAS = 3


def ask_journeys(e: Ecosystem, answers: Answers) -> list[Page | Unanswered]:
    """Return the page about referrals."""
    found = answers.pathways
    if found is None:
        needs = "rows in referrals with sent, and best of all accepted and feedback"
        return [Unanswered(question=JOURNEYS, needs=needs)]
    table = found.table[found.table["sent"] > 0]
    busiest = table.sort_values("sent", ascending=False, kind="stable").head(MOST_ROWS)
    shares = [
        (row["name"], row["closed_loop_share"], f"{row['closed_loop_share']:.0%}")
        for _, row in found.shown.loc[busiest.index].iterrows()
        if pd.notna(row["closed_loop_share"])
    ]
    loop = found.summary["closed_loop_share"]
    return [
        Page(
            kind="journeys",
            question=JOURNEYS,
            sentences=[found.headline, *found.findings],
            figure=Figure(
                picture=draw_bars(shares, found.headline),
                caption="For what share of the people sent to each the sender learns what became "
                "of them. Those who receive most come first.",
            )
            if shares
            else None,
            table=_list_receivers(found, busiest),
            whole=_list_links(e, found),
            discuss="Which of these should answer back, and how? Which route should exist and "
            "does not?",
            notes=found.notes,
            number=None
            if pd.isna(loop)
            else (f"{loop:.0%}", "of people sent on: the sender learns what became of them"),
        )
    ]


def _list_receivers(found: PathwaysResult, busiest: pd.DataFrame) -> Table:
    shown = found.shown.loc[busiest.index]
    headings = ["Sent to", "*People", "*Taken on", "*Sender hears back", "*Middle wait"]
    rows = [
        [
            row["name"],
            _say_people(row["sent"]),
            _say_share(row["accepted_share"]),
            _say_share(row["closed_loop_share"]),
            "" if pd.isna(row["median_wait_days"]) else count_of(row["median_wait_days"], "day"),
        ]
        for _, row in shown.iterrows()
    ]
    return Table(caption="Who receives most people", headings=headings, rows=rows)


def _list_links(e: Ecosystem, found: PathwaysResult) -> Table:
    names = e.organisations.set_index("organisation_id")["name"]
    links = found.agreed_and_used.sort_values("sent", ascending=False, kind="stable")
    rows = [
        [names[row["from_id"]], names[row["to_id"]], _known(row["service_type"]), row["kind"],
         _say_people(row["sent"])]
        for _, row in links.iterrows()
    ]  # fmt: skip
    headings = ["From", "To", "For", "Agreement", "*People"]
    return Table(caption="Every referral route", headings=headings, rows=rows)


def _known(value: object) -> str:
    return value if isinstance(value, str) else ""


def _say_people(value: object) -> str:
    if isinstance(value, str):
        return value
    return "" if not isinstance(value, (int, float)) or math.isnan(value) else count_people(value)


def _say_share(value: object) -> str:
    return f"{value:.0%}" if isinstance(value, float) and pd.notna(value) else ""


def ask_closing(_e: Ecosystem, answers: Answers) -> list[Page | Unanswered]:
    """Return the page about closures."""
    found = answers.closures
    if found is None:
        needs = "services with capacity and the areas they reach, and demand for the same types"
        return [Unanswered(question=CLOSING, needs=needs)]
    worst = _sort_worst(found).head(MOST_ROWS)
    most = worst["unserved"].max()
    bars = [
        (row["name"], row["unserved"] / most, f"{count_people(row['unserved'])} people")
        for _, row in worst.iterrows()
        if not is_small(row["unserved"])
    ]
    return [
        Page(
            kind="closing",
            question=CLOSING,
            sentences=[found.headline, *found.findings],
            figure=Figure(
                picture=draw_bars(bars, found.headline),
                caption="People left without help if each organisation closed. In the table: how "
                f"often each is among the five worst in {found.settings['runs']:,} tries with "
                f"every number up to {found.settings['uncertainty']:.0%} off, and how many of its "
                "services could be counted.",
            )
            if bars
            else None,
            table=_list_closings(found, worst),
            whole=_list_what_ifs(found),
            discuss="For which of these do we need a plan, and who would take over what?",
            notes=found.notes,
            number=(
                count_people(most),
                "people would be left without help by the closing that hurts most",
            )
            if len(worst)
            else None,
        )
    ]


def _sort_worst(found: ClosuresResult) -> pd.DataFrame:
    table = found.table[found.table["unserved"] >= 0.5]
    return table.sort_values("unserved", ascending=False, kind="stable")


def _list_closings(found: ClosuresResult, worst: pd.DataFrame) -> Table | None:
    if worst.empty:
        return None
    shown = found.shown.loc[worst.index]
    columns = ("people_served", "rerouted", "unserved")
    rows = [
        [
            row["name"],
            *(_say_people(row[column]) for column in columns),
            _say_share(row["top_five_share"]),
            f"{row['counted']:,} of {row['services']:,}",
        ]
        for _, row in shown.iterrows()
    ]
    headings = ["If it closed", "*Serves", "*Placed elsewhere", "*Left without"]
    headings += ["*Worst five", "*Counted"]
    return Table(
        caption="The closings that hurt most",
        headings=headings,
        rows=rows,
    )


def _list_what_ifs(found: ClosuresResult) -> Table | None:
    """Return what two closings at once and a funder's stopping would do."""
    names = found.table["name"]
    pairs = found.pairs[found.pairs["unserved_both"] >= LEAST_SHOWN].head(MOST_ROWS)
    funders = found.funders[found.funders["unserved"] >= LEAST_SHOWN]
    funders = funders.sort_values("unserved", ascending=False, kind="stable").head(MOST_ROWS)
    without = "are left without help"
    rows = [
        *(
            [f"{names[a]} and {names[b]} both close", count_people(both), without]
            for a, b, both in zip(pairs["a"], pairs["b"], pairs["unserved_both"], strict=True)
        ),
        *(
            [f"The funding of {name} stops", count_people(lost), without]
            for name, lost in zip(funders["name"], funders["unserved"], strict=True)
        ),
    ]
    if not rows:
        return None
    return Table(
        caption="Two closings at once, and funders",
        headings=["If", "*People", "What becomes of them"],
        rows=rows,
    )


def list_ideas(answers: Answers) -> list[Idea]:
    """Return three things to try, each from another question, with the numbers behind it."""
    ideas = [
        *_suggest_help(answers),
        *_suggest_cover(answers),
        *_suggest_answers(answers),
        *_suggest_sharing(answers),
        *_suggest_invitation(answers),
    ]
    return ideas[:_MOST_IDEAS]


def _suggest_help(answers: Answers) -> list[Idea]:
    for asked in answers.gaps.values():
        main = choose_shown(asked)
        table = main.table[main.table["is_gap"] & ~main.table["is_hidden"]]
        table = table[table["deficit"] >= LEAST_SHOWN].sort_values(
            "deficit", ascending=False, kind="stable"
        )
        if len(table):
            name = table["name"].iloc[0]
            return [
                Idea(
                    what=f"Bring {main.settings['asked']} to {name}: a visit a week, a phone line "
                    "or training for someone who is there.",
                    evidence=main.explain(str(table.index[0])),
                )
            ]
    return []


def _suggest_cover(answers: Answers) -> list[Idea]:
    found = answers.closures
    if found is None:
        return []
    worst = _sort_worst(found)
    if worst.empty or is_small(worst["unserved"].iloc[0]):
        return []
    return [
        Idea(
            what=f"Agree who would take over the work of {worst['name'].iloc[0]} if it had to "
            "close.",
            evidence=found.explain(str(worst.index[0])),
        )
    ]


def _suggest_answers(answers: Answers) -> list[Idea]:
    found = answers.pathways
    if found is None:
        return []
    table = found.table[
        (found.table["sent"] >= LEAST_SHOWN) & (found.table["closed_loop_share"] < 0.5)
    ]
    if table.empty:
        return []
    worst = table.sort_values("sent", ascending=False, kind="stable")
    return [
        Idea(
            what=f"Let {worst['name'].iloc[0]} tell senders what became of the people they sent: "
            "one line a month is enough.",
            evidence=found.explain(str(worst.index[0])),
        )
    ]


def _suggest_sharing(answers: Answers) -> list[Idea]:
    found = answers.duplication
    if found is None or found.clusters.empty:
        return []
    first = found.table[found.table["cluster"] == found.clusters.index[0]]
    return [
        Idea(
            what="Sit down together and say who will take on what, or say that the choice is "
            "wanted.",
            evidence=found.explain(str(first.index[0])),
        )
    ]


def _suggest_invitation(answers: Answers) -> list[Idea]:
    core = answers.core
    if core is None:
        return []
    alone = core.table[core.table["role"] == "not connected"]
    said = keep_said([core.explain(str(one)) for one in alone.index[:1]])
    return [
        Idea(what=f"Invite {alone['name'].iloc[0]} to the next meeting.", evidence=one)
        for one in said
    ]
