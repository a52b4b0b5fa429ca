"""Who speaks for whom, by the case worked by hand in `conftest.three_tiers`."""

import pandas as pd
import pytest

import ecosystem as eco


@pytest.fixture
def result(three_tiers):
    return eco.find_representation(three_tiers)


def test_every_area_says_who_speaks_for_it_and_who_has_no_voice(result):
    table = result.table.loc[["n", "s", "m"]]
    assert table["status"].tolist() == ["elected", "election not recorded", "nobody on record"]
    assert table["is_term_known"].tolist() == [True, False, False]
    assert table["representatives"].tolist() == [1, 1, 0]
    assert table["elected"].tolist() == [1, 0, 0]
    assert table["organisations"].tolist() == [2, 2, 1]
    assert table["unrepresented"].tolist() == [0, 0, 1]
    assert table["spoken_for_by"].tolist() == ["Alpha", "Beta", ""]
    assert result.headline == (
        "3 areas have organisations: 1 has a voice on record that was elected; 1 has one of "
        "whom it is not recorded whether there was an election; nobody on "
        "record speaks for Middle "
        "(1 organisation)."
    )
    assert " | ".join(result.explain(area) for area in ("n", "s", "m")) == (
        "Alpha speaks for North: elected; 2 organisations are based there. | Beta speaks for "
        "South: whether there was an election is not recorded; whether the term still runs is not "
        "recorded; 2 organisations are based there. | Nobody on record speaks for Middle; 1 "
        "organisation is based there, which sits in no group."
    )


def test_news_goes_down_and_up_by_the_days_of_the_meetings(result):
    spread = result.spread.loc[["council", "alpha", "beta", "gamma", "zeta", "delta"]]
    hears, unknown, no_way = "hears", "not known", "no way on record"
    assert spread["status"].tolist() == [hears, hears, hears, hears, unknown, no_way]
    assert spread["days"].tolist() == [0, 0, 10, 22, pd.NA, pd.NA]
    assert spread["days_low"].tolist() == [0, 0, 10, 22, 22, pd.NA]
    assert spread["days_high"].tolist() == [0, 0, 10, 22, pd.NA, pd.NA]
    assert spread["meetings"].tolist() == [0, 0, 1, 2, 3, pd.NA]
    assert spread["brought_by"].dropna().tolist() == ["alpha", "beta", "gamma"]
    assert spread["heard_in"].tolist()[:5] == ["Top", "Top", "West", "Local", "Chat"]
    assert spread["up_days"].tolist() == [0, 0, 151, 222, pd.NA, pd.NA]
    assert "closed" not in result.spread.index
    assert result.settings["begins_in"] == "top"
    assert result.settings["told_on"] == "2024-01-10"


def test_the_only_conduits_are_named_with_those_behind_them(result):
    """Without Alpha Beta, Gamma and Zeta have no way, without Beta the last two, and so on.

    By the recorded days Zeta hears in no case, so that Alpha keeps two from hearing in time.
    """
    conduits = result.conduits
    assert conduits.index.tolist() == ["alpha", "beta", "gamma"]
    assert conduits["unreached_without"].tolist() == [3, 2, 1]
    assert conduits["too_late_without"].tolist() == [2, 1, 0]
    assert conduits["extra_days"].tolist() == [0, 0, 0]


def test_groups_stand_in_tiers_with_those_who_sit_above_too(result):
    groups = result.groups.loc[["top", "chat", "west", "local"]]
    assert groups["tier"].tolist() == [1, 1, 2, 3]
    assert groups["members_above"].tolist() == [pd.NA, pd.NA, 1, 1]
    assert groups["meetings_a_year"].tolist()[:1] == [3]
    assert groups.loc["west", "meetings_a_year"] == 3
    assert groups["hears"].tolist() == ["hears", "not known", "hears", "hears"]


def test_hours_are_counted_once_an_organisation_as_far_as_they_are_recorded(result):
    load = result.load
    assert load.loc[["alpha", "council", "beta", "gamma"], "hours"].tolist() == [15, 9, 6, 0]
    assert load.loc[["alpha", "council", "beta", "gamma"], "groups_not_known"].tolist() == [
        *[0, 0, 1],
        2,
    ]
    by_sector = result.load_by_sector
    assert by_sector["hours"].to_dict() == {"voluntary": 21, "statutory": 9, "not known": 0}
    assert by_sector.loc["voluntary", "share"] == pytest.approx(0.7)


