"""Options of the wrong type: refused by every public function in the same words, before it begins.

The options and their types are those of the signatures, so that a new function is held to it too.
"""

from __future__ import annotations

import inspect
import pickle
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

import ecosystem as eco
from ecosystem.options import check_options, name_type

if TYPE_CHECKING:
    import os
    from collections.abc import Collection, Mapping

FUNCTIONS = {
    **{name: made for name in eco.__all__ if inspect.isfunction(made := getattr(eco, name))},
    **{
        f"Ecosystem.{name}": getattr(eco.Ecosystem, name)
        for name in ("without", "select", "with_service", "with_level", "merge_organisations")
    },
}
ANYTHING = ("object", "Source", "Any")


class Odd:
    """What fits nothing: it is of no library and can be looked up in nothing."""

    __hash__ = None


def list_options():
    return [
        pytest.param(function, option.name, id=f"{name} {option.name}")
        for name, function in FUNCTIONS.items()
        for option in inspect.signature(function).parameters.values()
        if option.name != "self" and not option.annotation.startswith(ANYTHING)
    ]


@pytest.mark.parametrize(("function", "option"), list_options())
def test_each_option_of_each_function_says_what_to_give(function, option):
    owner = {"self": None} if "." in function.__qualname__ else {}
    with pytest.raises(ValueError, match=rf"^{option} is of type \w+ Odd\. Give \w"):
        function(**owner, **{option: Odd()})


@check_options
def take(  # noqa: PLR0913 - an option of each kind
    *,
    level: int | None = None,
    limit: float = 1.0,
    has_names: bool = False,
    within: Collection[str] = (),
    prior: tuple[float, float] = (1.0, 1.0),
    travel: pd.DataFrame | str | os.PathLike[str] | None = None,
    capacity: int | Mapping[str, int | str] = 1,
) -> bool:
    """Take options, as a question does, and tell that it began."""
    return (level, limit, has_names, within, prior, travel, capacity) is not None


@pytest.mark.parametrize(
    "options",
    [
        {"level": np.int64(2), "limit": 1, "has_names": np.True_},
        {"limit": np.float32(0.5), "prior": [1, 2.0]},
        {"within": {"food"}, "travel": Path("minutes.csv"), "capacity": {"a": 3}},
        {"within": pd.Series(["food"]), "travel": pd.DataFrame(), "capacity": np.int8(3)},
    ],
)
def test_numbers_of_numpy_and_lists_of_any_sort_are_of_their_types(options):
    assert take(**options)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"level": "2"}, "level '2' is of type str. Give a whole number or None."),
        ({"level": 2.5}, "level 2.5 is of type float. Give a whole number or None."),
        ({"level": True}, "level True is of type bool. Give a whole number or None."),
        ({"limit": ["x" * 99]}, "limit is of type list. Give a number."),
        ({"has_names": 1}, "has_names 1 is of type int. Give True or False."),
        ({"within": ["food", 3]}, "within ['food', 3] is of type list. Give a list of texts."),
        ({"prior": (1.0,)}, "prior (1.0,) is of type tuple. Give two numbers."),
        (
            {"travel": 3},
            "travel 3 is of type int. Give a DataFrame of pandas, a text, a path or None.",
        ),
        ({"capacity": "5"}, "capacity '5' is of type str. Give a whole number or a dict."),
    ],
)
def test_other_types_say_the_value_where_it_is_short(options, words):
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole text is compared below
        take(**options)
    assert str(caught.value) == words


def test_names_that_are_no_option_are_left_to_python():
    with pytest.raises(TypeError, match="unexpected keyword argument 'heaviness'"):
        eco.find_core(eco.read_sample("bristol"), heaviness="sent")


def test_an_answer_is_asked_by_an_id(tiny):
    with pytest.raises(ValueError, match=r"\['north'\] is not in this answer"):
        eco.find_core(tiny).explain(["north"])


def test_a_checked_function_is_known_as_itself():
    assert eco.find_core.__name__ == "find_core"
    assert "Returns" in eco.find_core.__doc__
    assert pickle.loads(pickle.dumps(eco.find_core)) is eco.find_core  # noqa: S301 - our own


def test_types_are_called_with_their_library():
    assert [name_type(one) for one in (3, np.int8(3), pd.DataFrame())] == [
        "int",
        "numpy int8",
        "pandas DataFrame",
    ]
