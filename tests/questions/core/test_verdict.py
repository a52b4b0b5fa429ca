"""What is a core, and what only looks as far from chance as one."""

import warnings
from itertools import combinations, pairwise, product

import numpy as np
import pandas as pd
import pytest
from core_networks import make_ecosystem

import ecosystem as eco
from ecosystem.questions.core.verdict import are_too_few, judge_division


def list_clique(letter, size):
    return list(combinations([f"{letter}{one:02}" for one in range(size)], 2))


def list_wheel(letter):
    """Four tied to one another, and each of twelve others to two of them: 16 organisations."""
    ties = list(combinations("ABCD", 2))
    for place, step in product(range(12), (0, 1)):
        ties.append(("ABCD"[(place + step) % 4], f"w{place:02}"))
    return [(letter + one, letter + other) for one, other in ties]


@pytest.mark.parametrize(
    ("size", "tied", "pairs", "expected"),
    [
        (4, (6, 24, 0), (6, 48, 66), "core"),
        (1, (0, 30, 0), (0, 30, 435), "one in the middle"),
        (4, (0, 48, 0), (6, 48, 66), "not tied to itself"),
        (2, (0, 40, 0), (1, 40, 190), "not tied to itself"),
        (9, (36, 0, 30), (36, 108, 66), "groups side by side"),
        (3, (0, 10, 0), (0, 15, 10), "too few answered"),
    ],
)
def test_a_core_is_tied_to_itself_and_the_rest_to_it(size, tied, pairs, expected):
    """Densities 1, .5, 0 are a core. 0 to 1 within and between is two sorts; 1, 0, .45 is groups.

    Of one there are no pairs within; of three who all did not report no pair within is known.
    """
    assert judge_division(size, np.array(tied, float), np.array(pairs, float)) == expected


def test_one_pair_fewer_tied_among_four_does_not_end_a_core():
    """5 of 6 within is .83, 41 of 48 between .85: that within is higher has a chance of .4."""
    assert judge_division(4, np.array([5.0, 41, 5]), np.array([6.0, 48, 66])) == "core"


def test_three_cliques_side_by_side_have_no_core():
    ties = list_clique("a", 9) + list_clique("b", 6) + list_clique("c", 6)
    core = eco.find_core(make_ecosystem(ties))
    assert not core.summary["is_core_found"]
    assert core.headline == (
        "No core was found among 21 organisations: they are in 3 groups that are not tied to one "
        "another, as far as is known, of 9, 6 and 6."
    )
    assert set(core.table["role"]) == {"no core found"}


def test_towns_that_are_tied_within_have_no_core():
    """Towns of 6, 10 and 24: half of the pairs tied inside, 4 in 100 between."""
    town = np.repeat([0, 1, 2], [6, 10, 24])
    for seed in range(4):
        random = np.random.default_rng(seed)
        ties = [
            (f"{one:02}", f"{other:02}")
            for one, other in combinations(range(40), 2)
            if random.random() < (0.5 if town[one] == town[other] else 0.04)
        ]
        core = eco.find_core(make_ecosystem(ties))
        assert core.summary["finding"] == "groups side by side"
        assert "groups side by side" in core.headline


def test_two_parts_with_a_core_each_are_said_to_be_two():
    core = eco.find_core(make_ecosystem(list_wheel("x") + list_wheel("y")))
    assert core.summary[["finding", "groups", "core_size"]].tolist() == ["cores", 2, 8]
    assert "2 cores among 32 organisations" in core.headline
    assert "2 groups that are not tied to each other" in core.headline
    assert core.summary["density_core"] == 1
    assert core.summary["density_between"] == 0.5
    assert "all 3 other core organisations" in core.explain("xA")
    assert "2 of the 4 core organisations" in core.explain("yw00")


def test_who_no_tie_joins_to_the_core_is_not_in_its_wider_network():
    core = eco.find_core(make_ecosystem([*list_wheel("x"), ("u", "v")]))
    assert core.summary["finding"] == "core"
    assert core.table["role"][["u", "v"]].tolist() == ["no core found"] * 2
    assert "2 are in a group that no known tie joins to a core" in core.headline
    assert "no known tie joins its group to a core" in core.explain("u")


