import re
from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest
from hostile import PAYLOADS, make_hostile

import ecosystem as eco
from ecosystem.report.anonymise import code_names

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


@browser
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 375)])
def test_a_report_keeps_the_rules_of_accessibility(sample_page, open_page, scheme, width):
    opened = open_page(sample_page, width=width, color_scheme=scheme, bypass_csp=True)
    assert opened.list_violations() == []


_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


def test_every_number_of_the_core_page_is_that_of_the_table(west_midlands, sample_page):
    core = eco.find_core(west_midlands)
    read = _Read(sample_page)
    question = next(one for one in read.sentences if "core" in one)
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
    said = {int(one.replace(",", "")) for one in _NUMBER.findall(read.sentences[question][0])}
    assert said <= known


def test_every_number_of_a_sentence_about_places_is_in_its_row(tmp_path):
    """Two areas, 40 and 20 in need, one service of 9 places in north that reaches both.

    The places are shared by need: 6 to north, 3 to south; 34 and 17 people are left without.
    """
    e = eco.Ecosystem(
        organisations=_organisations(1),
        services=pd.DataFrame(
            {"service_id": ["s"], "name": ["S"], "service_type": ["advice"], "capacity": [9]}
        ),
        providers=pd.DataFrame({"service_id": ["s"], "organisation_id": ["a"]}),
        sites=pd.DataFrame({"service_id": ["s"], "area_code": ["north"]}),
        catchments=pd.DataFrame({"service_id": ["s", "s"], "area_code": ["north", "south"]}),
        areas=pd.DataFrame({"area_code": ["north", "south"], "name": ["North", "South"]}),
        demand=pd.DataFrame(
            {"area_code": ["north", "south"], "service_type": "advice", "people": [40, 20]}
        ),
    )
    read = _Read(_write(e, tmp_path))
    question = next(one for one in read.sentences if one.startswith("Which places"))
    headline, north, *_ = read.sentences[question]
    assert _NUMBER.findall(headline) == ["2", "2", "60"]
    assert _NUMBER.findall(north) == ["40", "6", "34"]
    assert "under 5" not in north


def test_ideas_come_with_their_evidence_and_room_for_who_and_when(west_midlands, sample_page):
    read = _Read(sample_page)
    cells = read.cells["What could we try?"]
    rows = [cells[start : start + 4] for start in range(4, len(cells), 4)]
    assert len(rows) == 3
    assert all(idea and evidence for idea, evidence, _, _ in rows)
    assert all(who == "" and when == "" for _, _, who, when in rows)
    closures = eco.find_closures(west_midlands)
    worst = closures.table["unserved"].idxmax()
    assert any(evidence == closures.explain(worst) for _, evidence, _, _ in rows)


def test_the_page_about_closings_tells_of_pairs_funders_and_sureness(west_midlands, sample_page):
    read = _Read(sample_page)
    closures = eco.find_closures(west_midlands)
    question = next(one for one in read.sentences if one.startswith("If one closes"))
    assert read.sentences[question] == [closures.headline, *closures.findings[:2]]
    assert "cover for each other" in read.sentences[question][1]
    assert "funding" in read.sentences[question][2]
    worst = closures.table.sort_values("unserved", ascending=False).iloc[0]
    cells = read.cells[question]
    row = cells[cells.index(worst["name"]) :][:6]
    assert row[3:5] == [f"{worst['unserved']:,.0f}", f"{worst['top_five_share']:.0%}"]
    pair, names = closures.pairs.iloc[0], closures.table["name"]
    funder = closures.funders.sort_values("unserved", ascending=False).iloc[0]
    for text in (
        f"{names[pair['a']]} and {names[pair['b']]} both close",
        f"The funding of {funder['name']} stops",
    ):
        assert text in read.text


def test_every_figure_has_a_table(sample_page):
    read = _Read(sample_page)
    sections = re.findall(r'<section class="page".*?</section>', read.text, re.DOTALL)
    for section in sections:
        if "<figure" in section:
            assert "<table" in section or 'href="#whole-' in section


def test_a_public_report_names_no_organisation_and_no_service(west_midlands, tmp_path):
    path = _write(west_midlands, tmp_path, audience="public")
    text = path.read_text(encoding="utf-8").casefold()
    for table, column in (
        ("organisations", "name"),
        ("organisations", "organisation_id"),
        ("services", "name"),
        ("services", "service_id"),
        ("groups", "name"),
    ):
        for name in getattr(west_midlands, table)[column]:
            if len(name) > 8:
                assert name.casefold() not in text
    assert "organisation 0" in text or "organisation 1" in text


