"""Tests of markets: who gives what, who may go where, and what is not known of them."""

import pandas as pd
from markets import (
    find,
    make,
    plain,
)

from ecosystem.graph import find_positions
from ecosystem.questions.closures.market import Offer, read_field


def _two(first, second, people=10):
    """Return who is left without, at least, at best guess and at most, if the first closes.

    Both have places for all; the people are shared evenly, 5 at each.
    """
    e = make({"1": people}, [("a", 10, ["1"], first), ("b", 10, ["1"], second)])
    return find(e).table.loc["a", ["unserved_low", "unserved", "unserved_high"]].tolist()


def test_eligibility():
    for_women, for_men = {"eligibility": "women"}, {"eligibility": "men"}
    assert _two({}, {}) == [0, 0, 0]
    assert _two(for_women, for_men) == [0, 5, 5]
    assert _two(for_women, {"eligibility": "women|men"}) == [0, 0, 0]
    assert _two({"eligibility": "women|men"}, for_women) == [0, 0, 5]
    assert _two(for_women, {}) == [0, 0, 0]
    assert _two({}, for_women) == [0, 0, 5]


def test_level():
    assert _two({"level": 2}, {"level": 1}) == [0, 5, 5]
    assert _two({"level": 1}, {"level": 2}) == [0, 0, 0]
    assert _two({"level": 2}, {}) == [0, 0, 5]
    assert _two({}, {"level": 2}) == [0, 0, 5]
    assert _two({}, {"level": 3}) == [0, 0, 0]


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


def test_what_may_suit_and_what_surely_does():
    """What is not recorded is no bar to who may go, and no promise to who can."""
    women, men = frozenset({"women"}), frozenset({"men"})
    level_two = Offer(level=2, groups=women)
    not_known = Offer(level=0, groups=frozenset())
    assert Offer(level=3, groups=women | men).may_suit(level_two)
    assert Offer(level=3, groups=women | men).surely_suits(level_two)
    assert not Offer(level=1, groups=women).may_suit(level_two)
    assert not Offer(level=2, groups=men).may_suit(level_two)
    assert not_known.may_suit(level_two)
    assert not not_known.surely_suits(level_two)
    assert Offer(level=3, groups=frozenset()).surely_suits(not_known)
    assert not Offer(level=2, groups=frozenset()).surely_suits(not_known)


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
    assert field.counts.to_numpy().tolist() == [[0, 0], [1, 0]]
