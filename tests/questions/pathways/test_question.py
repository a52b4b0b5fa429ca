"""Tests of find_pathways: a log worked by hand, published cases, brute force, bad input."""

import json
import pickle
from collections import deque
from itertools import pairwise

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

import ecosystem as eco
from ecosystem.questions.pathways import first_contacts as doors_module
from ecosystem.questions.pathways.log_reading import read_log
from ecosystem.questions.pathways.rates import measure_waits, rate

NAMES = {
    "advice": "Advice Centre",
    "council": "Council",
    "food": "Food Bank",
    "housing": "Housing Trust",
    "law": "Law Clinic",
}
COLUMNS = ["case", "from", "to", "sent", "status", "responded", "closed"]
HAND = [
    ("c1", "food", "advice", "2024-01-01", "completed", "2024-01-03", "2024-02-01"),
    ("c2", "food", "housing", "2024-01-05", "rejected", "2024-01-06", "2024-01-06"),
    ("c2", "food", "advice", "2024-01-08", "completed", "2024-01-10", "2024-02-10"),
    ("c3", "food", "housing", "2024-01-10", "rejected", "2024-01-11", "2024-01-11"),
    ("c3", "housing", "food", "2024-01-12", "completed", "2024-01-15", "2024-01-20"),
    ("c4", "advice", "housing", "2024-02-01", "failed", "2024-02-02", "2024-02-04"),
    ("c4", "housing", "law", "2024-02-05", "failed", "2024-02-07", "2024-02-09"),
    ("c4", "law", "advice", "2024-02-10", "completed", "2024-02-14", "2024-03-01"),
    ("c5", "food", "housing", "2024-02-15", "rejected", "2024-02-16", "2024-02-16"),
    ("c6", "advice", "housing", "2024-03-01", "requested", None, None),
    ("c7", "food", "law", "2024-06-01", "requested", None, None),
    ("c8", "food", "advice", "2024-03-10", "in-progress", "2024-03-12", None),
    ("c9", "food", "housing", "2024-03-20", "cancelled", None, "2024-03-25"),
]


def make(referrals=None, **tables):
    frame = pd.DataFrame({"organisation_id": list(NAMES), "name": list(NAMES.values())})
    return eco.Ecosystem(
        organisations=frame,
        referrals=None if referrals is None else pd.DataFrame(referrals),
        **tables,
    )


FIVE = make()


def hand_log():
    return pd.DataFrame(HAND, columns=COLUMNS).assign(service_type="advice")


@pytest.fixture
def hand():
    """Thirteen referrals of nine cases, looked at on 1 July 2024.

    c1 is served at once. c2 goes to the wrong door, is refused, and the food bank tries again: a
    retry. c3 is refused by the housing trust and sent straight back: a bounce. c4 goes round three
    organisations and comes back to the advice centre: a loop. c5 is refused and goes nowhere: a
    dead end. c6 has no answer after 122 days: silent. c7 has none after 30 days: still open, too
    young to judge. c8 is in hand. c9 is withdrawn: a dead end too.

    Due: all but c7, 12. Answered: all of these but c6 and c9, 10. Accepted: c1, the second of c2
    and of c3, all three of c4, c8: 7. Closed: all 12 but c6 and c8, 10.
    """
    return eco.find_pathways(make(), log=hand_log(), as_of="2024-07-01")


def test_hand_totals(hand):
    numbers = hand.summary
    expected = {
        "referrals": 13,
        "cases": 9,
        "due": 12,
        "answered": 10,
        "accepted": 7,
        "closed": 10,
        "passed_on_cases": 3,
        "bounces": 1,
        "loops": 1,
        "retries": 1,
        "parallel_share": 0,
        "dead_ends": 2,
        "in_hand": 1,
        "waiting": 1,
        "silent": 1,
    }
    assert numbers[list(expected)].to_dict() == expected
    assert numbers["answered_share"] == pytest.approx(10 / 12)
    assert numbers["accepted_share"] == pytest.approx(7 / 10)
    assert numbers["closed_loop_share"] == pytest.approx(10 / 12)
    assert numbers["outcome_known_share"] == pytest.approx(6 / 7)
    assert hand.headline == (
        "Of 12 referrals old enough to judge, 10 were answered, and of 10 the sender learned the "
        "result."
    )


