"""Adjacency matrices: with direction and without."""

import pytest
from network_files import join_messages, list_ties, save
from written_tables import write_book

import ecosystem as eco


def test_a_symmetric_matrix_has_each_tie_once(tmp_path):
    text = ",ACH,Borderlands,Uni\nACH,0,2,\nBorderlands,2,0,1\nUni,,1,0\n"
    e = eco.read(save(tmp_path, "who-works-with-whom.csv", text))
    assert e.organisations["name"].tolist() == ["ACH", "Borderlands", "Uni"]
    assert list_ties(e) == [
        ("ach", "borderlands", "tied", "both ways"),
        ("borderlands", "uni", "tied", "both ways"),
    ]
    assert e.relationships["weight"].tolist() == ["2", "1"]


def test_a_matrix_that_is_not_symmetric_goes_from_row_to_column(tmp_path):
    text = "name,ACH,Uni\nACH,,x\nUni,,\n"
    assert list_ties(eco.read(save(tmp_path, "m.csv", text))) == [("ach", "uni", "tied", "one way")]


_NAMES = ["Aire Welcome", "Calder Law Clinic", "Nidd Road Wellbeing", "East Wharfe Foodstore"]
_KEYED = [
    ["Dales forum: contact grid"],
    ["ROW contacts COLUMN", "Aire W", "CLC", "Nidd Rd", "EW Food"],
    [_NAMES[0], None, 3, "2", "?"],
    [_NAMES[1], "3 (wkly)", None, 1, 0],
    [_NAMES[2], "2/3", "x", None, "1*"],
    [_NAMES[3], None, None, None, None],
    ["No. ticked 2+", 2, 1, 1, 0],
    ["KEY"],
    [0, "no contact"],
    [1, "we know of them"],
    [2, "meet now and then"],
    [3, "regular joint work"],
    ["ask Jo Bloggs 0113 496 0000 about the last row"],
]


def test_a_matrix_with_a_title_short_names_and_a_key(tmp_path):
    """Of twelve cells 3, 2, 3 and 2/3 are ties: A-C twice, A-N twice. 1 and 0 are none; ?, x and 1*
    are asked about; the last row, of three, is empty, and its organisation did not answer.
    """
    e = eco.read(write_book(tmp_path / "grid.xlsx", grid=_KEYED))
    assert sorted(e.organisations["name"]) == sorted(_NAMES)
    assert sorted(tie[:2] for tie in list_ties(e)) == [
        ("aire-welcome", "calder-law-clinic"),
        ("aire-welcome", "nidd-road-wellbeing"),
        ("calder-law-clinic", "aire-welcome"),
        ("nidd-road-wellbeing", "aire-welcome"),
    ]
    weights = dict(
        zip(e.relationships["from_id"], e.relationships["weight"].fillna(""), strict=True)
    )
    assert weights["calder-law-clinic"] == "3"
    assert not weights["nidd-road-wellbeing"]
    assert (e.relationships["from_id"] == e.relationships["reported_by"]).all()
    answered = e.organisations.set_index("name")["answered"].fillna(value=False)
    assert answered.to_dict() == {name: name != _NAMES[3] for name in _NAMES}
    said = join_messages(e)
    assert "3 cells may be a tie or none, so that no tie was made: '?', 'x' and '1*'." in said
    assert "2 (meet now and then) and 3 (regular joint work) as a tie" in said
    assert "0 (no contact) and 1 (we know of them) as none" in said
    assert "'EW Food' as East Wharfe Foodstore" in said
    assert "7 rows below the matrix, as a key or totals, read as no organisation." in said
    assert "it is not known whom they would name: East Wharfe Foodstore." in said
    assert "Bloggs" not in said


def test_short_names_in_another_order_are_read_if_each_is_clear(tmp_path):
    """Elm and Oak are tied: 1 where Elm's row and Oak's column meet."""
    text = ",Oak H,Elm Law,Ash\nAsh Trust,0,0,\nElm Law Centre,1,,0\nOak Hub,,0,0\n"
    e = eco.read(save(tmp_path, "m.csv", text))
    assert [tie[:2] for tie in list_ties(e)] == [("elm-law-centre", "oak-hub")]


def test_names_that_are_short_for_others_are_no_matrix(tmp_path):
    """The columns are no short names of the rows: the sheet is none of the kinds."""
    rows = [
        ["Place", "Food", "Advice", "Beds"],
        ["Ash", 1, 0, 1],
        ["Elm", 0, 1, 1],
        ["Oak", 1, 1, 0],
    ]
    with pytest.raises(eco.DataError, match="no table of organisations"):
        eco.read(write_book(tmp_path / "m.xlsx", counts=rows))


