from double_entries import HOUSE, make

import ecosystem as eco


def test_names_beyond_the_eighth_are_left_out_and_it_is_said():
    many = "|".join(f"Name {letter * 5}" for letter in "abcdefgh")
    result = eco.find_matches(make([{"name": "Oak House", "other_names": many}]))
    assert "1 organisation with more than 8 names: only the first 8" in result.notes[-1]
    few = eco.find_matches(make([{"name": "Oak House", "other_names": many[:-13]}]))
    assert not any("more than 8 names" in note for note in few.notes)


def test_what_names_alone_cannot_decide_is_said():
    result = eco.find_matches(make([{"name": "Bristol Refugee Rights"}, {"name": "BRR"}]))
    assert list(result.table["decision"]) == ["ask a person"]
    assert "1 pair cannot be decided by name alone." in result.notes
    told = eco.find_matches(make([{"name": "Bristol Refugee Rights", **HOUSE}]))
    assert not any("cannot be decided" in note for note in told.notes)


def test_organisations_with_nothing_but_a_name_are_counted():
    notes = eco.find_matches(make([{"name": "Oak House", **HOUSE}])).notes
    assert notes[0].startswith("10 organisations of 11 with neither number, website nor postcode")
