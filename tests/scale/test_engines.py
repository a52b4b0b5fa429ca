"""Tests of Spark beside DuckDB: the same tables from the same texts."""

from importlib.util import find_spec

import pandas as pd
import pytest
from planted_log import draw_log

import ecosystem as eco

pytest.importorskip("duckdb")
sail = pytest.importorskip("pysail.spark")


@pytest.fixture(scope="module")
def spark():
    """A Spark session: of Spark itself where all of it is installed, as once in .ci/run.

    Where only its client is, pysail answers what the client asks, without Java.
    """
    from pyspark.sql import SparkSession

    if find_spec("pyspark.core") is not None:
        local = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
        session = local.config("spark.sql.shuffle.partitions", "2").getOrCreate()
        yield session
        session.stop()
        return
    server = sail.SparkConnectServer()
    server.start()
    _, port = server.listening_address
    session = SparkSession.builder.remote(f"sc://127.0.0.1:{port}").getOrCreate()
    yield session
    session.stop()
    server.stop()


@pytest.mark.parametrize("exact", [False, True])
def test_referrals_are_the_same_on_spark(spark, exact, tmp_path):
    log = draw_log(3000)
    log.to_parquet(tmp_path / "log.parquet", index=False)
    expected = eco.reduce_referrals(log, exact=exact)
    for source in (log, tmp_path / "log.parquet", spark.createDataFrame(_as_arrow(log))):
        found = eco.reduce_referrals(source, exact=exact, engine=spark)
        pd.testing.assert_frame_equal(found, expected)


def _as_arrow(frame):
    import pyarrow as pa

    return pa.Table.from_pandas(frame, preserve_index=False)


def test_catchments_and_directories_are_the_same_on_spark(spark):
    areas = pd.DataFrame(
        {"area_code": ["a", "b", "c"], "latitude": [52.5, 52.6, 53.9], "longitude": -1.9}
    )
    sites = pd.DataFrame({"service_id": ["s", "t"], "latitude": [52.52, 54], "longitude": -1.9})
    pd.testing.assert_frame_equal(
        eco.reduce_catchments(areas, sites, within_km=13, engine=spark),
        eco.reduce_catchments(areas, sites, within_km=13),
    )
    rows = pd.DataFrame({"id": ["s", "s"], "type": "food", "gss_code": ["E1", "E2"]})
    one, other = eco.reduce_services(rows, engine=spark), eco.reduce_services(rows)
    assert set(one) == set(other)
    for name, table in one.items():
        pd.testing.assert_frame_equal(table, other[name])
