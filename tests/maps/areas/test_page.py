"""The page of where help is short: what it shows, and what its reader can do."""

import json
import re

import numpy as np
import pandas as pd
import pytest
from drawn_maps import LINK, draw_places, make_squares
from hostile import PAYLOADS, make_hostile

import ecosystem as eco
from ecosystem.maps import caption_places

browser = pytest.mark.browser


def test_the_map_of_places_is_the_same_file_each_time(west_midlands, tmp_path):
    gaps = eco.find_gaps(west_midlands, "immigration advice")
    first, second = (
        draw_places(west_midlands, gaps, tmp_path / name).read_bytes()
        for name in ("a.html", "b.html")
    )
    assert first == second


def test_a_small_need_is_given_away_nowhere_on_the_page(tiny):
    """One to four people in need, in north: the page is the same to the last letter."""
    pages = set()
    for people in (1, 2, 3, 4):
        small = tiny.replace(demand=tiny.demand.assign(people=[people, 700]))
        gaps = eco.find_gaps(small.select(visibility="public"), "advice")
        page = eco.draw_places(small, gaps).html
        pages.add(page)
    assert len(pages) == 1


@browser
@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_text_from_the_tables_runs_in_a_map_of_places(tmp_path, open_page, payload):
    counts = []
    for text in ("plain", payload):
        e = make_hostile(text).select(visibility="public")
        path = draw_places(e, eco.find_gaps(e, f"{text} type"), tmp_path / "map.html")
        opened = open_page(path)
        for mark in opened.page.query_selector_all("figure .area")[:3]:
            mark.hover()
        counts.append(opened.count_elements())
        del counts[-1]["tspan"]  # a longer name is wrapped into more lines
        assert all(LINK.match(link) for link in opened.list_links())
    assert counts[0] == counts[1]


def test_every_area_with_a_place_is_a_mark_and_every_area_a_row(legal_aid):
    gaps = eco.find_gaps(legal_aid, "immigration advice", legal_aid=True)
    page = eco.draw_places(legal_aid, gaps).html
    assert len(re.findall('<tr><th scope="row">', page)) == len(gaps.table)
    figure = re.search(r"<figure.*?</svg>", page, re.DOTALL)[0]
    placed = legal_aid.areas["latitude"].notna()
    assert len(re.findall('class="area"', figure)) == placed.sum()
    for code in gaps.table.index[placed][:5]:
        assert gaps.explain(code) in figure


@browser
def test_true_shapes_are_drawn_from_a_file(tiny, tmp_path, open_page):
    shapes = tmp_path / "shapes.geojson"
    shapes.write_text(json.dumps(make_squares()), encoding="utf-8")
    gaps = eco.find_gaps(tiny, "advice")
    opened = open_page(draw_places(tiny, gaps, tmp_path / "map.html", shapes=shapes), ready=True)
    boxes = [one.bounding_box() for one in opened.page.query_selector_all(".area")]
    assert len(boxes) == 2
    assert abs(boxes[0]["x"] + boxes[0]["width"] - boxes[1]["x"]) < 6
    assert abs(boxes[0]["width"] - boxes[1]["width"]) < 6


def _read_figure(path):
    """Return the words of the figure: its key, its labels and the sentences below it."""
    figure = re.search(
        r'<div class="keys.*?</figure>', path.read_text(encoding="utf-8"), re.DOTALL
    )[0]
    return " ".join(re.sub("<[^>]*>", " ", figure).split())


@pytest.mark.parametrize("is_listed", [True, False])
def test_areas_without_a_shape_are_named_and_counted_on_the_page(tiny, tmp_path, is_listed):
    """The outline is null, as topojson writes a small island, or the file has no such area."""
    shapes = make_squares()
    shapes["features"][1]["geometry"] = None
    if not is_listed:
        del shapes["features"][1]
    gaps = eco.find_gaps(tiny, "advice")
    path = draw_places(tiny, gaps, tmp_path / "map.html", shapes=shapes)
    words = _read_figure(path)
    assert "1 area has no shape in the file and stands below the map: Southtown." in words
    assert "No shape in the file" in words
    assert path.read_text(encoding="utf-8").count('class="area"') == 2


def test_a_map_on_which_every_area_has_a_shape_says_nothing_of_it(tiny, tmp_path):
    gaps = eco.find_gaps(tiny, "advice")
    path = draw_places(tiny, gaps, tmp_path / "map.html", shapes=make_squares())
    assert "no shape" not in _read_figure(path).lower()


