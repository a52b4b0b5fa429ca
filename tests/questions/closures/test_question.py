"""Tests of find_closures: cases worked by hand, brute force, full recomputation, bad input."""

import json
from itertools import combinations, product

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

import ecosystem as eco
from ecosystem.questions.closures.max_flow import Placing, place_people, spread_people


def make(people, services, relationships=None, **extra_areas):
    """Return an ecosystem of areas with people in need of food, and services.

    `services`: (organisations joined by |, places, areas, further columns), named s0, s1 …
    """
    rows = [
        {"service_id": f"s{n}", "name": f"S{n}", "service_type": "food", "capacity": places} | more
        for n, (_, places, _, more) in enumerate(services)
    ]
    runs = [
        {"service_id": f"s{n}", "organisation_id": one}
        for n, (bodies, _, _, _) in enumerate(services)
        for one in bodies.split("|")
    ]
    bodies = {row["organisation_id"] for row in runs}
    if relationships is not None:
        bodies |= {*relationships["from_id"], *relationships["to_id"]}
    return eco.Ecosystem(
        organisations=pd.DataFrame(
            {"organisation_id": sorted(bodies), "name": [one.title() for one in sorted(bodies)]}
        ),
        services=pd.DataFrame(rows),
        providers=pd.DataFrame(runs),
        catchments=pd.DataFrame(
            [
                {"service_id": f"s{n}", "area_code": one}
                for n, (_, _, areas, _) in enumerate(services)
                for one in areas
            ],
            columns=["service_id", "area_code"],
        ),
        areas=pd.DataFrame(
            {"area_code": list(people), "name": [f"Area {one}" for one in people]} | extra_areas
        ),
        demand=pd.DataFrame(
            {"area_code": list(people), "service_type": "food", "people": list(people.values())}
        ),
        relationships=relationships,
    )


def plain(*services):
    return [(*service, {}) for service in services]


def find(e, **options):
    return eco.find_closures(e, **({"runs": 0} | options))


RING = make(
    {"AB": 10, "BC": 10, "CA": 10},
    plain(("a", 20, ["AB", "CA"]), ("b", 20, ["AB", "BC"]), ("c", 20, ["BC", "CA"])),
)


def test_ring_of_backups():
    """Three organisations with 20 places; each two share an area with 10 people.

    When one closes, its two areas go to the others, who then have 10 + 10 and 5 + 5 more: all 30
    fit in 40 places. When two close, the area between them has nobody: 10 are left.
    """
    answer = find(RING)
    assert answer.table["people_served"].tolist() == [10, 10, 10]
    assert answer.table["unserved"].tolist() == [0, 0, 0]
    assert answer.table["rerouted"].tolist() == [10, 10, 10]
    assert answer.pairs[["a", "b"]].to_numpy().tolist() == [["a", "b"], ["a", "c"], ["b", "c"]]
    assert answer.pairs["unserved_both"].tolist() == [10, 10, 10]
    assert answer.headline == (
        "No single closure would leave anyone without help, but losing both A and B would leave "
        "10 people without."
    )
    assert answer.explain("a") == (
        "A serves 10 people; if it closed, all could be placed elsewhere."
    )
    assert (
        answer.explain("a + b")
        == answer.explain("b + a")
        == (
            "A and B cover for each other: losing either leaves nobody without help, losing both "
            "leaves 10 people."
        )
    )


def test_people_move_up_so_that_others_fit():
    """Food bank a has 10 people of area 1 only; b serves areas 1 and 2, c only area 2.

    a: 10 places, b: 10, c: 10; 10 people in each of two areas. b has room for all of area 1 if c
    takes all of area 2, so closing a leaves nobody without, though b is full when c is not used.
    Closing c is the same the other way round; closing b: a and c take all.
    """
    e = make({"1": 10, "2": 10}, plain(("a", 10, ["1"]), ("b", 10, ["1", "2"]), ("c", 10, ["2"])))
    assert find(e).table["unserved"].tolist() == [0, 0, 0]
    pairs = find(e).pairs
    assert pairs["unserved_both"].tolist() == [10, 10, 10]


