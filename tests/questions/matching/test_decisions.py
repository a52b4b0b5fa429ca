import numpy as np
import pytest
from double_entries import HOUSE, SAME_PLACE, decide, make

import ecosystem as eco
from ecosystem.questions.matching.decisions import has_only_names
from ecosystem.questions.matching.linkage import Links


@pytest.mark.parametrize(
    ("first", "second", "decision", "reason"),
    [
        (
            {"name": "Harbour Rights (HRC)", "charity_number": "1119999"},
            {"name": "Harbour Rights", "charity_number": "1119999"},
            "same",
            "the same charity number 1119999",
        ),
        (
            {"name": "Borderland Ltd", "website": "https://www.borderland.example/about"},
            {"name": "Borderland", "website": "borderland.example"},
            "same",
            "the same website",
        ),
        (
            {"name": "The Meadow Project", **SAME_PLACE},
            {"name": "Meadow Project CIC", "postcode": "bs50aa"},
            "same",
            "the same postcode",
        ),
        (
            {"name": "Somali Resource Centre", "charity_number": "1112233"},
            {"name": "Somali Resource Centre", "charity_number": "1121233"},
            "ask a person",
            "differ by one slip",
        ),
        (
            {"name": "Somali Resource Centre", "charity_number": "1112233", **SAME_PLACE},
            {"name": "Somali Resource Centre", "charity_number": "1198765", **SAME_PLACE},
            "ask a person",
            "one may have registered anew",
        ),
        (
            {"name": "Eastgate Women", "charity_number": "1112233"},
            {"name": "Rainbow Trust", "charity_number": "1112233"},
            "ask a person",
            "the names differ",
        ),
        (
            {"name": "Ashley Community Housing"},
            {"name": "ACH"},
            "ask a person",
            "nothing but the names can be compared",
        ),
        (
            {"name": "British Red Cross"},
            {"name": "The British Red Cross Society"},
            "ask a person",
            "one name is inside the other",
        ),
    ],
)
def test_pairs_are_judged_by_number_name_website_and_place(first, second, decision, reason):
    pair = decide(first, second)
    assert pair["decision"] == decision
    assert reason in f"{pair['reasons_for']}; {pair['reasons_against']}"


NUMBER = {"charity_number": "279057"}


