from double_entries import SAME_PLACE, make

import ecosystem as eco


def test_the_fullest_record_gives_its_name():
    first = {"name": "Oak House Ltd", "charity_number": "1112233"}
    entities = eco.find_matches(make([first, first | {"name": "Oak House", **SAME_PLACE}])).entities
    named = entities.set_index("record_id")["canonical_name"]
    assert named[["r0", "r1"]].tolist() == ["Oak House", "Oak House"]


def test_several_sources_are_compared_with_each_other():
    first = make([{"name": "Meadow Project", **SAME_PLACE}])
    second = make([{"name": "Meadow Project", **SAME_PLACE}], fill=())
    result = eco.find_matches(first, sources={"council": second})
    pair = result.table.loc[1]
    assert (pair["source_a"], pair["source_b"]) == ("this data", "council")
    assert pair["decision"] == "same"
    entities = result.entities.set_index(["source", "record_id"])["entity"]
    assert entities["this data", "r0"] == entities["council", "r0"]
    assert entities.nunique() == len(entities) - 1
