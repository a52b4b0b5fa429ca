import pytest
from read_report import NUMBER, ReadReport, write_report

import ecosystem as eco
from ecosystem.report.answers import ask_all
from ecosystem.report.content import Unanswered
from ecosystem.report.ties_pages import ANSWERED, make_answered_page, make_core_page


def test_the_report_opens_with_what_the_answers_say(west_midlands, sample_report):
    core = eco.find_core(west_midlands)
    question = next(heading for heading in sample_report.sentences if "core" in heading)
    assert sample_report.sentences[question][0] == core.headline


def test_a_report_of_a_list_of_ties_finds_the_core(tmp_path):
    """A star of three rays with its centre tied to all: a triangle a, b, c with d hanging on a."""
    ties = tmp_path / "ties.csv"
    ties.write_text("From,To\na,b\na,c\nb,c\na,d\nb,e\nc,f\n", encoding="utf-8")
    e = eco.read(ties)
    read = ReadReport(write_report(e, tmp_path))
    assert any("core" in heading for heading in read.sentences)
    assert eco.find_core(e).headline in read.text


def test_every_number_of_the_core_page_is_that_of_the_table(west_midlands, sample_report):
    core = eco.find_core(west_midlands)
    question = next(heading for heading in sample_report.sentences if "core" in heading)
    roles = core.table["role"].value_counts()
    stated = core.table["stated_role"] == "core"
    missed = core.table[stated & (core.table["role"] != "core")]
    known = {
        len(core.table),
        int(stated.sum()),
        *roles,
        int((stated & (core.table["role"] == "core")).sum()),
    }
    known |= set(missed["ties_to_core"])
    numbers = NUMBER.findall(sample_report.sentences[question][0])
    assert {int(number.replace(",", "")) for number in numbers} <= known


@pytest.mark.parametrize(
    ("reporters", "words"),
    [
        (
            ["a", "b", None],
            (
                "2 of 5 organisations said whom they are tied to; 1 has no tie on record; "
                "of 2 it is not recorded whether they did."
            ),
        ),
        (
            ["a", "b", "c"],
            (
                "3 of 5 organisations said whom they are tied to; 1 has no tie on record; "
                "of 1 it is not recorded whether it did."
            ),
        ),
        (
            [None, None, None],
            "It is not on record who told of the ties, so it cannot be seen who kept silent.",
        ),
    ],
)
def test_who_reported_and_who_was_only_named(tiny, reporters, words):
    """Four of the five are tied, a to d: of them d, or c and d, reported nothing."""
    e = tiny.replace(referrals=tiny.referrals.assign(reported_by=reporters))
    (page,) = make_answered_page(ask_all(e, has_names=False))
    assert page.sentences[0] == words


def test_the_filled_cells_of_each_column_are_counted(tiny_answers):
    (page,) = make_answered_page(tiny_answers)
    assert page.question == ANSWERED
    rows = {what: (known, rows) for what, known, rows in page.whole.rows}
    assert rows["how many places a service has"] == ("1", "3")
    assert rows["people in need of advice, by area"] == ("2", "2")
    assert rows["who reported a tie"] == ("0", "6")
    # 0 of 5 and 0 of 3 are equally little: the first two named stand.
    assert page.sentences[1] == (
        "What is known least: where organisations are (0 of 5) and languages of a service (0 of 3)."
    )


def test_a_service_that_has_ended_is_not_counted_as_unfilled(tiny):
    services = tiny.services.assign(status=[None, "closed", None])
    (page,) = make_answered_page(ask_all(tiny.replace(services=services), has_names=False))
    rows = {what: (known, rows) for what, known, rows in page.whole.rows}
    assert rows["how many places a service has"] == ("1", "2")


def test_without_ties_the_core_page_says_what_it_needs(tiny):
    e = tiny.replace(referrals=tiny.referrals.iloc[:0], relationships=tiny.relationships.iloc[:0])
    answers = ask_all(e, has_names=False)
    (part,) = make_core_page(answers)
    assert isinstance(part, Unanswered)
    (page,) = make_answered_page(answers)
    assert not any("reported" in sentence for sentence in page.sentences)


def test_the_core_page_shows_all_where_no_core_was_found_and_names_who_has_no_tie(tiny_answers):
    (page,) = make_core_page(tiny_answers)
    assert page.sentences[1] == "Elm has no tie to anyone in these data yet."
    assert [row[0] for row in page.table.rows] == ["Ash", "Birch", "Cedar", "Dogwood"]
    assert page.table.headings == ["Organisation", "Role", "*Tied to"]
    assert page.whole.rows[4] == ["Elm", "not known", "not connected", "0"]
    assert page.number is None


def test_the_report_counts_who_reported_as_the_core_does(west_midlands):
    (page,) = make_answered_page(ask_all(west_midlands, has_names=False))
    reported = eco.find_core(west_midlands).table["reported"]
    assert page.sentences[0].startswith(f"{reported.sum()} of 44 organisations said")


def test_where_no_core_is_found_nobody_has_a_share_in_it(tiny_answers):
    assert not tiny_answers.core.summary["is_core_found"]
    (page,) = make_core_page(tiny_answers)
    assert page.table.headings == ["Organisation", "Role", "*Tied to"]
    assert "in the core" not in page.words
