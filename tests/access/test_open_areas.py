"""On whose need it hangs what is left for an area."""

import numpy as np

from ecosystem.access.open_areas import _find_sharing, _OpenPairs
from ecosystem.access.value_of_information import MOST_CELLS


def pair(*reaches):
    """Return pairs of areas and services; `reaches` are the areas of each service."""
    subject = [area for areas in reaches for area in areas]
    service = [number for number, areas in enumerate(reaches) for _ in areas]
    return _OpenPairs(
        subject=np.array(subject), service=np.array(service), share=np.zeros(len(subject))
    )


def test_an_area_hangs_on_the_unknown_need_it_shares_a_service_with_and_on_its_own():
    """Service 0 serves areas 0 and 1, service 1 areas 1 and 2; of 1 and 3 the need is not known."""
    shares = _find_sharing(pair([0, 1], [1, 2]), np.array([1, 3]), (4, 2))
    assert shares.toarray().tolist() == [[1, 0], [1, 0], [1, 0], [0, 1]]


def test_a_service_for_all_areas_does_not_pair_them_all():
    """Of a hundred unknown needs one more than can be listed stand for all, and each for itself."""
    shares = _find_sharing(pair(range(100)), np.arange(100), (100, 1))
    needs = np.diff(shares.tocsr().indptr)
    assert (needs > MOST_CELLS).all()
    assert needs.max() <= MOST_CELLS + 2
