"""Tests of the sentences about closures, and of what they may not tell."""

import json

import pytest
from markets import (
    RING,
    find,
    grants,
    make,
    plain,
)

import ecosystem as eco


def test_sentence_of_a_loss():
    """10 people and 6 places next door: 4 of 10 cannot go; with 14 people there are 8."""
    e = make({"1": 14}, plain(("ash", 14, ["1"]), ("birch", 6, ["1"])))
    answer = find(e)
    assert answer.table.loc["ash", ["people_served", "unserved"]].tolist() == [9.8, 8]
    assert answer.headline == (
        "If Ash closed, 8 people could not be placed elsewhere, the most of all."
    )
    assert answer.explain("ash") == (
        "Ash serves 10 people; if it closed, under 5 could be placed elsewhere and 8 could not."
    )
    assert answer.shown.loc["ash", "people_served"] == 9.8
    assert answer.shown.loc["ash", "rerouted"] == "under 5"
    assert answer.explain("birch") == (
        "Birch serves under 5 people; if it closed, all could be placed elsewhere."
    )


def test_sentences_where_nobody_finds_a_place_and_where_two_are_worst():
    """Ash and Oak are alone in their areas, with 10 people each: none could go elsewhere."""
    e = make({"1": 10, "2": 10}, plain(("ash", 10, ["1"]), ("oak", 10, ["2"])))
    assert find(e).explain("ash") == (
        "Ash serves 10 people; if it closed, none of them could be placed elsewhere."
    )
    assert find(e).headline == (
        "If Ash or Oak closed, 10 people could not be placed elsewhere, the most of all."
    )
    assert find(e, runs=4, uncertainty=0.1).headline.endswith(
        "the most of all; each is about as bad whatever we assume."
    )


def test_a_range_is_said_where_it_tells_more():
    """Ash serves areas 1 and 2, with 50 and 20 people; Oak has 20 places in area 1.

    Elm's places, in area 1, are not known: with none of them 50 of 70 are left if Ash closes,
    with enough of them the 20 of area 2.
    """
    services = plain(("ash", 90, ["1", "2"]), ("oak", 20, ["1"]), ("elm", None, ["1"]))
    answer = find(make({"1": 50, "2": 20}, services))
    assert answer.table.loc["ash", ["unserved_low", "unserved"]].tolist() == [20, 50]
    assert answer.explain("ash") == (
        "Ash serves 57 people; if it closed, between 20 and 50 people could not be placed "
        "elsewhere, depending on what is not known."
    )
    assert answer.headline == (
        "If Ash closed, between 20 and 50 people could not be placed elsewhere, the most of all."
    )


def test_that_some_may_be_left_though_none_are_known_to_be_is_said():
    """Ash sees 5 of 10 people at level 2; Oak's level is not known: it may suit all or none."""
    level = {"level": 2}
    e = make({"1": 10}, [("ash", 10, ["1"], level), ("oak", 10, ["1"], {})])
    assert find(e).table.loc["ash", ["unserved", "unserved_high"]].tolist() == [0, 10]
    assert find(e).explain("ash") == (
        "With people spread evenly, Ash serves 5 people; if it closed, up to 10 people could not "
        "be placed elsewhere, depending on who is where and on what is not known."
    )


def test_without_a_record_of_who_is_taken_it_says_by_what_it_goes():
    """Ash and Oak have places for all 10 people; whether they accept them is not recorded."""
    blank = {"accepting_referrals": None}
    e = make({"1": 10}, [("ash", 10, ["1"], blank), ("oak", 10, ["1"], blank)])
    assert find(e).headline == (
        "By what is recorded, no single closure would leave anyone without help; the loss of both "
        "Ash and Oak would leave 10 people without."
    )
    assert find(e).explain("ash + oak") == (
        "By what is recorded, Ash and Oak cover for each other: if either is lost nobody "
        "loses help, if both are lost 10 people do."
    )


