"""What people write in sheets by hand is read as they meant it, or said not to be."""

import pandas as pd
import pytest
from sheets_by_hand import ORGANISATIONS, say_of, write_texts

import ecosystem as eco


def test_columns_no_answer_uses_are_named_and_what_they_may_mean_is_asked(tmp_path):
    text = "Name,Colour,The sector it is in,Email\nACH,red,blue,a@example.org\n"
    e = eco.read(write_texts(tmp_path / "x", organisations=text))
    assert e.organisations.loc[0, "Colour"] == "red"
    notes = e.problems[e.problems["severity"] == "note"]["message"].tolist()
    assert "the column 'Colour' is kept, but no answer uses it." in notes
    warning = e.problems[e.problems["severity"] == "warning"].iloc[0]
    assert warning["column"] == "The sector it is in"
    assert warning["suggestion"] == "If it means Sector, use that as its heading."


def test_a_total_at_the_end_is_no_organisation(tmp_path):
    e = eco.read(
        write_texts(tmp_path / "x", organisations="Name,Colour\nTotal,x\nACH,y\nTotal: 2,\n")
    )
    assert list(e.organisations["name"]) == ["ACH", "Total"]
    warning = e.problems[e.problems["severity"] == "warning"].iloc[0]
    assert warning["row"] == 4
    assert "reads like a total" in warning["message"]


def test_a_total_in_tables_of_our_own_is_an_organisation(tmp_path):
    frame = pd.DataFrame({"organisation_id": ["a", "b"], "name": ["ACH", "Total"]})
    e = eco.Ecosystem(organisations=frame)
    again = eco.read(eco.write_tables(e, tmp_path / "x"))
    assert list(again.organisations["name"]) == ["ACH", "Total"]


@pytest.mark.parametrize(
    ("cell", "languages"),
    [
        ("Arabic, Farsi; Somali", "Arabic|Farsi|Somali"),
        ("Arabic and Farsi", "Arabic|Farsi"),
        ("ARABIC AND FARSI", "ARABIC|FARSI"),
        (
            "Chinese (Mandarin, Cantonese; Hakka), Farsi",
            "Chinese (Mandarin, Cantonese; Hakka)|Farsi",
        ),
        ("Farsi/Dari & Pashto", "Farsi|Dari|Pashto"),
        ("Arabic|Farsi", "Arabic|Farsi"),
        ("n/a", None),
    ],
)
def test_languages_in_one_cell_are_several(tmp_path, cell, languages):
    text = f'Name,Service type,Languages\nAdvice,advice,"{cell}"\n'
    e = eco.read(write_texts(tmp_path / "x", organisations=ORGANISATIONS, services=text))
    read = e.services.loc[0, "languages"]
    assert (None if pd.isna(read) else read) == languages
    assert ("several values" in say_of(e, "Languages")) == (cell not in {"Arabic|Farsi", "n/a"})


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("ACH / Bristol City Council", ["ach", "bristol-city-council"]),
        ("ACH; Bristol City Council", ["ach", "bristol-city-council"]),
        ("Refugee Action, Bristol", ["refugee-action-bristol"]),
        ("ACH; Refugee Action, Bristol", ["ach", "refugee-action-bristol"]),
    ],
)
def test_providers_in_one_cell_are_split_only_into_known_names(tmp_path, cell, names):
    text = f'Name,Service type,Organisation\nAdvice,advice,"{cell}"\n'
    e = eco.read(write_texts(tmp_path / "x", organisations=ORGANISATIONS, services=text))
    assert list(e.providers["organisation_id"]) == names


def test_a_comma_between_unknown_names_is_not_guessed_at(tmp_path):
    text = 'Name,Service type,Organisation\nAdvice,advice,"ACH, Wilson"\n'
    path = write_texts(tmp_path / "x", organisations=ORGANISATIONS, services=text)
    assert "'ACH, Wilson' is not in organisations" in " ".join(eco.check(path)["message"])


