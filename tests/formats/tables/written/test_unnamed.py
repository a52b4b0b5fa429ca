"""Words that name nobody where a name should stand."""

import pytest
from sheets_by_hand import ORGANISATIONS, say_of, write_texts

import ecosystem as eco


@pytest.mark.parametrize(
    "cell",
    ["all", "All partners", "everyone", "various", "other agencies", "n/a", "?", "All of them"],
)
def test_nobody_is_no_organisation_and_the_row_is_counted(tmp_path, cell):
    text = f"From,To,Kind\nACH,Bristol City Council,meets\nACH,{cell},meets\n"
    e = eco.read(write_texts(tmp_path / "x", relationships=text))
    assert e.organisations["name"].tolist() == ["ACH", "Bristol City Council"]
    assert len(e.relationships) == 1
    assert say_of(e, "To") == (
        f"1 row left out, because no organisation is named under 'To': '{cell}'. "
        "Give a row to each organisation that is meant."
    )
    assert e.problems.query("column == 'To'")["row"].tolist() == [3]


def test_whoever_stands_beside_nobody_is_there_all_the_same(tmp_path):
    text = "From,To,Sent\nACH,Bor,30\nAsh,various,20\n"
    e = eco.read(write_texts(tmp_path / "x", referrals=text))
    assert e.organisations["name"].tolist() == ["ACH", "Ash", "Bor"]


def test_an_organisation_that_is_listed_under_such_a_name_is_one(tmp_path):
    e = eco.read(
        write_texts(
            tmp_path / "x",
            organisations="Name\nACH\nEveryone\nNA\n",
            relationships="From,To,Kind\nACH,everyone,meets\n",
        )
    )
    assert e.relationships["to_id"].tolist() == ["everyone"]


def test_a_list_keeps_who_is_named(tmp_path):
    text = "From,To,Kind\nACH,Bristol City Council; others,meets\n"
    e = eco.read(write_texts(tmp_path / "x", organisations=ORGANISATIONS, relationships=text))
    assert e.relationships["to_id"].tolist() == ["bristol-city-council"]
    services = "Name,Service type,Organisation\nS,x,ACH; various\nT,x,n/a\n"
    e = eco.read(write_texts(tmp_path / "y", organisations=ORGANISATIONS, services=services))
    assert e.providers["organisation_id"].tolist() == ["ach"]
    assert "1 service with a word that names no organisation under 'Organisation'" in say_of(
        e, "Organisation"
    )


def test_a_tie_that_both_reported_stays(tmp_path):
    text = "From,To,Kind,Reported by\nACH,Bristol City Council,meets,both\n"
    e = eco.read(write_texts(tmp_path / "x", organisations=ORGANISATIONS, relationships=text))
    assert e.relationships["reported_by"].isna().tolist() == [True]
    assert "give a row to each" in say_of(e, "Reported by")


def test_a_number_of_several_together_is_of_none_of_them(tmp_path):
    """40 sent to two: how many went to each is not known, but that some did is."""
    text = 'From,To,Sent\nACH,"Bristol City Council, Bor",40\nBor,ACH,12\n'
    path = write_texts(tmp_path / "x", organisations=ORGANISATIONS + "Bor\n", referrals=text)
    e = eco.read(path)
    sent = e.referrals.set_index(["from_id", "to_id"])["sent"].fillna(-1).to_dict()
    assert sent == {
        ("ach", "bor"): -1,
        ("ach", "bristol-city-council"): -1,
        ("bor", "ach"): 12,
    }
    assert "the number of each not known" in say_of(e, "To")


@pytest.mark.parametrize(
    ("cell", "languages"),
    [
        ("English + interpreters", ""),
        ("English, plus interpreters on request", ""),
        ("English (interpreters available)", ""),
        ("English with Language Line", ""),
        ("Arabic, Farsi and others", ""),
        ("all languages", ""),
        ("interpreters", ""),
        ("English only", "English"),
        ("Arabic, Farsi and Dari", "Arabic|Farsi|Dari"),
        ("Chinese (Mandarin, Cantonese)", "Chinese (Mandarin, Cantonese)"),
    ],
)
def test_languages_with_interpreters_are_not_known_to_be_all(tmp_path, cell, languages):
    text = f'Name,Service type,Languages\nS,x,"{cell}"\n'
    e = eco.read(write_texts(tmp_path / "x", organisations=ORGANISATIONS, services=text))
    assert e.services["languages"].fillna("").tolist() == [languages]
    assert ("read as not known" in say_of(e, "Languages")) == (not languages)
