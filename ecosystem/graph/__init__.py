"""The ecosystem as a graph: who is tied, who runs what, what reaches whom."""

from __future__ import annotations

from .colours import splitmix64
from .conversion import to_igraph, to_networkx, to_sparse
from .incidence import list_values
from .positions import Positions, find_positions
from .seeding import seed_igraph
from .ties import REFERRAL, list_ties

__all__ = [
    "REFERRAL",
    "Positions",
    "find_positions",
    "list_ties",
    "list_values",
    "seed_igraph",
    "splitmix64",
    "to_igraph",
    "to_networkx",
    "to_sparse",
]
