import html
import json
import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import numpy as np
import pandas as pd
import pytest
from hostile import PAYLOADS, make_hostile
from hypothesis import given, settings
from hypothesis import strategies as st

import ecosystem as eco
from ecosystem.maps.areas.colourings import list_measures
from ecosystem.maps.areas.hexagons import place_hexagons
from ecosystem.maps.areas.shapes import read_shapes, simplify
from ecosystem.maps.network.layout import lay_out_ground, lay_out_packed, lay_out_rings

browser = pytest.mark.browser
_LINK = re.compile(r"(https?://|mailto:|#|data:,)")


def _draw_network(e, path, **options):
    return eco.draw_network(e, eco.find_core(e), path, **options)


@pytest.fixture(scope="module")
def network_page(west_midlands, tmp_path_factory):
    return _draw_network(west_midlands, tmp_path_factory.mktemp("maps") / "network.html")


@pytest.fixture(scope="module")
def places_page(west_midlands, tmp_path_factory):
    gaps = eco.find_gaps(west_midlands, "immigration advice", level=2)
    path = tmp_path_factory.mktemp("maps") / "places.html"
    return eco.draw_places(west_midlands, gaps, path)


@pytest.fixture(scope="module")
def guarded(west_midlands):
    """The sample with secrets: a private and a partners tie, a confidential site and group."""
    e = west_midlands
    first, second, third = e.organisations["organisation_id"].iloc[:3]
    relationships = pd.concat(
        [
            e.relationships,
            pd.DataFrame(
                {
                    "from_id": [first, second],
                    "to_id": [second, third],
                    "kind": ["quarrels-with", "whispers-to"],
                    "visibility": ["private", "partners"],
                }
            ),
        ]
    )
    referrals = e.referrals
    referrals["visibility"] = referrals["visibility"].astype(object)
    referrals.loc[0, ["visibility", "sent"]] = ["private", 98_765]
    groups = pd.concat(
        [
            e.groups,
            pd.DataFrame(
                {"group_id": ["hush"], "name": ["The hush-hush group"], "is_confidential": [True]}
            ),
        ]
    )
    sites = e.sites
    sites["is_confidential"] = sites["is_confidential"].astype(object)
    sites.loc[0, ["is_confidential", "latitude", "longitude"]] = [True, 52.98765, -1.98765]
    return e.replace(relationships=relationships, referrals=referrals, groups=groups, sites=sites)


SECRETS = ("quarrels", "whispers", "98765", "98,765", "hush", "52.98765", "1.98765")


def _say_guarded(text):
    return [secret for secret in SECRETS if secret in text]


def test_the_same_seed_draws_the_same_file_and_another_seed_another(west_midlands, tmp_path):
    first = _draw_network(west_midlands, tmp_path / "a.html").read_bytes()
    assert _draw_network(west_midlands, tmp_path / "b.html").read_bytes() == first
    assert _draw_network(west_midlands, tmp_path / "c.html", seed=1).read_bytes() != first


def test_the_map_of_places_is_the_same_file_each_time(west_midlands, tmp_path):
    gaps = eco.find_gaps(west_midlands, "immigration advice")
    first, second = (
        eco.draw_places(west_midlands, gaps, tmp_path / name).read_bytes() for name in ("a", "b")
    )
    assert first == second


def test_public_maps_hold_no_trace_of_guarded_rows(guarded, tmp_path):
    public = guarded.select(visibility="public")
    drawn = [
        _draw_network(public, tmp_path / "network.html"),
        eco.draw_network(guarded, eco.find_core(public), tmp_path / "seen.html"),
        eco.draw_places(
            guarded, eco.find_gaps(public, "immigration advice"), tmp_path / "places.html"
        ),
    ]
    for path in drawn:
        assert _say_guarded(path.read_text(encoding="utf-8")) == []


def test_a_private_map_shows_what_is_private(guarded, tmp_path):
    path = _draw_network(guarded, tmp_path / "network.html", visibility="private")
    text = path.read_text(encoding="utf-8").lower()
    assert "quarrels-with" in text
    assert "whispers-to" in text
    assert "98,765" in text


def test_a_map_for_partners_shows_theirs_only(guarded, tmp_path):
    e = guarded.select(visibility="partners")
    path = _draw_network(e, tmp_path / "network.html", visibility="partners")
    text = path.read_text(encoding="utf-8").lower()
    assert "whispers-to" in text
    assert "quarrels-with" not in text


