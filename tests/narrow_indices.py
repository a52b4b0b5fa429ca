"""Numbers as they are where the platform has 32 bits, as in a browser's WebAssembly.

There an index array is 32 bits, and `np.bincount`, `np.repeat` and the maximum flow of scipy refuse
one of 64. Here both are 64 bits, but numpy has two types of that length, told apart by a letter:
"l", which all indices have, and "q". So within the library every `np.int64` is made a "q", and
whole numbers of a table are, and a "q" where an index belongs is what would be refused.
"""

import importlib
import pkgutil
import sys
from types import ModuleType

import numpy as np
import pandas as pd

import ecosystem

_INDEX_AT = {"bincount": 0, "repeat": 1, "take": 1}
"""Which argument is the index."""


class _NarrowNumpy(ModuleType):
    """numpy in which 64 bits are no index."""

    int64 = np.longlong

    def __init__(self):
        super().__init__("numpy")

    def __getattr__(self, name):
        found = getattr(np, name)
        return _guard(name, found, _INDEX_AT[name]) if name in _INDEX_AT else found


def _guard(name, function, place):
    def guarded(*given, **named):
        if len(given) > place:
            refuse_wide(name, given[place])
        return function(*given, **named)

    return guarded


def refuse_wide(name, index):
    """Refuse an index of 64 bits, as the platform would."""
    values = index.to_numpy() if isinstance(index, pd.Series) else index
    if isinstance(values, np.ndarray) and (values.dtype.char == "q" or index is not values):
        msg = f"{name}: cannot cast an index from int64 to int32"
        raise TypeError(msg)


def narrow(monkeypatch):
    """Let the library compute as if indices were 32 bits."""
    numpy, to_numpy = _NarrowNumpy(), pd.Series.to_numpy

    def to_wide(series, *given, **named):
        values = to_numpy(series, *given, **named)
        is_ours = sys._getframe(1).f_globals["__name__"].startswith("ecosystem")
        is_told = given or "dtype" in named
        return values.astype("q") if is_ours and values.dtype == "int64" and not is_told else values

    monkeypatch.setattr(pd.Series, "to_numpy", to_wide)
    for module in _list_modules():
        if getattr(module, "np", None) is np:
            monkeypatch.setattr(module, "np", numpy)
        flow = getattr(module, "maximum_flow", None)
        if flow is not None:
            monkeypatch.setattr(module, "maximum_flow", _guard_flow(flow))


def _guard_flow(flow):
    def guarded(graph, *given, **named):
        for part in (graph.data, graph.indices, graph.indptr):
            # It takes 32 bits on every platform, and only here turns others into them.
            if part.dtype.itemsize != 4:
                msg = f"maximum_flow: expected 'ITYPE_t' but got {part.dtype}"
                raise TypeError(msg)
        return flow(graph, *given, **named)

    return guarded


def _list_modules():
    for found in pkgutil.walk_packages(ecosystem.__path__, "ecosystem."):
        if ".tests" not in found.name and not found.name.endswith("__main__"):
            yield importlib.import_module(found.name)
