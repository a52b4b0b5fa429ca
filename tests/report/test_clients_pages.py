import pandas as pd
import pytest
from markets import make as make_market
from overlapping_services import make as make_services
from overlapping_services import three_alike

import ecosystem as eco
from ecosystem.report.answers import ask_all
from ecosystem.report.clients_pages import list_ideas, make_closing_page, make_journeys_page
from ecosystem.report.content import Unanswered


def test_ideas_come_with_their_evidence_and_room_for_who_and_when(west_midlands, sample_report):
    cells = sample_report.cells["What could we try?"]
    rows = [cells[start : start + 4] for start in range(4, len(cells), 4)]
    assert len(rows) == 3
    assert all(idea and evidence for idea, evidence, _, _ in rows)
    assert all(who == "" and when == "" for _, _, who, when in rows)
    closures = eco.find_closures(west_midlands)
    worst = closures.table["unserved"].idxmax()
    assert any(evidence == closures.explain(worst) for _, evidence, _, _ in rows)


def test_the_page_about_closings_tells_of_pairs_funders_places_and_sureness(
    west_midlands, sample_report
):
    closures = eco.find_closures(west_midlands)
    question = next(
        heading for heading in sample_report.sentences if heading.startswith("If one closes")
    )
    assert sample_report.sentences[question] == [closures.headline, *closures.findings[:2]]
    assert "more together than alone" in sample_report.sentences[question][1]
    assert "funding" in sample_report.sentences[question][2]
    worst = closures.table.sort_values("unserved", ascending=False).iloc[0]
    cells = sample_report.cells[question]
    row = cells[cells.index(worst["name"]) :][:5]
    left = f"between {worst['unserved_low']:,.0f} and {worst['unserved_high']:,.0f}"
    assert worst["top_five_share"] >= 0.95
    assert row[2:4] == [left, "about as bad"]
    pair, names = closures.pairs.iloc[0], closures.table["name"]
    funder = closures.funders.sort_values("unserved_high", ascending=False).iloc[0]
    for text in (
        f"{names[pair['a']]} and {names[pair['b']]} both close",
        f"The funding of {funder['name']} stops",
        f"up to {funder['unserved_high']:,.0f}",
    ):
        assert text in sample_report.text


def test_receivers_and_routes_hide_small_numbers(tiny_answers):
    """Birch received 10 people of Ash, Ash 3 of Birch; how many went to Cedar is not known."""
    (page,) = make_journeys_page(tiny_answers)
    assert page.table.rows == [["Birch", "10", "", "", ""], ["Ash", "under 5", "", "", ""]]
    assert [row[4] for row in page.whole.rows] == ["10", "under 5", ""]
    # A packed file has them by sender: here they are shown from most to fewest.
    senders = [page.whole.rows[row][0] for row in page.whole.packed_order]
    assert senders == sorted(senders)
    assert sorted(page.whole.packed_order) == list(range(len(page.whole.rows)))
    assert page.figure is None
    assert page.number is None


def test_shares_and_waits_are_said_where_they_are_known(tiny):
    """Of 10 people 8 were taken on after 1 day, and the sender hears of all."""
    referrals = pd.DataFrame(
        {
            "from_id": ["a"],
            "to_id": ["b"],
            "service_type": ["food"],
            "sent": [10],
            "accepted": [8],
            "median_wait_days": [1],
            "feedback": ["yes"],
        }
    )
    (page,) = make_journeys_page(ask_all(tiny.replace(referrals=referrals), has_names=False))
    assert page.table.rows == [["Birch", "10", "80%", "100%", "1 day"]]
    assert page.number == ("100%", "of people sent on: the sender learns what became of them")
    assert page.whole.rows[0][:3] == ["Ash", "Birch", "food"]


def test_a_closing_is_listed_with_what_would_become_of_people(tiny_answers):
    """Cedar's 30 places are the only ones for 60 people: nobody could go elsewhere."""
    (page,) = make_closing_page(tiny_answers)
    assert page.table.rows == [["Cedar", "30", "30", "about as bad", "1 of 1"]]
    assert page.whole is None
    assert page.number[0] == "30"


