import pandas as pd
import pytest
from double_entries import OTHERS, SAME_PLACE, decide, make

import ecosystem as eco
from ecosystem.questions.matching.records import (
    CLEAN,
    RecordField,
    find_witnesses,
    list_all_names,
    list_records,
)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"charity_number": "GB-CHC-none"}, {"charity_number": "GB-CHC-applied"}),
        ({"charity_number": "exempt"}, {"charity_number": "exempt"}),
        ({"website": "none yet"}, {"website": "none yet"}),
        (
            {"website": "facebook.com/profile.php?id=1"},
            {"website": "facebook.com/profile.php?id=2"},
        ),
        ({"website": "https://x.com/somali"}, {"website": "https://x.com/women"}),
        ({"website": "facebook.com"}, {"website": "facebook.com"}),
        ({"postcode": "BS5"}, {"postcode": "BS5"}),
        ({"name": "Somali Voice (UK)"}, {"name": "Refugee Action (UK)"}),
        ({"name": "Somali Voice (CIO)"}, {"name": "Refugee Action (CIO)"}),
    ],
)
def test_what_says_nothing_joins_nobody(first, second):
    pair = decide({"name": "Somali Women", **first}, {"name": "Refugee Action", **second})
    assert pair is None or (pair["decision"], pair["reasons_for"]) == ("different", "")


@pytest.mark.parametrize("copies", [2, 3, 5, 8])
@pytest.mark.parametrize("known", [{"charity_number": "1119999"}, SAME_PLACE, {"website": "h.org"}])
def test_further_copies_do_not_hide_each_other(copies, known):
    """Rows that tell the same about one organisation are one witness, not several."""
    result = eco.find_matches(make([{"name": "Harbour Rights", **known}] * copies))
    assert list(result.table["decision"]) == ["same"] * (copies * (copies - 1) // 2)
    assert result.entities["entity"].nunique() == len(OTHERS) + 1


def test_ids_change_nothing():
    rows = [
        {"name": f"Oak {at % 40} House", "postcode": f"B{at % 30 + 1} 1AA"} for at in range(250)
    ]
    e = make(rows)
    renamed = e.organisations.assign(
        organisation_id=[f"q{hash_ * 7919 % 10007}" for hash_ in range(len(e.organisations))]
    )
    before, after = (
        eco.find_matches(e).table,
        eco.find_matches(e.replace(organisations=renamed)).table,
    )
    kept = ["name_a", "name_b", "probability", "decision"]
    pd.testing.assert_frame_equal(before[kept], after[kept])


def test_names_that_share_nothing_need_a_table_of_other_names():
    first, second = {"name": "Refuge Point", **SAME_PLACE}, {"name": "Oak House", **SAME_PLACE}
    before = decide(first, second)
    assert before is None or before["decision"] == "different"
    aliases = pd.DataFrame({"name": ["Oak House"], "other_name": ["Refuge Point"]})
    after = decide(first, second, aliases=aliases)
    assert after["decision"] == "same"
    assert "the same other name" in after["reasons_for"]


def test_other_names_of_the_data_count():
    first = {"name": "Refuge Point", "other_names": "Oak House|Elm House", **SAME_PLACE}
    assert decide(first, {"name": "Elm House", **SAME_PLACE})["decision"] == "same"


def test_fields_stand_in_the_order_in_which_they_are_compared():
    assert [field.column for field in RecordField] == ["name", *CLEAN]


def test_rows_of_one_name_that_share_a_number_or_place_are_one_witness():
    """0 and 1 share a number, 1 and 2 a postcode: all three are one. 3 has another name."""
    rows = [
        {"name": "Oak House", "charity_number": "1112233"},
        {"name": "Oak House Ltd", "charity_number": "1112233", **SAME_PLACE},
        {"name": "Oak House", **SAME_PLACE},
        {"name": "Elm House", **SAME_PLACE},
        {"name": "Oak House"},
    ]
    records = list_records({"this data": make(rows, fill=())})
    witness = dict(zip(records["record_id"], find_witnesses(records), strict=True))
    assert witness["r0"] == witness["r1"] == witness["r2"]
    assert len({witness["r0"], witness["r3"], witness["r4"]}) == 3


def test_names_are_listed_own_first_with_short_forms_other_names_and_aliases():
    rows = [{"name": "Oak House (OHC)", "other_names": "Old Oak; The Oak"}]
    aliases = pd.DataFrame({"name": ["Acorn Trust"], "other_name": ["old oak"]})
    records = list_records({"this data": make(rows, fill=())})
    names = ["oak house", "ohc", "old oak", "oak"]
    assert list_all_names(records, None) == [names]
    assert list_all_names(records, aliases) == [[*names, "acorn trust"]]


@pytest.mark.parametrize("mark", ["|", ";", "\n"])
def test_other_names_are_split_at_marks_and_not_at_commas(mark):
    """ "Smith, Jones and Partners" is one name."""
    row = {"name": "Harbour Rights", "other_names": f"Smith, Jones and Partners {mark} SJP"}
    names = list_all_names(list_records({"this data": make([row], fill=())}), None)
    assert names == [["harbour rights", "smith jones and partners", "sjp"]]
