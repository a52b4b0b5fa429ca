"""Bristol: lockdown services were planned together, each organisation taking a focus.

Five steered: Bristol Refugee Rights, Bristol Hospitality Network, the Red Cross, Borderlands and
ACH; VOSCUR brought them together. Food, advice and phone credit are named in the story, and that
Bristol Refugee Rights gave out the phones; what else each could take on is invented here.
"""

import pandas as pd
import pytest

import ecosystem as eco

FIVE = {
    "brr": "Bristol Refugee Rights",
    "bhn": "Bristol Hospitality Network",
    "red-cross": "British Red Cross",
    "borderlands": "Borderlands",
    "ach": "ACH",
}
COULD = [
    ("brr", "phone credit", 3),
    ("brr", "advice", 3),
    ("brr", "welfare calls", 2),
    ("red-cross", "advice", 2),
    ("red-cross", "welfare calls", 2),
    ("red-cross", "food", 2),
    ("borderlands", "food", 3),
    ("borderlands", "advice", 1),
    ("bhn", "move-on housing", 3),
    ("bhn", "food", 1),
    ("ach", "move-on housing", 2),
]


@pytest.fixture
def bristol():
    ids = [*FIVE, "voscur"]
    names = [*FIVE.values(), "VOSCUR"]
    sectors = ["voluntary"] * 6
    columns = {"organisation_id": ids, "name": names, "sector": sectors}
    return eco.Ecosystem(organisations=pd.DataFrame(columns))


def ask(bristol, rows=COULD, **options):
    scores = pd.DataFrame(rows, columns=["organisation_id", "service_type", "score"])
    return eco.find_focus(bristol, scores=scores, **options)


def test_every_need_has_a_lead_and_nobody_is_spread_thin(bristol):
    """Phones are Bristol Refugee Rights', so calls fall to the Red Cross (2), and advice to
    Borderlands (1), food to the Hospitality Network (1), housing to ACH (2): 3 + 2 + 1 + 1 + 2 = 9.
    """
    focus = ask(bristol)
    assert focus.headline == (
        "Each of the 5 service types can have a lead, with no organisation leading on more than 1."
    )
    assert focus.table["lead"].to_dict() == {
        "advice": "borderlands",
        "food": "bhn",
        "move-on housing": "ach",
        "phone credit": "brr",
        "welfare calls": "red-cross",
    }
    assert focus.summary["fit"] == 9


def test_another_lead_has_its_price(bristol):
    """Only Bristol Refugee Rights and the Red Cross could lead on advice instead, and either is
    needed elsewhere: phones, or calls, would be nobody's. Housing may go to the Hospitality Network
    only if food is nobody's.
    """
    focus = ask(bristol)
    for kind in ("advice", "move-on housing"):
        assert focus.explain(kind).endswith("but then 1 type fewer would have a lead.")
    assert focus.explain("phone credit") == (
        "Bristol Refugee Rights could lead on phone credit: its score is 3; no other organisation "
        "is recorded that could."
    )


def test_whoever_can_take_two_may(bristol):
    """Phones 3 and advice 3 at one, calls 2, food 3, housing 3: 14. With ACH it is 13."""
    focus = ask(bristol, capacity=2)
    assert focus.organisations.loc["brr", "service_types"] == "advice|phone credit"
    assert focus.explain("move-on housing") == (
        "Bristol Hospitality Network could lead on move-on housing: its score is 3; next best is "
        "ACH, and the scores of all leads would come to 13 in place of 14."
    )


def test_what_nobody_has_offered_is_named_and_no_error(bristol):
    rows = [row if row[1] != "phone credit" else (*row[:2], None) for row in COULD]
    focus = ask(bristol, rows)
    assert focus.headline.endswith("; nobody is recorded who could lead on phone credit.")
    # Only once all six have said that they cannot is it said that nobody can.
    none = [row for row in COULD if row[1] != "phone credit"]
    none += [(one, "phone credit", 0) for one in bristol.organisations["organisation_id"]]
    assert ask(bristol, none).headline.endswith("; nobody can lead on phone credit.")


def test_what_the_services_say_will_do_before_anybody_is_asked(bristol):
    """Bristol Refugee Rights runs phones and advice, Borderlands food: all three have a lead."""
    services = pd.DataFrame({"service_id": ["p", "a", "f"], "name": ["Phones", "Advice", "Food"]})
    services["service_type"] = ["phone credit", "advice", "food"]
    runs = pd.DataFrame({"service_id": ["p", "a", "f"]})
    runs["organisation_id"] = ["brr", "brr", "borderlands"]
    focus = eco.find_focus(bristol.replace(services=services, providers=runs))
    assert focus.headline == (
        "Each of the 3 service types can have a lead, with no organisation leading on more than 2."
    )
