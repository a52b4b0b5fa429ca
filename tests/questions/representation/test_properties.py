"""What is not recorded is never no, and what things are called is no answer."""

import numpy as np
import pandas as pd
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import ecosystem as eco

SEEDS = st.integers(0, 100_000)
DAYS = ("2024-01-10|2024-04-02", "2024-02-03", "2024-01-10", "2024-03-01|2024-03-20|2024-05-05")
FILLS = {
    ("memberships", "role"): ("representative", "member"),
    ("memberships", "represents_area_code"): ("a0", "a1", "a2", "region"),
    ("memberships", "is_elected"): (True, False),
    ("memberships", "start"): ("2023-05-01", "2024-06-30"),
    ("memberships", "end"): ("2024-06-29", "2024-06-30", "2025-01-01"),
    ("groups", "meetings_per_year"): (0, 1, 3, 12),
    ("groups", "meeting_days"): DAYS,
    ("groups", "hours_per_meeting"): (0, 2),
    ("organisations", "area_code"): ("a0", "a1", "region"),
}
"""Cells that may be empty, with what may turn out to stand there."""

MEETINGS = [cell for cell in FILLS if cell[0] == "groups"]


def draw_tables(seed):
    """Return the tables of four groups, six organisations and four areas, with many blanks."""
    random = np.random.default_rng(seed)

    def choose(values, count, empty):
        drawn = np.array(values, dtype=object)[random.integers(len(values), size=count)]
        return np.where(random.random(count) < empty, None, drawn)

    groups, bodies = [f"g{one}" for one in range(4)], [f"o{one}" for one in range(6)]
    pairs = [(group, body) for group in groups for body in bodies if random.random() < 0.4]
    pairs = pairs or [("g0", "o0")]
    size = len(pairs)
    return {
        "organisations": pd.DataFrame(
            {
                "organisation_id": bodies,
                "name": [f"Body {'FBDACE'[one]}" for one in range(6)],
                "area_code": choose(("a0", "a1", "a2"), 6, 0.2),
            }
        ),
        "areas": pd.DataFrame(
            {
                "area_code": ["a0", "a1", "a2", "region"],
                "name": ["Town", "Dale", "Moor", "Region"],
                "parent_code": ["region", "region", None, None],
            }
        ),
        "groups": pd.DataFrame(
            {
                "group_id": groups,
                "name": ["Table", "Forum", "Panel", "Hub"],
                "parent_id": [None, *choose(("g0", "g1"), 3, 0.4)],
                "meetings_per_year": choose((0, 1, 2, 6), 4, 0.6),
                "meeting_days": choose(DAYS, 4, 0.4),
                "hours_per_meeting": choose((1, 2), 4, 0.4),
            }
        ),
        "memberships": pd.DataFrame(pairs, columns=["group_id", "organisation_id"]).assign(
            role=choose(("representative", "chair"), size, 0.4),
            represents_area_code=choose(("a0", "a1", "region"), size, 0.6),
            is_elected=choose((True, False), size, 0.4),
            start=choose(("2023-05-01", "2024-01-01"), size, 0.4),
            end=choose(("2024-04-30", "2024-12-31", "2025-01-01"), size, 0.4),
        ),
        "about": pd.DataFrame({"snapshot_date": ["2024-06-30"]}),
    }


def fill(tables, data, among=tuple(FILLS)):
    """Return the tables with one empty cell filled, and its column and row."""
    empty = [
        (table, column, row)
        for table, column in among
        for row in np.flatnonzero(tables[table][column].isna())
    ]
    assume(empty)
    table, column, row = data.draw(st.sampled_from(empty))
    frame = tables[table].astype(object)
    frame.loc[row, column] = data.draw(st.sampled_from(FILLS[table, column]))
    return tables | {table: frame}, column, row


def ask(tables):
    return eco.find_representation(eco.Ecosystem(**tables))


