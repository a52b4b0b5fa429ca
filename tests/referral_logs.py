"""Builders for the tests of pathways: five organisations, a log and a referrals table by hand."""

import pandas as pd

import ecosystem as eco

NAMES = {
    "advice": "Advice Centre",
    "council": "Council",
    "food": "Food Bank",
    "housing": "Housing Trust",
    "law": "Law Clinic",
}


COLUMNS = ["case", "from", "to", "sent", "status", "responded", "closed"]


HAND = [
    ("c1", "food", "advice", "2024-01-01", "completed", "2024-01-03", "2024-02-01"),
    ("c2", "food", "housing", "2024-01-05", "rejected", "2024-01-06", "2024-01-06"),
    ("c2", "food", "advice", "2024-01-08", "completed", "2024-01-10", "2024-02-10"),
    ("c3", "food", "housing", "2024-01-10", "rejected", "2024-01-11", "2024-01-11"),
    ("c3", "housing", "food", "2024-01-12", "completed", "2024-01-15", "2024-01-20"),
    ("c4", "advice", "housing", "2024-02-01", "failed", "2024-02-02", "2024-02-04"),
    ("c4", "housing", "law", "2024-02-05", "failed", "2024-02-07", "2024-02-09"),
    ("c4", "law", "advice", "2024-02-10", "completed", "2024-02-14", "2024-03-01"),
    ("c5", "food", "housing", "2024-02-15", "rejected", "2024-02-16", "2024-02-16"),
    ("c6", "advice", "housing", "2024-03-01", "requested", None, None),
    ("c7", "food", "law", "2024-06-01", "requested", None, None),
    ("c8", "food", "advice", "2024-03-10", "in-progress", "2024-03-12", None),
    ("c9", "food", "housing", "2024-03-20", "cancelled", None, "2024-03-25"),
]


def make(referrals=None, **tables):
    frame = pd.DataFrame({"organisation_id": list(NAMES), "name": list(NAMES.values())})
    return eco.Ecosystem(
        organisations=frame,
        referrals=None if referrals is None else pd.DataFrame(referrals),
        **tables,
    )


FIVE = make()


ORGANISATIONS = list(NAMES)


def hand_log():
    return pd.DataFrame(HAND, columns=COLUMNS).assign(service_type="advice")


AGREED = {
    "from_id": ["food", "food", "advice", "law"],
    "to_id": ["advice", "housing", "law", "council"],
    "service_type": ["Advice", None, "Advice", None],
    "sent": [40, None, 10, 0],
    "accepted": [30, None, 8, 0],
    "reached": [24, None, 8, 0],
    "median_wait_days": [10, None, 20, None],
    "feedback": ["yes", None, "no", "yes"],
    "agreement": ["yes", None, "no", "yes"],
}


def make_with_advice(referrals):
    """The law clinic gives advice at level 2; food > advice > law."""
    return make(
        referrals,
        services=pd.DataFrame(
            {"service_id": ["s"], "name": ["S"], "service_type": ["Advice"], "level": [2]}
        ),
        providers=pd.DataFrame({"service_id": ["s"], "organisation_id": ["law"]}),
    )
