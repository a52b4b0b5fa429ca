import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from overlapping_services import DEMAND, SERVICES, make, named, three_alike

import ecosystem as eco


def read_southern_women():
    """Return the eighteen women as services, the fourteen events as areas they reach.

    Davis, Gardner and Gardner 1941, as networkx ships it.
    """
    graph = nx.davis_southern_women_graph()
    women, events = graph.graph["top"], graph.graph["bottom"]
    ids = pd.Series([f"{at:02d}" for at in range(len(women))])
    return women, eco.Ecosystem(
        organisations=pd.DataFrame({"organisation_id": ids, "name": women}),
        services=pd.DataFrame({"service_id": ids, "name": women, "service_type": "party"}),
        providers=pd.DataFrame({"service_id": ids, "organisation_id": ids}),
        areas=pd.DataFrame({"area_code": events, "name": events}),
        catchments=pd.DataFrame(
            [
                {"service_id": ids[at], "area_code": event}
                for at, one in enumerate(women)
                for event in graph[one]
            ]
        ),
    )


def test_southern_women_fall_into_their_two_groups():
    """Freeman 2003, comparing 21 studies: women 1 to 9 and 10 to 18; here Pearl, 8th, differs.

    In one respect only, women overlap by less than a third on average across the groups and by
    more within them. Nobody's overlap is beyond chance: the data are too few.
    """
    women, e = read_southern_women()
    result = eco.find_duplication(e, within=("service_type", "area"), grouped_from=0.35)
    clusters = result.table["cluster"].to_numpy()
    first = pd.Series(clusters[:9]).mode()[0]
    second = pd.Series(clusters[9:]).mode()[0]
    assert first != second
    is_own = clusters == np.repeat([first, second], 9)
    assert [one for one, own in zip(women, is_own, strict=True) if not own] == ["Pearl Oglethorpe"]
    assert (result.pairs["q_value"] > 0.05).all()
    assert result.pairs["p_value"].min() == pytest.approx(0.08837, abs=1e-5)
    assert result.notes[0].startswith("None of the 139 overlapping pairs is beyond what chance")


def planted(count):
    """Return so many services of three types in one area, for two groups of people."""
    return {
        f"s{at:03d}": {
            "by": f"o{at:03d}",
            "in_": "east",
            "service_type": f"t{at // 2 % 3}",
            "eligibility": f"refugees|g{at % 2}",
            "languages": f"English|l{at % 2}|m{at % 2}|n{at % 2}",
        }
        for at in range(count)
    }


def test_likeness_no_more_than_chance_forms_groups_only_in_small_data():
    """From 50 services that can be compared in three respects, q values decide by default."""
    few, enough = (eco.find_duplication(make(planted(count))) for count in (49, 50))
    assert few.settings["most_by_chance"] == 1
    assert enough.settings["most_by_chance"] == 0.2
    assert few.pairs["q_value"].notna().all()
    assert any("the data are too few" in note for note in few.notes)
    bare = {name: row | {"languages": None} for name, row in planted(50).items()}
    two = eco.find_duplication(make(bare), within=("service_type", "area", "languages"))
    assert two.settings["most_by_chance"] == 1


def test_pairs_within_chance_form_no_groups_where_chance_is_asked():
    """Of food, in one area: they share one group of two and one language of four, so 1/8."""
    services = planted(60)
    for at, row in enumerate(services.values()):
        row["service_type"], row["eligibility"] = "food", f"refugees|g{at}"
        row["languages"] = f"English|l{at}|m{at}|n{at}"
    without, judged = (
        eco.find_duplication(make(services), grouped_from=0.1, most_by_chance=limit)
        for limit in (1, 0.05)
    )
    assert list(without.clusters["services"]) == [60]
    assert without.clusters.loc[1, "mean_overlap"] == pytest.approx(1 / 8)
    assert (judged.pairs["q_value"] > 0.05).all()
    assert judged.clusters.empty
    assert set(judged.table["status"]) == {"some overlap"}
    assert "no more than chance" in judged.explain("s000")


