"""Contacts of staff are dropped and data about clients refused, by heading and by content."""

import pandas as pd
import pytest

import ecosystem as eco
from ecosystem.data.personal import are_initials, is_client_heading, is_contact_heading

CONTACTS = """
Your name
Your email address
E-mail address
Tel no
Main contact
Lead officer
charity_contact_email
charity_contact_phone
org_contact_email
Main contact email address
Staff email
Named contact
Manager
Contact details
Service manager
Project lead
Policy lead name
Email (optional)
contactEmail
Out of hours mobile
Mobile no.
WhatsApp
Direct line telephone number
Name of manager
Name of the person to contact
Who to contact
Key worker
Caseworker's name
Co-ordinator email
Coordinator
Safeguarding lead
Chair of trustees
Secretary's phone
Surname
First name
Job title
Staff liaison
Chief executive
Team leader
Staff member
Form completed by
Mob no
""".strip().splitlines()

CLIENTS = """
Client
Client's name
Client ref.
Client initials
Initials
Name of client
Ref for service user
Service user
Service user ID
D.O.B.
DOB of applicant
Date of birth
Clients' dates of birth
NASS
NASS ref no
NI number
Nino
National Insurance No
Home Office reference
HO ref no
Passport number
BRP no
NHS No
Case no
Beneficiary name
ClientID
Child's name
N.I. number
Year of birth
Patient number
Applicant
""".strip().splitlines()

ONLY_LIKE_IT = """
Contact hours
Phone line
Officer training
Manager of service type
Number of officers
No of clients
Client group
Client type
Clients seen
Clients helped last year
Email advice
Telephone interpreting
Mobile clinic
Lead organisation
Lead time
Lead agency
How often do you contact them
Contact frequency
Has a phone
Client involvement policy
Case type
Staff training
Contact languages
Passport advice
User feedback
Type of contact
Date of last contact
Support by phone
Email newsletter
Street address
Charity type
Service users per year
Passport scheme
""".strip().splitlines()


def test_there_are_as_many_headings_as_promised():
    assert len({*CONTACTS, *CLIENTS}) >= 60
    assert len(set(ONLY_LIKE_IT)) >= 20


@pytest.mark.parametrize("heading", CONTACTS)
def test_a_heading_of_contacts_is_one(heading):
    assert is_contact_heading(heading)
    assert not is_client_heading(heading)


@pytest.mark.parametrize("heading", CLIENTS)
def test_a_heading_of_clients_is_one(heading):
    assert is_client_heading(heading)


@pytest.mark.parametrize("heading", ONLY_LIKE_IT)
def test_a_heading_that_only_looks_like_it_is_kept(heading):
    assert not is_contact_heading(heading)
    assert not is_client_heading(heading)


def _read(cells, heading="Remarks", **columns):
    names = [f"Organisation {number}" for number in range(len(cells))]
    organisations = pd.DataFrame({"organisation_id": names, "name": names, heading: cells})
    return eco.Ecosystem(organisations=organisations.assign(**columns))


@pytest.mark.parametrize("heading", ["public_phone", "Public email", "Public phone"])
def test_contacts_of_the_organisation_itself_stay_if_they_are_named_so(heading):
    e = _read(["0121 496 0000", "a@example.org"], heading)
    assert e.organisations[heading].tolist() == ["0121 496 0000", "a@example.org"]


@pytest.mark.parametrize(
    "cells",
    [
        ["jane@example.org", "none yet", "call first"],
        ["0121 496 0000", "(0121) 496 0001"],
        ["+44 121 496 0000", "not known", "07700 900123 ext 4"],
        ["Tel: 01632 960001", "01632960002"],
    ],
)
def test_a_column_of_addresses_is_dropped_whatever_its_heading(cells):
    e = _read(cells)
    assert "Remarks" not in e.organisations
    assert e.problems["message"].str.contains("contact details").any()


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("Remarks", ["1077116", "09506232", "10007774"]),
        ("UPRN", ["010001234567", "010001234568"]),
        ("Remarks", ["2024-01-31", "2024-02-29"]),
        ("Remarks", ["open 10-12", "see page 4"]),
        ("Main contact", ["2024-01-31", "2024-02-29"]),
        ("Officers", ["3", "12"]),
        ("Reached by phone", ["yes", "no"]),
    ],
)
def test_numbers_days_and_yes_or_no_are_no_contacts(heading, cells):
    assert _read(cells, heading).organisations[heading].tolist() == cells


