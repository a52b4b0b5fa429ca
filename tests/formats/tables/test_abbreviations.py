"""Words of names written short, and words that only look like it."""

import pytest

from ecosystem.formats.tables.short_names import find_meant, index_names


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("Trent Law Ctr", "Trent Law Centre"),
        ("Leics City of Welcome", "Leicester City of Welcome"),
        ("Nottm CC", "Nottingham City Council"),
        ("W'stow Migrant Kitchen", "Walthamstow Migrant Kitchen"),
        ("Soar Valley Coll", "Soar Valley College"),
        ("Open Hearts EM", "Open Hearts East Midlands"),
        ("Fen food store", "Fen Foodstore"),
        ("LB Redbridge", "Redbridge Council"),
        ("London Borough of Newham", "Newham Council"),
        ("LBN", "Newham Council"),
        ("PCC", "Plymouth CC"),
    ],
)
def test_what_is_written_short_is_read(short, full):
    assert find_meant(short, index_names([full, "Elm Trust"])) == [full]


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Ash Food Hub", "Ashford Food Hub"),
        ("Barton Hub", "Barrington Hub"),
        ("Cast Arts Hub", "Coast Arts Hub"),
        ("Newham Haven", "Newham Council"),
        ("Kent County Council", "Kent Council"),
    ],
)
def test_another_word_is_another_organisation(name, other):
    assert find_meant(name, index_names([other])) == []


def test_what_may_be_two_is_asked():
    full = ["Nottingham City Council", "Nottingham Cricket Club"]
    assert find_meant("Nottm CC", index_names(full)) == full
