import re

import numpy as np
import pandas as pd
import pytest
from hostile import PAYLOADS, make_hostile
from hypothesis import given, settings
from hypothesis import strategies as st

import ecosystem as eco
from ecosystem.maps.layout import lay_out

pytest_plugins = ["pages"]
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
    assert "Birch (under 5 people)" in network
    assert "(3 people)" not in network
    small = tiny.replace(demand=tiny.demand.assign(people=[3, 700]))
    gaps = eco.find_gaps(small, "advice")
    places = eco.draw_places(small, gaps, tmp_path / "places.html").read_text(encoding="utf-8")
    assert '<td class="number">under 5</td>' in places
    assert '<td class="number">3</td>' not in places
    assert "3 people" not in places


def test_a_small_need_is_not_given_away_by_the_size_of_its_mark(tiny, tmp_path):
    sizes = set()
    for people in (1, 2, 3, 4):
        small = tiny.replace(demand=tiny.demand.assign(people=[people, 700]))
        gaps = eco.find_gaps(small, "advice")
        page = eco.draw_places(small, gaps, tmp_path / "places.html").read_text(encoding="utf-8")
        sizes.add(re.search(r"<figure.*?</svg>", page, re.DOTALL)[0])
    assert len(sizes) == 1


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
        for mark in opened.page.query_selector_all("figure > svg > g circle")[:3]:
            mark.hover()
        counts.append(opened.count_elements())
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
        opened = open_page(path, width=width, ready=path is network_page)
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
    assert len(re.findall("<title>", figure)) == len(gaps.table)
    for code in gaps.table.index[:5]:
        assert gaps.explain(code) in page


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
    pairs = draw(
        st.lists(st.tuples(ends, ends).filter(lambda pair: pair[0] < pair[1]), max_size=80)
    )
    is_core = draw(st.lists(st.booleans(), min_size=size, max_size=size))
    return np.array(sorted(set(pairs)), dtype=np.intp).reshape(-1, 2), np.array(is_core)


@settings(deadline=None, max_examples=60)
@given(_networks())
def test_no_two_organisations_stand_on_one_another(network):
    pairs, is_core = network
    spots = lay_out(pairs, is_core).positions
    assert np.isfinite(spots).all()
    between = np.hypot(*(spots[:, None] - spots[None]).transpose(2, 0, 1))
    np.fill_diagonal(between, np.inf)
    assert between.min() > 50


def test_the_core_stands_inside_and_the_unlinked_below():
    pairs = np.array([[0, 1], [0, 2], [1, 2], [0, 3], [1, 4]])
    layout = lay_out(pairs, np.array([1, 1, 1, 0, 0, 0], dtype=bool))
    distance = np.hypot(*layout.positions.T)
    assert distance[:3].max() < distance[3:5].min()
    assert layout.positions[5, 1] > layout.row_top > layout.positions[:5, 1].max()
