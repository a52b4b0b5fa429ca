"""What is not recorded is never "no": a gap is what no unrecorded cell could close."""

from itertools import product

import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from row_of_towns import make

import ecosystem as eco


def ask(e, **options):
    return eco.find_gaps(e, "advice", **options)


def test_a_region_is_no_desert_because_a_column_is_empty(legal_aid):
    """No level is recorded of the 284 places of 2015, all with a legal aid contract.

    A contract is for casework, so at level 2 all is as for legal aid. Of level 3 nothing is
    known: 116 areas that no place reaches are gaps, the 81 others with need are not known.
    """
    by_contract = eco.find_gaps(legal_aid, "immigration advice", legal_aid=True).table["status"]
    at_two = eco.find_gaps(legal_aid, "immigration advice", level=2).table["status"]
    assert at_two.tolist() == by_contract.tolist()
    at_three = eco.find_gaps(legal_aid, "immigration advice", level=3)
    needed = at_three.table["demand"] > 0
    assert at_three.table.loc[needed, "status"].value_counts().to_dict() == {
        "gap": 116,
        "not known": 81,
    }
    assert "For 81 areas it is not known" in at_three.headline


def test_no_area_is_a_gap_where_a_silent_service_reaches(west_midlands):
    services = west_midlands.services
    is_first = services.index == services.index[services["service_type"] == "immigration advice"][0]
    e = west_midlands.replace(
        services=services.assign(legal_aid=services["legal_aid"].where(is_first))
    )
    gaps = eco.find_gaps(e, "immigration advice", legal_aid=True).table
    assert gaps.loc[gaps["is_gap"], "possible_in_reach"].eq(0).all()
    assert gaps.loc[gaps["possible_in_reach"] > 0, "status"].isin(["not known", "covered"]).any()


def test_services_that_say_nothing_of_where_they_are_keep_every_area_open():
    """S could see all 9 of A or all 9 of B, and 9 of the 40 of C; nobody knows which."""
    e = make(
        areas="ABC",
        services=[("s", {"capacity": 9})],
        demand=[("A", 9), ("B", 9), ("C", 40)],
    )
    gaps = ask(e)
    assert gaps.table["status"].tolist() == ["not known"] * 3
    assert gaps.table["coverage_high"].tolist() == pytest.approx([1, 1, 9 / 40])
    assert gaps.explain("C") == (
        "40 people in Town C are counted as needing advice; no service is known to be in reach; of "
        "1 service that may reach them not all is recorded."
    )
    assert "1 of 1 service does not say where it works: S." in " ".join(gaps.notes)


def test_an_area_that_an_unread_place_may_mean_is_no_gap():
    """S reaches A and "city wide"; T reaches A, too, and says no more.

    T's 4 places are for A alone: 4 of 9 at the least, and with the 9 of S all. Of B no place is
    known; S may give it all it has, 9 of 9. In each it is one service of which not all is recorded.
    """
    e = make(
        areas="AB",
        services=[("s", {"capacity": 9, "areas_unclear": "city wide"}), ("t", {"capacity": 4})],
        catchments=[("s", "A"), ("t", "A")],
        demand=[("A", 9), ("B", 9)],
    )
    gaps = ask(e)
    assert gaps.table["status"].tolist() == ["not known", "not known"]
    assert gaps.table["possible_in_reach"].tolist() == [1, 1]
    assert gaps.table["coverage_low"].tolist() == pytest.approx([4 / 9, 0])
    assert gaps.table["coverage_high"].tolist() == pytest.approx([1, 1])
    assert "1 of 2 services does not say everywhere it works: S." in " ".join(gaps.notes)
    asked = gaps.to_ask.iloc[0]
    assert (asked["table"], asked["id"], asked["column"]) == ("catchments", "s", "area_code")
    assert asked["areas"] == 2


def test_what_a_silent_service_could_do_is_told():
    """At level 2 SURE sees 2 of 20; MAY, if it is of level 2, sees 3 more: 5 of 20 at the best."""
    e = make(
        areas="A",
        services=[("sure", {"level": 2, "capacity": 2}), ("may", {"capacity": 3})],
        sites=[("sure", "A"), ("may", "A")],
        demand=[("A", 20)],
    )
    row = ask(e, level=2).table.loc["A"]
    assert row["status"] == "not known"
    assert (row["coverage_low"], row["coverage_high"]) == pytest.approx((0.1, 0.25))
    assert (row["deficit_low"], row["deficit_high"]) == pytest.approx((15, 18))
    assert pd.isna(row["coverage"])
    assert ask(e, level=2, limit=0.1).table.loc["A", "status"] == "thin"


def test_nobody_in_need_is_a_status_of_its_own():
    gaps = ask(make(services=[("s", {})], sites=[("s", "A")], demand=[("A", 0), ("B", 0)]))
    assert gaps.table["status"].tolist() == ["no one in need"] * 2
    assert gaps.headline == "Nobody is recorded as in need of advice in 2 areas."


def test_the_only_place_that_takes_nobody_is_not_green():
    service = ("s", {"capacity": 200, "accepting_referrals": "no"})
    gaps = ask(make(areas="A", services=[service], sites=[("s", "A")], demand=[("A", 100)]))
    assert gaps.table["status"].tolist() == ["thin"]
    assert gaps.explain("A") == (
        "100 people in Town A are counted as needing advice; the one service in reach had room for "
        "all of them; it is taking nobody now."
    )


