"""Tests of what does not run: it counts in no answer, and every answer says how much it is."""

import pandas as pd
import pytest

import ecosystem as eco
from ecosystem.access import are_stopped, note_stopped


@pytest.fixture
def half_closed():
    """On 1 June 2024 Shut is closed. Ash runs food and once ran English; Birch runs food.

    Services that do not run: English, which ended in 2023, and Shut's food. Referrals: Ash to
    Birch, and Birch to Shut, which does not run. Grants: Birch's of 2023 has ended, Shut's is of
    a closed organisation, and Birch funds Ash still.
    """
    names = ["ash", "birch", "shut"]
    services = ["f-ash", "english", "f-birch", "f-shut"]
    return eco.Ecosystem(
        organisations=pd.DataFrame(
            {
                "organisation_id": names,
                "name": [name.title() for name in names],
                "status": ["active", None, "closed"],
            }
        ),
        services=pd.DataFrame(
            {
                "service_id": services,
                "name": services,
                "service_type": ["food", "English", "food", "food"],
                "capacity": 50,
                "end": [None, "2023-12-31", None, None],
            }
        ),
        providers=pd.DataFrame(
            {"service_id": services, "organisation_id": ["ash", "ash", "birch", "shut"]}
        ),
        catchments=pd.DataFrame({"service_id": services, "area_code": "1"}),
        areas=pd.DataFrame({"area_code": ["1"], "name": ["One"]}),
        demand=pd.DataFrame({"area_code": ["1"], "service_type": ["food"], "people": [80]}),
        referrals=pd.DataFrame(
            {"from_id": ["ash", "birch"], "to_id": ["birch", "shut"], "sent": [10, 20]}
        ),
        relationships=pd.DataFrame(
            {
                "from_id": ["birch", "shut", "birch"],
                "to_id": ["ash", "ash", "ash"],
                "kind": "funds",
                "start": ["2022-01-01", "2024-01-01", "2024-01-01"],
                "end": ["2023-12-31", None, None],
            }
        ),
        about=pd.DataFrame({"snapshot_date": ["2024-06-01"]}),
    )


def test_ties_stop_with_their_own_end_or_that_of_an_organisation(half_closed):
    assert are_stopped(half_closed, half_closed.referrals).tolist() == [False, True]
    stopped = are_stopped(half_closed, half_closed.relationships)
    rows = half_closed.relationships[stopped]
    assert set(zip(rows["from_id"], rows["start"].dt.year, strict=True)) == {
        ("birch", 2022),
        ("shut", 2024),
    }


WHY = "left out: closed, ended or not begun on 1 June 2024, or run by one that is."


def test_every_question_says_how_much_is_left_out(half_closed):
    """Core takes no grants by itself: of its ties one referral does not run."""
    e = half_closed
    said = {
        "1 organisation, 2 services and 1 tie are": eco.find_pathways(e),
        "1 organisation, 2 services and 2 ties are": eco.find_closures(e, runs=0),
        "1 organisation, 1 service and 2 ties are": eco.find_closures(
            e, service_type="food", runs=0
        ),
        "1 organisation and 2 services are": eco.find_duplication(e),
        "1 organisation and 1 tie are": eco.find_core(e),
        "1 organisation and 3 ties are": eco.find_core(e, kinds=["referral", "funds"]),
    }
    for words, answer in said.items():
        assert f"{words} {WHY}" in answer.notes


def test_nothing_is_said_where_all_runs(half_closed):
    e = half_closed.without("shut")
    e = e.replace(
        services=e.services.assign(end=None), relationships=e.relationships.assign(end=None)
    )
    assert note_stopped(e, ties=[e.referrals, e.relationships]) == []
    for answer in (eco.find_pathways(e), eco.find_closures(e, runs=0), eco.find_core(e)):
        assert not any("left out: closed" in note for note in answer.notes)


def test_referrals_of_a_closed_organisation_count_in_no_share(half_closed):
    answer = eco.find_pathways(half_closed)
    assert answer.summary["referrals"] == 10
    assert answer.explain("shut") == "Shut is not running: referrals to it are not counted."
    assert answer.explain("ash") == "No referrals to Ash are recorded."


def test_a_grant_that_has_ended_pays_for_nothing_without_a_day_of_the_data(half_closed):
    """Read today, the grant of 2023 has ended and Shut is closed: Birch alone funds Ash."""
    e = half_closed.replace(about=half_closed.about.iloc[:0])
    funders = eco.find_closures(e, runs=0).funders
    assert funders.index.tolist() == ["birch"]
    assert funders.loc["birch", "people_served"] == 40


def test_a_log_keeps_the_referrals_of_who_has_closed_and_says_so(half_closed):
    log = pd.DataFrame(
        {
            "case": [f"c{number}" for number in range(6)],
            "from": "ash",
            "to": "shut",
            "sent": "2024-01-01",
            "status": "rejected",
        }
    )
    answer = eco.find_pathways(half_closed, log=log, as_of="2024-06-01")
    assert answer.table.loc["shut", "sent"] == 6
    assert any("though an organisation has closed since" in note for note in answer.notes)
    steps = answer.steps[answer.steps["service_type"] == "food"]
    assert steps.set_index("organisation_id")["steps"].fillna(-1).to_dict()["shut"] == -1
