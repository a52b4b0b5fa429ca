"""One spelling a service type; a slip is asked about and left."""

from sheets_by_hand import ORGANISATIONS, say_of, write_texts

import ecosystem as eco


def test_service_types_that_differ_in_capitals_are_one(tmp_path):
    e = eco.read(
        write_texts(
            tmp_path / "x",
            organisations=ORGANISATIONS,
            services="Name,Service type\nA,Food bank\nB,food-bank\nC,food bank\nD,food bank\n",
            demand="Area,Service type,People\nBristol,FOOD BANK,50\n",
        )
    )
    assert set(e.services["service_type"]) | set(e.demand["service_type"]) == {"food bank"}
    said = say_of(e, "Service type")
    for spelling in ("Food bank", "food-bank", "FOOD BANK"):
        assert f"'{spelling}' was read as 'food bank'" in said


def test_demand_twice_in_two_spellings_is_an_error(tmp_path):
    folder = write_texts(
        tmp_path / "x",
        organisations=ORGANISATIONS,
        demand="Area,Service type,People\nBristol,food,50\nBristol,Food,60\n",
    )
    errors = eco.check(folder).query("severity == 'error'")
    assert list(errors["table"]) == ["demand"]


def test_a_slip_in_a_service_type_is_asked_about_and_left(tmp_path):
    e = eco.read(
        write_texts(
            tmp_path / "x",
            organisations=ORGANISATIONS,
            services="Name,Service type\nA,immigration advice\n",
            demand="Area,Service type,People\nBristol,imigration advice,50\nBristol,food,9\n",
        )
    )
    assert set(e.demand["service_type"]) == {"imigration advice", "food"}
    warnings = e.problems[e.problems["severity"] == "warning"]
    assert list(warnings["suggestion"]) == ["Did you mean 'immigration advice'?"]
