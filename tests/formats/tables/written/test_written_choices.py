"""Choices, answers of yes and no, and levels in the words of who filled in a sheet."""

import pandas as pd
import pytest
from sheets_by_hand import ORGANISATIONS, say_of, write_texts

import ecosystem as eco
from ecosystem.data import TABLES
from ecosystem.formats.tables.written.choice_words import WORDS


def _read(tmp_path, column, heading, *cells, table="services"):
    """Return a column of a sheet that has one row a cell, and the ecosystem."""
    start, more = ("Name,Service type", ",x") if table == "services" else ("Name", "")
    rows = "".join(f'S{row}{more},"{cell}"\n' for row, cell in enumerate(cells, 1))
    texts = {"organisations": ORGANISATIONS} | {table: f"{start},{heading}\n{rows}"}
    e = eco.read(write_texts(tmp_path / "x", **texts))
    read = getattr(e, table).sort_values("name")[column]
    return [None if pd.isna(cell) else cell for cell in read], e


def test_sectors_in_other_words_are_said_once_by_what_they_became(tmp_path):
    cells = ["CIC", "vol", "VCS", "vcs", "gov", "council", "mosque", "voluntary"]
    read, e = _read(tmp_path, "sector", "Sector", *cells, table="organisations")
    assert read == ["voluntary"] * 4 + ["statutory"] * 2 + ["faith", "voluntary"]
    assert say_of(e, "Sector").strip() == (
        "7 cells under 'Sector' in other words, read so: 'CIC', 'vol' and 'VCS' as voluntary; "
        "'gov' and 'council' as statutory; 'mosque' as faith."
    )


@pytest.mark.parametrize("cell", ["education", "college", "School", "housing association", "trust"])
def test_a_sector_that_may_be_two_is_asked_about(tmp_path, cell):
    read, e = _read(tmp_path, "sector", "Sector", cell, "charity", table="organisations")
    assert read == [None, "voluntary"]
    assert "do not tell which choice is meant, read as not known" in say_of(e, "Sector")
    assert "Choose voluntary, statutory, academic" in say_of(e, "Sector")


def test_yes_is_a_role_only_where_the_heading_asks_for_it(tmp_path):
    cells = ["yes", "no", "\u2713", "core"]
    read, _ = _read(tmp_path, "stated_role", "Core?", *cells, table="organisations")
    assert read == ["core", "wider network", "core", "core"]
    other = tmp_path / "other"
    other.mkdir()
    read, e = _read(other, "stated_role", "Stated role", *cells, table="organisations")
    assert read == [None, None, None, "core"]
    assert "3 cells under 'Stated role'" in say_of(e, "Stated role")


@pytest.mark.parametrize(
    ("cell", "choice"),
    [
        ("walk in", "drop-in"),
        ("Drop-in (Tuesdays)", "drop-in"),
        ("by appointment only", "appointment"),
        ("GP referral", "agency referral"),
        ("self-refer", "self-referral"),
        ("phone only", "remote only"),
        ("referral", None),
        ("Referral only", None),
        ("phone", None),
        ("Mon-Fri", None),
        ("9.30am to 1pm", None),
        ("drop-in or appointment", None),
        ("self-referral / agency", None),
    ],
)
def test_ways_in(tmp_path, cell, choice):
    read, e = _read(tmp_path, "access", "Access", cell)
    assert read == [choice]
    assert (len(e.problems.query("column == 'Access' and severity == 'warning'")) == 1) == (
        choice is None
    )
    assert "Did you mean" not in say_of(e, "Access")


def test_opening_hours_are_asked_for_in_a_column_of_their_own(tmp_path):
    _, e = _read(tmp_path, "access", "Access", "Mon-Fri")
    assert "with opening hours, read as not known: 'Mon-Fri'. Put them in" in say_of(e, "Access")


@pytest.mark.parametrize(
    ("cell", "choice"),
    [
        ("full", "no"),
        ("full until Sept", "no"),
        ("no capacity until Jan", "no"),
        ("Not at the moment", "no"),
        ("not full", "yes"),
        ("open", "yes"),
        ("limited places", "limited"),
        ("yes - limited", "limited"),
        ("waiting list 3 months", "waiting list"),
        ("full - waiting list", "waiting list"),
        ("6 week wait", "waiting list"),
        ("no waiting list", None),
        ("limited to women", None),
        ("waiting for funding", None),
        ("waiting list closed", None),
        ("yes from Sept", None),
        ("yes, ring first", None),
    ],
)
def test_whether_referrals_are_taken(tmp_path, cell, choice):
    assert _read(tmp_path, "accepting_referrals", "Accepting referrals", cell)[0] == [choice]


