"""Tests of what an unrelated organisation more changes for a pair: no more than the method says."""

import numpy as np
import pandas as pd
import pytest
from double_entries import OTHERS, SAME_PLACE, make
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import ecosystem as eco
from ecosystem.questions.matching.similarity import make_vectors, measure_cosines

STRANGERS = ("Zxqjv Vqzzx", "Jjxqz Qxvzj", "Vxzq Jqqx", "Xqvz Zzjqv", "Qjzx Xvvqz")
"""Names that share no run of three letters with any other here."""


def find(rows, strangers=()):
    """Return the pairs of these rows by their ids, with their odds."""
    e = make(rows, fill=OTHERS[:3])
    known = e.organisations
    e = e.replace(organisations=pd.concat([known, pd.DataFrame(strangers)], ignore_index=True))
    table = eco.find_matches(e).table
    is_old = table[["record_a", "record_b"]].isin(known["organisation_id"].tolist()).all(axis=1)
    table = table[is_old]
    ends = table[["record_a", "record_b"]].to_numpy().tolist()
    odds = table["probability"] / (1 - table["probability"])
    return table.assign(odds=odds).set_axis([" ".join(sorted(pair)) for pair in ends])


def name_strangers(count):
    return [
        {"organisation_id": f"s{at}", "name": name} for at, name in enumerate(STRANGERS[:count])
    ]


@pytest.mark.parametrize("strangers", [1, 3, 5])
def test_what_strangers_change_by_hand(strangers):
    """Two of five: one name inside the other, and one postcode.

    The odds start from 0.25 / (5 + 49). Names alike weigh 0.2 / 0.0035; the same postcode, held by
    nobody else, 0.7 / (50 · 0.02 / 50): 0.25 / 54 · 57.1 · 35 = 9.26. With k more they start from
    0.25 / (54 + k), and nothing else changes: with three the odds are 8.77, 0.898 for 0.902.
    """
    rows = [
        {"name": "Easton Community Centre", **SAME_PLACE},
        {"name": "Easton Community Centre Nursery", **SAME_PLACE},
    ]
    before, after = find(rows), find(rows, name_strangers(strangers))
    weights = 0.2 / 0.0035 * 0.7 / 0.02
    assert before.loc["r0 r1", "odds"] == pytest.approx(0.25 / 54 * weights)
    assert after.loc["r0 r1", "odds"] == pytest.approx(0.25 / (54 + strangers) * weights)
    assert before.loc["r0 r1", "decision"] == after.loc["r0 r1", "decision"] == "ask a person"


@pytest.mark.parametrize(
    ("column", "value", "share"),
    [
        ("postcode", "BS5 0AA", 1 / 2),
        ("website", "a.example", 0.5 / 1.5),
        ("area_code", "x", 5 / 6),
        ("charity_number", "1112233", 0.01 / 1.01),
    ],
)
def test_a_third_that_holds_the_same_value_makes_it_tell_less_by_hand(column, value, share):
    """Nobody else of 50 · share by chance: 1, 0.5, 5, 0.01; then one more, of 51 instead of 50."""
    rows = [{"name": name, column: value} for name in ("Oak House", "Oak House Ltd")]
    third = [{**name_strangers(1)[0], column: value}]
    before, after = (find(rows, more).loc["r0 r1", "odds"] for more in ((), third))
    name_and_start = 54 / 55 * 54 / 53
    assert after / before == pytest.approx(share * 51 / 50 * name_and_start)


ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "name": st.sampled_from(
                ["Oak House", "Oak House Ltd", "OH", "Elm Trust", "Elm Trust East", "Ümit"]
            ),
            "charity_number": st.sampled_from([None, "1112233", "1112234", "209999"]),
            "website": st.sampled_from([None, "oak.example", "https://www.oak.example/"]),
            "postcode": st.sampled_from([None, "B1 1AA", "B1 1AB"]),
            "area_code": st.sampled_from([None, "x"]),
        }
    ),
    min_size=2,
    max_size=8,
)


@st.composite
def draw_strangers(draw):
    """Return one to five organisations that share nothing with the others."""
    strangers = name_strangers(draw(st.integers(1, len(STRANGERS))))
    values = {
        "charity_number": "80{}0077",
        "company_number": "0770{}077",
        "website": "zx{}.example",
        "postcode": "ZE1 {}QX",
    }
    return [
        row | {name: text.format(at) for name, text in values.items() if draw(st.booleans())}
        for at, row in enumerate(strangers)
    ]


@settings(deadline=None, max_examples=20)
@given(ROWS, draw_strangers())
def test_strangers_change_a_pair_by_no_more_than_is_said(rows, strangers):
    """The odds fall at most by (n + 49) / (n + 49 + k), and rise at most by (1 + k / 50)^5.

    A pair is decided otherwise only if its probability passes a limit by as little.
    """
    before, after = find(rows), find(rows, strangers)
    n, k = len(rows) + 3, len(strangers)
    least, most = (n + 49) / (n + 49 + k), (1 + k / 50) ** 5
    listed = before.index.intersection(after.index)
    was, now = before.loc[listed], after.loc[listed]
    rise = now["odds"] / was["odds"]
    assert ((rise > least - 1e-9) & (rise < most + 1e-9)).all()
    assert (was[["reasons_for", "reasons_against"]] == now[["reasons_for", "reasons_against"]]).all(
        axis=None
    )
    passed = [np.searchsorted([0.5, 0.95], table["probability"]) for table in (was, now)]
    is_other = (was["decision"] != now["decision"]).to_numpy()
    assert (passed[0] != passed[1])[is_other].all()

    # A pair that is listed in one of the two only is taken to be different, and near 0.05.
    for table, by in ((before, 1 / least), (after, most)):
        alone = table.drop(listed)
        assert (alone["decision"] == "different").all()
        assert (alone["odds"] <= 0.05 / 0.95 * by + 1e-9).all()


WORDS = st.lists(st.text("abcd ", min_size=3, max_size=12).map(str.strip), min_size=2, max_size=6)


@settings(deadline=None)
@given(WORDS, st.integers(1, 5))
def test_strangers_change_how_alike_names_are_by_no_more_than_is_said(names, strangers):
    """By the square of 1 + ln((t + 50 + k) / (t + 50)), k new names beside t: one in 25 for one."""
    assume(all(names))
    more = [*names, *(name.lower() for name in STRANGERS[:strangers])]
    pairs = np.triu_indices(len(names), k=1)
    was, now = (measure_cosines(make_vectors(texts), *pairs) for texts in (names, more))
    most = (1 + np.log((len(more) + 50) / (len(names) + 50))) ** 2
    assert (now <= was * most + 1e-6).all()
    assert (now >= was / most - 1e-6).all()
