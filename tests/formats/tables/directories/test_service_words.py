"""What a service is, from the words people use for it: where no word is clear, nothing is said."""

import pytest

from ecosystem.formats.tables.directories.service_words import (
    find_level,
    find_service_type,
    has_legal_aid,
    is_made_of_types,
)
from ecosystem.formats.tables.directories.what_they_do import split_services


@pytest.mark.parametrize(
    ("words", "service_type"),
    [
        ("Benefits", "advice"),
        ("debt and money advice", "advice"),
        ("OISC level 1", "immigration advice"),
        ("Asylum claims and appeals", "immigration advice"),
        ("Immigration solicitors", "immigration advice"),
        ("Legal advice (immigration, asylum)", "immigration advice"),
        ("Family reunion", "immigration advice"),
        ("Housing law", "legal advice"),
        ("Legal aid", "legal advice"),
        ("Legal aid housing", "legal advice"),
        ("Advice but not immigration", "advice"),
        ("Housing advice", "housing"),
        ("Advice (homelessness, evictions)", "housing"),
        ("Advice on housing", "housing"),
        ("Resettlement team", "housing"),
        ("English classes", "ESOL"),
        ("Conversation caf\u00e9", "ESOL"),
        ("Pre-entry ESOL for women with children", "ESOL"),
        ("Food bank", "food"),
        ("Hardship grants", "destitution"),
        ("GP registration", "health"),
        ("Family counselling", "wellbeing"),
        ("Children and young people's mental health", "wellbeing"),
        ("Women's group", "befriending"),
        ("Job club and CVs", "employment"),
        ("Children's football", "sport and arts"),
        ("Help for families", "children and families"),
        ("School uniforms", "clothing"),
        ("ESOL drop-in", "ESOL"),
        ("Drop-in (ESOL, food)", "drop-in"),
        ("drop in for families", "drop-in"),
        ("Women's refuge", "domestic abuse"),
        ("Interpreting and translation", "interpreting"),
        ("Support for refugees", ""),
        ("Chess", ""),
        ("", ""),
    ],
)
def test_the_type_is_what_the_words_say_it_is(words, service_type):
    assert find_service_type(words) == service_type


@pytest.mark.parametrize(
    ("words", "level"),
    [
        ("OISC Level 1", "1"),
        ("IAA L3", "3"),
        ("advice (level 2)", "2"),
        ("Levels 1 and 2", "2"),
        ("OISC 1-3", "3"),
        ("OISC registered", ""),
        ("Level 4", ""),
        ("24 places", ""),
        ("level 2.5", ""),
    ],
)
def test_a_level_is_read_only_where_it_is_written(words, level):
    assert find_level(words) == level


@pytest.mark.parametrize(
    ("words", "has"),
    [
        ("Legal aid immigration", True),
        ("legal-aid contract", True),
        ("no legal aid", False),
        ("not legal aid", False),
        ("legal aid no longer available", False),
        ("Legal advice", False),
    ],
)
def test_legal_aid_is_read_only_where_it_is_written(words, has):
    assert has_legal_aid(words) is has


@pytest.mark.parametrize(
    ("cell", "services"),
    [
        ("Food; ESOL\nClothing", ["Food", "ESOL", "Clothing"]),
        ("\u2022 Food bank\n\u2022 ESOL", ["Food bank", "ESOL"]),
        ("1. Food\n2. ESOL", ["Food", "ESOL"]),
        ("Food and clothes", ["Food", "clothes"]),
        ("Food/clothes & ESOL", ["Food", "clothes", "ESOL"]),
        ("Health and safety", ["Health and safety"]),
        ("Arts & crafts", ["Arts & crafts"]),
        (
            "Children and young people's mental health",
            ["Children and young people's mental health"],
        ),
        (
            "Support for refugees, asylum seekers and migrants",
            ["Support for refugees, asylum seekers and migrants"],
        ),
        (
            "Immigration advice, OISC level 2, casework, no legal aid",
            ["Immigration advice, OISC level 2, casework, no legal aid"],
        ),
        (
            "Immigration casework and appeals (legal aid)",
            ["Immigration casework and appeals (legal aid)"],
        ),
        ("Drop-in and food (ESOL too)", ["Drop-in", "food (ESOL too)"]),
        ("ESOL, entry 1-3, Tues 10-2", ["ESOL, entry 1-3, Tues 10-2"]),
        ("Advice: benefits, debt, housing", ["Advice: benefits, debt", "housing"]),
        ("Advice (benefits, debt), food", ["Advice (benefits, debt)", "food"]),
        ("We provide ESOL classes. We also run a food bank", ["ESOL classes", "food bank"]),
        ("Counselling, waiting list 6 weeks", ["Counselling, waiting list 6 weeks"]),
        ("Chess, draughts", ["Chess", "draughts"]),
        ("Work of St. Anne's. Food", ["Work of St. Anne's", "Food"]),
        (" , ;", []),
    ],
)
def test_a_cell_is_parted_where_services_end(cell, services):
    assert list(split_services(cell)[0]) == services


def test_a_sentence_beside_services_is_no_service():
    services, left = split_services("ESOL. Founded in 2003 by a group of local people.")
    assert services == ("ESOL",)
    assert left == ("Founded in 2003 by a group of local people",)


@pytest.mark.parametrize(
    ("cell", "services", "left"),
    [
        ("advice + hardship; NOT immigration", ("advice", "hardship"), ("NOT immigration",)),
        ("ESOL, creche (planned)", ("ESOL",), ("creche (planned)",)),
        ("no longer runs ESOL", (), ("no longer runs ESOL",)),
        ("not sure", (), ("not sure",)),
    ],
)
def test_what_is_denied_planned_or_ended_is_no_service(cell, services, left):
    assert split_services(cell) == (services, left)


def test_a_long_text_stays_whole_and_takes_no_time():
    for text in ("a, " * 5000, "food and " * 3000, "(" * 20_000, "1111 " * 8000, "monmon" * 5000):
        assert len(split_services(text)[0]) == 1


@pytest.mark.parametrize(
    ("title", "is_title"),
    [
        ("Housing & homelessness", True),
        ("ESOL and Education", True),
        ("Advice services", True),
        ("Derby Foodbank", False),
        ("Open Door Housing", False),
        ("Community", False),
    ],
)
def test_a_title_holds_types_and_nothing_else(title, is_title):
    assert is_made_of_types(title) is is_title


@pytest.mark.parametrize(
    "cell",
    [
        *("working towards L1", "Level 2 (lapsed)", "L3 from 2027", "applied for level 2"),
        *("level 2?", "not OISC level 1", "L2 pending", "former L3"),
    ],
)
def test_a_level_that_is_not_held_now_is_not_known(cell):
    assert find_level(cell) == ""
