"""The template as a tired person fills it in, and six more ways of keeping the same: invented."""

import pandas as pd
import pytest
from sheets_by_hand import write_texts
from written_tables import write_book

import ecosystem as eco


def _dict(frame, column, *, by="name"):
    """Return what is known of a column, by the name of the row."""
    known = frame[frame[column].notna()]
    return dict(zip(known[by], known[column], strict=True))


@pytest.fixture(scope="module")
def tired(tmp_path_factory):
    """Eleven organisations, nine services, five ties and six rows of referrals.

    Capacities: approx 20 (20), 10-15 (10 to 15), ? and 2 days a week (not known), 100, 50+ (50 or
    more), 8 beds (8), 120 places (120), ~15 (15). Levels: Level 1, 2/3 (3), L1. Money: 12k, and
    5,000 a year for two together (of each not known). The tie to "all" is no organisation's.
    Referrals: approx 20, of whom 10-15 were taken on (not known); a few; lots; 30 after 6 weeks, 42
    days; 40 to two together (of each not known); and one without a number. Needs: c. 900 (900),
    under 50 (at most), 100-150 (limits), 2k (2,000).
    """
    path = tmp_path_factory.mktemp("tired") / "our-sector.xlsx"
    write_book(
        path,
        Organisations=[
            ["Name *", "Sector", "Stated role"],
            ["Pottery Gate", "Charity", None],
            ["Heath Law", "charity", "Core"],
            ["Townhelp", "VCS", None],
            ["Bright Minds CIC", "CIC", None],
            ["Inclusion Team", "NHS", None],
            ["Hearth", "vol", "yes"],
            ["Northtown City Council", "Council", "core"],
            ["Kiln College", "education", None],
            ["St Ann's", "church", None],
            ["Border Office", "gov", None],
            ["Shire Fund", "Funder", None],
        ],
        Services=[
            [
                *("Name *", "Service type *", "Organisation", "Level", "Legal aid", "Capacity"),
                *("Languages", "Access", "Accepting referrals"),
            ],
            [
                *("Tuesdays", "advice", "Pottery Gate", "Level 1", None, "approx 20"),
                *("English, Arabic + Kurdish", "Drop in", "Yes"),
            ],
            [
                *("Casework", "advice", "Heath Law", "2/3", "Y", "10-15"),
                *(None, "referral", "waiting list 3 months"),
            ],
            ["Advice", "advice", "Townhelp", "L1", "N", "?", None, "Mon-Fri", None],
            [
                *("Talking", "health", "Bright Minds CIC", None, None, "2 days a week"),
                *("Farsi/Arabic", "by appointment", None),
            ],
            ["Checks", "health", "Inclusion Team", None, None, 100, None, None, None],
            ["Food", "food", "Hearth, St Ann's", None, None, "50+", None, None, None],
            ["Hosting", "housing", "Hearth", None, None, "8 beds", None, None, None],
            [
                *("English", "ESOL", "Kiln College", None, None, "120 places"),
                *(None, None, "full until Sept"),
            ],
            ["Club", "ESOL", "St Ann's", None, None, "~15", None, None, None],
        ],
        Relationships=[
            ["From *", "To *", "Kind *", "Strength", "Amount", "Start"],
            ["Shire Fund", "Hearth", "funds", None, "\u00a312k", "April 2025"],
            ["Shire Fund", "Pottery Gate; Bright Minds CIC", "funds", None, "\u00a35,000 pa", None],
            ["Pottery Gate", "Hearth", "works with", "strong", None, None],
            ["Pottery Gate", "Northtown City Council", "meets", None, None, None],
            ["Northtown City Council", "all", "steering", None, None, None],
        ],
        Referrals=[
            ["From *", "To *", "Sent", "Accepted", "Median wait days", "Feedback"],
            ["Pottery Gate", "Heath Law", "approx 20", "10-15", None, None],
            ["Pottery Gate", "Bright Minds CIC", "a few", None, None, None],
            ["Hearth", "Pottery Gate", "lots", None, None, "sometimes"],
            ["Inclusion Team", "Bright Minds CIC", 30, 12, "6 weeks", None],
            ["Northtown City Council", "Hearth, Pottery Gate", 40, None, None, None],
            ["Kiln College", "Pottery Gate", None, None, None, None],
        ],
        Demand=[
            ["Area *", "Service type *", "People *", "Period"],
            ["Stoke-on-Trent", "advice", "c. 900", "2025"],
            ["Stafford", "advice", "<50", None],
            ["Cannock Chase", "advice", "100-150", None],
            ["Lichfield", "ESOL", "2k", None],
        ],
    )
    return eco.read(path)


def test_the_tired_template_has_its_organisations_and_what_they_are(tired):
    assert len(tired.organisations) == 11
    sectors = tired.organisations["sector"].value_counts().to_dict()
    assert sectors == {"voluntary": 5, "statutory": 3, "faith": 1, "funder": 1}
    assert _dict(tired.organisations, "stated_role") == {
        "Heath Law": "core",
        "Northtown City Council": "core",
    }