def test_codes_are_the_same_each_time_and_not_in_the_order_of_names(west_midlands):
    coded = code_names(west_midlands, "version")
    again = code_names(west_midlands, "version")
    assert coded.organisations.equals(again.organisations)
    other = code_names(west_midlands, "other").referrals["from_id"]
    assert list(coded.referrals["from_id"]) != list(other)
    assert len(coded.organisations) == len(west_midlands.organisations)
    sectors = west_midlands.organisations["sector"].tolist()
    assert coded.organisations["sector"].tolist() != sectors
    assert sorted(coded.organisations["sector"]) == sorted(sectors)


def test_coding_changes_no_answer(west_midlands):
    coded = code_names(west_midlands, "version")
    before, after = eco.find_core(west_midlands), eco.find_core(coded)
    counts = [one.table["role"].value_counts().to_dict() for one in (before, after)]
    assert counts[0] == counts[1]
    lost = [eco.find_closures(one, runs=0).table["unserved"] for one in (west_midlands, coded)]
    assert np.allclose(sorted(lost[0].dropna()), sorted(lost[1].dropna()))


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"audience": "all"}, "audience 'all' is not one of the choices"),
        ({"audience": "public", "visibility": "partners"}, "may not see rows marked partners"),
        ({"visibility": "publik"}, "visibility 'publik'"),
    ],
)
def test_a_wrong_audience_is_refused(tiny, tmp_path, options, said):
    with pytest.raises(ValueError, match=said):
        _write(tiny, tmp_path, **options)
    with pytest.raises(ValueError, match="ends in none of"):
        eco.write_report(tiny, tmp_path / "report.odt")
    assert list(tmp_path.iterdir()) == []


def test_guarded_rows_leave_no_trace_and_show_when_asked_for(tiny, tmp_path):
    relationships = tiny.relationships
    relationships["visibility"] = ["private", "partners", None]
    sites = tiny.sites.assign(is_confidential=True, postcode="ZZ9 9ZZ")
    referrals = tiny.referrals.assign(sent=[4321, 3, None], visibility=["private", None, None])
    e = tiny.replace(relationships=relationships, sites=sites, referrals=referrals)
    public = _write(e, tmp_path).read_text(encoding="utf-8")
    private = _write(e, tmp_path, visibility="private").read_text(encoding="utf-8")
    assert "4,321" not in public
    assert "ZZ9" not in public + private
    assert "4,321" in private
    assert "under 5" in private
    assert "share it with them only" in private


@browser
def test_no_table_and_no_figure_breaks_between_sheets(sample_page, open_page):
    """What may not break fits on a sheet of A4 within its margins, and is told not to break."""
    opened = open_page(sample_page, width=696, height=1010)
    opened.page.emulate_media(media="print")
    found = opened.page.evaluate(
        "[...document.querySelectorAll('figure, .scroll, .discuss')].map(e => "
        "[getComputedStyle(e).breakInside, e.getBoundingClientRect().height])"
    )
    assert len(found) > 10
    assert {rule for rule, _ in found} == {"avoid"}
    assert max(height for _, height in found) < 1010
    assert opened.page.pdf(format="A4")[:4] == b"%PDF"


def test_the_report_is_written_as_pdf(tiny, tmp_path):
    weasyprint = pytest.importorskip("weasyprint", reason="the extra pdf is not installed")
    assert weasyprint.__name__ == "weasyprint"
    path = eco.write_report(tiny, tmp_path / "report.pdf")
    content = path.read_bytes()
    assert content.startswith(b"%PDF")
    assert b"/StructTreeRoot" in content or b"/ObjStm" in content


def test_the_report_is_written_as_a_word_file(west_midlands, tmp_path):
    docx = pytest.importorskip("docx", reason="the extra docx is not installed")
    document = docx.Document(str(eco.write_report(west_midlands, tmp_path / "report.docx")))
    said = "\n".join(one.text for one in document.paragraphs)
    assert eco.find_core(west_midlands).headline in said
    assert len(document.inline_shapes) >= 4
    cells = [row.cells[0].text for table in document.tables for row in table.rows]
    assert any(text.startswith("To discuss") for text in cells)


def test_the_report_tells_of_stoke_on_trent(legal_aid, tmp_path):
    """Real figures of 2015: 716 people and one place, as a sentence of the answer on the map."""
    text = eco.write_report(legal_aid, tmp_path / "report.html").read_text(encoding="utf-8")
    gaps = eco.find_gaps(legal_aid, "immigration advice")
    sentence = gaps.explain("E06000021")
    assert sentence.startswith("716 people in Stoke-on-Trent share one place for immigration")
    assert f"<title>{sentence}</title>" in text
