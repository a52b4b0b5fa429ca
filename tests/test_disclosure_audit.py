"""No output tells a count from 1 to 4: other counts in their place give the same bytes.

This is stronger than looking for sums and shares that give a number back, because it needs no idea
of how. While numbers were hidden one by one where they were printed, all 7 hidden counts of the
sample came out: each by a total, a share or a coverage that stood beside it.

Every run draws forty ecosystems and compares the copies that all outputs are made of; of the first
of them it compares every output, byte for byte. ECOSYSTEM_AUDITS=300 does so of 300, and of both
samples: an hour.
"""

import os

import pytest
from other_counts import draw_small_counts, list_outputs, redraw

import ecosystem as eco
from ecosystem.data import TABLES, masking, selection

pytestmark = pytest.mark.audit

_AUDITS = int(os.environ.get("ECOSYSTEM_AUDITS", "2"))
_IN_FULL = [eco.read_sample(name) for name in ("west-midlands", "legal-aid-2015")]
_IN_FULL = _IN_FULL if "ECOSYSTEM_AUDITS" in os.environ else []


def list_told(e, other, audience, folder):
    """Return the outputs that differ between two ecosystems."""
    seen = []
    for number, one in enumerate((e, other)):
        place = folder / str(number)
        place.mkdir()
        seen.append(list_outputs(one, audience, place))
    assert seen[0].keys() == seen[1].keys()
    return [name for name, written in seen[0].items() if written != seen[1][name]]


def list_different(e, other, audience):
    """Return the tables that differ between what an audience sees of two ecosystems."""
    one, two = (each.select(visibility=audience) for each in (e, other))
    return [name for name in TABLES if not getattr(one, name).equals(getattr(two, name))]


@pytest.mark.parametrize("seed", range(_AUDITS))
def test_nothing_that_anyone_sees_tells_which_small_counts_there_are(seed, tmp_path):
    e = draw_small_counts(seed)
    assert list_told(e, redraw(e, seed + 1), ("public", "partners")[seed % 2], tmp_path) == []


@pytest.mark.parametrize("audience", ["public", "partners"])
@pytest.mark.parametrize("e", _IN_FULL)
def test_the_samples_tell_none_of_theirs(e, audience, tmp_path):
    # Without the names of the files it was read from, which the other never had.
    assert list_told(e.replace(), redraw(e, 1), audience, tmp_path) == []


@pytest.mark.parametrize("seed", range(40))
def test_the_copies_of_two_that_differ_in_small_counts_are_the_same(seed):
    e = draw_small_counts(seed)
    other = redraw(e, seed + 1)
    assert list_different(e, other, "public") == list_different(e, other, "partners") == []
    assert e.select(visibility="partners").visibility_of_counts != "private"


@pytest.mark.parametrize(
    ("sample", "table"),
    [
        ("west-midlands", "demand"),
        ("west-midlands-after", "referrals"),
        ("bristol", "demand"),
        ("luton", "referrals"),
        ("legal-aid-2015", "demand"),
    ],
)
def test_the_copies_of_the_samples_tell_none_of_theirs(sample, table):
    e = eco.read_sample(sample)
    other = redraw(e, 1)
    assert not getattr(other, table).equals(getattr(e, table))
    assert list_different(e, other, "public") == list_different(e, other, "partners") == []


@pytest.mark.parametrize(
    ("where", "step", "table"),
    [
        (selection, "mask_counts", "referrals"),
        (masking, "_mask_rests", "referrals"),
        (masking, "_empty_limits", "demand"),
        (masking, "_replace_small", "referrals"),
        (masking, "_empty_wholes", "demand"),
    ],
)
def test_the_auditor_sees_what_a_step_left_out_would_tell(where, step, table, monkeypatch):
    keep = (lambda _, frame: frame) if step == "_replace_small" else (lambda frame, *_: frame)
    told = set()
    for seed in range(4):
        e = draw_small_counts(seed)
        other = redraw(e, seed + 1)
        with monkeypatch.context() as patch:
            patch.setattr(where, step, keep)
            told |= set(list_different(e, other, "public"))
    assert table in told


def test_the_auditor_sees_an_output_that_does_not_rest_on_the_copy(tmp_path, monkeypatch):
    """A report made of all that is there, not of what may be seen, is found out."""
    e = draw_small_counts(1)
    monkeypatch.setattr(eco.Ecosystem, "select", lambda self, **_: self)
    for name in ("visibility", "visibility_of_counts"):
        monkeypatch.setattr(eco.Ecosystem, name, "public")
    told = list_told(e, redraw(e, 2), "public", tmp_path)
    assert {"report.html", "tables/referrals.csv", "pathways.json"} <= set(told)
