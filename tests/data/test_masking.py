"""The copy without counts from 1 to 4, every case worked by hand."""

import numpy as np
import pandas as pd
import pytest

import ecosystem as eco
from ecosystem.disclosure import STAND_IN


def make(demand=(), areas=(), referrals=(), services=()):
    """Return an ecosystem of a and b, with these rows."""
    rows = {"demand": demand, "areas": areas, "referrals": referrals, "services": services}
    return eco.Ecosystem(
        organisations=pd.DataFrame({"organisation_id": ["a", "b"], "name": ["Ash", "Birch"]}),
        **{name: pd.DataFrame(list(given)) for name, given in rows.items() if given},
    )


def need(area, people, **more):
    return {"area_code": area, "service_type": "advice", "people": people} | more


def place(code, parent=None):
    return {"area_code": code, "name": code.title(), "parent_code": parent}


def send(sent, **parts):
    return {"from_id": "a", "to_id": "b", "sent": sent} | parts


def test_every_count_from_1_to_4_is_one_stand_in_and_no_other_number_changes():
    e = make(
        [need(code, people) for code, people in zip("pqrst", (0, 1, 4, 5, None), strict=True)],
        [place(code) for code in "pqrst"],
    )
    people = e.select(visibility="public").demand["people"].tolist()
    assert people[:4] == [0, STAND_IN, STAND_IN, 5]
    assert np.isnan(people[4])
    assert e.select(visibility="private").demand["people"].tolist()[:4] == [0, 1, 4, 5]


@pytest.mark.parametrize(
    ("row", "kept"),
    [
        # 3 of 100 were not accepted: they are the stand-in, and the others what is left.
        ({"sent": 100, "accepted": 97}, {"sent": 100, "accepted": 97.5}),
        # 5 were not, 0 were not, nobody was.
        ({"sent": 100, "accepted": 95}, {"sent": 100, "accepted": 95}),
        ({"sent": 100, "accepted": 100}, {"sent": 100, "accepted": 100}),
        # Of few it is not said how many were accepted, nor that none was: else what is known would
        # be of those alone of whom nobody was. But it may be said of many that few were.
        ({"sent": 3, "accepted": 0}, {"sent": STAND_IN}),
        ({"sent": 3, "accepted": 2}, {"sent": STAND_IN}),
        ({"sent": 6, "accepted": 2}, {"sent": 6}),
        ({"sent": 40, "accepted": 2}, {"sent": 40, "accepted": STAND_IN}),
        # 6 less the stand-in would be few themselves.
        ({"sent": 6, "accepted": 5}, {"sent": 6}),
        # 90 reached it of 92 accepted: the 2 between are hidden, both numbers are large.
        (
            {"sent": 100, "accepted": 92, "reached": 90},
            {"sent": 100, "accepted": 92, "reached": 89.5},
        ),
        # 98 is 97.5 now, so that it may be 96 to 99: 2 to 5 between, and with 95 it is 1 to 4.
        (
            {"sent": 100, "accepted": 98, "reached": 94},
            {"sent": 100, "accepted": 97.5, "reached": 94},
        ),
        ({"sent": 100, "accepted": 98, "reached": 95}, {"sent": 100, "accepted": 97.5}),
        # Of 20, 6 and 11 ended; of the other 3 the end is not recorded.
        ({"sent": 20, "got_help": 6, "ended_without_help": 11}, {"sent": 20, "got_help": 6}),
        # 3 got help: the others, 17, are the rest of 20.
        (
            {"sent": 20, "got_help": 3, "ended_without_help": 17},
            {"sent": 20, "got_help": STAND_IN, "ended_without_help": 17.5},
        ),
    ],
)
def test_a_part_that_leaves_out_few_does_not_tell_them(row, kept):
    seen = make(referrals=[send(**row)]).select(visibility="partners").referrals.iloc[0]
    columns = ["sent", "accepted", "reached", "got_help", "ended_without_help"]
    assert seen[columns].dropna().to_dict() == kept


def test_what_one_side_sent_and_the_other_accepted_are_one_link():
    """a says that it sent 100, b that it accepted 97: the 3 between stand in no row."""
    rows = [send(100, reported_by="a"), send(None, accepted=97, reported_by="b")]
    seen = make(referrals=rows).select(visibility="partners").referrals
    assert seen["sent"].dropna().tolist() == [100]
    assert seen["accepted"].dropna().tolist() == [97.5]


