import numpy as np
import pandas as pd
import pytest

import ecosystem as eco


def decided(*pairs, decision="same"):
    """Return a table of decisions on pairs of ids."""
    return pd.DataFrame(pairs, columns=["record_a", "record_b"]).assign(decision=decision)


def twice():
    """Return a and its second entry b, tied to c, with what comes of merging by hand."""
    return eco.Ecosystem(
        organisations=pd.DataFrame(
            {
                "organisation_id": ["a", "b", "c"],
                "name": ["Oak House", "Oak House Ltd", "Elm"],
                "postcode": ["B1 1AA", None, None],
                "website": [None, "oak.example", None],
                "sector": ["voluntary", "faith", None],
                "other_names": [None, "The Oak", None],
                "notes": [None, "by the church", None],
            }
        ),
        services=pd.DataFrame({"service_id": ["s"], "name": ["Food"], "service_type": ["food"]}),
        providers=pd.DataFrame({"service_id": ["s", "s"], "organisation_id": ["a", "b"]}),
        referrals=pd.DataFrame(
            {
                "from_id": ["a", "b", "a", "b"],
                "to_id": ["c", "c", "b", "c"],
                "period": ["2024", "2024", "2024", "2023"],
                "sent": [5, 9, 1, 2],
                "visibility": [None, "partners", None, None],
                "feedback": ["yes", None, None, None],
                "reported_by": ["a", "b", "a", "c"],
            }
        ),
        groups=pd.DataFrame({"group_id": ["g"], "name": ["Forum"]}),
        memberships=pd.DataFrame(
            {"group_id": ["g", "g"], "organisation_id": ["a", "b"], "role": ["chair", "member"]}
        ),
    )


def test_merging_redirects_links_and_keeps_names():
    """b has one cell more filled than a, so it stays; a's postcode fills its blank.

    Of the two rows of 2024 to c the larger number and the closer guard stay, with the feedback
    only one of them knew; the row from a to b leads nowhere and goes.
    """
    merged = twice().merge_organisations(decided(("a", "b")))
    organisations = merged.organisations.set_index("organisation_id")
    assert list(organisations.index) == ["b", "c"]
    kept = organisations.loc["b"]
    assert kept[["name", "postcode", "website", "sector", "notes"]].tolist() == [
        "Oak House Ltd",
        "B1 1AA",
        "oak.example",
        "faith",
        "by the church",
    ]
    assert kept["other_names"] == "Oak House|The Oak"
    assert merged.providers["organisation_id"].tolist() == ["b"]
    referrals = merged.referrals.sort_values("period")
    assert referrals[["from_id", "to_id", "sent"]].to_numpy().tolist() == [
        ["b", "c", 2.0],
        ["b", "c", 9.0],
    ]
    assert referrals["visibility"].fillna("public").tolist() == ["public", "partners"]
    assert bool(referrals["feedback"].iloc[1]) is True
    assert merged.memberships["role"].tolist() == ["chair", "member"]


def test_merging_nothing_changes_nothing():
    e = twice()
    merged = e.merge_organisations(decided(("a", "b"), decision="ask a person"))
    for name in ("organisations", "providers", "referrals", "memberships"):
        pd.testing.assert_frame_equal(getattr(e, name), getattr(merged, name))


def test_chains_of_decisions_make_one():
    merged = twice().merge_organisations(decided(("a", "b"), ("b", "c")))
    assert len(merged.organisations) == 1
    assert merged.referrals.empty


def place(*names):
    """Return an ecosystem of organisations r0, r1 … with these names, the first of them in B5."""
    rows = [{"organisation_id": f"r{at}", "name": name} for at, name in enumerate(names)]
    postcode = ["B5 0AA" if "Meadow" in name else None for name in names]
    return eco.Ecosystem(organisations=pd.DataFrame(rows).assign(postcode=postcode))


def test_merged_organisations_are_not_found_again():
    e = place("Meadow Project", "Meadow Project Ltd", "City Farm", "Trinity Kitchen", "Choir")
    merged = e.merge_organisations(eco.find_matches(e).table)
    assert merged.organisations["name"].tolist() == [
        "Meadow Project",
        "City Farm",
        "Trinity Kitchen",
        "Choir",
    ]
    assert eco.find_matches(merged).table.empty


def test_rows_of_another_source_are_not_merged():
    """r1 is the Meadow Project in the council's list, and Refuge Point in this data."""
    own = place("Meadow Project", "Refuge Point", "City Farm", "Trinity Kitchen")
    council = place("Oak House", "Meadow Project")
    table = eco.find_matches(own, sources={"council": council}).table
    assert table.loc[1, ["record_a", "record_b", "decision"]].tolist() == ["r0", "r1", "same"]
    with pytest.raises(ValueError, match="source_b 'council' is another source"):
        own.merge_organisations(table)
    left = own.merge_organisations(table.assign(decision="different"))
    assert len(left.organisations) == len(own.organisations)


def organisations(**columns):
    """Return an ecosystem of organisations a, b … with these columns."""
    size = len(next(iter(columns.values())))
    ids = list("abcdef")[:size]
    names = columns.pop("name", [f"Name {one}" for one in ids])
    return eco.Ecosystem(
        organisations=pd.DataFrame({"organisation_id": ids, "name": names, **columns})
    )


