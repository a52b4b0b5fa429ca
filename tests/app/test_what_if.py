"""Tests of what is tried: what changed is said as the library says it, and never as if it were."""

import io
from dataclasses import replace

import openpyxl
import pandas as pd
import pytest
from drawn_ecosystems import draw_tables

import ecosystem as eco
from ecosystem.app.actions import ACTIONS, DOWNLOADS
from ecosystem.app.answers import Answers
from ecosystem.app.state import EMPTY, State
from ecosystem.app.what_if import apply_step


def do(state, name, **asked):
    """Do an action, and ask what it leaves to be asked, as the page does."""
    state, shown = ACTIONS[name](state, asked)
    for about in shown.get("left", ()):
        _, part = ACTIONS["compare-part"](state, {"about": about})
        next(one for one in shown["changes"] if one["about"] == about).update(part)
    return state, shown


@pytest.fixture(scope="module")
def sample():
    return ACTIONS["sample"](EMPTY, {})[0]


def open_tables(**tables):
    e = eco.Ecosystem(**{name: pd.DataFrame(rows) for name, rows in tables.items()})
    return State(name="a.xlsx", before=e, answers=Answers(e=e))


def make_town():
    """Two areas, 10 people in need in each; one service in each, with 10 and with 5 places.

    So in South 5 have no place, and if North closed its 10 would have none.
    """
    return open_tables(
        organisations=[{"organisation_id": one, "name": f"{one} Advice"} for one in ("Ash", "Oak")],
        areas=[{"area_code": one, "name": one} for one in ("North", "South")],
        services=[
            {"service_id": "a", "name": "A", "service_type": "advice", "capacity": 10},
            {"service_id": "o", "name": "O", "service_type": "advice", "capacity": 5},
        ],
        providers=[
            {"service_id": "a", "organisation_id": "Ash"},
            {"service_id": "o", "organisation_id": "Oak"},
        ],
        catchments=[
            {"service_id": "a", "area_code": "North"},
            {"service_id": "o", "area_code": "South"},
        ],
        demand=[
            {"area_code": one, "service_type": "advice", "people": 10} for one in ("North", "South")
        ],
    )


def tell(shown):
    """Return what the page shows: sentences by what they are about, or what is said otherwise."""
    told = {one["about"]: one["sentences"] for one in shown["changes"] if one["sentences"]}
    return told or shown["otherwise"]


def test_a_gap_that_opens_is_told_and_what_a_closing_leaves():
    town, shown = do(make_town(), "try", kind="close", about={"organisation": "Ash"})
    told = tell(shown)
    was, now = (eco.find_gaps(e, "advice") for e in (town.before, town.before.without("Ash")))
    changes = eco.find_changes(was, now)
    assert changes.table["name"].tolist() == ["North"]
    assert told["Where there is too little advice"] == [changes.explain("1")]
    assert told["Closing, each by itself"] == [eco.find_closures(town.before).explain("Ash")]
    assert told["On the map"][0] == "1 organisation left and 1 service has gone."


def test_what_changes_no_answer_is_said_so():
    # Oak has 5 places, and gets 5.
    _, shown = do(make_town(), "try", kind="places", about={"service": "o", "capacity": "5"})
    assert tell(shown) == "Nothing on record changes."


def test_what_was_not_recorded_before_is_no_change_and_not_nothing():
    town = make_town()
    services = town.before.services.assign(capacity=[10, pd.NA])
    e = town.before.replace(services=services, demand=town.before.demand.iloc[:0])
    state = State(name="a.xlsx", before=e, answers=Answers(e=e))
    _, shown = do(state, "try", kind="places", about={"service": "o", "capacity": "5"})
    assert tell(shown) == "No answer changes: what stands here now was not recorded before."


def test_what_was_asked_before_is_asked_once(sample, monkeypatch):
    state, _ = do(sample, "compare")
    asked = []
    find = eco.find_core
    monkeypatch.setattr(eco, "find_core", lambda e: (asked.append(e), find(e))[1])
    for one in state.before.organisations["organisation_id"].iloc[[3, 7]]:
        state, _ = do(state, "try", kind="close", about={"organisation": one})
    assert len(asked) == 2
    assert not any(e is state.before for e in asked)
    # Training changes no tie, so who is the core is not asked again.
    about = {
        "organisation": "arden-hosting-circle",
        "service_type": "immigration advice",
        "level": "3",
    }
    do(sample, "try", kind="train", about=about)
    assert len(asked) == 2


