"""Ties told in sentences: one row an organisation, and beside it whom it works with."""

import pytest
from network_files import join_messages
from written_tables import write_book

import ecosystem as eco
from ecosystem.formats.tables.told.told_words import find_known, know_names, read_told

_ROWS = [
    ["Cumbria links, from the flipcharts"],
    ["Who", "Connections", "Where", "Said by"],
    [
        "Eden Welcome",
        ("Works with Kent Law Works, Solway Minds and Carlisle Council; refers to Food Shelf"),
        "Eden",
        "Jo B",
    ],
    ["Kent Law Works", "Works with Eden W & Duddon Refuge. Gets money from the Irt Fund", "", "Al"],
    ["Duddon Refuge", "Kent Law (monthly); used to work with Port Chapel, not any more", "", ""],
    [
        "The Irt Fund",
        (
            "Funds Duddon Refuge (\u00a320k a yr), Eden Welcome (\u00a37,500), "
            "Kent Law Works (\u00a390k over 3 years)"
        ),
        "",
        "",
    ],
    [
        "Solway Minds",
        "Eden Welcome send people to them. Would like to work with Duddon Refuge",
        "",
        "",
    ],
    ["Old Port Chapel", "nobody really", "", ""],
    ["Foodshelf", "takes referrals from Eden W, Carlisle Council and the hotel", "", ""],
    ["Carlisle Council", "everyone in the city", "", ""],
    ["Irt English", "works with Kent Law Works?? tbc", "", "Jo guessed"],
    ["bold = was there", None, None, None],
]


def _read(tmp_path, rows=_ROWS):
    return eco.read(write_book(tmp_path / "who.xlsx", who_knows_who=rows))


def test_sentences_become_ties_with_who_told_them(tmp_path):
    """Works with: Eden-Kent (twice), Eden-Solway, Eden-Carlisle, Kent-Duddon (twice): 6 on 4 pairs.
    Funds: Irt to Kent (told by Kent and by Irt), Duddon and Eden: 4 on 3 pairs. Referrals: Eden to
    Foodshelf (twice), Eden to Solway, Carlisle to Foodshelf: 4 on 3 pairs.
    """
    e = _read(tmp_path)
    assert len(e.organisations) == 9
    ties = e.relationships
    works = ties[ties["kind"] == "works with"]
    assert sorted(zip(works["from_id"], works["to_id"], strict=True)) == [
        ("duddon-refuge", "kent-law-works"),
        ("eden-welcome", "carlisle-council"),
        ("eden-welcome", "kent-law-works"),
        ("eden-welcome", "solway-minds"),
        ("kent-law-works", "duddon-refuge"),
        ("kent-law-works", "eden-welcome"),
    ]
    funds = ties[ties["kind"] == "funds"]
    assert set(funds["from_id"]) == {"the-irt-fund"}
    assert sorted(zip(funds["to_id"], funds["amount"].fillna(0), strict=True)) == [
        ("duddon-refuge", 20_000),
        ("eden-welcome", 7_500),
        ("kent-law-works", 0),
        ("kent-law-works", 0),
    ]
    assert sorted(set(zip(e.referrals["from_id"], e.referrals["to_id"], strict=True))) == [
        ("carlisle-council", "foodshelf"),
        ("eden-welcome", "foodshelf"),
        ("eden-welcome", "solway-minds"),
    ]
    assert len(ties) + len(e.referrals) == 6 + 4 + 4


def test_what_is_not_clear_is_asked_and_no_person_is_kept(tmp_path):
    """Asked: the hotel, everyone in the city, a doubt, money of three years. Not: two wishes, one
    nobody. Carlisle and Irt English told nothing, so that they did not answer.
    """
    e = _read(tmp_path)
    said = join_messages(e)
    for part in ("the hotel", "everyone in the city", "works with Kent Law Works?? tbc"):
        assert f"no tie was made of '{part}'" in said
    assert "no tie was made of 3 sentences about what was, is wished for or is not." in said
    assert "1 amount of money left out" in said
    assert "1 row with a remark and no organisation left out." in said
    answered = e.organisations.set_index("organisation_id")["answered"].fillna(value=False)
    assert set(answered.index[~answered.astype(bool)]) == {"carlisle-council", "irt-english"}
    assert "Jo B" not in said
    # An answer to a question would else replace a name that was read.
    assert not e.problems.loc[e.problems["severity"] == "warning", "column"].any()


@pytest.mark.parametrize(
    ("cell", "kinds", "odd"),
    [
        ("works closely with Ash & Elm, funds Oak", ["works with"] * 2 + ["funds"], []),
        ("Ash, No Borders Hub", ["works with"] * 2, []),
        ("funded by Oak; Elm", ["funds"], ["Elm"]),
        ("works with Ash but not Elm", [], ["works with Ash but not Elm"]),
        ("not often with Ash", [], ["not often with Ash"]),
        ("knows Ash well", [], ["knows Ash well"]),
        ("doesn't work with Ash", [], []),
        ("works with Oak Fund and Ash Hosts", ["works with"] * 2, []),
        ("hosts Ash, trains Elm", ["hosts", "trains"], []),
        ("Oak Fund funds them; Elm Trust funds us", ["funds"] * 2, []),
        ("", [], []),
    ],
)
def test_only_clear_words_are_read(cell, kinds, odd):
    told = read_told(cell, know_names(["Ash Hosts", "Elm Trust", "Oak Fund", "No Borders Hub"]))
    assert [tie.question.kind for tie in told.ties] == kinds
    assert told.odd == odd


def test_a_short_name_that_two_may_have_is_neither():
    known = know_names(["Orwell Trust", "Orwell English", "Gt Wash Port Mission"])
    assert not find_known("Orwell", known)
    assert not find_known("the port", known)
    assert find_known("Wash Port Mission", known) == "Gt Wash Port Mission"


def test_a_column_of_partners_that_names_nobody_listed_is_not_read(tmp_path):
    rows = [["Who", "Partners"], ["Ash", "the council"], ["Elm", "schools"], ["Oak", "churches"]]
    with pytest.raises(eco.DataError, match="no table of organisations"):
        _read(tmp_path, rows)


def test_sentences_below_a_question_make_no_organisations(tmp_path):
    """Ash and Elm work together, and Oak refers to Elm: both say both, so that each is two rows."""
    rows = [
        ["Organisation", "Who they work with"],
        ["Ash Law", "Working with Elm Hub"],
        ["Elm Hub", "gets referrals from Oak Care; works with Ash Law"],
        ["Oak Care", "refers women to Elm Hub"],
    ]
    e = _read(tmp_path, rows)
    assert list(e.organisations["name"]) == ["Ash Law", "Elm Hub", "Oak Care"]
    assert len(e.relationships) == 2
    assert set(zip(e.referrals["from_id"], e.referrals["to_id"], strict=True)) == {
        ("oak-care", "elm-hub")
    }