@pytest.mark.parametrize("cell", ["AB 12 34 56 C", "06/12/01234/001", "A1234567/2"])
def test_one_number_of_a_persons_papers_is_enough_to_refuse_a_column(cell):
    with pytest.raises(eco.DataError, match="no row here is a person"):
        _read(["", "fine", cell])


_TIES = {"from_id": ["a", "b"], "to_id": ["b", "a"], "kind": ["tied", "tied"]}


def _tie(**columns):
    organisations = pd.DataFrame({"organisation_id": ["a", "b"], "name": ["A", "B"]})
    return eco.Ecosystem(organisations=organisations, relationships=pd.DataFrame(_TIES | columns))


def test_initials_beside_a_day_are_persons():
    days = ["2024-01-03", "2024-02-01"]
    with pytest.raises(eco.DataError, match="'Who' looks like data about clients"):
        _tie(Who=["AK", "M.B."], start=days)
    assert "Who" in _tie(Who=["AK", "M.B."]).relationships
    assert "Acronym" in _tie(Acronym=["AK", "MB"], start=days).relationships
    assert "Agreed" in _tie(Agreed=["SLA", "SLA"], start=days).relationships


def test_an_address_in_a_remark_is_left_out_and_the_remark_stays():
    others = ["@ the hall", *(f"see page {number}" for number in range(8))]
    e = _read(["Ask jane.doe@example.org first", *others])
    assert e.organisations["Remarks"].tolist() == ["Ask (address left out) first", *others]
    assert "e-mail addresses in the column 'Remarks' were left out" in " ".join(
        e.problems["message"]
    )


def test_rows_of_single_people_are_refused_and_counting_is_advised():
    """A day each, and what became of it: even without a name such a row is a person."""
    with pytest.raises(eco.DataError) as raised:
        _tie(Date=["03/01/2024", "04/01/2024"], Outcome=["housed", "refused asylum"])
    said = raised.value.problems.iloc[0]
    assert "each row seems to be one person" in said["message"]
    assert "Count them" in said["suggestion"]


def test_ties_with_a_day_or_a_purpose_stay():
    assert "Date" in _tie(Date=["03/01/2024", "04/01/2024"]).relationships
    assert "Outcome" in _tie(Outcome=["a forum", "a shared bid"]).relationships


def test_reference_numbers_are_of_persons_on_a_list_of_ties_without_money():
    with pytest.raises(eco.DataError, match="'Ref no' looks like data about clients"):
        _tie(**{"Ref no": ["17", "18"]})
    assert "Ref no" in _tie(**{"Ref no": ["17", "18"]}, amount=[1000, 500]).relationships


def test_short_ids_of_letters_are_initials():
    assert are_initials(["AK", "M.B.", None, "c-3"])
    assert not are_initials(["c-001", "1", "a17"])
    assert not are_initials([])


SINGLE = {
    "Date": ["03/01/2024", "04/01/2024"],
    "Initials": ["AK", "MB"],
    "from_id": "a",
    "to_id": ["b", "c"],
    "kind": "tied",
    "Need": "housing",
    "Outcome": "housed",
}


def test_ties_that_are_single_referrals_are_refused_with_or_without_initials():
    """Once read as ties and written, a row for each client, to a public file."""
    organisations = pd.DataFrame(
        {"organisation_id": list("abc"), "name": ["Ash", "Birch", "Cedar"]}
    )
    ties = pd.DataFrame(SINGLE)
    with pytest.raises(eco.DataError, match="'Initials' looks like data about clients"):
        eco.Ecosystem(organisations=organisations, relationships=ties)
    with pytest.raises(eco.DataError, match="each row seems to be one person"):
        eco.Ecosystem(organisations=organisations, relationships=ties.drop(columns="Initials"))


def test_a_file_of_single_referrals_is_counted_and_nothing_of_a_person_is_written(tmp_path):
    file = tmp_path / "referrals.csv"
    names = {"from_id": "From", "to_id": "To"}
    pd.DataFrame(SINGLE).drop(columns="kind").rename(columns=names).to_csv(file, index=False)
    e = eco.read(file)
    assert e.referrals["sent"].tolist() == [1, 1]
    for visibility in ("public", "private"):
        folder = eco.write_tables(e, tmp_path / visibility, visibility=visibility)
        written = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.csv"))
        assert not any(word in written for word in ("AK", "MB", "housing", "housed", "01/2024"))
