"""Three tiers of meetings worked by hand."""

import pandas as pd
import pytest

import ecosystem as eco


@pytest.fixture
def three_tiers():
    """Seven organisations, four groups, three areas; the day is 30 June 2024.

    Top (Council, Alpha) meets on 10 January, 10 May and 10 September, 3 hours each. West (Alpha,
    Beta) reports to it and meets on 5 and 20 January and 12 April, 2 hours each. Local (Beta,
    Gamma) reports to West and meets on 1 February. Chat (Gamma, Zeta) is a hub; whether it meets is
    not recorded. Delta sits nowhere.

    News told at Top on 10 January: Alpha brings it to West on 20 January, 10 days on; Beta to Local
    on 1 February, 22 days on; whether Gamma brings it on to Zeta is not known; to Delta there is no
    way. Word for Top on 10 September: Beta has to give it on 12 April, 151 days before; Gamma on
    1 February, 222 days before.

    In West Alpha speaks for North, elected for November 2023 to October 2024; Beta for South since
    November 2023, whether elected and until when is not recorded. Nobody speaks for Middle, where
    Delta is based. Council and Alpha are in North, Beta and Gamma in South, Zeta is not known.

    Hours a year: Top 3 x 3 = 9, West 3 x 2 = 6, of the others not recorded. So Alpha gives 15,
    Council 9, Beta at least 6.
    """
    ids = ["council", "alpha", "beta", "gamma", "delta", "zeta", "closed"]
    return eco.Ecosystem(
        organisations=pd.DataFrame(
            {
                "organisation_id": ids,
                "name": [one.capitalize() for one in ids],
                "sector": ["statutory", *["voluntary"] * 4, None, "voluntary"],
                "area_code": ["n", "n", "s", "s", "m", None, "m"],
                "status": [None] * 6 + ["closed"],
            }
        ),
        areas=pd.DataFrame({"area_code": ["n", "s", "m"], "name": ["North", "South", "Middle"]}),
        groups=pd.DataFrame(
            {
                "group_id": ["top", "west", "local", "chat"],
                "name": ["Top", "West", "Local", "Chat"],
                "kind": ["strategic", None, None, "hub"],
                "parent_id": [None, "top", "west", None],
                "meetings_per_year": [3, None, None, None],
                "hours_per_meeting": [3, 2, None, None],
                "meeting_days": [
                    "2024-01-10|2024-05-10|2024-09-10",
                    "2024-04-12|2024-01-05|2024-01-20",
                    "2024-02-01",
                    None,
                ],
            }
        ),
        memberships=pd.DataFrame(
            [
                ("top", "council", None, None, None, None, None),
                ("top", "alpha", None, None, None, None, None),
                ("west", "alpha", "representative", "n", True, "2023-11-01", "2024-10-31"),
                ("west", "beta", "representative", "s", None, "2023-11-01", None),
                ("local", "beta", "chair", None, None, None, None),
                ("local", "gamma", None, None, None, None, None),
                ("chat", "gamma", None, None, None, None, None),
                ("chat", "zeta", None, None, None, None, None),
                ("west", "closed", "representative", "m", True, "2023-11-01", "2024-10-31"),
                ("top", "delta", None, None, None, "2020-01-01", "2023-12-31"),
            ],
            columns=[
                "group_id",
                "organisation_id",
                "role",
                "represents_area_code",
                "is_elected",
                "start",
                "end",
            ],
        ),
        about=pd.DataFrame({"snapshot_date": ["2024-06-30"]}),
    )