def test_the_low_and_high_figure_of_a_small_need_go_with_it():
    """0 to 6, often written about the middle, would tell 3; 20 to 40 about 30 may stay."""
    e = make(
        [
            need("p", 3, people_low="0", people_high="6"),
            need("q", 30, people_low=20, people_high=40),
        ],
        [place("p"), place("q")],
    )
    seen = e.select(visibility="public").demand.set_index("area_code")
    assert seen.loc["p", ["people_low", "people_high"]].isna().all()
    assert seen.loc["q", ["people", "people_low", "people_high"]].astype(float).tolist() == [
        30,
        20,
        40,
    ]


def test_a_larger_place_does_not_tell_of_the_small_one_inside_nor_does_one_around_it():
    """100 in County less 60 and 37 is 3; Region with 150 would tell County's 100."""
    areas = [place("region"), place("county", "region"), place("other", "region")]
    areas += [place(code, "county") for code in ("p", "q", "r")]
    demand = [need("region", 150), need("county", 100, period="2024"), need("other", 50)]
    demand += [need("p", 60), need("q", 37), need("r", 3)]
    demand += [need("county", 9) | {"service_type": "food"}]
    seen = make(demand, areas).select(visibility="public").demand
    people = seen.set_index(["area_code", "service_type"])["people"]
    known = people.dropna().to_dict()
    assert known == {
        ("county", "food"): 9,
        ("other", "advice"): 50,
        ("p", "advice"): 60,
        ("q", "advice"): 37,
        ("r", "advice"): STAND_IN,
    }


def test_a_place_of_the_united_kingdom_is_around_its_authorities_without_being_told():
    """Coventry lies in the West Midlands by the lookup of the Office for National Statistics."""
    areas = [place("E12000005"), place("E08000026"), place("E08000025")]
    demand = [need("E12000005", 40), need("E08000026", 4), need("E08000025", 36)]
    seen = make(demand, areas).select(visibility="public").demand.set_index("area_code")["people"]
    assert seen.dropna().to_dict() == {"E08000026": STAND_IN, "E08000025": 36}


def test_places_in_a_circle_end():
    e = make([need("p", 3), need("q", 30)], [place("p", "q"), place("q", "p")])
    people = e.select(visibility="public").demand.set_index("area_code")["people"]
    assert people["p"] == STAND_IN
    assert np.isnan(people["q"])


def test_whether_few_fill_a_service_is_not_known():
    services = [
        {"service_id": key, "name": key, "service_type": "advice", "capacity": 4, "used": used}
        for key, used in (("x", 3), ("y", 40), ("z", 0))
    ]
    used = make(services=services).select(visibility="public").services["used"]
    assert used.isna().tolist() == [True, False, False]


def test_what_was_masked_before_stays_and_says_nothing_of_halves():
    rows = [send(100, accepted=97), send(3, accepted=3, service_type="food")]
    once = make([need("p", 2)], [place("p")], rows).select(visibility="public")
    twice = once.select(visibility="public")
    assert once.problems.empty
    for name in ("demand", "referrals"):
        pd.testing.assert_frame_equal(getattr(once, name), getattr(twice, name))


@pytest.mark.parametrize(
    ("rows", "is_exact"),
    [
        ([send(100)], False),
        ([send(3)], True),
        ([send(100, accepted=97)], True),
        ([send(STAND_IN)], False),
    ],
)
def test_an_ecosystem_knows_whether_its_counts_are_exact(rows, is_exact):
    e = make(referrals=rows)
    assert e.visibility == "public"
    assert e.visibility_of_counts == ("private" if is_exact else "public")
    assert e.select(visibility="public").visibility_of_counts == "public"
    assert e.select(visibility="private").visibility_of_counts == e.visibility_of_counts


def test_bounds_of_those_accepted_hold_and_tell_of_no_few():
    """Whatever 1 to 4 were turned away or are open, the bounds shown are the same, and hold.

    Of 20 sent 12 were taken on for certain; of the other 8 some few were not, of the rest it is
    open. Of 4 sent nothing is told.
    """
    for turned_away in range(1, 5):
        high = 20 - turned_away
        rows = [send(20, accepted_low=12, accepted_high=high)]
        rows += [send(4, from_id="b", to_id="a", accepted_low=1, accepted_high=4 - turned_away % 3)]
        seen = make(referrals=rows).select(visibility="public").referrals
        assert seen["accepted_low"].dropna().to_dict() == {0: "12"}
        assert seen["accepted_high"].dropna().to_dict() == {0: "20"}
        again = make(referrals=rows).select(visibility="partners").select(visibility="public")
        assert again.referrals.equals(seen)
