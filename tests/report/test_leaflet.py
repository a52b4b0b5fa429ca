import base64
import csv
import gettext
import re
import struct

import pandas as pd
import pytest
from hostile import PAYLOADS, make_hostile

import ecosystem as eco
from ecosystem.report.leaflet import HEADINGS, _list_groups, _read_po, _shorten

browser = pytest.mark.browser

_ARABIC = """\
msgid ""
msgstr ""
"Language: ar\\n"
"Content-Type: text/plain; charset=UTF-8\\n"

# a heading
msgid "Where to get help"
msgstr "أين تجد المساعدة"

msgid "Languages"
msgstr "اللغات"

msgid "immigration "
"advice"
msgstr "استشارات "
"الهجرة"

msgid "Where"
msgstr ""
"""


@pytest.fixture
def arabic(tmp_path):
    path = tmp_path / "ar.po"
    path.write_text(_ARABIC, encoding="utf-8")
    return path


def _write(e, tmp_path, **options):
    path = eco.write_directory(e, tmp_path / "leaflet.html", **options).path
    return path, path.read_text(encoding="utf-8")


def test_every_running_service_is_listed_once_under_its_need(west_midlands, tmp_path):
    _, text = _write(west_midlands, tmp_path)
    running = west_midlands.services["status"].isna()
    assert text.count("<article>") == running.sum()
    for kind in west_midlands.services["service_type"].unique():
        assert f"<bdi>{kind}</bdi></h2>" in text


def test_a_service_says_where_in_which_languages_for_whom_and_how(tiny, tmp_path):
    """The food bank of `tiny` by Ash is for refugees and reaches both towns."""
    services = tiny.services.astype({"languages": object, "access": object})
    is_food = services["service_id"] == "food-a"
    services.loc[is_food, ["languages", "access"]] = ["Arabic|Farsi", "drop-in"]
    services["accepting_referrals"] = is_food.map({True: "no", False: None})
    _, text = _write(tiny.replace(services=services), tmp_path)
    food = text[text.index("Food bank") :]
    for part in ("Ash", "Northtown", "Southtown", "Arabic", "Farsi", "refugees", "drop-in"):
        assert f"<bdi>{part}</bdi>" in food
    assert "full at the moment" in food
    advice = text[text.index("<bdi>Advice</bdi>") :]
    assert "level 2" in advice[: advice.index("</article>")]


def test_a_catalogue_gives_words_language_and_direction(west_midlands, tmp_path, arabic):
    _, text = _write(west_midlands, tmp_path, messages=arabic)
    assert '<html lang="ar" dir="rtl">' in text
    assert "<h1>أين تجد المساعدة</h1>" in text
    assert "<bdi>استشارات الهجرة</bdi></h2>" in text
    assert "<dt>Where</dt>" in text  # empty in the catalogue, so it stays


def test_a_compiled_catalogue_does_the_same(tiny, tmp_path):
    """A .mo file by hand: the header and one message."""
    pairs = {b"": b"Language: cy\nContent-Type: text/plain; charset=UTF-8\n", b"Where": b"Ble"}
    keys, texts = b"", b""
    rows = []
    for key, value in sorted(pairs.items()):
        rows.append((len(key), len(keys), len(value), len(texts)))
        keys += key + b"\0"
        texts += value + b"\0"
    start = 28 + 16 * len(rows)
    table = b"".join(struct.pack("<II", size, start + at) for size, at, _, _ in rows)
    other = b"".join(struct.pack("<II", size, start + len(keys) + at) for *_, size, at in rows)
    head = struct.pack("<7I", 0x950412DE, 0, len(rows), 28, 28 + 8 * len(rows), 0, 0)
    path = tmp_path / "cy.mo"
    path.write_bytes(head + table + other + keys + texts)
    with path.open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Where") == "Ble"
    _, text = _write(tiny, tmp_path, messages=path)
    assert '<html lang="cy" dir="ltr">' in text
    assert "<dt>Ble</dt>" in text


def test_a_file_that_is_no_catalogue_is_refused(tiny, tmp_path):
    with pytest.raises(ValueError, match=r"is neither \.po nor \.mo"):
        _write(tiny, tmp_path, messages=tmp_path / "words.txt")


