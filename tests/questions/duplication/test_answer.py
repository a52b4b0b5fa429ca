import pytest
from overlapping_services import make, three_alike

import ecosystem as eco
from ecosystem.questions.duplication.answer import say_dimension


def test_a_little_less_than_one_place_a_person_is_not_called_one():
    """205 people, 100 places each: without the largest 200, which is less and said as it is."""
    e = make(three_alike(capacity=100), demand=[("east", "food", 205)])
    result = eco.find_duplication(e)
    assert (
        "300 places for 205 people, without the largest 200: backup worth keeping"
        in result.headline
    )


def test_places_of_others_are_said_where_they_change_the_picture():
    """300 places for 400 people; Dan's 200 for other people in the same place make it 500."""
    services = three_alike(capacity=100)
    services["dan"] = {"by": "dan", "in_": "east", "eligibility": "students", "capacity": 200}
    result = eco.find_duplication(make(services, demand=[("east", "food", 400)]))
    assert result.headline.endswith(
        "together 300 places for 400 people, without the largest 200, with others there 500: "
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


def test_no_organisation_is_said_to_work_where_it_does_not():
    """Ann is in both areas, Bob in the east and Cat in the west: in each, two of the three are."""
    services = three_alike()
    services["ann"]["in_"] = "east|west"
    services["cat"]["in_"] = "west"
    result = eco.find_duplication(make(services))
    assert result.clusters["is_all_in_each"].tolist() == [False]
    assert "Ann, Bob and Cat give food to the same people, two or more of them in each of " in (
        result.headline
    )


def test_a_joint_service_alone_is_no_place_where_its_organisations_overlap():
    """Ann and Bob run one together in the east and west; Cat and Dan are in the east only.

    In the west there is one service of the group: nobody else's work is done there. So the need is
    that of the east, 300 people, for whom the three have 100, 100 and half of 200 places.
    """
    services = three_alike(capacity=100)
    services["ann"] |= {"by": "ann|bob", "in_": "east|west", "capacity": 200}
    services["bob"]["by"] = "dan"
    need = [("east", "food", 300), ("west", "food", 300)]
    result = eco.find_duplication(make(services, demand=need))
    assert result.clusters["areas"].tolist() == ["East"]
    assert result.headline.startswith(
        "Ann, Bob, Dan and Cat all give food in East to the same people; "
        "together 300 places for 300 people, without the largest 200: "
    )


def test_two_are_said_to_be_where_two_services_of_two_organisations_are():
    """As before, and Eve is in the west, too: there the joint service meets hers."""
    services = three_alike()
    services["ann"] |= {"by": "ann|bob", "in_": "east|west"}
    services["bob"]["by"] = "dan"
    services["eve"] = services["cat"] | {"by": "eve", "in_": "west"}
    result = eco.find_duplication(make(services))
    assert result.clusters["areas"].tolist() == ["East|West"]
    assert "two or more of them in each of East and West" in result.headline


def test_languages_alone_do_not_tell_that_the_people_are_the_same():
    result = eco.find_duplication(make(three_alike(eligibility=None)))
    assert result.clusters["people_known_by"].tolist() == ["languages"]
    assert "all give food in East with the same languages; the need" in result.headline
    both = eco.find_duplication(make(three_alike()))
    assert both.clusters["people_known_by"].tolist() == ["eligibility|languages"]
    assert "all give food in East to the same people; the need" in both.headline


def test_small_numbers_of_people_are_not_said():
    e = make(three_alike(capacity=100), demand=[("east", "food", 3)])
    assert "under 5 people" in eco.find_duplication(e).headline
    assert "33" not in eco.find_duplication(e).headline


def test_what_completes_another_service_is_named_with_what_differs():
    services = three_alike(access="drop-in")
    services["cat"] |= {"eligibility": "women", "access": "appointment"}
    del services["bob"]
    within = ("service_type", "area", "eligibility", "languages", "access")
    assert eco.find_duplication(make(services), within=within).explain("cat") == (
        "Cat and Ann both give food but differ in whom it is for and access: "
        "they complete each other."
    )


@pytest.mark.parametrize(
    ("name", "words"),
    [("area", "place"), ("eligibility", "whom it is for"), ("opening_hours", "opening hours")],
)
def test_respects_are_said_in_words(name, words):
    assert say_dimension(name) == words
