"""Who may see what, and which numbers may be shown; every case worked by hand."""

import numpy as np
import pandas as pd
import pytest

from ecosystem.disclosure import (
    NOT_SHOWN,
    SMALL,
    STAND_IN,
    are_small,
    count_people,
    find_most_guarded,
    hide_counts,
    hide_figures,
    hide_parts,
    hide_shares,
    hide_small,
    list_hidden,
    list_seen,
    refuse_guarded,
    stand_in,
)


@pytest.mark.parametrize(
    ("audience", "seen"),
    [
        ("public", ("public",)),
        ("partners", ("public", "partners")),
        ("private", ("public", "partners", "private")),
    ],
)
def test_each_audience_sees_what_wider_ones_see(audience, seen):
    assert list_seen(audience) == seen


def test_an_unknown_audience_sees_nothing():
    with pytest.raises(ValueError, match="Did you mean 'public'"):
        list_seen("publik")


def test_the_most_guarded_mark_wins_and_an_unknown_one_over_all():
    assert find_most_guarded([]) == "public"
    assert find_most_guarded(["public", "private", "partners"]) == "private"
    assert find_most_guarded(["private", "secret"]) == "secret"


def test_an_answer_is_shown_to_those_who_may_see_what_it_rests_on():
    refuse_guarded({"visibility": "partners"}, "private")
    refuse_guarded({"visibility": "partners"}, "partners")
    with pytest.raises(ValueError, match="rests on partners rows"):
        refuse_guarded({"visibility": "partners"}, "public")
    with pytest.raises(ValueError, match="rests on private rows"):
        refuse_guarded({}, "partners")


@pytest.mark.parametrize(
    ("people", "shown"),
    [
        (0, "0"),
        (0.2, SMALL),
        (1, SMALL),
        (4, SMALL),
        (4.4, SMALL),
        (4.51, "5"),
        (5, "5"),
        (np.nan, "not known"),
    ],
)
def test_counts_of_people(people, shown):
    """Numbers worked out need not be whole: what rounds to 5 may be shown."""
    assert count_people(people) == shown
    assert are_small([people]).tolist() == [shown == SMALL]


def test_one_number_stands_for_all_that_are_small():
    assert stand_in(pd.Series([0.0, 1, 4, 5])).tolist() == [0, STAND_IN, STAND_IN, 5]


def test_one_hidden_area_in_a_larger_one_hides_the_smallest_other():
    """North holds a (3 people), b (20) and c (50); South holds d (9).

    a is small. North's total 73 less b and c is a, so b, the smaller of the two, is hidden too.
    Then two are hidden in all, and d tells nothing.
    """
    demand = pd.Series([3.0, 20, 50, 9])
    parent = pd.Series(["north", "north", "north", "south"])
    assert list_hidden(demand, parent).tolist() == [True, True, False, False]


def test_one_hidden_area_alone_in_its_larger_one_hides_the_smallest_of_all():
    """a (3) is all of North. The total of all less the others is a: d (9), the smallest, goes."""
    demand = pd.Series([3.0, 20, 50, 9])
    parent = pd.Series(["north", "south", "south", "south"])
    assert list_hidden(demand, parent).tolist() == [True, False, False, True]


def test_two_hidden_areas_tell_nothing_of_each_other():
    """2 and 4 in one larger area: their sum 6 is known, neither of them is."""
    demand = pd.Series([2.0, 4, 50, 0])
    parent = pd.Series(["north"] * 4)
    assert list_hidden(demand, parent).tolist() == [True, True, False, False]


def test_nothing_is_hidden_where_nothing_is_small():
    """None and 5 are both shown, and an area of which nothing is known hides nothing."""
    assert not list_hidden(pd.Series([0.0, 5, np.nan]), pd.Series(["x"] * 3)).any()


def test_an_area_without_people_hides_nothing_in_the_place_of_another():
    """0 tells that it is 0 either way, so the next larger, 7, is hidden beside 3."""
    demand = pd.Series([3.0, 0, 7, 9])
    assert list_hidden(demand, pd.Series([None] * 4)).tolist() == [True, False, True, False]


def test_small_numbers_and_what_they_can_be_worked_out_from_go_blank():
    table = pd.DataFrame({"people": [3.0, 10, np.nan], "share": [0.3, 1.0, 0.5]})
    shown = hide_small(table, ["people"], ["share"])
    assert shown["people"].tolist()[:2] == [SMALL, 10]
    assert shown["share"].isna().tolist() == [True, False, False]
    assert table["people"].tolist()[:2] == [3, 10]


def test_a_count_that_would_tell_another_is_not_shown():
    table = pd.DataFrame({"people": [3.0, 20, 50], "share": [0.1, 0.2, 0.3]})
    shown = hide_counts(table, "people", pd.Series([True, True, False]), ["share"])
    assert shown["people"].tolist() == [SMALL, NOT_SHOWN, 50]
    assert shown["share"].isna().tolist() == [True, True, False]


def test_single_figures():
    """3 is small; what is text already stays text."""
    figures = pd.Series({"sent": 3, "due": 12, "said": "not known"}, dtype=object)
    assert hide_figures(figures, ["sent", "due", "said"]).tolist() == [SMALL, 12, "not known"]


def test_a_share_that_times_its_base_is_small_goes_with_its_limits():
    """0.3 of 10 people is 3, to be hidden; 0.5 of 10 is 5, to be shown; 0 of 10 is nobody."""
    table = pd.DataFrame(
        {"sent": [10.0, 10, 10], "share": [0.3, 0.5, 0.0], "share_low": [0.1, 0.2, 0.0]}
    )
    shown = hide_shares(table, ["sent"], ["share"], ["", "_low"])
    assert shown["share"].isna().tolist() == [True, False, False]
    assert shown["share_low"].isna().tolist() == [True, False, False]


def test_a_whole_is_not_shown_where_one_part_is_hidden():
    """20 in all and 17 of them elsewhere tell the 3; 20, 10 and 10 tell nothing; 4 is small."""
    table = pd.DataFrame({"all": [20.0, 20, 4], "here": [3.0, 10, 4], "there": [17.0, 10, 0]})
    shown = hide_parts(table, "all", ["here", "there"])
    assert shown["all"].tolist() == [NOT_SHOWN, 20, SMALL]
    assert shown["here"].tolist() == [SMALL, 10, SMALL]
    assert shown["there"].tolist() == [17, 10, 0]
