import pytest

from ecosystem.data import clean_name, make_initials


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("The Café Trust & Friends, Ltd.", "cafe trust and friends"),
        ("St. Paul's", "saint pauls"),
        ("The Ltd", "the ltd"),
        ("Ünïted-Voices C.I.C.", "united voices"),
    ],
)
def test_names_lose_what_does_not_tell_them_apart(name, clean):
    assert clean_name(name) == clean


def test_initials_leave_small_words_out_and_say_nothing_below_three():
    assert make_initials("bristol refugee and migrant rights") == "brmr"
    assert make_initials("hope minds") == ""