def test_a_chain_that_looking_only_next_door_would_miss():
    """Five areas of 10 people in a line, six services of 10 places, each between two areas.

    When one closes there are 50 places for 50 people, and they fit if everybody moves up. Next
    door to the first, only 1.7 of 10 places are free.
    """
    line = [["0"], ["0", "1"], ["1", "2"], ["2", "3"], ["3", "4"], ["4"]]
    e = make({str(n): 10 for n in range(5)}, plain(*[(f"s{n}", 10, a) for n, a in enumerate(line)]))
    table = find(e).table
    np.testing.assert_allclose(table["people_served"], 50 / 6, atol=1e-3)
    assert table["unserved"].tolist() == [0, 0, 0, 0, 0, 0]
    assert find(e).pairs["unserved_both"].tolist() == [10] * 15


def test_use_of_places_is_as_even_as_can_be():
    """30 people who can go to a (20 places) or b (40): 10 and 20, half of each.

    With 10 more whom only a reaches: 40 people in 60 places, two thirds of each is 13.3 and 26.7.
    """
    e = make({"1": 30}, plain(("a", 20, ["1"]), ("b", 40, ["1"])))
    assert find(e).table["people_served"].tolist() == [10, 20]
    e = make({"1": 30, "2": 10}, plain(("a", 20, ["1", "2"]), ("b", 40, ["1"])))
    assert find(e).table["people_served"].tolist() == [13.333, 26.667]


def test_sentence_of_a_loss():
    """10 people and 6 places next door: 4 of 10 cannot go; with 14 people there are 8."""
    e = make({"1": 14}, plain(("ash", 14, ["1"]), ("birch", 6, ["1"])))
    answer = find(e)
    assert answer.table.loc["ash", ["people_served", "unserved"]].tolist() == [9.8, 8]
    assert answer.headline == (
        "If Ash closed, 8 people could not be placed elsewhere, the most of all."
    )
    assert answer.explain("ash") == (
        "If Ash closed, 8 people could not be placed elsewhere and under 5 could."
    )
    assert answer.shown.loc["ash", "people_served"] == "not shown"
    assert answer.shown.loc["ash", "rerouted"] == "under 5"
    assert answer.explain("birch") == (
        "Birch serves under 5 people; if it closed, all could be placed elsewhere."
    )


def test_sentences_where_nobody_finds_a_place_and_where_two_are_worst():
    """Ash and Oak are alone in their areas, with 10 people each: none could go elsewhere."""
    e = make({"1": 10, "2": 10}, plain(("ash", 10, ["1"]), ("oak", 10, ["2"])))
    assert find(e).explain("ash") == (
        "Ash serves 10 people; if it closed, none of them could be placed elsewhere."
    )
    assert find(e).headline == (
        "If Ash or Oak closed, 10 people could not be placed elsewhere, the most of all."
    )
    assert find(e, runs=4, uncertainty=0.1).headline.endswith(
        "the most of all; each is among the five worst in all 4 tries with every number up to 10% "
        "off."
    )


def test_a_range_is_said_where_it_tells_more():
    """Ash serves areas 1 and 2, with 50 and 20 people; Oak has 20 places in area 1.

    Elm's places, in area 1, are not known: with none of them 50 of 70 are left if Ash closes,
    with enough of them the 20 of area 2.
    """
    services = plain(("ash", 90, ["1", "2"]), ("oak", 20, ["1"]), ("elm", None, ["1"]))
    answer = find(make({"1": 50, "2": 20}, services))
    assert answer.table.loc["ash", ["unserved_low", "unserved"]].tolist() == [20, 50]
    assert answer.explain("ash").endswith(
        "50 could not (between 20 and 50, depending on what is not known)."
    )


