"""Who sits in which forum, as a grid and as a list."""

import pytest
from network_files import join_messages, save
from written_tables import write_csv

import ecosystem as eco

_GRID = """Organisation,Housing forum,Health board,Strategic partnership
Ash,1,0,1
Birch,1,1,
Cedar,0,no,
"""


def list_seats(e):
    names = dict(zip(e.groups["group_id"], e.groups["name"], strict=True))
    bodies = dict(zip(e.organisations["organisation_id"], e.organisations["name"], strict=True))
    return sorted(
        (bodies[body], names[group])
        for body, group in zip(
            e.memberships["organisation_id"], e.memberships["group_id"], strict=True
        )
    )


_SEATS = [
    ("Ash", "Housing forum"),
    ("Ash", "Strategic partnership"),
    ("Birch", "Health board"),
    ("Birch", "Housing forum"),
]


@pytest.mark.parametrize(
    "text", [_GRID, _GRID.replace("Organisation,", ",", 1), _GRID.replace("1", "x")]
)
def test_a_grid_of_forums_is_who_sits_where(tmp_path, text):
    """Cedar sits nowhere, and is an organisation all the same; there is no service."""
    e = eco.read(save(tmp_path, "forums.csv", text))
    assert e.organisations["name"].tolist() == ["Ash", "Birch", "Cedar"]
    assert list_seats(e) == _SEATS
    assert len(e.services) == len(e.relationships) == 0
    assert "who sits in which group; 3 organisations, 3 groups, 4 seats." in join_messages(e)


def test_ticks_below_what_is_done_stay_services(tmp_path):
    e = eco.read(save(tmp_path, "ticks.csv", "Organisation,Housing,Food\nAsh,x,\nBirch,x,x\n"))
    assert len(e.groups) == 0
    assert len(e.services) == 3


@pytest.mark.parametrize("heading", ["Forum", "Group", "Steering group"])
def test_a_list_with_a_row_a_seat(tmp_path, heading):
    rows = "".join(f"{body},{group},chair\n" for body, group in _SEATS)
    e = eco.read(save(tmp_path, "who.csv", f"Organisation,{heading},Role\n{rows}"))
    assert list_seats(e) == _SEATS
    assert set(e.memberships["role"]) == {"chair"}


def test_a_list_beside_tables_names_their_rows(tmp_path):
    """The groups are listed, so that none is made; a forum that is misspelt is an error."""
    folder = write_csv(
        tmp_path / "all",
        organisations=[["organisation_id", "name"], ["a", "Ash"]],
        groups=[["group_id", "name"], ["g", "Housing forum"]],
        who=[["Organisation", "Forum"], ["Ash", "Housing forum"]],
    )
    assert eco.read(folder).memberships["group_id"].tolist() == ["g"]
    write_csv(folder, who=[["Organisation", "Forum"], ["Ash", "Housing forun"]])
    with pytest.raises(eco.DataError, match="Housing forum"):
        eco.read(folder)


def test_a_list_of_organisations_that_names_a_forum_is_one(tmp_path):
    text = "Organisation,Forum,Sector\nAsh,Housing forum,voluntary\nBirch,,faith\n"
    e = eco.read(save(tmp_path, "list.csv", text))
    assert len(e.memberships) == 0
    assert e.organisations["sector"].tolist() == ["voluntary", "faith"]


_FORUMS = (
    "Forum,Chair,Member organisations,Meets\n"
    'Housing forum,ash,"Ash, Birch",monthly\n'
    "Health board,Jo Bloggs,Birch; all councils,quarterly\n"
    "Strategic partnership,,Ash,\n"
)


def test_a_list_of_forums_with_their_members_in_one_cell_is_who_sits_where(tmp_path):
    """Ash chairs the first. Of the second the chair is no member of any, so it may be a person."""
    e = eco.read(save(tmp_path, "forums.csv", _FORUMS))
    assert list_seats(e) == _SEATS
    assert e.memberships["role"].tolist().count("chair") == 1
    assert e.groups.set_index("name")["Meets"].dropna().to_dict() == {
        "Housing forum": "monthly",
        "Health board": "quarterly",
    }
    assert e.organisations["name"].tolist() == ["Ash", "Birch"]
    said = join_messages(e)
    assert "1 chair not read" in said
    assert "1 name of many left out" in said


def test_members_that_may_be_people_are_read_only_where_they_are_known(tmp_path):
    forums = _FORUMS.replace("Member organisations", "Members")
    with pytest.raises(eco.DataError):
        eco.read(save(tmp_path, "forums.csv", forums))
    folder = tmp_path / "both"
    folder.mkdir()
    save(folder, "forums.csv", forums)
    save(folder, "who.csv", "Organisation,What they do\nAsh,food bank\nBirch,ESOL\n")
    assert list_seats(eco.read(folder)) == _SEATS


def test_roles_notes_and_totals_in_a_grid_of_subgroups(tmp_path):
    """Seven seats, two of them chairs; who left, was asked or is doubtful has none.

    Who comes from each is a person, and the last row adds up the others.
    """
    text = (
        "Member organisation,Strategic Board,Health sub-group,Housing sub-group,Representative\n"
        "Ash,Chair,x,,A Bee\nBirch,x,Vice chair,x,C Dee\nCouncil,x,,Chair,E Eff\n"
        "Cedar,,,Left 2022,\nElm,invited,?,,\nNumber of members,3,2,2,\n"
    )
    e = eco.read(save(tmp_path, "subgroups.csv", text))
    assert e.organisations["name"].tolist() == ["Ash", "Birch", "Cedar", "Council", "Elm"]
    seats = e.memberships.set_index(["organisation_id", "group_id"])["role"].fillna("")
    assert seats.to_dict() == {
        ("ash", "strategic-board"): "chair",
        ("ash", "health-sub-group"): "",
        ("birch", "strategic-board"): "",
        ("birch", "health-sub-group"): "member",
        ("birch", "housing-sub-group"): "",
        ("council", "strategic-board"): "",
        ("council", "housing-sub-group"): "chair",
    }
    assert len(e.services) == 0
    assert "A Bee" not in join_messages(e)
