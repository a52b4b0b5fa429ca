import pytest
from read_report import ReadReport, write_report

import ecosystem as eco
from ecosystem.report.answers import ask_all
from ecosystem.report.changes_pages import CHANGED, make_changes_page


def test_without_a_former_map_there_is_no_page(tiny, tmp_path):
    assert CHANGED not in ReadReport(write_report(tiny, tmp_path)).sentences


def test_the_page_tells_answers_before_entries(tiny, tmp_path):
    """12 places are too few for 60 in need, and 60 enough: two gaps close, one entry changes."""
    few = tiny.replace(services=tiny.services.assign(capacity=[12, None, None]))
    full = tiny.replace(services=tiny.services.assign(capacity=[60, None, None]))
    read = ReadReport(write_report(full, tmp_path, before=few))
    assert read.sentences[CHANGED] == [
        "Advice: 2 gaps closed.",
        "Advice at level 2 or above: 2 gaps closed.",
        "1 entry of a service reads otherwise.",
    ]
    assert "Northtown is no gap in advice any more: covered now, gap before." in read.cells[CHANGED]


def test_of_one_map_nothing_changed(tiny_answers):
    (page,) = make_changes_page(tiny_answers, tiny_answers)
    assert page.said == ["Nothing is known to have changed."]
    assert page.table.rows == []


def test_organisations_with_other_ids_are_found_by_their_names(tiny):
    renamed = tiny.organisations.assign(
        organisation_id="new-" + tiny.organisations["organisation_id"]
    )
    e = eco.Ecosystem(organisations=renamed)
    former = eco.Ecosystem(organisations=tiny.organisations)
    (page,) = make_changes_page(*(ask_all(one, has_names=True) for one in (former, e)))
    assert page.said == ["Nothing is known to have changed."]


def test_what_the_audience_may_not_see_of_the_former_map_is_not_told(tiny, tmp_path):
    marks = ["private" if one == "e" else None for one in tiny.organisations["organisation_id"]]
    former = tiny.replace(organisations=tiny.organisations.assign(visibility=marks))
    read = ReadReport(write_report(tiny.without("e"), tmp_path, before=former))
    assert "Elm" not in read.text


def test_numbers_for_names_go_with_no_former_map(tiny, tmp_path):
    with pytest.raises(ValueError, match="before goes with audience='partners'"):
        write_report(tiny, tmp_path, before=tiny, audience="public")