def test_that_some_may_be_left_though_none_are_known_to_be_is_said():
    """Ash sees 5 of 10 people at level 2; Oak's level is not known: it may suit all or none."""
    level = {"level": 2}
    e = make({"1": 10}, [("ash", 10, ["1"], level), ("oak", 10, ["1"], {})])
    assert find(e).table.loc["ash", ["unserved", "unserved_high"]].tolist() == [0, 5]
    assert find(e).explain("ash") == (
        "Ash serves 5 people; if it closed, all could be placed elsewhere. Up to 5 could not, "
        "depending on what is not known."
    )


def test_each_service_type_has_its_own_people():
    """Ash gives food to 10 and advice to 20; nobody else gives food."""
    e = make({"1": 10}, plain(("ash", 10, ["1"])))
    e = e.replace(
        services=pd.concat(
            [
                e.services.astype(object),
                pd.DataFrame(
                    {
                        "service_id": ["t0", "t1"],
                        "name": ["T0", "T1"],
                        "service_type": "Advice",
                        "capacity": [20, 5],
                    }
                ),
            ]
        ),
        organisations=pd.DataFrame({"organisation_id": ["ash", "oak"], "name": ["Ash", "Oak"]}),
        providers=pd.DataFrame(
            {"service_id": ["s0", "t0", "t1"], "organisation_id": ["ash", "ash", "oak"]}
        ),
        catchments=pd.DataFrame({"service_id": ["s0", "t0", "t1"], "area_code": "1"}),
        demand=pd.DataFrame(
            {"area_code": "1", "service_type": ["food", "advice"], "people": [10, 20]}
        ),
    )
    assert find(e).table["unserved"].tolist() == [25, 0]
    assert find(e, service_type="advice").table["unserved"].tolist() == [15, 0]
    assert find(e, service_type="food").table["unserved"].tolist() == [10, 0]


# --- who may go where -------------------------------------------------------------------------


def _two(first, second, people=10):
    """Return who is left without, at least, at best guess and at most, if the first closes.

    Both have places for all; the people are shared evenly, 5 at each.
    """
    e = make({"1": people}, [("a", 10, ["1"], first), ("b", 10, ["1"], second)])
    return find(e).table.loc["a", ["unserved_low", "unserved", "unserved_high"]].tolist()


def test_eligibility():
    for_women, for_men = {"eligibility": "women"}, {"eligibility": "men"}
    assert _two({}, {}) == [0, 0, 0]
    assert _two(for_women, for_men) == [0, 5, 5]
    assert _two(for_women, {"eligibility": "women|men"}) == [0, 0, 0]
    assert _two({"eligibility": "women|men"}, for_women) == [0, 0, 5]
    assert _two(for_women, {}) == [0, 0, 0]
    assert _two({}, for_women) == [0, 0, 5]


def test_level():
    assert _two({"level": 2}, {"level": 1}) == [0, 5, 5]
    assert _two({"level": 1}, {"level": 2}) == [0, 0, 0]
    assert _two({"level": 2}, {}) == [0, 0, 5]
    assert _two({}, {"level": 2}) == [0, 0, 5]
    assert _two({}, {"level": 3}) == [0, 0, 0]


def test_level_asked_leaves_out_lower_and_unknown():
    e = make(
        {"1": 30},
        [
            ("a", 10, ["1"], {"level": 3}),
            ("b", 10, ["1"], {"level": 1}),
            ("c", 10, ["1"], {}),
        ],
    )
    answer = find(e, level=2)
    assert answer.table["status"].tolist() == ["known", "no service", "no service"]
    assert any("1 service not counted, with no recorded level: S2" in one for one in answer.notes)


def test_a_service_of_several_goes_on_until_the_last_closes():
    """Ash and Oak run one service with 10 places for 10 people: only both closing takes it."""
    e = make({"1": 10}, plain(("ash|oak", 10, ["1"])))
    answer = find(e)
    assert answer.table["people_served"].tolist() == [5, 5]
    assert answer.table["unserved"].tolist() == [0, 0]
    assert answer.pairs["unserved_both"].tolist() == [10]
    assert any("1 service is run by several organisations" in note for note in answer.notes)


