"""The seven invariants of `Ecosystem`, one test each and more, and the four changes."""

import pickle

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ecosystem as eco
from ecosystem.data.snapshot import is_running
from ecosystem.data.tables import TABLES


def _organisations(*ids):
    return pd.DataFrame({"organisation_id": ids, "name": [f"Name of {one}" for one in ids]})


def _tables(e):
    return {name: getattr(e, name) for name in TABLES}


def _assert_same(one, other):
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name))


def test_an_ecosystem_has_every_table_and_column(tiny):
    for name, table in TABLES.items():
        assert list(getattr(tiny, name).columns)[: len(table.names)] == table.names


def test_an_ecosystem_that_exists_is_valid():
    with pytest.raises(eco.DataError) as caught:
        eco.Ecosystem(
            organisations=_organisations("a", "a"),
            relationships=pd.DataFrame({"from_id": ["a"], "to_id": ["nobody"], "kind": ["funds"]}),
        )
    assert set(caught.value.problems["column"]) == {"organisation_id", "to_id"}


def test_all_problems_are_reported_at_once_with_place_value_and_remedy():
    with pytest.raises(eco.DataError) as caught:
        eco.Ecosystem(
            organisations=pd.DataFrame(
                {
                    "organisation_id": ["borderlands", "ach", "ach"],
                    "name": ["Borderlands", None, "ACH"],
                    "sector": ["voluntry", None, None],
                    "latitude": [None, 99, None],
                    "start": ["soon", None, None],
                }
            ),
            services=pd.DataFrame({"service_id": ["s"], "name": ["S"]}),
            providers=pd.DataFrame({"service_id": ["s"], "organisation_id": ["bordrlands"]}),
        )
    problems = caught.value.problems.query("severity == 'error'")
    places = problems.assign(row=problems["row"].fillna(-1))
    found = set(places[["table", "column", "row", "value"]].itertuples(index=False, name=None))
    assert found == {
        ("organisations", "organisation_id", 2, "ach"),
        ("organisations", "name", 1, ""),
        ("organisations", "sector", 0, "voluntry"),
        ("organisations", "latitude", 1, "99"),
        ("organisations", "start", 0, "soon"),
        ("services", "service_type", -1, ""),
        ("providers", "organisation_id", 0, "bordrlands"),
    }
    assert (problems["message"] != "").all()
    assert (problems["suggestion"] != "").all()
    assert "Did you mean 'borderlands'?" in str(caught.value)
    assert "Did you mean 'voluntary'?" in str(caught.value)
    assert str(caught.value).startswith("7 problems in the tables:")


def test_warnings_stay_on_the_ecosystem():
    e = eco.Ecosystem(
        organisations=_organisations("a", "b"),
        referrals=pd.DataFrame({"from_id": ["a", "a"], "to_id": ["a", "b"], "sent": [1, 2],
                                "accepted": [1, 3]}),
    )  # fmt: skip
    assert list(e.problems["severity"]) == ["warning", "warning"]
    assert len(e.referrals) == 2


@settings(max_examples=25, deadline=None)
@given(st.randoms(use_true_random=False))
def test_input_order_never_changes_the_tables(west_midlands, random):
    shuffled = {
        name: frame.sample(frac=1, random_state=random.randrange(2**32))
        for name, frame in _tables(west_midlands).items()
    }
    _assert_same(eco.Ecosystem(**shuffled), west_midlands)


def test_a_table_handed_out_can_be_changed_without_changing_the_ecosystem(tiny):
    mine = tiny.organisations
    mine.loc[0, "name"] = "Another"
    mine["new"] = 1
    assert tiny.organisations.loc[0, "name"] == "Ash"
    assert "new" not in tiny.organisations


def test_the_frames_given_are_not_changed_and_do_not_leak_in():
    given_frame = _organisations("b", "a")
    before = given_frame.copy()
    e = eco.Ecosystem(organisations=given_frame)
    given_frame.loc[0, "name"] = "Changed later"
    assert e.organisations["name"].tolist() == ["Name of a", "Name of b"]
    assert before["name"].tolist() == ["Name of b", "Name of a"]


def test_attributes_cannot_be_set(tiny):
    with pytest.raises(AttributeError):
        tiny.organisations = pd.DataFrame()
    with pytest.raises(AttributeError):
        tiny.something = 1


