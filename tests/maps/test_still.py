"""Still pictures: legible, complete with their key, and refused where there is nothing to draw."""

import re
from xml.etree import ElementTree as ET

import numpy as np
import pandas as pd
import pytest

import ecosystem as eco

SVG = "{http://www.w3.org/2000/svg}"


def _make(ties, size, **columns):
    ids = [f"o{one:03}" for one in range(size)]
    names = [f"Welcome centre of town number {one}" for one in range(size)]
    return eco.Ecosystem(
        organisations=pd.DataFrame({"organisation_id": ids, "name": names, **columns}),
        relationships=pd.DataFrame(
            {
                "from_id": [ids[one] for one, _ in ties],
                "to_id": [ids[other] for _, other in ties],
                "kind": "works with",
            }
        ),
    )


def _make_cored(size):
    """Eight tied to one another, the rest to one or two of them."""
    rng = np.random.default_rng(0)
    ties = {(one, other) for one in range(8) for other in range(one)}
    ties |= {(one, int(hub)) for one in range(8, size - 9) for hub in rng.choice(8, 2)}
    return _make(sorted(ties), size, sector=np.resize(["voluntary", "faith", "statutory"], size))


def _draw(e):
    root = ET.fromstring(eco.draw_network(e, eco.find_core(e)).makers[".svg"]())  # noqa: S314 - our own
    _, names = [one for one in root.iter(f"{SVG}g") if one.get("class") == "wide"]
    return root, names


def _list_plates(root):
    """The plates on a wide screen: left, top, right, bottom."""
    hidden = {
        rect for one in root.iter(f"{SVG}g") if one.get("display") == "none" for rect in one.iter()
    }
    plates = [
        rect
        for rect in root.iter(f"{SVG}rect")
        if rect.get("class") == "plate" and rect not in hidden
    ]
    box = np.array(
        [[float(one.get(key)) for key in ("x", "y", "width", "height")] for one in plates]
    )
    return np.column_stack([box[:, :2], box[:, :2] + box[:, 2:]])


def _count_overlaps(plates):
    over = np.minimum(plates[:, None, 2:], plates[:, 2:]) - np.maximum(
        plates[:, None, :2], plates[:, :2]
    )
    # Numbers are written with one digit after the point.
    return int(np.triu((over > 0.11).all(axis=2), 1).sum())


def _read_names(group):
    return {" ".join(span.text for span in text) for text in group.iter(f"{SVG}text")}


@pytest.mark.parametrize("size", [12, 40, 60])
def test_up_to_sixty_are_all_named_and_no_name_lies_over_another(size):
    root, group = _draw(_make_cored(size))
    assert _read_names(group) == {f"Welcome centre of town number {one}" for one in range(size)}
    assert _count_overlaps(_list_plates(root)) == 0


def test_of_three_hundred_the_core_is_named_in_bold_and_no_name_lies_over_another():
    e = _make_cored(300)
    root, group = _draw(e)
    core = eco.find_core(e).table.query("role == 'core'")
    assert len(core) == 8
    bold = [one for one in group.iter(f"{SVG}text") if one.get("font-weight") == "700"]
    assert {" ".join(span.text for span in one) for one in bold} == set(core["name"])
    assert len(_read_names(group)) > 20
    assert _count_overlaps(_list_plates(root)) == 0


def test_the_hub_of_a_star_of_three_hundred_is_in_the_middle_and_named():
    root, group = _draw(_make([(0, one) for one in range(1, 300)], 300))
    marks = np.array(
        [(float(one.get("cx")), float(one.get("cy"))) for one in root.iter(f"{SVG}circle")]
    )[:300]
    middle = (marks.min(axis=0) + marks.max(axis=0)) / 2
    assert np.hypot(*(marks[0] - middle)) < 30
    assert "Welcome centre of town number 0" in _read_names(group)


def test_small_parts_stand_in_rows_that_use_the_width():
    """Twelve pairs: were they in one column, it would be twelve rows high and one pair wide."""
    root, _ = _draw(_make([(2 * one, 2 * one + 1) for one in range(12)], 24))
    marks = np.array(
        [(float(one.get("cx")), float(one.get("cy"))) for one in root.iter(f"{SVG}circle")]
    )
    across, down = np.ptp(marks[:24], axis=0)
    assert across > 600
    assert across > down


def test_every_picture_has_its_key_its_caption_and_the_size_of_a_page(west_midlands):
    root, _ = _draw(west_midlands)
    words = ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]
    assert {"core (4)", "funder (2)"} <= set(words)
    assert any(text.endswith("The core is in the middle.") for text in words)
    assert root.get("width") == "170mm"
    sizes = [float(text.get("font-size", 13.5)) for text in root.iter(f"{SVG}text")]
    # 900 units are 17 cm, or 481.9 points: 7 points are 13.07 units.
    assert min(sizes) >= 13.07


def _shine(colour):
    parts = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    parts = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return float(parts @ [0.2126, 0.7152, 0.0722])


def test_every_name_stands_out_from_the_darkest_that_can_be_behind_its_plate(west_midlands):
    """The plate lets 12 in 100 through: over the darkest colour there is, contrast is still 4.5."""
    gaps = eco.find_gaps(west_midlands, "immigration advice", level=2)
    for page in (
        eco.draw_network(west_midlands, eco.find_core(west_midlands)),
        eco.draw_places(west_midlands, gaps),
    ):
        svg = page.makers[".svg"]()
        darkest = min(set(re.findall(r"#[0-9a-fA-F]{6}", svg)), key=_shine)
        behind = [round(0.88 * 255 + 0.12 * int(darkest[at : at + 2], 16)) for at in (1, 3, 5)]
        behind = "#{:02x}{:02x}{:02x}".format(*behind)
        assert 'class="plate"' in svg
        assert (_shine(behind) + 0.05) / (_shine("#1d2b2a") + 0.05) >= 4.5


def test_areas_are_named_apart_and_a_map_of_nothing_is_refused(west_midlands, legal_aid, tiny):
    for e in (west_midlands, legal_aid):
        svg = eco.draw_places(e, eco.find_gaps(e, "immigration advice")).makers[".svg"]()
        assert _count_overlaps(_list_plates(ET.fromstring(svg))) == 0  # noqa: S314 - our own
    bare = tiny.replace(areas=tiny.areas.assign(latitude=None, longitude=None))
    page = eco.draw_places(bare, eco.find_gaps(bare, "advice"))
    with pytest.raises(ValueError, match="There is no picture: The areas have no positions"):
        page.makers[".svg"]()


@pytest.mark.browser
def test_every_name_is_inside_its_plate_in_the_face_of_a_browser(
    west_midlands, tmp_path, open_page
):
    """So that names that are apart by our widths are apart as drawn."""
    path = tmp_path / "map.svg"
    eco.draw_network(west_midlands, eco.find_core(west_midlands), path)
    outside = open_page(path).page.evaluate(
        """() => [...document.querySelectorAll(".wide .plate")].filter((plate) => {
          const text = plate.nextElementSibling.getBBox(), box = plate.getBBox();
          return text.x < box.x || text.x + text.width > box.x + box.width;
        }).length"""
    )
    assert outside == 0
