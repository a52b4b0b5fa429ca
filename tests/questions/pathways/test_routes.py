"""Tests of routes to the right service."""

import networkx as nx
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from referral_logs import AGREED, ORGANISATIONS, make, make_with_advice

import ecosystem as eco
from ecosystem.questions.pathways.routes import (
    AGREED_UNUSED,
    AGREED_USED,
    USED_UNAGREED,
    USED_UNKNOWN,
    compare_agreed,
)


def test_steps_to_the_right_service():
    """Food bank two, advice centre one, law clinic none; law goes on to the council only."""
    answer = eco.find_pathways(make_with_advice(AGREED))
    steps_to = answer.steps[answer.steps["level"] == 2].set_index("organisation_id")
    assert steps_to["steps"].dropna().to_dict() == {"food": 2, "advice": 1, "law": 0}
    assert steps_to["route"].to_dict() == {
        "food": "route",
        "advice": "route",
        "law": "provides it itself",
        "council": "not known",
        "housing": "not known",
    }


def test_where_no_route_is_recorded_it_is_said():
    table = {"from_id": ["food", "law"], "to_id": ["housing", "food"]}
    answer = eco.find_pathways(make_with_advice(table))
    route = answer.steps[answer.steps["level"] == 2].set_index("organisation_id")["route"]
    assert route["food"] == "no route recorded"
    assert (
        "Of those that send people on, 1 has no way on record to Advice; 1 has none to Advice at "
        "level 2 or above."
    ) in answer.findings


def test_the_longest_way_is_said():
    table = {"from_id": ["food", "advice", "housing"], "to_id": ["advice", "law", "law"]}
    assert (
        "It takes up to 2 referrals to reach Advice."
        in eco.find_pathways(make_with_advice(table)).findings
    )


def test_steps_seen_in_a_log():
    """Ten cases go food > advice > law: two referrals until the law clinic takes them."""
    rows = [
        (f"c{n}", source, target, day, "accepted" if target == "law" else "failed")
        for n in range(10)
        for source, target, day in (
            ("food", "advice", "2024-01-01"),
            ("advice", "law", "2024-01-05"),
        )
    ]
    log = pd.DataFrame(rows, columns=["case", "from", "to", "sent", "status"])
    answer = eco.find_pathways(make_with_advice(None), log=log.assign(service_type="advice"))
    food = answer.steps[answer.steps["level"] == 2].set_index("organisation_id").loc["food"]
    assert (food["steps"], food["cases"], food["mean_referrals"]) == (2, 10, 2)


@given(st.sets(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=12))
@settings(max_examples=30, deadline=None)
def test_steps_equal_the_shortest_paths_of_networkx(links):
    links = sorted(link for link in links if link[0] != link[1])
    table = {
        "from_id": [ORGANISATIONS[one] for one, _ in links],
        "to_id": [ORGANISATIONS[one] for _, one in links],
    }
    answer = eco.find_pathways(make_with_advice(table if links else None))
    steps_to = answer.steps[answer.steps["level"] == 2].set_index("organisation_id")["steps"]
    graph = nx.DiGraph([(ORGANISATIONS[a], ORGANISATIONS[b]) for a, b in links])
    graph.add_node("law")
    lengths = nx.single_target_shortest_path_length(graph, "law")
    assert steps_to.dropna().to_dict() == dict(lengths)


def test_a_route_must_serve_the_area_where_the_person_is():
    """The law clinic reaches north only: for the food bank in south that is a gap, no lost way."""
    e = make_with_advice({"from_id": ["food", "advice"], "to_id": ["law", "law"]})
    e = e.replace(
        areas=pd.DataFrame({"area_code": ["N", "S"], "name": ["North", "South"]}),
        catchments=pd.DataFrame({"service_id": ["s"], "area_code": ["N"]}),
        organisations=e.organisations.assign(area_code=["N", None, "S", None, None]),
    )
    answer = eco.find_pathways(e)
    route = answer.steps[answer.steps["level"] == 2].set_index("organisation_id")["route"]
    assert (route["advice"], route["food"]) == (
        "route",
        "no such service reaches its area",
    )