@pytest.mark.parametrize(
    ("first", "second", "decision", "reason"),
    [
        (
            {"name": "Citizens Advice Bristol", **NUMBER, **SAME_PLACE},
            {"name": "Citizens Advice Bath", **NUMBER, "postcode": "BA1 1AA"},
            "ask a person",
            "the names differ in bath and bristol",
        ),
        (
            {"name": "North Bristol Advice", **SAME_PLACE},
            {"name": "South Bristol Advice", **SAME_PLACE},
            "ask a person",
            "the names differ in north and south",
        ),
        (
            {"name": "Stage 2 Housing", **NUMBER},
            {"name": "Stage 3 Housing", **NUMBER},
            "ask a person",
            "the names differ in 2 and 3",
        ),
        (
            {"name": "Refugee Action Bristol Centre", **NUMBER},
            {"name": "Refugee Action Bristol Center", **NUMBER},
            "same",
            "the same name but for one letter",
        ),
        (
            {"name": "Refugee Action Bristol Centre", "website": "a.example", **SAME_PLACE},
            {"name": "Refugee Action Bristol Center", "website": "a.example", **SAME_PLACE},
            "ask a person",
            "the same name but for one letter",
        ),
        (
            {"name": "Citizens Advice Barton", **NUMBER},
            {"name": "Citizens Advice Marton", **NUMBER},
            "ask a person",
            "the names differ in barton and marton",
        ),
        (
            {"name": "Oak House", **NUMBER},
            {"name": "Oak House Extraordinary Neighbourhood Partnership Programme", **NUMBER},
            "ask a person",
            "one name is inside the other",
        ),
        (
            {"name": "ECC", "website": "a.example", **SAME_PLACE},
            {"name": "Wren Cooks", "other_names": "ECC", "website": "a.example", **SAME_PLACE},
            "ask a person",
            "the same other name or short form",
        ),
        (
            {"name": "Ashley Community Housing", **NUMBER},
            {"name": "ACH", **NUMBER},
            "same",
            "one name is the initials of the other",
        ),
        (
            {"name": "Eritrean Choir Company (ECC)", **SAME_PLACE},
            {"name": "Elm Community Cooks (ECC)", **SAME_PLACE},
            "ask a person",
            "another name has the same initials",
        ),
        (
            {"name": "Oak House", "other_names": "Former Grants Body", **SAME_PLACE},
            {"name": "Yew Tree Hub", "other_names": "Former Grants Body", **SAME_PLACE},
            "ask a person",
            "the same other name",
        ),
        (
            {"name": "Oak House", **SAME_PLACE},
            {"name": "Oak House Charitable Incorporated Organisation", **SAME_PLACE},
            "same",
            "the same name",
        ),
        (
            {"name": "Somali Resource Centre", "charity_number": "1112233"},
            {"name": "Somali Resource Centre", "charity_number": "1198765"},
            "ask a person",
            "one may have registered anew",
        ),
        (
            {"name": "Oak House", "charity_number": "1112233", "website": "a.example"},
            {"name": "Oak House", "charity_number": "1198765", "website": "b.example"},
            "different",
            "another website",
        ),
        (
            {"name": "Oak House", **SAME_PLACE},
            {"name": "Oak House", "postcode": "LS1 1AA"},
            "ask a person",
            "another postcode",
        ),
        (
            {"name": "Oak House", "area_code": "x"},
            {"name": "Oak House", "area_code": "x"},
            "ask a person",
            "nothing but the names and the area can be compared",
        ),
    ],
)
def test_a_name_that_may_be_a_branch_or_a_neighbour_is_a_persons_to_decide(
    first, second, decision, reason
):
    pair = decide(first, second)
    assert pair["decision"] == decision
    assert reason in f"{pair['reasons_for']}; {pair['reasons_against']}"


def test_copies_with_nothing_but_a_name_are_asked_about():
    result = eco.find_matches(make([{"name": "Harbour Rights"}] * 3))
    assert list(result.table["decision"]) == ["ask a person"] * 3
    assert result.explain(1).startswith("Harbour Rights (r0) and Harbour Rights (r1) may be the")


def test_a_shared_address_alone_never_makes_two_one():
    """Six organisations in one house, and one row twice: only the row twice is listed as one."""
    names = ("Eastside Boxing", "Somali Women", "Choir of Hope", "Debt Line", "Toy Library")
    rows = [{"name": name, **SAME_PLACE, "area_code": None} for name in names]
    rows += [{"name": "Debt Line Ltd", **SAME_PLACE}]
    result = eco.find_matches(make(rows))
    named = {frozenset(pair) for pair in result.table[["name_a", "name_b"]].to_numpy().tolist()}
    joined = result.table["decision"] != "different"
    assert result.table.loc[joined, "name_a"].tolist() == ["Debt Line"]
    assert frozenset({"Debt Line", "Debt Line Ltd"}) in named


@pytest.mark.parametrize(
    ("first", "second", "decision"),
    [
        ("Eastside Boxing Club", "Somali Women", None),
        ("Eastside Boxing Club", "Eastside Choir", "different"),
        ("Easton Community Centre", "Easton Community Kitchen", "different"),
        ("Easton Community Centre", "Easton Community Centre Nursery", "ask a person"),
        ("Easton Community Centre", "Easton Community Centre Ltd", "same"),
    ],
)
def test_one_address_and_telephone_need_a_name_to_go_with_them(first, second, decision):
    pair = decide({"name": first, **HOUSE}, {"name": second, **HOUSE})
    assert (None if pair is None else pair["decision"]) == decision