@pytest.mark.parametrize("visibility", ["public", "partners"])
def test_an_answer_that_rests_on_guarded_rows_is_not_drawn_for_fewer_eyes(
    guarded, tmp_path, visibility
):
    path = tmp_path / "map.html"
    with pytest.raises(ValueError, match="this answer rests on private rows"):
        _draw_network(guarded, path, visibility=visibility)
    gaps = eco.find_gaps(guarded, "immigration advice")
    with pytest.raises(ValueError, match="this answer rests on private rows"):
        eco.draw_places(guarded, gaps, path, visibility=visibility)
    assert list(tmp_path.iterdir()) == []


def test_an_answer_about_others_is_refused(west_midlands, legal_aid, tmp_path):
    with pytest.raises(ValueError, match="about other organisations"):
        eco.draw_network(west_midlands, eco.find_core(legal_aid), tmp_path / "map.html")
    gaps = eco.find_gaps(legal_aid, "immigration advice")
    with pytest.raises(ValueError, match="about other areas"):
        eco.draw_places(west_midlands, gaps, tmp_path / "map.html")


def test_a_wrong_visibility_is_refused(tiny, tmp_path):
    with pytest.raises(ValueError, match="visibility 'publik' is not one of the choices"):
        _draw_network(tiny, tmp_path / "map.html", visibility="publik")


def test_small_numbers_of_people_read_under_five(tiny, tmp_path):
    """`tiny` has 3 people sent from b to a; its demand is made small here."""
    network = _draw_network(tiny, tmp_path / "network.html").read_text(encoding="utf-8")
    assert '"under 5"' in network
    assert '"3"' not in network
    small = tiny.replace(demand=tiny.demand.assign(people=[3, 700]))
    gaps = eco.find_gaps(small, "advice")
    places = eco.draw_places(small, gaps, tmp_path / "places.html").read_text(encoding="utf-8")
    assert "<td>under 5</td>" in places
    assert "<td>3</td>" not in places
    assert "3 people" not in places


def test_a_small_need_is_given_away_nowhere_on_the_page(tiny, tmp_path):
    """One to four people in need, in north: the page is the same to the last letter."""
    pages = set()
    for people in (1, 2, 3, 4):
        small = tiny.replace(demand=tiny.demand.assign(people=[people, 700]))
        gaps = eco.find_gaps(small, "advice")
        page = eco.draw_places(small, gaps, tmp_path / "places.html").read_text(encoding="utf-8")
        pages.add(page)
    assert len(pages) == 1


@browser
@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_text_from_the_tables_runs_in_a_map_of_ties(tmp_path, open_page, payload):
    """Every name is hovered over, chosen, searched for; what is built is what plain text builds."""
    plain = open_page(_draw_network(make_hostile("plain"), tmp_path / "a.html"), ready=True)
    opened = open_page(_draw_network(make_hostile(payload), tmp_path / "b.html"), ready=True)
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
    assert all(_LINK.match(link) for link in opened.list_links())


@browser
@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_text_from_the_tables_runs_in_a_map_of_places(tmp_path, open_page, payload):
    counts = []
    for text in ("plain", payload):
        e = make_hostile(text)
        path = eco.draw_places(e, eco.find_gaps(e, f"{text} type"), tmp_path / "map.html")
        opened = open_page(path)
        for mark in opened.page.query_selector_all("figure .area")[:3]:
            mark.hover()
        counts.append(opened.count_elements())
        del counts[-1]["tspan"]  # a longer name is wrapped into more lines
        assert all(_LINK.match(link) for link in opened.list_links())
    assert counts[0] == counts[1]


@browser
def test_only_web_and_mail_addresses_become_links(tiny, tmp_path, open_page):
    organisations = tiny.organisations
    organisations["website"] = pd.array(
        ["https://ash.example", "javascript:alert(1)", "cedar.example", "data:text/html,x", None],
        dtype="str",
    )
    e = tiny.replace(organisations=organisations)
    opened = open_page(_draw_network(e, tmp_path / "map.html"), ready=True)
    found = []
    for button in opened.page.query_selector_all("button.name"):
        button.click()
        link = opened.page.query_selector("#site a")
        found.append(link and link.get_attribute("href"))
    assert found == ["https://ash.example", None, "https://cedar.example", None, None]


