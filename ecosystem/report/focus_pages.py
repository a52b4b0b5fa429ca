"""The page about who could lead on what."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from ecosystem.wording import count_of, join_words

from .content import MOST_ROWS, QuestionPage, Unanswered, keep_said
from .tables import TextTable

if TYPE_CHECKING:
    from ecosystem.questions.focus import FocusResult

    from .answers import Answers


LEADS = "Who leads on what?"
_HEADINGS = ["Kind of service", "Could lead", "Next best", "What that would cost", "Visited by"]
_CAPTION = "One lead for each kind of service, next best, and who could visit and review the lead"


def make_focus_page(answers: Answers) -> list[QuestionPage | Unanswered]:
    """Return the page about one lead for each kind of service."""
    focus = answers.focus
    if focus is None:
        return [Unanswered(question=LEADS, needs="services, and in providers who runs them")]
    visitors = focus.reviews.set_index("reviews")["name"]
    total = float(focus.summary["fit"])
    rows = [_list_cells(str(kind), row, total, visitors) for kind, row in focus.table.iterrows()]
    return [
        QuestionPage(
            question=LEADS,
            sentences=keep_said([focus.headline, _say_only(focus), _say_dearest(focus)]),
            table=TextTable(caption=_CAPTION, headings=_HEADINGS, rows=rows[:MOST_ROWS]),
            whole=TextTable(caption=_CAPTION, headings=_HEADINGS, rows=rows)
            if len(rows) > MOST_ROWS
            else None,
            discuss="Would each of these take it on? Who is better placed than the data know? "
            "Who could visit whom, to see how referrals come in?",
            notes=focus.notes,
            words=["could lead", "what that would cost"],
        )
    ]


def _list_cells(kind: str, row: pd.Series, total: float, visitors: pd.Series) -> list[str]:
    if not row["is_covered"]:
        return [kind, "not recorded", "", "", ""]
    other = "nobody else recorded" if pd.isna(row["next_best"]) else str(row["next_best_name"])
    visitor = visitors.get(row["lead"], "")
    return [kind, str(row["lead_name"]), other, _say_cost(row, total), str(visitor)]


def _say_cost(row: pd.Series, total: float) -> str:
    """Return what the next best would cost, in a few words; empty where there is none.

    `total` is how many services of their types all leads together run.
    """
    if pd.isna(row["next_best"]):
        return ""
    if row["types_lost"]:
        return f"{count_of(row['types_lost'], 'kind')} fewer with a lead"
    if not row["cost_of_change"]:
        return "nothing"
    return f"leads run {total - row['cost_of_change']:g} services, not {total:g}"


def _say_only(focus: FocusResult) -> str:
    """Return on which kinds just one organisation is recorded that could lead; empty if none."""
    kinds = focus.table.index[focus.table["could_lead"] == 1]
    if kinds.empty:
        return ""
    return f"Just one organisation on record could lead on {join_words(kinds, most=4)}."


def _say_dearest(focus: FocusResult) -> str:
    """Return where another lead would cost most; empty where none would cost anything."""
    costs = focus.table[focus.table["is_covered"] & focus.table["next_best"].notna()]
    costs = costs.sort_values(["types_lost", "cost_of_change"], ascending=False, kind="stable")
    if costs.empty or not costs[["types_lost", "cost_of_change"]].iloc[0].any():
        return ""
    return focus.explain(str(costs.index[0]))
