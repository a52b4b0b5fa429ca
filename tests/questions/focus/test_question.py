"""Who could lead on what: what is said of whom, and what never is."""

import numpy as np
import pandas as pd
import pytest
from drawn_ecosystems import TYPES, draw_tables, read
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import ecosystem as eco

SEEDS = st.integers(0, 10_000)


def make_scores(rows):
    return pd.DataFrame(rows, columns=["organisation_id", "service_type", "score"])


def make_all(tiny, score, kind="phones"):
    """Return the same score of everybody for one type."""
    return [(one, kind, score) for one in tiny.organisations["organisation_id"]]


def test_who_runs_a_service_of_the_type_could_lead_on_it(tiny):
    """Food by Ash and by Birch, advice by Cedar, one service each: fit 1 + 1; Birch costs none."""
    focus = eco.find_focus(tiny)
    assert focus.table["lead_name"].tolist() == ["Cedar", "Ash"]
    assert focus.table.loc["food", "next_best_name"] == "Birch"
    assert focus.table.loc["food", "cost_of_change"] == 0
    assert focus.headline == (
        "Each of the 2 service types can have a lead, and no organisation leads on more than 1."
    )
    assert focus.explain("food") == (
        "Ash could lead on food: it runs 1 service of the type; Birch would do as well."
    )
    assert focus.explain("advice") == (
        "Cedar could lead on advice: it runs 1 service of the type; no other organisation is "
        "recorded that could."
    )
    assert focus.organisations.loc["a", "service_types"] == "food"
    assert focus.summary["fit"] == 2
    assert any("fewer than three leads" in note for note in focus.notes)


def test_who_hosts_or_has_closed_leads_on_nothing(tiny):
    """Birch gives the room only and Cedar has closed, so Ash is left, and advice has nobody."""
    providers = tiny.providers.assign(role=[None, None, "host"])
    organisations = tiny.organisations.assign(status=[None, None, "closed", None, None])
    focus = eco.find_focus(tiny.replace(providers=providers, organisations=organisations))
    assert focus.table["status"].to_dict() == {"advice": "not recorded", "food": "led"}
    assert pd.isna(focus.table.loc["food", "next_best"])
    assert "c" not in focus.organisations.index
    assert focus.headline == (
        "1 of the 2 service types can have a lead, and no organisation leads on more than 1; "
        "nobody is recorded who could lead on advice."
    )


def test_a_service_that_is_nobodys_is_told_of(tiny):
    focus = eco.find_focus(tiny.replace(providers=tiny.providers.iloc[1:]))
    name = tiny.services.set_index("service_id")["name"][tiny.providers["service_id"].iloc[0]]
    assert f"Of 1 service it is not recorded who runs it: {name}." in focus.notes


def test_nobody_can_lead_is_said_only_where_everybody_has_a_score_of_0(tiny):
    rows = make_all(tiny, 0)
    sure = eco.find_focus(tiny, scores=make_scores(rows))
    assert sure.headline == "Nobody can lead on phones."
    assert sure.explain("phones").startswith("Nobody can lead on phones: of every organisation")
    for open_rows in (rows[1:], [*rows[1:], (*rows[0][:2], None)]):
        focus = eco.find_focus(tiny, scores=make_scores(open_rows))
        assert focus.headline == "Nobody is recorded who could lead on phones."
        assert "not to say that nobody could" in focus.explain("phones")
        assert focus.table.loc["phones", "not_recorded"] == 1
        assert any("No score is not 0" in note for note in focus.notes)


def test_who_has_no_room_left_is_said_to_be_full(tiny):
    """Ash is all there is for both; with room for one the fitter goes to it: food, 5 of 3 and 5."""
    rows = [("a", "calls", 3), ("Ash", "food", 5)]
    focus = eco.find_focus(tiny, scores=make_scores(rows), capacity=1)
    assert focus.table["status"].tolist() == ["no room", "led"]
    assert "those recorded as able to lead on calls lead on as much as they may" in focus.headline
    assert focus.explain("calls") == (
        "All who are recorded as able to lead on calls lead on as much as they may; Ash could, if "
        "another type went without a lead, and the scores of all leads would come to 3 in "
        "place of 5."
    )
    assert focus.explain("food") == (
        "Ash could lead on food: its score is 5; no other organisation is recorded that could."
    )
    none = eco.find_focus(tiny, scores=make_scores(rows), capacity=0)
    assert none.explain("food") == (
        "All who are recorded as able to lead on food lead on as much as they may."
    )


