"""The extract of the register of charities: what is read of it, and who is not."""

import json

from network_files import join_messages, pairs, save

import ecosystem as eco

_HEADINGS = (
    "registered_charity_number,linked_charity_number,charity_name,charity_registration_status,"
    "date_of_registration,date_of_removal,charity_contact_address1,charity_contact_postcode,"
    "charity_contact_phone,charity_contact_email,charity_contact_web,"
    "charity_company_registration_number,latest_income"
)
_ROWS = (
    "1000001,0,MEADOW THEATRE,Registered,1990-05-01T00:00:00,,1 Hill,LS1 1AA,1,ann@x.uk,x.uk,,1000",
    "1000002,0,MEADOW THEATRE,Registered,2001-05-01T00:00:00,,2 High St,LS2 1AA,,,,01234567,",
    "1000002,1,MEADOW YOUTH,Removed,2001-05-01T00:00:00,2010-01-01T00:00:00,,,,,,,",
)


def test_the_register_is_read_as_organisations_with_their_numbers(tmp_path):
    """Three rows: two of one name with numbers of their own, and one linked to the second."""
    e = eco.read(save(tmp_path, "publicextract.charity.csv", "\n".join([_HEADINGS, *_ROWS])))
    made = e.organisations.astype(object).fillna("")
    assert pairs(made, "organisation_id", "charity_number", "company_number", "postcode") == [
        ("meadow-theatre-1000001", "1000001", "", "LS1 1AA"),
        ("meadow-theatre-1000002", "1000002", "01234567", "LS2 1AA"),
        ("meadow-youth", "1000002-1", "", ""),
    ]
    assert made["status"].tolist() == ["active", "active", "closed"]
    assert made["website"].tolist() == ["x.uk", "", ""]
    assert [str(day)[:10] for day in made["end"]] == ["", "", "2010-01-01"]
    assert not (e.problems["severity"] == "error").any()


def test_contacts_of_the_register_are_not_read(tmp_path):
    e = eco.read(save(tmp_path, "charity.csv", "\n".join([_HEADINGS, *_ROWS])))
    assert not [column for column in e.organisations if "contact" in column]
    assert "ann@" not in e.organisations.to_csv()
    assert "contacts were not read: charity_contact_address1" in join_messages(e)


def test_the_register_in_json_and_parted_by_tabs_is_the_same(tmp_path):
    heads = _HEADINGS.split(",")
    records = [dict(zip(heads, row.split(","), strict=True)) for row in _ROWS]
    same = [
        save(tmp_path, "a.csv", "\n".join([_HEADINGS, *_ROWS])),
        save(tmp_path, "a.json", "\ufeff" + json.dumps(records)),
        save(tmp_path, "a.txt", "\n".join([_HEADINGS, *_ROWS]).replace(",", "\t")),
    ]
    one, *others = [eco.read(path).organisations for path in same]
    assert all(other.equals(one) for other in others)


def test_a_list_of_numbers_and_names_alone_is_no_extract(tmp_path):
    e = eco.read(
        save(tmp_path, "a.csv", "charity_name,registered_charity_number\nHarbour,1000001\n")
    )
    assert e.organisations["charity_number"].tolist() == ["1000001"]
    assert "extract of the charity register" not in join_messages(e)
