"""Tests of what is tried: what changed is said as the library says it, and never as if it were."""

import io

import openpyxl
import pandas as pd
import pytest

import ecosystem as eco
from ecosystem.app.actions import ACTIONS, DOWNLOADS
from ecosystem.app.answers import Answers
from ecosystem.app.state import EMPTY, State


def do(state, name, **asked):
    return ACTIONS[name](state, asked)


@pytest.fixture(scope="module")
def sample():
    return ACTIONS["sample"](EMPTY, {})[0]


def open_tables(**tables):
    e = eco.Ecosystem(**{name: pd.DataFrame(rows) for name, rows in tables.items()})
    return State(name="a.xlsx", before=e, after=e, answers=Answers(e=e))


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
    return {one["about"]: one["sentences"] for one in shown["changes"]}


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
    assert shown["changes"] == [{"about": "", "sentences": ["Nothing on record changes."]}]


def test_what_was_not_recorded_before_is_no_change_and_not_nothing():
    town = make_town()
    services = town.before.services.assign(capacity=[10, pd.NA])
    e = town.before.replace(services=services, demand=town.before.demand.iloc[:0])
    state = State(name="a.xlsx", before=e, after=e, answers=Answers(e=e))
    _, shown = do(state, "try", kind="places", about={"service": "o", "capacity": "5"})
    assert tell(shown)["On the map"] == [
        "No answer changes: what stands here now was not recorded before."
    ]


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
