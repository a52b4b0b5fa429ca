"""The log worked by hand, and what is said of it."""

import pytest
from referral_logs import hand_log, make

import ecosystem as eco


@pytest.fixture
def hand():
    """Thirteen referrals of nine cases, looked at on 1 July 2024.

    c1 is served at once. c2 goes to the wrong door, is refused, and the food bank tries again: a
    retry. c3 is refused by the housing trust and sent straight back: a bounce. c4 goes round three
    organisations and comes back to the advice centre: a loop. c5 is refused and goes nowhere: a
    dead end. c6 has no answer after 122 days: silent. c7 has none after 30 days: still open, too
    young to judge. c8 is in hand. c9 is withdrawn: a dead end too.

    Due: all but c7, 12. Answered: all of these but c6 and c9, 10. Accepted: c1, the second of c2
    and of c3, all three of c4, c8: 7. Closed: all 12 but c6 and c8, 10.
    """
    return eco.find_pathways(make(), log=hand_log(), as_of="2024-07-01")