# --- what is not known ------------------------------------------------------------------------


def test_unknown_places_are_named_not_guessed():
    """Oak's places are not known: Ash's 10 people may all fit there, or none."""
    e = make({"1": 10}, plain(("ash", 10, ["1"]), ("oak", None, ["1"])))
    answer = find(e)
    row = answer.table.loc["ash"]
    assert (row["unserved_low"], row["unserved"], row["unserved_high"]) == (0, 10, 10)
    assert answer.table.loc["oak", "status"] == "not known"
    assert answer.table.loc["oak", ["people_served", "unserved", "unserved_low"]].isna().all()
    assert any("Places are not known for 1 service: S1." in note for note in answer.notes)
    assert "is not known" in answer.explain("oak")
    assert answer.explain("ash").endswith("(10 at most, depending on what is not known).")


def test_own_unknown_places_make_a_loss_a_part_of_it():
    """Ash has a service with 10 places and one with unknown places; Oak has 4 places.

    Of 10 people Oak can take 4. At the least Ash's own unknown places are none: still 6.
    """
    e = make({"1": 10}, plain(("ash", 10, ["1"]), ("ash", None, ["1"]), ("oak", 4, ["1"])))
    answer = find(e)
    row = answer.table.loc["ash"]
    assert (row["status"], row["services"], row["counted"]) == ("in part", 2, 1)
    assert (row["unserved_low"], row["unserved"]) == (6, 6)
    assert np.isnan(row["unserved_high"])
    assert answer.explain("ash").startswith("Counting 1 of 2 services: ")


def test_the_least_loss_leaves_own_unknown_places_out():
    """Ash has 10 places for area 1, and unknown ones for area 2; Elm has unknown ones in area 1.

    If Elm has room, Ash's 10 people find it there; whom its unknown places serve is not known, so
    at the least nobody.
    """
    e = make(
        {"1": 10, "2": 10},
        plain(("ash", 10, ["1"]), ("ash", None, ["2"]), ("elm", None, ["1"])),
    )
    row = find(e).table.loc["ash"]
    assert (row["unserved_low"], row["unserved"]) == (0, 10)


def test_unknown_need_is_named_not_guessed():
    e = make({"1": 10, "2": None}, plain(("ash", 10, ["1"]), ("oak", 10, ["2"])))
    answer = find(e)
    assert answer.table["status"].tolist() == ["known", "not known"]
    assert any("is not known in Area 2: nobody there is counted" in one for one in answer.notes)
    none = find(make({"1": None}, plain(("ash", 10, ["1"]))))
    assert none.headline.startswith("What closures would do cannot be said")
    assert any("How many people need food is not known" in note for note in none.notes)


def test_closed_organisations_and_services_have_no_places():
    e = make({"1": 10}, plain(("ash", 10, ["1"]), ("oak", 10, ["1"])))
    closed = e.replace(organisations=e.organisations.assign(status=[None, "closed"]))
    assert find(closed).table["unserved"].tolist() == [10, 0]
    assert find(closed).table.loc["oak", "status"] == "no service"
    shut = e.replace(services=e.services.assign(status=[None, "temporarily closed"]))
    assert find(shut).table["unserved"].tolist() == [10, 0]


def test_nothing_at_all_is_no_error(tiny):
    answer = find(tiny)
    assert answer.table["status"].tolist() == [
        "not known",
        "not known",
        "known",
        "no service",
        "no service",
    ]
    assert answer.table.loc["c", "unserved"] == 30
    bare = eco.Ecosystem(organisations=tiny.organisations)
    assert "cannot be said" in find(bare).headline
    assert find(bare).funders.empty


# --- funders ----------------------------------------------------------------------------------


def _grants(*rows):
    columns = ["from_id", "to_id", "amount"]
    return pd.DataFrame(rows, columns=columns).assign(kind="funds")


