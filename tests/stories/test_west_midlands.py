"""West Midlands: train where legal aid is short, and see what has changed two years on."""

import pandas as pd
import pytest

import ecosystem as eco

AREAS = {"E06000021": "Stoke-on-Trent", "E08000026": "Coventry", "E08000025": "Birmingham"}
ADVICE = "immigration advice"


def make(levels, feedback, *, also=()):
    """Return the region: a service of advice in each town, at these levels, and who hears back.

    Stoke and Coventry have 200 people in need each and an organisation that can see 200; in
    Birmingham there are 100, and 300 places at level 3. CARE passes on 100 people to each.
    """
    ids, codes = ["stoke", "coventry", "birmingham"], list(AREAS)
    return eco.Ecosystem(
        organisations=pd.DataFrame(
            {
                "organisation_id": [*ids, "care", *also],
                "name": ["Potteries Hub", "Spires Hub", "Midland Law", "CARE", *also],
                "answered": True,
            }
        ),
        areas=pd.DataFrame({"area_code": codes, "name": list(AREAS.values())}),
        services=pd.DataFrame(
            {
                "service_id": ids,
                "name": [f"Advice in {name}" for name in AREAS.values()],
                "service_type": ADVICE,
                "level": levels,
                "capacity": [200, 200, 300],
                "eligibility": "anyone",
                "accepting_referrals": "yes",
            }
        ),
        providers=pd.DataFrame({"service_id": ids, "organisation_id": ids}),
        sites=pd.DataFrame({"service_id": ids, "area_code": codes}),
        demand=pd.DataFrame(
            {"area_code": codes, "service_type": ADVICE, "people": [200, 200, 100]}
        ),
        referrals=pd.DataFrame(
            {"from_id": "care", "to_id": ids, "sent": 100, "service_type": ADVICE}
        ).assign(feedback=feedback),
        relationships=pd.DataFrame(
            [("care", one) for one in also], columns=["from_id", "to_id"]
        ).assign(kind="trains"),
    )


@pytest.fixture
def before():
    """No casework in Stoke and Coventry; only Birmingham tells CARE what became of people."""
    return make([1, 1, 3], [False, False, True])


def ask(e):
    return eco.find_gaps(e, ADVICE, level=2)


def test_a_training_closes_the_gaps_in_stoke_and_coventry(before):
    """At level 2 nobody is there before: 0 of 200 each; after the training 200 of 200 each."""
    trained = before.with_level("stoke", ADVICE, 2).with_level("coventry", ADVICE, 2)
    gaps = eco.find_changes(ask(before), ask(trained))
    assert gaps.headline == "Immigration advice at level 2 or above: 2 gaps closed."
    assert {"Stoke-on-Trent", "Coventry"} == set(gaps.table["name"])
    maps = eco.find_changes(before, trained)
    assert maps.findings == (
        "Advice in Coventry: level was 1, and is 2.",
        "Advice in Stoke-on-Trent: level was 1, and is 2.",
    )


def test_a_level_that_nobody_recorded_is_no_training():
    """Were the levels not recorded before, the gaps may have been none, and nobody was trained."""
    unknown = make([None, None, 3], [False, False, True])
    after = make([2, 2, 3], [False, False, True])
    assert eco.find_changes(ask(unknown), ask(after)).table.empty
    maps = eco.find_changes(unknown, after)
    assert maps.table.empty
    assert set(maps.not_sure["field"]) == {"level"}


def test_referral_pathways_have_been_strengthened(before):
    """100 of 300 heard back on, then 300 of 300: each does better, and the mix is the same.

    Newcombe: from 1/3 to 1 is 0.667; all of it within, and none by who takes part.
    """
    after = make([2, 2, 3], [True, True, True], also=["New Start"])
    paths = eco.find_changes(eco.find_pathways(before), eco.find_pathways(after))
    row = paths.rates.loc["closed loops"]
    assert row["difference"] == pytest.approx(2 / 3)
    assert row["within"] == pytest.approx(2 / 3)
    assert row["mix"] == pytest.approx(0)
    assert "losed loops rose from 33% to 100%" in paths.headline
    # CARE has a new partner, which was not there before; both routes send word back now.
    maps = eco.find_changes(before, after)
    assert "New Start is running now, and was not listed before." in maps.findings
    assert "CARE to Spires Hub: whether the sender hears back was no, and is yes." in maps.findings
