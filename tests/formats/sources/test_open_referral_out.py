"""Tables to Open Referral: they read back, and the ids stay."""

import csv
import io

import pandas as pd
from written_tables import make_tables

import ecosystem as eco
from ecosystem.data.tables import TABLES


def test_open_referral_tables_read_back(tmp_path):
    """The lead goes on the service, the other under "also run by"; the refuge is left out."""
    folder = eco.write_tables(make_tables(), tmp_path / "hsds", format="open referral")
    services = {
        row["name"]: row
        for row in csv.DictReader(
            io.StringIO((folder / "services.csv").read_text(encoding="utf-8"))
        )
    }
    organisations = {
        row["id"]: row["name"]
        for row in csv.DictReader(
            io.StringIO((folder / "organizations.csv").read_text(encoding="utf-8"))
        )
    }
    assert organisations[services["Advice"]["organization_id"]] == 'The "B"'
    assert services["Advice"]["status"] == "defunct"
    assert services["Food"]["status"] == "active"
    e = eco.read(folder)
    assert sorted(e.services["service_type"]) == ["advice", "food"]
    assert "also run by" in (folder / "taxonomies.csv").read_text(encoding="utf-8")
    assert e.sites["postcode"].tolist() == ["BS1 4ST"]
    assert e.catchments["area_code"].tolist() == ["E06000023"]
    assert "Arabic|Farsi" in set(e.services["languages"])
    assert e.organisations["charity_number"].dropna().tolist() == ["1164883"]


def test_open_referral_json_reads_back_like_the_tables(tmp_path):
    folder = eco.write_tables(make_tables(), tmp_path / "hsds", format="open referral")
    path = eco.write_tables(make_tables(), tmp_path / "hsds.json", format="open referral")
    one, other = eco.read(folder), eco.read(path)
    for name in ("services", "providers", "catchments"):
        left, right = getattr(one, name), getattr(other, name)
        if name == "providers":
            # The page of services does not list who runs none of them as lead.
            left, right = left[left["role"] == "lead"], right[right["role"] == "lead"]
            left, right = left.reset_index(drop=True), right.reset_index(drop=True)
        columns = TABLES[name].names
        pd.testing.assert_frame_equal(left[columns], right[columns])
    assert len(one.providers) == len(other.providers)


def test_ids_of_open_referral_are_the_same_every_time(tmp_path):
    one = eco.write_tables(make_tables(), tmp_path / "one.json", format="open referral")
    two = eco.write_tables(make_tables(), tmp_path / "two.json", format="open referral")
    assert one.read_bytes() == two.read_bytes()


def test_a_confidential_place_is_never_given_finely(tmp_path):
    path = eco.write_tables(
        make_tables(), tmp_path / "hsds.json", format="open referral", visibility="private"
    )
    assert "CV1 1AA" not in path.read_text(encoding="utf-8")
    assert "-1.5," not in path.read_text(encoding="utf-8").replace(" ", "")
