from double_entries import SAME_PLACE, make

import ecosystem as eco


def test_what_is_the_same_and_what_to_ask_is_counted_in_one_sentence():
    rows = [{"name": "Oak House", **SAME_PLACE}] * 2
    rows += [{"name": "Bristol Refugee Rights"}, {"name": "BRR"}]
    assert eco.find_matches(make(rows)).headline == (
        "Of 14 organisations, 1 pair is taken to be the same and 1 pair is for a person to decide; "
        "nothing is merged until you say so."
    )


def test_a_pair_of_equal_names_is_told_by_its_ids():
    rows = [{"name": "Oak House", **SAME_PLACE}, {"name": "Oak House", **SAME_PLACE}]
    result = eco.find_matches(make(rows))
    assert result.explain(1) == (
        "Oak House (r0) and Oak House (r1) are taken to be the same; "
        "for it: the same name; the same postcode."
    )
