"""360Giving grants, as tables and as JSON."""

import csv
import json

import openpyxl
import pytest
from network_files import join_messages, pairs

import ecosystem as eco

_HEADINGS = [
    "Identifier",
    "Title",
    "Currency",
    "Amount Awarded",
    "Award Date",
    "Planned Dates:Start Date",
    "Planned Dates:Duration (months)",
    "Recipient Org:Identifier",
    "Recipient Org:Name",
    "Recipient Org:Charity Number",
    "Funding Org:Identifier",
    "Funding Org:Name",
    "From an open call?",
    "Email",
]


def grant(number, amount, date, recipient, funder, *, months="", charity=""):  # noqa: PLR0913 - its cells
    return [
        f"360G-{number}",
        "A grant",
        "GBP",
        amount,
        date,
        "",
        months,
        *recipient,
        charity,
        *funder,
        "Yes",
        "x@example.org",
    ]


_FUND, _TRUST = ("GB-CHC-1000001", "The Fund"), ("GB-COH-738693", "The Trust")


_GRANTS = [
    grant(1, "12,000", "2023-01-10", ("GB-CHC-1077116", "Migrants Organise"), _FUND, months="12"),
    grant(2, "500", "2023-06-01", ("gb-chc-1077116 ", "Migrants Organise Ltd"), _TRUST),
    grant(3, "700", "2024-09-01", ("GB-CHC-1077166", "Migrants Organise"), _TRUST),
    grant(4, "1", "2020-01-01", ("GB-CHC-1000001", "The Fund"), _FUND),
    grant(5, "50", "2024-09-01", ("GB-CHC-1077166", "Migrants Organise"), _TRUST),
    grant(6, "9", "2021-01-01", ("GB-SC-042386", "Northern"), _FUND, charity="SC042387"),
]


def save_grants(tmp_path, kind):
    path = tmp_path / f"grants.{kind}"
    if kind == "xlsx":
        book = openpyxl.Workbook()
        for row in [_HEADINGS, *_GRANTS]:
            book.worksheets[0].append(row)
        book.save(path)
    elif kind == "csv":
        with path.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows([_HEADINGS, *_GRANTS])
    else:
        path.write_text(
            json.dumps(
                {
                    "grants": [
                        {
                            "id": row[0],
                            "title": row[1],
                            "currency": row[2],
                            "amountAwarded": float(row[3].replace(",", "")),
                            "awardDate": f"{row[4]}T00:00:00+00:00",
                            "plannedDates": [{"duration": int(row[6])}] if row[6] else [],
                            "recipientOrganization": [
                                {"id": row[7], "name": row[8], "charityNumber": row[9]}
                            ],
                            "fundingOrganization": [{"id": row[10], "name": row[11]}],
                        }
                        for row in _GRANTS
                    ]
                }
            ),
            encoding="utf-8",
        )
    return path


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json"])
def test_grants_are_ties_with_amount_and_dates(tmp_path, kind):
    """Grants 3 and 5 are of one funder, body and day: added up. Grant 1 ran when 2 was given."""
    e = eco.read(save_grants(tmp_path, kind))
    ties = e.relationships.fillna({"amount": 0}).sort_values(["kind", "start"])
    assert [
        (*row[:4], str(row[4])[:10], str(row[5])[:10])
        for row in pairs(ties, "kind", "from_id", "to_id", "amount", "start", "end")
    ] == [
        ("funds", "GB-CHC-1000001", "GB-CHC-1000001", 1, "2020-01-01", "NaT"),
        ("funds", "GB-CHC-1000001", "GB-SC-SC042386", 9, "2021-01-01", "NaT"),
        ("funds", "GB-CHC-1000001", "GB-CHC-1077116", 12000, "2023-01-10", "2024-01-10"),
        ("funds", "GB-COH-00738693", "GB-CHC-1077116", 500, "2023-06-01", "NaT"),
        ("funds", "GB-COH-00738693", "GB-CHC-1077166", 750, "2024-09-01", "NaT"),
        ("jointly funds", "GB-CHC-1000001", "GB-COH-00738693", 0, "NaT", "NaT"),
    ]
    assert ties["recipients"].tolist()[5] == "GB-CHC-1077116"
    assert e.organisations.set_index("organisation_id")["sector"].dropna().to_dict() == {
        "GB-CHC-1000001": "funder",
        "GB-COH-00738693": "funder",
    }


def test_conflicts_of_identifiers_are_listed_and_nothing_is_merged(tmp_path):
    e = eco.read(save_grants(tmp_path, "csv"))
    said = join_messages(e)
    assert "'GB-CHC-1077116' goes by 2 names" in said
    assert "GB-CHC-1077166 and GB-CHC-1077116 differ by one slip of the figures" in said
    assert "the identifier says charity SC042386, the charity number is SC042387" in said
    assert "tied to itself" in said
    assert {"GB-CHC-1077116", "GB-CHC-1077166"} <= set(e.organisations["organisation_id"])


def test_grants_to_people_and_contacts_are_left_out(tmp_path):
    path = tmp_path / "grants.json"
    person = {"id": "1", "recipientIndividual": {"id": "p", "name": "A. Person"}}
    path.write_text(
        json.dumps(
            {
                "grants": [
                    person | {"fundingOrganization": [{"id": "f", "name": "F"}]},
                    {
                        "id": "2",
                        "amountAwarded": 5,
                        "awardDate": "2024-01-01",
                        "recipientOrganization": [{"id": "r", "name": "R"}],
                        "fundingOrganization": [{"id": "f", "name": "F"}],
                    },
                ]
            }
        ),
        encoding="utf-8",
    )
    e = eco.read(path)
    assert "1 grant to people" in join_messages(e)
    assert "A. Person" not in e.organisations.to_csv() + e.relationships.to_csv()


def test_grants_of_one_day_are_joined_however_the_day_is_written(tmp_path):
    """100 + 200 + 300 of 10 January 2023, written in three ways: one tie of 600."""
    days = ("2023-01-10", "2023-01-10T00:00:00Z", "10/01/2023")
    text = (
        "Identifier,Currency,Amount Awarded,Award Date,Recipient Org:Identifier,"
        "Recipient Org:Name,Funding Org:Identifier,Funding Org:Name\n"
    )
    for number, day in enumerate(days, 1):
        text += f"g{number},GBP,{number}00,{day},GB-CHC-1,A,GB-CHC-2,F\n"
    path = tmp_path / "grants.csv"
    path.write_text(text, encoding="utf-8")
    assert eco.read(path).relationships["amount"].tolist() == [600]


def test_a_sum_with_an_amount_not_known_is_not_known(tmp_path):
    path = tmp_path / "grants.csv"
    path.write_text(
        "Identifier,Currency,Amount Awarded,Award Date,Recipient Org:Identifier,"
        "Recipient Org:Name,Funding Org:Identifier,Funding Org:Name\n"
        "g1,GBP,100,2023-01-10,GB-CHC-1,A,GB-CHC-2,F\n"
        "g2,GBP,,2023-01-10,GB-CHC-1,A,GB-CHC-2,F\n",
        encoding="utf-8",
    )
    assert eco.read(path).relationships["amount"].isna().all()
