"""Sentences say who was counted, for whom a service is, and count nobody twice."""

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from row_of_towns import make

import ecosystem as eco


def ask(e, **options):
    return eco.find_gaps(e, "advice", **options)


def count_as(e, *words):
    return e.replace(demand=e.demand.assign(counted_as=words))


def test_sentences_say_who_was_counted():
    """S has 90 places for the 2,017 of A: 1,927 without. Nothing reaches the 40 of B."""
    e = make(
        services=[("s", {"capacity": 90})], sites=[("s", "A")], demand=[("A", 2017), ("B", 40)]
    )
    gaps = ask(count_as(e, "people on asylum support", "people on asylum support"))
    assert gaps.table["counted_as"].tolist() == ["people on asylum support"] * 2
    assert gaps.explain("A") == (
        "2,017 people on asylum support in Town A are taken as the need for advice; the one "
        "service in reach has room for 90 of them, and 1,927 are left without."
    )
    assert gaps.headline == (
        "2 of 2 areas with people in need have too little advice: 2,057 people on asylum support, "
        "taken as the need, in Town A and Town B."
    )
    assert ask(e).explain("A").startswith("2,017 people in Town A are counted as needing advice; ")
    # Two ways of counting have no word in common, and one that is not said is not guessed.
    for words in (["people on asylum support", "refugees"], ["refugees", None]):
        headline = ask(count_as(e, *words)).headline
        assert "2,057 people counted as needing it in Town A and Town B." in headline


def test_a_small_count_is_not_given_away_with_who_was_counted():
    e = count_as(make(demand=[("A", 3), ("B", 40)]), "refugees", "refugees")
    assert ask(e).explain("A").startswith("Under 5 refugees in Town A are taken as the need for")


@pytest.mark.parametrize(
    ("options", "level", "is_said"),
    [
        ({}, None, False),
        ({"level": 2}, None, True),
        ({"level": 2}, 2, False),
        ({"level": 3}, 2, True),
        ({"legal_aid": True}, 2, True),
        ({"level": 2, "legal_aid": True}, None, True),
    ],
)
def test_need_by_level_is_said_once_not_to_be_known(options, level, is_said):
    e = make(services=[("s", {"level": 3, "legal_aid": True})], demand=[("A", 40), ("B", 9)])
    e = e.replace(demand=e.demand.assign(level=level))
    notes = ask(e, **options).notes
    assert (
        sum("How many people need each level, or legal aid, is not" in n for n in notes) == is_said
    )


@pytest.mark.parametrize(
    ("facts", "people", "sentence"),
    [
        (
            {"eligibility": "women"},
            100,
            "the one service in reach has room for as many, but may not be for all of them.",
        ),
        (
            {"languages": "Tigrinya"},
            250,
            (
                "the one service in reach has room for 200 of them at most, and 50 or more are "
                "left without."
            ),
        ),
        ({"eligibility": "anyone"}, 100, "the one service in reach has room for all of them."),
        ({}, 100, "the one service in reach has room for all of them."),
    ],
)
def test_a_service_for_some_does_not_see_all(facts, people, sentence):
    """200 places; if they are for women, nobody knows how many of the 100 these are."""
    e = make(
        areas="A",
        services=[("s", {"capacity": 200} | facts)],
        sites=[("s", "A")],
        demand=[("A", people)],
    )
    gaps = ask(e)
    assert gaps.explain("A").endswith(sentence)
    is_for_some = facts not in ({}, {"eligibility": "anyone"})
    assert gaps.table.loc["A", "for_some_in_reach"] == is_for_some
    note = "1 of 1 service is only for some people, or in some languages"
    assert (note in " ".join(gaps.notes)) == is_for_some


def test_a_place_that_takes_nobody_is_not_covered_though_another_may_be_open():
    """At level 2 SHUT has room for all 100 and takes nobody; MAY does not say its level."""
    e = make(
        areas="A",
        services=[
            ("shut", {"capacity": 200, "level": 2, "accepting_referrals": "no"}),
            ("may", {"capacity": 1}),
        ],
        sites=[("shut", "A"), ("may", "A")],
        demand=[("A", 100)],
    )
    gaps = ask(e, level=2)
    assert gaps.table["status"].tolist() == ["not known"]
    assert gaps.explain("A").endswith(
        "the one service in reach had room for all of them; it is taking nobody now."
    )


def test_the_nearest_other_is_not_the_one_in_reach():
    """S is in B, one step off, and reaches A: it is the one place, and no other stands anywhere."""
    e = make(services=[("s", {})], sites=[("s", "B")], catchments=[("s", "A")],
             demand=[("A", 40)])  # fmt: skip
    assert ask(e).explain("A") == "40 people in Town A counted as needing advice share one service."


def test_levels_have_the_nearest_base_at_that_level():
    """ONE, at level 1, and THREE, at 3, reach A from their bases, in A and in C, two steps off."""
    e = make(
        areas="ABC",
        organisations=["o", "p"],
        services=[("one", {"level": 1}), ("three", {"level": 3})],
        catchments=[("one", "A"), ("three", "A")],
        runs=[("one", "o"), ("three", "p")],
        demand=[("A", 9)],
    )
    e = e.replace(organisations=e.organisations.assign(area_code=["A", "C"]))
    levels = ask(e).levels.set_index(["area_code", "level"]).loc["A"]
    assert levels["nearest_km"].tolist() == pytest.approx([0, 13.69, 13.69], abs=0.01)
    assert levels["nearest_service_id"].tolist() == ["one", "three", "three"]


