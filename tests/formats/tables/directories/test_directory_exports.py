"""Directories as databases and regulators give them out."""

from directories import find_said, list_services, read_directory


def test_partners_beside_a_name_are_those_of_who_is_named(tmp_path):
    """A table with linked records: three organisations, one service each, two pairs of partners."""
    e = read_directory(
        tmp_path,
        [
            ["Name", "Services", "Partners", "Last modified"],
            ["Ash", "ESOL", 'Birch,"Elm, Oak & Co"', "2024-03-01"],
            ["Birch", "Food bank", "Ash", "2024-03-01"],
            ["Elm, Oak & Co", "Housing support", None, "2024-03-01"],
        ],
    )
    assert list_services(e) == [
        ("Ash", "ESOL", "ESOL"),
        ("Birch", "Food bank", "food"),
        ("Elm, Oak & Co", "Housing support", "housing"),
    ]
    assert {frozenset(pair) for pair in e.relationships[["from_id", "to_id"]].to_numpy()} == {
        frozenset(["ash", "birch"]),
        frozenset(["ash", "elm-oak-co"]),
    }


def test_what_is_said_of_levels_and_legal_aid_besides_refuses_nothing(tmp_path):
    """Of four, one has level 2 and legal aid; what is not held is neither a level nor a yes."""
    e = read_directory(
        tmp_path,
        [
            ["Organisation", "What they do", "OISC level", "Legal aid"],
            ["Ash", "Immigration advice", "L2 asylum, L1 immigration", "Yes"],
            ["Birch", "Immigration advice", "working towards L1", "pro bono only"],
            ["Cedar", "Immigration advice", "Level 2 (lapsed)", "contract ended"],
            ["Elm", "Immigration advice", "none", "No"],
        ],
    )
    told = e.services[["level", "legal_aid"]].astype(object)
    assert told.where(told.notna(), None).to_numpy().tolist() == [
        [2.0, True],
        [None, None],
        [None, None],
        [None, False],
    ]
    assert "'working towards L1' and 'Level 2 (lapsed)'" in find_said(e, "from 1 to 3")["message"]
    assert "'pro bono only' and 'contract ended'" in find_said(e, "legal aid,")["message"]
