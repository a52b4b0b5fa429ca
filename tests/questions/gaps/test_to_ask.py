"""What to ask next: every value of every unrecorded cell is tried, by asking the question again."""

from itertools import product

import pandas as pd
from hypothesis import example, given, settings
from hypothesis import strategies as st
from row_of_towns import make

import ecosystem as eco

VALUES = {
    "level": [1, 2, 3],
    "legal_aid": [True, False],
    "capacity": [0, 7, 900],
    "people": [0, 9, 5000],
}
CAPACITY = {"known": [0, 5, 40], "sometimes known": [None, 5, 40]}


def ask(e, **options):
    return eco.find_gaps(e, "advice", **options)


def list_open(gaps):
    """Return the codes of the areas that are not known."""
    table = gaps.table
    return set(table.index[table["status"] == "not known"])


def fill(e, cells, values):
    """Return the ecosystem with these cells of services filled, and reach where it is asked for."""
    services = e.services.set_index("service_id", drop=False)
    catchments = [e.catchments]
    demand = e.demand.set_index("area_code", drop=False)
    for (_, cell), value in zip(cells.iterrows(), values, strict=True):
        if cell["table"] == "catchments":
            row = {"service_id": cell["id"], "area_code": value}
            catchments.append(pd.DataFrame([row]))
        elif cell["table"] == "demand":
            demand.loc[cell["id"], "people"] = value
        else:
            filled = services[cell["column"]].astype(object)
            filled[cell["id"]] = value
            services[cell["column"]] = filled
    return e.replace(
        services=services.reset_index(drop=True),
        catchments=pd.concat(catchments),
        demand=demand.reset_index(drop=True),
    )


def list_ways(cells):
    """Return every way to answer what is asked, a value a cell."""
    return product(*(VALUES.get(column, ["A", "B", "C"]) for column in cells["column"]))


def test_asking_one_service_settles_both_its_areas():
    """BIG may see all 20 of A and all 10 of B, SMALL 1 of A: whether they have legal aid is open.

    A needs both, B needs BIG alone. A yes of BIG settles A (30 of 30 places) and B; a no settles B
    as a gap, and A only once SMALL, too, has said.
    """
    e = make(
        services=[("big", {"capacity": 30}), ("small", {"capacity": 1})],
        sites=[("big", "A"), ("small", "A")],
        catchments=[("big", "B")],
        demand=[("A", 20), ("B", 10)],
    )
    asked = ask(e, legal_aid=True).to_ask
    assert asked["id"].tolist() == ["big", "small"]
    assert asked["column"].tolist() == ["legal_aid", "legal_aid"]
    assert asked["name"].tolist() == ["BIG", "SMALL"]
    assert asked["people"].tolist() == [10, 30]
    assert asked["people_high"].tolist() == [30, 30]
    assert asked["areas"].tolist() == [1, 2]


def test_a_need_that_is_not_recorded_is_asked_for_last():
    """Whatever S says of legal aid, what B needs decides how much of S is left for A."""
    e = make(
        services=[("s", {"capacity": 30})],
        sites=[("s", "A"), ("s", "B")],
        demand=[("A", 20)],
    )
    asked = ask(e, legal_aid=True).to_ask
    assert asked[["table", "id", "column"]].to_numpy().tolist() == [
        ["services", "s", "legal_aid"],
        ["demand", "B", "people"],
    ]
    assert asked["areas"].tolist() == [0, 2]


def test_nothing_is_asked_where_all_is_recorded():
    e = make(services=[("s", {"capacity": 3})], sites=[("s", "A")], demand=[("A", 9), ("B", 9)])
    assert ask(e).to_ask.empty


def test_people_whose_number_may_not_be_shown_are_counted_as_an_area_only():
    e = make(services=[("s", {"capacity": 3})], sites=[("s", "A")], demand=[("A", 4), ("B", 9)])
    asked = ask(e, legal_aid=True).to_ask
    assert asked[["areas", "people"]].to_numpy().tolist() == [[1, 0]]


