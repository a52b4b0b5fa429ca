"""What to ask next about referrals."""

from referral_logs import hand_log, make

import ecosystem as eco


def test_links_with_most_people_are_asked_first():
    """advice to law: 40 sent, accepted not said. food to law: 12, neither said; 3 to council: few.

    The first costs one cell for 40 people, the second two for 12. Of the third nobody may say that
    they are few: it counts as one weight only, and comes last.
    """
    ties = {
        "from_id": ["advice", "food", "food", "law"],
        "to_id": ["law", "law", "council", "housing"],
        "sent": [40, 12, 3, 9],
        "accepted": [None, None, 1, 9],
        "feedback": [True, None, None, False],
    }
    asked = eco.find_pathways(make(ties)).to_ask
    assert asked[["id", "column"]].to_numpy().tolist() == [
        ["advice | law", "accepted"],
        ["food | law", "accepted"],
        ["food | law", "feedback"],
        ["food | council", "feedback"],
    ]
    assert asked["people"].tolist() == [40, 40, 52, 52]
    assert asked["name"].iloc[0] == "Advice Centre to Law Clinic"


def test_of_a_log_nothing_is_asked():
    assert eco.find_pathways(make(), log=hand_log(), as_of="2024-07-01").to_ask.empty