def test_where_ranges_meet_the_worst_is_so_by_what_is_recorded():
    """Ash and Oak see 8 of 16 people at level 2 and 8 at level 1; Elm is alone with 7.

    Nobody at level 2 can go to Oak. What level Elm's people need is of no weight: it is alone.
    """
    services = [
        ("ash", 16, ["1"], {"level": 2}),
        ("oak", 16, ["1"], {"level": 1}),
        ("elm", 7, ["2"], {"level": 1}),
    ]
    answer = find(make({"1": 16, "2": 7}, services))
    assert answer.headline == (
        "If Ash closed, up to 16 people could not be placed elsewhere, the most of all by what is "
        "recorded."
    )


def test_the_least_and_the_most_that_a_closing_leaves_are_said():
    """If Ash closes at least 8 of its 9.8 are left; at the most all 14 are at Ash and lose it."""
    services = plain(("ash", 14, ["1"]), ("birch", 6, ["1"]))
    e = make({"1": 14}, services)
    e = e.replace(services=e.services.assign(languages=None))
    answer = find(e)
    assert answer.table.loc["ash", ["unserved_low", "unserved_high"]].tolist() == [8, 14]
    assert answer.shown.loc["ash", "unserved_high"] == 14
    assert answer.explain("ash") == (
        "With people spread evenly, Ash serves 10 people; if it closed, between 8 and 14 people "
        "could not be placed elsewhere, depending on who is where and on what is not known."
    )


def test_the_loss_of_a_pair_is_said_with_its_range():
    """Two of 100 places for 100 people, and Elm's 60; whether any takes people is not recorded."""
    blank = {"accepting_referrals": None}
    services = [(name, 100, ["1"], blank) for name in ("ash", "oak")]
    answer = find(make({"1": 100}, [*services, ("elm", 60, ["1"], blank)]))
    assert answer.explain("ash + oak") == (
        "By what is recorded, Ash and Oak cover for each other: if either is lost nobody "
        "loses help, if both are lost 40 people do (between 40 and 100, depending on what is not "
        "known)."
    )
    assert answer.headline == (
        "By what is recorded, no single closure would leave anyone without help; the loss of both "
        "Ash and Oak would leave 40 people without (between 40 and 100, depending on what is not "
        "known)."
    )


def test_it_says_what_else_it_found():
    e = make(
        {"1": 40, "2": 20},
        plain(("ash", 10, ["1"]), ("oak", 10, ["2"]), ("elm", 10, ["2"])),
        relationships=grants(("fund", "ash", 75), ("council", "ash", 25), ("council", "oak", 5)),
    )
    assert find(e).findings == (
        (
            "If the funding of Council stopped, up to 13 people would be left without help: "
            "more than for any other funder."
        ),
        "30 people in need have no place on record now.",
        "2 organisations have over half of the funding known from one funder.",
    )
    assert find(RING).findings[0] == find(RING).explain("a + b")


def test_no_small_number_is_written(tmp_path):
    """Ash has 20 people in area 1, who have 17 other places; the fund pays it; 2 of 22 wait."""
    e = make(
        {"1": 20, "2": 22},
        plain(("ash", 20, ["1"]), ("oak", 17, ["1"]), ("elm", 20, ["2"])),
        relationships=grants(("fund", "ash", 1)),
    )
    answer = find(e)
    assert answer.summary["people_without"] == 2
    assert answer.funders.loc["fund", "unserved"] == 3
    path = eco.write_result(answer, tmp_path / "answer.json")
    written = json.loads(path.read_text(encoding="utf-8"))
    assert written["funders"][0]["organisation_id"] == "fund"
    assert written["funders"][0]["unserved"] == "under 5"
    assert written["funders"][0]["people_served"] == 10.811
    assert written["summary"]["people_without"] == "under 5"
    assert written["summary"]["people_served"] == 40
    assert written["table"][0]["organisation_id"] == "ash"


def test_an_unknown_key_is_told():
    with pytest.raises(ValueError, match="organisation_id 'z' is not in this answer"):
        find(RING).explain("z")
    with pytest.raises(ValueError, match="organisation_id 'z' is not in this answer"):
        find(RING).explain("a + z")
