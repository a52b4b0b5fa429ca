"""One answer to one thing that is asked, whoever asks: a server here, or a worker in a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ecosystem.errors import DataError

from .actions import ACTIONS, DOWNLOADS, VIEWS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .state import State

REFUSALS = (DataError, ValueError, ImportError, KeyError, OSError)
"""What is wrong with what was asked, and not with us."""


def can_answer(kind: str, name: str) -> bool:
    """Tell whether there is an action ("do"), a page ("view") or a file ("save") of this name."""
    names = {"do": set(ACTIONS), "view": set(VIEWS), "save": set(DOWNLOADS)}
    return name in names.get(kind, set())


def answer(
    state: State, kind: str, name: str, asked: Mapping[str, Any]
) -> tuple[State, dict[str, Any] | bytes]:
    """Return the state afterwards, and what is shown or the bytes of a page or file."""
    if kind == "do":
        return ACTIONS[name](state, asked)
    return state, (VIEWS if kind == "view" else DOWNLOADS)[name](state)


def say_refusal(error: Exception) -> str:
    """Return what is wrong with what was asked, in a sentence."""
    if isinstance(error, KeyError):
        return f"{error} is missing in what was sent."
    if isinstance(error, OSError):
        return f"{error.filename or 'the file'}: {error.strerror}."
    return str(error)
