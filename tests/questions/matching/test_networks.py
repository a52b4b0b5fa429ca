"""Tests of networks: branches that share a name or a number are one question."""

import pandas as pd
import pytest
from double_entries import make

import ecosystem as eco

TOWNS = ("Bath", "Easton", "Leeds", "Luton", "Dover")


def _find(rows):
    areas = pd.DataFrame({"area_code": list(TOWNS), "name": list(TOWNS)})
    return eco.find_matches(make(rows).replace(areas=areas))


@pytest.mark.parametrize(
    ("row", "shared"),
    [
        ({"name": "Harbour Rights {} (HRN)"}, "the name 'hrn'"),
        (
            {"name": "Harbour Rights {}", "charity_number": "279057"},
            "the charity number 279057",
        ),
    ],
)
def test_branches_of_one_network_are_one_sentence(row, shared):
    """Five branches make ten pairs: one question, not ten."""
    rows = [row | {"name": row["name"].format(town)} for town in TOWNS]
    found = _find(rows)
    pairs = found.table[found.table["network"] != ""]
    assert pairs["network"].unique().tolist() == [shared]
    assert len(pairs) == 10
    assert (
        f"5 organisations share {shared}: 10 pairs that may be branches of one network. Decide it "
        "once for all."
    ) in found.notes
    assert not any("cannot be decided by name" in note for note in found.notes)
    assert found.headline == (
        "Of 15 organisations, 1 group that may be branches of one network is to be decided at "
        "once; nothing is merged until you say so."
    )


def test_three_of_one_name_are_read_one_by_one():
    found = _find([{"name": f"Harbour Rights {town} (HRN)"} for town in TOWNS[:3]])
    assert (found.table["network"] == "").all()
    assert "3 pairs are for a person to decide" in found.headline


def test_names_that_differ_by_words_of_areas_only_are_one_network():
    """Each town has a branch in its north and one in its south: one question, not one a town."""
    names = [f"{side} {town}" for town in TOWNS for side in ("North", "South")]
    rows = [{"name": f"Harbour Rights and Advice Centre {name}"} for name in names]
    areas = pd.DataFrame({"area_code": names, "name": names})
    found = eco.find_matches(make(rows).replace(areas=areas))
    asked = found.table[found.table["decision"] == "ask a person"]
    assert len(asked) > 1
    assert set(asked["network"]) == {"the name 'harbour rights and advice centre' but for an area"}


def test_a_whole_network_is_one_sentence():
    """43 branches share a short form: hundreds of pairs, one question and one note."""
    rows = [{"name": f"Citizens Advice {at}ton (CAB)"} for at in range(43)]
    found = _find(rows)
    assert len(found.table) > 500
    assert found.headline == (
        "Of 53 organisations, 1 group that may be branches of one network is to be decided at "
        "once; nothing is merged until you say so."
    )
    assert sum("pair" in note for note in found.notes if "look at the pairs" not in note) == 1


@pytest.mark.parametrize(
    ("places", "is_network"),
    [
        (["E08000025"] * 4, False),
        ([None] * 4, False),
        (["E08000025", "E08000026", "E08000035", "E08000039"], True),
    ],
)
def test_lists_that_hold_one_organisation_hold_no_network(places, is_network):
    """Ash House stands in four lists, once in each: branches only if in four different areas."""
    lists = [
        eco.read({"organisations": pd.DataFrame({"name": ["Ash House"], "area_code": [place]})})
        for place in places
    ]
    sources = {f"list {number}": e for number, e in enumerate(lists[1:], start=2)}
    found = eco.find_matches(lists[0], sources=sources)
    assert len(found.table) == 6
    assert (found.table["network"] != "").all() == is_network
    assert ("branches" in " ".join([found.headline, *found.notes])) == is_network