def test_a_key_may_stand_in_the_title(tmp_path):
    """Ash and Elm, 2 both ways, are tied; Ash and Oak have only heard of each other."""
    rows = [
        ["Contact 2026 (0 = none, 1 = heard of them, 2 = in touch)"],
        [None, "Ash", "Elm", "Oak"],
        ["Ash Trust", None, 2, 1],
        ["Elm Hub", 2, None, 0],
        ["Oak House", 1, 0, None],
    ]
    e = eco.read(write_book(tmp_path / "grid.xlsx", grid=rows))
    assert list_ties(e) == [("ash-trust", "elm-hub", "tied", "both ways")]
    assert "1 (heard of them) as none" in join_messages(e)


def test_a_matrix_without_names_is_called_by_numbers(tmp_path):
    """A line of three and one that is tied to nobody: 1-2 and 2-3 of four."""
    text = "0,1,0,0\n1,0,1.5,0\n0,1.5,0,0\n0,0.00,0,0\n"
    e = eco.read(save(tmp_path, "m.csv", text))
    assert e.organisations["name"].tolist() == ["1", "2", "3", "4"]
    assert [tie[:2] for tie in list_ties(e)] == [("1", "2"), ("2", "3")]
    assert e.relationships["weight"].tolist() == ["1", "1.5"]
    said = join_messages(e)
    assert "there are no names; organisations were called 1 to 4" in said
    assert "is there twice" not in said


def test_a_matrix_of_two_sorts_when_it_is_said_to_be_one(tmp_path):
    """Three women and four events: eight times one was at one; no one is tied to anybody."""
    text = ",E1,E2,E3,E4\nEvelyn,1,1,1,1\nLaura,1,1,1,0\nTheresa,0,1,0,0\n"
    e = eco.read(save(tmp_path, "women.csv", text), format="matrix")
    assert e.organisations["name"].tolist() == ["Evelyn", "Laura", "Theresa"]
    assert e.groups["name"].tolist() == ["E1", "E2", "E3", "E4"]
    assert len(e.memberships) == 8
    assert len(e.relationships) == 0


@pytest.mark.parametrize("nought", ["0.00", "0,0", ".0", "-0", "00", "0"])
def test_nought_in_any_notation_is_no_tie(tmp_path, nought):
    """A star of six in text and in a workbook: five ties, each with the middle."""
    names = list("abcdef")
    rows = [["name", *names]]
    rows += [
        [name, *("1.00" if "a" in {name, other} and name != other else nought for other in names)]
        for name in names
    ]
    path = write_book(tmp_path / "m.xlsx", star=rows)
    assert sorted(tie[:2] for tie in list_ties(eco.read(path))) == [
        ("a", other) for other in "bcdef"
    ]


@pytest.mark.parametrize("word", ["Total", "Grand total"])
@pytest.mark.parametrize("has_column", [True, False])
@pytest.mark.parametrize("has_row", [True, False])
def test_totals_are_no_organisation(tmp_path, word, has_column, has_row):
    """Ash is tied to Elm (2, or a tick) and Oak: two ties, whatever adds them up."""
    rows = [["", "Ash", "Elm", "Oak", word], ["Ash", "0", "2", "x", "3"]]
    rows += [["Elm", "2", "", "0", "2"], ["Oak", "x", "no", "", "1"]]
    rows += [[word, "3", "2", "1", "6"]] if has_row else []
    lines = [",".join(row if has_column else row[:-1]) for row in rows]
    e = eco.read(save(tmp_path, "m.csv", "\n".join(lines) + "\n"))
    assert e.organisations["name"].tolist() == ["Ash", "Elm", "Oak"]
    assert [tie[:2] for tie in list_ties(e)] == [("ash", "elm"), ("ash", "oak")]
    assert ("adds up the others and was left out" in join_messages(e)) == has_column


def test_an_organisation_with_total_in_its_name_stays(tmp_path):
    """Its column does not add up the others: Elm has one tie, and none with it."""
    text = ",Ash,Elm,Total Care\nAsh,0,1,1\nElm,1,0,0\nTotal Care,1,0,0\n"
    e = eco.read(save(tmp_path, "m.csv", text))
    assert e.organisations["name"].tolist() == ["Ash", "Elm", "Total Care"]
    assert [tie[:2] for tie in list_ties(e)] == [("ash", "elm"), ("ash", "total-care")]
