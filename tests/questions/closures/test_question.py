"""Tests of find_closures: properties, options, and the samples."""

import json

import pandas as pd
import pytest
from markets import (
    RING,
    find,
    make,
    random_ecosystem,
)

import ecosystem as eco


def test_nothing_at_all_is_no_error(tiny):
    answer = find(tiny)
    assert answer.table["status"].tolist() == [
        "not known",
        "not known",
        "known",
        "no service",
        "no service",
    ]
    assert answer.table.loc["c", "unserved"] == 30
    bare = eco.Ecosystem(organisations=tiny.organisations)
    assert "cannot be said" in find(bare).headline
    assert find(bare).funders.empty


@pytest.mark.parametrize("seed", range(4))
def test_order_of_rows_and_ids_change_nothing(seed):
    e = random_ecosystem(seed, offers=True)
    answer = find(e, runs=3)
    shuffled = e.replace(
        services=e.services.sample(frac=1, random_state=seed),
        organisations=e.organisations.sample(frac=1, random_state=seed),
        catchments=e.catchments.sample(frac=1, random_state=seed),
        providers=e.providers.sample(frac=1, random_state=seed),
    )
    pd.testing.assert_frame_equal(find(shuffled, runs=3).table, answer.table)
    new = {f"o{n}": f"z{(n * 5) % 9}" for n in range(9)}
    swap = {f"s{n}": f"t{(n * 5) % 9}" for n in range(9)}
    renamed = e.replace(
        organisations=e.organisations.replace({"organisation_id": new}),
        services=e.services.replace({"service_id": swap}),
        catchments=e.catchments.replace({"service_id": swap}),
        providers=e.providers.replace({"service_id": swap, "organisation_id": new}),
    )
    other = find(renamed, runs=3).table
    back = other.rename(index={after: before for before, after in new.items()}).sort_index()
    pd.testing.assert_frame_equal(back, answer.table)


NUMBERS = ["people_served", "rerouted", "unserved", "unserved_low", "unserved_high"]


@pytest.mark.parametrize("seed", range(4))
def test_what_areas_are_called_changes_no_number(seed):
    """Groups bind on which areas' people are at a service, and nothing but their names differs."""
    e = random_ecosystem(seed, organisations=7, areas=4, offers=True)
    new = {f"A{n}": f"Z{3 - n}" for n in range(4)}
    renamed = e.replace(
        **{
            name: getattr(e, name).replace({"area_code": new}).sort_values("area_code")
            for name in ("areas", "catchments", "demand")
        }
    )
    pd.testing.assert_frame_equal(
        find(renamed).table[NUMBERS], find(e).table[NUMBERS], rtol=0, atol=0.0011
    )


def test_two_areas_and_three_services_have_one_answer_whatever_their_names():
    """20 and 10 people, 40 places: 7.5, 7.5 and 15 are used, whatever the areas are called.

    The third service, for women, reaches only the first area: who of which area is at the second
    decides who may move there.
    """
    numbers = []
    for x, y in [("x", "y"), ("y", "x")]:
        services = [
            ("a", 10, [x, y], {"eligibility": "women"}),
            ("b", 10, [x, y], {"eligibility": "women|men"}),
            ("c", 20, [x], {"eligibility": "women"}),
        ]
        people = dict(sorted({x: 20, y: 10}.items()))
        numbers.append(find(make(people, services)).table[NUMBERS])
    pd.testing.assert_frame_equal(*numbers, rtol=0, atol=0.0011)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(
    ("column", "words"),
    [
        ("eligibility", ["women", "men", "anyone"]),
        ("languages", ["English", "Farsi", "English|Farsi"]),
        ("accepting_referrals", ["yes", "no", "limited"]),
    ],
)
def test_what_is_filled_in_stays_between_low_and_high(seed, column, words):
    """A blank cell that turns out to hold something moves the loss only within its range."""
    e = random_ecosystem(seed, organisations=6, offers=True)
    blank = e.services.assign(**{column: None})
    before = find(e.replace(services=blank)).table
    filled = blank.astype(object)
    for row in range(len(filled)):
        filled.loc[filled.index[row], column] = words[(row + seed) % len(words)]
        after = find(e.replace(services=filled)).table
        assert (after["unserved_low"] <= after["unserved"]).all()
        assert (after["unserved"] <= after["unserved_high"]).all()
        assert (after["unserved"] >= before["unserved_low"] - 0.001).all()
        assert (after["unserved"] <= before["unserved_high"] + 0.001).all()


@pytest.mark.parametrize("seed", range(4))
def test_another_service_never_makes_a_closure_worse(seed):
    e = random_ecosystem(seed)
    grown = e.with_service(
        {"service_id": "new", "name": "New", "service_type": "food", "capacity": 9},
        areas_reached=["A0", "A1"],
    )
    assert (find(grown).table["unserved"] <= find(e).table["unserved"]).all()


@pytest.mark.parametrize("seed", range(3))
def test_who_runs_nothing_changes_nothing(seed):
    e = random_ecosystem(seed)
    more = pd.concat(
        [e.organisations, pd.DataFrame({"organisation_id": ["idle"], "name": ["Idle"]})]
    )
    answer = find(e.replace(organisations=more))
    assert answer.table.loc["idle", ["people_served", "unserved"]].tolist() == [0, 0]
    pd.testing.assert_frame_equal(answer.table.drop(index="idle"), find(e).table)


def test_an_organisation_that_is_taken_out_loses_what_was_said():
    e = random_ecosystem(3)
    answer = find(e)
    for key in answer.table.index:
        left = find(e.without(key)).summary["people_served"]
        lost = answer.summary["people_served"] - left
        assert answer.table.loc[key, "unserved"] == pytest.approx(lost, abs=0.01)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"service_type": "foood"}, "Did you mean 'food'"),
        ({"level": 4}, "level 4 is not a level"),
        ({"runs": -1}, "runs -1 is not a count"),
        ({"runs": 2.5}, "runs 2.5 is of type float. Give a whole number"),
        ({"uncertainty": 2}, "uncertainty 2 is not a share"),
    ],
)
def test_wrong_options_are_told(options, message):
    with pytest.raises(ValueError, match=message):
        find(RING, **options)


def test_settings_repeat_the_answer_and_carry_the_audience():
    answer = find(RING, runs=3)
    assert answer.settings["visibility"] == "public"
    again = {name: value for name, value in answer.settings.items() if name != "visibility"}
    pd.testing.assert_frame_equal(eco.find_closures(RING, **again).table, answer.table)


def test_the_sample_answers(west_midlands):
    answer = eco.find_closures(west_midlands, service_type="immigration advice", runs=2)
    assert list(answer.table.index) == list(west_midlands.organisations["organisation_id"])
    for key in answer.table.index:
        assert answer.explain(key).endswith(".")
    for a, b in answer.pairs[["a", "b"]].to_numpy():
        assert answer.explain(f"{a} + {b}").endswith(".")
    json.dumps(answer.to_dict())