def test_what_is_tried_is_in_the_report_and_a_new_workbook_under_a_title_that_says_so(sample):
    name = "Bullring Refugee Alliance"
    state, _ = do(sample, "try", kind="close", about={"organisation": "bullring-refugee-alliance"})
    report = DOWNLOADS["report.html"](state).decode()
    assert "What changed?" in report
    assert "what if, 1 change tried</title>" in report
    assert f"{name} was running before, and is not listed now." in report
    assert "What changed?" not in DOWNLOADS["report.html"](sample).decode()

    book = openpyxl.load_workbook(io.BytesIO(DOWNLOADS["what-if.xlsx"](state)))
    assert not any(cell.value == name for sheet in book for row in sheet for cell in row)
    book = openpyxl.load_workbook(io.BytesIO(DOWNLOADS["as-understood.xlsx"](state)))
    assert any(cell.value == name for sheet in book for row in sheet for cell in row)
    # People would go where the leaflet sends them: it holds what there is.
    assert name in DOWNLOADS["leaflet.html"](state).decode()
    slides = do(state, "wall")[1]["slides"]
    assert slides[0]["question"] == "What if …"


def ask_afresh(state):
    """Return what the page shows of the same steps where nothing was ever asked before."""
    e = state.before
    for step in state.steps:
        e = apply_step(e, step)
    tried = (Answers(e=state.before),) * (len(state.steps) - 1) + (Answers(e=e),)
    afresh = State(before=state.before, answers=Answers(e=state.before), steps=state.steps)
    return do(replace(afresh, tried=tried), "compare")[1]


@pytest.mark.parametrize("seed", [1, 2])
def test_what_is_not_asked_again_is_what_it_would_be_afresh(seed):
    tables = draw_tables(seed, organisations=(5, 7), services=(5, 7), blank=0.1)
    state = open_tables(**{name: table for name, table in tables.items() if name != "log"})
    organisations = state.before.organisations["organisation_id"]
    services = state.before.services["service_id"]
    for kind, about in (
        ("close", {"organisation": organisations.iloc[0]}),
        ("places", {"service": services.iloc[-1], "capacity": "40"}),
        ("tie", {"from": organisations.iloc[1], "to": organisations.iloc[2]}),
        ("close", {"organisation": organisations.iloc[3]}),
    ):
        try:
            state, shown = do(state, "try", kind=kind, about=about)
        except ValueError:
            continue
        assert tell(shown) == tell(ask_afresh(state)), kind
    state, shown = do(state, "undo", number=0)
    assert tell(shown) == tell(ask_afresh(state))
    while state.steps:
        state, _ = do(state, "undo")
    assert state.after is state.before


def test_gaps_are_asked_again_only_where_a_service_of_the_type_is_touched(monkeypatch):
    town = make_town()
    extra = town.before.services.assign(service_type=["advice", "food"])
    needs = pd.concat([town.before.demand, town.before.demand.assign(service_type="food")])
    e = town.before.replace(services=extra, demand=needs)
    state, _ = do(State(before=e, answers=Answers(e=e)), "compare")
    asked = []
    find = eco.find_gaps
    monkeypatch.setattr(eco, "find_gaps", lambda e, one: (asked.append(one), find(e, one))[1])
    state, shown = do(state, "try", kind="close", about={"organisation": "Ash"})
    assert asked == ["advice"]
    assert "Where there is too little advice" in tell(shown)
    # Undone and tried again: what was asked of the last state holds.
    state, _ = do(state, "try", kind="places", about={"service": "o", "capacity": "9"})
    assert asked == ["advice", "food"]


def test_parts_are_told_the_quickest_first(sample):
    _, shown = ACTIONS["try"](
        sample, {"kind": "close", "about": {"organisation": "arden-hosting-circle"}}
    )
    told = {one["about"]: one["sentences"] for one in shown["changes"]}
    assert told["On the map"]
    assert shown["left"][-1] == "Core and wider network"


def test_what_cannot_be_asked_in_a_browser_keeps_nothing_else_from_being_told(monkeypatch):
    def refuse(_):
        msg = "No module named 'igraph'"
        raise ImportError(msg)

    monkeypatch.setattr(eco, "find_core", refuse)
    town = make_town()
    relationships = pd.DataFrame([{"from_id": "Ash", "to_id": "Oak", "kind": "works with"}])
    e = town.before.replace(relationships=relationships)
    state = State(before=e, answers=Answers(e=e))
    _, shown = do(state, "try", kind="close", about={"organisation": "Ash"})
    words = "Cannot be worked out here: No module named 'igraph'."
    assert tell(shown)["Core and wider network"] == [words]
    assert tell(shown)["Where there is too little advice"]


def test_no_other_part_can_be_asked():
    state, _ = ACTIONS["compare"](make_town(), {})
    with pytest.raises(ValueError, match="is not compared"):
        ACTIONS["compare-part"](state, {"about": "the weather"})
