"""What is not recorded is never no: whatever an empty cell turns out to hold, what was said stands.

A cell of a drawn ecosystem is filled and the question asked again. What was certain stays; what
was not known may become either. What each question promises stands in docs/methods.
"""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from core_networks import make_random
from double_entries import OTHERS
from double_entries import make as make_entries
from drawn_ecosystems import TYPES, draw_tables, fill, list_empty, list_fills, read
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import ecosystem as eco

pytestmark = pytest.mark.audit

ADVICE = TYPES[0]
SEEDS = st.integers(0, 10_000)
NEARLY = 0.01
"""Of a person: closures are told in thousandths, and summed."""


def draw_filled(seed, data, columns=None):
    """Return a drawn ecosystem, the same with one empty cell filled, and the column filled."""
    tables = draw_tables(seed)
    empty = [cell for cell in list_empty(tables) if columns is None or cell[2] in columns]
    # A contract for legal aid tells that the level is 2 at least: 1 would contradict it.
    has_contract = tables["services"]["legal_aid"].eq(other=True).fillna(value=False)
    empty = [cell for cell in empty if cell[2] != "level" or not has_contract.iloc[cell[1]]]
    assume(empty)
    table, row, column = data.draw(st.sampled_from(empty))
    value = data.draw(st.sampled_from(list_fills(tables, table, column)))
    return read(tables), read(fill(tables, table, row, column, value)), column


OPTIONS = st.sampled_from(
    [{}, {"level": 2}, {"legal_aid": True}, {"level": 3, "legal_aid": True}, {"within_km": 40}]
)


@settings(max_examples=10)
@given(seed=SEEDS, options=OPTIONS, data=st.data())
def test_no_gap_is_closed_and_no_cover_lost_by_what_was_not_recorded(seed, options, data):
    before, after, _ = draw_filled(seed, data)
    was, now = (eco.find_gaps(e, ADVICE, **options).table for e in (before, after))
    is_sure = was["status"].isin(["gap", "no one in need"])
    assert now.loc[is_sure, "status"].tolist() == was.loc[is_sure, "status"].tolist()
    # That doors are shut makes a place with room for all thin: no gap for want of places.
    assert now.loc[was["status"] == "covered", "status"].isin(["covered", "thin"]).all()


@settings(max_examples=10)
@given(seed=SEEDS, options=OPTIONS, method=st.sampled_from(["2sfca", "3sfca", "balanced"]))
def test_no_answer_is_turned_by_a_need_that_was_not_recorded(seed, options, method):
    """The need of one area after the other is left out, and then told."""
    tables = draw_tables(seed)
    needs = tables["demand"]
    assume(tables["services"]["service_type"].eq(ADVICE).any())
    told = eco.find_gaps(read(tables), ADVICE, method=method, **options).table
    for row in needs.index[needs["service_type"] == ADVICE]:
        e = read(tables | {"demand": needs.drop(index=row)})
        was = eco.find_gaps(e, ADVICE, method=method, **options).table
        is_gap, is_covered = was["status"] == "gap", was["status"] == "covered"
        assert (told.loc[is_gap, "status"] == "gap").all()
        assert told.loc[is_covered, "status"].isin(["covered", "thin"]).all()


@settings(max_examples=10)
@given(seed=SEEDS, data=st.data())
def test_a_loss_stays_between_the_least_and_the_most(seed, data):
    """Of the places of others, whom they are for, where they are and whether they take people.

    Of an organisation whose own places are in part not known only the known part is counted: it
    has no highest number, and the lowest is of that part.
    """
    before, after, _ = draw_filled(seed, data)
    was, now = (eco.find_closures(e, runs=0).table for e in (before, after))
    is_known = (was["status"] != "not known") & now["unserved"].notna()
    was, now = was[is_known], now[is_known]
    assert (now["unserved"] >= was["unserved_low"] - NEARLY).all()
    most = was["unserved_high"].fillna(np.inf)
    assert (now["unserved"] <= most + NEARLY).all()


@settings(max_examples=8)
@given(seed=SEEDS, data=st.data(), level=st.sampled_from([None, 2, 3]))
def test_help_that_is_certain_is_not_lost_by_filling_a_cell(seed, data, level):
    """Only how many people a service can see may turn out to be too few: a note says of whom."""
    columns = {"level", "legal_aid", "eligibility", "languages", "area_code", "role"}
    before, after, _ = draw_filled(seed, data, columns)
    was, now = (
        eco.find_placements(e, ADVICE, objective="everyone", level=level).summary
        for e in (before, after)
    )
    assert now["people"] == was["people"]
    assert now["covered_before"] >= was["covered_before"] - NEARLY


@settings(max_examples=8)
@given(seed=SEEDS)
def test_shares_of_people_sent_on_stay_within_their_limits(seed):
    """Every cell of what became of people is filled at once, in all links that say how many."""
    tables = draw_tables(seed)
    rows = tables["referrals"].assign(
        sent=tables["referrals"]["sent"].fillna(20.0),
        accepted=tables["referrals"]["accepted"].astype(float),
    )
    random = np.random.default_rng(seed)
    full = rows.assign(
        accepted=rows["accepted"].fillna(pd.Series(random.integers(0, 9, len(rows)).astype(float))),
        feedback=[random.random() < 0.5 if pd.isna(heard) else heard for heard in rows["feedback"]],
    )
    was, now = (eco.find_pathways(read(tables | {"referrals": links})) for links in (rows, full))
    for one, other in (
        (was.table, now.table),
        (was.summary.to_frame().T, now.summary.to_frame().T),
    ):
        for name in ("accepted_share", "closed_loop_share"):
            share = other[name].astype(float)
            low, high = (one[f"{name}_{end}"].astype(float) for end in ("low", "high"))
            assert ((low <= share + 1e-9) | low.isna() | share.isna()).all()
            assert ((high >= share - 1e-9) | high.isna() | share.isna()).all()


