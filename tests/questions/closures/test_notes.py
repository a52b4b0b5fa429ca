"""Tests of the notes on closures: what is not known, and what is taken for granted."""

import numpy as np
import pandas as pd
from markets import find, make, plain

from ecosystem.questions.closures.notes import name_assumed


def test_a_service_that_reaches_no_known_need_is_named():
    """Ash reaches area 1; that Oak reaches any area is not recorded, and it has no base."""
    e = make({"1": 10}, plain(("ash", 10, ["1"]), ("oak", 10, [])))
    assert (
        "1 service not counted, as no area with a known need is known to be reached: S1."
        in find(e).notes
    )


def test_what_is_taken_for_granted_is_said_of_services_that_count():
    """Two services count: one is shared, takes no referrals now and says not for whom; of the other
    nobody is known to run it. The third, which is shared too, does not count.
    """
    services = pd.DataFrame(
        {"eligibility": [None, "women", None], "accepting_referrals": ["no", "yes", "no"]}
    )
    runs = [frozenset({0, 1}), frozenset(), frozenset({0, 1})]
    assert name_assumed(services, runs, np.array([True, True, False])) == [
        (
            "1 service is run by several organisations: if one closes, the others are taken to "
            "keep all its places."
        ),
        "1 service without a known organisation stay open.",
        "Whom 1 service may take is not recorded: they are taken to be for anyone.",
        (
            "1 service not accepting referrals now: they are taken to be full wherever enough "
            "people need them."
        ),
    ]
