"""Letters in a grid: what each means is read from the key, and asked about without one."""

import pytest
from directories import find_said, list_services, read_directory

GRID = [
    ["Organisation", "Legal advice", "Housing", "ESOL"],
    ["Ash", "L", "P", None],
    ["Birch", "R", "L", "P"],
    ["Cedar", None, "R", "L"],
]


@pytest.mark.parametrize("is_below", [False, True])
def test_who_only_refers_on_offers_nothing(tmp_path, is_below):
    """Three lead, two are partners, and two only refer: five services of seven letters."""
    key = [["Key: L = lead, P = partner, R = refers only, blank = no involvement"]]
    e = read_directory(tmp_path, [*GRID, *key] if is_below else [*key, *GRID])
    assert list_services(e) == [
        ("Ash", "Housing", "housing"),
        ("Ash", "Legal advice", "legal advice"),
        ("Birch", "ESOL", "ESOL"),
        ("Birch", "Housing", "housing"),
        ("Cedar", "ESOL", "ESOL"),
    ]
    assert "L as yes, P as yes and R as no" in find_said(e, "read by its key")["message"]


def test_letters_that_no_key_explains_are_asked_about(tmp_path):
    """Of nine marks those of yes and no are read; L and R may mean anything."""
    rows = [GRID[0], ["Ash", "L", "x", "y"], ["Birch", "R", "L", "n"], ["Cedar", "x", "x", "x"]]
    e = read_directory(tmp_path, rows)
    said = find_said(e, "read by its key")
    assert said["severity"] == "warning"
    assert "L as not known and R as not known" in said["message"]
    assert [name for _, name, _ in list_services(e)].count("Legal advice") == 1


@pytest.mark.parametrize("marks", ["xy", "PP", "xo", "yn"])
def test_letters_that_are_ticks_stay_ticks(tmp_path, marks):
    rows = [GRID[0], ["Ash", marks[0], marks[0], None], ["Birch", marks[1], None, marks[0]]]
    e = read_directory(tmp_path, rows)
    assert not e.problems["message"].str.contains("read by its key").any()
    assert "Ash" in {name for name, *_ in list_services(e)}
