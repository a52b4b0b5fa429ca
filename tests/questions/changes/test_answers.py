"""Two answers to one question: roles, gaps, groups of services and rates."""

import numpy as np
import pandas as pd
import pytest

import ecosystem as eco


def tell(result, **columns):
    """Return an answer with other columns in its table."""
    frames = {name: getattr(result, name) for name in ("summary",) if hasattr(result, name)}
    return type(result)(
        table=result.table.assign(**columns),
        settings=result.settings,
        notes=result.notes,
        **frames,
    )


def test_who_moved_told_its_ties_both_times_and_no_tie_decides(tiny):
    """a and b change sides; b is at the boundary, c did not tell, d stays, e is uncertain."""
    core = eco.find_core(tiny)
    sure = {"is_boundary": [False] * 5, "reported": [True, True, False, True, True]}
    was = tell(core, role=["core", "core", "core", "core", "uncertain"], **sure)
    now = tell(
        core,
        role=["wider network", "wider network", "wider network", "core", "core"],
        **sure | {"is_boundary": [False, True, False, False, False]},
    )
    changes = eco.find_changes(was, now)
    assert changes.table[["id", "before", "after", "change"]].to_numpy().tolist() == [
        ["a", "core", "wider network", "moved"]
    ]
    assert changes.headline == "1 organisation moved."
    assert changes.explain("1") == "Ash moved from the core to the wider network."
    assert changes.not_sure[["id", "why"]].to_numpy().tolist() == [
        ["b", "a tie or two decided its role now"],
        ["c", "it is not known to have told its ties before"],
    ]


def test_gaps_close_and_open(tiny):
    """30 places for 60 people: 0.5 in both areas, a gap; with 60 places covered, and back."""
    full = tiny.replace(services=tiny.services.assign(capacity=[60, None, None]))
    before, after = (eco.find_gaps(e, "advice", limit=0.8) for e in (tiny, full))
    closed = eco.find_changes(before, after)
    assert closed.headline == "Advice: 2 gaps closed."
    assert closed.explain("1") == (
        "Northtown is no gap in advice any more: covered now, gap before."
    )
    opened = eco.find_changes(after, before)
    assert opened.headline == "Advice: 2 gaps opened."
    assert opened.explain("2") == "Southtown is a gap in advice now, and was covered before."
    # Nobody knows any more how many it can see: the gap need not be closed.
    open_now = tiny.replace(services=tiny.services.assign(capacity=None))
    changes = eco.find_changes(before, eco.find_gaps(open_now, "advice", limit=0.8))
    assert changes.table.empty
    assert set(changes.not_sure["why"]) == {"whether it is one is not known now"}


def test_a_group_of_services_dissolves(tiny):
    """Food of a and of b overlaps in both areas; without b it is one service alone."""
    with_both, alone = (eco.find_duplication(e) for e in (tiny, tiny.without("b")))
    assert len(with_both.clusters) == 1
    changes = eco.find_changes(with_both, alone)
    known = changes.table if not changes.table.empty else changes.not_sure
    assert known[["about", "change", "id"]].to_numpy().tolist() == [
        ["group of services", "dissolved", "food-a|food-b"]
    ]
    formed = eco.find_changes(alone, with_both)
    assert len(formed.table) + len(formed.not_sure) == 1


def send(rows):
    """Return pathways of rows: to whom, how many, and whether the sender hears back."""
    ids = ["ash", "birch", "from"]
    return eco.find_pathways(
        eco.Ecosystem(
            organisations=pd.DataFrame({"organisation_id": ids, "name": ["Ash", "Birch", "Elm"]}),
            referrals=pd.DataFrame(
                [
                    {
                        "from_id": "from",
                        "to_id": to,
                        "sent": sent,
                        "feedback": heard,
                        "service_type": str(number),
                    }
                    for number, (to, sent, heard) in enumerate(rows)
                ]
            ),
        )
    )