def test_a_funder_takes_its_share_of_places():
    """Ash: 20 places, 15 people, 75 % paid by the fund: 5 places are left, so 10 lose theirs.

    Oak has 4 free places for them: 6 are left without. The council pays the other quarter of
    Ash's and all of Oak's: Ash keeps 15 places, Oak none, so of 20 people 5 fall out.
    """
    e = make(
        {"1": 20},
        plain(("ash", 20, ["1"]), ("oak", 9, ["1"])),
        relationships=_grants(("fund", "ash", 75), ("council", "ash", 25), ("council", "oak", 5)),
    )
    funders = find(e).funders
    served = find(e).table["people_served"]
    assert funders.loc["fund", "unserved"] == 20 - (5 + 9)
    assert funders.loc["fund", "people_served"] == pytest.approx(served["ash"] * 0.75, abs=1e-3)
    assert funders.loc["council", "unserved"] == 20 - 15
    assert funders["mostly_funded"].to_dict() == {"council": 1, "fund": 1}
    assert "if its funding stopped, 6 people would be left without help" in find(e).explain("fund")


def test_places_left_of_a_cut_are_whole():
    """Without a third of 10 places 6.67 are left: 6 whole ones, so 4 of 10 people lose theirs."""
    e = make(
        {"1": 10},
        plain(("ash", 10, ["1"])),
        relationships=_grants(("fund", "ash", 1), ("council", "ash", 2)),
    )
    funders = find(e).funders
    assert funders.loc["fund", ["people_served", "unserved"]].tolist() == [4, 4]
    e = make({"1": 20}, plain(("ash", 10, ["1"])), relationships=_grants(("fund", "ash", 1)))
    assert find(e).funders.loc["fund", "unserved"] == 10


def test_unknown_amounts_are_named():
    e = make(
        {"1": 10},
        plain(("ash", 10, ["1"]), ("oak", 10, ["1"])),
        relationships=_grants(
            ("fund", "ash", 5), ("council", "ash", None), ("council", "oak", None)
        ),
    )
    answer = find(e)
    assert answer.funders["share_unknown"].to_dict() == {"council": 1, "fund": 1}
    assert np.isnan(answer.funders.loc["fund", "people_served"])
    assert answer.funders.loc["council", "people_served"] == 5
    assert any("not known for 1 organisation (Ash)" in note for note in answer.notes)


# --- against brute force ----------------------------------------------------------------------


@st.composite
def networks(draw, most=6):
    cells, services = draw(st.integers(1, most)), draw(st.integers(1, most))
    reach = draw(st.lists(st.booleans(), min_size=cells * services, max_size=cells * services))
    people = draw(st.lists(st.integers(0, 12), min_size=cells, max_size=cells))
    places = draw(st.lists(st.integers(0, 12), min_size=services, max_size=services))
    return (
        np.array(people),
        np.array(places),
        sparse.csr_array(np.array(reach, dtype=float).reshape(cells, services)),
    )


def _most_placed(people, places, reach):
    """Return the most people placed, by networkx."""
    graph = nx.DiGraph()
    graph.add_nodes_from(["source", "sink"])
    for cell, number in enumerate(people.tolist()):
        graph.add_edge("source", ("cell", cell), capacity=number)
    for service, number in enumerate(places.tolist()):
        graph.add_edge(("service", service), "sink", capacity=number)
    for cell, service in zip(*reach.tocoo().coords, strict=True):
        graph.add_edge(("cell", int(cell)), ("service", int(service)))
    return nx.maximum_flow_value(graph, "source", "sink")


def _without(places, closed):
    left = places.copy()
    left[list(closed)] = 0
    return left


@given(networks())
@settings(max_examples=60, deadline=None)
def test_losses_equal_full_recomputation(network):
    people, places, reach = network
    placing = Placing(people, places, reach, place_people(people, places, reach))
    most = _most_placed(*network)
    for size in (1, 2):
        for closed in combinations(range(len(places)), size):
            mark = placing.mark
            lost = placing.close(closed)
            placing.undo(mark)
            assert lost == most - _most_placed(people, _without(places, closed), reach)
    assert placing.count_placed().sum() == most


