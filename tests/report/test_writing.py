import pandas as pd
import pytest
from hostile import PAYLOADS, make_hostile
from read_report import make_organisations, write_report

import ecosystem as eco
from ecosystem.report.writing import make_report

browser = pytest.mark.browser


def test_the_report_is_the_same_file_each_time(west_midlands, sample_page, tmp_path):
    assert write_report(west_midlands, tmp_path).read_bytes() == sample_page.read_bytes()


@browser
@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_text_from_the_tables_runs_in_a_report(tmp_path, open_page, payload):
    plain = open_page(write_report(make_hostile("plain"), tmp_path))
    opened = open_page(write_report(make_hostile(payload), tmp_path))
    counts = [side.count_elements() for side in (plain, opened)]
    for count in counts:
        del count["tspan"]  # a longer name is wrapped into more lines
    assert counts[0] == counts[1]
    links = opened.list_links()
    assert all(
        link.startswith(("#", "https://", "http://", "mailto:", "data:,", "data:text/csv;"))
        for link in links
    )


@browser
def test_a_report_needs_no_script(sample_page, open_page):
    opened = open_page(sample_page, java_script_enabled=False)
    assert opened.page.locator("section.page").count() >= 5
    assert "<script" not in sample_page.read_text(encoding="utf-8")


@browser
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 375)])
def test_a_report_keeps_the_rules_of_accessibility(sample_page, open_page, scheme, width):
    opened = open_page(sample_page, width=width, color_scheme=scheme, bypass_csp=True)
    assert opened.list_violations() == []


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"audience": "all"}, "audience 'all' is not one of the choices"),
        ({"audience": "public", "visibility": "partners"}, "may not see rows marked partners"),
        ({"visibility": "publik"}, "visibility 'publik'"),
    ],
)
def test_a_wrong_audience_is_refused(tiny, tmp_path, options, words):
    with pytest.raises(ValueError, match=words):
        write_report(tiny, tmp_path, **options)
    with pytest.raises(ValueError, match="ends in none of"):
        eco.write_report(tiny, tmp_path / "report.odt")
    assert list(tmp_path.iterdir()) == []


def test_guarded_rows_leave_no_trace_and_show_when_asked_for(tiny, tmp_path):
    relationships = tiny.relationships
    relationships["visibility"] = ["private", "partners", None]
    sites = tiny.sites.assign(is_confidential=True, postcode="ZZ9 9ZZ")
    referrals = tiny.referrals.assign(sent=[4321, 3, None], visibility=["private", None, None])
    e = tiny.replace(relationships=relationships, sites=sites, referrals=referrals)
    public = write_report(e, tmp_path).read_text(encoding="utf-8")
    private = write_report(e, tmp_path, visibility="private").read_text(encoding="utf-8")
    assert "4,321" not in public
    assert "ZZ9" not in public + private
    assert "4,321" in private
    assert "under 5" in private
    assert "share it with them only" in private


def test_the_report_is_written_as_pdf(tiny, tmp_path):
    weasyprint = pytest.importorskip("weasyprint", reason="the extra pdf is not installed")
    assert weasyprint.__name__ == "weasyprint"
    path = eco.write_report(tiny, tmp_path / "report.pdf").path
    content = path.read_bytes()
    assert content.startswith(b"%PDF")
    assert b"/StructTreeRoot" in content or b"/ObjStm" in content


def test_what_has_closed_is_not_on_the_cover_and_its_number_is_said(tiny):
    """Birch is closed, and with it its service and its ties: two to a, one to c."""
    e = tiny.replace(
        organisations=tiny.organisations.assign(status=[None, "closed", None, None, None])
    )
    report = make_report(e, visibility="public", audience="partners")
    figures = {words: number for number, words in report.figures}
    assert figures["organisations"] == "4"
    data = dict(report.method)["Data"]
    assert "1 organisation, 1 service and" in data
    assert "are left out: closed, ended or not begun on" in data
    whole = make_report(tiny, visibility="public", audience="partners")
    assert "left out" not in dict(whole.method)["Data"]