def test_unknown_is_not_zero(tiny):
    sent = tiny.referrals["sent"]
    assert sent.isna().sum() == 1
    assert not (sent == 0).any()
    words = eco.Ecosystem(
        organisations=_organisations("a"),
        services=pd.DataFrame(
            {
                "service_id": ["s", "t", "u"],
                "name": ["S", "T", "U"],
                "service_type": "food",
                "capacity": ["n/a", "0", "not known"],
            }
        ),
    )
    assert words.services["capacity"].isna().tolist() == [True, False, True]


def _guarded():
    return eco.Ecosystem(
        organisations=_organisations("a", "b"),
        services=pd.DataFrame({"service_id": ["s"], "name": ["Refuge"], "service_type": ["x"]}),
        sites=pd.DataFrame(
            {"service_id": ["s"], "postcode": ["B1 1AA"], "is_confidential": ["yes"]}
        ),
        referrals=pd.DataFrame({"from_id": ["a"], "to_id": ["b"], "visibility": ["partners"]}),
        relationships=pd.DataFrame(
            {"from_id": ["a", "b"], "to_id": ["b", "a"], "kind": ["trusts", "funds"],
             "visibility": ["private", None]}
        ),
        groups=pd.DataFrame(
            {"group_id": ["g", "h"], "name": ["G", "H"], "parent_id": [None, "g"],
             "is_confidential": [True, False]}
        ),
        memberships=pd.DataFrame({"group_id": ["g", "h"], "organisation_id": ["a", "a"]}),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("visibility", "counts"),
    [("public", [0, 1, 0, 1, 1]), ("partners", [1, 1, 0, 1, 1]), ("private", [1, 2, 1, 2, 2])],
)
def test_each_audience_gets_its_rows(visibility, counts):
    seen = _guarded().select(visibility=visibility)
    names = ["referrals", "relationships", "sites", "groups", "memberships"]
    assert [len(getattr(seen, name)) for name in names] == counts


def test_what_only_a_hidden_organisation_runs_or_does_is_hidden():
    """b is private: with it go the food it runs alone, its ties and its seat, not the advice."""
    e = eco.Ecosystem(
        organisations=_organisations("a", "b").assign(visibility=[None, " Private"]),
        services=pd.DataFrame(
            {
                "service_id": ["advice", "food", "lone"],
                "name": ["Advice", "Food", "Lone"],
                "service_type": ["x", "x", "x"],
            }
        ),
        providers=pd.DataFrame(
            {"service_id": ["advice", "advice", "food"], "organisation_id": ["a", "b", "b"]}
        ),
        referrals=pd.DataFrame({"from_id": ["a"], "to_id": ["b"], "reported_by": ["a"]}),
        groups=pd.DataFrame({"group_id": ["g"], "name": ["G"]}),
        memberships=pd.DataFrame({"group_id": ["g", "g"], "organisation_id": ["a", "b"]}),
    )
    seen = e.select(visibility="public")
    assert seen.services["service_id"].tolist() == ["advice", "lone"]
    assert seen.providers[["service_id", "organisation_id"]].to_numpy().tolist() == [
        ["advice", "a"]
    ]
    assert seen.referrals.empty
    assert seen.memberships["organisation_id"].tolist() == ["a"]
    assert len(e.select(visibility="private").organisations) == 2


def test_an_unknown_mark_hides_a_row():
    e = eco.Ecosystem(
        organisations=_organisations("a", "b").assign(visibility=["secret", "PUBLIC"])
    )
    assert e.select(visibility="partners").organisations["organisation_id"].tolist() == ["b"]
    assert e.visibility == "private"


def test_the_most_guarded_mark_is_known(tiny):
    e = _guarded()
    assert tiny.visibility == "public"
    assert e.visibility == "private"
    assert e.select(visibility="partners").visibility == "partners"
    assert e.select(visibility="public").visibility == "public"


def test_the_class_has_no_analysis_no_drawing_and_no_file(tiny):
    public = {name for name in dir(tiny) if not name.startswith("_")}
    changes = {"replace", "without", "select", "with_service", "with_level"}
    changes |= {"merge_organisations"}
    facts = {"problems", "snapshot_date", "unread", "visibility", "visibility_of_counts"}
    assert public - set(TABLES) <= facts | changes