def lie_inside(e, *codes, whole="W"):
    """Return the ecosystem with these areas inside a larger place, which is there already."""
    inside = e.areas["area_code"].isin(codes)
    return e.replace(areas=e.areas.assign(parent_code=inside.map({True: whole, False: None})))


def test_a_larger_place_is_not_added_to_its_parts():
    """A (60) and B (40) lie in W, for which 120 are given: 100 are in need, not 220.

    S, in A, has 30 places, for W too: half of A's need and, as it reaches all of W, none extra.
    """
    e = make(
        areas="ABCW",
        services=[("s", {"capacity": 30})],
        sites=[("s", "A")],
        demand=[("A", 60), ("B", 40), ("W", 120)],
    )
    gaps = ask(lie_inside(e, "A", "B"))
    assert gaps.summary["people"] == 100
    assert (gaps.summary["areas"], gaps.summary["areas_not_known"]) == (3, 1)
    assert gaps.table.loc["A", "coverage"] == pytest.approx(0.5)
    assert gaps.table["is_whole"].tolist() == [False, False, False, True]
    assert (
        gaps.explain("W")
        == "Town W: the need for advice is that of the areas inside it, as far as it is recorded."
    )
    assert gaps.headline.startswith("1 of 2 areas with people in need has too little advice: 40 ")
    notes = " ".join(gaps.notes)
    assert "The need recorded for Town W is not added to that of the areas inside" in notes
    # C is not known; W has parts in the list and is not counted beside them.
    assert "Demand is not known for 1 area of 3" in notes
    # A service for all of W shares its places among the people of the parts: 30 among 100.
    wide = make(
        areas="ABCW",
        services=[("s", {"capacity": 30})],
        catchments=[("s", "W")],
        demand=[("A", 60), ("B", 40), ("W", 120)],
    )
    table = ask(lie_inside(wide, "A", "B")).table
    assert table["provision"].tolist()[:2] == pytest.approx([18, 12])


def test_a_larger_place_alone_stands_for_itself():
    """Only W's 120 are known. S, for all of W, sees 30; T, in A, some, nobody knows how many."""
    e = make(
        areas="ABCW",
        services=[("s", {"capacity": 30}), ("t", {"capacity": 500})],
        catchments=[("s", "W")],
        demand=[("W", 120)],
    )
    only_wide = e.services[e.services["service_id"] == "s"]
    whole = ask(lie_inside(e.replace(services=only_wide), "A", "B"))
    assert whole.summary["people"] == 120
    assert whole.table.loc["W", "status"] == "gap"
    assert not whole.table["is_whole"].any()
    sites = pd.DataFrame({"service_id": ["t"], "area_code": ["A"]})
    both = ask(lie_inside(e.replace(sites=sites), "A", "B"))
    row = both.table.loc["W"]
    assert (row["status"], row["possible_in_reach"]) == ("not known", 1)
    assert (row["coverage_low"], row["coverage_high"]) == pytest.approx((0.25, 1))


def test_two_places_that_lie_in_one_another_both_count():
    e = make(demand=[("A", 60), ("B", 40)])
    e = e.replace(areas=e.areas.assign(parent_code=["B", "A"]))
    assert ask(e).summary["people"] == 100


@settings(max_examples=20)
@example(
    services=[(None, None, "", None), (3, None, "", "D"), (3, None, "BC", None),
              (3, None, "BC", "D")],
    order=[0, 2, 3, 1],
    codes=list("ABCD"),
)  # fmt: skip
@given(
    services=st.lists(
        st.tuples(
            st.sampled_from([None, 1, 3]),
            st.sampled_from([None, 9]),
            st.sampled_from(["", "A", "BC"]),
            st.sampled_from([None, "A", "D"]),
        ),
        min_size=1,
        max_size=4,
    ),
    order=st.permutations(range(4)),
    codes=st.permutations("ABCD"),
)
def test_what_services_bodies_and_areas_are_called_changes_no_number(services, order, codes):
    """Each service: its level, its capacity, the areas it reaches and where its body is based."""
    at = dict(zip("ABCD", [0, 1, 2, 3], strict=True))

    def build(number, code):
        bodies = [f"o{number[row]}" for row in range(len(services))]
        e = make(
            areas=sorted(code.values()),
            organisations=bodies,
            services=[
                (f"s{number[row]}", {"level": level, "capacity": capacity})
                for row, (level, capacity, _, _) in enumerate(services)
            ],
            catchments=[
                (f"s{number[row]}", code[area])
                for row, (_, _, reached, _) in enumerate(services)
                for area in reached
            ],
            runs=[(f"s{number[row]}", body) for row, body in enumerate(bodies)],
            demand=[(code["A"], 20), (code["B"], 9), (code["C"], 40)],
        )
        bases = {body: base for body, (*_, base) in zip(bodies, services, strict=True)}
        based = e.organisations["organisation_id"].map(bases)
        where = {code[area]: -2 + 0.1 * step for area, step in at.items()}
        return e.replace(
            organisations=e.organisations.assign(area_code=based.map(code)),
            areas=e.areas.assign(longitude=e.areas["area_code"].map(where)),
        )

    def measure(number, code):
        gaps = ask(build(number, code), level=2).table.rename(
            index={given: area for area, given in code.items()}
        )
        return gaps.drop(columns=["name", "nearest_service_id", "nearest_name",
                                  "nearest_elsewhere_name"]).sort_index()  # fmt: skip

    plain = measure(range(4), dict(zip("ABCD", "ABCD", strict=True)))
    renamed = measure(order, dict(zip("ABCD", codes, strict=True)))
    pd.testing.assert_frame_equal(renamed, plain)
