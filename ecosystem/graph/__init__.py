"""The ecosystem as a graph: who is tied, who runs what, what reaches whom."""

from __future__ import annotations

from .colours import splitmix64
from .conversion import to_igraph, to_networkx, to_sparse
from .incidence import list_values
from .periods import keep_period, keep_sender_reports, rank_reports
from .positions import Positions, find_positions
from .seeding import seed_igraph
from .shared_groups import SAME_GROUP, list_sitting
from .ties import REFERRAL, list_ties

__all__ = [
    "REFERRAL",
    "SAME_GROUP",
    "Positions",
    "find_positions",
    "keep_period",
    "keep_sender_reports",
    "list_sitting",
    "list_ties",
    "list_values",
    "rank_reports",
    "seed_igraph",
    "splitmix64",
    "to_igraph",
    "to_networkx",
    "to_sparse",
]
