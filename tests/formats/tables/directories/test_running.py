"""Whether services run: read where a directory says it, and nowhere else."""

import pytest
from directories import find_said, list_reached, list_services, read_directory


def list_running(e):
    """Return name, type and what is recorded of running of each service that has any."""
    rows = e.services[["name", "status", "start", "end"]].astype(object)
    rows = rows.where(rows.notna(), None)
    return [
        (name, status, *(day and str(day.date()) for day in (start, end)))
        for name, status, start, end in rows.itertuples(index=False, name=None)
        if status or start or end
    ]


def test_a_day_or_month_that_is_closed_closes_no_service(tmp_path):
    """Closed on Wednesdays, closed in July: both run, and neither is by appointment."""
    e = read_directory(
        tmp_path,
        [
            ["Organisation", "Service", "Tue", "Wed", "Thu", "Jul"],
            ["Ash", "Food bank", "9-5", "Closed", "by appt", "closed"],
            ["Elm", "Housing", None, "9-5", None, "30"],
        ],
    )
    assert list_running(e) == []
    assert list_services(e, "access") == [
        ("Ash", "Food bank", "food", None),
        ("Elm", "Housing", "housing", None),
    ]


@pytest.mark.parametrize("heading", ["Waiting list", "Referrals", "Capacity status"])
def test_a_list_that_is_closed_takes_nobody_and_the_service_goes_on(tmp_path, heading):
    """Of two services one takes nobody; none is closed."""
    e = read_directory(
        tmp_path,
        [
            ["Organisation", "Service", heading],
            ["Ash", "Food bank", "Closed"],
            ["Elm", "Housing", None],
        ],
    )
    assert list_running(e) == []
    assert list_services(e, "accepting_referrals") == [
        ("Ash", "Food bank", "food", "no"),
        ("Elm", "Housing", "housing", None),
    ]


def test_a_column_of_status_is_read_and_what_is_no_word_for_it_is_asked_about(tmp_path):
    """Five cells: one runs, three do not, of one it is not clear, and that is said."""
    e = read_directory(
        tmp_path,
        [
            ["Organisation", "Service", "Status"],
            ["Ash", "Food bank", "Live"],
            ["Elm", "Housing", "Ended"],
            ["Fir", "ESOL", "Planned"],
            ["Oak", "Clothing", "On hold"],
            ["Yew", "Counselling", "?"],
        ],
    )
    assert list_running(e) == [
        ("Housing", "closed", None, None),
        ("ESOL", "inactive", None, None),
        ("Clothing", "inactive", None, None),
    ]
    assert "'?'" in find_said(e, "so that it counts as running")["message"]


def test_a_status_of_the_organisation_in_other_words_is_none_of_its_services(tmp_path):
    """Two charities and a company: whether anything runs is not said."""
    e = read_directory(
        tmp_path,
        [
            ["Organisation", "Service", "Status"],
            ["Ash", "Food bank", "Registered charity"],
            ["Elm", "Housing", "Company"],
        ],
    )
    assert list_running(e) == []
    assert not any("counts as running" in said for said in e.problems["message"])


def test_first_and_last_days_are_read(tmp_path):
    """A service from 2019 to 31 March 2021; one from 2023 without an end; one not known."""
    e = read_directory(
        tmp_path,
        [
            ["Organisation", "Service", "Start date", "End date"],
            ["Ash", "Food bank", "13/04/2019", "31/03/2021"],
            ["Elm", "Housing", "2023", "ongoing"],
            ["Fir", "ESOL", "rolling", None],
        ],
    )
    assert list_running(e) == [
        ("Food bank", None, "2019-04-13", "2021-03-31"),
        ("Housing", None, "2023-01-01", None),
    ]
    assert "'rolling'" in find_said(e, "first days without a day")["message"]


def test_what_ended_in_one_place_goes_on_in_another(tmp_path):
    """Who does what where: Bradford until March 2023, Leeds still; Oldham from 2030."""
    e = read_directory(
        tmp_path,
        [
            ["Who", "What", "Where", "When"],
            ["Ash", "Legal advice", "Leeds", "Ongoing"],
            ["Ash", "Legal advice", "Bradford", "Until March 2023"],
            ["Elm", "ESOL", "Oldham", "Planned Sept 2030"],
        ],
    )
    assert list_running(e) == [
        ("Legal advice (until March 2023)", None, None, "2023-03-31"),
        ("ESOL", None, "2030-09-01", None),
    ]
    reached = e.catchments.merge(e.services).merge(e.areas, on="area_code")
    assert list(zip(reached["name_x"], reached["name_y"], strict=True)) == [
        ("Legal advice", "Leeds"),
        ("Legal advice (until March 2023)", "Bradford"),
        ("ESOL", "Oldham"),
    ]


def test_a_further_place_of_a_service_that_ended_ended_too(tmp_path):
    """The line below is of the same service: both places are without it."""
    e = read_directory(
        tmp_path,
        [
            ["Organisation", "Service", "Area", "Status"],
            ["Ash", "Food bank", "Leeds", "Ended"],
            [None, None, "Bradford", None],
            ["Elm", "Housing", "Leeds", "Live"],
        ],
    )
    assert list_running(e) == [("Food bank", "closed", None, None)]
    assert len(e.catchments) == 3


def test_a_section_of_what_there_was_is_closed(tmp_path):
    """Below a place stands one, and the section does not go on as that place."""
    e = read_directory(
        tmp_path,
        [
            ["Organisation", "Service", "Languages", "Notes"],
            ["LEEDS", None, None, None],
            ["Ash", "Food bank", "Arabic", "ask for tea"],
            ["Fir", "Clothing", "Dari", "closed 2022"],
            ["NO LONGER RUNNING", None, None, None],
            ["Elm", "Housing", "Farsi", "was good"],
            ["BRADFORD", None, None, None],
            ["Oak", "ESOL", "Farsi", "new"],
        ],
    )
    assert list_running(e) == [
        ("Housing", "closed", None, None),
        ("Clothing", "closed", None, None),
    ]
    assert list_reached(e, "ESOL") == ["Bradford"]
