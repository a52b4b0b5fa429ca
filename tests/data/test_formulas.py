"""Text that a spreadsheet would run never does, and comes back as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem.data.formulas import (
    ERROR_WORDS,
    escape_formula,
    escape_text,
    is_formula,
    unescape_text,
)

_SIGNS = ("=", "+", "-", "@", "\t", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_texts = st.text(max_size=20) | st.text(alphabet="'=+-@\uff1d\uff20\t#N/A!", max_size=8)


@given(_texts)
def test_escaped_text_comes_back_and_never_runs(text):
    escaped = escape_text(text)
    assert unescape_text(escaped) == text
    assert not escaped.startswith(_SIGNS)
    assert escaped not in ERROR_WORDS


@given(_texts)
def test_an_escaped_formula_never_runs(text):
    escaped = escape_formula(text)
    assert escaped in {text, f"'{text}"}
    assert not escaped.startswith(_SIGNS)


@pytest.mark.parametrize("sign", _SIGNS)
def test_each_sign_that_a_spreadsheet_runs_is_known(sign):
    assert is_formula(f"{sign}1")
    assert escape_formula(f"{sign}1") == f"'{sign}1"
    assert not is_formula(f" {sign}1")


def test_what_is_no_text_stays_as_it_is():
    assert escape_formula(-1) == -1
    assert escape_formula(None) is None


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("'t Huis", "'t Huis"),
        ("''=1", "'''=1"),
        ("#N/A", "'#N/A"),
        ("'#N/A", "''#N/A"),
        ("#N/A today", "#N/A today"),
        ("#ourtown", "#ourtown"),
    ],
)
def test_only_what_would_be_misread_is_escaped(text, escaped):
    """One apostrophe more for a formula or the word of an error; none for any other text."""
    assert escape_text(text) == escaped
    assert unescape_text(escaped) == text
