"""Pages about what becomes of people: referral journeys, closures, ideas to try."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from ecosystem.data import LOG_TOTALS
from ecosystem.disclosure import (
    LEAST_SHOWN,
    SMALL,
    are_mostly_few,
    are_small,
    count_people,
    count_total,
    is_small,
)
from ecosystem.questions.closures import say_lost, say_steadiness
from ecosystem.questions.pathways import say_limits, say_within
from ecosystem.wording import count_of, say_share

from .answers import choose_shown
from .content import MOST_ROWS, Figure, Idea, QuestionPage, Unanswered, draw_bars, fill_cell
from .tables import TextTable

if TYPE_CHECKING:
    from ecosystem.data import Ecosystem
    from ecosystem.questions.closures import ClosuresResult
    from ecosystem.questions.pathways import PathwaysResult

    from .answers import Answers


JOURNEYS = "Do people who are sent on arrive?"
CLOSING = "If one closes, who is left without?"

_MOST_IDEAS = 3
"""Ideas at the end of the report: each from another question, the most pressing first. The table
leaves room for who takes it on and by when."""

_FEW_HEAR_BACK = 0.5
"""Share of the people sent of whom the sender learns what became of them: below it, of most nothing
is heard, and the receiver may be asked to answer back."""

_WHOLE_PERSON = 0.5
"""People left without help, from which on the number rounds to one: a closing with less than this
leaves nobody without, and is none that hurts."""

_WITHOUT_HELP = "are left without help"


def make_journeys_page(answers: Answers) -> list[QuestionPage | Unanswered]:
    """Return the page about referrals."""
    pathways = answers.pathways
    if pathways is None:
        needs = "rows in referrals with sent, and best of all accepted and feedback"
        return [Unanswered(question=JOURNEYS, needs=needs)]
    table = pathways.table[pathways.table["sent"] > 0]
    # Sorted by the exact numbers, told by the shown ones: those that are hidden have no order.
    busiest = table.sort_values("sent", ascending=False, kind="stable").head(MOST_ROWS)
    receivers = pathways.shown.loc[busiest.index]
    # A bar is as long as is certain: it is not known of the others, so they may be all or none.
    bars = [
        (row["name"], row["closed_loop_share_low"], _say_known(row, "closed_loop", is_rough=True))
        for _, row in receivers.dropna(subset=["closed_loop_share_low"]).iterrows()
    ]
    return [
        QuestionPage(
            question=JOURNEYS,
            sentences=_say_how_they_go(answers.e, pathways),
            figure=Figure(
                picture=draw_bars(bars, pathways.headline),
                caption="For what share of the people sent to each the sender learns what became "
                "of them. Where that is known of some only, the bar ends at the share that is "
                "certain. Those who receive most come first.",
            )
            if bars
            else None,
            table=_list_receivers(receivers, pathways.pairs),
            whole=_list_routes(answers.e, pathways),
            discuss="Which of these should answer back, and how? Which route should exist and "
            "does not?",
            notes=[*pathways.notes, *_note_few(pathways)],
            words=["sender hears back", "middle wait"],
            number=_count_heard(pathways),
        )
    ]


def _say_how_they_go(e: Ecosystem, pathways: PathwaysResult) -> list[str]:
    """Return the sentences of the page; where they are of a log its totals say most.

    Of each way some few are not told, so that all ways say less of how many were taken on.
    """
    said = e.about[LOG_TOTALS].dropna() if LOG_TOTALS in e.about else pd.Series(dtype="str")
    if said.empty:
        return [pathways.headline, *pathways.findings]
    log = f"The log that was read has {said.iloc[0]}."
    if are_mostly_few(pathways.pairs["sent"]):
        routes = count_of(len(pathways.pairs), "route")
        return [f"{log} Over {routes} they are too few to tell more of each.", *pathways.findings]
    if pd.isna(pathways.summary["accepted_share"]):
        return [log, *pathways.findings]
    return [pathways.headline, log, *pathways.findings]


def _note_few(pathways: PathwaysResult) -> list[str]:
    """Return what to do where most numbers are too few to be shown."""
    if not are_mostly_few(pathways.pairs["sent"]):
        return []
    return ["Exact totals for each organisation are in a copy for private eyes alone."]


def _count_heard(pathways: PathwaysResult) -> tuple[str, str] | None:
    """Return of how many people the sender learns the result, as the figure of the page."""
    numbers = pathways.shown_summary
    share, known, people = (
        numbers[name] for name in ("closed_loop_share", "closed_loop_known", "referrals")
    )
    if pd.isna(share):
        return None
    if pd.isna(known):
        of_how_many = " (where that is known)"
    else:
        of_how_many = "" if known == people else f" (known for {known:,.0f} of {people:,.0f})"
    return say_share(
        share
    ), f"of people sent on: the sender learns what became of them{of_how_many}"


_SHARES = {"*Taken on": "accepted", "*Sender hears back": "closed_loop", "*Got help": "got_help"}
"""Headings to the shares below them."""


def _list_receivers(receivers: pd.DataFrame, pairs: pd.DataFrame) -> TextTable:
    sent = [pairs.loc[pairs["to_id"] == key, "sent"] for key in receivers.index]
    shares = {
        heading: [
            _say_known(row, name, is_rough=are_mostly_few(people))
            for people, (_, row) in zip(sent, receivers.iterrows(), strict=True)
        ]
        for heading, name in _SHARES.items()
    }
    columns = {
        "Sent to": receivers["name"].tolist(),
        "*People": [_say_range(count_total(people)) for people in sent],
        **shares,
        "*Middle wait": [fill_cell(wait, _say_days) for wait in receivers["median_wait_days"]],
    }
    # Where only ranges are known nobody can be said to receive most, and what became of so few is
    # shown nowhere: a column of nothing would say no more than this. Who got help is seldom known.
    is_rough = are_mostly_few(pairs["sent"])
    columns = {
        heading: cells
        for heading, cells in columns.items()
        if any(cells) or not (is_rough or heading == "*Got help")
    }
    return TextTable(
        caption="Who receives people" if is_rough else "Who receives most people",
        headings=list(columns),
        rows=[list(row) for row in zip(*columns.values(), strict=True)],
    )


def _list_routes(e: Ecosystem, pathways: PathwaysResult) -> TextTable:
    names = dict(zip(e.organisations["organisation_id"], e.organisations["name"], strict=True))
    routes = pathways.agreed_and_used.sort_values("sent", ascending=False, kind="stable")
    # Where all are as few as may not be shown, one word for all of them says it.
    are_few = bool(len(routes)) and bool(are_small(routes["sent"]).all())
    columns = [
        routes["from_id"].map(names).tolist(),
        routes["to_id"].map(names).tolist(),
        routes["service_type"].fillna("").tolist(),
        routes["kind"].tolist(),
    ]
    if not are_few:
        # Few numbers stand on many routes: each is said once. Of some routes none is known.
        numbers = routes["sent"].dropna().unique().tolist()
        said = {number: count_people(number) for number in numbers}
        columns.append([said.get(number, "") for number in routes["sent"].tolist()])
    rows = [list(row) for row in zip(*columns, strict=True)]
    return TextTable(
        caption=f"Every referral route, each with {SMALL} people"
        if are_few
        else "Every referral route",
        headings=["From", "To", "For", "Agreement", *([] if are_few else ["*People"])],
        rows=rows,
        # Shown are first the routes of most people, but a file of all is looked through by sender.
        packed_order=routes.index.argsort().tolist(),
    )


def _say_known(row: pd.Series, name: str, *, is_rough: bool = False) -> str:
    """Return a share of the people sent, and where it is known of some only, of how many.

    `is_rough`: of how many there are in all it is only known between what their number lies.
    """
    share, known = row[f"{name}_share"], row[f"{name}_known"]
    words = fill_cell(share, say_share)
    low, high = row[f"{name}_share_low"], row[f"{name}_share_high"]
    of_all = row["sent"] if pd.isna(row["due"]) else row["due"]
    if pd.isna(share):
        return say_within(low, high)
    if known == of_all:
        return words
    if pd.isna(low) or pd.isna(known):
        return f"{words} where known"
    if is_rough:
        return f"{words} of the {known:,.0f} known"
    return f"{words} of the {known:,.0f} known (between {say_limits(low, high)} of all)"


def _say_days(days: float) -> str:
    return count_of(days, "day")


def make_closing_page(answers: Answers) -> list[QuestionPage | Unanswered]:
    """Return the page about closures."""
    closures = answers.closures
    if closures is None:
        needs = (
            "how many people each service can see, the areas it reaches, and who needs the same: "
            "capacity, catchments and demand"
        )
        return [Unanswered(question=CLOSING, needs=needs)]
    worst = _sort_worst(closures).head(MOST_ROWS)
    most = worst[["unserved", "unserved_high"]].max().max()
    # A bar is as long as is certain, and the words say what it may be. One for a hidden number
    # would show its size.
    bars = [
        (row["name"], row["unserved_low"] / most, say_lost(worst.loc[[key]]))
        for key, row in worst.iterrows()
        if not is_small(row["unserved"]) and not is_small(row["unserved_low"])
    ]
    return [
        QuestionPage(
            question=CLOSING,
            sentences=[closures.headline, *closures.findings],
            figure=Figure(
                picture=draw_bars(bars, closures.headline),
                caption="People left without help if each closed. Where not all is "
                "recorded, the bar ends at the number that is certain. In the table: whom each "
                "serves, with people spread evenly, and how many of its services could be counted.",
            )
            if bars
            else None,
            table=_list_closings(closures, worst),
            whole=_list_what_ifs(closures),
            discuss="For which of these do we need a plan, and who would take over what?",
            notes=closures.notes,
            words=["left without", "whatever we assume"],
            # In large type a range is two numbers, without the words around them.
            number=(
                _say_range(say_lost(worst.iloc[:1]).removesuffix(" people")),
                "people would be left without help by the closing that hurts most",
            )
            if len(worst)
            else None,
        )
    ]


def _say_range(words: str) -> str:
    return words.removeprefix("between ").replace(" and ", " to ")


def _sort_worst(closures: ClosuresResult) -> pd.DataFrame:
    table = closures.table[closures.table["unserved"] >= _WHOLE_PERSON]
    return table.sort_values("unserved", ascending=False, kind="stable")


def _list_closings(closures: ClosuresResult, worst: pd.DataFrame) -> TextTable | None:
    if worst.empty:
        return None
    rows = [
        [
            row["name"],
            fill_cell(row["people_served"], count_people),
            say_lost(worst.loc[[key]]).removesuffix(" people"),
            say_steadiness(row["top_five_share"]),
            f"{row['counted']:,} of {row['services']:,}",
        ]
        for key, row in closures.shown.loc[worst.index].iterrows()
    ]
    headings = ["If it closed", "*Serves", "*Left without"]
    return TextTable(
        caption="The closings that hurt most",
        headings=[*headings, "Whatever we assume", "*Counted"],
        rows=rows,
    )


def _list_what_ifs(closures: ClosuresResult) -> TextTable | None:
    """Return what two closings at once and a funder's stopping would do."""
    rows = [*_list_pairs(closures), *_list_funders(closures)]
    if not rows:
        return None
    return TextTable(
        caption="Two closings at once, and funders",
        headings=["If", "*People", "What becomes of them"],
        rows=rows,
    )


