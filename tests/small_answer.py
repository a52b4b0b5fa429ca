"""A small answer about two areas, for tests of what every answer has."""

from dataclasses import dataclass

import pandas as pd

import ecosystem as eco
from ecosystem.disclosure import hide_small


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class SmallAnswer(eco.Result):
    """An answer about two places."""

    summary: pd.Series

    @property
    def headline(self):
        return "One of two <b>places</b>."

    def explain(self, key):
        return f"{self._row(key)['name']} is a place."

    @property
    def shown(self):
        return hide_small(self.table, ["people"], ["share"])


def make_answer():
    table = pd.DataFrame(
        {
            "name": ["North", "=HYPERLINK(1)"],
            "people": [3.0, 40.0],
            "share": [0.25, None],
            "date": [pd.Timestamp("2024-03-31"), pd.NaT],
        },
        index=pd.Index(["n", "s"], name="area_code"),
    )
    return SmallAnswer(
        table=table,
        settings={"kinds": ["referral"], "seed": 0, "visibility": "public"},
        notes=("Only <two> places.",),
        summary=pd.Series({"places": 2}),
    )