@pytest.mark.parametrize("rays", [12, 20])
@pytest.mark.parametrize("middle", [3, 4])
def test_funders_and_charities_are_two_sorts_and_no_core(middle, rays):
    ties = [(f"f{one}", f"c{other:02}") for one in range(middle) for other in range(rays)]
    core = eco.find_core(make_ecosystem(ties))
    assert core.summary["finding"] == "not tied to itself"
    assert "two sorts of organisation" in core.headline


@pytest.mark.parametrize(("left", "right", "share"), [(6, 20, 0.4), (5, 40, 0.3)])
def test_random_ties_between_two_sorts_are_no_core(left, right, share):
    for seed in range(3):
        random = np.random.default_rng(seed)
        ties = [
            (f"a{one}", f"b{other:02}")
            for one, other in product(range(left), range(right))
            if random.random() < share
        ]
        assert not eco.find_core(make_ecosystem(ties)).summary["is_core_found"]


def test_money_makes_no_core_unless_asked_for():
    """The wheel's ties are work; one funder pays 16: with the funding it is tied to all."""
    work = make_ecosystem(list_wheel("x"), also=["fund"])
    money = pd.DataFrame(
        {
            "from_id": "fund",
            "to_id": [one for one in work.organisations["organisation_id"] if one != "fund"],
            "kind": "funds",
        }
    )
    e = work.replace(relationships=pd.concat([work.relationships, money], ignore_index=True))
    core = eco.find_core(e)
    assert core.table.loc["fund", "role"] == "not connected"
    assert "no known tie of the kinds that are counted here" in core.explain("fund")
    assert any(note.startswith("16 ties of the kind funds are not counted") for note in core.notes)
    assert core.settings["kinds"] == ["works with"]
    asked = eco.find_core(e, kinds=["funds", "works with"])
    assert asked.table.loc["fund", "ties_total"] == 16
    assert not any("kind funds" in note for note in asked.notes)


@pytest.mark.parametrize("bridges", [1, 2])
def test_cliques_that_a_tie_or_two_joins_are_groups_side_by_side(bridges):
    """Nine all tied, and twice six; between them one bridge each, or two."""
    ties = list_clique("a", 9) + list_clique("b", 6) + list_clique("c", 6)
    ties += [(f"a{one:02}", f"b{one:02}") for one in range(bridges)]
    ties += [(f"b{one + 3:02}", f"c{one:02}") for one in range(bridges)]
    core = eco.find_core(make_ecosystem(ties))
    assert core.summary["finding"] == "groups side by side"
    assert core.headline.startswith("No core was found among 21 organisations: ")
    assert "groups side by side" in core.headline
    assert set(core.table["role"]) == {"no core found"}


@pytest.mark.parametrize(("first", "second"), [(9, 9), (12, 5)])
def test_two_cliques_side_by_side_have_no_core(first, second):
    core = eco.find_core(make_ecosystem(list_clique("a", first) + list_clique("b", second)))
    assert core.summary["finding"] == "groups side by side"
    assert f"2 groups that are not tied to each other, as far as is known, of {first}" in (
        core.headline
    )


def test_three_stars_side_by_side_have_no_core():
    ties = [(f"h{star}", f"l{star}{ray}") for star in range(3) for ray in range(8)]
    core = eco.find_core(make_ecosystem(ties))
    assert not core.summary["is_core_found"]
    assert set(core.table["role"]) == {"no core found"}


@pytest.mark.parametrize("shape", ["ring", "row", "all"])
def test_where_all_are_alike_there_is_no_core(shape):
    """A ring and a row of twenty, and twelve who are all tied to one another."""
    names = [f"{one:02}" for one in range(12 if shape == "all" else 20)]
    ties = list(combinations(names, 2)) if shape == "all" else list(pairwise(names))
    ties += [(names[-1], names[0])] if shape == "ring" else []
    core = eco.find_core(make_ecosystem(ties))
    assert core.summary["finding"] == "no more than chance"
    assert core.headline.startswith("No core was found")


def draw_ties(size, share, seed):
    random = np.random.default_rng(seed)
    pairs = combinations([f"{one:02}" for one in range(size)], 2)
    return [pair for pair in pairs if random.random() < share]


