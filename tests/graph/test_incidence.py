"""Matrices of ones: which row goes with which column."""

import numpy as np
import pandas as pd

from ecosystem.graph import list_values


def test_list_values_splits_and_folds():
    matrix, values = list_values(pd.Series(["Arabic|farsi", None, "Farsi"], dtype="str"))
    assert values == ["arabic", "farsi"]
    np.testing.assert_array_equal(matrix.toarray(), [[1, 1], [0, 0], [0, 1]])