def test_closed_loops_rise_by_who_does_better_and_who_takes_part():
    """Before: Ash 40 of 200, Birch 180 of 200; after: Ash 120 of 200, Birch 540 of 600.

    The arithmetic of `test_better_and_other_organisations_are_told_apart`, times twenty: 220 of
    400 is 0.55, 660 of 800 is 0.825; 0.15 within and 0.125 by who takes part.
    """
    before = send(
        [("ash", 40, True), ("ash", 160, False), ("birch", 180, True), ("birch", 20, False)]
    )
    after = send(
        [("ash", 120, True), ("ash", 80, False), ("birch", 540, True), ("birch", 60, False)]
    )
    changes = eco.find_changes(before, after)
    row = changes.rates.loc["closed loops"]
    assert row[["before", "after", "difference", "within", "mix"]].tolist() == pytest.approx(
        [0.55, 0.825, 0.275, 0.15, 0.125]
    )
    assert row["within"] + row["mix"] == pytest.approx(row["difference"], abs=1e-9)
    assert row["status"] == "rose"
    assert changes.headline == (
        "Closed loops rose from 55% to 82%: 15 points because the same organisations do better, 12 "
        "because of who takes part."
    )
    assert changes.rates.loc["accepted", "status"] == "not known"


def test_those_of_whom_it_is_not_known_may_have_made_the_difference():
    """50 of 100 before; after 90 of 100, but of 300 more it is not known: 90 to 390 of 400."""
    before = send([("ash", 50, True), ("ash", 50, False)])
    after = send([("ash", 90, True), ("ash", 10, False), ("birch", 300, None)])
    changes = eco.find_changes(before, after)
    assert changes.rates.loc["closed loops", "status"] == "not known"
    assert "could explain" in changes.explain_rate("closed loops")


def test_what_chance_could_give_is_no_change():
    """10 of 20, then 12 of 20: the limits of the difference of 0.1 hold 0."""
    before = send([("ash", 10, True), ("ash", 10, False)])
    changes = eco.find_changes(before, send([("ash", 12, True), ("ash", 8, False)]))
    row = changes.rates.loc["closed loops"]
    assert row["low"] < 0 < row["high"]
    assert changes.headline == "Closed loops went from 50% to 60%, which may be chance."
    same = eco.find_changes(before, before)
    assert same.headline == "Closed loops stayed at 50%."


def test_a_share_that_tells_of_few_is_not_shown():
    """3 of 100 heard back before: times the people, the share would tell them."""
    before = send([("ash", 3, True), ("ash", 97, False)])
    changes = eco.find_changes(before, send([("ash", 60, True), ("ash", 40, False)]))
    shown = changes.shown_frames["rates"].loc["closed loops"]
    assert np.isnan(float(shown["before"])) or shown["before"] is None
    assert pd.isna(shown["difference"])
    assert changes.headline == "Nothing is known to have changed."


def log(e, completed):
    """Return pathways of a log of 20 referrals, so many of them completed and the rest silent."""
    rows = pd.DataFrame(
        {
            "case": [f"c{number}" for number in range(20)],
            "from": "a",
            "to": "b",
            "sent": "2024-01-02",
            "status": ["completed"] * completed + ["requested"] * (20 - completed),
        }
    )
    return eco.find_pathways(e, log=rows, as_of="2024-06-30")


def test_of_a_log_every_end_is_known(tiny):
    """5 of 20 loops closed, then 20 of 20; of those answered all were taken on both times."""
    changes = eco.find_changes(log(tiny, 5), log(tiny, 20))
    row = changes.rates.loc["closed loops"]
    assert row[["before", "after", "known_before", "status"]].tolist() == [0.25, 1, 20, "rose"]
    assert changes.rates.loc["accepted", ["before", "after", "known_before"]].tolist() == [1, 1, 5]
    assert changes.settings["visibility"] != "public"
    fell = eco.find_changes(log(tiny, 20), log(tiny, 5))
    assert fell.headline.startswith("People taken on stayed at 100%; closed loops fell from 100%")


def test_a_group_that_hangs_on_what_is_not_recorded_is_not_called_one(tiny):
    """Where b works is not known any more: its food may overlap with that of a as before."""
    services = tiny.services.assign(languages="English")
    before = tiny.replace(services=services)
    catchments = before.catchments[before.catchments["service_id"] != "food-b"]
    after = before.replace(catchments=catchments)
    changes = eco.find_changes(eco.find_duplication(before), eco.find_duplication(after))
    assert changes.table.empty
    assert changes.not_sure["why"].tolist() == ["where one of them works is not known now"]
    gone = eco.find_changes(eco.find_duplication(before), eco.find_duplication(before.without("b")))
    assert gone.headline == "1 group of overlapping services dissolved."
    assert gone.explain("1") == "Food bank and Food parcels do not overlap as a group any more."
