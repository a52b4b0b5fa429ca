"""Writing files whole or not at all.

A file is written beside the one it replaces and takes its place in one step, so that whoever reads
meanwhile, or a process that is killed, leaves the old or the new, never a half. Files of a folder
cannot change places in one step. There the new ones lie together in `.written` first, which comes
to be in one step; then each takes its place. If that is cut off, `list_folder` still gives the new
ones, and whoever writes next moves them.
"""

from __future__ import annotations

import os
import secrets
import shutil
import stat
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator


_COMPLETE = ".written"
"""The folder, inside another, of files that are complete and not yet in their places."""

_TRIES = 100
"""How often a folder is tried to be handed over while others write there: each try helps one of
them to an end, so that a hundred writers at once still come to theirs."""

_ANYBODY = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


@contextmanager
def replace_file(path: str | os.PathLike[str]) -> Iterator[Path]:
    """Yield a temporary file beside `path` that takes its place if the block ends well.

    A new file gets the rights that the process gives to new files, one that is replaced keeps its
    own.

    Raises
    ------
    ValueError
        If the folder does not exist, or `path` is a folder, a link, a pipe, a device or marked
        read-only.
    OSError
        If the disk is full or the folder may not be written to; it names `path`.
    """
    target = Path(path)
    _check_folder(target)
    if target.is_dir():
        msg = f"path {str(target)!r} is a folder. Give the name of a file."
        raise ValueError(msg)
    mode = _find_mode(target)
    # Beside the target, because only within one file system does a file take another's place in
    # one step.
    temporary = target.with_name(f".writing-{secrets.token_hex(8)}{target.suffix}")
    with _name_target(target, temporary):
        _create(temporary, mode)
        try:
            yield temporary
            if mode is not None:
                temporary.chmod(mode)
            temporary.replace(target)
        finally:
            temporary.unlink(missing_ok=True)


@contextmanager
def replace_folder(path: str | os.PathLike[str], names: Collection[str]) -> Iterator[Path]:
    """Yield a temporary folder whose files take their places in `path` if the block ends well.

    `path` is made if need be; files in it of other names stay.

    Parameters
    ----------
    path
        The folder.
    names
        The files that will be written, all of them.

    Raises
    ------
    ValueError, OSError
        As `replace_file`; or if `path` is a file.
    """
    folder = Path(path)
    _check_folder(folder)
    if folder.exists() and not folder.is_dir():
        msg = f"path {str(folder)!r} is a file. Give the name of a folder."
        raise ValueError(msg)
    if folder.is_symlink():
        raise _odd(folder, "a link")
    modes = {name: _find_mode(folder / name) for name in names}
    with _name_target(folder):
        is_new = not folder.exists()
        temporary = (folder.parent if is_new else folder) / f".writing-{secrets.token_hex(8)}"
        temporary.mkdir()
        try:
            for name, mode in modes.items():
                _create(temporary / name, mode)
            yield temporary
            for name, mode in modes.items():
                if mode is not None:
                    (temporary / name).chmod(mode)
            if is_new:
                temporary.rename(folder)
            else:
                _hand_over(temporary, folder)
        finally:
            shutil.rmtree(temporary, ignore_errors=True)


def list_folder(folder: Path) -> list[Path]:
    """Return the files of a folder by name; those whose writing was cut off are the new ones."""
    files = {file.name: file for file in folder.iterdir()}
    with suppress(FileNotFoundError, NotADirectoryError):
        files |= {file.name: file for file in (folder / _COMPLETE).iterdir()}
    return [files[name] for name in sorted(files)]


def _hand_over(temporary: Path, folder: Path) -> None:
    """Put complete files into their places, those that others left before them."""
    for _ in range(_TRIES):
        _finish(folder)
        try:
            temporary.rename(folder / _COMPLETE)
        except OSError:
            # Someone else was quicker: help them to an end and try again.
            if not (folder / _COMPLETE).exists():
                raise
            continue
        _finish(folder)
        return
    msg = f"others keep writing to {str(folder)!r}. Try again, or give another name."
    raise ValueError(msg)


def _finish(folder: Path) -> None:
    """Move all complete files to their places; another process may do the same at once."""
    complete = folder / _COMPLETE
    try:
        files = list(complete.iterdir())
    except FileNotFoundError:
        # There is none, or another has just finished it.
        return
    for file in files:
        with suppress(FileNotFoundError):
            file.replace(folder / file.name)
    # It stays if another process has put its own there meanwhile.
    with suppress(OSError):
        complete.rmdir()


def _check_folder(target: Path) -> None:
    if not target.parent.is_dir():
        msg = f"path {str(target)!r}: the folder {str(target.parent)!r} does not exist. Make it."
        raise ValueError(msg)


def _find_mode(target: Path) -> int | None:
    """Return the rights of a file that is to be replaced; None if there is none.

    Raises
    ------
    ValueError
        If it is no file that can be replaced by another.
    """
    try:
        found = target.lstat()
    except FileNotFoundError:
        return None
    if stat.S_ISLNK(found.st_mode):
        raise _odd(target, "a link")
    if not stat.S_ISREG(found.st_mode):
        raise _odd(target, "no file but a pipe, a device or a folder")
    if not found.st_mode & _ANYBODY:
        msg = f"path {str(target)!r} is read-only. Make it writable, or give another name."
        raise ValueError(msg)
    return stat.S_IMODE(found.st_mode)


def _odd(target: Path, kind: str) -> ValueError:
    msg = f"path {str(target)!r} is {kind} and is not replaced. Give the name of a file or folder."
    return ValueError(msg)


def _create(path: Path, mode: int | None) -> None:
    """Make an empty file that from its first moment nobody may read who may not read it later."""
    # The system takes off what this process withholds from new files. To ask for that (umask) one
    # must change it, for all threads.
    rights = 0o666 if mode is None else mode | stat.S_IWUSR
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, rights))


@contextmanager
def _name_target(target: Path, temporary: Path | None = None) -> Iterator[None]:
    """Name what was asked for, where the system names a temporary file or nothing."""
    try:
        yield
    except OSError as error:
        if error.errno is None or error.filename not in {None, str(temporary)}:
            raise
        raise OSError(error.errno, error.strerror, str(target)) from error
