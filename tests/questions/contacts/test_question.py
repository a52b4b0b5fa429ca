"""Tests of contact overlap: counts, what is refused, what is hidden, and the plan."""

import numpy as np
import pandas as pd
import pytest
from planted_people import (
    KEY,
    LISTS,
    draw_lists,
    draw_people,
    hash_all,
    name_people,
    spell_anew,
)

import ecosystem as eco
from ecosystem.questions.contacts import draw_round_key


def test_counts_are_those_of_a_hand_worked_case():
    """Ash knows 0-39, Birch 25-64, Cedar 30-39 and 60-79; all who should be called are 0-89.

    All three: 30-39 = 10. Two: 25-29 (Ash, Birch) and 60-64 (Birch, Cedar) = 10. One: 0-24, 40-59
    and 65-79 = 60. None: 80-89 = 10.
    """
    reference = eco.hash_contacts(name_people(range(90)), key=KEY)
    found = eco.find_contact_overlap(hash_all(LISTS), reference=reference)
    assert found.table["people"].to_dict() == {"0": 10, "1": 60, "2": 10, "3 or more": 10}
    assert found.table["low"].equals(found.table["people"])
    assert "10 people are in touch with three or more organisations" in found.headline
    assert found.explain("0") == "10 people are in touch with none of the organisations."


def test_without_a_reference_nobody_contacted_is_not_known():
    found = eco.find_contact_overlap(hash_all(LISTS))
    assert found.table.loc["0"].isna()[["people", "low", "high"]].all()
    assert "none" not in found.headline
    assert "not known" in found.explain("0")


def test_an_answer_does_not_depend_on_the_order_of_lists_or_rows():
    hashed = hash_all(LISTS)
    turned = {name: frame.iloc[::-1] for name, frame in reversed(hashed.items())}
    one, other = eco.find_contact_overlap(hashed), eco.find_contact_overlap(turned)
    pd.testing.assert_frame_equal(one.table, other.table)


def test_a_count_under_five_hides_a_second_so_that_no_sum_brings_it_back():
    """Ash 0-39, Birch 37-76: 3 in both, which are the lists less those in one. Both are hidden."""
    lists = {"ash": name_people(range(40)), "birch": name_people(range(37, 77))}
    found = eco.find_contact_overlap(hash_all(lists))
    assert found.table["is_hidden"].to_dict() == {
        "0": False,
        "1": True,
        "2": True,
        "3 or more": False,
    }
    assert "not shown" in found.headline
    assert "3" not in found.explain("2")
    assert "74" not in repr(found)
    assert (found.shown.loc["2"] == "under 5, or would tell such a number").all()


def test_a_plan_is_for_private_eyes():
    with pytest.raises(ValueError, match="visibility"):
        eco.write_result(eco.find_contact_overlap(hash_all(LISTS)), "never.csv")


@pytest.mark.parametrize("seed", range(3))
def test_planted_people_are_found_and_strangers_are_not_joined(seed):
    """Six hundred people in five lists that spell them anew: who is in how many is known."""
    rng = np.random.default_rng(seed)
    people = draw_people(rng, 600)
    lists, counts = draw_lists(rng, people, [0.4, 0.3, 0.3, 0.2, 0.1])
    reference = eco.hash_contacts(spell_anew(rng, people), key=KEY)
    hashed = hash_all(lists)
    found = eco.find_contact_overlap(hashed, reference=reference)
    # A tenth has no day of birth, and a fifth of these no postcode: they are left out, and said.
    true = np.bincount(np.minimum(counts, 3), minlength=4)
    assert np.abs(found.table["people"] - true).max() < 0.06 * len(people)
    held = found.plan.assign(
        true=np.concatenate([_order(frame) for frame in [*hashed.values(), reference]])
    )
    sure = held.dropna(subset=["organisations_in_touch"])
    # Nobody is said to be in touch with more than are: that would be two people taken for one.
    assert (sure["organisations_in_touch"] <= counts[sure["true"]]).mean() > 0.999


def _order(frame):
    return frame.sort_values("person").index.to_numpy()


def test_what_is_not_hashed_is_refused_unless_a_key_is_given():
    with pytest.raises(ValueError, match="'ash' is not hashed"):
        eco.find_contact_overlap(LISTS)
    found = eco.find_contact_overlap(LISTS, key=KEY)
    assert found.table.loc["3 or more", "people"] == 10
    assert KEY not in str(found.settings) + repr(found)


def test_lists_hashed_with_two_keys_are_refused():
    hashed = hash_all(LISTS) | hash_all({"cedar": LISTS["cedar"]}, key=draw_round_key())
    with pytest.raises(ValueError, match=r"cedar: hashed with another key than ash"):
        eco.find_contact_overlap(hashed)


def test_a_cell_that_is_no_hash_is_refused_without_repeating_it():
    hashed = hash_all(LISTS)
    column = hashed["ash"]["sounds_birth"].copy()
    column.iloc[3] = "Sam Example"
    hashed["ash"] = hashed["ash"].assign(sounds_birth=column)
    with pytest.raises(ValueError, match="a cell is no hash") as caught:
        eco.find_contact_overlap(hashed)
    assert "Sam" not in str(caught.value)


def test_short_lists_single_lists_and_double_numbers_are_refused():
    hashed = hash_all(LISTS)
    with pytest.raises(ValueError, match="fewer than 20"):
        eco.find_contact_overlap(hashed | {"ash": hashed["ash"].head(19)})
    with pytest.raises(ValueError, match="1 list cannot overlap"):
        eco.find_contact_overlap({"ash": hashed["ash"]})
    with pytest.raises(ValueError, match="each once"):
        eco.find_contact_overlap(hashed | {"ash": hashed["ash"].assign(person=1)})
    with pytest.raises(ValueError, match="has no column names_birth"):
        eco.find_contact_overlap(hashed | {"ash": hashed["ash"].drop(columns="names_birth")})
    with pytest.raises(ValueError, match="name of the reference list"):
        eco.find_contact_overlap(hashed | {"reference": hashed["ash"]})
