"""Networks and ecosystems made of ties, for the tests of the core."""

import json
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import sparse

from ecosystem import Ecosystem
from ecosystem.questions.core.network import make_network

CASES = Path(__file__).parent / "cases" / "core"

PRIOR = (2.0, 6.0)
"""The share of organisations expected in the core, as `find_core` has it by default."""


def make_ecosystem(ties, *, also=(), stated=None, **columns):
    """Return an ecosystem of these ties; `also` are organisations without any."""
    ids = sorted({one for tie in ties for one in tie} | set(also))
    organisations = pd.DataFrame(
        {
            "organisation_id": ids,
            "name": [f"Organisation {one}" for one in ids],
            "stated_role": [(stated or {}).get(one) for one in ids],
        }
    )
    if not ties:
        return Ecosystem(organisations=organisations)
    relationships = pd.DataFrame(ties, columns=["from_id", "to_id"])
    return Ecosystem(
        organisations=organisations,
        relationships=relationships.assign(kind="works with", **columns),
    )


def make_random(size, share, seed):
    """Return the ties of a random graph with a denser group at its start."""
    random = np.random.default_rng(seed)
    core = max(2, size // 4)
    return [
        (f"{one:02}", f"{other:02}")
        for one, other in combinations(range(size), 2)
        if random.random() < share * (2.5 if other < core else 1.5 if one < core else 1)
    ]


def plant(size, core, densities, seed, *, silent=0.0):
    """Return a network whose first organisations are its core, tied with these densities."""
    random = np.random.default_rng(seed)
    inside = np.arange(size) < core
    outer = (~inside[:, None]).astype(int) + ~inside[None]
    tied = np.triu(random.random((size, size)) < np.array(densities)[outer], 1)
    quiet = random.random(size) < silent
    matrix = sparse.csr_array((tied | tied.T).astype(float))
    return make_network(matrix, silent=quiet), inside


def make_tied(size, ties, silent=()):
    """Return a network of these ties, pairs of numbers; those of `silent` did not report."""
    source, target = np.array(ties, dtype=int).reshape(-1, 2).T
    matrix = sparse.coo_array((np.ones(len(source)), (source, target)), shape=(size, size)).tocsr()
    return make_network(matrix + matrix.T, silent=np.isin(np.arange(size), silent))


def draw_network(size, ties, seed):
    """Return a network of ties drawn at random."""
    random = np.random.default_rng(seed)
    pairs = np.array(list(combinations(range(size), 2)))
    return make_tied(size, pairs[random.choice(len(pairs), ties, replace=False)])


def measure_loss(chance, inside):
    """Return the mean of minus the log chance given to what is true."""
    chance = np.clip(chance, 1e-6, 1 - 1e-6)
    return float(-np.log(np.where(inside, chance, 1 - chance)).mean())


def read_case(name):
    return json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))


def correlate(ties, nodes, core, delta):
    """Return the correlation by its definition: two lists of cells, numpy's corrcoef."""
    tied = {frozenset(tie) for tie in ties}
    cells, ideal = [], []
    for one, other in combinations(nodes, 2):
        inside = (one in core) + (other in core)
        if inside == 1 and delta is None:
            continue
        cells.append(float(frozenset((one, other)) in tied))
        ideal.append({2: 1.0, 1: delta, 0: 0.0}[inside])
    if np.ptp(cells) == 0 or np.ptp(ideal) == 0:
        return -np.inf
    return float(np.corrcoef(cells, ideal)[0, 1])


def list_counts(blocks, place):
    """Return the size and the block counts of one division."""
    parts = (np.broadcast_to(blocks.size, np.shape(blocks.ties[0])), *blocks.ties, *blocks.pairs)
    return [int(part.ravel()[place]) for part in parts]
