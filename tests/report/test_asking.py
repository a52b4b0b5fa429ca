"""What to ask next, on the first page."""

import pandas as pd
import pytest
from read_report import write_report

from ecosystem.report.answers import ask_all
from ecosystem.report.asking import list_to_ask


@pytest.fixture
def silent(west_midlands):
    """The sample; of the first twenty services alone it is known whether they have legal aid."""
    services = west_midlands.services
    legal_aid = services["legal_aid"].where(services.index < services.index[20])
    capacity = services["capacity"].where(services["service_type"] != "food")
    return west_midlands.replace(services=services.assign(legal_aid=legal_aid, capacity=capacity))


def test_five_cells_are_asked_over_all_questions(west_midlands):
    """Each sentence is that of the first cells of one answer, and together they are five."""
    answers = ask_all(west_midlands, has_names=True)
    asked = dict(list_to_ask(answers))
    assert list(asked) == ["Do people who are sent on arrive?"]
    assert asked["Do people who are sent on arrive?"] == str(_ask_first(answers.pathways, 5))


def _ask_first(result, count):
    """Return the sentence about the first cells of an answer, worked out from its last row."""
    cells = result.to_ask.head(count)
    by_column = cells.groupby(["table", "column"], sort=False)["name"].agg(list)
    words = {
        "accepted": "find out how many were accepted of those sent from ",
        "feedback": "find out whether the sender hears what became of those sent from ",
    }
    parts = []
    for (_, column), names in by_column.items():
        listed = ", from ".join(names[:-1]) + " and from " + names[-1]
        listed = listed if len(names) > 1 else names[0]
        parts.append(words[column] + listed)
    sentence = "; ".join(parts)
    people = cells["people"].iloc[-1]
    return f"{sentence[0].upper()}{sentence[1:]}: that settles it for {people:,} people."


def test_the_first_page_says_whom_to_ask(silent, tmp_path):
    page = write_report(silent, tmp_path).read_text(encoding="utf-8")
    cover = page[: page.index("</header>")]
    assert "What to ask next" in cover
    assert "whatever the answers" in cover
    answers = ask_all(silent, has_names=True)
    for question, sentence in list_to_ask(answers):
        assert question in cover
        assert sentence in cover


def test_a_page_without_names_asks_nobody(silent, tmp_path):
    page = write_report(silent, tmp_path, audience="public").read_text(encoding="utf-8")
    assert "What to ask next" not in page


def test_nothing_to_ask_is_no_heading(tmp_path, tiny):
    full = tiny.replace(
        referrals=tiny.referrals.iloc[:0], relationships=tiny.relationships.iloc[:0]
    )
    answers = ask_all(full, has_names=True)
    asked = list_to_ask(answers)
    page = write_report(full, tmp_path).read_text(encoding="utf-8")
    assert ("What to ask next" in page) == bool(asked)
    assert pd.Series([sentence for _, sentence in asked], dtype="str").str.endswith(".").all()
