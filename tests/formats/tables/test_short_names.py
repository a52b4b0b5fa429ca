"""Short names of organisations, read as those that are listed."""

import pandas as pd
import pytest
from network_files import pairs
from written_tables import write_book

import ecosystem as eco
from ecosystem.formats.tables.short_names import find_meant, index_names

_LISTED = index_names(
    [
        "Hope Minds CIC",
        "Stoke-on-Trent City Council",
        "Open Door Stoke",
        "St Mark's Church",
        "Bristol Refugee Rights (BRR)",
        "Citizens Help Leeds",
        "Citizens Help York",
        "Burslem College",
    ]
)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("hope minds", "Hope Minds CIC"),
        ("SOTCC", "Stoke-on-Trent City Council"),
        ("s.o.t.c.c.", "Stoke-on-Trent City Council"),
        ("Open Door", "Open Door Stoke"),
        ("St Marks Church", "St Mark's Church"),
        ("Saint Mark's", "St Mark's Church"),
        ("BRR", "Bristol Refugee Rights (BRR)"),
        ("bristol refugee rights", "Bristol Refugee Rights (BRR)"),
        ("Open Door Stoke (Hanley)", "Open Door Stoke"),
    ],
)
def test_a_short_name_means_the_one_it_can_mean(written, meant):
    assert find_meant(written, _LISTED) == [meant]


@pytest.mark.parametrize("written", ["Stoke", "The Church", "College", "Minds", "CC", "Open Doors"])
def test_a_town_a_common_word_and_a_part_of_a_word_mean_nobody(written):
    assert find_meant(written, _LISTED) == []


def test_two_are_found_so_that_they_can_be_asked_about():
    assert find_meant("Citizens Help", _LISTED) == ["Citizens Help Leeds", "Citizens Help York"]


def _write(tmp_path, **sheets):
    names = [["Name"], ["Hope Minds CIC"], ["Open Door Stoke"], ["Open Hands"], ["Burslem College"]]
    return write_book(tmp_path / "short.xlsx", Organisations=names, **sheets)


def test_every_table_takes_short_names_and_each_is_said_once(tmp_path):
    path = _write(
        tmp_path,
        Services=[
            ["Name", "Service type", "Organisation"],
            ["Talking", "counselling", "hope minds, Open Door"],
        ],
        Relationships=[
            ["From", "To", "Kind", "Reported by"],
            ["Open Door", "Hope Minds", "meets", "Open Door"],
            ["Open Door", "Burslem College", "meets", None],
        ],
        Referrals=[["From", "To"], ["HOPE MINDS CIC", "open door"]],
    )
    e = eco.read(path)
    assert sorted(e.providers["organisation_id"]) == ["hope-minds-cic", "open-door-stoke"]
    assert pairs(e.relationships.astype(object).fillna(""), "from_id", "to_id", "reported_by") == [
        ("open-door-stoke", "burslem-college", ""),
        ("open-door-stoke", "hope-minds-cic", "open-door-stoke"),
    ]
    assert pairs(e.referrals, "from_id", "to_id") == [("hope-minds-cic", "open-door-stoke")]
    said = e.problems[e.problems["message"].str.contains("Open Door Stoke, in|Minds CIC, in")]
    assert sorted(said["message"]) == [
        "'Hope Minds' was read as Hope Minds CIC, in 1 cell.",
        "'Open Door' was read as Open Door Stoke, in 4 cells.",
        "'hope minds' was read as Hope Minds CIC, in 1 cell.",
        "'open door' was read as Open Door Stoke, in 1 cell.",
    ]


def test_a_name_that_may_be_of_two_is_asked_about_with_both(tmp_path):
    path = _write(tmp_path, Referrals=[["From", "To"], ["Open", "Burslem College"]])
    (error,) = eco.check(path).query("severity == 'error'").to_dict("records")
    assert error["message"] == "'Open' is not in organisations."
    assert error["suggestion"].startswith("It may be Open Door Stoke or Open Hands.")


def test_other_names_are_names_too(tmp_path):
    path = write_book(
        tmp_path / "other.xlsx",
        Organisations=[
            ["Name", "Also known as"],
            ["Oak House", "Harbour Rights|HR"],
            ["Ash", None],
        ],
        Referrals=[["From", "To"], ["Harbour Rights Ltd", "Ash"]],
    )
    assert pairs(eco.read(path).referrals, "from_id", "to_id") == [("oak-house", "ash")]


def test_a_wrong_id_in_what_the_library_wrote_is_no_short_name(tmp_path):
    """The row of Hope became that of Hope Minds: the tie of "hope" leads nowhere."""
    names = pd.DataFrame({"organisation_id": ["hope", "oak"], "name": ["Hope", "Oak"]})
    ties = pd.DataFrame({"from_id": ["hope"], "to_id": ["oak"], "kind": ["meets"]})
    folder = tmp_path / "out"
    eco.write_tables(eco.Ecosystem(organisations=names, relationships=ties), folder)
    listed = folder / "organisations.csv"
    text = listed.read_text(encoding="utf-8")
    listed.write_text(text.replace("hope,Hope,", "hm,Hope Minds,"), encoding="utf-8")
    (error,) = eco.check(folder).query("severity == 'error'")["message"]
    assert error == "'hope' is not in organisations."