def test_a_closing_of_few_people_has_no_bar(tiny):
    """Four people in need: the number is hidden, and so is the length it would have."""
    demand = tiny.demand.assign(people=[4, 0])
    (page,) = make_closing_page(ask_all(tiny.replace(demand=demand), has_names=False))
    assert page.figure is None
    assert page.table.rows[0][2] == "under 5"
    assert page.number[0] == "under 5"


def test_ideas_are_three_at_most_the_most_pressing_first(tiny):
    """Help for north, cover for c, feedback from b; sharing food and inviting e come too late."""
    services = tiny.services.assign(capacity=[3, None, None])
    referrals = tiny.referrals.assign(feedback=["no", "no", None])
    answers = ask_all(tiny.replace(services=services, referrals=referrals), has_names=True)
    ideas = list_ideas(answers)
    assert [idea.what.split()[0] for idea in ideas[:1]] == ["Bring"]
    assert len(ideas) == 3
    assert all(idea.evidence for idea in ideas)


@pytest.mark.parametrize(("people", "is_asked"), [(150, True), (400, False), (None, False)])
def test_only_possible_duplication_is_asked_to_share_out_the_work(people, is_asked):
    """300 places: more than enough for 150 without the largest; needed for 400; or not known."""
    demand = [("east", "food", people)] if people else []
    e = make_services(three_alike(capacity=100), demand=demand)
    ideas = list_ideas(ask_all(e, has_names=True))
    assert any("say who will take on what" in idea.what for idea in ideas) == is_asked


def test_no_answer_gives_no_idea_and_no_page():
    organisations = pd.DataFrame({"organisation_id": ["a"], "name": ["A"]})
    answers = ask_all(eco.Ecosystem(organisations=organisations), has_names=True)
    assert list_ideas(answers) == []
    for make in (make_journeys_page, make_closing_page):
        (part,) = make(answers)
        assert isinstance(part, Unanswered)


@pytest.mark.parametrize(("sent", "is_asked"), [(10, True), (4, False)])
def test_who_receives_many_and_answers_few_is_asked_for_feedback(tiny, sent, is_asked):
    """From 5 people on: a smaller number is shown nowhere, and is no reason to name anyone."""
    referrals = pd.DataFrame(
        {"from_id": ["a"], "to_id": ["b"], "sent": [sent], "accepted": [sent], "feedback": ["no"]}
    )
    e = tiny.replace(
        referrals=referrals, services=tiny.services.iloc[:0], providers=tiny.providers.iloc[:0],
        sites=tiny.sites.iloc[:0], catchments=tiny.catchments.iloc[:0], demand=tiny.demand.iloc[:0],
    )  # fmt: skip
    ideas = list_ideas(ask_all(e, has_names=True))
    assert any(idea.what.startswith("Let Birch tell senders") for idea in ideas) == is_asked


def test_a_share_that_is_known_of_some_says_of_how_many(tiny):
    """Birch was sent 59: of 13 the sender hears, of 46 nothing is recorded: from 22 % to all.

    The bar is as long as is certain, 13 of 59.
    """
    referrals = pd.DataFrame(
        {
            "from_id": ["a", "c"],
            "to_id": "b",
            "sent": [13, 46],
            "accepted": [None, 23],
            "feedback": ["yes", None],
        }
    )
    answers = ask_all(tiny.replace(referrals=referrals), has_names=True)
    (page,) = make_journeys_page(answers)
    assert page.table.rows == [
        [
            "Birch",
            "59",
            "50% of the 46 known (between 38% and 62% of all)",
            "100% of the 13 known (between 22% and 100% of all)",
            "",
        ]
    ]
    share, whom = page.number
    assert share == "100%"
    assert whom == ("of people sent on: the sender learns what became of them (known for 13 of 59)")
    assert "100% of the 13 known" in str(page.figure.picture)


def test_nobody_is_asked_to_answer_back_who_may_well_do_so(tiny):
    """Of 10 people known, none is heard of; of 40 more nothing is recorded: it may be most."""
    referrals = pd.DataFrame(
        {"from_id": ["a", "c"], "to_id": "b", "sent": [10, 40], "feedback": ["no", None]}
    )
    answers = ask_all(tiny.replace(referrals=referrals), has_names=True)
    assert not any("tell senders" in idea.what for idea in list_ideas(answers))


