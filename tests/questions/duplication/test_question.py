import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ecosystem as eco


def make(services, demand=(), areas=("east", "west", "north"), **tables):
    """Return an ecosystem of services given as {id: columns}; `by`, `in_` say who and where."""
    rows = [
        {"service_id": one, "name": one.title(), "service_type": "food", **columns}
        for one, columns in services.items()
    ]
    by = [(row["service_id"], body) for row in rows for body in row.pop("by", "").split("|")]
    reach = [(row["service_id"], area) for row in rows for area in row.pop("in_", "").split("|")]
    bodies = sorted({body for _, body in by if body} | {"nobody"})
    return eco.Ecosystem(
        organisations=pd.DataFrame(
            {"organisation_id": bodies, "name": [b.title() for b in bodies]}
        ),
        services=pd.DataFrame(rows) if rows else None,
        providers=pd.DataFrame(
            [pair for pair in by if pair[1]], columns=["service_id", "organisation_id"]
        ),
        catchments=pd.DataFrame(
            [pair for pair in reach if pair[1]], columns=["service_id", "area_code"]
        ),
        areas=pd.DataFrame({"area_code": areas, "name": [area.title() for area in areas]}),
        demand=pd.DataFrame(list(demand), columns=["area_code", "service_type", "people"]),
        **tables,
    )


def three_alike(**columns):
    return {
        name: {
            "by": name,
            "in_": "east",
            "eligibility": "refugees",
            "languages": "Arabic",
            **columns,
        }
        for name in ("ann", "bob", "cat")
    }


def pair_of(result, a, b):
    pairs = result.pairs.set_index(["service_a", "service_b"])
    return pairs.loc[(a, b)]


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


def test_overlap_is_never_called_duplication_when_need_is_not_known():
    result = eco.find_duplication(make(three_alike(capacity=100)))
    cluster = result.clusters.loc[1]
    assert (cluster["kind"], cluster["reading"]) == ("overlap", "overlapping; need not known")
    assert result.headline == (
        "Ann, Bob and Cat all give food in East to the same people; "
        "the need there is not known, so this may be needed capacity."
    )
    assert set(result.pairs["kind"]) == {"overlapping"}
    assert set(result.cells["status"]) == {"need not known"}


def test_duplication_is_spare_even_without_the_largest():
    """150 people; 100 places each: 2 places a person, without the largest 1.33."""
    e = make(three_alike(capacity=100), demand=[("east", "food", 150)])
    result = eco.find_duplication(e)
    cluster = result.clusters.loc[1]
    assert cluster["coverage"] == pytest.approx(2)
    assert cluster["coverage_without_largest"] == pytest.approx(4 / 3)
    assert (cluster["kind"], cluster["reading"]) == ("duplication", "possible duplication")
    assert set(result.pairs["kind"]) == {"duplicate"}
    assert set(result.table["status"]) == {"duplication"}
    assert result.explain("bob") == (
        "Bob, Ann and Cat all give food in East to the same people; together 2.0 places per person "
        "in need, without the largest still 1.3: possible duplication."
    )


@pytest.mark.parametrize(
    ("people", "reading", "status"),
    [
        (0, "overlapping; no one in need is recorded", "no one in need"),
        (200, "possible duplication", "possible duplication"),
        (250, "backup worth keeping", "spare but none without the largest"),
        (290, "backup worth keeping", "covered, shared"),
        (301, "needed capacity", "short: needed capacity"),
    ],
)
def test_need_decides_how_the_same_overlap_reads(people, reading, status):
    e = make(three_alike(capacity=100), demand=[("east", "food", people)])
    result = eco.find_duplication(e)
    assert list(result.clusters["reading"]) == [reading]
    assert list(result.cells["status"]) == [status]
    assert (result.clusters["kind"] == "duplication").any() == (people == 200)


def test_a_little_less_than_one_place_a_person_is_not_called_one():
    """205 people, 100 places each: without the largest 200 / 205 = 0.976."""
    e = make(three_alike(capacity=100), demand=[("east", "food", 205)])
    result = eco.find_duplication(e)
    assert "without the largest just under 1: backup worth keeping" in result.headline


def test_places_of_others_are_said_where_they_change_the_picture():
    """300 places for 400 people; Dan's 200 for other people in the same place make it 500."""
    services = three_alike(capacity=100)
    services["dan"] = {"by": "dan", "in_": "east", "eligibility": "students", "capacity": 200}
    result = eco.find_duplication(make(services, demand=[("east", "food", 400)]))
    assert result.headline.endswith(
        "together 0.8 places per person in need, without the largest 0.5, with others there 1.2: "
        "backup worth keeping."
    )


