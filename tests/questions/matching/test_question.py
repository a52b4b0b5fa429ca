import pandas as pd
import pytest
from double_entries import OTHERS, SAME_PLACE, decide, make
from hypothesis import given, settings
from hypothesis import strategies as st

import ecosystem as eco


def test_an_area_adds_nothing_to_two_postcodes():
    first, second = {"name": "Oak House", **SAME_PLACE}, {"name": "Oak House Ltd", **SAME_PLACE}
    without = decide(first, second)
    area = {"area_code": "x"}
    assert decide(first | area, second | area)["probability"] == without["probability"]


def test_an_answer_is_as_private_as_its_most_private_source():
    open_, closed = make([]), make([{"name": "Oak House", "visibility": "private"}])
    for e, other in ((open_, closed), (closed, open_)):
        assert eco.find_matches(e, sources={"b": other}).settings["visibility"] == "private"
    assert eco.find_matches(open_, sources={"b": open_}).settings["visibility"] == "public"


def test_nothing_is_merged_by_asking():
    e = make([{"name": "Meadow Project", **SAME_PLACE}, {"name": "Meadow Project", **SAME_PLACE}])
    before = e.organisations
    assert list(eco.find_matches(e).table["decision"]) == ["same"]
    pd.testing.assert_frame_equal(e.organisations, before)
    assert len(before) == len(OTHERS) + 2


def test_nobody_twice_is_said():
    assert eco.find_matches(make([])).headline == (
        "Of 10 organisations none seems to be entered twice."
    )
    nobody = eco.find_matches(
        eco.Ecosystem(organisations=pd.DataFrame({"organisation_id": [], "name": []}))
    )
    assert nobody.headline == "There are no organisations to compare."
    assert nobody.table.empty


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"same_from": 0.4}, "Give 0 < ask_from <= same_from <= 1"),
        ({"ask_from": 0}, "Give 0 < ask_from <= same_from <= 1"),
        ({"aliases": pd.DataFrame({"name": ["a"]})}, "other_name"),
        ({"aliases": [("a", "b")]}, "is of type list. Give a DataFrame"),
        ({"sources": [make([])]}, "is of type list. Give a dict"),
        ({"sources": {"b": pd.DataFrame()}}, "'b' is of type pandas DataFrame. Give an Ecosystem"),
        ({"sources": {"this data": make([])}}, "Choose another name"),
    ],
)
def test_wrong_options_say_what_to_do(options, words):
    with pytest.raises(ValueError, match=words):
        eco.find_matches(make([]), **options)


NAMES = st.sampled_from(["Oak House", "Oak House Ltd", "OH", "Elm Trust", "Elm Trust East", "Ümit"])


ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "name": NAMES,
            "charity_number": st.sampled_from([None, "1112233", "1112234", "209999"]),
            "website": st.sampled_from([None, "oak.example", "https://www.oak.example/"]),
            "postcode": st.sampled_from([None, "B1 1AA", "B1 1AB"]),
        }
    ),
    max_size=8,
)


@settings(deadline=None, max_examples=25)
@given(ROWS)
def test_any_data_get_an_answer_in_words(rows):
    result = eco.find_matches(make(rows, fill=OTHERS[:3]))
    table = result.table
    assert result.headline
    assert all(result.explain(one) == result.explain(str(one)) for one in table.index)
    assert table["probability"].between(0, 1).all()
    assert (table.loc[table["decision"] == "same", "probability"] >= 0.95).all()
    assert (
        not table.loc[table["decision"] == "same", "reasons_against"]
        .str.contains("the names")
        .any()
    )
    result.to_dict()
    assert len(result.entities) == len(rows) + 3


@settings(deadline=None, max_examples=15)
@given(ROWS, st.randoms())
def test_the_order_of_rows_changes_nothing(rows, random):
    e = make(rows, fill=OTHERS[:3])
    mixed = e.organisations.sample(frac=1, random_state=random.randrange(1000))
    before, after = eco.find_matches(e), eco.find_matches(e.replace(organisations=mixed))
    pd.testing.assert_frame_equal(before.table, after.table)
    pd.testing.assert_frame_equal(before.entities, after.entities)
