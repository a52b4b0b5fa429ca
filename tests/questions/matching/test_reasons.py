from double_entries import SAME_PLACE, decide, make

import ecosystem as eco


def test_an_address_joins_no_two_names_however_likely_the_two_are_one():
    """A slip in a number makes them likely: 40 times as likely as without."""
    rows = [
        {"name": "Debt Line", "charity_number": "1112233", **SAME_PLACE},
        {"name": "Choir", "charity_number": "1112234", **SAME_PLACE},
    ]
    pair = eco.find_matches(make(rows, fill=()), ask_from=0.2).table.loc[1]
    assert pair["probability"] > 0.2
    assert pair["decision"] == "different"
    assert "a shared address does not make two names one" in pair["reasons_against"]


def test_reasons_are_given_field_by_field_names_first():
    first = {
        "name": "Oak House Trust",
        "charity_number": "1112233",
        "website": "a.example",
        **SAME_PLACE,
    }
    second = {"name": "Oak House Fund", "charity_number": "1112234", "website": "b.example"}
    pair = decide(first, second | SAME_PLACE)
    assert pair["reasons_for"] == (
        "names partly alike; charity numbers 1112234 and 1112233 differ by one slip; "
        "the same postcode"
    )
    assert pair["reasons_against"] == "the names differ in fund and trust; another website"


NUMBER = {"charity_number": "1112233"}


def test_no_more_than_four_words_are_named_as_differing():
    first = {"name": "Alder Birch Elm House Sanctuary Association", **SAME_PLACE, **NUMBER}
    pair = decide(first, {**first, "name": "Cedar Fir Gorse Elm House Sanctuary Association"})
    assert "the names differ in alder, birch, cedar, fir and 1 more" in pair["reasons_against"]