def test_room_for_as_many_as_will_do(tiny):
    """Ash alone could lead on three: none would be left out, so it is asked for all three."""
    rows = [("a", kind, 1) for kind in ("calls", "food", "rooms")]
    focus = eco.find_focus(tiny, scores=make_scores(rows))
    assert focus.table["is_covered"].all()
    assert focus.summary["limit"] == 3
    assert any("more than 3 types: with a smaller limit" in note for note in focus.notes)
    # Birch, who could take the rooms, leaves two to Ash; Ash itself says one.
    rows += [("b", "rooms", 1)]
    assert eco.find_focus(tiny, scores=make_scores(rows)).summary["limit"] == 2
    given_room = eco.find_focus(tiny, scores=make_scores(rows), capacity={"a": 1})
    assert given_room.organisations["capacity"].to_dict() == {
        "a": 1,
        "b": 1,
        "c": 1,
        "d": 1,
        "e": 1,
    }
    assert given_room.summary["covered"] == 2


def test_another_lead_that_leaves_a_type_without_one_says_so(tiny):
    """Food: Ash or Birch. Calls: Birch only. With Birch on food nobody is left for calls."""
    rows = [("a", "food", 1), ("b", "food", 2), ("b", "calls", 1)]
    focus = eco.find_focus(tiny, scores=make_scores(rows), capacity=1)
    assert focus.explain("food").endswith(
        "next best is Birch, but then 1 type fewer would have a lead."
    )


def test_columns_and_organisations_may_be_named_as_people_name_them(tiny):
    named = pd.DataFrame(
        {"Organisation": ["ASH", "b"], "Service type": ["Food", "food"], "Score": ["2", ""]}
    )
    focus = eco.find_focus(tiny, scores=named)
    assert focus.table["lead_name"].to_dict() == {"Food": "Ash"}
    assert focus.table.loc["Food", "not_recorded"] == 4
    assert any("not in the scores, and so not asked about: advice" in note for note in focus.notes)


def test_scores_of_a_type_that_is_in_no_table_and_of_whom_has_closed_are_told_of(tiny):
    organisations = tiny.organisations.assign(status=["closed", None, None, None, None])
    e = tiny.replace(organisations=organisations)
    focus = eco.find_focus(e, scores=make_scores([("a", "phones", 4), ("b", "phones", 1)]))
    assert focus.table.loc["phones", "lead"] == "b"
    assert "Not running, and so left out of the leads: Ash." in focus.notes
    assert "In no table of the data, only in the scores: phones." in focus.notes


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([("ahs", "food", 1)], "'ahs' is not in organisations. Did you mean 'ash'?"),
        ([("a", "food", -1)], "'-1' is no score. Give a number from 0"),
        ([("a", "food", "lots")], "'lots' is no score"),
        ([("a", "food", np.inf)], "'inf' is no score"),
        ([("a", "food", 1), ("Ash", "Food", 2)], "Ash has two rows for 'Food'"),
        ([("a", " ", 1)], "service_type: a cell is empty"),
    ],
)
def test_wrong_scores_are_refused_with_what_to_do(tiny, rows, words):
    with pytest.raises(ValueError, match=words.replace("?", r"\?")):
        eco.find_focus(tiny, scores=make_scores(rows))
    with pytest.raises(ValueError, match="needs the columns organisation_id, service_type and sco"):
        eco.find_focus(tiny, scores=pd.DataFrame({"a": [1]}))


@pytest.mark.parametrize(
    ("capacity", "words"),
    [
        (-1, "capacity -1 is not a number of types"),
        (1.5, "capacity 1.5 is of type float. Give a whole number, a dict or None"),
        (True, "capacity True is of type bool"),
        ({"ahs": 1}, "capacity: 'ahs' is not in organisations"),
        ({"a": "two"}, "capacity 'two' is not"),
    ],
)
def test_a_capacity_that_is_none_is_refused(tiny, capacity, words):
    with pytest.raises(ValueError, match=words):
        eco.find_focus(tiny, capacity=capacity)


