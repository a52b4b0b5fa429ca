"""Words of people's own where a choice is asked for: said once, and no reason to refuse a file."""

import pytest
from network_files import save

import ecosystem as eco

_SERVICES = """Name,Service type,Organisation,Access
Parcels,Food,Harbour,Voucher of the food bank
Meals,Food,Harbour,voucher of the food bank
Advice,Law,River,By the yellow door
Clinic,Law,River,drop-in
"""


def test_each_word_of_its_own_is_one_warning_and_is_kept(tmp_path):
    """Four services: two vouchers (in two spellings), one door, one drop-in."""
    e = eco.read(save(tmp_path, "services.csv", _SERVICES))
    made = e.services.set_index("name")
    assert made["access"].fillna("").to_dict() == {
        "Advice": "",
        "Clinic": "drop-in",
        "Meals": "",
        "Parcels": "",
    }
    assert made.loc["Parcels", "Access (as given)"] == "Voucher of the food bank"
    said = e.problems[e.problems["column"] == "Access"]
    assert said["severity"].tolist() == ["warning"] * 2
    assert said["row"].tolist() == [2, 4]
    assert said["message"].iloc[0].startswith("2 cells under 'Access' with 'Voucher of the food")


def test_a_slip_of_a_choice_is_still_asked_about(tmp_path):
    path = save(tmp_path, "organisations.csv", "Name,Sector\nHarbour,volountary\nRiver,Food\n")
    with pytest.raises(eco.DataError, match="Did you mean 'voluntary'"):
        eco.read(path)


def test_a_sector_of_its_own_words_is_not_known(tmp_path):
    rows = "".join(f"Group {number},Allotments\n" for number in range(30))
    e = eco.read(save(tmp_path, "organisations.csv", f"Name,Sector\n{rows}"))
    assert e.organisations["sector"].isna().all()
    assert set(e.organisations["Sector (as given)"]) == {"Allotments"}
    assert e.problems["message"].str.startswith("30 cells under 'Sector'").sum() == 1


def test_a_status_is_never_taken_as_not_known(tmp_path):
    path = save(tmp_path, "organisations.csv", "Name,Status\nHarbour,wound down in May\n")
    with pytest.raises(eco.DataError, match="is not one of the choices"):
        eco.read(path)
