import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from overlapping_services import make, named, three_alike

import ecosystem as eco
from ecosystem.graph import find_positions
from ecosystem.questions.duplication.folding import fold_alike
from ecosystem.questions.duplication.niches import read_niches

LIMIT = "ecosystem.questions.duplication.folding.MOST_PAIRS"
LISTED = "ecosystem.questions.duplication.listing.MOST_PAIRS"
FRAMES = ("table", "pairs", "clusters", "cells", "to_ask")


def draw(seed):
    """Return forty services of few kinds, many of them the same, some by the same organisation."""
    random = np.random.default_rng(seed)

    def choose(values):
        return [values[number] for number in random.integers(len(values), size=40)]

    bodies = [f"b{number}" for number in random.integers(0, int(random.integers(20, 400)), 40)]
    columns = {
        "by": [
            f"{body}|partner" if random.random() < 0.05 else body if random.random() < 0.9 else ""
            for body in bodies
        ],
        "in_": choose(["east", "west", "east|west", "east"]),
        "service_type": choose(["food", "advice", "Food"]),
        "eligibility": choose(["women", "anyone", None]),
        "languages": choose(["Arabic", "Arabic|Farsi"]),
        "level": choose([1, 1, 1, None]),
        "legal_aid": choose([False, False, False, None]),
        "capacity": choose([None, 0, 200, 200, 200]),
        "accepting_referrals": choose(["yes", "yes", "yes", "waiting list", None]),
    }
    if seed % 2:
        # Of a few kinds only, so that whole groups are the same and duplication is found.
        columns |= {"eligibility": choose(["women"]), "languages": choose(["Arabic"])}
        columns |= {
            "level": choose([1]),
            "legal_aid": choose([False]),
            "capacity": choose([200, 0]),
        }
        columns |= {"accepting_referrals": choose(["yes"])}
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    needs = [(area, kind) for area in ("east", "west") for kind in ("food", "advice")]
    people = [(*cell, int(random.choice([0, 90, 900, 4000]))) for cell in needs]
    return make(named(rows), demand=people)


def ask_both(monkeypatch, e, **options):
    """Return the answer with nothing folded, and with all that are the same folded."""
    apart = eco.find_duplication(e, **options)
    with monkeypatch.context() as patched:
        patched.setattr(LIMIT, 0)
        return apart, eco.find_duplication(e, **options)


@pytest.mark.parametrize("seed", range(12))
def test_folded_services_get_the_answer_they_get_apart(monkeypatch, seed):
    """Forty services of few kinds: every frame, every note and every sentence is the same."""
    e = draw(seed)
    apart, folded = ask_both(monkeypatch, e)
    for name in FRAMES:
        one, other = getattr(apart, name), getattr(folded, name)
        pd.testing.assert_frame_equal(one, other, rtol=1e-12)
    assert apart.notes == folded.notes
    assert [apart.explain(one) for one in apart.table.index] == [
        folded.explain(one) for one in folded.table.index
    ]


def test_the_cases_drawn_hold_duplication_and_overlap_and_fold_many(monkeypatch):
    kinds, folded = set(), 0
    monkeypatch.setattr(LIMIT, 0)
    for seed in range(12):
        e = draw(seed)
        kinds |= set(eco.find_duplication(e).clusters["kind"])
        niches = read_niches(e, find_positions(e), ["service_type", "area", "eligibility"])
        folded += int((fold_alike(niches).counts > 1).sum())
    assert kinds == {"duplication", "overlap"}
    assert folded > 24


@pytest.mark.parametrize("name", ["west-midlands", "legal-aid-2015"])
def test_folded_samples_have_the_same_groups(monkeypatch, name):
    apart, folded = ask_both(monkeypatch, eco.read_sample(name))
    for frame in FRAMES:
        one, other = getattr(apart, frame), getattr(folded, frame)
        pd.testing.assert_frame_equal(one, other, rtol=1e-12)


def test_who_is_folded():
    """Ann, Bob and Cat are the same; Dan has no places, Eve and Fay are run by one, Gus is west."""
    services = three_alike(capacity=9.0)
    services["dan"] = services["ann"] | {"by": "dan", "capacity": 0}
    services["eve"] = services["ann"] | {"by": "both"}
    services["fay"] = services["ann"] | {"by": "both"}
    services["gus"] = services["ann"] | {"by": "gus", "in_": "west"}
    e = make(services)
    niches = read_niches(e, find_positions(e), ["service_type", "area", "eligibility"])
    assert fold_alike(niches).proxy.tolist() == [0, 1, 2, 3, 4, 5, 6]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(LIMIT, 0)
        assert fold_alike(niches).proxy.tolist() == [0, 0, 0, 3, 4, 5, 6]


@settings(deadline=None, max_examples=10)
@given(st.integers(0, 11), st.booleans())
def test_of_too_many_pairs_the_closest_are_listed_and_one_of_each_kind(seed, is_folded):
    """Fifty of all pairs are listed, and of each service the closest of each kind it has."""
    e = draw(seed)
    whole = eco.find_duplication(e)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(LISTED, 50)
        patched.setattr("ecosystem.questions.duplication.listing._MOST_EACH", 1)
        if is_folded:
            patched.setattr(LIMIT, 0)
        cut = eco.find_duplication(e)
    keys = ["service_a", "service_b"]
    assert not cut.pairs.duplicated(keys).any()
    found = cut.pairs[keys].merge(whole.pairs, on=keys, how="left")
    pd.testing.assert_frame_equal(cut.pairs, found, rtol=1e-12)
    closest = min(50, len(whole.pairs))
    assert cut.pairs["overlap"][:closest].to_numpy() == pytest.approx(
        whole.pairs["overlap"][:closest].to_numpy()
    )
    assert list_kinds(cut.pairs) == list_kinds(whole.pairs)
    assert all(cut.explain(one) for one in cut.table.index)
    said = [note for note in cut.notes if "are listed" in note]
    assert bool(said) == (len(cut.pairs) < len(whole.pairs))
    assert all(f"{len(cut.pairs):,} of {len(whole.pairs):,} pairs" in note for note in said)


def list_kinds(pairs):
    """Return which service has which kind of pair, and how close the closest is."""
    ends = [pairs.rename(columns={side: "one"}) for side in ("service_a", "service_b")]
    return pd.concat(ends).groupby(["one", "kind"])["overlap"].max().round(9).to_dict()
