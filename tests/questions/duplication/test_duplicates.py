"""What may be called duplication: only what stands whatever the empty cells hold."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from overlapping_services import make, named, pair_of, three_alike

import ecosystem as eco

ADVICE = {"service_type": "immigration advice", "capacity": 200, "in_": "east"}
SAME = {"eligibility": "refugees", "languages": "Arabic", "level": 2, "legal_aid": "no"}
SAME["accepting_referrals"] = "yes"
NEED = [("east", "immigration advice", 100)]


def two(first=(), second=(), demand=NEED, **both):
    """Return two services of 200 places each for 100 people, alike but for what is given."""
    alike = ADVICE | SAME | both
    services = {
        "ann": alike | {"by": "ann"} | dict(first),
        "bob": alike | {"by": "bob"} | dict(second),
    }
    return eco.find_duplication(make(services, demand=demand))


def is_duplication(result):
    """Tell whether duplication is said; everywhere the same."""
    said = {
        bool((result.clusters["kind"] == "duplication").any()),
        bool((result.clusters["reading"] == "possible duplication").any()),
        bool((result.cells["status"] == "possible duplication").any()),
        bool((result.pairs["kind"] == "duplicate").any()),
        bool((result.table["status"] == "duplication").any()),
    }
    assert len(said) == 1
    return said.pop()


def test_the_same_work_for_the_same_people_beyond_need_is_possible_duplication():
    """400 places for 100 people, without the larger 200."""
    assert is_duplication(two())


@pytest.mark.parametrize(("first", "second"), [("anyone", "anyone"), ("everyone", "open to all")])
def test_two_services_for_anyone_are_for_the_same_people(first, second):
    result = two({"eligibility": first}, {"eligibility": second})
    assert is_duplication(result)
    assert "to the same people" in result.headline


def test_a_service_for_anyone_is_for_women_too_and_for_others():
    """All that the women's service does for women the other does, too: they overlap fully."""
    result = two({"eligibility": "women"}, {"eligibility": "anyone"})
    pair = pair_of(result, "ann", "bob")
    assert (pair["overlap"], pair["contained_share"]) == (1, 1)
    assert (pair["kind"], pair["differs_in"]) == ("contained", "")
    assert not is_duplication(result)
    assert "one service for more people than the other" in result.headline


def test_chance_has_no_part_in_what_is_open_to_all():
    services = three_alike(languages=None)
    services["ann"]["eligibility"] = "anyone"
    services["bob"]["eligibility"] = "women|men"
    pair = pair_of(eco.find_duplication(make(services)), "ann", "bob")
    assert pair["p_value"] == pytest.approx(1)


@pytest.mark.parametrize(
    "column",
    ["eligibility", "level", "legal_aid", "capacity", "languages", "accepting_referrals"],
)
def test_what_is_not_recorded_keeps_advice_from_being_duplication(column):
    result = two({column: None})
    assert not is_duplication(result)
    assert not is_duplication(two({column: None}, {column: None}))


@pytest.mark.parametrize(
    ("columns", "missing"),
    [
        ({"languages": None}, "languages"),
        ({"accepting_referrals": None}, "whether they take referrals"),
        ({"opening": None}, "opening"),
    ],
)
def test_what_keeps_a_group_from_being_duplication_is_named(columns, missing):
    """400 places for 100 people, without the larger 200; one cell of one of them is empty."""
    both = {"opening": "weekdays"}
    services = {name: ADVICE | SAME | both | {"by": name} for name in ("ann", "bob")}
    within = ("service_type", "area", "eligibility", "languages", "level", "legal_aid", "opening")
    full = eco.find_duplication(make(services, demand=NEED), within=within)
    assert is_duplication(full)
    services["ann"] |= columns
    result = eco.find_duplication(make(services, demand=NEED), within=within)
    assert not is_duplication(result)
    assert result.clusters["reading"].tolist() == ["spare places; not all is recorded"]
    assert result.headline.endswith(
        f"spare places; not all is recorded (not recorded for all: {missing})."
    )
    assert result.cells["status"].tolist() == ["spare, overlap not certain"]