def _list_pairs(closures: ClosuresResult) -> list[list[str]]:
    names = closures.table["name"]
    # What is too small to be shown is too small to plan by: such rows are left out whole.
    pairs = closures.pairs[closures.pairs["unserved_both"] >= LEAST_SHOWN].head(MOST_ROWS)
    return [
        [f"{names[row['a']]} and {names[row['b']]} both close", _say_both(row), _WITHOUT_HELP]
        for _, row in pairs.iterrows()
    ]


def _say_both(pair: pd.Series) -> str:
    """Return how many the loss of both leaves, as a range where it is one."""
    as_one = {f"unserved{end}": pair[f"unserved_both{end}"] for end in ("", "_low", "_high")}
    return say_lost(pd.DataFrame([as_one | {"rerouted": 0.0}])).removesuffix(" people")


def _list_funders(closures: ClosuresResult) -> list[list[str]]:
    # A share is of the funding recorded, and who is in the places that go is not known.
    funders = closures.funders[closures.funders["unserved_high"] >= LEAST_SHOWN]
    funders = funders.sort_values("unserved_high", ascending=False, kind="stable").head(MOST_ROWS)
    return [
        [f"The funding of {name} stops", f"up to {count_people(people)}", _WITHOUT_HELP]
        for name, people in zip(funders["name"], funders["unserved_high"], strict=True)
    ]


