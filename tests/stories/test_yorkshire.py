"""How a strategic partnership and its voluntary sector came to speak with one another.

The story is that of Yorkshire's: a strategic group that meets three times a year, sub-regional
groups below it, multi-agency meetings in each area, and representatives elected by their peers for
a year. Organisations are invented; how often groups meet and what a role asks is the story's own.
"""

import pandas as pd
import pytest

import ecosystem as eco

GROUPS = pd.DataFrame(
    [
        ("smg", "Strategic Migration Group", "strategic", None, 3, None),
        ("west", "West Yorkshire group", "sub-regional", "smg", 8, None),
        ("south", "South Yorkshire and Humber group", "sub-regional", "smg", 8, None),
        ("bradford", "Bradford multi-agency meeting", "multi-agency", "west", None, None),
        ("rotherham", "Rotherham multi-agency meeting", "multi-agency", "south", 6, None),
        ("days", "Engagement days", "engagement", None, 2, 6),
    ],
    columns=["group_id", "name", "kind", "parent_id", "meetings_per_year", "hours_per_meeting"],
)
"""Three tiers, as they stand in the story. "The reps are expected to attend 8 meetings a year" and
"to come to 2 VCS engagement days"; how often each area meets it does not say for all."""

SEATS = [
    ("smg", "migration", None),
    ("smg", "home-office", None),
    ("west", "migration", None),
    ("south", "migration", None),
    ("west", "women", "bradford"),
    ("south", "alliance", "rotherham"),
    ("bradford", "women", None),
    ("bradford", "advice", None),
    ("rotherham", "alliance", None),
    ("rotherham", "church", None),
    ("days", "women", None),
    ("days", "alliance", None),
]


def make(*, day, start="2020-09-01", end=None, is_elected=True):
    """Return the partnership on a day; of whoever speaks for an area the term and the election."""
    rows = pd.DataFrame(SEATS, columns=["group_id", "organisation_id", "represents_area_code"])
    speaks = rows["represents_area_code"].notna()
    return eco.Ecosystem(
        organisations=pd.DataFrame(
            [
                ("migration", "Migration Partnership", "statutory", None),
                ("home-office", "Home Office", "statutory", None),
                ("women", "Women's Survivors Service", "voluntary", "bradford"),
                ("advice", "Bradford Advice", "voluntary", "bradford"),
                ("alliance", "Minority Alliance", "voluntary", "rotherham"),
                ("church", "Rotherham Church Kitchen", "faith", "rotherham"),
                ("minster", "Minster Welcome", "voluntary", "york"),
            ],
            columns=["organisation_id", "name", "sector", "area_code"],
        ),
        areas=pd.DataFrame(
            {
                "area_code": ["bradford", "rotherham", "york"],
                "name": ["Bradford", "Rotherham", "York"],
            }
        ),
        groups=GROUPS,
        memberships=rows.assign(
            role=speaks.map({True: "representative", False: "member"}),
            is_elected=[is_elected if one else None for one in speaks],
            start=[start if one else None for one in speaks],
            end=[end if one else None for one in speaks],
        ),
        about=pd.DataFrame({"snapshot_date": [day]}),
    )


def test_before_nobody_knew_how_anyone_came_to_speak_for_an_area():
    """ "There was no formal way of appointing people. Representation could be quite random." """
    result = eco.find_representation(make(day="2020-06-30", start="2019-01-01", is_elected=None))
    assert result.headline == (
        "0 of 3 areas with organisations have an elected representative on record; 2 have one of "
        "whom it is not recorded whether there was an election; nobody on record speaks for York "
        "(1 organisation)."
    )


def test_in_the_first_year_each_area_that_voted_has_one_elected_voice():
    """ "We wanted a rep from the VCS in each local authority area who has been elected by their
    peers", "even if only one person stood", and "the roles can't be shared"."""
    result = eco.find_representation(make(day="2021-06-30"), term_years=1)
    assert result.headline == (
        "2 of 3 areas with organisations have an elected representative on record; nobody on "
        "record speaks for York (1 organisation)."
    )
    assert result.explain("rotherham") == (
        "Minority Alliance speaks for Rotherham: elected; 2 organisations are based there."
    )
    assert not result.table["is_shared"].any()


