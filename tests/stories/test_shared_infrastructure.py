"""What the networks that grew in the pandemic reach, and which of them meet twice.

The sample `shared-infrastructure`: a community of 301, two further hubs, calls and workshops.
"""

from pathlib import Path

import pandas as pd
import pytest

import ecosystem as eco

SAMPLE = Path(__file__).parents[2] / "data" / "sample" / "shared-infrastructure"
SEATS = pd.read_csv(SAMPLE / "memberships.csv").groupby("group_id")["organisation_id"].agg(set)


@pytest.fixture(scope="module")
def shared():
    return eco.find_representation(eco.read_sample("shared-infrastructure"))


def test_a_shared_hub_says_whom_it_reaches_and_misses(shared):
    """Counted in the file: members, those in a group with one of them, and the others of 312."""
    assert shared.hubs.index.tolist() == ["community", "data-hub", "insight"]
    for hub, row in shared.hubs.iterrows():
        near = set().union(*(group for group in SEATS if group & SEATS[hub])) - SEATS[hub]
        counts = [len(SEATS[hub]), len(near), 312 - len(SEATS[hub]) - len(near)]
        assert row[["members", "through_members", "missed"]].tolist() == counts
    assert (
        "Good practice community has 301 of 312 organisations as members (96%), and 3 more sit in "
        "a group with one; by what is recorded it misses 8." in shared.findings
    )


def test_meetings_that_could_be_one_are_named(shared):
    """All 23 of the one call are in the other, too; both are held 26 times a year."""
    pair = shared.overlaps.query("group_id == 'barracks' and other_id == 'accommodation'")
    assert SEATS["barracks"] < SEATS["accommodation"]
    assert pair[["members", "shared"]].to_numpy().tolist() == [[23, 23]]
    assert shared.groups.loc[["barracks", "accommodation"], "meetings_a_year"].tolist() == [26, 26]


def test_hours_of_taking_part_are_at_the_least_where_some_are_not_recorded(shared):
    """26 hours for each call, 18 and 12 of the hubs, 12 of the leaders' circle and of the health
    call, 24 and 12 of the workshops; of the community and the messaging group none is recorded.
    """
    hours = pd.Series({"data-hub": 18, "insight": 12, "accommodation": 26, "barracks": 26})
    hours = pd.concat([hours, pd.Series({"vaccine": 12, "leaders": 12, "care": 24})])
    hours["anti-racism"] = 12
    busiest = shared.load.index[0]
    held = sum(hours[group] for group in hours.index if busiest in SEATS[group])
    assert shared.load.loc[busiest, "hours"] == held
    name = shared.load.loc[busiest, "name"]
    assert any(f"{name} most, with {held} hours." in one for one in shared.findings)


def test_one_call_in_place_of_two_saves_every_member_its_hours(shared):
    """Without the barracks call each of its 23 has 26 hours less: 598 together."""
    e = eco.read_sample("shared-infrastructure")
    merged = e.replace(
        groups=e.groups.query("group_id != 'barracks'"),
        memberships=e.memberships.query("group_id != 'barracks'"),
    )
    after = eco.find_representation(merged)
    assert shared.summary["hours"] - after.summary["hours"] == 598
    # Nobody is out of touch for it.
    assert after.hubs["missed"].tolist() == shared.hubs["missed"].tolist()
