"""Reading on without what cannot be read."""

import pandas as pd
import pytest

import ecosystem as eco
from ecosystem.data import TABLES


def _write(folder, **tables):
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def half(tmp_path):
    """Four cells that cannot be read, in four rows.

    Ash's level is "4": not known. The referral to Nobody leads nowhere: the row is left out. So is
    the second row of the id elm, and of the stated role "odd" only the cell goes.
    """
    return _write(
        tmp_path,
        organisations="organisation_id,name,stated_role\nash,Ash,core\nelm,Elm,odd\n"
        "elm,Elm Again,core\n",
        services="service_id,name,service_type,organisation,level\ns,Ash advice,advice,ash,4\n",
        referrals="from_id,to_id,sent\nash,elm,20\nash,nobody,7\n",
    )


def test_cells_become_not_known_and_rows_that_mean_nothing_go(half):
    with pytest.raises(eco.DataError):
        eco.read(half)
    e = eco.read(half, set_aside=True)
    assert e.organisations["organisation_id"].tolist() == ["ash", "elm"]
    assert e.organisations["stated_role"].isna().tolist() == [False, True]
    assert e.services["level"].isna().all()
    assert e.referrals["sent"].tolist() == [20]
    assert e.unread == (4, 4)


def test_each_is_a_warning_at_its_place_with_what_was_done(half):
    problems = eco.read(half, set_aside=True).problems
    said = problems[problems["severity"] == "warning"].set_index(["file", "row"])["message"]
    assert said["services.csv", 2] == "4 is out of range. It counts as not known."
    assert said["referrals.csv", 3] == "'nobody' is not in organisations. The row was left out."
    assert said["organisations.csv", 4].endswith("in row 3. The row was left out.")
    assert not (problems["severity"] == "error").any()


def test_what_leads_to_a_row_left_out_goes_with_it_and_counts(tmp_path):
    """The membership of h, which is no group, leads nowhere: one cell in one row."""
    folder = _write(
        tmp_path,
        organisations="organisation_id,name\nash,Ash\n",
        groups="group_id,name\ng,Forum\n,\n",
        memberships="group_id,organisation_id\ng,ash\nh,ash\n",
    )
    e = eco.read(folder, set_aside=True)
    assert e.groups["group_id"].tolist() == ["g"]
    assert e.memberships["group_id"].tolist() == ["g"]
    assert e.unread == (1, 1)


def test_a_column_of_clients_goes_and_the_rest_is_read(tmp_path):
    folder = _write(tmp_path, organisations="name,client name\nAsh,x\nElm,y\n")
    e = eco.read(folder, set_aside=True)
    assert len(e.organisations) == 2
    assert "client name" not in e.organisations
    assert e.unread == (0, 0)
    assert e.problems["message"].str.endswith("The column was left out.").any()


def test_what_is_no_cell_is_refused_all_the_same(tmp_path):
    folder = _write(tmp_path, organisations="name\nAsh\n", demand="area_code,people\nLeeds,5\n")
    with pytest.raises(eco.DataError, match="service_type"):
        eco.read(folder, set_aside=True)


def test_good_tables_read_the_same_with_and_without(tmp_path):
    folder = _write(tmp_path, organisations="name,area\nAsh,Leeds\nElm,York\n")
    strict, lenient = eco.read(folder), eco.read(folder, set_aside=True)
    pd.testing.assert_frame_equal(strict.organisations, lenient.organisations)
    pd.testing.assert_frame_equal(strict.problems, lenient.problems)
    assert lenient.unread == (0, 0)


@pytest.mark.parametrize("mark", ["partners", "private"])
def test_a_copy_counts_what_was_set_aside_of_its_own_rows_only(tmp_path, mark):
    """Two organisations, one guarded: each has a role that cannot be read, and a lost referral.

    All: 2 cells of roles and 2 referrals. The public sees those of Ash: 2. With the guarded
    rows taken out of the file it is the same 2.
    """
    ash, elm = "ash,Ash,odd,public\n", f"elm,Elm,odder,{mark}\n"
    of_ash, of_elm = "ash,nobody\n", "elm,nobody\n"
    heads = "organisation_id,name,stated_role,visibility\n", "from_id,to_id\n"
    whole = _write(
        tmp_path, organisations=heads[0] + ash + elm, referrals=heads[1] + of_ash + of_elm
    )
    e = eco.read(whole, set_aside=True)
    assert e.unread == (4, 4)
    assert e.select(visibility="public").unread == (2, 2)
    bare = _write(tmp_path, organisations=heads[0] + ash, referrals=heads[1] + of_ash)
    assert eco.read(bare, set_aside=True).unread == (2, 2)


def test_a_service_that_only_a_guarded_organisation_runs_counts_for_no_other_eyes(tmp_path):
    folder = _write(
        tmp_path,
        organisations="organisation_id,name,visibility\nash,Ash,\nelm,Elm,private\n",
        services="service_id,name,service_type,organisation,level\n"
        "s,Ash advice,advice,ash,4\nt,Elm advice,advice,elm,5\n",
    )
    e = eco.read(folder, set_aside=True)
    assert e.unread == (2, 2)
    assert e.select(visibility="public").unread == (1, 1)


def test_a_change_of_the_ecosystem_keeps_the_count(half):
    e = eco.read(half, set_aside=True)
    assert e.replace(demand=e.demand).unread == (4, 4)
    # Without Ash its service and its referrals are gone, and what was wrong with them.
    assert e.without("ash").unread == (2, 2)


def test_a_service_whose_place_was_set_aside_may_reach_any_area(tmp_path):
    """Ash advice reaches Leeds and a code that nobody knows: York is no gap for certain."""
    heads = {name: ",".join(TABLES[name].names) for name in ("catchments", "demand")}
    folder = _write(
        tmp_path,
        organisations="organisation_id,name\nash,Ash\n",
        services="service_id,name,service_type,organisation\ns,Ash advice,advice,ash\n",
        catchments=f"{heads['catchments']}\ns,E08000035\ns,X99\n",
        demand=f"{heads['demand']}\nE08000035,advice,100,,,\nE06000014,advice,50,,,\n",
    )
    e = eco.read(folder, set_aside=True)
    assert e.catchments["area_code"].tolist() == ["E08000035"]
    assert e.unread == (1, 1)
    gaps = eco.find_gaps(e, "advice").table
    assert gaps.loc["E06000014", "status"] == "not known"
    assert not gaps["is_gap"].any()
