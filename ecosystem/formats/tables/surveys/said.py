"""What is said of a survey: what it is, how its answers were read, and what was left out."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ecosystem.data import hide_contacts
from ecosystem.formats.tables.short_names import say_reading
from ecosystem.formats.tables.tie_answers import say_strengths
from ecosystem.wording import count_of, join_words, say_are, say_have, say_were

from .answers import count_pairs, find_one_sided
from .survey_questions import REFERRAL

if TYPE_CHECKING:
    from ecosystem.formats.sheets.sheet import Sheet

    from .answers import Survey


_MOST_SAID = 8
"""Names and words that one sentence lists before it counts the rest."""


def _quote(words: list[str]) -> str:
    return join_words([f"'{_hide(word)}'" for word in dict.fromkeys(words)], most=_MOST_SAID)


def _hide(word: str) -> str:
    """Return what somebody wrote, unless it says how to reach a person."""
    return word if hide_contacts(word) == word else "an address"


def say_what_it_is(survey: Survey, made: Sheet, services: int) -> None:
    """Say in one line what the sheet was read as."""
    answered = len({name for name in survey.who if name})
    ties = survey.asked.get("ties", [])
    ways = ["asked about"] if survey.bare or any(asked.is_grid for asked in ties) else []
    ways += ["named"] if any(not asked.is_grid for asked in ties) else []
    said = [f"{count_of(answered, 'organisation')} answered"]
    if survey.offered:
        were = say_were(len(survey.offered))
        said.append(f"{len(survey.offered):,} {were} {join_words(ways, last='or')}")
    pairs = count_pairs(survey.answers)
    said += [
        f"{count_of(number, 'pair')} with referrals"
        if kind == REFERRAL
        else f"{count_of(number, 'pair')} with '{kind}'"
        for kind, number in sorted(pairs.items(), key=lambda item: (item[0] == REFERRAL, item[0]))
        if kind
    ]
    said += [count_of(services, "service")] if services else []
    name = survey.sheet.sheet or survey.sheet.name
    made.add("note", f"Sheet '{name}': a survey, one row a respondent; {join_words(said)}.")


def say_how_it_was_read(survey: Survey, made: Sheet) -> None:
    """Say each guess once, what was left out, and who did not answer."""
    _say_who(survey, made)
    _say_names(survey, made)
    _say_answers(survey, made)
    _say_odd(survey, made)
    _say_left_out(survey, made)


def _say_who(survey: Survey, made: Sheet) -> None:
    sheet = survey.sheet
    heading = sheet.headings[min(survey.asked["who answers"][0].columns)]
    nameless = [position for position, name in enumerate(survey.who) if not name]
    if nameless:
        made.add(
            "warning",
            f"{count_of(len(nameless), 'row')} {say_are(len(nameless))} left out, because no "
            "organisation is named.",
            "Say who answered, if that is known.",
            row=sheet.numbers[nameless[0]],
            column=heading,
        )
    rows: dict[str, list[int]] = defaultdict(list)
    for position, name in enumerate(survey.who):
        if name:
            rows[name].append(sheet.numbers[position])
    again = {name: numbers for name, numbers in rows.items() if len(numbers) > 1}
    if again:
        name, numbers = next(iter(again.items()))
        differing = len(survey.answers.differing)
        in_rows = join_words([str(number) for number in numbers])
        how = (
            f"where they differ, on {count_of(differing, 'tie')}, the stronger counts"
            if differing
            else "on no tie do they differ"
        )
        made.add(
            "note",
            f"{count_of(len(again), 'organisation')} answered more than once, as {name} in rows "
            f"{in_rows}; the answers were put together, and {how}.",
            row=numbers[1],
            column=heading,
            value=name,
        )
    silent = [name for name in rows if name not in survey.answers.has_answered]
    if silent and (survey.asked.get("ties") or survey.bare):
        made.add(
            "note",
            f"{count_of(len(silent), 'organisation')} filled in the form and said nothing about "
            f"ties, so that it is not known whether there are any: {join_words(silent, most=5)}.",
            row=rows[silent[0]][0],
        )
    others = [name for name in survey.offered if name not in rows]
    if others:
        made.add(
            "note",
            f"{count_of(len(others), 'organisation')} {say_have(len(others))} not answered: "
            f"{join_words(others, most=_MOST_SAID)}.",
        )


def _say_names(survey: Survey, made: Sheet) -> None:
    """Say which names were read as others, and ask about those that may be of several."""
    for name, meant in survey.names.read_as.items():
        made.add("note", say_reading(name, meant), value=name)
    alike = survey.names.alike
    if alike:
        said = [f"'{name}' like {near}" for name, near in alike.items()]
        made.add(
            "warning",
            f"{count_of(len(alike), 'name')} spelled much like another, read as an organisation of "
            f"its own: {join_words(said, most=_MOST_SAID)}.",
            "If two are one, write the name the same way.",
            value=next(iter(alike)),
        )
    for name, several in survey.names.unclear.items():
        is_answering = name in survey.who
        kept = "it was read as an organisation of its own" if is_answering else "it was left out"
        made.add(
            "warning",
            f"'{name}' may be {join_words(several, most=4, last='or')}; {kept}.",
            "If it is, write the name the same way.",
            value=name,
        )


def _say_answers(survey: Survey, made: Sheet) -> None:
    answers, sheet = survey.answers, survey.sheet
    _say_scales(survey, made)
    said = [f"{count_of(answers.cells['tie'], 'answer')} named a tie"]
    if answers.cells["no tie"]:
        said.append(f"{answers.cells['no tie']:,} said that there is none")
    if answers.cells["not known"]:
        said.append(f"{answers.cells['not known']:,} said that it is not known")
    if answers.cells["blank"]:
        blank = answers.cells["blank"]
        were = say_were(blank)
        said.append(f"{blank:,} {were} left empty, so that no tie was read though there may be one")
    if answers.cells:
        made.add("note", f"{join_words(said)}.")
    if survey.repeated:
        made.add(
            "warning",
            f"{count_of(len(survey.repeated), 'tie')} left out, because another survey here has "
            "the same; so is the same help. The sheet that stands first counts.",
            "Give the newer survey alone, or put its sheet first.",
            row=sheet.numbers[survey.repeated[0].position],
        )
    apart = find_one_sided(answers)
    if apart:
        tie = apart[0]
        made.add(
            "note",
            f"of {count_of(len(apart), 'pair')} one side named a tie and the other said that there "
            f"is none; a tie was read: {tie.reporter} named {tie.other}.",
            "Ask both, if it matters.",
            row=sheet.numbers[tie.position],
            column=sheet.headings[tie.column],
        )


def _say_scales(survey: Survey, made: Sheet) -> None:
    """Say how words of how often, and numbers, were read."""
    answers, sheet = survey.answers, survey.sheet
    if answers.counted:
        met = {word.casefold(): strength for word, strength in answers.counted.items()}
        made.add("note", say_strengths(met))
    if answers.numbers:
        made.add(
            "note",
            f"{count_of(len(answers.numbers), 'number')} read as the strength of a tie, from 1 "
            "(hardly) to 5 (daily work together); a higher one as a tie.",
            row=sheet.numbers[answers.numbers[0]],
        )
    if answers.unclear_ones:
        made.add(
            "warning",
            f"{count_of(len(answers.unclear_ones), 'answer')} of 1 may mean never, because every "
            "cell is filled and none says so, and made no tie.",
            "Say in the heading what 1 is, as (1 = never) or (1 = hardly ever).",
            row=sheet.numbers[answers.unclear_ones[0]],
        )
    if answers.lost_how_often:
        made.add(
            "note",
            "how often was asked of referrals: that there are some was read, how often was not.",
            row=sheet.numbers[answers.lost_how_often[0]],
        )


def _say_odd(survey: Survey, made: Sheet) -> None:
    sheet = survey.sheet
    unknown = (
        "with a word for a tie that is not known: {words}. Each was read as a tie, its strength "
        "not known."
    )
    advice = (
        "If a word means no tie, write never; else rarely, sometimes, monthly, weekly or daily."
    )
    unclear = "not understood, so that no tie was made: {words}."
    for odd, message, suggestion in (
        (survey.answers.odd_words, unknown, advice),
        (
            survey.answers.odd_names,
            unclear,
            "Write each name in full, with a semicolon between two; for no tie, write never.",
        ),
        (
            survey.answers.others,
            "typed under Other, so that no tie was made: {words}.",
            "Give each organisation that is meant a column of its own, headed as the others are.",
        ),
    ):
        if odd:
            position, column, value = odd[0]
            words = _quote([word for *_, word in odd])
            made.add(
                "warning",
                f"{count_of(len(odd), 'answer')} {message.format(words=words)}",
                suggestion,
                row=sheet.numbers[position],
                column=sheet.headings[column],
                value=_hide(value),
            )


def _say_left_out(survey: Survey, made: Sheet) -> None:
    if survey.dropped:
        made.add(
            "note",
            f"who filled in the form is not kept: {_quote(survey.dropped)}.",
        )
    if survey.unused:
        made.add(
            "note",
            f"no answer uses what was said to {_quote(survey.unused)}; it is not kept.",
        )