@browser
def test_choosing_in_the_table_shows_who_it_is_and_its_ties(tiny, tmp_path, open_page):
    core = eco.find_core(tiny)
    opened = open_page(_draw_network(tiny, tmp_path / "map.html"), ready=True)
    opened.page.click("button.name >> text=Ash")
    assert opened.page.text_content("#who") == "Ash"
    assert opened.page.text_content("#what") == core.explain("a")
    ties = opened.page.text_content("#ties")
    assert "Birch (10 people)" in ties
    assert "Birch (under 5 people)" in ties


@browser
def test_the_search_box_finds_by_the_beginning_of_a_name(network_page, open_page):
    opened = open_page(network_page, ready=True)
    opened.page.fill("#find", "wulfr")
    assert opened.page.text_content("#who") == "Wulfrun Migrant Support"
    opened.page.click("#all")
    assert opened.page.text_content("#who") == "Choose an organisation"


@browser
def test_the_keyboard_walks_all_organisations_with_names_and_roles(tiny, tmp_path, open_page):
    opened = open_page(_draw_network(tiny, tmp_path / "map.html"), ready=True)
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
@pytest.mark.parametrize("width", [375, 768, 1280])
def test_maps_fit_the_screen(network_page, places_page, open_page, width):
    for path in (network_page, places_page):
        opened = open_page(path, width=width, ready=True)
        assert not opened.is_wider_than_screen()


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
    opened = open_page(_draw_network(e, tmp_path / "map.html"), ready=True)
    opened.page.fill("#find", "o123")
    assert opened.page.text_content("#who") == "o123"


def test_every_area_with_a_place_is_a_mark_and_every_area_a_row(legal_aid, tmp_path):
    gaps = eco.find_gaps(legal_aid, "immigration advice", legal_aid=True)
    page = eco.draw_places(legal_aid, gaps, tmp_path / "map.html").read_text(encoding="utf-8")
    assert len(re.findall('<tr><th scope="row">', page)) == len(gaps.table)
    figure = re.search(r"<figure.*?</svg>", page, re.DOTALL)[0]
    placed = legal_aid.areas["latitude"].notna()
    assert len(re.findall('class="area"', figure)) == placed.sum()
    for code in gaps.table.index[placed][:5]:
        assert gaps.explain(code) in figure


def _cover(positions):
    """Return positions of hexagons, 1 wide, rounded, and the least distance of two."""
    cells = place_hexagons(np.array(positions, dtype=float))
    return cells, _measure_between(cells).min() if len(cells) > 1 else 1.0


@settings(deadline=None, max_examples=40)
@given(
    st.lists(
        st.tuples(st.floats(-5, 5, width=16), st.floats(-5, 5, width=16)), min_size=1, max_size=60
    )
)
def test_each_area_has_a_hexagon_of_its_own(positions):
    cells, least = _cover(positions)
    assert np.isfinite(cells).all()
    assert least > 0.99


def test_hexagons_keep_north_and_east_of_a_row_and_a_column():
    cells, _ = _cover([[0, 0], [1, 0], [2, 0]])
    assert list(np.argsort(cells[:, 0])) == [0, 1, 2]
    cells, _ = _cover([[0, 0], [0, 1], [0, 2]])
    assert list(np.argsort(cells[:, 1])) == [0, 1, 2]


def _make_squares():
    """Two squares side by side, their shared border with forty needless points in it."""
    border = [[1.0, one / 40] for one in range(41)]
    west = [[0, 0], *border, [0, 1], [0, 0]]
    east = [[2, 1], *border[::-1], [2, 0], [2, 1]]
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"code": code, "name": "x"},
                "geometry": {"type": "Polygon", "coordinates": [ring]},
            }
            for code, ring in (("north", west), ("south", east))
        ],
    }


def test_shapes_are_simplified_and_neighbours_still_meet():
    shapes = simplify(read_shapes(_make_squares(), ["north", "south"]))
    (west,), (east,) = shapes["north"], shapes["south"]
    assert len(west) < 8
    shared = {tuple(one) for one in west.round(3)} & {tuple(one) for one in east.round(3)}
    assert shared == {(1.0, 0.0), (1.0, 1.0)}