def test_hand_housing_trust(hand):
    """Six referrals came, all due, four answered (one of these accepted, too few to rate).

    Waits: 1, 1, 1 and 1 days; one waits 122 days still, one was withdrawn after 5. At day 1 the
    share without an answer falls to 2/6, so half are answered within a day.
    """
    row = hand.table.loc["housing"]
    assert (row["sent"], row["due"]) == (6, 6)
    assert row["answered_share"] == pytest.approx(4 / 6)
    assert np.isnan(row["accepted_share"])
    assert row["closed_loop_share"] == pytest.approx(5 / 6)
    assert (row["median_wait_days"], row["longest_wait_days"]) == (1, 122)
    assert (row["bounces"], row["dead_ends"], row["silent"], row["passed_on"]) == (1, 2, 1, 2)
    assert hand.explain("housing") == (
        "Of 6 referrals to Housing Trust old enough to judge, under 5 were answered; of 83% the "
        "sender learned the result. Half are answered within 1 day. Under 5 people were sent "
        "straight back. Under 5 people were turned away and sent nowhere else. Under 5 referrals "
        "had no answer for over 90 days."
    )


def test_hand_sender_and_pairs(hand):
    """The food bank sent eight, seven due; of c8 alone of these it does not know the end."""
    assert hand.table.loc["food", "passed_on"] == 8
    assert hand.table.loc["food", "told_share"] == pytest.approx(6 / 7)
    pairs = hand.pairs.set_index(["from_id", "to_id"])
    assert pairs.loc[("food", "housing"), "sent"] == 4
    assert pairs.loc[("food", "housing"), "bounces"] == 1
    assert pairs["bounces"].sum() == 1
    assert np.isnan(pairs.loc[("food", "law"), "answered_share"])


def test_hand_says_what_it_found(hand):
    assert hand.findings[0] == "Half of referrals are answered within 2 days."
    assert "Under 5 people were sent straight back." in hand.findings
    assert any(
        "turned away and sent nowhere else, most at Housing Trust" in s for s in hand.findings
    )


def test_an_earlier_day_sees_what_was_known_then():
    """On 11 January, c1 is accepted, not completed; of c2 and c3 the first answers are there."""
    then = eco.find_pathways(make(), log=hand_log(), as_of="2024-01-11")
    assert then.summary["referrals"] == 4
    assert then.summary["in_hand"] == 2
    assert then.summary["due"] == 0
    assert then.headline == "Too few referrals are old enough to judge how they go."
    assert any("9 rows left out: sent later" in note for note in then.notes)


def test_a_refusal_stands_though_it_is_filed_later():
    log = hand_log().iloc[[8]].assign(closed="2024-05-01")
    then = eco.find_pathways(make(), log=log, as_of="2024-03-01")
    assert then.summary["dead_ends"] == 1
    before = eco.find_pathways(make(), log=log, as_of="2024-02-15")
    assert before.summary["waiting"] == 1


def test_without_a_day_the_last_date_is_taken_and_said():
    answer = eco.find_pathways(make(), log=hand_log())
    assert answer.settings["as_of"] == "2024-06-01"
    assert "Looked at as of 2024-06-01" in answer.notes[0]


def test_a_log_may_be_a_file(tmp_path, hand):
    hand_log().to_csv(tmp_path / "log.csv", index=False)
    hand_log().to_excel(tmp_path / "log.xlsx", index=False)
    for name in ("log.csv", "log.xlsx"):
        read = eco.find_pathways(make(), log=tmp_path / name, as_of="2024-07-01")
        pd.testing.assert_frame_equal(read.table, hand.table)
    with pytest.raises(ValueError, match="is not there"):
        eco.find_pathways(make(), log=tmp_path / "no.csv")
    with pytest.raises(ValueError, match="neither a frame"):
        eco.find_pathways(make(), log=tmp_path / "log.txt")


def test_names_dates_with_times_and_other_spellings_read_the_same(hand):
    log = hand_log()
    log["to"] = log["to"].map(NAMES).str.upper()
    log["sent"] = log["sent"] + "T09:30:00Z"
    log["status"] = log["status"].str.replace("-", "_").str.upper()
    renamed = log.rename(
        columns={"from": "From ID", "case": "Case ID", "service_type": "Service type"}
    )
    read = eco.find_pathways(make(), log=renamed, as_of="01/07/2024")
    pd.testing.assert_frame_equal(read.table, hand.table)


def test_signposts_drafts_and_errors_are_no_referrals():
    extra = pd.DataFrame(
        {
            "case": ["d1", "d2", "d3", "d4"],
            "from": ["food", "food", "food", "law"],
            "to": ["advice", "advice", "advice", "law"],
            "sent": "2024-01-02",
            "status": ["requested", "draft", "entered-in-error", "requested"],
            "kind": ["signpost", None, None, None],
            "service_type": "advice",
        }
    )
    log = pd.concat([hand_log(), extra], ignore_index=True)
    answer = eco.find_pathways(make(), log=log, as_of="2024-07-01")
    assert answer.summary["referrals"] == 13
    assert answer.summary["signposts"] == 1
    assert {note.split(" left out: ")[1] for note in answer.notes if " left out: " in note} == {
        "drafts or entered in error.",
        "from an organisation to itself.",
        "signposts, of which no answer is due.",
    }


