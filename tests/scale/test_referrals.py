"""Tests of referrals counted from a log of any size: by hand, and equal on every engine."""

import numpy as np
import pandas as pd
import pytest
from planted_log import draw_log

import ecosystem as eco
from ecosystem.scale import memory
from ecosystem.scale.counts import join_codes

duckdb = pytest.importorskip("duckdb")
pa = pytest.importorskip("pyarrow")


def make_log():
    """Return seven referrals of a to b for food, two for law, and one of c to b."""
    return pd.DataFrame(
        {
            "from": ["a"] * 9 + ["c"],
            "to": "b",
            "need": ["food"] * 7 + ["law"] * 2 + ["food"],
            "sent": ["2024-03-30"] * 2 + ["2024-04-01"] * 7 + [None],
            "responded": ["2024-03-30", "2024-04-09", *[None] * 7, "2024-05-01"],
            "status": ["accepted", "declined", *["accepted"] * 4, "odd word", None, "seen", None],
            "case": ["1", "2", "3", "3", "4", "5", "6", "7", "8", None],
        }
    )


def list_ways(log):
    """Return the log as each way of giving it: a frame, and what only an engine reads."""
    return {"memory": log, "engine": pa.Table.from_pandas(log, preserve_index=False)}


@pytest.mark.parametrize("way", ["memory", "engine"])
def test_counts_are_those_of_a_hand_worked_log(way):
    """By financial year: the first two rows are of 2023-24, the rest of 2024-25 or of no day.

    a to b, 2023-24, food: 2 sent, fewer than 5, so counted for the pair: 1 taken on, 1 not. They
    waited 0 and 10 days. 2024-25, food: 5 sent, 4 taken on and 1 open (odd word), no answer to any;
    until the last day in the log, 1 May, each has waited 30 days. Law: 2 sent, so for the pair: 1
    open and 1 seen. c to b: no day, so no period and no wait.
    """
    found = eco.reduce_referrals(list_ways(make_log())[way])
    keys = ["from_id", "to_id", "period", "service_type"]
    rows = {tuple("" if pd.isna(x) else x for x in row[keys]): row for _, row in found.iterrows()}
    assert set(rows) == {
        ("a", "b", "2023-24", ""),
        ("a", "b", "2024-25", "food"),
        ("a", "b", "2024-25", ""),
        ("c", "b", "", ""),
    }
    early, food = rows["a", "b", "2023-24", ""], rows["a", "b", "2024-25", "food"]
    law, other = rows["a", "b", "2024-25", ""], rows["c", "b", "", ""]
    assert early[["sent", "accepted", "waits", "wait_days"]].tolist() == [2, 1, 2, 10]
    assert early[["wait_0", "wait_1_7", "wait_8_28"]].tolist() == [1, 0, 1]
    assert food[["sent", "accepted_low", "accepted_high"]].tolist() == [5, 4, 5]
    assert pd.isna(food["accepted"])
    assert food[["answered", "open_waits", "open_wait_days"]].tolist() == [0, 5, 150]
    assert law[["sent", "accepted_low", "accepted_high"]].tolist() == [2, 1, 2]
    assert pd.isna(law["reached"])
    assert other[["sent", "undated", "waits"]].tolist() == [1, 1, 0]
    assert found["sent"].sum() == 10


@pytest.mark.parametrize("period", ["financial year", "year", "month", "all"])
@pytest.mark.parametrize("exact", [False, True])
def test_an_engine_gives_what_memory_gives(period, exact):
    one, other = list_ways(draw_log(3000)).values()
    pd.testing.assert_frame_equal(
        eco.reduce_referrals(one, period=period, exact=exact),
        eco.reduce_referrals(other, period=period, exact=exact),
    )


def test_a_million_rows_are_one_table_from_files_and_from_memory(tmp_path, monkeypatch):
    # Because the process of the tests may hold more already.
    monkeypatch.setattr(memory, "_count_held", lambda: 150_000_000)
    log = draw_log(1_000_000, organisations=60)
    for number, part in enumerate(np.array_split(np.arange(len(log)), 4)):
        log.iloc[part].to_parquet(tmp_path / f"part-{number}.parquet", index=False)
    expected = eco.reduce_referrals(log)
    pd.testing.assert_frame_equal(eco.reduce_referrals(tmp_path), expected)
    found = eco.reduce_referrals(f"{tmp_path}/part-*.parquet", memory="500MB")
    pd.testing.assert_frame_equal(found, expected)
    assert expected["sent"].sum() == len(log)


def test_who_corrects_one_column_of_the_table_corrects_that_one_only():
    found = eco.reduce_referrals(make_log().assign(status="accepted"))
    before = found["accepted_low"].tolist()
    found.loc[:, "accepted"] = 99
    assert found["accepted_low"].tolist() == before