def test_after_one_year_the_process_is_repeated():
    """ "After one year, we are now repeating the process." """
    result = eco.find_representation(make(day="2021-10-01"), term_years=1)
    assert (result.table.loc[["bradford", "rotherham"], "status"] == "term over").all()
    assert (
        "2 terms are over: Women's Survivors Service for Bradford and Minority Alliance for "
        "Rotherham." in result.findings
    )
    # Where nobody told how long a term is, that it is over is not said.
    untold = eco.find_representation(make(day="2021-10-01"))
    assert untold.explain("rotherham").startswith(
        "Minority Alliance speaks for Rotherham: elected; whether the term still runs is not "
        "recorded"
    )


def test_news_is_cascaded_from_the_strategic_group_and_back():
    """ "Act as a conduit for gathering and disseminating information between the different levels."

    The partnership's own team sits at the top and in both sub-regional groups, and the
    representatives there and in the area. Whether Bradford's meeting meets is not recorded.
    """
    result = eco.find_representation(make(day="2021-06-30"), term_years=1)
    assert result.findings[0] == (
        "Of 7 organisations, 2 sit in Strategic Migration Group; through meetings on record its "
        "news reaches 3 more, within 107 days at the most if each group's meetings are spread "
        "evenly; of 1 it is not known, as not every group says whether it meets; to 1 no meeting "
        "on record leads."
    )
    # 365 / 8 days to the sub-regional group, and 365 / 6 more to Rotherham's: 46 + 61.
    assert result.spread["days_if_even"].loc[["alliance", "church"]].tolist() == [46, 107]
    assert result.spread.loc["church", "brought_by_name"] == "Minority Alliance"
    assert result.spread.loc["advice", "status"] == "not known"
    assert result.conduits["unreached_without"].to_dict() == {
        "migration": 4,
        "alliance": 1,
        "women": 1,
    }
    assert result.groups["tier"].to_dict() == {
        **dict.fromkeys(("smg", "days"), 1),
        **dict.fromkeys(("west", "south"), 2),
        **dict.fromkeys(("bradford", "rotherham"), 3),
    }


def test_word_goes_up_in_time_for_the_next_meeting():
    """ "Communication in both directions has been strong."

    The Strategic Migration Group meets on 1 February, 1 June and 1 October, South Yorkshire on 10
    January and 20 September, Rotherham on 5 and 15 September. Rotherham's church has to speak on
    the 15th to be heard at the top on 1 October: 16 days before.
    """
    e = make(day="2021-06-30")
    days = {
        "smg": "2021-02-01|2021-06-01|2021-10-01",
        "south": "2021-01-10|2021-09-20",
        "rotherham": "2021-09-05|2021-09-15",
    }
    groups = e.groups
    e = e.replace(groups=groups.assign(meeting_days=groups["group_id"].map(days)))
    spread = eco.find_representation(e, begins_in="smg").spread
    assert spread.loc["alliance", "up_days_high"] == 11
    assert spread.loc["church", "up_days_high"] == 16


def test_the_time_that_a_role_takes_is_said_as_far_as_it_is_recorded():
    """ "Some have found the role to be time heavy": of 8 meetings a year the hours are not known,
    of two engagement days they are, 6 hours each."""
    result = eco.find_representation(make(day="2021-06-30"))
    assert result.load.loc["alliance", ["hours", "groups_not_known"]].tolist() == [12, 2]
    assert (
        "The 2 organisations with most hours on record give at least 24 hours a year to meetings "
        "together; Minority Alliance most, with 12 hours." in result.findings
    )


def test_meetings_that_are_not_public_count_and_are_not_shown():
    """ "Sub-regional meetings are not public meetings." """
    e = make(day="2021-06-30")
    e = e.replace(groups=e.groups.assign(is_confidential=e.groups["kind"] == "sub-regional"))
    own = eco.find_representation(e, term_years=1)
    assert own.table.loc["rotherham", "status"] == "elected"
    assert own.spread.loc["church", "status"] == "hears"
    assert "Yorkshire" not in repr(own) + str(own.to_dict())
    public = eco.find_representation(e.select(visibility="public"), begins_in="smg")
    assert public.table.loc["rotherham", "status"] == "not known"
    assert public.spread.loc["church", "status"] == "no way on record"
    assert any("hold no confidential group" in note for note in public.notes)
    with pytest.raises(ValueError, match="rests on private rows"):
        eco.write_result(own, "answer.csv")
