"""The ecosystem as a graph: who is tied, who runs what, what reaches whom."""

from __future__ import annotations

from .conversion import to_igraph, to_networkx, to_sparse
from .incidence import list_providers, list_reach, list_sites, list_values
from .seeding import seed_igraph
from .ties import REFERRAL, list_ties

__all__ = [
    "REFERRAL",
    "list_providers",
    "list_reach",
    "list_sites",
    "list_ties",
    "list_values",
    "seed_igraph",
    "to_igraph",
    "to_networkx",
    "to_sparse",
]
