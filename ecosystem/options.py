"""The options of a public function are of the types that its signature says, or it does not begin.

What a value may be (a level from 1 to 3, a type that is in these data) each function judges for
itself. That a list stands where a text should, or a text where a number should, is told here, in
one way for all, because Python would tell it from somewhere inside and in its own words.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Hashable, Mapping
from functools import wraps
from numbers import Integral, Real
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import pandas as pd

from .wording import join_words

if TYPE_CHECKING:
    from collections.abc import Callable

    _Kind = tuple[Callable[[object], bool], *tuple[str, ...]]

_Given = ParamSpec("_Given")
_Answer = TypeVar("_Answer")

_MOST_SHOWN = 60
"""Letters of a value that an error repeats: a line of a screen. Longer ones are known by type."""

_PARTS = re.compile(r" \| (?![^\[]*\])")
"""What stands between the parts of a type in a signature, outside of brackets."""


def check_options(function: Callable[_Given, _Answer]) -> Callable[_Given, _Answer]:
    """Make a function refuse options that are not of the types in its signature.

    A type that stands for a list of choices is left to the function, which names them; what can
    be none of any choices, because it cannot be looked up in them, is refused here.

    Raises
    ------
    ValueError
        When the function is called: the option, its value, its type, and what to give.

    Examples
    --------
    >>> @check_options
    ... def find(*, level: int | None = None) -> None: ...
    >>> find(level="2")
    Traceback (most recent call last):
    ValueError: level '2' is of type str. Give a whole number or None.
    """

    @wraps(function)
    def checked(*args: _Given.args, **kwargs: _Given.kwargs) -> _Answer:
        # A name that is no option falls through: Python's own error says which.
        given = dict(zip(function.__code__.co_varnames, args, strict=False)) | kwargs
        for option, value in given.items():
            _refuse_wrong_type(option, value, function.__annotations__.get(option, "object"))
        return function(*args, **kwargs)

    return checked


def name_type(value: object) -> str:
    """Return the type of a value, with the library it is from.

    Examples
    --------
    >>> name_type([1, 2]), name_type(pd.Series([1, 2]))
    ('list', 'pandas Series')
    """
    kind = type(value)
    library = kind.__module__.split(".")[0]
    return kind.__name__ if library in {"builtins", "ecosystem"} else f"{library} {kind.__name__}"


def _refuse_wrong_type(option: str, value: object, annotation: str) -> None:
    kinds = [_find_kind(part) for part in _PARTS.split(annotation)]
    if any(fits(value) for fits, *_ in kinds):
        return
    told = repr(value) if isinstance(value, (str, bytes, int, float, list, tuple, dict)) else ""
    shown = f" {told}" if 0 < len(told) <= _MOST_SHOWN else ""
    wanted = join_words(dict.fromkeys(word for _, *wanted in kinds for word in wanted), last="or")
    msg = f"{option}{shown} is of type {name_type(value)}. Give {wanted}."
    raise ValueError(msg)


def _find_kind(part: str) -> _Kind:
    """Return the kind of a part: a dict whatever it holds, an answer to whatever question."""
    if part.startswith("Mapping["):
        part = "Mapping"
    elif part.endswith("Result"):
        part = "Result"
    return _KINDS.get(part, _CHOICE)


def _is_a(*kinds: type) -> Callable[[object], bool]:
    return lambda value: isinstance(value, kinds)


def _is_called(*names: str) -> Callable[[object], bool]:
    """Tell by its name whether a value is of a class of a room above this one."""
    return lambda value: any(kind.__name__ in names for kind in type(value).__mro__)


def _is_number(value: object) -> bool:
    # True is a whole number for Python, and a slip here.
    return isinstance(value, Real) and not _is_truth(value)


def _are_texts(value: object) -> bool:
    # One text alone is several for Python; the functions that take several say so.
    return isinstance(value, Collection) and all(isinstance(part, str) for part in value)


def _are_two_numbers(value: object) -> bool:
    return isinstance(value, (tuple, list)) and [*map(_is_number, value)] == [True, True]


_is_truth = _is_called("bool", "bool_")
"""numpy's own is found by its name too."""

_A_PATH = (_is_a(os.PathLike), "a path")
_TEXTS = (_are_texts, "a list of texts")

_KINDS: dict[str, _Kind] = {
    "None": (_is_a(type(None)), "None"),
    "bool": (_is_truth, "True", "False"),
    "int": (lambda value: isinstance(value, Integral) and _is_number(value), "a whole number"),
    "float": (_is_number, "a number"),
    "tuple[float, float]": (_are_two_numbers, "two numbers"),
    "str": (_is_a(str), "a text"),
    "Path": _A_PATH,
    "os.PathLike[str]": _A_PATH,
    "Collection[str]": _TEXTS,
    "Sequence[str]": _TEXTS,
    "Mapping": (_is_a(Mapping), "a dict"),
    "pd.DataFrame": (_is_a(pd.DataFrame), "a DataFrame of pandas"),
    "Ecosystem": (
        _is_called("Ecosystem"),
        "an Ecosystem: ecosystem.read(…) makes one of a path, a table, a dict of tables, a graph",
    ),
    "Result": (_is_called("Result"), "an answer, as a question gives"),
    "Compared": (_is_called("Ecosystem", "Result"), "an Ecosystem, or an answer"),
    "Source": (_is_a(object), "anything that can be read"),
    "object": (_is_a(object), "anything"),
}
"""Of each part of the types that public functions have: what tells whether a value is such, and
what to give in place of one that is not."""

_CHOICE: _Kind = (_is_a(Hashable), "one of its choices")
"""Of every other part, which is a list of choices."""
