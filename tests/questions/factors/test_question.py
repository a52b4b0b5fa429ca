"""What is recorded on the twelve factors: counted by hand, and never a score."""

import re

import numpy as np
import pandas as pd
import pytest
from drawn_ecosystems import draw_tables, fill, list_empty, list_fills, read
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import ecosystem as eco

NAMES = [
    *("need and planning", "data", "key partners", "core members", "referral pathways"),
    *(
        "governance",
        "funding",
        "trust",
        "challenge",
        "new ways of working",
        "communication",
        "time",
    ),
]


def test_five_organisations_by_hand(tiny):
    """Advice is needed in 2 areas; b-c share information; a-b and b-a say how many, a-c does not.

    Sectors: voluntary 2, statutory 1, faith 1, one not recorded. Roles: core 2 of 3. d trusts a,
    one way. Pairs tied: a-b, a-c, b-c, a-d, all sectors known; three of them are of two sectors.
    """
    factors = eco.find_factors(tiny)
    assert factors.table["name"].tolist() == NAMES
    assert factors.table.index.tolist() == list(range(1, 13))
    evidence = factors.table["evidence"].tolist()
    assert evidence == [
        "People in need are counted for 1 service type in 2 areas.",
        (
            "1 pair of organisations shares information; 2 of 3 entries about referrals say how "
            "many were sent."
        ),
        (
            "Of 4 organisations the sector is recorded: voluntary 2, faith 1, statutory 1, and "
            "none academic or commercial."
        ),
        "Of 3 organisations whose role is recorded, 2 are said to be of the core.",
        "",
        "",
        "",
        "Trust is recorded in 1 pair of organisations, in 0 of them both ways.",
        "Of 4 pairs tied whose sectors are recorded, 3 are of two sectors.",
        "",
        "",
        "",
    ]
    assert factors.headline == (
        "These data hold evidence on 6 of the 12 success factors; nothing on referral pathways, "
        "governance, funding, new ways of working, communication or time."
    )
    assert factors.explain("8") == factors.explain("trust") == f"Trust: {evidence[7]}"
    assert factors.explain("funding") == (
        "Funding: nothing is recorded on who is funded, and by whom; it would stand in "
        "relationships: kind (funds)."
    )


@pytest.fixture
def full(tiny):
    """The same with what was missing."""
    ties = pd.DataFrame(
        {
            "from_id": ["e", "e", "a", "a", "d", "a"],
            "to_id": ["a", "b", "d", "b", "a", "e"],
            "kind": ["funds", "Funds a post", "trusts", "co-located", "trusts", "steering"],
            "start": ["2019-04-01", "2021-04-01", None, "2015-01-01", None, "2018-01-01"],
            "end": [None, None, None, None, None, "2020-01-01"],
        }
    )
    seats = pd.DataFrame(
        {
            "group_id": ["g", "g", "h", "h"],
            "organisation_id": ["a", "b", "c", "d"],
            "end": [None, None, None, "2020-01-01"],
        }
    )
    return tiny.replace(
        relationships=ties,
        referrals=tiny.referrals.assign(feedback=[True, False, None], agreement=[True, None, None]),
        groups=pd.DataFrame(
            {
                "group_id": ["g", "h"],
                "name": ["Core", "Forum"],
                "kind": ["Steering group", "forum"],
                "meetings_per_year": [6, None],
            }
        ),
        memberships=seats,
        providers=pd.concat(
            [tiny.providers, pd.DataFrame({"service_id": ["advice"], "organisation_id": ["a"]})]
        ),
    )


def test_what_has_ended_is_not_counted(full):
    """One tie and one seat are over: 3 of the 5 that run say when they began, 2015, 2019, 2021.

    The second of three is 2019: half had begun by then. Both trust each other: one pair.
    """
    table = eco.find_factors(full).table
    assert table.loc[[4, 5, 6, 7, 8], "evidence"].tolist() == [
        (
            "Of 3 organisations whose role is recorded, 2 are said to be of the core; 2 "
            "organisations have a seat in a steering group."
        ),
        (
            "2 of 3 entries about referrals say whether the sender hears what became of people: in "
            "1 it is so."
        ),
        (
            "1 of 3 entries about referrals says whether there is a written agreement: in 1 it is "
            "so; 2 groups are listed."
        ),
        "2 organisations are recorded as funded, by 1 funder.",
        "Trust is recorded in 1 pair of organisations, in 1 of them both ways.",
    ]
    assert table.loc[[10, 11, 12], "evidence"].tolist() == [
        ("1 pair of organisations is co-located; 1 service is run by several organisations."),
        (
            "3 organisations have a seat in 2 groups; of 1 group it is recorded how often it "
            "meets: 6 times a year."
        ),
        "3 of 5 relationships say when they began: the first in 2015, half of them by 2019.",
    ]
    assert table.loc[2, "columns_missing"] == "relationships: kind (shares information)"


def test_one_relationship_that_says_when_it_began(full):
    one = full.replace(relationships=full.relationships.iloc[[0]])
    began = eco.find_factors(one).table.loc[12, "evidence"]
    assert re.fullmatch(r"1 of 1 relationship says when it began: in 2015\.", began)


def test_nothing_recorded_is_no_no(tiny):
    bare = eco.find_factors(
        eco.Ecosystem(organisations=tiny.organisations[["organisation_id", "name"]])
    )
    assert bare.headline == ("Nothing that bears on any of the 12 success factors is recorded yet.")
    for key in bare.table.index:
        sentence = bare.explain(str(key))
        assert "nothing is recorded on" in sentence
        assert not re.search(r"\bnobody\b|\bnone\b|\bno \b|\b0\b", sentence)
    assert any("This is no score" in note for note in bare.notes)


def test_all_twelve(full):
    more = pd.DataFrame({"from_id": ["b"], "to_id": ["c"], "kind": ["shares information"]})
    ties = pd.concat([full.relationships, more])
    assert eco.find_factors(full.replace(relationships=ties)).headline == (
        "These data hold evidence on all of the 12 success factors."
    )


def test_no_name_of_a_guarded_group_is_told(full):
    groups = full.groups.assign(is_confidential=[True, False])
    e = full.replace(groups=groups)
    seen = eco.find_factors(e.select(visibility="public")).table
    assert "1 group is listed" in seen.loc[6, "evidence"]
    assert "steering" not in seen.loc[4, "evidence"]
    assert "Core" not in " ".join(eco.find_factors(e).table["evidence"])


@settings(max_examples=10)
@given(seed=st.integers(0, 10_000), data=st.data())
def test_what_is_filled_in_takes_no_evidence_away(seed, data):
    tables = draw_tables(seed)
    empty = list_empty(tables)
    assume(empty)
    table, row, column = data.draw(st.sampled_from(empty))
    value = data.draw(st.sampled_from(list_fills(tables, table, column)))
    assume(column != "level")
    was, now = read(tables), read(fill(tables, table, row, column, value))
    before, after = (eco.find_factors(e).table["is_evidenced"] for e in (was, now))
    assert not np.any(before & ~after)


def test_anything_but_an_ecosystem_is_refused():
    with pytest.raises(ValueError, match="e is of type pandas DataFrame"):
        eco.find_factors(pd.DataFrame())