def test_who_may_have_a_queue_beside_them_keeps_two_from_being_duplicates():
    """Cat does the same work; whether she takes people, or where she works, is not recorded.

    With a queue that may be beside them, the need is more than is recorded.
    """
    services = {name: ADVICE | SAME | {"by": name} for name in ("ann", "bob", "cat")}
    for unknown in (
        {"accepting_referrals": None},
        {"accepting_referrals": None, "languages": None},
        {"accepting_referrals": "waiting list", "in_": ""},
        {"accepting_referrals": None, "in_": "", "level": None},
    ):
        beside = services | {"cat": services["cat"] | unknown}
        assert not is_duplication(eco.find_duplication(make(beside, demand=NEED)))
    for other in ({"level": 3}, {"languages": "Urdu"}, {"accepting_referrals": "yes"}):
        hidden = services["cat"] | {"accepting_referrals": "no", "in_": ""} | other
        beside = services | {"cat": hidden}
        assert is_duplication(eco.find_duplication(make(beside, demand=NEED)))


@pytest.mark.parametrize(
    ("column", "one", "other", "words"),
    [
        ("level", 1, 3, "both give immigration advice but differ in level (1 and 3)"),
        ("legal_aid", "yes", "no", "differ in legal aid (Ann has a contract, the other has not)"),
    ],
)
def test_other_levels_and_legal_aid_are_other_work(column, one, other, words):
    result = two({column: one}, {column: other})
    assert not is_duplication(result)
    assert pair_of(result, "ann", "bob")["differs_in"] == column
    assert words in result.explain("ann")
    assert result.explain("ann").endswith("it is not the same work.")


def test_other_levels_are_other_work_where_levels_are_not_compared():
    services = {name: ADVICE | SAME | {"by": name} for name in ("ann", "bob")}
    services["ann"]["level"] = 1
    within = ("service_type", "area", "eligibility")
    result = eco.find_duplication(make(services, demand=NEED), within=within)
    assert not is_duplication(result)
    assert result.clusters["reading"].tolist() == ["spare places, but not all the same work"]
    assert result.clusters["differs_in"].tolist() == ["level"]


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"accepting_referrals": "waiting list"}, "Ann has a waiting list"),
        ({"accepting_referrals": "no"}, "Ann takes no referrals"),
        ({"used": 200}, "Ann is full"),
    ],
)
def test_who_has_a_queue_is_no_duplicate(columns, words):
    result = two(columns)
    assert not is_duplication(result)
    assert result.cells["status"].tolist() == ["enough on record, but a queue or shut door"]
    assert result.headline.endswith(f"({words}), which contradicts the need on record.")
    assert is_duplication(two({"accepting_referrals": "yes", "used": 20}))


def test_a_queue_beside_them_for_the_same_people_keeps_two_from_being_duplicates():
    services = {name: ADVICE | SAME | {"by": name} for name in ("ann", "bob", "cat")}
    assert is_duplication(eco.find_duplication(make(services, demand=NEED)))
    services["cat"]["accepting_referrals"] = "waiting list"
    assert not is_duplication(eco.find_duplication(make(services, demand=NEED)))


def test_more_languages_are_said_to_be_more():
    """One of four languages: √¼."""
    result = two(second={"languages": "Arabic|Farsi|Urdu|Dari"})
    assert pair_of(result, "ann", "bob")["kind"] == "contained"
    assert not is_duplication(result)
    assert "one service in more languages than the other" in result.headline


def test_groups_for_mostly_different_people_are_not_counted_as_overlap():
    services = {
        "ann": {"by": "a", "in_": "east", "eligibility": "women"},
        "bob": {"by": "b", "in_": "east"},
        "cat": {"by": "c", "in_": "east", "eligibility": "men"},
    }
    services |= {f"w{name}": row | {"in_": "west"} for name, row in three_alike().items()}
    result = eco.find_duplication(make(services))
    assert sorted(result.clusters["kind"]) == ["fragmentation", "overlap"]
    assert result.overlaps == 1
    assert result.headline.startswith(
        "One group of services overlaps and one more does the same work for mostly different people"
    )


