"""Directories as people keep them, and what was read of them."""

import openpyxl
import pandas as pd

import ecosystem as eco


def write_directory(path, sheets, merged=()):
    """Write sheets, by name, of rows; `merged` are ranges of the first sheet."""
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    for cells in merged:
        made.worksheets[0].merge_cells(cells)
    made.save(path)
    return path


def read_directory(folder, rows, *, name="Sheet1", merged=()):
    """Read one sheet of rows."""
    return eco.read(write_directory(folder / "directory.xlsx", {name: rows}, merged))


def list_services(e, *columns):
    """Return each service as its organisations, name, type and further columns; empty is None."""
    names = e.organisations.set_index("organisation_id")["name"]
    run_by = e.providers.groupby("service_id")["organisation_id"].agg(list)
    return sorted(
        (
            " and ".join(sorted(names[run_by[service["service_id"]]])),
            service["name"],
            service["service_type"],
            *(None if pd.isna(service[column]) else service[column] for column in columns),
        )
        for service in e.services.to_dict("records")
    )


def list_reached(e, service):
    """Return the names of the areas that the services of a name reach."""
    ids = e.services.loc[e.services["name"] == service, "service_id"]
    reached = e.catchments.loc[e.catchments["service_id"].isin(ids), "area_code"]
    return sorted(e.areas.set_index("area_code")["name"][reached])


def find_said(e, words):
    """Return the one problem whose message holds the words."""
    found = e.problems[e.problems["message"].str.contains(words, regex=False)]
    assert len(found) == 1, e.problems["message"].tolist()
    return found.iloc[0]