def test_without_outcomes_nothing_is_said_of_closed_loops():
    log = hand_log()
    log["status"] = np.where(log["responded"].notna(), "accepted", "requested")
    answer = eco.find_pathways(make(), log=log, as_of="2024-07-01")
    assert answer.table.filter(like="closed_loop").isna().all(axis=None)
    assert answer.table.filter(like="told").isna().all(axis=None)
    assert np.isnan(answer.summary["closed"])
    assert "learned" not in answer.headline
    assert any("no loop is closed" in note for note in answer.notes)


def test_parallel_referrals_are_neither_retries_nor_a_chain():
    """One case sent to two organisations on one day: parallel; a week later again: a retry."""
    log = pd.DataFrame(
        [
            ("c1", "food", "advice", "2024-01-01", "rejected"),
            ("c1", "food", "housing", "2024-01-01", "rejected"),
            ("c1", "food", "law", "2024-01-08", "accepted"),
        ],
        columns=["case", "from", "to", "sent", "status"],
    )
    numbers = eco.find_pathways(make(), log=log).summary
    assert numbers["parallel_share"] == pytest.approx(1 / 3)
    assert (numbers["retries"], numbers["bounces"], numbers["loops"]) == (1, 0, 0)


# --- personal data and bad input -------------------------------------------------------------


@pytest.mark.parametrize(
    ("case", "looks"),
    [
        ("Amina Yusuf", "a name"),
        ("Fatima", "a name"),
        ("yusuf, amina", "a name"),
        ("QQ 12 34 56 C", "a National Insurance number"),
        ("943 476 5919", "an NHS number"),
        ("9434765919", "an NHS number"),
        ("07700 900123", "a telephone number"),
        ("a.yusuf@example.org", "an email address"),
        ("23/01/12345", "an asylum support number"),
        ("01/02/1990", "a date of birth"),
        ("A1234567", "a Home Office number"),
        ("a1234567/2", "a Home Office number"),
        ("a1234567", "a Home Office number"),
        ("qq123456c", "a National Insurance number"),
        ("1990-02-01", "a date of birth"),
        ("fatima", "a name"),
        ("FATIMA", "a name"),
        ("amina_yusuf", "a name"),
        ("amina.yusuf", "a name"),
        ("Amina Yusuf 1990", "a name"),
        ("Núria O'Brien-Peña", "a name"),
    ],
)
def test_case_ids_that_look_like_a_person_are_refused_and_not_repeated(case, looks):
    log = hand_log()
    log.loc[3, "case"] = case
    with pytest.raises(eco.DataError) as caught:
        eco.find_pathways(make(), log=log)
    assert looks in str(caught.value)
    assert case not in str(caught.value)
    assert not caught.value.problems.map(lambda cell: str(cell) == case).any(axis=None)


@pytest.mark.parametrize(
    "case", ["c-0001", "17", "1000000002", "AB12", "case 7", "f47ac10b", "deadbeef", "Case-7-2024"]
)
def test_made_up_case_ids_are_taken(case):
    log = hand_log()
    log.loc[0, "case"] = case
    assert eco.find_pathways(make(), log=log).summary["cases"] == 9


def test_no_case_id_leaves(hand):
    text = json.dumps(hand.to_dict())
    assert not any(f'"c{number}"' in text for number in range(1, 10))
    assert hand.settings["visibility"] == "partners"


def test_case_ids_are_hashed_with_a_new_key_each_time(monkeypatch):
    """What stays of the ids is a number made from a hash, and the keys are not the same."""
    keys, plain = [], pd.util.hash_array

    def hash_array(values, *, hash_key, categorize):
        assert set(values) == {f"c{number}" for number in range(1, 10)}
        keys.append(hash_key)
        hashed = plain(values, hash_key=hash_key, categorize=categorize)
        assert len(set(hashed)) == 9
        return hashed

    monkeypatch.setattr(pd.util, "hash_array", hash_array)
    logs = [read_log(FIVE, hand_log(), "2024-07-01") for _ in range(2)]
    assert len(keys) == 2
    assert keys[0] != keys[1]
    assert {len(key) for key in keys} == {16}
    assert sorted(set(logs[0].rows["case"])) == list(range(9))
    assert b"c1" not in pickle.dumps(logs[0])


def test_every_problem_of_a_log_is_told():
    log = hand_log()
    log.loc[0, "from"] = "fod"
    log.loc[1, "status"] = "acepted"
    log.loc[[2, 4], "sent"] = None
    log.loc[5, "responded"] = "soon"
    with pytest.raises(eco.DataError) as caught:
        eco.find_pathways(make(), log=log)
    problems = caught.value.problems
    assert list(problems["column"]) == ["from", "sent", "responded", "status"]
    assert "Did you mean 'food'?" in problems["suggestion"].iloc[0]
    assert "Did you mean 'accepted'?" in problems["suggestion"].iloc[3]
    assert "(in 2 rows)" in problems["message"].iloc[1]


