"""Our reading of 360Giving and Open Referral beside flatten-tool, which both standards use."""

import csv
import json

import pytest

import ecosystem as eco

flattentool = pytest.importorskip(
    "flattentool", reason="the dependency group bench is not installed"
)
pytestmark = pytest.mark.filterwarnings("ignore")

_FUND, _TRUST = ("GB-CHC-1000001", "The Fund"), ("GB-COH-738693", "The Trust")
_HARBOUR, _RIVER = ("GB-CHC-1077116", "Harbour Aid"), ("GB-CHC-1077117", "River Trust")


def make_grant(number, amount, day, funder, recipient, **more):
    organisations = {
        f"{side}Organization": [{"id": number, "name": name}]
        for side, (number, name) in (("funding", funder), ("recipient", recipient))
    }
    fields = {"id": f"360G-{number}", "title": "A grant", "currency": "GBP"}
    return fields | {"amountAwarded": amount, "awardDate": day} | organisations | more


GRANTS = [
    make_grant(1, 1200.5, "2023-01-10", _FUND, _HARBOUR, plannedDates=[{"duration": 12}]),
    make_grant(2, 500, "2024-01-10", _FUND, _RIVER, plannedDates=[{"startDate": "2024-02-01"}]),
    make_grant(3, 70, "2024-01-10", _TRUST, _RIVER),
    make_grant(4, 30, "2024-01-10", _TRUST, _RIVER),
]


def make_schema():
    """Return the titles of the standard's fields, by which flatten-tool heads its columns."""

    def describe(title, fields):
        held = {name: {"type": "string", "title": words} for name, words in fields.items()}
        items = {"type": "object", "title": title, "properties": held}
        return {"type": "array", "title": title, "rollUp": list(fields), "items": items}

    titles = {"id": "Identifier", "title": "Title", "currency": "Currency"}
    fields = {name: {"type": "string", "title": words} for name, words in titles.items()}
    fields["amountAwarded"] = {"type": "number", "title": "Amount Awarded"}
    fields["awardDate"] = {"type": "string", "title": "Award Date"}
    dates = {"startDate": "Start Date", "duration": "Duration (months)"}
    fields["plannedDates"] = describe("Planned Dates", dates)
    body = {"id": "Identifier", "name": "Name"}
    fields["recipientOrganization"] = describe("Recipient Org", body)
    fields["fundingOrganization"] = describe("Funding Org", body)
    return {"type": "object", "properties": fields}


@pytest.fixture
def grants(tmp_path):
    """The grants as JSON, with the schema beside it."""
    (tmp_path / "schema.json").write_text(json.dumps(make_schema()), encoding="utf-8")
    path = tmp_path / "grants.json"
    path.write_text(json.dumps({"grants": GRANTS}), encoding="utf-8")
    return path


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("has_titles", [True, False])
def test_grants_that_flatten_tool_makes_tables_of_are_the_same(grants, form, has_titles):
    """Under the titles of the standard or the places in the JSON; with its further sheets."""
    out = grants.parent / ("flat" if form == "csv" else "flat.xlsx")
    flattentool.flatten(
        str(grants),
        output_name=str(out),
        output_format=form,
        main_sheet_name="grants",
        root_list_path="grants",
        schema=str(grants.parent / "schema.json"),
        rollup=True,
        use_titles=has_titles,
    )
    one, other = eco.read(grants), eco.read(out)
    assert one.relationships.equals(other.relationships)
    assert one.organisations.equals(other.organisations)
    # 70 and 30 of one day are 100.
    assert sorted(other.relationships["amount"].dropna()) == [100, 500, 1200.5]


def test_grants_that_flatten_tool_makes_json_of_are_the_same(grants):
    table = grants.parent / "tables" / "grants.csv"
    table.parent.mkdir()
    headings = ["id", "amountAwarded", "awardDate", "fundingOrganization/0/id"]
    headings += ["fundingOrganization/0/name", "recipientOrganization/0/id"]
    headings += ["recipientOrganization/0/name"]
    rows = [["1", 1200.5, "2023-01-10", *_FUND, *_HARBOUR], ["2", 5, "2024-01-10", *_FUND, *_RIVER]]
    with table.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([headings, *rows])
    made = grants.parent / "made.json"
    flattentool.unflatten(
        str(table.parent), output_name=str(made), input_format="csv", root_list_path="grants"
    )
    one, other = eco.read(table), eco.read(made)
    assert one.relationships.equals(other.relationships)
    assert one.organisations.equals(other.organisations)
    assert len(other.relationships) == 2


def test_a_page_of_services_has_the_rows_that_flatten_tool_counts(tmp_path, west_midlands):
    path = eco.write_tables(west_midlands, tmp_path / "page.json", format="open referral")
    out = tmp_path / "flat"
    flattentool.flatten(
        str(path),
        output_name=str(out),
        output_format="csv",
        main_sheet_name="services",
        root_list_path="contents",
    )
    counted = {}
    for file in out.iterdir():
        with file.open(encoding="utf-8", newline="") as source:
            counted[file.stem] = len(list(csv.reader(source))) - 1
    e = eco.read(path)
    languages = e.services["languages"].dropna().str.split("|")
    assert {name: counted[name] for name in counted if name != "attributes"} == {
        "services": len(e.services),
        "service_at_locations": len(e.sites),
        "service_areas": len(e.catchments),
        "languages": sum(map(len, languages)),
    }
