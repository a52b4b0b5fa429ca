"""Ties written and read back: as many rows, and every number adds up to the same."""

import networkx as nx
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import ecosystem as eco

FORMATS = {
    "folder": None,
    "map.xlsx": None,
    "kumu.xlsx": "kumu",
    "kumu.json": "kumu",
    "map.graphml": None,
    "map.gexf": None,
    "map.gml": None,
}
"""Everything that carries ties with all that is said of each."""

_NUMBERS = {
    "relationships": ("strength", "amount"),
    "referrals": ("sent", "accepted", "median_wait_days"),
}


def write_and_read(e, folder, name):
    """Return what comes back of an ecosystem written for private eyes."""
    return eco.read(
        eco.write_tables(e, folder / name, format=FORMATS.get(name), visibility="private")
    )


def make_several():
    """Return three rows of referrals of one pair, and two grants of one pair."""
    return eco.Ecosystem(
        organisations=pd.DataFrame({"organisation_id": ["a", "b", "c"], "name": ["A", "B", "C"]}),
        referrals=pd.DataFrame(
            {
                "from_id": "a",
                "to_id": "b",
                "service_type": ["advice", "advice", "food"],
                "period": ["2024", "2025", None],
                "sent": [5, 7, 30],
            }
        ),
        relationships=pd.DataFrame(
            {
                "from_id": ["c", "c", "a"],
                "to_id": ["a", "a", "b"],
                "kind": ["funds", "funds", "trusts"],
                "direction": ["one way", "one way", "both ways"],
                "start": ["2024-04-01", "2025-04-01", None],
                "amount": [1000, 2500, None],
            }
        ),
    )


@pytest.mark.parametrize("name", FORMATS)
def test_rows_of_one_pair_that_differ_come_back_each(tmp_path, name):
    """5 + 7 + 30 are three referrals and 42 people; 1000 + 2500 two grants of 3500."""
    again = write_and_read(make_several(), tmp_path, name)
    assert sorted(again.referrals["sent"]) == [5, 7, 30]
    assert again.relationships["amount"].sum() == 3500
    assert len(again.relationships) == 3
    assert not again.problems["message"].str.contains("repeated|differ").any()


def test_networkx_finds_every_tie_of_our_networks(tmp_path):
    """Six rows are six edges, with 42 people and 3500 pounds on them."""
    for name, read in (
        ("map.graphml", nx.read_graphml),
        ("map.gexf", nx.read_gexf),
        ("map.gml", nx.read_gml),
    ):
        graph = read(eco.write_tables(make_several(), tmp_path / name, visibility="private"))
        edges = [data for _, _, data in graph.edges(data=True)]
        assert len(edges) == 6, name
        assert sum(edge.get("sent", 0) for edge in edges) == 42
        assert sum(edge.get("amount", 0) for edge in edges) == 3500


def test_a_number_under_five_leaves_the_others_numbers(tmp_path):
    """3 is "under 5" for the public: the words stand beside, and 70 stays a number."""
    e = eco.Ecosystem(
        organisations=pd.DataFrame({"organisation_id": ["a", "b"], "name": ["A", "B"]}),
        referrals=pd.DataFrame({"from_id": ["a", "b"], "to_id": ["b", "a"], "sent": [3, 70]}),
    )
    for name, read in (
        ("map.graphml", nx.read_graphml),
        ("map.gexf", nx.read_gexf),
        ("map.gml", nx.read_gml),
    ):
        graph = read(eco.write_tables(e, tmp_path / name))
        edges = [data for _, _, data in graph.edges(data=True)]
        assert [edge.get("sent") for edge in edges] == [None, 70]
        assert edges[0]["sent_in_words"] == "under 5"


def test_pajek_keeps_every_row_and_a_number_of_each(tmp_path):
    """Referrals differ by need and period, so each of the three is in a relation of its own."""
    path = eco.write_tables(make_several(), tmp_path / "map.net", visibility="private")
    assert path.read_text(encoding="utf-8").splitlines() == [
        "*Vertices 3",
        '1 "A"',
        '2 "B"',
        '3 "C"',
        '*Edges :1 "trusts"',
        "1 2",
        '*Arcs :2 "funds, 2024-04-01"',
        "3 1 1000",
        '*Arcs :3 "funds, 2025-04-01"',
        "3 1 2500",
        '*Arcs :4 "referral, advice, 2024"',
        "1 2 5",
        '*Arcs :5 "referral, advice, 2025"',
        "1 2 7",
        '*Arcs :6 "referral, food, -"',
        "1 2 30",
    ]
    again = eco.read(path)
    assert again.organisations["name"].tolist() == ["A", "B", "C"]
    assert len(again.relationships) == 6
    assert again.relationships["weight"].dropna().map(float).sum() == 3542


_IDS = ["a", "b", "c", "d"]
_ENDS = st.sampled_from(_IDS)
_WORDS = st.none() | st.sampled_from(["x", "Y z", "caf\u00e9", '"q" & <b>', "2024", "1|2"])


_KEY = ("from_id", "to_id", "kind", "start", "service_type", "period")


@st.composite
def ecosystems_of_ties(draw, *, least=0):
    """Return any ties among four organisations, each row another key, no number below `least`."""
    tables = {
        "relationships": {
            "kind": st.sampled_from(["funds", "trusts", "a|b", "caf\u00e9"]),
            "direction": st.sampled_from([None, "one way", "both ways"]),
            "strength": st.none() | st.integers(1, 5),
            "amount": st.none() | st.integers(least, 10**7) | st.floats(least, 1e6),
            "start": st.none() | st.sampled_from(["2024-01-01", "2025-01-01"]),
            "note": _WORDS,
        },
        "referrals": {
            "service_type": _WORDS,
            "period": _WORDS,
            "sent": st.none() | st.integers(least, 500),
            "accepted": st.none() | st.just(0),
            "median_wait_days": st.none() | st.floats(0, 300),
            "note": _WORDS,
        },
    }
    made = {}
    for name, columns in tables.items():
        rows = draw(
            st.lists(
                st.fixed_dictionaries({"from_id": _ENDS, "to_id": _ENDS, **columns}),
                max_size=6,
                unique_by=lambda row: tuple(map(row.get, _KEY)),
            )
        )
        if rows:
            made[name] = pd.DataFrame(rows)
    organisations = pd.DataFrame({"organisation_id": _IDS, "name": ["A", "B", "B", "D & \u00e9"]})
    return eco.Ecosystem(organisations=organisations, **made)


@pytest.mark.parametrize("name", FORMATS)
@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(e=ecosystems_of_ties())
def test_any_ties_come_back_as_many_and_with_every_number(tmp_path, name, e):
    again = write_and_read(e, tmp_path, name)
    assert again.organisations["organisation_id"].tolist() == _IDS
    for table, numbers in _NUMBERS.items():
        before, after = getattr(e, table), getattr(again, table)
        assert len(after) == len(before)
        for number in numbers:
            assert after[number].sum() == pytest.approx(before[number].sum())
            assert after[number].count() == before[number].count()


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(e=ecosystems_of_ties(least=1))
def test_pajek_brings_back_as_many_ties(tmp_path, e):
    """A line of value nought is no tie, so there is none of these."""
    again = eco.read(eco.write_tables(e, tmp_path / "map.net", visibility="private"))
    assert len(again.organisations) == len(_IDS)
    rows = len(again.relationships) + len(again.referrals)
    assert rows == len(e.relationships) + len(e.referrals)