def test_the_cover_shows_the_answers_first_then_what_the_data_hold(tiny):
    """Three answers have a number; organisations and services fill the line of five."""
    report = make_report(tiny, visibility="public", audience="partners")
    assert [number for number, _ in report.figures] == ["1", "0", "30", "5", "3"]
    bare = eco.Ecosystem(organisations=tiny.organisations)
    assert make_report(bare, visibility="public", audience="partners").figures == [
        ("5", "organisations")
    ]


def test_a_pair_tied_in_several_ways_counts_once(tiny):
    """The ties of `tiny` are a-b three times, a-c, b-c and a-d."""
    e = eco.Ecosystem(
        organisations=tiny.organisations,
        referrals=tiny.referrals.assign(sent=None),
        relationships=tiny.relationships,
    )
    figures = make_report(e, visibility="public", audience="partners").figures
    assert ("4", "pairs of organisations tied") in figures


def test_the_record_is_told_with_its_day_in_words(tiny):
    about = pd.DataFrame(
        {
            "title": ["Our towns"],
            "snapshot_date": ["2024-06-03"],
            "sources": ["The council."],
            "licence": ["CC BY 4.0."],
        }
    )
    report = make_report(tiny.replace(about=about), visibility="public", audience="partners")
    assert report.title == "Our towns"
    assert report.about["snapshot_date"] == "3 June 2024"
    assert report.about["area"] == ""
    heading, text = report.method[2]
    assert heading == "Data"
    assert text.startswith("Sources: The council. Licence: CC BY 4.0. Version ")
    assert text.endswith(" The same version gives the same report.")


def test_who_may_be_entered_twice_is_said_to_partners_only():
    organisations = pd.DataFrame(
        {
            "organisation_id": ["a", "b", "c"],
            "name": ["Refuge Point Trust", "Refuge Point", "City Farm"],
            "postcode": ["BS5 0AA", "BS5 0AA", None],
        }
    )
    e = eco.Ecosystem(organisations=organisations)
    options = {"visibility": "public"}
    words = "may be one organisation entered twice, the likeliest Refuge Point"
    assert words in make_report(e, **options, audience="partners").method[2][1]
    assert "entered twice" not in make_report(e, **options, audience="public").method[2][1]


@pytest.mark.parametrize(
    ("visibility", "audience", "words"),
    [
        ("public", "partners", "and so was all that is kept secret."),
        ("partners", "partners", "This copy holds rows marked partners: share it with them only."),
        ("public", "public", "somebody who knows the sector may still recognise one."),
    ],
)
def test_the_report_says_who_may_read_it(visibility, audience, words):
    e = eco.Ecosystem(organisations=make_organisations(2))
    report = make_report(e, visibility=visibility, audience=audience)
    heading, text = report.method[1]
    assert heading == "Privacy"
    assert text.startswith("No row is a person. Numbers of people from 1 to 4 read “under 5”. ")
    assert text.endswith(words)


def test_the_version_follows_from_the_data_alone():
    e = eco.Ecosystem(organisations=make_organisations(3))
    first, again, other = (
        make_report(e, visibility="public", audience="partners").method[2][1]
        for e in (e, e.replace(), e.without("c"))
    )
    assert first == again
    assert first != other


def test_a_county_is_not_counted_beside_its_areas_on_the_cover(tiny):
    """Northtown and Southtown lie in Eastshire: two areas, not three."""
    areas = tiny.areas.assign(parent_code="county")
    county = pd.DataFrame({"area_code": ["county"], "name": ["Eastshire"]})
    e = tiny.replace(areas=pd.concat([areas, county]), demand=tiny.demand.iloc[:0])
    figures = make_report(e, visibility="public", audience="partners").figures
    assert ("2", "areas") in figures
