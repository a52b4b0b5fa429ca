"""Groups that are one another's, hubs, and groups that are never named."""

import pandas as pd
import pytest

import ecosystem as eco


def make(members, **columns):
    """Return an ecosystem of groups and who sits in them: letters, by the name of the group."""
    everyone = sorted({one for letters in members.values() for one in letters} | set("xy"))
    rows = [(name.lower(), one) for name, letters in members.items() for one in letters]
    groups = {"group_id": [name.lower() for name in members], "name": list(members)}
    return eco.Ecosystem(
        organisations=pd.DataFrame(
            {"organisation_id": everyone, "name": [one.upper() * 2 for one in everyone]}
        ),
        groups=pd.DataFrame(groups | columns),
        memberships=pd.DataFrame(rows, columns=["group_id", "organisation_id"]),
        about=pd.DataFrame({"snapshot_date": ["2024-06-30"]}),
    )


def test_groups_of_which_nearly_all_meet_elsewhere_are_listed_the_smaller_first():
    """Big has a to e, Small a to c: 3 of 3 shared. Near has a to d and x: 4 of 5.

    Far shares 2 of 3. Pair has two members and is not compared.
    """
    e = make({"Big": "abcde", "Small": "abc", "Near": "abcdx", "Far": "aby", "Pair": "ab"})
    overlaps = eco.find_representation(e).overlaps
    assert overlaps[["group", "other", "members", "shared", "overlap"]].to_numpy().tolist() == [
        ["Small", "Big", 3, 3, 1.0],
        ["Small", "Near", 3, 3, 1.0],
        ["Big", "Near", 5, 4, 0.8],
    ]
    result = eco.find_representation(e)
    assert "All 3 members of Small meet in Big, too." in result.findings


def test_a_group_that_reports_to_the_other_is_no_finding():
    e = make({"Big": "abcde", "Small": "abc"}, parent_id=[None, "big"])
    result = eco.find_representation(e)
    assert result.overlaps["is_subgroup"].tolist() == [True]
    assert not any("meet in" in sentence for sentence in result.findings)


def test_a_line_of_reporting_in_which_nobody_sits_is_said():
    """a sits in Top, b in Low, which reports to it."""
    result = eco.find_representation(make({"Top": "a", "Low": "b"}, parent_id=[None, "top"]))
    assert result.groups.loc["low", "members_above"] == 0
    assert "Nobody on record sits both in Low and in Top, to which it reports." in result.findings


def test_a_hub_reaches_its_members_and_whoever_sits_with_them():
    """Hub has a and b of seven; c sits with b in Forum; d, e, x and y with none of them.

    Silent is recorded never to meet, so d is not reached there.
    """
    e = make(
        {"Hub": "ab", "Forum": "bc", "Silent": "ade"},
        kind=["Shared platform", "forum", None],
        meetings_per_year=[None, 4, 0],
    )
    hub = eco.find_representation(e).hubs.loc["hub"]
    assert hub[["members", "through_members", "missed"]].tolist() == [2, 1, 4]
    assert hub["share"] == pytest.approx(2 / 7)


@pytest.fixture
def guarded():
    """Secret, confidential, is the only way from Top (a, b) to Low (c, d): b and c sit in it.

    It alone says that b speaks for an area. Three hours, four times a year.
    """
    e = make(
        {"Top": "ab", "Secret": "bc", "Low": "cd"},
        is_confidential=[False, True, False],
        parent_id=[None, "top", "secret"],
        meetings_per_year=[2, 4, 6],
        hours_per_meeting=[1, 3, 1],
        meeting_days=["2024-01-01", "2024-02-01", "2024-03-01"],
    )
    areas = pd.DataFrame({"area_code": ["t"], "name": ["Tor"]})
    organisations = e.organisations.assign(area_code=["t", *[None] * 5])
    roles = e.memberships.assign(
        represents_area_code=[
            "t" if group == "secret" and one == "b" else None
            for group, one in zip(
                e.memberships["group_id"], e.memberships["organisation_id"], strict=True
            )
        ]
    )
    return e.replace(areas=areas, organisations=organisations, memberships=roles)


def test_a_confidential_group_counts_and_is_never_named(guarded):
    result = eco.find_representation(guarded)
    assert result.spread.loc["d", "status"] == "hears"
    assert result.spread.loc["c", "days_high"] == 31
    assert result.load.loc["b", "hours"] == 2 + 12
    assert result.table.loc["t", "representatives"] == 1
    assert result.explain("t").startswith("1 organisation speaks for Tor: whether there was an ")
    assert result.spread.loc["c", "heard_in"] == "a confidential group"
    assert pd.isna(result.spread.loc["c", "brought_by"])
    assert result.spread.loc["d", "brought_by"] == "c"
    assert result.groups.loc["low", "reports_to"] == "a confidential group"
    assert "1 confidential group counts here and is not named." in result.notes
    told = [repr(result), result._repr_html_(), str(result.to_dict()), *result.findings]
    assert not any("secret" in text.casefold() for text in told)
    assert result.settings["visibility"] == "private"
    with pytest.raises(ValueError, match="'secret' is a confidential group"):
        eco.find_representation(guarded, begins_in="secret")


def test_what_all_see_is_as_if_a_confidential_group_had_never_been(guarded, tmp_path):
    memberships = guarded.memberships
    bare = guarded.replace(
        groups=guarded.groups[guarded.groups["group_id"] != "secret"].assign(
            parent_id=[None, None]
        ),
        memberships=memberships[memberships["group_id"] != "secret"],
    )
    written = []
    for e in (guarded, bare):
        result = eco.find_representation(e.select(visibility="public"))
        assert result.table.loc["t", "status"] == "not known"
        assert any("hold no confidential group" in note for note in result.notes)
        written.append(eco.write_result(result, tmp_path / "answer.json").read_bytes())
    assert written[0] == written[1]
    with pytest.raises(ValueError, match="rests on private rows"):
        eco.write_result(eco.find_representation(guarded), tmp_path / "answer.json")
