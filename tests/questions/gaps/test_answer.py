"""What the answer of `find_gaps` says, and that it gives no small count away."""

import json
import re

import pandas as pd
import pytest
from row_of_towns import make

import ecosystem as eco

SMALL = [("A", 3), ("B", 40), ("C", 60), ("D", 9), ("E", 2000)]


def test_no_sentence_and_no_shown_cell_gives_a_small_count_away():
    """3 people in A, and of the 60 in C all but 3 are helped."""
    e = make(areas="ABCDE", services=[("s", {"capacity": 57}), ("t", {"capacity": 2})],
             sites=[("s", "C"), ("t", "A"), ("t", "D")], demand=SMALL)  # fmt: skip
    gaps = eco.find_gaps(e, "advice")
    assert gaps.table["is_hidden"].tolist() == [True, False, False, False, False]
    assert gaps.shown["demand"].tolist() == ["under 5", 40, 60, 9, 2000]
    for column in ("provision", "coverage", "people_per_place", "access", "deficit"):
        assert pd.isna(gaps.shown[column].iloc[0])
    assert gaps.shown["provision"].tolist()[3] == "under 5"
    assert gaps.shown["deficit"].tolist()[2] == "under 5"
    assert gaps.explain("A") == (
        "Under 5 people in Town A counted as needing advice share one service; the nearest other "
        "on record is 14 km away."
    )
    assert gaps.explain("C") == (
        "60 people in Town C are counted as needing advice; the one service in reach has room for "
        "nearly all of them."
    )
    told = " ".join([gaps.headline, *gaps.notes, *(gaps.explain(code) for code in "ABCDE")])
    assert not re.search(r"\b[1-4] (people|of them|are left)", told)
    assert "at least 2,049 people" in gaps.headline


def test_no_total_gives_a_small_count_away(tmp_path):
    """A (3) is 2.5 in the copy, whatever stands there: 42.5 in gaps less B's 40 are no count."""
    e = make(areas="ABCDE", services=[("s", {"capacity": 9}), ("t", {"capacity": 2000})],
             sites=[("s", "D"), ("t", "E")], demand=SMALL)  # fmt: skip
    exact = eco.find_gaps(e, "advice")
    assert exact.summary["people_in_gaps"] == 103
    with pytest.raises(ValueError, match="exact counts from 1 to 4"):
        eco.write_result(exact, tmp_path / "gaps.json")
    assert "a copy of this page is not for the public" in exact._repr_html_()
    gaps = eco.find_gaps(e.select(visibility="public"), "advice")
    written = json.loads(eco.write_result(gaps, tmp_path / "gaps.json").read_text())
    assert written["summary"]["people_in_gaps"] == 102.5
    assert written["summary"]["people"] == 2111.5
    assert "1 number of people from 1 to 4 is counted as 2.5" in " ".join(written["notes"])
    assert "not for the public" not in gaps._repr_html_()
    one = eco.find_gaps(make(demand=[("A", 3)]).select(visibility="public"), "advice")
    written = json.loads(eco.write_result(one, tmp_path / "one.json").read_text())
    assert written["summary"]["people"] == "under 5"
    assert written["summary"]["deficit"] == "under 5"


def test_headline_names_the_largest_and_counts_every_gap():
    demand = [("A", 50), ("B", 400), ("C", 30), ("D", 200)]
    gaps = eco.find_gaps(make(areas="ABCD", demand=demand), "advice")
    assert gaps.headline == (
        "4 of 4 areas with people in need have too little advice: 680 people counted as needing "
        "it, the most in Town B, Town D and Town A."
    )
    assert gaps.summary["people_in_gaps"] == 680
    enough = make(services=[("s", {"capacity": 50})], sites=[("s", "A")], demand=[("A", 50)])
    assert eco.find_gaps(enough, "advice").headline == (
        "No area is known to have too little advice."
    )
