"""Tests of the notes on closures: what is not known, and what is taken for granted."""

import numpy as np
import pandas as pd
from markets import find, make, plain

from ecosystem.questions.closures.notes import name_assumed


def test_a_service_that_reaches_no_known_need_is_named():
    """Ash reaches area 1; that Oak reaches any area is not recorded, and it has no base."""
    e = make({"1": 10}, plain(("ash", 10, ["1"]), ("oak", 10, [])))
    assert (
        "1 service is not counted, as no area with a known need is known to be reached: S1."
        in find(e).notes
    )


def test_a_service_known_by_the_base_of_its_organisation_is_counted_there_and_said():
    """Neither says where it works; Ash is based in area 1, where ten people are in need."""
    e = make({"1": 10}, plain(("ash", 10, ["1"]), ("oak", 5, [])))
    organisations = e.organisations.assign(area_code=[None, "1"])
    notes = find(e.replace(organisations=organisations)).notes
    assert (
        "1 service with neither a site nor a catchment is taken to be where the organisation is "
        "based." in notes
    )


def test_what_is_taken_for_granted_is_said_of_services_that_count():
    """Two services count: one is shared, takes no referrals now and says not for whom; of the other
    nobody is known to run it, nor where it reaches. The third, shared too, does not count.
    """
    services = pd.DataFrame(
        {
            "eligibility": [None, "women", None],
            "languages": "English",
            "accepting_referrals": ["no", "yes", "no"],
        }
    )
    runs = [frozenset({0, 1}), frozenset(), frozenset({0, 1})]
    is_counted, is_unplaced = np.array([True, True, False]), np.array([False, True, True])
    nowhere = np.zeros(3, dtype=bool)
    assert name_assumed(services, runs, is_counted, is_unplaced, nowhere) == [
        (
            "1 service is run by several organisations: if one closes, the others are taken to "
            "keep all its places."
        ),
        "1 service without a known organisation is taken to stay open.",
        (
            "Which areas 1 service may reach is not recorded: the area of whoever runs it is "
            "taken; the lowest number takes it to be any."
        ),
        (
            "Not on record of 1 service: whom it is for, in which languages it is given, or if "
            "people are taken now. A number by what is recorded takes that to be no bar; for "
            "the highest number nobody moves there."
        ),
        (
            "1 service is not accepting referrals now: whoever is there keeps their place, but "
            "nobody is moved there."
        ),
    ]


def test_a_service_that_reaches_more_than_could_be_read_is_said_to():
    """Two services count, both from anywhere: of one a part of its areas was read, of one none."""
    services = pd.DataFrame(
        {"eligibility": "women", "languages": "English", "accepting_referrals": ["yes", "yes"]}
    )
    runs = [frozenset({0}), frozenset({0})]
    both = np.array([True, True])
    assert name_assumed(services, runs, both, both, np.array([True, False])) == [
        (
            "Which further areas 1 service may reach is not recorded: the areas that are recorded "
            "are taken; the lowest number takes it to be any."
        ),
        (
            "Which areas 1 service may reach is not recorded: the area of whoever runs it is "
            "taken; the lowest number takes it to be any."
        ),
    ]
