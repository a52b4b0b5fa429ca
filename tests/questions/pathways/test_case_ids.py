"""Tests of case ids: those that look like a person are refused, and none leaves."""

import json
import pickle

import pandas as pd
import pytest
from referral_logs import (
    FIVE,
    hand_log,
    make,
)

import ecosystem as eco
from ecosystem.questions.pathways.case_ids import clean_odd_ids, forget_ids, look_like
from ecosystem.questions.pathways.log_reading import read_log


@pytest.mark.parametrize(
    ("case", "looks"),
    [
        ("Amina Yusuf", "a name"),
        ("Fatima", "a name"),
        ("yusuf, amina", "a name"),
        ("QQ 12 34 56 C", "a National Insurance number"),
        ("943 476 5919", "an NHS number"),
        ("9434765919", "an NHS number"),
        ("07700 900123", "a telephone number"),
        ("a.yusuf@example.org", "an email address"),
        ("23/01/12345", "an asylum support number"),
        ("01/02/1990", "a date of birth"),
        ("A1234567", "a Home Office number"),
        ("a1234567/2", "a Home Office number"),
        ("a1234567", "a Home Office number"),
        ("qq123456c", "a National Insurance number"),
        ("1990-02-01", "a date of birth"),
        ("fatima", "a name"),
        ("FATIMA", "a name"),
        ("amina_yusuf", "a name"),
        ("amina.yusuf", "a name"),
        ("Amina Yusuf 1990", "a name"),
        ("Núria O'Brien-Peña", "a name"),
    ],
)
def test_case_ids_that_look_like_a_person_are_refused_and_not_repeated(case, looks):
    log = hand_log()
    log.loc[3, "case"] = case
    with pytest.raises(eco.DataError) as caught:
        eco.find_pathways(make(), log=log)
    assert looks in str(caught.value)
    assert case not in str(caught.value)
    assert not caught.value.problems.map(lambda cell: str(cell) == case).any(axis=None)


@pytest.mark.parametrize(
    "case", ["c-0001", "17", "1000000002", "AB12", "case 7", "f47ac10b", "deadbeef", "Case-7-2024"]
)
def test_made_up_case_ids_are_taken(case):
    log = hand_log()
    log.loc[0, "case"] = case
    assert eco.find_pathways(make(), log=log).summary["cases"] == 9


def test_no_case_id_leaves(hand):
    text = json.dumps(hand.to_dict())
    assert not any(f'"c{number}"' in text for number in range(1, 10))
    assert hand.settings["visibility"] == "partners"


def test_case_ids_are_hashed_with_a_new_key_each_time(monkeypatch):
    """What stays of the ids is a number made from a hash, and the keys are not the same."""
    keys, plain = [], pd.util.hash_array

    def hash_array(values, *, hash_key, categorize):
        assert set(values) == {f"c{number}" for number in range(1, 10)}
        keys.append(hash_key)
        hashed = plain(values, hash_key=hash_key, categorize=categorize)
        assert len(set(hashed)) == 9
        return hashed

    monkeypatch.setattr(pd.util, "hash_array", hash_array)
    logs = [read_log(FIVE, hand_log(), "2024-07-01") for _ in range(2)]
    assert len(keys) == 2
    assert keys[0] != keys[1]
    assert {len(key) for key in keys} == {16}
    assert sorted(set(logs[0].rows["case"])) == list(range(9))
    assert b"c1" not in pickle.dumps(logs[0])


def test_ten_digits_are_a_health_number_only_if_the_last_checks_the_others():
    """9·10 + 4·9 + 3·8 + 4·7 + 7·6 + 6·5 + 5·4 + 9·3 + 1·2 = 299 = 27·11 + 2, so 11 - 2 = 9."""
    assert look_like("943 476 5919") == "an NHS number"
    assert look_like("943 476 5918") != "an NHS number"


def test_ids_are_cleaned_only_where_they_are_odd():
    assert clean_odd_ids(["c-0001", "17"]) == {}
    assert clean_odd_ids(["c-0001", " Case 7\t"]) == {1: "Case 7"}


def test_the_same_id_has_the_same_number_and_another_another():
    assert forget_ids(["b", "a", "b"]).tolist() == [0, 1, 0]


def test_initials_for_case_ids_are_refused_and_not_repeated():
    """Two people of the same initials would be one case, sent back and forth."""
    log = hand_log()
    initials = {f"c{number}": f"{letter}K" for number, letter in enumerate("ABCDEFGHIJ")}
    with pytest.raises(eco.DataError, match="like initials of people") as error:
        eco.find_pathways(make(), log=log.assign(case=log["case"].map(initials)))
    assert "AK" not in str(error.value)


def test_a_contact_of_a_log_is_refused_by_a_word_of_its_heading():
    with pytest.raises(eco.DataError, match="looks like data about people"):
        eco.find_pathways(make(), log=hand_log().assign(**{"Caseworker's e-mail": "x"}))
