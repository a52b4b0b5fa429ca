"""What is asked for: in words, and as a test of rows."""

import numpy as np
import pandas as pd
import pytest
from row_of_towns import make

from ecosystem.access import check_question, is_of_type, name_left_out, name_service


@pytest.mark.parametrize(
    ("level", "legal_aid", "words"),
    [
        (None, None, "advice"),
        (2, None, "advice at level 2 or above"),
        (3, None, "advice at level 3"),
        (1, True, "advice at level 1 or above with legal aid"),
        (None, False, "advice without legal aid"),
    ],
)
def test_a_service_is_named_as_it_was_asked_for(level, legal_aid, words):
    assert name_service("advice", level=level, legal_aid=legal_aid) == words


def test_case_is_ignored():
    rows = pd.DataFrame({"service_type": ["Advice", "ADVICE", "advice line", "food"]})
    assert is_of_type(rows, "aDvice").tolist() == [True, True, False, False]
    assert is_of_type(rows.iloc[:0], "advice").tolist() == []


def test_a_type_is_known_from_services_or_from_demand():
    options = {"level": None, "within_km": None}
    check_question(make(services=[("s", {})]), "Advice", **options)
    check_question(make(demand=[("A", 5)]), "ADVICE", **options)
    with pytest.raises(ValueError, match=r"^service_type 'food' is not in this data. Choose one"):
        check_question(make(demand=[("A", 5)]), "food", **options)
    with pytest.raises(ValueError, match=r"Choose one of \[\]"):
        check_question(make(), "advice", **options)


@pytest.mark.parametrize(
    "option",
    [
        {"level": 0},
        {"within_km": np.inf},
        {"within_km": np.nan},
        {"within_km": 20_039},
    ],
)
def test_an_option_that_is_none_is_refused_by_its_name(option):
    options = {"level": None, "within_km": None} | option
    with pytest.raises(ValueError, match=f"^{next(iter(option))} "):
        check_question(make(services=[("s", {})]), "advice", **options)


def test_five_are_named_and_the_rest_are_counted():
    names = pd.DataFrame({"name": list("ABCDEFG")})
    assert name_left_out(names, "no recorded level") == [
        "7 services not counted, with no recorded level: A, B, C, D, E and 2 more."
    ]
    assert name_left_out(names.iloc[:1], "no level") == ["1 service not counted, with no level: A."]
    assert name_left_out(names.iloc[:0], "no level") == []
