"""The same name on several rows: each has an id, by a number, a place or a counter."""

import pytest
from network_files import join_messages, save
from written_tables import write_csv

import ecosystem as eco


def _ids(tmp_path, *rows):
    e = eco.read(write_csv(tmp_path, organisations=list(rows)))
    assert "is also the name of" in join_messages(e)
    return e.organisations["organisation_id"].tolist()


def test_a_number_of_a_register_tells_two_of_one_name_apart(tmp_path):
    rows = (["Meadow Theatre", "1000001"], ["Meadow Theatre", "1000002"])
    ids = _ids(tmp_path, ["Name", "Charity number"], *rows)
    assert ids == ["meadow-theatre-1000001", "meadow-theatre-1000002"]


def test_a_place_tells_branches_of_one_name_apart(tmp_path):
    ids = _ids(tmp_path, ["Name", "Area"], ["Hope", "Leeds"], ["Hope", "Hull"])
    assert ids == ["hope-hull", "hope-leeds"]


def test_what_no_cell_tells_apart_is_counted(tmp_path):
    """One branch has a postcode of its own; two share one, and the last has none."""
    rows = (["Hope", "LS1 1AA"], ["Hope", "LS2 2AA"], ["Hope", "LS2 2AA"], ["Hope", ""])
    ids = _ids(tmp_path, ["Name", "Postcode"], *rows)
    assert sorted(ids) == ["hope", "hope-2", "hope-3", "hope-ls1-1aa"]


def test_the_order_of_rows_changes_no_id(tmp_path):
    rows = [["Hope", "Leeds", "a"], ["Hope", "Hull", "b"], ["Hope", "", "c"], ["Hope", "", "d"]]
    made = []
    for number, order in enumerate((rows, rows[::-1])):
        folder = tmp_path / str(number)
        folder.mkdir()
        e = eco.read(write_csv(folder, organisations=[["Name", "Area", "Note"], *order]))
        made.append(
            dict(zip(e.organisations["Note"], e.organisations["organisation_id"], strict=True))
        )
    assert made[0] == made[1]
    assert made[0]["b"] == "hope-hull"


def test_a_made_id_is_no_slip_of_another(tmp_path):
    e = eco.read(save(tmp_path, "organisations.csv", "Name,Postcode\nHope,LS1 1AA\nHope,LS2 2AA\n"))
    assert "one slip of the figures" not in join_messages(e)


@pytest.mark.parametrize(("ids", "is_slip"), [(("1", "3"), False), (("20417", "20471"), True)])
def test_a_slip_of_the_figures_needs_some_figures(tmp_path, ids, is_slip):
    text = "ID,Name\n" + "".join(f"{row_id},Hope\n" for row_id in ids)
    e = eco.read(save(tmp_path, "organisations.csv", text))
    assert ("one slip of the figures" in join_messages(e)) == is_slip