def test_a_link_is_agreed_used_both_or_of_unknown_agreement():
    """What is neither used nor agreed is no pathway; what does not say is not unagreed."""
    links = pd.DataFrame(
        {
            "from_id": list("abcdef"),
            "to_id": "z",
            "service_type": None,
            "agreement": pd.array([True, True, False, None, False, None], dtype="boolean"),
            "is_used": [True, False, True, True, False, False],
            "sent": 1.0,
        }
    )
    compared = compare_agreed(links)
    assert dict(zip(compared["from_id"], compared["kind"], strict=True)) == {
        "a": AGREED_USED,
        "b": AGREED_UNUSED,
        "c": USED_UNAGREED,
        "d": USED_UNKNOWN,
    }


def _read_route(e, name):
    route = eco.find_pathways(e).steps
    return route[route["level"] == 2].set_index("organisation_id")["route"][name]


def _make_with_areas(**more):
    """Advice at level 2 reaches north only; food is based south, advice north; both send on."""
    e = make_with_advice({"from_id": ["food", "advice"], "to_id": ["council", "housing"]})
    services = e.services
    for column, value in more.items():
        extra = pd.DataFrame(
            {"service_id": ["t"], "name": ["T"], "service_type": ["Advice"], column: [value]}
        )
        services = pd.concat([services, extra])
    return e.replace(
        areas=pd.DataFrame({"area_code": ["N", "S"], "name": ["North", "South"]}),
        services=services,
        providers=pd.DataFrame(
            {
                "service_id": services["service_id"],
                "organisation_id": ["law", "housing"][: len(services)],
            }
        ),
        catchments=pd.DataFrame({"service_id": ["s"], "area_code": ["N"]}),
        organisations=e.organisations.assign(area_code=["N", None, "S", None, None]),
    )


def test_where_no_such_service_reaches_the_area_it_is_a_gap_and_no_missing_route():
    """North has the service and no route to it; south has none: one is lost, one is a gap."""
    answer = eco.find_pathways(_make_with_areas())
    assert _read_route(_make_with_areas(), "advice") == "no route recorded"
    assert _read_route(_make_with_areas(), "food") == "no such service reaches its area"
    assert any(
        sentence.startswith("No Advice reaches the areas of 1 other organisation that sends people")
        and sentence.endswith("that is a gap, not a missing route.")
        for sentence in answer.findings
    )


def test_a_service_whose_level_or_reach_is_not_recorded_keeps_a_route_open():
    """The second service may be of level 2, and may reach both: then there may be a route."""
    e = _make_with_areas(level=None)
    assert _read_route(e, "advice") == "not known"
    assert _read_route(e, "food") == "no route recorded"


@given(
    st.sets(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=8),
    st.lists(st.sampled_from([None, 1, 2, 3]), min_size=3, max_size=3),
    st.integers(1, 3),
)
@settings(max_examples=10, deadline=None)
def test_filling_a_level_never_turns_a_certain_route_into_its_opposite(links, levels, filled):
    """Who can get there still can, and who cannot still cannot; what is not known may be either."""
    links = sorted(link for link in links if link[0] != link[1])
    e = make(
        {
            "from_id": [ORGANISATIONS[one] for one, _ in links],
            "to_id": [ORGANISATIONS[one] for _, one in links],
        }
        if links
        else None
    )
    ids = ["r", "s", "t"]
    providers = pd.DataFrame({"service_id": ids, "organisation_id": ["law", "housing", "food"]})
    services = pd.DataFrame({"service_id": ids, "name": ids, "service_type": "Advice"})

    def ask(levels):
        whole = e.replace(services=services.assign(level=levels), providers=providers)
        steps = eco.find_pathways(whole).steps
        return steps.set_index(["organisation_id", "level"])["route"]

    before = ask(levels)
    after = ask([filled if level is None else level for level in levels])
    certain = before[before != "not known"]
    arrives = ["provides it itself", "route"]
    then = after.reindex(certain.index).dropna()
    assert (then.isin(arrives) == certain[then.index].isin(arrives)).all()
    assert (then != "not known").all()