def test_a_group_whose_people_are_known_to_differ_is_not_said_to_serve_the_same():
    """Ann does not say for whom; Bob and Cat, for women and for men, overlap with Ann only."""
    services = three_alike(languages=None, eligibility=None)
    services["bob"]["eligibility"], services["cat"]["eligibility"] = "women", "men"
    result = eco.find_duplication(make(services))
    assert list(result.clusters["services"]) == [3]
    assert list(result.clusters["people_alike"]) == [0]
    assert "as far as is known to different people" in result.headline


def test_services_of_one_pair_of_bodies_are_both_named_once():
    services = three_alike()
    services["cat"]["by"] = "bob|cat"
    assert eco.find_duplication(make(services)).headline.startswith("Ann, Bob and Cat all give")
    del services["cat"]
    assert eco.find_duplication(make(services)).headline.startswith("Ann and Bob both give")


def planted(count):
    """Return so many services of three types in one area, for two groups of people."""
    return {
        f"s{at:03d}": {
            "by": f"o{at:03d}",
            "in_": "east",
            "service_type": f"t{at // 2 % 3}",
            "eligibility": f"all|g{at % 2}",
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
        row["service_type"], row["eligibility"] = "food", f"all|g{at}"
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


def test_not_knowing_whom_it_is_for_is_no_duplication():
    unknown = three_alike(capacity=100, eligibility=None, languages=None)
    result = eco.find_duplication(make(unknown, demand=[("east", "food", 150)]))
    assert list(result.clusters["kind"]) == ["overlap"]
    assert list(result.clusters["reading"]) == ["spare places; for whom is not known"]
    assert result.pairs["overlap_languages"].isna().all()
    assert list(result.pairs["overlap"]) == [1.0, 1.0, 1.0]
    assert any(": languages; left out" in note for note in result.notes)


def test_languages_alone_do_not_tell_that_the_people_are_the_same():
    result = eco.find_duplication(make(three_alike(eligibility=None)))
    assert result.clusters["people_known_by"].tolist() == ["languages"]
    assert "all give food in East with the same languages; the need" in result.headline
    both = eco.find_duplication(make(three_alike()))
    assert both.clusters["people_known_by"].tolist() == ["eligibility|languages"]
    assert "all give food in East to the same people; the need" in both.headline


def test_not_knowing_a_capacity_is_no_duplication():
    services = three_alike(capacity=100)
    services["cat"]["capacity"] = None
    result = eco.find_duplication(make(services, demand=[("east", "food", 50)]))
    assert list(result.clusters["kind"]) == ["overlap"]
    assert list(result.clusters["reading"]) == ["overlapping; capacity not known"]
    assert list(result.cells["status"]) == ["capacity not known"]


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


@pytest.mark.parametrize(
    ("first", "second", "status"),
    [
        (
            {"by": "a", "eligibility": "women"},
            {"by": "b", "eligibility": "men"},
            "spare, no overlap known",
        ),
        (
            {"by": "a", "languages": "Somali"},
            {"by": "b", "languages": "Dari"},
            "spare, no overlap known",
        ),
        (
            {"by": "a", "eligibility": "women"},
            {"by": "b", "eligibility": "women"},
            "possible duplication",
        ),
        ({"by": "a"}, {"by": "b"}, "possible duplication"),
        ({"by": ""}, {"by": "b"}, "spare, no overlap known"),
    ],
)
def test_a_place_with_enough_for_two_kinds_of_people_holds_no_duplication(first, second, status):
    """Two services of 100 places each for 50 people: enough even without one of them."""
    both = {"in_": "east", "capacity": 100}
    e = make({"ann": first | both, "bob": second | both}, demand=[("east", "food", 50)])
    assert list(eco.find_duplication(e).cells["status"]) == [status]


def test_services_for_the_same_people_by_nobody_known_are_no_duplication():
    both = {"in_": "east", "capacity": 100, "eligibility": "women"}
    e = make({"ann": {"by": "", **both}, "bob": {"by": "b", **both}}, demand=[("east", "food", 50)])
    result = eco.find_duplication(e)
    assert list(result.clusters["reading"]) == ["spare places; by whom is not known"]
    assert "to the same people" in result.headline


def test_notes_say_what_is_not_known():
    both = {"in_": "east", "capacity": 100}
    e = make({"ann": {"by": "a", **both}, "bob": {"by": "b", **both}}, demand=[("east", "food", 0)])
    notes = eco.find_duplication(e).notes
    assert (
        "Not known for 2 of 2 running services: languages; left out of their comparisons." in notes
    )
    assert any(
        note.startswith("The 1 overlapping pair is not beyond what chance") for note in notes
    )
    assert not any("need or capacity is not known" in note for note in notes)


def test_capacity_is_shared_out_by_need():
    """Ann's 100 places meet 30 people in the east and 70 in the west: 30 and 70 places."""
    e = make(
        {"ann": {"by": "a", "in_": "east|west", "capacity": 100}},
        demand=[("east", "food", 30), ("west", "FOOD", 70), ("north", "food", 5)],
    )
    cells = eco.find_duplication(e).cells.set_index("area_code")
    assert cells["provision"].to_dict() == pytest.approx({"east": 30, "north": 0, "west": 70})
    assert cells["status"].to_dict() == {
        "east": "single provider",
        "north": "gap",
        "west": "single provider",
    }


def test_need_not_known_in_one_area_leaves_the_share_unknown_in_all():
    e = make(
        {"ann": {"by": "a", "in_": "east|west", "capacity": 100}}, demand=[("east", "food", 30)]
    )
    cells = eco.find_duplication(e).cells.set_index("area_code")
    assert cells["provision"].isna().all()
    assert cells["status"].to_dict() == {"east": "capacity not known", "west": "need not known"}


def test_the_latest_period_of_need_counts():
    e = make(three_alike(capacity=100))
    demand = pd.DataFrame(
        {
            "area_code": "east",
            "service_type": "food",
            "people": [999, 150, 888],
            "period": ["2022", "2024", None],
        }
    )
    assert list(eco.find_duplication(e.replace(demand=demand)).cells["demand"]) == [150]


def test_coordination_is_the_share_of_pairs_that_are_tied():
    """Of three pairs, Ann and Bob refer, Bob and Cat run Cat's service together: 2 of 3.

    Places: Ann 100, Bob 100 + 50, Cat 50. Σ share² = (100² + 150² + 50²) / 300² = 7/18.
    """
    services = three_alike(capacity=100)
    services["cat"]["by"] = "bob|cat"
    referrals = pd.DataFrame({"from_id": ["ann"], "to_id": ["bob"]})
    e = make(services, demand=[("east", "food", 150)], referrals=referrals)
    cell = eco.find_duplication(e).cells.iloc[0]
    assert cell["organisations"] == 3
    assert cell["coordination"] == pytest.approx(2 / 3)
    assert cell["effective_providers"] == pytest.approx(18 / 7)
    assert cell["fragmentation"] == pytest.approx((11 / 18) / 3)


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


def test_small_numbers_of_people_are_not_said():
    e = make(three_alike(capacity=100), demand=[("east", "food", 3)])
    assert "under 5 people" in eco.find_duplication(e).headline
    assert "33" not in eco.find_duplication(e).headline


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


def parts(values):
    return st.lists(st.sampled_from(values), max_size=3, unique=True).map("|".join)


SERVICES = st.lists(
    st.fixed_dictionaries(
        {
            "service_type": st.sampled_from(["food", "advice"]),
            "by": parts(["a", "b", "c"]),
            "in_": parts(["east", "west", "north"]),
            "eligibility": parts(["women", "men", "families"]),
            "languages": parts(["Arabic", "Farsi", "Urdu"]),
            "capacity": st.sampled_from([None, 0, 10, 200]),
        }
    ),
    min_size=1,
    max_size=8,
)
DEMAND = st.dictionaries(
    st.tuples(st.sampled_from(["east", "west"]), st.sampled_from(["food", "advice"])),
    st.sampled_from([0, 3, 50, 400]),
).map(lambda people: [(*where, count) for where, count in people.items()])


def named(rows, start="s"):
    return {f"{start}{at}": row for at, row in enumerate(rows)}


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
@given(SERVICES, st.data())
def test_a_service_the_same_as_another_is_always_found(rows, data):
    at = data.draw(st.integers(0, len(rows) - 1))
    rows[at]["in_"] = rows[at]["in_"] or "east"
    twin = rows[at] | {"by": "another"}
    result = eco.find_duplication(make(named(rows) | {"twin": twin}))
    assert pair_of(result, f"s{at}", "twin")["overlap"] == pytest.approx(1)
    assert result.table.loc["twin", "status"] not in {"no overlap", "complementary"}


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
    before = eco.find_duplication(make(named(rows)))
    after = eco.find_duplication(make(named(rows[::-1], "t")))
    moved = after.table.loc[[f"t{len(rows) - 1 - at}" for at in range(len(rows))]]
    for column in ("crowding", "unique_share", "status"):
        assert before.table[column].tolist() == pytest.approx(moved[column].tolist(), nan_ok=True)
    assert len(before.pairs) == len(after.pairs)


@settings(deadline=None, max_examples=15)
@given(SERVICES, DEMAND)
def test_more_capacity_never_makes_a_place_shorter(rows, demand):
    more = [row | {"capacity": row["capacity"] and row["capacity"] * 2} for row in rows]
    before = eco.find_duplication(make(named(rows), demand=demand)).cells["coverage"]
    after = eco.find_duplication(make(named(more), demand=demand)).cells["coverage"]
    assert (after.fillna(-1) >= before.fillna(-1)).all()
