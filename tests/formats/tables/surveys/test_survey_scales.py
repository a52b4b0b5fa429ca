"""Numbers, ticks and words in the cells of surveys."""

import pytest
from network_files import join_messages, save
from surveys_by_hand import read_answers, tell_referrals, tell_ties

import ecosystem as eco


def test_a_one_that_stands_for_a_tick_is_no_strength(tmp_path):
    """Ticked with 1 and 0; and of two words of how often the stronger counts."""
    rated = "How would you rate your relationship with these?"
    e = read_answers(
        tmp_path,
        [
            [
                "ID",
                "Organisation",
                "Which do you work with?",
                None,
                rated,
                None,
            ],
            [None, None, "Ash", "Elm", "Ash", "Elm"],
            [1, "Ash", None, 1, None, "Strong"],
            [2, "Elm", 0, None, "Monthly, Weekly", None],
        ],
    )
    assert tell_ties(e) == [
        ("ash", "elm", "relationship", 0),
        ("ash", "elm", "works with", 0),
        ("elm", "ash", "relationship", 4),
    ]
    assert "1 answer with a word for a tie that is not known: 'Strong'." in join_messages(e)


def test_how_many_people_were_referred_is_their_number(tmp_path):
    """York: 12, 30 and 1,200 people; nought is no tie."""
    asked = "How many people did you refer to these organisations last year? [{}]"
    names = ("Ouse Law", "York Hosts", "Foss Food")
    heads = ",".join(asked.format(name) for name in names)
    text = f'Timestamp,Organisation,{heads}\n1,Ouse Law,,12,0\n2,York Hosts,30,,"1,200"\n'
    e = eco.read(save(tmp_path, "numbers.csv", text))
    assert tell_referrals(e) == [
        ("ouse-law", "york-hosts", 12, "ouse-law"),
        ("york-hosts", "foss-food", 1200, "york-hosts"),
        ("york-hosts", "ouse-law", 30, "york-hosts"),
    ]


@pytest.mark.parametrize(
    ("end", "ties"), [("", 2), (" (1 = never, 5 = daily)", 2), (" (1 = hardly, 5 = daily)", 6)]
)
def test_a_scale_from_one_that_nobody_may_leave_out(tmp_path, end, ties):
    """Three rate each other: four of six cells are 1, which may well be never. It is asked."""
    asked = "How often do you meet?{} [{}]"
    e = read_answers(
        tmp_path,
        [
            ["Timestamp", "Organisation", *(asked.format(end, n) for n in ("Ash", "Elm", "Oak"))],
            ["1", "Ash", None, 5, 1],
            ["2", "Elm", 4, None, 1],
            ["3", "Oak", 1, 1, None],
        ],
    )
    assert len(e.relationships) == ties
    assert e.organisations["answered"].all()
    assert ("4 answers of 1 may mean never" in join_messages(e)) == (not end)


def test_an_empty_cell_says_that_one_is_the_least(tmp_path):
    """Whoever does not meet may leave the cell empty, so that 1 is hardly ever."""
    asked = "How often do you meet? [{}]"
    rows = [["Timestamp", "Organisation", asked.format("Ash"), asked.format("Elm")]]
    e = read_answers(
        tmp_path, [*rows, ["1", "Ash", None, 1], ["2", "Elm", 5, None], ["3", "Oak", 2, None]]
    )
    assert tell_ties(e) == [
        ("ash", "elm", "meets", 1),
        ("elm", "ash", "meets", 5),
        ("oak", "ash", "meets", 2),
    ]


def test_referrals_to_from_both_and_neither(tmp_path):
    """Ash: to Elm, from Oak, both with Yew, neither with Fir; yes with a word is how often."""
    asked = "Do you refer to, or receive referrals from? [{}]"
    names = ("Elm", "Oak", "Yew", "Fir")
    e = read_answers(
        tmp_path,
        [
            [
                "Timestamp",
                "Organisation",
                *map(asked.format, names),
                "How often do you meet? [Elm]",
            ],
            ["1", "Ash", "Refer to", "Receive referrals from", "Both", "Neither", "Yes (weekly)"],
        ],
    )
    assert [referral[:2] for referral in tell_referrals(e)] == [
        ("ash", "elm"),
        ("ash", "yew"),
        ("oak", "ash"),
        ("yew", "ash"),
    ]
    assert tell_ties(e) == [("ash", "elm", "meets", 4)]
    assert set(e.problems["severity"]) == {"note"}