FILLS = {"level": [1, 2, 3], "legal_aid": [True, False], "capacity": [0, 5, 500]}
SERVICES = st.lists(
    st.fixed_dictionaries(
        {
            "level": st.sampled_from([None, 1, 2, 3]),
            "legal_aid": st.sampled_from([None, True, False]),
            "capacity": st.sampled_from([None, 5, 40]),
        }
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=15)
@given(
    services=SERVICES,
    reaches=st.lists(st.tuples(st.integers(0, 3), st.sampled_from("ABC")), max_size=6, unique=True),
    people=st.tuples(*[st.sampled_from([0, 4, 30])] * 3),
    data=st.data(),
    options=st.sampled_from([{"level": 2}, {"legal_aid": True}, {"level": 3, "legal_aid": True}]),
)
def test_filling_an_unrecorded_cell_never_turns_an_answer_into_its_opposite(
    services, reaches, people, options, data
):
    """What was a gap or covered stays so; what was not known may become either."""
    named = [(f"s{row}", facts) for row, facts in enumerate(services)]
    catchments = [(f"s{row}", area) for row, area in reaches if row < len(services)]
    assume(any(None in facts.values() for facts in services))
    e = make(
        areas="ABC",
        services=named,
        catchments=catchments,
        demand=list(zip("ABC", people, strict=True)),
    )
    before = ask(e, **options).table["status"]
    was_certain = before.isin(["gap", "covered", "no one in need"])
    silent = [
        (row, column)
        for row, column in product(range(len(services)), FILLS)
        if services[row][column] is None
    ]
    unplaced = sorted(set(range(len(services))) - {row for row, _ in reaches})
    row, column = data.draw(st.sampled_from([*silent, *((row, "area") for row in unplaced)]))
    if column == "area":
        given_area = pd.DataFrame({"service_id": [f"s{row}"], "area_code": ["B"]})
        filled = e.replace(catchments=pd.concat([e.catchments, given_area]))
    else:
        # Who has a contract works at level 2 at least: 1 would contradict it.
        has_contract = column == "level" and services[row]["legal_aid"]
        choices = [2, 3] if has_contract else FILLS[column]
        cells = e.services[column].astype(object)
        cells.iloc[row] = data.draw(st.sampled_from(choices))
        filled = e.replace(services=e.services.assign(**{column: cells}))
    after = ask(filled, **options).table["status"]
    assert after[was_certain].tolist() == before[was_certain].tolist()


def test_a_service_that_also_serves_unknown_need_covers_nothing_for_certain():
    """S has 100 places for A (100 people) and B, of which the need is not known.

    All may go to A, or hardly any: not known. If B needs nobody A is covered, if 400 a gap. T's 60
    places are for A alone: then it is thin whatever B needs, and may be covered.
    """

    def find(people_in_b, *more):
        e = make(
            services=[("s", {"capacity": 100}), *more],
            catchments=[("s", "A"), ("s", "B"), *[(code, "A") for code, _ in more]],
            demand=[("A", 100), ("B", people_in_b)],
        )
        return ask(e)

    open_ = find(None, ("u", {"capacity": 0}))
    row = open_.table.loc["A"]
    assert row["status"] == "not known"
    assert (row["coverage_low"], row["coverage_high"]) == (0, 1)
    assert "these also serve areas whose need is not known" in open_.explain("A")
    assert any("also serve areas whose need is not known" in note for note in open_.notes)
    assert find(0).table.loc["A", "status"] == "covered"
    assert find(400).table.loc["A", "status"] == "gap"
    assert find(None, ("t", {"capacity": 60})).table.loc["A", "status"] == "thin"
    assert open_.to_ask[["table", "id"]].to_numpy().tolist() == [["demand", "B"]]


def test_what_is_a_gap_at_the_most_is_one():
    """30 places for 100 people in A, and for B's unknown need: at most 30, and 70 or more not."""
    e = make(
        services=[("s", {"capacity": 30})],
        catchments=[("s", "A"), ("s", "B")],
        demand=[("A", 100), ("B", None)],
    )
    gaps = ask(e)
    assert gaps.table.loc["A", "status"] == "gap"
    assert gaps.explain("A").endswith(
        "room for 30 of them at most, and 70 or more are left without."
    )


@pytest.mark.parametrize("method", ["3sfca", "balanced"])
def test_where_people_choose_what_may_count_elsewhere_opens_all_that_hangs_together(method):
    """S (20 places) reaches A and B; T, which reaches B alone, may be of level 2.

    If it is, people of B go there and more of S is left for A, although T does not reach A.
    """
    e = make(
        areas="ABC",
        services=[("s", {"level": 2, "capacity": 20}), ("t", {"capacity": 50})],
        catchments=[("s", "A"), ("s", "B"), ("t", "B")],
        demand=[("A", 30), ("B", 30), ("C", 5)],
    )
    gaps = ask(e, level=2, method=method)
    assert gaps.table["coverage"].isna().tolist() == [True, True, False]
    assert not gaps.table["status"].head(2).isin(["gap", "covered"]).any()
    filled = e.replace(services=e.services.assign(level=2))
    assert ask(filled, level=2, method=method).table["coverage"].notna().all()
    assert gaps.to_ask.empty
