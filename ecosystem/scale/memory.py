"""The most memory that a process may hold, and what of it is left for an engine.

What Python and its libraries hold, and the table that comes back, are part of the limit: an engine
is told what is left.
"""

from __future__ import annotations

import re
from math import ceil
from pathlib import Path

_UNITS = {"KB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12}
_UNITS |= {"KIB": 2**10, "MIB": 2**20, "GIB": 2**30, "TIB": 2**40}

_LOADED_BYTES = 60_000_000
"""What Python comes to hold besides while an engine runs: more of the libraries, and what was read
of the answer last. Measured on Linux."""

_LEAST_BYTES = 100_000_000
"""Below these DuckDB does not read Parquet files of a million rows a group on two threads."""

_STATUS = Path("/proc/self/status")

_USUAL_BYTES = 250_000_000
"""What Python holds with pandas, Arrow and DuckDB, where the system does not tell: measured, 0.18
GB on Linux."""


def read_bytes(memory: str) -> int:
    """Return the bytes that a text like "1GB" or "1.5 GiB" says.

    Raises
    ------
    ValueError
        If it says none.

    Examples
    --------
    >>> read_bytes("1.5 GB")
    1500000000
    """
    found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([KMGT]i?B)\s*", memory, flags=re.IGNORECASE)
    if found is None:
        msg = f'memory {memory!r} is no amount. Give one as "1GB" or "500MB".'
        raise ValueError(msg)
    return int(float(found[1]) * _UNITS[found[2].upper()])


class Limit:
    """The most that this process holds.

    Parameters
    ----------
    memory
        As text, "1GB".

    Raises
    ------
    ValueError
        If it is no amount, or hardly more than what is held already.
    """

    def __init__(self, memory: str) -> None:
        self.bytes = read_bytes(memory)
        self._held = _count_held() + _LOADED_BYTES
        self.leave(0)

    def leave(self, others: float) -> float:
        """Return what is left for an engine beside what Python holds, and others of so many bytes.

        Raises
        ------
        ValueError
            If it is too little to count in.
        """
        self.refuse(_LEAST_BYTES + others, "the least to count in")
        return self.bytes - self._held - others

    def refuse(self, needed: float, what: str) -> None:
        """Refuse the limit if so many bytes more are past it.

        Raises
        ------
        ValueError
            If they are.
        """
        if self._held + needed <= self.bytes:
            return
        msg = (
            f"memory: {_write_bytes(self.bytes)} is not enough. Python and its libraries hold "
            f"{_write_bytes(self._held)}, and {what} takes {_write_bytes(needed)}. Give "
            f"{_write_bytes(self._held + needed)} or more."
        )
        raise ValueError(msg)


def _write_bytes(size: float) -> str:
    """Return an amount, rounded up so that it is enough.

    Examples
    --------
    >>> _write_bytes(1_231_000_000)
    '1240MB'
    """
    return f"{ceil(size / 1e7)}0MB"


def _count_held() -> int:
    """Return the bytes that this process holds."""
    if not _STATUS.exists():
        return _USUAL_BYTES
    held = re.search(r"VmRSS:\s*(\d+) kB", _STATUS.read_text(encoding="utf-8"))
    return _USUAL_BYTES if held is None else int(held[1]) * 1024