def test_columns_about_clients_and_missing_columns_are_told():
    log = hand_log().drop(columns="status").assign(**{"Date of birth": "x"})
    with pytest.raises(eco.DataError) as caught:
        eco.find_pathways(make(), log=log)
    assert list(caught.value.problems["column"]) == ["Date of birth", "status"]


def test_rows_of_a_file_are_counted_as_a_spreadsheet_shows_them(tmp_path):
    log = hand_log()
    log.loc[2, "to"] = "nobody"
    log.to_csv(tmp_path / "log.csv", index=False)
    with pytest.raises(
        eco.DataError, match=r"log\.csv row 4, to: 'nobody' is not in organisations"
    ):
        eco.find_pathways(make(), log=tmp_path / "log.csv")


def test_a_wrong_day_is_told():
    with pytest.raises(ValueError, match="as_of 'someday' is not a date"):
        eco.find_pathways(make(), log=hand_log(), as_of="someday")


def test_an_empty_log_says_nothing():
    answer = eco.find_pathways(make(), log=hand_log().iloc[:0])
    assert "cannot be said" in answer.headline
    assert answer.table["answered_share"].isna().all()
    assert answer.findings == ()


# --- waits ------------------------------------------------------------------------------------


def _median(times, is_over):
    return measure_waits(
        np.array(times, dtype=float),
        np.array(is_over, dtype=bool),
        np.zeros(len(times), dtype=np.intp),
        1,
    )["median_wait_days"].iloc[0]


def test_leukaemia_remission_of_freireich_1963():
    """The 6-MP trial, the standard example of Kaplan-Meier: medians 23 and 8 weeks.

    Freireich and others (1963), The effect of 6-mercaptopurine on the duration of steroid-induced
    remissions in acute leukemia, Blood 21, 699-716.
    """
    drug = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
    over = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
    placebo = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]
    assert _median(drug, over) == 23
    assert _median(placebo, [1] * 21) == 8


def test_acute_myelogenous_leukaemia_of_embury_1977():
    """The data `aml` of R's survival package: medians 31 weeks (maintained) and 23 weeks (not).

    Embury and others (1977), Remission maintenance therapy in acute myelogenous leukemia, Western
    Journal of Medicine 126, 267-272.
    """
    maintained = [9, 13, 13, 18, 23, 28, 31, 34, 45, 48, 161]
    assert _median(maintained, [1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 0]) == 31
    others = [5, 5, 8, 8, 12, 16, 23, 27, 30, 33, 43, 45]
    assert _median(others, [1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1]) == 23


@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.integers(0, 9), st.booleans()), min_size=1, max_size=40
    )
)
@settings(max_examples=80, deadline=None)
def test_waits_equal_the_product_over_answer_days(rows):
    group, days, is_over = (np.array(part) for part in zip(*rows, strict=True))
    found = measure_waits(days.astype(float), is_over, group, 4)
    for one in range(4):
        mine = group == one
        left, median = 1.0, np.nan
        for day in range(10):
            risk = (days[mine] >= day).sum()
            over = (is_over[mine] & (days[mine] == day)).sum()
            left *= 1 - over / risk if risk else 1
            if over and left <= 0.5 + 1e-12:
                median = day
                break
        np.testing.assert_equal(found["median_wait_days"].iloc[one], median)


def test_waits_are_near_the_truth_when_a_quarter_is_never_answered():
    """True waits are exponential with a mean of 20 days; three in four are ever answered.

    Half of all are answered when 0.75 (1 - exp(-t/20)) = 0.5: t = 20 ln 3 = 21.97 days. The
    median of the answered alone is near 20 ln 2 = 13.9, 37 % too short.
    """
    random = np.random.default_rng(5)
    size, days = 6000, 730
    sent = random.integers(0, days, size)
    wait = np.where(random.random(size) < 0.25, np.inf, random.exponential(20, size))
    over = sent + wait <= days
    start = np.datetime64("2022-01-01")
    log = pd.DataFrame(
        {
            "case": [f"c-{number}" for number in range(size)],
            "from": "food",
            "to": "housing",
            "sent": start + sent.astype("timedelta64[D]"),
            "status": np.where(over, "accepted", "requested"),
        }
    )
    answered = start + (sent + np.where(over, np.ceil(wait), 0)).astype("timedelta64[D]")
    log["responded"] = pd.Series(answered).where(over)
    answer = eco.find_pathways(make(), log=log, as_of="2024-01-01")
    truth = 20 * np.log(3)
    assert abs(answer.table.loc["housing", "median_wait_days"] - truth) / truth < 0.05
    assert np.median(np.ceil(wait[over])) < 0.75 * truth


