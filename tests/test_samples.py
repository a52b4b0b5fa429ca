"""The samples: the script makes them to the byte, each says what it is, and all are read."""

import importlib.util
from pathlib import Path

import pytest

import ecosystem as eco

ROOT = Path(__file__).parent.parent
SAMPLES = sorted(path for path in (ROOT / "data" / "sample").iterdir() if path.is_dir())


def test_the_samples_come_from_the_script(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "data")
    spec = importlib.util.spec_from_file_location("make_samples", ROOT / "data" / "make_samples.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.write_samples(tmp_path)
    kept = {
        path.relative_to(sample.parent): path
        for sample in SAMPLES
        for path in sample.rglob("*.*")
        if path.name != "README.md"
    }
    made = {path.relative_to(tmp_path): path for path in tmp_path.rglob("*.*")}
    assert made.keys() == kept.keys()
    assert [name for name in made if made[name].read_bytes() != kept[name].read_bytes()] == []


def test_the_samples_are_small():
    assert sum(path.stat().st_size for one in SAMPLES for path in one.rglob("*.*")) < 1_500_000


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_each_sample_says_what_is_real_and_what_is_invented(sample):
    text = " ".join((sample / "README.md").read_text(encoding="utf-8").split())
    assert "Contains public sector information licensed under" in text
    assert "invented" in text
    assert "`data/make_samples.py`" in text


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_each_sample_of_tables_is_read_without_a_warning(sample):
    problems = eco.read_sample(sample.name).problems
    assert problems[problems["severity"] != "note"].empty
