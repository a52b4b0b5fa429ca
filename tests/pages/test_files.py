"""Files are written whole or not at all."""

import os
import stat

import pytest

from ecosystem.pages.files import replace_file


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
