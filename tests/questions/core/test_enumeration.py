"""Every possible core: chances by quadrature, ranges worked out anew."""

from itertools import product

import numpy as np
import pytest
from core_networks import PRIOR, draw_network, list_counts, make_tied, plant
from scipy import integrate, sparse, special

from ecosystem.questions.core import enumeration
from ecosystem.questions.core.enumeration import list_cores, weigh_cores
from ecosystem.questions.core.evidence import make_evidence
from ecosystem.questions.core.gibbs_sampling import sample_cores
from ecosystem.questions.core.network import count_blocks, make_network


@pytest.mark.parametrize("silent", [(), (2, 3)])
def test_exact_chances_agree_with_integrals_by_brute_force(silent):
    """Every division of five, its likelihood integrated over p1 > p2 > p3 by quadrature."""
    drawn = draw_network(5, 5, 3)
    matrix = sparse.csr_array(drawn.are_tied.astype(float))
    network = make_network(matrix, silent=np.isin(np.arange(5), silent))

    def integral(tied, of):
        def likelihood(low, middle, high):
            densities = (high, middle, low)
            return np.prod(
                [p**a * (1 - p) ** (b - a) for p, a, b in zip(densities, tied, of, strict=True)]
            )

        limits = (0, 1, 0, lambda high: high, 0, min)
        return 6 * integrate.tplquad(likelihood, *limits)[0]

    seen, total, inside = {}, 0.0, np.zeros(5)
    for bits in product([0, 1], repeat=5):
        core = np.array(bits, dtype=bool)
        blocks = count_blocks(network, core)
        key = tuple(int(part[0]) for part in (*blocks.ties, *blocks.pairs))
        seen.setdefault(key, integral(key[:3], key[3:]))
        size = int(core.sum())
        weight = special.beta(size + 2, 5 - size + 6) / special.beta(2, 6) * seen[key]
        total += weight
        inside += weight * core
    ties = len(network.source)
    chance = special.beta(ties + 1, network.pairs - ties + 1)
    found, log_evidence = weigh_cores(network, list_cores(network), make_evidence(network, PRIOR))
    assert found.probability == pytest.approx(inside / total, rel=1e-6)
    assert log_evidence == pytest.approx(np.log(total / chance), abs=1e-6)
    assert (found.low <= found.probability).all()
    assert (found.probability <= found.high).all()


def test_the_range_is_the_chance_in_small_and_in_large_cores():
    """The cores by size, a tenth of their weight from either end, worked out anew."""
    for seed in range(4):
        network, inside = plant(12, 4, (0.7, 0.4, 0.25), seed)
        evidence, cores = make_evidence(network, PRIOR), list_cores(network)
        found = weigh_cores(network, cores, evidence)[0]
        weights = special.softmax(evidence.precisely(cores.blocks)[cores.which])
        members = (np.arange(1 << 12)[:, None] >> np.arange(12)) & 1
        sizes = np.bincount(members.sum(axis=1), weights, 13)
        assert found.sizes == pytest.approx(sizes, abs=1e-3)
        for chance, by_size in ((found.low, range(13)), (found.high, range(12, -1, -1))):
            left, expected = 0.1, np.zeros(12)
            for size in by_size:
                taken = min(left, sizes[size])
                of = members.sum(axis=1) == size
                expected += taken * (weights[of] @ members[of]) / max(sizes[size], 1e-300)
                left -= taken
            expected /= 0.1
            bound = np.minimum if chance is found.low else np.maximum
            assert chance == pytest.approx(bound(expected, found.probability), abs=2e-3)
        assert (found.high - found.low).max() > 0.2
        drawn = sample_cores(network, PRIOR, inside, seed=0)
        assert np.abs(drawn.low - found.low).mean() < 0.06
        assert np.abs(drawn.high - found.high).mean() < 0.06


def test_every_core_has_its_own_counts():
    """All 64 cores of six, two of whom did not report, counted one by one."""
    network = make_tied(6, [(0, 1), (0, 2), (1, 2), (1, 3), (2, 4), (3, 5), (0, 5)], silent=[3, 4])
    cores = list_cores(network)
    for number in range(64):
        core = (number >> np.arange(6)) & 1 == 1
        kind = cores.which[number]
        assert list_counts(cores.blocks, kind) == list_counts(count_blocks(network, core), 0)


def test_sorting_gives_the_kinds_that_the_table_gives(monkeypatch):
    key = np.array([7, 3, 7, 0, 3, 3])
    by_table = enumeration._list_kinds(key, 8)
    monkeypatch.setattr(enumeration, "_MOST_FOR_TABLE", 0)
    for table, kinds in zip(by_table, enumeration._list_kinds(key, 8), strict=True):
        assert table.tolist() == kinds.tolist()
    assert by_table[0].tolist() == [0, 3, 7]
    assert by_table[1].tolist() == [2, 1, 2, 0, 1, 1]


def test_the_order_of_densities_is_integrated_exactly():
    """0 tied to 1 and 2, core {0}: the integral worked by hand in test_evidence, 1/5."""
    blocks = count_blocks(make_tied(3, [(0, 1), (0, 2)]), np.array([True, False, False]))
    assert enumeration._log_in_order(blocks)[0] == pytest.approx(np.log(0.2), abs=1e-12)