def test_nothing_to_lead_on_is_said(tiny):
    bare = eco.Ecosystem(organisations=tiny.organisations)
    assert eco.find_focus(bare).headline.startswith("No service type is recorded")
    one = eco.find_focus(tiny, scores=make_scores([("a", "calls", 1)]))
    assert one.headline == "Calls can have a lead."


def test_reviewers_are_of_another_sector_where_it_is_known(tiny):
    """Ash, Birch (voluntary), Cedar (statutory): two of three visits join the two sectors.

    With Elm, whose sector is not recorded, two visits are of unknown sectors.
    """
    rows = [("a", "a", 1), ("b", "b", 1), ("c", "c", 1)]
    reviews = eco.find_focus(tiny, scores=make_scores(rows)).reviews
    assert reviews["is_other_sector"].sum() == 2
    assert (reviews.index != reviews["reviews"]).all()
    with_elm = eco.find_focus(tiny, scores=make_scores([*rows, ("e", "e", 1)]))
    assert with_elm.reviews["is_other_sector"].isna().sum() == 2
    assert any(note.startswith("In 2 pairs of 4 who review") for note in with_elm.notes)


def draw_scores(seed, e):
    """Return scores of some organisations for four types, some of them empty."""
    random = np.random.default_rng(seed)
    pairs = [(one, kind) for one in e.organisations["organisation_id"] for kind in "wxyz"]
    kept = [pair for pair in pairs if random.random() < 0.7]
    values = random.choice([0, 1, 2, 5, None], len(kept))
    return make_scores([(*pair, value) for pair, value in zip(kept, values, strict=True)])


@settings(max_examples=10)
@given(seed=SEEDS, data=st.data())
def test_a_score_that_was_not_recorded_takes_no_lead_away_and_turns_no_sure_word(seed, data):
    e = read(draw_tables(seed))
    scores = draw_scores(seed, e)
    empty = np.flatnonzero(scores["score"].isna())
    assume(len(empty) and scores["service_type"].nunique() > 0)
    filled = scores.astype({"score": object})
    filled.loc[data.draw(st.sampled_from(empty.tolist())), "score"] = data.draw(
        st.sampled_from([0, 1, 5])
    )
    was, now = (eco.find_focus(e, scores=one, capacity=1) for one in (scores, filled))
    assert now.summary["covered"] >= was.summary["covered"]
    is_sure = was.table["status"] == "nobody can lead"
    assert (now.table.loc[is_sure, "status"] == "nobody can lead").all()
    could = was.table["could_lead"] > 0
    assert now.table.loc[could, "status"].isin(["led", "no room"]).all()


@settings(max_examples=10)
@given(seed=SEEDS)
def test_names_and_the_order_of_rows_change_no_number(seed):
    """Of equally good plans another may be taken: all sums, and the cost where all lead, stay."""
    tables = draw_tables(seed)
    new = {
        one: f"x{99 - row}" for row, one in enumerate(tables["organisations"]["organisation_id"])
    }
    renamed = {
        name: frame.replace(new).sample(frac=1, random_state=seed) for name, frame in tables.items()
    }
    one, other = (eco.find_focus(read(frames)) for frames in (tables, renamed))
    assert one.summary.to_dict() == other.summary.to_dict()
    columns = ["cost_of_change", "types_lost", "is_covered", "status", "could_lead", "not_recorded"]
    pd.testing.assert_frame_equal(one.table[columns], other.table[columns])


def test_one_more_service_gives_a_type_a_lead_and_takes_none(west_midlands):
    e = west_midlands.with_service(
        {"service_id": "new", "name": "New", "service_type": "phones"},
        organisations=[west_midlands.organisations["organisation_id"].iloc[0]],
    )
    was, now = eco.find_focus(west_midlands), eco.find_focus(e)
    assert now.table.loc["phones", "is_covered"]
    assert now.summary["covered"] == was.summary["covered"] + 1


def test_types_are_told_apart_without_case(tiny):
    services = tiny.services.assign(service_type=["Food", "food", "FOOD"])
    focus = eco.find_focus(tiny.replace(services=services, demand=tiny.demand.iloc[:0]))
    assert len(focus.table) == 1
    assert TYPES[1] in focus.table.index.str.casefold()
