"""Tests of the limit on memory: kept by the process, or refused before a row is counted."""

import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from planted_log import draw_log

import ecosystem as eco
from ecosystem.scale import engines, memory

pytest.importorskip("duckdb")
pa = pytest.importorskip("pyarrow")

MEASURED = """
import sys
import ecosystem as eco

found = eco.reduce_referrals(sys.argv[1], memory=sys.argv[2] or None)
status = open("/proc/self/status").read()
print(len(found), found["sent"].sum(), status.split("VmHWM:")[1].split()[0])
"""


@pytest.fixture(scope="module")
def log(tmp_path_factory):
    """Return a log of 600,000 referrals on nearly as many ways: what it holds is groups."""
    rng = np.random.default_rng(0)
    names = np.array([f"GB-CHC-{1_000_000 + number}" for number in range(100_000)])
    rows = pd.DataFrame({"from": rng.choice(names, 600_000), "to": rng.choice(names, 600_000)})
    path = tmp_path_factory.mktemp("log") / "log.parquet"
    rows.to_parquet(path, index=False)
    return path


@pytest.mark.skipif(not memory._STATUS.exists(), reason="the system does not tell what is held")
def test_a_limit_is_kept_by_the_process_with_python_and_the_table_that_comes_back(log):
    """Without a limit the same log takes more, and the table is the same in rows and referrals."""
    told = {}
    for limit in ("460MB", ""):
        command = [sys.executable, "-c", MEASURED, str(log), limit]
        done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
        # The last line, because DuckDB prints how far it is above it, where it takes long.
        told[limit] = [int(number) for number in done.stdout.splitlines()[-1].split()]
    assert told["460MB"][2] * 1024 <= 460_000_000
    assert told["460MB"][2] < told[""][2]
    assert told["460MB"][:2] == told[""][:2]


def test_a_limit_below_the_table_that_comes_back_is_refused_and_says_what_is_enough(
    log, monkeypatch
):
    """Python holds 150 and 60 MB; 600,000 rows of 230 bytes and two names of 14 take 155.

    The 200,000 different names, put in order, take 250 bytes each: 205 MB, or a few less, because
    rows and names are counted nearly.
    """
    monkeypatch.setattr(memory, "_count_held", lambda: 150_000_000)
    with pytest.raises(ValueError, match=r"hold 210MB, and the table .* takes (19|20|21)0MB. Give"):
        eco.reduce_referrals(log, memory="0.35GB")


@pytest.mark.parametrize(
    ("limit", "told"),
    [
        ("0.2GB", "hold 260MB, and the least to count in takes 100MB. Give 360MB"),
        ("much", "no amount"),
    ],
)
def test_a_limit_below_what_python_holds_is_refused(limit, told, monkeypatch):
    monkeypatch.setattr(memory, "_count_held", lambda: 200_000_000)
    log = pa.Table.from_pandas(draw_log(10), preserve_index=False)
    with pytest.raises(ValueError, match=told):
        eco.reduce_referrals(log, memory=limit)


@pytest.mark.parametrize("exact", [False, True])
def test_what_does_not_fit_in_memory_is_counted_in_parts(exact, monkeypatch):
    """A group of 2 MB each, 3,000 of them and 1 GB: more parts than are taken, so 16 of them."""
    monkeypatch.setattr(memory, "_count_held", lambda: 150_000_000)
    monkeypatch.setattr(engines, "_GROUP_BYTES", 2_000_000)
    queries = []
    read = engines._Duck.read

    def listen(self, query):
        queries.append(query)
        return read(self, query)

    monkeypatch.setattr(engines._Duck, "read", listen)
    log = pa.Table.from_pandas(draw_log(30_000, organisations=60), preserve_index=False)
    expected = eco.reduce_referrals(log, exact=exact)
    assert not [query for query in queries if "hash" in query]
    found = eco.reduce_referrals(log, exact=exact, memory="1GB")
    assert len([query for query in queries if "% 16 = " in query]) == 16
    pd.testing.assert_frame_equal(found, expected)
