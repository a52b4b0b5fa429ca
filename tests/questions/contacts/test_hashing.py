"""Tests of hashing: what is in a hashed list, and what must not be."""

import re

import pandas as pd
import pytest
from planted_people import KEY, name_people

import ecosystem as eco
from ecosystem.questions.contacts import draw_round_key
from ecosystem.questions.contacts.match_keys import MATCH_KEYS, STRONG

ANN = {"First name": "Ann", "Surname": "Lee", "DOB": "04/03/1980", "Mobile": "07700 900123"}


def hash_one(key=KEY, **facts):
    people = pd.DataFrame([{name: cell for name, cell in (ANN | facts).items() if cell}])
    return eco.hash_contacts(people, key=key).iloc[0]


def test_no_fact_is_left_in_what_is_shared():
    row = hash_one(Postcode="B1 1AA")
    assert all(re.fullmatch(r"[0-9a-f]{32}", row[name]) for name in MATCH_KEYS)
    assert len(set(row[list(MATCH_KEYS)])) == len(MATCH_KEYS)


def test_one_key_agrees_however_it_is_typed_and_another_in_nothing():
    same = hash_one(key=KEY.lower().replace("-", " "))
    other = hash_one(key=draw_round_key())
    assert same.equals(hash_one())
    assert not set(other[list(STRONG)]) & set(same[list(STRONG)]) - {""}
    assert other["round"] != same["round"]


@pytest.mark.parametrize("key", ["", "secret", "a" * 40, "1234567"])
def test_a_key_that_is_no_secret_is_refused(key):
    with pytest.raises(ValueError, match="no secret"):
        hash_one(key=key)


def test_drawn_keys_are_long_and_differ():
    keys = {draw_round_key() for _ in range(50)}
    assert len(keys) == 50
    assert all(len(key.replace("-", "")) == 20 for key in keys)


@pytest.mark.parametrize("written", ["04/03/1980", "4 March 1980", "1980-03-04"])
def test_a_day_is_the_same_however_it_is_written(written):
    assert hash_one(DOB=written)["names_birth"] == hash_one()["names_birth"]


@pytest.mark.parametrize("written", ["1980-01-01", "1980", "March 1980", "not known", ""])
def test_no_key_rests_on_a_day_that_papers_put_for_not_known(written):
    row = hash_one(DOB=written, Postcode="B1 1AA")
    assert not row["names_birth"] + row["sounds_birth"] + row["initials_birth"]
    assert row["sounds_phone"]
    assert row["sounds_postcode"]


def test_names_are_compared_in_any_order_and_as_they_sound():
    people = pd.DataFrame(
        {
            "Name": ["Mr Mohammed Qasim", "KASIM, Muhammad", "Mohamed Karim"],
            "Date of birth": "1990-05-02",
        }
    )
    hashed = eco.hash_contacts(people, key=KEY).sort_index()
    assert hashed["sounds_birth"].duplicated().tolist() == [False, True, False]


def test_twins_are_told_apart():
    twins = {
        "Name": ["Hana Noor", "Sara Noor"],
        "DOB": "1990-05-02",
        "Postcode": "B1 1AA",
    }
    hashed = eco.hash_contacts(pd.DataFrame(twins), key=KEY)
    assert not any(hashed[name].duplicated().any() for name in MATCH_KEYS if hashed[name].any())


def test_a_name_alone_or_one_word_gives_no_hash():
    people = pd.DataFrame({"Name": ["Ann Lee", "Madonna"], "DOB": ["", "1990-05-02"]})
    assert (eco.hash_contacts(people, key=KEY)[list(MATCH_KEYS)] == "").all(axis=None)


def test_who_stands_twice_in_a_list_is_one():
    people = pd.concat([name_people(range(5)), name_people(range(3))])
    assert len(eco.hash_contacts(people, key=KEY)) == 5


def test_numbers_are_drawn_so_that_order_tells_nothing():
    """Of 40 numbers the same order comes back by chance once in 40!."""
    people = name_people(range(40))
    one = eco.hash_contacts(people, key=KEY)
    other = eco.hash_contacts(people, key=KEY)
    assert sorted(one["person"]) == list(range(1, 41))
    assert one.index.tolist() != other.index.tolist()


def test_a_list_without_names_is_refused_in_its_own_headings():
    with pytest.raises(ValueError, match="Case no"):
        eco.hash_contacts(pd.DataFrame({"Case no": [1]}), key=KEY)


def test_a_workbook_is_read_and_its_rows_are_those_a_person_sees(tmp_path):
    path = tmp_path / "list.xlsx"
    with pd.ExcelWriter(path) as writer:
        pd.DataFrame({"Read me": ["about this file"]}).to_excel(writer, sheet_name="Notes")
        name_people(range(5)).to_excel(writer, sheet_name="People", index=False)
    assert sorted(eco.hash_contacts(path, key=KEY).index) == [2, 3, 4, 5, 6]
