"""The page of who works with whom: what it shows, and what its reader can do."""

import html
from xml.etree import ElementTree as ET

import numpy as np
import pandas as pd
import pytest
from drawn_maps import LINK, draw_network, make_many
from hostile import PAYLOADS, make_hostile
from playwright.sync_api import expect

import ecosystem as eco

browser = pytest.mark.browser


def test_the_same_seed_draws_the_same_file_and_another_seed_another(west_midlands, tmp_path):
    first = draw_network(west_midlands, tmp_path / "a.html").read_bytes()
    assert draw_network(west_midlands, tmp_path / "b.html").read_bytes() == first
    assert draw_network(west_midlands, tmp_path / "c.html", seed=1).read_bytes() != first


@browser
@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_text_from_the_tables_runs_in_a_map_of_ties(tmp_path, open_page, payload):
    """Every name is hovered over, chosen, searched for; what is built is what plain text builds."""
    plain = open_page(draw_network(make_hostile("plain"), tmp_path / "a.html"), ready=True)
    opened = open_page(draw_network(make_hostile(payload), tmp_path / "b.html"), ready=True)
    assert opened.count_elements() == plain.count_elements()
    for side in (plain, opened):
        box = side.page.locator("#map").bounding_box()
        side.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        for button in side.page.query_selector_all("button.name"):
            button.click()
        side.page.fill("#find", payload)
        side.page.keyboard.press("Enter")
        side.page.click("#all")
    assert opened.count_elements() == plain.count_elements()
    assert all(LINK.match(link) for link in opened.list_links())


@browser
def test_only_web_and_mail_addresses_become_links(tiny, tmp_path, open_page):
    organisations = tiny.organisations
    organisations["website"] = pd.array(
        ["https://ash.example", "javascript:alert(1)", "cedar.example", "data:text/html,x", None],
        dtype="str",
    )
    e = tiny.replace(organisations=organisations)
    opened = open_page(draw_network(e, tmp_path / "map.html"), ready=True)
    found = []
    for button in opened.page.query_selector_all("button.name"):
        button.click()
        link = opened.page.query_selector("#site a")
        found.append(link and link.get_attribute("href"))
    assert found == ["https://ash.example", None, "https://cedar.example", None, None]


@browser
def test_choosing_in_the_table_shows_who_it_is_and_its_ties(tiny, tmp_path, open_page):
    core = eco.find_core(tiny)
    opened = open_page(draw_network(tiny, tmp_path / "map.html"), ready=True)
    opened.page.click("button.name >> text=Ash")
    assert opened.page.text_content("#who") == "Ash"
    assert opened.page.text_content("#what") == core.explain("a")
    ties = opened.page.text_content("#ties")
    assert "Birch (10 people)" in ties
    assert "Birch (under 5 people)" in ties


@browser
def test_typing_lists_the_names_that_fit_and_chooses_none_of_them_yet(network_page, open_page):
    opened = open_page(network_page, ready=True)
    page = opened.page
    page.fill("#find", "council")
    hits = page.locator("#hits li").all_text_contents()
    assert len(hits) == 5
    assert all("council" in hit and " \u00b7 " in hit for hit in hits)
    assert page.text_content("#who") == "Choose an organisation"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert hits[1].startswith(page.text_content("#who"))
    assert not page.is_visible("#hits")
    page.click("#all")
    assert page.text_content("#who") == "Choose an organisation"
    page.fill("#find", "wulfr")
    page.locator("#hits li").first.click()
    assert page.text_content("#who") == "Wulfrun Migrant Support"


@browser
def test_a_name_that_nobody_has_is_said_and_the_panel_is_cleared(network_page, open_page):
    opened = open_page(network_page, ready=True)
    opened.page.fill("#find", "wulfr")
    opened.page.keyboard.press("Enter")
    opened.page.fill("#find", "zzz")
    assert opened.page.text_content("#found") == "No such name."
    assert opened.page.text_content("#who") == "Choose an organisation"
    opened.page.select_option("#sector", "funder")
    opened.page.fill("#find", "wulfr")
    assert opened.page.text_content("#found") == "Only among those whom the filters hide."