def test_every_fixed_text_can_be_translated(west_midlands, tmp_path):
    lines = ['msgid ""', 'msgstr "Language: xx\\n"']
    for text in HEADINGS:
        lines += [f'msgid "{text}"', f'msgstr "«{text}»"']
    catalogue = tmp_path / "xx.po"
    catalogue.write_text("\n".join(lines), encoding="utf-8")
    _, text = _write(west_midlands, tmp_path, messages=catalogue)
    body = text[text.index("<body>") :]
    for heading in ("Where to get help", "Languages", "For", "Where", "How to get in", "level"):
        assert f"«{heading}»" in body
        assert f">{heading}<" not in body


def test_confidential_sites_are_left_out(tiny, tmp_path):
    sites = tiny.sites.assign(is_confidential=True)
    catchments = tiny.catchments[tiny.catchments["service_id"] != "advice"]
    e = tiny.replace(sites=sites, catchments=catchments)
    _, text = _write(e, tmp_path)
    advice = text[text.index("<bdi>Advice</bdi>") :]
    assert "Northtown" not in advice[: advice.index("</article>")]


def test_a_service_names_five_areas_and_leads_to_each_website_once():
    """Ten areas: the first five by the alphabet. Both who run it give one website in two ways."""
    codes = [f"area {letter}" for letter in "jihgfedcba"]
    e = eco.Ecosystem(
        organisations=pd.DataFrame(
            {
                "organisation_id": ["a", "b"],
                "name": ["Ash", "Birch"],
                "website": ["https://example.org", "example.org"],
            }
        ),
        services=pd.DataFrame({"service_id": ["s"], "name": ["Soup"], "service_type": ["food"]}),
        providers=pd.DataFrame({"service_id": "s", "organisation_id": ["a", "b"]}),
        catchments=pd.DataFrame({"service_id": "s", "area_code": codes}),
        areas=pd.DataFrame({"area_code": codes, "name": [code.title() for code in codes]}),
    )
    (group,) = _list_groups(e, str.upper)
    assert group.name == "FOOD"
    (entry,) = group.services
    assert entry.areas == [*(f"AREA {letter}" for letter in "ABCDE"), "AND OTHER AREAS"]
    assert entry.links == ["https://example.org"]
    assert entry.organisations == ["Ash", "Birch"]
    assert (entry.level, entry.legal_aid, entry.state, entry.access) == ("", False, "", "")


def test_needs_and_services_stand_in_the_alphabet_of_the_reader(tiny):
    """Translated, food ("aliment") comes before advice ("conseil"); names are not translated."""
    words = {"food": "aliment", "advice": "conseil"}
    groups = _list_groups(tiny, lambda text: words.get(text, text))
    assert [group.name for group in groups] == ["aliment", "conseil"]
    assert [entry.name for entry in groups[0].services] == ["Food bank", "Food parcels"]


def test_a_catalogue_keeps_escapes_and_ends_with_its_last_message():
    text = 'msgid "a"\nmsgstr "x\\n\\"y\\""\n# note\nmsgid "b"\nmsgstr ""\n"z"\n'
    assert _read_po(text) == {"a": 'x\n"y"', "b": "z"}


@browser
@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_text_from_the_tables_runs_in_a_leaflet(tmp_path, open_page, payload):
    plain = open_page(_write(make_hostile("plain"), tmp_path)[0])
    opened = open_page(_write(make_hostile(payload), tmp_path)[0])
    names = ("script", "img", "iframe", "svg", "b", "style", "title", "h3", "article")
    first, second = (side.count_elements() for side in (plain, opened))
    assert {name: first[name] for name in names} == {name: second[name] for name in names}
    assert all(link.startswith(("https://", "data:,")) for link in opened.list_links())


