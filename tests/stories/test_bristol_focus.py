"""Bristol: five steer, each need is to have one lead, and nobody is called three times.

The sample `bristol` and what lies beside it; organisations, scores and people are invented.
"""

from pathlib import Path

import pandas as pd
import pytest

import ecosystem as eco

SAMPLE = Path(__file__).parents[2] / "data" / "sample" / "bristol"
COULD = pd.read_csv(SAMPLE / "beside" / "scores.csv")
STEERING = {
    "avonside-refugee-rights",
    "bridgework-homes",
    "floating-harbour-hosts",
    "lifeline-crescent-bristol",
    "old-market-meeting-place",
}


@pytest.fixture(scope="module")
def bristol():
    return eco.read_sample("bristol")


@pytest.fixture(scope="module")
def core(bristol):
    return eco.find_core(bristol)


def test_every_need_has_a_lead_and_nobody_is_spread_thin(bristol):
    """Phones are Avonside's alone, so calls fall to Lifeline (2), and advice to the Meeting Place
    (1), food to the Hosts (1), housing to Bridgework (2): 3 + 2 + 1 + 1 + 2 = 9.
    """
    focus = eco.find_focus(bristol, scores=COULD)
    assert focus.headline == (
        "Each of the 5 service types can have a lead, and no organisation leads on more than 1."
    )
    assert focus.table["lead"].to_dict() == {
        "food": "floating-harbour-hosts",
        "immigration advice": "old-market-meeting-place",
        "move-on housing": "bridgework-homes",
        "phone credit": "avonside-refugee-rights",
        "welfare calls": "lifeline-crescent-bristol",
    }
    assert focus.summary["fit"] == 9


def test_another_lead_has_its_price(bristol):
    """Only Avonside and Lifeline could lead on advice instead, and either is needed elsewhere:
    phones, or calls, would be nobody's. Housing may go to the Hosts only if food is nobody's.
    """
    focus = eco.find_focus(bristol, scores=COULD)
    for kind in ("immigration advice", "move-on housing"):
        assert focus.explain(kind).endswith("but then 1 type fewer would have a lead.")
    assert focus.explain("phone credit") == (
        "Avonside Refugee Rights could lead on phone credit: its score is 3; no other organisation "
        "is recorded that could."
    )


def test_whoever_can_take_two_may(bristol):
    """Phones 3 and advice 3 at one, calls 2, food 3, housing 3: 14. With Bridgework it is 13."""
    focus = eco.find_focus(bristol, scores=COULD, capacity=2)
    assert (
        focus.organisations.loc["avonside-refugee-rights", "service_types"]
        == "immigration advice|phone credit"
    )
    assert focus.explain("move-on housing") == (
        "Floating Harbour Hosts could lead on move-on housing: its score is 3; next best is "
        "Bridgework Homes, and the scores of all leads would come to 13 in place of 14."
    )


def test_what_nobody_has_offered_is_named_and_no_error(bristol):
    is_phones = COULD["service_type"] == "phone credit"
    focus = eco.find_focus(bristol, scores=COULD.assign(score=COULD["score"].mask(is_phones)))
    assert focus.headline.endswith("; nobody is recorded who could lead on phone credit.")
    # Only once all have said that they cannot is it said that nobody can.
    ids = bristol.organisations["organisation_id"]
    none = pd.DataFrame({"organisation_id": ids, "service_type": "phone credit", "score": 0})
    focus = eco.find_focus(bristol, scores=pd.concat([COULD[~is_phones], none]))
    assert focus.headline.endswith("; nobody can lead on phone credit.")


def test_what_the_services_say_will_do_before_anybody_is_asked(bristol):
    """Six types are run, by at least one organisation each; phone credit is run by none."""
    focus = eco.find_focus(bristol)
    assert focus.headline == (
        "Each of the 6 service types can have a lead, and no organisation leads on more than 1."
    )
    assert "phone credit" not in focus.table.index


def test_the_five_who_steer_are_the_core_by_what_fifteen_told(core):
    assert set(core.table.index[core.table["role"] == "core"]) == STEERING
    assert "in the answers of 15 of 19 organisations" in core.headline


def test_partners_talk_to_others_like_themselves(bristol):
    """31 ties, of which 10 are among the five: the council's, the clinic's and those of two faith
    groups are 7 across sectors, 24 are within: (7 - 24) / 31 = -0.55.
    """
    ties = eco.find_ties(bristol)
    assert ties.summary["ei_index"] == pytest.approx(-17 / 31)
    assert ties.headline.startswith("Ties stay within sectors more than chance would have it: 24")


def test_who_is_missing_is_named(bristol, core):
    found = eco.find_ties(bristol, core=core).findings
    assert (
        "No academic, commercial, faith or statutory organisation and no funder is in the core by "
        "ties." in found
    )
    assert (
        "The tie of Bridgework Homes and Bristol council newcomer team is the one way on record "
        "from 13 organisations to 2 others." in found
    )


def test_nobody_is_called_three_times_while_others_are_called_by_none():
    """Of 60, lists hold the people 1 to 34, 11 to 42 and 21 to 46: 21 to 34 are on three, 47 to 60
    on none; after the plan each has one caller.
    """
    lists = {path.stem: path for path in (SAMPLE / "beside" / "in-touch").glob("*.csv")}
    everyone = lists.pop("everyone")
    overlap = eco.find_contact_overlap(lists, reference=everyone)
    assert overlap.table["people"].tolist() == [14, 14, 18, 14]
    callers = overlap.plan.loc[overlap.plan["organisation"] == "reference", "caller"]
    assert len(callers) == 60
    assert set(callers) == set(lists)


def test_one_leaflet_has_every_service(bristol):
    leaflet = eco.write_directory(bristol).html
    for name in ("Old Market Meeting Place", "Tue Wed 12-2", "Tigrinya"):
        assert name in leaflet
