"""The server behind the page: this computer only, one person, one process.

Nothing is stored and nothing is fetched. Whoever asks needs the key in the address, the right host,
and the tab that the page was opened in; everybody else is refused before anything is read.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from .actions import read_static
from .answering import REFUSALS, answer, can_answer, say_refusal
from .state import EMPTY

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from starlette.requests import Request

    from .state import State

    _Handler = Callable[[Request], Awaitable[Response]]

MOST_BYTES = 50_000_000
"""Bytes of a file that is dropped: what `read` takes of a workbook."""

_MOST_WORDS = 1_000_000
"""Bytes of anything else that is sent: a form filled in is a few thousand."""

_SLOWEST = 30.0
"""Seconds in which what is sent must have come. From one program to another on one computer 50 MB
take less than one."""

_GONE_AFTER = 15.0
"""Seconds without a sign of life after which the page may be opened in another tab. It gives one
every five."""

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
_FRAMED = {"Content-Security-Policy": "sandbox allow-scripts allow-downloads"}
"""Of a page shown in a frame, as the frame has it: also opened by itself it has no origin, and so
cannot ask for anything here. Its own policy stands in it."""

_HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_KINDS = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pdf": "application/pdf",
    ".zip": "application/zip",
}


_STRANGER = "This page belongs to somebody else."


class Desk:
    """What is open, the tab it is open in, and the one worker that does what is asked.

    Actions come one after another: each gets the state that the one before left. One that is
    cancelled goes on to its end in its own thread, because a thread cannot be stopped, but nobody
    waits for it and its state is dropped.
    """

    def __init__(self, source: Path | None = None) -> None:
        self.state: State = EMPTY
        self.source = source
        self.is_closed = asyncio.Event()
        self._tab = ""
        self._seen = 0.0
        self._worker = ThreadPoolExecutor(max_workers=1)
        self._running: asyncio.Future[Any] | None = None
        self._turn = asyncio.Lock()

    def take_tab(self) -> str | None:
        """Return the word by which a tab is known from now on; None if another is at work."""
        if self._tab and time.monotonic() - self._seen < _GONE_AFTER:
            return None
        self._tab, self._seen = secrets.token_urlsafe(16), time.monotonic()
        return self._tab

    def is_tab(self, word: str) -> bool:
        """Tell whether it is the tab at work, and note that it is there."""
        if not self._tab or not secrets.compare_digest(word.encode(), self._tab.encode()):
            return False
        self._seen = time.monotonic()
        return True

    def leave(self) -> None:
        """Let another tab be opened: this one was closed, or is loading anew."""
        self._tab = ""

    async def work(self, do: Callable[[State], Any]) -> Any:  # noqa: ANN401 - whatever it gives
        """Return what a function gives of the state, done in the worker."""
        async with self._turn:
            loop = asyncio.get_running_loop()
            self._running = loop.run_in_executor(self._worker, do, self.state)
            try:
                return await self._running
            finally:
                self._running = None

    async def act(self, name: str, asked: dict[str, Any]) -> dict[str, Any]:
        """Do an action, and keep the state it leaves."""
        self.state, shown = await self.work(lambda state: answer(state, "do", name, asked))
        return dict(shown)

    async def make(self, kind: str, name: str) -> bytes:
        """Return a page to show, or a file to save."""
        _, made = await self.work(lambda state: answer(state, kind, name, {}))
        return bytes(made)

    def cancel(self) -> None:
        """Wait no longer for what is being done; the next has a worker of its own."""
        if self._running is not None and not self._running.done():
            self._running.cancel()
            self._worker.shutdown(wait=False, cancel_futures=True)
            self._worker = ThreadPoolExecutor(max_workers=1)


def make_app(desk: Desk, *, key: str, host: str) -> Starlette:
    """Return the application for one desk.

    Parameters
    ----------
    desk
        What is open.
    key
        The random word that every address begins with.
    host
        The host and port by which alone it is asked, as "127.0.0.1:8765".
    """
    door = _Door(desk, key, host)
    rooms = _Rooms(desk)
    start = f"/{key}"

    def post(path: str, handler: _Handler) -> Route:
        return Route(start + path, door.guard(handler), methods=["POST"])

    return Starlette(
        routes=[
            Route(f"{start}/", door.guard(rooms.show_page, needs_tab=False)),
            Route(f"{start}/static/{{name}}", door.guard(rooms.show_part, needs_tab=False)),
            Route(f"{start}/view/{{name}}", door.guard(rooms.view)),
            Route(f"{start}/save/{{name}}", door.guard(rooms.save)),
            Route(f"{start}/watch", door.guard(rooms.watch)),
            post("/do/{name}", rooms.do),
            post("/source", rooms.read_source),
            post("/cancel", rooms.cancel),
            post("/leave", rooms.leave),
            post("/shut", rooms.shut),
        ],
        exception_handlers={404: _not_found},
    )


class _Door:
    """Lets in the one page, and nobody else."""

    def __init__(self, desk: Desk, key: str, host: str) -> None:
        self._desk = desk
        self._key = key
        self._host = host

    def guard(self, handler: _Handler, *, needs_tab: bool = True) -> _Handler:
        """Return the handler behind the door: what it answers goes out with our headers."""

        async def guarded(request: Request) -> Response:
            if not self._is_ours(request):
                return _refuse(403, _STRANGER)
            word = request.headers.get("x-tab") or request.query_params.get("tab", "")
            if needs_tab and not self._desk.is_tab(word):
                return _refuse(403, "The page is open in another tab.")
            response = await _handle(handler, request)
            response.headers.update(_HEADERS)
            return response

        return guarded

    def _is_ours(self, request: Request) -> bool:
        """Tell whether a request comes from the page itself, or is its first.

        A name that somebody pointed at this computer is another host; a form on another page has
        another origin.
        """
        word = request.url.path.split("/")[1]
        if not secrets.compare_digest(word.encode(), self._key.encode()):
            return False
        if request.headers.get("host") != self._host:
            return False
        is_from_us = request.headers.get("origin") == f"http://{self._host}"
        if request.method not in ("GET", "HEAD") and not is_from_us:
            return False
        # Frames of ours are sandboxed and have no origin; what they show comes by GET.
        return request.headers.get("sec-fetch-site", "none") in ("none", "same-origin")


class _Rooms:
    """What is answered, by address."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def show_page(self, _: Request) -> Response:
        """Return the page, to the one tab that may have it."""
        word = self._desk.take_tab()
        if word is None:
            return _refuse(403, "The page is open in another tab. Close it there first.")
        text = read_static("page.html").replace("{{tab}}", word).replace("{{worker}}", "")
        headers = {"Content-Security-Policy": _POLICY}
        return Response(text, headers=headers, media_type=_KINDS[".html"])

    async def show_part(self, request: Request) -> Response:
        """Return the style or the script of the page."""
        name = request.path_params["name"]
        if name not in ("page.css", "page.js", "ask.js"):
            return _refuse(404, "There is no such part of the page.")
        return Response(read_static(name), media_type=_find_kind(name))

    async def do(self, request: Request) -> Response:
        """Do an action."""
        name = request.path_params["name"]
        if not can_answer("do", name):
            return _refuse(404, "There is no such action.")
        if name == "drop":
            data = await _read_body(request, MOST_BYTES)
            return JSONResponse(await self._desk.act(name, {"data": data, **request.query_params}))
        asked = _read_words(await _read_body(request, _MOST_WORDS))
        return JSONResponse(await self._desk.act(name, asked))

    async def view(self, request: Request) -> Response:
        """Return a page to be shown in a frame; its own policy stands in it."""
        name = request.path_params["name"]
        if not can_answer("view", name):
            return _refuse(404, "There is no such view.")
        made = await self._desk.make("view", name)
        return Response(made, media_type=_KINDS[".html"], headers=_FRAMED)

    async def save(self, request: Request) -> Response:
        """Return a file to keep."""
        name = request.path_params["name"]
        if not can_answer("save", name):
            return _refuse(404, "There is no such file.")
        made = await self._desk.make("save", name)
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(made, media_type=_find_kind(name), headers=headers)

    async def watch(self, _: Request) -> Response:
        """Return when the file was last saved."""
        return JSONResponse({"changed": _stamp(self._desk.source)})

    async def read_source(self, _: Request) -> Response:
        """Read the file that was named when the page was opened."""
        source = self._desk.source
        if source is None:
            return _refuse(404, "No file was named.")
        asked = {"name": source.name, "data": source.read_bytes()}
        return JSONResponse(await self._desk.act("drop", asked))

    async def cancel(self, _: Request) -> Response:
        """Wait no longer for what is being done."""
        self._desk.cancel()
        return JSONResponse({})

    async def leave(self, _: Request) -> Response:
        """Let the page be opened in another tab."""
        self._desk.leave()
        return JSONResponse({})

    async def shut(self, _: Request) -> Response:
        """End the server."""
        self._desk.is_closed.set()
        return JSONResponse({})