def test_nothing_known_gives_empty_answers_in_words():
    empty = eco.find_duplication(make({}))
    assert empty.table.empty
    assert empty.clusters.empty
    assert empty.headline == "No running service is known, so no overlap can be found."
    nowhere = eco.find_duplication(make({"ann": {"by": "a"}, "bob": {}}))
    assert "not known" in nowhere.headline
    assert set(nowhere.table["status"]) == {"place not known"}
    assert nowhere.table["crowding"].isna().all()
    no_areas = eco.find_duplication(make({"ann": {"by": "a"}}, areas=()))
    assert "not known" in no_areas.headline
    apart = eco.find_duplication(make({"ann": {"by": "a", "in_": "east"}}))
    assert apart.headline.startswith("No two organisations")
    for result in (empty, nowhere, no_areas, apart):
        result.to_dict()
        assert all(result.explain(one) for one in result.table.index)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"within": ("service_type", "langauges")}, "Did you mean 'languages'"),
        ({"within": ("languages",)}, "Add 'service_type' or 'area'"),
        ({"listed_from": 0}, "listed_from 0"),
        ({"grouped_from": 1.5}, "grouped_from 1.5"),
    ],
)
def test_wrong_options_say_what_to_do(options, words):
    with pytest.raises(ValueError, match=words):
        eco.find_duplication(make(three_alike()), **options)


def test_the_sample_tells_its_story():
    result = eco.find_duplication(eco.read_sample("west-midlands"))
    whole = result.clusters[result.clusters["people_alike"] > 0.999]
    planted = {
        ("food", "Birmingham", 3),
        ("English classes", "Coventry", 3),
        ("employment support", "Wolverhampton", 2),
    }
    found = set(zip(whole["service_type"], whole["areas"], whole["services"], strict=True))
    assert found == planted
    assert not (result.clusters["kind"] == "duplication").any()
    assert np.isfinite(result.pairs["overlap"]).all()


@settings(deadline=None, max_examples=25)
@given(SERVICES, DEMAND)
def test_any_data_get_an_answer_in_words(rows, demand):
    result = eco.find_duplication(make(named(rows), demand=demand))
    assert result.headline
    assert all(result.explain(one) for one in result.table.index)
    result.to_dict()
    pairs = result.pairs
    assert pairs["overlap"].between(0, 1 + 1e-9).all()
    disjoint = (pairs.filter(regex="^overlap_") == 0).any(axis=1)
    assert not pairs.loc[disjoint, "kind"].isin(["duplicate", "overlapping"]).any()
    assert ((pairs["differs_in"] != "") == disjoint).all()
    known = {(area, kind) for area, kind, _ in demand}
    for cluster in result.clusters.itertuples():
        areas = cluster.areas.casefold().split("|") if cluster.areas else []
        if cluster.kind == "duplication":
            assert cluster.coverage_without_largest >= 1
            assert {(area, cluster.service_type) for area in areas} <= known
        if not {(area, cluster.service_type) for area in areas} <= known:
            assert cluster.reading == "overlapping; need not known"
    cells = result.cells
    assert not cells.loc[cells["demand"].isna(), "status"].isin(["possible duplication"]).any()


@settings(deadline=None, max_examples=15)
@given(SERVICES, DEMAND, st.randoms())
def test_the_order_of_rows_changes_nothing(rows, demand, random):
    services = named(rows)
    names = list(services)
    random.shuffle(names)
    before = eco.find_duplication(make(services, demand=demand))
    after = eco.find_duplication(
        make({name: services[name] for name in names}, demand=demand[::-1])
    )
    for name in ("table", "pairs", "clusters", "cells"):
        pd.testing.assert_frame_equal(getattr(before, name), getattr(after, name))


@settings(deadline=None, max_examples=15)
@given(SERVICES)
def test_other_names_for_the_services_change_nothing_but_the_names(rows):
    """Only where two pairs overlap by the same and not both form a group, ids say which does."""
    before = eco.find_duplication(make(named(rows)))
    after = eco.find_duplication(make(named(rows[::-1], "t")))
    moved = after.table.loc[[f"t{len(rows) - 1 - at}" for at in range(len(rows))]]
    for column in ("crowding", "unique_share"):
        assert before.table[column].tolist() == pytest.approx(moved[column].tolist(), nan_ok=True)
    overlaps = before.pairs["overlap"].round(9)
    grouped = ["fragmentation", "overlap", "duplication"]
    words = {} if overlaps[overlaps > 0].is_unique else dict.fromkeys(grouped, "some overlap")
    assert before.table["status"].replace(words).tolist() == moved["status"].replace(words).tolist()
    assert len(before.pairs) == len(after.pairs)
