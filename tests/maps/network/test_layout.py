"""Where organisations stand: nobody on anybody, parts apart, north up."""

import numpy as np
from drawn_maps import measure_between
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosystem.maps.network.layout import lay_out_ground, lay_out_packed
from ecosystem.maps.network.rings import lay_out_rings


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


@settings(deadline=None, max_examples=60)
@given(_networks())
def test_no_two_organisations_stand_on_one_another(network):
    pairs, roles, sectors = network
    rings = lay_out_rings(pairs, roles, sectors).positions
    packed = lay_out_packed(pairs, len(roles)).positions
    assert np.isfinite(rings).all()
    assert measure_between(rings).min() > 50
    assert np.isfinite(packed).all()
    assert measure_between(packed).min() > 40


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
    assert [text for *_, text in layout.labels] == ["Position not known"]


def test_hundreds_in_no_part_stand_as_wide_as_high():
    """900 in 30 rows of 30, 144 units by 105 apart: 4,176 wide and 3,045 high, no column of six."""
    wide, high = np.ptp(lay_out_packed(np.zeros((0, 2), dtype=np.intp), 900).positions, axis=0)
    assert (wide, high) == (4176, 3045)
