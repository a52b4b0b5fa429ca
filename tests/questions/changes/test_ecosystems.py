"""Two maps: what joined, left, moved or reads otherwise, and what need not be a change."""

import numpy as np
import pandas as pd
import pytest

import ecosystem as eco


def list_changes(before, after):
    changes = eco.find_changes(before, after)
    columns = ["about", "id", "field", "before", "after", "change"]
    return changes.table[columns].to_numpy().tolist(), changes


def replace_cell(e, table, row, column, value):
    frame = getattr(e, table)
    cells = frame[column].astype(object)
    cells.iloc[row] = value
    return e.replace(**{table: frame.assign(**{column: cells})})


def test_nothing_changes_where_nothing_differs(tiny):
    rows, changes = list_changes(tiny, tiny)
    assert rows == []
    assert changes.not_sure.empty
    assert changes.headline == "Nothing is known to have changed."


def test_who_left_who_joined_and_what_they_took_along(tiny):
    """Cedar (c) leaves with its advice; ties of who left are no changes of their own."""
    gone, changes = list_changes(tiny, tiny.without("c"))
    assert gone == [
        ["organisation", "c", "status", "running", "", "left"],
        ["service", "advice", "status", "running", "", "left"],
    ]
    assert changes.headline == "1 organisation left and 1 service has gone."
    assert changes.findings[0] == "Cedar was running before, and is not listed now."
    back, _ = list_changes(tiny.without("c"), tiny)
    assert [row[-1] for row in back] == ["joined", "joined"]


def test_who_closed_left_and_the_word_is_there(tiny):
    rows, changes = list_changes(tiny, replace_cell(tiny, "organisations", 4, "status", "closed"))
    assert rows == [["organisation", "e", "status", "running", "closed", "left"]]
    assert changes.explain("1") == "Elm was running before, and is closed now."


def test_a_cell_that_was_empty_is_no_change(tiny):
    """Elm has no sector before: that it is faith now need not be new. Dogwood was faith before."""
    filled = replace_cell(tiny, "organisations", 4, "sector", "faith")
    rows, changes = list_changes(tiny, filled)
    assert rows == []
    assert changes.not_sure[["id", "why"]].to_numpy().tolist() == [
        ["e", "it was not recorded before"]
    ]
    assert changes.headline == (
        "Nothing is known to have changed; what is not recorded could explain 1 difference."
    )
    emptied = eco.find_changes(filled, tiny)
    assert emptied.not_sure["why"].tolist() == ["it is not recorded any more"]
    changed, _ = list_changes(tiny, replace_cell(tiny, "organisations", 3, "sector", "statutory"))
    assert changed == [["organisation", "d", "sector", "faith", "statutory", "changed"]]


def test_a_training_reads_as_the_level_it_gives(tiny):
    rows, changes = list_changes(tiny, tiny.with_level("c", "Advice", 3))
    assert rows == [["service", "advice", "level", "2", "3", "changed"]]
    assert changes.explain("1") == "Advice: level was 2, and is 3."


def test_who_stated_another_role_moved(tiny):
    rows, changes = list_changes(
        tiny, replace_cell(tiny, "organisations", 0, "stated_role", "wider network")
    )
    assert rows[0][2:] == ["stated_role", "core", "wider network", "moved"]
    assert changes.explain("1") == (
        "Ash moved from the core as stated to the wider network as stated."
    )


def test_order_and_capitals_of_a_list_are_no_change(tiny):
    one = replace_cell(tiny, "services", 0, "languages", "Farsi|English")
    other = replace_cell(tiny, "services", 0, "languages", "english|Farsi")
    assert list_changes(one, other)[0] == []


def without_tie(e, start, end):
    ties = e.relationships
    return e.replace(relationships=ties[~((ties["from_id"] == start) & (ties["to_id"] == end))])


def test_a_tie_that_is_gone_is_one_only_if_an_end_told_its_ties(tiny):
    """d trusts a; the row is gone. Nobody is known to have told: it may have been left out."""
    _, changes = list_changes(tiny, without_tie(tiny, "d", "a"))
    assert changes.table.empty
    assert changes.not_sure[["about", "id", "change"]].to_numpy().tolist() == [
        ["tie", "a|d", "left"]
    ]
    told = tiny.replace(organisations=tiny.organisations.assign(answered=[True, *[None] * 4]))
    rows, changes = list_changes(told, without_tie(told, "d", "a"))
    assert rows == [["tie", "a|d", "tie", "trusts", "", "left"]]
    assert changes.headline == "1 tie has gone."
    new, changes = list_changes(without_tie(told, "d", "a"), told)
    assert new == [["tie", "a|d", "tie", "", "trusts", "joined"]]
    assert changes.explain("1") == "Ash and Dogwood are tied now (trusts), and were not before."