def test_places_in_one_cell_are_several_and_a_name_with_a_comma_is_one(tmp_path):
    text = (
        "Name,Service type,Area covered\n"
        'Advice,advice,"Bristol, South Gloucestershire"\nFood,food,"Bristol, City of"\n'
    )
    e = eco.read(write_texts(tmp_path / "x", organisations=ORGANISATIONS, services=text))
    reached = e.catchments.groupby("service_id")["area_code"].agg(list)
    assert reached.tolist() == [["E06000023", "E06000025"], ["E06000023"]]


def test_a_name_twice_in_one_cell_is_one(tmp_path):
    text = (
        'Name,Service type,Organisation,Area covered\nAdvice,advice,"ACH; ACH","Bristol, Bristol"\n'
    )
    e = eco.read(write_texts(tmp_path / "x", organisations=ORGANISATIONS, services=text))
    assert (len(e.providers), len(e.catchments)) == (1, 1)


def test_lists_in_tables_of_our_own_are_left_as_they_are(tmp_path):
    services = pd.DataFrame(
        {"service_id": ["s"], "name": ["S"], "service_type": ["x"], "languages": ["a, b and c"]}
    )
    e = eco.Ecosystem(
        organisations=pd.DataFrame({"organisation_id": ["a"], "name": ["A"]}), services=services
    )
    again = eco.read(eco.write_tables(e, tmp_path / "x"))
    assert list(again.services["languages"]) == ["a, b and c"]


def test_a_company_number_among_charity_numbers_is_asked_about(tmp_path):
    text = "Name,Charity number\nACH,07010370\n"
    e = eco.read(write_texts(tmp_path / "x", organisations=text))
    assert "looks like a company number" in say_of(e, "Charity number")


def test_places_that_are_no_numbers_are_no_capacity(tmp_path):
    text = "Name,Service type,Places\nA,food,Bristol\nB,food,Bath\n"
    e = eco.read(write_texts(tmp_path / "x", organisations=ORGANISATIONS, services=text))
    assert list(e.services["Places"]) == ["Bristol", "Bath"]
    assert e.services["capacity"].isna().all()


def test_a_level_in_words_is_answered_with_the_choices(tmp_path):
    text = "Name,Service type,Level\nA,advice,Level 2\nB,advice,2.0\nC,advice,high\n"
    path = write_texts(tmp_path / "x", organisations=ORGANISATIONS, services=text)
    error = eco.check(path).query("severity == 'error'").iloc[0]
    assert (error["row"], error["message"]) == (4, "'high' is not a level.")
    assert error["suggestion"].startswith("Write 1, 2 or 3")


def test_a_row_of_instructions_is_told_from_a_first_row_in_words(tmp_path):
    """Of the first, three cells are no values and none is; of the other, each is one in words."""
    heads = "Name,Service type,Capacity,Level,Legal aid,Accepting referrals,Start"
    told = "The name,What it does,How many people,1 to 3,yes or no,Choose from the list,Day"
    kept = "Tuesdays,advice,approx 20,2/3,yes - LAA,full until Sept,since 2019"
    text = f"{heads}\n{told}\n{kept}\n"
    e = eco.read(write_texts(tmp_path / "x", organisations=ORGANISATIONS, services=text))
    assert e.services["name"].tolist() == ["Tuesdays"]
    assert "reads like instructions" in " ".join(e.problems["message"])
    text = f"{heads}\n{kept}\nFridays,advice,,,,,\n"
    e = eco.read(write_texts(tmp_path / "y", organisations=ORGANISATIONS, services=text))
    assert sorted(e.services["name"]) == ["Fridays", "Tuesdays"]


def test_what_programs_write_below_a_table_is_no_organisation(tmp_path):
    """Two organisations; below them who ran the report, and which filters were on."""
    (tmp_path / "report.csv").write_text(
        "Account Name,Type,Billing City\nAsh,Partner,Leeds\nWomen@TheHub,,\n,,\n"
        "Confidential Information - Do Not Distribute,,\n"
        '"Applied filters:\nDate is after 01/04/2023",,\nGenerated By: Sam Poe 01/03/2024,,\n'
    )
    e = eco.read(tmp_path / "report.csv")
    assert e.organisations["name"].tolist() == ["Ash", "Women@TheHub"]
    assert e.problems["message"].str.contains("3 rows below the table left out").any()
    assert "Poe" not in e.problems.to_csv()