def test_the_page_says_who_got_help_apart_from_who_hears_back():
    """Of 100 sent 60 got help, 30 did not, and nothing is heard of any; the second says nothing."""
    rows = {
        "from_id": ["a", "b"],
        "to_id": ["b", "a"],
        "sent": [100, 50],
        "got_help": [60, None],
        "ended_without_help": [30, None],
        "reason": ["No space", None],
        "feedback": ["no", "no"],
    }
    e = eco.Ecosystem(
        organisations=pd.DataFrame({"organisation_id": ["a", "b"], "name": ["Ash", "Birch"]}),
        referrals=pd.DataFrame(rows),
    )
    (page,) = make_journeys_page(ask_all(e, has_names=True))
    assert page.sentences[1] == (
        "Of the 90 of 150 people sent on whose end is recorded, 60 got help; why the others ended "
        "without: no space (30)."
    )
    cells = {row[0]: row[3:5] for row in page.table.rows}
    assert page.table.headings[3:5] == ["*Sender hears back", "*Got help"]
    assert cells["Birch"] == ["0%", "67% of the 90 known (between 60% and 70% of all)"]
    assert cells["Ash"] == ["0%", ""]
    (silent,) = make_journeys_page(
        ask_all(e.replace(referrals=e.referrals.iloc[1:]), has_names=True)
    )
    assert "*Got help" not in silent.table.headings


def test_no_closing_is_told_as_one_number_where_it_is_a_range():
    """Ash at level 2 and Oak at level 1 have 100 places each for 100 people: 50 are at each.

    If Ash closed, nobody of level 2 can go to Oak, so 50 are left by what is recorded, all 100 if
    they are at Ash, and nobody if none needs the level. Both together leave all 100.
    """
    services = [("ash", 100, ["1"], {"level": 2}), ("oak", 100, ["1"], {"level": 1})]
    e = make_market({"1": 100}, services)
    closures = eco.find_closures(e, runs=0)
    (page,) = make_closing_page(ask_all(e, has_names=True))
    cells = {row[0]: row[2] for row in page.table.rows}
    assert closures.table.loc["ash", ["unserved_low", "unserved_high"]].tolist() == [0, 100]
    assert cells == {"Ash": "up to 100"}
    assert page.number[0] == "up to 100"
    assert page.whole.rows == [["Ash and Oak both close", "100", "are left without help"]]


def test_training_is_no_way_to_legal_aid(west_midlands):
    idea = list_ideas(ask_all(west_midlands, has_names=True))[0]
    assert idea.what.startswith("Bring immigration advice with legal aid to Coventry")
    assert "training" not in idea.what


def make_log_page(visibility, sent):
    """Return the page of a log that went from a to each other organisation, so many each."""
    names = [f"N{number}" for number in range(len(sent) + 1)]
    referrals = {
        "from_id": names[0],
        "to_id": names[1:],
        "sent": sent,
        "accepted_low": [0] * len(sent),
        "accepted_high": [max(number - 1, 0) for number in sent],
    }
    e = eco.Ecosystem(
        organisations=pd.DataFrame({"organisation_id": names, "name": names}),
        referrals=pd.DataFrame(referrals),
        about=pd.DataFrame({"log_totals": ["20 referrals: at least 9 were taken on"]}),
    ).select(visibility=visibility)
    (page,) = make_journeys_page(ask_all(e, has_names=True))
    return page


def test_a_log_with_few_on_each_route_is_told_as_a_whole():
    """Ten routes with 2 each: their total is counted before, and no column of nothing is left."""
    page = make_log_page("public", [2] * 10)
    (sentence,) = page.sentences
    assert sentence == (
        "The log that was read has 20 referrals: at least 9 were taken on. Over 10 routes they are "
        "too few to tell more of each."
    )
    assert page.table.headings == ["Sent to", "*People"]
    assert page.table.caption == "Who receives people"
    assert page.table.rows[0][1] == "under 5"
    assert page.whole.caption == "Every referral route, each with under 5 people"
    assert page.whole.headings == ["From", "To", "For", "Agreement"]
    assert "in a copy for private eyes" in page.notes[-1]


def test_a_log_with_many_on_each_route_is_told_by_route_too():
    """Of each 10 it is open of 9 whether they were taken on: the whole says more."""
    page = make_log_page("public", [10, 10])
    assert page.sentences == ["The log that was read has 20 referrals: at least 9 were taken on."]
    assert page.table.rows[0][1:3] == ["10", ""]
    assert page.table.caption == "Who receives most people"