def test_the_tired_template_has_its_services(tired):
    services = tired.services
    assert _dict(services, "capacity") == {
        "Tuesdays": 20,
        "Checks": 100,
        "Hosting": 8,
        "English": 120,
        "Club": 15,
    }
    assert _dict(services, "capacity_low") == {"Casework": "10", "Food": "50"}
    assert _dict(services, "capacity_high") == {"Casework": "15"}
    assert _dict(services, "level") == {"Tuesdays": 1, "Casework": 3, "Advice": 1}
    assert _dict(services, "legal_aid") == {"Casework": True, "Advice": False}
    assert _dict(services, "access") == {"Tuesdays": "drop-in", "Talking": "appointment"}
    assert _dict(services, "accepting_referrals") == {
        "Tuesdays": "yes",
        "Casework": "waiting list",
        "English": "no",
    }


def test_the_tired_template_has_its_ties(tired):
    ties = tired.relationships.set_index(["from_id", "to_id"])
    assert ties["amount"].dropna().to_dict() == {("shire-fund", "hearth"): 12000}
    assert len(ties) == 5
    sent = tired.referrals.set_index(["from_id", "to_id"])
    assert len(sent) == 7
    assert sent["sent"].dropna().to_dict() == {
        ("pottery-gate", "heath-law"): 20,
        ("inclusion-team", "bright-minds-cic"): 30,
    }
    assert sent["accepted"].dropna().tolist() == [12]
    assert sent["median_wait_days"].dropna().tolist() == [42]
    assert sent["feedback"].isna().all()


def test_the_tired_template_has_its_needs(tired):
    needs = tired.demand.merge(tired.areas[["area_code", "name"]], on="area_code")
    assert _dict(needs, "people") == {"Stoke-on-Trent": 900, "Lichfield": 2000}
    assert _dict(needs, "people_high") == {"Stafford": "50", "Cannock Chase": "150"}
    assert _dict(needs, "people_low") == {"Cannock Chase": "100"}


def test_each_reading_of_the_tired_template_is_said_at_its_cell(tired):
    said = tired.problems.set_index(["sheet", "row", "column"])["severity"].to_dict()
    assert {
        ("Organisations", 9, "Sector"): "warning",
        ("Organisations", 7, "Stated role"): "warning",
        ("Services", 2, "Capacity"): "note",
        ("Services", 3, "Capacity"): "note",
        ("Services", 5, "Capacity"): "warning",
        ("Services", 8, "Capacity"): "warning",
        ("Services", 3, "Access"): "warning",
        ("Services", 4, "Access"): "warning",
        ("Relationships", 6, "To *"): "warning",
        ("Relationships", 4, "Strength"): "warning",
        ("Referrals", 3, "Sent"): "warning",
        ("Referrals", 2, "Accepted"): "warning",
        ("Referrals", 6, "To *"): "warning",
    }.items() <= said.items()
    assert not any("_id" in message for message in tired.problems["message"])


def _lay_out(tmp_path, **sheets):
    e = eco.read(write_texts(tmp_path / "x", **sheets))
    assert not (e.problems["severity"] == "error").any()
    return e


def test_a_list_of_the_north_east(tmp_path):
    """30ish a week is not a year's; 60-70 a year are limits; three classes are no people."""
    e = _lay_out(
        tmp_path,
        organisations="Org name,Type of organisation,Core member,Start date\n"
        "Tees Welcome,Charity (CIO),Y,since 2015\nStar Law,Solicitors,N,\n"
        "Bay College,FE college,?,\n",
        services="Service,Type of service,Provider,Number of places,How people get in,"
        "Taking referrals?,OISC level\n"
        "Drop in,advice,Tees Welcome,30ish a week,Drop in Weds 10-2,Open,L1\n"
        'Cases,law,Star Law,60-70 a year,Referral from agencies,"Full, waiting list 8 wks",2 & 3\n'
        "ESOL,ESOL,Bay College,3 classes of 12,Ring college,Enrol in Sept,n/a\n",
    )
    assert _dict(e.organisations, "stated_role") == {
        "Tees Welcome": "core",
        "Star Law": "wider network",
    }
    assert e.services["capacity"].isna().all()
    assert _dict(e.services, "capacity_high") == {"Cases": "70"}
    assert _dict(e.services, "access") == {"Drop in": "drop-in", "Cases": "agency referral"}
    assert _dict(e.services, "accepting_referrals") == {"Drop in": "yes", "Cases": "waiting list"}
    assert _dict(e.services, "level") == {"Drop in": 1, "Cases": 3}