def test_without_takes_the_organisation_and_what_only_it_ran(tiny):
    """Without a: food-a, its catchments, and the four ties of a are gone; b-c stays."""
    left = tiny.without("a")
    assert left.organisations["organisation_id"].tolist() == ["b", "c", "d", "e"]
    assert left.services["service_id"].tolist() == ["advice", "food-b"]
    assert set(left.catchments["service_id"]) == {"advice", "food-b"}
    assert left.referrals.empty
    assert left.relationships["kind"].tolist() == ["shares information"]


def test_without_keeps_a_service_that_another_runs_too(tiny):
    shared = tiny.replace(
        providers=pd.concat(
            [tiny.providers, pd.DataFrame({"service_id": ["food-a"], "organisation_id": ["b"]})]
        )
    )
    assert "food-a" in set(shared.without("a").services["service_id"])


def test_without_an_unknown_organisation_says_the_nearest(tiny):
    with pytest.raises(ValueError, match="'aa' is not in organisations"):
        tiny.without("aa")


def test_select_keeps_an_area_and_what_reaches_it(tiny):
    north = tiny.select(areas=["north"])
    assert north.areas["area_code"].tolist() == ["north"]
    assert north.demand["people"].tolist() == [40]
    assert north.organisations["organisation_id"].tolist() == ["a", "b", "c"]
    assert set(north.catchments["area_code"]) == {"north"}


def test_select_refuses_an_unknown_area_or_audience(tiny):
    with pytest.raises(ValueError, match="Did you mean 'north'"):
        tiny.select(areas=["nort"])
    with pytest.raises(ValueError, match="Did you mean 'public'"):
        tiny.select(visibility="publik")


def test_with_service_adds_it_with_its_links(tiny):
    more = tiny.with_service(
        {"service_id": "new", "name": "New advice", "service_type": "advice", "level": 3},
        organisations=["e"],
        delivered_in=["south"],
        areas_reached=["north", "south"],
    )
    assert len(more.services) == 4
    assert more.sites["area_code"].tolist() == ["north", "south"]
    assert more.providers.query("service_id == 'new'")["organisation_id"].tolist() == ["e"]
    assert len(tiny.services) == 3


def test_with_service_of_an_unknown_organisation_is_refused(tiny):
    with pytest.raises(eco.DataError, match="'nobody' is not in organisations"):
        tiny.with_service(
            {"service_id": "n", "name": "N", "service_type": "x"}, organisations=["nobody"]
        )


def test_replace_refuses_what_is_no_table(tiny):
    with pytest.raises(ValueError, match="Did you mean 'services'"):
        tiny.replace(service=pd.DataFrame())


def test_further_columns_are_kept_as_text():
    e = eco.Ecosystem(organisations=_organisations("a").assign(founded=1999, colour="green"))
    assert e.organisations.loc[0, ["founded", "colour"]].tolist() == ["1999", "green"]


@pytest.mark.parametrize("column", ["Client name", "DOB", "NASS number", "ni_number", "HO ref"])
def test_columns_of_client_data_are_refused(column):
    with pytest.raises(eco.DataError, match="no row here is a person"):
        eco.Ecosystem(organisations=_organisations("a").assign(**{column: "x"}))


@pytest.mark.parametrize("column", ["E-mail", "Contact name", "telephone"])
def test_contact_columns_are_dropped_and_said(column):
    e = eco.Ecosystem(organisations=_organisations("a").assign(**{column: "x"}))
    assert column not in e.organisations
    assert "contact details" in e.problems["message"].iloc[0]


def test_an_ecosystem_survives_pickling(tiny):
    _assert_same(pickle.loads(pickle.dumps(tiny)), tiny)  # noqa: S301 - our own bytes


def test_repr_and_html_say_what_is_in_it_and_escape_names():
    title = pd.DataFrame({"title": ["<script>alert(1)</script>"]})
    e = eco.Ecosystem(organisations=_organisations("a"), about=title)
    assert "1 organisation" in repr(e)
    assert "<script>" not in e._repr_html_()


def test_what_has_ended_or_is_closed_is_not_running(tiny):
    services = tiny.services.assign(
        status=["active", "closed", None], end=["2020-01-01", None, "2099-01-01"]
    )
    e = tiny.replace(services=services, about=pd.DataFrame({"snapshot_date": ["2024-01-01"]}))
    assert is_running(e.services, e.snapshot_date).tolist() == [False, False, True]