@browser
def test_a_filter_clears_the_panel_of_whom_it_hides_and_says_how_many_are_left(
    network_page, open_page
):
    """Of 44 organisations 2 are funders, and none of these is in the core."""
    opened = open_page(network_page, ready=True)
    page = opened.page
    page.fill("#find", "wulfr")
    page.keyboard.press("Enter")
    page.select_option("#sector", "funder")
    assert page.text_content("#who") == "Choose an organisation"
    assert page.text_content("#found") == "2 of 44 are shown."
    expect(page.locator("#map")).to_have_attribute("data-named", "2")
    page.select_option("#role", "core")
    assert page.text_content("#found").startswith("Nobody fits all of these filters.")
    page.click("#all")
    assert page.text_content("#found") == ""
    expect(page.locator("#map")).to_have_attribute("data-named", "44")


@browser
def test_pointing_at_a_mark_says_its_name_and_role(tmp_path, open_page):
    e = eco.Ecosystem(
        organisations=pd.DataFrame({"organisation_id": ["a"], "name": ["Ash"]}),
    )
    page = open_page(draw_network(e, tmp_path / "map.html"), ready=True).page
    box = page.locator("#map").bounding_box()
    half = box["x"] + box["width"] / 2
    for down in range(0, int(box["height"]), 8):
        page.mouse.move(half, box["y"] + down)
        if page.is_visible("#hint"):
            break
    assert page.text_content("#hint") == "Ash \u00b7 not connected"


@browser
def test_the_keyboard_walks_all_organisations_with_names_and_roles(tiny, tmp_path, open_page):
    opened = open_page(draw_network(tiny, tmp_path / "map.html"), ready=True)
    opened.page.focus("#map")
    read = []
    for _ in range(5):
        opened.page.keyboard.press("ArrowRight")
        read.append((opened.page.text_content("#who"), opened.page.text_content("#what")))
    assert [name for name, _ in read] == ["Ash", "Birch", "Cedar", "Dogwood", "Elm"]
    core = eco.find_core(tiny)
    assert [sentence for _, sentence in read] == [core.explain(one) for one in "abcde"]
    opened.page.keyboard.press("Escape")
    assert opened.page.text_content("#who") == "Choose an organisation"


@browser
def test_a_map_of_500_organisations_opens(tmp_path, open_page):
    rng = np.random.default_rng(0)
    ids = [f"o{one:03}" for one in range(500)]
    ends = rng.integers(0, 500, (1500, 2))
    ends = np.unique(np.sort(ends[ends[:, 0] != ends[:, 1]], axis=1), axis=0)
    e = eco.Ecosystem(
        organisations=pd.DataFrame({"organisation_id": ids, "name": ids}),
        relationships=pd.DataFrame(
            {
                "from_id": [ids[a] for a, _ in ends],
                "to_id": [ids[b] for _, b in ends],
                "kind": "trusts",
            }
        ),
    )
    opened = open_page(draw_network(e, tmp_path / "map.html"), ready=True)
    opened.page.fill("#find", "o123")
    opened.page.keyboard.press("Enter")
    assert opened.page.text_content("#who") == "o123"


@browser
def test_on_a_small_screen_the_filters_are_folded_away_until_asked_for(network_page, open_page):
    opened = open_page(network_page, width=375, ready=True)
    assert not opened.page.is_visible("#sector")
    opened.page.click("#filters summary")
    opened.page.select_option("#sector", "funder")
    opened.page.set_viewport_size({"width": 1280, "height": 800})
    assert not opened.page.is_visible("#filters summary")
    assert opened.page.is_visible("#sector")


