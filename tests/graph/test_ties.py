"""Who is tied to whom: referrals first, then relationships."""

import pandas as pd
import pytest

import ecosystem as eco
from ecosystem.graph.ties import list_ties


def test_ties_of_tiny(tiny):
    """Three referrals and three relationships; see the fixture."""
    ties = list_ties(tiny)
    assert ties[["source", "target", "kind"]].to_numpy().tolist() == [
        [0, 1, "referral"],
        [0, 2, "referral"],
        [1, 0, "referral"],
        [0, 1, "steering"],
        [1, 2, "shares information"],
        [3, 0, "trusts"],
    ]


def test_a_tie_to_oneself_is_no_tie(tiny):
    e = tiny.replace(referrals=pd.DataFrame({"from_id": ["a"], "to_id": ["a"]}))
    assert not (list_ties(e)["kind"] == "referral").any()


def test_ties_carry_people_or_strength_and_who_may_see_them(tiny):
    """Referrals count people, relationships have a strength; an empty mark is public."""
    ties = list_ties(tiny)
    assert ties["sent"].fillna(-1).tolist() == [10, -1, 3, -1, -1, -1]
    assert ties["strength"].fillna(-1).tolist() == [-1, -1, -1, 5, 3, 2]
    assert ties["goes_both_ways"].tolist() == [False, False, False, True, True, False]
    assert set(ties["visibility"]) == {"public"}


def test_some_kinds_only(tiny):
    assert list_ties(tiny, kinds=["trusts", "steering"])["kind"].tolist() == ["steering", "trusts"]
    assert list_ties(tiny, kinds=[]).empty
    with pytest.raises(ValueError, match="Did you mean 'referral'"):
        list_ties(tiny, kinds=["referal"])


def test_only_ties_of_today_count(tiny):
    """Of tiny's relationships one has ended, one is to begin; a-c is sent nobody; d is closed."""
    e = tiny.replace(
        about=pd.DataFrame({"snapshot_date": ["2024-06-01"]}),
        relationships=tiny.relationships.assign(
            end=["2019-12-31", None, None], start=[None, "2030-01-01", None]
        ),
        referrals=tiny.referrals.assign(sent=[10, 0, 3]),
        organisations=tiny.organisations.assign(status=[None, None, None, "closed", None]),
    )
    ties = list_ties(e)
    assert ties["kind"].tolist() == ["referral", "referral"]
    assert ties["sent"].tolist() == [10, 3]
    assert eco.to_networkx(e).number_of_edges() == 2


def test_what_is_written_to_a_list_of_ties_is_not_in_the_next(tiny):
    before = list_ties(tiny)
    changed = list_ties(tiny)
    changed["sent"] = -1.0
    changed.loc[0, "kind"] = "other"
    pd.testing.assert_frame_equal(list_ties(tiny), before)
