"""What remarks say of getting help is read where it is clear, and never where it is denied."""

import pytest

from ecosystem.formats.tables.directories.intake_words import (
    read_accepting,
    read_access,
    read_languages,
    read_status,
)


@pytest.mark.parametrize(
    ("remark", "ways"),
    [
        ("by appointment", {"appointment"}),
        ("Mon-Fri 9-5, appointment only", {"appointment"}),
        ("drop in on Tuesdays", {"drop-in"}),
        ("Drop-in Tues & Thurs 10am-2pm", {"drop-in"}),
        ("just turn up", {"drop-in"}),
        ("Referral from GP or any agency", {"agency referral"}),
        ("by referral only", {"agency referral"}),
        ("Self-referral welcome", {"self-referral"}),
        ("self-referral or agency referral", {"self-referral", "agency referral"}),
        ("online only", {"remote only"}),
        ("24 hr", set()),
        ("no appointment needed", set()),
        ("no referral needed", set()),
        ("drop in centre", set()),
        ("always busy", set()),
        ("see website", set()),
    ],
)
def test_ways_in(remark, ways):
    assert read_access(remark) == ways


@pytest.mark.parametrize(
    ("remark", "taken"),
    [
        ("full until Sept", "no"),
        ("ESOL classes full until Sept", "no"),
        ("Currently full - reopens May", "no"),
        ("closed to new referrals", "no"),
        ("not taking referrals at the moment", "no"),
        ("no capacity until June", "no"),
        ("waiting list closed", "no"),
        ("waiting list approx 3 months", "waiting list"),
        ("full, waiting list open", "waiting list"),
        ("3 month wait", "waiting list"),
        ("limited places", "limited"),
        ("accepting referrals", "yes"),
        ("no waiting list", ""),
        ("not full", ""),
        ("often full", ""),
        ("no longer full", ""),
        ("full time staff", ""),
        ("paid in full", ""),
        ("closed on Mondays", ""),
        ("awaiting funding", ""),
    ],
)
def test_whether_people_are_taken(remark, taken):
    assert read_accepting(remark) == taken


@pytest.mark.parametrize(
    ("cell", "languages"),
    [
        ("Arabic, Kurdish (Sorani)", "Arabic, Kurdish (Sorani)"),
        ("English only", "English"),
        ("Tigrinya/Amharic speakers", "Tigrinya/Amharic"),
        ("", ""),
        ("English + interpreters", None),
        ("Language line", None),
        ("Arabic, Farsi and others", None),
        ("various", None),
        ("12 languages", None),
    ],
)
def test_languages_are_complete_or_not_known(cell, languages):
    assert read_languages(cell) == languages


@pytest.mark.parametrize(
    ("remark", "status"),
    [
        *(("closed 2022", "closed"), ("closed March 2022", "closed"), ("ended 2023", "closed")),
        *(("project ended March 2024", "closed"), ("disbanded", "closed")),
        *(("funding ended 2023", ""), ("course finished", ""), ("term ended 2023", "")),
        ("closed over Christmas", ""),
    ],
)
def test_an_end_is_read_where_a_year_tells_that_it_is_of_the_whole(remark, status):
    assert read_status(remark) == status