def test_numbers_come_before_names():
    """The same names: one number says it is one, another or a slip in it asks a person.

    An organisation that became a charitable company has a new charity number and the company's.
    """
    name = {"name": "Somali Resource Centre", **HOUSE}
    old = name | {"charity_number": "1112233"}
    assert decide(old, name | {"charity_number": "1112233-0"})["decision"] == "same"
    slip = decide(old, name | {"charity_number": "1112323"})
    assert slip["decision"] == "ask a person"
    assert slip["probability"] > 0.95
    assert "1112233 and 1112323 differ by one slip" in slip["reasons_for"]
    anew = decide(
        old | {"company_number": "5110000"},
        name | {"charity_number": "1198765", "company_number": "05110000"},
    )
    assert anew["decision"] == "ask a person"
    assert "the same company number 05110000" in anew["reasons_for"]
    assert "may have registered anew" in anew["reasons_against"]


def test_pairs_of_which_at_most_the_area_is_known_have_only_names():
    """Columns: name, charity number, company number, website, postcode, area."""
    levels = np.array([[3, -1, -1, -1, -1, -1], [3, -1, -1, -1, -1, 0], [3, -1, -1, -1, 0, -1]])
    links = Links(
        a=np.zeros(3, dtype=int),
        b=np.array([1, 2, 3]),
        levels=levels,
        evidence=np.zeros((3, 6)),
        probability=np.zeros(3),
    )
    assert has_only_names(links).tolist() == [True, True, False]


@pytest.mark.parametrize("place", [{}, SAME_PLACE])
@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Oak Tree Welcome Ltd t/a Harbour Rights", "Harbour Rights"),
        ("Oak Tree Welcome trading as Harbour Rights", "Harbour Rights Ltd"),
        ("Harbour Rights (formerly Yew Tree Hub)", "Yew Tree Hub"),
        ("Harbour Rights (t/a Yew Tree Hub)", "Yew Tree Hub"),
        ("Harbour Rights, formerly Yew Tree Hub", "Yew Tree Hub"),
        ("Harbour Rights formerly Yew Tree Hub", "Yew Tree Hub"),
        ("Harbour Rights formerly known as Yew Tree Hub", "Yew Tree Hub"),
    ],
)
def test_a_name_told_within_another_is_a_persons_to_decide(first, second, place):
    """Registers write so; the second may be the first, or one that had its name before."""
    for pair in ((first, second), (second, first)):
        row = decide(*({"name": name, **place} for name in pair))
        assert row["decision"] == "ask a person"
        assert "the same other name" in row["reasons_for"]


def test_a_number_makes_a_name_told_within_another_no_surer():
    first = {"name": "Oak Tree Welcome t/a Harbour Rights", **NUMBER, **SAME_PLACE}
    row = decide(first, {"name": "Harbour Rights", **NUMBER, **SAME_PLACE})
    assert row["decision"] == "ask a person"


def test_formerly_in_the_middle_of_a_name_may_be_a_word_of_it():
    """Homes for Formerly Homeless People is one name, and the same as itself."""
    row = {"name": "Homes for Formerly Homeless People", **NUMBER, **SAME_PLACE}
    assert decide(row, row)["decision"] == "same"


@pytest.mark.parametrize("column", ["charity_number", "company_number"])
@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Oak House", "Oak House Ltd"),
        ("Ashley Community Housing", "ACH"),
        ("British Red Cross", "The British Red Cross Society"),
        ("Oak Tree Welcome t/a Harbour Rights", "Harbour Rights"),
    ],
)
def test_no_number_settles_a_pair_whatever_it_says(first, second, column):
    """Names alone ask a person; numbers off by one slip still do. So nothing is in `to_ask`."""
    for numbers in ((None, None), ("1112233", "1112234")):
        pair = decide({"name": first, column: numbers[0]}, {"name": second, column: numbers[1]})
        assert pair["decision"] == "ask a person"


@pytest.mark.parametrize("website", ["a.example", "b.example"])
@pytest.mark.parametrize("postcode", ["BS5 0AA", "LS1 1AA"])
def test_website_and_postcode_together_settle_two_of_one_name(website, postcode):
    """One of the two in common makes them the same, none makes them different."""
    first = {"name": "Oak House", "website": "a.example", "postcode": "BS5 0AA"}
    second = {"name": "Oak House Ltd", "website": website, "postcode": postcode}
    is_same = website == "a.example" or postcode == "BS5 0AA"
    assert decide(first, second)["decision"] == ("same" if is_same else "different")
