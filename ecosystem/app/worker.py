"""The page without a server: messages to Python in a browser's worker, and what it answers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from .answering import REFUSALS, answer, can_answer, say_refusal
from .state import EMPTY

if TYPE_CHECKING:
    from collections.abc import Mapping


class Worker:
    """What is open in one page, asked by messages, one after another."""

    def __init__(self) -> None:
        self._state = self._before = EMPTY
        self._last = None

    def answer(self, message: Mapping[str, Any]) -> dict[str, Any]:
        """Return what is answered to a message.

        A message has an `id`, a `kind` ("do", "view" or "save"), a `name`, what is asked `about` as
        JSON, and perhaps `data`, the bytes of a file. The answer has the same id, and one of
        `shown` (JSON), `file` (bytes) or `refused` (why). The kind "forget" is sent by who does not
        wait for the last answer: all is as it was before.
        """
        number = message["id"]
        if message["kind"] == "forget":
            if number == self._last:
                self._state = self._before
            return {"id": number, "refused": "Cancelled."}
        try:
            found = self._find(message)
        except REFUSALS as error:
            return {"id": number, "refused": say_refusal(error)}
        if isinstance(found, bytes):
            return {"id": number, "file": found}
        return {"id": number, "shown": json.dumps(found, allow_nan=False)}

    def _find(self, message: Mapping[str, Any]) -> dict[str, Any] | bytes:
        kind, name = str(message["kind"]), str(message["name"])
        if not can_answer(kind, name):
            msg = "There is no such thing to ask for."
            raise ValueError(msg)
        asked = json.loads(message["about"])
        if message.get("data") is not None:
            asked["data"] = bytes(message["data"])
        state, found = answer(self._state, kind, name, asked)
        self._before, self._state, self._last = self._state, state, message["id"]
        return found
