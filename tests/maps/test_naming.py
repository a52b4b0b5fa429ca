"""Names that find room beside each other."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosystem.maps.naming import Taken, part_boxes


def test_two_boxes_part_the_shorter_way_by_half_of_what_they_share_each():
    """Boxes 20 wide and 10 high at (50, 50) and (56, 58): they share 14 across and 2 down.

    Down is shorter: each moves 0.51 * 2 = 1.02, to 48.98 and 59.02, which is 10.04 apart.
    """
    reach = np.tile([10.0, 5, 10, 5], (2, 1))
    parted = part_boxes(np.array([[50.0, 50], [56, 58]]), reach, width=200)
    assert parted == pytest.approx(np.array([[50, 48.98], [56, 59.02]]))


def test_boxes_that_are_apart_stay_and_none_leaves_the_width():
    reach = np.tile([10.0, 5, 10, 5], (2, 1))
    spots = np.array([[2.0, 50], [60, 50]])
    assert part_boxes(spots, reach, width=65) == pytest.approx(np.array([[10, 50], [55, 50]]))
    assert spots[0, 0] == 2


_BOX = st.tuples(
    st.floats(0, 900), st.floats(0, 300), st.floats(5, 70), st.floats(5, 30), st.floats(5, 40)
)


@settings(deadline=None, max_examples=25)
@given(st.lists(_BOX, max_size=60))
def test_whatever_is_named_no_two_boxes_lie_over_one_another(boxes):
    spots = np.array([(x, y) for x, y, *_ in boxes]).reshape(-1, 2)
    reach = np.array([(half, up, half, down) for _, _, half, up, down in boxes]).reshape(-1, 4)
    parted = part_boxes(spots, reach, width=900)
    low, high = parted - reach[:, :2], parted + reach[:, 2:]
    over = np.minimum(high[:, None], high) - np.maximum(low[:, None], low)
    assert not np.triu((over > 1e-6).all(axis=2), 1).any()
    assert (low[:, 0] >= -1e-9).all()
    assert (high[:, 0] <= 900 + 1e-9).all()


def test_of_several_places_the_first_that_hides_fewest_marks_is_taken():
    """Marks at 0 to 2 and 10 to 12. The first place hides one, the second none, the third none."""
    taken = Taken(np.array([[0.0, 0, 2, 2], [10, 0, 12, 2]]))
    places = [(1.0, 1.0, 5.0, 3.0), (4.0, 0.0, 8.0, 2.0), (20.0, 0.0, 24.0, 2.0)]
    assert taken.choose(places, hides=1) == 1
    # It is taken now; the first hides more than none, the third is free.
    assert taken.choose(places[:2], hides=0) is None
    assert taken.choose(places, hides=0) == 2
    taken.take((0.0, 0.0, 30.0, 30.0))
    assert taken.choose(places, hides=9) is None


def test_a_box_over_the_mark_nearest_to_its_middle_is_told_to_hide_something():
    """Marks at 0 to 2 and 10 to 12; boxes from 1 to 5, 4 to 8 and 20 to 24, all 2 high.

    The middle of the first, 3, is nearest to 1, whose mark it lies over. Those of the others, 6
    and 22, are nearest to 1 or 11 and to 11, over whose marks they do not lie.
    """
    taken = Taken(np.array([[0.0, 0, 2, 2], [10, 0, 12, 2]]))
    boxes = np.array([[[1.0, 0, 5, 2], [4, 0, 8, 2]], [[20, 0, 24, 2], [11, 1, 13, 3]]])
    assert taken.may_hide_nothing(boxes).tolist() == [[False, True], [True, False]]


def test_only_what_lies_over_nothing_that_is_taken_is_free():
    """Boxes that share an edge with what is taken, from 2 to 4, do not lie over it."""
    taken = Taken(np.empty((0, 4)))
    taken.take([[2.0, 0, 4, 2], [8, 0, 9, 2]])
    boxes = np.array([[0.0, 0, 2, 2], [3, 1, 5, 3], [4, 0, 8, 2]])
    assert taken.are_free(boxes).tolist() == [True, False, True]
