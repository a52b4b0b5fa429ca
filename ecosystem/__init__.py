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
    # What a type checker and an editor see; the same names as below, held equal by a test.
    from .data import Ecosystem as Ecosystem
    from .errors import DataError as DataError
    from .formats import check as check
    from .formats import read as read
    from .formats import read_forms as read_forms
    from .formats import read_sample as read_sample
    from .formats import write_as_understood as write_as_understood
    from .formats import write_problems as write_problems
    from .formats import write_result as write_result
    from .formats import write_tables as write_tables
    from .formats import write_template as write_template
    from .graph import to_igraph as to_igraph
    from .graph import to_networkx as to_networkx
    from .graph import to_sparse as to_sparse
    from .maps import draw_network as draw_network
    from .maps import draw_places as draw_places
    from .questions.changes import ChangesResult as ChangesResult
    from .questions.changes import find_changes as find_changes
    from .questions.closures import ClosuresResult as ClosuresResult
    from .questions.closures import find_closures as find_closures
    from .questions.contacts import ContactOverlapResult as ContactOverlapResult
    from .questions.contacts import find_contact_overlap as find_contact_overlap
    from .questions.contacts import hash_contacts as hash_contacts
    from .questions.core import CoreResult as CoreResult
    from .questions.core import find_core as find_core
    from .questions.duplication import DuplicationResult as DuplicationResult
    from .questions.duplication import find_duplication as find_duplication
    from .questions.factors import FactorsResult as FactorsResult
    from .questions.factors import find_factors as find_factors
    from .questions.focus import FocusResult as FocusResult
    from .questions.focus import find_focus as find_focus
    from .questions.gaps import GapsResult as GapsResult
    from .questions.gaps import find_gaps as find_gaps
    from .questions.matching import MatchesResult as MatchesResult
    from .questions.matching import find_matches as find_matches
    from .questions.pathways import PathwaysResult as PathwaysResult
    from .questions.pathways import find_pathways as find_pathways
    from .questions.placement import PlacementsResult as PlacementsResult
    from .questions.placement import find_placements as find_placements
    from .questions.representation import RepresentationResult as RepresentationResult
    from .questions.representation import find_representation as find_representation
    from .questions.ties import TiesResult as TiesResult
    from .questions.ties import find_ties as find_ties
    from .questions.value import ValueResult as ValueResult
    from .questions.value import find_value as find_value
    from .report import write_directory as write_directory
    from .report import write_forms as write_forms
    from .report import write_profiles as write_profiles
    from .report import write_report as write_report
    from .result import Result as Result
    from .scale import reduce_catchments as reduce_catchments
    from .scale import reduce_referrals as reduce_referrals
    from .scale import reduce_services as reduce_services

    __version__: str

_NAMES_OF_ROOMS = {
    "data": ["Ecosystem"],
    "errors": ["DataError"],
    "formats": [
        "check",
        "read",
        "read_forms",
        "read_sample",
        "write_as_understood",
        "write_problems",
        "write_result",
        "write_tables",
        "write_template",
    ],
    "graph": ["to_igraph", "to_networkx", "to_sparse"],
    "maps": ["draw_network", "draw_places"],
    "questions.changes": ["ChangesResult", "find_changes"],
    "questions.closures": ["ClosuresResult", "find_closures"],
    "questions.contacts": ["ContactOverlapResult", "find_contact_overlap", "hash_contacts"],
    "questions.core": ["CoreResult", "find_core"],
    "questions.duplication": ["DuplicationResult", "find_duplication"],
    "questions.factors": ["FactorsResult", "find_factors"],
    "questions.focus": ["FocusResult", "find_focus"],
    "questions.gaps": ["GapsResult", "find_gaps"],
    "questions.matching": ["MatchesResult", "find_matches"],
    "questions.pathways": ["PathwaysResult", "find_pathways"],
    "questions.placement": ["PlacementsResult", "find_placements"],
    "questions.representation": ["RepresentationResult", "find_representation"],
    "questions.ties": ["TiesResult", "find_ties"],
    "questions.value": ["ValueResult", "find_value"],
    "report": ["write_directory", "write_forms", "write_profiles", "write_report"],
    "result": ["Result"],
    "scale": ["reduce_catchments", "reduce_referrals", "reduce_services"],
}
_HOMES = {name: room for room, names in _NAMES_OF_ROOMS.items() for name in names}

__all__ = sorted([*_HOMES, "__version__"])  # noqa: PLE0605 - sorted gives a list


def __getattr__(name: str) -> object:
    # A room is imported when it is asked for, because most users need few of them.
    if name in _HOMES:
        return getattr(import_module(f".{_HOMES[name]}", __name__), name)
    if name == "__version__":
        from importlib.metadata import version  # noqa: PLC0415 - start-up time

        return version("sector-ecosystem")
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)


def __dir__() -> list[str]:
    return __all__
