"""`ecosystem open`: start the server on this computer, show the page, and end with it."""

from __future__ import annotations

import secrets
import socket
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

HOST = "127.0.0.1"
"""This computer, by number: a name could be pointed elsewhere."""

_KEY_BYTES = 16

_MOST_AT_ONCE = 40
"""Connections served at once; a browser opens six. More are told to come again."""


def open_page(
    path: str | Path | None = None,
    *,
    tell: Callable[[str], None],
    show: Callable[[str], object] = webbrowser.open,
) -> None:
    """Serve the page until it is closed, or Ctrl-C.

    Parameters
    ----------
    path
        A file to open at once. It stays where it is, and is read again whenever it is saved.
    tell
        Is told the address.
    show
        Shows the address to the person; by default in the browser.

    Raises
    ------
    ImportError
        If the extra `page` is not installed.
    ValueError
        If there is no such file.
    """
    source = None if path is None else Path(path)
    if source is not None and not source.is_file():
        msg = f"path {str(path)!r} is no file. Give a workbook or a .csv file, or none."
        raise ValueError(msg)
    try:
        import uvicorn  # noqa: PLC0415 - of an extra

        from .server import Desk, make_app  # noqa: PLC0415 - imports starlette, of an extra
    except ImportError as error:
        msg = "the page needs the extra: python -m pip install 'sector-ecosystem[page]'"
        raise ImportError(msg) from error

    import asyncio  # noqa: PLC0415 - start-up time of every other command

    with socket.socket() as listening:
        listening.bind((HOST, 0))
        # Before the address is told, so that whoever is quicker than the server waits for it.
        listening.listen()
        host = f"{HOST}:{listening.getsockname()[1]}"
        key = secrets.token_urlsafe(_KEY_BYTES)

        async def serve() -> None:
            desk = Desk(source)
            server = uvicorn.Server(
                uvicorn.Config(
                    make_app(desk, key=key, host=host),
                    access_log=False,
                    log_level="error",
                    limit_concurrency=_MOST_AT_ONCE,
                    lifespan="off",
                    server_header=False,
                    ws="none",
                )
            )
            serving = asyncio.create_task(server.serve(sockets=[listening]))
            address = f"http://{host}/{key}/"
            tell(address)
            # In a thread, because some browsers are started by waiting for them.
            await asyncio.to_thread(show, address)
            closing = asyncio.create_task(desk.is_closed.wait())
            await asyncio.wait([serving, closing], return_when=asyncio.FIRST_COMPLETED)
            server.should_exit = True
            closing.cancel()
            await serving

        asyncio.run(serve())