def test_wilson_limits_of_the_published_example():
    """Newcombe (1998), table I, method 3: 81 of 263 gives 0.2553 to 0.3662."""
    limits = rate("x", np.array([81.0]), np.array([263.0]))
    assert round(limits["x_low"][0], 4) == 0.2553
    assert round(limits["x_high"][0], 4) == 0.3662


# --- journeys against brute force --------------------------------------------------------------

ORGANISATIONS = list(NAMES)
steps = st.lists(
    st.tuples(
        st.integers(0, 4),
        st.integers(0, 4),
        st.sampled_from(["requested", "accepted", "rejected", "cancelled", "failed", "completed"]),
        st.integers(0, 3),
    ).filter(lambda step: step[0] != step[1]),
    min_size=1,
    max_size=7,
)


def _mark_step(step, before, seen):
    """Return what a step is, given the one before it and who had the person so far."""
    if (step[0], step[1]) == (before[1], before[0]):
        return {"bounces"}
    if step[0] != before[0]:
        return {"loops"} if step[1] in seen | {step[0]} else set()
    again = step[3] > before[3] and before[2] in {"requested", "rejected", "cancelled"}
    return {"retries"} if again else set()


def _count_by_hand(journeys):
    """Return what the definitions say, a step at a time."""
    found = dict.fromkeys(["bounces", "loops", "retries", "dead_ends", "in_hand"], 0)
    for journey in journeys:
        seen, marks = set(journey[0][:2]), set()
        for before, step in pairwise(journey):
            marks |= _mark_step(step, before, seen)
            seen |= set(step[:2])
        states = {status for _, _, status, _ in journey}
        if "completed" not in states:
            if "accepted" in states:
                marks.add("in_hand")
            elif journey[-1][2] in {"rejected", "cancelled", "failed"}:
                marks.add("dead_ends")
        for mark in marks:
            found[mark] += 1
    return found


@given(st.lists(steps, min_size=1, max_size=8), st.randoms(use_true_random=False))
@settings(max_examples=50, deadline=None)
def test_journeys_equal_a_walk_through_each(journeys, random):
    rows = []
    for number, journey in enumerate(journeys):
        day = 0
        for place, (source, target, status, gap) in enumerate(journey):
            day += gap
            journey[place] = (source, target, status, day)
            rows.append((f"c{number}", source, target, status, day))
    frame = pd.DataFrame(rows, columns=["case", "from", "to", "status", "day"])
    frame["from"] = [ORGANISATIONS[one] for one in frame["from"]]
    frame["to"] = [ORGANISATIONS[one] for one in frame["to"]]
    frame["sent"] = np.datetime64("2024-01-01") + frame["day"].to_numpy().astype("timedelta64[D]")
    order = sorted(range(len(frame)), key=lambda row: (frame["case"][row], random.random()))
    # Cases in any order, but each case's rows in theirs: on one day the log's order counts.
    cases = list(dict.fromkeys(frame["case"].iloc[order]))
    random.shuffle(cases)
    mixed = pd.concat([frame[frame["case"] == case] for case in cases]).drop(columns="day")
    found = eco.find_pathways(FIVE, log=mixed, as_of="2024-12-31")
    expected = _count_by_hand(journeys)
    assert found.summary[list(expected)].to_dict() == expected
    assert found.table["bounces"].sum() >= expected["bounces"]
    assert found.journeys["people"].sum() == len(journeys)


def test_order_of_rows_and_ids_change_nothing(hand):
    mixed = hand_log().sample(frac=1, random_state=3)
    again = eco.find_pathways(make(), log=mixed, as_of="2024-07-01")
    pd.testing.assert_frame_equal(again.table, hand.table)
    pd.testing.assert_frame_equal(again.pairs, hand.pairs)
    new = dict(zip(NAMES, ["z", "y", "x", "w", "v"], strict=True))
    e = eco.Ecosystem(
        organisations=pd.DataFrame(
            {"organisation_id": [new[one] for one in NAMES], "name": list(NAMES.values())}
        )
    )
    log = hand_log().replace({"from": new, "to": new})
    other = eco.find_pathways(e, log=log, as_of="2024-07-01")
    back = other.table.rename(index={after: before for before, after in new.items()})
    pd.testing.assert_frame_equal(back.loc[list(NAMES)], hand.table)
    pd.testing.assert_series_equal(other.summary, hand.summary)


def test_routes_of_fewer_than_five_people_are_not_told_apart():
    one = pd.DataFrame(
        {"case": [f"c{n}" for n in range(5)], "from": "food", "to": "law", "sent": "2024-01-01"}
    ).assign(status="completed")
    two = one.assign(case=[f"d{n}" for n in range(5)], to=["advice"] * 4 + ["housing"])
    routes = eco.find_pathways(make(), log=pd.concat([one, two])).journeys
    assert list(routes["route"]) == ["food > law", "others"]
    assert list(routes["people"]) == [5, 5]
    assert list(routes["served"]) == [5, 5]


