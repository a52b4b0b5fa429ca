"""Roles of go-betweens: the figures of R's sna, and every path counted one by one."""

import json
from itertools import product
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosystem.questions.ties.brokerage import (
    ROLES,
    count_brokerage,
    expect_brokerage,
    name_roles,
)

CASES = Path(__file__).parents[2] / "cases" / "ties"

SNA = [0, 1, 3, 2, 4]
"""Columns of sna in the order of ROLES: it has representatives (b_IO) before gatekeepers (b_OI)."""


def read_case(name):
    """Return the arcs, the groups, and what sna counts and expects of one network."""
    case = json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))
    if name == "karate":
        graph = nx.karate_club_graph()
        matrix, groups = nx.to_numpy_array(graph) > 0, [graph.nodes[one]["club"] for one in graph]
    else:
        matrix = np.array([[mark == "1" for mark in row] for row in case["matrix"]])
        groups = case["groups"]
    label = np.unique(groups, return_inverse=True)[1].astype(np.int64)
    return (*np.nonzero(matrix), label), np.array(case["raw"]), np.array(case["expected"])


@pytest.mark.parametrize("name", ["knoke", "karate"])
def test_counts_and_expectations_are_those_of_sna(name):
    network, raw, expected = read_case(name)
    counted = count_brokerage(*network)
    assert counted.roles.tolist() == raw[:, SNA].tolist()
    assert counted.total.tolist() == raw[:, 5].tolist()
    by_role, in_all = expect_brokerage(*network)
    assert by_role == pytest.approx(expected[:, SNA], abs=1e-12)
    assert in_all == pytest.approx(expected[:, 5], abs=1e-12)


def count_one_by_one(size, arcs, label):
    """Return the roles and the total of each by looking at every three organisations."""
    roles, total = np.zeros((size, len(ROLES)), dtype=int), np.zeros(size, dtype=int)
    for first, between, last in product(range(size), repeat=3):
        if first == last or (first, last) in arcs:
            continue
        if {(first, between), (between, last)} <= arcs:
            total[between] += 1
            one, two, three = label[first], label[between], label[last]
            if min(one, two, three) < 0:
                continue
            if one == three:
                role = "coordinator" if one == two else "itinerant"
            elif two == three:
                role = "gatekeeper"
            else:
                role = "representative" if one == two else "liaison"
            roles[between, ROLES.index(role)] += 1
    return roles, total


@settings(max_examples=40)
@given(size=st.integers(1, 9), groups=st.integers(1, 4), data=st.data())
def test_every_path_counts_once(size, groups, data):
    ends = st.integers(0, size - 1)
    arcs = {arc for arc in data.draw(st.sets(st.tuples(ends, ends))) if arc[0] != arc[1]}
    label = np.array(data.draw(st.lists(st.integers(-1, groups - 1), min_size=size, max_size=size)))
    start, end = np.array(sorted(arcs), dtype=np.int64).reshape(-1, 2).T
    counted = count_brokerage(start, end, label)
    roles, total = count_one_by_one(size, arcs, label)
    assert counted.roles.tolist() == roles.tolist()
    assert counted.total.tolist() == total.tolist()


def test_roles_by_the_groups_on_the_way():
    groups = np.array([[0, 0, 0], [0, 1, 0], [0, 1, 1], [0, 0, 1], [0, 1, 2], [0, -1, 0]])
    assert name_roles(*groups.T).tolist() == [0, 1, 2, 3, 4, -1]


def test_one_without_ties_changes_nothing_that_is_expected():
    start, end, label = np.array([0, 1]), np.array([1, 2]), np.array([0, 0, 1])
    alone = np.array([0, 0, 1, 1])
    for before, after in zip(
        expect_brokerage(start, end, label), expect_brokerage(start, end, alone), strict=True
    ):
        assert np.array_equal(before, after[:3])
        assert np.isnan(after[3]).all()
