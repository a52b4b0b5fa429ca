import re

import pandas as pd
import pytest

import ecosystem as eco
from ecosystem.report.answers import ask_all
from ecosystem.report.profiles import make_profile

browser = pytest.mark.browser


def test_a_page_says_what_an_organisation_does_where_and_whom_it_is_tied_to(tiny):
    """Ash sends 10 people to Birch, and Birch under 5 to Ash; Cedar runs advice in both towns."""
    answers = ask_all(tiny, has_names=True)
    ash, cedar = make_profile(answers, 0), make_profile(answers, 2)
    ties = dict(ash.ties.rows)
    assert ties["Birch"] == "referral from them, referral to them and steering"
    assert [row[1:3] for row in cedar.services.rows] == [["advice", "Northtown and Southtown"]]
    # The only places for 60 people.
    assert any("30 people" in sentence for sentence in cedar.sentences)


def test_who_has_no_tie_and_no_service_is_told_that_nothing_is_on_record(tiny, tmp_path):
    folder = eco.write_profiles(tiny, tmp_path / "pages")
    text = (folder / "elm.html").read_text(encoding="utf-8")
    assert text.count("Nothing is on record.") == 2
    assert "Elm" in text


def test_whoever_has_closed_gets_no_page_and_two_of_a_name_get_two(tiny, tmp_path):
    organisations = tiny.organisations.assign(name=["Ash", "ash", "Cedar", "Dogwood", "Elm"])
    organisations["status"] = ["active", "active", "active", "closed", "active"]
    folder = eco.write_profiles(tiny.replace(organisations=organisations), tmp_path / "pages")
    names = sorted(file.name for file in folder.iterdir())
    assert names == ["ash-1.html", "ash-2.html", "cedar.html", "elm.html"]


def test_what_partners_see_is_not_on_a_public_page(tiny, tmp_path):
    relations = pd.DataFrame(
        {"from_id": ["a"], "to_id": ["e"], "kind": ["funds"], "visibility": ["partners"]}
    )
    e = tiny.replace(relationships=relations)
    for visibility, is_told in (("public", False), ("partners", True)):
        folder = eco.write_profiles(e, tmp_path / visibility, visibility=visibility)
        assert ("Elm" in (folder / "ash.html").read_text(encoding="utf-8")) is is_told


@browser
@pytest.mark.parametrize("width", [375, 1280])
def test_a_page_fits_the_screen_and_one_sheet(west_midlands, tmp_path, open_page, width):
    folder = eco.write_profiles(west_midlands, tmp_path / "pages")
    opened = open_page(folder / "wulfrun-migrant-support.html", width=width)
    assert opened.list_wide() == []
    printed = opened.page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type /Page\n", printed)) == 1
