"""One network of ties, every answer of which is worked by hand."""

import pandas as pd
import pytest

import ecosystem as eco


@pytest.fixture
def comfort():
    """Four voluntary organisations (a to d), a council (s), one of no known sector (x), one alone.

    Ties, both ways: a-b, a-c, b-c, c-d, d-s, a-x. Of the six, the sectors of both ends are known
    of five: four within (a-b, a-c, b-c, c-d), one beyond (d-s).

    Voluntary: I = 4, E = 1, (1 - 4) / 5 = -0.6; with a-x within (1 - 5) / 6 = -2/3, beyond
    (2 - 4) / 6 = -1/3. Statutory: I = 0, E = 1, index 1.

    By chance the one council is any of the five: its ties go beyond, 2, 2, 3, 2 or 1 of them, so
    the index is (2E - 5) / 5 = -0.2, -0.2, 0.2, -0.2 or -0.6, on average -0.2; one way in five is
    as low as -0.6.

    c stands between a and d and between b and d: two pairs. d between c and s: one. a between x and
    b, x and c: two pairs, of which the sectors are not known. Without c-d two parts: a, b, c, x and
    d, s.

    "Steering group" seats a, c, s, and x as an observer; food is run by a and s, advice by nobody
    who is recorded.
    """
    ties = ["ab", "ac", "bc", "cd", "ds", "ax"]
    return eco.Ecosystem(
        organisations=pd.DataFrame(
            {
                "organisation_id": list("abcdsxz"),
                "name": ["Ash", "Birch", "Cedar", "Dogwood", "Council", "Xanthe", "Zelkova"],
                "sector": [*["voluntary"] * 4, "statutory", None, "faith"],
                "area_code": [*["E08000025"] * 3, "E08000026", "E08000026", None, None],
            }
        ),
        relationships=pd.DataFrame(
            {"from_id": [tie[0] for tie in ties], "to_id": [tie[1] for tie in ties]}
        ).assign(kind="works with", direction="both ways"),
        services=pd.DataFrame(
            {
                "service_id": ["f1", "f2", "v"],
                "name": ["Bank", "Parcels", "Advice"],
                "service_type": ["food", "food", "advice"],
            }
        ),
        providers=pd.DataFrame({"service_id": ["f1", "f2"], "organisation_id": ["a", "s"]}),
        areas=pd.DataFrame(
            {"area_code": ["E08000025", "E08000026"], "name": ["Birmingham", "Coventry"]}
        ),
        groups=pd.DataFrame({"group_id": ["g"], "name": ["Steering group"], "kind": ["steering"]}),
        memberships=pd.DataFrame(
            {
                "group_id": "g",
                "organisation_id": ["a", "c", "s", "x"],
                "role": ["chair", "member", None, "observer"],
            }
        ),
    )
