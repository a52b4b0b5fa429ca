"""Services that overlap, for the tests of duplication: by hand, and drawn at random."""

import numpy as np
import pandas as pd
from hypothesis import strategies as st
from scipy import sparse

import ecosystem as eco
from ecosystem.questions.duplication.overlap import Dimension


def to_dimension(name, sets, *, is_needed=False):
    row = [at for at, held in enumerate(sets) for _ in held]
    column = [value for held in sets for value in sorted(held)]
    shape = (len(sets), max(column, default=-1) + 1)
    holds = sparse.csr_array((np.ones(len(row)), (row, column)), shape=shape)
    return Dimension(name=name, holds=holds, is_needed=is_needed)


def make(services, demand=(), areas=("east", "west", "north"), **tables):
    """Return an ecosystem of services given as {id: columns}; `by`, `in_` say who and where."""
    rows = [
        {"service_id": one, "name": one.title(), "service_type": "food", **columns}
        for one, columns in services.items()
    ]
    by = [(row["service_id"], body) for row in rows for body in row.pop("by", "").split("|")]
    reach = [(row["service_id"], area) for row in rows for area in row.pop("in_", "").split("|")]
    bodies = sorted({body for _, body in by if body} | {"nobody"})
    return eco.Ecosystem(
        organisations=pd.DataFrame(
            {"organisation_id": bodies, "name": [b.title() for b in bodies]}
        ),
        services=pd.DataFrame(rows) if rows else None,
        providers=pd.DataFrame(
            [pair for pair in by if pair[1]], columns=["service_id", "organisation_id"]
        ),
        catchments=pd.DataFrame(
            [pair for pair in reach if pair[1]], columns=["service_id", "area_code"]
        ),
        areas=pd.DataFrame({"area_code": areas, "name": [area.title() for area in areas]}),
        demand=pd.DataFrame(list(demand), columns=["area_code", "service_type", "people"]),
        **tables,
    )


def three_alike(**columns):
    return {
        name: {
            "by": name,
            "in_": "east",
            "eligibility": "refugees",
            "languages": "Arabic",
            "accepting_referrals": "yes",
            **columns,
        }
        for name in ("ann", "bob", "cat")
    }


def pair_of(result, a, b):
    pairs = result.pairs.set_index(["service_a", "service_b"])
    return pairs.loc[(a, b)]


def parts(values):
    return st.lists(st.sampled_from(values), max_size=3, unique=True).map("|".join)


SERVICES = st.lists(
    st.fixed_dictionaries(
        {
            "service_type": st.sampled_from(["food", "advice"]),
            "by": parts(["a", "b", "c"]),
            "in_": parts(["east", "west", "north"]),
            "eligibility": parts(["women", "men", "families"]),
            "languages": parts(["Arabic", "Farsi", "Urdu"]),
            "capacity": st.sampled_from([None, 0, 10, 200]),
        }
    ),
    min_size=1,
    max_size=8,
)


DEMAND = st.dictionaries(
    st.tuples(st.sampled_from(["east", "west"]), st.sampled_from(["food", "advice"])),
    st.sampled_from([0, 3, 50, 400]),
).map(lambda people: [(*where, count) for where, count in people.items()])


def named(rows, start="s"):
    return {f"{start}{at}": row for at, row in enumerate(rows)}
