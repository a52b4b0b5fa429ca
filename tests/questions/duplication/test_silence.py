"""What to ask next about services that overlap."""

import pytest
from overlapping_services import make

import ecosystem as eco

ALIKE = {
    "service_type": "immigration advice",
    "capacity": 200,
    "in_": "east",
    "eligibility": "refugees",
    "languages": "Arabic",
    "level": 2,
    "legal_aid": "no",
    "accepting_referrals": "yes",
}


def ask(first, second):
    """Two services of 200 places each for 100 people, alike but for what is given."""
    services = {"ann": ALIKE | {"by": "ann"} | first, "bob": ALIKE | {"by": "bob"} | second}
    need = [("east", "immigration advice", 100)]
    return eco.find_duplication(make(services, demand=need))


@pytest.mark.parametrize("column", ["eligibility", "level", "legal_aid", "accepting_referrals"])
def test_a_cell_that_keeps_duplication_open_is_asked_for(column):
    """It hangs on one cell of bob's; filled as ann's is, both are possible duplication."""
    before = ask({}, {column: None})
    assert "possible duplication" not in set(before.clusters["reading"])
    asked = before.to_ask
    assert asked[["id", "column", "organisations"]].to_numpy().tolist() == [["bob", column, 2]]
    after = ask({}, {})
    assert after.clusters["reading"].tolist() == ["possible duplication"]
    assert after.to_ask.empty


def test_all_cells_of_a_service_are_asked_in_one_go():
    """Nothing is settled before the last of ann's and bob's cells is known."""
    asked = ask({"capacity": None, "languages": None}, {"eligibility": None}).to_ask
    assert asked[["id", "column"]].to_numpy().tolist() == [
        ["ann", "languages"],
        ["ann", "capacity"],
        ["bob", "eligibility"],
    ]
    assert asked["organisations"].tolist() == [0, 0, 2]


def test_a_column_of_ones_own_is_asked_for_in_its_own_words():
    services = {
        "ann": ALIKE | {"by": "ann", "opening": "monday"},
        "bob": ALIKE | {"by": "bob", "opening": None},
    }
    need = [("east", "immigration advice", 100)]
    e = make(services, demand=need)
    within = ("service_type", "area", "eligibility", "languages", "opening")
    assert str(eco.find_duplication(e, within=within)).endswith(
        "Ask Bob what its opening is: that settles it for 2 organisations."
    )


def test_where_the_need_is_short_nothing_is_asked():
    services = {"ann": ALIKE | {"by": "ann"}, "bob": ALIKE | {"by": "bob", "level": None}}
    e = make(services, demand=[("east", "immigration advice", 9000)])
    assert eco.find_duplication(e).to_ask.empty