@given(networks(), st.data())
@settings(max_examples=40, deadline=None)
def test_cuts_equal_full_recomputation(network, data):
    people, places, reach = network
    cut = np.array([data.draw(st.integers(0, int(number))) for number in places])
    placing = Placing(people, places, reach, place_people(people, places, reach))
    before, mark = placing.count_placed().toarray(), placing.mark
    most = _most_placed(*network)
    assert placing.cut(enumerate(cut.tolist())) == most - _most_placed(people, places - cut, reach)
    placing.undo(mark)
    np.testing.assert_array_equal(placing.count_placed().toarray(), before)


@given(networks())
@settings(max_examples=60, deadline=None)
def test_the_even_use_cannot_be_made_more_even(network):
    """A lexicographically optimal base: no shift from a fuller to an emptier service is possible.

    Checked by maximum flows with the uses as places, 0.05 people shifted.
    """
    people, places, reach = network
    unit, shift = 1000, 50
    _, use = spread_people(people * unit, places * unit, reach)
    most = _most_placed(*network)
    assert use.sum() == pytest.approx(most * unit)
    room = np.ceil(use - 1e-6).astype(int)
    assert _most_placed(people * unit, room, reach) >= most * unit - 1
    for high, low in product(range(len(places)), repeat=2):
        if not places[high] or not places[low] or use[high] < shift:
            continue
        step = shift * (1 / places[high] + 1 / places[low]) / unit
        if use[high] / places[high] / unit - use[low] / places[low] / unit <= step:
            continue
        shifted = room.copy()
        shifted[high] -= shift
        shifted[low] = min(shifted[low] + shift, places[low] * unit)
        assert _most_placed(people * unit, shifted, reach) < most * unit - shift / 2


def random_ecosystem(seed, organisations=9, areas=5, *, offers=False):
    random = np.random.default_rng(seed)
    services = []
    for n in range(organisations):
        near = [f"A{one}" for one in np.flatnonzero(random.random(areas) < 0.5)]
        more = {}
        if offers:
            more = {
                "eligibility": random.choice(["women", "men", "women|men", ""]) or None,
                "level": int(random.integers(1, 4)),
            }
        services.append((f"o{n}", int(random.integers(1, 20)), near or ["A0"], more))
    people = {f"A{n}": int(random.integers(0, 30)) for n in range(areas)}
    return make(people, services)


@pytest.mark.parametrize("seed", range(6))
def test_public_answer_equals_full_recomputation(seed):
    """Every closure and every pair, by networkx on the tables of what is left."""
    e = random_ecosystem(seed)
    answer = find(e)
    reach = sparse.csr_array(
        pd.crosstab(e.catchments["area_code"], e.catchments["service_id"])
        .reindex(index=e.areas["area_code"], columns=e.services["service_id"], fill_value=0)
        .to_numpy()
    )
    people = e.demand["people"].to_numpy(dtype=int)
    places = e.services["capacity"].to_numpy(dtype=int)
    most = _most_placed(people, places, reach)
    lost = {
        closed: most - _most_placed(people, _without(places, closed), reach)
        for size in (1, 2)
        for closed in combinations(range(len(places)), size)
    }
    assert answer.table["unserved"].tolist() == [lost[n,] for n in range(len(places))]
    hidden = {
        (f"o{a}", f"o{b}"): lost[a, b]
        for a, b in combinations(range(len(places)), 2)
        if lost[a, b] > lost[a,] + lost[b,]
    }
    found = answer.pairs.set_index(["a", "b"])["unserved_both"].to_dict()
    assert found == hidden


