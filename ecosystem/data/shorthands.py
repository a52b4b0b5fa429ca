"""Columns that the sheet of services may have in place of rows of providers, sites, catchments.

Most people keep one row a service, with the organisation beside it. So a file may say there who
runs it, where it is and whom it reaches; the reader makes the rows of the other tables.
"""

from __future__ import annotations

from dataclasses import dataclass

from .columns import Column


@dataclass(frozen=True, kw_only=True)
class Shorthand:
    """A column that a file may give on its table instead of rows of another table.

    Attributes
    ----------
    column
        The column, as it stands in the file.
    table
        The table whose rows are made of its cells.
    fills
        The column of these rows that a cell goes to.
    """

    column: Column
    table: str
    fills: str


SERVICE_SHORTHANDS = (
    Shorthand(
        column=Column(
            name="organisation", kind="list", links_to="organisations", about="Who runs it."
        ),
        table="providers",
        fills="organisation_id",
    ),
    Shorthand(
        column=Column(
            name="delivered_in", kind="list", links_to="areas", about="Areas with a site of it."
        ),
        table="sites",
        fills="area_code",
    ),
    Shorthand(
        column=Column(
            name="areas_reached",
            kind="list",
            links_to="areas",
            about="Areas whose people it takes.",
        ),
        table="catchments",
        fills="area_code",
    ),
)
