"""A grid of places by services, in the cells the names of who does it."""

import pytest

import ecosystem as eco


def _read(tmp_path, text):
    path = tmp_path / "provision.csv"
    path.write_text(text, encoding="utf-8")
    return eco.read(path)


def _list_work(e):
    """Return who does what where, by name."""
    rows = (
        e.services[["service_id", "service_type"]]
        .merge(e.providers, on="service_id")
        .merge(e.organisations[["organisation_id", "name"]], on="organisation_id")
        .merge(e.catchments, on="service_id")
        .merge(e.areas[["area_code", "name"]], on="area_code", suffixes=("", "_of_area"))
    )
    return set(zip(rows["name"], rows["service_type"], rows["name_of_area"], strict=True))


WORK = {
    ("Ash", "food", "Leeds"),
    ("Elm", "food", "Leeds"),
    ("Elm", "ESOL", "Bradford"),
    ("Oak", "ESOL", "Bradford"),
}


def test_each_name_in_a_cell_does_the_service_in_the_place(tmp_path):
    """Elm stands alone below ESOL, so the comma beside it parts two names."""
    e = _read(
        tmp_path,
        'Area,Food,ESOL\nLeeds,"Ash, Elm",\nBradford,none,Elm; Oak\nCalderdale,GAP,?\n',
    )
    assert _list_work(e) == WORK
    # A place for which nobody is named is there: it is what such a grid is for.
    assert sorted(e.areas["name"]) == ["Bradford", "Calderdale", "Leeds"]
    said = " ".join(e.problems["message"])
    assert "3 cells without a name left out: 'none', 'GAP' and '?'." in said


def test_services_may_stand_down_the_side(tmp_path):
    e = _read(
        tmp_path, "Service,Leeds,Bradford,Calderdale\nFood,Ash / Elm,,\nESOL,,Elm;Oak,none at all\n"
    )
    assert _list_work(e) == WORK
    assert "Calderdale" in set(e.areas["name"])


def test_a_comma_between_names_that_stand_nowhere_alone_is_asked_about(tmp_path):
    e = _read(tmp_path, 'Area,Food,ESOL\nLeeds,"Smith, Jones and Co",Ash\nBradford,Ash,\n')
    assert sorted(e.organisations["name"]) == ["Ash", "Smith, Jones and Co"]
    asked = e.problems[e.problems["message"].str.contains("one organisation each")]
    assert asked["severity"].tolist() == ["warning"]


@pytest.mark.parametrize(
    "text",
    [
        "Area,Food,ESOL\nLeeds,3,5\nBradford,1,2\n",
        "Organisation,Food,ESOL\nAsh,x,\nElm,,x\n",
        "Organisation,What they do,Area\nAsh,food bank,Leeds\nElm,ESOL,York\n",
    ],
)
def test_counts_ticks_and_directories_are_no_such_grid(text, tmp_path):
    try:
        said = _read(tmp_path, text).problems
    except eco.DataError as error:
        said = error.problems
    assert not said["message"].str.contains("who does what where").any()


def test_notes_and_contacts_beside_a_grid_are_no_organisations(tmp_path):
    """Two columns behind the services hold people; a row behind the places is a key."""
    e = _read(
        tmp_path,
        "Area,Food,ESOL,Housing,Notes,Lead contact,Visibility\n"
        "Leeds,Ash,Elm,,Jane to call Ali,Sam Poe,private\nBradford,Elm,Ash,Ash,,,\n"
        "Key: green is full,Kim Lee,,,,,\n",
    )
    assert sorted(e.organisations["name"]) == ["Ash", "Elm"]
    said = " ".join(e.problems["message"])
    assert "not read, because outside the services and places: 'Notes', 'Lead contact' and" in said
    assert not any(name in said for name in ("Jane", "Poe", "Kim"))
    # The row of Leeds is private: what is made of it alone is told to nobody else.
    assert len(e.services) == 5
    assert sorted(e.select(visibility="public").services["service_type"]) == [
        "ESOL",
        "food",
        "housing",
    ]
    assert sorted(e.areas["name"]) == ["Bradford", "Leeds"]