# --- doors ------------------------------------------------------------------------------------


def test_the_drunkards_walk_of_grinstead_and_snell():
    """Examples 11.13 to 11.15: corners 1 to 3 between home (4) and the bar (0).

    Expected steps 3, 4 and 3; chances to end at the bar 3/4, 1/2 and 1/4.
    """
    moves = sparse.csr_array(np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0]], dtype=float))
    chance, length = doors_module._solve(
        moves,
        np.array([1.0, 0.0, 0.0]),
        np.array([2.0, 2.0, 2.0]),
        np.array([True, False, True]),
    )
    np.testing.assert_allclose(chance, [0.75, 0.5, 0.25])
    np.testing.assert_allclose(length, [3, 4, 3])


def test_a_ring_without_an_end_has_no_chance_and_no_length():
    moves = sparse.csr_array(np.array([[0, 1, 0], [1, 0, 0], [1, 0, 0]], dtype=float))
    chance, _ = doors_module._solve(
        moves, np.zeros(3), np.array([1.0, 1, 2]), np.array([0, 0, 1]) > 0
    )
    assert np.isnan(chance).all()


def _two_doors(food_served, law_served):
    rows = [
        ("food", "completed" if n < food_served else "rejected", f"f{n}") for n in range(20)
    ] + [("law", "completed" if n < law_served else "rejected", f"l{n}") for n in range(20)]
    return pd.DataFrame(
        [(case, door, "advice", "2024-01-01", status) for door, status, case in rows],
        columns=["case", "from", "to", "sent", "status"],
    )


def test_doors_are_compared_and_the_chain_mixes_what_it_cannot_tell_apart():
    """Of 20 from the food bank 18 are served, of 20 from the law clinic 8.

    Both go to the advice centre, where 26 of 40 are served: the chain gives 0.65 to both.
    """
    answer = eco.find_pathways(make(), log=_two_doors(18, 8), as_of="2024-07-01")
    doors = answer.doors
    assert doors["served_share"].to_dict() == {"food": 0.9, "law": 0.4}
    np.testing.assert_allclose(doors["modelled_served_share"], 0.65)
    np.testing.assert_allclose(doors["modelled_referrals"], 1)
    assert answer.summary["door_gap"] == pytest.approx(0.5)
    assert answer.summary["model_error"] == pytest.approx(0.25)
    assert any("runs from 40% to 90%" in s and "at Law Clinic" in s for s in answer.findings)


def test_the_chain_follows_people_on():
    """Twelve go food > advice; six are served there, six go on to law, where three are served.

    From the food bank 1/2 + 1/2 · 1/2 = 3/4 are served, after 1 + 1/2 referrals.
    """
    first = [(f"c{n}", "food", "advice", "2024-01-01", "completed") for n in range(6)]
    first += [(f"d{n}", "food", "advice", "2024-01-01", "failed") for n in range(6)]
    on = [
        (f"d{n}", "advice", "law", "2024-01-09", "completed" if n < 3 else "rejected")
        for n in range(6)
    ]
    log = pd.DataFrame(first + on, columns=["case", "from", "to", "sent", "status"])
    door = eco.find_pathways(make(), log=log, as_of="2024-07-01").doors.loc["food"]
    assert (door["served_share"], door["referrals"]) == (0.75, 1.5)
    assert door["modelled_served_share"] == pytest.approx(0.75)
    assert door["modelled_referrals"] == pytest.approx(1.5)


def test_doors_with_fewer_than_ten_cases_are_hidden():
    log = _two_doors(18, 8)
    answer = eco.find_pathways(make(), log=log[log["case"] != "l0"].iloc[:29], as_of="2024-07-01")
    assert list(answer.doors.index) == ["food"]
    assert any("1 first contact not compared" in note for note in answer.notes)
    assert not any("first turns up" in s for s in answer.findings)


# --- agreements and steps ---------------------------------------------------------------------

TABLE = {
    "from_id": ["food", "food", "advice", "law"],
    "to_id": ["advice", "housing", "law", "council"],
    "service_type": ["Advice", None, "Advice", None],
    "sent": [40, None, 10, 0],
    "accepted": [30, None, 8, 0],
    "reached": [24, None, 8, 0],
    "median_wait_days": [10, None, 20, None],
    "feedback": ["yes", None, "no", "yes"],
    "agreement": ["yes", None, "no", "yes"],
}