def test_shapes_found_by_another_code_are_told(tiny, tmp_path):
    """North is Sheffield by its code of today, and the file has the code of 2018."""
    codes = {"north": "E08000039", "south": "south"}
    e = tiny.replace(
        areas=tiny.areas.replace(codes),
        demand=tiny.demand.replace(codes),
        catchments=tiny.catchments.replace(codes),
        sites=tiny.sites.replace(codes),
    )
    shapes = make_squares()
    shapes["features"][0]["properties"]["code"] = "E08000019"
    path = draw_places(e, eco.find_gaps(e, "advice"), tmp_path / "map.html", shapes=shapes)
    said = "1 area is drawn by the shapes of other codes of the same place: Northtown."
    assert said in _read_figure(path)


def _count_in_key(path):
    """How many areas the five entries of the key count together."""
    entries = re.findall(r"\((\d+)\)", _read_figure(path))
    return sum(map(int, entries[:5]))


@pytest.mark.parametrize("missing", [False, True])
def test_an_outline_that_is_null_or_absent_leaves_no_area_out(tiny, tmp_path, missing):
    """TopoJSON writes small islands as null. Both areas are drawn, and the key counts both."""
    shapes = make_squares()
    if missing:
        del shapes["features"][1]
    else:
        shapes["features"][1]["geometry"] = None
    e = tiny.replace(areas=tiny.areas.assign(latitude=[52.5, np.nan]))
    path = draw_places(e, eco.find_gaps(e, "advice"), tmp_path / "map.html", shapes=shapes)
    assert path.read_text(encoding="utf-8").count('class="area"') == 2
    assert _count_in_key(path) == 2


def test_the_key_counts_what_is_drawn(tiny, tmp_path):
    """Of two areas one has a position: one hexagon, one in the key; of none, both of the table."""
    for latitude, drawn, counted in (([52.5, np.nan], 1, 1), ([np.nan, np.nan], 0, 2)):
        e = tiny.replace(areas=tiny.areas.assign(latitude=latitude))
        path = draw_places(e, eco.find_gaps(e, "advice"), tmp_path / "map.html")
        assert path.read_text(encoding="utf-8").count('class="area"') == drawn
        assert _count_in_key(path) == counted


def test_an_area_that_is_in_no_picture_is_named(tiny, tmp_path):
    e = tiny.replace(areas=tiny.areas.assign(latitude=[52.5, np.nan]))
    path = draw_places(e, eco.find_gaps(e, "advice"), tmp_path / "map.html")
    said = "1 area is only in the table, without a known position: Southtown."
    assert said in _read_figure(path)
    assert caption_places(e, eco.find_gaps(e, "advice")).endswith(said)
    assert said not in caption_places(tiny, eco.find_gaps(tiny, "advice"))


def test_a_distance_below_a_kilometre_is_under_1_km_in_the_table(tiny, tmp_path):
    """The one site of the service stands 0.003 degrees, a third of a kilometre, from the centre."""
    north = tiny.areas.iloc[0]
    sites = tiny.sites.assign(latitude=north["latitude"] + 0.003, longitude=north["longitude"])
    e = tiny.replace(sites=sites)
    path = draw_places(e, eco.find_gaps(e, "advice"), tmp_path / "map.html")
    page = path.read_text(encoding="utf-8")
    assert ">under 1 km</td>" in page
    assert "<td>0 km</td>" not in page


def test_referrals_of_closed_organisations_are_no_flow_between_areas(tiny, tmp_path):
    """Ash in north sends people to Birch in south; once Birch is closed, nobody does."""
    base = tiny.organisations.assign(area_code=["north", "south", None, None, None])
    for status, is_drawn in (("active", True), ("closed", False)):
        e = tiny.replace(organisations=base.assign(status=[None, status, None, None, None]))
        path = draw_places(e, eco.find_gaps(e, "advice"), tmp_path / "map.html")
        assert ("Northtown to Southtown" in path.read_text(encoding="utf-8")) is is_drawn


@browser
def test_areas_are_coloured_by_what_the_reader_chooses(west_midlands, places_page, open_page):
    opened = open_page(places_page, ready=True)
    fill = "[...document.querySelectorAll('.area .fill')].map(e => e.getAttribute('fill'))"
    before = opened.page.evaluate(fill)
    for label in (
        "People counted as in need",
        "Share of need there is room for",
        "Kilometres to the nearest",
    ):
        opened.page.select_option("#measure", label=label)
        assert opened.page.evaluate(fill) != before
        counted = re.findall(r"\((\d+)\)", opened.page.text_content("#classes"))
        assert sum(map(int, counted)) == len(west_midlands.areas)
    opened.page.select_option("#measure", "")
    assert opened.page.evaluate(fill) == before