def test_nobody_sent_is_known_to_be_no_tie(tiny):
    """From e to d 0 were sent, now 7: a tie that was not there before, whoever told what."""
    row = {"from_id": "e", "to_id": "d"}
    before, after = (
        tiny.replace(referrals=pd.concat([tiny.referrals, pd.DataFrame([row | {"sent": sent}])]))
        for sent in (0, 7)
    )
    assert list_changes(before, after)[0] == [["tie", "d|e", "tie", "", "referral", "joined"]]


def test_a_route_on_which_senders_hear_back_now(tiny):
    before = tiny.replace(referrals=tiny.referrals.assign(feedback=[False, None, True]))
    after = tiny.replace(referrals=tiny.referrals.assign(feedback=[True, True, True]))
    rows, changes = list_changes(before, after)
    assert rows == [["route", "a|b", "feedback", "no", "yes", "changed"]]
    assert changes.not_sure["id"].tolist() == ["b|a"] or changes.not_sure["id"].tolist() == ["a|c"]
    assert changes.explain("1") == "Ash to Birch: whether the sender hears back was no, and is yes."


def test_seats_are_compared_where_both_lists_have_the_group(tiny):
    groups = pd.DataFrame({"group_id": ["s", "f"], "name": ["Steering", "Forum"]})
    seats = pd.DataFrame({"group_id": ["s", "s", "f"], "organisation_id": ["a", "b", "a"]})
    later = pd.DataFrame({"group_id": ["s", "s"], "organisation_id": ["a", "d"]})
    before = tiny.replace(groups=groups, memberships=seats)
    after = tiny.replace(groups=groups, memberships=later)
    rows, changes = list_changes(before, after)
    assert rows == [
        ["seat", "Steering|b", "seat", "sits", "", "left"],
        ["seat", "Steering|d", "seat", "", "sits", "joined"],
    ]
    assert changes.findings[1] == "Dogwood in Steering: the seat is new."


def test_few_people_are_told_nowhere(tiny):
    """Capacity 30 becomes 3: of private eyes only, and shown as under 5."""
    few = replace_cell(tiny, "services", 0, "capacity", 3)
    changes = eco.find_changes(tiny, few)
    assert changes.settings["visibility"] == "private"
    assert changes.shown["after"].tolist() == ["under 5"]
    assert "under 5" in changes.explain("1")
    masked = eco.find_changes(*(e.select(visibility="public") for e in (tiny, few)))
    assert masked.settings["visibility"] == "public"


def test_other_ids_are_the_same_organisations(tiny):
    """The ids are given anew; by their names all are who they were, with all their ties."""
    renamed = rename(tiny)
    changes = eco.find_changes(tiny, renamed)
    assert changes.table.empty
    assert changes.not_sure.empty
    one, other = (
        eco.find_changes(tiny, e.without(key)) for e, key in ((tiny, "b"), (renamed, "org-b"))
    )
    columns = ["about", "name", "field", "before", "after", "change"]
    assert one.table[columns].to_numpy().tolist() == other.table[columns].to_numpy().tolist()


def rename(e):
    links = ("organisation_id", "from_id", "to_id")
    return e.replace(
        **{
            name: frame.assign(
                **{link: "org-" + frame[link].astype(str) for link in links if link in frame}
            )
            for name in ("organisations", "providers", "referrals", "relationships")
            for frame in [getattr(e, name)]
        }
    )


def test_two_that_are_not_of_one_kind_are_refused(tiny):
    with pytest.raises(ValueError, match="not of one kind"):
        eco.find_changes(tiny, eco.find_core(tiny))
    with pytest.raises(ValueError, match="no answers to one question"):
        eco.find_changes(eco.find_core(tiny), eco.find_gaps(tiny, "advice"))
    with pytest.raises(ValueError, match="level"):
        eco.find_changes(
            eco.find_gaps(tiny, "advice", level=1), eco.find_gaps(tiny, "advice", level=2)
        )


def test_a_level_is_given_to_who_runs_the_service(tiny):
    trained = tiny.with_level("c", "advice", 3)
    assert trained.services.set_index("service_id").loc["advice", "level"] == 3
    assert np.isnan(trained.services.set_index("service_id").loc["food-a", "level"])
    with pytest.raises(ValueError, match="'a' runs no service of type 'advice'"):
        tiny.with_level("a", "advice", 2)
    with pytest.raises(ValueError, match="'z' is not in organisations"):
        tiny.with_level("z", "advice", 2)
    with pytest.raises(eco.DataError, match="level"):
        tiny.with_level("c", "advice", 4)
