"""Text from cells: cleaned, split, made into ids and headings."""

import pytest

from ecosystem.data.text import clean_text, fold_heading, make_slug, split_list


def test_slugs():
    assert make_slug("Bristol City Council") == "bristol-city-council"
    assert make_slug("Café  & Co.") == "café-co"
    assert make_slug("a", "b c") == "a-b-c"


def test_clean_text_keeps_inner_text():
    assert clean_text("  a\u00a0b\x00\r\nc ") == "a b\nc"
    assert split_list(" a | |b") == ["a", "b"]


@pytest.mark.parametrize(
    "mark",
    ["\u200b", "\ufeff", "\u2060", "\x1b", "\x85", "\ud800"],
    ids=["zero width", "byte order", "word joiner", "escape", "next line", "half a pair"],
)
def test_what_nobody_sees_goes(mark):
    assert clean_text(f"{mark}A{mark}CH{mark}") == "ACH"


def test_a_hard_space_is_a_space():
    assert clean_text("\u00a0ACH\u00a0Bristol\u00a0") == "ACH Bristol"


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("Service type *", "service_type"),
        ("SERVICE-TYPE", "service_type"),
        (" (Sent) ", "sent"),
        ("Straße", "strasse"),
        ("*", ""),
    ],
)
def test_a_heading_becomes_the_name_of_a_column(heading, column):
    assert fold_heading(heading) == column


def test_an_empty_cell_holds_no_value():
    assert split_list("") == []
    assert split_list(" | ") == []
