"""How a strategic partnership and its voluntary sector came to speak with one another.

The sample `yorkshire`: a strategic group that meets three times a year, sub-regional groups below
it, multi-agency meetings in some areas, and representatives elected by their peers for a year.
Organisations are invented; how often the upper groups meet and what a role asks is the story's own.
"""

from pathlib import Path

import pandas as pd
import pytest

import ecosystem as eco

SAMPLE = Path(__file__).parents[2] / "data" / "sample" / "yorkshire"
SEATS = pd.read_csv(SAMPLE / "memberships.csv")
ROTHERHAM = "E08000018"
ALLIANCE, CHURCH = "don-side-minorities-alliance", "clifton-lane-church-kitchen"


@pytest.fixture(scope="module")
def yorkshire():
    return eco.read_sample("yorkshire")


@pytest.fixture(scope="module")
def open_groups(yorkshire):
    """As they read it who sit in the sub-regional groups: those are confidential to all others."""
    return yorkshire.replace(groups=yorkshire.groups.assign(is_confidential=None))


@pytest.fixture(scope="module")
def voices(open_groups):
    return eco.find_representation(open_groups, term_years=1)


def on_day(e, day):
    return e.replace(about=e.about.assign(snapshot_date=day))


def test_before_nobody_knew_how_anyone_came_to_speak_for_an_area(yorkshire):
    """The nine seats as they were, none with an election on record: an area each, of the twelve
    where organisations are based.
    """
    seats = yorkshire.memberships.assign(is_elected=None)
    result = eco.find_representation(yorkshire.replace(memberships=seats))
    assert result.headline == (
        "12 areas have organisations: none has a voice on record that was elected; 9 have one of "
        "whom it is not recorded whether there was an election; nobody on record speaks for York "
        "(2 organisations), Calderdale (1) and Doncaster (1)."
    )


def test_in_the_first_year_each_area_that_voted_has_one_elected_voice(voices):
    """Seven voted; one was appointed without a vote, and of one it is not recorded."""
    speaks = SEATS[SEATS["represents_area_code"].notna()]
    counts = speaks["is_elected"].fillna("").value_counts()
    assert counts.to_dict() == {"yes": 7, "no": 1, "": 1}
    assert voices.headline.startswith(
        "12 areas have organisations: 7 have a voice on record that was elected; 1 has one that "
        "was not elected; 1 has one of whom it is not recorded whether there was an election; "
        "nobody on record speaks for York (2 organisations)"
    )
    assert voices.explain(ROTHERHAM).startswith(
        "Don Side Minorities Alliance speaks for Rotherham: elected; 2 organisations are based "
        "there"
    )
    assert not voices.table["is_shared"].any()


def test_after_one_year_the_process_is_repeated(open_groups):
    """Terms of a year from 1 October 2023 are over on 1 October 2024, all nine."""
    result = eco.find_representation(on_day(open_groups, "2024-10-01"), term_years=1)
    assert (result.table["status"] == "term over").sum() == 9
    assert any(one.startswith("9 terms are over: ") for one in result.findings)
    # Where nobody told how long a term is, that it is over is not said.
    untold = eco.find_representation(on_day(open_groups, "2024-10-01"))
    assert untold.explain(ROTHERHAM).startswith(
        "Don Side Minorities Alliance speaks for Rotherham: elected; whether the term still runs "
        "is not recorded"
    )


def test_news_is_cascaded_from_the_strategic_group_and_back(voices):
    """Six sit at the top. Whoever speaks for an area hears in the sub-regional group, 365 / 8 days
    on at the most, 46; Rotherham's meeting is 365 / 6 later, 46 + 61 = 107, and that of Kirklees
    365 / 4, 137. Whether Bradford's meeting meets is not recorded: its other two may hear or not.
    York's two, Calderdale's and Doncaster's sit nowhere.
    """
    assert voices.findings[0] == (
        "Of 27 organisations, 6 sit in Strategic Migration Group; through meetings on record its "
        "news reaches 15 more, within 137 days at the most if each group's meetings are spread "
        "evenly; of 2 it is not known, as not every group says whether it meets; to 4 no meeting "
        "on record leads."
    )
    assert voices.spread.loc[[ALLIANCE, CHURCH], "days_if_even"].tolist() == [46, 107]
    assert voices.spread.loc[CHURCH, "brought_by_name"] == "Don Side Minorities Alliance"
    assert voices.spread.loc["wool-exchange-advice", "status"] == "not known"
    # Of those who carry news to an area each is the only one: two hang on Leeds' and Bradford's.
    assert sorted(voices.conduits["unreached_without"]) == [1, 1, 1, 1, 2, 2]
    tiers = voices.groups["tier"]
    assert tiers[["smg", "days"]].tolist() == [1, 1]
    assert tiers[["bradford", "rotherham"]].tolist() == [3, 3]


def test_word_goes_up_in_time_for_the_next_meeting(yorkshire):
    """The Strategic Migration Group meets on 1 February, 1 June and 1 October, South Yorkshire on
    10 January and 20 September, Rotherham on 5 and 15 September. Rotherham's church has to speak on
    the 15th to be heard at the top on 1 October: 16 days before.
    """
    days = {
        "smg": "2021-02-01|2021-06-01|2021-10-01",
        "south": "2021-01-10|2021-09-20",
        "rotherham": "2021-09-05|2021-09-15",
    }
    groups = yorkshire.groups
    e = yorkshire.replace(groups=groups.assign(meeting_days=groups["group_id"].map(days)))
    spread = eco.find_representation(e, begins_in="smg").spread
    assert spread.loc[ALLIANCE, "up_days_high"] == 11
    assert spread.loc[CHURCH, "up_days_high"] == 16


def test_the_time_that_a_role_takes_is_said_as_far_as_it_is_recorded(voices):
    """Of 8 meetings a year and of Rotherham's the hours are not recorded; of two engagement days
    they are, 6 each. In Leeds 6 meetings of 2 hours come to them: 24.
    """
    assert voices.load.loc[ALLIANCE, ["hours", "groups_not_known"]].tolist() == [12, 2]
    assert voices.load.loc["aire-bridge-refugee-centre", "hours"] == 24
    assert voices.findings[-1].startswith("The 5 organisations with most hours on record give at")


def test_meetings_that_are_not_public_count_and_are_not_shown(yorkshire, tmp_path):
    voices = eco.find_representation(yorkshire, term_years=1)
    assert voices.table.loc[ROTHERHAM, "status"] == "elected"
    assert voices.spread.loc[CHURCH, "status"] == "hears"
    assert "sub-regional group" not in repr(voices) + str(voices.to_dict())
    public = eco.find_representation(yorkshire.select(visibility="public"), begins_in="smg")
    assert public.table.loc[ROTHERHAM, "status"] == "not known"
    assert public.spread.loc[CHURCH, "status"] == "no way on record"
    assert any("hold no confidential group" in note for note in public.notes)
    with pytest.raises(ValueError, match="rests on private rows"):
        eco.write_result(voices, tmp_path / "answer.csv")
