"""Who is who: by id, number, name, or decision; what is not sure is listed."""

import pandas as pd
import pytest
from small_answer import make_answer

import ecosystem as eco
from ecosystem.questions.changes.identity import match_organisations


def make(rows):
    """Return a table of organisations: id, name, and charity number if given."""
    frame = pd.DataFrame(rows, columns=["organisation_id", "name", "charity_number"])
    return frame.set_index("organisation_id")


def test_the_same_id_number_or_name():
    """a by id; b and x by number, under another name; c and y by a name without its legal form."""
    before = make([("a", "Ash", None), ("b", "Birch", "1164883"), ("c", "Cedar Ltd", None)])
    after = make([("a", "Ash", None), ("x", "Birch Trees", "1164883"), ("y", "Cedar", None)])
    found = match_organisations(before, after, None)
    assert found.before_of == {"a": "a", "x": "b", "y": "c"}
    assert found.unsure.empty


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        (
            [("b", "Birch", "1164883")],
            [("x", "Birch", "1077116")],
            ["the same name and another number"],
        ),
        (
            [("b", "Birch", None), ("c", "Birch", None)],
            [("x", "Birch", None)],
            ["the name is there more than once"] * 2,
        ),
    ],
)
def test_what_is_not_sure_is_listed_and_not_taken(before, after, why):
    found = match_organisations(make(before), make(after), None)
    assert found.before_of == {}
    assert found.unsure["why"].tolist() == why


def test_one_id_under_two_names_is_taken_and_said():
    found = match_organisations(make([("1", "Ash", None)]), make([("1", "Elm", None)]), None)
    assert found.before_of == {"1": "1"}
    assert found.unsure["why"].tolist() == ["the same id and another name; taken as one"]


def make_ecosystem(ids, names):
    return eco.Ecosystem(organisations=pd.DataFrame({"organisation_id": ids, "name": names}))


def decide(before, after, decisions):
    """Return the answer of `find_matches` with these decisions in it, by ids."""
    matches = eco.find_matches(before, sources={"after": after})
    rows = [
        {
            "record_a": one,
            "source_a": "this data",
            "record_b": other,
            "source_b": "after",
            "decision": decision,
        }
        for one, other, decision in decisions
    ]
    return eco.MatchesResult(
        table=pd.DataFrame(rows),
        entities=matches.entities,
        settings=matches.settings,
        notes=matches.notes,
    )


def test_decisions_of_find_matches_count_where_ids_differ():
    """Birch is one and spelt otherwise; whether Ash is Ashes, and so joined or left, is open."""
    before = make_ecosystem(["a", "b"], ["Ash", "Birch Advice"])
    after = make_ecosystem(["x", "y"], ["Ashes", "Birch Advise"])
    told = decide(before, after, [("a", "x", "ask a person"), ("b", "y", "same")])
    changes = eco.find_changes(before, after, matches=told)
    assert changes.pairs[["before_id", "after_id", "why"]].to_numpy().tolist() == [
        ["a", "x", "they may be one: ask a person"]
    ]
    assert changes.table[["id", "change"]].to_numpy().tolist() == [["y", "changed"]]
    assert changes.not_sure[["id", "change"]].to_numpy().tolist() == [
        ["a", "left"],
        ["x", "joined"],
    ]


def test_a_person_may_say_that_two_of_one_name_are_two():
    before, after = make_ecosystem(["a"], ["Ash"]), make_ecosystem(["x"], ["Ash"])
    told = decide(before, after, [("a", "x", "different")])
    assert eco.find_changes(before, after).table.empty
    apart = eco.find_changes(before, after, matches=told)
    assert apart.table["change"].tolist() == ["joined", "left"]


def test_a_name_that_is_the_same_needs_no_person():
    before, after = make_ecosystem(["a"], ["Ash"]), make_ecosystem(["x"], ["Ash"])
    told = eco.find_matches(before, sources={"after": after})
    assert eco.find_changes(before, after, matches=told).pairs.empty


def test_another_answer_is_no_list_of_matches():
    with pytest.raises(ValueError, match="matches is no answer of find_matches"):
        eco.find_changes(
            make_ecosystem(["a"], ["Ash"]), make_ecosystem(["b"], ["Elm"]), matches=make_answer()
        )
