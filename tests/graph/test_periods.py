"""Several periods of one link: the latest counts in every answer, or the one that is named.

Ash passed 50 people to Elm in 2024 and 70 in 2025; Elm 20 to Oak in 2024, and nothing is recorded
for 2025; Oak 5 to Ash in 2024 and nobody in 2025.
"""

import numpy as np
import pandas as pd
import pytest

import ecosystem as eco
from ecosystem.graph import keep_period
from ecosystem.maps.network.views import gather

ROWS = [
    ("ash", "elm", "2024", 50),
    ("ash", "elm", "2025", 70),
    ("elm", "oak", "2024", 20),
    ("oak", "ash", "2024", 5),
    ("oak", "ash", "2025", 0),
]


@pytest.fixture
def e():
    rows = pd.DataFrame(ROWS, columns=["from_id", "to_id", "period", "sent"])
    names = pd.DataFrame({"organisation_id": ["ash", "elm", "oak"], "name": ["Ash", "Elm", "Oak"]})
    return eco.Ecosystem(organisations=names, referrals=rows)


def list_edges(graph):
    return sorted((tail, head, held["sent"]) for tail, head, held in graph.edges(data=True))


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        (None, [("ash", "elm", 70), ("elm", "oak", 20)]),
        ("2024", [("ash", "elm", 50), ("elm", "oak", 20), ("oak", "ash", 5)]),
        ("2025", [("ash", "elm", 70)]),
    ],
)
def test_every_answer_takes_the_same_rows(e, period, expected):
    """Not 120: the same people, or others, of another year are not on the way today."""
    assert list_edges(eco.to_networkx(e, period=period)) == expected

    graph = eco.to_igraph(e, period=period)
    names = graph.vs["name"]
    found = sorted((names[edge.source], names[edge.target], edge["sent"]) for edge in graph.es)
    assert found == expected

    places = {"ash": 0, "elm": 1, "oak": 2}
    sent = np.zeros((3, 3))
    for tail, head, people in expected:
        sent[places[tail], places[head]] += people
    matrix = eco.to_sparse(e, weight="sent", period=period).toarray()
    np.testing.assert_array_equal(matrix, sent + sent.T)

    pairs = eco.find_pathways(e, period=period).pairs
    used = pairs[pairs["sent"] > 0]
    found = sorted(zip(used["from_id"], used["to_id"], used["sent"], strict=True))
    assert found == expected


def test_the_map_draws_the_latest_and_counts_the_others(e, tmp_path):
    """Two rows of 2024 have one of 2025 beside them."""
    core = eco.find_core(e)
    text = eco.draw_network(e, core, tmp_path / "map.html").html
    assert "Not on the map: 2 rows of referrals of an earlier period." in text
    ties = gather(e, core).ties
    drawn = list(zip(ties.source, ties.target, ties.sent, strict=True))
    assert drawn == [(0, 1, 70), (1, 2, 20)]


def test_pathways_say_which_period_counts(e):
    latest = "Where a link is recorded for several periods, the latest is used."
    assert latest in eco.find_pathways(e).notes
    named = eco.find_pathways(e, period="2024")
    assert "Only referrals of the period 2024 are looked at." in named.notes
    assert latest not in named.notes
    assert named.settings["period"] == "2024"


def test_a_period_that_is_not_there_is_answered_with_those_that_are(e):
    with pytest.raises(ValueError, match="period '2023'"):
        eco.to_networkx(e, period="2023")


def test_a_link_is_a_pair_and_a_type_in_any_case_and_no_period_is_the_oldest():
    """Housing in two spellings is one link; advice of 2023 is another, and has no later period."""
    rows = pd.DataFrame(
        [
            ("a", "b", "Housing", None, 1),
            ("a", "b", "housing", "2024", 2),
            ("a", "b", "advice", "2023", 3),
            ("a", "b", None, None, 4),
            ("a", "b", "HOUSING", "2023-24", 5),
        ],
        columns=["from_id", "to_id", "service_type", "period", "sent"],
    ).astype({"service_type": "str", "period": "str"})
    assert keep_period(rows)["sent"].tolist() == [2, 3, 4]
    assert keep_period(rows.iloc[:0]).empty
    assert len(keep_period(rows[rows["period"] == "2024"])) == 1


@pytest.fixture
def told_twice():
    """Ash says it passed 10 to Elm, Elm that 9 came; Oak's own number is blank, Elm says 4.

    Of Ash to Oak nobody in particular says 6, and Oak 5.
    """
    rows = [
        ("ash", "elm", 9, "elm"),
        ("ash", "elm", 10, "ash"),
        ("oak", "elm", None, "oak"),
        ("oak", "elm", 4, "elm"),
        ("ash", "oak", 5, "oak"),
        ("ash", "oak", 6, None),
    ]
    names = pd.DataFrame({"organisation_id": ["ash", "elm", "oak"], "name": ["Ash", "Elm", "Oak"]})
    columns = ["from_id", "to_id", "sent", "reported_by"]
    return eco.Ecosystem(organisations=names, referrals=pd.DataFrame(rows, columns=columns))


def test_of_two_reports_of_one_link_the_senders_counts(told_twice, tmp_path):
    """10, 4 and 6, each link once; not 19, 4 and 11. Three rows of six are second reports."""
    expected = [("ash", "elm", 10), ("ash", "oak", 6), ("oak", "elm", 4)]
    assert list_edges(eco.to_networkx(told_twice)) == expected
    matrix = eco.to_sparse(told_twice, weight="sent").toarray()
    np.testing.assert_array_equal(matrix, [[0, 10, 6], [10, 0, 4], [6, 4, 0]])
    assert eco.to_sparse(told_twice, weight="rows").sum() == 6
    pairs = eco.find_pathways(told_twice).pairs
    assert sorted(zip(pairs["from_id"], pairs["to_id"], pairs["sent"], strict=True)) == expected

    core = eco.find_core(told_twice)
    text = eco.draw_network(told_twice, core, tmp_path / "map.html").html
    said = "3 further reports of a referral that is drawn as its sender reports it"
    assert f"Not on the map: {said}." in text
    assert sorted(gather(told_twice, core).ties.sent) == [4, 6, 10]


def test_a_sender_who_sent_nobody_is_believed():
    """Ash says nobody, Elm 3 people: by the sender's word there is no tie."""
    names = pd.DataFrame({"organisation_id": ["ash", "elm"], "name": ["Ash", "Elm"]})
    rows = pd.DataFrame(
        {"from_id": "ash", "to_id": "elm", "sent": [3, 0], "reported_by": ["elm", "ash"]}
    )
    e = eco.Ecosystem(organisations=names, referrals=rows)
    assert eco.to_networkx(e).number_of_edges() == 0
    assert not (eco.find_pathways(e).pairs["sent"] > 0).any()
