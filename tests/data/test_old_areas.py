"""Codes of the past: what they are now, and which of them together are a place of today."""

import pytest

from ecosystem.data import find_former_codes, find_new_code, list_old_areas


def test_every_old_code_has_a_name_and_leads_to_codes_of_today():
    old = list_old_areas()
    assert old["E08000019"] == ("Sheffield", ("E08000039",))
    for code, (name, now) in old.items():
        assert name
        assert now
        assert not set(now) & old.keys(), code


@pytest.mark.parametrize(
    ("code", "among", "former"),
    [
        ("E08000039", {"E08000019", "E08000020"}, ("E08000019",)),
        ("E06000058", {"E06000028", "E06000029", "E07000048"}, ("E06000028", "E06000029")),
        ("E06000058", {"E06000028", "E06000029"}, ()),
        ("E06000065", {"E10000023", "E07000163"}, ("E10000023",)),
        ("E06000063", {"E10000006"}, ()),
        ("E08000026", {"E08000026"}, ()),
    ],
)
def test_former_codes_are_a_place_only_if_all_its_parts_are_there(code, among, former):
    """Bournemouth, Poole and Christchurch are one place now; two of the three are not it.

    The county of North Yorkshire is the whole; that of Cumbria was split, so it is neither half.
    """
    found = find_former_codes(code, among)
    assert found[: len(former)] == former
    assert bool(found) is bool(former)


def test_a_district_that_had_been_made_of_two_stands_for_them():
    """Somerset by its districts of 2020 (four), and by those of 2018 (five)."""
    newer = {"E07000187", "E07000188", "E07000189", "E07000246"}
    older = newer - {"E07000246"} | {"E07000190", "E07000191"}
    assert set(find_former_codes("E06000066", newer)) == newer
    assert set(find_former_codes("E06000066", older)) == older
    assert find_former_codes("E06000066", newer - {"E07000246"}) == ()


def test_a_part_of_a_larger_place_of_today_has_no_new_code():
    assert find_new_code("E08000019") == "E08000039"
    assert find_new_code("E10000023") == "E06000065"
    assert find_new_code("E06000029") == ""
    assert find_new_code("E10000006") == ""
    assert find_new_code("E08000026") == ""
