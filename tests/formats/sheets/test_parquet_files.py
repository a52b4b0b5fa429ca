"""Parquet files are read as the CSV files of the same cells."""

import builtins
import datetime as dt

import pandas as pd
import pytest

import ecosystem as eco
from ecosystem.formats.sheets import parquet_files

pa = pytest.importorskip("pyarrow", reason="the extra scale is not installed")
from pyarrow import parquet  # noqa: E402 - of the extra

ORGANISATIONS = {"organisation_id": ["a", "b", "c"], "Name": ["Ash", " Beech ", "Élan"]}
REFERRALS = {
    "From": ["a", "b", "a", "x"],
    "to_id": ["b", "c", "c", "Élan"],
    "sent": ["5", "many", "-3", "12"],
    "feedback": ["yes", "perhaps", "", "no"],
    "period": ["2024", "2024", "", "'2023"],
}


def write_both(tmp_path, **tables):
    """Write tables as a folder of CSV and as one of Parquet; return both."""
    both = tmp_path / "csv", tmp_path / "parquet"
    for folder in both:
        folder.mkdir()
    for name, columns in tables.items():
        frame = pd.DataFrame(columns)
        frame.to_csv(both[0] / f"{name}.csv", index=False)
        frame.to_parquet(both[1] / f"{name}.parquet", index=False)
    return both


@pytest.mark.parametrize("batch", [100_000, 3])
def test_a_folder_has_the_problems_of_the_same_in_csv(tmp_path, monkeypatch, batch):
    """An end and a number below 0 are wrong, two words tell nothing, and headings are ours."""
    monkeypatch.setattr(parquet_files, "_BATCH", batch)
    both = write_both(tmp_path, organisations=ORGANISATIONS, referrals=REFERRALS)
    as_csv, as_parquet = (eco.check(folder) for folder in both)
    assert (as_csv["severity"] == "error").sum() == 2
    as_parquet["file"] = as_parquet["file"].str.replace(".parquet", ".csv")
    pd.testing.assert_frame_equal(as_parquet, as_csv)


def test_types_become_the_text_that_people_write(tmp_path):
    """Numbers above 2^53 stay whole, lists are parted, a missing number is not known."""
    table = pa.table(
        {
            "organisation_id": pa.array([9007199254740993, 2], pa.int64()),
            "name": pa.array(["Ash", "Beech"]).dictionary_encode(),
            "latitude": pa.array([53.8, float("nan")]),
            "longitude": pa.array([-1.5, None]),
            "start": pa.array([dt.date(2024, 3, 31), None]),
            "answered": pa.array([True, False]),
            "other_names": pa.array([["A", "B"], None]),
            "logo": pa.array([b"x", None]),
            "nothing": pa.nulls(2),
        }
    )
    parquet.write_table(table, tmp_path / "organisations.parquet")
    e = eco.read(tmp_path / "organisations.parquet")
    first, second = (row for _, row in e.organisations.sort_values("name").iterrows())
    assert (first["organisation_id"], first["other_names"]) == ("9007199254740993", "A|B")
    assert (first["latitude"], first["start"]) == (53.8, pd.Timestamp(2024, 3, 31))
    assert (bool(first["answered"]), bool(second["answered"])) == (True, False)
    assert second[["latitude", "longitude", "start", "other_names"]].isna().all()
    assert "'logo' is of bytes and not read" in " ".join(e.problems["message"])


def test_bytes_and_the_index_of_pandas_are_no_matter(tmp_path):
    """Rows that were chosen from a frame keep their numbers in a column of no name."""
    pd.DataFrame(ORGANISATIONS).iloc[[0, 2]].to_parquet(tmp_path / "a.parquet")
    raw = (tmp_path / "a.parquet").read_bytes()
    e = eco.read(raw, name="organisations.parquet")
    assert list(e.organisations["name"]) == ["Ash", "Élan"]
    assert not any("index" in str(name) for name in e.organisations)
    assert len(eco.read(raw, name="organisations").organisations) == 2


@pytest.mark.parametrize("most", ["MOST_TABLE_CELLS", "MOST_TABLE_BYTES", "_MOST_UNPACKED"])
def test_too_large_a_file_is_refused_before_it_is_read(tmp_path, monkeypatch, most):
    pd.DataFrame(ORGANISATIONS).to_parquet(tmp_path / "organisations.parquet")
    monkeypatch.setattr(parquet_files, most, 5)
    monkeypatch.setattr(parquet_files, "_read_columns", None)
    with pytest.raises(eco.DataError, match="the limit"):
        eco.read(tmp_path)


def test_what_cannot_be_read_is_one_sentence(tmp_path, monkeypatch):
    path = tmp_path / "organisations.parquet"
    pd.DataFrame(ORGANISATIONS).to_parquet(path)
    raw = path.read_bytes()
    path.write_bytes(raw[: len(raw) // 2] + raw[-8:])
    with pytest.raises(eco.DataError, match="damaged or locked"):
        eco.read(path)
    table = pa.table(ORGANISATIONS).replace_schema_metadata({"geo": "{}"})
    parquet.write_table(table, path)
    with pytest.raises(eco.DataError, match="GeoJSON in degrees"):
        eco.read(path)
    real = builtins.__import__

    def refuse(name, scope, *rest):
        # Of ours only: pandas has it for its texts.
        if name == "pyarrow" and scope["__name__"].startswith("ecosystem"):
            raise ImportError(name)
        return real(name, scope, *rest)

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(eco.DataError, match=r"sector-ecosystem\[scale\]"):
        eco.read(path)
