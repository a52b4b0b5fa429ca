import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from overlapping_services import SERVICES, make, named, pair_of, three_alike

import ecosystem as eco
from ecosystem.graph import find_positions
from ecosystem.questions.duplication.gathering import gather
from ecosystem.questions.duplication.listing import Shortlist
from ecosystem.questions.duplication.niches import (
    Runners,
    find_overlaps,
    measure_likeness,
    read_niches,
)


def test_two_services_by_hand():
    """Ann reaches two areas, Bob one of them: √½. People: one group shared of two and one: √½.

    Languages: one shared of two each: ½. The product is ½ · ½ = ¼. Ann's niche has 2 · 2 · 2 = 8
    cells, Bob's 1 · 1 · 2 = 2, and they share 1 · 1 · 1 = 1: half of Bob's is inside Ann's, and
    1 / √16 is the ¼ again. East is where they meet, so half of what Ann reaches is hers alone.
    """
    e = make(
        {
            "ann": {
                "by": "a",
                "in_": "east|west",
                "eligibility": "refugees|families",
                "languages": "Arabic|Farsi",
            },
            "bob": {
                "by": "b",
                "in_": "east",
                "eligibility": "Refugees",
                "languages": "arabic|Urdu",
            },
        }
    )
    result = eco.find_duplication(e)
    pair = pair_of(result, "ann", "bob")
    assert pair["overlap"] == pytest.approx(0.25)
    assert pair["contained_share"] == pytest.approx(0.5)
    assert pair["overlap_area"] == pytest.approx(0.5**0.5)
    assert pair["overlap_eligibility"] == pytest.approx(0.5**0.5)
    assert pair["overlap_languages"] == pytest.approx(0.5)
    assert (pair["kind"], pair["differs_in"]) == ("overlapping", "")
    assert list(result.table["unique_share"]) == [0.5, 0.0]
    assert list(result.table["crowding"]) == pytest.approx([0.25, 0.25])
    assert list(result.table["cluster"]) == [1, 1]


@pytest.mark.parametrize(
    ("column", "value"), [("eligibility", "women"), ("languages", "Urdu"), ("access", "drop-in")]
)
def test_nothing_in_common_in_one_respect_completes(column, value):
    services = three_alike(capacity=100, access="appointment")
    services["cat"][column] = value
    e = make(services, demand=[("east", "food", 50)])
    within = ("service_type", "area", "eligibility", "languages", "access")
    result = eco.find_duplication(e, within=within)
    pair = pair_of(result, "ann", "cat")
    assert (pair["kind"], pair["differs_in"], pair["overlap"]) == ("complementary", column, 0)
    assert pair_of(result, "ann", "bob")["kind"] == "duplicate"
    assert result.table.loc["cat", "status"] == "complementary"
    assert "complete each other" in result.explain("cat")


def test_the_same_service_in_another_place_is_listed_as_that():
    services = three_alike()
    services["cat"]["in_"] = "west"
    pair = pair_of(eco.find_duplication(make(services)), "ann", "cat")
    assert (pair["kind"], pair["differs_in"]) == ("complementary", "area")


def test_other_types_are_not_compared():
    services = three_alike()
    services["cat"]["service_type"] = "advice"
    result = eco.find_duplication(make(services))
    assert len(result.pairs) == 1
    assert result.table.loc["cat", "status"] == "no overlap"


def test_one_organisation_does_not_duplicate_itself():
    services = three_alike(capacity=100)
    services["bob"]["by"] = "ann"
    result = eco.find_duplication(make(services, demand=[("east", "food", 50)]))
    assert pair_of(result, "ann", "bob")["kind"] == "same organisation"
    alone = {name: services[name] for name in ("ann", "bob")}
    result = eco.find_duplication(make(alone, demand=[("east", "food", 50)]))
    assert result.clusters.empty
    assert set(result.table["status"]) == {"same organisation"}
    assert list(result.table["crowding"]) == [0, 0]
    assert list(result.cells["status"]) == ["single provider"]


def test_a_service_without_a_known_organisation_is_no_duplicate():
    services = three_alike(capacity=100)
    del services["cat"]["by"]
    result = eco.find_duplication(make(services, demand=[("east", "food", 50)]))
    assert pair_of(result, "ann", "cat")["kind"] == "overlapping"
    assert result.clusters.loc[1, "organisations"] == 2


