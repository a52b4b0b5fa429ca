"""The page about who talks to whom: within their own sector or beyond it, and through whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecosystem.wording import count_of

from .content import MOST_ROWS, Figure, QuestionPage, Unanswered, draw_bars, fill_cell
from .tables import TextTable

if TYPE_CHECKING:
    import pandas as pd

    from ecosystem.questions.ties import TiesResult

    from .answers import Answers


TALK = "Who do we talk to?"

_HEADINGS = {"sector": "Sector", "area": "Area"}


def make_talk_page(answers: Answers) -> list[QuestionPage | Unanswered]:
    """Return the page about ties within groups and beyond them."""
    ties = answers.talk
    if ties is None:
        needs = "ties, and organisations of more than one sector or area"
        return [Unanswered(question=TALK, needs=needs)]
    table = ties.table[ties.table[["internal", "external"]].sum(axis=1) > 0]
    caption = f"How many ties stay within each {ties.settings['by']}"
    return [
        QuestionPage(
            question=TALK,
            sentences=[ties.headline, *ties.findings],
            figure=Figure(
                picture=draw_bars(_draw_groups(table), f"{caption}."),
                caption=f"{caption}; those with most ties come first.",
            )
            if len(table)
            else None,
            table=_list_brokers(ties),
            whole=_list_groups(ties, caption),
            discuss="Whom do we talk to because we always have? Who else should be at the table, "
            "and who could bring them?",
            notes=ties.notes,
            words=["E-I index", "go-between"],
        )
    ]


def _draw_groups(table: pd.DataFrame) -> list[tuple[str, float, str]]:
    total = table["internal"] + table["external"]
    busiest = table.assign(total=total).sort_values("total", ascending=False, kind="stable")
    return [
        (
            str(row["name"]),
            row["internal"] / row["total"],
            f"{row['internal']:,} of {count_of(row['total'], 'tie')}",
        )
        for _, row in busiest.head(MOST_ROWS).iterrows()
    ]


def _list_brokers(ties: TiesResult) -> TextTable | None:
    """Return the go-betweens, of most pairs first; nothing where there is none."""
    brokers = ties.brokers[ties.brokers["pairs"] > 0]
    if brokers.empty:
        return None
    first = brokers.sort_values(["pairs", "name"], ascending=[False, True], kind="stable")
    rows = [
        [row["name"], f"{row['pairs']:,}", "yes" if row["is_only_link"] else ""]
        for _, row in first.head(MOST_ROWS).iterrows()
    ]
    return TextTable(
        caption="Go-betweens of others that have no tie of their own",
        headings=["Organisation", "*Pairs", "The only way for some"],
        rows=rows,
    )


def _list_groups(ties: TiesResult, caption: str) -> TextTable:
    rows = [
        [
            row["name"],
            f"{row['organisations']:,}",
            f"{row['internal']:,}",
            f"{row['external']:,}",
            f"{row['not_known']:,}",
            fill_cell(row["ei_index"], "{:+.2f}".format),
            fill_cell(row["expected"], "{:+.2f}".format),
        ]
        for _, row in ties.table.iterrows()
    ]
    heading = _HEADINGS[str(ties.settings["by"])]
    counts = ["*Organisations", "*Within", "*Beyond", "*Not known", "*E-I index", "*By chance"]
    return TextTable(caption=caption, headings=[heading, *counts], rows=rows)