def test_texts_are_read_as_they_stand(tmp_path):
    """An organisation that is called 007 stays so, in .csv files too."""
    log = draw_log(500).replace({"org 1": "007"})
    log.to_csv(tmp_path / "log.csv", index=False)
    found = eco.reduce_referrals(tmp_path / "log.csv")
    pd.testing.assert_frame_equal(found, eco.reduce_referrals(log))
    assert "007" in set(found["from_id"])


def test_a_relation_of_the_users_own_connection_is_read():
    log = draw_log(500)
    with duckdb.connect() as connection:
        relation = connection.from_arrow(pa.Table.from_pandas(log, preserve_index=False))
        found = eco.reduce_referrals(relation)
    pd.testing.assert_frame_equal(found, eco.reduce_referrals(log))


def test_the_counts_are_referrals_of_the_library():
    found = eco.reduce_referrals(draw_log(500, organisations=4), period="all")
    names = sorted(set(found["from_id"]) | set(found["to_id"]))
    organisations = pd.DataFrame({"organisation_id": names, "name": names})
    found = found[found["from_id"] != found["to_id"]]
    e = eco.Ecosystem(organisations=organisations, referrals=found)
    assert e.referrals["sent"].sum() == found["sent"].sum()


def test_no_case_leaves_the_engine():
    found = eco.reduce_referrals(draw_log(300), exact=True)
    assert "case" not in found.to_csv()
    assert found["people"].max() > 0


@pytest.mark.parametrize("source", [3, "nowhere.parquet", pd.DataFrame({"from": ["a"]})])
def test_what_is_no_log_is_refused(source):
    with pytest.raises(ValueError, match=r"no table|is no \.csv|no column to"):
        eco.reduce_referrals(source)


def test_columns_about_single_people_are_refused_from_the_headings():
    log = pd.DataFrame({"from": ["a"], "Client name": ["Sam"]}).rename(columns={"from": "to"})
    with pytest.raises(ValueError, match="source has no column from"):
        eco.reduce_referrals(log)


def test_an_engine_that_is_none_and_a_period_that_is_none_are_refused():
    with pytest.raises(ValueError, match="int is no Spark session"):
        eco.reduce_referrals(draw_log(10), engine=3)
    with pytest.raises(ValueError, match="Did you mean 'year'"):
        eco.reduce_referrals(draw_log(10), period="yer")


def test_files_of_two_kinds_are_refused(tmp_path):
    draw_log(10).to_csv(tmp_path / "a.csv", index=False)
    draw_log(10).to_parquet(tmp_path / "b.parquet", index=False)
    with pytest.raises(ValueError, match="together"):
        eco.reduce_referrals(tmp_path)


def test_waits_end_on_the_day_that_is_given():
    log = pd.DataFrame({"from": ["a"] * 5, "to": "b", "sent": "2024-01-01", "status": None})
    for way in list_ways(log).values():
        found = eco.reduce_referrals(way, as_of="2024-01-11").iloc[0]
        assert (found["open_waits"], found["open_wait_days"]) == (5, 50)


@pytest.mark.parametrize("exact", [False, True])
def test_names_that_differ_in_blanks_are_one_and_nobody_is_counted_who_is_not_named(exact):
    """Six rows of a to b, in three spellings; two that name no receiver, the later on 11 January.

    Who has no answer has waited until the last day of the log, whoever that row names: ten days.
    """
    log = pd.DataFrame(
        {
            "from": ["a", " a", "a "] * 2 + ["a", "a"],
            "to": [*["b", "b", " b"] * 2, " ", None],
            "need": ["food", "food ", None] * 2 + ["food", "food"],
            "sent": ["2024-01-01"] * 7 + ["2024-01-11"],
            "case": ["1", "2", "3", "1", "2", "3", "8", "9"],
        }
    )
    for way in list_ways(log).values():
        found = eco.reduce_referrals(way, exact=exact)
        found = found[["from_id", "to_id", "sent", "open_wait_days", *({"people"} & {*found})]]
        assert len(found) == 1
        assert found.iloc[0].tolist()[:4] == ["a", "b", 6, 60]
        if exact:
            # Food and no need are counted together, and who is in both is not known.
            assert found["people"].isna().all()


def test_combinations_past_what_a_number_holds_stay_apart_and_in_order():
    """Three texts of 2**40 each: 2**120 combinations, three of which are there."""
    many = 2**40
    ends = [np.array([many - 1, 0, many - 1]), np.array([5, many - 1, 5]), np.array([1, 7, 0])]
    joined = join_codes([(end, many) for end in ends])
    assert np.argsort(joined).tolist() == [1, 2, 0]
    assert len(set(joined.tolist())) == 3
