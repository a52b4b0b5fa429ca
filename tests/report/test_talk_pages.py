from read_report import ReadReport, write_report

from ecosystem.report.answers import ask_all
from ecosystem.report.content import Unanswered
from ecosystem.report.talk_pages import TALK, make_talk_page


def test_the_page_says_what_the_answer_says(west_midlands, sample_report):
    (page,) = make_talk_page(ask_all(west_midlands, has_names=False))
    assert page.question == TALK
    assert sample_report.sentences[TALK] == page.said
    assert page.said[0].startswith("Ties stay within sectors")
    assert page.table.rows[0][0] in sample_report.cells[TALK]


def test_each_group_has_a_bar_and_a_row_with_its_ties(tiny_answers):
    """a-b is within; a-c and b-c lead from voluntary to statutory, a-d to faith."""
    (page,) = make_talk_page(tiny_answers)
    rows = {row[0]: row[1:5] for row in page.whole.rows}
    assert rows == {
        "faith": ["1", "0", "1", "0"],
        "statutory": ["1", "0", "2", "0"],
        "voluntary": ["2", "1", "3", "0"],
    }
    assert page.table.rows == [["Ash", "2", "yes"]]


def test_without_two_sectors_or_areas_it_says_what_it_needs(tiny):
    alone = tiny.replace(organisations=tiny.organisations.assign(sector="voluntary"))
    (part,) = make_talk_page(ask_all(alone, has_names=False))
    assert isinstance(part, Unanswered)
    assert "more than one sector or area" in part.needs


def test_areas_take_the_place_of_sectors_that_nobody_told(tiny):
    placed = tiny.organisations.assign(sector=None, area_code=["north", "north", *["south"] * 3])
    (page,) = make_talk_page(ask_all(tiny.replace(organisations=placed), has_names=False))
    assert page.whole.headings[0] == "Area"


def test_the_coded_report_names_nobody_there(tiny, tmp_path):
    read = ReadReport(write_report(tiny, tmp_path, audience="public", seed=1))
    assert "Ash" not in " ".join(read.sentences[TALK])
