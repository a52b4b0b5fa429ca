"""Core rings: who stands inside whom, and each sector a part of the circle."""

import numpy as np

from ecosystem.maps.network.rings import lay_out_rings


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