def test_the_referrals_table_alone():
    """Known: 50 sent, 38 accepted, 32 reached; feedback for 40 of 50; agreement for 40 of 50."""
    answer = eco.find_pathways(make(TABLE))
    numbers = answer.summary
    assert numbers["referrals"] == 50
    assert numbers["accepted_share"] == pytest.approx(38 / 50)
    assert numbers["reached_share"] == pytest.approx(32 / 38)
    assert numbers["closed_loop_share"] == pytest.approx(40 / 50)
    assert numbers["agreed_share"] == pytest.approx(40 / 50)
    assert answer.table.loc["advice", "median_wait_days"] == 10
    assert np.isnan(answer.table.loc["housing", "sent"])
    assert answer.table.loc["food", "sent"] == 0
    assert answer.table["answered_share"].isna().all()
    assert answer.explain("council") == "No referrals to Council are recorded."
    kinds = answer.agreed_and_used.set_index(["from_id", "to_id"])["kind"].to_dict()
    assert kinds == {
        ("food", "advice"): "agreed and used",
        ("food", "housing"): "used, agreement not known",
        ("advice", "law"): "used, not agreed",
        ("law", "council"): "agreed, not used",
    }
    assert answer.headline == (
        "76% of people sent on were taken on; for 80% the sender learns what became of them, where "
        "that is recorded."
    )


def test_what_is_sent_is_the_senders_word_and_what_came_of_it_the_receivers():
    rows = {
        "from_id": ["food"] * 2,
        "to_id": ["advice"] * 2,
        "sent": [40, 35],
        "accepted": [20, 30],
        "agreement": ["yes", None],
        "reported_by": ["food", "advice"],
    }
    answer = eco.find_pathways(make(rows))
    assert answer.summary["referrals"] == 40
    assert answer.summary["accepted_share"] == pytest.approx(30 / 40)
    assert any("reported by both sides" in note for note in answer.notes)


def test_the_latest_period_of_a_link_counts():
    rows = {
        "from_id": ["food"] * 2,
        "to_id": ["advice"] * 2,
        "sent": [40, 10],
        "period": ["2022-23", "2023-24"],
    }
    answer = eco.find_pathways(make(rows))
    assert answer.summary["referrals"] == 10
    assert any("latest is used" in note for note in answer.notes)


def test_a_log_shows_which_agreed_pathways_are_used():
    """Agreed: food to advice, for advice; law to council, for anything. The log has no council."""
    answer = eco.find_pathways(make(TABLE), log=hand_log(), as_of="2024-07-01")
    rows = answer.agreed_and_used.set_index(["from_id", "to_id"])
    assert rows.loc[("food", "advice"), "kind"] == "agreed and used"
    assert rows.loc[("food", "advice"), "sent"] == 3
    assert rows.loc[("law", "council"), "kind"] == "agreed, not used"
    assert rows.loc[("food", "law"), "kind"] == "used, agreement not known"
    assert ("advice", "law") not in rows.index
    assert answer.summary["agreed_share"] == 1
    assert answer.summary["agreement_known_share"] == pytest.approx(3 / 13)


def test_an_agreement_for_anything_covers_a_link_for_something():
    agreed = {"from_id": ["food"], "to_id": ["advice"], "agreement": ["yes"]}
    answer = eco.find_pathways(make(agreed), log=hand_log(), as_of="2024-07-01")
    mine = answer.agreed_and_used
    mine = mine[(mine["from_id"] == "food") & (mine["to_id"] == "advice")]
    assert list(mine["kind"]) == ["agreed and used"]


def _with_advice(referrals):
    """The law clinic gives advice at level 2; food > advice > law."""
    return make(
        referrals,
        services=pd.DataFrame(
            {"service_id": ["s"], "name": ["S"], "service_type": ["Advice"], "level": [2]}
        ),
        providers=pd.DataFrame({"service_id": ["s"], "organisation_id": ["law"]}),
    )


def test_steps_to_the_right_service():
    """Food bank two, advice centre one, law clinic none; law goes on to the council only."""
    answer = eco.find_pathways(_with_advice(TABLE))
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
    answer = eco.find_pathways(_with_advice(table))
    route = answer.steps[answer.steps["level"] == 2].set_index("organisation_id")["route"]
    assert route["food"] == "no route recorded"
    assert (
        "From 1 organisation that sends people on there is no recorded route to Advice and from 1 "
        "to Advice at level 2 or above."
    ) in answer.findings


