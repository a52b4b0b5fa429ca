"""People beside their organisations: no row is a person, and no person an organisation."""

import ecosystem as eco


def read_rows(folder, text):
    """Read a file of comma-separated rows that is called after nothing of ours."""
    path = folder / "stakeholders.csv"
    path.write_text(text)
    return eco.read(path)


def test_a_list_of_stakeholders_is_one_of_their_organisations(tmp_path):
    """Four people of two organisations and one of none: two organisations, and nothing of anybody.

    What is known of an organisation itself, its sector, stays.
    """
    e = read_rows(
        tmp_path,
        "Name,Organisation,Sector,Role,Interest\nA Bee,Ash,voluntary,CEO,High\n"
        "C Dee,Ash,voluntary,Manager,Low\nE Eff,Elm,faith,Imam,High\nG Haitch,,,Elder,High\n"
        "Total,,,,3\n",
    )
    assert e.organisations["name"].tolist() == ["Ash", "Elm"]
    assert e.organisations["sector"].tolist() == ["voluntary", "faith"]
    assert not {"Role", "Interest", "Name"} & set(e.organisations.columns)
    everything = e.organisations.to_csv() + e.problems.to_csv()
    assert not [name for name in ("Bee", "Dee", "Eff", "Haitch") if name in everything]


def test_volunteers_and_their_checks_are_not_kept(tmp_path):
    e = read_rows(
        tmp_path,
        "First name,Surname,Organisation,DBS number,Languages\nSam,Bee,Ash,001234567890,Arabic\n"
        "Jo,Dee,Elm,001234567891,Farsi\n",
    )
    assert e.organisations["name"].tolist() == ["Ash", "Elm"]
    assert "001234567890" not in e.organisations.to_csv()


def test_a_name_that_is_the_organisations_own_stays(tmp_path):
    """Where few rows fill in Organisation, as that above them, the names are those meant."""
    e = read_rows(
        tmp_path, "Name,Organisation,Sector\nAsh,,faith\nElm,,faith\nElm Leeds,Elm,faith\n"
    )
    assert e.organisations["name"].tolist() == ["Ash", "Elm", "Elm Leeds"]
