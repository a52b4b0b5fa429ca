"""Postcodes, register numbers and org-ids: one form, or none; never a guess."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem.data.identifiers import (
    is_transposed,
    read_charity_number,
    read_company_number,
    read_org_id,
    read_postcode,
    split_org_id,
    suggest_postcodes,
)


@pytest.mark.parametrize(
    ("text", "postcode"),
    [
        ("bs1 4st", "BS1 4ST"),
        ("SW1A1AA", "SW1A 1AA"),
        ("gir 0aa", "GIR 0AA"),
        ("B1", "B1"),
        ("BS1 4CT", ""),
        ("1BS 4ST", ""),
        ("", ""),
    ],
)
def test_postcodes(text, postcode):
    """The inward part never has C, I, K, M, O or V."""
    assert read_postcode(text) == postcode


def test_letters_and_figures_that_look_alike_are_suggested_in_both_parts():
    """In the inward part a figure comes first, then two letters; the outward may be either."""
    assert suggest_postcodes("BS1 OST") == ["BS1 0ST"]
    assert "L1 9AA" in suggest_postcodes("LI 9AA")
    assert suggest_postcodes("BS1 4ST") == []
    assert suggest_postcodes("hello") == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("738693", "00738693"),
        ("00738693", "00738693"),
        ("GB-COH-738693", "00738693"),
        ("ni 123456", "NI123456"),
        ("IP12345R", "IP12345R"),
        ("123", ""),
        ("123456789", ""),
        ("exempt", ""),
    ],
)
def test_company_numbers(text, number):
    assert read_company_number(text) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1077116", "1077116"),
        ("1077116-1", "1077116-1"),
        ("GB-SC-SC042386", "SC042386"),
        ("NIC 100123", "NIC100123"),
        ("12345", ""),
        ("00738693", ""),
    ],
)
def test_charity_numbers(text, number):
    assert read_charity_number(text) == number


@pytest.mark.parametrize(
    ("text", "org_id"),
    [
        ("gb-chc-1164883", "GB-CHC-1164883"),
        ("GB-SC-47423", "GB-SC-SC047423"),
        ("GB-NIC-NIC100123", "GB-NIC-100123"),
        ("GB-COH-RC000123", "GB-COH-RC000123"),
        ("GB-XYZ-1", "GB-XYZ-1"),
        ("gbr", "gbr"),
        ("borderlands", "borderlands"),
    ],
)
def test_org_ids(text, org_id):
    assert read_org_id(text) == org_id


@given(st.text(max_size=20))
def test_an_org_id_in_its_form_stays(text):
    once = read_org_id(text)
    assert read_org_id(once) == once


def test_an_org_id_is_a_register_and_a_number():
    assert split_org_id("GB-COH-00738693") == ("GB-COH", "00738693")
    assert split_org_id("GB-XYZ-1") == ("", "")


@pytest.mark.parametrize(
    ("first", "second", "is_slip"),
    [
        ("1077116", "1077117", True),
        ("1077116", "1077161", True),
        ("1077116", "1077116", False),
        ("1077116", "107711", False),
        ("1077116", "1071176", False),
        ("1077116", "6077111", False),
    ],
)
def test_one_slip_of_the_figures(first, second, is_slip):
    """One figure that differs, or two neighbours that swapped places; nothing farther apart."""
    assert is_transposed(first, second) is is_slip
    assert is_transposed(second, first) is is_slip
