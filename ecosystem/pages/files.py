"""Writing files whole or not at all."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def replace_file(path: str | os.PathLike[str]) -> Iterator[Path]:
    """Yield a temporary file beside `path` that takes its place if the block ends well.

    Raises
    ------
    ValueError
        If the folder does not exist, or `path` is a folder.
    """
    target = Path(path)
    if not target.parent.is_dir():
        msg = f"path {str(target)!r}: the folder {str(target.parent)!r} does not exist. Make it."
        raise ValueError(msg)
    if target.is_dir():
        msg = f"path {str(target)!r} is a folder. Give the name of a file."
        raise ValueError(msg)
    # Beside the target, because only within one file system does a file take another's place in
    # one step: whoever reads meanwhile sees the old or the new, never a half.
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".writing-", suffix=target.suffix)
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        # mkstemp makes files for the owner only; a report is there to be shared.
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)


def _umask() -> int:
    """Return what this process takes away from the rights of new files."""
    # It cannot be asked for, only exchanged.
    mask = os.umask(0)
    os.umask(mask)
    return mask