def test_need_not_known_elsewhere_is_not_blamed_on_capacity():
    """200 places over East, of 100 people, and West, of whom nothing is known."""
    result = two(in_="east|west")
    assert result.clusters["reading"].tolist() == ["overlapping; need not known"]
    services = {name: ADVICE | SAME | {"by": name} for name in ("ann", "bob")}
    services["ann"]["in_"] = "east|west"
    result = eco.find_duplication(make(services, demand=NEED))
    assert result.clusters["reading"].tolist() == ["overlapping; need elsewhere not known"]
    assert "where the need is not known" in result.headline
    assert "capacity is known" not in result.headline
    status = result.cells.set_index("area_code")["status"].to_dict()
    assert status == {"east": "need elsewhere not known", "west": "need not known"}


FIELDS = {
    "eligibility": ["refugees", "women", "anyone"],
    "level": [1, 2],
    "legal_aid": ["yes", "no"],
    "capacity": [0, 60, 400],
    "languages": ["Arabic", "Urdu"],
    "accepting_referrals": ["yes", "limited", "waiting list", "no"],
    "in_": ["east", "west", "east|west"],
}
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "service_type": st.just("immigration advice"),
            "by": st.sampled_from(["a", "b", "c", "a|b"]),
            "in_": st.sampled_from(["", "east", "west", "east|west"]),
            "eligibility": st.sampled_from([None, "refugees", "refugees", "anyone"]),
            "languages": st.sampled_from([None, "Arabic"]),
            "level": st.sampled_from([None, 2, 2, 2]),
            "legal_aid": st.sampled_from([None, "no", "no", "no"]),
            "capacity": st.sampled_from([None, 60, 400, 400]),
            "accepting_referrals": st.sampled_from([None, "yes", "yes", "waiting list"]),
        }
    ),
    min_size=2,
    max_size=6,
)
PEOPLE = st.sampled_from([None, 0, 50, 300])


def list_possible(rows, people):
    """Return the areas in which duplication is said, and the pairs."""
    demand = [
        (area, "immigration advice", count) for area, count in people.items() if count is not None
    ]
    result = eco.find_duplication(make(named(rows), demand=demand))
    cells = result.cells[result.cells["status"] == "possible duplication"]
    pairs = result.pairs[result.pairs["kind"] == "duplicate"]
    is_duplication(result)
    return set(cells["area_code"]), set(zip(pairs["service_a"], pairs["service_b"], strict=True))


@settings(deadline=None, max_examples=60)
@given(ROWS, st.fixed_dictionaries({"east": PEOPLE, "west": PEOPLE}), st.data())
def test_filling_an_empty_cell_takes_no_duplication_away(rows, people, data):
    empty = [(at, name) for at, row in enumerate(rows) for name in FIELDS if not row[name]]
    empty += [(-1, area) for area, count in people.items() if count is None]
    if not empty:
        return
    before = list_possible(rows, people)
    at, name = data.draw(st.sampled_from(empty))
    if at < 0:
        people = people | {name: data.draw(st.sampled_from([0, 50, 300]))}
    else:
        rows = [dict(row) for row in rows]
        rows[at][name] = data.draw(st.sampled_from(FIELDS[name]))
    after = list_possible(rows, people)
    assert before[0] <= after[0]
    assert before[1] <= after[1]


@settings(deadline=None, max_examples=20)
@given(ROWS, st.fixed_dictionaries({"east": PEOPLE, "west": PEOPLE}))
def test_other_ids_find_the_same_duplicates(rows, people):
    """The services in the opposite order are s5, s4, … and the areas keep their names."""
    areas, pairs = list_possible(rows, people)
    turned_areas, turned = list_possible(rows[::-1], people)
    last = len(rows) - 1
    back = {tuple(sorted(f"s{last - int(one[1:])}" for one in pair)) for pair in turned}
    assert (areas, pairs) == (turned_areas, back)


def test_the_largest_takes_along_all_that_it_has_a_part_in():
    """Ann's 200 places are run by a and b, Bob's 60 by c: without a, 60 are left for 100."""
    result = two({"by": "a|b"}, {"by": "c", "capacity": 60})
    assert not is_duplication(result)
    assert np.isfinite(result.clusters["coverage_without_largest"]).all()
    assert isinstance(result.cells, pd.DataFrame)
