"""Tests of markets: who gives what, who may go where, and what is not known of them."""

import pandas as pd
import pytest
from markets import (
    find,
    make,
    plain,
)

from ecosystem.graph import find_positions
from ecosystem.questions.closures.market import read_field


def _two(first, second, people=10):
    """Return who is left without, at least, at best guess and at most, if the first closes.

    Both have places for all; the people are shared evenly, 5 at each. At the most all 10 are at
    the first, for they may be.
    """
    e = make({"1": people}, [("a", 10, ["1"], first), ("b", 10, ["1"], second)])
    return find(e).table.loc["a", ["unserved_low", "unserved", "unserved_high"]].tolist()


def test_eligibility():
    """Who is at a service for women is a woman; who is at one for anyone may be one or not."""
    women, men, both = ({"eligibility": groups} for groups in ("women", "men", "women|men"))
    assert _two({}, {}) == [0, 0, 0]
    assert _two(women, men) == [0, 5, 10]
    assert _two(women, both) == [0, 0, 0]
    assert _two(both, women) == [0, 0, 10]


def test_a_service_for_anyone_can_take_women_and_one_for_women_only_women():
    women, anyone = {"eligibility": "women"}, {"eligibility": "anyone"}
    assert _two(women, anyone) == [0, 0, 0]
    assert _two(anyone, women) == [0, 0, 10]
    assert _two(anyone, {"eligibility": "Anyone"}) == [0, 0, 0]


@pytest.mark.parametrize("column", ["eligibility", "languages", "accepting_referrals"])
def test_what_is_not_recorded_of_a_backup_may_be_yes_or_no(column):
    """Low counts that all go there; high counts nobody there, whatever the first one is."""
    blank = {column: None}
    assert _two({}, blank) == [0, 0, 10]
    assert _two(blank, blank) == [0, 0, 10]


def test_languages():
    """Nobody at the Tigrinya service is sure to speak English."""
    tigrinya, english = {"languages": "Tigrinya"}, {"languages": "English"}
    assert _two(tigrinya, english) == [0, 5, 10]
    assert _two(tigrinya, {"languages": "English|tigrinya"}) == [0, 0, 0]
    assert _two({"languages": "English|Tigrinya"}, english) == [0, 0, 10]


def test_a_backup_that_accepts_nobody_takes_nobody():
    """The people of both are shared evenly: 5 of 10 stay at the backup, nobody goes there."""
    assert _two({}, {"accepting_referrals": "no"}) == [0, 5, 10]
    assert _two({"accepting_referrals": "no"}, {}) == [0, 0, 0]
    assert _two({}, {"accepting_referrals": "waiting list"}) == [0, 0, 10]


def test_level():
    """A type without any level has none to differ in; one that is not recorded is not known."""
    assert _two({"level": 2}, {"level": 1}) == [0, 5, 10]
    assert _two({"level": 1}, {"level": 2}) == [0, 0, 0]
    assert _two({"level": 2}, {}) == [0, 0, 10]
    assert _two({}, {"level": 2}) == [0, 0, 10]
    assert _two({}, {"level": 3}) == [0, 0, 0]


def test_a_host_does_not_go_on_alone():
    """Hall gives the room to Ash's service of 10 places: if Ash closes all 10 people are left."""
    e = make({"1": 10}, plain(("ash|hall", 10, ["1"])))
    e = e.replace(providers=e.providers.assign(role=["lead", "host"]))
    table = find(e).table
    assert table["unserved"].tolist() == [10, 0]
    assert table.loc["hall", "status"] == "no service"


def test_a_closed_partner_does_not_go_on_alone():
    """Oak has merged into another, so Ash alone runs what both are named for."""
    e = make({"1": 10}, plain(("ash|oak", 10, ["1"])))
    e = e.replace(organisations=e.organisations.assign(status=["active", "merged"]))
    assert find(e).table["unserved"].tolist() == [10, 0]


