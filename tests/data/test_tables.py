"""The one source of what tables hold: whole, and published as a schema that is current."""

import json
from pathlib import Path

import pandas as pd
import pytest

from ecosystem.data.cells import read_column
from ecosystem.data.schema import make_schema
from ecosystem.data.shorthands import SERVICE_SHORTHANDS
from ecosystem.data.tables import TABLES


def test_the_twelve_tables():
    assert list(TABLES) == [
        "organisations", "services", "providers", "sites", "catchments", "areas", "demand",
        "referrals", "relationships", "groups", "memberships", "about",
    ]  # fmt: skip


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_each_table_is_whole(table):
    assert len(set(table.names)) == len(table.names)
    assert set(table.key) <= set(table.names)
    for column in table.columns:
        assert column.about.strip(), column.name
        assert column.links_to in {"", *TABLES}
        assert bool(column.choices) == (column.kind == "choice")


def test_shorthands_fill_links():
    for shorthand in SERVICE_SHORTHANDS:
        filled = TABLES[shorthand.table].column(shorthand.fills)
        assert filled.links_to == shorthand.column.links_to


def test_the_published_schema_is_current():
    published = Path(__file__).parents[2] / "docs" / "schema.json"
    assert json.loads(published.read_text(encoding="utf-8")) == make_schema()


def test_every_link_in_the_schema_leads_to_a_table():
    resources = {one["name"]: one["schema"] for one in make_schema()["resources"]}
    for schema in resources.values():
        for link in schema.get("foreignKeys", []):
            fields = {one["name"] for one in resources[link["reference"]["resource"]]["fields"]}
            assert link["reference"]["fields"] in fields


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_every_number_has_a_least_and_a_greatest(table):
    for column in table.columns:
        if column.kind in {"number", "people"}:
            assert column.low is not None, column.name
            assert column.high is not None, column.name


@pytest.mark.parametrize(
    ("table", "column", "cell"),
    [
        ("demand", "people", "1e308"),
        ("demand", "people", "9,000,000,001"),
        ("areas", "population", "1e11"),
        ("services", "capacity", "99999999999"),
        ("referrals", "sent", "1e20"),
        ("referrals", "median_wait_days", "45689"),
        ("relationships", "amount", "1e15"),
        ("groups", "meetings_per_year", "10000"),
        ("groups", "hours_per_meeting", "1e9"),
    ],
)
def test_more_than_there_can_be_is_a_slip_and_is_answered(table, column, cell):
    """More people than live, more pounds than the country earns, a wait of more than a century."""
    known = TABLES[table].column(column)
    (fault,) = read_column(known, pd.Series([cell], dtype=object)).faults
    assert "out of range" in fault[2]
    assert f"from 0 to {known.high:,.0f}." in fault[3]
    assert not read_column(known, pd.Series([known.high], dtype=object)).faults