def test_a_no_can_make_the_places_of_others_needless():
    """A (6 people) is reached by s1, of unknown places, and perhaps by s0; C (900) perhaps by s0.

    If s0 is a no, C has nothing and A one service, which is thin whatever it holds: both are
    settled by one answer. If it is a yes of all, A hangs on the places of s1.
    """
    e = make(
        areas="AC",
        services=[
            ("s0", {"level": 3, "capacity": 40}),
            ("s1", {"level": 3, "legal_aid": True}),
        ],
        catchments=[("s0", "A"), ("s0", "C"), ("s1", "A")],
        demand=[("A", 6), ("C", 900)],
    )
    asked = ask(e, level=3, legal_aid=True).to_ask
    assert asked[["id", "column"]].to_numpy().tolist()[0] == ["s0", "legal_aid"]
    assert asked[["areas", "areas_high", "people", "people_high"]].to_numpy().tolist()[0] == [
        1,
        2,
        900,
        906,
    ]
    without = fill(e, asked.head(1), [False])
    assert list_open(ask(without, level=3, legal_aid=True)) == set()


@settings(max_examples=12)
@example(
    facts=[(None, None, 40, {"A", "C"}), (3, True, None, {"A", "B"})],
    people=(6, 6, 900),
    options={"level": 3, "legal_aid": True},
)
@given(
    facts=st.lists(
        st.tuples(
            st.sampled_from([None, 1, 3]),
            st.sampled_from([None, True, False]),
            st.sampled_from(CAPACITY["sometimes known"]),
            st.sets(st.sampled_from("ABC"), max_size=2),
        ),
        min_size=1,
        max_size=3,
    ),
    people=st.tuples(*[st.sampled_from([6, 30, 900, None])] * 3),
    options=st.sampled_from(
        [{"level": 2}, {"legal_aid": True}, {"level": 3, "legal_aid": True}, {}]
    ),
)
def test_what_is_said_to_be_settled_is_settled_by_every_answer(facts, people, options):
    """Each beginning of the list, each way to answer it: no area that counts stays open.

    And no way to answer settles more than the most that is said.
    """
    services = [
        (f"s{row}", {"level": level, "legal_aid": contract, "capacity": capacity})
        for row, (level, contract, capacity, _) in enumerate(facts)
    ]
    reach = [(f"s{row}", area) for row, (*_, areas) in enumerate(facts) for area in sorted(areas)]
    e = make(
        areas="ABC",
        services=services,
        catchments=reach,
        demand=list(zip("ABC", people, strict=True)),
    )
    before = ask(e, **options)
    was_open = list_open(before)
    assert not before.to_ask.empty or not was_open
    for size in range(1, min(len(before.to_ask), 3) + 1):
        cells = before.to_ask.head(size)
        ways = [
            was_open - list_open(ask(fill(e, cells, values), **options))
            for values in list_ways(cells)
        ]
        row = cells.iloc[-1]
        assert row["areas"] <= len(set.intersection(*ways))
        assert row["areas_high"] >= max(len(settled) for settled in ways)
        demand = before.table["demand"]
        assert row["people"] <= demand[sorted(set.intersection(*ways))].sum()
        if None not in people and all(
            capacity is not None and areas for *_, capacity, areas in facts
        ):
            assert row["areas"] == len(set.intersection(*ways))


def test_ten_answers_settle_half_of_the_west_midlands(west_midlands):
    """All but one service do not say whether they have legal aid; the first ten are asked.

    Each cell is filled with what the sample knows. 11,847 people live where the answer was open.
    """
    services = west_midlands.services
    advice = services["service_type"] == "immigration advice"
    is_first = services.index == services.index[advice][0]
    silent = west_midlands.replace(
        services=services.assign(legal_aid=services["legal_aid"].where(is_first))
    )
    before = eco.find_gaps(silent, "immigration advice", legal_aid=True)
    cells = before.to_ask
    assert len(cells) == 10
    truth = services.set_index("service_id")["legal_aid"]
    after = eco.find_gaps(
        fill(silent, cells, truth[cells["id"]]), "immigration advice", legal_aid=True
    )
    demand = before.table["demand"]
    was_open = before.table["status"].eq("not known") & (demand > 0)
    settled = was_open & after.table["status"].ne("not known")
    assert demand[settled].sum() >= demand[was_open].sum() / 2
    row = cells.iloc[-1]
    assert row["people"] <= demand[settled].sum() <= row["people_high"]