def list_ideas(answers: Answers) -> list[Idea]:
    """Return three things to try, each from another question, with the numbers behind it."""
    ideas = [
        _suggest_help(answers),
        _suggest_cover(answers),
        _suggest_feedback(answers),
        _suggest_sharing(answers),
        _suggest_invitation(answers),
    ]
    return [idea for idea in ideas if idea is not None][:_MOST_IDEAS]


def _suggest_help(answers: Answers) -> Idea | None:
    for by_advice in answers.gaps.values():
        main = choose_shown(by_advice)
        table = main.table[main.table["is_gap"] & ~main.table["is_hidden"]]
        table = table[table["deficit"] >= LEAST_SHOWN].sort_values(
            "deficit", ascending=False, kind="stable"
        )
        if len(table):
            # Training gives a level, not a contract.
            is_contract = bool(main.settings["legal_aid"])
            means = "a contract" if is_contract else "training for someone who is there"
            return Idea(
                what=f"Bring {main.settings['asked']} to {table['name'].iloc[0]}: a visit a week, "
                f"a phone line or {means}.",
                evidence=main.explain(str(table.index[0])),
            )
    return None


def _suggest_cover(answers: Answers) -> Idea | None:
    closures = answers.closures
    if closures is None:
        return None
    worst = _sort_worst(closures)
    if worst.empty or is_small(worst["unserved"].iloc[0]):
        return None
    return Idea(
        what=f"Agree who would take over the work of {worst['name'].iloc[0]} if it had to close.",
        evidence=closures.explain(str(worst.index[0])),
    )