@browser
@pytest.mark.parametrize("width", [320, 1280])
def test_a_leaflet_fits_reads_from_its_side_and_keeps_the_rules(
    west_midlands, tmp_path, open_page, arabic, width
):
    for messages, beside in ((None, False), (arabic, False), (arabic, True)):
        path, _ = _write(west_midlands, tmp_path, messages=messages, side_by_side=beside)
        opened = open_page(path, width=width, bypass_csp=True)
        assert opened.list_wide() == []
        assert opened.list_violations() == []
        side = opened.page.evaluate("document.querySelector('h1').getBoundingClientRect().left")
        align = opened.page.evaluate("getComputedStyle(document.querySelector('h1')).direction")
        assert align == ("ltr" if messages is None else "rtl")
        assert side >= 0


@browser
def test_the_leaflet_of_95_services_prints_on_four_sides_in_nine_points(
    west_midlands, tmp_path, open_page
):
    path, _ = _write(west_midlands, tmp_path)
    opened = open_page(path)
    printed = opened.page.pdf(prefer_css_page_size=True)
    assert printed.count(b"/Type /Page\n") == 4
    opened.page.emulate_media(media="print")
    sizes = opened.page.evaluate(
        "[...document.querySelectorAll('body *')].filter(e => e.textContent.trim())"
        ".map(e => 0.75 * parseFloat(getComputedStyle(e).fontSize))"
    )
    assert min(sizes) >= 9


def _make_shared(**changes):
    """Return one service of Ash, who has closed, of Birch, and in a room of Cedar."""
    tables = {
        "organisations": pd.DataFrame(
            {
                "organisation_id": ["a", "b", "c"],
                "name": ["Ash", "Birch", "Cedar"],
                "website": [f"https://{name}.example" for name in ("ash", "birch", "cedar")],
                "status": ["closed", None, None],
            }
        ),
        "services": pd.DataFrame({"service_id": ["s"], "name": ["Soup"], "service_type": ["food"]}),
        "providers": pd.DataFrame(
            {
                "service_id": "s",
                "organisation_id": ["a", "b", "c"],
                "role": ["lead", "partner", "host"],
            }
        ),
    }
    return eco.Ecosystem(**(tables | changes))


def test_neither_a_host_nor_who_has_closed_is_named_as_running_a_service():
    (group,) = _list_groups(_make_shared(), str)
    (entry,) = group.services
    assert entry.organisations == ["Birch"]
    assert entry.links == ["https://birch.example"]


@pytest.mark.parametrize(
    ("service", "runners"),
    [
        ({}, ["a"]),
        ({"status": ["closed"]}, ["b"]),
        ({"status": ["temporarily closed"]}, ["b"]),
        ({"end": ["2015-12-31"]}, ["b"]),
        ({"start": ["2099-01-01"]}, ["b"]),
    ],
)
def test_only_services_that_are_offered_are_listed(service, runners):
    """Cases 03 and 05: closed, ended, not begun, or run only by who has closed."""
    e = _make_shared(
        services=pd.DataFrame(
            {"service_id": ["s"], "name": ["Soup"], "service_type": ["food"], **service}
        ),
        providers=pd.DataFrame({"service_id": "s", "organisation_id": runners}),
    )
    assert _list_groups(e, str) == []


def test_a_service_of_a_larger_place_names_it_and_each_area_in_it_once():
    """It reaches the county, the borough in it twice over, and a town of the county's name."""
    e = _make_shared(
        areas=pd.DataFrame(
            {
                "area_code": ["k", "d", "t"],
                "name": ["Kent", "Dover", "Kent"],
                "parent_code": [None, "k", "k"],
            }
        ),
        catchments=pd.DataFrame({"service_id": "s", "area_code": ["d", "k"]}),
        sites=pd.DataFrame({"service_id": ["s", "s"], "area_code": ["d", "t"]}),
    )
    (group,) = _list_groups(e, str)
    assert group.services[0].areas == ["Kent", "Dover"]


def test_a_larger_place_is_named_before_five_of_its_areas():
    codes = [f"area {letter}" for letter in "abcdefghij"]
    e = _make_shared(
        areas=pd.DataFrame(
            {
                "area_code": ["k", *codes],
                "name": ["Whole County", *codes],
                "parent_code": [None, *["k"] * 10],
            }
        ),
        catchments=pd.DataFrame({"service_id": ["s"], "area_code": ["k"]}),
    )
    (group,) = _list_groups(e, str)
    assert group.services[0].areas == ["Whole County", *codes[:4], "and other areas"]


