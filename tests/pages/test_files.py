"""Files are written whole or not at all."""

import errno
import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from ecosystem.pages import files
from ecosystem.pages.files import list_folder, replace_file, replace_folder


def test_a_file_takes_its_place_at_the_end(tmp_path):
    target = tmp_path / "report.html"
    target.write_text("old")
    with replace_file(target) as temporary:
        temporary.write_text("new")
        assert target.read_text() == "old"
    assert target.read_text() == "new"
    assert list(tmp_path.iterdir()) == [target]


def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path):
    target = tmp_path / "report.html"
    target.write_text("old")
    with pytest.raises(TypeError), replace_file(target) as temporary:
        temporary.write_text(b"half")
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_missing_folder_and_a_folder_are_refused(tmp_path):
    with pytest.raises(ValueError, match="does not exist"), replace_file(tmp_path / "no" / "a"):
        pass
    with pytest.raises(ValueError, match="is a folder"), replace_file(tmp_path):
        pass


@pytest.mark.skipif(os.name != "posix", reason="modes of files are a matter of POSIX")
def test_others_may_read_what_is_written(tmp_path):
    with replace_file(tmp_path / "a.txt") as temporary:
        temporary.write_text("x")
    assert stat.S_IMODE((tmp_path / "a.txt").stat().st_mode) & stat.S_IRUSR
    mask = os.umask(0)
    os.umask(mask)
    assert stat.S_IMODE((tmp_path / "a.txt").stat().st_mode) == 0o666 & ~mask


@pytest.mark.skipif(os.name != "posix", reason="modes of files are a matter of POSIX")
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644, 0o664])
def test_a_file_that_is_replaced_keeps_who_may_read_it(mode, tmp_path):
    target = tmp_path / "a.txt"
    target.write_text("old")
    target.chmod(mode)
    with replace_file(target) as temporary:
        assert stat.S_IMODE(temporary.stat().st_mode) & ~mode & 0o077 == 0
        temporary.write_text("new")
    assert (target.read_text(), stat.S_IMODE(target.stat().st_mode)) == ("new", mode)


@pytest.mark.skipif(os.name != "posix", reason="umask is a matter of POSIX")
def test_eight_threads_write_nothing_that_others_may_read(tmp_path):
    """Nobody changes the umask to learn it: for a moment the files of all threads would be open."""

    def write(thread):
        for number in range(40):
            with replace_file(tmp_path / f"{thread}-{number}") as temporary:
                temporary.write_text("x")
            with replace_folder(tmp_path / f"folder-{thread}", ["a"]) as temporary:
                (temporary / "a").write_text("x")

    before = os.umask(0o077)
    try:
        with ThreadPoolExecutor(8) as threads:
            list(threads.map(write, range(8)))
    finally:
        os.umask(before)
    written = list(tmp_path.rglob("*"))
    assert len(written) == 8 * 40 + 8 * 2
    assert [path for path in written if path.stat().st_mode & 0o077] == []


def _make_odd(kind, path):
    if kind == "link":
        path.with_name("target").write_text("kept")
        path.symlink_to(path.with_name("target"))
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "read-only":
        path.write_text("kept")
        path.chmod(0o444)


@pytest.mark.skipif(os.name != "posix", reason="links and pipes are a matter of POSIX")
@pytest.mark.parametrize(
    ("kind", "words"),
    [("link", "is a link"), ("pipe", "a pipe"), ("read-only", "is read-only")],
)
def test_what_is_no_plain_file_is_refused_in_a_sentence(kind, words, tmp_path):
    target = tmp_path / "a.txt"
    _make_odd(kind, target)
    with pytest.raises(ValueError, match=words), replace_file(target):
        pass
    with pytest.raises(ValueError, match=words), replace_folder(tmp_path, ["a.txt", "b.txt"]):
        pass
    assert not list(tmp_path.glob(".writing-*"))
    assert not (tmp_path / "b.txt").exists()


