"""The rows that an audience may see, or that belong to some areas."""

import pandas as pd
import pytest

import ecosystem as eco
from ecosystem.data.selection import keep_rows, list_orphans, list_visibility
from ecosystem.data.tables import TABLES


def test_who_may_see_a_row():
    """Empty is public, another word private, and what is confidential is private whatever else."""
    frame = pd.DataFrame(
        {
            "visibility": ["public", None, " Partners ", "private", "friends", "public"],
            "is_confidential": [None, "no", False, None, None, "yes"],
        }
    )
    assert list_visibility(frame).tolist() == [
        "public", "public", "partners", "private", "private", "private",
    ]  # fmt: skip


def test_a_table_without_marks_is_public():
    assert list_visibility(pd.DataFrame({"name": ["a", "b"]})).tolist() == ["public", "public"]


def test_orphans_are_services_that_lost_all_who_ran_them():
    """x is run by a and b, y by b alone: without b only y is nobody's."""
    providers = pd.DataFrame({"service_id": ["x", "x", "y"], "organisation_id": ["a", "b", "b"]})
    assert list_orphans(providers, {"a"}) == {"y"}
    assert list_orphans(providers, {"a", "b"}) == set()
    assert list_orphans(providers, set()) == {"x", "y"}


def test_a_row_goes_with_what_it_needs_and_loses_what_it_can_do_without(tiny):
    """A referral needs both its ends; who reported it may go."""
    e = tiny.replace(
        referrals=pd.DataFrame(
            {"from_id": ["a", "a"], "to_id": ["b", "c"], "reported_by": ["c", None]}
        )
    )
    tables = {name: getattr(e, name) for name in TABLES}
    kept = keep_rows(tables, {"organisations": {"a", "b"}})
    assert kept["organisations"]["organisation_id"].tolist() == ["a", "b"]
    assert kept["referrals"][["from_id", "to_id"]].to_numpy().tolist() == [["a", "b"]]
    assert kept["referrals"]["reported_by"].isna().all()
    assert len(kept["services"]) == len(e.services)


def test_rows_that_differed_only_in_a_lost_link_are_one(tiny):
    """Two tell of the steering of a and b, e and nobody: without e both are nobody's word."""
    ties = pd.DataFrame(
        {"from_id": ["a"] * 2, "to_id": ["b"] * 2, "kind": "steering", "reported_by": ["e", None]}
    )
    e = tiny.replace(relationships=ties).without("e")
    assert len(e.relationships) == 1


def test_a_service_of_which_nothing_says_where_it_is_belongs_to_its_base(tiny):
    """The same rule by which `find_positions` assumes its site."""
    organisations = tiny.organisations.assign(area_code=["north", None, None, None, None])
    e = tiny.replace(
        organisations=organisations, sites=tiny.sites.iloc[:0], catchments=tiny.catchments.iloc[:0]
    )
    assert e.select(areas=["north"]).services["service_id"].tolist() == ["food-a"]
    assert e.select(areas=["south"]).services.empty


def test_a_service_whose_areas_could_not_all_be_read_belongs_to_any(tiny):
    """All reach the north only; of food-b a file says more, that nobody could read."""
    only_north = tiny.catchments[tiny.catchments["area_code"] == "north"]
    words = tiny.services.assign(areas_unclear=[None, "", "city wide"])
    e = tiny.replace(services=words, catchments=only_north)
    assert list(e.select(areas=["south"]).services["service_id"]) == ["food-b"]


@pytest.mark.parametrize(("audience", "rows"), [("public", 1), ("partners", 2), ("private", 3)])
def test_ties_to_hidden_organisations_are_hidden(audience, rows):
    """b is for partners, c private: of a-b, a-c and a-d each audience sees what it may."""
    e = eco.Ecosystem(
        organisations=pd.DataFrame(
            {
                "organisation_id": ["a", "b", "c", "d"],
                "name": ["A", "B", "C", "D"],
                "visibility": [None, "partners", "private", "public"],
            }
        ),
        relationships=pd.DataFrame({"from_id": ["a"] * 3, "to_id": ["b", "c", "d"], "kind": "x"}),
    )
    assert len(e.select(visibility=audience).relationships) == rows


def test_what_was_selected_for_an_audience_is_not_selected_for_it_again(tiny):
    seen = tiny.select(visibility="partners")
    assert seen.select(visibility="partners") is seen
    assert seen.select(visibility="public") is not seen
    assert seen.replace(areas=seen.areas).select(visibility="partners") is not seen