def test_marks_of_direction_in_a_translation_are_left_to_the_page(tiny, tmp_path):
    """Catalogues of right-to-left languages hold them; the page has its direction already."""
    catalogue = tmp_path / "ar.po"
    catalogue.write_text(
        'msgid ""\nmsgstr "Language: ar\\n"\n'
        'msgid "Where to get help"\nmsgstr "\u200f\u0623\u064a\u0646\u200e"\n',
        encoding="utf-8",
    )
    page = eco.write_directory(tiny, messages=catalogue).html
    assert "\u0623\u064a\u0646" in page
    assert "U+200" not in page


def test_a_folder_for_a_catalogue_is_refused(tiny, tmp_path):
    with pytest.raises(ValueError, match="is no file"):
        eco.write_directory(tiny, tmp_path / "d.html", messages=tmp_path)


def _open_doors(tiny, **sites):
    """Return the advice of Cedar with hours, a phone, and a site with its address."""
    return tiny.replace(
        organisations=tiny.organisations.assign(public_phone=["", "", "0121 496 0000", "", ""]),
        services=tiny.services.assign(
            **{"Opening hours": tiny.services["service_id"].map({"advice": "Mon 10 to 4"})}
        ),
        sites=tiny.sites.assign(address="1 High Street", postcode="B1 1BB", **sites),
    )


def test_it_says_when_where_and_whom_to_ring(tiny, tmp_path):
    _, text = _write(_open_doors(tiny), tmp_path)
    advice = text[text.index("<bdi>Advice</bdi>") :]
    advice = advice[: advice.index("</article>")]
    for part in ("Mon 10 to 4", "0121 496 0000", "1 High Street, B1 1BB"):
        assert f"<bdi>{part}</bdi>" in advice
        assert text.count(part) == 1


@pytest.mark.parametrize("visibility", ["public", "partners", "private"])
def test_the_address_of_a_confidential_site_is_never_printed(tiny, tmp_path, visibility):
    e = _open_doors(tiny, is_confidential=True)
    _, text = _write(e, tmp_path, visibility=visibility)
    assert "High Street" not in text
    assert "B1 1BB" not in text


def test_services_that_take_nobody_stand_apart_with_their_kind(tiny):
    full_ones = tiny.services["service_id"].map({"food-a": "no", "food-b": "yes"})
    services = tiny.services.assign(accepting_referrals=full_ones)
    *groups, full = _list_groups(tiny.replace(services=services), str)
    assert full.name == "Taking nobody at the moment"
    assert [(entry.name, entry.kind) for entry in full.services] == [("Food bank", "food")]
    assert "Food bank" not in [entry.name for group in groups for entry in group.services]


def test_two_languages_stand_side_by_side(tiny, tmp_path, arabic):
    _, text = _write(tiny, tmp_path, messages=arabic, side_by_side=True)
    assert text.count('<article class="two">') == text.count("<article") == 3
    assert text.count('<div lang="en-GB" dir="ltr">') == 3
    assert "<dt>Where</dt>" in text
    assert text.count("<bdi>Food bank</bdi></h3>") == 2


def test_of_too_many_services_those_that_reach_most_areas_stand_and_all_are_in_a_table(
    west_midlands, tmp_path, monkeypatch
):
    """Thirty services at most: every need keeps some, and the table has each of them once."""
    monkeypatch.setattr("ecosystem.report.leaflet._MOST_SERVICES", 30)
    whole = _list_groups(west_midlands, str)
    shown = _shorten(whole)
    assert [group.name for group in shown] == [group.name for group in whole]
    for group, cut in zip(whole, shown, strict=True):
        left = [entry.reaches for entry in group.services if entry not in cut.services]
        assert max(left, default=0) <= min(entry.reaches for entry in cut.services)
    _, text = _write(west_midlands, tmp_path)
    services = sum(len(group.services) for group in whole)
    assert 20 < text.count("<article") < services
    coded = re.search(r'download="services.csv" href="data:text/csv;[^,]*,([^"]*)"', text)[1]
    assert len(list(csv.reader(base64.b64decode(coded).decode().splitlines()))) == services + 1