@pytest.mark.parametrize(
    ("guards", "merged"),
    [
        ([None, "private"], "private"),
        (["public", "partners"], "partners"),
        (["private", "partners"], "private"),
        (["public", None], "public"),
        (["public", "nobody at all"], "nobody at all"),
    ],
)
def test_no_more_people_see_what_was_merged_than_saw_each_part(guards, merged):
    """Whichever row is the fuller one: the public see it only if they saw both."""
    for website in (["oak.example", None], [None, "rosa.example"]):
        e = organisations(visibility=guards, website=website, sector=["faith", "faith"])
        after = e.merge_organisations(decided(("a", "b")))
        assert after.organisations["visibility"].tolist() == [merged]
        assert len(after.select(visibility="public").organisations) == (merged == "public")


def test_a_link_two_rows_made_has_the_closer_guard():
    links = {"from_id": ["a", "b"], "to_id": ["c", "c"], "kind": ["funds", "funds"]}
    e = organisations(website=["a.org", None, None]).replace(
        relationships=pd.DataFrame({**links, "visibility": ["public", "private"]})
    )
    merged = e.merge_organisations(decided(("a", "b"))).relationships
    assert merged["visibility"].tolist() == ["private"]


def test_what_was_confidential_stays_so():
    for flags in ([False, True], [True, None], ["no", "yes"]):
        e = organisations(is_confidential=flags, website=["oak.example", None])
        after = e.merge_organisations(decided(("a", "b")))
        assert after.select(visibility="public").organisations.empty
    e = organisations(is_confidential=["no", None])
    assert len(e.merge_organisations(decided(("a", "b"))).select(visibility="public").organisations)


def test_what_is_active_stays_active():
    """A body that closed in 2020 and registered anew in 2021 is active, since 2015."""
    lives = {
        "status": [None, "closed"],
        "start": ["2021-01-01", "2015-06-01"],
        "end": [None, "2020-12-31"],
    }
    fuller = {"website": ["a.org", None], "sector": ["faith", None], "postcode": ["B1 1AA", None]}
    e = organisations(**lives, **fuller)
    row = e.merge_organisations(decided(("a", "b"))).organisations.iloc[0]
    assert row["organisation_id"] == "a"
    assert pd.isna(row["status"])
    assert str(row["start"].date()) == "2015-06-01"
    assert pd.isna(row["end"])
    both = organisations(status=["closed", "merged"], end=["2019-05-01", "2020-12-31"])
    row = both.merge_organisations(decided(("a", "b"))).organisations.iloc[0]
    assert row["status"] == "closed"
    assert str(row["end"].date()) == "2020-12-31"


def test_a_position_is_that_of_one_row():
    e = organisations(latitude=[52.5, 51.45], longitude=[np.nan, -2.58], website=["a.org", None])
    row = e.merge_organisations(decided(("a", "b"))).organisations.iloc[0]
    assert row[["organisation_id", "latitude", "longitude"]].tolist() == ["a", 51.45, -2.58]


def test_other_names_of_all_rows_are_kept():
    e = organisations(
        name=["Oak", "Oak Ltd", "Oak Trust"],
        other_names=["The Oak|OH", "OH|Oak", None],
        website=["oak.example", None, None],
    )
    merged = e.merge_organisations(decided(("a", "b"), ("b", "c"))).organisations
    assert merged["other_names"].tolist() == ["Oak Ltd|Oak Trust|The Oak|OH"]


def test_a_tie_to_itself_goes_only_if_merging_made_it():
    e = twice()
    ties = pd.concat([e.referrals, pd.DataFrame({"from_id": ["c"], "to_id": ["c"], "sent": [4.0]})])
    merged = e.replace(referrals=ties).merge_organisations(decided(("a", "b")))
    selves = merged.referrals[merged.referrals["from_id"] == merged.referrals["to_id"]]
    assert selves["from_id"].tolist() == ["c"]


@pytest.mark.parametrize("word", ["Same", " same ", "SAME"])
def test_decisions_may_be_written_by_hand(word):
    assert len(twice().merge_organisations(decided(("a", "b"), decision=word)).organisations) == 2


@pytest.mark.parametrize("word", ["different", "ask a person", None, np.nan, ""])
def test_only_the_same_are_merged(word):
    assert len(twice().merge_organisations(decided(("a", "b"), decision=word)).organisations) == 3


@pytest.mark.parametrize(
    ("decisions", "error", "words"),
    [
        (decided(("a", "b")).drop(columns="decision"), ValueError, "no column 'decision'"),
        (
            decided(("a", "b"), ("a", "bb")),
            ValueError,
            "row 1, record_b: 'bb' is not in organisations. Did you mean 'b'",
        ),
        (decided(("a", None)), ValueError, "record_b: '' is not in organisations"),
        (decided(("a", "b"), decision="yes"), ValueError, "row 0: 'yes' is no decision. Write"),
        ([("a", "b")], ValueError, "is of type list. Give a DataFrame of pandas"),
        (
            pd.concat(
                [decided(("a", "b"), ("b", "c")), decided(("c", "a"), decision="different")],
                ignore_index=True,
            ),
            ValueError,
            "row 2: 'c' and 'a' are said to be different, and other rows make them one",
        ),
    ],
)
def test_wrong_decisions_say_what_to_do(decisions, error, words):
    with pytest.raises(error, match=words):
        twice().merge_organisations(decisions)