def test_the_longest_way_is_said():
    table = {"from_id": ["food", "advice", "housing"], "to_id": ["advice", "law", "law"]}
    assert (
        "It takes up to 2 referrals to reach Advice."
        in eco.find_pathways(_with_advice(table)).findings
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
    answer = eco.find_pathways(_with_advice(None), log=log.assign(service_type="advice"))
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
    answer = eco.find_pathways(_with_advice(table if links else None))
    steps_to = answer.steps[answer.steps["level"] == 2].set_index("organisation_id")["steps"]
    graph = nx.DiGraph([(ORGANISATIONS[a], ORGANISATIONS[b]) for a, b in links])
    graph.add_node("law")
    lengths = nx.single_target_shortest_path_length(graph, "law")
    assert steps_to.dropna().to_dict() == dict(lengths)


def test_a_route_must_serve_the_area_where_the_person_is():
    """The law clinic reaches north only: from the food bank in south there is no route."""
    e = _with_advice({"from_id": ["food", "advice"], "to_id": ["law", "law"]})
    e = e.replace(
        areas=pd.DataFrame({"area_code": ["N", "S"], "name": ["North", "South"]}),
        catchments=pd.DataFrame({"service_id": ["s"], "area_code": ["N"]}),
        organisations=e.organisations.assign(area_code=["N", None, "S", None, None]),
    )
    answer = eco.find_pathways(e)
    route = answer.steps[answer.steps["level"] == 2].set_index("organisation_id")["route"]
    assert (route["advice"], route["food"]) == ("route", "no route recorded")


# --- the answer -------------------------------------------------------------------------------


def test_counts_of_one_to_four_are_not_shown(hand):
    shown = hand.shown
    assert shown.loc["housing", "sent"] == 6
    assert shown.loc["housing", "bounces"] == "under 5"
    assert shown.loc["law", "sent"] == "under 5"
    assert hand.table.loc["law", "sent"] == 2


def test_no_small_number_is_written(hand, tmp_path):
    """The hand log is full of them: two came to the law clinic, one was sent straight back."""
    path = eco.write_result(hand, tmp_path / "answer.json", visibility="partners")
    written = json.loads(path.read_text(encoding="utf-8"))
    frames = ("pairs", "journeys", "agreed_and_used", "steps")
    rows = [row for name in ("table", *frames) for row in written[name]]
    counts = ("sent", "due", "people", "served", "stopped", "cases", "bounces", "dead_ends")
    told = [row[name] for row in [*rows, written["summary"]] for name in counts if name in row]
    assert "under 5" in told
    assert not any(isinstance(number, (int, float)) and 0 < number < 5 for number in told)
    assert written["summary"]["bounces"] == "under 5"
    assert written["summary"]["referrals"] == 13


def test_no_share_tells_a_hidden_count():
    """Of twelve referrals all are answered, two accepted and ended: 2 of 12 would tell."""
    log = pd.DataFrame(
        {
            "case": [f"c{number}" for number in range(12)],
            "from": "council",
            "to": "law",
            "sent": "2024-01-01",
            "responded": "2024-01-03",
            "status": ["rejected"] * 10 + ["accepted"] * 2,
        }
    )
    answer = eco.find_pathways(FIVE, log=log, as_of="2024-07-01")
    shown = answer.shown_frames["summary"]
    assert answer.summary["accepted_share"] == pytest.approx(2 / 12)
    assert shown["accepted"] == "under 5"
    assert shown[["accepted_share", "accepted_share_low", "accepted_share_high"]].isna().all()
    assert [shown["answered"], shown["answered_share"]] == [12, 1]


def test_the_sample_answers(west_midlands):
    answer = eco.find_pathways(west_midlands)
    assert list(answer.table.index) == list(west_midlands.organisations["organisation_id"])
    for key in answer.table.index:
        assert answer.explain(key).endswith(".")
    json.dumps(answer.to_dict())


def test_an_unknown_id_is_told(hand):
    with pytest.raises(
        ValueError, match=r"'hosing' is not in this answer\. Did you mean 'housing'"
    ):
        hand.explain("hosing")


def test_no_tables_at_all_is_no_error():
    answer = eco.find_pathways(make())
    assert answer.headline == (
        "No referrals with numbers are recorded, so how they go cannot be said."
    )
    assert answer.findings == ()
    assert deque(answer.table["sent"]) == deque([0] * 5)


def test_a_share_that_tells_a_small_count_is_not_shown():
    """Of 50 sent 4 % were taken on: that is 2 people. Of 50 to the other 60 %: 30."""
    names = ["a", "b", "c"]
    e = eco.Ecosystem(
        organisations=pd.DataFrame({"organisation_id": names, "name": ["Ann", "Bob", "Cat"]}),
        referrals=pd.DataFrame(
            {"from_id": "a", "to_id": ["b", "c"], "sent": [50, 50], "accepted": [2, 30]}
        ),
    )
    found = eco.find_pathways(e)
    assert found.table.loc["b", "accepted_share"] == pytest.approx(0.04)
    for shown in (found.shown, found.shown_frames["pairs"].set_index("to_id")):
        assert pd.isna(shown.loc["b", ["accepted_share", "accepted_share_low"]]).all()
        assert shown.loc["c", "accepted_share"] == pytest.approx(0.6)
    assert "4%" not in found.explain("b")
    assert "60%" in found.explain("c")
    few = e.replace(referrals=e.referrals.query("to_id == 'b'"))
    assert eco.find_pathways(few).headline == "Under 5 of 50 people sent on were taken on."
