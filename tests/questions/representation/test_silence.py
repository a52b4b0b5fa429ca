"""What is asked next settles what it says it settles."""

import pandas as pd
import pytest

import ecosystem as eco


def make(rows, **groups):
    """Return roles in Forum and Panel; towns t and u in county c, all on 30 June 2024."""
    names = ["group_id", "organisation_id", "represents_area_code", "is_elected", "start", "end"]
    return eco.Ecosystem(
        organisations=pd.DataFrame(
            {
                "organisation_id": ["a", "b", "x", "y"],
                "name": ["Ash", "Birch", "Xanthe", "Yew"],
                "area_code": [None, None, "t", "u"],
            }
        ),
        areas=pd.DataFrame(
            {
                "area_code": ["t", "u", "c"],
                "name": ["Tor", "Usk", "County"],
                "parent_code": ["c", "c", None],
            }
        ),
        groups=pd.DataFrame(
            {"group_id": ["f", "p"], "name": ["Forum", "Panel"], "meetings_per_year": [1, 1]}
            | groups
        ),
        memberships=pd.DataFrame(rows, columns=names).assign(role="representative"),
        about=pd.DataFrame({"snapshot_date": ["2024-06-30"]}),
    )


def list_asked(e, **options):
    asked = eco.find_representation(e, **options).to_ask
    return list(zip(asked["id"], asked["column"], asked["areas"], strict=True))


RUNS = ("2024-01-01", "2024-12-31")


def test_an_area_waits_for_whoever_speaks_for_a_larger_place_too():
    """Ash speaks for Tor, Birch for County; of neither it is recorded whether it was elected.

    Asking Birch settles Usk, and Ash besides it Tor.
    """
    e = make([("f", "a", "t", None, *RUNS), ("f", "b", "c", None, *RUNS)])
    assert list_asked(e) == [("f | b", "is_elected", 1), ("f | a", "is_elected", 2)]


@pytest.mark.parametrize(("years", "columns"), [(None, ["end", "is_elected"]), (1, ["is_elected"])])
def test_a_term_that_is_known_to_run_is_not_asked_for(years, columns):
    e = make([("f", "a", "t", None, "2024-01-01", None)])
    assert sorted(column for _, column, _ in list_asked(e, term_years=years)) == columns


def test_nothing_is_asked_that_would_name_a_confidential_group():
    """Of Tor both Forum's and Panel's are open: whatever Forum's says, Tor is not settled."""
    rows = [("f", "a", "t", None, *RUNS), ("p", "b", "t", None, *RUNS)]
    assert len(list_asked(make(rows))) == 2
    assert list_asked(make(rows, is_confidential=[False, True])) == []
    assert list_asked(make(rows, is_confidential=[True, True])) == []


def test_whether_groups_meet_is_asked_where_somebody_hears_by_them_alone():
    e = make(
        [("f", "a", "t", True, *RUNS), ("f", "b", None, False, *RUNS), ("p", "b", "t", True, *RUNS)]
    )
    e = e.replace(
        memberships=pd.concat(
            [e.memberships, pd.DataFrame({"group_id": ["p"], "organisation_id": ["y"]})]
        ),
        groups=e.groups.assign(meetings_per_year=[1, None], parent_id=[None, "f"]),
    )
    asked = eco.find_representation(e).to_ask
    meets = asked[asked["table"] == "groups"].iloc[0]
    assert meets[["id", "column", "name"]].tolist() == ["p", "meetings_per_year", "Panel"]
    assert meets["organisations"] == 1