def test_a_topology_gives_the_shapes_that_its_arcs_make():
    """One arc shared by both squares, used forwards by one and backwards by the other."""
    topology = {
        "type": "Topology",
        "transform": {"scale": [0.5, 0.5], "translate": [0, 0]},
        "arcs": [
            [[2, 0], [0, 2]],
            [[2, 2], [-2, 0], [0, -2], [2, 0]],
            [[2, 0], [2, 0], [0, 2], [-2, 0]],
        ],
        "objects": {
            "areas": {
                "type": "GeometryCollection",
                "geometries": [
                    {"type": "Polygon", "id": "north", "arcs": [[0, 1]]},
                    {"type": "Polygon", "id": "south", "arcs": [[2, -1]]},
                ],
            }
        },
    }
    shapes = read_shapes(topology, ["north", "south"])
    assert {tuple(one) for one in shapes["north"][0]} == {(0, 0), (1, 0), (1, 1), (0, 1)}
    assert {tuple(one) for one in shapes["south"][0]} == {(1, 0), (2, 0), (2, 1), (1, 1)}


@pytest.mark.parametrize(
    ("shapes", "said"),
    [
        ({"type": "Point"}, "neither a GeoJSON FeatureCollection nor a TopoJSON"),
        ({"type": "FeatureCollection", "features": []}, "no property holds the code of an area"),
    ],
)
def test_shapes_of_nothing_known_are_refused(tiny, tmp_path, shapes, said):
    gaps = eco.find_gaps(tiny, "advice")
    with pytest.raises(ValueError, match=said):
        eco.draw_places(tiny, gaps, tmp_path / "map.html", shapes=shapes)
    bad = tmp_path / "bad.json"
    bad.write_text("{", encoding="utf-8")
    with pytest.raises(ValueError, match="is not JSON"):
        eco.draw_places(tiny, gaps, tmp_path / "map.html", shapes=bad)


@browser
def test_true_shapes_are_drawn_from_a_file(tiny, tmp_path, open_page):
    shapes = tmp_path / "shapes.geojson"
    shapes.write_text(json.dumps(_make_squares()), encoding="utf-8")
    gaps = eco.find_gaps(tiny, "advice")
    opened = open_page(
        eco.draw_places(tiny, gaps, tmp_path / "map.html", shapes=shapes), ready=True
    )
    boxes = [one.bounding_box() for one in opened.page.query_selector_all(".area")]
    assert len(boxes) == 2
    assert abs(boxes[0]["x"] + boxes[0]["width"] - boxes[1]["x"]) < 6
    assert abs(boxes[0]["width"] - boxes[1]["width"]) < 6


@browser
def test_areas_are_coloured_by_what_the_reader_chooses(west_midlands, places_page, open_page):
    opened = open_page(places_page, ready=True)
    fill = "[...document.querySelectorAll('.area .fill')].map(e => e.getAttribute('fill'))"
    before = opened.page.evaluate(fill)
    for label in ("People in need", "Share of need that is met", "Kilometres to the nearest"):
        opened.page.select_option("#measure", label=label)
        assert opened.page.evaluate(fill) != before
        counted = re.findall(r"\((\d+)\)", opened.page.text_content("#classes"))
        assert sum(map(int, counted)) == len(west_midlands.areas)
    opened.page.select_option("#measure", "")
    assert opened.page.evaluate(fill) == before


def test_a_region_of_gaps_can_be_coloured(tiny):
    """North is part of a hot spot and south is not; without any, there is nothing to colour."""
    gaps = eco.find_gaps(tiny, "advice")
    name = "Gaps that form a region"
    assert name not in [one.name for one in list_measures(gaps)]
    codes = gaps.table.index
    spots = pd.DataFrame({"region": pd.array([1, None], dtype="Int64")}, index=codes)
    found = {one.name: one for one in list_measures(replace(gaps, hot_spots=spots))}[name]
    assert found.of.tolist() == [0, 1]


@browser
def test_on_a_small_screen_the_filters_are_folded_away_until_asked_for(network_page, open_page):
    opened = open_page(network_page, width=375, ready=True)
    assert not opened.page.is_visible("#sector")
    opened.page.click("#filters summary")
    opened.page.select_option("#sector", "funder")
    opened.page.set_viewport_size({"width": 1280, "height": 800})
    assert not opened.page.is_visible("#filters summary")
    assert opened.page.is_visible("#sector")


