"""Keys of colours and of struck-out words: what they say is not read, and that is said."""

import pytest
from directories import find_said, read_directory

ROWS = [["Organisation", "Service"], ["Ash", "ESOL"], ["Elm", "Food bank"]]


@pytest.mark.parametrize("is_above", [True, False])
@pytest.mark.parametrize(
    ("key", "named"),
    [
        ("Key: green = open, red = closed", "green"),
        ("Red cells: no longer running", "Red cells"),
        ("struck through means gone", "struck through"),
        ("highlighted services have a waiting list", "highlighted"),
    ],
)
def test_a_key_of_colours_is_warned_of(tmp_path, is_above, key, named):
    rows = [[key], *ROWS] if is_above else [*ROWS, [key]]
    e = read_directory(tmp_path, rows)
    said = find_said(e, "neither colours nor struck-out words")
    assert (said["severity"], f"'{named}'" in said["message"]) == ("warning", True)
    assert e.organisations["name"].tolist() == ["Ash", "Elm"]


@pytest.mark.parametrize("title", ["Green Lane project: partners", "Our list", "Pink Ladies - who"])
def test_a_colour_in_a_name_is_no_key(tmp_path, title):
    e = read_directory(tmp_path, [[title], *ROWS])
    assert not e.problems["message"].str.contains("colours").any()