def test_the_findings_say_what_the_frames_hold(result):
    assert " | ".join(result.findings) == (
        "Of 6 organisations, 2 sit in Top; through meetings on record its news reaches 2 more, "
        "half of them within 10 days; of 1 it is not known, as not every group says whether it "
        "meets; to 1 no meeting on record leads. | Without Alpha 3 organisations have no way "
        "on record to hear of it; 2 more are the only way to somebody. | Upwards, word takes up to "
        "222 days to come to the last recorded meeting of Top; for half of the 2 whose "
        "meeting days are recorded at most 151 days. | 1 organisation has no voice on record: "
        "nobody speaks for its area, and it sits in no group. | The 3 organisations with most "
        "hours on record give at least 30 hours a year to meetings together; Alpha most, with 15 "
        "hours. | Chat has 2 of 6 organisations as members (33%), and 1 more sits in a group with "
        "one; by what is recorded it misses 3."
    )


def test_what_is_asked_next_is_what_is_not_recorded(result):
    asked = set(zip(result.to_ask["table"], result.to_ask["column"], strict=True))
    assert asked == {
        ("memberships", "is_elected"),
        ("memberships", "end"),
        ("groups", "meetings_per_year"),
    }
    assert result.to_ask.iloc[-1][["areas", "organisations"]].tolist() == [1, 1]
    assert "Ask Chat how often it meets" in repr(result) or "ask Chat how often" in repr(result)


def test_a_term_without_an_end_ends_after_the_years_that_are_given(three_tiers):
    """Beta's term began on 1 November 2023: with one year it runs on 30 June 2024, with half a
    year it ended on 30 April."""
    year = eco.find_representation(three_tiers, term_years=1).table.loc["s"]
    assert (year["status"], year["is_term_known"]) == ("election not recorded", True)
    half = eco.find_representation(three_tiers, term_years=0.5)
    assert half.table.loc["s", "status"] == "term over"
    assert half.table.loc["s", "unrepresented"] == 0  # both sit in Local
    assert "the term is over of whoever spoke for South (2 organisations)" in half.headline
    assert half.explain("s") == (
        "The term of whoever spoke for South is over; 2 organisations are based there."
    )
    assert "1 term is over: Beta for South." in half.findings


def test_news_may_begin_elsewhere_and_later(three_tiers):
    """From Local on 1 February: Beta takes it to West on 12 April, 71 days on, Alpha from there to
    Top on 10 May, 99 days on."""
    found = eco.find_representation(three_tiers, begins_in="local", start="2024-01-15")
    assert found.settings["told_on"] == "2024-02-01"
    assert found.spread.loc[["alpha", "council"], "days"].tolist() == [71, 99]


def test_days_count_from_the_day_given_where_the_group_has_none(three_tiers):
    """Chat has no day: told on 25 January, Gamma tells Local on 1 February, 7 days on."""
    found = eco.find_representation(three_tiers, begins_in="chat", start="2024-01-25")
    assert found.spread.loc["beta", "days"] == 7
    assert found.spread["up_days_high"].isna().all()
    undated = eco.find_representation(three_tiers, begins_in="chat").spread
    assert undated["days_high"].isna().all()
    # Local meets once a year and West three times: 365 days at the most, and 365 / 3 more.
    assert undated.loc[["beta", "alpha"], "days_if_even"].tolist() == [365, 487]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"begins_in": "tap"}, "begins_in 'tap' is not the id of a group. Did you mean 'top'?"),
        ({"start": "soon"}, "start 'soon' is not a day. Give one as 2024-03-05."),
        ({"term_years": 0}, "term_years 0 is not above 0. Give the years of a term, as 1."),
    ],
)
def test_wrong_options_are_refused(three_tiers, options, words):
    with pytest.raises(ValueError, match="^" + words.replace("?", r"\?")):
        eco.find_representation(three_tiers, **options)


def test_without_groups_nothing_is_said(tiny):
    found = eco.find_representation(tiny)
    assert found.headline == "It is not on record where organisations are based."
    assert (found.table["status"] == "not known").all()
    assert found.findings == ()
    assert found.spread.empty
    assert found.conduits.empty
    based = tiny.replace(organisations=tiny.organisations.assign(area_code="north"))
    found = eco.find_representation(based)
    assert found.headline == "It is not on record who speaks for Northtown."
    assert found.explain("north").startswith("Who speaks for Northtown is not known; 5 ")
    assert found.table.loc["north", "unrepresented"] is pd.NA


def test_a_larger_place_counts_where_nothing_smaller_is_recorded(three_tiers):
    """All are based in Region, which holds the three areas and is spoken for by nobody."""
    regional = three_tiers.replace(
        organisations=three_tiers.organisations.assign(area_code="r"),
        areas=pd.DataFrame(
            {
                "area_code": ["n", "s", "m", "r"],
                "name": ["North", "South", "Middle", "Region"],
                "parent_code": ["r", "r", "r", None],
            }
        ),
    )
    found = eco.find_representation(regional)
    assert found.headline.endswith("nobody on record speaks for Region (6 organisations).")
    # Only Delta sits in no group.
    assert found.table.loc["r", "unrepresented"] == 1