@settings(max_examples=8)
@given(seed=SEEDS, data=st.data())
def test_at_least_so_many_were_sent(seed, data):
    tables = draw_tables(seed)
    silent = np.flatnonzero(tables["referrals"]["sent"].isna())
    assume(len(silent))
    row = data.draw(st.sampled_from(silent.tolist()))
    filled = fill(tables, "referrals", row, "sent", 30.0)
    was, now = (eco.find_pathways(read(frames)).table["sent"] for frames in (tables, filled))
    assert (now.fillna(0) >= was.fillna(0)).all()


# --- who is in the core, and who is entered twice -----------------------------------------------


def make_reported(size, ties, silent):
    """Return an ecosystem of ties, each reported by an end that is not silent; the rest is lost."""
    ids = [f"{one:02}" for one in range(size)]
    rows = [
        (one, other, next(end for end in (one, other) if end not in silent))
        for one, other in ties
        if not silent >= {one, other}
    ]
    return eco.Ecosystem(
        organisations=pd.DataFrame({"organisation_id": ids, "name": ids}),
        relationships=pd.DataFrame(rows, columns=["from_id", "to_id", "reported_by"]).assign(
            kind="works with"
        ),
    )


@settings(max_examples=8)
@given(seed=SEEDS, size=st.integers(9, 14), data=st.data())
def test_one_more_tie_takes_nobody_who_is_sure_from_one_side_to_the_other(seed, size, data):
    """Of two that did not report a third tells that they are tied.

    Who is at the boundary may change sides by one tie or two: `is_boundary` says who that is.
    """
    ties = make_random(size, 0.3, seed)
    silent = {f"{one:02}" for one in np.random.default_rng(seed).choice(size, 3, replace=False)}
    e = make_reported(size, ties, silent)
    assume(e.relationships["reported_by"].notna().any())
    one, other = data.draw(st.sampled_from(list(combinations(sorted(silent), 2))))
    told = {"from_id": one, "to_id": other, "kind": "works with"}
    told["reported_by"] = e.relationships["reported_by"].iloc[0]
    more = pd.concat([e.relationships[list(told)], pd.DataFrame([told])])
    was, now = eco.find_core(e), eco.find_core(e.replace(relationships=more))
    is_sure = ~was.table["is_boundary"]
    turned = {
        (before, after)
        for before, after in zip(
            was.table.loc[is_sure, "role"], now.table.loc[is_sure, "role"], strict=True
        )
    }
    assert turned.isdisjoint({("core", "wider network"), ("wider network", "core")})
    assert now.table["reported"].equals(was.table["reported"])


@pytest.mark.parametrize("seed", range(3))
def test_what_is_no_tie_decides_nothing_about_the_core(seed):
    """Sector, role and place of an organisation, strength and dates of a tie that runs."""
    ties = make_random(12, 0.3, seed)
    e = make_reported(12, ties, set())
    filled = e.replace(
        organisations=e.organisations.assign(sector="voluntary", charity_number="1164883"),
        relationships=e.relationships.assign(strength=3.0, start="2001-01-01", visibility="public"),
    )
    was, now = eco.find_core(e), eco.find_core(filled)
    pd.testing.assert_frame_equal(was.table, now.table)
    assert was.headline == now.headline


NAMES = (
    "Meadow Project",
    "Meadow Projects",
    "Oak House",
    "Oak House Trust",
    "Open Door",
    "Opendoor",
)
ENTRIES = st.lists(
    st.fixed_dictionaries(
        {
            "name": st.sampled_from(NAMES),
            "charity_number": st.sampled_from([None, "1077116", "1164883"]),
            "postcode": st.sampled_from([None, "BS5 0AA", "B1 1AA"]),
            "website": st.sampled_from([None, "https://meadow.example", "https://oak.example"]),
        }
    ),
    min_size=2,
    max_size=5,
)
THIRDS = {"postcode": "M1 1AA", "charity_number": "1054631", "website": "https://third.example"}


@settings(max_examples=8)
@given(rows=ENTRIES, third=st.integers(0, len(OTHERS) - 1), column=st.sampled_from([*THIRDS]))
def test_what_a_third_turns_out_to_hold_makes_no_two_one_nor_one_two(rows, third, column):
    """How much a number tells is read from all: a likely pair may be asked about, or no longer.

    But no pair that is the same becomes different, nor one that is different the same.
    """
    e = make_entries(rows)
    cells = e.organisations[column].astype(object)
    cells[e.organisations["organisation_id"] == f"z{third}"] = THIRDS[column]
    filled = e.replace(organisations=e.organisations.assign(**{column: cells}))
    was, now = (
        eco.find_matches(data).table.set_index(["record_a", "record_b"])["decision"]
        for data in (e, filled)
    )
    pairs = was.index.union(now.index)
    both = zip(
        was.reindex(pairs, fill_value="different"),
        now.reindex(pairs, fill_value="different"),
        strict=True,
    )
    assert set(both).isdisjoint({("same", "different"), ("different", "same")})
