"""Names that find room in a still picture of a network."""

import numpy as np

from ecosystem.maps.network.named import name_core
from ecosystem.maps.network.standing import Still


def _stand_alone():
    spots = np.array([[450.0, 100.0]])
    return Still(spots=spots, names=["Ash"], roles=["core"], scale=1.0, texts=[])


def test_a_name_on_a_narrow_screen_stands_where_the_picture_does_not_cut_it_off():
    """The mark reaches 24 + 2 + 7 = 33 from its middle at 100, the plate is 31 * 1.3 = 40.3 high.

    Below it would end at 100 + 33 + 3 + 40.3 = 176.3 and above begin at 23.7, both beyond a picture
    from 60 to 140; beside the mark it stands from 79.85 to 120.15.
    """
    (free,) = name_core(_stand_alone(), 0.0, 200.0)
    assert round(free.label.edges[3], 2) == 176.3
    (named,) = name_core(_stand_alone(), 60.0, 140.0)
    assert (round(named.label.edges[1], 2), round(named.label.edges[3], 2)) == (79.85, 120.15)


def test_a_name_for_which_the_picture_has_no_room_is_left_out():
    """Beside the mark the plate ends at 120.15, which is below the foot of this picture."""
    assert name_core(_stand_alone(), 85.0, 115.0) == []