def test_the_service_hosted_in_spon_street_closes_with_three_spires(west_midlands):
    """Three Spires leads 700 and 180 places, all taken; the host of the 700 gives only the room."""
    answer = find(west_midlands, service_type="immigration advice")
    row = answer.table.loc["three-spires-refugee-advice"]
    assert (row["unserved_low"], row["unserved"], row["unserved_high"]) == (880, 880, 880)
    pairs = answer.pairs
    both = {"three-spires-refugee-advice", "spon-street-welcome"}
    assert both not in [{a, b} for a, b in pairs[["a", "b"]].to_numpy().tolist()]


def test_level_asked_leaves_out_lower_and_unknown():
    e = make(
        {"1": 30},
        [
            ("a", 10, ["1"], {"level": 3}),
            ("b", 10, ["1"], {"level": 1}),
            ("c", 10, ["1"], {}),
        ],
    )
    answer = find(e, level=2)
    assert answer.table["status"].tolist() == ["known", "no service", "no service"]
    assert any("1 service not counted, with no recorded level: S2" in one for one in answer.notes)


def test_each_service_type_has_its_own_people():
    """Ash gives food to 10 and advice to 20; nobody else gives food."""
    e = make({"1": 10}, plain(("ash", 10, ["1"])))
    e = e.replace(
        services=pd.concat(
            [
                e.services.astype(object),
                pd.DataFrame(
                    {
                        "service_id": ["t0", "t1"],
                        "name": ["T0", "T1"],
                        "service_type": "Advice",
                        "capacity": [20, 5],
                    }
                ),
            ]
        ),
        organisations=pd.DataFrame({"organisation_id": ["ash", "oak"], "name": ["Ash", "Oak"]}),
        providers=pd.DataFrame(
            {"service_id": ["s0", "t0", "t1"], "organisation_id": ["ash", "ash", "oak"]}
        ),
        catchments=pd.DataFrame({"service_id": ["s0", "t0", "t1"], "area_code": "1"}),
        demand=pd.DataFrame(
            {"area_code": "1", "service_type": ["food", "advice"], "people": [10, 20]}
        ),
    )
    assert find(e).table["unserved"].tolist() == [25, 0]
    assert find(e, service_type="advice").table["unserved"].tolist() == [15, 0]
    assert find(e, service_type="food").table["unserved"].tolist() == [10, 0]


def test_closed_organisations_and_services_have_no_places():
    e = make({"1": 10}, plain(("ash", 10, ["1"]), ("oak", 10, ["1"])))
    closed = e.replace(organisations=e.organisations.assign(status=[None, "closed"]))
    assert find(closed).table["unserved"].tolist() == [10, 0]
    assert find(closed).table.loc["oak", "status"] == "no service"
    shut = e.replace(services=e.services.assign(status=[None, "temporarily closed"]))
    assert find(shut).table["unserved"].tolist() == [10, 0]


def test_unknown_need_is_named_not_guessed():
    e = make({"1": 10, "2": None}, plain(("ash", 10, ["1"]), ("oak", 10, ["2"])))
    answer = find(e)
    assert answer.table["status"].tolist() == ["known", "not known"]
    assert any("is not known in Area 2: nobody there is counted" in one for one in answer.notes)
    none = find(make({"1": None}, plain(("ash", 10, ["1"]))))
    assert none.headline.startswith("What closures would do cannot be said")
    assert any("How many people need food is not known" in note for note in none.notes)


def test_a_service_of_nobody_known_stays_and_one_of_the_closed_does_not():
    """S0 is run by Ash, which has closed, and S1 by Oak; who runs S2 is not recorded."""
    e = make({"1": 10}, plain(("ash", 10, ["1"]), ("oak", 10, ["1"]), ("oak", 10, ["1"])))
    e = e.replace(
        organisations=e.organisations.assign(status=["closed", None]),
        providers=e.providers[e.providers["service_id"] != "s2"],
    )
    field = read_field(e, find_positions(e), None, None)
    assert field.markets[0].services.tolist() == [1, 2]
    assert field.runs == (frozenset(), frozenset({1}), frozenset())
    assert field.counts.to_numpy().tolist() == [[0, 0, 0], [1, 0, 0]]
