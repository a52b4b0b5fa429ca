"""What both maps promise: who may see what, for which screens, for every reader."""

import pandas as pd
import pytest
from drawn_maps import draw_network, draw_places

import ecosystem as eco

browser = pytest.mark.browser


SECRETS = ("quarrels", "whispers", "98765", "98,765", "hush", "52.98765", "1.98765")


def _say_guarded(text):
    return [secret for secret in SECRETS if secret in text]


def test_public_maps_hold_no_trace_of_guarded_rows(guarded, tmp_path):
    public = guarded.select(visibility="public")
    drawn = [
        draw_network(public, tmp_path / "network.html"),
        eco.draw_network(guarded, eco.find_core(public), tmp_path / "seen.html").path,
        draw_places(guarded, eco.find_gaps(public, "immigration advice"), tmp_path / "places.html"),
    ]
    for path in drawn:
        assert _say_guarded(path.read_text(encoding="utf-8")) == []


def test_a_private_map_shows_what_is_private(guarded, tmp_path):
    path = draw_network(guarded, tmp_path / "network.html", visibility="private")
    text = path.read_text(encoding="utf-8").lower()
    assert "quarrels-with" in text
    assert "whispers-to" in text
    assert "98,765" in text


def test_a_map_for_partners_shows_theirs_only(guarded, tmp_path):
    e = guarded.select(visibility="partners")
    path = draw_network(e, tmp_path / "network.html", visibility="partners")
    text = path.read_text(encoding="utf-8").lower()
    assert "whispers-to" in text
    assert "quarrels-with" not in text


@pytest.mark.parametrize("visibility", ["public", "partners"])
def test_an_answer_that_rests_on_guarded_rows_is_not_drawn_for_fewer_eyes(
    guarded, tmp_path, visibility
):
    path = tmp_path / "map.html"
    with pytest.raises(ValueError, match="this answer rests on private rows"):
        draw_network(guarded, path, visibility=visibility)
    gaps = eco.find_gaps(guarded, "immigration advice")
    with pytest.raises(ValueError, match="this answer rests on private rows"):
        draw_places(guarded, gaps, path, visibility=visibility)
    assert list(tmp_path.iterdir()) == []


def test_an_answer_about_others_is_refused(west_midlands, legal_aid, tmp_path):
    with pytest.raises(ValueError, match="about other organisations"):
        eco.draw_network(west_midlands, eco.find_core(legal_aid), tmp_path / "map.html")
    gaps = eco.find_gaps(legal_aid, "immigration advice")
    with pytest.raises(ValueError, match="about other areas"):
        draw_places(west_midlands, gaps, tmp_path / "map.html")


def test_a_wrong_visibility_is_refused(tiny, tmp_path):
    with pytest.raises(ValueError, match="visibility 'publik' is not one of the choices"):
        draw_network(tiny, tmp_path / "map.html", visibility="publik")


def test_small_numbers_of_people_read_under_five(tiny, tmp_path):
    """`tiny` has 3 people sent from b to a; its demand is made small here."""
    network = draw_network(tiny, tmp_path / "network.html").read_text(encoding="utf-8")
    assert '"under 5"' in network
    assert '"3"' not in network
    small = tiny.replace(demand=tiny.demand.assign(people=[3, 700])).select(visibility="public")
    gaps = eco.find_gaps(small, "advice")
    places = eco.draw_places(small, gaps).html
    assert ">under 5</td>" in places
    assert ">3</td>" not in places
    assert "3 people" not in places


@browser
@pytest.mark.parametrize("width", [320, 375, 768, 1280])
def test_maps_fit_the_screen_and_nothing_scrolls_sideways(
    network_page, places_page, open_page, width
):
    for path in (network_page, places_page):
        opened = open_page(path, width=width, ready=True)
        assert opened.list_wide() == []


@browser
def test_on_a_telephone_tables_are_lists_with_the_name_of_each_column(
    network_page, places_page, open_page
):
    for path, name in ((network_page, "Sector"), (places_page, "Status")):
        page = open_page(path, width=375, ready=True).page
        cell = page.locator("tbody td").first
        told = cell.evaluate("cell => getComputedStyle(cell, '::before').content")
        assert name in told
        assert not page.is_visible("thead")


_LOOKS = [("light", 1280), ("dark", 375)]


@browser
@pytest.mark.parametrize(("scheme", "width"), _LOOKS)
def test_maps_keep_the_rules_of_accessibility(network_page, places_page, open_page, scheme, width):
    for path in (network_page, places_page):
        opened = open_page(path, width=width, ready=True, color_scheme=scheme, bypass_csp=True)
        assert opened.list_violations() == []


def test_a_sum_that_holds_a_hidden_number_is_about_right(tiny, tmp_path):
    """100 and 3 people go from c to b: in the copy 102.5, whatever stands in place of the 3."""
    ties = pd.DataFrame(
        {"from_id": "c", "to_id": "b", "service_type": ["advice", "food"], "sent": [100, 3]}
    )
    bases = tiny.organisations.assign(area_code=[None, "north", "south", None, None])
    e = tiny.replace(referrals=ties, organisations=bases).select(visibility="public")
    network = draw_network(e, tmp_path / "network.html").read_text(encoding="utf-8")
    assert '"about 102"' in network
    gaps = eco.find_gaps(e, "advice")
    places = eco.draw_places(e, gaps).html
    assert "about 102 people" in places
    assert eco.find_pathways(e).headline.startswith("About 102 people were sent on")
    open_too = e.replace(referrals=pd.concat([e.referrals, ties.assign(to_id="a", sent=None)]))
    assert eco.find_pathways(open_too).headline.startswith("About 102 or more people were sent on")


@pytest.mark.browser
@pytest.mark.parametrize("name", ["network_page", "places_page"])
@pytest.mark.parametrize(("width", "height"), [(1280, 900), (375, 812)])
def test_the_first_screen_tells_the_question_the_answer_and_how_to_read_the_picture(
    name, width, height, request, open_page
):
    """From top to bottom: question, answer, key, picture, which on a telephone begins there."""
    page = open_page(request.getfixturevalue(name), width=width, height=height, ready=True).page
    picture = "#map" if name == "network_page" else "figure > svg"
    parts = ("h1", ".lead", "ul.key", picture)
    boxes = [page.locator(one).first.bounding_box() for one in parts]
    tops = [box["y"] for box in boxes]
    assert tops == sorted(tops)
    *texts, map_box = boxes
    assert max(box["y"] + box["height"] for box in texts) < map_box["y"] + 1
    seen = (height - map_box["y"]) / map_box["height"]
    assert seen > (0.75 if width > 760 else 0.4)
    assert page.text_content("h1").endswith("?")