def test_closed_services_are_left_out():
    services = three_alike()
    services["cat"]["status"] = "closed"
    result = eco.find_duplication(make(services))
    assert len(result.pairs) == 1
    assert result.table.loc["cat", "status"] == "not running"
    assert result.table.loc["cat"].isna()["crowding"]
    assert "not running" in result.explain("cat")


@settings(deadline=None, max_examples=15)
@given(SERVICES, st.data())
def test_a_service_the_same_as_another_is_always_found(rows, data):
    at = data.draw(st.integers(0, len(rows) - 1))
    rows[at]["in_"] = rows[at]["in_"] or "east"
    twin = rows[at] | {"by": "another"}
    result = eco.find_duplication(make(named(rows) | {"twin": twin}))
    assert pair_of(result, f"s{at}", "twin")["overlap"] == pytest.approx(1)
    assert result.table.loc["twin", "status"] not in {"no overlap", "complementary"}


def niches_of(services, names=("service_type", "area", "eligibility", "languages")):
    e = make(services)
    return read_niches(e, find_positions(e), list(names))


def count_found(niches):
    overlaps, is_searched = find_overlaps(niches, 0.1)
    return sum(len(pairs.a) for pairs in overlaps.blocks()), is_searched


def test_a_partner_on_one_side_only_is_neither_the_same_nor_independent():
    """Ann is run by a; Bob by a and b; Cat by c; Dan and Eve by a and b, too; Fay by a."""
    services = three_alike()
    for name, by in {"bob": "a|b", "cat": "c", "dan": "a|b", "eve": "b|a", "fay": "a"}.items():
        services[name] = services["ann"] | {"by": by}
    services["ann"]["by"] = "a"
    runners = Runners(niches_of(services))
    ann, bob, cat, dan, eve, fay = range(6)
    pairs = [(ann, bob), (ann, cat), (bob, cat), (dan, eve), (ann, fay), (bob, fay)]
    is_same, is_common = runners.compare(*np.array(pairs).T)
    assert is_same.tolist() == [False, False, False, True, True, False]
    assert is_common.tolist() == [True, False, False, True, True, True]


def test_only_independent_bodies_that_overlap_share_a_cell():
    """Ann and Bob have a in common and meet in the east; Cat is of c, and meets Bob in the west.

    By their codes west is the last of east, north and west: cell 2 of the only type.
    """
    services = three_alike(capacity=100)
    services["ann"]["by"], services["bob"]["by"], services["cat"]["by"] = "a", "a|b", "c"
    services["bob"]["in_"], services["cat"]["in_"] = "east|west", "west"
    niches = niches_of(services)
    overlaps, _ = find_overlaps(niches, 0.1)
    is_sure = np.ones(len(overlaps.cases.a), dtype=bool)
    gathered, links = gather(niches, overlaps, is_sure, Shortlist(niches, overlaps))
    assert gathered.shared.tolist() == [2]
    assert len(links.a) == 2


def test_likeness_is_the_mean_of_what_is_known_besides_the_work():
    """They share 1 of 1 and 4 areas, so ½, and their people; languages are not known: √(½ · 1)."""
    services = {
        "ann": {"by": "a", "in_": "east", "eligibility": "women"},
        "bob": {"by": "b", "in_": "east|west|north|south", "eligibility": "women"},
    }
    e = make(services, areas=("east", "west", "north", "south"))
    niches = read_niches(e, find_positions(e), ["service_type", "area", "eligibility", "languages"])
    overlaps, _ = find_overlaps(niches, 0.1)
    assert overlaps.cases.overlap.tolist() == pytest.approx([0.5])
    assert measure_likeness(niches, overlaps.cases).tolist() == pytest.approx([0.5**0.5])


def test_other_places_are_not_searched_where_too_many_do_the_same_work(monkeypatch):
    services = three_alike()
    services["cat"]["in_"] = "west"
    assert count_found(niches_of(services)) == (3, True)
    monkeypatch.setattr("ecosystem.questions.duplication.niches._MOST_ELSEWHERE", 2)
    assert count_found(niches_of(services)) == (1, False)
    assert eco.find_duplication(make(services)).notes[-1] == (
        "Services that do the same work in other places are too many to be listed."
    )
