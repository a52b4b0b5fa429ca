"""The tables as a published schema."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .tables import SCHEMA_VERSION, TABLES

if TYPE_CHECKING:
    from .columns import Column, Table


def make_schema() -> dict[str, object]:
    """Return all tables as a Frictionless Data Package with Table Schemas, JSON-ready.

    Specification: https://specs.frictionlessdata.io/tabular-data-package/
    """
    return {
        "profile": "tabular-data-package",
        "name": "sector-ecosystem",
        "version": SCHEMA_VERSION,
        "resources": [
            {
                "profile": "tabular-data-resource",
                "name": table.name,
                "description": f"One row is {table.row}.",
                "path": f"{table.name}.csv",
                "schema": _table_schema(table),
            }
            for table in TABLES.values()
        ],
    }


def _table_schema(table: Table) -> dict[str, object]:
    schema: dict[str, object] = {
        "fields": [_field(column) for column in table.columns],
        "missingValues": [""],
    }
    if len(table.key) == 1:
        schema["primaryKey"] = list(table.key)
    links = [
        {
            "fields": column.name,
            "reference": {"resource": column.links_to, "fields": TABLES[column.links_to].key[0]},
        }
        for column in table.columns
        if column.links_to
    ]
    if links:
        schema["foreignKeys"] = links
    return schema


def _field(column: Column) -> dict[str, object]:
    field: dict[str, object] = {
        "name": column.name,
        "title": column.title,
        "description": column.about,
    }
    if column.kind in {"number", "people"}:
        field["type"] = "integer" if column.whole else "number"
    elif column.kind == "date":
        field["type"] = "date"
    elif column.kind == "yes/no":
        field |= {"type": "boolean", "trueValues": ["yes"], "falseValues": ["no"]}
    else:
        field["type"] = "string"
    limits: dict[str, object] = {"required": True} if column.must_be_filled else {}
    if column.choices:
        limits["enum"] = list(column.choices)
    if column.low is not None:
        limits["minimum"] = column.low
    if column.high is not None:
        limits["maximum"] = column.high
    if limits:
        field["constraints"] = limits
    return field
