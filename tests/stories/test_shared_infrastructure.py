"""What the networks that grew in the pandemic reach, and which of them meet twice."""

import pandas as pd

import ecosystem as eco


def make():
    """Return 305 organisations: a community of 301, and two groups of the same three members.

    "Over 300 participating organisations" share a community online. Two regional calls have grown
    beside each other; of the four without a seat in the community one sits in a call.
    """
    ids = [f"o{number:03}" for number in range(305)]
    seats = [("community", one) for one in ids[:301]]
    seats += [("call", one) for one in (ids[0], ids[1], ids[301])]
    seats += [("update", one) for one in (ids[0], ids[1], ids[301], ids[2])]
    return eco.Ecosystem(
        organisations=pd.DataFrame(
            {"organisation_id": ids, "name": [f"Organisation {one[1:]}" for one in ids]}
        ),
        groups=pd.DataFrame(
            {
                "group_id": ["community", "call", "update"],
                "name": ["Good practice community", "Barracks call", "Accommodation update"],
                "kind": ["information hub", "call", "call"],
                "meetings_per_year": [None, 26, 26],
                "hours_per_meeting": [None, 1, None],
            }
        ),
        memberships=pd.DataFrame(seats, columns=["group_id", "organisation_id"]),
        about=pd.DataFrame({"snapshot_date": ["2021-04-30"]}),
    )


def test_a_shared_hub_says_whom_it_reaches_and_misses():
    hub = eco.find_representation(make()).hubs.loc["community"]
    assert hub[["members", "through_members", "missed"]].tolist() == [301, 1, 3]


def test_meetings_that_could_be_one_are_named():
    """ "Fewer, more focused meetings", and "clarity on the purpose of different infrastructure
    groups": all three of the one call are in the other, too."""
    result = eco.find_representation(make())
    assert "All 3 members of Barracks call meet in Accommodation update, too." in result.findings
    assert (
        "Good practice community has 301 of 305 organisations as members (99%), and 1 more sits in "
        "a group with one; by what is recorded it misses 3." in result.findings
    )


def test_hours_of_taking_part_are_at_the_least_where_some_are_not_recorded():
    """Fortnightly calls of an hour: 26 hours a year for each of three, the other call's unknown."""
    result = eco.find_representation(make())
    assert (
        "The 3 organisations with most hours on record give at least 78 hours a year to meetings "
        "together; Organisation 000 most, with 26 hours." in result.findings
    )
