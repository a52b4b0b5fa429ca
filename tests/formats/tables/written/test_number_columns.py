"""Columns of numbers in sheets filled in by hand: what is read, what is kept, and what is said."""

import pandas as pd
import pytest
from sheets_by_hand import ORGANISATIONS, say_of, write_texts

import ecosystem as eco


def _services(tmp_path, heading, *cells):
    rows = "".join(f'S{row},food,"{cell}"\n' for row, cell in enumerate(cells, 1))
    text = f"Name,Service type,{heading}\n{rows}"
    return write_texts(tmp_path / "x", organisations=ORGANISATIONS, services=text)


def test_capacities_are_said_once_a_kind_in_the_heading_of_the_file(tmp_path):
    path = _services(tmp_path, "Places per year", "approx 20", "~15", "2k", "120 places", "30")
    e = eco.read(path)
    assert e.services["capacity"].tolist() == [20, 15, 2000, 120, 30]
    found = e.problems[e.problems["column"] == "Places per year"]
    assert found[["severity", "row", "value", "message"]].to_numpy().tolist() == [
        [
            "note",
            2,
            "approx 20",
            (
                "3 cells under 'Places per year' not in plain digits, read so: 'approx 20' as 20, "
                "'~15' as 15 and '2k' as 2,000."
            ),
        ],
        [
            "note",
            5,
            "120 places",
            "1 cell under 'Places per year' with a unit, read so: '120 places' as 120.",
        ],
    ]


def test_limits_of_capacity_are_kept_and_the_number_is_not_known(tmp_path):
    e = eco.read(_services(tmp_path, "Capacity", "10-15", "50+", "up to 8", "20"))
    assert e.services["capacity"].isna().tolist() == [True, True, True, False]
    assert e.services["capacity_low"].fillna("").tolist() == ["10", "50", "", ""]
    assert e.services["capacity_high"].fillna("").tolist() == ["15", "", "8", ""]
    assert say_of(e, "Capacity").startswith(
        "3 cells under 'Capacity' with limits, between which the number itself is not known: "
        "'10-15' as 10 to 15, '50+' as 50 or more and 'up to 8' as 8 at most."
    )
    assert "no answer uses" not in " ".join(e.problems["message"])


def test_no_answer_takes_a_limit_for_the_number(tmp_path):
    """100 people in need and one service of 50+, or 10-15, places: what share is met is not known.

    Were 50 taken for the number, half would be met; were 15, 85 people would be without.
    """
    for capacity in ("50+", "10-15"):
        path = write_texts(
            tmp_path / capacity,
            organisations=ORGANISATIONS,
            services=f"Name,Service type,Areas reached,Places\nS,food,Stoke-on-Trent,{capacity}\n",
            demand="Area,Service type,People\nStoke-on-Trent,food,100\n",
        )
        gaps = eco.find_gaps(eco.read(path), "food").table.loc["E06000021"]
        assert gaps[["provision", "coverage", "deficit"]].isna().all()
        assert not gaps["is_gap"]


def test_a_figure_that_somebody_wrote_as_low_stays(tmp_path):
    text = "Name,Service type,Capacity,Capacity low\nS,food,10-15,12\n"
    e = eco.read(write_texts(tmp_path / "x", organisations=ORGANISATIONS, services=text))
    assert e.services.loc[0, ["capacity_low", "capacity_high"]].tolist() == ["12", "15"]


def test_needs_have_limits_too_and_small_ones_say_only_that_they_are_few(tmp_path):
    rows = ["Stoke-on-Trent,c. 900", "Stafford,<50", "Cannock Chase,100-150", "Lichfield,under 5"]
    text = "Area,Service type,People\n" + "".join(
        f"{area},food,{people}\n" for area, people in (row.split(",") for row in rows)
    )
    e = eco.read(write_texts(tmp_path / "x", organisations=ORGANISATIONS, demand=text))
    demand = e.demand.set_index("area_code")
    assert demand.loc["E06000021", "people"] == 900
    assert demand["people"].notna().sum() == 1
    assert demand["people_high"].dropna().to_dict() == {"E07000197": "50", "E07000192": "150"}
    assert demand["people_low"].dropna().to_dict() == {"E07000192": "100"}
    assert "only a limit" in say_of(e, "People")


def test_people_sent_have_no_columns_for_limits(tmp_path):
    text = "From,To,Sent,Accepted,Median wait days\nACH,Bristol City Council,lots,10-15,6 weeks\n"
    e = eco.read(write_texts(tmp_path / "x", organisations=ORGANISATIONS, referrals=text))
    referral = e.referrals.iloc[0]
    assert pd.isna(referral["sent"])
    assert pd.isna(referral["accepted"])
    assert referral["median_wait_days"] == 42
    assert "with limits only, read as not known: '10-15'." in say_of(e, "Accepted")
    assert "without a number, read as not known: 'lots'." in say_of(e, "Sent")
    severities = e.problems.set_index("column")["severity"]
    assert severities[["Sent", "Accepted", "Median wait days"]].tolist() == [
        "warning",
        "warning",
        "note",
    ]