_AT_THE_EDGE = """() => {
  const canvas = document.querySelector("#map canvas"), { width, height } = canvas;
  const copy = Object.assign(document.createElement("canvas"), { width, height });
  const brush = copy.getContext("2d", { willReadFrequently: true });
  brush.drawImage(canvas, 0, 0);
  const edges = [[0, 0, width, 1], [0, height - 1, width, 1], [0, 0, 1, height]];
  edges.push([width - 1, 0, 1, height]);
  const drawn = (box) => brush.getImageData(...box).data.filter((one, at) => at % 4 === 3 && one);
  return edges.reduce((sum, box) => sum + drawn(box).length, 0);
}"""


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
    inner.wait_for_function(f"({_AT_THE_EDGE})() > 0")
    inner.wait_for_function(f"({_AT_THE_EDGE})() < 60")


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
    assert opened.page.text_content("#who") == "Stoke-on-Trent"


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


_LOOKS = [("light", 1280), ("dark", 375)]


@browser
@pytest.mark.parametrize(("scheme", "width"), _LOOKS)
def test_maps_keep_the_rules_of_accessibility(network_page, places_page, open_page, scheme, width):
    for path in (network_page, places_page):
        opened = open_page(path, width=width, ready=True, color_scheme=scheme, bypass_csp=True)
        assert opened.list_violations() == []


def test_areas_without_positions_make_a_page_that_says_so(tiny, tmp_path):
    e = tiny.replace(areas=tiny.areas.assign(latitude=np.nan, longitude=np.nan))
    page = eco.draw_places(e, eco.find_gaps(e, "advice"), tmp_path / "map.html")
    assert "The areas have no positions" in page.read_text(encoding="utf-8")


def test_an_ecosystem_without_ties_is_drawn(tmp_path):
    e = eco.Ecosystem(
        organisations=pd.DataFrame({"organisation_id": ["a", "b"], "name": ["Ash", "Birch"]})
    )
    page = _draw_network(e, tmp_path / "map.html").read_text(encoding="utf-8")
    assert "Not linked yet" in page


@st.composite
def _networks(draw):
    size = draw(st.integers(1, 40))
    ends = st.integers(0, size - 1)
    pair = st.tuples(ends, ends).filter(lambda pair: pair[0] < pair[1])
    pairs = draw(st.lists(pair, max_size=80 if size > 1 else 0))
    roles = draw(st.lists(st.sampled_from(_ROLES), min_size=size, max_size=size))
    sectors = draw(st.lists(st.sampled_from(["faith", "funder"]), min_size=size, max_size=size))
    return np.array(sorted(set(pairs)), dtype=np.intp).reshape(-1, 2), roles, sectors


_ROLES = ["core", "wider network", "uncertain", "not connected", "no core found"]


def _measure_between(spots):
    between = np.hypot(*(spots[:, None] - spots[None]).transpose(2, 0, 1))
    np.fill_diagonal(between, np.inf)
    return between


@settings(deadline=None, max_examples=60)
@given(_networks())
def test_no_two_organisations_stand_on_one_another(network):
    pairs, roles, sectors = network
    rings = lay_out_rings(pairs, roles, sectors).positions
    packed = lay_out_packed(pairs, len(roles)).positions
    assert np.isfinite(rings).all()
    assert _measure_between(rings).min() > 50
    assert np.isfinite(packed).all()
    assert _measure_between(packed).min() > 40


def test_the_core_stands_inside_and_the_unlinked_below():
    pairs = np.array([[0, 1], [0, 2], [1, 2], [0, 3], [1, 4], [0, 6]])
    roles = ["core"] * 3 + ["wider network"] * 2 + ["not connected", "uncertain"]
    layout = lay_out_rings(pairs, roles, ["faith", "funder"] * 3 + ["faith"])
    distance = np.hypot(*layout.positions.T)
    assert distance[:3].max() < distance[6] < distance[3:5].min()
    low = layout.positions[[0, 1, 2, 3, 4, 6], 1].max()
    (row,) = [y for _, y, text in layout.labels if text == "Not linked yet"]
    assert layout.positions[5, 1] > row > low


def test_each_sector_has_a_part_of_the_circle_to_itself():
    """Two of each sector hang on a core of two: the sectors' angles do not mix."""
    pairs = np.array([[0, 1], [0, 2], [1, 3], [0, 4], [1, 5], [0, 6], [1, 7]])
    roles = ["core"] * 2 + ["wider network"] * 6
    sectors = ["faith"] * 2 + ["faith", "funder", "statutory"] * 2
    layout = lay_out_rings(pairs, roles, sectors)
    angles = np.arctan2(layout.positions[:, 1], layout.positions[:, 0])[2:]
    order = [sectors[2 + one] for one in np.argsort(angles)]
    turns = sum(order[one] != order[one - 1] for one in range(6))
    assert turns == 3
    assert {text for *_, text in layout.labels} == {"Faith", "Funder", "Statutory"}


