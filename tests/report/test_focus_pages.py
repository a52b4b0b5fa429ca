"""The page about who could lead on what."""

import pandas as pd

from ecosystem.report.answers import ask_all
from ecosystem.report.content import QuestionPage, Unanswered
from ecosystem.report.focus_pages import LEADS, make_focus_page


def test_the_page_names_a_lead_and_the_next_best(tiny_answers):
    (page,) = make_focus_page(tiny_answers)
    assert page.question == LEADS
    assert page.sentences[1] == "Just one organisation on record could lead on advice."
    assert page.table.rows == [
        ["advice", "Cedar", "nobody else recorded", "", ""],
        ["food", "Ash", "Birch", "nothing", ""],
    ]


def test_the_page_says_what_another_lead_would_cost(tiny):
    """Ash runs two of food (the advice too now), Birch one: 2 + 1 services, or 1 + 1."""
    services = tiny.services.assign(service_type=["food", "food", "food"])
    more = {"service_id": "calls", "name": "Calls", "service_type": "calls"}
    e = tiny.replace(
        services=pd.concat([services, pd.DataFrame([more])]),
        providers=pd.DataFrame(
            {
                "service_id": ["food-a", "advice", "food-b", "calls"],
                "organisation_id": ["a", "a", "b", "c"],
            }
        ),
        demand=tiny.demand.iloc[:0],
    )
    (page,) = make_focus_page(ask_all(e, has_names=True))
    assert page.table.rows[1] == ["food", "Ash", "Birch", "leads run 2 services, not 3", ""]
    assert page.sentences[-1] == (
        "Ash could lead on food: it runs 2 services of the type; next best is Birch, and together "
        "the leads would run 2 in place of 3 services of their types."
    )


def test_a_kind_without_a_known_lead_is_said_to_be_not_recorded(tiny):
    (page,) = make_focus_page(ask_all(tiny.replace(providers=tiny.providers[1:]), has_names=True))
    assert page.table.rows[0] == ["advice", "not recorded", "", "", ""]


def test_another_lead_that_leaves_a_kind_without_one_says_so(tiny):
    """Ash runs food and the only calls, Birch food too; with room for one each Birch has food."""
    more = {"service_id": "calls", "name": "Calls", "service_type": "calls"}
    runs = {"service_id": ["calls"], "organisation_id": ["a"]}
    e = tiny.replace(
        services=pd.concat([tiny.services, pd.DataFrame([more])]),
        providers=pd.concat([tiny.providers, pd.DataFrame(runs)]),
    )
    (page,) = make_focus_page(ask_all(e, has_names=True))
    rows = {row[0]: row[1:] for row in page.table.rows}
    assert rows["food"][:3] == ["Birch", "Ash", "1 kind fewer with a lead"]
    # Three lead, so each has a visitor.
    assert all(visitor for *_, visitor in rows.values())


def test_more_kinds_than_fit_stand_at_the_end(tiny):
    kinds = [f"kind {number:02}" for number in range(14)]
    services = pd.DataFrame({"service_id": kinds, "name": kinds, "service_type": kinds})
    runs = pd.DataFrame({"service_id": kinds, "organisation_id": list("abcde" * 3)[:14]})
    e = tiny.replace(
        services=services,
        providers=runs,
        demand=tiny.demand[:0],
        sites=tiny.sites[:0],
        catchments=tiny.catchments[:0],
    )
    (page,) = make_focus_page(ask_all(e, has_names=True))
    assert isinstance(page, QuestionPage)
    assert (len(page.table.rows), len(page.whole.rows)) == (10, 14)


def test_without_anybody_who_runs_a_service_the_page_says_what_it_needs(tiny):
    (part,) = make_focus_page(ask_all(tiny.replace(providers=tiny.providers[:0]), has_names=True))
    assert isinstance(part, Unanswered)
    assert "who runs them" in part.needs