def test_beds_and_months_are_judgements_and_families_are_asked_about(tmp_path):
    e = eco.read(_services(tmp_path, "Capacity", "8 beds", "30 families", "2 days a week"))
    assert e.services["capacity"].dropna().tolist() == [8]
    words = say_of(e, "Capacity")
    assert "with beds, read as so many people: '8 beds' as 8." in words
    assert (
        "2 cells under 'Capacity' that may count something else, read as not known: '30 families' "
        "and '2 days a week'. Write how many people can be seen in a year"
    ) in words
    assert set(e.problems.query("column == 'Capacity'")["severity"]) == {"warning"}


def test_money_a_year_is_not_the_money_of_a_time_that_is_given(tmp_path):
    """5,000 a year from 2023 to 2026 is not 5,000 for the whole time, which is then meant."""
    text = (
        "From,To,Kind,Amount,Start,End\n"
        'ACH,Bristol City Council,funds,"\u00a35,000 pa",,\n'
        '"Refugee Action, Bristol",ACH,funds,"\u00a35,000 pa",2023,2026\n'
        '"Refugee Action, Bristol",Bristol City Council,funds,\u00a312k,2023,2026\n'
    )
    e = eco.read(write_texts(tmp_path / "x", organisations=ORGANISATIONS, relationships=text))
    amounts = e.relationships.set_index(["from_id", "to_id"])["amount"].to_dict()
    assert amounts["ach", "bristol-city-council"] == 5000
    assert pd.isna(amounts["refugee-action-bristol", "ach"])
    assert amounts["refugee-action-bristol", "bristol-city-council"] == 12000


def test_none_is_asked_about_and_nought_is_nought(tmp_path):
    e = eco.read(_services(tmp_path, "Capacity", "none", "nil", "0"))
    assert e.services["capacity"].isna().tolist() == [True, False, False]
    assert "Write 0 if it is nobody." in say_of(e, "Capacity")


@pytest.mark.parametrize("cells", [("Bristol", "Bath"), ("lots", "by the river")])
def test_a_column_of_places_is_not_taken_for_numbers(tmp_path, cells):
    e = eco.read(_services(tmp_path, "Places", *cells))
    assert e.services["Places"].tolist() == list(cells)
    assert e.services["capacity"].isna().all()


def test_frames_in_memory_are_read_strictly():
    organisations = pd.DataFrame({"organisation_id": ["a"], "name": ["A"]})
    services = pd.DataFrame(
        {"service_id": ["s"], "name": ["S"], "service_type": ["x"], "capacity": ["approx 20"]}
    )
    with pytest.raises(eco.DataError, match="'approx 20' is not a number"):
        eco.Ecosystem(organisations=organisations, services=services)


def test_numbers_between_semicolons_have_commas_for_decimals(tmp_path):
    """1,500 people are no person and a half; 1,500 hours are an hour and a half; 51,5 is 51.5."""
    (tmp_path / "x").mkdir()
    for name, text in {
        "organisations": "Name;Latitude;Longitude\nACH;51,5;-0,128\n",
        "services": "Name;Service type;Capacity\nS;food;1,500\nT;food;2.350\n",
        "groups": "Name;Hours per meeting\nForum;1,500\n",
    }.items():
        (tmp_path / "x" / f"{name}.csv").write_text(text, encoding="utf-8")
    e = eco.read(tmp_path / "x")
    assert e.organisations.loc[0, ["latitude", "longitude"]].tolist() == [51.5, -0.128]
    assert e.services["capacity"].tolist() == [1500, 2350]
    assert e.groups.loc[0, "hours_per_meeting"] == 1.5
    assert "'1,500' was read as 1.500" in say_of(e, "Hours per meeting")
    assert "'1,500' was read as 1500" in say_of(e, "Capacity")


def test_none_of_referrals_is_nobody_sent(tmp_path):
    """An empty number of people sent says that some are: "none" does not, and is no tie."""
    (tmp_path / "referrals.csv").write_text(
        "Referring organisation,Receiving organisation,How many referrals\n"
        "Ash,Birch,lots\nBirch,Ash,none\n"
    )
    e = eco.read(tmp_path / "referrals.csv")
    assert e.referrals.set_index("from_id")["sent"].fillna(-1).to_dict() == {"ash": -1, "birch": 0}
