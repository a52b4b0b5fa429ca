"""Tests of links: who is believed, and which agreement covers what a log shows."""

import pandas as pd
import pytest
from referral_logs import AGREED, hand_log, make

import ecosystem as eco
from ecosystem.graph import find_positions
from ecosystem.questions.pathways.links import join_log, read_links
from ecosystem.questions.pathways.log_reading import read_log


def test_what_is_sent_is_the_senders_word_and_what_came_of_it_the_receivers():
    rows = {
        "from_id": ["food"] * 2,
        "to_id": ["advice"] * 2,
        "sent": [40, 35],
        "accepted": [20, 30],
        "agreement": ["yes", None],
        "reported_by": ["food", "advice"],
    }
    answer = eco.find_pathways(make(rows))
    assert answer.summary["referrals"] == 40
    assert answer.summary["accepted_share"] == pytest.approx(30 / 40)
    assert any("reported by both sides" in note for note in answer.notes)


def test_the_latest_period_of_a_link_counts():
    rows = {
        "from_id": ["food"] * 2,
        "to_id": ["advice"] * 2,
        "sent": [40, 10],
        "period": ["2022-23", "2023-24"],
    }
    answer = eco.find_pathways(make(rows))
    assert answer.summary["referrals"] == 10
    assert any("latest is used" in note for note in answer.notes)


def test_a_log_shows_which_agreed_pathways_are_used():
    """Agreed: food to advice, for advice; law to council, for anything. The log has no council."""
    answer = eco.find_pathways(make(AGREED), log=hand_log(), as_of="2024-07-01")
    rows = answer.agreed_and_used.set_index(["from_id", "to_id"])
    assert rows.loc[("food", "advice"), "kind"] == "agreed and used"
    assert rows.loc[("food", "advice"), "sent"] == 3
    assert rows.loc[("law", "council"), "kind"] == "agreed, not used"
    assert rows.loc[("food", "law"), "kind"] == "used, agreement not known"
    assert ("advice", "law") not in rows.index
    assert answer.summary["agreed_share"] == 1
    assert answer.summary["agreement_known_share"] == pytest.approx(3 / 13)


def test_an_agreement_for_anything_covers_a_link_for_something():
    agreed = {"from_id": ["food"], "to_id": ["advice"], "agreement": ["yes"]}
    answer = eco.find_pathways(make(agreed), log=hand_log(), as_of="2024-07-01")
    mine = answer.agreed_and_used
    mine = mine[(mine["from_id"] == "food") & (mine["to_id"] == "advice")]
    assert list(mine["kind"]) == ["agreed and used"]


def test_links_of_a_log_come_first_and_an_agreement_for_anything_is_not_listed_again():
    """Logged: food to law, for advice. Agreed: that for anything, and law to council for food."""
    agreed = {
        "from_id": ["food", "law"],
        "to_id": ["law", "council"],
        "service_type": [None, "Food"],
        "agreement": ["yes", "yes"],
    }
    e = make(agreed)
    log = pd.DataFrame(
        {"case": ["c-1", "c-2"], "from": "food", "to": "law", "sent": "2024-01-01"}
    ).assign(status="completed", service_type="Advice")
    joined = join_log(find_positions(e), read_links(e)[0], read_log(e, log, None))
    columns = ["from_id", "to_id", "type_key", "sent", "is_used", "agreement"]
    assert joined.links[columns].to_numpy().tolist() == [
        ["food", "law", "advice", 2, True, True],
        ["law", "council", "food", 0, False, True],
    ]
    assert joined.link.tolist() == [0, 0]
    assert joined.order.tolist() == [0, 1]


def test_a_type_of_a_log_is_spelt_as_services_spell_it_or_as_the_log_spells_it_most():
    """A service teaches ESOL; IAA advice is of the log alone, two times so and once in capitals."""
    e = make({"from_id": [], "to_id": []})
    service = {"service_id": "s1", "name": "Classes", "service_type": "ESOL"}
    e = e.replace(services=pd.DataFrame([service | {"organisation_id": "advice"}]))
    log = pd.DataFrame({"case": ["c1", "c2", "c3", "c4"], "from": "food", "to": "law"})
    log = log.assign(
        sent="2024-01-01",
        status="completed",
        service_type=["esol", "IAA advice", "IAA ADVICE", "IAA advice"],
    )
    joined = join_log(find_positions(e), read_links(e)[0], read_log(e, log, None))
    assert joined.links["service_type"].tolist() == ["ESOL", "IAA advice"]
    assert joined.links["type_key"].tolist() == ["esol", "iaa advice"]
