"""Matrices of ones: which row goes with which column."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy import sparse

from ecosystem.data import split_list

if TYPE_CHECKING:
    from numpy.typing import NDArray


def list_values(column: pd.Series) -> tuple[sparse.csr_array[Any, tuple[int, int]], list[str]]:
    """Return which row of a list column holds which value, and the values, sorted.

    Shape (rows, values), of ones; a row of an empty cell is empty. Case is ignored.
    """
    # Few cells are different: each is taken apart once, and its row taken for all that are alike.
    cell, cells = pd.factorize(column.fillna(""))
    parts = [split_list(str(text).casefold()) for text in cells]
    codes, values = pd.factorize(
        np.array([part for held in parts for part in held], dtype=object), sort=True
    )
    each = make_incidence(
        np.repeat(np.arange(len(cells)), [len(held) for held in parts]),
        codes,
        (len(cells), len(values)),
    )
    matrix = each[cell]
    return matrix, [str(value) for value in values]


def make_incidence(
    rows: NDArray[np.intp], columns: NDArray[np.intp], shape: tuple[int, int]
) -> sparse.csr_array[Any, tuple[int, int]]:
    """Return a matrix of ones where a row and a column go together; shape (rows, columns)."""
    matrix = sparse.csr_array((np.ones(len(rows)), (rows, columns)), shape=shape)
    matrix.sum_duplicates()
    matrix.data[:] = 1.0
    return matrix