@browser
def test_the_areas_a_service_reaches_and_flows_show_on_demand(
    west_midlands, places_page, open_page
):
    opened = open_page(places_page, ready=True)
    opened.page.select_option("#service", index=1)
    services = west_midlands.services.set_index("name")["service_id"]
    one = services[opened.page.text_content("#who")]
    placed = pd.concat([west_midlands.catchments, west_midlands.sites])
    reached = placed.loc[placed["service_id"] == one, "area_code"].nunique()
    assert opened.page.locator(".area.reached").count() == reached
    assert not opened.page.is_visible("figure .flows")
    opened.page.check("#flows")
    assert opened.page.is_visible("figure .flows")


@browser
def test_the_keyboard_walks_the_areas_and_search_finds_one(west_midlands, places_page, open_page):
    gaps = eco.find_gaps(west_midlands, "immigration advice", level=2)
    opened = open_page(places_page, ready=True)
    opened.page.focus("#map")
    read = []
    for _ in range(3):
        opened.page.keyboard.press("ArrowRight")
        read.append((opened.page.text_content("#who"), opened.page.text_content("#what")))
    table = gaps.table.head(3)
    assert read == [(row["name"], gaps.explain(code)) for code, row in table.iterrows()]
    opened.page.fill("#find", "stoke")
    opened.page.keyboard.press("Enter")
    assert opened.page.text_content("#who") == "Stoke-on-Trent"


@browser
def test_typing_lists_the_areas_that_fit_and_says_if_none_does(places_page, open_page):
    """Staffordshire is in the names of 3 areas of the sample, and Stafford in 4."""
    page = open_page(places_page, ready=True).page
    page.fill("#find", "stafford")
    hits = page.locator("#hits li").all_text_contents()
    assert hits[0] == "Stafford \u00b7 not known"
    assert len(hits) == 4
    assert page.text_content("#who") == "Choose an area"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.text_content("#who") == "Stafford"
    page.fill("#find", "zzz")
    assert page.text_content("#found") == "No such name."
    assert page.text_content("#who") == "Choose an area"


@browser
def test_an_area_without_a_place_is_found_and_said_not_to_be_on_the_map(tiny, tmp_path, open_page):
    areas = tiny.areas
    areas.loc[1, ["latitude", "longitude"]] = np.nan
    e = tiny.replace(areas=areas)
    path = draw_places(e, eco.find_gaps(e, "advice"), tmp_path / "a.html")
    page = open_page(path, ready=True).page
    page.fill("#find", "southtown")
    assert page.text_content("#found") == "Not drawn on the map."


@browser
def test_pointing_at_an_area_says_its_name_and_status(places_page, open_page):
    page = open_page(places_page, ready=True).page
    box = page.locator(".area .fill").nth(4).bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert re.fullmatch(r"[\w -]+ \u00b7 (gap|thin|covered|not known)", page.text_content("#hint"))
    page.locator("h1").hover()
    assert not page.is_visible("#hint")


@browser
def test_showing_all_takes_off_the_colour_and_the_service_and_clears_the_panel(
    places_page, open_page
):
    page = open_page(places_page, width=375, ready=True).page
    assert not page.is_visible("#measure")
    page.click("#filters summary")
    page.select_option("#measure", index=1)
    page.select_option("#service", index=1)
    assert "areas on the map are reached." in page.text_content("#found")
    page.click("#all")
    assert page.input_value("#measure") == page.input_value("#service") == ""
    assert page.text_content("#who") == "Choose an area"
    assert page.text_content("#found") == ""
    assert page.locator(".area.away").count() == 0


@browser
@pytest.mark.parametrize(("button", "name"), [("#png", "places.png"), ("#svg", "places.svg")])
def test_the_map_of_places_is_saved_as_a_picture(places_page, open_page, tmp_path, button, name):
    opened = open_page(places_page, ready=True)
    with opened.page.expect_download() as waiting:
        opened.page.click(button)
    waiting.value.save_as(tmp_path / name)
    content = (tmp_path / name).read_bytes()
    assert content.startswith(b"\x89PNG" if name.endswith("png") else b"<svg")


@browser
def test_without_scripts_the_map_shows_the_status(places_page, open_page):
    opened = open_page(places_page, java_script_enabled=False)
    assert opened.page.is_visible("figure .area >> nth=0")
    assert not opened.page.is_visible("#controls")


def test_areas_without_positions_make_a_page_that_says_so(tiny, tmp_path):
    e = tiny.replace(areas=tiny.areas.assign(latitude=np.nan, longitude=np.nan))
    page = draw_places(e, eco.find_gaps(e, "advice"), tmp_path / "map.html")
    assert "The areas have no positions" in page.read_text(encoding="utf-8")
