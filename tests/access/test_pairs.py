"""Pairs of areas and services become one matrix."""

import numpy as np

from ecosystem.access.pairs import Pairs, join, make_matrix, no_pairs


def pairs(*rows):
    area, service, distance = np.array(rows, dtype=float).T
    return Pairs(area=area.astype(int), service=service.astype(int), distance=distance)


def test_of_equal_pairs_the_shortest_counts_and_a_known_one_before_none():
    """Area 0 and service 1: 5 and 3 km. Area 1 and service 0: not known and 7. 1, 1: not known."""
    first = pairs((1, 0, np.nan), (0, 1, 5), (1, 1, np.nan))
    matrix = make_matrix(join(first, pairs((0, 1, 3), (1, 0, 7))), (3, 2))
    assert matrix.indptr.tolist() == [0, 1, 3, 3]
    assert matrix.indices.tolist() == [1, 0, 1]
    np.testing.assert_equal(matrix.data, [3, 7, np.nan])


def test_pairs_in_order_stay_as_they_are():
    matrix = make_matrix(join(no_pairs(), pairs((0, 0, 1), (0, 2, 0), (2, 1, 4))), (3, 3))
    assert matrix.nnz == 3  # a distance of 0 is a pair like any other
    assert matrix.toarray().tolist() == [[1, 0, 0], [0, 0, 0], [0, 4, 0]]


def test_without_pairs_or_services_the_shape_stays():
    assert make_matrix(no_pairs(), (3, 2)).shape == (3, 2)
    assert make_matrix(join(no_pairs(), no_pairs()), (3, 0)).nnz == 0
