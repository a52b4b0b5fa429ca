import re
from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest
from hostile import PAYLOADS, make_hostile

import ecosystem as eco

pytest_plugins = ["pages"]
browser = pytest.mark.browser


class _Read(HTMLParser):
    """What a report says: each page's sentences and table cells by its question."""

    def __init__(self, path):
        super().__init__()
        self.sentences, self.cells, self.text = {}, {}, path.read_text(encoding="utf-8")
        self._into, self._question = [], ""
        self.feed(self.text)

    def handle_starttag(self, tag, attributes):
        classes = (dict(attributes).get("class") or "").split()
        if tag == "h2":
            self._into = self._heading = [""]
        elif tag == "p" and "said" in classes:
            self._into = self.sentences[self._question]
            self._into.append("")
        elif tag in {"th", "td"} and self._question:
            self._into = self.cells[self._question]
            self._into.append("")

    def handle_endtag(self, tag):
        if tag == "h2":
            self._question = re.sub(r"^\d+ ", "", self._heading[0].strip())
            self.sentences[self._question], self.cells[self._question] = [], []
        if tag in {"h2", "p", "th", "td"}:
            self._into = []

    def handle_data(self, data):
        if self._into:
            self._into[-1] += data


def _write(e, path, **options):
    return eco.write_report(e, path / "report.html", **options)


def _organisations(number):
    ids = list("abcdefgh")[:number]
    return pd.DataFrame({"organisation_id": ids, "name": [one.upper() for one in ids]})


@pytest.fixture(scope="module")
def sample_page(west_midlands, tmp_path_factory):
    return _write(west_midlands, tmp_path_factory.mktemp("report"))


def test_the_report_is_the_same_file_each_time(west_midlands, sample_page, tmp_path):
    assert _write(west_midlands, tmp_path).read_bytes() == sample_page.read_bytes()


def test_the_report_opens_with_what_the_answers_say(west_midlands, sample_page):
    read = _Read(sample_page)
    core = eco.find_core(west_midlands)
    question = next(one for one in read.sentences if "core" in one)
    assert read.sentences[question][0] == core.headline


def test_no_page_has_more_than_three_sentences(sample_page):
    read = _Read(sample_page)
    said = {question: len(one) for question, one in read.sentences.items() if one}
    assert len(said) >= 4
    assert max(said.values()) <= 3


def test_a_report_of_organisations_only_lists_what_is_missing(tmp_path):
    read = _Read(_write(eco.Ecosystem(organisations=_organisations(3)), tmp_path))
    text = read.text
    assert "rows in referrals or relationships, with from_id and to_id" in text
    assert "services with the areas they reach (areas_reached, catchments or sites)" in text
    assert "rows in demand: area_code, service_type and people" in text


def test_a_report_of_a_list_of_ties_finds_the_core(tmp_path):
    """A star of three rays with its centre tied to all: a triangle a, b, c with d hanging on a."""
    ties = tmp_path / "ties.csv"
    ties.write_text("From,To\na,b\na,c\nb,c\na,d\nb,e\nc,f\n", encoding="utf-8")
    e = eco.read(ties)
    read = _Read(_write(e, tmp_path))
    assert any("core" in one for one in read.sentences)
    assert eco.find_core(e).headline in read.text


def test_a_report_without_areas_and_one_without_demand_are_written(tiny, tmp_path):
    bare = tiny.replace(
        areas=tiny.areas.iloc[:0],
        demand=tiny.demand.iloc[:0],
        sites=tiny.sites.iloc[:0],
        catchments=tiny.catchments.iloc[:0],
    )
    assert "It needs" in _write(bare, tmp_path).read_text(encoding="utf-8")
    hungry = tiny.replace(demand=tiny.demand.iloc[:0])
    text = _write(hungry, tmp_path).read_text(encoding="utf-8")
    assert "rows in demand: area_code, service_type and people" in text


def test_unknown_demand_is_said_not_counted(tiny, tmp_path):
    e = tiny.replace(demand=tiny.demand.assign(people=np.nan))
    assert "rows in demand" in _write(e, tmp_path).read_text(encoding="utf-8")


@browser
@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_text_from_the_tables_runs_in_a_report(tmp_path, open_page, payload):
    plain = open_page(_write(make_hostile("plain"), tmp_path))
    opened = open_page(_write(make_hostile(payload), tmp_path))
    counts = [side.count_elements() for side in (plain, opened)]
    for count in counts:
        del count["tspan"]  # a longer name is wrapped into more lines
    assert counts[0] == counts[1]
    links = opened.list_links()
    assert all(link.startswith(("#", "https://", "http://", "mailto:", "data:,")) for link in links)


@browser
def test_a_report_needs_no_script(sample_page, open_page):
    opened = open_page(sample_page, java_script_enabled=False)
    assert opened.page.locator("section.page").count() >= 5
    assert "<script" not in sample_page.read_text(encoding="utf-8")


@browser
@pytest.mark.parametrize("width", [375, 768, 1280])
def test_a_report_fits_the_screen(sample_page, open_page, width):
    assert not open_page(sample_page, width=width).is_wider_than_screen()
