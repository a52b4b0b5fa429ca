"""News through meetings, beside a search over all time-respecting paths."""

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from ecosystem.questions.representation.dominators import count_cut_off
from ecosystem.questions.representation.temporal_paths import (
    Calendar,
    follow_news,
    make_room,
    measure_absence,
)


def make(sits, days, *, same_day=False, wait=math.inf):
    """Return who sits where and when each group meets; `sits` has a row a group."""
    matrix = sparse.csr_array(np.array(sits, dtype=float))
    groups, organisations = matrix.shape
    room = make_room(matrix, np.arange(groups), np.arange(organisations))
    return room, Calendar(days=days, wait=[wait] * groups, same_day=same_day)


def walk_all(sits, days, begin, *, same_day, idle=None):
    """Return the first day on which each hears, by walking every path there is.

    A path goes from a meeting to a later one (or, with `same_day`, to one of the same day) of
    another group in which somebody who was there sits, other than `idle`. It passes a group once.
    """
    heard = [math.inf] * len(sits[0])

    def walk(group, day, passed):
        for organisation, sits_there in enumerate(sits[group]):
            if not sits_there:
                continue
            heard[organisation] = min(heard[organisation], day)
            if organisation == idle:
                continue
            for other in set(range(len(sits))) - passed:
                for later in days[other]:
                    if sits[other][organisation] and (later > day or (same_day and later == day)):
                        walk(other, later, passed | {other})

    walk(0, begin, {0})
    return heard


ROOMS = st.integers(1, 5).flatmap(
    lambda organisations: st.lists(
        st.tuples(
            st.lists(st.booleans(), min_size=organisations, max_size=organisations),
            st.lists(st.integers(0, 9), max_size=3, unique=True).map(sorted),
        ),
        min_size=1,
        max_size=4,
    )
)


def test_news_is_brought_to_the_next_meeting_and_no_earlier():
    """Three groups: top (a, b) meets on day 0; left (a, c) on days 0 and 9; right (b, c, d) on 4.

    a hears on 0 and could tell left on 9; b tells right on 4, so c and d hear on 4. The meeting of
    left on day 0 does not count: which of two meetings of a day comes first is not recorded. If it
    counts, c hears on 0.
    """
    sits = [[1, 1, 0, 0], [1, 0, 1, 0], [0, 1, 1, 1]]
    days = [[0], [0, 9], [4]]
    room, calendar = make(sits, days)
    spread = follow_news(room, calendar, 0, 0)
    assert spread.days.tolist() == [0, 0, 4, 4]
    assert spread.heard_in.tolist() == [0, 0, 2, 2]
    # Left hears on day 9 from those who have known longest, of whom a comes first.
    assert spread.group_days.tolist() == [0, 9, 4]
    assert spread.brought_to.tolist() == [-1, 0, 1]
    room, calendar = make(sits, days, same_day=True)
    assert follow_news(room, calendar, 0, 0).days.tolist() == [0, 0, 0, 4]


def test_without_one_the_others_hear_later_or_not_at_all():
    """As above. Without b c hears from a on day 9, five days later, and d not at all (d has no
    other seat, and c comes to right on day 4, before it knows)."""
    room, calendar = make([[1, 1, 0, 0], [1, 0, 1, 0], [0, 1, 1, 1]], [[0], [0, 9], [4]])
    spread = follow_news(room, calendar, 0, 0)
    assert measure_absence(room, calendar, spread, 1) == (1, 5.0)
    assert measure_absence(room, calendar, spread, 3) == (0, 0.0)


def test_upwards_the_calendar_is_read_backwards():
    """Top meets on day 20, left (a, c) on 3 and 11, right (c, d) on 5.

    What is to be told at the top on 20: a has until 20, c until left meets on 11, nine days before;
    d has to tell c on 5, before left meets on 11: fifteen days before.
    """
    room, calendar = make([[1, 0, 0], [1, 1, 0], [0, 1, 1]], [[20], [3, 11], [5]])
    spread = follow_news(room, calendar.turn(), 0, -20)
    assert (spread.days + 20).tolist() == [0, 9, 15]


@settings(max_examples=50)
@given(rows=ROOMS, same_day=st.booleans(), begin=st.integers(0, 4))
def test_everyone_hears_on_the_first_day_of_all_paths(rows, same_day, begin):
    sits, days = zip(*rows, strict=True)
    room, calendar = make(sits, days, same_day=same_day)
    spread = follow_news(room, calendar, 0, begin)
    assert spread.days.tolist() == walk_all(sits, days, begin, same_day=same_day)
    is_told = np.isfinite(spread.days)
    assert (spread.group_days[spread.heard_in[is_told]] == spread.days[is_told]).all()


@settings(max_examples=50)
@given(rows=ROOMS, data=st.data())
def test_an_absence_costs_what_all_paths_without_it_say(rows, data):
    sits, days = zip(*rows, strict=True)
    absent = data.draw(st.integers(0, len(sits[0]) - 1))
    room, calendar = make(sits, days)
    spread = follow_news(room, calendar, 0, 0)
    without = walk_all(sits, days, 0, same_day=False, idle=absent)
    others = [one for one in range(len(without)) if one != absent and spread.days[one] < math.inf]
    later = [without[one] - spread.days[one] for one in others]
    lost, delay = measure_absence(room, calendar, spread, absent)
    assert lost == sum(math.isinf(days) for days in later)
    assert delay == max((days for days in later if math.isfinite(days)), default=0)


@settings(max_examples=50)
@given(rows=ROOMS)
def test_those_cut_off_have_no_way_when_it_is_gone(rows):
    sits, days = zip(*rows, strict=True)
    room, calendar = make(sits, [[] for _ in days], wait=1.0)
    steps = follow_news(room, calendar, 0, 0).days
    cut_off = count_cut_off(sparse.csr_array(np.array(sits, dtype=float)), 0, steps)
    for absent in range(len(sits[0])):
        fewer = [[here and one != absent for one, here in enumerate(row)] for row in sits]
        room, calendar = make(fewer, [[] for _ in days], wait=1.0)
        left = follow_news(room, calendar, 0, 0).days
        lost = np.isfinite(steps) & np.isinf(left)
        lost[absent] = False
        assert cut_off[absent] == lost.sum()
