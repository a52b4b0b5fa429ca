"""Who may see what, and which numbers may be shown; every case worked by hand."""

import numpy as np
import pandas as pd
import pytest

from ecosystem.disclosure import (
    NOT_SHOWN,
    SMALL,
    STAND_IN,
    are_mostly_few,
    are_small,
    count_people,
    count_total,
    find_most_guarded,
    hide_figures,
    hide_parts,
    hide_shares,
    hide_small,
    list_limits,
    list_seen,
    loosen_bounds,
    may_tell_total,
    note_stand_ins,
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
    with pytest.raises(ValueError, match="rests on private rows or exact counts from 1 to 4"):
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


@pytest.mark.parametrize(
    ("parts", "shown"),
    [
        # 80 in all less 20, 50 and 7 is 3: 7, the smallest other, is open too.
        ([3.0, 20, 50, 7], [SMALL, 20, 50, NOT_SHOWN]),
        # 2 and 4 are two: their sum is known, neither of them is.
        ([2.0, 4, 50], [SMALL, SMALL, 50]),
        # 0 tells that it is 0 either way.
        ([3.0, 0, 9], [SMALL, 0, NOT_SHOWN]),
        ([5.0, 0, 9], [5, 0, 9]),
        ([3.0], [SMALL]),
    ],
)
def test_of_the_parts_of_a_known_whole_never_just_one_is_open(parts, shown):
    assert hide_parts(pd.DataFrame({"people": parts}), "people")["people"].tolist() == shown


def test_what_a_total_of_stand_ins_is_worth_is_said_once():
    assert note_stand_ins(pd.Series([1.0, 5, np.nan])) == []
    (note,) = note_stand_ins(pd.Series([STAND_IN, 9]), pd.Series([STAND_IN]))
    assert note.startswith("2 numbers of people from 1 to 4 are counted as 2.5 each")
    (note,) = note_stand_ins(pd.Series([STAND_IN]))
    assert "is counted as 2.5, so that no total tells it: a total is off by up to 1.5." in note


def test_small_numbers_and_what_they_can_be_worked_out_from_go_blank():
    table = pd.DataFrame({"people": [3.0, 10, np.nan], "share": [0.3, 1.0, 0.5]})
    shown = hide_small(table, ["people"], ["share"])
    assert shown["people"].tolist()[:2] == [SMALL, 10]
    assert shown["share"].isna().tolist() == [True, False, False]
    assert table["people"].tolist()[:2] == [3, 10]


def test_single_figures():
    """3 is small; what is text already stays text."""
    figures = pd.Series({"sent": 3, "due": 12, "said": "not known"}, dtype=object)
    assert hide_figures(figures, ["sent", "due", "said"]).tolist() == [SMALL, 12, "not known"]


def test_a_share_that_times_its_base_is_small_goes_with_its_limits():
    """0.3 of 10 people is 3, to be hidden; 0.5 of 10 is 5, to be shown; 0 of 10 is nobody."""
    table = pd.DataFrame(
        {"sent": [10.0, 10, 10], "share": [0.3, 0.5, 0.0], "share_low": [0.1, 0.2, 0.0]}
    )
    shown = hide_shares(table, {"share": table["sent"]}, ["", "_low"])
    assert shown["share"].isna().tolist() == [True, False, False]
    assert shown["share_low"].isna().tolist() == [True, False, False]


def test_a_share_tells_those_not_in_it_too():
    """Of 40, 0.925 is all but 3; 0.875 is all but 5."""
    table = pd.DataFrame({"share": [0.925, 0.875, 1.0]})
    bases = {"share": pd.Series([40.0, 40, 40])}
    shown = hide_shares(table, bases, [""], both_sides=True)
    assert shown["share"].isna().tolist() == [True, False, False]


@pytest.mark.parametrize(
    ("people", "said"),
    [
        ([60, 41, 0], "101"),
        ([100, STAND_IN], "about 102"),
        # 10 and from 1 to 4 are 11 to 14: 12 is about right. Twice that is not.
        ([10, STAND_IN], "about 12"),
        ([5, STAND_IN, STAND_IN], "between 7 and 13"),
        ([STAND_IN] * 40, "between 40 and 160"),
        ([STAND_IN, 0], SMALL),
        ([3], SMALL),
    ],
)
def test_a_total_of_hidden_counts_says_how_far_it_holds(people, said):
    numbers = pd.Series(people, dtype=float)
    assert count_total(numbers) == said
    assert are_mostly_few(numbers) == (said.startswith("between") or STAND_IN in people[:1])
    least, most = list_limits(numbers)
    assert (least <= numbers).all()
    assert (most >= numbers).all()


def test_bounds_hold_and_tell_no_few():
    """Of 5 to 30 sent some are taken on, some are not, of others it is open: all ways to part them.

    What is told holds, and whoever sees it can pin no part of 1 to 4 to one number.
    """
    ways = {}
    for whole in range(5, 31):
        for low in range(whole):
            for high in range(low + 1, whole + 1):
                exact = [np.array([float(number)]) for number in (low, high, whole)]
                least, most = (bound.item() for bound in loosen_bounds(*exact))
                assert least <= low <= high <= most
                parts = (low, whole - high, high - low)
                ways.setdefault((whole, least, most), []).append(parts)
    for parted in ways.values():
        for numbers in map(set, zip(*parted, strict=True)):
            assert len(numbers) > 1 or not numbers <= {1, 2, 3, 4}


def test_a_total_is_told_only_where_each_part_may_still_be_anything():
    """Every way in which four counts from 1 to 4 come to a total: 7 to 13 leave each one open."""
    least, most = np.full(4, 1.0), np.full(4, 4.0)
    ways = {}
    for counts in np.ndindex(4, 4, 4, 4):
        numbers = [count + 1 for count in counts]
        ways.setdefault(sum(numbers), []).append(numbers)
    for total, parted in ways.items():
        is_open = all({way[part] for way in parted} == {1, 2, 3, 4} for part in range(4))
        assert may_tell_total(total, least, most) == is_open