_SETTLES_AT_THE_EDGE = """() => {
  const canvas = document.querySelector("#map canvas");
  const count = () => {
    const { width, height } = canvas;
    const copy = Object.assign(document.createElement("canvas"), { width, height });
    const brush = copy.getContext("2d", { willReadFrequently: true });
    brush.drawImage(canvas, 0, 0);
    const edges = [[0, 0, width, 1], [0, height - 1, width, 1], [0, 0, 1, height]];
    edges.push([width - 1, 0, 1, height]);
    const drawn = (box) => brush.getImageData(...box).data.filter((one, at) => at % 4 === 3 && one);
    const isAny = drawn([0, 0, width, height]).length > 0;
    return [isAny, edges.reduce((sum, box) => sum + drawn(box).length, 0)];
  };
  return new Promise((resolve) => {
    let frames = 0, isDrawn = false;
    const look = () => {
      const [isAny, pixels] = count();
      isDrawn ||= isAny;
      if ((isDrawn && pixels < 60) || ++frames > 600) { resolve([isDrawn, pixels]); return; }
      requestAnimationFrame(look);
    };
    look();
  });
}"""
"""Watches frame by frame, ten seconds at most, until the map is drawn and little is at the edge.

It is handed over once: a page refuses whoever evaluates text in it again and again."""


@browser
def test_a_frame_that_gets_its_size_late_shows_the_whole_map(network_page, tmp_path, open_page):
    """As in a notebook. Lines that leave the picture show as pixels drawn at its edge."""
    frame = html.escape(network_page.read_text(encoding="utf-8"))
    outer = tmp_path / "notebook.html"
    outer.write_text(f'<iframe style="display:none" srcdoc="{frame}"></iframe>', encoding="utf-8")
    opened = open_page(outer, bypass_csp=True)
    inner = opened.page.frames[1]
    style = "document.querySelector('iframe').style.cssText = 'width: 900px; height: 800px'"
    opened.page.evaluate(style)
    inner.wait_for_selector("body[data-ready=yes]")
    is_drawn, pixels = inner.evaluate(_SETTLES_AT_THE_EDGE)
    assert is_drawn
    assert pixels < 60


@browser
@pytest.mark.parametrize("width", [375, 1280])
def test_the_names_of_sectors_are_in_sight_when_the_page_opens(network_page, open_page, width):
    """They stand beyond the marks, so that a map fitted to the marks alone cuts them off."""
    opened = open_page(network_page, width=width, ready=True)
    is_drawn, pixels = opened.page.evaluate(_SETTLES_AT_THE_EDGE)
    assert is_drawn
    assert pixels == 0


def test_an_ecosystem_without_ties_is_drawn(tmp_path):
    e = eco.Ecosystem(
        organisations=pd.DataFrame({"organisation_id": ["a", "b"], "name": ["Ash", "Birch"]})
    )
    page = draw_network(e, tmp_path / "map.html").read_text(encoding="utf-8")
    assert "Not linked yet" in page


@browser
@pytest.mark.parametrize("layout", ["core rings", "packed", "geographic"])
def test_every_layout_opens_and_the_reader_can_change_it(
    west_midlands, tmp_path, open_page, layout
):
    path = draw_network(west_midlands, tmp_path / "map.html", layout=layout)
    opened = open_page(path, ready=True)
    assert opened.page.input_value("#layout") == layout
    for other in ("packed", "geographic", "core rings"):
        opened.page.select_option("#layout", other)
        assert opened.page.input_value("#layout") == other


def test_a_layout_that_cannot_be_is_refused(tiny, tmp_path):
    with pytest.raises(ValueError, match="layout 'round' is not one of the choices"):
        draw_network(tiny, tmp_path / "map.html", layout="round")
    with pytest.raises(ValueError, match="layout 'geographic' cannot be drawn"):
        draw_network(tiny, tmp_path / "map.html", layout="geographic")