def test_parts_of_a_packed_layout_do_not_overlap():
    """A triangle and two pairs: the boxes round them are apart."""
    pairs = np.array([[0, 1], [0, 2], [1, 2], [3, 4], [5, 6]])
    spots = lay_out_packed(pairs, 7).positions
    boxes = [
        (spots[rows].min(axis=0), spots[rows].max(axis=0)) for rows in ([0, 1, 2], [3, 4], [5, 6])
    ]
    for one in range(3):
        for other in range(one):
            (low, high), (least, most) = boxes[one], boxes[other]
            assert (low > most).any() or (least > high).any()


def test_on_the_ground_north_is_up_and_east_is_right():
    layout = lay_out_ground(np.array([[53.0, -2.0], [52.0, -2.0], [52.5, -1.0], [np.nan, np.nan]]))
    (x0, y0), (x1, y1), (x2, _), (_, y3) = layout.positions
    assert y0 < y1 < y3
    assert abs(x0 - x1) < 1
    assert x2 > x0
    assert [text for *_, text in layout.labels] == ["Place not known"]


@browser
@pytest.mark.parametrize("layout", ["core rings", "packed", "geographic"])
def test_every_layout_opens_and_the_reader_can_change_it(
    west_midlands, tmp_path, open_page, layout
):
    path = _draw_network(west_midlands, tmp_path / "map.html", layout=layout)
    opened = open_page(path, ready=True)
    assert opened.page.input_value("#layout") == layout
    for other in ("packed", "geographic", "core rings"):
        opened.page.select_option("#layout", other)
        assert opened.page.input_value("#layout") == other


def test_a_layout_that_cannot_be_is_refused(tiny, tmp_path):
    with pytest.raises(ValueError, match="layout 'round' is not one of the choices"):
        _draw_network(tiny, tmp_path / "map.html", layout="round")
    with pytest.raises(ValueError, match="layout 'geographic' cannot be drawn"):
        _draw_network(tiny, tmp_path / "map.html", layout="geographic")


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
    opened = open_page(_draw_network(e, tmp_path / "map.html"), ready=True)
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


def _make_many(size, *, with_areas):
    rng = np.random.default_rng(0)
    ids = [f"o{one:04}" for one in range(size)]
    ends = rng.integers(0, size, (2 * size, 2))
    ends = np.unique(np.sort(ends[ends[:, 0] != ends[:, 1]], axis=1), axis=0)
    areas = pd.DataFrame(
        {"area_code": [f"a{one}" for one in range(9)], "name": [f"Area {one}" for one in range(9)]}
    )
    places = [f"a{one % 9}" for one in range(size)] if with_areas else None
    return eco.Ecosystem(
        organisations=pd.DataFrame({"organisation_id": ids, "name": ids, "area_code": places}),
        areas=areas if with_areas else None,
        relationships=pd.DataFrame(
            {
                "from_id": [ids[a] for a, _ in ends],
                "to_id": [ids[b] for _, b in ends],
                "kind": "trusts",
            }
        ),
    )


@browser
@pytest.mark.parametrize("with_areas", [True, False])
def test_many_organisations_open_on_an_overview_that_drills_down(tmp_path, open_page, with_areas):
    e = _make_many(1600, with_areas=with_areas)
    opened = open_page(_draw_network(e, tmp_path / "map.html"), ready=True)
    groups = opened.page.query_selector_all("button.name")
    counts = [
        int(cell.text_content())
        for cell in opened.page.query_selector_all("#rows tr td:nth-child(2)")
    ]
    assert 1 < len(groups) < 1600
    assert sum(counts) == 1600
    groups[0].click()
    opened.page.click("#drill")
    opened.page.wait_for_function(f"document.querySelectorAll('#rows tr').length === {counts[0]}")
    opened.page.click("#back")
    opened.page.wait_for_function(f"document.querySelectorAll('#rows tr').length === {len(groups)}")
    opened.page.fill("#find", "o1234")
    opened.page.press("#find", "Enter")
    assert opened.page.text_content("#who") == "o1234"