@pytest.mark.parametrize(
    ("cell", "answer"),
    [
        ("Y ", True),
        ("TRUE", True),
        ("Yes.", True),
        ("\u2713", True),
        ("yes - LAA contract", True),
        ("no", False),
        ("no contract", False),
        ("n/a", None),
        ("yes?", None),
        ("yes but only housing", None),
        ("yes until 2024", None),
        ("No - but applying", None),
        ("sometimes", None),
    ],
)
def test_answers_of_yes_and_no(tmp_path, cell, answer):
    assert _read(tmp_path, "legal_aid", "Legal aid", cell)[0] == [answer]


def test_a_cross_is_a_tick_alone_and_a_question_beside_a_tick(tmp_path):
    assert _read(tmp_path, "legal_aid", "Legal aid", "x", "", "X")[0] == [True, None, True]
    other = tmp_path / "other"
    other.mkdir()
    assert _read(other, "legal_aid", "Legal aid", "x", "\u2713")[0] == [None, True]


def test_what_guards_somebody_never_turns_into_not_known(tmp_path):
    for number, (cell, is_read) in enumerate([("yes - refuge", True), ("sometimes", False)]):
        texts = {
            "services": "Name,Service type\nS,x\n",
            "sites": f"Service,Area,Confidential\nS,Coventry,{cell}\n",
        }
        path = write_texts(tmp_path / str(number), organisations=ORGANISATIONS, **texts)
        errors = eco.check(path).query("severity == 'error' and column == 'Confidential'")
        assert errors.empty == is_read


@pytest.mark.parametrize(
    ("cell", "level"),
    [
        ("2/3", 3),
        ("1-3", 3),
        ("Level 1 and 2", 2),
        ("L1 & L2", 2),
        ("Level 1 only", 1),
        ("OISC Level 2", 2),
        ("L2", 2),
        ("solicitor", None),
        ("Level 2 (working towards 3)", None),
        ("n/a", None),
    ],
)
def test_levels(tmp_path, cell, level):
    read, e = _read(tmp_path, "level", "Level", cell)
    assert read == [level]
    assert ("of which the highest counts" in say_of(e, "Level")) == (
        cell in {"2/3", "1-3", "Level 1 and 2", "L1 & L2"}
    )


def test_the_level_of_a_need_is_a_digit_and_several_are_asked_about(tmp_path):
    """A need of "2/3" is no need of level 3 alone."""
    rows = ["Stafford,Level 2", "Lichfield,L1", "Tamworth,2/3", "Coventry,n/a", "Dudley,3"]
    text = "Area,Service type,People,Level\n" + "".join(
        f"{area},x,20,{level}\n" for area, level in (row.split(",") for row in rows)
    )
    e = eco.read(write_texts(tmp_path / "x", organisations=ORGANISATIONS, demand=text))
    needs = e.demand.merge(e.areas[["area_code", "name"]], on="area_code").set_index("name")
    assert needs["level"].dropna().to_dict() == {"Stafford": "2", "Lichfield": "1", "Dudley": "3"}
    assert "that name no one level, read as not known: '2/3'." in say_of(e, "Level")


def test_a_column_of_something_else_is_left_as_it_is(tmp_path):
    text = "Name,Core\nACH,casework and advice\nBor,sometimes\n"
    e = eco.read(write_texts(tmp_path / "x", organisations=text))
    assert e.organisations["Core"].tolist() == ["casework and advice", "sometimes"]


@pytest.mark.parametrize(
    ("column", "written", "never"),
    [
        ("access", "referrals", "self-referral"),
        ("access", "gp referal", "self-referral"),
        ("status", "inactve", "'active'"),
        ("status", "not actve", "'active'"),
        ("accepting_referrals", "unlimted", "'limited'"),
    ],
)
def test_no_suggestion_means_the_opposite(column, written, never):
    frame = pd.DataFrame({"service_id": ["s"], "name": ["S"], "service_type": ["x"]})
    organisations = pd.DataFrame({"organisation_id": ["a"], "name": ["A"]})
    with pytest.raises(eco.DataError) as raised:
        eco.Ecosystem(organisations=organisations, services=frame.assign(**{column: written}))
    hint = raised.value.problems.iloc[0]["suggestion"].partition("Choose ")[0]
    assert never not in hint


def test_a_slip_of_the_keys_is_still_answered():
    frame = pd.DataFrame({"organisation_id": ["a"], "name": ["A"], "sector": ["voluntry"]})
    with pytest.raises(eco.DataError, match="Did you mean 'voluntary'"):
        eco.Ecosystem(organisations=frame)


def test_every_word_leads_to_a_choice_of_its_column_and_is_in_the_form_it_is_looked_up_in():
    for name, words in WORDS.items():
        columns = [column for table in TABLES.values() for column in table.columns]
        choices = {choice for column in columns if column.name == name for choice in column.choices}
        assert set(words.values()) <= choices
        assert not set(words) & choices
        assert all(word == word.casefold().strip() and "-" not in word for word in words)