def _suggest_feedback(answers: Answers) -> Idea | None:
    pathways = answers.pathways
    if pathways is None:
        return None
    table = pathways.table
    # Whatever became of those of whom it is not known: most senders hear nothing.
    few = table["closed_loop_share_high"] < _FEW_HEAR_BACK
    silent = table[(table["sent"] >= LEAST_SHOWN) & few]
    if silent.empty:
        return None
    busiest = silent.sort_values("sent", ascending=False, kind="stable")
    return Idea(
        what=f"Let {busiest['name'].iloc[0]} tell senders what became of the people they sent: "
        "one line a month is enough.",
        evidence=pathways.explain(str(busiest.index[0])),
    )


def _suggest_sharing(answers: Answers) -> Idea | None:
    duplication = answers.duplication
    # Where need may take all there is, nobody should be asked to give work up.
    if duplication is None or not (duplication.clusters["kind"] == "duplication").any():
        return None
    # Duplication comes first.
    closest = duplication.table[duplication.table["cluster"] == duplication.clusters.index[0]]
    return Idea(
        what="Sit down together and say who will take on what, or say that the choice is wanted.",
        evidence=duplication.explain(str(closest.index[0])),
    )


def _suggest_invitation(answers: Answers) -> Idea | None:
    core = answers.core
    if core is None:
        return None
    untied = core.table[core.table["role"] == "not connected"]
    evidence = core.explain(str(untied.index[0])) if len(untied) else ""
    if not evidence:
        return None
    return Idea(
        what=f"Invite {untied['name'].iloc[0]} to the next meeting.",
        evidence=evidence,
    )