# --- properties -------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(4))
def test_order_of_rows_and_ids_change_nothing(seed):
    e = random_ecosystem(seed, offers=True)
    answer = find(e, runs=3)
    shuffled = e.replace(
        services=e.services.sample(frac=1, random_state=seed),
        organisations=e.organisations.sample(frac=1, random_state=seed),
        catchments=e.catchments.sample(frac=1, random_state=seed),
        providers=e.providers.sample(frac=1, random_state=seed),
    )
    pd.testing.assert_frame_equal(find(shuffled, runs=3).table, answer.table)
    new = {f"o{n}": f"z{(n * 5) % 9}" for n in range(9)}
    swap = {f"s{n}": f"t{(n * 5) % 9}" for n in range(9)}
    renamed = e.replace(
        organisations=e.organisations.replace({"organisation_id": new}),
        services=e.services.replace({"service_id": swap}),
        catchments=e.catchments.replace({"service_id": swap}),
        providers=e.providers.replace({"service_id": swap, "organisation_id": new}),
    )
    other = find(renamed, runs=3).table
    back = other.rename(index={after: before for before, after in new.items()}).sort_index()
    pd.testing.assert_frame_equal(back, answer.table)


@pytest.mark.parametrize("seed", range(6))
def test_bounds_hold_and_together_is_never_less(seed):
    answer = find(random_ecosystem(seed, offers=True))
    table, pairs = answer.table, answer.pairs
    assert (table["unserved_low"] <= table["unserved"]).all()
    assert (table["unserved"] <= table["unserved_high"]).all()
    assert (table["unserved_high"] <= table["people_served"] + 1e-9).all()
    assert table["people_served"].sum() == pytest.approx(answer.summary["people_served"], abs=0.01)
    assert (pairs["unserved_both"] >= pairs["unserved_a"] + pairs["unserved_b"]).all()


@pytest.mark.parametrize("seed", range(4))
def test_another_service_never_makes_a_closure_worse(seed):
    e = random_ecosystem(seed)
    grown = e.with_service(
        {"service_id": "new", "name": "New", "service_type": "food", "capacity": 9},
        areas_reached=["A0", "A1"],
    )
    assert (find(grown).table["unserved"] <= find(e).table["unserved"]).all()


@pytest.mark.parametrize("seed", range(3))
def test_who_runs_nothing_changes_nothing(seed):
    e = random_ecosystem(seed)
    more = pd.concat(
        [e.organisations, pd.DataFrame({"organisation_id": ["idle"], "name": ["Idle"]})]
    )
    answer = find(e.replace(organisations=more))
    assert answer.table.loc["idle", ["people_served", "unserved"]].tolist() == [0, 0]
    pd.testing.assert_frame_equal(answer.table.drop(index="idle"), find(e).table)


def test_an_organisation_that_is_taken_out_loses_what_was_said():
    e = random_ecosystem(3)
    answer = find(e)
    for key in answer.table.index:
        left = find(e.without(key)).summary["people_served"]
        lost = answer.summary["people_served"] - left
        assert answer.table.loc[key, "unserved"] == pytest.approx(lost, abs=0.01)


# --- stability, options, the answer -----------------------------------------------------------


def test_ranks_are_steady_where_numbers_are_far_apart():
    """Ten services that nobody backs up, with 10, 20 … 100 people: 40 % apart at the cut."""
    people = {f"A{n}": 10 * n for n in range(1, 11)}
    e = make(people, plain(*[(f"o{n:02d}", 10 * n, [f"A{n}"]) for n in range(1, 11)]))
    share = find(e, runs=40, uncertainty=0.05).table["top_five_share"]
    assert share.to_dict() == {f"o{n:02d}": float(n > 5) for n in range(1, 11)}
    wide = find(e, runs=40, uncertainty=0.5).table["top_five_share"]
    assert 0 < wide["o05"] < 1
    assert find(e, runs=40, uncertainty=0.5, seed=1).table["top_five_share"].sum() == (
        pytest.approx(5)
    )
    again = find(e, runs=40, uncertainty=0.5)
    pd.testing.assert_series_equal(again.table["top_five_share"], wide)
    assert find(e).table["top_five_share"].isna().all()
    headline = find(e, runs=40, uncertainty=0.05).headline
    assert "it is among the five worst in all 40 tries" in headline


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"service_type": "foood"}, "Did you mean 'food'"),
        ({"level": 4}, "level 4 is not a level"),
        ({"runs": -1}, "runs -1 is not a count"),
        ({"runs": 2.5}, "runs 2.5 is not a count"),
        ({"uncertainty": 2}, "uncertainty 2 is not a share"),
    ],
)
def test_wrong_options_are_told(options, message):
    with pytest.raises(ValueError, match=message):
        find(RING, **options)


