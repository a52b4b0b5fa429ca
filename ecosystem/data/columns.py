"""What a column and a table are, and the columns that several tables share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ecosystem.disclosure import VISIBILITIES

Kind = Literal["text", "list", "choice", "number", "people", "date", "yes/no"]


MOST_PEOPLE = 9e9
"""More people than there are (8.2 thousand million in 2024, United Nations): a slip of the keys."""

MOST_POUNDS = 3e12
"""More pounds than all of the United Kingdom earns in a year (2.9 million million in 2024, Office
for National Statistics)."""

MOST_HOURS = 24 * 366
"""Hours of the longest year, and so the most meetings of an hour in it."""

MOST_DAYS = 36_525
"""Days of a century: nobody waits longer."""


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column: its name, what it holds, and what its values may be.

    Attributes
    ----------
    name
        Its name in frames and CSV files.
    about
        What it holds, in a sentence for whoever fills it in. Empty for a column beyond the
        tables, which is text and never interpreted.
    kind
        What a cell is read as. "list" is text with several values, split by |; "people" is a
        number that is hidden where it is small.
    heading
        What a person reads above it in the template, where that is not its name.
    required
        Whether the column must be there.
    choices
        The words a cell may hold; empty if it is no choice.
    links_to
        The table whose rows its cells name; empty if it is no link.
    low, high
        The least and the greatest number; None for no limit.
    whole
        Whether a number must be whole.
    """

    name: str
    about: str
    kind: Kind = "text"
    heading: str = ""
    required: bool = False
    choices: tuple[str, ...] = ()
    links_to: str = ""
    low: float | None = None
    high: float | None = None
    whole: bool = False

    @property
    def must_be_filled(self) -> bool:
        """Whether every cell needs a value; a required number may still be not known."""
        return self.required and self.kind not in {"number", "people"}

    @property
    def title(self) -> str:
        """The heading a person reads in the template."""
        return self.heading or self.name.replace("_", " ").capitalize()


@dataclass(frozen=True, kw_only=True)
class Table:
    """One table: what a row is, its columns, and the columns that tell rows apart.

    Attributes
    ----------
    name
        Its name: also that of its sheet and its CSV file.
    row
        What one row is, to follow "One row is".
    key
        The columns that together differ from row to row; the first is the id, if it is the only
        one. Empty for the table that has one row.
    columns
        In the order in which they are written.
    """

    name: str
    row: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def names(self) -> list[str]:
        """The column names, in order."""
        return [column.name for column in self.columns]

    def column(self, name: str) -> Column:
        """Return the column of that name."""
        return next(column for column in self.columns if column.name == name)


def make_latitude() -> Column:
    """Return the column of degrees north."""
    return Column(
        name="latitude", kind="number", low=-90, high=90, about="Degrees north, WGS84, as 52.4816."
    )


def make_longitude() -> Column:
    """Return the column of degrees east."""
    return Column(
        name="longitude",
        kind="number",
        low=-180,
        high=180,
        about="Degrees east, WGS84; west is negative.",
    )


def make_amount(name: str, about: str, *, most: float) -> Column:
    """Return a column of numbers from 0 to the most there can be."""
    return Column(name=name, kind="number", low=0, high=most, about=about)


def make_people(name: str, about: str, *, required: bool = False) -> Column:
    """Return a column of people, whose small numbers are hidden."""
    return Column(name=name, kind="people", low=0, high=MOST_PEOPLE, required=required, about=about)


def make_link(name: str, to: str, about: str, *, heading: str, required: bool = False) -> Column:
    """Return a column whose cells name rows of another table."""
    return Column(name=name, links_to=to, about=about, heading=heading, required=required)


def make_area_link(about: str, *, name: str = "area_code", required: bool = False) -> Column:
    """Return a column whose cells name an area."""
    heading = "Area" if name == "area_code" else "Represents area"
    return make_link(name, "areas", about, heading=heading, required=required)


def make_start() -> Column:
    """Return the column of a first day."""
    return Column(name="start", kind="date", about="First day, if known.")


def make_end() -> Column:
    """Return the column of a last day."""
    return Column(name="end", kind="date", about="Last day, if it has ended.")


def make_reporter() -> Column:
    """Return the column of who said that a row is so: both ends may tell of one tie."""
    return make_link(
        "reported_by", "organisations", "The organisation that said so.", heading="Reported by"
    )


def make_visibility() -> Column:
    """Return the column of who may see a row."""
    return Column(
        name="visibility",
        kind="choice",
        choices=VISIBILITIES,
        about="Who may see this row in maps and reports; empty means public.",
    )
