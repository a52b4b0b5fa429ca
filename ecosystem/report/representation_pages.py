"""The page about who speaks for whom, and how news goes through meetings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecosystem.data import split_list
from ecosystem.wording import count_of, join_words

from .content import MOST_ROWS, Figure, QuestionPage, Unanswered, draw_bars, fill_cell
from .tables import TextTable

if TYPE_CHECKING:
    from ecosystem.questions.representation import RepresentationResult

    from .answers import Answers


VOICES = "Who speaks for whom?"

_MOST_NAMED = 3
"""Names in a cell of a table: more would make the row several lines high."""

_MOST_BARS = 6
"""Organisations whose hours are drawn: with the table of areas they fit on a sheet of A4."""


def make_voices_page(answers: Answers) -> list[QuestionPage | Unanswered]:
    """Return the page about representatives, news and hours in meetings."""
    voices = answers.representation
    if voices is None:
        needs = "rows in groups and memberships: who sits in which meeting, and for which area"
        return [Unanswered(question=VOICES, needs=needs)]
    return [
        QuestionPage(
            question=VOICES,
            sentences=[voices.headline, *voices.findings],
            figure=_draw_hours(voices),
            table=_list_areas(voices),
            whole=_list_hearing(voices),
            discuss="Who should speak for the areas that nobody speaks for, and who chooses them? "
            "Which meeting could go, and who would then miss its news?",
            notes=voices.notes,
        )
    ]


def _draw_hours(voices: RepresentationResult) -> Figure | None:
    """Return the hours a year of those who give most; None where no hour is recorded."""
    load = voices.load[voices.load["hours"] > 0].head(_MOST_BARS)
    if load.empty:
        return None
    most = load["hours"].max()
    bars = [
        (
            row["name"],
            row["hours"] / most,
            count_of(row["hours"], "hour") + (" or more" if row["groups_not_known"] else ""),
        )
        for _, row in load.iterrows()
    ]
    caption = "Hours a year in meetings, if one person of each organisation goes to each"
    rest = int((voices.load["hours"] > 0).sum()) - len(load)
    give = "other gives" if rest == 1 else "others give"
    others = f" {rest:,} {give} no more by what is recorded." if rest else ""
    return Figure(picture=draw_bars(bars, f"{caption}."), caption=f"{caption}.{others}")


def _list_areas(voices: RepresentationResult) -> TextTable:
    """Return the areas with most organisations that have nobody, and then the others."""
    table = voices.table[~voices.table["is_whole"] & (voices.table["organisations"] > 0)]
    is_told = table["representatives"] > 0
    ordered = table.assign(is_told=is_told).sort_values(
        ["is_told", "organisations", "name"], ascending=[True, False, True], kind="stable"
    )
    rows = [
        [
            row["name"],
            join_words(split_list(row["spoken_for_by"]), most=_MOST_NAMED),
            _say_status(row["status"], is_term_known=row["is_term_known"]),
            f"{row['organisations']:,}",
            fill_cell(row["tied_to_representative"], lambda number: f"{number:,.0f}"),
        ]
        for _, row in ordered.head(MOST_ROWS).iterrows()
    ]
    return TextTable(
        caption="Areas, and who speaks for them",
        headings=["Area", "Spoken for by", "How", "*Organisations", "*Tied to whoever speaks"],
        rows=rows,
    )


def _say_status(status: str, *, is_term_known: bool) -> str:
    is_held = status in {"elected", "not elected", "election not recorded"}
    return f"{status}, term not recorded" if is_held and not is_term_known else status


def _list_hearing(voices: RepresentationResult) -> TextTable:
    """Return how each organisation hears of news, whoever hears last at the end."""
    group = voices.settings["begins_in_name"]
    spread = voices.spread.sort_values(["meetings", "days_high", "name"], kind="stable")
    rows = [
        [
            row["name"],
            row["status"],
            fill_cell(row["heard_in"]),
            fill_cell(row["brought_by_name"]),
            _say_days(row["days_low"], row["days_high"]),
        ]
        for _, row in spread.iterrows()
    ]
    return TextTable(
        caption=f"How news from {group} goes through meetings",
        headings=["Organisation", "Hears", "In", "Brought by", "*Days"],
        rows=rows,
    )


def _say_days(low: object, high: object) -> str:
    """Return the days until an organisation hears, or between what they lie."""
    least, most = (fill_cell(days, lambda number: f"{number:,.0f}") for days in (low, high))
    if least == most or not most:
        return most
    return f"{least} to {most}"
