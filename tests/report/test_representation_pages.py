"""The page about who speaks for whom."""

import pandas as pd
import pytest

import ecosystem as eco
from ecosystem.report.answers import ask_all
from ecosystem.report.content import Unanswered
from ecosystem.report.representation_pages import make_voices_page


def test_the_page_stands_where_somebody_sits_and_else_says_what_it_needs(tiny, west_midlands):
    (missing,) = make_voices_page(ask_all(tiny, has_names=True))
    assert isinstance(missing, Unanswered)
    assert "groups and memberships" in missing.needs
    answers = ask_all(west_midlands, has_names=True)
    (page,) = make_voices_page(answers)
    result = eco.find_representation(west_midlands)
    assert page.sentences == [result.headline, *result.findings]
    assert page.notes == result.notes
    # Where nobody speaks comes first, of these Wolverhampton with most organisations.
    assert page.table.rows[0] == ["Wolverhampton", "", "nobody on record", "5", ""]
    assert ["Birmingham", "Bullring Refugee Alliance", "elected, term not recorded", "12", "1"] in (
        page.table.rows
    )
    assert len(page.whole.rows) == 44
    assert page.whole.rows[-1][1] == "no way on record"


@pytest.fixture
def small(tiny):
    """Ash and Birch sit in Forum, Birch and Cedar in Panel; only Panel's hours are not known."""
    return tiny.replace(
        groups=pd.DataFrame(
            {
                "group_id": ["f", "p"],
                "name": ["Forum", "Panel"],
                "parent_id": [None, "f"],
                "meeting_days": ["2024-01-10", "2024-01-20|2024-02-20"],
                "meetings_per_year": [None, 3],
                "hours_per_meeting": [2, None],
            }
        ),
        memberships=pd.DataFrame(
            {"group_id": ["f", "f", "p", "p"], "organisation_id": ["a", "b", "b", "c"]}
        ),
    )


def test_hours_and_days_are_said_as_far_as_they_are_known(small):
    """Panel meets a third time, nobody knows when: Cedar hears within 0 to 10 days."""
    (page,) = make_voices_page(ask_all(small, has_names=True))
    assert "2 hours or more" in page.figure.picture
    hearing = {row[0]: row[1:] for row in page.whole.rows}
    assert hearing["Cedar"] == ["hears", "Panel", "Birch", "0 to 10"]
    assert hearing["Dogwood"] == ["no way on record", "", "", ""]
    bare = small.replace(groups=small.groups.assign(hours_per_meeting=None))
    (page,) = make_voices_page(ask_all(bare, has_names=True))
    assert page.figure is None


def test_in_a_report_for_all_nobody_and_no_group_has_its_name(small, tmp_path):
    path = eco.write_report(small, tmp_path / "coded.html", audience="public", seed=1).path
    text = path.read_text(encoding="utf-8")
    assert "Who speaks for whom?" in text
    for name in ("Forum", "Panel", "Cedar", "Birch"):
        assert name not in text
