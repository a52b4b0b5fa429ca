"""What the answer of `find_gaps` says, and that it gives no small count away."""

import json
import re

from row_of_towns import make

import ecosystem as eco

SMALL = [("A", 3), ("B", 40), ("C", 60), ("D", 9), ("E", 2000)]


def test_no_sentence_and_no_shown_cell_gives_a_small_count_away():
    """3 people in A; with only that one hidden the total would tell, so D (9) goes too."""
    e = make(areas="ABCDE", services=[("s", {"capacity": 57}), ("t", {"capacity": 2})],
             sites=[("s", "C"), ("t", "A"), ("t", "D")], demand=SMALL)  # fmt: skip
    gaps = eco.find_gaps(e, "advice")
    assert gaps.table["is_hidden"].tolist() == [True, False, False, True, False]
    assert gaps.shown["demand"].tolist() == ["under 5", 40, 60, "not shown", 2000]
    for column in ("provision", "coverage", "people_per_place", "access"):
        assert gaps.shown[column].isna().tolist()[:1] == [True]
        assert gaps.shown[column].isna().tolist()[3] is True
    assert gaps.shown["deficit"].tolist()[2] == "under 5"
    assert gaps.explain("A") == (
        "Under 5 people in Town A counted as needing advice share one place; the nearest other on "
        "record is 14 km away."
    )
    assert gaps.explain("D").startswith("Some people in Town D counted as needing advice share")
    assert gaps.explain("C") == (
        "60 people in Town C are counted as needing advice; the one place in reach has room for "
        "nearly all of them."
    )
    told = " ".join([gaps.headline, *gaps.notes, *(gaps.explain(code) for code in "ABCDE")])
    assert not re.search(r"\b[1-4] (people|of them|are left)", told)
    assert "at least 2,040 people" in gaps.headline
    assert "The count of 1 area is not shown" in told


def test_no_total_gives_a_small_count_away(tmp_path):
    """A (3) is the one gap that is hidden: people in gaps less B's 40 would be its count."""
    e = make(areas="ABCDE", services=[("s", {"capacity": 9}), ("t", {"capacity": 2000})],
             sites=[("s", "D"), ("t", "E")], demand=SMALL)  # fmt: skip
    gaps = eco.find_gaps(e, "advice")
    assert gaps.summary["people_in_gaps"] == 103
    written = json.loads(eco.write_result(gaps, tmp_path / "gaps.json").read_text())
    assert written["summary"]["people_in_gaps"] == "not shown"
    assert written["summary"]["people"] == 2112
    one = eco.find_gaps(make(demand=[("A", 3)]), "advice")
    written = json.loads(eco.write_result(one, tmp_path / "one.json").read_text())
    assert written["summary"]["people"] == "under 5"
    assert written["summary"]["deficit"] == "not shown"


def test_hiding_goes_by_larger_place_too():
    """A and E are hidden in all, but each is the only one in its larger place."""
    e = make(areas="ABCDEF", demand=[*SMALL[:3], ("D", 9), ("E", 2), ("F", 8)])
    areas = e.areas.assign(parent_code=["P", "P", "P", "Q", "Q", "Q"])
    hidden = eco.find_gaps(e.replace(areas=areas), "advice").table["is_hidden"]
    assert hidden.tolist() == [True, True, False, False, True, True]
    assert eco.find_gaps(e, "advice").table["is_hidden"].tolist() == [
        True, False, False, False, True, False,
    ]  # fmt: skip


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