def test_settings_repeat_the_answer_and_carry_the_audience():
    answer = find(RING, runs=3)
    assert answer.settings["visibility"] == "public"
    again = {name: value for name, value in answer.settings.items() if name != "visibility"}
    pd.testing.assert_frame_equal(eco.find_closures(RING, **again).table, answer.table)


def test_it_says_what_else_it_found():
    e = make(
        {"1": 40, "2": 20},
        plain(("ash", 10, ["1"]), ("oak", 10, ["2"]), ("elm", 10, ["2"])),
        relationships=_grants(("fund", "ash", 75), ("council", "ash", 25), ("council", "oak", 5)),
    )
    assert find(e).findings == (
        (
            "If the funding of Council stopped, 13 people would be left without help, more than "
            "for any other funder."
        ),
        "30 people in need have no place now.",
        "2 organisations have over half of the funding known from one funder.",
    )
    assert find(RING).findings[0] == find(RING).explain("a + b")


def test_no_small_number_is_written_nor_what_gives_it_away(tmp_path):
    """Ash has 20 people in area 1, who have 17 other places; the fund pays it; 2 of 22 wait."""
    e = make(
        {"1": 20, "2": 22},
        plain(("ash", 20, ["1"]), ("oak", 17, ["1"]), ("elm", 20, ["2"])),
        relationships=_grants(("fund", "ash", 1)),
    )
    answer = find(e)
    assert answer.summary["people_without"] == 2
    assert answer.funders.loc["fund", "unserved"] == 3
    path = eco.write_result(answer, tmp_path / "answer.json")
    written = json.loads(path.read_text(encoding="utf-8"))
    assert written["funders"][0]["organisation_id"] == "fund"
    assert written["funders"][0]["unserved"] == "under 5"
    assert written["funders"][0]["people_served"] == "not shown"
    assert written["summary"]["people_without"] == "under 5"
    assert written["summary"]["people_served"] == "not shown"
    assert written["table"][0]["organisation_id"] == "ash"


def test_an_unknown_key_is_told():
    with pytest.raises(ValueError, match="organisation_id 'z' is not in this answer"):
        find(RING).explain("z")
    with pytest.raises(ValueError, match="organisation_id 'z' is not in this answer"):
        find(RING).explain("a + z")


def test_the_sample_answers(west_midlands):
    answer = eco.find_closures(west_midlands, service_type="immigration advice", runs=2)
    assert list(answer.table.index) == list(west_midlands.organisations["organisation_id"])
    for key in answer.table.index:
        assert answer.explain(key).endswith(".")
    for a, b in answer.pairs[["a", "b"]].to_numpy():
        assert answer.explain(f"{a} + {b}").endswith(".")
    json.dumps(answer.to_dict())


def test_numbers_too_large_for_thousandths_are_counted_in_larger_parts():
    """A million people in one area and half a million places: still exact."""
    e = make({"1": 5_000_000}, plain(("a", 2_000_000, ["1"]), ("b", 4_000_000, ["1"])))
    assert find(e).table["unserved"].tolist() == [1_000_000, 3_000_000]
    huge = make({"1": 5e9}, plain(("a", 2e9, ["1"]), ("b", 4e9, ["1"])))
    assert find(huge).table["unserved"].tolist() == [1e9, 3e9]
