"""The samples: the script makes them to the byte, each says what it is, and all are read."""

import importlib.util
import re
from pathlib import Path

import pytest

import ecosystem as eco
from ecosystem import DataError

ROOT = Path(__file__).parent.parent
SAMPLES = sorted(path for path in (ROOT / "data" / "sample").iterdir() if path.is_dir())
AS_KEPT = ROOT / "data" / "sample" / "as-people-keep-it"
TABLES = [path for path in SAMPLES if path != AS_KEPT]


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
    if sample in TABLES:
        assert "Contains public sector information licensed under" in text
    assert "invented" in text
    assert "`data/make_samples.py`" in text


@pytest.mark.parametrize("sample", TABLES, ids=lambda path: path.name)
def test_each_sample_of_tables_is_read_without_a_warning(sample):
    problems = eco.read_sample(sample.name).problems
    assert problems[problems["severity"] != "note"].empty


def test_samples_are_listed_for_whoever_asks_for_another():
    with pytest.raises(ValueError, match="does not exist") as refused:
        eco.read_sample("as-people-keep-it")
    files = [f"as-people-keep-it/{path.name}" for path in AS_KEPT.glob("*.*")]
    for name in [path.name for path in TABLES] + [one for one in files if "README" not in one]:
        assert repr(name) in str(refused.value)


def test_files_as_people_keep_them_are_each_read_on_their_own():
    """Nine organisations; 15 pairs, of which the survey misses that of the two who did not answer.

    The directory has ten rows of organisations, one of them twice; the log 64 rows of referrals.
    """
    directory, survey, log, matrix = (
        eco.read_sample(f"as-people-keep-it/{name}")
        for name in ("directory.xlsx", "survey.csv", "referral-log.csv", "who-works-with-whom.csv")
    )
    names = set(directory.organisations["name"])
    assert len(names) == 9
    for e in (survey, log, matrix):
        assert set(e.organisations["name"]) == names
    pairs = [
        {frozenset(pair) for pair in e.relationships[["from_id", "to_id"]].to_numpy().tolist()}
        for e in (survey, matrix)
    ]
    assert len(pairs[1]) == 15
    assert pairs[1] - pairs[0] == {frozenset({"stockton-riverside-classes", "st-hilda-s-kitchen"})}
    assert log.referrals["sent"].sum() == 64


def test_no_person_comes_in_with_them():
    with pytest.raises(DataError, match="no row here is a person"):
        eco.read_sample("as-people-keep-it/clients.csv")
    for name in ("directory.xlsx", "survey.csv", "referral-log.csv"):
        e = eco.read_sample(f"as-people-keep-it/{name}")
        told = " ".join(table.to_csv() for table in (e.organisations, e.services, e.relationships))
        assert not re.search(r"example\.org|01632|\bPat\b|Person \d", told)
