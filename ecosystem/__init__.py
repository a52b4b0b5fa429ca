"""Map a sector's ecosystem: organisations, services, areas and referrals.

>>> import ecosystem as eco
>>> e = eco.read_sample("west-midlands")
>>> core = eco.find_core(e)
>>> core.headline
'...'

One object holds the data: `Ecosystem`. Free functions ask questions of it: `find_…`. Every answer
is a `Result`. `read…` and `write_…` go from and to files, `draw_…` shows an answer, `to_…` hands
the graph to other libraries.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .closures import find_closures
    from .core import find_core
    from .data import Ecosystem
    from .directory import write_directory
    from .duplication import find_duplication
    from .errors import DataError
    from .formats import check, read, read_sample, write_problems, write_tables, write_template
    from .gaps import find_gaps
    from .graph import to_igraph, to_networkx, to_sparse
    from .maps import draw_network, draw_places
    from .matching import find_matches
    from .pathways import find_pathways
    from .placement import find_placements
    from .report import write_report
    from .result import Result, write_result

__all__ = [
    "DataError",
    "Ecosystem",
    "Result",
    "check",
    "draw_network",
    "draw_places",
    "find_closures",
    "find_core",
    "find_duplication",
    "find_gaps",
    "find_matches",
    "find_pathways",
    "find_placements",
    "read",
    "read_sample",
    "to_igraph",
    "to_networkx",
    "to_sparse",
    "write_directory",
    "write_problems",
    "write_report",
    "write_result",
    "write_tables",
    "write_template",
]

_HOMES = {
    "DataError": "errors",
    "Ecosystem": "data",
    "Result": "result",
    "check": "formats",
    "draw_network": "maps",
    "draw_places": "maps",
    "find_closures": "closures",
    "find_core": "core",
    "find_duplication": "duplication",
    "find_gaps": "gaps",
    "find_matches": "matching",
    "find_pathways": "pathways",
    "find_placements": "placement",
    "read": "formats",
    "read_sample": "formats",
    "to_igraph": "graph",
    "to_networkx": "graph",
    "to_sparse": "graph",
    "write_directory": "directory",
    "write_problems": "formats",
    "write_report": "report",
    "write_result": "result",
    "write_tables": "formats",
    "write_template": "formats",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(import_module(f".{_HOMES[name]}", __name__), name)


def __dir__() -> list[str]:
    return __all__
