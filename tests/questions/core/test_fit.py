"""What is worked out from a network: which method, and when there is a core."""

import numpy as np
import pytest
from core_networks import PRIOR, plant

from ecosystem.questions.core.fit import choose_method, fit_core, is_more_than_chance


@pytest.mark.parametrize(
    ("evidence", "p_random", "expected"),
    [
        (20.001, np.nan, True),
        (19.999, np.nan, False),
        (1.0, 0.05, True),
        (1.0, 0.06, False),
        (30.0, 0.9, True),
    ],
)
def test_either_the_evidence_or_the_comparison_makes_a_core(evidence, p_random, expected):
    assert is_more_than_chance(np.log(evidence), p_random) == expected


@pytest.mark.parametrize(
    ("size", "expected"),
    [(3, "exact"), (20, "exact"), (21, "sampling"), (500, "sampling"), (501, "propagation")],
)
def test_the_method_goes_by_the_size(size, expected):
    assert choose_method("auto", size) == expected
    assert choose_method("sampling", size) == "sampling"


def test_a_fit_is_of_the_organisations_as_numbered():
    """The planted core is the first five of 30; spread over 40 the others have no chance."""
    network, inside = plant(30, 5, (0.9, 0.5, 0.05), 1)
    fit = fit_core(network, delta=None, size_prior=PRIOR, method="sampling", seed=0)
    assert fit.is_found
    assert ((fit.posterior.probability > 0.5) == inside).all()
    assert (np.diff(fit.densities) < 0).all()
    rows = np.arange(39, 9, -1)
    whole = fit.scatter(rows, 40)
    assert np.isnan(whole.posterior.probability[:10]).all()
    assert whole.posterior.probability[rows].tolist() == fit.posterior.probability.tolist()
    assert whole.needed[rows][inside].tolist() == [0] * 5
    assert whole.best.always[rows].tolist() == fit.best.always.tolist()


def test_no_random_graphs_are_drawn_of_very_many_ties(monkeypatch):
    """With the limits set to nothing neither comparison is made, and the evidence alone decides."""
    monkeypatch.setattr("ecosystem.questions.core.fit._GRAPHS", ())
    network, _ = plant(30, 5, (0.9, 0.5, 0.05), 1)
    fit = fit_core(network, delta=None, size_prior=PRIOR, method="sampling", seed=0)
    assert np.isnan(fit.p_random)
    assert np.isnan(fit.p_popularity)
    assert fit.is_found == (fit.log_evidence >= np.log(20))