@browser
def test_filters_hide_and_the_keyboard_walks_what_is_left(network_page, west_midlands, open_page):
    opened = open_page(network_page, ready=True)
    opened.page.select_option("#sector", "funder")
    opened.page.focus("#map")
    read = set()
    for _ in range(4):
        opened.page.keyboard.press("ArrowRight")
        read.add(opened.page.text_content("#who"))
    organisations = west_midlands.organisations
    assert read == set(organisations.loc[organisations["sector"] == "funder", "name"])
    for name in ("type", "role", "area", "kind"):
        opened.page.select_option(f"#{name}", index=1)
        opened.page.select_option(f"#{name}", "")


@browser
def test_the_way_by_referrals_is_the_shortest_there_is(tmp_path, open_page):
    """a refers to b and x, b to c, c to d: d is three referrals from a, and none leads back."""
    e = eco.Ecosystem(
        organisations=pd.DataFrame({"organisation_id": list("abcdx"), "name": list("ABCDX")}),
        referrals=pd.DataFrame({"from_id": list("abca"), "to_id": list("bcdx"), "sent": 10}),
    )
    opened = open_page(draw_network(e, tmp_path / "map.html"), ready=True)
    opened.page.click("button.name >> text=A")
    opened.page.fill("#way", "D")
    assert opened.page.text_content("#route") == "A \u2192 B \u2192 C \u2192 D: 3 referrals."
    opened.page.click("button.name >> text=D")
    opened.page.fill("#way", "A")
    assert opened.page.text_content("#route") == "No way by referrals is recorded."


@browser
@pytest.mark.parametrize(("button", "name"), [("#png", "network.png"), ("#svg", "network.svg")])
def test_the_map_is_saved_as_a_picture(network_page, open_page, tmp_path, button, name):
    opened = open_page(network_page, ready=True)
    with opened.page.expect_download() as waiting:
        opened.page.click(button)
    saved = tmp_path / name
    waiting.value.save_as(saved)
    assert waiting.value.suggested_filename == name
    content = saved.read_bytes()
    if name.endswith("png"):
        assert content.startswith(b"\x89PNG")
        assert len(content) > 5000
    else:
        names = "".join(ET.fromstring(content).itertext())  # noqa: S314 - our own file
        assert "Canalside" in names


@browser
def test_print_shows_a_sharp_picture_in_place_of_the_screen(network_page, open_page):
    opened = open_page(network_page, ready=True)
    opened.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    opened.page.emulate_media(media="print")
    assert opened.page.is_visible("#still svg")
    assert not opened.page.is_visible("#map")
    assert opened.page.pdf(format="A4")[:4] == b"%PDF"


@browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_follows_the_screen_and_its_button(network_page, open_page, scheme):
    opened = open_page(network_page, ready=True, color_scheme=scheme)
    paper = "getComputedStyle(document.body).backgroundColor"
    before = opened.page.evaluate(paper)
    assert before == ("rgb(255, 255, 255)" if scheme == "light" else "rgb(18, 26, 25)")
    opened.page.click("#theme")
    assert opened.page.evaluate(paper) != before


@browser
@pytest.mark.parametrize("with_areas", [True, False])
def test_many_organisations_open_on_an_overview_that_drills_down(tmp_path, open_page, with_areas):
    e = make_many(1600, with_areas=with_areas)
    opened = open_page(draw_network(e, tmp_path / "map.html"), ready=True)
    groups = opened.page.query_selector_all("button.name")
    counts = [
        int(cell.text_content())
        for cell in opened.page.query_selector_all("#rows tr td:nth-child(2)")
    ]
    assert 1 < len(groups) < 1600
    assert sum(counts) == 1600
    groups[0].click()
    opened.page.click("#drill")
    expect(opened.page.locator("#rows tr")).to_have_count(counts[0])
    opened.page.click("#back")
    expect(opened.page.locator("#rows tr")).to_have_count(len(groups))
    opened.page.fill("#find", "o1234")
    opened.page.press("#find", "Enter")
    assert opened.page.text_content("#who") == "o1234"
