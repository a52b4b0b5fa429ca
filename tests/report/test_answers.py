from types import SimpleNamespace
from unittest.mock import DEFAULT, Mock

import pandas as pd
import pytest
from read_report import ReadReport, make_organisations, write_report

import ecosystem as eco
from ecosystem.report import answers as module
from ecosystem.report.answers import ask_all, choose_shown


def test_a_report_of_organisations_only_lists_what_is_missing(tmp_path):
    read = ReadReport(write_report(eco.Ecosystem(organisations=make_organisations(3)), tmp_path))
    text = read.text
    assert "rows in referrals or relationships, with from_id and to_id" in text
    assert "services with the areas that they reach: in areas_reached, catchments or sites" in text
    assert "rows in demand: area_code, service_type and people" in text


def test_a_report_without_areas_and_one_without_demand_are_written(tiny, tmp_path):
    bare = tiny.replace(
        areas=tiny.areas.iloc[:0],
        demand=tiny.demand.iloc[:0],
        sites=tiny.sites.iloc[:0],
        catchments=tiny.catchments.iloc[:0],
    )
    assert "It needs" in write_report(bare, tmp_path).read_text(encoding="utf-8")
    hungry = tiny.replace(demand=tiny.demand.iloc[:0])
    text = write_report(hungry, tmp_path).read_text(encoding="utf-8")
    assert "rows in demand: area_code, service_type and people" in text


def test_every_question_is_asked_of_data_that_can_answer(tiny_answers):
    """Advice is the one type with demand; its one service is of level 2, without a contract."""
    for name in ("core", "duplication", "pathways", "closures", "matches"):
        assert getattr(tiny_answers, name) is not None, name
    assert {kind: list(gaps) for kind, gaps in tiny_answers.gaps.items()} == {
        "advice": ["any", "level 2 or above"]
    }
    assert tiny_answers.gaps["advice"]["level 2 or above"].settings["level"] == 2


def test_nothing_is_asked_of_data_that_cannot_answer():
    answers = ask_all(eco.Ecosystem(organisations=make_organisations(3)), has_names=False)
    for name in ("core", "duplication", "pathways", "closures", "matches"):
        assert getattr(answers, name) is None, name
    assert answers.gaps == {}


def test_closures_are_not_asked_where_nothing_would_be_known(tiny):
    """Without capacity, without who runs it, and with demand for what nobody offers."""
    services, demand = tiny.services, tiny.demand
    for changed in (
        tiny.replace(services=services.assign(capacity=None)),
        tiny.replace(providers=tiny.providers.iloc[:0]),
        tiny.without("d").without("e").replace(demand=demand.assign(service_type="housing")),
    ):
        assert ask_all(changed, has_names=False).closures is None


def test_the_three_types_with_most_people_in_need_are_asked_about(tiny):
    """Needs of 60, 50, 40 and 30 people: the last has no page."""
    needs = {"advice": 60, "housing": 50, "food": 40, "sport": 30}
    demand = pd.DataFrame(
        {"area_code": "north", "service_type": list(needs), "people": list(needs.values())}
    )
    answers = ask_all(tiny.replace(demand=demand), has_names=False)
    assert list(answers.gaps) == ["advice", "housing", "food"]


def test_a_legal_aid_contract_is_asked_about_where_there_is_one(tiny):
    services = tiny.services.assign(legal_aid=[True, None, None])
    gaps = ask_all(tiny.replace(services=services), has_names=False).gaps["advice"]
    assert list(gaps) == ["any", "level 2 or above", "legal aid"]
    assert gaps["legal aid"].settings["legal_aid"] is True


def _note(asked, name):
    def note(*_, **__):
        asked.append(name)
        return DEFAULT

    return note


def test_a_report_asks_each_question_once(tiny, tmp_path, monkeypatch):
    asked = []
    for name in [name for name in dir(module) if name.startswith("find_")]:
        spy = Mock(wraps=getattr(module, name), side_effect=_note(asked, name))
        monkeypatch.setattr(module, name, spy)
    write_report(tiny, tmp_path)
    assert sorted(asked) == [
        "find_closures",
        "find_core",
        "find_duplication",
        "find_focus",
        "find_gaps",
        "find_gaps",
        "find_matches",
        "find_pathways",
        "find_positions",
        "find_ties",
    ]


@pytest.mark.parametrize(
    ("deficits", "gaps", "shown"),
    [
        ({"any": [5, 5], "level 3": [20, None]}, {"any": [1, 1], "level 3": [1, 0]}, "level 3"),
        ({"any": [5, 5], "level 3": [10, 0]}, {"any": [1, 0], "level 3": [1, 1]}, "level 3"),
        ({"any": [None, 0], "level 3": [0, 0]}, {"any": [0, 0], "level 3": [0, 0]}, "any"),
    ],
)
def test_the_picture_shows_most_people_left_out_then_most_gaps(deficits, gaps, shown):
    """20 people are more than 10; at 10 each, two gaps are more than one; equals keep the first."""
    answers = {
        advice: SimpleNamespace(
            table=pd.DataFrame(
                {"deficit": deficits[advice], "is_gap": [bool(gap) for gap in gaps[advice]]}
            )
        )
        for advice in deficits
    }
    assert choose_shown(answers) is answers[shown]
