"""Crosses beside ticks may say yes or no; alone they say yes."""

import pytest

import ecosystem as eco


def _read(tmp_path, text):
    path = tmp_path / "grid.csv"
    path.write_text(text, encoding="utf-8")
    return eco.read(path)


def _list_services(e):
    named = e.services.merge(e.providers, on="service_id").merge(
        e.organisations, on="organisation_id"
    )
    return sorted(zip(named["name_y"], named["service_type"], strict=True))


GRID = "Organisation,Where,Food,ESOL\nAsh,Leeds,{tick},{cross}\nElm,Leeds,,{tick}\n"


@pytest.mark.parametrize(
    ("tick", "cross"), [("\u2713", "x"), ("\u2714\ufe0f", "X"), ("\u2611", "\u2612")]
)
def test_a_cross_beside_ticks_is_asked_about_and_no_service(tick, cross, tmp_path):
    e = _read(tmp_path, GRID.format(tick=tick, cross=cross))
    assert _list_services(e) == [("Ash", "food"), ("Elm", "ESOL")]
    asked = e.problems[e.problems["message"].str.contains("with a cross")].iloc[0]
    assert (asked["severity"], asked["column"], asked["row"]) == ("warning", "ESOL", 2)
    assert asked["value"] == cross
    assert asked["cells"] == ((2, cross),)


def test_where_no_is_said_in_words_a_cross_says_yes(tmp_path):
    e = _read(tmp_path, GRID.format(tick="\u2713", cross="x") + "Oak,Leeds,no,\u2713\n")
    assert ("Ash", "ESOL") in _list_services(e)


@pytest.mark.parametrize(("tick", "cross"), [("x", "x"), ("yes", "x"), ("\u2713", "\u2713")])
def test_marks_of_one_sort_say_yes(tick, cross, tmp_path):
    e = _read(tmp_path, GRID.format(tick=tick, cross=cross))
    assert _list_services(e) == [("Ash", "ESOL"), ("Ash", "food"), ("Elm", "ESOL")]
    assert not e.problems["message"].str.contains("with a cross").any()


def test_crosses_of_one_hand_and_ticks_of_another_in_other_rows_and_columns_say_yes(tmp_path):
    """No row and no column has both: who filled in the first two used ticks, the other crosses."""
    e = _read(
        tmp_path,
        "Organisation,Where,Food,ESOL,Housing,Health\nAsh,Leeds,\u2713,\u2713,,\nElm,Leeds,,,x,x\n",
    )
    assert len(e.services) == 4


def test_a_cross_beside_ticks_in_a_grid_of_ties_is_no_tie_that_was_named(tmp_path):
    """Ash ticks Elm and crosses Oak: of Ash and Oak nothing is known."""
    e = _read(tmp_path, "name,Ash,Elm,Oak\nAsh,,\u2713,x\nElm,\u2713,,\nOak,,,\n")
    ties = {frozenset(pair) for pair in e.relationships[["from_id", "to_id"]].to_numpy().tolist()}
    assert ties == {frozenset(["ash", "elm"])}