@pytest.mark.skipif(os.name != "posix", reason="devices are a matter of POSIX")
def test_a_device_and_a_link_to_a_folder_are_refused(tmp_path):
    with pytest.raises(ValueError, match="a device"), replace_file("/dev/null"):
        pass
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    with pytest.raises(ValueError, match="is a link"), replace_folder(tmp_path / "link", ["a"]):
        pass


@pytest.mark.parametrize("filename", [None, "the temporary one"])
def test_a_full_disk_names_the_file_that_was_asked_for(filename, tmp_path):
    target = tmp_path / "a.txt"
    with pytest.raises(OSError, match="No space") as raised, replace_file(target) as temporary:
        raise OSError(errno.ENOSPC, "No space left on device", filename and str(temporary))
    assert raised.value.filename == str(target)
    folder = tmp_path / "tables"
    with pytest.raises(OSError, match="No space") as raised, replace_folder(folder, ["a"]):
        raise OSError(errno.ENOSPC, "No space left on device")
    assert raised.value.filename == str(folder)
    assert list(tmp_path.iterdir()) == []


def _read_all(folder):
    return {path.name: path.read_text() for path in list_folder(folder) if path.is_file()}


def test_a_folder_is_new_as_a_whole_and_other_files_in_it_stay(tmp_path):
    folder = tmp_path / "tables"
    for state in ("old", "new"):
        with replace_folder(folder, ["a", "b"]) as temporary:
            (temporary / "a").write_text(state)
            (temporary / "b").write_text(state)
        (folder / "mine").write_text("mine")
    assert _read_all(folder) == {"a": "new", "b": "new", "mine": "mine"}
    with suppress(TypeError), replace_folder(folder, ["a", "b"]) as temporary:
        (temporary / "a").write_text("half")
        raise TypeError
    assert _read_all(folder) == {"a": "new", "b": "new", "mine": "mine"}
    assert len(list(folder.iterdir())) == 3


def test_a_folder_cut_off_between_two_files_reads_as_the_new_one(tmp_path, monkeypatch):
    """The files were complete: a reader takes them where they lie, the next writer moves them."""
    folder = tmp_path / "tables"
    for state in ("old", "new"):
        with monkeypatch.context() as patch, suppress(KeyboardInterrupt):
            if state == "new":
                patch.setattr(files, "_finish", _finish_one)
            with replace_folder(folder, ["a", "b"]) as temporary:
                (temporary / "a").write_text(state)
                (temporary / "b").write_text(state)
    assert sorted(path.read_text() for path in folder.glob("[ab]")) == ["new", "old"]
    assert _read_all(folder) == {"a": "new", "b": "new"}
    with replace_folder(folder, ["a"]) as temporary:
        (temporary / "a").write_text("newest")
    assert {path.name: path.read_text() for path in folder.iterdir()} == {"a": "newest", "b": "new"}


def _finish_one(folder):
    """Move one file, and be stopped."""
    complete = sorted((folder / ".written").glob("*"))
    if complete:
        complete[0].replace(folder / complete[0].name)
        raise KeyboardInterrupt


def test_two_who_write_one_folder_or_file_leave_that_of_one(tmp_path):
    names = [f"{number}.csv" for number in range(12)]

    def write(state):
        for _ in range(20):
            with replace_folder(tmp_path / "tables", names) as temporary:
                for name in names:
                    (temporary / name).write_text(state)
            with replace_file(tmp_path / "page.html") as temporary:
                temporary.write_text(state * 1000)

    (tmp_path / "tables").mkdir()
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(write, "abcd"))
    texts = {path.read_text() for path in (tmp_path / "tables").iterdir()}
    assert len(texts) == 1
    assert len(set((tmp_path / "page.html").read_text())) == 1
    assert {path.name for path in (tmp_path / "tables").iterdir()} == set(names)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="children are made by fork")
def test_whoever_is_killed_leaves_the_old_or_the_new_file_whole(tmp_path):
    """Each writer at 50 random moments."""
    program = Path(__file__).parents[1] / "killed_writers.py"
    # From Python 3.12 a fork beside threads, even of a library, is warned of.
    command = [sys.executable, "-W", "ignore::DeprecationWarning", str(program), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