def test_referrals_of_west_yorkshire(tmp_path):
    """40 a year are 40; "under 10" and "all" of them are no number; a month is about 30 days."""
    e = _lay_out(
        tmp_path,
        organisations="Name\nAire\nBeck\nDale\n",
        referrals="Referrer,Receiver,No. sent,Number accepted,Days waited,Feedback,Agreement\n"
        "Aire,Beck,c. 40 pa,35+,1-2 weeks,Usually,MOU\n"
        "Beck,Dale,under 10,all,same day,No,Informal\n"
        "Dale,everyone,several,,,Yes,Y\n"
        'Aire,Dale,"1,200",900ish,about a month,Y (monthly),No\n',
    )
    rows = e.referrals.set_index(["from_id", "to_id"]).astype(object)
    kept = rows[["sent", "accepted", "median_wait_days", "feedback", "agreement"]]
    assert kept.where(kept.notna(), None).T.to_dict("list") == {
        ("aire", "beck"): [40, None, None, None, True],
        ("aire", "dale"): [1200, 900, 30, True, False],
        ("beck", "dale"): [None, None, 0, False, None],
    }


def test_needs_of_south_wales(tmp_path):
    e = _lay_out(
        tmp_path,
        organisations="Name\nTaff\n",
        demand="Local authority,Service type,Number of people\nCardiff,housing,approx. 1.2k\n"
        "Newport,housing,between 300 and 400\nSwansea,housing,500+ households\n"
        "Wrexham,housing,<5\nCaerphilly,housing,not known\nBridgend,housing,nil\n",
    )
    needs = e.demand.merge(e.areas[["area_code", "name"]], on="area_code")
    assert _dict(needs, "people") == {"Cardiff": 1200, "Bridgend": 0}
    assert (_dict(needs, "people_low"), _dict(needs, "people_high")) == (
        {"Newport": "300"},
        {"Newport": "400"},
    )


def test_meetings_of_the_midlands(tmp_path):
    e = _lay_out(
        tmp_path,
        organisations="Name\nA\nB\n",
        groups="Name,Meetings per year,Hours per meeting\nForum,quarterly,2 hrs\n"
        "Steering,every 6 weeks,90 mins\nHub,Weekly,half a day\nBoard,4 a year,2-3 hours\n",
        memberships="Group,Organisation,Role,Elected\nForum,A,chairperson,no\nForum,All,member,\n"
        "Steering,B,rep,Y (2024)\n",
    )
    assert _dict(e.groups, "meetings_per_year") == {"Forum": 4, "Hub": 52, "Board": 4}
    assert _dict(e.groups, "hours_per_meeting") == {"Forum": 2, "Steering": 1.5}
    assert e.memberships["role"].tolist() == ["chair", "representative"]


def test_funders_of_london(tmp_path):
    """25,000 a year for three years stands in a row that means the whole time: asked about."""
    e = _lay_out(
        tmp_path,
        organisations="Name,Sector\nBig Fund,Funder\nA,vol\nB,CIC\n",
        relationships="From,To,Kind,Amount,Start,End,Direction\n"
        "Big Fund,A,funds,\u00a325k p.a.,April 2024,March 2027,one-way\n"
        'Big Fund,"A, B",grants,30k,,ongoing,\nA,B,partners,n/a,early 2020,to date,two way\n'
        'B,Big Fund,pays,"\u00a31,000",Summer 2024,until further notice,\n',
    )
    assert e.relationships["amount"].dropna().tolist() == [1000]
    assert e.relationships["end"].dropna().tolist() == [pd.Timestamp("2027-03-31")]
    assert e.relationships["direction"].dropna().tolist() == ["both ways", "one way"]


def test_services_of_glasgow(tmp_path):
    """What is planned or paused is not running: an empty status would say that it is."""
    e = _lay_out(
        tmp_path,
        organisations="Name,Sector\nClyde,third sector\nGovan Law,law centre\n",
        services="Name,Service type,Run by,Capacity,Legal aid,Access,Accepting referrals,Status\n"
        "Housing,housing,Clyde,12 flats,N,via council,Yes,Live\n"
        "Friends,befriending,Clyde,40 pairs,no,Self-refer,Yes - 5 spaces,active\n"
        "Law,law,Govan Law,4 new cases per week,Yes - SLAB,by appt.,Limited capacity,running\n"
        "Youth,youth,Clyde,max 25 yp,,Schools,Closed to new referrals until 2027,paused\n"
        "Pilot,advice,Govan Law,tbc,y?,tbc,not sure,planned\n",
    )
    assert e.services["capacity"].isna().all()
    assert _dict(e.services, "capacity_high") == {"Youth": "25"}
    assert _dict(e.services, "status") == {
        "Housing": "active",
        "Friends": "active",
        "Law": "active",
        "Youth": "inactive",
        "Pilot": "inactive",
    }
    assert _dict(e.services, "legal_aid") == {"Housing": False, "Friends": False, "Law": True}
    assert _dict(e.services, "accepting_referrals") == {
        "Housing": "yes",
        "Friends": "yes",
        "Law": "limited",
        "Youth": "no",
    }
