"""What the page hands to its script."""

import numpy as np

import ecosystem as eco
from ecosystem.maps.network.groups import Groups
from ecosystem.maps.network.views import find_choices, gather, make_overview, make_view


def test_facts_are_in_the_order_of_the_organisations(tiny):
    """a and b run food, c advice; d and e nothing. None has an area or a website."""
    facts = gather(tiny, eco.find_core(tiny))
    assert facts.names == ["Ash", "Birch", "Cedar", "Dogwood", "Elm"]
    assert facts.service_types == ["advice", "food"]
    assert facts.types == [[1], [1], [0], [], []]
    assert facts.areas == facts.links == [""] * 5
    assert facts.drawn.pairs.tolist() == [[0, 1], [0, 2], [0, 3], [1, 2]]


def test_an_organisation_without_a_position_stands_at_its_area(tiny):
    organisations = tiny.organisations.assign(
        area_code=["north", "south", None, None, None],
        latitude=[None, 51.0, None, None, None],
        longitude=[None, -1.0, None, None, None],
    )
    e = tiny.replace(organisations=organisations)
    facts = gather(e, eco.find_core(e))
    assert facts.areas == ["Northtown", "Southtown", "", "", ""]
    assert facts.degrees[:2].tolist() == [[52.5, -1.9], [51.0, -1.0]]
    assert np.isnan(facts.degrees[2:]).all()
    assert find_choices(facts)["area"] == ["Northtown", "Southtown"]


def test_a_view_numbers_its_organisations_anew_and_holds_their_ties_only(tiny):
    """b, c and a: the ties between a and d are left out; 3 people are "under 5"."""
    core = eco.find_core(tiny)
    view = make_view(gather(tiny, core), core, np.array([1, 2, 0]), 0)
    assert view["names"] == ["Birch", "Cedar", "Ash"]
    assert view["says"] == [core.explain(key) for key in "bca"]
    ties = [tuple(view["ties"][start : start + 5]) for start in range(0, len(view["ties"]), 5)]
    people = {(source, target): words for source, target, _, _, words in ties if words}
    assert people == {(0, 2): "under 5", (2, 0): "10"}
    assert {end for source, target, *_ in ties for end in (source, target)} == {0, 1, 2}


def test_an_overview_counts_members_and_the_ties_within_and_between(tiny):
    """a, b and d; c and e. Within the first: a-b and a-d; between the two: a-c and b-c."""
    groups = Groups(member=np.array([0, 0, 1, 0, 1]), names=["West", "East"], by="area")
    view = make_overview(gather(tiny, eco.find_core(tiny)), groups, 0)
    assert view["members"] == [3, 2]
    assert view["ties"] == [0, 1, 0, 1, "2 ties"]
    assert view["sizes"] == [38.0, 33.2]
    assert view["says"][0].endswith("2 pairs of them tied to each other.")
    assert view["says"][1].endswith("0 pairs of them tied to each other.")


def test_each_tie_within_a_group_is_in_the_view_of_that_group_alone(tiny):
    """Of all pairs of a map a view holds those of which both ends are in it, numbered anew.

    Split into two halves of the organisations, the views hold the ties within each, and what is
    in neither joins the two.
    """
    facts = gather(tiny, eco.find_core(tiny))
    count = len(facts.names)
    halves = [np.arange(count // 2), np.arange(count // 2, count)]
    ends = np.column_stack([facts.ties.source, facts.ties.target])
    for rows in halves:
        ties = make_view(facts, None, rows, seed=0)["ties"]
        inside = ends[np.isin(ends, rows).all(axis=1)]
        found = np.array(ties, dtype=object).reshape(-1, 5)[:, :2].astype(int)
        assert (rows[found] == inside).all()
        assert len(found) == len(inside)
