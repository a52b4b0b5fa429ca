"""Who speaks for an area: roles shared, larger places, and what is not recorded."""

import pandas as pd
import pytest

import ecosystem as eco

RUNS = {"start": "2024-01-01", "end": "2024-12-31"}


def ask(roles, **options):
    """Return the answer for towns t and u in county c, and a far town v; one group, 30 June 2024.

    `roles` are rows of memberships: a to d sit, and Ash to Dogwood are their names. One
    organisation more is based in each town.
    """
    ids = list("abcd")
    rows = [{"group_id": "g", "role": "representative", **row} for row in roles]
    e = eco.Ecosystem(
        organisations=pd.DataFrame(
            {
                "organisation_id": [*ids, "x", "y", "z"],
                "name": ["Ash", "Birch", "Cedar", "Dogwood", "Xanthe", "Yew", "Zelkova"],
                "area_code": [None] * 4 + ["t", "u", "v"],
            }
        ),
        areas=pd.DataFrame(
            {
                "area_code": ["t", "u", "v", "c"],
                "name": ["Tor", "Usk", "Vale", "County"],
                "parent_code": ["c", "c", None, None],
            }
        ),
        groups=pd.DataFrame({"group_id": ["g"], "name": ["Forum"]}),
        memberships=pd.DataFrame(rows),
        about=pd.DataFrame({"snapshot_date": ["2024-06-30"]}),
        **options,
    )
    return eco.find_representation(e)


def speak(organisation, area=None, *, elected=None, **term):
    return {
        "organisation_id": organisation,
        "represents_area_code": area,
        "is_elected": elected,
        **term,
    }


def test_a_role_that_two_hold_is_shared_and_said():
    """Ash and Birch both speak for Tor in Forum; Ash's term is over, so Cedar alone for Usk."""
    shared = ask([speak("a", "t", elected=True, **RUNS), speak("b", "t", elected=False, **RUNS)])
    assert shared.table.loc["t", ["representatives", "elected", "is_shared"]].tolist() == [
        *[2, 1],
        True,
    ]
    assert shared.explain("t").startswith(
        "Ash and Birch speak for Tor: 1 of 2 elected, and more than one holds the role; 1 "
    )
    assert (
        "More than one organisation holds the role of speaking for Tor in the same group."
        in shared.findings
    )
    over = ask(
        [speak("a", "u", elected=True, end="2024-06-29"), speak("c", "u", elected=True, **RUNS)]
    )
    assert not over.table.loc["u", "is_shared"]
    assert over.table.loc["u", "spoken_for_by"] == "Cedar"


def test_who_speaks_for_a_county_speaks_for_its_towns_and_no_other():
    table = ask([speak("a", "c", elected=True, **RUNS)])
    assert table.table.loc[["t", "u", "v", "c"], "status"].tolist() == [
        *["elected", "elected", "nobody on record"],
        "elected",
    ]
    assert table.table.loc[["t", "c"], "by_larger"].tolist() == [1, 0]
    assert table.table["is_whole"].tolist() == (table.table["name"] == "County").tolist()
    assert table.explain("t") == (
        "The representative of a larger place speaks for Tor: elected; 1 organisation is based "
        "there."
    )
    assert table.headline.startswith("3 areas have organisations: 2 have a voice")


@pytest.mark.parametrize(
    ("term", "elected", "status", "is_known"),
    [
        (RUNS, True, "elected", True),
        ({"start": "2024-01-01"}, True, "elected", False),
        ({"end": "2024-12-31"}, True, "elected", False),
        ({}, None, "election not recorded", False),
        (RUNS, None, "election not recorded", True),
        (RUNS, False, "not elected", True),
        ({"start": "2023-01-01", "end": "2024-06-29"}, True, "term over", False),
        ({"start": "2024-07-01"}, True, "nobody on record", False),
    ],
)
def test_a_voice_is_what_is_recorded_of_it(term, elected, status, is_known):
    """Cedar speaks for Vale, so that the data do say who speaks for whom."""
    found = ask([speak("a", "t", elected=elected, **term), speak("c", "v", elected=True, **RUNS)])
    row = found.table.loc["t"]
    assert (row["status"], row["is_term_known"]) == (status, is_known)
    if status == "elected":
        assert ("term" in found.explain("t")) is not is_known
    is_without = status in {"term over", "nobody on record"}
    assert row["unrepresented"] == int(is_without)


def test_a_representative_of_nobody_knows_where_may_be_anybodys():
    """So nobody is said to have none, and one who was not elected may not be the only one."""
    roles = [speak("a", elected=None, **RUNS), speak("b", "t", elected=False, **RUNS)]
    found = ask(roles)
    assert (found.table.loc[["t", "u", "v"], "status"] == "not known").all()
    assert found.table["unrepresented"].isna().all()
    assert found.explain("u") == ("Who speaks for Usk is not known; 1 organisation is based there.")
    assert found.explain("t") == (
        "Birch speaks for Tor: not elected, but of others it is not recorded for which area they "
        "speak; 1 organisation is based there."
    )
    assert any(
        "1 representative of whom it is not recorded for which area" in n for n in found.notes
    )
    assert ("memberships", "represents_area_code") in set(
        zip(found.to_ask["table"], found.to_ask["column"], strict=True)
    )
    # One who lost an election, wherever it was, leaves it at that.
    sure = ask([speak("a", elected=False, **RUNS), speak("b", "t", elected=False, **RUNS)])
    assert sure.table.loc["t", "status"] == "not elected"


def test_who_sits_in_no_group_is_counted_where_nobody_speaks():
    """Zelkova is alone in Vale, Yew in Usk, and Yew sits in Forum.

    Where Ash, Birch and Dogwood are based is not recorded, and none of them has a seat.
    """
    found = ask([speak("c", "t", elected=True, **RUNS), {**speak("y"), "role": "member"}])
    assert found.explain("v").endswith("1 organisation is based there, which sits in no group.")
    assert found.explain("u").endswith("1 organisation is based there.")
    assert found.summary[["without_voice", "voice_not_known"]].tolist() == [1, 3]


def test_nobody_is_said_to_have_none_where_the_data_name_no_area_at_all():
    found = ask([{**speak("a"), "role": "member"}])
    assert (found.table["status"] == "not known").all()
    assert found.headline == "It is not on record who speaks for Tor, Usk and Vale."


def test_ties_to_whoever_speaks_are_counted_of_the_others():
    """Xanthe speaks for Tor and is alone there; Zelkova's tie to Dogwood counts for Vale."""
    ties = pd.DataFrame({"from_id": ["z"], "to_id": ["d"], "kind": ["trusts"]})
    found = ask(
        [speak("x", "t", elected=True, **RUNS), speak("d", "v", elected=True, **RUNS)],
        relationships=ties,
    )
    tied = found.table["tied_to_representative"]
    assert tied["v"] == 1
    assert tied[["t", "u", "c"]].isna().all()
    assert found.explain("v").endswith(
        "1 organisation is based there, 1 of the others with a tie on record to whoever speaks for "
        "it."
    )