@pytest.mark.parametrize(("size", "share"), [(16, 0.25), (25, 0.15), (40, 0.1), (40, 0.2)])
def test_ties_at_random_are_said_to_be_no_more_than_that(size, share):
    """Eight graphs each, in which every pair is tied with one chance (Erdős and Rényi).

    One in twenty may look like a core by the comparison with others such: of eight at most one.
    """
    words = "their ties look no more like a core and a wider network than ties at random."
    answers = [eco.find_core(make_ecosystem(draw_ties(size, share, seed))) for seed in range(8)]
    found = [answer for answer in answers if answer.summary["is_core_found"]]
    assert len(found) <= 1
    plain = [core for core in answers if core.summary["finding"] == "no more than chance"]
    assert len(plain) >= 6
    assert all(core.headline.endswith(words) for core in plain)
    assert all(set(core.table["role"]) <= {"no core found", "not connected"} for core in plain)


@pytest.mark.parametrize(("size", "share", "seed"), [(40, 0.2, 14), (40, 0.1, 38)])
def test_a_core_is_not_called_one_that_may_be_a_single_organisation(size, share, seed):
    """Random graphs that only the comparison takes for a core, of one to ten or more members."""
    core = eco.find_core(make_ecosystem(draw_ties(size, share, seed * 7 + size)))
    assert core.summary["p_value_random"] <= 0.05
    assert core.summary["evidence"] < 20
    assert core.summary["finding"] == "one or more"
    assert core.headline.startswith("No core was found among ")
    assert core.headline.endswith(
        ": the ties do not tell a core from one organisation with many ties."
    )
    assert set(core.table["role"]) == {"no core found"}


@pytest.mark.parametrize("members", [3, 5, 7, 10])
def test_planted_cores_of_any_size_are_found_among_forty(members):
    """Nine in ten pairs of the core are tied, four in ten with it, 6 in 100 of the others."""
    for seed in range(3):
        random = np.random.default_rng(seed)
        ties = [
            (f"{one:02}", f"{other:02}")
            for one, other in combinations(range(40), 2)
            if random.random() < (0.9 if other < members else 0.4 if one < members else 0.06)
        ]
        core = eco.find_core(make_ecosystem(ties))
        assert core.summary["finding"] == "core"
        found = set(core.table.index[core.table["role"] == "core"])
        planted = {f"{one:02}" for one in range(members)}
        assert len(found & planted) >= members - 1
        assert len(found - planted) <= 1


def test_few_answers_are_too_few_to_tell():
    """One of six reported: five ties of its own, and nothing is known of the rest."""
    ties = [("a", other) for other in "bcdef"]
    core = eco.find_core(make_ecosystem(ties, reported_by=["a"] * 5))
    assert core.summary["finding"] == "too few answered"
    assert core.headline == (
        "Too few answered to tell whether there is a core: 5 of 6 organisations did not report "
        "their ties."
    )


def test_half_is_enough_to_say_no():
    assert not are_too_few(3, 6)
    assert are_too_few(4, 6)


def test_who_is_tied_to_all_of_the_core_but_not_in_it_is_named():
    """n is tied to A, B, C and D, and to none of the others, as members of the core are."""
    ties = [*list_wheel("x"), *((f"x{one}", "n") for one in "ABCD")]
    core = eco.find_core(make_ecosystem(ties))
    assert core.table.loc["n", "is_tied_to_all"]
    assert core.table.loc["n", "role"] == "wider network"
    assert "it is tied to all of the core, not counted in it" in core.explain("n")
    assert any("Organisation n is tied to all of the core" in note for note in core.notes)
    assert not core.table.loc["xw00", "is_tied_to_all"]


def test_few_reports_give_no_warning():
    """A silent organisation is never given more ties than pairs are known of it."""
    ids = [f"o{one:02}" for one in range(12)]
    ties = [("o03", f"o{one:02}") for one in (0, 1, 4, 5, 6, 10, 11)] + [
        ("o07", "o04"),
        ("o07", "o06"),
    ]
    e = make_ecosystem(ties, also=ids, reported_by=["o03"] * 7 + ["o07"] * 2)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        eco.find_core(e)
