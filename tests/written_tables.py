"""Tables that are hard to write, folders and workbooks of rows, for tests of files in and out."""

import csv

import openpyxl
import pandas as pd

import ecosystem as eco
from ecosystem.data.tables import TABLES


def assert_equal(one, other):
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name), obj=name)


def make_tables(**changes):
    organisations = pd.DataFrame(
        {
            "organisation_id": ["a", "b", "c"],
            "name": ["ACH & <friends>", 'The "B"', "C|D\n=1"],
            "sector": ["voluntary", None, "funder"],
            "latitude": [51.5, None, None],
            "longitude": [-2.5, None, None],
            "charity_number": ["1164883", None, None],
            "list": [["x", "y"], None, "#N/A"],
        }
    )
    tables = {
        "organisations": organisations,
        "services": pd.DataFrame(
            {
                "service_id": ["s", "t"],
                "name": ["Advice", "Food"],
                "service_type": ["advice", "food"],
                "languages": ["Arabic|Farsi", None],
                "status": ["closed", None],
            }
        ),
        "providers": pd.DataFrame(
            {
                "service_id": ["s", "s", "t"],
                "organisation_id": ["a", "b", "b"],
                "role": ["partner", "lead", None],
            }
        ),
        "areas": pd.DataFrame(
            {
                "area_code": ["E06000023", "E08000026", "x"],
                "name": ["Bristol, City of", "Coventry", "Nowhere"],
                "latitude": [51.45, 52.4, None],
                "longitude": [-2.58, -1.5, None],
            }
        ),
        "sites": pd.DataFrame(
            {
                "service_id": ["s", "t"],
                "area_code": ["E06000023", "E08000026"],
                "latitude": [51.4545, 52.4],
                "longitude": [-2.5879, -1.5],
                "postcode": ["BS1 4ST", "CV1 1AA"],
                "is_confidential": [None, "yes"],
            }
        ),
        "catchments": pd.DataFrame({"service_id": ["s"], "area_code": ["E06000023"]}),
        "demand": pd.DataFrame(
            {"area_code": ["E06000023", "E08000026"], "service_type": "advice", "people": [3, 50]}
        ),
        "referrals": pd.DataFrame(
            {
                "from_id": ["a", "b"],
                "to_id": ["b", "c"],
                "sent": [3, 20],
                "visibility": ["public", "private"],
            }
        ),
        "relationships": pd.DataFrame(
            {
                "from_id": ["a", "c"],
                "to_id": ["b", "a"],
                "kind": ["trusts", "funds"],
                "direction": ["both ways", None],
                "amount": [None, 1200.5],
            }
        ),
    }
    return eco.Ecosystem(**(tables | changes))


def sort_ties(e):
    frame = e.relationships.astype(object).where(e.relationships.notna(), None)
    return sorted(tuple(row) for row in frame[["from_id", "to_id", "kind", "direction"]].to_numpy())


TIES = [
    ("a", "b", "trusts", "both ways"),
    ("c", "a", "funds", "one way"),
]


def write_csv(folder, **tables):
    """Write rows of text as CSV files: the first row of each is the headings."""
    folder.mkdir(exist_ok=True)
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows(rows)
    return folder


def write_book(path, **sheets):
    """Write rows of cells as the sheets of a workbook."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def make_full():
    """Return an ecosystem with a row or more in each of the twelve tables, and awkward cells."""
    return eco.Ecosystem(
        organisations=pd.DataFrame(
            {
                "organisation_id": ["ach", "bor", "uni"],
                "name": ["ACH, Bristol", 'The "Borderlands"', "=SUM(A1)"],
                "sector": ["voluntary", "faith", "academic"],
                "area_code": ["E06000023", None, "E08000026"],
                "latitude": [51.4545, None, 52.40800000000001],
                "longitude": [-2.5879, None, -1.5],
                "company_number": ["00738693", None, None],
                "start": ["1999-12-31", None, "2001-02-03"],
                "our own column": ["'=quoted", "+44 117 000", "two\nlines"],
            }
        ),
        services=pd.DataFrame(
            {
                "service_id": ["s1", "s2"],
                "name": ["Advice", "Müsli \u2013 b\u00e9b\u00e9s"],
                "service_type": ["immigration advice", "food"],
                "level": [2, None],
                "legal_aid": ["yes", None],
                "capacity": [3, 120.5],
                "languages": ["Arabic|Farsi", None],
            }
        ),
        providers=pd.DataFrame(
            {"service_id": ["s1", "s1", "s2"], "organisation_id": ["ach", "bor", "bor"]}
        ),
        sites=pd.DataFrame(
            {
                "service_id": ["s1", "s2"],
                "area_code": ["E06000023", "E08000026"],
                "is_confidential": ["no", "yes"],
            }
        ),
        catchments=pd.DataFrame({"service_id": ["s1"], "area_code": ["E06000023"]}),
        areas=pd.DataFrame(
            {"area_code": ["E06000023", "E08000026"], "name": ["Bristol, City of", "Coventry"]}
        ),
        demand=pd.DataFrame(
            {
                "area_code": ["E06000023", "E08000026"],
                "service_type": "immigration advice",
                "people": [4, None],
            }
        ),
        referrals=pd.DataFrame(
            {
                "from_id": ["ach", "bor", "ach"],
                "to_id": ["bor", "uni", "uni"],
                "sent": [3, 4.5, 40],
                "accepted": [0, None, 7],
                "visibility": [None, "partners", "private"],
            }
        ),
        relationships=pd.DataFrame(
            {"from_id": ["ach"], "to_id": ["uni"], "kind": ["trusts"], "amount": [0.1 + 0.2]}
        ),
        groups=pd.DataFrame(
            {
                "group_id": ["g", "h"],
                "name": ["Forum", "Refuge group"],
                "parent_id": ["h", None],
                "is_confidential": [None, "yes"],
            }
        ),
        memberships=pd.DataFrame({"group_id": ["g", "h"], "organisation_id": ["ach", "bor"]}),
        about=pd.DataFrame({"title": ["-1 to start"], "snapshot_date": ["2024-03-31"]}),
    )