def _find_kind(name: str) -> str:
    return _KINDS[name[name.rindex(".") :]]


async def _not_found(_: Request, __: Exception) -> Response:
    # The same as to a wrong key, so that nobody learns which it is.
    return _refuse(403, _STRANGER)


async def _handle(handler: _Handler, request: Request) -> Response:
    """Return the answer; what is wrong with what was asked is said in one sentence."""
    try:
        return await handler(request)
    except asyncio.CancelledError:
        refused = (409, "Cancelled.")
    except _TooLargeError as error:
        refused = (413, str(error))
    except TimeoutError:
        refused = (408, "What was sent did not come in time.")
    except REFUSALS as error:
        refused = (422, say_refusal(error))
    return _refuse(*refused)


class _TooLargeError(Exception):
    """More was sent than is taken."""


async def _read_body(request: Request, most: int) -> bytes:
    """Return what was sent.

    Raises
    ------
    _TooLargeError
        If it is more than `most` bytes.
    TimeoutError
        If it did not come in time.
    """
    msg = f"That is more than {most // 1_000_000} MB."
    length = request.headers.get("content-length", "")
    if length.isdecimal() and int(length) > most:
        raise _TooLargeError(msg)
    parts, size = [], 0
    async with asyncio.timeout(_SLOWEST):
        async for part in request.stream():
            size += len(part)
            if size > most:
                raise _TooLargeError(msg)
            parts.append(part)
    return b"".join(parts)


def _read_words(data: bytes) -> dict[str, Any]:
    asked = json.loads(data or b"{}")
    if not isinstance(asked, dict):
        msg = "what was sent is no object."
        raise ValueError(msg)  # noqa: TRY004 - the page is told, not a programmer
    return asked


def _stamp(source: Path | None) -> float | None:
    """Return when the file was last saved; None if there is none, or it is just being written."""
    if source is None:
        return None
    with suppress(OSError):
        return source.stat().st_mtime
    return None


def _refuse(status: int, words: str) -> Response:
    return PlainTextResponse(words, status_code=status, headers=_HEADERS)