@settings(max_examples=8)
@given(seed=SEEDS, data=st.data())
def test_filling_a_cell_turns_no_certain_word_on_a_voice_into_its_opposite(seed, data):
    """An elected voice whose term is known stays; nobody becomes somebody by no cell.

    Where the area of a representative is not recorded nobody is said to have none. Only somebody
    with another role may turn out to speak for an area, too: that is no blank of this kind.
    """
    tables = draw_tables(seed)
    filled, column, row = fill(tables, data)
    was, now = ask(tables).table, ask(filled).table
    certain = (was["status"] == "elected") & was["is_term_known"]
    assert (now.loc[certain, "status"] == "elected").all()
    if column == "represents_area_code":
        assume(tables["memberships"].loc[row, "role"] == "representative")
    nobody = was["status"].isin(["nobody on record", "term over"])
    assert (now.loc[nobody, "representatives"] == 0).all()
    unelected = was["status"] == "not elected"
    assert (now.loc[unelected, "elected"] == 0).all()


@settings(max_examples=8)
@given(seed=SEEDS, data=st.data())
def test_filling_a_cell_about_meetings_leaves_what_was_said_of_news(seed, data):
    """Told from the same group and day: who hears hears, within the days that were said."""
    tables = draw_tables(seed)
    filled, column, _ = fill(tables, data, MEETINGS)
    was, now = (
        eco.find_representation(eco.Ecosystem(**frames), begins_in="g0", start="2024-01-10").spread
        for frames in (tables, filled)
    )
    for status in ("hears", "no way on record"):
        of_status = was["status"] == status
        assert (now.loc[of_status, "status"] == status).all()
    # How often a group meets tells whether the days that are listed are all; these are told as all.
    if column == "meetings_per_year":
        return
    for end, is_within in (("low", pd.Series.ge), ("high", pd.Series.le)):
        known = was[f"days_{end}"].notna() & now["days"].notna()
        days = now.loc[known, "days"]
        assert is_within(days, was.loc[known, f"days_{end}"]).all()


@settings(max_examples=8)
@given(seed=SEEDS, data=st.data())
def test_hours_that_are_recorded_later_only_add(seed, data):
    tables = draw_tables(seed)
    filled, _, _ = fill(tables, data, MEETINGS)
    was, now = ask(tables).load["hours"], ask(filled).load["hours"]
    assert (now.reindex(was.index) >= was).all()


def rename(tables, seed):
    """Return the tables under other ids, in another order and with the rows in another order."""
    random = np.random.default_rng(seed)
    new = {}
    for table, column in (("organisations", "organisation_id"), ("groups", "group_id")):
        ids = tables[table][column].tolist()
        numbers = random.permutation(len(ids)).tolist()
        new |= {one: f"{one[0]}x{number}" for one, number in zip(ids, numbers, strict=True)}
    links = ["organisation_id", "group_id", "parent_id"]
    renamed = {}
    for name, frame in tables.items():
        mixed = frame.sample(frac=1, random_state=seed).reset_index(drop=True)
        for column in set(links) & set(mixed.columns):
            mixed[column] = mixed[column].replace(new)
        renamed[name] = mixed
    return renamed, {to: one for one, to in new.items()}


@settings(max_examples=8)
@given(seed=SEEDS)
def test_other_ids_and_another_order_change_no_number_and_no_sentence(seed):
    tables = draw_tables(seed)
    renamed, back = rename(tables, seed)
    one, other = ask(tables), ask(renamed)
    assert one.headline == other.headline
    assert one.findings == other.findings
    assert one.notes == other.notes
    pd.testing.assert_frame_equal(one.table, other.table)
    pd.testing.assert_series_equal(one.summary, other.summary)
    for name in ("spread", "conduits", "load", "groups"):
        was, now = getattr(one, name), getattr(other, name)
        now = now.rename(index=back)
        if "brought_by" in now:
            now["brought_by"] = now["brought_by"].map(back).astype("str")
        pd.testing.assert_frame_equal(was.sort_index(), now.sort_index(), obj=name)
